"""config.yaml, read and checked: a Config, or everything that is wrong with it at once. (theme.yaml likewise.)

`schema` checks each value by its type; here stand the rules that need more than one value or some
knowledge of the site: parents of topics, folders inside each other, placeholders of addresses, names claimed
twice. A wrong key does not keep the others from being checked. This module must not open files.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping

from digest.model.config import Author, Config, ThemeInfo, Topic
from digest.model.problem import Problem
from digest.model.site import Places
from digest.model.web_address import host_of, is_host
from digest.read.config import schema
from digest.read.syntax import decoding, yaml
from digest.read.text import validators
from digest.read.text.slugs import slug_of

PLACEHOLDERS = {"article": ("year", "month", "day", "slug", "source"), "undated": ("slug", "source")}
"""What may stand in braces in the addresses of articles."""
RESERVED = frozenset(
    ("day", "week", "month", "year", "topic", "source", "author", "story", "topics", "sources", "authors", "stories", "archive",
     "undated", "theme", "sitemap", "dates", "search", "email")
)  # fmt: skip
"""Collections that every site has, and addresses that are taken."""

WIDEST = 10_000
"""Pixels of the largest size of a picture that can be asked for."""

MOST_GUESSES = 20
"""Missing topics for which a similar name is looked for: that takes a look at all topics."""

_MAIL = re.compile(r"mailto:[^\s<>\"]+@[^\s<>\"]+")
_YEAR = re.compile(r"\d{4}(-|$)")
_BRACES = re.compile(r"\{([^{}]*)\}")
_NOT_IN_A_PATH = re.compile(r"[\x00-\x20\\?#%<>\"|*:]|//|(?:^|/)\.\.?(?:/|$)")


def load_config(text: str | bytes, file: str = "config.yaml") -> tuple[Config | None, list[Problem], Places]:
    """The settings in a file's text, its problems, and the places of its values; no settings if a problem is an error."""
    read = _load(Config, text, file)
    if read.value is None:
        return None, read.problems, read.places
    rules = _Rules(read.value, read.places, file)
    rules.all()
    problems = sorted(read.problems + rules.problems, key=lambda p: (p.line, p.column))
    if any(p.severity == "error" for p in problems):
        return None, problems, read.places
    return dataclasses.replace(read.value, url=read.value.url.rstrip("/") + "/"), problems, read.places


def load_theme_info(text: str | bytes, file: str = "theme.yaml") -> tuple[ThemeInfo | None, list[Problem], Places]:
    """The settings of a theme, the problems of its file, and the places of its values; no settings if a problem is an
    error."""
    read = _load(ThemeInfo, text, file)
    failed = any(p.severity == "error" for p in read.problems)
    return (None if failed else read.value), read.problems, read.places


def _load(cls: type, text: str | bytes, file: str) -> schema.Converted:
    """The class from a file's text, with every problem of its types; no value when it is not even YAML."""
    if isinstance(text, bytes):
        text, problem = decoding.decode(text, file)
        if problem:
            return schema.Converted(None, {}, [problem])
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    node, problems = yaml.compose(text, file=file, code="config-yaml")
    if problems:
        return schema.Converted(None, {}, problems)
    return schema.convert(cls, node, file=file)


