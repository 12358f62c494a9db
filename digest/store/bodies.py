"""The HTML bodies of articles, in files next to the store that are only appended to.

Bodies are most of what a build remembers and are never searched, so they are not in the database. Each worker appends to a
file of its own, so that no body is sent from process to process. A place is `file:offset:length:checksum`; it is noted in
the store only after the bytes are written.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Iterable, Iterator
from io import FileIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.store.sources import SourceTable

TAIL = "tail"
"""The file that the process of a build appends to. The files of worker processes are named by build and number."""
LONG_TAIL = 1 << 20
"""If the tail has more bytes, the bodies in use are copied to another file and a new tail is begun."""


class BodyDamaged(Exception):  # noqa: N818 (it says what happened)
    """The file of a body is missing, or its bytes are not those that were written."""


class Bodies:
    """Adds and fetches bodies. `name`: the file that this process appends to."""

    def __init__(self, folder: str, name: str = TAIL) -> None:
        self.folder, self.name = folder, name
        self._out: FileIO | None = None
        self._end = 0
        self._in: dict[str, FileIO] = {}

    def add(self, text: str) -> str:
        """Append a text and return its place. Raises OSError if the disk is full."""
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
            error.filename = f"{self.folder}/{self.name}"  # it has none if the disk is full
            raise
        place = f"{self.name}:{self._end}:{len(data)}:{zlib.crc32(data)}"
        self._end += len(data)
        return place

    def get(self, place: str) -> str:
        """The text at a place. Raises BodyDamaged; OSError if it cannot be read for another reason."""
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
        """The places whose bodies are missing or damaged."""
        for place in places:
            try:
                self.get(place)
            except BodyDamaged:
                yield place

    def move(self, places: Iterable[str], name: str) -> Iterator[tuple[str, str]]:
        """Copy bodies to a new file; yields (new place, old place) of each after it is written. Damaged bodies are left out,
        and the old files stay."""
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


def file_stamps(folder: str) -> dict[str, str]:
    """The files of bodies with their size and modification time."""
    found = ((e.name, e.stat()) for e in (os.scandir(folder) if os.path.isdir(folder) else ()))
    return {name: f"{stat.st_size} {stat.st_mtime_ns}" for name, stat in found}


def sweep(folder: str, used: dict[str, int]) -> None:
    """Remove the files in which no body is in use. `used`: bytes in use by file."""
    for entry in os.scandir(folder) if os.path.isdir(folder) else ():
        if not used.get(entry.name):
            os.unlink(entry.path)


def compact(store: SourceTable, bodies: Bodies, name: str) -> set[str]:
    """Copy the bodies in use out of a long tail, and out of files that are less than half in use, to the new file `name`.
    Returns the files that can be removed once the transaction is committed."""
    sizes = {file: int(stamp.split()[0]) for file, stamp in file_stamps(bodies.folder).items()}
    if sizes.get(TAIL, 0) <= LONG_TAIL:
        return set()
    used = store.bytes_by_file()
    unused = {file for file, size in sizes.items() if file == TAIL or used.get(file, 0) * 2 < size}
    places = [place for place in store.bodies() if place.partition(":")[0] in unused]
    store.move_bodies(bodies.move(places, name))
    return unused
