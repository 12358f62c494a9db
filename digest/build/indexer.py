"""From articles that were read to the store: the rows of sources and of the listings that contain them.

What depends on other articles, on files or on the time is decided afterwards, in edits.py.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from digest.build.names import resolve_names
from digest.build.read_source import IndexedArticle
from digest.model.article import Head, unpack_detail, unpack_head
from digest.model.folders import is_standing
from digest.model.named_tuple import NamedTuple
from digest.plan.collections import keys_of
from digest.store import Store
from digest.store.cooccurrence import COUNTED, CoOccurrence
from digest.store.listings import MAIN, Listings, Membership, sort_key_of
from digest.store.sources import SourceRow

MAX_PENDING = 250_000
"""The number of pairs that are counted in memory before they are written. Most are the same again and again."""


class IndexedSources(NamedTuple):
    """What `index_sources` wrote to the store."""

    full: bool
    """Whether all pages are planned again. Then it is not recorded which articles changed."""
    before: Mapping[str, SourceRow | None]
    """The rows of changed sources as they were, by path."""
    listings: frozenset[int]
    """Listings that articles were added to or removed from."""
    withheld: frozenset[str]
    """Articles whose current version has an error, so that an earlier version stays published."""
    images: tuple[str, ...]
    """Images that changed articles show."""
    read: int
    """Number of sources whose bytes changed."""


def index_sources(
    store: Store, gone: Iterable[str], articles: Iterator[Sequence[IndexedArticle]],
    on_progress: Callable[[int], None], *, full: bool, fresh: bool,
) -> IndexedSources:  # fmt: skip
    """Write the sources that were read to the store, piece by piece as workers return them.

    `gone`: sources that no longer exist. `fresh`: the store knows no source yet. `on_progress` gets the number of changed
    sources so far.
    """
    indexer = _SourceIndexer(store, full=full, fresh=fresh)
    indexer.remove(gone)
    read = 0
    for piece in articles:
        indexer.add(piece)
        read += sum(not article.same for article in piece)
        on_progress(read)
    indexer.listings.save()
    return IndexedSources(
        full=full,
        before=indexer.before,
        listings=frozenset(indexer.listings.touched),
        withheld=frozenset(indexer.withheld),
        images=tuple(indexer.images),
        read=read,
    )


def find_named_files(store: Store, indexed: IndexedSources, files: Collection[str]) -> IndexedSources:
    """Find the files that articles refer to by name (see names.py). `files`: other files that are new, changed or gone."""
    replaced = resolve_names(store, indexed.before, files, full=indexed.full)
    if not replaced or indexed.full:
        return indexed
    rows = [row for path in replaced if (row := store.source(path))]
    images = {ref.target: None for row in rows for ref in unpack_detail(row.detail).refs if ref.kind == "image"}
    images.pop("", None)
    return indexed._replace(
        before={**replaced, **indexed.before}, images=tuple(dict.fromkeys([*indexed.images, *images]))
    )


class ListingIndex:
    """Adds articles to the listings that contain them, and removes them. Their counts are held in memory until `save`."""

    def __init__(self, store: Store) -> None:
        self.table, self.pairs = Listings(store.db), CoOccurrence(store.db)
        self.touched: set[int] = set()
        self._ids: dict[tuple[str, str], int] = {}
        self._counted: set[int] = set()
        self._tally: defaultdict[int, dict[str, int]] = defaultdict(dict)
        self._pairs: defaultdict[int, dict[int, int]] = defaultdict(dict)
        self._pending = 0

    def add(self, articles: Sequence[Membership]) -> None:
        self.table.add(articles)
        for article in articles:
            self._count(article, 1)

    def remove(self, article: Membership) -> None:
        self.table.remove(article)
        self._count(article, -1)

    def _count(self, article: Membership, step: int) -> None:
        if not article.listings:
            return
        self.touched.update(article.listings)
        (main, *listings), day, month = article.listings, article.day, article.month
        days = self._tally[main]
        days[day] = days.get(day, 0) + step
        counted = [i for i in listings if i in self._counted]
        for listing in listings:
            months, pairs = self._tally[listing], self._pairs[listing]
            months[month] = months.get(month, 0) + step
            for other in counted:
                if other != listing:
                    pairs[other] = pairs.get(other, 0) + step
        self._pending += len(listings) * len(counted)
        if self._pending > MAX_PENDING:
            self.save()

    def save(self) -> None:
        """Write the counts to the store."""
        self.table.count(self._tally)
        self.pairs.count(self._pairs)
        self._tally.clear()
        self._pairs.clear()
        self._pending = 0

    def count_articles(self, ids: Iterable[int] | None) -> None:
        """Count the articles of these listings again; of all if None."""
        self.table.refresh(ids)

    def membership(self, path: str, wall_time: int, date: str, keys: Iterable[tuple[str, str]]) -> Membership:
        """The listings that contain an article, from (collection, key) of each."""
        ids = () if is_standing(path) else tuple([self._ids.get(key) or self._new_id(key) for key in (MAIN, *keys)])
        return Membership(path, sort_key_of(wall_time, date), ids, date[:10] or "undated", date[:7] or "undated")

    def membership_of(self, head: Head) -> Membership:
        return self.membership(head.id, head.wall_time, head.date, keys_of(head))

    def create_main(self) -> None:
        """Create the listing of all articles if there is none yet."""
        self._new_id(MAIN)

    def _new_id(self, key: tuple[str, str]) -> int:
        found = self._ids[key] = self.table.id(*key)
        if key[0] in COUNTED:
            self._counted.add(found)
        return found


class _SourceIndexer:
    """Writes sources to the store. An article with an error keeps its earlier version."""

    def __init__(self, store: Store, *, full: bool, fresh: bool) -> None:
        self.store, self.full, self.fresh = store, full, fresh
        self.listings = ListingIndex(store)
        self.before: dict[str, SourceRow | None] = {}
        self.withheld: set[str] = set(json.loads(store.meta("withheld") or "[]"))
        self.images: dict[str, None] = {}

    def add(self, articles: Sequence[IndexedArticle]) -> None:
        rows, added = [], []
        for article in articles:
            row = article.row
            if not self.full:
                self.images.update(dict.fromkeys(path for path, is_image in article.refs if is_image))
            old = None if self.fresh else self.store.source(row.path)
            if article.same and old:
                rows.append(old._replace(stamp=row.stamp))
                continue
            if not row.body and old and article.failed:
                self.withheld.add(row.path)
                rows.append(old._replace(stamp=row.stamp, hash=row.hash, problems=row.problems))
                continue
            self.withheld.discard(row.path)
            self._record(row.path, old)
            rows.append(row)
            if old and old.live and row.live and old.head_hash == row.head_hash:
                continue  # nothing changes in its listings
            self._remove_from_listings(old)
            if row.live:
                added.append(self.listings.membership(row.path, article.wall_time, article.date, article.keys))
        self.store.put_sources(rows)
        for article in articles:
            if not article.same and not article.failed and (article.refs or not self.fresh):
                self.store.set_refs(article.row.path, dict(article.refs))
        self.listings.add(added)

    def remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            old = self.store.source(path)
            self._record(path, old)
            self._remove_from_listings(old)
            self.withheld.discard(path)
            self.store.drop_source(path)

    def _record(self, path: str, before: SourceRow | None) -> None:
        if not self.full:
            self.before.setdefault(path, before)

    def _remove_from_listings(self, row: SourceRow | None) -> None:
        if row and row.live:
            self.listings.remove(self.listings.membership_of(unpack_head(row.head)))
