"""Read front matter into typed values.

Front matter takes precedence over what is found in the text, so a value of the wrong type is an error and is never ignored.
Unknown keys are passed to templates, with a warning if they look like typing mistakes. `article` resolves names and dates
with the settings of the site.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from digest.model.article import Correction
from digest.model.front_matter import BY_NAME, Key, Kind, near_key
from digest.model.problem import Problem, warning
from digest.model.web_address import host_of
from digest.read.syntax import nodes, simple_yaml
from digest.read.syntax.front_matter import too_long
from digest.read.syntax.nodes import MappingNode, Node, Scalar, SequenceNode
from digest.read.text import validators
from digest.read.text.slugs import slug_of

NONE = "none"
"""The value of `date` for an undated article."""

MAX_ITEMS = 1000
"""Maximum number of authors, topics or aliases of an article. Each one gets its own pages."""
TOO_MANY_HINT = "Remove the others."

_UNPRINTABLE = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# A comma before "Jr." and the like does not separate two people.
_BETWEEN_NAMES = re.compile(
    r"\s*(?:,\s*(?:and|und|et|и|та|і)\s|[,;](?!\s*(?:Jr|Sr|I{2,3}|IV|Ph\.?D|M\.?D)\b)|\s(?:and|und|et|и|та|і|&)\s)\s*"
)
_BETWEEN_TOPICS = re.compile(r"\s*[,;]\s*")


class FrontMatter(NamedTuple):
    """The values in front matter. A missing key has its default and is not in `lines`."""

    title: str = ""
    date: str = ""
    """`2021-05-06`, `2021-05-06T14:30:00` (local time of the site) or `2021-05-06T14:30:00+03:00`; or NONE."""
    updated: str = ""
    authors: tuple[str, ...] = ()
    agency: str = ""
    source: str = ""
    source_url: str = ""
    topics: tuple[str, ...] = ()
    summary: str = ""
    language: str = ""
    slug: str = ""
    aliases: tuple[str, ...] = ()
    image: str = ""
    caption: str = ""
    credit: str = ""
    alt: str = ""
    story: str = ""
    weight: int = 0
    draft: bool = False
    expires: str = ""
    corrections: tuple[Correction, ...] = ()
    extra: Mapping[str, Any] = MappingProxyType({})
    """All other keys."""
    lines: Mapping[str, int] = MappingProxyType({})
    """Line in the file by key, for each key that has a value. Alternative names of keys (`tags`) are replaced."""


def read(
    front: str,
    *,
    file: str,
    languages: tuple[str, ...] = (),
    own: frozenset[str] = frozenset(),
    first_line: int = 2,
    fence: str = "---",
) -> tuple[FrontMatter | None, list[Problem]]:
    """Read front matter. Returns no values if there is an error.

    `languages`: the languages in which dates are recognized. `own`: unknown keys that the site uses, and that get no
    warning. `fence`: the line around the front matter, `---` for YAML or `+++` for TOML.
    """
    if problem := too_long(front, file, first_line):
        return None, [problem]
    node, problems = _compose(front, file, first_line, fence)
    if problems:
        return None, problems
    if node is None:
        return FrontMatter(), []
    return _Reader(file, first_line, languages, own).read(node)


def _compose(front: str, file: str, first_line: int, fence: str) -> tuple[Node | None, list[Problem]]:
    if fence == "+++":
        from digest.read.syntax import toml

        return toml.compose(front, file=file, first_line=first_line)
    if node := simple_yaml.parse(front):
        return node, []
    from digest.read.syntax import yaml

    return yaml.compose(front, file=file, first_line=first_line, code="front-matter-yaml")


def single_line(text: str) -> str:
    """Replace line ends, control characters and repeated spaces by single spaces, and strip the text."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return _UNPRINTABLE.sub(" ", text).strip()


class _InvalidValueError(Exception):
    """An invalid value, after its problem was reported."""


