"""Questions about paths of the output that commands like `digest why` ask. No build needs them."""

from __future__ import annotations

from digest.model.named_tuple import NamedTuple
from digest.model.packing import unpack
from digest.model.page import Page
from digest.model.problem import Problem
from digest.store import Store
from digest.store.pages import Trace


class PageRecord(NamedTuple):
    """A page in the store."""

    page: Page
    trace: Trace
    stale: int
    """As in the table of pages: 0 (up to date), 1 (may have changed), 2 (to be removed), 3 (another page has its path)."""
    reason: str
    """Why it was rendered the last time; empty if it never was."""
    problems: tuple[Problem, ...]


def pages_at(store: Store, path: str) -> list[PageRecord]:
    """The pages with a path of the output. If there are several, the one that is published is the first."""
    rows = store.db.execute(
        "SELECT path, kind, collection, key, part, inputs, hash, size, stale, reason, problems FROM pages WHERE path = ?"
        " ORDER BY stale, kind, collection, key, part",
        (path,),
    )
    return [
        PageRecord(Page(*r[:5]), Trace(*r[5:8]), r[8], r[9], unpack(tuple[Problem, ...], r[10] or "[]")) for r in rows
    ]


def paths_below(store: Store, folder: str, limit: int) -> list[str]:
    """Paths of the output in a folder (`''` or `2021/05/`) and its subfolders."""
    rows = store.db.execute(
        "SELECT DISTINCT path FROM pages WHERE stale < 2 AND path >= ? AND path < ? LIMIT ?",
        (folder, folder + "\U0010ffff", limit),
    )
    return [path for (path,) in rows]


def paths_named(store: Store, name: str, limit: int) -> list[str]:
    """Paths of the output with this file name, in subfolders."""
    end = "/" + name
    rows = store.db.execute(
        "SELECT DISTINCT path FROM pages WHERE stale < 2 AND substr(path, ?) = ? LIMIT ?", (-len(end), end, limit)
    )
    return [path for (path,) in rows]
