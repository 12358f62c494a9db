"""Work shared out to processes: the same maps, the same results, in the same order.

Only jobs (keys) and small records cross between processes. A worker ends when its parent does, however that
ends. Below `SMALL` jobs the build's own process does the work, since starting others costs more. This module must not
know what the work is.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, cast

from digest.site import Site
from digest.work import Worker

SMALL = 100
"""Fewer jobs than this are done in the build's own process."""


class WorkerDied(Exception):  # noqa: N818 (it says what happened)
    """A worker process ended in the middle of its work: killed, or out of memory."""


class Pool:
    """Some worker processes with a `Worker` each. `name`: what their files of bodies are called, with a number."""

    def __init__(self, site: Site, name: str, number: int, method: str | None = None) -> None:
        context: Any = multiprocessing.get_context(method or ("fork" if hasattr(os, "fork") else "spawn"))
        self._ends: list[Connection] = []
        self._processes = []
        for i in range(number):
            mine, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, site, f"{name}.{i}"), daemon=True)
            process.start()
            theirs.close()
            self._ends.append(mine)
            self._processes.append(process)

    def map(self, what: str, jobs: Sequence[Any], size: int) -> Iterator[list[Any]]:
        """Results of `Worker.what` for pieces of `size` jobs, in the order of the jobs. Raises WorkerDied."""
        pieces = [jobs[i : i + size] for i in range(0, len(jobs), size)]
        done: dict[int, list[Any]] = {}
        busy: dict[Connection, list[int]] = {end: [] for end in self._ends}
        upcoming = iter(range(len(pieces)))
        for end in [*self._ends, *self._ends]:  # two pieces each, so that none waits for the next
            self._give(end, busy, what, pieces, upcoming)
        for number in range(len(pieces)):
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
                    self._give(end, busy, what, pieces, upcoming)
            yield done.pop(number)

    def _give(
        self, end: Connection, busy: dict[Connection, list[int]], what: str, pieces: list[Any], upcoming: Iterator[int]
    ) -> None:
        number = next(upcoming, None)
        if number is not None:
            busy[end].append(number)
            with contextlib.suppress(BrokenPipeError):  # its end is seen when its result is asked for
                end.send((what, (pieces[number],)))

    def tell(self, what: str, *arguments: Any) -> None:
        """Have every worker do one thing, such as `prepare`."""
        for end in self._ends:
            end.send((what, arguments))
        for end in self._ends:
            result = end.recv()
            if isinstance(result, BaseException):
                raise result

    def close(self) -> None:
        """End the workers at once; nothing they hold is lost that was not reported."""
        for end in self._ends:
            end.close()
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()


def _serve(end: Connection, site: Site, name: str) -> None:
    """A worker process: does what it is told until its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    worker = Worker(site, name)
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


def shared(
    pool: Callable[[], Pool], own: Worker, what: str, jobs: Sequence[Any], *, number: int, size: int
) -> Iterator[list[Any]]:
    """Results piece by piece, from workers when there is enough to do and more than one is allowed, else from `own`."""
    if number > 1 and len(jobs) >= SMALL:
        yield from pool().map(what, jobs, size)
    else:
        for i in range(0, len(jobs), size):
            yield getattr(own, what)(list(jobs[i : i + size]))
