"""Write, copy and remove files of the output folder.

A file is written under a temporary name and then renamed, so it is never incomplete, even if the build is killed. Unchanged
files are not written, so they keep their modification time.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from io import FileIO

TEMPORARY = ".digest-new"
"""Suffix of temporary files. Those of a killed build are removed by the next build."""
_READ = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0) | getattr(os, "O_BINARY", 0)
_NODE = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
_HOST = "".join(c if c.isascii() and c.isalnum() else "-" for c in _NODE.partition(".")[0])[:32]
"""The name of this machine, as part of names of files."""


def write(path: str, data: bytes) -> bool:
    """Write a file if its content differs. Returns whether it was written. Raises OSError."""
    try:
        existing = _open_nonblocking(path, _READ)
    except FileNotFoundError:
        pass
    else:
        try:
            if os.fstat(existing).st_size == len(data) and _read_all(existing, len(data)) == data:
                return False
        finally:
            os.close(existing)
    _replace(path, lambda temporary: _create(temporary, data))
    return True


def _replace(path: str, create: Callable[[str], object]) -> None:
    """Replace a file by a temporary one that `create` writes; it is removed if an exception is raised."""
    temporary = _temporary(path)
    try:
        try:
            create(temporary)
        except (FileNotFoundError, NotADirectoryError):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            create(temporary)
        os.replace(temporary, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        _set_filename(error, path)
        raise


def _create(path: str, data: bytes) -> None:
    with FileIO(path, "w") as file:
        written = file.write(data)
        while written < len(data):
            written += file.write(memoryview(data)[written:])


def _read_all(file: int, size: int) -> bytes:
    """Read at most `size` bytes of an open file."""
    data = os.read(file, size)
    while len(data) < size and (more := os.read(file, size - len(data))):
        data += more
    return data


def copy(source: str, path: str) -> bool:
    """Copy a file if the content differs. Returns whether it was copied. Raises OSError."""
    if same_files(source, path):
        return False
    import shutil  # imported late: builds without changes do not need it

    _replace(path, lambda temporary: shutil.copyfile(source, temporary))
    return True


def _set_filename(error: BaseException, path: str) -> None:
    """Set the file of an OSError: that of a full disk is missing, or is the source of a copy."""
    if isinstance(error, OSError) and (error.filename2 or not error.filename):
        error.filename, error.filename2 = path, None


def same_files(one: str, other: str) -> bool:
    """Whether two files have the same content; False if the second one does not exist. Raises OSError."""
    try:
        with open(one, "rb") as a, open(other, "rb", opener=_open_nonblocking) as b:
            if os.fstat(a.fileno()).st_size != os.fstat(b.fileno()).st_size:
                return False
            while True:
                chunk = a.read(1 << 20)
                if chunk != b.read(1 << 20):
                    return False
                if not chunk:
                    return True
    except FileNotFoundError:
        return False


def _open_nonblocking(path: str, flags: int) -> int:
    """Open a file without waiting, in case it was replaced by a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _temporary(path: str) -> str:
    name = os.path.basename(path)
    # The temporary name must not be longer than 255 bytes, the limit of most file systems.
    start = name if len(name) < 45 else name.encode()[:180].decode(errors="ignore")
    return f"{path.removesuffix(name)}.{start}.{process_name()}{TEMPORARY}"


def process_name() -> str:
    """A name that no other process has, on this machine or on others. Two processes may make one file at the same time: if two
    images are equal, or if another machine was believed to be lost."""
    return f"{_HOST}-{os.getpid()}"


class Links:
    """Finds folders of the output that are symbolic links. Files behind them are not in the output."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._known = {"": ""}

    def symlink_above(self, path: str) -> str:
        """Return the folder above a file that is a symbolic link; empty if none is. The output itself is not checked."""
        folder = path.rpartition("/")[0]
        link = self._known.get(folder)
        if link is None:
            link = self.symlink_above(folder) or (folder if os.path.islink(os.path.join(self.root, folder)) else "")
            self._known[folder] = link
        return link


def remove(root: str, paths: list[str]) -> int:
    """Remove files, and folders that become empty. Returns the number of removed files. Files behind symbolic links are kept.

    Raises OSError.
    """
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
            if not os.path.isdir(full):  # keep a folder that replaced the file
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


def folder_mtimes(root: str, folders: Iterable[str]) -> dict[str, int]:
    """Return the modification times of folders. They change when a file is added, removed or replaced."""
    mtimes = {}
    for folder in folders:
        try:
            mtimes[folder] = os.stat(f"{root}/{folder}").st_mtime_ns
        except OSError:  # the folder does not exist
            continue
    return mtimes


def remove_temporaries(folder: str) -> None:
    """Remove the temporary files that killed processes left in a folder. No process may write there at the same time."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            if _is_temporary(entry.name):
                os.unlink(entry.path)


def _is_temporary(name: str) -> bool:
    return name.endswith(TEMPORARY) and name.startswith(".")


def foreign_files(root: str, ours: set[str]) -> list[str]:
    """Return the files in a folder that are not in `ours`, and remove temporary files of a killed build."""
    foreign = []
    for folder, _, names in os.walk(root):
        for name in names:
            full = os.path.join(folder, name)
            path = os.path.relpath(full, root).replace(os.sep, "/")
            if _is_temporary(name):
                with contextlib.suppress(OSError):
                    os.unlink(full)
            elif path not in ours:
                foreign.append(path)
    return foreign
