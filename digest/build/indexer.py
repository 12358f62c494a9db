"""From articles that were read to the store: what is published, at which address, in which listings, and what changed.

Here everything is decided that needs other articles: two articles that request one address, images that exist or not,
articles that become due.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from digest.build.addresses import assigned_addresses
from digest.build.names import resolve_names
from digest.build.read_source import IndexedArticle, is_published
from digest.model.article import Detail, Head, Picture, pack_head, unpack_detail, unpack_head
from digest.model.fingerprint import hash_text
from digest.model.image import ImageInfo
from digest.model.site import Site
from digest.model.standing import is_standing
from digest.model.web_address import is_web_url
from digest.plan import urls
from digest.plan.collections import keys_of, name_of, parent_of
from digest.store import Store
from digest.store.cooccurrence import COUNTED, CoOccurrence
from digest.store.listings import Listings, Membership, sort_key_of
from digest.store.sources import SourceRow


class ArticleEdit(NamedTuple):
    """An article before and after a build."""

    path: str
    before: SourceRow | None
    after: SourceRow | None


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


class Edits(NamedTuple):
    """What changed in the archive."""

    articles: tuple[ArticleEdit, ...]
    """In order of their paths; empty for a full plan."""
    renamed: frozenset[tuple[str, str]]
    """(collection, key) of listings whose name changed."""


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


def find_edits(store: Store, site: Site, indexed: IndexedSources, files: Collection[str]) -> Edits:
    """Decide what depends on other articles and files, and return what changed since the last build.

    `files`: files that are new, changed or gone, as articles refer to them.
    """
    finisher = _Finisher(store, site, indexed)
    finisher.apply_due_dates()
    store.set_meta("withheld", json.dumps(sorted(indexed.withheld)))
    finisher.assign_addresses()
    finisher.update_images(files)
    finisher.listings.main()
    finisher.listings.save()
    finisher.listings.count_articles(None if indexed.full else indexed.listings | finisher.listings.touched)
    renamed = finisher.rename_listings(indexed.listings)
    edits = [ArticleEdit(path, before, store.source(path)) for path, before in sorted(finisher.before.items())]
    return Edits(tuple(e for e in edits if e.before != e.after), renamed)


class _ListingIndex:
    """Adds articles to the listings that contain them, and removes them."""

    def __init__(self, store: Store) -> None:
        self.table, self.pairs = Listings(store.db), CoOccurrence(store.db)
        self.touched: set[int] = set()
        self._ids: dict[tuple[str, str], int] = {}
        self._counted: set[int] = set()

    def add(self, members: list[Membership]) -> None:
        self.touched.update(m.listing for m in members)
        self.pairs.count(members, self._counted, 1)
        self.table.add(members)

    def remove(self, members: list[Membership]) -> None:
        self.touched.update(m.listing for m in members)
        self.pairs.count(members, self._counted, -1)
        self.table.remove(members)

    def save(self) -> None:
        """Write the counts that are held in memory."""
        self.pairs.write()

    def count_articles(self, ids: Iterable[int] | None) -> None:
        """Count the articles of these listings again; of all if None."""
        self.table.refresh(ids)

    def members(self, path: str, wall_time: int, date: str, keys: Iterable[tuple[str, str]]) -> list[Membership]:
        """The memberships of an article in its listings. The one in the listing of all articles is the first. A standing page is
        in none."""
        if is_standing(path):
            return []
        sort_key, day, month = sort_key_of(wall_time, date), date[:10] or "undated", date[:7] or "undated"
        found = [Membership(self.main(), sort_key, path, day)]
        return found + [Membership(self._id(c, k), sort_key, path, month) for c, k in keys]

    def members_of(self, head: Head) -> list[Membership]:
        return self.members(head.id, head.wall_time, head.date, keys_of(head))

    def main(self) -> int:
        """The listing of all articles."""
        return self._id("", "")

    def _id(self, collection: str, key: str) -> int:
        found = self._ids.get((collection, key))
        if found is None:
            found = self._ids[collection, key] = self.table.id(collection, key)
            if collection in COUNTED:
                self._counted.add(found)
        return found


class _SourceIndexer:
    """Writes sources to the store. An article with an error keeps its earlier version."""

    def __init__(self, store: Store, *, full: bool, fresh: bool) -> None:
        self.store, self.full, self.fresh = store, full, fresh
        self.listings = _ListingIndex(store)
        self.before: dict[str, SourceRow | None] = {}
        self.withheld: set[str] = set(json.loads(store.meta("withheld") or "[]"))
        self.images: dict[str, None] = {}

    def add(self, articles: Sequence[IndexedArticle]) -> None:
        rows, members = [], []
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
                members += self.listings.members(row.path, article.wall_time, article.date, article.keys)
        self.store.put_sources(rows)
        for article in articles:
            if not article.same and not article.failed and (article.refs or not self.fresh):
                self.store.set_refs(article.row.path, dict(article.refs))
        self.listings.add(members)

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
            self.listings.remove(self.listings.members_of(unpack_head(row.head)))


class _Finisher:
    """Updates articles that depend on other articles, on files, or on the time."""

    def __init__(self, store: Store, site: Site, indexed: IndexedSources) -> None:
        self.store, self.site, self.full = store, site, indexed.full
        self.listings = _ListingIndex(store)
        self.before = dict(indexed.before)

    def apply_due_dates(self) -> None:
        """Publish articles that became due, and remove expired ones."""
        o = self.site.options
        for path in self.store.due_changes(o.clock, self.site.config.drafts, o.future):
            row = self.store.source(path)
            assert row is not None
            self._record(path, row)
            members = self.listings.members_of(unpack_head(row.head))
            if row.live:
                self.listings.remove(members)
            after = row._replace(live=int(is_published(row, self.site)))
            self.store.put_sources([after])
            if after.live:
                self.listings.add(members)

    def assign_addresses(self) -> None:
        """Give each article its address. Of several that request one, the first by path gets it."""
        if self.full:
            requested = self.store.contested_urls()
        else:
            rows = [r for p, b in self.before.items() for r in (b, self.store.source(p)) if r and r.live]
            requested = sorted({r.requested_url for r in rows})
        for address in requested:
            for row, url in assigned_addresses(self.store, self.site, address):
                self._update(row, url)

    def update_images(self, files: Iterable[str]) -> None:
        """Update the heads of articles whose image was added, changed or removed."""
        if self.full:
            paths = self.store.with_own_image()
        else:
            paths = sorted({*self.before, *(p for f in files for p in self.store.referring_sources(f))})
        for path in paths:
            row = self.store.source(path)
            if row and row.body:
                self._update(row, row.url)

    def rename_listings(self, changed: frozenset[int]) -> frozenset[tuple[str, str]]:
        """Name listings after their newest article; returns (collection, key) of those whose name, parent or children
        changed."""
        ids = list(self.listings.table.ids().values()) if self.full else changed | self.listings.touched
        renamed: set[tuple[str, str]] = set()
        names: dict[int, tuple[str, str]] = {}
        for i, (collection, key, name, parent, newest) in self.listings.table.names(ids).items():
            if not newest or not collection:
                continue
            head = unpack_head(newest)
            new_name, new_parent = (of(collection, key, head, self.site.config) for of in (name_of, parent_of))
            if (new_name, new_parent) != (name, parent):
                names[i] = new_name, new_parent
                renamed.update((collection, k) for k in (key, parent, new_parent) if k)
        self.listings.table.rename(names)
        return frozenset(renamed)

    def _record(self, path: str, before: SourceRow | None) -> None:
        if not self.full:
            self.before.setdefault(path, before)

    def _update(self, row: SourceRow, url: str) -> None:
        """Write an article's final address, and the size and address of its image, if they differ."""
        head, detail = unpack_head(row.head), unpack_detail(row.detail)
        picture = head.picture
        if picture and detail.picture.startswith("digest-"):
            # The files of an article are published with its page.
            picture = None if is_web_url(url) else self._with_size(picture, detail, url, row.path)
        packed = pack_head(head._replace(url=url, picture=picture))
        if packed != row.head:
            self._record(row.path, row)
            if row.live:
                self.listings.touched.update(m.listing for m in self.listings.members_of(head))
            self.store.put_sources([row._replace(url=url, head=packed, head_hash=hash_text(packed))])

    def _with_size(self, picture: Picture, detail: Detail, url: str, path: str) -> Picture:
        """An image of the site with its address, its size, and the smaller files made from it."""
        if detail.picture.startswith("digest-root:"):
            target, src = urls.from_root(detail.picture[12:]), "/" + detail.picture[12:]
            exists = True  # a file that is not in static/ may be served at that address by other means
        else:
            target = detail.refs[int(detail.picture[11:])].target
            src, exists = urls.attachment(url, path, target), self.store.has_file(target)
        info = self.store.image(target) or ImageInfo("", 0, 0, (), "")
        src = src if exists and not info.problem else ""
        return picture._replace(
            src=src, width=info.width, height=info.height, image_key=info.image_key, sizes=info.sizes
        )
