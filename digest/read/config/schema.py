"""Convert YAML nodes to the classes of `digest.model.config`.

The type of a field decides how its value is read: text is kept as written (`NO`, `12:30`, `010`, `1.10`); only booleans
and numbers are interpreted. All problems are collected with their positions, and an invalid value is replaced by its
default. `json_schema` is generated from the same classes; `load` checks the rules that concern several keys.
"""

from __future__ import annotations

import contextlib
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from digest.model.config import Key, keys_of
from digest.model.folders import HERE
from digest.model.language_names import suggested_tag
from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem
from digest.model.web_address import host_of
from digest.read.config.other_generators import suggestion
from digest.read.syntax import nodes
from digest.read.syntax.nodes import FALSE, TRUE, MappingNode, Node, Scalar, SequenceNode
from digest.read.text import validators

_DIGITS = lazy_regex(r"[+-]?[0-9]{1,18}")
_OUTSIDE = lazy_regex(r"^/|^[A-Za-z]:|\\|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]")

Path = tuple[str | int, ...]
Place = tuple[int, int]


class Pattern(NamedTuple):
    """A format of text values (see `pattern` of a setting)."""

    expected: str
    """Description for messages: `expected a language tag such as …`."""
    read: Callable[[str], str | None]
    """Returns the normalized text, or None if it is invalid."""
    json: Mapping[str, Any]
    """The format in the JSON Schema."""


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
        "a URL such as `https://example.com/`",
        lambda text: text if host_of(text) else None,
        {"pattern": "^https?://[^\\s/]+", "format": "uri"},
    ),
    "timezone": Pattern(
        "an IANA time zone such as `Europe/Kyiv` or `UTC`",
        lambda text: text if validators.valid_zone(text) else None,
        {"pattern": "^[A-Za-z0-9_+/-]+$"},
    ),
    "content": Pattern(
        "a folder inside the site, such as `content`, or `.` for the site folder itself",
        lambda text: HERE if text.rstrip("/") == HERE else _folder(text),
        {"pattern": "^(?!/)(?!.*\\.\\.).+$"},
    ),
    "folder": Pattern("a folder inside the site, such as `content`", _folder, {"pattern": "^(?!/)(?!.*\\.\\.).+$"}),
}


class Converted(NamedTuple):
    """Settings converted from a file."""

    value: Any
    """An instance of the class. Missing and invalid values have their defaults."""
    places: Mapping[Path, Place]
    """Line and column of each value by its path of keys: `("topics", "ukraine", "parent")`."""
    problems: list[Problem]


class _InvalidValueError(Exception):
    """An invalid value, after its problem was reported."""


def convert(cls: type, node: Node | None, *, file: str, first_line: int = 1) -> Converted:
    """Convert a node tree to the class of settings `cls`; without a tree, all values are defaults."""
    converter = _Converter(file, first_line)
    value = cls()
    if node is not None and not nodes.is_missing(node):
        with contextlib.suppress(_InvalidValueError):
            value = converter.settings(cls, keys_of(cls) or [], node, ())
    return Converted(value, converter.places, converter.problems)


