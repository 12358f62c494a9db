"""Scan folders for files that may have changed, without reading them.

The stamp of a file consists of its size, modification time (in nanoseconds) and inode. The signature of a folder is a hash of
the names and stamps of its files. A file that changed so recently that another change could have the same time is "racy": it
has no stamp, and is checked again in the next build.

`stat` calls take most of the time. In large trees, a second process does a part of them.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
from collections.abc import Collection, Iterable, Mapping

from digest.model.fingerprint import hash_text
from digest.model.folders import HERE
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem, warning

ARTICLES = (".md", ".markdown", ".txt")
"""Extensions of articles. All other files are attachments, except HTML files with front matter."""
HTML = (".html", ".htm")
RACY = 50_000_000
"""Age in nanoseconds below which a file is racy: twice the coarsest clock tick of file systems with exact times."""
RACY_COARSE = 2_000_000_000
"""The same for file systems with a resolution of one or (FAT) two seconds."""

MIN_TO_FORK = 100
"""Number of known folders from which on a second process is used."""
PROBLEM_CODES = ("link-leaves-content", "link-circle", "not-a-file", "file-name", "unreadable", "not-a-folder")
"""Codes of problems of a scan. They are not stored, so after one of them the next scan must be a full one."""
MAX_ONLY = 20
"""Maximum number of changed folders to scan alone. Above it, a full scan is not slower."""


def has_front_matter(path: str) -> bool:
    """Whether a file begins with a line of `---`, as the HTML posts of Jekyll and Hugo do. False if it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read(8).removeprefix(b"\xef\xbb\xbf")[:4] in (b"---\n", b"---\r")
    except OSError:
        return False


_TEMPORARY = ("~", ".swn", ".swo", ".swp", ".swx", "___jb_tmp___", "___jb_old___")
"""Ends of names of temporary and backup files."""
_MAYBE_TEMPORARY = frozenset("~#nopx_")
"""The last characters of names of such files, which most names do not end with."""


def is_ignored_name(name: str) -> bool:
    """Whether a file or folder is ignored because of its name: it is hidden, or a temporary or backup file of an editor."""
    return name[0] == "." or (
        name[-1] in _MAYBE_TEMPORARY and (name.endswith(_TEMPORARY) or (name[0] == name[-1] == "#" and name != "#"))
    )


class Folder(NamedTuple):
    """A folder of content/ or static/."""

    path: str
    """Relative to the root: `''` or `2021/05/`."""
    signature: str
    """Changes when one of its files does; empty if one of them is racy."""
    files: dict[str, str] | None
    """Stamps by path relative to the root. The stamp of a racy file is empty. None if the signature has not changed."""

    def with_prefix(self, prefix: str) -> Folder:
        """The same folder with other paths."""
        if not prefix:
            return self
        files = None if self.files is None else {prefix + path: stamp for path, stamp in self.files.items()}
        return Folder(prefix + self.path, self.signature, files)


class Scan(NamedTuple):
    """The result of a scan."""

    folders: dict[str, Folder]
    """By path."""
    problems: tuple[Problem, ...]
    blocked: tuple[str, ...]
    """Paths of files and folders that could not be read. Stored data about them must be kept."""

    def with_files(self, other: Scan, prefix: str) -> Scan:
        """This scan and another one, whose paths get a prefix: none, or one that ends with `/`."""
        folders = {prefix + p: f.with_prefix(prefix) for p, f in other.folders.items()}
        blocked = tuple(prefix + path for path in other.blocked)
        return Scan(self.folders | folders, self.problems + other.problems, self.blocked + blocked)


NO_FILES = Scan({}, (), ())
"""The scan of a folder that does not exist."""


