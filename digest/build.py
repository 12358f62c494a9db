"""The build: one function for the command and for the server.

`build()` brings output/ to what the site's files say, and says what it did; it raises nothing for what a user
wrote. Whether there is anything to do is found out first (quick.py), without loading what reads, plans and renders; the
steps are in building.py. This module must not print or parse arguments.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable

from digest.events import Event, Report
from digest.lock import Lock
from digest.model.problem import Problem, in_order, warning
from digest.quick import Seen, nothing_to_do, see, stamp_of
from digest.read.scan import Scan
from digest.site import Options, Site, load_site


def say_nothing(event: Event) -> None:
    """For a build that nobody watches."""


def build(options: Options, on_event: Callable[[Event], None] = say_nothing) -> Report:
    """Build a site. Raises Locked when another build of it does not end; KeyboardInterrupt passes through."""
    state = os.path.join(options.root, ".digest")
    try:
        with Lock(state) as lock:
            scans: dict[str, Scan] = {}
            stamp = stamp_of(options)
            report = nothing_to_do(options, lock.now, stamp, scans)
            if report:
                return report
            site, problems = load_site(options)
            problems += _folder_problems(site) if site else []
            if site is None or any(p.severity == "error" for p in problems):
                return Report(problems=tuple(in_order(problems)))
            return _build(site, see(site, lock.now, stamp, scans), problems, on_event)
    except OSError as error:
        what = f"{error.strerror or error}: {error.filename or 'the disk'}"
        return Report(problems=(Problem("disk", what, hint="See to the permissions and the room on the disk."),))


def _folder_problems(site: Site) -> list[Problem]:
    """Folders without which nothing should be built: no content/ is a disk that is not there, or a wrong name, but no
    reason to remove every page."""
    found = []
    for name, path, needed in ((site.config.content, site.content, True), (site.config.output, site.output, False)):
        if os.path.lexists(path) and not os.path.isdir(path):
            hint = "Move it away, or name another folder in config.yaml."
            found.append(Problem("not-a-folder", "this is no folder", name, hint=hint))
        elif needed and not os.path.isdir(path):
            hint = f"Make it, or let `content` in config.yaml name the folder of the articles (it is `{name}`)."
            found.append(Problem("content-missing", f"there is no folder {name}/", name, hint=hint))
    return found


def _build(site: Site, seen: Seen, problems: list[Problem], on_event: Callable[[Event], None]) -> Report:
    """All steps; a store that cannot be used is thrown away, and everything is built anew."""
    from digest.building import Building
    from digest.work import WorkerDied

    try:
        try:
            report = Building(site, seen, on_event).run(problems)
        except (OSError, WorkerDied):
            raise
        except Exception as error:
            if not os.path.exists(os.path.join(site.state, "store.db")):
                raise
            ours = _salvage(site.state)
            problems.append(warning("store-lost", f"the store was unusable ({error}); everything is built anew"))
            report = Building(site, seen, on_event, ours).run(problems)
    except WorkerDied:
        hint = "Give it more memory, or build with --jobs 1."
        return Report(problems=tuple(in_order([*problems, Problem("worker-died", "a worker process was killed", hint=hint)])))
    return report


def _salvage(state: str) -> list[str]:
    """Throw the store away; the paths of the output that it says are ours, as far as it can still be read."""
    import shutil

    path = os.path.join(state, "store.db")
    ours: list[str] = []
    try:
        db = sqlite3.connect(path)
        ours = [p for (p,) in db.execute("SELECT DISTINCT path FROM pages")]
        db.close()
    except sqlite3.Error:
        pass
    for name in ("store.db", "store.db-journal"):
        if os.path.exists(os.path.join(state, name)):
            os.unlink(os.path.join(state, name))
    shutil.rmtree(os.path.join(state, "bodies"), ignore_errors=True)
    return ours
