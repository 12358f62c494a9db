"""Split a file into front matter and text."""

from __future__ import annotations

import re
from typing import NamedTuple

from digest.model.problem import Problem

LONGEST = 65_536
"""Maximum size of front matter, in bytes. Some parsers become slow above it."""

_CLOSED = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*\r?$", re.MULTILINE),
}
"""The closing line by opening fence: `---` for YAML, `+++` for TOML (as in Hugo)."""


class Split(NamedTuple):
    """Front matter and text of a file."""

    front: str | None
    """The front matter between its fences, from line 2 of the file on; None if there is none."""
    text: str
    first_line: int
    """The line of the file on which `text` begins."""
    closed: bool
    """False if line 1 is a fence but the closing fence is missing."""
    fence: str = "---"
    """`---` around YAML, `+++` around TOML."""


def split(text: str) -> Split:
    """Split a file into front matter and text. Front matter requires `---` or `+++` as the first line of the file."""
    fence = text[:3]
    end = text.find("\n")
    if fence not in _CLOSED or text[3 : end if end >= 0 else len(text)].strip():
        return Split(None, text, 1, True)
    closing = _CLOSED[fence].search(text, end + 1) if end >= 0 else None
    if closing is None:
        return Split(None, text, 1, False, fence)
    front = text[end + 1 : closing.start()]
    return Split(front, text[closing.end() + 1 :], front.count("\n") + 3, True, fence)


def too_long(front: str, file: str, first_line: int) -> Problem | None:
    """Report front matter that is too long, at the line on which it exceeds the limit."""
    if len(front) <= LONGEST // 4:  # a character has at most 4 bytes
        return None
    data = front.encode("utf-8", "surrogatepass")
    if len(data) <= LONGEST:
        return None
    message = f"front matter is too long ({len(data):,} bytes; the limit is {LONGEST:,})"
    hint = "Move text below the front matter, or check the line that closes it."
    return Problem("front-matter-too-long", message, file, data.count(b"\n", 0, LONGEST) + first_line, hint=hint)
