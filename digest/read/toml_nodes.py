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
from digest.read.nodes import Items, Node, Pairs, Scalar

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def compose(text: str, *, file: str, first_line: int = 1) -> tuple[Node | None, list[Problem]]:
    """The node tree of a TOML document, or the problem that keeps it from being read.

    No node and no problem: it says nothing. `first_line` is the file's line on which the text begins.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [_syntax_problem(str(error), text, file, first_line)]
    except RecursionError:
        message = "lists or tables stand too deep in each other"
        return None, [Problem("front-matter-toml", message, file, first_line, hint="Write it flatter.")]
    return (_pairs(values, text) if values else None), []


def _syntax_problem(said: str, text: str, file: str, first_line: int) -> Problem:
    place = _PLACE.search(said)
    line, column = (int(place[1]), int(place[2])) if place and place[1] else (text.count("\n") or 1, 0)
    message = f"the front matter is not valid TOML: {_PLACE.sub('', said)}"
    hint = "Write `key = \"value\"`, texts in quotes; keys of YAML (`key: value`) stand between lines `---`."
    return Problem("front-matter-toml", message, file, line + first_line - 1, column, hint)


def _pairs(values: Mapping[str, Any], text: str) -> Pairs:
    """The top of the document, where each key is looked for."""
    pairs: list[tuple[Scalar, Node]] = []
    for key, value in values.items():
        line = _line(key, text)
        pairs.append((Scalar(key, line, 0, True), _node(value, line)))
    return Pairs(pairs, 0, 0)


def _line(key: str, text: str) -> int:
    """Counted from 0. A key may stand in brackets, in quotes, and before keys of its own."""
    found = re.search(rf"""^[ \t]*\[*[ \t]*["']?{re.escape(key)}["']?[ \t]*[=.\]]""", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) if found else 0


def _node(value: Any, line: int) -> Node:
    if isinstance(value, dict):
        return Pairs([(Scalar(key, line, 0, True), _node(v, line)) for key, v in value.items()], line, 0)
    if isinstance(value, list):
        return Items([_node(v, line) for v in value], line, 0)
    if isinstance(value, bool):
        return Scalar(str(value).lower(), line, 0, True)
    if isinstance(value, datetime | date | time):
        return Scalar(value.isoformat(), line, 0, True)
    word = str(value)  # `date = "none"`: here no word stands without quotes
    return Scalar(word, line, 0, not isinstance(value, str) or word == "none")
