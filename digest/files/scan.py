"""Which files there are, and which may have changed: names and stamps, no contents.

A folder whose listing has the signature of last time needs no second look at its files. A file's stamp is its
size, time (in nanoseconds) and inode; one that changed so recently that a second change could hide behind the same
time is "racy" and has no stamp, so it is looked at again next time. Asking the system for stamps is most of the work, and
a second process does half of it where there is much. This module must not know what is in a file.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from digest.model.fingerprint import hash_text
from digest.model.problem import Problem, warning

ARTICLES = (".md", ".markdown", ".txt")
"""Endings of articles; every other file is there to be referred to."""
RACY = 50_000_000
"""Nanoseconds: twice the coarsest clock tick of a file system with fine times."""
RACY_COARSE = 2_000_000_000
"""For a file system that keeps whole seconds (or FAT's two)."""


MANY = 100
"""From so many known folders on, a second process looks at half of them."""
TOLD = ("link-leaves-content", "link-circle", "not-a-file", "file-name", "unreadable", "not-a-folder")
"""The codes of what a scan finds. It is not remembered, so after it nobody should look at single folders only."""
FEW = 20
"""In more changed folders than this, looking at each is no shorter than looking at all."""


class Folder(NamedTuple):
    """One folder of content/ or static/."""

    path: str
    """`''` or `2021/05/`."""
    signature: str
    """Changes when a file in it does; empty when one of them is racy."""
    files: dict[str, str] | None
    """Stamps by path under the root; an empty stamp is that of a racy file. None where the signature is the one that was
    known."""


class Scan(NamedTuple):
    """A look at a tree."""

    folders: dict[str, Folder]
    problems: tuple[Problem, ...]
    blocked: tuple[str, ...]
    """Paths that could not be looked at: what is known of files there stays."""


def scan(
    root: str, shown: str, now: int, known: Mapping[str, str] | None = None, only: Collection[str] | None = None
) -> Scan:
    """Look at all files below `root`; a root that is not there is empty.

    `shown`: its name in problems. `now`: the file system's own time, nanoseconds (see `Lock`), for racy files.
    `known`: signatures of last time, by folder. Names that begin with a dot or end with `~` are passed over; symbolic
    links that leave `root`, named pipes, names that are no Unicode and what cannot be read are problems.

    `only`: the folders in which something changed, when somebody knows; all others are what they were.
    """
    known = known or {}
    if only is not None:
        partly = _scan_only(root, shown, now, known, only)
        if partly:
            return partly
    walk = _Walk(root, shown, now, known)
    if os.path.isdir(root):
        walk.waiting.append(("", root, False))
    elif os.path.lexists(root):
        hint = "Move it away, or name another folder."
        walk.problems.append(Problem("not-a-folder", "this is no folder", shown, hint=hint))
    if len(known) >= MANY and _may_fork():
        while walk.waiting and len(walk.waiting) < 8:
            walk.step(0)
        walk.in_two_processes()
    walk.run()
    return Scan(walk.found, tuple(walk.problems), tuple(walk.blocked))


def _scan_only(root: str, shown: str, now: int, known: Mapping[str, str], only: Collection[str]) -> Scan | None:
    """A look at some of the folders that are known, and those with racy files; None where that is not enough: a folder
    came or went, was reached by a link, or something in it cannot be looked at."""
    walk = _Walk(root, shown, now, known)
    wanted = {*only, *(p for p, signature in known.items() if not signature)}
    if len(wanted) > FEW or not known:
        return None if wanted or os.path.lexists(root) else Scan({}, (), ())
    for path in sorted(wanted):
        place = os.path.join(root, path).rstrip("/")
        if path not in known or os.path.realpath(place) != os.path.join(walk.real, path).rstrip("/"):
            return None
        walk.waiting = [(path, place, False)]
        walk.step()
        below = {p for p, _, linked in walk.waiting if not linked}
        before = {p for p in known if p != path and p.startswith(path) and "/" not in p[len(path) : -1]}
        if walk.problems or below != before or len(below) != len(walk.waiting):
            return None
    found = {p: walk.found.get(p) or Folder(p, signature, None) for p, signature in known.items()}
    return Scan(found, (), ())


def _may_fork() -> bool:
    """Whether this process can be forked without harm: it has no other threads."""
    threading = sys.modules.get("threading")
    return hasattr(os, "fork") and (threading is None or threading.active_count() == 1)


class _Walk:
    """A look at a tree under way."""

    def __init__(self, root: str, shown: str, now: int, known: Mapping[str, str]) -> None:
        self.real = os.path.realpath(root)
        self.shown, self.now, self.known = shown, now, known
        self.waiting: list[tuple[str, str, bool]] = []
        """Folders to look at: (path, place, whether it was reached by a symbolic link)."""
        self.found: dict[str, Folder] = {}
        self.problems: list[Problem] = []
        self.blocked: list[str] = []

    def run(self) -> None:
        """Look at all that waits, and what is found there."""
        while self.waiting:
            self.step()

    def step(self, which: int = -1) -> None:
        """Look at one folder that waits."""
        path, place, linked = self.waiting.pop(which)
        try:
            with os.scandir(place) as entries:
                listed = self._list(entries, path, linked)
        except OSError as error:
            self.blocked.append(path)
            self.problems.append(_unreadable(f"{self.shown}/{path}".rstrip("/"), error))
            return
        listed.sort()
        signature = hash_text(*listed) if all(line[-1] != "\0" for line in listed) else ""
        files = None
        if not signature or self.known.get(path) != signature:
            files = {path + name: stamp for name, _, stamp in (line.partition("\0") for line in listed)}
        self.found[path] = Folder(path, signature, files)

    def _list(self, entries: Iterable[os.DirEntry[str]], path: str, linked: bool) -> list[str]:
        """The files of one folder, each as name and stamp with a NUL between; its folders go to `waiting`."""
        listed = []
        now = self.now
        for entry in entries:
            name = entry.name
            if name[0] == "." or name[-1] == "~":
                continue
            if not name.isascii() and not _is_unicode(name):
                shown = os.fsencode(f"{self.shown}/{path}{name}").decode("utf-8", "backslashreplace")
                self.problems.append(_no_name(shown))
                continue
            try:
                if entry.is_file(follow_symlinks=False):
                    s = entry.stat(follow_symlinks=False)
                elif entry.is_dir(follow_symlinks=False):
                    self.waiting.append((f"{path}{name}/", entry.path, linked))
                    continue
                else:
                    said = _link(entry, f"{self.shown}/{path}{name}", self.real, linked)
                    if said:
                        self.problems.append(said)
                        continue
                    if entry.is_dir():
                        self.waiting.append((f"{path}{name}/", entry.path, True))
                        continue
                    s = entry.stat()
            except OSError as error:
                self.blocked.append(path + name)
                self.problems.append(_unreadable(f"{self.shown}/{path}{name}", error, entry.is_symlink()))
                continue
            changed = s.st_mtime_ns
            age = now - changed
            racy = age < RACY or (age < RACY_COARSE and changed % 1_000_000_000 == 0)
            listed.append(f"{name}\0" if racy else f"{name}\0{s.st_size} {changed} {s.st_ino}")
        return listed

    def in_two_processes(self) -> None:
        """Look at all that waits, two fifths of it in a process of its own, which is slower at first since all memory
        that it touches has to be copied. What that one does not do is left waiting."""
        everything = self.waiting
        theirs = everything[::5] + everything[2::5]
        self.waiting = everything[1::5] + everything[3::5] + everything[4::5]
        out, into = os.pipe()
        child = os.fork()
        if not child:
            try:
                os.close(out)
                self.waiting, self.found, self.problems, self.blocked = theirs, {}, [], []
                self.run()
                told = ([tuple(f) for f in self.found.values()], [tuple(p) for p in self.problems], self.blocked)
                with open(into, "wb") as pipe:
                    pipe.write(marshal.dumps(told))
            finally:
                os._exit(0)
        os.close(into)
        try:
            with open(out, "rb") as pipe:
                self.run()
                found, problems, blocked = marshal.loads(pipe.read())
        except (EOFError, ValueError, TypeError):  # it was killed, or had no memory
            self.waiting = theirs
            return
        finally:
            os.waitpid(child, 0)
        self.found.update((path, Folder(path, signature, files)) for path, signature, files in found)
        self.problems += [Problem(*p) for p in problems]
        self.blocked += blocked


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
