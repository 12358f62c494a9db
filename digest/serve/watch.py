"""Watches a site's files and says that something changed, and where. What changed is found out by looking.

Events of the operating system come through watchdog, in threads of its own. A folder that is removed, replaced or made
again is watched anew (see `refresh`). This module must not know what is built from the files.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from digest.build.session import ChangeHint

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

CONTENT, STATIC, THEMES, CONFIG = "content", "static", "themes", "config.yaml"


class FileEvent(NamedTuple):
    """Something changed."""

    what: str
    """CONTENT, STATIC, THEMES or CONFIG."""
    path: str
    """From that folder with `/`; empty: anything in it."""


class PendingEvents:
    """What was seen since the last build."""

    def __init__(self) -> None:
        self.seen: dict[FileEvent, None] = {}

    def add(self, seen: FileEvent) -> None:
        """One more."""
        self.seen[seen] = None

    def hint(self) -> ChangeHint | None:
        """Where to look; None: everywhere."""
        if any(not s.path and s.what != CONFIG for s in self.seen):
            return None
        found: dict[str, set[str]] = {CONTENT: set(), STATIC: set()}
        for s in self.seen:
            if s.what in found:
                found[s.what].add(s.path[: s.path.rfind("/") + 1])
        settings = any(s.what in (THEMES, CONFIG) for s in self.seen)
        return ChangeHint(frozenset(found[CONTENT]), frozenset(found[STATIC]), settings)

    def words(self, names: dict[str, str]) -> tuple[str, ...]:
        """The paths, for people; `names`: what the folders are called."""
        return tuple(f"{names.get(s.what, s.what)}/{s.path}".removesuffix("/") for s in self.seen if s.what != CONFIG) + (
            (CONFIG,) if any(s.what == CONFIG for s in self.seen) else ()
        )


class Watcher:
    """Watches until it is stopped."""

    def __init__(self, root: str, hear: Callable[[FileEvent], None]) -> None:
        """`hear`: is told in other threads. Raises OSError when the system cannot watch (so many) folders."""
        self.root, self._hear = root, hear
        # It says so when it comes to watch a new folder twice, which does no harm.
        warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")
        self._watched: dict[str, _Watched] = {}
        self._known: set[str] = set()

    def refresh(self, folders: dict[str, str]) -> None:
        """Watch these folders (absolute paths by CONTENT, STATIC, THEMES): what was made, replaced or renamed since is
        watched anew, and said to be changed (not at the first time). Raises OSError."""
        for what, path in {CONFIG: self.root, **folders}.items():
            before, now, new = self._watched.get(what), _identity(path), what not in self._known
            self._known.add(what)
            if before and before.identity == now and before.observer.is_alive():
                continue
            if before:
                before.observer.stop()
                del self._watched[what]
            if now:
                self._watched[what] = self._watch(what, path, now)
            if not new and (before or now):
                self._hear(FileEvent(what, ""))

    def _watch(self, what: str, path: str, identity: tuple[Any, ...]) -> _Watched:
        from watchdog import events
        from watchdog.observers import Observer

        real = os.path.realpath(path)
        kinds: list[type[FileSystemEvent]] = [
            events.FileCreatedEvent, events.FileModifiedEvent, events.FileMovedEvent, events.FileDeletedEvent,
            events.DirCreatedEvent, events.DirMovedEvent, events.DirDeletedEvent,
        ]  # fmt: skip
        observer = Observer()
        handler = _Handler(what, real, self._hear)
        observer.schedule(handler, real, recursive=what != CONFIG, event_filter=kinds)  # type: ignore[arg-type]
        observer.start()
        return _Watched(identity, observer)

    def stop(self) -> None:
        """Watch no more."""
        for watched in self._watched.values():
            watched.observer.stop()
        self._watched = {}


class _Watched(NamedTuple):
    identity: tuple[Any, ...]
    observer: BaseObserver


class _Handler:
    """Takes watchdog's events for one folder."""

    def __init__(self, what: str, real: str, hear: Callable[[FileEvent], None]) -> None:
        self.what, self.real, self.hear = what, real, hear

    def dispatch(self, event: FileSystemEvent) -> None:
        """As watchdog calls it."""
        for path in {os.fsdecode(event.src_path), os.fsdecode(event.dest_path)} - {""}:
            inside = os.path.relpath(path, self.real).replace(os.sep, "/")
            if self.what == CONFIG:
                if inside == CONFIG:
                    self.hear(FileEvent(CONFIG, ""))
            elif inside == ".":
                self.hear(FileEvent(self.what, ""))
            elif not _passed_over(inside):
                self.hear(FileEvent(self.what, inside))


def _passed_over(path: str) -> bool:
    """Whether a build does not look at it: what editors put beside the files that they write."""
    return path.startswith("../") or any(part.startswith(".") or part.endswith("~") for part in path.split("/"))


def _identity(path: str) -> tuple[Any, ...]:
    """What tells a folder from another of its name; empty when it is not there."""
    try:
        s = os.stat(path)
    except OSError:
        return ()
    return (os.path.realpath(path), s.st_dev, s.st_ino) if os.path.isdir(path) else ()
