"""How far a build is, on a terminal, and only when it takes longer than a glance.

This module must not know what is built. Rich is loaded when there is something to show.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TextIO

from digest.cli.console import is_terminal
from digest.model.events import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

PATIENCE = 1.0
"""Seconds before anything is shown."""
_OFTEN = 0.1
"""Seconds between two looks."""
_WORDS = {
    "scan": "Looking", "read": "Reading", "pictures": "Making pictures", "plan": "Planning", "render": "Making pages",
    "write": "Writing",
}  # fmt: skip


class ProgressBar:
    """Shows the progress of a build until it is closed; does nothing where nobody looks."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._next = time.monotonic() + PATIENCE if is_terminal(stream) else float("inf")
        self._bars: Bars | None = None
        self._tasks: dict[str, TaskID] = {}

    def show(self, progress: Progress) -> None:
        """Note how far a stage is."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _OFTEN
        bars = self._bars or self._start()
        task = self._tasks.get(progress.stage)
        if task is None:
            for earlier in self._tasks.values():
                bars.remove_task(earlier)
            task = bars.add_task(_WORDS[progress.stage], total=progress.total)
            self._tasks = {progress.stage: task}
        bars.update(task, completed=progress.done, total=progress.total)
        bars.refresh()

    def _start(self) -> Bars:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        # No thread of its own that refreshes: worker processes are forked while this is on.
        screen = Console(file=self._stream)
        self._bars = Bars(*columns, console=screen, auto_refresh=False, transient=True)
        self._bars.start()
        return self._bars

    def close(self) -> None:
        """Take it off the screen."""
        if self._bars:
            self._bars.stop()
            self._bars = None
