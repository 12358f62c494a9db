"""The logic of `digest topics`: the topics of a site as of its last build, and how each came about."""

from __future__ import annotations

from collections import Counter

from digest.build.thin_topics import least_articles
from digest.model.article import unpack_head
from digest.model.named_tuple import NamedTuple
from digest.model.site import Site
from digest.plan import urls
from digest.read.infer.topics import kind_of
from digest.store import Store
from digest.store.listings import Listings
from digest.tools.built_site import NotBuilt, ask_store


class TopicRow(NamedTuple):
    """A topic."""

    key: str
    name: str
    articles: int
    """Number of published articles, with this topic on their own or from their text."""
    stated: int
    """How many of them name it in front matter."""
    from_text: int
    """How many have it because of their text: of phrases in config.yaml, or inferred."""
    origin: str
    """How it came about: `front matter`, `config.yaml`, `place`, `subject` or `name`. The first that applies."""
    page: str
    """Its page, as a path in the site; empty if it has too few articles."""


class Topics(NamedTuple):
    """The topics of a site, those with the most articles first."""

    topics: tuple[TopicRow, ...]
    least: int
    """The number of articles that an inferred topic needs to get a page."""


def list_topics(root: str) -> Topics | NotBuilt:
    """Return the topics of the site in the folder `root`."""
    return ask_store(root, _topics)


def _topics(site: Site, store: Store) -> Topics:
    listings = Listings(store.db)
    stated: Counter[str] = Counter()
    for item in listings.newest("", "", -1):
        head = unpack_head(item.head)
        if not head.inferred:
            stated.update(name.key for name in head.topics)
    rows = [
        TopicRow(
            key=topic.key,
            name=topic.name,
            articles=topic.total,
            stated=stated[topic.key],
            from_text=topic.total - stated[topic.key],
            origin=_origin(site, topic.key, stated[topic.key]),
            page="/" + urls.link(urls.listing("topics", topic.key, "", site.config.permalinks)) if topic.shown else "",
        )
        for topic in listings.sizes("topics")
    ]
    rows.sort(key=lambda row: (not row.page, -row.articles, row.key))
    return Topics(tuple(rows), least_articles(site.config, store.count_articles()))


def _origin(site: Site, key: str, stated: int) -> str:
    if key in site.config.topics:
        return "config.yaml"
    return "front matter" if stated else kind_of(key)
