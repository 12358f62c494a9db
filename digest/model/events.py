"""What a build says while it runs and when it is done, as values. The command, the server and tests read the same ones.

This module must not know how they are shown.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from digest.model.problem import Problem

Stage = Literal["scan", "read", "pictures", "plan", "render", "write"]
STAGES: tuple[Stage, ...] = ("scan", "read", "pictures", "plan", "render", "write")
"""In their order."""


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


class Spent(NamedTuple):
    """What a stage took, as the build's own process saw it."""

    stage: Stage
    seconds: float
    share: float
    """Of the whole build, from 0 to 1."""


class Slow(NamedTuple):
    """A source or a page that took long."""

    path: str
    """Of a source from the site's folder, of a page from that of the output."""
    ms: float


class Cost(NamedTuple):
    """What the pages of one kind took."""

    kind: str
    template: str
    """Empty where none has a part in it."""
    pages: int
    ms: float
    """All of them."""
    each: float


class Profile(NamedTuple):
    """Where the time of a build went."""

    seconds: float
    workers: int
    """Processes beside the build's own."""
    cpu: float
    """Seconds of a processor that the build's own process used."""
    workers_cpu: float
    """The same of the others, all together."""
    stages: tuple[Spent, ...]
    """All, in their order."""
    articles: tuple[Slow, ...]
    """The slowest to read, slowest first."""
    templates: tuple[Cost, ...]
    """The kinds of pages that took longest, all pages of a kind together."""
    pages: tuple[Slow, ...]
    """The slowest to make."""


Event = Progress | Rendered | Profile


class Report(NamedTuple):
    """What a build did."""

    articles: int = 0
    """Published."""
    pages: int = 0
    """Files that the output should have."""
    html_pages: int = 0
    """The HTML pages among them."""
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
    output: str = ""
    """The output folder, relative to the site folder if it is inside it; empty if nothing could be built."""

    def failed(self, strict: bool = False) -> bool:
        """Whether there is any error, or with `strict` any warning."""
        return any(strict or p.severity == "error" for p in self.problems)
