"""A progress bar for builds that take longer than a second. Rich is imported when the bar is first shown."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TextIO

from digest.cli.console import is_terminal
from digest.model.events import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

DELAY = 1.0
"""Seconds before the bar is shown."""
_INTERVAL = 0.1
"""Seconds between two updates."""
_LABELS = {
    "scan": "Scanning", "read": "Reading", "pictures": "Processing images", "plan": "Planning",
    "render": "Rendering pages", "write": "Writing",
}  # fmt: skip


class ProgressBar:
    """Show the progress of a build until it is closed. Does nothing if the stream is not a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._next_update = time.monotonic() + DELAY if is_terminal(stream) else float("inf")
        self._rich: RichProgress | None = None
        self._tasks: dict[str, TaskID] = {}

    def show(self, progress: Progress) -> None:
        """Update the bar, unless the last update was just now."""
        now = time.monotonic()
        if now < self._next_update:
            return
        self._next_update = now + _INTERVAL
        rich = self._rich or self._start()
        task = self._tasks.get(progress.stage)
        if task is None:
            for earlier in self._tasks.values():
                rich.remove_task(earlier)
            task = rich.add_task(_LABELS[progress.stage], total=progress.total)
            self._tasks = {progress.stage: task}
        rich.update(task, completed=progress.done, total=progress.total)
        rich.refresh()

    def _start(self) -> RichProgress:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        # No refresh thread: worker processes are forked while the bar is shown.
        self._rich = Progress(*columns, console=Console(file=self._stream), auto_refresh=False, transient=True)
        self._rich.start()
        return self._rich

    def close(self) -> None:
        """Remove the bar."""
        if self._rich:
            self._rich.stop()
            self._rich = None
