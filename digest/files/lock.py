"""One build of a site at a time: a lock that dies with its process.

This module must not know what a build does.
"""

from __future__ import annotations

import os
import time
from types import TracebackType

WAIT = 60.0
"""Seconds a second build waits for the first."""


class BuildLocked(Exception):
    """Another build of this site is running; `owner` is its process number."""

    def __init__(self, owner: str) -> None:
        super().__init__(f"another build of this site is running (process {owner or 'unknown'})")
        self.owner = owner


class Lock:
    """Held while a build runs. The operating system lets go of it when the process ends, however it ends.

    Forked workers hold it too: those that outlive a killed build by a moment are done before the next one begins.
    """

    def __init__(self, folder: str, wait: float = WAIT) -> None:
        """`folder`: where the lock file stands; made when it is not there. `wait`: seconds to wait for another's build."""
        self.path = os.path.join(folder, "lock")
        self._wait = wait
        self._file = self._open()
        self.now = 0
        """The file system's own time when the lock was taken, nanoseconds."""

    def _open(self) -> int:
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        return os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)

    def __enter__(self) -> Lock:
        """Raises Locked after the wait, and OSError."""
        end = time.monotonic() + self._wait
        try:
            while not self._is_ours():
                if time.monotonic() >= end:
                    raise BuildLocked(self._owner())
                time.sleep(0.05)
            # Always of one length and never cut: on a full disk there may be no room for a new block.
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, f"{os.getpid():<19}\n".encode())
            self.now = os.fstat(self._file).st_mtime_ns
        except BaseException:
            os.close(self._file)
            raise
        return self

    def _is_ours(self) -> bool:
        if not _try(self._file):
            return False
        try:
            if os.path.samestat(os.fstat(self._file), os.stat(self.path)):
                return True
        except FileNotFoundError:
            pass
        os.close(self._file)  # `digest clean` removed the file for whose lock we waited
        self._file = self._open()
        return False

    def _owner(self) -> str:
        return os.pread(self._file, 20, 0).decode("ascii", "replace").strip() if hasattr(os, "pread") else ""

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
