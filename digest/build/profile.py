"""Measure where a build spends its time, for `digest build --profile`.

The pipeline calls a `Profiler` when a stage begins, and its workers measure each source and each page. The times are reported in
one event at the end; they are never written to the store or the output.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from functools import partial
from time import perf_counter, process_time
from typing import Any

from digest.build.pool import Pool
from digest.build.read_source import IndexedArticle
from digest.build.results import PageResult
from digest.build.worker import Worker
from digest.files import output
from digest.model.events import STAGES, Cost, Profile, Slow, Spent, Stage
from digest.model.folders import file_path
from digest.model.kinds import KINDS
from digest.model.named_tuple import NamedTuple
from digest.model.site import Site
from digest.store.pages import StalePage

MAX_ROWS = 10
"""The number of slowest sources, pages and templates that are reported."""


class Times(NamedTuple):
    """The time that one process spent, in seconds."""

    cpu: float
    sources: list[tuple[float, str]]
    """The slowest sources: (seconds, path under content/)."""
    pages: list[tuple[float, str]]
    """The slowest pages: (seconds, path)."""
    kinds: dict[str, tuple[int, float]]
    """By kind of page: the number of pages that were made, and their time."""
    making: float
    """The time of comparing, rendering and writing pages."""
    writing: float
    """The part of it for comparing and writing files."""


class ProfiledWorker(Worker):
    """A worker that measures how long each source and each page takes."""

    def __init__(self, site: Site, bodies: str, *, store: str = "") -> None:
        super().__init__(site, bodies, self._timed_write, store=store)
        self._sources: list[tuple[float, str]] = []
        self._made: list[tuple[float, str]] = []
        self._kinds: dict[str, tuple[int, float]] = {}
        self._making = self._writing = 0.0
        self._began = process_time()

    def forked(self, bodies: str) -> Worker:
        """This worker in a process that was just forked. The times of its parent do not count."""
        self._sources, self._made, self._kinds = [], [], {}
        self._making = self._writing = 0.0
        self._began = 0.0  # the clock of a new process
        return super().forked(bodies)

    def times(self, cpu: float | None = None) -> Times:
        """The times of this process so far. `cpu`: its processor time, if it did other things before."""
        return Times(
            process_time() if cpu is None else cpu, self._sources, self._made, self._kinds, self._making, self._writing
        )

    def read(self, jobs: list[tuple[str, str, str]]) -> list[IndexedArticle]:
        """Read one source after the other. The reader is loaded first, so that its time is not counted for the first source."""
        self.reading.reader()
        return [self._timed_read(job) for job in jobs]

    def _timed_read(self, job: tuple[str, str, str]) -> IndexedArticle:
        began = perf_counter()
        (article,) = super().read([job])
        if not article.same:
            _keep(self._sources, perf_counter() - began, job[0])
        return article

    def make(self, jobs: list[StalePage]) -> list[PageResult]:
        """Make one page after the other."""
        return [self._timed_make(job) for job in jobs]

    def _timed_make(self, job: StalePage) -> PageResult:
        began = perf_counter()
        (result,) = super().make([job])
        spent = perf_counter() - began
        self._making += spent
        if KINDS[result.kind].made_by == "copy":
            self._writing += spent
        if result.state != "same":
            _keep(self._made, spent, result.path)
            number, seconds = self._kinds.get(result.kind, (0, 0.0))
            self._kinds[result.kind] = number + 1, seconds + spent
        return result

    def _timed_write(self, path: str, data: bytes) -> bool:
        began = perf_counter()
        try:
            return output.write(path, data)
        finally:
            self._writing += perf_counter() - began


def _keep(slowest: list[tuple[float, str]], seconds: float, path: str) -> None:
    """Add an entry to a heap of the slowest, unless it is faster than all of them."""
    if len(slowest) < MAX_ROWS:
        heapq.heappush(slowest, (seconds, path))
    elif seconds > slowest[0][0]:
        heapq.heapreplace(slowest, (seconds, path))


class Profiler:
    """Measures one build."""

    def __init__(self) -> None:
        self._stage: Stage | None = None
        self._since = 0.0
        self._stages = dict.fromkeys(STAGES, 0.0)
        self._cpu = process_time()
        self._own_workers: list[ProfiledWorker] = []
        self._other_times: list[Times] = []
        self._workers = 0
        self._file_path: Callable[[str], str] = str

    def stage(self, stage: Stage | None) -> None:
        """End the current stage and begin another one. None: the build ended."""
        now = perf_counter()
        if self._stage:
            self._stages[self._stage] += now - self._since
        self._stage, self._since = stage, now

    def worker(self, site: Site) -> Worker:
        """The worker of the process of the build."""
        self._file_path = partial(file_path, site.config)
        self._own_workers.append(ProfiledWorker(site, "tail"))
        return self._own_workers[-1]

    def collect(self, results: Iterator[list[Any]], pool: Pool) -> Iterator[list[Any]]:
        """Yield the results of a pool, and then collect the times of its workers."""
        yield from results
        self._workers = max(self._workers, pool.number)
        self._other_times += pool.times()

    def profile(self) -> Profile:
        """The profile of the build, which ended."""
        self.stage(None)
        all_times = [*self._other_times, *(w.times() for w in self._own_workers)]
        self._separate_writing(all_times)
        total = sum(self._stages.values())
        return Profile(
            seconds=total,
            workers=self._workers,
            cpu=process_time() - self._cpu,
            workers_cpu=sum(t.cpu for t in self._other_times),
            stages=tuple(Spent(s, t, t / total if total else 0.0) for s, t in self._stages.items()),
            articles=_slowest((s, self._file_path(p)) for t in all_times for s, p in t.sources),
            templates=self._costs(all_times),
            pages=_slowest(x for t in all_times for x in t.pages),
        )

    def _separate_writing(self, all_times: list[Times]) -> None:
        """Move the time for writing pages from the stage `render` to the stage `write`. Each page is written right after it is
        rendered, so the share of writing in all processes is used."""
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
        ordered = sorted(sums.items(), key=lambda x: -x[1][1])[:MAX_ROWS]
        return tuple(
            Cost(k, self._own_workers[-1].pages.template(k), n, s * 1000, s * 1000 / n) for k, (n, s) in ordered
        )


def _slowest(times: Iterator[tuple[float, str]]) -> tuple[Slow, ...]:
    return tuple(Slow(path, seconds * 1000) for seconds, path in heapq.nlargest(MAX_ROWS, times))
