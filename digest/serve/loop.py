"""The loop: waits until something changes, has it built, and tells the open pages and the terminal.

A change is looked for where the watcher saw it, and a moment later everywhere, once things are quiet: what the system did
not tell is found then. A build that is overtaken makes no more pages; the next takes up what it left. This module must
not know how pages are made, or how anything is shown.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import Protocol

from digest.build.session import ChangeHint
from digest.files.scan import TOLD
from digest.model.problem import Problem
from digest.model.site import Options
from digest.serve.build_process import BuildDone, BuildJob, BuildMessage, BuildProcess, PageWritten
from digest.serve.reload import Connections
from digest.serve.site import ServedSite
from digest.serve.status import Built, History
from digest.serve.watch import CONTENT, STATIC, THEMES, FileEvent, PendingEvents, Watcher

GATHER, GATHER_MOST = 0.004, 0.05
"""Seconds without an event after which a build begins, and seconds after which it begins anyway."""
STEP = 1.0
"""Seconds between two looks at whether folders were replaced or articles fell due, and at everything with `--poll`."""
QUIET = 1.0
"""Seconds after a hinted build, until everything is looked at."""
IDLE = 60.0
"""Seconds between two looks at everything when nothing happens."""
NOTHING = ChangeHint(frozenset(), frozenset(), False)
"""For a build that goes on where the last one was cut short."""


class ServeReporter(Protocol):
    """Who sits before the screen."""

    def built(self, built: Built) -> None:
        """A build that did something."""

    def problems(self, new: list[Problem], left: int) -> None:
        """Problems that were not there before, and how many there are in all."""

    def note(self, text: str) -> None:
        """Something to know."""


class Loop:
    """Builds until it is cancelled."""

    def __init__(
        self, options: Callable[[], Options], poll: bool, visitors: Connections, history: History, terminal: ServeReporter
    ) -> None:
        """`options`: those of a build that begins now. `poll`: look at everything every second, and watch nothing."""
        self._options, self._poll = options, poll
        self._visitors, self._history, self._terminal = visitors, history, terminal
        self._gathered, self._events = PendingEvents(), 0
        self._something = asyncio.Event()
        self._running: asyncio.Future[BuildDone] | None = None
        self._loop = asyncio.get_running_loop()
        self._builder = BuildProcess(self._hear)
        self._watcher: Watcher | None = None
        self.first = asyncio.Event()
        """The first build is done."""

    async def run(self) -> None:
        """Until it is cancelled."""
        try:
            self._watch()
            hint: ChangeHint | None = None
            why: tuple[str, ...] = ("the server began",)
            while True:
                self._something.clear()
                done = await self._build(hint, why)
                self.first.set()
                self._refresh()
                hint, why = await self._next(done, hint is not None)
        finally:
            self.close()

    def close(self) -> None:
        """End the process that builds, and watch no more."""
        self._builder.kill()
        if self._watcher:
            self._watcher.stop()

    # -- waiting --------------------------------------------------------------------------------

    async def _next(self, done: BuildDone, hinted: bool) -> tuple[ChangeHint | None, tuple[str, ...]]:
        """Wait for a reason to build: (where to look, the reason)."""
        if done.cut and not self._gathered.seen:
            return NOTHING, ("what the last build left",)
        began = self._loop.time()
        locked = any(p.code == "build-locked" for p in done.report.problems)
        patience = STEP if self._poll or locked else QUIET if hinted else IDLE
        while not self._something.is_set():
            left = began + patience - self._loop.time()
            if left <= 0:
                return None, ("a look at everything",)
            try:
                await asyncio.wait_for(self._something.wait(), min(STEP, left))
            except TimeoutError:
                self._refresh()
                if done.due is not None and self._options().clock >= done.due:
                    return None, ("an article fell due",)
        await self._quiet()
        gathered, self._gathered = self._gathered, PendingEvents()
        names = {CONTENT: self._name(self._visitors.served.content), STATIC: self._name(self._visitors.served.static)}
        exact = done.built and not any(p.code in TOLD for p in done.report.problems)
        return gathered.hint() if exact else None, gathered.words(names)

    def _name(self, folder: str) -> str:
        return os.path.relpath(folder, self._visitors.served.root).replace(os.sep, "/")

    async def _quiet(self) -> None:
        """Until no event comes for a moment."""
        end, before = self._loop.time() + GATHER_MOST, -1
        while before != self._events and self._loop.time() < end:
            before = self._events
            await asyncio.sleep(GATHER)

    # -- watching -------------------------------------------------------------------------------

    def _watch(self) -> None:
        if self._poll:
            return
        self._watcher = Watcher(self._visitors.served.root, self._see)
        self._refresh()

    def _refresh(self) -> None:
        """Watch what is there now."""
        served = self._visitors.served
        if not self._watcher:
            return
        themes = os.path.join(served.root, "themes")
        try:
            self._watcher.refresh({CONTENT: served.content, STATIC: served.static, THEMES: themes})
        except OSError as error:
            self._watcher.stop()
            self._watcher, self._poll = None, True
            self._terminal.note(f"the folders cannot be watched ({error.strerror or error}); looking every second instead")

    def _see(self, seen: FileEvent) -> None:
        """Called by the watcher, in any thread."""
        self._loop.call_soon_threadsafe(self._note, seen)

    def _note(self, seen: FileEvent) -> None:
        self._events += 1
        self._gathered.add(seen)
        if not self._something.is_set():
            self._something.set()
            if self._running:
                self._builder.stop()

    # -- building -------------------------------------------------------------------------------

    async def _build(self, hint: ChangeHint | None, why: tuple[str, ...]) -> BuildDone:
        began = self._loop.time()
        options = self._options()
        self._running = self._loop.create_future()
        self._builder.build(BuildJob(options, hint, self._visitors.names()))
        done = await self._running
        self._running = None
        self._take(done, why, options.clock, self._loop.time() - began)
        return done

    def _hear(self, said: BuildMessage | None) -> None:
        """Called by the builder, in its thread."""
        self._loop.call_soon_threadsafe(self._heard, said)

    def _heard(self, said: BuildMessage | None) -> None:
        if isinstance(said, PageWritten):
            self._visitors.page_written(said.path)
            return
        if said is None:
            self._builder = BuildProcess(self._hear)
            message = "the process that builds was killed"
            died = Problem("worker-died", message, hint="Give it more memory. The next change is built anew.")
            said = BuildDone(self._history.report._replace(problems=(died,), written=0, removed=0), None, None, False, False)
        if self._running and not self._running.done():
            self._running.set_result(said)

    def _take(self, done: BuildDone, why: tuple[str, ...], began: float, seconds: float) -> None:
        """Tell everybody."""
        history, report = self._history, done.report
        served: ServedSite = done.served or self._visitors.served
        self._visitors.served = served
        before, history.problems = history.problems, report.problems
        did = report.read or report.rendered or report.written or report.removed or set(before) != set(report.problems)
        if done.built:
            history.report = report
            if not report.failed():
                history.good = began + seconds
        if did or not history.builds:
            built = Built(began + seconds, why, seconds, report, done.cut)
            history.add(built)
            self._visitors.builds += 1
            self._terminal.built(built)
        if set(before) != set(report.problems):
            self._terminal.problems([p for p in report.problems if p not in before], len(report.problems))
            self._visitors.problems_changed()
        self._visitors.notify_stale_pages()
