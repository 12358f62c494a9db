"""A file's text in two: the front matter at its top, and the rest.

This module must not know what is written in a front matter.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from digest.model.problem import Problem

LONGEST = 65_536
"""Bytes of a front matter. It is a head and not a text, and some parsers take long for what is longer."""

_CLOSED = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*\r?$", re.MULTILINE),
}
"""What ends it, by the line on which it begins: YAML, or TOML as Hugo has it."""


class Split(NamedTuple):
    """A file's text in two."""

    front: str | None
    """The front matter between its fences; None when there is none. It begins on line 2."""
    text: str
    first_line: int
    """The line of the file on which `text` begins."""
    closed: bool
    """False: a fence opens on line 1 and none closes it."""
    fence: str = "---"
    """`---` around YAML, `+++` around TOML."""


def split(text: str) -> Split:
    """The front matter and the rest. Only a file whose very first line is `---` or `+++` has front matter."""
    fence = text[:3]
    end = text.find("\n")
    if fence not in _CLOSED or text[3 : end if end >= 0 else len(text)].strip():
        return Split(None, text, 1, True)
    last = _CLOSED[fence].search(text, end + 1) if end >= 0 else None
    if last is None:
        return Split(None, text, 1, False, fence)
    front = text[end + 1 : last.start()]
    return Split(front, text[last.end() + 1 :], front.count("\n") + 3, True, fence)


def too_long(front: str, file: str, first_line: int) -> Problem | None:
    """The problem of a front matter that is too long, at the line on which it becomes so."""
    if len(front) <= LONGEST // 4:  # no character has more than 4 bytes
        return None
    data = front.encode("utf-8", "surrogatepass")
    if len(data) <= LONGEST:
        return None
    message = f"the front matter has {len(data):,} bytes, and at most {LONGEST:,} are read"
    hint = "Move text below the front matter, or check that the line that closes it is in its place."
    return Problem("front-matter-too-long", message, file, data.count(b"\n", 0, LONGEST) + first_line, hint=hint)
