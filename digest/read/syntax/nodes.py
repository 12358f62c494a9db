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


class SequenceNode(NamedTuple):
    """A list."""

    value: list[Node]
    line: int
    column: int


class MappingNode(NamedTuple):
    """A mapping."""

    value: list[tuple[Scalar, Node]]
    line: int
    column: int


Node = Scalar | SequenceNode | MappingNode

TRUE, FALSE = frozenset(("true", "yes", "on")), frozenset(("false", "no", "off"))
"""What may stand for yes and no where one of the two is wanted, in lower case."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,39})|0o[0-7]{1,40}|0x[0-9a-fA-F]{1,40}")
_EXPONENT = r"[eE][-+]?[0-9]+"
_FLOAT = re.compile(rf"[-+]?(?:\.[0-9]+(?:{_EXPONENT})?|(?:0|[1-9][0-9]*)(?:\.[0-9]*(?:{_EXPONENT})?|{_EXPONENT}))")
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


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
    return "a list" if isinstance(node, SequenceNode) else "a mapping (`key: value`)"


def plain_value(node: Node) -> Any:
    """The JSON-like value of a node by the core rules of YAML 1.2: no dates, no sexagesimals, no `yes`.

    Numbers with leading zeros (`010`, post codes) and those JSON cannot hold stay text.
    """
    if isinstance(node, MappingNode):
        return {k.value: plain_value(v) for k, v in node.value}
    if isinstance(node, SequenceNode):
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


