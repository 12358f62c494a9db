"""YAML nodes to the dataclasses of `digest.model.config`, led by their types.

The type that a key expects decides what its scalar means: for a text the characters that stand there
count (`NO`, `12:30`, `010`, `1.10` stay what they are), and only a yes-or-no or a number is interpreted.
Every problem is collected with its place, a wrong value gives way to its default, and the rest is
still checked. (`manual` makes the JSON Schema from the same classes.) This module must not know what a
setting is used for, or rules that span several keys (see `config`).
"""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
import re
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from digest.model.problem import Problem
from digest.model.web_address import host_of
from digest.read.syntax import nodes
from digest.read.syntax.nodes import FALSE, TRUE, MappingNode, Node, Scalar, SequenceNode
from digest.read.text import validators

_DIGITS = re.compile(r"[+-]?[0-9]{1,18}")
_OUTSIDE = re.compile(r"^/|^[A-Za-z]:|\\|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]")

Path = tuple[str | int, ...]
Place = tuple[int, int]


class Pattern(NamedTuple):
    """What a text must look like, by the name that a setting's `pattern` has."""

    expected: str
    """In the words of a message: `expected a language tag such as …`."""
    read: Callable[[str], str | None]
    """The text in its usual form, or None when it is not one."""
    json: Mapping[str, Any]
    """Its part of the JSON Schema."""


def _folder(text: str) -> str | None:
    parts = [p for p in text.split("/") if p not in ("", ".")]
    return "/".join(parts) if parts and not _OUTSIDE.search(text) else None


