"""Where the time of a build goes, for `digest build --profile`.

A `Profiler` is told when a stage begins, and its workers time each source and each page. The times are reported in one event
at the end; they are never written to the store or the output.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from time import perf_counter, process_time
from typing import Any, NamedTuple

from digest.build.pool import Pool
from digest.build.read_source import IndexedArticle
from digest.build.results import PageResult
from digest.build.worker import Worker
from digest.files import output
from digest.model.events import STAGES, Cost, Profile, Slow, Spent, Stage
from digest.model.kinds import KINDS
from digest.model.page import Page
from digest.model.site import Site
from digest.store.pages import Trace

MOST = 10
"""So many of the slowest are told."""


class Times(NamedTuple):
    """What one process spent, in seconds."""

    cpu: float
    sources: list[tuple[float, str]]
    """The slowest to read: (seconds, path under content/)."""
    pages: list[tuple[float, str]]
    """The slowest to make: (seconds, path)."""
    kinds: dict[str, tuple[int, float]]
    """By kind of page: how many were made, and how long that took."""
    making: float
    """Looking at pages and making them, all in all."""
    writing: float
    """Of that, comparing with and writing the files."""


class ProfiledWorker(Worker):
    """A worker that measures how long each source and each page takes."""

    def __init__(self, site: Site, bodies: str) -> None:
        super().__init__(site, bodies, self._timed_write)
        self._sources: list[tuple[float, str]] = []
        self._made: list[tuple[float, str]] = []
        self._kinds: dict[str, tuple[int, float]] = {}
        self._making = self._writing = 0.0

    def forked(self, bodies: str) -> Worker:
        """This worker in a process that was just forked. What its parent did does not count."""
        self._sources, self._made, self._kinds = [], [], {}
        self._making = self._writing = 0.0
        return super().forked(bodies)

    def times(self) -> Times:
        """What this process did so far."""
        return Times(process_time(), self._sources, self._made, self._kinds, self._making, self._writing)

    def read(self, jobs: list[tuple[str, str, str]]) -> list[IndexedArticle]:
        """Read one source after the other. The reader is loaded first, so that its time is not that of the first source."""
        self.reading.reader()
        return [self._timed_read(job) for job in jobs]

    def _timed_read(self, job: tuple[str, str, str]) -> IndexedArticle:
        began = perf_counter()
        (reading,) = super().read([job])
        if not reading.same:
            _keep(self._sources, perf_counter() - began, job[0])
        return reading

    def make(self, jobs: list[tuple[Page, Trace]]) -> list[PageResult]:
        """Make one page after the other."""
        return [self._timed_make(*job) for job in jobs]

    def _timed_make(self, page: Page, trace: Trace) -> PageResult:
        began = perf_counter()
        (outcome,) = super().make([(page, trace)])
        spent = perf_counter() - began
        self._making += spent
        if KINDS[page.kind].made_by == "copy":
            self._writing += spent
        if outcome.state != "same":
            _keep(self._made, spent, page.path)
            number, before = self._kinds.get(page.kind, (0, 0.0))
            self._kinds[page.kind] = number + 1, before + spent
        return outcome

    def _timed_write(self, path: str, data: bytes) -> bool:
        began = perf_counter()
        try:
            return output.write(path, data)
        finally:
            self._writing += perf_counter() - began


def _keep(slowest: list[tuple[float, str]], seconds: float, path: str) -> None:
    """Put one among the slowest, which is a heap."""
    if len(slowest) < MOST:
        heapq.heappush(slowest, (seconds, path))
    elif seconds > slowest[0][0]:
        heapq.heapreplace(slowest, (seconds, path))


class Profiler:
    """Looks on while one site is built."""

    def __init__(self) -> None:
        self._at: Stage | None = None
        self._since = 0.0
        self._stages = dict.fromkeys(STAGES, 0.0)
        self._cpu = process_time()
        self._own: list[ProfiledWorker] = []
        self._others: list[Times] = []
        self._workers = 0
        self._content = ""

    def stage(self, stage: Stage | None) -> None:
        """This begins, and what was under way ends; None: all is done."""
        now = perf_counter()
        if self._at:
            self._stages[self._at] += now - self._since
        self._at, self._since = stage, now

    def worker(self, site: Site) -> Worker:
        """The worker of the build's own process."""
        self._content = site.config.content
        self._own.append(ProfiledWorker(site, "tail"))
        return self._own[-1]

    def collect(self, results: Iterator[list[Any]], pool: Pool, workers: int) -> Iterator[list[Any]]:
        """What a pool makes, as it comes; at the end its processes are asked for their times."""
        yield from results
        self._workers = max(self._workers, workers)
        self._others += pool.ask("times")

    def profile(self) -> Profile:
        """All of it, once the build is done."""
        self.stage(None)
        all_times = [*self._others, *(w.times() for w in self._own)]
        self._part_writing(all_times)
        total = sum(self._stages.values())
        return Profile(
            seconds=total,
            workers=self._workers,
            cpu=process_time() - self._cpu,
            workers_cpu=sum(t.cpu for t in self._others),
            stages=tuple(Spent(s, t, t / total if total else 0.0) for s, t in self._stages.items()),
            articles=_slowest((s, f"{self._content}/{p}") for t in all_times for s, p in t.sources),
            templates=self._costs(all_times),
            pages=_slowest(x for t in all_times for x in t.pages),
        )

    def _part_writing(self, all_times: list[Times]) -> None:
        """Files are written page by page while others are rendered: what that took goes from one stage to the other, of
        several processes that work at once in proportion."""
        making, writing = (sum(getattr(t, name) for t in all_times) for name in ("making", "writing"))
        if making:
            moved = min(writing, self._stages["render"] * writing / making)
            self._stages["render"] -= moved
            self._stages["write"] += moved

    def _costs(self, all_times: list[Times]) -> tuple[Cost, ...]:
        sums: dict[str, tuple[int, float]] = {}
        for kind, (number, seconds) in (x for t in all_times for x in t.kinds.items()):
            before = sums.get(kind, (0, 0.0))
            sums[kind] = before[0] + number, before[1] + seconds
        ordered = sorted(sums.items(), key=lambda x: -x[1][1])[:MOST]
        return tuple(Cost(k, self._own[-1].pages.template(k), n, s * 1000, s * 1000 / n) for k, (n, s) in ordered)


def _slowest(found: Iterator[tuple[float, str]]) -> tuple[Slow, ...]:
    return tuple(Slow(path, seconds * 1000) for seconds, path in heapq.nlargest(MOST, found))
