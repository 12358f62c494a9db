"""Front matter in TOML, as Hugo writes it between lines `+++`, to the same nodes with places as YAML (nodes.py).

The standard library reads it and says no places, so a value stands at the line of its key. This module must not know what
the keys mean.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from digest.model.problem import Problem
from digest.read.syntax.nodes import MappingNode, Node, Scalar, SequenceNode

MAX_DEPTH = 50
"""Tables and lists inside each other, and parts of a dotted key: `tomllib` and we recurse, and its time grows with the
square of the parts."""
MAX_DIGITS = 400
"""Of a whole number. Python refuses to read or write one of some thousand digits."""

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
# Texts and comments, each to its end or, when it has none, to that of the line or the document: one pass in linear time.
_QUOTED = re.compile(
    r'''"""(?:[^\\"]|\\.|"(?!""))*+(?:"{3,5})?|'{3}(?:[^']|'(?!''))*+(?:'{3,5})?'''
    r'''|"(?:[^"\\\n]|\\[^\n])*+"?|'[^'\n]*+'?|\#[^\n]*+''',
    re.DOTALL,
)
_LONG_KEY = re.compile(rf"(?<![\w-])[\w-]++(?:[ \t]*+\.[ \t]*+[\w-]++){{{MAX_DEPTH},}}+")
_LONG_NUMBER = re.compile(rf"(?<![\w.-])[+-]?[0-9][0-9A-Fa-f_xob]{{{MAX_DIGITS},}}+")
_KEY = re.compile(r'''[ \t]*+(?:\[++[ \t]*+)?(?:"([^"]*+)"|'([^']*+)'|([^\s=.\]"'\[]++))[ \t]*+[=.\]]''')


def compose(text: str, *, file: str, first_line: int = 1) -> tuple[Node | None, list[Problem]]:
    """The node tree of a TOML document, or the problem that keeps it from being read.

    No node and no problem: it says nothing. `first_line` is the file's line on which the text begins.
    """
    if problem := _beyond_limits(text, file, first_line):
        return None, [problem]
    try:
        values = tomllib.loads(text)
        return (_pairs(values, text) if values else None), []
    except tomllib.TOMLDecodeError as error:
        return None, [_syntax_problem(str(error), text, file, first_line)]
    except RecursionError:
        message = f"lists or tables are nested too deep, more than {MAX_DEPTH} levels"
        return None, [Problem("front-matter-toml", message, file, first_line, hint="Write it flatter.")]


def _beyond_limits(text: str, file: str, first_line: int) -> Problem | None:
    """What `tomllib` has no limit for: keys of many parts, and long numbers."""
    if len(text) < MAX_DEPTH:
        return None
    bare = _QUOTED.sub(lambda m: "s" + "\n" * m[0].count("\n"), text)
    if long := _LONG_KEY.search(bare):
        message, hint = f"a key has more than {MAX_DEPTH} parts", "Write it with fewer dots."
    elif long := _LONG_NUMBER.search(bare):
        message, hint = f"a number has more than {MAX_DIGITS} digits", "Put it in quotes."
    else:
        return None
    return Problem("front-matter-toml", message, file, bare.count("\n", 0, long.start()) + first_line, hint=hint)


def _syntax_problem(said: str, text: str, file: str, first_line: int) -> Problem:
    place = _PLACE.search(said)
    line, column = (int(place[1]), int(place[2])) if place and place[1] else (text.count("\n") or 1, 0)
    message = f"the front matter is not valid TOML: {_PLACE.sub('', said)}"
    hint = "Write `key = \"value\"`, texts in quotes; keys of YAML (`key: value`) stand between lines `---`."
    return Problem("front-matter-toml", message, file, line + first_line - 1, column, hint)


def _pairs(values: Mapping[str, Any], text: str) -> MappingNode:
    """The top of the document, with the line of each key."""
    lines = _lines(text)
    pairs: list[tuple[Scalar, Node]] = []
    for key, value in values.items():
        line = lines.get(key, 0)
        pairs.append((Scalar(key, line, 0, True), _node(value, line, 1)))
    return MappingNode(pairs, 0, 0)


def _lines(text: str) -> dict[str, int]:
    """The first line of each key, counted from 0. A key may be in brackets, in quotes, and begin a dotted key."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n")):
        if key := _KEY.match(line):
            lines.setdefault(key[1] or key[2] or key[3] or "", number)
    return lines


def _node(value: Any, line: int, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise RecursionError
    if isinstance(value, dict):
        return MappingNode([(Scalar(key, line, 0, True), _node(v, line, depth + 1)) for key, v in value.items()], line, 0)
    if isinstance(value, list):
        return SequenceNode([_node(v, line, depth + 1) for v in value], line, 0)
    if isinstance(value, bool):
        return Scalar(str(value).lower(), line, 0, True)
    if isinstance(value, datetime | date | time):
        return Scalar(value.isoformat(), line, 0, True)
    word = str(value)  # `date = "none"`: here no word stands without quotes
    return Scalar(word, line, 0, not isinstance(value, str) or word == "none")
