"""What YAML says, as texts with their places: scalars, lists and mappings, with no guesses at types.

A scalar stays the text that was written, and what it means is decided by who asks (`schema`, `front_matter`), so `NO`,
`12:30` and `010` cannot go wrong. `plain` reads the front matter that most articles have, one value a line, in a tenth
of the time that a YAML parser needs; what has any other form is for `yaml_nodes`. This module must not know what the
keys mean, or load PyYAML.
"""

from __future__ import annotations

import math
import re
from typing import Any, NamedTuple


class Scalar(NamedTuple):
    """A text."""

    value: str
    line: int
    """Counted from 0, at the beginning of the YAML."""
    column: int
    """Counted from 0."""
    plain: bool
    """Whether it stands there without quotes, so that `true`, `5` and nothing may have a meaning."""


class Items(NamedTuple):
    """A list."""

    value: list[Node]
    line: int
    column: int


class Pairs(NamedTuple):
    """A mapping."""

    value: list[tuple[Scalar, Node]]
    line: int
    column: int


Node = Scalar | Items | Pairs

LONGEST = 10_000
"""Characters that `plain` looks at; what is longer may be beyond the limits on what a YAML text may hold."""
TRUE, FALSE = frozenset(("true", "yes", "on")), frozenset(("false", "no", "off"))
"""What may stand for yes and no where one of the two is wanted, in lower case."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,39})|0o[0-7]{1,40}|0x[0-9a-fA-F]{1,40}")
_EXPONENT = r"[eE][-+]?[0-9]+"
_FLOAT = re.compile(rf"[-+]?(?:\.[0-9]+(?:{_EXPONENT})?|(?:0|[1-9][0-9]*)(?:\.[0-9]*(?:{_EXPONENT})?|{_EXPONENT}))")
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))

# What is no mark of YAML wherever it stands in a line: `: ` and ` #` are.
_TEXT = r"\w(?:[^:#\n]|:(?![ \n]|\Z)|(?<! )#)*+(?<! )"
_WORD = r"\w[\w./-]*(?: [\w./-]+)*"
_VALUE = rf"""({_TEXT})|"([^"\\\n]+)"|'([^'\n]+)'"""
_LINE = re.compile(rf"^(?:([A-Za-z_][\w-]{{0,60}}):(?: (?:{_VALUE}|\[({_WORD}(?:, {_WORD})*)\]))?|( *)- (?:{_VALUE}))$", re.M)


def line_of(node: Node, first_line: int = 1) -> int:
    """The line of the file on which a node starts."""
    return node.line + first_line


def column_of(node: Node) -> int:
    """The column in which a node starts, from 1."""
    return node.column + 1


def is_plain(node: Node) -> bool:
    """Whether a scalar stands there without quotes."""
    return isinstance(node, Scalar) and node.plain


def is_missing(node: Node) -> bool:
    """Whether a key has no value: nothing, `~` or `null`. (`Null` is somebody's name.)"""
    return node.value in ("", "~", "null") and is_plain(node)


def found(node: Node) -> str:
    """What stands there, in the words of a message."""
    if isinstance(node, Scalar):
        text = " ".join(_CONTROL.sub("", node.value).split())
        return ("`" + (text if len(text) <= 40 else text[:39] + "…") + "`") if text else "nothing"
    return "a list" if isinstance(node, Items) else "a mapping (`key: value`)"


def plain_value(node: Node) -> Any:
    """The JSON-like value of a node by the core rules of YAML 1.2: no dates, no sexagesimals, no `yes`.

    Numbers with leading zeros (`010`, post codes) and those JSON cannot hold stay text.
    """
    if isinstance(node, Pairs):
        return {k.value: plain_value(v) for k, v in node.value}
    if isinstance(node, Items):
        return [plain_value(v) for v in node.value]
    text = node.value
    if not node.plain:
        return _CONTROL.sub("", text)
    if text in _NULLS:
        return None
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "+-.0123456789":
        if _INT.fullmatch(text):
            return int(text, 0)
        if _FLOAT.fullmatch(text) and math.isfinite(number := float(text)):
            return number
    return text


def plain(yaml: str) -> Pairs | None:
    """The mapping in a YAML text in which every line is a key with its value or an item of a list, and nothing needs a
    second thought; None for any other text, also one in which a key stands twice."""
    if len(yaml) > LONGEST or not yaml.replace("\n", " ").isprintable():  # tabs, odd blanks, line ends of other systems
        return None
    lines = _LINE.findall(yaml)
    if len(lines) != yaml.count("\n") + (yaml[-1:] != "\n"):
        return None
    pairs: list[tuple[Scalar, Node]] = []
    keys = set()
    items: list[Node] | None = None
    for number, (name, text, double, single, flow, indent, entry, double_entry, single_entry) in enumerate(lines):
        if not name:
            column = len(indent)
            if items is None or (items and column + 2 != items[0].column):
                return None
            if not items:
                pairs.append((pairs.pop()[0], Items(items, number, column)))
            items.append(Scalar(entry or double_entry or single_entry, number, column + 2, bool(entry)))
            continue
        if name in keys or items == []:
            return None
        keys.add(name)
        items = None
        column = len(name) + 2
        node: Node
        if text:
            node = Scalar(text, number, column, True)
        elif flow:
            node = Items(_words(flow, number, column + 1), number, column)
        else:
            node = Scalar(double or single, number, column, False)
            if not node.value:  # a list is to follow
                items = []
        pairs.append((Scalar(name, number, 0, True), node))
    return None if items == [] else Pairs(pairs, 0, 0)


def _words(flow: str, line: int, column: int) -> list[Node]:
    """What stands between the brackets of a list."""
    found: list[Node] = []
    for word in flow.split(", "):
        found.append(Scalar(word, line, column, True))
        column += len(word) + 2
    return found
