"""The shortest way: a build in which nothing changed, found out without loading what reads, plans or renders.

Holds everything that a build depends on against what the last one remembered: the program, the options, config.yaml, the
theme, the folders, the output, the clock. In any doubt it says nothing and the whole build runs. This module must not
import what a build with nothing to do does not need; a test says so.
"""

from __future__ import annotations

import json
import os
import sqlite3
from typing import Any

import digest
from digest.events import Hidden, Report
from digest.model.fingerprint import of_bytes, of_program
from digest.model.problem import Problem
from digest.read.scan import Scan, scan
from digest.site import Options, Site, ordinary
from digest.store import Store


def _stamp_of(options: Options) -> list[str]:
    """What the last build must have seen too."""
    config = of_bytes(ordinary(os.path.join(options.root, "config.yaml")))
    program = of_program(digest.__version__, os.path.dirname(digest.__file__))
    asked = [options.output, options.base_url, str(options.drafts), str(options.future)]
    return [program, config, *asked]


def remember(site: Site, report: Report, now: int) -> None:
    """Note what this build saw and said, for the next one."""
    from digest.theming import theme_signature

    store = Store(os.path.join(site.state, "store.db"), writable=True)
    o = site.options
    # The whole of the site's themes/, since a folder that is new there can take part in the chain.
    themes = [os.path.join(o.root, "themes"), *(folder for _, folder, _ in site.themes)]
    seen = {
        "stamp": _stamp_of(o),
        "config": [site.config.content, site.config.static, site.output, site.config.drafts],
        "themes": themes,
        "theme": theme_signature(themes),
        "clock": o.clock,
        "due": store.next_due(o.clock),
        "report": report._replace(
            read=0, planned=0, rendered=0, written=0, unchanged=report.pages, removed=0,
            problems=tuple(p for p in report.problems if p.code not in ("store-lost", "output-strangers")),
        ),
        "settled": store.is_settled() and not any(p.code == "unreadable" for p in report.problems),
    }
    with store.transaction():
        store.set_meta("quick", json.dumps(seen))
    store.close()


def nothing_to_do(options: Options, now: int, scans: dict[str, Scan]) -> Report | None:
    """The report of a build that finds nothing changed; None when anything may have.

    `scans`: takes up the scans that were made, by folder, so that the build need not look again.
    """
    path = os.path.join(options.root, ".digest", "store.db")
    if options.full or not os.path.exists(path):
        return None
    try:
        store = Store(path, writable=True)
    except sqlite3.Error:
        return None
    try:
        seen = json.loads(store.meta("quick") or "{}")
        if not seen or not seen["settled"] or seen["stamp"] != _stamp_of(options):
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
    from digest.look import CONTENT, STATIC
    from digest.output import stamps
    from digest.theming import theme_signature

    content, static, output, _ = seen["config"]
    known = store.pairs("folders")
    found = {}
    for start, folder in ((CONTENT, content), (STATIC, static)):
        place = os.path.join(options.root, folder)
        scans[place] = look = scan(place, folder, now)
        found.update({start + p: f.signature for p, f in look.folders.items()})
    if any(look.problems for look in scans.values()):
        return True
    if found != known or "" in known.values():
        return True
    if theme_signature(seen["themes"]) != seen["theme"]:
        return True
    written = store.pairs("output_folders")
    return stamps(output, set(written)) != written
