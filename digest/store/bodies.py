"""Where the HTML of articles lies: in files that are only ever added to, beside the store.

Bodies are most of what a build remembers and are never searched, so they stay out of the database, and each
worker adds to a file of its own: no body travels between processes. A place is `file:offset:length:checksum`; it is
noted in the store only after the bytes are written. What was edited often is copied to a new file now and then, and
the old file goes once the store knows the new places. This module must not know what the text is.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Iterable, Iterator
from io import FileIO

TAIL = "tail"
"""The file that builds in one process add to; workers' files are named by build and number."""
LONG_TAIL = 1 << 20
"""From so many bytes on, what is in use of the tail goes to a file of its own, and the tail begins anew."""


class BodyDamaged(Exception):
    """The file of a body is missing, or its bytes are not those that were written."""


class Bodies:
    """Adds and fetches bodies. `name`: the file that this process adds to."""

    def __init__(self, folder: str, name: str = TAIL) -> None:
        self.folder, self.name = folder, name
        self._out: FileIO | None = None
        self._end = 0
        self._in: dict[str, FileIO] = {}

    def add(self, text: str) -> str:
        """Keep a text; returns its place. Raises OSError when the disk is full."""
        if self._out is None:
            os.makedirs(self.folder, exist_ok=True)
            self._out = FileIO(f"{self.folder}/{self.name}", "ab")
            self._end = os.fstat(self._out.fileno()).st_size
        data = text.encode("utf-8", "surrogatepass")
        view = memoryview(data)
        try:
            while view:
                view = view[self._out.write(view) :]
        except OSError as error:
            error.filename = f"{self.folder}/{self.name}"  # a full disk names none
            raise
        place = f"{self.name}:{self._end}:{len(data)}:{zlib.crc32(data)}"
        self._end += len(data)
        return place

    def get(self, place: str) -> str:
        """The text at a place. Raises BodyDamaged, or OSError when it cannot be read for another reason."""
        name, offset, length, checksum = place.split(":")
        try:
            file = self._in.get(name)
            if file is None:
                file = self._in[name] = FileIO(f"{self.folder}/{name}")
            file.seek(int(offset))
            data = file.read(int(length))
        except (FileNotFoundError, IsADirectoryError) as error:
            raise BodyDamaged(f"{self.folder}/{name}") from error
        if zlib.crc32(data) != int(checksum) or len(data) != int(length):
            raise BodyDamaged(f"{self.folder}/{name}")
        return data.decode("utf-8", "surrogatepass")

    def damaged(self, places: Iterable[str]) -> Iterator[str]:
        """Those of these places whose bodies are missing or damaged."""
        for place in places:
            try:
                self.get(place)
            except BodyDamaged:
                yield place

    def move(self, places: Iterable[str], name: str) -> Iterator[tuple[str, str]]:
        """Copy bodies to a new file; (new place, old place) of each once it is written. Damaged bodies are left out, and the
        old files stay."""
        there = Bodies(self.folder, name)
        with contextlib.closing(there):
            for place in places:
                with contextlib.suppress(BodyDamaged):
                    yield there.add(self.get(place)), place

    def close(self) -> None:
        """Close its files; adding or fetching opens them again."""
        for file in [*self._in.values(), *([self._out] if self._out else [])]:
            file.close()
        self._in, self._out = {}, None


def sizes(folder: str) -> dict[str, int]:
    """The files of bodies with their sizes."""
    return {e.name: e.stat().st_size for e in (os.scandir(folder) if os.path.isdir(folder) else ())}


def file_stamps(folder: str) -> dict[str, str]:
    """The files of bodies with their size and modification time."""
    found = ((e.name, e.stat()) for e in (os.scandir(folder) if os.path.isdir(folder) else ()))
    return {name: f"{stat.st_size} {stat.st_mtime_ns}" for name, stat in found}


def sweep(folder: str, places: dict[str, int]) -> None:
    """Remove the files in which no body is in use. `places`: bytes in use by file."""
    for entry in os.scandir(folder) if os.path.isdir(folder) else ():
        if not places.get(entry.name):
            os.unlink(entry.path)
