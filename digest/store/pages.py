"""The pages that should exist, and a trace of each: the part of the store that planning and rendering write.

A page's `stale` is 0 (as it should be), 1 (to be looked at), 2 (to go) or 3 (its path is another page's, and it waits).
Those that are not 0 are few after an edit, and have an index: SQLite takes it for a condition that says `stale AND …`.
This module must not know what a page is for, or how a fingerprint is made.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from digest.model.kinds import KINDS
from digest.model.page import Page

CHANGED = "changed=1"
"""Replaces the parts of a page whose file is missing, or was changed by another program: no page's own are like it."""


UNFINISHED = "unfinished=1"
"""Stands for the parts of a page of which a build was not done with: no page's own are like it."""
ANEW = "anew=1"
"""Likewise, of a page that is made again because somebody asked for all."""


class Adopted(NamedTuple):
    """A file of the output that a lost store knew."""

    path: str
    kind: str
    """That of its page."""
    key: str
    """That of its page: of an article, the path of its source."""


class Trace(NamedTuple):
    """What is remembered of a page."""

    inputs: str
    """Names and fingerprints of its inputs, `name=hash;…`; empty: never rendered."""
    hash: str
    size: int


class PageTable:
    """The pages of an open store."""

    db: sqlite3.Connection

    def page(self, path: str) -> tuple[Page, Trace] | None:
        """The page that stands at a path of the output."""
        row = self.db.execute(
            "SELECT path, kind, collection, key, part, inputs, hash, size FROM pages WHERE path = ? AND stale < 2", (path,)
        ).fetchone()
        return (Page(*row[:5]), Trace(*row[5:])) if row else None

    def mark_stale(self, pages: Iterable[Page]) -> None:
        """Note that these pages should exist and may have changed; from now on their paths are ours."""
        self.db.executemany(
            "INSERT INTO pages VALUES (?, ?, ?, ?, ?, 1, '', '', 0, NULL, '')"
            " ON CONFLICT (path, kind, collection, key, part) DO UPDATE SET stale = 1",
            pages,
        )

    def mark_kinds_stale(self, kinds: Iterable[str]) -> None:
        """Note that all pages of some kinds may have changed, and no others came or went."""
        self.db.executemany("UPDATE pages SET stale = 1 WHERE stale = 0 AND kind = ?", [(kind,) for kind in kinds])

    def mark_gone(self, pages: Iterable[Page]) -> None:
        """Note that these pages should not exist any more; their files go once all others are written."""
        self.db.executemany(
            "UPDATE pages SET stale = 2 WHERE path = ? AND kind = ? AND collection = ? AND key = ? AND part = ?", pages
        )

    def mark_all_gone(self) -> None:
        """Before a full plan: what it does not name goes."""
        self.db.execute("UPDATE pages SET stale = 2")

    def contested_pages(self) -> list[Page]:
        """Pages that want one path, among those that are to be looked at or to go."""
        rows = self.db.execute(
            "SELECT path, kind, collection, key, part FROM pages WHERE stale != 2 AND path IN (SELECT path FROM pages"
            " WHERE path IN (SELECT path FROM pages WHERE stale AND stale IN (1, 2)) GROUP BY path HAVING count(*) > 1)"
            " ORDER BY path, kind, collection, key, part"
        )
        return [Page(*row) for row in rows]

    def resolve_conflict(self, page: Page, wins: bool) -> None:
        """Who has a path that several pages want. The winner is rendered anew: the file may be another's."""
        self.db.execute(
            "UPDATE pages SET stale = ?, inputs = CASE WHEN stale = 3 OR ? = 3 THEN '' ELSE inputs END"
            " WHERE path = ? AND kind = ? AND collection = ? AND key = ? AND part = ?",
            (1 if wins else 3, 1 if wins else 3, *page),
        )

    def displaced_pages(self) -> list[Page]:
        """Pages whose path is another's."""
        rows = self.db.execute("SELECT path, kind, collection, key, part FROM pages WHERE stale AND stale = 3")
        return [Page(*row) for row in rows]

    def stale(self, *, theme: bool = False) -> Iterator[tuple[Page, Trace]]:
        """Pages to look at, but the files of the theme, or these alone: first those that are no lists, by path; then lists by
        the year or month that they show, so that those that have articles in common are made soon after one another."""
        rows = self.db.execute(
            "SELECT path, kind, collection, key, part, inputs, hash, size FROM pages"
            f" WHERE stale AND stale = 1 AND (kind = 'theme') = ? ORDER BY {_year_or_month()}, path",
            (theme,),
        )
        return ((Page(*row[:5]), Trace(*row[5:])) for row in rows)

    def stale_at(self, paths: Iterable[str]) -> list[tuple[Page, Trace]]:
        """Those of the pages to look at that stand at these paths."""
        found = []
        for path in paths:
            rows = self.db.execute(
                "SELECT path, kind, collection, key, part, inputs, hash, size FROM pages WHERE path = ? AND stale = 1", (path,)
            )
            found += [(Page(*row[:5]), Trace(*row[5:])) for row in rows]
        return found

    def count_stale(self) -> int:
        """How many pages are to be looked at."""
        return int(self.db.execute("SELECT count(*) FROM pages WHERE stale AND stale = 1").fetchone()[0])

    def gone(self) -> dict[str, str]:
        """Paths at which nothing stands any more, each with the kind of what stood there."""
        return dict(
            self.db.execute(
                "SELECT path, kind FROM pages g WHERE stale AND stale = 2 AND NOT EXISTS"
                " (SELECT 1 FROM pages o WHERE o.path = g.path AND o.stale != 2) ORDER BY path"
            )
        )

    def is_settled(self) -> bool:
        """No page waits to be rendered or removed."""
        return self.db.execute("SELECT 1 FROM pages WHERE stale AND stale IN (1, 2) LIMIT 1").fetchone() is None

    def save_traces(self, traces: Iterable[tuple[str, str, int, str | None, str, Page]]) -> None:
        """(inputs, hash, size, problems, reason, page) of pages that are now as they should be; one that was not rendered
        has no new reason and keeps the old one."""
        self.db.executemany(
            "UPDATE pages SET stale = 0, inputs = ?, hash = ?, size = ?, problems = ?,"
            " reason = coalesce(nullif(?, ''), reason)"
            " WHERE path = ? AND kind = ? AND collection = ? AND key = ? AND part = ?",
            [(*trace[:5], *trace[5]) for trace in traces],
        )

    def drop_gone(self, spared: Iterable[str]) -> None:
        """Forget the pages that are to go, but those at the `spared` paths; the files of the others are removed."""
        self.db.execute(
            "DELETE FROM pages WHERE stale AND stale = 2 AND path NOT IN (SELECT value FROM json_each(?))",
            (json.dumps(list(spared)),),
        )

    def pages_in(self, folder: str) -> list[tuple[Page, Trace]]:
        """The pages directly in an output folder (`''` or `2021/05/`)."""
        rows = self.db.execute(
            "SELECT path, kind, collection, key, part, inputs, hash, size FROM pages"
            " WHERE path >= ? AND path < ? AND stale = 0",
            (folder, folder + "\U0010ffff"),
        )
        return [(Page(*r[:5]), Trace(*r[5:])) for r in rows if "/" not in r[0][len(folder) :]]

    def invalidate_pages(self, pages: Iterable[Page]) -> None:
        """Make these pages again: their files are missing, or another program changed them."""
        self.db.executemany(
            "UPDATE pages SET stale = 1, inputs = ?"
            " WHERE path = ? AND kind = ? AND collection = ? AND key = ? AND part = ?",
            [(CHANGED, *page) for page in pages],
        )

    def lost_articles(self) -> list[tuple[str, str]]:
        """(path, source) of the published articles that are to be removed though no source of the store was understood: the
        store lost them, or the files are gone."""
        rows = self.db.execute(
            "SELECT p.path, p.key FROM pages p LEFT JOIN sources s ON s.path = p.key WHERE p.stale AND p.stale = 2"
            " AND (p.kind = 'article' OR (p.kind = 'lost' AND p.collection = 'article')) AND s.path IS NULL"
        )
        return list(rows)

    def claimed_paths(self) -> list[tuple[Page, bool]]:
        """The files that a lost store knew and no page has now, each with whether its source is there and has errors."""
        rows = self.db.execute(
            "SELECT p.path, p.kind, p.collection, p.key, p.part, s.body = '' FROM pages p"
            " LEFT JOIN sources s ON s.path = p.key WHERE p.stale AND p.stale = 2 AND p.kind = 'lost'"
        )
        return [(Page(*row[:5]), bool(row[5])) for row in rows]

    def count_article_pages(self) -> int:
        """How many articles are published, with those that are to be removed."""
        kinds = "kind = 'article' OR (kind = 'lost' AND collection = 'article')"
        return int(self.db.execute(f"SELECT count(DISTINCT key) FROM pages WHERE {kinds}").fetchone()[0])

    def output_paths(self) -> Iterator[str]:
        """Every path of the output that is ours."""
        return (p for (p,) in self.db.execute("SELECT DISTINCT path FROM pages"))

    def count_pages(self) -> int:
        """How many files the output should have; kept by triggers, since counting is a walk over all of them."""
        every = "SELECT pages - (SELECT count(*) FROM pages WHERE stale AND stale >= 2) FROM counts"
        return int(self.db.execute(every).fetchone()[0])

    def count_html_pages(self) -> int:
        """Number of HTML pages that the output should have; kept by the same triggers."""
        html = "SELECT html - (SELECT count(*) FROM pages WHERE stale AND stale >= 2 AND path LIKE '%.html') FROM counts"
        return int(self.db.execute(html).fetchone()[0])

    def all_pages(self) -> Iterator[tuple[str, str, int]]:
        """(path, hash, size) of every page, in order."""
        return iter(self.db.execute("SELECT path, hash, size FROM pages WHERE stale < 2 ORDER BY path"))


def _year_or_month() -> str:
    """SQL for the year or month whose articles a page lists; empty for pages that list none, or those of no period."""
    cases = [f"WHEN '{k.name}' THEN substr({k.period}, 1, 7)" for k in KINDS.values() if k.row and k.period]
    return f"CASE kind {' '.join(cases)} ELSE '' END"
