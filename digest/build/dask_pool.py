"""A pool whose workers belong to dask, on this machine or on others. Needs the extra `digest-press[cluster]`.

dask starts the workers, gives them pieces, and gives the pieces of a lost worker to others.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

from digest.build.executor_pool import Done, ExecutorPool, Step, do_piece, release
from digest.build.make_page import SharedFingerprints
from digest.build.pool import Piece, interrupts_held
from digest.build.worker import Worker, WorkerDied, WorkersFailed

TIMEOUT = 10
"""Seconds to wait for a scheduler, and for its first worker."""


class DaskPool(ExecutorPool):
    """Gives pieces of work to the workers of a dask scheduler."""

    def __init__(self, address: str, number: int) -> None:
        """`address`: that of the scheduler; empty to start one here, with `number` workers. Raises WorkersFailed."""
        import logging

        from distributed import Client, LocalCluster

        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is a problem of the build
        self._shown = f"the scheduler {address}" if address else "the local dask cluster"
        self._client: Any = None
        self._cluster: Any = None
        try:
            with interrupts_held():
                if not address:
                    self._cluster = LocalCluster(
                        n_workers=number, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
                    )
                self._client = Client(self._cluster or address, timeout=TIMEOUT, set_as_default=False)
            self._client.wait_for_workers(1, timeout=TIMEOUT)
        except Exception as error:
            self._end()
            hint = "Check the address, and that the scheduler runs and has workers. `--jobs` without `--executor` needs neither."
            raise WorkersFailed("cluster-lost", f"{self._shown} has no workers: {error}", hint) from error
        super().__init__(self._client.get_executor(pure=False), number)

    def _start(self, worker: Worker, name: str, shared: SharedFingerprints | None) -> None:
        try:
            self.number = max(1, len(self._client.scheduler_info()["workers"]))
        except OSError as error:
            raise self._lost() from error
        if shared:
            _flush(os.path.join(worker.site.state, "store.db"))
        super()._start(worker, name, shared)

    def _submit(self, method: str, piece: Piece) -> Future[Done]:
        done: Future[Done] = self._executor.submit(do_piece_on_dask, self._step, method, piece)
        return done

    def _finished(self) -> Iterator[tuple[int, list[Any]]]:
        from distributed.scheduler import KilledWorker

        try:
            yield from super()._finished()
        except KilledWorker as error:  # the workers that got this piece died, one after the other
            raise WorkerDied from error

    def _lost(self) -> WorkersFailed:
        hint = "The next build continues from here. It needs no cluster: leave out --executor to build on this machine."
        return WorkersFailed("cluster-lost", f"the connection to {self._shown} was lost", hint)

    def close(self) -> None:
        """Remove what the workers keep, and close the connection. The workers of a scheduler stay for the next build."""
        self.end_step()
        with contextlib.suppress(Exception):  # what a lost worker keeps is removed by dask
            self._client.run(release, on_error="ignore")
        self._end()

    def _end(self) -> None:
        for opened in (self._client, self._cluster):
            if opened:
                with contextlib.suppress(Exception):
                    opened.close(timeout=TIMEOUT)


def do_piece_on_dask(step: Step, method: str, piece: Piece) -> Done:
    """Do a piece of work, with a copy of the store in the folder of a dask worker, which dask removes even if it is killed."""
    from distributed import get_worker

    return do_piece(step, method, piece, get_worker().local_directory)


def _flush(path: str) -> None:
    """Write a file of this machine to the disk, where other machines see it."""
    file = os.open(path, os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)
