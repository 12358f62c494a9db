"""The tables of listings: which articles are in which listing, and in what order.

A listing that is not *shown* has articles but no pages, and nothing names it (see build/thin_topics.py). Methods that return
several listings leave it out, unless they say otherwise.

The listing `('', '')` contains all published articles; days, months and years are ranges of it. The members of a listing are
stored newest first, so that a page of it is read as one short range. The tally counts them by period, so that its pages are
known without reading the members.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from digest.model.named_tuple import NamedTuple

MAIN = "", ""
"""Collection and key of the listing of all articles."""
UNDATED_AT = 1 << 62
"""The sort key of articles without a date: after all others."""


class Membership(NamedTuple):
    """The listings that contain an article."""

    path: str
    sort_key: int
    """See `sort_key_of`."""
    listings: tuple[int, ...]
    """Their ids. The first is the listing of all articles. A standing page is in none."""
    day: str
    """The period that the tally of the listing of all articles counts it in, or `undated`."""
    month: str
    """The period that the tallies of the other listings count it in, or `undated`."""


class ListItem(NamedTuple):
    """An article as a list shows it."""

    path: str
    head: str
    """The packed head."""
    head_hash: str
    sort_key: int
    """See `sort_key_of`. With it, lists are divided into days and months without unpacking the heads."""


class ListingInfo(NamedTuple):
    """A listing as an overview shows it."""

    key: str
    name: str
    total: int
    newest: str
    """The packed head of its newest article."""


class ListingSize(NamedTuple):
    """A listing with its number of articles, whether it is shown or not."""

    id: int
    key: str
    name: str
    total: int
    shown: bool


def sort_key_of(wall_time: int, date: str) -> int:
    """The key that sorts articles from newest to oldest: the negative `Head.wall_time`, or UNDATED_AT."""
    return -wall_time if date else UNDATED_AT


class Listings:
    """The listings of an open store."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def id(self, collection: str, key: str) -> int:
        """The id of a listing. A new listing is created."""
        row = self.db.execute("SELECT id FROM listings WHERE collection = ? AND key = ?", (collection, key)).fetchone()
        if row:
            return int(row[0])
        cursor = self.db.execute("INSERT INTO listings VALUES (NULL, ?, ?, 0, '', NULL, '', 1)", (collection, key))
        return int(cursor.lastrowid or 0)

    def ids(self) -> dict[tuple[str, str], int]:
        """The ids of all listings by collection and key, including those that are not shown or have no articles any more."""
        return {(c, k): i for i, c, k in self.db.execute("SELECT id, collection, key FROM listings")}

    def add(self, articles: Sequence[Membership]) -> None:
        """Add articles to listings. Their sources must be in the store already."""
        query = "SELECT path, id FROM sources WHERE path IN (SELECT value FROM json_each(?))"
        ids = dict(self.db.execute(query, (json.dumps([a.path for a in articles]),)))
        members: list[tuple[int, int, str, int]] = []
        for path, sort_key, listings, _, _ in articles:
            source = ids[path]
            members += [(listing, sort_key, path, source) for listing in listings]
        self.db.executemany("INSERT OR REPLACE INTO members VALUES (?, ?, ?, ?)", members)

    def remove(self, article: Membership) -> None:
        """Remove an article from its listings."""
        self.db.executemany(
            "DELETE FROM members WHERE listing = ? AND sort_key = ? AND path = ?",
            [(listing, article.sort_key, article.path) for listing in article.listings],
        )

    def count(self, steps: Mapping[int, Mapping[str, int]]) -> None:
        """Change the tally. `steps`: the numbers of articles that were added, or removed if negative, by listing and period."""
        rows = [(listing, *step) for listing, periods in sorted(steps.items()) for step in periods.items()]
        self.db.executemany(
            "INSERT INTO tally VALUES (?, ?, ?) ON CONFLICT (listing, period) DO UPDATE SET total = total + excluded.total",
            rows,
        )
        self.db.executemany(
            "DELETE FROM tally WHERE listing = ? AND period = ? AND total = 0", [row[:2] for row in rows if row[2] <= 0]
        )

    def refresh(self, ids: Iterable[int] | None = None) -> None:
        """Update the total and the newest article of listings from their members. None: of all listings."""
        all_ids = "SELECT id FROM listings"
        self.db.executemany(
            "UPDATE listings SET total = (SELECT coalesce(sum(total), 0) FROM tally WHERE listing = ?1),"
            " newest = (SELECT source FROM members WHERE listing = ?1 ORDER BY sort_key, path LIMIT 1) WHERE id = ?1",
            [(i,) for i in ids] if ids is not None else list(self.db.execute(all_ids)),
        )

    def tally(self, collection: str, key: str) -> dict[str, int]:
        """The number of articles in a listing by period (see `Membership`)."""
        return dict(
            self.db.execute(
                "SELECT period, t.total FROM tally t JOIN listings l ON l.id = t.listing"
                " WHERE collection = ? AND key = ? ORDER BY period",
                (collection, key),
            )
        )

    def tallies(self, collection: str) -> dict[str, dict[str, int]]:
        """The tallies of a collection's listings with articles, by key."""
        found: dict[str, dict[str, int]] = {}
        rows = self.db.execute(
            "SELECT key, period, t.total FROM tally t JOIN listings l ON l.id = t.listing"
            " WHERE collection = ? AND shown ORDER BY key, period",
            (collection,),
        )
        for key, period, total in rows:
            found.setdefault(key, {})[period] = total
        return found

    def collections(self) -> list[str]:
        """The collections that have articles."""
        return [
            c
            for (c,) in self.db.execute(
                "SELECT DISTINCT collection FROM listings WHERE total > 0 AND shown AND collection != '' ORDER BY collection"
            )
        ]

    def between(self, collection: str, key: str, first: int, last: int, limit: int = -1) -> list[ListItem]:
        """Members with sort keys from `first` to `last` (both included), newest first."""
        rows = self.db.execute(
            "SELECT s.path, s.head, s.head_hash, m.sort_key FROM members m JOIN sources s ON s.id = m.source"
            " WHERE m.listing = (SELECT id FROM listings WHERE collection = ? AND key = ?) AND m.sort_key BETWEEN ? AND ?"
            " ORDER BY m.sort_key, m.path LIMIT ?",
            (collection, key, first, last, limit),
        )
        return list(map(ListItem._make, rows))

    def newest(self, collection: str, key: str, limit: int) -> list[ListItem]:
        """The newest members; articles without a date last."""
        return self.between(collection, key, -UNDATED_AT, UNDATED_AT, limit)

    def around(self, positions: Sequence[tuple[int, str]]) -> list[tuple[str | None, str | None]]:
        """The packed heads of the next older and the next newer published article, for each (sort key, path). There need not
        be an article at such a position. One query for many positions takes a fifth of the time of single queries."""
        sort_key, path = "json_extract(asked.value, '$[0]')", "json_extract(asked.value, '$[1]')"
        base = "(SELECT source FROM members WHERE listing = l.id AND (sort_key, path) "
        rows = self.db.execute(
            "SELECT o.head, n.head FROM json_each(?) AS asked CROSS JOIN listings l ON l.collection = '' AND l.key = ''"
            f" LEFT JOIN sources o ON o.id = {base} > ({sort_key}, {path}) ORDER BY sort_key, path LIMIT 1)"
            f" LEFT JOIN sources n ON n.id = {base} < ({sort_key}, {path}) ORDER BY sort_key DESC, path DESC LIMIT 1)"
            " ORDER BY asked.key",
            (json.dumps(positions),),
        )
        return list(rows)

    def neighbours(
        self, collection: str, key: str, sort_key: int, path: str, older: int, newer: int
    ) -> tuple[list[ListItem], list[ListItem]]:
        """Up to `older` older members of a listing and up to `newer` newer ones, from a position (sort key, path); nearest
        first."""
        after = self.db.execute(
            "SELECT s.path, s.head, s.head_hash, m.sort_key FROM members m JOIN sources s ON s.id = m.source"
            " WHERE m.listing = (SELECT id FROM listings WHERE collection = ? AND key = ?)"
            " AND (m.sort_key, m.path) < (?, ?) ORDER BY m.sort_key DESC, m.path DESC LIMIT ?",
            (collection, key, sort_key, path, newer),
        )
        return self.older(collection, key, (sort_key, path), UNDATED_AT, older), list(map(ListItem._make, after))

    def older(self, collection: str, key: str, after: tuple[int, str], last: int, number: int) -> list[ListItem]:
        """Up to `number` members of a listing that are older than a position (sort key, path), newest first, with sort keys up
        to `last`."""
        rows = self.db.execute(
            "SELECT s.path, s.head, s.head_hash, m.sort_key FROM members m JOIN sources s ON s.id = m.source"
            " WHERE m.listing = (SELECT id FROM listings WHERE collection = ? AND key = ?)"
            " AND (m.sort_key, m.path) > (?, ?) AND m.sort_key <= ? ORDER BY m.sort_key, m.path LIMIT ?",
            (collection, key, *after, last, number),
        )
        return list(map(ListItem._make, rows))

    def newer_addresses(self, collection: str, key: str, before: tuple[int, str], number: int) -> list[tuple[str, str]]:
        """(path, address) of up to `number` members of a listing that are newer than a position (sort key, path), nearest
        first."""
        return list(
            self.db.execute(
                "SELECT s.path, s.url FROM members m JOIN sources s ON s.id = m.source"
                " WHERE m.listing = (SELECT id FROM listings WHERE collection = ? AND key = ?)"
                " AND (m.sort_key, m.path) < (?, ?) ORDER BY m.sort_key DESC, m.path DESC LIMIT ?",
                (collection, key, *before, number),
            )
        )

    def days_between(self, first: str, last: str) -> dict[str, int]:
        """The number of articles of each day that has any, from `first` to `last` (both included), oldest first."""
        return dict(
            self.db.execute(
                "SELECT period, total FROM tally WHERE listing = (SELECT id FROM listings WHERE collection = '' AND key = '')"
                " AND period BETWEEN ? AND ? AND period != 'undated' ORDER BY period",
                (first, last),
            )
        )

    def dated(self, collection: str, key: str) -> tuple[int, int] | None:
        """The sort keys of the oldest and the newest member that has a date; None if there is none."""
        base = "FROM members WHERE listing = (SELECT id FROM listings WHERE collection = ?1 AND key = ?2) AND sort_key < ?3"
        oldest, newest = self.db.execute(
            f"SELECT (SELECT max(sort_key) {base}), (SELECT min(sort_key) {base})", (collection, key, UNDATED_AT)
        ).fetchone()
        return None if oldest is None else (oldest, newest)

    def first_month(self, collection: str) -> str:
        """The first month with articles of a collection that has listings by month; empty if there is none."""
        row = self.db.execute(
            "SELECT min((SELECT min(period) FROM tally WHERE listing = l.id)) FROM listings l"
            " WHERE l.collection = ? AND l.shown",
            (collection,),
        ).fetchone()
        return row[0] if row[0] and row[0] != "undated" else ""

    def newest_first(self, collection: str, limit: int) -> list[str]:
        """The keys of the listings of a collection that have articles, that with the newest article first."""
        rows = self.db.execute(
            "SELECT key FROM listings l WHERE collection = ? AND total > 0 AND shown"
            " ORDER BY (SELECT min(sort_key) FROM members WHERE listing = l.id), key LIMIT ?",
            (collection, limit),
        )
        return [key for (key,) in rows]

    def neighbour_days(self, first: str, last: str) -> tuple[str, str]:
        """The last day with articles before `first` and the first one after `last`; empty if there is none."""
        base = (
            "FROM tally WHERE listing = (SELECT id FROM listings WHERE collection = '' AND key = '')"
            " AND period != 'undated' AND period "
        )
        before = self.db.execute(f"SELECT max(period) {base} < ?", (first,)).fetchone()[0]
        after = self.db.execute(f"SELECT min(period) {base} > ?", (last,)).fetchone()[0]
        return before or "", after or ""

    def info(self, collection: str, key: str | None = None) -> list[ListingInfo]:
        """The listings of a collection that have articles, by key. `key`: only this listing."""
        rows = self.db.execute(
            "SELECT l.key, l.name, l.total, s.head FROM listings l JOIN sources s ON s.id = l.newest"
            " WHERE l.collection = ?1 AND l.total > 0 AND l.shown AND (?2 IS NULL OR l.key = ?2) ORDER BY l.key",
            (collection, key),
        )
        return [ListingInfo(*row) for row in rows]

    def keys(self, collection: str) -> list[str]:
        """The keys of the listings of a collection that have articles, sorted."""
        rows = self.db.execute(
            "SELECT key FROM listings WHERE collection = ? AND total > 0 AND shown ORDER BY key", (collection,)
        )
        return [key for (key,) in rows]

    def names(self, ids: Iterable[int]) -> dict[int, tuple[str, str, str, str, str | None]]:
        """(collection, key, name, key of the parent, packed head of the newest article or None) of listings, by id."""
        found = {}
        for i in ids:
            found[i] = self.db.execute(
                "SELECT collection, key, name, parent, s.head FROM listings l LEFT JOIN sources s ON s.id = l.newest"
                " WHERE l.id = ?",
                (i,),
            ).fetchone()
        return found

    def rename(self, names: Mapping[int, tuple[str, str]]) -> None:
        """Set the names of listings and the keys of their parents, by id."""
        self.db.executemany(
            "UPDATE listings SET name = ?, parent = ? WHERE id = ?", [(*values, i) for i, values in names.items()]
        )

    def related(self, collection: str, key: str) -> tuple[list[ListingInfo], list[ListingInfo]]:
        """The parent of a listing (one or none) and its children, by key, as far as they have articles."""
        select = (
            "SELECT l.key, l.name, l.total, s.head FROM listings l JOIN sources s ON s.id = l.newest"
            " WHERE l.collection = ?1 AND l.total > 0 AND l.shown AND "
        )
        own_parent = "l.key = (SELECT parent FROM listings WHERE collection = ?1 AND key = ?2)"
        parent, children = (
            [ListingInfo(*row) for row in self.db.execute(f"{select}{condition} ORDER BY l.key", (collection, key))]
            for condition in (own_parent, "l.parent = ?2 AND l.parent != ''")
        )
        return parent, children

    # -- which listings are shown ---------------------------------------------------------------

    def sizes(self, collection: str) -> list[ListingSize]:
        """All listings of a collection that have articles, by key."""
        rows = self.db.execute(
            "SELECT id, key, name, total, shown FROM listings WHERE collection = ? AND total > 0 ORDER BY key",
            (collection,),
        )
        return list(map(ListingSize._make, rows))

    def show(self, ids: Iterable[int], *, shown: bool) -> None:
        """Set whether listings are shown."""
        self.db.executemany("UPDATE listings SET shown = ? WHERE id = ?", [(int(shown), i) for i in ids])

    def is_shown(self, collection: str, key: str) -> bool:
        """Whether a listing is shown, or will be when it gets its first article."""
        query = "SELECT 1 FROM listings WHERE collection = ? AND key = ? AND NOT shown"
        return self.db.execute(query, (collection, key)).fetchone() is None

    def heads_in(self, listing: int) -> list[tuple[str, str]]:
        """(path, packed head) of all members of a listing."""
        query = "SELECT s.path, s.head FROM members m JOIN sources s ON s.id = m.source WHERE m.listing = ?"
        return list(self.db.execute(query, (listing,)))
