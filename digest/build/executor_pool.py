"""A pool whose workers belong to any `concurrent.futures.Executor`: threads, processes, or programs on other machines.

Nothing is assumed about an executor but `submit` and `shutdown`. So each piece of work comes with a `Step`, which names a file
with everything that a worker needs, and each process makes itself a `Worker` from it when the first piece of a step arrives. A
piece may be done twice, by workers that do not know of each other: bodies are appended to files named after the process, and
pages are written under a temporary name first.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from functools import lru_cache
from multiprocessing import parent_process
from typing import Any

import digest
from digest.build.garbage import CollectionOff
from digest.build.make_page import SharedFingerprints
from digest.build.pool import Piece, Pool, end_with_parent, interrupts_held
from digest.build.worker import Worker, WorkerDied, WorkersFailed
from digest.files import output
from digest.model.fingerprint import content_hash, hash_program
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem
from digest.model.site import Site

STEP_FILE = f".step{output.TEMPORARY}"
"""The file in `.digest/` that describes the present step to the workers, and an empty one in the output, which they must see. If
the build is killed, the next one removes them like other temporary files."""


class Step(NamedTuple):
    """A step of a build, as it is sent with each piece of work."""

    file: str
    """The file with the `StepDetails`: large values, for example the dates of all articles, are not sent with each piece."""
    hash: str
    """The hash of this file."""
    program: str
    """The program that builds, see `own_program`."""
    proof: str
    """A file in the output folder, which a worker must see."""


class StepDetails(NamedTuple):
    """Everything that a worker needs for a step."""

    site: Site
    kind: type[Worker]
    name: str
    """The beginning of the names of files of bodies."""
    shared: SharedFingerprints | None
    """If the step makes pages."""
    store: tuple[int, int]
    """Size and modification time of the store."""


class Done(NamedTuple):
    """A piece of work that was done."""

    results: list[Any]
    process: str
    """The name of the process that did it."""
    measured: Any
    """What the worker measured so far, if it is a `ProfiledWorker`."""


# -- in the process of the build ------------------------------------------------------------------


class ExecutorPool(Pool):
    """Gives pieces of work to an executor."""

    def __init__(self, executor: Executor, number: int) -> None:
        """`number`: how many workers the executor has."""
        self.number = number
        self._executor = executor
        self._step = Step("", "", "", "")
        self._numbers: dict[Future[Done], int] = {}
        self._measured: dict[str, Any] = {}

    def _start(self, worker: Worker, name: str, shared: SharedFingerprints | None) -> None:
        site = worker.site
        store = os.stat(os.path.join(site.state, "store.db"))
        details = StepDetails(site, type(worker), name, shared, (store.st_size, store.st_mtime_ns))
        data = pickle.dumps(details)
        proof = os.path.join(site.output, STEP_FILE) if shared else ""
        self._step = Step(os.path.join(site.state, STEP_FILE), content_hash(data), own_program(), proof)
        output.write(self._step.file, data)
        if proof:
            output.write(proof, b"")

    def _begin(self, method: str, number: int, piece: Piece) -> None:
        try:
            with interrupts_held():  # some executors start a process at each call
                future = self._submit(method, piece)
        except (RuntimeError, OSError) as error:
            raise self._lost() from error
        self._numbers[future] = number

    def _submit(self, method: str, piece: Piece) -> Future[Done]:
        return self._executor.submit(do_piece, self._step, method, piece)

    def _finished(self) -> Iterator[tuple[int, list[Any]]]:
        for future in self._wait():
            number = self._numbers.pop(future)
            try:
                done = future.result()
            except (BrokenExecutor, CancelledError) as error:
                raise self._lost() from error
            self._measured[done.process] = done.measured
            yield number, done.results

    def _wait(self) -> set[Future[Done]]:
        """Wait until a piece is done; returns those that are."""
        return wait(self._numbers, return_when=FIRST_COMPLETED).done

    def _lost(self) -> WorkersFailed:
        """Why the executor does no more work."""
        return WorkerDied()

    def times(self) -> list[Any]:
        """What each process measured up to its last piece."""
        return list(self._measured.values())

    def _abandon(self) -> None:
        """Make sure that no worker goes on writing, if the step ends early."""
        for future in self._numbers:
            future.cancel()
        wait(self._numbers)  # those that have begun

    def end_step(self) -> None:
        """Stop the work of this step."""
        if self._numbers:
            self._abandon()
        self._numbers, self._measured = {}, {}
        for file in (self._step.file, self._step.proof):
            if file and os.path.exists(file):
                os.unlink(file)

    def close(self) -> None:
        """End the executor."""
        self.end_step()
        self._executor.shutdown()
        release()  # if its workers are threads of this process


# -- in the processes of workers ------------------------------------------------------------------


class _Held:
    """What a process holds for the step that it works on. There is one, because executors give no place to keep it.

    The worker is used by one thread at a time. More of them would not be faster, since threads of Python take turns.
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.step: Step | None = None
        self.worker: Worker | None = None
        self.copy = ""
        """The file of its copy of the store."""


