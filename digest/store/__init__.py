"""The store: what a build remembers. One SQLite file, one writer; a cache that can be deleted at any time.

It exists so that a change costs what it touches: understood articles, the listings they stand in, and a
trace of every page. It is written in two steps. Before anything is rendered, one transaction notes what was
read and which pages are stale; after the outputs are written, another notes their traces. A build killed
between the two leaves pages marked stale, and the next one makes them. Bodies lie beside it (bodies.py).
This module must not know what a page or a listing is for, or how a fingerprint is made.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from digest.model.packing import unpack
from digest.model.problem import Problem
from digest.store.pages import PageTable
from digest.store.pictures import PictureTable

SCHEMA = "9"
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE folders (path TEXT PRIMARY KEY, signature TEXT) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT) WITHOUT ROWID;
CREATE TABLE sources (
  id INTEGER PRIMARY KEY, path TEXT UNIQUE, stamp TEXT, hash TEXT, live INTEGER DEFAULT 0,
  url TEXT, wanted TEXT, head TEXT, head_hash TEXT, body TEXT, body_hash TEXT, detail TEXT,
  draft INTEGER DEFAULT 0, due REAL, expires REAL, displaced INTEGER, picture INTEGER, problems TEXT);
CREATE INDEX sources_displaced ON sources (path) WHERE displaced;
CREATE INDEX sources_picture ON sources (id) WHERE picture;
CREATE INDEX sources_hidden ON sources (path) WHERE NOT live;
CREATE INDEX sources_draft ON sources (path) WHERE draft;
CREATE INDEX sources_due ON sources (due) WHERE due > 0;
CREATE INDEX sources_expires ON sources (expires) WHERE expires > 0;
CREATE INDEX sources_wanted ON sources (wanted) WHERE live;
CREATE INDEX sources_problems ON sources (id) WHERE problems IS NOT NULL;
CREATE TABLE refs (target TEXT, source INTEGER, image INTEGER, PRIMARY KEY (target, source)) WITHOUT ROWID;
CREATE INDEX refs_source ON refs (source);
CREATE INDEX refs_image ON refs (target) WHERE image;
CREATE TABLE pictures (path TEXT PRIMARY KEY, stamp TEXT, mark TEXT, facts TEXT) WITHOUT ROWID;
CREATE INDEX pictures_mark ON pictures (mark);
CREATE INDEX pictures_unsure ON pictures (path) WHERE stamp = '';
CREATE TABLE listings (
  id INTEGER PRIMARY KEY, collection TEXT, key TEXT, total INTEGER, name TEXT, newest INTEGER,
  UNIQUE (collection, key));
CREATE TABLE members (
  listing INTEGER, at INTEGER, path TEXT, source INTEGER, PRIMARY KEY (listing, at, path)) WITHOUT ROWID;
CREATE TABLE tally (listing INTEGER, period TEXT, total INTEGER, PRIMARY KEY (listing, period)) WITHOUT ROWID;
CREATE TABLE pairs (listing INTEGER, other INTEGER, total INTEGER, PRIMARY KEY (listing, other)) WITHOUT ROWID;
CREATE TABLE pages (
  path TEXT, kind TEXT, collection TEXT, key TEXT, part TEXT,
  stale INTEGER, parts TEXT, hash TEXT, size INTEGER, problems TEXT, reason TEXT,
  PRIMARY KEY (path, kind, collection, key, part)) WITHOUT ROWID;
CREATE INDEX pages_stale ON pages (path) WHERE stale;
CREATE INDEX pages_problems ON pages (path) WHERE problems IS NOT NULL;
CREATE TABLE counts (pages INTEGER);
INSERT INTO counts VALUES (0);
CREATE TRIGGER pages_in AFTER INSERT ON pages BEGIN UPDATE counts SET pages = pages + 1; END;
CREATE TRIGGER pages_out AFTER DELETE ON pages BEGIN UPDATE counts SET pages = pages - 1; END;
CREATE TABLE output_folders (path TEXT PRIMARY KEY, stamp INTEGER) WITHOUT ROWID;
"""


