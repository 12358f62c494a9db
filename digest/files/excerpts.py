"""Source lines of problems for the terminal and the browser, with a caret below the column."""

from __future__ import annotations

import os

from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem

WIDEST = 160
"""Maximum number of characters of a line, around the column."""
LARGEST = 16 * 1024 * 1024
"""Maximum size of a file, in bytes."""


class Line(NamedTuple):
    """A line of an excerpt."""

    number: int
    text: str
    at: bool
    """Whether it is the line of the problem."""
    caret: str
    """Spaces and a caret that points to the column; may be empty."""


class SourceExcerpts:
    """Reads source lines of a site. Caches one file, because problems are sorted by file."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._file = ""
        self._lines: list[str] = []

    def of(self, problem: Problem) -> tuple[str, str]:
        """Return the line of a problem, and a line with a caret below it. Both are empty if the line is not known."""
        if not self._has(problem):
            return "", ""
        return _window(self._lines[problem.line - 1], problem.column)

    def around(self, problem: Problem) -> list[Line]:
        """Return the line of a problem with two lines before and after it; empty if the line is not known."""
        if not self._has(problem):
            return []
        lines = []
        for number in range(max(1, problem.line - 2), min(len(self._lines), problem.line + 2) + 1):
            is_problem = number == problem.line
            text, caret = _window(self._lines[number - 1], problem.column if is_problem else 0)
            lines.append(Line(number, text, is_problem, caret))
        while lines and not (lines[-1].text or lines[-1].at):  # the empty line at the end of the file
            lines.pop()
        return lines

    def _has(self, problem: Problem) -> bool:
        """Read the file of a problem. Returns whether the file has its line."""
        if not (problem.file and problem.line):
            return False
        if problem.file != self._file:
            self._file, self._lines = problem.file, _lines_of(os.path.join(self._root, problem.file))
        return problem.line <= len(self._lines)


def _lines_of(path: str) -> list[str]:
    try:
        if not os.path.isfile(path) or os.path.getsize(path) > LARGEST:
            return []
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return []
    is_utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = data.decode("utf-16" if is_utf16 else "utf-8", "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _window(line: str, column: int) -> tuple[str, str]:
    """Cut a long line around a column. Returns the line, and a line with a caret below it."""
    line = "".join([c if c.isprintable() else " " for c in line.rstrip()])
    if not line:
        return "", ""
    index = min(column - 1, len(line)) if column else 0
    start = max(0, min(index - WIDEST // 2, len(line) - WIDEST))
    before, window = line[start:index], line[start : start + WIDEST]
    if start:
        before, window = "…" + before[1:], "…" + window[1:]
    if start + WIDEST < len(line):
        window = window[:-1] + "…"
    return window, " " * width(before) + "^" if column else ""


def width(text: str) -> int:
    """Return the width of a text in terminal columns: 2 for wide characters, 0 for combining characters."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum([0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text])


def printable(text: str) -> str:
    """Escape control characters, which could move the cursor or change the terminal."""
    if text.isprintable():
        return text
    return "".join([c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text])
