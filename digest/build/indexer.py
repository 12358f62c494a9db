"""From readings to the store: what is published, under which address, in which listings; and what that changed.

Everything between reading one source and planning pages that needs the other sources: two articles that ask for one
address, pictures that are or are not there, articles that fall due. This module must not know pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from digest.model.article import Article, Detail, Head, Picture, pack_head, unpack_detail, unpack_head
from digest.model.config import Permalinks
from digest.model.fingerprint import hash_text
from digest.model.image import ImageInfo
from digest.model.problem import Problem, warning
from digest.model.site import Site
from digest.plan import urls
from digest.plan.collections import TAXONOMIES, keys_of, name_of
from digest.store import Store
from digest.store.cooccurrence import COUNTED, CoOccurrence
from digest.store.listings import Listings, Membership, place
from digest.store.sources import SourceRow

OWN_FOLDERS = ("theme/", "sitemap/", "search/", "email/")
"""Folders of the output in which no article can stand."""
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


class IndexedArticle(NamedTuple):
    """What a worker makes of one source: small, since it crosses processes."""

    row: SourceRow
    """Without an understood article its `body` is empty."""
    when: int
    date: str
    """Its place in time, as in its head."""
    keys: tuple[tuple[str, str], ...]
    """(collection, key) of its listings."""
    refs: tuple[tuple[str, bool], ...]
    """Files of the site that it refers to, and whether as pictures."""
    same: bool
    """It says what it said last time; only the stamp counts."""


class ArticleEdit(NamedTuple):
    """An article before and after."""

    path: str
    before: SourceRow | None
    after: SourceRow | None


def is_live(row: SourceRow, site: Site) -> bool:
    """Whether an understood article is published at the build's clock."""
    o = site.options
    if (row.draft and not site.config.drafts) or (row.expires is not None and row.expires <= o.clock):
        return False
    return row.due is None or row.due <= o.clock or o.future


def row_of(article: Article, stamp: str, hash: str, body: str, problems: str | None, site: Site) -> SourceRow:
    """An article as the store keeps it, at the address that it asks for. `body`: its place in the bodies."""
    a = article
    first = urls.article(a.head, site.config.permalinks)
    wanted = _free(first, a.head.id, site)
    detail = Detail(
        tuple(tuple(r) for r in a.body.refs),  # type: ignore[misc]
        a.body.words,
        tuple(tuple(c) for c in a.corrections),  # type: ignore[misc]
        a.aliases,
        a.extra,
        a.head.picture.src if a.head.picture else "",
        int(a.origins["aliases"].rpartition(" ")[2]) if a.aliases else 0,
    )
    packed = _ENCODER.encode(detail)
    head = pack_head(a.head._replace(url=wanted))
    row = SourceRow(
        path=a.head.id, stamp=stamp, hash=hash, live=0, url=wanted, requested_url=wanted.casefold(), head=head,
        head_hash=hash_text(head), body=body, body_hash=hash_text(a.body.html, packed), detail=packed, draft=int(a.draft),
        due=_instant(a.publish), expires=_instant(a.expires), url_changed=int(wanted != first),
        has_own_image=int(detail.picture.startswith("digest-")), problems=problems,
    )  # fmt: skip
    return row._replace(live=int(is_live(row, site)))


def _instant(iso: str) -> float | None:
    return datetime.fromisoformat(iso).timestamp() if iso else None


def _free(wanted: str, id: str, site: Site) -> str:
    """The address, or a second choice where a page of digest's own always stands."""
    taken = wanted in _own_pages(site.config.permalinks, tuple(site.config.collections)) or wanted.startswith(OWN_FOLDERS)
    digits = wanted.removesuffix("index.html").replace("/", "").replace("w", "")
    dated = wanted.endswith("/index.html") and digits.isdigit() and len(digits) in (4, 6, 8)
    return urls.second(wanted, id) if taken or dated else wanted


