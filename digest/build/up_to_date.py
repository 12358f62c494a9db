"""The shortest way: a build in which nothing changed, found out without loading what reads, plans or renders.

Holds everything that a build depends on against what the last one remembered: the program, the options, config.yaml, the
theme, the folders, the output, the clock. In any doubt it says nothing and the whole build runs. This module must not
import what a build with nothing to do does not need; a test says so.
"""

from __future__ import annotations

import json
import os
import sqlite3
from typing import Any, NamedTuple

import digest
from digest.build import seal
from digest.files.regular import read_regular_file
from digest.files.scan import Scan, scan
from digest.model.events import Hidden, Report
from digest.model.fingerprint import hash_bytes, hash_program
from digest.model.problem import Problem
from digest.model.site import Options, Site
from digest.store import Store
from digest.store.sources import CONTENT, STATIC, under


def invocation_stamp(options: Options) -> list[str]:
    """The program, the options and config.yaml: what the last build must have seen too."""
    try:
        config = hash_bytes(read_regular_file(os.path.join(options.root, "config.yaml")))
    except OSError:  # told when the settings are loaded
        config = "unreadable"
    program = hash_program(digest.__version__, os.path.dirname(digest.__file__))
    asked = [options.output, options.base_url, str(options.drafts), str(options.future)]
    return [program, config, *asked]


class BuildState(NamedTuple):
    """What a build found before it began: an edit that comes while it runs must not be taken for seen."""

    now: int
    """The file system's time when the lock was taken, nanoseconds."""
    stamp: list[str]
    """See `stamp_of`."""
    scans: dict[str, Scan]
    """Folders that were looked at already."""
    themes: list[str]
    """Folders in which a change can change the theme."""
    theme: str
    """Their signature."""


def capture_state(site: Site, now: int, stamp: list[str], scans: dict[str, Scan]) -> BuildState:
    """All that a build of this site depends on, as it is now."""
    from digest.build.theme_state import theme_signature

    # The whole of the site's themes/, since a folder that is new there can take part in the chain.
    themes = [os.path.join(site.options.root, "themes"), *(folder for _, folder, _ in site.themes)]
    return BuildState(now, stamp, scans, themes, theme_signature(themes))


def save_state(store: Store, site: Site, seen: BuildState, report: Report, due: float | None) -> None:
    """Note what this build saw and said, for the next one. `due`: when there is something to do though no file changes."""
    noted = {
        "stamp": seen.stamp,
        "config": [site.config.content, site.config.static, site.output],
        "themes": seen.themes,
        "theme": seen.theme,
        "clock": site.options.clock,
        "due": due,
        "report": report._replace(
            read=0, planned=0, rendered=0, written=0, unchanged=report.pages, removed=0,
            problems=tuple(p for p in report.problems if p.code not in ("store-lost", "output-strangers")),
        ),
        "settled": store.is_settled() and not any(p.code == "unreadable" for p in report.problems)
        and not store.pending_images(),
    }  # fmt: skip
    store.set_meta("quick", json.dumps(noted))


def up_to_date_report(options: Options, now: int, stamp: list[str], scans: dict[str, Scan]) -> Report | None:
    """The report of a build that finds nothing changed; None when anything may have.

    `scans`: takes up the scans that were made, by folder, so that the build need not look again.
    """
    path = os.path.join(options.root, ".digest", "store.db")
    if options.full or not os.path.exists(path) or not seal.is_closed(os.path.dirname(path)):
        return None
    try:
        store = Store(path, writable=True)
    except sqlite3.Error:
        return None
    try:
        seen = json.loads(store.meta("quick") or "{}")
        if not seen or not seen["settled"] or seen["stamp"] != stamp:
            return None
        due = seen["due"]
        if options.clock < seen["clock"] or (due is not None and options.clock >= due):
            return None
        if _differs(store, options, seen, now, scans):
            return None
        report = Report(*seen["report"])
        return report._replace(
            problems=tuple(Problem(*p) for p in report.problems), hidden=tuple(Hidden(*h) for h in report.hidden)
        )
    except (sqlite3.Error, ValueError, LookupError, TypeError, OSError):
        return None
    finally:
        store.close()


def _differs(store: Store, options: Options, seen: dict[str, Any], now: int, scans: dict[str, Scan]) -> bool:
    """Whether a file of the site, the theme or the output changed."""
    from digest.build.theme_state import theme_signature
    from digest.files.output import folder_mtimes

    content, static, output = seen["config"]
    known = store.pairs("folders")
    found = {}
    for start, folder in ((CONTENT, content), (STATIC, static)):
        place = os.path.join(options.root, folder)
        scans[place] = look = scan(place, folder, now, under(start, known))
        found.update({start + p: f.signature for p, f in look.folders.items()})
    if any(look.problems for look in scans.values()):
        return True
    if found != known or "" in known.values():
        return True
    if theme_signature(seen["themes"]) != seen["theme"]:
        return True
    written = store.pairs("output_folders")
    return folder_mtimes(output, set(written)) != written
