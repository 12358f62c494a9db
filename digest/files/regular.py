"""Read regular files only: opening a pipe would block."""

from __future__ import annotations

import errno
import os
import stat


def read_regular_file(path: str) -> bytes:
    """The bytes of a file; empty when there is none. Raises OSError, also for a pipe: to open one would wait for ever."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise OSError(errno.EINVAL, "this is no ordinary file", path)
    except FileNotFoundError:
        if os.path.islink(path):
            raise
        return b""
    with open(path, "rb") as file:
        return file.read()
