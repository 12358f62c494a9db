"""The table of pages: those that should exist, each with a trace of its inputs.

The `stale` of a page is 0 (up to date), 1 (may have changed), 2 (to be removed) or 3 (not published, because another page has
its path). After an edit, few pages have another value than 0. They have an index, which SQLite uses for conditions of the form
`stale AND …`.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping

from digest.model.kinds import KINDS
from digest.model.named_tuple import NamedTuple
from digest.model.page import Page

CHANGED = "changed=1"
"""Replaces the inputs of a page whose file is missing or was changed by another program. It differs from all real inputs."""
UNFINISHED = "unfinished=1"
"""The same for a page that a build did not finish."""
REQUESTED = "requested=1"
"""The same for a page that is made again because the user asked for all pages."""

COUNT_NEW_PAGES = """CREATE TRIGGER pages_in AFTER INSERT ON pages
  BEGIN UPDATE counts SET pages = pages + 1, html = html + (NEW.path LIKE '%.html'); END"""
"""SQL for the trigger that counts new pages."""


class KnownFile(NamedTuple):
    """A file of the output that was written by a build whose store is lost."""

    path: str
    kind: str
    """The kind of its page."""
    key: str
    """The key of its page; for an article, the path of its source."""


class Trace(NamedTuple):
    """What a build compares a page with."""

    inputs: str
    """Names and fingerprints of its inputs, `name=hash;…`; empty if it was never rendered."""
    hash: str
    size: int


StalePage = tuple[str, str, str, str, str, str, str, int]
"""A page that may have changed: the fields of `Page`, then those of its `Trace`. Many are sent from process to process, so it
has no tuples inside."""
NewTrace = tuple[str, str, int, str | None, str, str, str, str, str, str]
"""What to note of a page: (inputs, hash, size, problems, reason, and the fields of the page). A page with an empty reason was not
rendered and keeps its reason."""


class PageTable:
    """The pages of an open store."""

    db: sqlite3.Connection

    def page(self, path: str) -> tuple[Page, Trace] | None:
        """The page that is published at a path of the output."""
        row = self.db.execute(
            "SELECT path, kind, collection, key, part, inputs, hash, size FROM pages WHERE path = ? AND stale < 2",
            (path,),
        ).fetchone()
        return (Page(*row[:5]), Trace(*row[5:])) if row else None

    def mark_stale(self, pages: Iterable[Page]) -> None:
        """Note that these pages should exist and may have changed. From now on their files belong to digest."""
        self.db.executemany(
            "INSERT INTO pages VALUES (?, ?, ?, ?, ?, 1, '', '', 0, NULL, '')"
            " ON CONFLICT (path, kind, collection, key, part) DO UPDATE SET stale = 1",
            pages,
        )

    def mark_kinds_stale(self, kinds: Iterable[str]) -> None:
        """Note that all pages of some kinds may have changed."""
        self.db.executemany("UPDATE pages SET stale = 1 WHERE stale = 0 AND kind = ?", [(kind,) for kind in kinds])

    @contextlib.contextmanager
    def many_new_pages(self) -> Iterator[None]:
        """Count new pages after the block, and not each of them, which takes longer than adding it."""
        self.db.execute("DROP TRIGGER pages_in")
        yield
        count = "SELECT count(*), count(*) FILTER (WHERE path LIKE '%.html') FROM pages"
        self.db.execute(f"UPDATE counts SET (pages, html) = ({count})")
        self.db.execute(COUNT_NEW_PAGES)

    def mark_gone(self, pages: Iterable[Page]) -> None:
        """Note that these pages should not exist any more. Their files are removed after all others are written."""
        self.db.executemany(
            "UPDATE pages SET stale = 2 WHERE path = ? AND kind = ? AND collection = ? AND key = ? AND part = ?", pages
        )

    def mark_all_gone(self) -> None:
        """Note that no page should exist: a full plan begins with this, and then marks each page as stale."""
        self.db.execute("UPDATE pages SET stale = 2")

    def contested_pages(self) -> list[Page]:
        """Pages that share a path with another one, if one of them changed."""
        rows = self.db.execute(
            "SELECT path, kind, collection, key, part FROM pages WHERE stale != 2 AND path IN (SELECT path FROM pages"
            " WHERE path IN (SELECT path FROM pages WHERE stale AND stale IN (1, 2)) GROUP BY path HAVING count(*) > 1)"
            " ORDER BY path, kind, collection, key, part"
        )
        return [Page(*row) for row in rows]

    def resolve_conflict(self, page: Page, wins: bool) -> None:
        """Note whether a page has the path that it shares with others. A page that gets it is rendered again, because the file
        was made from another page."""
        stale = 1 if wins else 3
        self.db.execute(
            "UPDATE pages SET stale = ?, inputs = CASE WHEN stale = 3 OR ? = 3 THEN '' ELSE inputs END"
            " WHERE path = ? AND kind = ? AND collection = ? AND key = ? AND part = ?",
            (stale, stale, *page),
        )

    def displaced_pages(self) -> list[Page]:
        """Pages that are not published because another page has their path."""
        rows = self.db.execute("SELECT path, kind, collection, key, part FROM pages WHERE stale AND stale = 3")
        return [Page(*row) for row in rows]

    def stale(self, *, theme: bool = False) -> Iterator[StalePage]:
        """Pages that may have changed. `theme`: only the files of the theme; otherwise all other pages.

        Copies of files are first, because pages show them. Articles and lists follow by their year or month, so that pages
        that show the same articles are made one soon after the other. The newest are first, because readers want them first.
        Other pages, such as the first pages of listings, are at the end."""
        rows = self.db.execute(
            "SELECT path, kind, collection, key, part, inputs, hash, size FROM pages"
            " WHERE stale AND stale = 1 AND (kind = 'theme') = ?"
            f" ORDER BY {_month()} DESC, kind != 'article', path DESC",
            (theme,),
        )
        return iter(rows)

    def newest_editions(self, number: int) -> list[str]:
        """The paths of the front page and of the newest days, or weeks. `number`: how many of these."""
        rows = self.db.execute(
            "SELECT path FROM pages WHERE kind IN ('day', 'week') ORDER BY key DESC LIMIT ?", (number,)
        )
        return [KINDS["front"].path, *(path for (path,) in rows)]

    def stale_at(self, paths: Iterable[str]) -> list[StalePage]:
        """Pages at these paths that may have changed."""
        found: list[StalePage] = []
        for path in paths:
            found += self.db.execute(
                "SELECT path, kind, collection, key, part, inputs, hash, size FROM pages WHERE path = ? AND stale = 1",
                (path,),
            )
        return found

    def count_stale(self) -> int:
        """The number of pages that may have changed."""
        return int(self.db.execute("SELECT count(*) FROM pages WHERE stale AND stale = 1").fetchone()[0])

    def stale_kinds(self) -> set[str]:
        """The kinds of pages that may have changed."""
        return {kind for (kind,) in self.db.execute("SELECT DISTINCT kind FROM pages WHERE stale AND stale = 1")}

    def gone(self) -> dict[str, str]:
        """Paths at which there is no page any more, each with the kind of the page that was there."""
        return dict(
            self.db.execute(
                "SELECT path, kind FROM pages g WHERE stale AND stale = 2 AND NOT EXISTS"
                " (SELECT 1 FROM pages o WHERE o.path = g.path AND o.stale != 2) ORDER BY path"
            )
        )

    def gone_pages_of_sources(self) -> dict[str, str]:
        """The source of each page that is to be removed and that was made from one source, by path."""
        kinds = [kind.name for kind in KINDS.values() if kind.source == "content" and kind.made_by == "template"]
        return dict(
            self.db.execute(
                "SELECT path, key FROM pages WHERE stale AND stale = 2 AND kind IN (SELECT value FROM json_each(?))",
                (json.dumps(kinds),),
            )
        )

    def addresses_now(self, former: Mapping[str, str]) -> dict[str, str]:
        """The paths of the published pages of sources, by former paths at which there is no page now. `former`: the source of
        each former path."""
        rows = self.db.execute(
            "SELECT f.key, s.url FROM json_each(?) f JOIN sources s ON s.path = f.value JOIN pages n ON n.path = s.url"
            " WHERE s.live AND n.stale < 2"
            " AND NOT EXISTS (SELECT 1 FROM pages p WHERE p.path = f.key AND p.stale < 2)",
            (json.dumps(former),),
        )
        return dict(rows)

    def is_settled(self) -> bool:
        """Whether there are no pages to be rendered or removed."""
        return self.db.execute("SELECT 1 FROM pages WHERE stale AND stale IN (1, 2) LIMIT 1").fetchone() is None

    def save_traces(self, traces: Iterable[NewTrace]) -> None:
        """Note that pages are up to date."""
        self.db.executemany(
            "UPDATE pages SET stale = 0, inputs = ?, hash = ?, size = ?, problems = ?,"
            " reason = coalesce(nullif(?, ''), reason)"
            " WHERE path = ? AND kind = ? AND collection = ? AND key = ? AND part = ?",
            traces,
        )

    def drop_gone(self, kept: Iterable[str]) -> None:
        """Delete the pages that are to be removed, except those at the paths in `kept`."""
        self.db.execute(
            "DELETE FROM pages WHERE stale AND stale = 2 AND path NOT IN (SELECT value FROM json_each(?))",
            (json.dumps(list(kept)),),
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
        """Make these pages again, because their files are missing or were changed by another program."""
        self.db.executemany(
            "UPDATE pages SET stale = 1, inputs = ?"
            " WHERE path = ? AND kind = ? AND collection = ? AND key = ? AND part = ?",
            [(CHANGED, *page) for page in pages],
        )

    def lost_articles(self) -> list[tuple[str, str]]:
        """(path, source) of published articles that are to be removed and whose source is not in the store: it was lost with an
        older store, or the file is gone."""
        rows = self.db.execute(
            "SELECT p.path, p.key FROM pages p LEFT JOIN sources s ON s.path = p.key WHERE p.stale AND p.stale = 2"
            " AND (p.kind = 'article' OR (p.kind = 'lost' AND p.collection = 'article')) AND s.path IS NULL"
        )
        return list(rows)

    def claimed_paths(self) -> list[tuple[Page, bool]]:
        """The files of a lost store that belong to no page now, each with whether its source exists but has errors."""
        rows = self.db.execute(
            "SELECT p.path, p.kind, p.collection, p.key, p.part, s.body = '' FROM pages p"
            " LEFT JOIN sources s ON s.path = p.key WHERE p.stale AND p.stale = 2 AND p.kind = 'lost'"
        )
        return [(Page(*row[:5]), bool(row[5])) for row in rows]

    def count_article_pages(self) -> int:
        """The number of published articles, including those that are to be removed."""
        kinds = "kind = 'article' OR (kind = 'lost' AND collection = 'article')"
        return int(self.db.execute(f"SELECT count(DISTINCT key) FROM pages WHERE {kinds}").fetchone()[0])

    def output_paths(self) -> Iterator[str]:
        """All paths of the output that belong to digest."""
        return (p for (p,) in self.db.execute("SELECT DISTINCT path FROM pages"))

    def count_pages(self) -> int:
        """The number of files that the output should have. Triggers keep the count, because SQLite would read all rows for it."""
        query = "SELECT pages - (SELECT count(*) FROM pages WHERE stale AND stale >= 2) FROM counts"
        return int(self.db.execute(query).fetchone()[0])

    def count_html_pages(self) -> int:
        """The number of HTML pages that the output should have. The same triggers keep it."""
        query = (
            "SELECT html - (SELECT count(*) FROM pages WHERE stale AND stale >= 2 AND path LIKE '%.html') FROM counts"
        )
        return int(self.db.execute(query).fetchone()[0])

    def all_pages(self) -> Iterator[tuple[str, str, int]]:
        """(path, hash, size) of every page, ordered by path."""
        return iter(self.db.execute("SELECT path, hash, size FROM pages WHERE stale < 2 ORDER BY path"))


def _month() -> str:
    """SQL for the year or month whose articles a page shows; `~` for copies of files, and empty for other pages."""
    periods = {k.name: f"substr({k.period}, 1, 7)" for k in KINDS.values() if k.period}
    copies = {k.name: "'~'" for k in KINDS.values() if k.made_by == "copy"}
    # The path of an article begins with its month, unless the site has other permalinks.
    months = {**periods, **copies, "article": "replace(substr(path, 1, 7), '/', '-')"}
    cases = [f"WHEN '{kind}' THEN {month}" for kind, month in months.items()]
    return f"CASE kind {' '.join(cases)} ELSE '' END"
