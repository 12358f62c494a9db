"""Errors and warnings as values.

What went wrong is collected, sorted and shown at the end, all of it; nothing in the layers below
the command raises for what a user wrote, and nothing but the command prints. This module must
not know where problems come from or how they are shown.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, NamedTuple

FEW = 5
"""How many files one message names."""
Severity = Literal["error", "warning"]


class Problem(NamedTuple):
    """One thing that a user should know, with the place to look at and what to do."""

    code: str
    """Stable and searchable, in kebab case: `front-matter-yaml`, `date-impossible`. Listed in docs/problems.md."""
    message: str
    """One plain sentence of what is wrong, with the offending text in it; no full stop at the end."""
    file: str = ""
    """Path relative to the site's root with `/`; empty when no file is at fault."""
    line: int = 0
    """From 1; 0 when the whole file is meant."""
    column: int = 0
    """From 1, in characters; 0 when the whole line is meant."""
    hint: str = ""
    """What to do about it, one sentence; may be empty."""
    severity: Severity = "error"

    def place(self) -> str:
        """`file:line:column` as editors and terminals understand it."""
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


def warning(code: str, message: str, file: str = "", line: int = 0, column: int = 0, hint: str = "") -> Problem:
    """A problem that does not fail a build (unless `--strict`)."""
    return Problem(code, message, file, line, column, hint, "warning")


def sorted_problems(problems: list[Problem]) -> list[Problem]:
    """Errors and warnings by place, each said once: the same list whatever order they were found in."""
    return sorted(set(problems), key=lambda p: (p.file, p.line, p.column, p.code, p.message))


def first_few(paths: Collection[str]) -> str:
    """The first of some paths, and how many more there are."""
    more = len(paths) - FEW
    return ", ".join(list(paths)[:FEW]) + (f" and {more} more" if more > 0 else "")
