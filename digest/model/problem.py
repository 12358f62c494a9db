"""Errors and warnings as values.

All problems are collected, sorted, and shown at the end. Only the commands print, and invalid input never raises an exception
in the packages below them.
"""

from __future__ import annotations

from collections.abc import Collection

from digest.model.named_tuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    Severity = Literal["error", "warning"]
else:
    Severity = str  # builds without changes do not import `typing`

FEW = 5
"""Maximum number of files that a message lists."""


class Problem(NamedTuple):
    """An error or warning with its position and a hint."""

    code: str
    """Stable identifier in kebab case: `front-matter-yaml`, `date-impossible`. Documented in docs/problems.md."""
    message: str
    """What is wrong, including the invalid text. Begins in lower case, without a full stop."""
    file: str = ""
    """Path relative to the site folder, with `/`; empty if the problem is not in a file."""
    line: int = 0
    """From 1; 0 for the whole file."""
    column: int = 0
    """From 1, in characters; 0 for the whole line."""
    hint: str = ""
    """How to fix it, as a sentence; may be empty."""
    severity: Severity = "error"

    def place(self) -> str:
        """Return `file:line:column`, the format of editors and terminals."""
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


def warning(code: str, message: str, file: str = "", line: int = 0, column: int = 0, hint: str = "") -> Problem:
    """Return a warning, which fails a build only with `--strict`."""
    return Problem(code, message, file, line, column, hint, "warning")


def disk_problem(reason: str, place: str) -> Problem:
    """Return the error of a disk that cannot be used at the moment, at a file or at `the disk`."""
    return Problem("disk", f"{reason}: {place}", hint="Check the permissions and the free space on the disk.")


def sorted_problems(problems: list[Problem]) -> list[Problem]:
    """Sort problems by position, and remove duplicates."""
    return sorted(set(problems), key=lambda p: (p.file, p.line, p.column, p.code, p.message))


def first_few(paths: Collection[str]) -> str:
    """Return the first paths, and the number of further ones: `a, b, c, d, e and 3 more`."""
    more = len(paths) - FEW
    return ", ".join(list(paths)[:FEW]) + (f" and {more} more" if more > 0 else "")