def did_you_mean(word: str, choices: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    """Return the choice that is most similar to `word`; empty if none is."""
    import difflib  # only after a mistake

    near = difflib.get_close_matches(word.lower(), list(choices), n=1, cutoff=0.7)
    return near[0] if near else ""


class _Converter:
    """Converts one file, and collects problems and positions."""

    def __init__(self, file: str, first_line: int) -> None:
        self.file, self.first_line = file, first_line
        self.problems: list[Problem] = []
        self.places: dict[Path, Place] = {}

    def report(self, code: str, message: str, node: Node, hint: str = "") -> None:
        place = nodes.line_of(node, self.first_line), nodes.column_of(node)
        self.problems.append(Problem(code, message, self.file, *place, hint))

    def invalid(self, expected: str, node: Node, path: Path, hint: str = "") -> _InvalidValueError:
        """Report an invalid value, and return the exception to raise."""
        name = ".".join(str(p) for p in path)
        lead = f"`{name}`: expected" if name else "expected"
        self.report("config-value", f"{lead} {expected}, found {nodes.describe(node)}", node, hint)
        return _InvalidValueError()

    def value(self, hint: Any, meta: Mapping[str, Any], node: Node, path: Path) -> Any:
        """Convert a node to the type `hint`. Raises _InvalidValueError if that is not possible."""
        self.places[path] = nodes.line_of(node, self.first_line), nodes.column_of(node)
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if hint is Any:
            return nodes.plain_value(node)
        if origin in (types.UnionType, typing.Union):
            return self.either(arguments, meta, node, path)
        if origin is Literal:
            return self.choice(arguments, meta, node, path)
        if origin is tuple:
            return self.sequence(arguments[0], meta, node, path)
        if origin is Mapping:
            return self.mapping(arguments[1], node, path)
        if (keys := keys_of(hint)) is not None:
            return self.settings(hint, keys, node, path)
        return self.scalar(hint, meta, node, path)

    def settings(self, cls: type, keys: list[Key], node: Node, path: Path) -> Any:
        if not isinstance(node, MappingNode):
            raise self.invalid("keys and values (`key: value`)", node, path, "Write each key on its own line.")
        known = {key.name: key for key in keys}
        hints = typing.get_type_hints(cls)
        values: dict[str, Any] = {}
        for key, item in node.value:
            name = key.value
            if name not in known:
                self.unknown(name, list(known), key, path)
            elif not nodes.is_missing(item):
                with contextlib.suppress(_InvalidValueError):
                    field = known[name].field
                    values[field] = self.value(hints[field], known[name].meta, item, (*path, name))
        return cls(**values)

    def unknown(self, name: str, known: list[str], key: Node, path: Path) -> None:
        where = f" in `{'.'.join(str(p) for p in path)}`" if path else ""
        near = (suggestion(name) if not path else "") or did_you_mean(name, known)
        hint = f"Did you mean `{near}`?" if near else "Valid keys: " + ", ".join(f"`{k}`" for k in known) + "."
        self.report("config-unknown-key", f"unknown key {nodes.describe(key)}{where}", key, hint)

    def mapping(self, item_type: Any, node: Node, path: Path) -> Mapping[str, Any]:
        if not isinstance(node, MappingNode):
            raise self.invalid("keys and values (`key: value`)", node, path)
        result: dict[str, Any] = {}
        for key, item in node.value:
            item_path = (*path, key.value)
            if keys_of(item_type) is not None and nodes.is_missing(item):
                self.places[item_path] = nodes.line_of(key, self.first_line), nodes.column_of(key)
                result[key.value] = item_type()
                continue
            try:
                result[key.value] = self.value(item_type, {}, item, item_path)
            except _InvalidValueError:
                continue
            self.places[item_path] = nodes.line_of(key, self.first_line), nodes.column_of(key)
        return result

    def sequence(self, item_type: Any, meta: Mapping[str, Any], node: Node, path: Path) -> tuple[Any, ...]:
        if isinstance(node, Scalar):
            return (self.value(item_type, meta, node, (*path, 0)),)
        if not isinstance(node, SequenceNode):
            raise self.invalid("a list", node, path, "Write `[one, two]`, or each entry on its own line after `- `.")
        result = []
        is_valid = True
        for index, item in enumerate(node.value):
            try:
                result.append(self.value(item_type, meta, item, (*path, index)))
            except _InvalidValueError:
                is_valid = False
        if not is_valid:
            raise _InvalidValueError
        return tuple(result)

    def choice(self, choices: tuple[str, ...], meta: Mapping[str, Any], node: Node, path: Path) -> str:
        word: str = node.value if isinstance(node, Scalar) else ""
        if word in choices:
            return word
        near = did_you_mean(word, choices)
        expected = " or ".join(filter(None, (", ".join(f"`{c}`" for c in choices[:-1]), f"`{choices[-1]}`")))
        hint = meta.get("removed", {}).get(word) or (f"Did you mean `{near}`?" if near else "")
        raise self.invalid(expected, node, path, hint)

    def either(self, types: tuple[Any, Any], meta: Mapping[str, Any], node: Node, path: Path) -> Any:
        """Convert a value of one type, or one of a few words. `None` instead of words: the default depends on other keys."""
        kind, words = types[0], typing.get_args(types[1])
        if isinstance(node, Scalar) and node.value in words:
            return node.value
        expected = "".join(f"`{word}` or " for word in words)
        return self.value(kind, {**meta, "expected": expected}, node, path)

    def scalar(self, kind: type, meta: Mapping[str, Any], node: Node, path: Path) -> Any:
        word = node.value if isinstance(node, Scalar) else None
        if kind is bool:
            lowered = word.lower() if word is not None and nodes.is_plain(node) else ""
            if lowered not in TRUE and lowered not in FALSE:
                raise self.invalid("`true` or `false`", node, path, "Write it without quotes.")
            return lowered in TRUE
        if kind is int:
            least = meta.get("at_least")
            number = "a whole number" if least is None else f"a whole number of at least {least}"
            expected = meta.get("expected", "") + number
            if word is None or not nodes.is_plain(node) or not _DIGITS.fullmatch(word):
                raise self.invalid(expected, node, path)
            if least is not None and int(word) < least:
                raise self.invalid(expected, node, path)
            return int(word)
        if word is None:
            hint = "Put the text in quotes if it starts with a bracket."
            if path == ("theme",):
                hint = (
                    "Write the name of the theme, such as `theme: gazette`. Its options belong under `theme_options`."
                )
            raise self.invalid("text", node, path, hint)
        return self.text(word, meta.get("pattern", ""), node, path)

    def text(self, word: str, pattern: str, node: Node, path: Path) -> str:
        if not pattern:
            return word
        rule = PATTERNS[pattern]
        normalized = rule.read(word.strip())
        if normalized is None:
            raise self.invalid(rule.expected, node, path, _hint(pattern, word))
        return normalized


def _hint(pattern: str, word: str) -> str:
    if pattern == "language" and validators.language_tag(word.replace("_", "-")):
        return f"Write `{validators.language_tag(word.replace('_', '-'))}`."
    if pattern == "language" and suggested_tag(word):
        return f"Did you mean `{suggested_tag(word)}`?"
    if pattern == "url" and host_of("https://" + word):
        return f"Write `https://{word}`."
    if pattern == "timezone":
        from zoneinfo import available_timezones

        names = {name.lower(): name for name in sorted(available_timezones())}
        near = did_you_mean(word, list(names))
        return f"Did you mean `{names[near]}`?" if near else ""
    return ""