def scan(
    root: str, shown: str, now: int, known: Mapping[str, str] | None = None, only: Collection[str] | None = None,
    skipped: Collection[str] = (),
) -> Scan:  # fmt: skip
    """Scan all files below `root`. A missing root has no files.

    `shown`: the path of the root in messages. `now`: the current time of the file system in nanoseconds (see `Lock`), for
    racy files. `known`: signatures of folders from the last scan. `only`: the folders in which files changed, if they are
    known; all other folders are assumed to be unchanged. `skipped`: folders that are not scanned, such as `output/`.

    Hidden files and temporary files of editors are ignored (see `is_ignored_name`). Symbolic links that point outside `root`,
    pipes, names that are not UTF-8 and unreadable files are problems.
    """
    known = known or {}
    if only is not None:
        partial = _scan_only(root, shown, now, known, only, skipped)
        if partial:
            return partial
    scanner = _Scanner(root, shown, now, known, skipped)
    if os.path.isdir(root):
        scanner.pending.append(("", root, False))
    elif os.path.lexists(root):
        hint = "Move it, or use another folder."
        scanner.problems.append(Problem("not-a-folder", "not a folder", shown, hint=hint))
    if len(known) >= MIN_TO_FORK and _can_fork():
        while scanner.pending and len(scanner.pending) < 8:
            scanner.scan_next(0)
        scanner.run_in_two_processes()
    scanner.run()
    return Scan(scanner.folders, tuple(scanner.problems), tuple(scanner.blocked))


def _scan_only(
    root: str, shown: str, now: int, known: Mapping[str, str], only: Collection[str], skipped: Collection[str]
) -> Scan | None:
    """Scan some of the known folders, and those with racy files.

    Returns None if a full scan is necessary: a folder was added, removed, or reached through a link, or there is a problem.
    """
    scanner = _Scanner(root, shown, now, known, skipped)
    paths = {*only, *(p for p, signature in known.items() if not signature)}
    if len(paths) > MAX_ONLY or not known:
        return None if paths or os.path.lexists(root) else NO_FILES
    for path in sorted(paths):
        full_path = os.path.join(root, path).rstrip("/")
        if path not in known or os.path.realpath(full_path) != os.path.join(scanner.real_root, path).rstrip("/"):
            return None
        scanner.pending = [(path, full_path, False)]
        scanner.scan_next()
        subfolders = {p for p, _, linked in scanner.pending if not linked}
        known_subfolders = {p for p in known if p != path and p.startswith(path) and "/" not in p[len(path) : -1]}
        if scanner.problems or subfolders != known_subfolders or len(subfolders) != len(scanner.pending):
            return None
    folders = {p: scanner.folders.get(p) or Folder(p, signature, None) for p, signature in known.items()}
    return Scan(folders, (), ())


def _can_fork() -> bool:
    """Whether it is safe to fork this process: it has no other threads."""
    threading = sys.modules.get("threading")
    return hasattr(os, "fork") and (threading is None or threading.active_count() == 1)


