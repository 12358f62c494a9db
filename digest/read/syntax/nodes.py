"""A parsed document as nodes with positions: scalars, lists and mappings.

Scalars keep their source text; callers convert them to the type that they expect. So `NO`, `12:30` and `010` are not
misread as a boolean, a number in base 60 or an octal number. This module must not load PyYAML.
"""

from __future__ import annotations

import math
from typing import Any

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple


class Scalar(NamedTuple):
    """A text, number, boolean or null, as written."""

    value: str
    line: int
    """From 0, relative to the start of the document."""
    column: int
    """From 0."""
    plain: bool
    """True without quotes: only then `true`, `5` or an empty value have a special meaning."""


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
"""The spellings of a boolean, in lower case."""

_CONTROL = lazy_regex("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_INT = lazy_regex(r"[-+]?(?:0|[1-9][0-9]{0,39})|0o[0-7]{1,40}|0x[0-9a-fA-F]{1,40}")
_EXPONENT = r"[eE][-+]?[0-9]+"
_FLOAT = lazy_regex(rf"[-+]?(?:\.[0-9]+(?:{_EXPONENT})?|(?:0|[1-9][0-9]*)(?:\.[0-9]*(?:{_EXPONENT})?|{_EXPONENT}))")
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


def line_of(node: Node, first_line: int = 1) -> int:
    """Return the line of the file on which a node starts."""
    return node.line + first_line


def column_of(node: Node) -> int:
    """Return the column in which a node starts, from 1."""
    return node.column + 1


def is_plain(node: Node) -> bool:
    """Whether a node is a scalar without quotes."""
    return isinstance(node, Scalar) and node.plain


def is_missing(node: Node) -> bool:
    """Whether a key has no value: empty, `~` or `null`. (`Null` is a surname.)"""
    return node.value in ("", "~", "null") and is_plain(node)


def describe(node: Node) -> str:
    """Describe a value for a message: `` `text` ``, `nothing`, `a list`."""
    if isinstance(node, Scalar):
        text = " ".join(_CONTROL.sub("", node.value).split())
        return ("`" + (text if len(text) <= 40 else text[:39] + "…") + "`") if text else "nothing"
    return "a list" if isinstance(node, SequenceNode) else "a mapping (`key: value`)"


def plain_value(node: Node) -> Any:
    """Convert a node to JSON types by the core schema of YAML 1.2: no dates, no numbers in base 60, no `yes`.

    Numbers with leading zeros (`010`, a post code) and numbers that JSON cannot represent stay text.
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
