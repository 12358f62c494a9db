"""What a build says while it runs and when it is done, as values. The command, the server and tests read the same ones.

This module must not know how they are shown.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from digest.model.problem import Problem

Stage = Literal["scan", "read", "plan", "render", "write"]


class Progress(NamedTuple):
    """So much of a stage is done."""

    stage: Stage
    done: int
    total: int


class Rendered(NamedTuple):
    """A page was looked at closely."""

    path: str
    reason: str
    """Why: `new`, `changed: body`, …"""
    written: bool
    """Whether its bytes differed."""


class Hidden(NamedTuple):
    """An article that is left out."""

    file: str
    reason: str
    """`draft`, `future`, `expired`."""


Event = Progress | Rendered


class Report(NamedTuple):
    """What a build did."""

    articles: int = 0
    """Published."""
    pages: int = 0
    """Files that the output should have."""
    read: int = 0
    """Sources whose text was read and understood."""
    planned: int = 0
    """Pages that were looked at."""
    rendered: int = 0
    written: int = 0
    unchanged: int = 0
    """Pages whose file stayed as it was."""
    removed: int = 0
    problems: tuple[Problem, ...] = ()
    hidden: tuple[Hidden, ...] = ()

    def failed(self, strict: bool = False) -> bool:
        """Whether there is any error, or with `strict` any warning."""
        return any(strict or p.severity == "error" for p in self.problems)
