"""A process that builds a site whenever it is told to, and the hand that tells it.

It is a process of its own, started anew and not forked: it has one thread, so that builds may fork workers, builds do not
slow what is served, and it can be killed at any moment. It ends when its parent does. This module must not know
when a build is needed.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import NamedTuple

from digest.build.pool import interrupts_held
from digest.build.run import build
from digest.build.session import BuildRequest, BuildSession, ChangeHint
from digest.files.lock import BuildLocked
from digest.model.events import Event, Rendered, Report
from digest.model.problem import Problem
from digest.model.site import Options
from digest.serve.site import ServedSite, served
from digest.store import Store

WAIT = 5.0
"""Seconds to wait for a build that somebody else started."""


class BuildJob(NamedTuple):
    """A build to be made."""

    options: Options
    hint: ChangeHint | None
    first: tuple[str, ...]
    """Paths of the output that browsers show."""


class PageWritten(NamedTuple):
    """A file of the output that was written just now."""

    path: str


class BuildDone(NamedTuple):
    """A build that ended."""

    report: Report
    served: ServedSite | None
    """The site as its last good settings have it."""
    due: float | None
    """When the next article appears or expires, seconds since 1970."""
    built: bool
    """Whether the output now is what the site's files say, but for what the problems name."""
    cut: bool
    """Whether pages were left for the next build."""


BuildMessage = PageWritten | BuildDone


class BuildProcess:
    """The hand: one build at a time, what it says comes to `hear`, in a thread of its own."""

    def __init__(self, hear: Callable[[BuildMessage | None], None]) -> None:
        """`hear`: gets None when the process ended unbidden."""
        context = multiprocessing.get_context("spawn")
        self._end, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=False, name="digest builder")
        _start_tracker()
        with interrupts_held():  # the terminal sends them to all; the server ends this process
            self._process.start()
        theirs.close()
        self._hear = hear
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            while True:
                self._hear(self._end.recv())
        except (EOFError, OSError):
            self._hear(None)

    def build(self, job: BuildJob) -> None:
        """Begin a build; the last one must have ended."""
        with contextlib.suppress(OSError):  # it is gone: that is heard
            self._end.send(job)

    def stop(self) -> None:
        """Let the build under way make no more pages."""
        with contextlib.suppress(OSError):
            self._end.send(None)

    def kill(self) -> None:
        """End the process at once, whatever it does; the next build makes it right."""
        self._hear = _nobody
        self._process.kill()
        self._process.join()


def _start_tracker() -> None:
    """Multiprocessing's own helper, without which no process is started: as it starts, it lets interrupts through."""
    with contextlib.suppress(ImportError):  # Windows needs none
        from multiprocessing.resource_tracker import ensure_running

        ensure_running()


def _nobody(said: BuildMessage | None) -> None:
    """For the last words of a process that was killed."""


# -- in the process ---------------------------------------------------------------------------------


def _work(end: Connection) -> None:
    """Build what comes until there is nobody who could ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where they cannot be held
    kept = BuildSession()
    with contextlib.suppress(EOFError, OSError):
        while True:
            job = end.recv()
            if job is not None:  # else it is a stop for a build that had ended
                end.send(_build(job, end, kept))


def _build(job: BuildJob, end: Connection, kept: BuildSession) -> BuildDone:
    seen = set(job.first)

    def say(event: Event) -> None:
        if isinstance(event, Rendered) and event.written and (event.path in seen or not event.path.endswith(".html")):
            end.send(PageWritten(event.path))

    turn = BuildRequest(job.hint, job.first, end.poll, kept)
    try:
        report = build(job.options, say, WAIT, turn)
    except BuildLocked as locked:
        hint = "It is tried again as soon as that one ends."
        report = Report(problems=(Problem("build-locked", str(locked), hint=hint),))
    except Exception as error:
        import traceback

        place = traceback.extract_tb(error.__traceback__)[-1]
        message = f"this is a fault of digest: {type(error).__name__}: {error} ({place.name}, line {place.lineno})"
        report = Report(problems=(Problem("build-fault", message, hint="Please report it; the next change is built anew."),))
    where = served(kept.site) if kept.site else None
    due, settled = _left(os.path.join(job.options.root, ".digest", "store.db"))
    return BuildDone(report, where, due, report.pages > 0, report.pages > 0 and not settled and kept.cut)


def _left(path: str) -> tuple[float | None, bool]:
    """(when the next article is due, whether no page waits) as the last build noted it."""
    with contextlib.suppress(Exception):
        store = Store(path, writable=False)
        try:
            noted = json.loads(store.meta("quick") or "{}")
            return noted.get("due"), bool(noted.get("settled"))
        finally:
            store.close()
    return None, False
