"""Resolve the spellings of topics, authors and sources to the names under which they are listed.

Names and aliases come from config.yaml. A name that it does not contain is used as written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from digest.model.article import Name
from digest.model.config import Author, Config, Topic
from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.model.web_address import host_of, is_host
from digest.read.text.slugs import key_of

# A path of topics, as in Obsidian; not `AC/DC`, `TCP/IP` or `24/7`.
_PATH = lazy_regex(r"(?=.*[^\W\d_A-Z])[^\W\d_][\w-]{2,}(?:/[^\W\d_][\w-]{2,})+")


class KnownSource(NamedTuple):
    """A source in config.yaml."""

    name: Name
    language: str
    """Default language of its articles; may be empty."""
    host: str
    """Its key in config.yaml."""


class NameResolver:
    """The topics, authors and sources of a site by all of their spellings."""

    def __init__(self, config: Config) -> None:
        self._topics = _by_spelling(config.topics)
        self._authors = _by_spelling(config.authors)
        self._hosts: dict[str, KnownSource] = {}
        self._sources: dict[str, KnownSource] = {}
        for host, source in config.sources.items():
            name = Name(_key(source.name), source.name) if source.name else _named_by_host(_bare(host))
            known = KnownSource(name, source.language, host)
            self._hosts[_bare(host)] = known
            self._sources.setdefault(_folded(name.name), known)

    def is_topic(self, text: str) -> bool:
        """Whether `config.yaml` has a topic of this name, alias or slug."""
        return _folded(text) in self._topics

    def topic(self, text: str) -> Name:
        """Return the topic of a name, alias or slug."""
        return self._topics.get(_folded(text)) or self._by_key(self._topics, text)

    def inferred_topic(self, key: str, english: str, name: str) -> Name:
        """Return the topic in config.yaml that has the key or one of the names of an inferred topic, or else the latter."""
        known = next((topic for text in (key, english, name) if (topic := self._topics.get(_folded(text)))), None)
        return known or Name(key, name)

    def topics(self, texts: Iterable[str]) -> tuple[tuple[Name, ...], tuple[tuple[str, str], ...]]:
        """Return the topics of several names, each topic once, and (key, key of the parent) of those in paths.

        An article with `news/ports` has both topics, and `news` is the parent of `ports`.
        """
        found: dict[str, Name] = {}
        parents: dict[str, str] = {}
        for text in texts:
            parts = text.split("/") if "/" in text and _PATH.fullmatch(text) and not self.is_topic(text) else [text]
            parent = ""
            for part in parts:
                topic = self.topic(part)
                found.setdefault(topic.key, topic)
                if parent and parents.get(parent) != topic.key != parent:
                    parents.setdefault(topic.key, parent)
                parent = topic.key
        return tuple(found.values()), tuple(parents.items())

    def authors(self, texts: Iterable[str]) -> tuple[Name, ...]:
        """Return the authors of several names, each author once."""
        found: dict[str, Name] = {}
        for text in texts:
            author = self.author(text)
            found.setdefault(author.key, author)
        return tuple(found.values())

    def author(self, text: str) -> Name:
        """Return the author of a name, alias or slug, which may begin with `@`."""
        if text[:1] == "@" and (known := self._authors.get(_folded(text[1:]))):
            return known
        return self._authors.get(_folded(text)) or self._by_key(self._authors, text)

    def story(self, text: str) -> Name:
        """Return the running story of a name or key. The display name of a key is the key with spaces."""
        key = _key(text)
        return Name(key, text[:1].upper() + text[1:].replace("-", " ") if text == key else text)

    def source(self, text: str) -> tuple[Name, KnownSource | None]:
        """Return the source of a name or host name, and its entry in config.yaml if there is one."""
        host = host_of(text) or (text if "." in text and is_host(text) else "")
        known = self._sources.get(_folded(text)) or (self.source_at(host) if host else None)
        if known:
            return known.name, known
        return (_named_by_host(_bare(host)) if host else Name(_key(text), text)), None

    def source_at(self, host: str) -> KnownSource | None:
        """Return the source in config.yaml of a host or of its nearest parent domain."""
        domain = _bare(host)
        while domain:
            if known := self._hosts.get(domain):
                return known
            domain = domain.partition(".")[2]
        return None

    @staticmethod
    def _by_key(known: Mapping[str, Name], text: str) -> Name:
        """Look a name up by its slug: `Middle  East!` is the topic `middle-east` if that exists."""
        key = _key(text)
        return known.get(key) or Name(key, text)


@lru_cache(maxsize=8192)
def _key(name: str) -> str:
    """The same as `key_of`, cached: an archive repeats its names."""
    return key_of(name)


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _bare(host: str) -> str:
    return host.casefold().removeprefix("www.")


@lru_cache(maxsize=1024)
def _named_by_host(host: str) -> Name:
    """Return a source that has no other name: a newspaper, or else a name derived from the host, which stays the key."""
    from digest.model.host_names import name_at  # imported late: few sites need them
    from digest.model.newspapers import newspaper_at

    name = newspaper_at(host)
    return Name(_key(name or host), name or name_at(host))


def _by_spelling(items: Mapping[str, Topic] | Mapping[str, Author]) -> dict[str, Name]:
    spellings: dict[str, Name] = {}
    for slug, item in items.items():
        name = Name(slug, item.name or slug.replace("-", " ").title())
        for spelling in (slug, item.name or slug, *item.aliases):
            spellings[_folded(spelling)] = name
    return spellings
