"""The number of articles that two listings have in common: which topics often occur together.

The counts are updated when articles are added and removed, because counting them for each page would be too slow. Only the
pairs that pages need are counted: those of any listing with a topic or a source.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from digest.model.named_tuple import NamedTuple

COUNTED = ("topics", "sources")
"""The collections whose listings are counted together with those of every collection."""


class RankedListing(NamedTuple):
    """A listing with its number of articles in some selection."""

    key: str
    name: str
    total: int


class CoOccurrence:
    """Counts over the listings of an open store."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    # -- writing --------------------------------------------------------------------------------

    def count(self, steps: Mapping[int, Mapping[int, int]]) -> None:
        """Change the counts. `steps`: the numbers of articles that were added, or removed if negative, by listing and other
        listing, which is one of COUNTED."""
        rows = [(listing, *step) for listing, others in sorted(steps.items()) for step in others.items()]
        self.db.executemany(
            "INSERT INTO pairs VALUES (?, ?, ?) ON CONFLICT (listing, other) DO UPDATE SET total = total + excluded.total",
            rows,
        )
        gone = [row[:2] for row in rows if row[2] <= 0]
        self.db.executemany("DELETE FROM pairs WHERE listing = ? AND other = ? AND total = 0", gone)

    # -- reading --------------------------------------------------------------------------------

    def related(self, collection: str, key: str, others: str, limit: int) -> list[RankedListing]:
        """The listings of the collection `others` with which a listing has the most articles in common, largest number first."""
        rows = self.db.execute(
            "SELECT o.key, o.name, p.total FROM pairs p JOIN listings o ON o.id = p.other AND o.shown"
            " WHERE p.listing = (SELECT id FROM listings WHERE collection = ? AND key = ?) AND o.collection = ?"
            " ORDER BY p.total DESC, o.name, o.key LIMIT ?",
            (collection, key, others, limit),
        )
        return [RankedListing(*row) for row in rows]

    def count_related(self, collection: str, key: str, others: str) -> int:
        """The number of listings of the collection `others` with which a listing has articles in common."""
        row = self.db.execute(
            "SELECT count(*) FROM pairs p JOIN listings o ON o.id = p.other AND o.shown"
            " WHERE p.listing = (SELECT id FROM listings WHERE collection = ? AND key = ?) AND o.collection = ?",
            (collection, key, others),
        ).fetchone()
        return int(row[0])

    def related_to(self, collection: str, key: str) -> list[tuple[str, str]]:
        """(collection, key) of the listings that have articles in common with a listing."""
        return list(
            self.db.execute(
                "SELECT l.collection, l.key FROM listings o JOIN pairs p ON p.listing = o.id JOIN listings l ON l.id = p.other"
                " WHERE o.collection = ?1 AND o.key = ?2 AND l.shown UNION"
                " SELECT l.collection, l.key FROM listings l JOIN pairs p ON p.listing = l.id"
                " WHERE p.other = (SELECT id FROM listings WHERE collection = ?1 AND key = ?2) AND l.shown",
                (collection, key),
            )
        )

    def by_month(self, collection: str, first: str, last: str, least: int = 1) -> dict[str, list[RankedListing]]:
        """The listings of a collection by month, those with the most articles in it first. Listings with fewer than `least`
        articles in a month are omitted."""
        found: dict[str, list[RankedListing]] = {}
        rows = self.db.execute(
            "SELECT t.period, l.key, l.name, t.total FROM listings l JOIN tally t ON t.listing = l.id"
            " AND t.period BETWEEN ? AND ? WHERE l.collection = ? AND l.shown AND t.total >= ?"
            " ORDER BY t.period, t.total DESC, l.name, l.key",
            (first, last, collection, least),
        )
        for period, *rank in rows:
            found.setdefault(period, []).append(RankedListing(*rank))
        return found

    def count_in(self, collection: str, first: str, last: str) -> int:
        """The number of listings of a collection with articles in the months from `first` to `last`."""
        row = self.db.execute(
            "SELECT count(*) FROM listings l WHERE l.collection = ? AND l.shown AND EXISTS"
            " (SELECT 1 FROM tally t WHERE t.listing = l.id AND t.period BETWEEN ? AND ?)",
            (collection, first, last),
        ).fetchone()
        return int(row[0])

    def count_of(self, collection: str) -> int:
        """The number of listings of a collection with articles."""
        row = self.db.execute(
            "SELECT count(*) FROM listings WHERE collection = ? AND shown AND total > 0", (collection,)
        ).fetchone()
        return int(row[0])
