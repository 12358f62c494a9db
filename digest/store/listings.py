"""Which articles stand in which listing, and in what order: the part of the store that lists are made from.

Listing `('', '')` holds every published article; days, months and years are ranges of it. A listing's members
lie newest first, so that a page of it is one short range read; a tally by period tells its pages without
looking at members. This module must not know what pages a listing has.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

UNDATED_AT = 1 << 62
"""Place of articles without a date: after all others."""


class Membership(NamedTuple):
    """An article's place in a listing."""

    listing: int
    sort_key: int
    """Minus its `when`, so that newest comes first."""
    path: str
    period: str
    """What the tally counts: the day for the listing of all, the month for others, `undated`."""


class ListItem(NamedTuple):
    """An article as a list gets it."""

    path: str
    head: str
    """Packed."""
    head_hash: str
    sort_key: int
    """Its place in time, see `Member.at`: lists are divided into days and months without unpacking heads."""


class ListingInfo(NamedTuple):
    """What an overview says of a listing."""

    key: str
    name: str
    total: int
    newest: str
    """Packed head of its newest article."""


def sort_key_of(when: int, date: str) -> int:
    """An article's place in time order; see `Head.when`."""
    return -when if date else UNDATED_AT


class Listings:
    """The listings of an open store."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def id(self, collection: str, key: str) -> int:
        """The listing's number; makes the listing when it is new."""
        row = self.db.execute("SELECT id FROM listings WHERE collection = ? AND key = ?", (collection, key)).fetchone()
        if row:
            return int(row[0])
        cursor = self.db.execute("INSERT INTO listings VALUES (NULL, ?, ?, 0, '', NULL)", (collection, key))
        return int(cursor.lastrowid or 0)

    def ids(self) -> dict[tuple[str, str], int]:
        """All listings there have ever been, by collection and key."""
        return {(c, k): i for i, c, k in self.db.execute("SELECT id, collection, key FROM listings")}

    def add(self, members: Sequence[Membership]) -> None:
        """Put articles in; their sources must be stored already."""
        self.db.executemany(
            "INSERT OR REPLACE INTO members SELECT ?1, ?2, ?3, id FROM sources WHERE path = ?3",
            [(m.listing, m.sort_key, m.path) for m in members],
        )
        self._count(members, 1)

    def remove(self, members: Sequence[Membership]) -> None:
        """Take articles out."""
        self.db.executemany(
            "DELETE FROM members WHERE listing = ? AND sort_key = ? AND path = ?", [(m.listing, m.sort_key, m.path) for m in members]
        )
        self._count(members, -1)

    def _count(self, members: Sequence[Membership], step: int) -> None:
        totals: dict[tuple[int, str], int] = {}
        for m in members:
            totals[m.listing, m.period] = totals.get((m.listing, m.period), 0) + step
        self.db.executemany(
            "INSERT INTO tally VALUES (?, ?, ?) ON CONFLICT (listing, period) DO UPDATE SET total = total + excluded.total",
            [(*key, number) for key, number in totals.items()],
        )
        if step < 0:
            self.db.executemany("DELETE FROM tally WHERE listing = ? AND period = ? AND total = 0", totals)

    def refresh(self, ids: Iterable[int] | None = None) -> None:
        """Total and newest article of these listings, or of all, from their members."""
        every = "SELECT id FROM listings"
        self.db.executemany(
            "UPDATE listings SET total = (SELECT coalesce(sum(total), 0) FROM tally WHERE listing = ?1),"
            " newest = (SELECT source FROM members WHERE listing = ?1 ORDER BY sort_key, path LIMIT 1) WHERE id = ?1",
            [(i,) for i in ids] if ids is not None else list(self.db.execute(every)),
        )

    def tally(self, collection: str, key: str) -> dict[str, int]:
        """Articles by period (see `Member.period`)."""
        return dict(
            self.db.execute(
                "SELECT period, t.total FROM tally t JOIN listings l ON l.id = t.listing"
                " WHERE collection = ? AND key = ? ORDER BY period",
                (collection, key),
            )
        )

    def tallies(self, collection: str) -> dict[str, dict[str, int]]:
        """The tally of every listing of a collection that has articles, by key."""
        found: dict[str, dict[str, int]] = {}
        rows = self.db.execute(
            "SELECT key, period, t.total FROM tally t JOIN listings l ON l.id = t.listing WHERE collection = ?"
            " ORDER BY key, period",
            (collection,),
        )
        for key, period, total in rows:
            found.setdefault(key, {})[period] = total
        return found

    def collections(self) -> list[str]:
        """The collections in which any article stands."""
        return [
            c
            for (c,) in self.db.execute(
                "SELECT DISTINCT collection FROM listings WHERE total > 0 AND collection != '' ORDER BY collection"
            )
        ]

    def between(self, collection: str, key: str, first: int, last: int, limit: int = -1) -> list[ListItem]:
        """Members from place `first` to `last` (both included), newest first."""
        rows = self.db.execute(
            "SELECT s.path, s.head, s.head_hash, m.sort_key FROM members m JOIN sources s ON s.id = m.source"
            " WHERE m.listing = (SELECT id FROM listings WHERE collection = ? AND key = ?) AND m.sort_key BETWEEN ? AND ?"
            " ORDER BY m.sort_key, m.path LIMIT ?",
            (collection, key, first, last, limit),
        )
        return list(map(ListItem._make, rows))

    def newest(self, collection: str, key: str, limit: int) -> list[ListItem]:
        """The newest members; undated ones last."""
        return self.between(collection, key, -UNDATED_AT, UNDATED_AT, limit)

    def around(self, places: Sequence[tuple[int, str]]) -> list[tuple[str | None, str | None]]:
        """The packed heads of the published articles just before and just after places in time (older, newer), whoever
        stands there now. One query for many: asked one by one, they take five times as long."""
        at, path = "json_extract(asked.value, '$[0]')", "json_extract(asked.value, '$[1]')"
        base = "(SELECT source FROM members WHERE listing = l.id AND (sort_key, path) "
        rows = self.db.execute(
            "SELECT o.head, n.head FROM json_each(?) AS asked CROSS JOIN listings l ON l.collection = '' AND l.key = ''"
            f" LEFT JOIN sources o ON o.id = {base} > ({at}, {path}) ORDER BY sort_key, path LIMIT 1)"
            f" LEFT JOIN sources n ON n.id = {base} < ({at}, {path}) ORDER BY sort_key DESC, path DESC LIMIT 1)"
            " ORDER BY asked.key",
            (json.dumps(places),),
        )
        return list(rows)

    def neighbours(self, collection: str, key: str, at: int, path: str, number: int) -> tuple[list[ListItem], list[ListItem]]:
        """So many members of a listing just before and just after a place in time (older, newer), the nearest first."""
        base = (
            "SELECT s.path, s.head, s.head_hash, m.sort_key FROM members m JOIN sources s ON s.id = m.source"
            " WHERE m.listing = (SELECT id FROM listings WHERE collection = ? AND key = ?) AND (m.sort_key, m.path) "
        )
        given = (collection, key, at, path, number)
        older = self.db.execute(base + "> (?, ?) ORDER BY m.sort_key, m.path LIMIT ?", given)
        newer = self.db.execute(base + "< (?, ?) ORDER BY m.sort_key DESC, m.path DESC LIMIT ?", given)
        return list(map(ListItem._make, older)), list(map(ListItem._make, newer))

    def days_between(self, first: str, last: str) -> dict[str, int]:
        """The days with articles from one to another, both included, with their number; oldest first."""
        return dict(
            self.db.execute(
                "SELECT period, total FROM tally WHERE listing = (SELECT id FROM listings WHERE collection = '' AND key = '')"
                " AND period BETWEEN ? AND ? AND period != 'undated' ORDER BY period",
                (first, last),
            )
        )

    def neighbour_days(self, first: str, last: str) -> tuple[str, str]:
        """The days with articles nearest before `first` and after `last`; '' for none."""
        base = (
            "FROM tally WHERE listing = (SELECT id FROM listings WHERE collection = '' AND key = '')"
            " AND period != 'undated' AND period "
        )
        before = self.db.execute(f"SELECT max(period) {base} < ?", (first,)).fetchone()[0]
        after = self.db.execute(f"SELECT min(period) {base} > ?", (last,)).fetchone()[0]
        return before or "", after or ""

    def info(self, collection: str, key: str | None = None) -> list[ListingInfo]:
        """The listings of a collection that have articles (or one of them), by key."""
        rows = self.db.execute(
            "SELECT l.key, l.name, l.total, s.head FROM listings l JOIN sources s ON s.id = l.newest"
            " WHERE l.collection = ?1 AND l.total > 0 AND (?2 IS NULL OR l.key = ?2) ORDER BY l.key",
            (collection, key),
        )
        return [ListingInfo(*row) for row in rows]

    def names(self, ids: Iterable[int]) -> dict[int, tuple[str, str, str, str | None]]:
        """(collection, key, name, packed head of the newest article or None) of listings."""
        found = {}
        for i in ids:
            found[i] = self.db.execute(
                "SELECT collection, key, name, s.head FROM listings l LEFT JOIN sources s ON s.id = l.newest WHERE l.id = ?",
                (i,),
            ).fetchone()
        return found

    def rename(self, names: Mapping[int, str]) -> None:
        """The names that listings go by."""
        self.db.executemany("UPDATE listings SET name = ? WHERE id = ?", [(n, i) for i, n in names.items()])
