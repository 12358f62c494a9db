"""The store: what a build remembers. One SQLite file, one writer; a cache that can be deleted at any time.

It exists so that a change costs what it touches: understood articles, the listings they stand in, and a
trace of every page. It is written in two steps. Before anything is rendered, one transaction notes what was
read and which pages are stale; after the outputs are written, another notes their traces. A build killed
between the two leaves pages marked stale, and the next one makes them. Bodies lie beside it (bodies.py).
This module must not know what a page or a listing is for, or how a fingerprint is made.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from digest.store.images import ImageTable
from digest.store.pages import UNFINISHED, Adopted, PageTable
from digest.store.sources import CONTENT, SourceTable

SCHEMA = "11"
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE folders (path TEXT PRIMARY KEY, signature TEXT) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT) WITHOUT ROWID;
CREATE TABLE sources (
  id INTEGER PRIMARY KEY, path TEXT UNIQUE, stamp TEXT, hash TEXT, live INTEGER DEFAULT 0,
  url TEXT, requested_url TEXT, head TEXT, head_hash TEXT, body TEXT, body_hash TEXT, detail TEXT,
  draft INTEGER DEFAULT 0, due REAL, expires REAL, url_changed INTEGER, has_own_image INTEGER, problems TEXT);
CREATE INDEX sources_url_changed ON sources (path) WHERE url_changed;
CREATE INDEX sources_image ON sources (id) WHERE has_own_image;
CREATE INDEX sources_hidden ON sources (path) WHERE NOT live;
CREATE INDEX sources_draft ON sources (path) WHERE draft;
CREATE INDEX sources_due ON sources (due) WHERE due > 0;
CREATE INDEX sources_expires ON sources (expires) WHERE expires > 0;
CREATE INDEX sources_requested_url ON sources (requested_url) WHERE live;
CREATE INDEX sources_problems ON sources (id) WHERE problems IS NOT NULL;
CREATE TABLE refs (target TEXT, source INTEGER, image INTEGER, PRIMARY KEY (target, source)) WITHOUT ROWID;
CREATE INDEX refs_source ON refs (source);
CREATE INDEX refs_image ON refs (target) WHERE image;
CREATE TABLE images (path TEXT PRIMARY KEY, stamp TEXT, image_key TEXT, info TEXT) WITHOUT ROWID;
CREATE INDEX images_key ON images (image_key);
CREATE INDEX images_pending ON images (path) WHERE stamp = '';
CREATE TABLE listings (
  id INTEGER PRIMARY KEY, collection TEXT, key TEXT, total INTEGER, name TEXT, newest INTEGER,
  UNIQUE (collection, key));
CREATE TABLE members (
  listing INTEGER, sort_key INTEGER, path TEXT, source INTEGER, PRIMARY KEY (listing, sort_key, path)) WITHOUT ROWID;
CREATE TABLE tally (listing INTEGER, period TEXT, total INTEGER, PRIMARY KEY (listing, period)) WITHOUT ROWID;
CREATE TABLE pairs (listing INTEGER, other INTEGER, total INTEGER, PRIMARY KEY (listing, other)) WITHOUT ROWID;
CREATE TABLE pages (
  path TEXT, kind TEXT, collection TEXT, key TEXT, part TEXT,
  stale INTEGER, inputs TEXT, hash TEXT, size INTEGER, problems TEXT, reason TEXT,
  PRIMARY KEY (path, kind, collection, key, part)) WITHOUT ROWID;
CREATE INDEX pages_stale ON pages (path) WHERE stale;
CREATE INDEX pages_problems ON pages (path) WHERE problems IS NOT NULL;
CREATE TABLE counts (pages INTEGER, html INTEGER);
INSERT INTO counts VALUES (0, 0);
CREATE TRIGGER pages_in AFTER INSERT ON pages
  BEGIN UPDATE counts SET pages = pages + 1, html = html + (NEW.path LIKE '%.html'); END;
CREATE TRIGGER pages_out AFTER DELETE ON pages
  BEGIN UPDATE counts SET pages = pages - 1, html = html - (OLD.path LIKE '%.html'); END;
CREATE TABLE output_folders (path TEXT PRIMARY KEY, stamp INTEGER) WITHOUT ROWID;
"""


class Store(SourceTable, PageTable, ImageTable):
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

    def invalidate_all_articles(self) -> None:
        """The program or the options that shape articles changed: look at every source again, keep what output is ours."""
        self.db.execute("UPDATE folders SET signature = ''")  # that they were there stays known
        self.db.execute("UPDATE sources SET stamp = '', hash = ''")

    def invalidate_all_pages(self, mark: str = "") -> None:
        """Render everything anew; which files are ours stays known. `mark`: what stands for the parts of pages then."""
        self.db.execute("UPDATE pages SET stale = 1, inputs = CASE inputs WHEN '' THEN '' ELSE ? END", (mark,))
        self.db.execute("DELETE FROM output_folders")

    def invalidate_unfinished(self) -> None:
        """A build that was killed or failed left these pages: what stands at their paths may be of before it or after."""
        self.db.execute("UPDATE pages SET inputs = ? WHERE stale AND inputs != ''", (UNFINISHED,))

    def invalidate_articles(self, paths: Iterable[str]) -> None:
        """Read these sources again in this build."""
        for path in paths:
            self.db.execute("UPDATE sources SET stamp = '', hash = '' WHERE path = ?", (path,))
            self.db.execute("UPDATE folders SET signature = '' WHERE path = ?", (CONTENT + path[: path.rfind("/") + 1],))

    def claim_paths(self, files: Iterable[Adopted]) -> None:
        """Note files that a lost store knew: they are removed unless a page has their path."""
        self.db.executemany("INSERT OR IGNORE INTO pages VALUES (?, 'lost', ?, ?, '', 2, '', '', 0, NULL, '')", files)
