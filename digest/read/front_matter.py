"""Front matter: reading its keys into typed values.

What an author states here always wins over what the text shows, so nothing is guessed: a value of the wrong
type is an error at its line, never quietly dropped. Keys that are not ours are kept for templates, with
a warning when one looks like a slip of the keyboard. This module must not know the site's time zone,
topics or sources; `article` puts values and settings together.
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
"""Written as the date of an article that has none."""

MOST = 1000
"""Authors, topics or aliases of one article: each has pages of its own."""
TOO_MANY = "Leave out the others: each has a page of its own."

_UNPRINTED = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# A comma before "Jr." and the like does not part two people.
_BETWEEN_NAMES = re.compile(
    r"\s*(?:,\s*(?:and|und|et|и|та|і)\s|[,;](?!\s*(?:Jr|Sr|I{2,3}|IV|Ph\.?D|M\.?D)\b)|\s(?:and|und|et|и|та|і|&)\s)\s*"
)
_BETWEEN_TOPICS = re.compile(r"\s*[,;]\s*")


class FrontMatter(NamedTuple):
    """What the front matter says. A key that it does not have stands at its default and is not in `lines`."""

    title: str = ""
    date: str = ""
    """`2021-05-06`, `2021-05-06T14:30:00` (the site's time) or `2021-05-06T14:30:00+03:00`; or NONE."""
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
    """For each key that is given (by its first name) its line in the file."""


def read(
    front: str,
    *,
    file: str,
    languages: tuple[str, ...] = (),
    own: frozenset[str] = frozenset(),
    first_line: int = 2,
    fence: str = "---",
) -> tuple[FrontMatter | None, list[Problem]]:
    """The values in a front matter, and its problems; no values when one of them is an error.

    `languages` are those whose dates are understood; `own` are keys that the site has a use for; `fence` is what stood
    around it.
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


def clean(text: str) -> str:
    """As one line of plain text: no line ends, no control characters, no blanks around it."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return _UNPRINTED.sub(" ", text).strip()


class _Bad(Exception):
    """A value that cannot be used; its problem is reported already."""


class _Reader:
    """One walk over one front matter."""

    def __init__(self, file: str, first_line: int, languages: tuple[str, ...], own: frozenset[str]) -> None:
        self.file, self.first_line, self.languages, self.own = file, first_line, languages, own
        self.key = ""
        self.problems: list[Problem] = []

    def read(self, root: Node) -> tuple[FrontMatter | None, list[Problem]]:
        if not isinstance(root, MappingNode):
            hint = "Write `title: …` there, or put an empty line on top if `---` is a rule of the text."
            self.wrong("keys and values (`key: value`)", root, hint, "front-matter-yaml")
            return None, self.problems
        values: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key_node, node in root.value:
            name: str = key_node.value
            key = BY_NAME.get(name)
            if key is None:
                extra[name] = nodes.plain_value(node)
                self.look_at_unknown(name, key_node)
                continue
            if nodes.is_missing(node):
                continue
            if key.name in lines:
                self.twice(key, lines[key.name], key_node)
                continue
            self.key = name
            lines[key.name] = key_node.line + self.first_line
            try:
                value = _READERS[key.kind](self, node)
                values[key.name] = self.at_most(value, node) if isinstance(value, tuple) else value
            except _Bad:  # reported; the other keys are checked all the same
                continue
        if any(p.severity == "error" for p in self.problems):
            return None, self.problems
        return FrontMatter(**values, extra=extra, lines=lines), self.problems

    def look_at_unknown(self, name: str, node: Node) -> None:
        near = "" if name in self.own else near_key(name)
        if near:
            place = nodes.line_of(node, self.first_line), nodes.column_of(node)
            message = f"unknown key {nodes.describe(node)} in the front matter"
            hint = f"Did you mean `{near}`?"
            self.problems.append(warning("front-matter-unknown-key", message, self.file, *place, hint))

    def twice(self, key: Key, first: int, node: Node) -> None:
        line = nodes.line_of(node, self.first_line)
        names = " and ".join(f"`{n}`" for n in (key.name, *key.also))
        message = f"{names} mean the same, and both are given, on lines {first} and {line}"
        hint = "Keep one of the two."
        self.problems.append(Problem("duplicate-key", message, self.file, line, nodes.column_of(node), hint))

    def wrong(self, expected: str, node: Node, hint: str = "", code: str = "front-matter-value") -> _Bad:
        place = nodes.line_of(node, self.first_line), nodes.column_of(node)
        lead = f"`{self.key}`: expected" if self.key else "expected"
        message = f"{lead} {expected}, found {nodes.describe(node)}"
        self.problems.append(Problem(code, message, self.file, *place, hint))
        return _Bad()

    def at_most(self, values: tuple[Any, ...], node: Node) -> tuple[Any, ...]:
        """The first MOST of a list, with a warning when it has more."""
        if len(values) > MOST:
            place = nodes.line_of(node, self.first_line), nodes.column_of(node)
            message = f"`{self.key}` has {len(values):,} values, and only the first {MOST:,} are used"
            self.problems.append(warning("front-matter-value", message, self.file, *place, TOO_MANY))
        return values[:MOST]

    def text(self, node: Node) -> str:
        if isinstance(node, Scalar):
            return clean(node.value)
        raise self.wrong("text", node, "Put the whole text in quotes.")

    def slug(self, node: Node) -> str:
        """A part of an address. What is wrong with it must be seen, not cleaned away."""
        self.text(node)
        said = str(node.value)
        some = any(map(str.isalnum, said))
        if not some or "/" in said or "\\" in said or ".." in said or not said.isprintable():
            place = nodes.line_of(node, self.first_line), nodes.column_of(node)
            message = f"`{clean(said)}` cannot be the slug of an address"
            hint = f"Write it as `{slug_of(said)}`." if some else "Use letters and digits."
            self.problems.append(Problem("slug", message, self.file, *place, hint))
            raise _Bad
        return slug_of(said)

    def published(self, node: Node) -> str:
        """A date, or the word that says that there is none."""
        if isinstance(node, Scalar) and nodes.is_plain(node) and node.value.lower() == NONE:
            return NONE
        return self.date(node)

    def date(self, node: Node) -> str:
        text = self.text(node)
        found = validators.date_text(text, self.languages)
        if isinstance(found, str):
            return found
        hint = "Write it as `2021-05-06` or `2021-05-06 14:30`."
        if found is None:
            raise self.wrong("a date", node, hint)
        place = nodes.line_of(node, self.first_line), nodes.column_of(node)
        self.problems.append(Problem("date-impossible", f"there is no date `{found.text}`", self.file, *place, hint))
        raise _Bad

    def names(self, node: Node) -> tuple[str, ...]:
        if isinstance(node, Scalar):
            return _distinct(_BETWEEN_NAMES.split(clean(node.value)))
        items = [node] if isinstance(node, MappingNode) else node.value
        return _distinct([self.name(item) for item in items])

    def name(self, node: Node) -> str:
        """One author of a list: a text, or `name:` among keys that other programs use."""
        if isinstance(node, MappingNode):
            for key, value in node.value:
                if key.value == "name":
                    return self.text(value)
            raise self.wrong("a name", node, "Write `name: Ann Lee`.")
        return self.text(node)

    def topics(self, node: Node) -> tuple[str, ...]:
        if isinstance(node, Scalar):
            return _distinct(_BETWEEN_TOPICS.split(clean(node.value)))
        return _distinct([self.text(item) for item in self.items(node)])

    def items(self, node: Node) -> list[Node]:
        """The entries of a list, or the one that stands in its place."""
        if isinstance(node, MappingNode):
            raise self.wrong("a list", node, "Write `[one, two]`, or each entry on a line after `- `.")
        return list(node.value) if isinstance(node, SequenceNode) else [node]

    def paths(self, node: Node) -> tuple[str, ...]:
        """Former addresses, each checked as it stands."""
        found = []
        for item in self.items(node):
            self.text(item)
            written = str(item.value)
            found.append(written)
            if written and not validators.site_path(written):
                place = nodes.line_of(item, self.first_line), nodes.column_of(item)
                message = f"the alias {nodes.describe(item)} is not a path on this site"
                hint = "Write it as `/2020/old-address.html`: no host, no `..`, `?` or `#`, and names that every system can have."
                self.problems.append(Problem("alias", message, self.file, *place, hint))
        return _distinct(found)

    def url(self, node: Node) -> str:
        text = self.text(node)
        if text and not host_of(text):
            hint = f"Write `https://{text}`." if host_of("https://" + text) else ""
            raise self.wrong("a web address", node, hint or "Begin it with `https://`.")
        return text

    def language(self, node: Node) -> str:
        text = self.text(node)
        tag = validators.language_tag(text)
        if not tag:
            near = validators.language_tag(text.replace("_", "-"))
            raise self.wrong("a language tag such as `en` or `pt-BR`", node, f"Write `{near}`." if near else "")
        return tag

    def number(self, node: Node) -> int:
        text = node.value if isinstance(node, Scalar) and nodes.is_plain(node) else ""
        if not re.fullmatch(r"[+-]?[0-9]{1,15}", text):
            raise self.wrong("a whole number", node)
        return int(text)

    def switch(self, node: Node) -> bool:
        word = node.value.lower() if isinstance(node, Scalar) and nodes.is_plain(node) else ""
        if word not in nodes.TRUE and word not in nodes.FALSE:
            raise self.wrong("`true` or `false`", node, "Write it without quotes.")
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
                raise self.wrong("`date` or `text`", key, "A correction has no other keys.")
        if not text:
            raise self.wrong("a correction with `text`", node, "Write `{date: 2021-05-09, text: …}`.")
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
    """Without empty ones and repetitions, in order."""
    return tuple(dict.fromkeys([t for t in texts if t]))
