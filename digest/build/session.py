"""Many builds in one process: what `digest serve` knows before a build, and what it keeps between builds.

None of it changes the output: a hint says where to look for changes and not what they are, and pages that a stopped build
did not make are made by the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from digest.build.worker import Worker
from digest.model.events import Event, Moved
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem
from digest.model.site import GitDates, Options, Site
from digest.store import Store

MAX_FORMER = 10_000
"""Number of former addresses of pages that are remembered."""


class ChangeHint(NamedTuple):
    """Where files changed. Whoever gives a hint watches all files of the site: nothing changed elsewhere."""

    folders: frozenset[str]
    """Folders in which files were created, changed, renamed or removed, as in the table `folders`: `content:2021/05/`."""
    settings: bool
    """Whether config.yaml or a file of the theme may have changed."""


NO_CHANGES = ChangeHint(frozenset(), False)
"""Hint for a build that only does what the last one left: pages, or else sizes of images."""


class BuildSession:
    """What is loaded once for many builds of one site."""

    def __init__(self) -> None:
        self.site: Site | None = None
        """The site with the last settings that had no errors."""
        self.problems: tuple[Problem, ...] = ()
        """The warnings of these settings."""
        self.builds = 0
        """The number of the last build that was not interrupted. It did not touch the pages that it left stale."""
        self.failed = False
        """Whether config.yaml has errors now, so that older settings are in use."""
        self.cut = False
        """Whether the last build was stopped before it made all pages."""
        self.without_sizes = False
        """Whether the last build left images without smaller sizes, so that pages show the originals."""
        self.git: GitDates | None = None
        """The dates from Git of the last build, if it used them."""
        self.moved: dict[str, str] = {}
        """See `Moved.pages`."""
        self._former: dict[str, str] = {}
        """The source of each page that had an address in an earlier build of this process and lost it, by path."""
        self._worker: Worker | None = None

    def settings(self, options: Options, site: Site | None, problems: list[Problem]) -> Site | None:
        """The site to build: the one just loaded, or the last good one if that has errors."""
        self.failed = site is None or any(p.severity == "error" for p in problems)
        if not self.failed:
            self.site, self.problems = site, tuple(problems)
        return self.site and self.site._replace(options=options)

    def worker(self, site: Site) -> Worker:
        """The worker of the last build if it fits the site, with the theme and the reader it has loaded; else a new one."""
        worker = self._worker
        if worker is None or not worker.fits(site):
            worker = self._worker = Worker(site, "tail")
        worker.use(site)
        return worker

    def note_moved(self, store: Store, on_event: Callable[[Event], None]) -> None:
        """Find out where the pages are now that lose their addresses in this build, or lost them in an earlier one."""
        self._former.update(store.gone_pages_of_sources())
        for path in list(self._former)[:-MAX_FORMER]:
            del self._former[path]
        moved = store.addresses_now(self._former) if self._former else {}
        if moved != self.moved:
            self.moved = moved
            on_event(Moved(moved))

    def finished(self, number: int, *, cut: bool, without_sizes: bool) -> None:
        """Note that a build ended without an interruption."""
        self.builds, self.cut, self.without_sizes = number, cut, without_sizes


def never() -> bool:
    """For a build that is not stopped."""
    return False


class BuildRequest(NamedTuple):
    """How this build may do less than one that knows nothing beforehand."""

    hint: ChangeHint | None = None
    """None: look everywhere."""
    first: tuple[str, ...] = ()
    """Paths of the output that are made before all others if they are stale."""
    stop: Callable[[], bool] = never
    """Called between pages; returns whether to make no more of them."""
    session: BuildSession | None = None
    """What earlier builds of this process loaded."""
    newest_first: bool = False
    """Whether the front page and the newest days are also made before all others, as in the first build of `digest serve`."""

    @property
    def makes_sizes(self) -> bool:
        """Whether to make the sizes of images. Many builds in one process do it last, when all pages show what changed."""
        return self.session is None or (self.hint == NO_CHANGES and not self.session.cut)

    def with_moved(self, moved: Mapping[str, str]) -> BuildRequest:
        """This request with the present paths of pages that moved added to `first`."""
        return self._replace(first=(*self.first, *(moved[path] for path in self.first if path in moved)))
