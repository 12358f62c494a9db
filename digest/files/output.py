"""The output folder: whole files only, and only when they differ.

A file is written under a dot name beside its place and renamed, so that a reader or a kill never meets half of
one; an equal file is left alone, so that its time says when it really changed. This module must not know
what it writes.
"""

from __future__ import annotations

import contextlib
import os
from io import FileIO

TEMPORARY = ".digest-new"
"""Ending of a file that is being written; one that a killed build left behind is removed by the next."""
_READ = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0) | getattr(os, "O_BINARY", 0)


def write(path: str, data: bytes) -> bool:
    """Make `path` hold `data`; True when that needed writing. Raises OSError."""
    try:
        there = _without_waiting(path, _READ)
    except FileNotFoundError:
        pass
    else:
        try:
            if os.fstat(there).st_size == len(data) and _whole(there, len(data)) == data:
                return False
        finally:
            os.close(there)
    temporary = _temporary(path)
    try:
        try:
            file = FileIO(temporary, "w")
        except (FileNotFoundError, NotADirectoryError):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            file = FileIO(temporary, "w")
        with file:
            written = file.write(data)
            while written < len(data):
                written += file.write(memoryview(data)[written:])
        os.replace(temporary, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        _name(error, path)
        raise
    return True


def _whole(file: int, size: int) -> bytes:
    """What an open file holds, at most `size` bytes."""
    data = os.read(file, size)
    while len(data) < size and (more := os.read(file, size - len(data))):
        data += more
    return data


def copy(source: str, path: str) -> bool:
    """Make `path` a copy of the file `source`; True when that needed writing. Raises OSError."""
    if same_files(source, path):
        return False
    temporary = _temporary(path)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        import shutil  # a build that writes nothing does not need it, and it loads much

        shutil.copyfile(source, temporary)
        os.replace(temporary, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        _name(error, path)
        raise
    return True


def _name(error: BaseException, path: str) -> None:
    """Let an error name the file that was to be written: a full disk names none, or the one that was copied."""
    if isinstance(error, OSError) and (error.filename2 or not error.filename):
        error.filename, error.filename2 = path, None


def same_files(one: str, other: str) -> bool:
    """Whether two files hold the same bytes, read in pieces; False when the second is not there."""
    try:
        with open(one, "rb") as a, open(other, "rb", opener=_without_waiting) as b:
            if os.fstat(a.fileno()).st_size != os.fstat(b.fileno()).st_size:
                return False
            while True:
                piece = a.read(1 << 20)
                if piece != b.read(1 << 20):
                    return False
                if not piece:
                    return True
    except FileNotFoundError:
        return False


def _without_waiting(path: str, flags: int) -> int:
    """Open a file that should be ours: should it be a pipe, there is nothing to wait for."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _temporary(path: str) -> str:
    folder, name = os.path.split(path)
    # File systems allow names of 255 bytes, and the one to be written may have them all.
    start = name if len(name) < 60 else name.encode()[:200].decode(errors="ignore")
    return os.path.join(folder, f".{start}{TEMPORARY}")


class Links:
    """Folders of the output that are symbolic links: what lies behind one is not in the output."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._known = {"": ""}

    def symlink_above(self, path: str) -> str:
        """The folder on the way to a file that is a link (the output itself may be one); empty when none is."""
        folder = path.rpartition("/")[0]
        found = self._known.get(folder)
        if found is None:
            found = self.symlink_above(folder) or (folder if os.path.islink(os.path.join(self.root, folder)) else "")
            self._known[folder] = found
        return found


def remove(root: str, paths: list[str]) -> int:
    """Remove files and the folders that this leaves empty; the number that were there. What a link leads to stays. Raises
    OSError."""
    removed = 0
    folders = set()
    links = Links(root)
    for path in paths:
        if links.symlink_above(path):
            continue
        full = os.path.join(root, path)
        try:
            os.unlink(full)
            removed += 1
        except (FileNotFoundError, NotADirectoryError):
            pass
        except OSError:
            if not os.path.isdir(full):  # a folder that somebody put in its place is not ours
                raise
        folders.add(os.path.dirname(full))
    for folder in sorted(folders, key=len, reverse=True):
        while len(folder) > len(root):
            try:
                os.rmdir(folder)
            except FileNotFoundError:
                pass
            except OSError:
                break
            folder = os.path.dirname(folder)
    return removed


def folder_mtimes(root: str, folders: set[str]) -> dict[str, int]:
    """Modification times of output folders: they change when a file in them comes, goes or is replaced."""
    found = {}
    for folder in folders:
        try:
            found[folder] = os.stat(f"{root}/{folder}").st_mtime_ns
        except OSError:  # it is not there
            continue
    return found


def foreign_files(root: str, ours: set[str]) -> list[str]:
    """Files in the output folder that are not ours, without those that a killed build was writing (they are removed)."""
    found = []
    for folder, _, names in os.walk(root):
        for name in names:
            full = os.path.join(folder, name)
            path = os.path.relpath(full, root).replace(os.sep, "/")
            if name.endswith(TEMPORARY) and name.startswith("."):
                with contextlib.suppress(OSError):
                    os.unlink(full)
            elif path not in ours:
                found.append(path)
    return found
