"""The build: one function for the command and for the server.

`build()` brings output/ to what the site's files say, and says what it did; it raises nothing for what a user
wrote. Whether there is anything to do is found out first (quick.py), without loading what reads, plans and renders; the
steps are in building.py. This module must not print or parse arguments.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from digest.build.load_site import load_site
from digest.build.up_to_date import BuildState, capture_state, invocation_stamp, up_to_date_report
from digest.files.lock import WAIT, Lock
from digest.files.regular import read_regular_file
from digest.files.scan import Scan
from digest.model.events import Event, Report
from digest.model.problem import Problem, sorted_problems, warning
from digest.model.site import Options, Site
from digest.store.pages import Adopted

if TYPE_CHECKING:
    from digest.build.profile import Profiler
    from digest.build.session import BuildRequest


def say_nothing(event: Event) -> None:
    """For a build that nobody watches."""


def build(
    options: Options, on_event: Callable[[Event], None] = say_nothing, wait: float = WAIT, turn: BuildRequest | None = None
) -> Report:
    """Build a site. Raises Locked when another build of it does not end in `wait` seconds; KeyboardInterrupt passes
    through. `turn`: for a process that builds again and again."""
    if not options.profile:
        return _locked(options, on_event, wait, None, turn)
    from digest.build.profile import Profiler

    watch = Profiler()
    report = _locked(options, on_event, wait, watch, turn)
    on_event(watch.profile())
    return report


def _locked(
    options: Options, on_event: Callable[[Event], None], wait: float, watch: Profiler | None, turn: BuildRequest | None
) -> Report:
    """The build while no other one runs: nothing to do, or all steps."""
    state = os.path.join(options.root, ".digest")
    try:
        with Lock(state, wait) as lock:
            if watch:
                watch.stage("scan")
            scans: dict[str, Scan] = {}
            stamp = invocation_stamp(options)
            report = None if turn and turn.hint else up_to_date_report(options, lock.now, stamp, scans)
            if report:
                return report
            site, problems = _settings(options, turn, stamp)
            wrong = _folder_problems(site) if site else []
            if site is None or any(p.severity == "error" for p in wrong):
                return Report(problems=tuple(sorted_problems(problems + wrong)))
            with _uncollected():
                return _build(site, capture_state(site, lock.now, stamp, scans), problems + wrong, on_event, watch, turn)
    except OSError as error:
        what = f"{error.strerror or error}: {error.filename or 'the disk'}"
    except sqlite3.Error as error:
        if not _is_of_the_disk(error):
            raise
        what = f"{error}: {os.path.join(state, 'store.db')}"
    return Report(problems=(Problem("disk", what, hint="See to the permissions and the room on the disk."),))


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's search for cycles, which comes with every few hundred new values: those of a build have none."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _settings(options: Options, turn: BuildRequest | None, stamp: list[str]) -> tuple[Site | None, list[Problem]]:
    """The site with what is wrong in its settings. With errors there is none, but for a process that has built it before:
    then they are what they were, and `stamp` is made one that no other build has."""
    kept = turn.kept if turn else None
    if turn and kept and kept.site and not kept.failed and turn.hint and not turn.hint.settings:
        return kept.site._replace(options=options), list(kept.problems)
    site, problems = load_site(options)
    if kept:
        site = kept.settings(options, site, problems)
        stamp += ["settings of before"] if kept.failed else []
    elif any(p.severity == "error" for p in problems):
        site = None
    return site, problems


def _is_of_the_disk(error: Exception) -> bool:
    """Whether the store cannot be used just now, though nothing is wrong with it."""
    codes = (
        sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED,
    )  # fmt: skip
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in codes


def _folder_problems(site: Site) -> list[Problem]:
    """Folders without which nothing should be built: no content/ is a disk that is not there, or a wrong name, but no
    reason to remove every page."""
    from digest.model.config import Config
    from digest.read.config.load import place_of

    found = []
    for name, path, needed in ((site.config.content, site.content, True), (site.config.output, site.output, False)):
        if os.path.lexists(path) and not os.path.isdir(path):
            hint = "Move it away, or name another folder in config.yaml."
            found.append(Problem("not-a-folder", "this is no folder", name, hint=hint))
        elif needed and not os.path.isdir(path):
            line, column = place_of(Config, read_regular_file(os.path.join(site.options.root, "config.yaml")), "content")
            hint = f"Make it, or let `content` in config.yaml name the folder of the articles (it is `{name}`)."
            at = "config.yaml" if line else name
            found.append(Problem("content-missing", f"there is no folder {name}/", at, line, column, hint))
        elif needed and (why := _unreadable(path)):
            hint = "Check its permissions; until then nothing is built, and nothing removed."
            found.append(Problem("unreadable", f"cannot be read: {why}", name, hint=hint))
    return found


def _unreadable(folder: str) -> str:
    """Why a folder cannot be listed; empty when it can."""
    try:
        os.scandir(folder).close()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _build(
    site: Site, seen: BuildState, problems: list[Problem], on_event: Callable[[Event], None], watch: Profiler | None,
    turn: BuildRequest | None,
) -> Report:  # fmt: skip
    """All steps; a store that cannot be used is thrown away, and everything is built anew."""
    from digest.build.pipeline import Building
    from digest.build.results import size_of
    from digest.build.session import BuildRequest
    from digest.build.worker import WorkerDied

    had_store = size_of(os.path.join(site.state, "store.db")) > 0
    if not had_store:
        _remove_store(site.state)
    again = BuildRequest(kept=turn.kept if turn else None)
    try:
        try:
            report = Building(site, seen, on_event, watch, turn or BuildRequest()).run(problems)
            if any(p.code == "text-damaged" for p in report.problems):  # read those articles again
                seen = seen._replace(scans={})
                report = Building(site, seen, on_event, watch, again, check_bodies=True).run(problems)
        except (OSError, MemoryError, WorkerDied):
            raise
        except Exception as error:
            if _is_of_the_disk(error) or not had_store:
                raise
            ours = _salvage(site)
            problems.append(warning("store-lost", f"the store was unusable ({error}); everything is built anew"))
            # Scans leave out what the lost store knew, so none is used again.
            report = Building(site, seen._replace(scans={}), on_event, watch, again, ours).run(problems)
    except WorkerDied:
        message = "a worker process was killed, or could not be started"
        died = Problem("worker-died", message, hint="Give it more memory, or build with --jobs 1.")
        return Report(problems=tuple(sorted_problems([*problems, died])))
    return report


def _salvage(site: Site) -> list[Adopted]:
    """Remove the store; the files of the output that it knew and that still hold what a build wrote, as far as it can be
    read. A damaged store may name other files too, which are not ours to remove."""
    from digest.build.results import size_of
    from digest.model.fingerprint import file_hash

    ours: list[Adopted] = []
    path = os.path.join(site.state, "store.db")
    with contextlib.suppress(sqlite3.Error, ValueError), contextlib.closing(sqlite3.connect(path)) as db:
        for row in db.execute("SELECT path, kind, key, hash, size FROM pages"):
            with contextlib.suppress(OSError, TypeError, ValueError):
                file = os.path.join(site.output, row[0])
                if size_of(file) == row[4] and (not row[3] or file_hash(file) == row[3]):
                    ours.append(Adopted(*row[:3]))
    _remove_store(site.state)
    return ours


def _remove_store(state: str) -> None:
    """Remove the store with its journal, its seal and its bodies."""
    import shutil

    for name in ("store.db", "store.db-journal", "seal"):
        if os.path.lexists(os.path.join(state, name)):
            os.unlink(os.path.join(state, name))
    shutil.rmtree(os.path.join(state, "bodies"), ignore_errors=True)
