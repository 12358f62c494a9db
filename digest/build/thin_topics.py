"""Which topics have pages. A topic that only texts suggest, in a few articles, has none, and its articles do not show it.

A page with one article says no more than the article, and a large archive would have thousands of them. Topics that front
matter or config.yaml states have pages whatever their number of articles.
"""

from __future__ import annotations

from collections.abc import Collection

from digest.model.article import Head, unpack_head
from digest.model.config import Config
from digest.model.named_tuple import NamedTuple
from digest.store.listings import Listings, ListingSize

_STEPS = ((500, 3), (50, 2), (0, 1))
"""(number of articles of the site, number that an inferred topic needs), for `least: auto`."""


class TopicChanges(NamedTuple):
    """What `update_shown_topics` changed."""

    switched: frozenset[str]
    """Keys of topics that are shown now and were not, or were shown and are not."""
    articles: frozenset[str]
    """Paths of articles whose topics may have to be updated."""


def least_articles(config: Config, total: int) -> int:
    """Return the number of articles that an inferred topic needs. `total`: the number of articles of the site."""
    if config.infer.least != "auto":
        return config.infer.least
    return next(least for number, least in _STEPS if total >= number)


def update_shown_topics(
    listings: Listings, config: Config, total: int, touched: Collection[int], *, all_topics: bool
) -> TopicChanges:
    """Decide for each topic whether it is shown.

    `touched`: listings that articles were added to or removed from. Only these can change, unless `all_topics` is set: if
    the number that a topic needs changed, or if it is not recorded which articles changed.
    """
    least = least_articles(config, total)
    switched: set[str] = set()
    articles: set[str] = set()
    shown: dict[bool, list[int]] = {True: [], False: []}
    for topic in listings.sizes("topics"):
        if not all_topics and topic.id not in touched:
            continue
        is_shown = topic.total >= least or topic.key in config.topics or _is_stated(listings, topic)
        if is_shown != topic.shown:
            switched.add(topic.key)
            shown[is_shown].append(topic.id)
        if is_shown != topic.shown or (all_topics and not is_shown):
            articles.update(path for path, _ in listings.heads_in(topic.id))
    for value, ids in shown.items():
        listings.show(ids, shown=value)
    return TopicChanges(frozenset(switched), frozenset(articles))


def _is_stated(listings: Listings, topic: ListingSize) -> bool:
    """Whether an article states this topic. Its articles are few."""
    return any(not unpack_head(packed).inferred for _, packed in listings.heads_in(topic.id))


def with_shown_topics(head: Head, listings: Listings) -> Head:
    """Return a head with those of its inferred topics that are shown."""
    if not head.inferred:
        return head
    return head._replace(topics=tuple([name for name in head.inferred if listings.is_shown("topics", name.key)]))