class _Scanner:
    """Scans a tree of folders."""

    def __init__(
        self, root: str, shown: str, now: int, known: Mapping[str, str], skipped: Collection[str] = ()
    ) -> None:
        self.real_root = os.path.realpath(root)
        self.skipped, self.prefix = skipped, "" if shown == HERE else f"{shown}/"
        self.now, self.known = now, known
        self.pending: list[tuple[str, str, bool]] = []
        """Folders to scan: path relative to the root, full path, whether it was reached through a symbolic link."""
        self.folders: dict[str, Folder] = {}
        self.problems: list[Problem] = []
        self.blocked: list[str] = []

    def run(self) -> None:
        """Scan all pending folders and their subfolders."""
        while self.pending:
            self.scan_next()

    def scan_next(self, index: int = -1) -> None:
        """Scan one pending folder."""
        path, full_path, linked = self.pending.pop(index)
        try:
            with os.scandir(full_path) as entries:
                listing = self._list(entries, path, linked)
        except OSError as error:
            self.blocked.append(path)
            self.problems.append(_unreadable(f"{self.prefix}{path}".rstrip("/"), error))
            return
        listing.sort()
        signature = hash_text(*listing) if all(line[-1] != "\0" for line in listing) else ""
        files = None
        if not signature or self.known.get(path) != signature:
            files = {path + name: stamp for name, _, stamp in (line.partition("\0") for line in listing)}
        self.folders[path] = Folder(path, signature, files)

    def _list(self, entries: Iterable[os.DirEntry[str]], path: str, linked: bool) -> list[str]:
        """Return the files of a folder as `NAME\\0STAMP`, and add its subfolders to `pending`."""
        listing = []
        now = self.now
        for entry in entries:
            name = entry.name
            if is_ignored_name(name):
                continue
            if not name.isascii() and not _is_unicode(name):
                shown = os.fsencode(f"{self.prefix}{path}{name}").decode("utf-8", "backslashreplace")
                self.problems.append(_not_unicode(shown))
                continue
            try:
                if entry.is_file(follow_symlinks=False):
                    s = entry.stat(follow_symlinks=False)
                elif entry.is_dir(follow_symlinks=False):
                    if f"{path}{name}/" not in self.skipped:
                        self.pending.append((f"{path}{name}/", entry.path, linked))
                    continue
                else:
                    problem = _check_link(entry, f"{self.prefix}{path}{name}", self.real_root, linked)
                    if problem:
                        self.problems.append(problem)
                        continue
                    if f"{path}{name}/" in self.skipped:
                        continue
                    if entry.is_dir():
                        self.pending.append((f"{path}{name}/", entry.path, True))
                        continue
                    s = entry.stat()
            except OSError as error:
                self.blocked.append(path + name)
                self.problems.append(_unreadable(f"{self.prefix}{path}{name}", error, entry.is_symlink()))
                continue
            mtime = s.st_mtime_ns
            age = now - mtime
            racy = age < RACY or (age < RACY_COARSE and mtime % 1_000_000_000 == 0)
            listing.append(f"{name}\0" if racy else f"{name}\0{s.st_size} {mtime} {s.st_ino}")
        return listing

    def run_in_two_processes(self) -> None:
        """Scan all pending folders, two fifths of them in a forked process.

        The forked process is slower at first, since the memory that it uses must be copied. If it fails, its folders stay
        pending.
        """
        everything = self.pending
        for_child = everything[::5] + everything[2::5]
        self.pending = everything[1::5] + everything[3::5] + everything[4::5]
        read_end, write_end = os.pipe()
        child = os.fork()
        if not child:
            try:
                os.close(read_end)
                self.pending, self.folders, self.problems, self.blocked = for_child, {}, [], []
                self.run()
                result = ([tuple(f) for f in self.folders.values()], [tuple(p) for p in self.problems], self.blocked)
                with open(write_end, "wb") as pipe:
                    pipe.write(marshal.dumps(result))
            finally:
                os._exit(0)
        os.close(write_end)
        try:
            with open(read_end, "rb") as pipe:
                self.run()
                folders, problems, blocked = marshal.loads(pipe.read())
        except (EOFError, ValueError, TypeError):  # the child was killed, or had not enough memory
            self.pending = for_child
            return
        finally:
            os.waitpid(child, 0)
        self.folders.update((path, Folder(path, signature, files)) for path, signature, files in folders)
        self.problems += [Problem(*p) for p in problems]
        self.blocked += blocked


def _check_link(entry: os.DirEntry[str], shown: str, real_root: str, linked: bool) -> Problem | None:
    """Check an entry that is neither a regular file nor a folder; None for a valid symbolic link."""
    if entry.is_symlink():
        target = os.path.realpath(entry.path)
        if target != real_root and not target.startswith(real_root + os.sep):
            return _leaves(shown)
        # Links inside linked folders could form circles, or multiply the number of folders.
        folder = os.path.realpath(os.path.dirname(entry.path)) + os.sep
        if os.path.isdir(target):
            return _circle(shown) if linked or folder.startswith(target + os.sep) else None
    return None if stat.S_ISREG(entry.stat().st_mode) else _not_regular(shown)


def _leaves(file: str) -> Problem:
    message = "symbolic link ignored: it points outside its folder"
    return warning("link-leaves-content", message, file, hint="Copy the file into the folder, or remove the link.")


def _circle(file: str) -> Problem:
    message = "symbolic link ignored: it points to a folder that contains it, or is inside a linked folder"
    return warning("link-circle", message, file, hint="Remove the link, or link to single files.")


def _not_regular(file: str) -> Problem:
    return Problem("not-a-file", "not a regular file (a pipe, socket or device)", file, hint="Remove it.")


def _is_unicode(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:  # bytes that are not UTF-8 are surrogates in Python
        return False
    return True


def _not_unicode(file: str) -> Problem:
    return Problem("file-name", "the name is not UTF-8, so it cannot be part of a URL", file, hint="Rename it.")


def _unreadable(file: str, error: OSError, link: bool = False) -> Problem:
    hint = "Correct or remove the symbolic link." if link else "Check its permissions."
    return Problem("unreadable", f"cannot be read: {error.strerror}", file, hint=hint)
