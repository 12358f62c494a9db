"""The line of a file that a problem is about, fit for a terminal, with a mark below the place.

This module must not know what is wrong with the line.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from digest.model.problem import Problem

WIDEST = 160
"""Characters of a line that are shown, around the place."""
LARGEST = 16 * 1024 * 1024
"""Bytes of the largest file that is opened for it."""


class Line(NamedTuple):
    """A line of an excerpt."""

    number: int
    text: str
    at: bool
    """Whether it is the one that is meant."""
    caret: str
    """What stands below it to mark the column; may be empty."""


class SourceExcerpts:
    """Lines of a site's files. Problems come in the order of their files, so one file at a time is kept."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._file = ""
        self._lines: list[str] = []

    def of(self, problem: Problem) -> tuple[str, str]:
        """(line, line below it with a caret) of a problem's place; empty where they are not known."""
        if not self._has(problem):
            return "", ""
        return _window(self._lines[problem.line - 1], problem.column)

    def around(self, problem: Problem) -> list[Line]:
        """The line of a problem with two before and two behind it; empty where they are not known."""
        if not self._has(problem):
            return []
        found = []
        for number in range(max(1, problem.line - 2), min(len(self._lines), problem.line + 2) + 1):
            at = number == problem.line
            text, caret = _window(self._lines[number - 1], problem.column if at else 0)
            found.append(Line(number, text, at, caret))
        while found and not (found[-1].text or found[-1].at):  # the empty line behind the last
            found.pop()
        return found

    def _has(self, problem: Problem) -> bool:
        """Read the problem's file; whether it has the line."""
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
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = data.decode("utf-16" if wide else "utf-8", "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _window(line: str, column: int) -> tuple[str, str]:
    line = "".join([c if c.isprintable() else " " for c in line.rstrip()])
    if not line:
        return "", ""
    at = min(column - 1, len(line)) if column else 0
    start = max(0, min(at - WIDEST // 2, len(line) - WIDEST))
    before, shown = line[start:at], line[start : start + WIDEST]
    if start:
        before, shown = "…" + before[1:], "…" + shown[1:]
    if start + WIDEST < len(line):
        shown = shown[:-1] + "…"
    return shown, " " * width(before) + "^" if column else ""


def width(text: str) -> int:
    """Columns that a text takes on a terminal: ideographs take two, combining marks none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum([0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text])


def printable(text: str) -> str:
    """Without characters that could move the cursor or change the terminal: they are shown as escapes."""
    if text.isprintable():
        return text
    return "".join([c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text])
