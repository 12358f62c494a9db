"""Progress and results of a build as values, for the commands, the server and tests."""

from __future__ import annotations

from collections.abc import Mapping

from digest.model.named_tuple import TYPE_CHECKING, NamedTuple
from digest.model.problem import Problem

if TYPE_CHECKING:
    from typing import Literal

    Stage = Literal["scan", "read", "pictures", "plan", "render", "write"]
else:
    Stage = str  # builds without changes do not import `typing`

STAGES: tuple[Stage, ...] = ("scan", "read", "pictures", "plan", "render", "write")
"""The stages of a build, in order."""


class Progress(NamedTuple):
    """Progress of a stage."""

    stage: Stage
    done: int
    total: int


class Rendered(NamedTuple):
    """A page was rendered."""

    path: str
    reason: str
    """Why it was rendered: `new`, `changed: body`, …"""
    written: bool
    """Whether its content changed."""


class Hidden(NamedTuple):
    """An article that is not published."""

    file: str
    reason: str
    """`draft`, `future`, `expired`."""


class Spent(NamedTuple):
    """Duration of a stage in the main process."""

    stage: Stage
    seconds: float
    share: float
    """Share of the whole build, from 0 to 1."""


class Slow(NamedTuple):
    """A slow source or page."""

    path: str
    """Path of a source relative to the site folder, or of a page relative to the output folder."""
    ms: float
    """Duration in milliseconds."""


class Cost(NamedTuple):
    """Duration of all pages of one kind."""

    kind: str
    template: str
    """Empty for kinds without a template."""
    pages: int
    """Number of pages."""
    ms: float
    """Total duration in milliseconds."""
    each: float
    """Average duration in milliseconds."""


class Profile(NamedTuple):
    """Durations in a build."""

    seconds: float
    """Duration of the build."""
    workers: int
    """Number of worker processes."""
    cpu: float
    """CPU time of the main process, in seconds."""
    workers_cpu: float
    """CPU time of all worker processes, in seconds."""
    stages: tuple[Spent, ...]
    """All stages, in order."""
    articles: tuple[Slow, ...]
    """The slowest sources, slowest first."""
    templates: tuple[Cost, ...]
    """The slowest kinds of pages, slowest first."""
    pages: tuple[Slow, ...]
    """The slowest pages, slowest first."""


class Moved(NamedTuple):
    """Pages have other addresses than at the last build of this process."""

    pages: Mapping[str, str]
    """All former paths in the output at which there is no page now, with the path of the page of the same source."""


Event = Progress | Rendered | Profile | Moved


class Report(NamedTuple):
    """The result of a build."""

    articles: int = 0
    """Number of published articles."""
    pages: int = 0
    """Number of files in the output."""
    html_pages: int = 0
    """Number of HTML pages in the output."""
    read: int = 0
    """Number of sources read."""
    planned: int = 0
    """Number of pages checked."""
    rendered: int = 0
    written: int = 0
    unchanged: int = 0
    """Number of pages whose file has not changed."""
    removed: int = 0
    problems: tuple[Problem, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    output: str = ""
    """The output folder, relative to the site folder if it is inside it; empty if nothing could be built."""
    left: int = 0
    """Number of pages that were not checked, because the build was stopped. The next build does."""
    note: str = ""
    """What the user may want to do about the site: text of several lines. Not repeated by later builds."""

    def failed(self, strict: bool = False) -> bool:
        """Whether there is an error or, with `strict`, a warning."""
        return any(strict or p.severity == "error" for p in self.problems)
