"""Topics, authors and sources by every spelling that config.yaml knows.

An article names them as it likes; here each spelling becomes the one Name that listings are kept
under. A name that config.yaml does not know stands for itself. This module must not know where in an
article a name was found.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from digest.model.article import Name
from digest.model.config import Author, Config, Topic
from digest.model.web_address import host_of, is_host
from digest.read.text.slugs import key_of


class KnownSource(NamedTuple):
    """A source of config.yaml."""

    name: Name
    language: str
    """Of its articles, when they do not say; may be empty."""
    host: str
    """Its key in config.yaml."""


class NameResolver:
    """The names of a site. Only reads its settings; nothing here changes after it is made."""

    def __init__(self, config: Config) -> None:
        self._topics = _by_spelling(config.topics)
        self._authors = _by_spelling(config.authors)
        self._hosts: dict[str, KnownSource] = {}
        self._sources: dict[str, KnownSource] = {}
        for host, source in config.sources.items():
            name = source.name or host
            known = KnownSource(Name(_key(name), name), source.language, host)
            self._hosts[_bare(host)] = known
            self._sources.setdefault(_folded(name), known)

    def topic(self, text: str) -> Name:
        """The topic that a front matter names."""
        return self._topics.get(_folded(text)) or self._by_key(self._topics, text)

    def author(self, text: str) -> Name:
        """The person that a byline names."""
        return self._authors.get(_folded(text)) or self._by_key(self._authors, text)

    def story(self, text: str) -> Name:
        """The running story that a front matter names; one that is named by its key is called by the words in it."""
        key = _key(text)
        return Name(key, text[:1].upper() + text[1:].replace("-", " ") if text == key else text)

    def source(self, text: str) -> tuple[Name, KnownSource | None]:
        """The source that a name or a host name means, and what config.yaml says of it."""
        host = host_of(text) or (text if "." in text and is_host(text) else "")
        known = self._sources.get(_folded(text)) or (self.source_at(host) if host else None)
        if known:
            return known.name, known
        name = _bare(host) if host else text
        return Name(_key(name), name), None

    def source_at(self, host: str) -> KnownSource | None:
        """The source of config.yaml that a host belongs to: itself, or the nearest domain above it."""
        domain = _bare(host)
        while domain:
            if known := self._hosts.get(domain):
                return known
            domain = domain.partition(".")[2]
        return None

    @staticmethod
    def _by_key(known: Mapping[str, Name], text: str) -> Name:
        """`Middle  East!` is `middle-east` too, when there is one."""
        key = _key(text)
        return known.get(key) or Name(key, text)


@lru_cache(maxsize=8192)
def _key(name: str) -> str:
    """Remembered: an archive has few names, and each many times."""
    return key_of(name)


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _bare(host: str) -> str:
    return host.casefold().removeprefix("www.")


def _by_spelling(items: Mapping[str, Topic] | Mapping[str, Author]) -> dict[str, Name]:
    spellings: dict[str, Name] = {}
    for slug, item in items.items():
        name = Name(slug, item.name or slug.replace("-", " ").title())
        for spelling in (slug, item.name or slug, *item.aliases):
            spellings[_folded(spelling)] = name
    return spellings
