"""Remove what builds created: the output files that the store knows, and the store itself.

Files that the store does not know are kept, because other programs may have created them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3

from digest.files import output
from digest.files.lock import Lock
from digest.model.named_tuple import NamedTuple
from digest.store import Store


class Cleaned(NamedTuple):
    """What was removed and what was kept."""

    folder: str
    """The output folder that the store knows, absolute; empty if no store says which files digest created."""
    removed: int = 0
    """Number of output files removed."""
    left: int = 0
    """Number of files in the output folder that digest did not create."""
    elsewhere: bool = False
    """Whether nothing was removed, because the output folder is outside the site and was not named."""
    state: bool = False
    """Whether `.digest/` existed and was removed."""


def clean(root: str, output_folder: str = "") -> Cleaned:
    """Remove what builds of the site at `root` created. Raises OSError, and BuildLocked while a build runs.

    `output_folder`: an output folder outside the site that may be cleaned. Without this check, cleaning a copy of a site
    would remove the output of the original, whose path the copied store still has.
    """
    state = os.path.join(root, ".digest")
    if not os.path.isdir(state):
        return Cleaned("")
    with Lock(state):
        folder, ours = _created_files(os.path.join(state, "store.db"))
        result = Cleaned(folder, state=True)
        is_named = os.path.realpath(output_folder or root) == os.path.realpath(folder)
        if folder and not _is_inside(folder, root) and not is_named:
            return result._replace(elsewhere=True, state=False)
        if folder:
            left = len(output.foreign_files(folder, set(ours)))
            result = result._replace(removed=output.remove(folder, ours), left=left)
            with contextlib.suppress(OSError):  # not empty, or it does not exist
                os.rmdir(folder)
        _empty_state_folder(state)
        if os.name == "posix":  # while locked, or a build that waits for the lock would lose its results
            shutil.rmtree(state)
            return result
    shutil.rmtree(state)
    return result


def _empty_state_folder(state: str) -> None:
    """Remove everything but the lock, which Windows cannot remove while it is held."""
    for name in os.listdir(state):
        path = os.path.join(state, name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        elif name != "lock":
            os.unlink(path)


def _created_files(path: str) -> tuple[str, list[str]]:
    """The output folder and the paths of the files in it that digest created; both empty if the store cannot be read."""
    if not os.path.isfile(path):
        return "", []
    try:
        store = Store(path, writable=False)
        try:
            root = os.path.dirname(os.path.dirname(path))
            output = store.meta("output")
            return output and os.path.join(root, output), sorted(store.output_paths())
        finally:
            store.close()
    except sqlite3.Error:
        return "", []


def _is_inside(folder: str, root: str) -> bool:
    """Whether the path of the folder, or what it links to, is inside the site."""
    return folder.startswith(root + os.sep) or os.path.realpath(folder).startswith(os.path.realpath(root) + os.sep)