_held = _Held()


def do_piece(step: Step, method: str, piece: Piece, folder: str = "") -> Done:
    """Do a piece of work. `folder`: a folder of this machine for a copy of the store, if the site is on another one."""
    with _held.lock, CollectionOff():
        worker = _held.worker
        if worker is None or _held.step != step:
            release()
            worker = _held.worker = _new_worker(step, folder)
            _held.step = step
        results = getattr(worker, method)(piece)
        if method == "read":
            worker.bodies.close()  # so that other machines see what was written
        return Done(results, worker.bodies.name, worker.times())


def release() -> None:
    """Close the worker of this process, and remove its copy of the store."""
    with _held.lock:
        if _held.worker:
            _held.worker.close()
        if _held.copy:
            os.unlink(_held.copy)
        _held.step, _held.worker, _held.copy = None, None, ""


def _new_worker(step: Step, folder: str) -> Worker:
    """The worker of this process for a step. Raises WorkersFailed if it would not do the same as the process of the build."""
    me = output.process_name()
    if own_program() != step.program:
        message = f"the worker {me} runs {own_program()}, but this build {step.program}"
        raise refused(message, "Install the same versions of all packages on all machines, and restart the workers.")
    details: StepDetails = pickle.loads(_read(step, me))
    site, shared = details.site, details.shared
    for path in (site.content, step.proof):
        if path and not os.path.exists(path):
            raise _not_shared(path, me)
    store = os.path.join(site.state, "store.db")
    if not folder:
        _end_with_parent()
    elif shared:
        store = _held.copy = _copy(store, os.path.join(folder, f"store-{step.hash}-{os.getpid()}.db"))
        if os.path.getsize(store) != details.store[0]:
            raise refused(f"the worker {me} sees an older version of {site.state}", "Check how this folder is shared.")
    worker = details.kind(site, f"{details.name}.{me}", store=store)
    if shared:
        worker.pages.prepare(shared)
    return worker


def _read(step: Step, me: str) -> bytes:
    """The bytes of a step's file, which are those that the build wrote."""
    try:
        with open(step.file, "rb") as file:
            data = file.read()
    except OSError:
        data = b""
    if content_hash(data) != step.hash:
        raise _not_shared(step.file, me)
    return data


def _copy(store: str, path: str) -> str:
    import shutil

    return str(shutil.copyfile(store, path))


def refused(message: str, hint: str) -> WorkersFailed:
    """Why a worker does not work for this build."""
    return WorkersFailed(Problem("worker-refused", message, hint=hint))


def _not_shared(path: str, me: str) -> WorkersFailed:
    hint = "All machines must see the folder of the site and its output, at the same paths."
    return refused(f"the worker {me} does not see {path}", hint)


@lru_cache(maxsize=1)
def own_program() -> str:
    """The program that runs in this process: versions for people, and a fingerprint of all files and packages."""
    fingerprint = hash_program(digest.__version__, os.path.dirname(digest.__file__))
    return f"digest {digest.__version__} with Python {sys.version.split()[0]} ({fingerprint})"


@lru_cache(maxsize=1)
def _end_with_parent() -> None:
    """End this process with its parent, if an executor started it."""
    if parent_process():
        threading.Thread(target=end_with_parent, daemon=True).start()
