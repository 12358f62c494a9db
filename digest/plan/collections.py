"""In which listings an article stands, and what a listing is called.

Date archives, topics, sources, authors and a site's own collections are one thing: keys that a head gives.
This module must not know pages or the store.
"""

from __future__ import annotations

from digest.model.article import Head, Name
from digest.model.config import Config

TAXONOMIES = ("topics", "sources", "authors", "stories")
"""The collections of every site."""


def memberships(head: Head) -> dict[str, tuple[Name, ...]]:
    """The names under which an article stands, by collection. The date archive (collection '') is every article's."""
    found = {"topics": head.topics, "sources": (head.source,) if head.source else (), "authors": head.authors}
    return {**found, "stories": (head.story,) if head.story else (), **dict(head.groups)}


def name_of(collection: str, key: str, newest: Head, config: Config) -> str:
    """What a listing is called: its name in config, else as its newest article spells it."""
    if collection == "topics" and key in config.topics and config.topics[key].name:
        return config.topics[key].name
    if collection == "authors" and key in config.authors and config.authors[key].name:
        return config.authors[key].name
    return next((n.name for n in memberships(newest).get(collection, ()) if n.key == key), key)
