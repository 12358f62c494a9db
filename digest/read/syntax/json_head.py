"""Parse JSON front matter (an object at the start of the file, as in Hugo) into the same nodes as YAML."""

from __future__ import annotations

import json
import re
from collections import Counter

from digest.model.lazy_regex import lazy_regex
from digest.model.problem import Problem, warning
from digest.read.syntax.nodes import Node
from digest.read.syntax.toml import MAX_DEPTH, MAX_DIGITS, mapping_of

_MAX_REPEATED = 20
"""Maximum number of repeated keys that are reported."""
_KEY = lazy_regex(r'^[ \t{]*"((?:[^"\\\n]|\\[^\n])*)"[ \t]*:', re.MULTILINE)


def end_of(text: str, start: int, longest: int) -> int:
    """Return the index after the object that begins at `start`; -1 if it has no end within `longest` characters."""
    try:
        return json.JSONDecoder(parse_int=str).raw_decode(text[: start + longest], start)[1]
    except (ValueError, RecursionError):
        return -1


def compose(text: str, *, file: str, first_line: int) -> tuple[Node | None, list[Problem]]:
    """Parse a JSON object. `first_line` is the line of the file on which the text begins."""
    try:
        repeated: list[str] = []

        def from_pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
            values = dict(pairs)
            if len(values) < len(pairs):
                counts = Counter(name for name, _ in pairs)
                repeated.extend([name for name, count in counts.items() if count > 1])
            return values

        values = json.loads(
            text, parse_int=_number, parse_float=_number, parse_constant=str, object_pairs_hook=from_pairs
        )
        lines: dict[str, int] = {}
        for key in _KEY.finditer(text):
            lines[key[1]] = text.count("\n", 0, key.start(1))
        problems = [
            warning(
                "duplicate-key", f"duplicate key `{name}`; the last value is used", file,
                first_line + lines.get(name, 0), hint="Remove one of them.",
            )
            for name in dict.fromkeys(repeated[:_MAX_REPEATED])
        ]  # fmt: skip
        return (mapping_of(values, lines) if values else None), problems
    except json.JSONDecodeError as error:
        message = f"invalid JSON: {error.msg.lower()}"
        line = first_line + error.lineno - 1
        hint = 'Write `"key": "value"`, with commas between the keys.'
        return None, [Problem("front-matter-json", message, file, line, error.colno, hint)]
    except RecursionError:
        message = f"lists or mappings are nested too deeply (more than {MAX_DEPTH} levels)"
        return None, [Problem("front-matter-json", message, file, first_line, hint="Reduce the nesting.")]


def _number(text: str) -> float | str:
    """Convert a number; one that would change when it is written again (`1.10`, `1e999`) stays text."""
    number = int(text) if text.lstrip("-").isdigit() and len(text) <= MAX_DIGITS else float(text)
    return number if str(number) == text else text
