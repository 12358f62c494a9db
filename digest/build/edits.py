"""From indexed articles to edits: everything that depends on other articles, on files or on the time.

Two articles may request one address, images exist or do not, articles become due, topics have few articles.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from digest.build.addresses import assigned_addresses
from digest.build.indexer import IndexedSources, ListingIndex
from digest.build.read_source import is_published
from digest.build.thin_topics import least_articles, update_shown_topics, with_shown_topics
from digest.model.article import Detail, Head, Picture, pack_head, unpack_detail, unpack_head
from digest.model.fingerprint import hash_text
from digest.model.image import ImageInfo
from digest.model.named_tuple import NamedTuple
from digest.model.site import Site
from digest.model.web_address import is_web_url
from digest.plan import urls
from digest.plan.collections import name_of, parent_of
from digest.store import Store
from digest.store.sources import SourceRow


class ArticleEdit(NamedTuple):
    """An article before and after a build."""

    path: str
    before: SourceRow | None
    after: SourceRow | None


class Edits(NamedTuple):
    """What changed in the archive."""

    articles: tuple[ArticleEdit, ...]
    """In order of their paths; empty for a full plan."""
    renamed: frozenset[tuple[str, str]]
    """(collection, key) of listings whose name changed."""
    switched: frozenset[str]
    """Keys of topics that are shown now and were not, or the other way round (see thin_topics.py)."""


def find_edits(store: Store, site: Site, indexed: IndexedSources, files: Collection[str]) -> Edits:
    """Decide what depends on other articles and files, and return what changed since the last build.

    `files`: files that are new, changed or gone, as articles refer to them.
    """
    finisher = _Finisher(store, site, indexed)
    finisher.apply_due_dates()
    store.set_meta("withheld", json.dumps(sorted(indexed.withheld)))
    finisher.assign_addresses()
    finisher.update_images(files)
    finisher.listings.create_main()
    finisher.listings.save()
    finisher.listings.count_articles(None if indexed.full else indexed.listings | finisher.listings.touched)
    switched = finisher.update_shown_topics(indexed.listings)
    renamed = finisher.rename_listings(indexed.listings)
    edits = [ArticleEdit(path, before, store.source(path)) for path, before in sorted(finisher.before.items())]
    return Edits(tuple(e for e in edits if e.before != e.after), renamed, switched)


class _Finisher:
    """Updates articles that depend on other articles, on files, or on the time."""

    def __init__(self, store: Store, site: Site, indexed: IndexedSources) -> None:
        self.store, self.site, self.full = store, site, indexed.full
        self.listings = ListingIndex(store)
        self.before = dict(indexed.before)
        self.published: set[str] = set()
        """Articles that became due."""

    def apply_due_dates(self) -> None:
        """Publish articles that became due, and remove expired ones."""
        o = self.site.options
        for path in self.store.due_changes(o.clock, self.site.config.drafts, o.future):
            row = self.store.source(path)
            assert row is not None
            self._record(path, row)
            membership = self.listings.membership_of(unpack_head(row.head))
            if row.live:
                self.listings.remove(membership)
            after = row._replace(live=int(is_published(row, self.site)))
            self.store.put_sources([after])
            if after.live:
                self.published.add(path)
                self.listings.add([membership])

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

    def update_shown_topics(self, changed: frozenset[int]) -> frozenset[str]:
        """Decide which topics have pages, and leave the others out of the heads of their articles. Returns the keys of topics
        for which this changed."""
        total = self.store.count_articles()
        least = str(least_articles(self.site.config, total))
        changes = update_shown_topics(
            self.listings.table, self.site.config, total, changed | self.listings.touched,
            all_topics=self.full or self.store.meta("least") != least,
        )  # fmt: skip
        self.store.set_meta("least", least)
        for path in sorted(changes.articles.union(self.before, self.published)):
            row = self.store.source(path)
            if row and row.live:
                head = unpack_head(row.head)
                self._put_head(row, with_shown_topics(head, self.listings.table))
        return changes.switched

    def _record(self, path: str, before: SourceRow | None) -> None:
        if not self.full:
            self.before.setdefault(path, before)

    def _put_head(self, row: SourceRow, head: Head) -> None:
        """Write the head of an article if it differs."""
        packed = pack_head(head)
        if packed != row.head:
            self._record(row.path, row)
            self.store.put_sources([row._replace(url=head.url, head=packed, head_hash=hash_text(packed))])

    def _update(self, row: SourceRow, url: str) -> None:
        """Write an article's final address, and the size and address of its image, if they differ."""
        head, detail = unpack_head(row.head), unpack_detail(row.detail)
        picture = head.picture
        if picture and detail.picture.startswith("digest-"):
            # The files of an article are published with its page.
            picture = None if is_web_url(url) else self._with_size(picture, detail, url, row.path)
        after = head._replace(url=url, picture=picture)
        if row.live and after != head:
            self.listings.touched.update(self.listings.membership_of(head).listings)
        self._put_head(row, after)

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
            src=src, width=info.width, height=info.height, image_key=info.image_key, sizes=info.sizes,
            with_original=info.with_original,
        )  # fmt: skip
