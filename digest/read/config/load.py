"""Load and validate config.yaml and theme.yaml, and report all problems at once.

`schema` checks the type of each value. The rules here concern several values or the meaning of a value: parents of topics,
nested folders, placeholders of permalinks, ambiguous names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from digest.model.config import Author, Config, ThemeInfo, Topic
from digest.model.front_matter import KEYS
from digest.model.lazy_regex import lazy_regex
from digest.model.problem import Problem
from digest.model.site import Places
from digest.model.web_address import host_of, is_host
from digest.read.config import schema
from digest.read.syntax import decoding, yaml
from digest.read.text import validators
from digest.read.text.slugs import slug_of

PLACEHOLDERS = {"article": ("year", "month", "day", "slug", "source"), "undated": ("slug", "source")}
"""Placeholders in the permalinks of articles."""
RESERVED = frozenset(
    ("day", "week", "month", "year", "topic", "source", "author", "story", "topics", "sources", "authors", "stories", "archive",
     "undated", "theme", "sitemap", "dates", "search", "email")
)  # fmt: skip
"""Names of built-in collections, and names used by other pages."""

MAX_WIDTH = 10_000
"""Maximum width of an image size, in pixels."""

MAX_SUGGESTIONS = 20
"""Maximum number of unknown topics for which a similar name is suggested. Each one is compared with all topics."""

_MAIL = lazy_regex(r"mailto:[^\s<>\"]+@[^\s<>\"]+")
_YEAR = lazy_regex(r"\d{4}(-|$)")
_BRACES = lazy_regex(r"\{([^{}]*)\}")
_NOT_IN_A_PATH = lazy_regex(r"[\x00-\x20\\?#%<>\"|*:]|//|(?:^|/)\.\.?(?:/|$)")


def load_config(text: str | bytes, file: str = "config.yaml") -> tuple[Config | None, list[Problem], Places]:
    """Load config.yaml. Returns the settings, the problems, and the places of all values; no settings if there is an error."""
    loaded = _load(Config, text, file)
    if loaded.value is None:
        return None, loaded.problems, loaded.places
    rules = _Rules(loaded.value, loaded.places, file)
    rules.check()
    problems = sorted(loaded.problems + rules.problems, key=lambda p: (p.line, p.column))
    if any(p.severity == "error" for p in problems):
        return None, problems, loaded.places
    return loaded.value._replace(url=loaded.value.url.rstrip("/") + "/"), problems, loaded.places


def load_theme_info(text: str | bytes, file: str = "theme.yaml") -> tuple[ThemeInfo | None, list[Problem], Places]:
    """Load theme.yaml. Returns the settings, the problems, and the places of all values; no settings if there is an error."""
    loaded = _load(ThemeInfo, text, file)
    failed = any(p.severity == "error" for p in loaded.problems)
    return (None if failed else loaded.value), loaded.problems, loaded.places


def _load(cls: type, text: str | bytes, file: str) -> schema.Converted:
    """Parse a file and convert it to a class. The value is None if the file is not valid YAML."""
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
    """The rules that concern several values or the meaning of a value."""

    def __init__(self, config: Config, places: Mapping[schema.Path, schema.Place], file: str) -> None:
        self.config, self.places, self.file = config, places, file
        self.problems: list[Problem] = []

    def report(self, path: schema.Path, message: str, hint: str = "") -> None:
        while path and path not in self.places:
            path = path[:-1]
        line, column = self.places.get(path, (0, 0))
        self.problems.append(Problem("config-value", message, self.file, line, column, hint))

    def check(self) -> None:
        self.folders()
        self.urls()
        self.permalinks()
        self.topics()
        self.slugs("authors", self.config.authors)
        self.ambiguous_names("author", "authors", self.config.authors)
        self.sources()
        self.collections()
        self.fields()
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
                message = f"`{longer}` " + (
                    f"and `{shorter}` are the same folder" if same else f"is inside `{shorter}`"
                )
                key = next((n for n in (other, one) if (n,) in self.places), longer)
                self.report((key,), f"{message}: `{getattr(self.config, key)}`", "Use separate folders.")
        for name in names:
            if parts[name][0] in (".digest", "themes"):
                message = f"`{name}` cannot be `{getattr(self.config, name)}`"
                self.report((name,), message, f"`{parts[name][0]}` is reserved. Use another folder.")
        theme = self.config.theme
        if not re.fullmatch(r"[\w-][\w.-]*", theme):
            self.report(("theme",), f"`{theme}` is not a valid theme name", "Write the name of its folder, not a path.")

    def urls(self) -> None:
        if "?" in self.config.url or "#" in self.config.url:
            self.report(("url",), f"`url` cannot contain a query or fragment: `{self.config.url}`", "Remove it.")
        for host, source in self.config.sources.items():
            if source.url and not host_of(source.url):
                hint = "Begin it with `https://`."
                self.report(("sources", host, "url"), f"`{source.url}` is not a valid URL", hint)
        for slug, author in self.config.authors.items():
            if author.url and not (host_of(author.url) or _MAIL.fullmatch(author.url)):
                hint = "Begin it with `https://` or `mailto:`."
                self.report(("authors", slug, "url"), f"`{author.url}` is not a valid URL or email address", hint)

    def permalinks(self) -> None:
        links = self.config.permalinks
        for name in ("article", "undated", "topics", "sources", "authors"):
            path, pattern = ("permalinks", name), getattr(links, name)
            known = PLACEHOLDERS.get(name, ())
            bare = _BRACES.sub("x", pattern)
            for word in _BRACES.findall(pattern):
                if word not in known:
                    near = schema.did_you_mean(word, known)
                    available = ", ".join(f"`{{{k}}}`" for k in known)
                    other = (
                        f"Available placeholders: {available}." if known else "This path cannot contain placeholders."
                    )
                    hint = f"Did you mean `{{{near}}}`?" if near else other
                    self.report(path, f"unknown placeholder `{{{word}}}` in `permalinks.{name}`", hint)
            if not pattern.startswith("/") or _NOT_IN_A_PATH.search(bare) or "{" in bare or "}" in bare:
                hint = "Begin it with `/`, without `..`, `?`, `#`, spaces or unmatched braces."
                self.report(path, f"invalid path in `permalinks.{name}`: `{pattern}`", hint)
            elif name in PLACEHOLDERS and not pattern.endswith(("/", ".html", ".htm")):
                hint = f"Write `{pattern}/` for a folder, or `{pattern}.html` for a file."
                self.report(path, f"`permalinks.{name}` must end with `/`, `.html` or `.htm`: `{pattern}`", hint)
            elif name in PLACEHOLDERS and "{slug}" not in pattern:
                hint = "Add it. Without it, all articles would have the same URL."
                self.report(path, f"missing `{{slug}}` in `permalinks.{name}`", hint)
            elif name not in PLACEHOLDERS and (not pattern.endswith("/") or pattern == "/"):
                hint = f"Write a folder, such as `/{name}/`."
                self.report(path, f"`permalinks.{name}` is not a folder: `{pattern}`", hint)
        folders: dict[str, str] = {}
        for name in ("topics", "sources", "authors"):
            first = folders.setdefault(getattr(links, name), name)
            if first != name:
                message = f"`permalinks.{first}` and `permalinks.{name}` are the same: `{getattr(links, name)}`"
                key = next((n for n in (name, first) if ("permalinks", n) in self.places), name)
                self.report(("permalinks", key), message, "Use separate folders.")

    def topics(self) -> None:
        topics = self.config.topics
        self.slugs("topics", topics)
        self.ambiguous_names("topic", "topics", topics)
        in_cycles, reported, unknown = _in_cycles(topics), set[str](), 0
        for slug, topic in topics.items():
            path = ("topics", slug, "parent")
            if topic.parent and topic.parent not in topics:
                unknown += 1
                near = schema.did_you_mean(topic.parent, list(topics)) if unknown <= MAX_SUGGESTIONS else ""
                hint = f"Did you mean `{near}`?" if near else "Add it under `topics`."
                self.report(path, f"unknown parent `{topic.parent}` of topic `{slug}`", hint)
                continue
            if slug in in_cycles and slug not in reported:
                cycle = _cycle(slug, topics)
                reported.update(cycle)
                arrows = " → ".join(f"`{s}`" for s in cycle)
                self.report(path, f"circular parents of topics: {arrows}", "Remove one `parent`.")
            for i, phrase in enumerate(topic.match):
                if not phrase.strip():
                    self.report(
                        ("topics", slug, "match", i), f"empty phrase in `match` of topic `{slug}`", "Remove it."
                    )

    def slugs(self, key: str, names: Iterable[str]) -> None:
        for name in names:
            if validators.is_slug(name):
                continue
            hint = f"Use lower-case letters, digits and hyphens: `{slug_of(name)}`."
            self.report((key, name), f"`{name}` under `{key}` is not a valid slug", hint)

    def ambiguous_names(self, kind: str, key: str, items: Mapping[str, Topic] | Mapping[str, Author]) -> None:
        """Report names and aliases that two items share."""
        owner: dict[str, str] = {slug.casefold(): slug for slug in items}
        for slug, item in items.items():
            spellings: list[tuple[schema.Path, str]] = [((key, slug, "name"), item.name)] if item.name else []
            spellings += [((key, slug, "aliases", i), alias) for i, alias in enumerate(item.aliases)]
            for path, spelling in spellings:
                other = owner.setdefault(" ".join(spelling.casefold().split()), slug)
                if other != slug:
                    message = f"`{spelling}` refers to two {kind}s: `{other}` and `{slug}`"
                    self.report(path, message, "Remove it from one of them.")

    def sources(self) -> None:
        seen: dict[str, str] = {}
        for host in self.config.sources:
            if not is_host(host):
                name = host_of(host)
                hint = f"Write `{name}`." if name else "Write it like `example.com`, without `https://` or a path."
                self.report(("sources", host), f"`{host}` under `sources` is not a host name", hint)
                continue
            bare = host.casefold().removeprefix("www.")
            first = seen.setdefault(bare, host)
            if first != host:
                message = f"`{first}` and `{host}` under `sources` are the same site"
                self.report(("sources", host), message, f"Write only `{bare}`, which matches both.")

    def collections(self) -> None:
        self.slugs("collections", self.config.collections)
        for name, collection in self.config.collections.items():
            if name in RESERVED or _YEAR.match(name):
                self.report(("collections", name), f"the collection name `{name}` is reserved", "Choose another name.")
            if not collection.field.strip():
                self.report(("collections", name), f"missing `field` in `collections.{name}`", f"Add `field: {name}`.")

    def fields(self) -> None:
        known = [k.name for k in KEYS]
        owner: dict[str, str] = {}
        for key, names in self.config.fields.items():
            if key not in known:
                near = schema.did_you_mean(key, known)
                hint = f"Did you mean `{near}`?" if near else "Valid keys: " + ", ".join(f"`{k}`" for k in known) + "."
                self.report(("fields", key), f"unknown key `{key}` in `fields`", hint)
            for i, name in enumerate(names):
                if owner.setdefault(name, key) != key:
                    message = f"`{name}` refers to two keys: `{owner[name]}` and `{key}`"
                    self.report(("fields", key, i), message, "Remove it from one of them.")

    def pictures(self) -> None:
        pictures = self.config.pictures
        if pictures.quality > 100:
            message = f"`pictures.quality`: expected a whole number of at most 100, found `{pictures.quality}`"
            self.report(("pictures", "quality"), message)
        for i, width in enumerate(pictures.widths):
            if width > MAX_WIDTH:
                message = f"`pictures.widths`: expected whole numbers of at most {MAX_WIDTH}, found `{width}`"
                self.report(("pictures", "widths", i), message)


def _in_cycles(topics: Mapping[str, Topic]) -> set[str]:
    """Return the topics that are their own ancestors, in linear time."""
    in_cycles: set[str] = set()
    done: set[str] = set()
    for slug in topics:
        ancestors: dict[str, None] = {}
        current = slug
        while current in topics and current not in done and current not in ancestors:
            ancestors[current] = None
            current = topics[current].parent
        if current in ancestors:
            in_cycles.update(_cycle(current, topics))
        done.update(ancestors)
    return in_cycles


def _cycle(slug: str, topics: Mapping[str, Topic]) -> list[str]:
    """Return the ancestors of a topic from itself up to itself."""
    cycle, current = [slug], topics[slug].parent
    while current != slug:
        cycle.append(current)
        current = topics[current].parent
    return [*cycle, slug]
