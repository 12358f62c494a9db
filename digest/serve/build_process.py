"""The build subprocess of `digest serve`, and its client.

Builds run in a process of their own so that they do not block requests, can use worker processes (forking is safe in a
process with one thread), and can be killed at any time. The process ends when its parent does.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection

from digest.build.pool import interrupts_held
from digest.build.run import build
from digest.build.seal import seen_by_last_build
from digest.build.session import BuildRequest, BuildSession, ChangeHint
from digest.files.lock import BuildLocked
from digest.model.events import Event, Moved, Progress, Rendered, Report
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem
from digest.model.site import Options
from digest.serve.site import ServedSite, served

LOCK_TIMEOUT = 5.0
"""Seconds to wait for another build of the site."""


class BuildJob(NamedTuple):
    """A request for a build."""

    options: Options
    hint: ChangeHint | None
    first: tuple[str, ...]
    """Output paths of the pages that browsers show; they are rendered first."""

    is_first: bool
    """Whether the site is not complete yet: the server wants to know the progress, and the newest pages are made first."""


class PageWritten(NamedTuple):
    """A message: an output file was written."""

    path: str


class BuildDone(NamedTuple):
    """A message: a build ended."""

    report: Report
    served: ServedSite | None
    """The site, according to its last valid settings."""
    due: float | None
    """When the next article appears or expires, in seconds since 1970."""
    built: bool
    """Whether the output is up to date, apart from the reported problems."""
    unfinished: bool
    """Whether the build was stopped and pages are left for the next one."""
    without_sizes: bool
    """Whether images are left whose smaller sizes the next build makes."""


BuildMessage = Progress | Moved | PageWritten | BuildDone


class BuildProcess:
    """Client of the build subprocess. It runs one build at a time."""

    def __init__(self, on_message: Callable[[BuildMessage | None], None]) -> None:
        """`on_message`: receives messages, in another thread; None if the process ended unexpectedly."""
        context = multiprocessing.get_context("spawn")
        self._connection, child_connection = context.Pipe()
        self._process = context.Process(target=_run, args=(child_connection,), daemon=False, name="digest builder")
        _start_resource_tracker()
        with interrupts_held():  # a terminal sends Ctrl-C to all processes; the server ends this one itself
            self._process.start()
        child_connection.close()
        self._on_message = on_message
        threading.Thread(target=self._receive, daemon=True).start()

    def _receive(self) -> None:
        try:
            while True:
                self._on_message(self._connection.recv())
        except (EOFError, OSError):
            self._on_message(None)

    def build(self, job: BuildJob) -> None:
        """Start a build. The previous one must have ended."""
        with contextlib.suppress(OSError):  # the process ended; `_receive` notices it
            self._connection.send(job)

    def stop(self) -> None:
        """Ask the current build to leave the remaining pages for the next one."""
        with contextlib.suppress(OSError):
            self._connection.send(None)

    def kill(self) -> None:
        """Kill the process. The next build repairs what it left unfinished."""
        self._on_message = _ignore
        self._process.kill()
        self._process.join()


def _start_resource_tracker() -> None:
    """Start the helper process that multiprocessing needs, before interrupts are held: it would unblock them again."""
    with contextlib.suppress(ImportError):  # Windows has none
        from multiprocessing.resource_tracker import ensure_running

        ensure_running()


def _ignore(message: BuildMessage | None) -> None:
    """Ignore the messages of a killed process."""


# -- in the subprocess ------------------------------------------------------------------------------


def _run(connection: Connection) -> None:
    """Run builds on request until the parent closes the connection."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # for systems where `interrupts_held` has no effect
    session = BuildSession()
    with contextlib.suppress(EOFError, OSError):
        while True:
            job = connection.recv()
            if job is not None:  # a request to stop that came after the build had ended
                connection.send(_build(job, connection, session))


def _build(job: BuildJob, connection: Connection, session: BuildSession) -> BuildDone:
    request = BuildRequest(job.hint, job.first, connection.poll, session, job.is_first)
    shown = set(request.with_moved(session.moved).first)
    percent: tuple[str, int] = "", 0

    def on_event(event: Event) -> None:
        nonlocal percent
        if isinstance(event, Rendered) and event.written and (event.path in shown or not event.path.endswith(".html")):
            connection.send(PageWritten(event.path))
        elif isinstance(event, Moved):
            shown.update(request.with_moved(event.pages).first)
            connection.send(event)
        elif isinstance(event, Progress) and job.is_first and percent != (now := _percent(event)):
            percent = now
            connection.send(event)

    try:
        report = build(job.options, on_event, LOCK_TIMEOUT, request)
    except BuildLocked as locked:
        hint = "`digest serve` tries again when it has ended."
        report = Report(problems=(Problem("build-locked", str(locked), hint=hint),))
    except Exception as error:
        import traceback

        place = traceback.extract_tb(error.__traceback__)[-1]
        message = f"internal error: {type(error).__name__}: {error} ({place.name}, line {place.lineno})"
        hint = "Please report it. The next change starts a new build."
        report = Report(problems=(Problem("build-fault", message, hint=hint),))
    site = served(session.site) if session.site else None
    seen = seen_by_last_build(os.path.join(job.options.root, ".digest"))
    is_built = report.pages > 0
    unfinished = is_built and not seen.get("settled")
    return BuildDone(
        report, site, seen.get("due"), is_built, unfinished and session.cut, unfinished and session.without_sizes
    )


def _percent(progress: Progress) -> tuple[str, int]:
    """The stage of a build, and how much of it is done."""
    return progress.stage, progress.done * 100 // max(progress.total, 1)
