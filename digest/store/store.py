"""The store: the state that a build keeps for the next one, in one SQLite file. It is a cache and may be deleted at any time.

It contains the articles as they were read, the listings they are in, and a trace of every page, so that a build only does work
for what changed. A build writes it in two transactions. The first is committed before any page is rendered: it notes what was
read and which pages are stale. The second is committed after all files are written, and notes the traces of the pages. If a
build is killed between the two, the pages are still marked as stale, and the next build makes them. The bodies of articles are
in other files (bodies.py).
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from digest.model.folders import CONTENT
from digest.store.images import ImageTable
from digest.store.pages import UNFINISHED, KnownFile, PageTable
from digest.store.sources import SourceTable

SCHEMA = "16"
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE folders (path TEXT PRIMARY KEY, signature TEXT) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT) WITHOUT ROWID;
CREATE TABLE sources (
  id INTEGER PRIMARY KEY, path TEXT UNIQUE, stamp TEXT, hash TEXT, live INTEGER DEFAULT 0,
  url TEXT, requested_url TEXT, head TEXT, head_hash TEXT, body TEXT, body_hash TEXT, detail TEXT,
  draft INTEGER DEFAULT 0, due REAL, expires REAL, url_changed INTEGER, has_own_image INTEGER,
  has_more_pages INTEGER, problems TEXT,
  translation TEXT);
CREATE INDEX sources_url_changed ON sources (path) WHERE url_changed;
CREATE INDEX sources_image ON sources (id) WHERE has_own_image;
CREATE INDEX sources_hidden ON sources (path) WHERE NOT live;
CREATE INDEX sources_draft ON sources (path) WHERE draft;
CREATE INDEX sources_due ON sources (due) WHERE due > 0;
CREATE INDEX sources_expires ON sources (expires) WHERE expires > 0;
CREATE INDEX sources_requested_url ON sources (requested_url) WHERE live;
CREATE INDEX sources_translation ON sources (translation) WHERE live;
CREATE INDEX sources_problems ON sources (id) WHERE problems IS NOT NULL;
CREATE TABLE refs (target TEXT, source INTEGER, image INTEGER, PRIMARY KEY (target, source)) WITHOUT ROWID;
CREATE INDEX refs_source ON refs (source);
CREATE INDEX refs_image ON refs (target) WHERE image;
CREATE TABLE images (path TEXT PRIMARY KEY, stamp TEXT, image_key TEXT, info TEXT) WITHOUT ROWID;
CREATE INDEX images_key ON images (image_key);
CREATE INDEX images_pending ON images (path) WHERE stamp = '' OR stamp GLOB '~*';
CREATE TABLE listings (
  id INTEGER PRIMARY KEY, collection TEXT, key TEXT, total INTEGER, name TEXT, newest INTEGER, parent TEXT,
  shown INTEGER, UNIQUE (collection, key));
CREATE INDEX listings_parent ON listings (parent) WHERE parent != '';
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
    """The open store."""

    def __init__(self, path: str, *, writable: bool, frozen: bool = False) -> None:
        """Open the store, or create it. `writable`: in the process of the build; its workers only read. `frozen`: no process
        writes the file until it is closed, so that it needs no locks (an executor may have forked its processes while the
        build held some), and may be used by one thread after the other. Raises sqlite3.Error if the file is not a store."""
        self.path = path
        if frozen:
            from pathlib import Path

            path = f"{Path(path).as_uri()}?immutable=1"
        self.db = sqlite3.connect(path, isolation_level=None, timeout=30, uri=frozen, check_same_thread=not frozen)
        try:
            self.db.execute("PRAGMA cache_size = -4000")
            if writable:
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
        """Close the file."""
        self.db.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all changes made inside the block, or none if it raises."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:  # if the disk is full, SQLite may have rolled it back already
                self.db.execute("ROLLBACK")
            raise

    # -- values of the last build ----------------------------------------------------------------

    def meta(self, key: str) -> str:
        """A single value by its key; empty if there is none."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else ""

    def set_meta(self, key: str, value: str) -> None:
        """Set a single value."""
        self.db.execute("REPLACE INTO meta VALUES (?, ?)", (key, value))

    def read_table(self, table: str) -> dict[str, Any]:
        """A table with two columns as a dict: `folders`, `files` or `output_folders`."""
        return dict(self.db.execute(f"SELECT * FROM {table}"))

    def update_table(self, table: str, rows: Mapping[str, Any], gone: Iterable[str] = ()) -> None:
        """Insert or replace rows of such a table by path, and delete those whose paths are in `gone`."""
        self.db.executemany(f"DELETE FROM {table} WHERE path = ?", [(p,) for p in gone])
        self.db.executemany(f"REPLACE INTO {table} VALUES (?, ?)", rows.items())

    def invalidate_all_articles(self) -> None:
        """Read all sources again, because the program or the settings for reading changed. Which files of the output belong to
        digest stays known."""
        self.db.execute("UPDATE folders SET signature = ''")  # not deleted, since missing folders must be noticed
        self.db.execute("UPDATE sources SET stamp = '', hash = ''")

    def invalidate_all_pages(self, placeholder: str = "") -> None:
        """Render all pages again. `placeholder`: replaces the inputs of pages that were rendered before."""
        self.db.execute("UPDATE pages SET stale = 1, inputs = CASE inputs WHEN '' THEN '' ELSE ? END", (placeholder,))
        self.db.execute("DELETE FROM output_folders")

    def invalidate_unfinished(self) -> None:
        """Render the pages again that an interrupted or failed build left stale: their files may be old or new."""
        self.db.execute("UPDATE pages SET inputs = ? WHERE stale AND inputs != ''", (UNFINISHED,))

    def invalidate_articles(self, paths: Iterable[str]) -> None:
        """Read these sources again in this build."""
        for path in paths:
            self.db.execute("UPDATE sources SET stamp = '', hash = '' WHERE path = ?", (path,))
            self.db.execute(
                "UPDATE folders SET signature = '' WHERE path = ?", (CONTENT + path[: path.rfind("/") + 1],)
            )

    def claim_paths(self, files: Iterable[KnownFile]) -> None:
        """Note the files of a lost store. They are removed unless a page has their path."""
        self.db.executemany("INSERT OR IGNORE INTO pages VALUES (?, 'lost', ?, ?, '', 2, '', '', 0, NULL, '')", files)
