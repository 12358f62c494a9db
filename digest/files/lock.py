"""Lock a site, so that only one build runs at a time."""

from __future__ import annotations

import os
import time

WAIT = 60.0
"""Seconds that a build waits for another one."""


class BuildLocked(Exception):  # noqa: N818
    """Another build of this site is running. `owner` is its process id."""

    def __init__(self, owner: str) -> None:
        super().__init__(f"another build of this site is running (process {owner or 'unknown'})")
        self.owner = owner


class Lock:
    """A lock that is held while a build runs. The operating system releases it when the process ends.

    Forked workers hold the lock too. So workers that survive a killed build end before the next build begins.
    """

    def __init__(self, folder: str, wait: float = WAIT) -> None:
        """`folder`: the folder of the lock file, created if necessary. `wait`: seconds to wait for another build."""
        self.path = os.path.join(folder, "lock")
        self._wait = wait
        self._file = self._open()
        self.now = 0
        """Time of the file system when the lock was acquired, in nanoseconds."""

    def _open(self) -> int:
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        return os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)

    def __enter__(self) -> Lock:
        """Acquire the lock. Raises BuildLocked after the wait, and OSError."""
        end = time.monotonic() + self._wait
        try:
            while not self._acquire():
                if time.monotonic() >= end:
                    raise BuildLocked(self._owner())
                time.sleep(0.05)
            # Overwrite the file with the same length: on a full disk, there may be no space for a new block.
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, f"{os.getpid():<19}\n".encode())
            self.now = os.fstat(self._file).st_mtime_ns
        except BaseException:
            os.close(self._file)
            raise
        return self

    def _acquire(self) -> bool:
        """Try to acquire the lock. Opens the file again if another process replaced it."""
        if not _try_lock(self._file):
            return False
        try:
            if os.path.samestat(os.fstat(self._file), os.stat(self.path)):
                return True
        except FileNotFoundError:
            pass
        os.close(self._file)  # `digest clean` removed the file in the meantime
        self._file = self._open()
        return False

    def _owner(self) -> str:
        return os.pread(self._file, 20, 0).decode("ascii", "replace").strip() if hasattr(os, "pread") else ""

    def __exit__(self, *_: object) -> None:
        os.close(self._file)


def _try_lock(file: int) -> bool:
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
