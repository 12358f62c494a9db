"""Read regular files. Opening a pipe could block forever."""

from __future__ import annotations

import errno
import os
import stat


def read_regular_file(path: str) -> bytes:
    """Read a file; empty if it does not exist. Raises OSError, also for a pipe, a folder or a broken symbolic link."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", path)
    except FileNotFoundError:
        if os.path.islink(path):
            raise
        return b""
    with open(path, "rb") as file:
        return file.read()
