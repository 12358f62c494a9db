"""Work shared out to processes: the same maps, the same results, in the same order.

Only jobs (keys) and small records cross between processes. A worker ends when its parent does, however that
ends. This module must not know what the work is.
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
    """Some worker processes with a `Worker` each. `name`: what their files of bodies are called, with a number."""

    def __init__(self, worker: Worker, name: str, number: int, prints: SharedFingerprints | None, method: str | None = None) -> None:
        """Start `number` processes. Forked ones begin with all that `worker` has loaded; others make their own from
        its site, and with `prints` prepare it for making pages."""
        method = method or ("fork" if hasattr(os, "fork") else "spawn")
        context: Any = multiprocessing.get_context(method)
        given = worker if method == "fork" else None
        self._ends: list[Connection] = []
        self._processes: list[Any] = []
        try:
            with interrupts_held():
                for i in range(number):
                    mine, theirs = context.Pipe()
                    self._ends.append(mine)
                    arguments = (theirs, worker.site, given, type(worker), f"{name}.{i}", prints)
                    process = context.Process(target=_serve, args=arguments, daemon=True)
                    process.start()
                    theirs.close()
                    self._processes.append(process)
        except OSError as error:  # no memory, or too many processes
            self.close()
            raise WorkerDied from error
        except BaseException:
            self.close()
            raise

    def map(self, what: str, pieces: Iterator[list[Any]]) -> Iterator[list[Any]]:
        """Results of `Worker.what` for pieces of work, in their order. The work begins at once.

        Raises WorkerDied while results are taken.
        """
        busy: dict[Connection, list[int]] = {end: [] for end in self._ends}
        upcoming = enumerate(pieces)
        for end in [*self._ends, *self._ends]:  # two pieces each, so that none waits for the next
            self._give(end, busy, what, upcoming)
        return self._results(what, busy, upcoming)

    def _results(
        self, what: str, busy: dict[Connection, list[int]], upcoming: Iterator[tuple[int, list[Any]]]
    ) -> Iterator[list[Any]]:
        done: dict[int, list[Any]] = {}
        number = 0
        while done or any(busy.values()):
            while number not in done:
                for ready in wait([e for e, held in busy.items() if held]):
                    end = cast("Connection", ready)
                    try:
                        result = end.recv()
                    except (EOFError, OSError):
                        raise WorkerDied from None
                    if isinstance(result, BaseException):
                        raise result
                    done[busy[end].pop(0)] = result
                    self._give(end, busy, what, upcoming)
            yield done.pop(number)
            number += 1

    def _give(
        self, end: Connection, busy: dict[Connection, list[int]], what: str, upcoming: Iterator[tuple[int, list[Any]]]
    ) -> None:
        number, piece = next(upcoming, (0, None))
        if piece is not None:
            busy[end].append(number)
            with contextlib.suppress(BrokenPipeError):  # its end is seen when its result is asked for
                end.send((what, (piece,)))

    def ask(self, what: str) -> list[Any]:
        """The results of `Worker.what` of each process, once all that was mapped is done. Raises WorkerDied."""
        try:
            for end in self._ends:
                end.send((what, ()))
            return [end.recv() for end in self._ends]
        except (EOFError, OSError):
            raise WorkerDied from None

    def close(self) -> None:
        """End the workers at once; nothing they hold is lost that was not reported."""
        for end in self._ends:
            end.close()
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()


@contextlib.contextmanager
def interrupts_held() -> Iterator[None]:
    """Ctrl-C waits meanwhile. Processes that are started never get it: the terminal sends it to all, and theirs is to
    end with their parent, without a word."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(
    end: Connection, site: Site, given: Worker | None, kind: type[Worker], name: str, prints: SharedFingerprints | None
) -> None:
    """A worker process: does what it is told until its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()  # as the build's own process, which a new one made afresh does not know of
    worker = given.forked(name) if given else kind(site, name)
    if prints and not given:
        worker.pages.prepare(prints)
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            what, arguments = end.recv()
            try:
                result = getattr(worker, what)(*arguments)
            except Exception as error:
                result = error
            end.send(result)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(1)