class _Rules:
    """The rules that span keys. Each reports where the value stands."""

    def __init__(self, config: Config, places: Mapping[schema.Path, schema.Place], file: str) -> None:
        self.config, self.places, self.file = config, places, file
        self.problems: list[Problem] = []

    def report(self, path: schema.Path, message: str, hint: str = "") -> None:
        while path and path not in self.places:
            path = path[:-1]
        line, column = self.places.get(path, (0, 0))
        self.problems.append(Problem("config-value", message, self.file, line, column, hint))

    def all(self) -> None:
        self.folders()
        self.site_address()
        self.permalinks()
        self.topics()
        self.slugs("authors", self.config.authors)
        self.claims("author", "authors", self.config.authors)
        self.sources()
        self.collections()
        self.pictures()

    def folders(self) -> None:
        names = ("content", "output", "static")
        parts = {n: tuple(getattr(self.config, n).casefold().split("/")) for n in names}
        for i, one in enumerate(names):
            for other in names[i + 1 :]:
                shorter, longer = sorted((one, other), key=lambda n: len(parts[n]))
                if parts[longer][: len(parts[shorter])] != parts[shorter]:
                    continue
                same = parts[longer] == parts[shorter]
                said = f"`{longer}` " + (f"and `{shorter}` are the same folder" if same else f"is inside `{shorter}`")
                at = next((n for n in (other, one) if (n,) in self.places), longer)
                self.report((at,), f"{said}: `{getattr(self.config, at)}`", "Give each a folder of its own.")
        for name in names:
            if parts[name][0] in (".digest", "themes"):
                self.report((name,), f"`{name}` cannot be `{getattr(self.config, name)}`", "That folder is taken.")
        theme = self.config.theme
        if not re.fullmatch(r"[\w-][\w.-]*", theme):
            self.report(("theme",), f"`{theme}` is not the name of a theme", "Write the folder's name, not a path.")

    def site_address(self) -> None:
        if "?" in self.config.url or "#" in self.config.url:
            self.report(("url",), f"`url` ends in a query or fragment: `{self.config.url}`", "Cut it off.")
        for host, source in self.config.sources.items():
            if source.url and not host_of(source.url):
                hint = "Begin it with `https://`."
                self.report(("sources", host, "url"), f"`{source.url}` is not a web address", hint)
        for slug, author in self.config.authors.items():
            if author.url and not (host_of(author.url) or _MAIL.fullmatch(author.url)):
                hint = "Begin it with `https://` or `mailto:`."
                self.report(("authors", slug, "url"), f"`{author.url}` is not a web or mail address", hint)

    def permalinks(self) -> None:
        links = self.config.permalinks
        for name in ("article", "undated", "topics", "sources", "authors"):
            path, pattern = ("permalinks", name), getattr(links, name)
            known = PLACEHOLDERS.get(name, ())
            bare = _BRACES.sub("x", pattern)
            for word in _BRACES.findall(pattern):
                if word not in known:
                    near = schema.did_you_mean(word, known)
                    may = "It may have " + ", ".join(f"`{{{k}}}`" for k in known) + "." if known else "It has none."
                    hint = f"Did you mean `{{{near}}}`?" if near else may
                    self.report(path, f"unknown placeholder `{{{word}}}` in `permalinks.{name}`", hint)
            if not pattern.startswith("/") or _NOT_IN_A_PATH.search(bare) or "{" in bare or "}" in bare:
                hint = "Begin it with `/`; no `..`, `?`, `#`, spaces or stray braces."
                self.report(path, f"`{pattern}` is not a path from the site's root", hint)
            elif name in PLACEHOLDERS and not pattern.endswith(("/", ".html", ".htm")):
                hint = f"Write `{pattern}/` for a folder of its own, or `{pattern}.html`."
                self.report(path, f"`permalinks.{name}` is no page: `{pattern}`", hint)
            elif name in PLACEHOLDERS and "{slug}" not in pattern:
                self.report(path, f"`permalinks.{name}` needs `{{slug}}`", "Without it all articles share an address.")
            elif name not in PLACEHOLDERS and (not pattern.endswith("/") or pattern == "/"):
                self.report(path, f"`permalinks.{name}` is not a folder: `{pattern}`", "Name one, and end it in `/`.")
        folders: dict[str, str] = {}
        for name in ("topics", "sources", "authors"):
            first = folders.setdefault(getattr(links, name), name)
            if first != name:
                message = f"`permalinks.{first}` and `permalinks.{name}` are the same: `{getattr(links, name)}`"
                at = next((n for n in (name, first) if ("permalinks", n) in self.places), name)
                self.report(("permalinks", at), message, "Give each a folder of its own.")

    def topics(self) -> None:
        topics = self.config.topics
        self.slugs("topics", topics)
        self.claims("topic", "topics", topics)
        looping, looped, missing = _looping(topics), set[str](), 0
        for slug, topic in topics.items():
            at = ("topics", slug, "parent")
            if topic.parent and topic.parent not in topics:
                missing += 1
                near = schema.did_you_mean(topic.parent, list(topics)) if missing <= MOST_GUESSES else ""
                hint = f"Did you mean `{near}`?" if near else "Add it under `topics`."
                self.report(at, f"there is no topic `{topic.parent}` to be the parent of `{slug}`", hint)
                continue
            if slug in looping and slug not in looped:
                chain = _chain(slug, topics)
                looped.update(chain)
                way = " → ".join(f"`{s}`" for s in chain)
                self.report(at, f"topics are their own parents: {way}", "Take one `parent` out.")
            for i, phrase in enumerate(topic.match):
                if not phrase.strip():
                    self.report(("topics", slug, "match", i), f"an empty phrase in `match` of `{slug}`", "Take it out.")

    def slugs(self, key: str, names: Iterable[str]) -> None:
        for name in names:
            if validators.is_slug(name):
                continue
            hint = f"Use lower-case letters, digits and hyphens: `{slug_of(name)}`."
            self.report((key, name), f"`{name}` under `{key}` cannot be part of an address", hint)

    def claims(self, kind: str, key: str, items: Mapping[str, Topic] | Mapping[str, Author]) -> None:
        """Two may not claim one spelling: nobody could say which is meant."""
        owner: dict[str, str] = {slug.casefold(): slug for slug in items}
        for slug, item in items.items():
            spellings: list[tuple[schema.Path, str]] = [((key, slug, "name"), item.name)] if item.name else []
            spellings += [((key, slug, "aliases", i), alias) for i, alias in enumerate(item.aliases)]
            for path, spelling in spellings:
                other = owner.setdefault(" ".join(spelling.casefold().split()), slug)
                if other != slug:
                    message = f"`{spelling}` means two {kind}s: `{other}` and `{slug}`"
                    self.report(path, message, "Leave it to one of them.")

    def sources(self) -> None:
        seen: dict[str, str] = {}
        for host in self.config.sources:
            if not is_host(host):
                found = host_of(host)
                hint = f"Write `{found}`." if found else "Write it as in `example.com`, without `https://` or a path."
                self.report(("sources", host), f"`{host}` under `sources` is not a host name", hint)
                continue
            first = seen.setdefault(host.casefold().removeprefix("www."), host)
            if first != host:
                message = f"`{first}` and `{host}` under `sources` are the same site"
                self.report(("sources", host), message, f"`{host.casefold().removeprefix('www.')}` covers both.")

    def collections(self) -> None:
        self.slugs("collections", self.config.collections)
        for name, collection in self.config.collections.items():
            if name in RESERVED or _YEAR.match(name):
                self.report(("collections", name), f"every site has `{name}` already", "Choose another name.")
            if not collection.field.strip():
                message = f"`collections.{name}` does not say which front-matter key it groups by"
                self.report(("collections", name), message, f"Add `field: {name}`.")

    def pictures(self) -> None:
        pictures = self.config.pictures
        if pictures.quality > 100:
            self.report(("pictures", "quality"), f"`pictures.quality` is {pictures.quality}", "100 is the best there is.")
        for i, width in enumerate(pictures.widths):
            if width > WIDEST:
                hint = f"Write at most {WIDEST}: no picture on a page is wider."
                self.report(("pictures", "widths", i), f"`pictures.widths` has {width}", hint)


def _looping(topics: Mapping[str, Topic]) -> set[str]:
    """The topics that are their own parents. Each is visited once."""
    looping: set[str] = set()
    done: set[str] = set()
    for slug in topics:
        way: dict[str, None] = {}
        at = slug
        while at in topics and at not in done and at not in way:
            way[at] = None
            at = topics[at].parent
        if at in way:
            looping.update(_chain(at, topics))
        done.update(way)
    return looping


def _chain(slug: str, topics: Mapping[str, Topic]) -> list[str]:
    """The way from a topic that is its own parent up to itself."""
    chain, at = [slug], topics[slug].parent
    while at != slug:
        chain.append(at)
        at = topics[at].parent
    return [*chain, slug]