class Row(NamedTuple):
    """One source as the store has it. Texts are JSON where the reader made them so."""

    path: str
    stamp: str
    """Size, time and inode when it was read; empty: must be looked at again."""
    hash: str
    live: int
    """1 when it is published: read without errors, no draft, due, not expired."""
    url: str
    wanted: str
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
    displaced: int
    """1 when another has the address that it asked for."""
    picture: int
    """1 when its picture is a file of the site."""
    problems: str | None


CONTENT, STATIC = "content:", "static:"
"""What stands before a path in the tables of folders and files."""


def under(start: str, folders: Mapping[str, str]) -> dict[str, str]:
    """The folders below CONTENT or STATIC, without that beginning."""
    return {path[len(start) :]: signature for path, signature in folders.items() if path.startswith(start)}


ROW = ", ".join(Row._fields)
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


class Store(PageTable, PictureTable):
    """The open store. `writable` for the one process that owns it; workers open it for reading."""

    def __init__(self, path: str, *, writable: bool) -> None:
        """Open or make it. Raises sqlite3.Error for a file that is no store."""
        self.path = path
        self.db = sqlite3.connect(path, isolation_level=None, timeout=30)
        self.db.execute("PRAGMA cache_size = -4000")
        if writable:
            try:
                self._prepare()
            except BaseException:
                self.db.close()
                raise

    def _prepare(self) -> None:
        self.db.execute("PRAGMA synchronous = OFF")
        if self.db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            self.db.executescript(f"BEGIN; {TABLES} INSERT INTO meta VALUES ('schema', '{SCHEMA}'); COMMIT;")
        if self.meta("schema") != SCHEMA:
            raise sqlite3.DatabaseError(f"the store has the layout {self.meta('schema')}, not {SCHEMA}")

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:  # on a full disk, SQLite may have taken it back by itself
                self.db.execute("ROLLBACK")
            raise

    # -- facts about the last build ------------------------------------------------------------

    def meta(self, key: str) -> str:
        """A fact by its key; empty when it is not known."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else ""

    def set_meta(self, key: str, value: str) -> None:
        """Note a fact."""
        self.db.execute("REPLACE INTO meta VALUES (?, ?)", (key, value))

    def pairs(self, table: str) -> dict[str, Any]:
        """A small table of two columns as a dict: `folders`, `files`, `output_folders`."""
        return dict(self.db.execute(f"SELECT * FROM {table}"))

    def replace_pairs(self, table: str, pairs: Mapping[str, Any], gone: Iterable[str] = ()) -> None:
        """Change rows of such a table by path, and remove those that are `gone`."""
        self.db.executemany(f"DELETE FROM {table} WHERE path = ?", [(p,) for p in gone])
        self.db.executemany(f"REPLACE INTO {table} VALUES (?, ?)", pairs.items())

    def forget_readings(self) -> None:
        """The program or the options that shape articles changed: look at every source again, keep what output is ours."""
        self.db.execute("UPDATE folders SET signature = ''")  # that they were there stays known
        self.db.execute("UPDATE sources SET stamp = '', hash = ''")

    def forget_traces(self, mark: str = "") -> None:
        """Render everything anew; which files are ours stays known. `mark`: what stands for the parts of pages then."""
        self.db.execute("UPDATE pages SET stale = 1, parts = CASE parts WHEN '' THEN '' ELSE ? END", (mark,))
        self.db.execute("DELETE FROM output_folders")

    def distrust_stale(self) -> None:
        """A build that was killed or failed left these pages: what stands at their paths may be of before it or after."""
        self.db.execute("UPDATE pages SET parts = ? WHERE stale AND parts != ''", (UNFINISHED,))

    def invalidate_articles(self, paths: Iterable[str]) -> None:
        """Read these sources again in this build."""
        for path in paths:
            self.db.execute("UPDATE sources SET stamp = '', hash = '' WHERE path = ?", (path,))
            self.db.execute("UPDATE folders SET signature = '' WHERE path = ?", (CONTENT + path[: path.rfind("/") + 1],))

    def adopt(self, files: Iterable[Adopted]) -> None:
        """Note files that a lost store knew: they are removed unless a page has their path."""
        self.db.executemany("INSERT OR IGNORE INTO pages VALUES (?, 'lost', ?, ?, '', 2, '', '', 0, NULL, '')", files)

    # -- sources --------------------------------------------------------------------------------

    def stamps(self, folder: str) -> dict[str, tuple[str, str]]:
        """(stamp, hash) of the sources directly in a folder (`''` or `2021/05/`)."""
        rows = self.db.execute(
            "SELECT path, stamp, hash FROM sources WHERE path >= ? AND path < ?", (folder, folder + "\U0010ffff")
        )
        start = len(folder)
        return {path: (stamp, hash) for path, stamp, hash in rows if "/" not in path[start:]}

    def source(self, path: str) -> Row | None:
        """What is known of a source; None for one that never was read."""
        row = self.db.execute(f"SELECT {ROW} FROM sources WHERE path = ?", (path,)).fetchone()
        return Row(*row) if row else None

    def sources(self, paths: Sequence[str]) -> dict[str, Row]:
        """What is known of several sources, by path, in one query."""
        rows = self.db.execute(
            f"SELECT {ROW} FROM sources WHERE path IN (SELECT value FROM json_each(?))", (json.dumps(paths),)
        )
        return {row[0]: Row(*row) for row in rows}

    def words(self, paths: Iterable[str]) -> dict[str, int]:
        """How long the texts of articles are, by path."""
        from digest.model.article import Detail  # not for a build with nothing to do

        query = f"SELECT json_extract(detail, '$[{Detail._fields.index('words')}]') FROM sources WHERE path = ?"
        found = ((path, self.db.execute(query, (path,)).fetchone()) for path in paths)
        return {path: row[0] or 0 for path, row in found if row}

    def put_sources(self, rows: Sequence[Row]) -> None:
        """Insert or change sources, by path."""
        changes = ", ".join(f"{f} = excluded.{f}" for f in Row._fields[1:])
        marks = ", ".join("?" * len(Row._fields))
        self.db.executemany(
            f"INSERT INTO sources ({ROW}) VALUES ({marks}) ON CONFLICT (path) DO UPDATE SET {changes}", rows
        )

    def drop_source(self, path: str) -> None:
        """Forget a source and what it refers to."""
        self.db.execute("DELETE FROM refs WHERE source = (SELECT id FROM sources WHERE path = ?)", (path,))
        self.db.execute("DELETE FROM sources WHERE path = ?", (path,))

    def wanting(self, wanted: str) -> list[str]:
        """Paths of the published articles that ask for one address, first come first."""
        rows = self.db.execute("SELECT path FROM sources WHERE live AND wanted = ? ORDER BY path", (wanted,))
        return [path for (path,) in rows]

    def contested(self) -> list[str]:
        """The addresses that several published articles ask for."""
        return [
            w for (w,) in self.db.execute("SELECT wanted FROM sources WHERE live GROUP BY wanted HAVING count(*) > 1")
        ]

    def displaced(self) -> list[tuple[str, str, str]]:
        """(path, address, path of the one that has the address it asked for) of articles that had to give way."""
        return list(
            self.db.execute(
                "SELECT s.path, s.url, coalesce((SELECT min(o.path) FROM sources o WHERE o.live AND o.wanted = s.wanted"
                " AND o.path != s.path), '') FROM sources s WHERE s.live AND s.displaced ORDER BY s.path"
            )
        )

    def published(self) -> Iterator[tuple[str, str, str]]:
        """(path, address, detail) of every published article."""
        return iter(self.db.execute("SELECT path, url, detail FROM sources WHERE live"))

    def with_pictures(self) -> list[str]:
        """Paths of the articles whose picture is a file of the site."""
        return [p for (p,) in self.db.execute("SELECT path FROM sources WHERE picture ORDER BY path")]

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
        """All that is known to be wrong with sources and pages."""
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