PATTERNS: Mapping[str, Pattern] = {
    "language": Pattern(
        "a language tag such as `en`, `uk` or `pt-BR`",
        lambda text: validators.language_tag(text) or None,
        {"pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
    ),
    "url": Pattern(
        "a web address such as `https://example.com/`",
        lambda text: text if host_of(text) else None,
        {"pattern": "^https?://[^\\s/]+", "format": "uri"},
    ),
    "timezone": Pattern(
        "an IANA time zone such as `Europe/Kyiv` or `UTC`",
        lambda text: text if validators.time_zone(text) else None,
        {"pattern": "^[A-Za-z0-9_+/-]+$"},
    ),
    "folder": Pattern("a folder inside the site, such as `content`", _folder, {"pattern": "^(?!/)(?!.*\\.\\.).+$"}),
}


class Converted(NamedTuple):
    """What a file says, as far as it could be understood."""

    value: Any
    """An instance of the class; keys that are wrong or missing have their defaults."""
    places: Mapping[Path, Place]
    """Line and column of the value at each path of keys: `("topics", "ukraine", "parent")`."""
    problems: list[Problem]


class _Bad(Exception):
    """A value that cannot be used; its problem is reported already."""


def convert(cls: type, node: Node | None, *, file: str, first_line: int = 1) -> Converted:
    """The dataclass `cls` from a node tree; no tree means every default."""
    converter = _Converter(file, first_line)
    value = cls()
    if node is not None and not nodes.is_missing(node):
        with contextlib.suppress(_Bad):
            value = converter.dataclass(cls, node, ())
    return Converted(value, converter.places, converter.problems)


def did_you_mean(word: str, choices: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    """The choice that somebody who wrote `word` most likely meant, or empty."""
    near = difflib.get_close_matches(word.lower(), list(choices), n=1, cutoff=0.7)
    return near[0] if near else ""


class _Converter:
    """One walk over a file: collects problems and places on the way."""

    def __init__(self, file: str, first_line: int) -> None:
        self.file, self.first_line = file, first_line
        self.problems: list[Problem] = []
        self.places: dict[Path, Place] = {}

    def report(self, code: str, message: str, node: Node, hint: str = "") -> None:
        place = nodes.line_of(node, self.first_line), nodes.column_of(node)
        self.problems.append(Problem(code, message, self.file, *place, hint))

    def wrong(self, expected: str, node: Node, path: Path, hint: str = "") -> _Bad:
        name = ".".join(str(p) for p in path)
        lead = f"`{name}`: expected" if name else "expected"
        self.report("config-value", f"{lead} {expected}, found {nodes.describe(node)}", node, hint)
        return _Bad()

    def value(self, hint: Any, meta: Mapping[str, Any], node: Node, path: Path) -> Any:
        """The value of type `hint` that stands at `node`; raises _Bad for anything else."""
        self.places[path] = nodes.line_of(node, self.first_line), nodes.column_of(node)
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if hint is Any:
            return nodes.plain_value(node)
        if origin is Literal:
            return self.choice(arguments, meta, node, path)
        if origin is tuple:
            return self.sequence(arguments[0], meta, node, path)
        if origin is Mapping:
            return self.mapping(arguments[1], node, path)
        if dataclasses.is_dataclass(hint):
            return self.dataclass(typing.cast(type, hint), node, path)
        return self.scalar(hint, meta, node, path)

    def dataclass(self, cls: type, node: Node, path: Path) -> Any:
        if not isinstance(node, MappingNode):
            raise self.wrong("keys and values (`key: value`)", node, path, "Write each key on a line of its own.")
        fields = {f.name: f for f in dataclasses.fields(cls)}
        hints = typing.get_type_hints(cls)
        values: dict[str, Any] = {}
        for key, item in node.value:
            name = key.value
            if name not in fields:
                self.unknown(name, list(fields), key, path)
            elif not nodes.is_missing(item):
                with contextlib.suppress(_Bad):
                    values[name] = self.value(hints[name], fields[name].metadata, item, (*path, name))
        return cls(**values)

    def unknown(self, name: str, known: list[str], key: Node, path: Path) -> None:
        where = f" in `{'.'.join(str(p) for p in path)}`" if path else ""
        near = did_you_mean(name, known)
        advice = f"Did you mean `{near}`?" if near else "The keys here are " + ", ".join(f"`{k}`" for k in known) + "."
        self.report("config-unknown-key", f"unknown key {nodes.describe(key)}{where}", key, advice)

    def mapping(self, item_type: Any, node: Node, path: Path) -> Mapping[str, Any]:
        if not isinstance(node, MappingNode):
            raise self.wrong("keys and values (`key: value`)", node, path)
        result: dict[str, Any] = {}
        for key, item in node.value:
            here = (*path, key.value)
            if dataclasses.is_dataclass(item_type) and nodes.is_missing(item):
                self.places[here] = nodes.line_of(key, self.first_line), nodes.column_of(key)
                result[key.value] = typing.cast(type, item_type)()
                continue
            try:
                result[key.value] = self.value(item_type, {}, item, here)
            except _Bad:
                continue
            self.places[here] = nodes.line_of(key, self.first_line), nodes.column_of(key)
        return result

    def sequence(self, item_type: Any, meta: Mapping[str, Any], node: Node, path: Path) -> tuple[Any, ...]:
        if isinstance(node, Scalar):
            return (self.value(item_type, meta, node, (*path, 0)),)
        if not isinstance(node, SequenceNode):
            raise self.wrong("a list", node, path, "Write `[one, two]`, or each entry on a line after `- `.")
        result = []
        bad = False
        for index, item in enumerate(node.value):
            try:
                result.append(self.value(item_type, meta, item, (*path, index)))
            except _Bad:
                bad = True
        if bad:
            raise _Bad
        return tuple(result)

    def choice(self, choices: tuple[str, ...], meta: Mapping[str, Any], node: Node, path: Path) -> str:
        word: str = node.value if isinstance(node, Scalar) else ""
        if word in choices:
            return word
        near = did_you_mean(word, choices)
        expected = " or ".join(filter(None, (", ".join(f"`{c}`" for c in choices[:-1]), f"`{choices[-1]}`")))
        hint = meta.get("removed", {}).get(word) or (f"Did you mean `{near}`?" if near else "")
        raise self.wrong(expected, node, path, hint)

    def scalar(self, kind: type, meta: Mapping[str, Any], node: Node, path: Path) -> Any:
        word = node.value if isinstance(node, Scalar) else None
        if kind is bool:
            lowered = word.lower() if word is not None and nodes.is_plain(node) else ""
            if lowered not in TRUE and lowered not in FALSE:
                raise self.wrong("`true` or `false`", node, path, "Write it without quotes.")
            return lowered in TRUE
        if kind is int:
            least = meta.get("at_least")
            expected = "a whole number" if least is None else f"a whole number of at least {least}"
            if word is None or not nodes.is_plain(node) or not _DIGITS.fullmatch(word):
                raise self.wrong(expected, node, path)
            if least is not None and int(word) < least:
                raise self.wrong(expected, node, path)
            return int(word)
        if word is None:
            raise self.wrong("text", node, path, "Put the text in quotes if it starts with a bracket.")
        return self.text(word, meta.get("pattern", ""), node, path)

    def text(self, word: str, pattern: str, node: Node, path: Path) -> str:
        if not pattern:
            return word
        rule = PATTERNS[pattern]
        usual = rule.read(word.strip())
        if usual is None:
            raise self.wrong(rule.expected, node, path, _advice(pattern, word))
        return usual


def _advice(pattern: str, word: str) -> str:
    if pattern == "language" and validators.language_tag(word.replace("_", "-")):
        return f"Write `{validators.language_tag(word.replace('_', '-'))}`."
    if pattern == "url" and host_of("https://" + word):
        return f"Write `https://{word}`."
    if pattern == "timezone":
        from zoneinfo import available_timezones

        names = {name.lower(): name for name in sorted(available_timezones())}
        near = difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.7)
        return f"Did you mean `{names[near[0]]}`?" if near else ""
    return ""
