"""A pool whose workers belong to dask, on this machine or on others. Needs the extra `digest-press[cluster]`.

dask starts the workers, gives them pieces, and gives the pieces of a lost worker to others.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from logging import CRITICAL
from multiprocessing import resource_tracker
from typing import Any

from digest.build.executor_pool import Done, ExecutorPool, Step, do_piece, refused, release
from digest.build.make_page import SharedFingerprints
from digest.build.pool import Piece, interrupts_held
from digest.build.worker import Worker, WorkerDied, WorkersFailed
from digest.model.problem import Problem

TIMEOUT = 10
"""Seconds to wait for a scheduler, and for its first worker."""
MAX_WAIT = 60
"""Seconds to wait for another worker if all are lost during a build."""


class DaskPool(ExecutorPool):
    """Gives pieces of work to the workers of a dask scheduler."""

    def __init__(self, address: str, number: int) -> None:
        """`address`: that of the scheduler; empty to start one here, with `number` workers. Raises WorkersFailed."""
        from distributed import Client, LocalCluster

        _silence()
        self._shown = f"the scheduler {address}" if address else "the local dask cluster"
        self._client: Any = None
        self._cluster: Any = None
        message = f"{self._shown} cannot be reached"
        try:
            if os.name != "nt":
                resource_tracker.ensure_running()  # its start would end `interrupts_held`
            with interrupts_held():
                if not address:
                    self._cluster = LocalCluster(
                        n_workers=number, threads_per_worker=1, dashboard_address=None, silence_logs=CRITICAL
                    )
                self._client = Client(self._cluster or address, timeout=TIMEOUT, set_as_default=False)
            message = f"{self._shown} has no workers"
            self._client.wait_for_workers(1, timeout=TIMEOUT)
        except BaseException as error:
            self._end()
            if isinstance(error, Exception):
                raise _no_cluster(f"{message}: {error}") from error
            raise
        super().__init__(self._client.get_executor(pure=False), number)

    def _start(self, worker: Worker, name: str, shared: SharedFingerprints | None) -> None:
        self.number = max(1, self._workers())
        if shared:
            _flush(os.path.join(worker.site.state, "store.db"))
        super()._start(worker, name, shared)

    def _submit(self, method: str, piece: Piece) -> Future[Done]:
        try:
            done: Future[Done] = self._executor.submit(do_piece_on_dask, self._step, method, piece)
        except Exception as error:
            if self._client.status == "running":
                raise
            raise self._lost() from error
        return done

    def _finished(self) -> Iterator[tuple[int, list[Any]]]:
        from distributed.scheduler import KilledWorker

        try:
            yield from super()._finished()
        except KilledWorker as error:  # the workers that got this piece died, one after the other
            raise WorkerDied from error
        except RuntimeError as error:
            if isinstance(error.__cause__, ImportError | AttributeError):  # it cannot even load `do_piece_on_dask`
                hint = "Install the same version of digest on all machines of the cluster."
                raise refused(f"a worker cannot load digest: {error.__cause__}", hint) from error
            raise

    def _wait(self) -> set[Future[Done]]:
        since = 0
        while not (done := wait(self._numbers, TIMEOUT, FIRST_COMPLETED).done):
            if self._client.status != "running":
                raise self._lost()
            since = 0 if self._workers() else since + 1
            if since * TIMEOUT >= MAX_WAIT:
                raise _no_cluster(f"{self._shown} has had no workers for {MAX_WAIT} s")
        return done

    def _workers(self) -> int:
        """The number of workers now."""
        try:
            return len(self._client.scheduler_info()["workers"])
        except (OSError, KeyError) as error:  # dask knows nothing about a scheduler while it tries to reach it again
            raise self._lost() from error

    def _abandon(self) -> None:
        for future in self._numbers:
            future.cancel()
        self._release()

    def _release(self) -> None:
        """Remove what the workers keep. Each waits for the end of the piece that it has begun."""
        if self._client.status == "running":
            with contextlib.suppress(Exception):  # what a lost worker keeps is removed by dask
                self._client.run(release, on_error="ignore")

    def _lost(self) -> WorkersFailed:
        return _no_cluster(f"the connection to {self._shown} was lost")

    def close(self) -> None:
        """Close the connection. The workers of a scheduler stay for the next build."""
        self.end_step()
        self._release()
        self._end()

    def _end(self) -> None:
        for opened in (self._client, self._cluster):
            if opened:
                with contextlib.suppress(Exception):
                    opened.close(timeout=1)


def do_piece_on_dask(step: Step, method: str, piece: Piece) -> Done:
    """Do a piece of work, with a copy of the store in the folder of a dask worker, which dask removes even if it is killed."""
    from distributed import get_worker

    return do_piece(step, method, piece, get_worker().local_directory)


def _no_cluster(message: str) -> WorkersFailed:
    hint = "Start it again, or correct its address. Without --executor, the next build goes on with this machine."
    return WorkersFailed(Problem("cluster", message, hint=hint))


def _silence() -> None:
    """Print nothing of what dask logs: what matters is a problem of the build."""
    for name in list(logging.root.manager.loggerDict):
        if name.startswith("distributed"):
            logging.getLogger(name).setLevel(CRITICAL)


def _flush(path: str) -> None:
    """Write a file of this machine to the disk, where other machines see it."""
    file = os.open(path, os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)
