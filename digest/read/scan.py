"""Which files there are, and which may have changed: names and stamps, no contents.

A folder whose listing has the signature of last time needs no second look at its files. A file's stamp is its
size, time (in nanoseconds) and inode; one that changed so recently that a second change could hide behind the same
time is "racy" and has no stamp, so it is looked at again next time. This module must not know what is in a file.
"""

from __future__ import annotations

import os
import stat
from typing import NamedTuple

from digest.model.fingerprint import of_text
from digest.model.problem import Problem, warning

ARTICLES = (".md", ".markdown", ".txt")
"""Endings of articles; every other file is there to be referred to."""
RACY = 50_000_000
"""Nanoseconds: twice the coarsest clock tick of a file system with fine times."""
RACY_COARSE = 2_000_000_000
"""For a file system that keeps whole seconds (or FAT's two)."""


class Folder(NamedTuple):
    """One folder of content/ or static/."""

    path: str
    """`''` or `2021/05/`."""
    signature: str
    """Changes when a file in it does; empty when one of them is racy."""
    files: dict[str, str]
    """Stamps by path under the root; an empty stamp is that of a racy file."""


class Scan(NamedTuple):
    """A look at a tree."""

    folders: dict[str, Folder]
    problems: tuple[Problem, ...]
    blocked: tuple[str, ...]
    """Paths that could not be looked at: what is known of files there stays."""


def scan(root: str, shown: str, now: int) -> Scan:
    """Look at all files below `root`; a root that is not there is empty.

    `shown`: its name in problems. `now`: the file system's own time, nanoseconds (see `Lock`), for racy files.
    Names that begin with a dot or end with `~` are passed over; symbolic links that leave `root`, named pipes,
    names that are no Unicode and what cannot be read are problems.
    """
    found: dict[str, Folder] = {}
    problems: list[Problem] = []
    blocked: list[str] = []
    real = os.path.realpath(root)
    waiting = [("", root, False)]
    if not os.path.isdir(root):
        waiting = []
        if os.path.lexists(root):
            problems.append(Problem("not-a-folder", "this is no folder", shown, hint="Move it away, or name another folder."))
    while waiting:
        path, place, linked = waiting.pop()
        try:
            with os.scandir(place) as entries:
                files = _files(list(entries), path, linked, real, shown, now, waiting, problems, blocked)
        except OSError as error:
            blocked.append(path)
            problems.append(_unreadable(f"{shown}/{path}".rstrip("/"), error))
            continue
        signature = "" if "" in files.values() else of_text(repr(sorted(files.items())))
        found[path] = Folder(path, signature, files)
    return Scan(found, tuple(problems), tuple(blocked))


def _files(
    entries: list[os.DirEntry[str]], path: str, linked: bool, real: str, shown: str, now: int,
    waiting: list[tuple[str, str, bool]], problems: list[Problem], blocked: list[str],
) -> dict[str, str]:  # fmt: skip
    """Stamps of the files of one folder; its folders go to `waiting`. `linked`: it was reached by a symbolic link."""
    files: dict[str, str] = {}
    for entry in entries:
        name = entry.name
        if name[0] == "." or name[-1] == "~":
            continue
        if not name.isascii() and not _is_unicode(name):
            problems.append(_no_name(os.fsencode(f"{shown}/{path}{name}").decode("utf-8", "backslashreplace")))
            continue
        try:
            if entry.is_file(follow_symlinks=False):
                s = entry.stat(follow_symlinks=False)
            elif entry.is_dir(follow_symlinks=False):
                waiting.append((f"{path}{name}/", entry.path, linked))
                continue
            else:
                said = _link(entry, f"{shown}/{path}{name}", real, linked)
                if said:
                    problems.append(said)
                    continue
                if entry.is_dir():
                    waiting.append((f"{path}{name}/", entry.path, True))
                    continue
                s = entry.stat()
        except OSError as error:
            blocked.append(path + name)
            problems.append(_unreadable(f"{shown}/{path}{name}", error, entry.is_symlink()))
            continue
        changed = s.st_mtime_ns
        age = now - changed
        racy = age < RACY or (age < RACY_COARSE and changed % 1_000_000_000 == 0)
        files[path + name] = "" if racy else f"{s.st_size} {changed} {s.st_ino}"
    return files


def _link(entry: os.DirEntry[str], shown: str, real: str, linked: bool) -> Problem | None:
    """What is wrong with an entry that is neither an ordinary file nor a folder; None for a good symbolic link."""
    if entry.is_symlink():
        target = os.path.realpath(entry.path)
        if target != real and not target.startswith(real + os.sep):
            return _leaves(shown)
        # Links within what a link led to could go round in circles, or multiply without end.
        here = os.path.realpath(os.path.dirname(entry.path)) + os.sep
        if os.path.isdir(target):
            return _circle(shown) if linked or here.startswith(target + os.sep) else None
    return None if stat.S_ISREG(entry.stat().st_mode) else _no_file(shown)


def _leaves(file: str) -> Problem:
    hint = "Put the file itself there, or leave the link out."
    return warning("link-leaves-content", "the symbolic link leads out of its folder and is passed over", file, hint=hint)


def _circle(file: str) -> Problem:
    message = "the symbolic link leads back to a folder that holds it, or stands in a linked folder, and is passed over"
    return warning("link-circle", message, file, hint="Leave it out, or let it lead to single files.")


def _no_file(file: str) -> Problem:
    return Problem("not-a-file", "this is no ordinary file (a pipe, a socket or a device)", file, hint="Remove it.")


def _is_unicode(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:  # bytes that are not UTF-8, as Python smuggles them through
        return False
    return True


def _no_name(file: str) -> Problem:
    return Problem("file-name", "the name is not UTF-8, so nothing can link to it", file, hint="Rename it.")


def _unreadable(file: str, error: OSError, link: bool = False) -> Problem:
    hint = "Correct where the symbolic link leads, or remove it." if link else "Check its permissions."
    return Problem("unreadable", f"cannot be read: {error.strerror}", file, hint=hint)
