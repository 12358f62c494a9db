"""Taking back what builds made: the files of the output that the store says are ours, and the store.

Whatever the store does not know is somebody else's and stays. This module must not print.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from typing import NamedTuple

from digest.files import output
from digest.files.lock import Lock
from digest.store import Store


class Cleaned(NamedTuple):
    """What became of it."""

    folder: str
    """The output folder that the store knows, absolute; empty when no store says which files are ours."""
    removed: int = 0
    """Files removed from it."""
    left: int = 0
    """Files in it that are not ours."""
    elsewhere: bool = False
    """The folder is outside the site and was not named: nothing was removed at all."""
    state: bool = False
    """Whether there was a `.digest/` to remove."""


def clean(root: str, named: str = "") -> Cleaned:
    """Remove what builds of the site at `root` made. Raises OSError, and Locked while a build runs.

    `named`: an output folder outside the site that may be cleaned. A site that was copied remembers the folder of
    the original, and that must not be touched by accident.
    """
    state = os.path.join(root, ".digest")
    if not os.path.isdir(state):
        return Cleaned("")
    with Lock(state):
        folder, ours = _known(os.path.join(state, "store.db"))
        done = Cleaned(folder, state=True)
        if folder and not _is_inside(folder, root) and os.path.realpath(named or root) != os.path.realpath(folder):
            return done._replace(elsewhere=True, state=False)
        if folder:
            left = len(output.foreign_files(folder, set(ours)))
            done = done._replace(removed=output.remove(folder, ours), left=left)
            with contextlib.suppress(OSError):  # not empty, or not there
                os.rmdir(folder)
        for name in os.listdir(state):  # all but the lock, which Windows keeps while it is held
            path = os.path.join(state, name)
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path)
            elif name != "lock":
                os.unlink(path)
        if os.name == "posix":  # while it is held: a build that waits for it would lose what it makes then
            shutil.rmtree(state)
            return done
    shutil.rmtree(state)
    return done


def _known(path: str) -> tuple[str, list[str]]:
    """(output folder, paths in it that are ours) as the store has them; empty when it cannot be read."""
    if not os.path.isfile(path):
        return "", []
    try:
        store = Store(path, writable=False)
        try:
            return store.meta("output"), sorted(store.output_paths())
        finally:
            store.close()
    except sqlite3.Error:
        return "", []


def _is_inside(folder: str, root: str) -> bool:
    """Whether the folder stands in the site, be it as a link that leads elsewhere."""
    return folder.startswith(root + os.sep) or os.path.realpath(folder).startswith(os.path.realpath(root) + os.sep)