class _Reader:
    """Reads the front matter of one article, and collects problems."""

    def __init__(self, file: str, first_line: int, languages: tuple[str, ...], own: frozenset[str]) -> None:
        self.file, self.first_line, self.languages, self.own = file, first_line, languages, own
        self.key = ""
        self.problems: list[Problem] = []

    def read(self, root: Node) -> tuple[FrontMatter | None, list[Problem]]:
        if not isinstance(root, MappingNode):
            hint = "Write `title: …`. If `---` is a horizontal rule of the text, insert an empty line before it."
            self.invalid("keys and values (`key: value`)", root, hint, "front-matter-yaml")
            return None, self.problems
        values: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key_node, node in root.value:
            name: str = key_node.value
            key = BY_NAME.get(name)
            if key is None:
                extra[name] = nodes.plain_value(node)
                self.warn_unknown_key(name, key_node)
                continue
            if nodes.is_missing(node):
                continue
            if key.name in lines:
                self.report_duplicate(key, lines[key.name], key_node)
                continue
            self.key = name
            lines[key.name] = key_node.line + self.first_line
            try:
                value = _READERS[key.kind](self, node)
                values[key.name] = self.limited(value, node) if isinstance(value, tuple) else value
            except _InvalidValueError:  # check the other keys too
                continue
        if any(p.severity == "error" for p in self.problems):
            return None, self.problems
        return FrontMatter(**values, extra=extra, lines=lines), self.problems

    def warn_unknown_key(self, name: str, node: Node) -> None:
        """Warn of a key that looks like a typing mistake."""
        near = "" if name in self.own else near_key(name)
        if near:
            message = f"unknown key {nodes.describe(node)} in front matter"
            self.problems.append(
                warning("front-matter-unknown-key", message, self.file, *self.place(node), f"Did you mean `{near}`?")
            )

    def report_duplicate(self, key: Key, first: int, node: Node) -> None:
        """Report two names of the same key."""
        line, column = self.place(node)
        names = " and ".join(f"`{n}`" for n in (key.name, *key.also))
        message = f"{names} are the same key (lines {first} and {line})"
        self.problems.append(Problem("duplicate-key", message, self.file, line, column, "Remove one of them."))

    def invalid(
        self, expected: str, node: Node, hint: str = "", code: str = "front-matter-value"
    ) -> _InvalidValueError:
        """Report an invalid value, and return the exception to raise."""
        lead = f"`{self.key}`: expected" if self.key else "expected"
        self.report(code, f"{lead} {expected}, found {nodes.describe(node)}", node, hint)
        return _InvalidValueError()

    def report(self, code: str, message: str, node: Node, hint: str = "") -> None:
        self.problems.append(Problem(code, message, self.file, *self.place(node), hint))

    def place(self, node: Node) -> tuple[int, int]:
        """Return line and column of a node in the file."""
        return nodes.line_of(node, self.first_line), nodes.column_of(node)

    def limited(self, values: tuple[Any, ...], node: Node) -> tuple[Any, ...]:
        """Cut a list after MAX_ITEMS, with a warning."""
        if len(values) > MAX_ITEMS:
            message = f"`{self.key}` has {len(values):,} values; only the first {MAX_ITEMS:,} are used"
            self.problems.append(warning("front-matter-value", message, self.file, *self.place(node), TOO_MANY_HINT))
        return values[:MAX_ITEMS]

    def text(self, node: Node) -> str:
        if isinstance(node, Scalar):
            return single_line(node.value)
        raise self.invalid("text", node, "Put the whole text in quotes.")

    def slug(self, node: Node) -> str:
        """Read a slug. Unlike in a title, separators and dots are errors and are not replaced."""
        self.text(node)
        text = str(node.value)
        has_letters = any(map(str.isalnum, text))
        if not has_letters or "/" in text or "\\" in text or ".." in text or not text.isprintable():
            hint = f"Write it as `{slug_of(text)}`." if has_letters else "Use letters and digits."
            self.report("slug", f"`{single_line(text)}` is not a valid slug", node, hint)
            raise _InvalidValueError
        return slug_of(text)

    def published(self, node: Node) -> str:
        """Read a date, or `none` for an undated article."""
        if isinstance(node, Scalar) and nodes.is_plain(node) and node.value.lower() == NONE:
            return NONE
        return self.date(node)

    def date(self, node: Node) -> str:
        date = validators.date_text(self.text(node), self.languages)
        if isinstance(date, str):
            return date
        hint = "Write it as `2021-05-06` or `2021-05-06 14:30`."
        if date is None:
            raise self.invalid("a date", node, hint)
        self.report("date-impossible", f"`{date.text}` is not a valid date", node, hint)
        raise _InvalidValueError

    def names(self, node: Node) -> tuple[str, ...]:
        if isinstance(node, Scalar):
            return _distinct(_BETWEEN_NAMES.split(single_line(node.value)))
        items = [node] if isinstance(node, MappingNode) else node.value
        return _distinct([self.name(item) for item in items])

    def name(self, node: Node) -> str:
        """Read an author: a text, or a mapping with `name`, as other programs use it."""
        if isinstance(node, MappingNode):
            for key, value in node.value:
                if key.value == "name":
                    return self.text(value)
            raise self.invalid("a name", node, "Write `name: Ann Lee`.")
        return self.text(node)

    def topics(self, node: Node) -> tuple[str, ...]:
        if isinstance(node, Scalar):
            return _distinct(_BETWEEN_TOPICS.split(single_line(node.value)))
        return _distinct([self.text(item) for item in self.items(node)])

    def items(self, node: Node) -> list[Node]:
        """Return the entries of a list; a single value is a list with one entry."""
        if isinstance(node, MappingNode):
            raise self.invalid("a list", node, "Write `[one, two]`, or each entry on its own line after `- `.")
        return list(node.value) if isinstance(node, SequenceNode) else [node]

    def paths(self, node: Node) -> tuple[str, ...]:
        """Read paths on this site, without cleaning them."""
        paths = []
        for item in self.items(node):
            self.text(item)
            path = str(item.value)
            paths.append(path)
            if path and not validators.site_path(path):
                message = f"the alias {nodes.describe(item)} is not a valid path on this site"
                hint = "Write it as `/2020/old-address.html`, without a host, `..`, `?` or `#`."
                self.report("alias", message, item, hint)
        return _distinct(paths)

    def url(self, node: Node) -> str:
        text = self.text(node)
        if text and not host_of(text):
            hint = f"Write `https://{text}`." if host_of("https://" + text) else ""
            raise self.invalid("a URL", node, hint or "Begin it with `https://`.")
        return text

    def language(self, node: Node) -> str:
        text = self.text(node)
        tag = validators.language_tag(text)
        if not tag:
            near = validators.language_tag(text.replace("_", "-"))
            raise self.invalid("a language tag such as `en` or `pt-BR`", node, f"Write `{near}`." if near else "")
        return tag

    def number(self, node: Node) -> int:
        text = node.value if isinstance(node, Scalar) and nodes.is_plain(node) else ""
        if not re.fullmatch(r"[+-]?[0-9]{1,15}", text):
            raise self.invalid("a whole number", node)
        return int(text)

    def switch(self, node: Node) -> bool:
        word = node.value.lower() if isinstance(node, Scalar) and nodes.is_plain(node) else ""
        if word not in nodes.TRUE and word not in nodes.FALSE:
            raise self.invalid("`true` or `false`", node, "Write it without quotes.")
        return word in nodes.TRUE

    def corrections(self, node: Node) -> tuple[Correction, ...]:
        items = node.value if isinstance(node, SequenceNode) else [node]
        return tuple([self.correction(item) for item in items])

    def correction(self, node: Node) -> Correction:
        if not isinstance(node, MappingNode):
            return Correction("", self.text(node))
        date = text = ""
        for key, value in node.value:
            if key.value == "date":
                date = "" if nodes.is_missing(value) else self.date(value)[:10]
            elif key.value == "text":
                text = self.text(value)
            else:
                raise self.invalid("`date` or `text`", key, "A correction has no other keys.")
        if not text:
            raise self.invalid("a correction with `text`", node, "Write `{date: 2021-05-09, text: …}`.")
        return Correction(date, text)


_READERS: Mapping[Kind, Callable[[_Reader, Node], Any]] = {
    "text": _Reader.text,
    "slug": _Reader.slug,
    "published": _Reader.published,
    "date": _Reader.date,
    "names": _Reader.names,
    "topics": _Reader.topics,
    "paths": _Reader.paths,
    "url": _Reader.url,
    "language": _Reader.language,
    "number": _Reader.number,
    "switch": _Reader.switch,
    "corrections": _Reader.corrections,
}


def _distinct(texts: list[str]) -> tuple[str, ...]:
    """Remove empty texts and duplicates."""
    return tuple(dict.fromkeys([t for t in texts if t]))
