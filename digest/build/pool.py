"""Workers that do pieces of work beside each other. Results come in the order of the pieces, as from `map`.

A pool serves one build, which has several steps: reading, pictures, pages. Only jobs (paths) and small records are sent to
workers. There are three kinds: `ProcessPool` (here), `ExecutorPool` and `DaskPool`. `executors.py` chooses one of them.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from itertools import count
from multiprocessing.connection import Connection, wait
from typing import Any, cast

from digest.build.make_page import SharedFingerprints
from digest.build.worker import Worker, WorkerDied
from digest.model.site import Site

Piece = list[Any]
"""Jobs that a worker gets at a time."""


class Pool(ABC):
    """Does pieces of work by calling methods of `Worker`. At most one step runs at a time."""

    number: int
    """The number of workers."""

    def map(self, worker: Worker, build: int, method: str, pieces: Iterator[Piece], shared: SharedFingerprints | None = None
    ) -> Iterator[list[Any]]:  # fmt: skip
        """Begin a step: call `method` for each piece of work, and yield the results in the order of the pieces.

        The work begins at once. `worker`: that of this process; others work for the same site, and are prepared for making
        pages if `shared` is given. `build`: the number of the build. The iterator raises WorkersFailed, and any exception that a
        worker raised.
        """
        self.end_step()
        self._start(worker, f"{build}.{method}", shared)
        upcoming = enumerate(pieces)
        return self._results(method, upcoming, self._begin_next(method, upcoming, 0))

    def _begin_next(self, method: str, upcoming: Iterator[tuple[int, Piece]], begun: int) -> int:
        """Begin pieces until each worker has two, so that none has to wait. `begun` are unfinished; returns how many are now."""
        while begun < 2 * self.number:
            number, piece = next(upcoming, (0, None))
            if piece is None:
                break
            self._begin(method, number, piece)
            begun += 1
        return begun

    def _results(self, method: str, upcoming: Iterator[tuple[int, Piece]], begun: int) -> Iterator[list[Any]]:
        done: dict[int, list[Any]] = {}
        for number in count():
            while number not in done:
                if not begun:
                    return
                for finished, result in self._finished():
                    done[finished] = result
                    begun = self._begin_next(method, upcoming, begun - 1)
            yield done.pop(number)

    @abstractmethod
    def _start(self, worker: Worker, name: str, shared: SharedFingerprints | None) -> None:
        """Prepare the workers for a step. `name`: the beginning of the names of their files of bodies."""

    @abstractmethod
    def _begin(self, method: str, number: int, piece: Piece) -> None:
        """Give a piece to a worker."""

    @abstractmethod
    def _finished(self) -> Iterable[tuple[int, list[Any]]]:
        """Wait until a piece is done; the numbers and results of those that are."""

    @abstractmethod
    def times(self) -> list[Any]:
        """What the workers of this step measured, if they are `ProfiledWorker`s. Called after all results were taken."""

    @abstractmethod
    def end_step(self) -> None:
        """Stop the work of this step. Pieces without a result are lost."""

    def close(self) -> None:
        """End the workers, after the last step."""
        self.end_step()


class ProcessPool(Pool):
    """Processes of its own. Each step has new ones, which end with it.

    Forked processes begin with all that the worker of the build has loaded; others create one for its site. A process ends when
    its parent ends, even if the parent is killed."""

    def __init__(self, number: int, method: str = "") -> None:
        """`method`: `fork` or `spawn`; the default is to fork where that is possible."""
        self.number = number
        self._method = method or ("fork" if hasattr(os, "fork") else "spawn")
        self._busy: dict[Connection, list[int]] = {}
        self._processes: list[Any] = []

    def _start(self, worker: Worker, name: str, shared: SharedFingerprints | None) -> None:
        """Start the processes. Raises WorkerDied if this is not possible."""
        context: Any = multiprocessing.get_context(self._method)
        forked = worker if self._method == "fork" else None
        try:
            with interrupts_held():
                for i in range(self.number):
                    mine, theirs = context.Pipe()
                    self._busy[mine] = []
                    arguments = (theirs, worker.site, forked, type(worker), f"{name}.{i}", shared)
                    process = context.Process(target=_run_worker, args=arguments, daemon=True)
                    process.start()
                    theirs.close()
                    self._processes.append(process)
        except OSError as error:  # no memory, or too many processes
            self.end_step()
            raise WorkerDied from error
        except BaseException:
            self.end_step()
            raise

    def _begin(self, method: str, number: int, piece: Piece) -> None:
        connection = min(self._busy, key=lambda c: len(self._busy[c]))
        self._busy[connection].append(number)
        with contextlib.suppress(BrokenPipeError):  # receiving the result will fail
            connection.send((method, (piece,)))

    def _finished(self) -> Iterator[tuple[int, list[Any]]]:
        for ready in wait([c for c, numbers in self._busy.items() if numbers]):
            connection = cast("Connection", ready)
            try:
                result = connection.recv()
            except (EOFError, OSError):
                raise WorkerDied from None
            if isinstance(result, BaseException):
                raise result
            yield self._busy[connection].pop(0), result

    def times(self) -> list[Any]:
        """The times of each process."""
        try:
            for connection in self._busy:
                connection.send(("times", ()))
            return [connection.recv() for connection in self._busy]
        except (EOFError, OSError):
            raise WorkerDied from None

    def end_step(self) -> None:
        """End the processes at once."""
        for connection in self._busy:
            connection.close()
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()
        self._busy, self._processes = {}, []


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
    threading.Thread(target=end_with_parent, daemon=True).start()
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


def end_with_parent() -> None:
    """Wait until the parent of this process ends, and end the process then."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(1)
