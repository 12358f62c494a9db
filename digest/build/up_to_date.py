"""Decide whether a build has nothing to do, without importing what reads, plans or renders.

Everything that a build depends on is compared with what the last build saved: the program, the options, config.yaml, the theme,
the folders, the output, and the clock. In case of doubt, the pipeline runs. A test checks that this module imports no more than
it needs.
"""

from __future__ import annotations

import os

import digest
from digest.build import seal
from digest.build.theme_folders import on_disk, portable, theme_signature
from digest.files.output import folder_mtimes
from digest.files.regular import read_regular_file
from digest.files.scan import Scan, scan
from digest.model.events import Hidden, Report
from digest.model.fingerprint import hash_bytes, hash_program
from digest.model.folders import SiteFolder
from digest.model.named_tuple import TYPE_CHECKING, NamedTuple
from digest.model.problem import Problem
from digest.model.site import Options, Site

if TYPE_CHECKING:
    from typing import Any

    from digest.store import Store


def invocation_stamp(options: Options) -> list[str]:
    """The program, the options and config.yaml. The last build must have had the same."""
    try:
        config = hash_bytes(read_regular_file(os.path.join(options.root, "config.yaml")))
    except OSError:  # reported when the settings are loaded
        config = "unreadable"
    memo = os.path.join(options.root, ".digest", "program")
    program = hash_program(digest.__version__, os.path.dirname(digest.__file__), memo)
    return [program, config, options.output, options.base_url, str(options.drafts), str(options.future)]


class BuildState(NamedTuple):
    """What a build depends on. It is captured before the build begins, so that the next build notices edits made meanwhile."""

    now: int
    """The time of the file system when the lock was acquired, in nanoseconds."""
    stamp: list[str]
    """See `invocation_stamp`."""
    scans: dict[str, Scan]
    """Scans that were made already, by folder."""
    themes: list[str]
    """Folders with files that can change the theme."""
    theme: str
    """The signature of these folders."""


def capture_state(site: Site, now: int, stamp: list[str], scans: dict[str, Scan]) -> BuildState:
    """The state from which a build of this site begins."""
    # All of the site's themes/, because a new folder in it can be part of the chain of themes.
    themes = [os.path.join(site.options.root, "themes"), *(folder for _, folder, _ in site.themes)]
    return BuildState(now, stamp, scans, themes, theme_signature(themes))


def seen_by_build(store: Store, site: Site, state: BuildState, report: Report, due: float | None) -> dict[str, Any]:
    """The state and the report of this build for the next one, as values for the seal. `due`: the time at which a page changes
    although no file does. Places are saved in a way that stays true if the site is moved: a cache can be restored elsewhere."""
    unreadable = any(p.code == "unreadable" for p in report.problems)
    return {
        "stamp": state.stamp,
        "folders": [tuple(folder) for folder in site.folders],
        "signatures": store.read_table("folders"),
        "output": site.stored_output,
        "output_folders": store.read_table("output_folders"),
        "themes": [portable(folder, site.options.root) for folder in state.themes],
        "theme": state.theme,
        "git": site.git.head if site.git else "",
        "clock": site.options.clock,
        "due": due,
        "report": _packed(report),
        "settled": store.is_settled() and not unreadable and not store.pending_images(),
    }


def _packed(report: Report) -> dict[str, Any]:
    """The report of a build without changes after one with this report, as plain values."""
    report = report._replace(read=0, planned=0, rendered=0, written=0, unchanged=report.pages, removed=0, note="")
    problems = [tuple(p) for p in report.problems if p.code not in ("store-lost", "output-strangers")]
    return report._asdict() | {"problems": problems, "hidden": [tuple(h) for h in report.hidden]}


def up_to_date_report(options: Options, now: int, stamp: list[str], scans: dict[str, Scan]) -> Report | None:
    """The report of a build if nothing changed since the last one; None if something may have changed.

    `scans`: filled with the scans that were made, by folder, so that the build need not repeat them.
    """
    if options.full:
        return None
    seen = seal.seen_by_last_build(os.path.join(options.root, ".digest"))
    if seen.get("stamp") != stamp or not seen["settled"]:  # in this order: another program may save other values
        return None
    due = seen["due"]
    if options.clock < seen["clock"] or (due is not None and options.clock >= due):
        return None
    if _differs(options, seen, now, scans):
        return None
    values: dict[str, Any] = seen["report"]
    problems, hidden = (Problem(*p) for p in values["problems"]), (Hidden(*h) for h in values["hidden"])
    return Report(**values | {"problems": tuple(problems), "hidden": tuple(hidden)})


def _differs(options: Options, seen: dict[str, Any], now: int, scans: dict[str, Scan]) -> bool:
    """Whether a file of the site, the theme or the output may have changed."""
    if seen["git"]:
        from digest.files.git import GitError, head_commit

        try:
            if head_commit(SiteFolder(*seen["folders"][0]).path(options.root)) != seen["git"]:
                return True
        except GitError:
            return True
    known = seen["signatures"]
    found = {}
    for folder in map(SiteFolder._make, seen["folders"]):
        place = folder.path(options.root)
        scans[place] = scan(place, folder.name, now, folder.signatures(known), skipped=folder.skipped)
        found.update({folder.start + p: f.signature for p, f in scans[place].folders.items()})
    if any(result.problems for result in scans.values()):
        return True
    if found != known or "" in known.values():
        return True
    if theme_signature([on_disk(folder, options.root) for folder in seen["themes"]]) != seen["theme"]:
        return True
    written: dict[str, int] = seen["output_folders"]
    return folder_mtimes(os.path.join(options.root, seen["output"]), written) != written
