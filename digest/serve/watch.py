"""Watch the files of a site, and report where something changed; builds scan these folders to find out what.

Events of the operating system come from watchdog, in threads of its own. Folders that are removed, replaced or created are
watched again (see `Watcher.refresh`).
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from digest.build.session import ChangeHint
from digest.files.scan import is_ignored_name
from digest.model.folders import HERE, THEMES, SiteFolder
from digest.model.named_tuple import NamedTuple

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

CONFIG = "config.yaml"
VIM_TEST_FILE = "4913"
"""The file that Vim creates and removes to find out whether it may write in a folder. Only a file of this name is ignored, since
it may also be a folder with articles."""


class FileEvent(NamedTuple):
    """A file changed."""

    area: str
    """The `start` of a folder of the site, or THEMES or CONFIG."""
    path: str
    """From that folder, with `/`; empty if any file in it may have changed."""


class PendingEvents:
    """The events since the last build."""

    def __init__(self) -> None:
        self.events: dict[FileEvent, None] = {}

    def add(self, event: FileEvent) -> None:
        """Add an event."""
        self.events[event] = None

    def hint(self) -> ChangeHint | None:
        """The folders to scan; None means all."""
        if any(not event.path and event.area != CONFIG for event in self.events):
            return None
        folders = [e.area + e.path[: e.path.rfind("/") + 1] for e in self.events if e.area not in (THEMES, CONFIG)]
        return ChangeHint(frozenset(folders), any(event.area in (THEMES, CONFIG) for event in self.events))

    def paths(self, folders: Iterable[SiteFolder]) -> tuple[str, ...]:
        """The changed paths from the site folder. `folders`: all folders of the site."""
        names = {THEMES: THEMES} | {folder.start: folder.name for folder in folders}
        paths = [os.path.normpath(f"{names.get(e.area, HERE)}/{e.path}") for e in self.events if e.area != CONFIG]
        paths += [CONFIG] if any(event.area == CONFIG for event in self.events) else []
        return tuple(paths)


class Watcher:
    """Watch a site until stopped."""

    def __init__(self, root: str, on_event: Callable[[FileEvent], None]) -> None:
        """`on_event`: called in other threads."""
        self.root, self._on_event = root, on_event
        # watchdog warns if it is about to watch a new folder twice, which is harmless.
        warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")
        self._watched: dict[str, _Watched] = {}
        self._skipped: dict[str, tuple[str, ...]] = {}
        self._known: set[str] = set()

    def refresh(self, folders: Iterable[SiteFolder]) -> None:
        """Watch the themes, config.yaml and these folders of the site. A folder that was created, replaced or renamed since the
        last call is reported as changed. Raises OSError if the system cannot watch this number of folders."""
        folders = tuple(folders)
        self._skipped = {f.start: (*f.skipped, f"{CONFIG}/") if f.name == HERE else f.skipped for f in folders}
        places = {
            CONFIG: self.root,
            THEMES: os.path.join(self.root, THEMES),
            **{f.start: f.path(self.root) for f in folders},
        }
        for area in set(self._watched) - set(places):
            self._watched.pop(area).observer.stop()
        for area, path in places.items():
            watched, identity, is_new = self._watched.get(area), _identity(path), area not in self._known
            self._known.add(area)
            if watched and watched.identity == identity and watched.observer.is_alive():
                continue
            if watched:
                watched.observer.stop()
                del self._watched[area]
            if identity:
                self._watched[area] = self._watch(area, path, identity)
            if not is_new and (watched or identity):
                self._on_event(FileEvent(area, ""))

    def _watch(self, area: str, path: str, identity: tuple[Any, ...]) -> _Watched:
        from watchdog import events
        from watchdog.observers import Observer

        real = os.path.realpath(path)
        kinds: list[type[FileSystemEvent]] = [
            events.FileCreatedEvent, events.FileModifiedEvent, events.FileMovedEvent, events.FileDeletedEvent,
            events.DirCreatedEvent, events.DirMovedEvent, events.DirDeletedEvent,
        ]  # fmt: skip
        observer = Observer()
        handler = _Handler(area, real, self._on_event, self._is_skipped)
        observer.schedule(handler, real, recursive=area != CONFIG, event_filter=kinds)  # type: ignore[arg-type]
        observer.start()
        return _Watched(identity, observer)

    def _is_skipped(self, area: str, name: str) -> bool:
        return name.startswith(self._skipped.get(area, ()))

    def stop(self) -> None:
        """Stop watching."""
        for watched in self._watched.values():
            watched.observer.stop()
        self._watched = {}


class _Watched(NamedTuple):
    identity: tuple[Any, ...]
    observer: BaseObserver


class _Handler:
    """Convert the events of watchdog for one folder."""

    def __init__(
        self,
        area: str,
        folder: str,
        on_event: Callable[[FileEvent], None],
        is_skipped: Callable[[str, str], bool],
    ) -> None:
        """`folder`: without symbolic links. `is_skipped`: whether builds do not read a path of this area."""
        self.area, self.folder, self.on_event, self.is_skipped = area, folder, on_event, is_skipped

    def dispatch(self, event: FileSystemEvent) -> None:
        """Handle an event; watchdog calls this method."""
        for path in {os.fsdecode(event.src_path), os.fsdecode(event.dest_path)} - {""}:
            name = os.path.relpath(path, self.folder).replace(os.sep, "/")
            if self.area == CONFIG:
                if name == CONFIG:
                    self.on_event(FileEvent(CONFIG, ""))
            elif name == ".":
                self.on_event(FileEvent(self.area, ""))
            elif name.rpartition("/")[2] == VIM_TEST_FILE and not event.is_directory:
                continue
            elif not _is_ignored(name) and not self.is_skipped(self.area, name + "/"):
                self.on_event(FileEvent(self.area, name))


def _is_ignored(path: str) -> bool:
    """Whether builds ignore the file, as they do with temporary files of editors."""
    return path.startswith("../") or any(map(is_ignored_name, path.split("/")))


def _identity(path: str) -> tuple[Any, ...]:
    """A value that changes when the folder is replaced by another one; empty if it does not exist."""
    try:
        s = os.stat(path)
    except OSError:
        return ()
    return (os.path.realpath(path), s.st_dev, s.st_ino) if os.path.isdir(path) else ()
