"""Parse TOML front matter (between lines of `+++`, as in Hugo) into the same nodes as YAML.

`tomllib` reports no positions, so each value gets the line of its key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from digest.model.lazy_regex import lazy_regex
from digest.model.problem import Problem
from digest.read.syntax.nodes import MappingNode, Node, Scalar, SequenceNode

MAX_DEPTH = 50
"""Maximum nesting of tables and lists, and maximum number of parts of a dotted key. `tomllib` recurses, and its time grows
with the square of the parts."""
MAX_DIGITS = 400
"""Maximum number of digits of an integer. Python raises an error above 4,300."""

_PLACE = lazy_regex(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
# Strings and comments, also unclosed ones, in linear time.
_QUOTED = lazy_regex(
    r'''"""(?:[^\\"]|\\.|"(?!""))*+(?:"{3,5})?|'{3}(?:[^']|'(?!''))*+(?:'{3,5})?'''
    r"""|"(?:[^"\\\n]|\\[^\n])*+"?|'[^'\n]*+'?|\#[^\n]*+""",
    re.DOTALL,
)
_LONG_KEY = lazy_regex(rf"(?<![\w-])[\w-]++(?:[ \t]*+\.[ \t]*+[\w-]++){{{MAX_DEPTH},}}+")
_LONG_NUMBER = lazy_regex(rf"(?<![\w.-])[+-]?[0-9][0-9A-Fa-f_xob]{{{MAX_DIGITS},}}+")
_KEY = lazy_regex(r"""[ \t]*+(?:\[++[ \t]*+)?(?:"([^"]*+)"|'([^']*+)'|([^\s=.\]"'\[]++))[ \t]*+[=.\]]""")


def compose(text: str, *, file: str, first_line: int = 1) -> tuple[Node | None, list[Problem]]:
    """Parse a TOML document. Returns no node and no problems if it is empty.

    `first_line` is the line of the file on which the text begins.
    """
    if problem := _beyond_limits(text, file, first_line):
        return None, [problem]
    try:
        values = tomllib.loads(text)
        return (mapping_of(values, _lines(text)) if values else None), []
    except tomllib.TOMLDecodeError as error:
        return None, [_syntax_problem(str(error), text, file, first_line)]
    except RecursionError:
        message = f"lists or tables are nested too deeply (more than {MAX_DEPTH} levels)"
        return None, [Problem("front-matter-toml", message, file, first_line, hint="Reduce the nesting.")]


def _beyond_limits(text: str, file: str, first_line: int) -> Problem | None:
    """Report keys with many parts and long numbers, for which `tomllib` has no limit."""
    if len(text) < MAX_DEPTH:
        return None
    bare = _QUOTED.sub(lambda m: "s" + "\n" * m[0].count("\n"), text)
    if long := _LONG_KEY.search(bare):
        message, hint = f"key has more than {MAX_DEPTH} parts", "Use fewer dots."
    elif long := _LONG_NUMBER.search(bare):
        message, hint = f"number has more than {MAX_DIGITS} digits", "Put it in quotes."
    else:
        return None
    return Problem("front-matter-toml", message, file, bare.count("\n", 0, long.start()) + first_line, hint=hint)


def _syntax_problem(error: str, text: str, file: str, first_line: int) -> Problem:
    place = _PLACE.search(error)
    line, column = (int(place[1]), int(place[2])) if place and place[1] else (text.count("\n") or 1, 0)
    message = f"invalid TOML: {_PLACE.sub('', error)}"
    hint = (
        'Write `key = "value"`, with quotes around text. For YAML (`key: value`), use lines of `---` instead of `+++`.'
    )
    return Problem("front-matter-toml", message, file, line + first_line - 1, column, hint)


def mapping_of(values: Mapping[str, Any], lines: Mapping[str, int]) -> MappingNode:
    """Convert a document to nodes. `lines`: the line of each key of the top level, from 0. Raises RecursionError if it is
    nested too deeply."""
    pairs: list[tuple[Scalar, Node]] = []
    for key, value in values.items():
        line = lines.get(key, 0)
        pairs.append((Scalar(key, line, 0, True), _node(value, line, 1)))
    return MappingNode(pairs, 0, 0)


def _lines(text: str) -> dict[str, int]:
    """Find the first line of each top-level key, from 0. The key may be in brackets or quotes, or start a dotted key."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n")):
        if key := _KEY.match(line):
            lines.setdefault(key[1] or key[2] or key[3] or "", number)
    return lines


def _node(value: Any, line: int, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise RecursionError
    if isinstance(value, dict):
        return MappingNode(
            [(Scalar(key, line, 0, True), _node(v, line, depth + 1)) for key, v in value.items()], line, 0
        )
    if isinstance(value, list):
        return SequenceNode([_node(v, line, depth + 1) for v in value], line, 0)
    if isinstance(value, bool):
        return Scalar(str(value).lower(), line, 0, True)
    if value is None:  # in JSON
        return Scalar("", line, 0, True)
    if isinstance(value, datetime | date | time):
        return Scalar(value.isoformat(), line, 0, True)
    word = str(value)  # TOML has no text without quotes: in `date = "none"`, `none` counts as plain
    return Scalar(word, line, 0, not isinstance(value, str) or word == "none")
