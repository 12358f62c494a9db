"""One build of many in one process: what a server knows beforehand, and what it keeps from one build to the next.

Nothing of it changes what comes out: a hint says where to look and not what is there, pages that are made first are made
the same, and what a build that was cut short did not make stays stale. This module must not know who asks for builds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from digest.build.worker import Worker
from digest.model.problem import Problem
from digest.model.site import Options, Site


class ChangeHint(NamedTuple):
    """Where something changed. Given only by who watches all of the site's files: everywhere else nothing did."""

    content: frozenset[str]
    """Folders under content/ (`''` or `2021/05/`) in which files were made, changed, renamed or removed."""
    static: frozenset[str]
    """The same of static/."""
    settings: bool
    """Whether config.yaml or a file of the theme may have changed."""


class BuildSession:
    """What is loaded once for many builds. Holds for a process, and for one site only."""

    def __init__(self) -> None:
        self.site: Site | None = None
        """As it was last read from settings without errors."""
        self.problems: tuple[Problem, ...] = ()
        """The warnings that these settings gave."""
        self.builds = 0
        """The number of the last build that ended in order: the pages that it left stale it did not touch."""
        self.failed = False
        """Whether these settings are older than what config.yaml says now, which has errors."""
        self.cut = False
        """Whether that build was cut short."""
        self._worker: Worker | None = None

    def settings(self, options: Options, site: Site | None, problems: list[Problem]) -> Site | None:
        """The site to build: the one that was just loaded, or where that has errors the last good one."""
        self.failed = site is None or any(p.severity == "error" for p in problems)
        if not self.failed:
            self.site, self.problems = site, tuple(problems)
        return self.site and self.site._replace(options=options)

    def worker(self, site: Site) -> Worker:
        """The one of last time, when it fits the site: it has read the theme and knows how to read articles."""
        worker = self._worker
        if worker is None or not worker.fits(site):
            worker = self._worker = Worker(site, "tail")
        worker.site = site
        return worker


def never() -> bool:
    """For a build that nothing overtakes."""
    return False


class BuildRequest(NamedTuple):
    """How this build may be shorter than one that knows nothing."""

    hint: ChangeHint | None = None
    """None: look everywhere."""
    first: tuple[str, ...] = ()
    """Paths of the output that are made before all others, when they are stale."""
    stop: Callable[[], bool] = never
    """Asked now and then between pages: whether to make no more of them."""
    kept: BuildSession | None = None
    """What earlier builds of this process left."""
