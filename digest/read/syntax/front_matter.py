"""Split a file into front matter and text."""

from __future__ import annotations

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem

LONGEST = 65_536
"""Maximum size of front matter, in bytes. Some parsers become slow above it."""

_CLOSED = {
    "---": lazy_regex(r"\n(?:---|\.\.\.)[ \t]*\r?(?=\n|\Z)"),
    "+++": lazy_regex(r"\n\+\+\+[ \t]*\r?(?=\n|\Z)"),
}
"""The closing line, with the line end before it, by opening fence: `---` for YAML, `+++` for TOML (as in Hugo)."""

_LATE = lazy_regex(
    r"(?:[ \t]*\n|[ \t]*<!--(?:(?!-->)[^\n]){0,200}-->[ \t]*\n){0,20} {0,3}(?=---[ \t]*\r?\n\"?[^\W\d][\w -]*\"?:)"
)
"""Blank lines, comments and spaces before front matter. The first line of front matter must be a key, because `---` can also
be a horizontal rule."""
_JSON = lazy_regex(r"\s{0,20}(?=\{\s*\"[^\"\n]+\"\s*:)")


class Split(NamedTuple):
    """Front matter and text of a file."""

    front: str | None
    """The front matter between its fences; None if there is none."""
    text: str
    first_line: int
    """The line of the file on which `text` begins."""
    closed: bool
    """False if line 1 is a fence but the closing fence is missing."""
    fence: str = "---"
    """`---` around YAML, `+++` around TOML, `{` for JSON."""
    front_line: int = 2
    """The line of the file on which `front` begins."""


def split(text: str) -> Split:
    """Split a file into front matter and text.

    Front matter is between two lines of `---` or `+++`, or a JSON object, at the start of the file. Before `---` there can be
    blank lines and HTML comments.
    """
    if text[:3] in _CLOSED:
        return _fenced(text, 0)
    first = text[:1]
    if first in ("\n", " ", "<") and (late := _LATE.match(text)):
        parts = _fenced(text, late.end())
        return parts if parts.closed else Split(None, text, 1, True)
    if first in ("{", "\n") and (start := _JSON.match(text)):
        return _json(text, start.end())
    return Split(None, text, 1, True)


def _fenced(text: str, start: int) -> Split:
    """Split a text at the fence that begins at `start`."""
    fence = text[start : start + 3]
    end = text.find("\n", start)
    if text[start + 3 : end if end >= 0 else len(text)].strip():
        return Split(None, text, 1, True)
    closing = _CLOSED[fence].search(text, end) if end >= 0 else None
    if closing is None:
        return Split(None, text, 1, False, fence)
    front = text[end + 1 : closing.start() + 1]
    line = 2 + (text.count("\n", 0, start) if start else 0)
    return Split(front, text[closing.end() + 1 :], front.count("\n") + line + 1, True, fence, line)


def _json(text: str, start: int) -> Split:
    """Split a text after the JSON object that begins at `start`. Without an end, all of the text is front matter, so that the
    error is reported."""
    from digest.read.syntax import json_head

    line = text.count("\n", 0, start) + 1
    end = json_head.end_of(text, start, LONGEST)
    if end < 0:
        return Split(text[start:], "", line, True, "{", line)
    front = text[start:end]
    return Split(front, text[end:], line + front.count("\n"), True, "{", line)


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
