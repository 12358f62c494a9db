"""The main loop of `digest serve`: wait for a change, build, and notify open pages and the terminal.

Only the folders that the watcher reports are scanned at first; when no more changes come, all folders are, in case the
system did not report one. If another change comes during a build, the build stops, and the next one renders the remaining
pages.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from digest.build.session import NO_CHANGES, ChangeHint
from digest.files.scan import PROBLEM_CODES
from digest.model.events import Moved, Progress
from digest.model.problem import Problem
from digest.model.site import Options
from digest.serve.build_process import BuildDone, BuildJob, BuildMessage, BuildProcess, PageWritten
from digest.serve.reload import Connections
from digest.serve.status import BuildRecord, History
from digest.serve.watch import FileEvent, PendingEvents, Watcher

DEBOUNCE, MAX_DEBOUNCE = 0.004, 0.05
"""Seconds without an event before a build starts, and seconds after which it starts even if events keep coming."""
INTERVAL = 1.0
"""Seconds between checks for replaced folders and due articles; with --poll, also between full scans."""
FULL_SCAN_DELAY = 1.0
"""Seconds after a build of reported changes until all folders are scanned."""
IDLE_SCAN_INTERVAL = 60.0
"""Seconds between full scans while nothing happens."""


class ServeReporter(Protocol):
    """Shows on the terminal what the server does."""

    def built(self, build: BuildRecord) -> None:
        """A build changed something."""

    def problems(self, new: list[Problem], remaining: int) -> None:
        """The problems changed. `new`: those that the last build did not have; `remaining`: the number of all problems."""

    def note(self, text: str) -> None:
        """A message for the user."""

    def warning(self, text: str) -> None:
        """A warning for the user."""


class Loop:
    """Builds until it is cancelled."""

    def __init__(
        self,
        options: Callable[[], Options],
        poll: bool,
        connections: Connections,
        history: History,
        reporter: ServeReporter,
    ) -> None:
        """`options`: returns the options of a build that starts now. `poll`: scan every second instead of watching."""
        self._options, self._poll = options, poll
        self._connections, self._history, self._reporter = connections, history, reporter
        self._pending, self._event_count = PendingEvents(), 0
        self._changed = asyncio.Event()
        self._running: asyncio.Future[BuildDone] | None = None
        self._loop = asyncio.get_running_loop()
        self._process = BuildProcess(self._on_message)
        self._watcher: Watcher | None = None
        self.first_build = asyncio.Event()
        """Set when the first build has ended."""

    async def run(self) -> None:
        """Run until cancelled."""
        try:
            self._start_watching()
            hint: ChangeHint | None = None
            reasons: tuple[str, ...] = ("server started",)
            while True:
                self._changed.clear()
                done = await self._build(hint, reasons)
                self.first_build.set()
                self._refresh_watcher()
                hint, reasons = await self._next_build(done, hint is not None)
        finally:
            self.close()

    def close(self) -> None:
        """Kill the build process and stop watching."""
        self._process.kill()
        if self._watcher:
            self._watcher.stop()

    # -- waiting --------------------------------------------------------------------------------

    async def _next_build(self, done: BuildDone, had_hint: bool) -> tuple[ChangeHint | None, tuple[str, ...]]:
        """Wait until a build is needed, and return its hint and reasons."""
        if (done.unfinished or done.without_sizes) and not self._pending.events:
            return NO_CHANGES, ("remaining pages" if done.unfinished else "smaller images",)
        started = self._loop.time()
        is_locked = any(problem.code == "build-locked" for problem in done.report.problems)
        patience = INTERVAL if self._poll or is_locked else FULL_SCAN_DELAY if had_hint else IDLE_SCAN_INTERVAL
        while not self._changed.is_set():
            remaining = started + patience - self._loop.time()
            if remaining <= 0:
                return None, ("full scan",)
            try:
                await asyncio.wait_for(self._changed.wait(), min(INTERVAL, remaining))
            except TimeoutError:
                self._refresh_watcher()
                if done.due is not None and self._options().clock >= done.due:
                    return None, ("scheduled article",)
        await self._debounce()
        events, self._pending = self._pending, PendingEvents()
        needs_full_scan = not done.built or any(problem.code in PROBLEM_CODES for problem in done.report.problems)
        return None if needs_full_scan else events.hint(), events.paths(self._connections.served.folders)

    async def _debounce(self) -> None:
        """Wait until no event has come for a moment."""
        end, count = self._loop.time() + MAX_DEBOUNCE, -1
        while count != self._event_count and self._loop.time() < end:
            count = self._event_count
            await asyncio.sleep(DEBOUNCE)

    # -- watching -------------------------------------------------------------------------------

    def _start_watching(self) -> None:
        if self._poll:
            return
        self._watcher = Watcher(self._connections.served.root, self._on_file_event)
        self._refresh_watcher()

    def _refresh_watcher(self) -> None:
        """Watch the folders that exist now."""
        served = self._connections.served
        if not self._watcher:
            return
        try:
            self._watcher.refresh(served.folders)
        except OSError as error:
            self._watcher.stop()
            self._watcher, self._poll = None, True
            reason = error.strerror or error
            self._reporter.warning(f"cannot watch for changes ({reason}); scanning all files every second instead")

    def _on_file_event(self, event: FileEvent) -> None:
        """Called by the watcher, in any thread."""
        self._loop.call_soon_threadsafe(self._add_event, event)

    def _add_event(self, event: FileEvent) -> None:
        self._event_count += 1
        self._pending.add(event)
        if not self._changed.is_set():
            self._changed.set()
            if self._running:
                self._process.stop()

    # -- building -------------------------------------------------------------------------------

    async def _build(self, hint: ChangeHint | None, reasons: tuple[str, ...]) -> BuildDone:
        started = self._loop.time()
        options = self._options()
        self._running = self._loop.create_future()
        self._process.build(BuildJob(options, hint, self._connections.names(), not self._connections.is_ready))
        done = await self._running
        self._running = None
        seconds = self._loop.time() - started
        self._on_build_done(done, reasons, options.clock + seconds, seconds)
        return done

    def _on_message(self, message: BuildMessage | None) -> None:
        """Called by the client of the build process, in its thread."""
        self._loop.call_soon_threadsafe(self._handle_message, message)

    def _handle_message(self, message: BuildMessage | None) -> None:
        match message:
            case PageWritten():
                self._connections.page_written(message.path)
                return
            case Moved():
                self._connections.moved = message.pages
                return
            case Progress():
                self._connections.progress = message
                return
        if message is None:
            self._process = BuildProcess(self._on_message)
            hint = "It may need more memory. The next change starts a new build."
            killed = Problem("worker-died", "the build process was killed", hint=hint)
            report = self._history.report._replace(problems=(killed,), written=0, removed=0)
            message = BuildDone(report, None, None, False, False, False)
        if self._running and not self._running.done():
            self._running.set_result(message)

    def _on_build_done(self, done: BuildDone, reasons: tuple[str, ...], ended: float, seconds: float) -> None:
        """Record the build, report it, and notify open pages."""
        history, report = self._history, done.report
        connections = self._connections
        connections.served = done.served or connections.served
        connections.is_ready = connections.is_ready or not done.unfinished
        previous, history.problems = history.problems, report.problems
        problems_changed = set(previous) != set(report.problems)
        if done.built:
            history.report = report
            if not report.failed():
                history.last_success = ended
        did_something = report.read or report.rendered or report.written or report.removed or problems_changed
        if did_something or not history.builds:
            build = BuildRecord(ended, reasons, seconds, report, done.unfinished)
            history.add(build)
            connections.builds += 1
            self._reporter.built(build)
        if problems_changed:
            new = [problem for problem in report.problems if problem not in previous]
            self._reporter.problems(new, len(report.problems))
            connections.problems_changed()
        connections.notify_stale_pages()
