"""Run the jobs of a build: in its own process, or by workers if there are many."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

from digest.build.image_cache import ImageJob
from digest.build.make_page import SharedFingerprints
from digest.build.read_source import IndexedArticle
from digest.build.results import PageResult
from digest.build.session import never
from digest.build.worker import Worker
from digest.model.image import ImageRecord
from digest.store.pages import StalePage

if TYPE_CHECKING:
    from digest.build.pool import Pool
    from digest.build.profile import Profiler

READ_PIECE, MAKE_PIECE, CUT_PIECE = 64, 32, 8
"""Jobs that a worker gets at a time, and whose texts it holds at the same time. CUT_PIECE is for builds that may be stopped
between two pieces."""
MANY_PIECES, LARGEST = 256, 4
"""For an executor, pieces are up to LARGEST times as large, while there are MANY_PIECES: dask needs 3 ms for each."""
SMALL = 100
"""Below this number of jobs no processes are started, because that would take longer than the jobs."""
SMALL_IMAGES = 4
"""The same for images, each of which takes long."""

Job = TypeVar("Job")
Result = TypeVar("Result")


class Runner:
    """Runs the jobs of a worker, in order. At most one kind of job runs at a time."""

    def __init__(self, worker: Worker, build: int, profiler: Profiler | None) -> None:
        """`build`: the number of the build."""
        self.worker, self.build, self.profiler = worker, build, profiler
        options = worker.site.options
        self.processes, self.executor = options.jobs or os.cpu_count() or 1, options.executor
        self._pool: Pool | None = None

    @property
    def has_workers(self) -> bool:
        """Whether worker processes run."""
        return self._pool is not None

    def read(self, jobs: list[tuple[str, str, str]]) -> Iterator[list[IndexedArticle]]:
        """Read sources. Worker processes start at once, so that other work can be done before the results are fetched."""
        if self.processes > 1 and len(jobs) >= SMALL and not self.executor:
            self.worker.reading.reader()  # loaded once, before processes are forked
        return self._map("read", self.worker.read, iter(jobs), len(jobs), READ_PIECE)

    def process_images(self, jobs: list[ImageJob]) -> Iterator[list[ImageRecord]]:
        """Process images."""
        if self.processes > 1 and len(jobs) >= SMALL_IMAGES and not self.executor:
            self.worker.images.load()  # once, before processes are forked
        return self._map("process_images", self.worker.process_images, iter(jobs), len(jobs), 1, SMALL_IMAGES)

    def make(
        self,
        jobs: Iterator[StalePage],
        number: int,
        shared: SharedFingerprints,
        stop: Callable[[], bool] = never,
    ) -> Iterator[list[PageResult]]:
        """Make pages. `number`: how many jobs there are at most. `stop` is asked between pieces of work."""
        piece = MAKE_PIECE if stop is never else CUT_PIECE
        return self._map("make", self.worker.make, jobs, number, piece, stop=stop, shared=shared)

    def end_step(self) -> None:
        """Stop the work of workers."""
        if self._pool:
            self._pool.end_step()

    def close(self) -> None:
        """End the workers."""
        if self._pool:
            self._pool.close()

    def _map(
        self, name: str, run: Callable[[list[Job]], list[Result]], jobs: Iterator[Job], number: int, size: int,
        small: int = SMALL, *, stop: Callable[[], bool] = never, shared: SharedFingerprints | None = None,
    ) -> Iterator[list[Result]]:  # fmt: skip
        """Results of all jobs, in pieces of `size` jobs. `stop` is asked before each piece but the first."""
        if self.executor:
            size = max(size, min(size * LARGEST, number // MANY_PIECES))
        first = list(islice(jobs, size))
        pieces = chain([first] if first else [], iter(lambda: [] if stop() else list(islice(jobs, size)), []))
        if (self.processes == 1 and not self.executor) or number < small:
            return map(run, pieces)
        if self._pool is None:
            from digest.build.executors import open_pool

            self._pool = open_pool(self.executor, self.processes)
        results: Iterator[list[Any]] = self._pool.map(self.worker, self.build, name, pieces, shared)
        return self.profiler.collect(results, self._pool) if self.profiler else results
