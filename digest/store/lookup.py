"""What the store knows of one path of the output, for people who ask.

No build needs this. This module must not know what a kind of page is.
"""

from __future__ import annotations

from typing import NamedTuple

from digest.model.packing import unpack
from digest.model.page import Page
from digest.model.problem import Problem
from digest.store import Store
from digest.store.pages import Trace


class PageRecord(NamedTuple):
    """A page that has or wants a path."""

    page: Page
    trace: Trace
    stale: int
    """As in the table of pages: 0 (as it should be), 1 (to be looked at), 2 (to go), 3 (its path is another's)."""
    reason: str
    """Why it was rendered when it last was; empty: it never was."""
    problems: tuple[Problem, ...]


def known_at(store: Store, path: str) -> list[PageRecord]:
    """The pages that have or want a path of the output, the one that has it first."""
    rows = store.db.execute(
        "SELECT path, kind, collection, key, part, inputs, hash, size, stale, reason, problems FROM pages WHERE path = ?"
        " ORDER BY stale, kind, collection, key, part",
        (path,),
    )
    return [
        PageRecord(Page(*r[:5]), Trace(*r[5:8]), r[8], r[9], unpack(tuple[Problem, ...], r[10] or "[]"))
        for r in rows
    ]


def paths_below(store: Store, folder: str, most: int) -> list[str]:
    """Paths of the output in a folder (`''` or `2021/05/`) and the folders in it."""
    rows = store.db.execute(
        "SELECT DISTINCT path FROM pages WHERE stale < 2 AND path >= ? AND path < ? LIMIT ?",
        (folder, folder + "\U0010ffff", most),
    )
    return [path for (path,) in rows]


def paths_named(store: Store, name: str, most: int) -> list[str]:
    """Paths of the output that end with this file name."""
    wanted = "/" + name
    rows = store.db.execute(
        "SELECT DISTINCT path FROM pages WHERE stale < 2 AND substr(path, ?) = ? LIMIT ?", (-len(wanted), wanted, most)
    )
    return [path for (path,) in rows]
