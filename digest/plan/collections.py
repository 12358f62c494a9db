"""The collections and listings that an article belongs to.

A collection is `topics`, `sources`, `authors`, `stories`, or one from `config.yaml`. A listing is one entry of a
collection, such as one topic; its key comes from the head of the article.
"""

from __future__ import annotations

from digest.model.article import Head, Name
from digest.model.config import Config

TAXONOMIES = ("topics", "sources", "authors", "stories")
"""The collections of every site."""


def memberships(head: Head) -> dict[str, tuple[Name, ...]]:
    """Return the names that an article is listed under, by collection.

    The listing of all articles (collection `""`) is not included. Topics that have too few articles for pages are.
    """
    found = {
        "topics": head.inferred or head.topics,
        "sources": (head.source,) if head.source else (),
        "authors": head.authors,
    }
    return {**found, "stories": (head.story,) if head.story else (), **dict(head.groups)}


def keys_of(head: Head) -> tuple[tuple[str, str], ...]:
    """Return the (collection, key) of each listing that contains an article, without repetitions."""
    return tuple(dict.fromkeys((c, n.key) for c, names in memberships(head).items() for n in names))


def parent_of(collection: str, key: str, newest: Head, config: Config) -> str:
    """Return the key of the parent of a topic: from `config.yaml`, else as its newest article writes it (`news/ports`)."""
    if collection != "topics":
        return ""
    if key in config.topics and config.topics[key].parent:
        return config.topics[key].parent
    return dict(newest.parents).get(key, "")


def name_of(collection: str, key: str, newest: Head, config: Config) -> str:
    """Return the name of a listing: from `config.yaml`, else as its newest article spells it."""
    if collection == "topics" and key in config.topics and config.topics[key].name:
        return config.topics[key].name
    if collection == "authors" and key in config.authors and config.authors[key].name:
        return config.authors[key].name
    return next((n.name for n in memberships(newest).get(collection, ()) if n.key == key), key)
