"""The tables of sources and of other files of the site."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence

from digest.model.folders import CONTENT, STANDING, STATIC
from digest.model.named_tuple import NamedTuple
from digest.model.packing import unpack
from digest.model.problem import Problem

NAME = "name:"
"""Prefix of the names in the table `refs`: an article refers to a file by its name."""


class SourceRow(NamedTuple):
    """A row of the table of sources."""

    path: str
    stamp: str
    """Size, time and inode of the file when it was read; empty if it must be read again."""
    hash: str
    live: int
    """1 if it is published: it has no errors, is due and has not expired, and is not a draft."""
    url: str
    requested_url: str
    """The address that it requests, in lower case; `url` differs if another article has it."""
    head: str
    """The packed head."""
    head_hash: str
    body: str
    """The place of its body (see bodies.py); empty if it was never read without errors."""
    body_hash: str
    detail: str
    """The rest of the article, for its own page: packed."""
    draft: int
    due: float | None
    """The time from which it is published, in seconds since 1970; None if it has no date."""
    expires: float | None
    """The time from which it is left out, in seconds since 1970."""
    url_changed: int
    """1 if it has another address than the one that it requests."""
    has_own_image: int
    """1 if its image is a file of the site."""
    has_more_pages: int
    """1 if pages besides its own may be made from its detail: redirects, and copies of files that it refers to."""
    problems: str | None
    """JSON; None if there are none."""
    translation: str = ""
    """What it has in common with its translations (see `Head.translation`)."""


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
        """The row of a source; None if it was never read."""
        row = self.db.execute(f"SELECT {ROW} FROM sources WHERE path = ?", (path,)).fetchone()
        return SourceRow(*row) if row else None

    def sources(self, paths: Sequence[str]) -> dict[str, SourceRow]:
        """The rows of several sources by path, in one query."""
        rows = self.db.execute(
            f"SELECT {ROW} FROM sources WHERE path IN (SELECT value FROM json_each(?))", (json.dumps(paths),)
        )
        return {row[0]: SourceRow(*row) for row in rows}

    def words(self, paths: Iterable[str]) -> dict[str, int]:
        """The number of words of articles, by path."""
        from digest.model.article import Detail  # a build with nothing to do does not need it

        query = f"SELECT json_extract(detail, '$[{Detail._fields.index('words')}]') FROM sources WHERE path = ?"
        rows = ((path, self.db.execute(query, (path,)).fetchone()) for path in paths)
        return {path: row[0] or 0 for path, row in rows if row}

    def has_articles(self) -> bool:
        """Whether there is any article, published or not. A standing page is none."""
        query = "SELECT 1 FROM sources WHERE path < ? OR path >= ? LIMIT 1"
        return self.db.execute(query, (STANDING, STANDING + "\U0010ffff")).fetchone() is not None

    def put_sources(self, rows: Sequence[SourceRow]) -> None:
        """Insert or replace sources, by path."""
        changes = ", ".join(f"{f} = excluded.{f}" for f in SourceRow._fields[1:])
        placeholders = ", ".join("?" * len(SourceRow._fields))
        self.db.executemany(
            f"INSERT INTO sources ({ROW}) VALUES ({placeholders}) ON CONFLICT (path) DO UPDATE SET {changes}", rows
        )

    def translations(self, keys: Sequence[str]) -> dict[str, list[str]]:
        """The packed heads of published articles by what they have in common with their translations, in order of their
        paths, in one query."""
        rows = self.db.execute(
            "SELECT translation, head FROM sources WHERE live AND translation IN (SELECT value FROM json_each(?))"
            " ORDER BY path",
            (json.dumps(keys),),
        )
        found: dict[str, list[str]] = {}
        for key, head in rows:
            found.setdefault(key, []).append(head)
        return found

    def drop_source(self, path: str) -> None:
        """Delete a source and its references."""
        self.db.execute("DELETE FROM refs WHERE source = (SELECT id FROM sources WHERE path = ?)", (path,))
        self.db.execute("DELETE FROM sources WHERE path = ?", (path,))

    def articles_requesting(self, url: str) -> list[str]:
        """Paths of the published articles that request an address, sorted."""
        rows = self.db.execute("SELECT path FROM sources WHERE live AND requested_url = ? ORDER BY path", (url,))
        return [path for (path,) in rows]

    def contested_urls(self) -> list[str]:
        """The addresses that several published articles request."""
        query = "SELECT requested_url FROM sources WHERE live GROUP BY requested_url HAVING count(*) > 1"
        return [url for (url,) in self.db.execute(query)]

    def articles_at_other_urls(self) -> list[tuple[str, str, str]]:
        """(path, address, path of the article with the requested address) of articles that did not get the address that they
        requested."""
        return list(
            self.db.execute(
                "SELECT s.path, s.url, coalesce((SELECT min(o.path) FROM sources o WHERE o.live"
                " AND o.requested_url = s.requested_url"
                " AND o.path != s.path), '') FROM sources s WHERE s.live AND s.url_changed ORDER BY s.path"
            )
        )

    def published(self) -> Iterator[tuple[str, str, str, str]]:
        """(path, url, packed head, packed detail) of every published article. The detail is empty if no pages besides its own
        are made from it."""
        return iter(
            self.db.execute(
                "SELECT path, url, head, CASE WHEN has_more_pages THEN detail ELSE '' END FROM sources WHERE live"
            )
        )

    def with_own_image(self) -> list[str]:
        """Paths of the articles whose image is a file of the site."""
        return [p for (p,) in self.db.execute("SELECT path FROM sources WHERE has_own_image ORDER BY path")]

    def due_changes(self, clock: float, drafts: bool, future: bool) -> list[str]:
        """Paths of articles that are published but should not be at the time `clock`, or the other way round."""
        shown = "(NOT draft OR ?1) AND (due IS NULL OR due <= ?2 OR ?3) AND (expires IS NULL OR expires > ?2)"
        # Each of these conditions has an index and selects few rows.
        rows = self.db.execute(
            f"SELECT path FROM sources WHERE NOT live AND body != '' AND {shown}"
            f" UNION SELECT path FROM sources WHERE draft AND live AND NOT ({shown})"
            f" UNION SELECT path FROM sources WHERE due > 0 AND due > ?2 AND live AND NOT ({shown})"
            f" UNION SELECT path FROM sources WHERE expires > 0 AND expires <= ?2 AND live AND NOT ({shown}) ORDER BY path",
            (drafts, clock, future),
        )
        return [path for (path,) in rows]

    def next_due(self, clock: float) -> float | None:
        """The time after `clock` at which the next article appears or expires."""
        row = self.db.execute(
            "SELECT min(t) FROM (SELECT min(due) AS t FROM sources WHERE due > 0 AND due > ?1 UNION ALL"
            " SELECT min(expires) FROM sources WHERE expires > 0 AND expires > ?1)",
            (clock,),
        ).fetchone()
        return row[0]  # type: ignore[no-any-return]

    def hidden(self, clock: float, drafts: bool) -> list[tuple[str, str]]:
        """(path, reason) of articles that are left out. The reason is `draft`, `future` or `expired`."""
        rows = self.db.execute(
            "SELECT path, CASE WHEN draft AND NOT ?1 THEN 'draft' WHEN expires <= ?2 THEN 'expired' ELSE 'future' END"
            " FROM sources WHERE NOT live AND body != '' ORDER BY path",
            (drafts, clock),
        )
        return list(rows)

    def count_articles(self) -> int:
        """The number of published articles."""
        return int(self.db.execute("SELECT total FROM listings WHERE collection = '' AND key = ''").fetchone()[0])

    def set_refs(self, path: str, targets: Mapping[str, bool]) -> None:
        """Set the files of the site that a source refers to. Values: whether it shows the file as an image."""
        row = self.db.execute("SELECT id FROM sources WHERE path = ?", (path,)).fetchone()
        self.db.execute("DELETE FROM refs WHERE source = ?", row)
        self.db.executemany("INSERT INTO refs VALUES (?, ?, ?)", [(t, row[0], image) for t, image in targets.items()])

    def referring_sources(self, target: str) -> list[str]:
        """Paths of the sources that refer to a file."""
        return [
            p
            for (p,) in self.db.execute(
                "SELECT s.path FROM refs r JOIN sources s ON s.id = r.source WHERE r.target = ?", (target,)
            )
        ]

    def has_names(self) -> bool:
        """Whether an article refers to a file by its name."""
        return self._refers_to(NAME)

    def has_root_links(self) -> bool:
        """Whether an article refers to a path from the root of the site."""
        return self._refers_to("/")

    def _refers_to(self, prefix: str) -> bool:
        query = "SELECT 1 FROM refs WHERE target >= ? AND target < ? LIMIT 1"
        return self.db.execute(query, (prefix, prefix + "\U0010ffff")).fetchone() is not None

    def referring_by_name(self) -> list[str]:
        """Paths of the sources that refer to files by their names."""
        query = (
            "SELECT DISTINCT s.path FROM refs r JOIN sources s ON s.id = r.source WHERE r.target >= ? AND r.target < ?"
            " ORDER BY s.path"
        )
        return [path for (path,) in self.db.execute(query, (NAME, NAME + "\U0010ffff"))]

    def standing_pages(self) -> list[tuple[str, str, str, str]]:
        """(path, address, packed head, packed detail) of the published standing pages, in order of their paths."""
        query = "SELECT path, url, head, detail FROM sources WHERE live AND path >= ? AND path < ? ORDER BY path"
        return list(self.db.execute(query, (STANDING, STANDING + "\U0010ffff")))

    def names(self) -> Iterator[tuple[str, str, str, str]]:
        """(path, title, aliases, other keys) of all articles; the last two are JSON."""
        from digest.model.article import Detail, Head  # a build with nothing to do does not need it

        title = f"json_extract(head, '$[{Head._fields.index('title')}]')"
        rest = ", ".join(f"json_extract(detail, '$[{Detail._fields.index(name)}]')" for name in ("aliases", "extra"))
        return iter(self.db.execute(f"SELECT path, {title}, {rest} FROM sources WHERE body != ''"))

    def has_file(self, path: str) -> bool:
        """Whether content/ has this file, other than an article."""
        return self.db.execute("SELECT 1 FROM files WHERE path = ?", (CONTENT + path,)).fetchone() is not None

    def has_static_file(self, path: str) -> bool:
        """Whether static/ has this file."""
        return self.db.execute("SELECT 1 FROM files WHERE path = ?", (STATIC + path,)).fetchone() is not None

    def file_stamps(self, folder: str) -> dict[str, str]:
        """Stamps of files that are not articles, directly in a folder (`content:2021/05/` or `static:`)."""
        rows = self.db.execute(
            "SELECT path, stamp FROM files WHERE path >= ? AND path < ?", (folder, folder + "\U0010ffff")
        )
        return {path: stamp for path, stamp in rows if "/" not in path[len(folder) :]}

    def file_paths(self, prefix: str) -> list[str]:
        """All files that are not articles, below CONTENT or STATIC. The paths are without this prefix."""
        rows = self.db.execute("SELECT path FROM files WHERE path >= ? AND path < ?", (prefix, prefix + "\U0010ffff"))
        return [path[len(prefix) :] for (path,) in rows]

    # -- problems -------------------------------------------------------------------------------

    def problems(self) -> list[Problem]:
        """All problems of sources and pages."""
        found: list[Problem] = []
        for rows in ("sources WHERE", "pages WHERE stale < 2 AND"):
            for (text,) in self.db.execute(f"SELECT problems FROM {rows} problems IS NOT NULL"):
                found += unpack(tuple[Problem, ...], text)
        return found

    def bodies(self) -> dict[str, str]:
        """The places of all bodies, each with the path of its source."""
        return dict(self.db.execute("SELECT body, path FROM sources WHERE body != ''"))

    def move_bodies(self, places: Iterable[tuple[str, str]]) -> None:
        """Update the places of bodies that were moved: (new place, old place)."""
        table = "CREATE TEMP TABLE moved (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID"
        self.db.execute(table)
        self.db.executemany("INSERT INTO moved (new, old) VALUES (?, ?)", places)
        self.db.execute(
            "UPDATE sources SET body = (SELECT new FROM moved WHERE old = body) WHERE body IN (SELECT old FROM moved)"
        )
        self.db.execute("DROP TABLE moved")

    def bytes_by_file(self) -> dict[str, int]:
        """The number of bytes in use in each file of bodies."""
        found: dict[str, int] = {}
        for (place,) in self.db.execute("SELECT body FROM sources WHERE body != ''"):
            name, _, length, _ = place.split(":")
            found[name] = found.get(name, 0) + int(length)
        return found