@lru_cache(maxsize=8)
def _own_pages(permalinks: Permalinks, collections: tuple[str, ...]) -> frozenset[str]:
    """The pages that an archive has whatever its articles are."""
    overviews = [urls.overview(c, permalinks) for c in (*TAXONOMIES, *collections)]
    return frozenset(("index.html", "404.html", "archive/index.html", "undated/index.html", *overviews))


class Indexer:
    """Puts readings into an open store and remembers what changed (unless `full`: then everything is planned anyway)."""

    def __init__(self, store: Store, site: Site, *, full: bool, fresh: bool) -> None:
        self.store, self.site, self.full, self.fresh = store, site, full, fresh
        self.listings = Listings(store.db)
        self.ids = self.listings.ids()
        self.pairs = CoOccurrence(store.db)
        self.counted = {i for (collection, _), i in self.ids.items() if collection in COUNTED}
        self.touched: set[int] = set()
        self._before: dict[str, SourceRow | None] = {}
        self.withheld: set[str] = set(json.loads(store.meta("withheld") or "[]"))
        """Articles of which an earlier version is published, since the one of now has an error."""

    # -- taking in ------------------------------------------------------------------------------

    def add(self, readings: Sequence[IndexedArticle]) -> None:
        """Store what was read. An article with an error keeps what was understood of it before."""
        rows, add = [], []
        for reading in readings:
            row = reading.row
            old = None if self.fresh else self.store.source(row.path)
            if reading.same and old:
                rows.append(old._replace(stamp=row.stamp))
                continue
            if not row.body and old:
                self.withheld.add(row.path)
                rows.append(old._replace(stamp=row.stamp, hash=row.hash, problems=row.problems))
                continue
            self.withheld.discard(row.path)
            self._note(row.path, old)
            rows.append(row)
            if old and old.live and row.live and old.head_hash == row.head_hash:
                continue  # it stands where it stood
            self._remove_from_listings(old)
            if row.live:
                add += self._members(row.path, reading.when, reading.date, reading.keys)
        self.store.put_sources(rows)
        for reading in readings:
            if not reading.same and reading.row.body and (reading.refs or not self.fresh):
                self.store.set_refs(reading.row.path, dict(reading.refs))
        self._add_to_listings(add)

    def remove(self, paths: Iterable[str]) -> None:
        """Sources that are no more."""
        for path in paths:
            old = self.store.source(path)
            self._note(path, old)
            self._remove_from_listings(old)
            self.withheld.discard(path)
            self.store.drop_source(path)

    def _note(self, path: str, before: SourceRow | None) -> None:
        if not self.full:
            self._before.setdefault(path, before)

    def _remove_from_listings(self, row: SourceRow | None) -> None:
        if row and row.live:
            members = self._members_of(unpack_head(row.head))
            self.touched.update(m.listing for m in members)
            self.listings.remove(members)
            self.pairs.count(members, self.counted, -1)

    def _add_to_listings(self, members: list[Membership]) -> None:
        self.touched.update(m.listing for m in members)
        self.pairs.count(members, self.counted, 1)
        self.listings.add(members)

    def _members(self, path: str, when: int, date: str, keys: Iterable[tuple[str, str]]) -> list[Membership]:
        at, day, month = place(when, date), date[:10] or "undated", date[:7] or "undated"
        found = [Membership(self._id("", ""), at, path, day)]
        return found + [Membership(self._id(c, k), at, path, month) for c, k in keys]

    def _members_of(self, head: Head) -> list[Membership]:
        return self._members(head.id, head.wall_time, head.date, keys_of(head))

    def _id(self, collection: str, key: str) -> int:
        found = self.ids.get((collection, key))
        if found is None:
            found = self.ids[collection, key] = self.listings.id(collection, key)
            if collection in COUNTED:
                self.counted.add(found)
        return found

    # -- settling what depends on others --------------------------------------------------------

    def finalize(self, files: Iterable[str]) -> None:
        """After all is taken in: due dates, contested addresses, pictures. `files`: those that came, changed or went, as
        articles refer to them."""
        o = self.site.options
        for path in self.store.due_changes(o.clock, self.site.config.drafts, o.future):
            row = self.store.source(path)
            assert row is not None
            self._note(path, row)
            self._remove_from_listings(row)
            after = row._replace(live=int(is_live(row, self.site)))
            self.store.put_sources([after])
            if after.live:
                self._add_to_listings(self._members_of(unpack_head(row.head)))
        self.store.set_meta("withheld", json.dumps(sorted(self.withheld)))
        self._resolve_addresses()
        self._update_images(files)
        self._id("", "")
        self.pairs.write()
        self.listings.refresh(None if self.full else self.touched)
        self._rename()

    def _resolve_addresses(self) -> None:
        """The source that sorts first keeps a contested address; the others get one made from their own path."""
        if self.full:
            contested = self.store.contested()
        else:
            rows = [r for p, b in self._before.items() for r in (b, self.store.source(p)) if r and r.live]
            contested = sorted({r.requested_url for r in rows})
        for wanted in contested:
            for number, path in enumerate(self.store.articles_wanting(wanted)):
                row = self.store.source(path)
                assert row is not None
                own = urls.article(unpack_head(row.head), self.site.config.permalinks)
                first = _free(own, path, self.site)
                url = urls.second(first, path) if number else first
                self._set_address(row._replace(url_changed=int(url != own)), url)

    def _update_images(self, files: Iterable[str]) -> None:
        """A picture's address is known once it is known whether the file is there."""
        if self.full:
            paths = self.store.with_pictures()
        else:
            paths = sorted({*self._before, *(p for f in files for p in self.store.referring(f))})
        for path in paths:
            row = self.store.source(path)
            if row and row.body:
                self._set_address(row, row.url)

    def _set_address(self, row: SourceRow, url: str) -> None:
        """Give an article its final address, and its picture that of the copied file."""
        head, detail = unpack_head(row.head), unpack_detail(row.detail)
        picture = head.picture
        if picture and detail.picture.startswith("digest-"):
            picture = self._with_image_size(picture, detail, url, row.path)
        packed = pack_head(head._replace(url=url, picture=picture))
        if packed != row.head:
            self._note(row.path, row)
            self.touched.update(m.listing for m in self._members_of(head)) if row.live else None
            self.store.put_sources([row._replace(url=url, head=packed, head_hash=hash_text(packed))])

    def _with_image_size(self, picture: Picture, detail: Detail, url: str, path: str) -> Picture:
        """A picture of the site's own with its address, its size, and the names of the files made from it."""
        if detail.picture.startswith("digest-root:"):
            target, src = urls.from_root(detail.picture[12:]), "/" + detail.picture[12:]
            there = True  # what does not stand in static/ may stand at that address by other means
        else:
            target = detail.refs[int(detail.picture[11:])][0]
            src, there = urls.beside(url, path, target), self.store.has_file(target)
        facts = self.store.image(target) or ImageInfo("", 0, 0, (), "")
        src = src if there and not facts.problem else ""
        return picture._replace(src=src, width=facts.width, height=facts.height, mark=facts.mark, sizes=facts.sizes)

    def _rename(self) -> None:
        ids = list(self.ids.values()) if self.full else self.touched
        new = {}
        for i, (collection, key, name, newest) in self.listings.names(ids).items():
            wanted = name_of(collection, key, unpack_head(newest), self.site.config) if newest and collection else ""
            if wanted and wanted != name:
                new[i] = wanted
        self.listings.rename(new)
        self.renamed = {pair for pair, i in self.ids.items() if i in new}

    def edits(self) -> list[ArticleEdit]:
        """What is different now, by path."""
        found = [ArticleEdit(p, b, self.store.source(p)) for p, b in sorted(self._before.items())]
        return [c for c in found if c.before != c.after]


def contested_problems(store: Store, site: Site) -> list[Problem]:
    """A warning for each article that did not get the address it asked for."""
    found = []
    hint = "Give one of them a `slug:` in its front matter."
    for path, url, first in store.displaced():
        message = f"its address belongs to {first or 'a page of the archive'}, so this article stands at /{urls.link(url)}"
        found.append(warning("address-taken", message, f"{site.config.content}/{path}", hint=hint))
    return found
