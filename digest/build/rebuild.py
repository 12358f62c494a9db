"""Build a site in which something may have changed since the last build.

The steps are in pipeline.py. Here are its preparations, and what happens if the store is damaged or the disk is full.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from digest.build.load_site import load_site
from digest.build.pipeline import run_pipeline
from digest.build.results import size_of
from digest.build.session import BuildRequest
from digest.build.up_to_date import BuildState, capture_state
from digest.build.worker import WorkersFailed
from digest.files.scan import Scan
from digest.model.events import Event, Report
from digest.model.problem import Problem, disk_problem, sorted_problems, warning
from digest.model.site import Options, Site, place_of
from digest.store.pages import KnownFile

if TYPE_CHECKING:
    from digest.build.profile import Profiler


def rebuild(
    options: Options, now: int, stamp: list[str], scans: dict[str, Scan], on_event: Callable[[Event], None],
    profiler: Profiler | None, request: BuildRequest | None,
) -> Report:  # fmt: skip
    """Build a site that this process has locked. `now`, `stamp` and `scans`: see `BuildState`. Raises OSError."""
    try:
        site, problems = _load_site(options, request, stamp)
        folder_problems = _folder_problems(site) if site else []
        if site is None or any(p.severity == "error" for p in folder_problems):
            return Report(problems=tuple(sorted_problems(problems + folder_problems)))
        if site.config.dates == "git":
            site, git_problems = _with_git_dates(site, request)
            problems = problems + git_problems
        state = capture_state(site, now, stamp, scans)
        return _build(site, state, problems + folder_problems, on_event, profiler, request)
    except sqlite3.Error as error:
        if not _is_disk_error(error):
            raise
        return Report(problems=(disk_problem(str(error), os.path.join(options.root, ".digest", "store.db")),))


def _load_site(options: Options, request: BuildRequest | None, stamp: list[str]) -> tuple[Site | None, list[Problem]]:
    """The site and the problems of its settings; None if they have errors. A process that built the site before goes on with
    the last good settings; `stamp` is then changed, so that no other build takes the site for up to date."""
    session = request.session if request else None
    if request and session and session.site and not session.failed and request.hint and not request.hint.settings:
        return session.site._replace(options=options), list(session.problems)
    site, problems = load_site(options, stamp[0])
    if session:
        site = session.settings(options, site, problems)
        stamp += ["older settings"] if session.failed else []
    elif any(p.severity == "error" for p in problems):
        site = None
    return site, problems


def _with_git_dates(site: Site, request: BuildRequest | None) -> tuple[Site, list[Problem]]:
    """The site with the dates of the first commits of its files."""
    from digest.files.git import GitError, git_dates

    session = request.session if request else None
    try:
        dates = git_dates(site.content, session.git if session else None)
        if session:
            session.git = dates
        return site._replace(git=dates), []
    except GitError as error:
        line, column = place_of(site.places, "dates")
        hint = "Build in a clone of the repository, or remove `dates: git`."
        message = f"no dates from Git: {error}"
        return site, [warning("git-dates", message, "config.yaml", line, column, hint)]


def _is_disk_error(error: Exception) -> bool:
    """Whether the store cannot be used at the moment, although it is not damaged."""
    codes = (
        sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED,
    )  # fmt: skip
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in codes


def _folder_problems(site: Site) -> list[Problem]:
    """Errors of folders. A missing content folder is a disk that is not mounted, or a wrong name; it is no reason to remove
    every page."""
    from digest.files.find_articles import has_articles

    found = []
    for name, path, required in ((site.config.content, site.content, True), (site.config.output, site.output, False)):
        if os.path.lexists(path) and not os.path.isdir(path):
            hint = "Move it away, or set another folder in config.yaml."
            found.append(Problem("not-a-folder", "not a folder", name, hint=hint))
        elif required and not os.path.isdir(path):
            line, column = place_of(site.places, "content")
            hint = f"Create it, or set `content` in config.yaml to the folder of the articles (it is `{name}`)."
            if has_articles(site.options.root, site.config):
                hint = "If the articles are in the folder of config.yaml, add `content: .` to it."
            file = "config.yaml" if line else name
            message = f"no articles found: the folder {name}/ does not exist"
            found.append(Problem("content-missing", message, file, line, column, hint))
        elif required and (reason := _unreadable(path)):
            hint = "Check its permissions. Nothing is built or removed until the folder can be read."
            found.append(Problem("unreadable", f"cannot be read: {reason}", name, hint=hint))
    return found


def _unreadable(folder: str) -> str:
    """Why a folder cannot be listed; empty if it can."""
    try:
        os.scandir(folder).close()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _build(
    site: Site, state: BuildState, problems: list[Problem], on_event: Callable[[Event], None], profiler: Profiler | None,
    request: BuildRequest | None,
) -> Report:  # fmt: skip
    """Run the pipeline. If the store turns out to be damaged, remove it and build everything again."""
    had_store = size_of(os.path.join(site.state, "store.db")) > 0
    if not had_store:
        _remove_store(site.state)
    request = request or BuildRequest()
    again = BuildRequest(session=request.session)
    try:
        try:
            report = run_pipeline(site, state, request, problems, on_event, profiler)
            if any(p.code == "text-damaged" for p in report.problems):  # read those articles again
                state = state._replace(scans={})
                report = run_pipeline(site, state, again, problems, on_event, profiler, check_bodies=True)
        except (OSError, MemoryError, WorkersFailed):
            raise
        except Exception as error:
            if _is_disk_error(error) or not had_store:
                raise
            known = _files_of_damaged_store(site)
            _remove_store(site.state)
            problems.append(
                warning("store-lost", f"the store in .digest/ cannot be used ({error}); everything was built again")
            )
            state = state._replace(scans={})  # scans leave out folders that the damaged store knew
            report = run_pipeline(site, state, again, problems, on_event, profiler, known)
    except WorkersFailed as failed:
        return Report(problems=tuple(sorted_problems([*problems, failed.problem])))
    return report


def _files_of_damaged_store(site: Site) -> list[KnownFile]:
    """The files of the output that the store knew and that are as a build wrote them, as far as the store can be read. A
    damaged store may also name files that digest did not write; these are left out."""
    from digest.model.fingerprint import file_hash

    known: list[KnownFile] = []
    path = os.path.join(site.state, "store.db")
    with contextlib.suppress(sqlite3.Error, ValueError), contextlib.closing(sqlite3.connect(path)) as db:
        for row in db.execute("SELECT path, kind, key, hash, size FROM pages"):
            with contextlib.suppress(OSError, TypeError, ValueError):
                file = os.path.join(site.output, row[0])
                if size_of(file) == row[4] and (not row[3] or file_hash(file) == row[3]):
                    known.append(KnownFile(*row[:3]))
    return known


def _remove_store(state: str) -> None:
    """Remove the store, its journal, its seal and its bodies."""
    import shutil

    for name in ("store.db", "store.db-journal", "seal"):
        if os.path.lexists(os.path.join(state, name)):
            os.unlink(os.path.join(state, name))
    shutil.rmtree(os.path.join(state, "bodies"), ignore_errors=True)
