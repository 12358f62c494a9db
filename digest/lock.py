"""One build of a site at a time: a lock that dies with its process.

This module must not know what a build does.
"""

from __future__ import annotations

import os
import time
from types import TracebackType

WAIT = 60.0
"""Seconds a second build waits for the first."""


class Locked(Exception):  # noqa: N818 (it says a state)
    """Another build of this site is running; `owner` is its process number."""

    def __init__(self, owner: str) -> None:
        super().__init__(f"another build of this site is running (process {owner or 'unknown'})")
        self.owner = owner


class Lock:
    """Held while a build runs. The operating system lets go of it when the process ends, however it ends."""

    def __init__(self, folder: str, wait: float = WAIT) -> None:
        """`folder`: where the lock file stands; made when it is not there. `wait`: seconds to wait for another's build."""
        self.path = os.path.join(folder, "lock")
        os.makedirs(folder, exist_ok=True)
        self._wait = wait
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        self.now = 0
        """The file system's own time when the lock was taken, nanoseconds."""

    def __enter__(self) -> Lock:
        """Raises Locked after the wait."""
        end = time.monotonic() + self._wait
        while not _try(self._file):
            if time.monotonic() >= end:
                owner = os.pread(self._file, 20, 0).decode("ascii", "replace").strip() if hasattr(os, "pread") else ""
                os.close(self._file)
                raise Locked(owner)
            time.sleep(0.05)
        os.ftruncate(self._file, 0)
        os.lseek(self._file, 0, os.SEEK_SET)
        os.write(self._file, f"{os.getpid()}\n".encode())
        self.now = os.fstat(self._file).st_mtime_ns
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        os.close(self._file)


def _try(file: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
