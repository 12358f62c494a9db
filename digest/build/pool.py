"""A pool of worker processes. Its results come in the order of the jobs, as from `map`.

Only jobs (paths) and small records are sent between processes. A worker process ends when its parent ends, even if the parent is
killed.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from typing import Any, cast

from digest.build.make_page import SharedFingerprints
from digest.build.worker import Worker, WorkerDied
from digest.model.site import Site


class Pool:
    """Worker processes with a `Worker` each."""

    def __init__(
        self, worker: Worker, name: str, number: int, shared: SharedFingerprints | None, method: str | None = None
    ) -> None:
        """Start `number` processes. Raises WorkerDied if this is not possible.

        Forked processes begin with all that `worker` has loaded. Other processes create a worker for its site, and prepare it for
        making pages if `shared` is given. `name`: the beginning of the names of their files of bodies."""
        method = method or ("fork" if hasattr(os, "fork") else "spawn")
        context: Any = multiprocessing.get_context(method)
        forked = worker if method == "fork" else None
        self._connections: list[Connection] = []
        self._processes: list[Any] = []
        try:
            with interrupts_held():
                for i in range(number):
                    mine, theirs = context.Pipe()
                    self._connections.append(mine)
                    arguments = (theirs, worker.site, forked, type(worker), f"{name}.{i}", shared)
                    process = context.Process(target=_run_worker, args=arguments, daemon=True)
                    process.start()
                    theirs.close()
                    self._processes.append(process)
        except OSError as error:  # no memory, or too many processes
            self.close()
            raise WorkerDied from error
        except BaseException:
            self.close()
            raise

    def map(self, method: str, pieces: Iterator[list[Any]]) -> Iterator[list[Any]]:
        """Call a method of `Worker` for each piece of work, and yield the results in the order of the pieces. The work begins at
        once. The iterator raises WorkerDied, and any exception that a worker raised."""
        busy: dict[Connection, list[int]] = {connection: [] for connection in self._connections}
        upcoming = enumerate(pieces)
        for connection in [*self._connections, *self._connections]:  # two pieces each, so that no worker has to wait
            self._send_next(connection, busy, method, upcoming)
        return self._results(method, busy, upcoming)

    def _results(
        self, method: str, busy: dict[Connection, list[int]], upcoming: Iterator[tuple[int, list[Any]]]
    ) -> Iterator[list[Any]]:
        done: dict[int, list[Any]] = {}
        number = 0
        while done or any(busy.values()):
            while number not in done:
                for ready in wait([c for c, numbers in busy.items() if numbers]):
                    connection = cast("Connection", ready)
                    try:
                        result = connection.recv()
                    except (EOFError, OSError):
                        raise WorkerDied from None
                    if isinstance(result, BaseException):
                        raise result
                    done[busy[connection].pop(0)] = result
                    self._send_next(connection, busy, method, upcoming)
            yield done.pop(number)
            number += 1

    def _send_next(
        self,
        connection: Connection,
        busy: dict[Connection, list[int]],
        method: str,
        upcoming: Iterator[tuple[int, list[Any]]],
    ) -> None:
        number, piece = next(upcoming, (0, None))
        if piece is not None:
            busy[connection].append(number)
            with contextlib.suppress(BrokenPipeError):  # receiving the result will fail
                connection.send((method, (piece,)))

    def call_each(self, method: str) -> list[Any]:
        """Call a method of `Worker` without arguments in each process, after all results of `map` were taken. Raises
        WorkerDied."""
        try:
            for connection in self._connections:
                connection.send((method, ()))
            return [connection.recv() for connection in self._connections]
        except (EOFError, OSError):
            raise WorkerDied from None

    def close(self) -> None:
        """End the worker processes at once. Work without a result is lost."""
        for connection in self._connections:
            connection.close()
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()


@contextlib.contextmanager
def interrupts_held() -> Iterator[None]:
    """Delay Ctrl-C inside the block. Processes that are started in it never receive Ctrl-C, which a terminal sends to all
    processes: they end with their parent, and print nothing."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _run_worker(
    connection: Connection,
    site: Site,
    forked: Worker | None,
    kind: type[Worker],
    name: str,
    shared: SharedFingerprints | None,
) -> None:
    """The main function of a worker process: call the requested methods until the parent ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()  # as in the process of the build; a spawned process does not inherit this
    worker = forked.forked(name) if forked else kind(site, name)
    if shared and not forked:
        worker.pages.prepare(shared)
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            method, arguments = connection.recv()
            try:
                result = getattr(worker, method)(*arguments)
            except Exception as error:
                result = error
            connection.send(result)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(1)
