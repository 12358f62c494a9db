"""The sources that were read, and the other files of the site: one part of the store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from digest.model.packing import unpack
from digest.model.problem import Problem

CONTENT, STATIC = "content:", "static:"
"""What stands before a path in the tables of folders and files."""


def under(start: str, folders: Mapping[str, str]) -> dict[str, str]:
    """The folders below CONTENT or STATIC, without that beginning."""
    return {path[len(start) :]: signature for path, signature in folders.items() if path.startswith(start)}


class SourceRow(NamedTuple):
    """One source as the store has it. Texts are JSON where the reader made them so."""

    path: str
    stamp: str
    """Size, time and inode when it was read; empty: must be looked at again."""
    hash: str
    live: int
    """1 when it is published: read without errors, no draft, due, not expired."""
    url: str
    requested_url: str
    """The address it asked for, in one case; `url` differs when another article has it."""
    head: str
    head_hash: str
    body: str
    """Where the body lies: see bodies.py. Empty: never understood."""
    body_hash: str
    detail: str
    """The rest of the article, for its own page: JSON."""
    draft: int
    due: float | None
    """From when on it is published, seconds since 1970; None: undated."""
    expires: float | None
    url_changed: int
    """1 when another has the address that it asked for."""
    has_own_image: int
    """1 when its picture is a file of the site."""
    problems: str | None


ROW = ", ".join(SourceRow._fields)


class SourceTable:
    """The sources of an open store."""

    db: sqlite3.Connection

    def stamps(self, folder: str) -> dict[str, tuple[str, str]]:
        """(stamp, hash) of the sources directly in a folder (`''` or `2021/05/`)."""
        rows = self.db.execute(
            "SELECT path, stamp, hash FROM sources WHERE path >= ? AND path < ?", (folder, folder + "\U0010ffff")
        )
        start = len(folder)
        return {path: (stamp, hash) for path, stamp, hash in rows if "/" not in path[start:]}

    def source(self, path: str) -> SourceRow | None:
        """What is known of a source; None for one that never was read."""
        row = self.db.execute(f"SELECT {ROW} FROM sources WHERE path = ?", (path,)).fetchone()
        return SourceRow(*row) if row else None

    def sources(self, paths: Sequence[str]) -> dict[str, SourceRow]:
        """What is known of several sources, by path, in one query."""
        rows = self.db.execute(
            f"SELECT {ROW} FROM sources WHERE path IN (SELECT value FROM json_each(?))", (json.dumps(paths),)
        )
        return {row[0]: SourceRow(*row) for row in rows}

    def words(self, paths: Iterable[str]) -> dict[str, int]:
        """How long the texts of articles are, by path."""
        from digest.model.article import Detail  # not needed by a build with nothing to do

        query = f"SELECT json_extract(detail, '$[{Detail._fields.index('words')}]') FROM sources WHERE path = ?"
        found = ((path, self.db.execute(query, (path,)).fetchone()) for path in paths)
        return {path: row[0] or 0 for path, row in found if row}

    def put_sources(self, rows: Sequence[SourceRow]) -> None:
        """Insert or change sources, by path."""
        changes = ", ".join(f"{f} = excluded.{f}" for f in SourceRow._fields[1:])
        marks = ", ".join("?" * len(SourceRow._fields))
        self.db.executemany(
            f"INSERT INTO sources ({ROW}) VALUES ({marks}) ON CONFLICT (path) DO UPDATE SET {changes}", rows
        )

    def drop_source(self, path: str) -> None:
        """Forget a source and what it refers to."""
        self.db.execute("DELETE FROM refs WHERE source = (SELECT id FROM sources WHERE path = ?)", (path,))
        self.db.execute("DELETE FROM sources WHERE path = ?", (path,))

    def articles_wanting(self, wanted: str) -> list[str]:
        """Paths of the published articles that ask for one address, first come first."""
        rows = self.db.execute("SELECT path FROM sources WHERE live AND requested_url = ? ORDER BY path", (wanted,))
        return [path for (path,) in rows]

    def contested(self) -> list[str]:
        """The addresses that several published articles ask for."""
        return [
            w for (w,) in self.db.execute("SELECT requested_url FROM sources WHERE live GROUP BY requested_url HAVING count(*) > 1")
        ]

    def displaced(self) -> list[tuple[str, str, str]]:
        """(path, address, path of the one that has the address it asked for) of articles that had to give way."""
        return list(
            self.db.execute(
                "SELECT s.path, s.url, coalesce((SELECT min(o.path) FROM sources o WHERE o.live"
                " AND o.requested_url = s.requested_url"
                " AND o.path != s.path), '') FROM sources s WHERE s.live AND s.url_changed ORDER BY s.path"
            )
        )

    def published(self) -> Iterator[tuple[str, str, str]]:
        """(path, address, detail) of every published article."""
        return iter(self.db.execute("SELECT path, url, detail FROM sources WHERE live"))

    def with_pictures(self) -> list[str]:
        """Paths of the articles whose picture is a file of the site."""
        return [p for (p,) in self.db.execute("SELECT path FROM sources WHERE has_own_image ORDER BY path")]

    def due_changes(self, clock: float, drafts: bool, future: bool) -> list[str]:
        """Paths of understood sources that are published and should not be at `clock`, or the other way round."""
        shown = "(NOT draft OR ?1) AND (due IS NULL OR due <= ?2 OR ?3) AND (expires IS NULL OR expires > ?2)"
        # Each of these conditions has an index, and few rows that meet it.
        rows = self.db.execute(
            f"SELECT path FROM sources WHERE NOT live AND body != '' AND {shown}"
            f" UNION SELECT path FROM sources WHERE draft AND live AND NOT ({shown})"
            f" UNION SELECT path FROM sources WHERE due > 0 AND due > ?2 AND live AND NOT ({shown})"
            f" UNION SELECT path FROM sources WHERE expires > 0 AND expires <= ?2 AND live AND NOT ({shown}) ORDER BY path",
            (drafts, clock, future),
        )
        return [path for (path,) in rows]

    def next_due(self, clock: float) -> float | None:
        """When the next article appears or expires after `clock`."""
        row = self.db.execute(
            "SELECT min(t) FROM (SELECT min(due) AS t FROM sources WHERE due > 0 AND due > ?1 UNION ALL"
            " SELECT min(expires) FROM sources WHERE expires > 0 AND expires > ?1)",
            (clock,),
        ).fetchone()
        return row[0]  # type: ignore[no-any-return]

    def hidden(self, clock: float, drafts: bool) -> list[tuple[str, str]]:
        """(path, reason) of understood sources that are not published: draft, future or expired."""
        rows = self.db.execute(
            "SELECT path, CASE WHEN draft AND NOT ?1 THEN 'draft' WHEN expires <= ?2 THEN 'expired' ELSE 'future' END"
            " FROM sources WHERE NOT live AND body != '' ORDER BY path",
            (drafts, clock),
        )
        return list(rows)

    def count_articles(self) -> int:
        """How many articles are published."""
        return int(self.db.execute("SELECT total FROM listings WHERE collection = '' AND key = ''").fetchone()[0])

    def set_refs(self, path: str, targets: Mapping[str, bool]) -> None:
        """Which files of the site a source refers to, and whether as a picture."""
        row = self.db.execute("SELECT id FROM sources WHERE path = ?", (path,)).fetchone()
        self.db.execute("DELETE FROM refs WHERE source = ?", row)
        self.db.executemany("INSERT INTO refs VALUES (?, ?, ?)", [(t, row[0], image) for t, image in targets.items()])

    def referring(self, target: str) -> list[str]:
        """Paths of the sources that refer to a file."""
        return [
            p
            for (p,) in self.db.execute(
                "SELECT s.path FROM refs r JOIN sources s ON s.id = r.source WHERE r.target = ?", (target,)
            )
        ]

    def has_file(self, path: str) -> bool:
        """Whether there is a file of content/ that is no article."""
        return self.db.execute("SELECT 1 FROM files WHERE path = ?", ("content:" + path,)).fetchone() is not None

    def file_stamps(self, folder: str) -> dict[str, str]:
        """Stamps of other files directly in a folder: `content:2021/05/`, `static:`."""
        rows = self.db.execute(
            "SELECT path, stamp FROM files WHERE path >= ? AND path < ?", (folder, folder + "\U0010ffff")
        )
        return {path: stamp for path, stamp in rows if "/" not in path[len(folder) :]}

    def file_paths(self, start: str) -> list[str]:
        """All other files whose path begins so, without that beginning: `static:`."""
        rows = self.db.execute("SELECT path FROM files WHERE path >= ? AND path < ?", (start, start + "\U0010ffff"))
        return [path[len(start) :] for (path,) in rows]

    # -- problems -------------------------------------------------------------------------------

    def problems(self) -> list[Problem]:
        """All problems of sources and pages."""
        found: list[Problem] = []
        for what in ("sources WHERE", "pages WHERE stale < 2 AND"):
            for (text,) in self.db.execute(f"SELECT problems FROM {what} problems IS NOT NULL"):
                found += unpack(tuple[Problem, ...], text)
        return found

    def bodies(self) -> dict[str, str]:
        """Places of the bodies in use, each with the path of its source."""
        return dict(self.db.execute("SELECT body, path FROM sources WHERE body != ''"))

    def move_bodies(self, places: Iterable[tuple[str, str]]) -> None:
        """(new place, old place) of bodies that lie elsewhere now."""
        table = "CREATE TEMP TABLE moved (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID"
        self.db.execute(table)
        self.db.executemany("INSERT INTO moved (new, old) VALUES (?, ?)", places)
        self.db.execute(
            "UPDATE sources SET body = (SELECT new FROM moved WHERE old = body) WHERE body IN (SELECT old FROM moved)"
        )
        self.db.execute("DROP TABLE moved")

    def bytes_by_file(self) -> dict[str, int]:
        """How many bytes of each file of bodies are in use."""
        found: dict[str, int] = {}
        for (place,) in self.db.execute("SELECT body FROM sources WHERE body != ''"):
            name, _, length, _ = place.split(":")
            found[name] = found.get(name, 0) + int(length)
        return found
