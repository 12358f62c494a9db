"""What stands in feeds, sitemaps, robots.txt and the index of the search: the counterpart of pages.py for machines' pages.

Links are absolute in all but the index, bodies too. This module must not know which of these pages are to be made.
"""

from __future__ import annotations

from functools import lru_cache

from digest.model.article import Head, unpack_detail, unpack_head
from digest.model.fingerprint import hash_text
from digest.model.page import Page
from digest.pages.frame import Inputs
from digest.pages.newspaper.search import SearchInputs
from digest.pages.queries import heads_fingerprint
from digest.pages.registry import PageInputs
from digest.plan import parts as cut
from digest.plan import periods, urls
from digest.plan.page_set import ARCHIVE, FRONT, SEARCH, UNDATED
from digest.render import feeds
from digest.render.placeholders import quoted, resolve_links
from digest.store.sources import SourceRow

NO_NEWS = "1970-01-01T00:00:00+00:00"
"""The date of a feed without entries: Atom asks for one, and a build does not ask the clock."""


class FeedInputs:
    """The inputs of feeds, sitemaps, robots.txt and what is searched."""

    def __init__(self, pages: PageInputs) -> None:
        self.pages, self.base, self.articles = pages, pages.base, pages.articles
        self.config, self.listings, self.store = self.base.config, self.base.listings, self.base.store
        self.absolute = self.base.absolute
        self.searched = SearchInputs(self.base)
        self._written = lru_cache(maxsize=4096)(self._write)

    def of(self, page: Page) -> Inputs:
        """The inputs of one of these pages."""
        match page.kind:
            case "feed":
                return self.feed(page)
            case "sitemap":
                return self.sitemap(page)
            case "sitemap-index":
                parts = sitemap_parts(self.listings.tally("", ""), self.listings.collections())
                return Inputs(
                    {"parts": hash_text(*parts)}, lambda: feeds.sitemap_index([self.absolute(urls.sitemap(p)) for p in parts])
                )
            case "search-index":
                found = self.searched.index(page.key)
                return Inputs({"items": found.fingerprint, "words": self.base.views.language.fingerprint}, found.make)
            case _:
                return Inputs({}, lambda: feeds.robots(self.absolute("sitemap.xml")))

    # -- feeds ----------------------------------------------------------------------------------

    def feed(self, page: Page) -> Inputs:
        """The newest articles of the site, with their text; or of one topic or source, with their summaries."""
        listed = self.listings.newest(page.collection, page.key, self.config.feeds.entries)
        facts = self.listings.info(page.collection, page.key) if page.collection else []
        full = not page.collection and self.config.feeds.content == "full"
        rows = [row for x in listed if (row := self.store.source(x.path))] if full else []
        parts = {
            "items": heads_fingerprint(listed),
            "bodies": hash_text(*(row.body_hash for row in rows)) if full else "",
            "links": hash_text(*(link or "" for row in rows for link in self._links(row))) if full else "",
            "pictures": self._pictures(rows),
            "name": hash_text(*(f.name for f in facts)),
        }

        def make() -> str:
            contents = {row.path: self._content(row) for row in rows}
            entries = [self._written(x.head, contents.get(x.path, "")) for x in listed]
            return self._feed(page, facts[0].name if facts else "", [e for e in entries if e])

        return Inputs(parts, make)

    def _feed(self, page: Page, name: str, entries: list[feeds.Written]) -> str:
        c = self.config
        about = urls.listing(page.collection, page.key, "", c.permalinks) if page.collection else "index.html"
        head = feeds.Feed(
            title=f"{name} – {c.title}" if name else c.title,
            subtitle=c.description if not name else "",
            url=self.absolute(page.path),
            page=self.absolute(about),
            language=c.language,
            author=c.title,
        )
        return feeds.atom(head, entries, NO_NEWS)

    def _links(self, row: SourceRow) -> list[str | None]:
        refs = unpack_detail(row.detail).refs
        head = unpack_head(row.head) if refs else None
        return [self.articles.target(head, ref.target, ref.fragment) for ref in refs if head]

    def _content(self, row: SourceRow) -> str:
        """An article's text with absolute links."""
        to = self.base.views.addresses.absolute
        links = [link if link is None else quoted(to(link)) for link in self._links(row)]
        detail, pictures = unpack_detail(row.detail), self.articles.pictures
        body = pictures.put_plain(self.articles.bodies.get(row.body), detail, links, pictures.of(detail), to)
        return resolve_links(body, links.__getitem__, to)

    def _pictures(self, rows: list[SourceRow]) -> str:
        found = [self.articles.pictures.of(unpack_detail(row.detail)) for row in rows]
        return hash_text(repr(found)) if any(found) else ""

    def _write(self, packed: str, content: str) -> feeds.Written | None:
        """An article in a feed, from its packed head; undated ones are in none."""
        head = unpack_head(packed)
        return feeds.entry(self._entry(head, content)) if head.date else None

    def _entry(self, head: Head, content: str) -> feeds.Entry:
        published, updated = self.base.stamps(head)
        return feeds.Entry(
            url=self.absolute(head.url),
            title=head.title,
            updated=updated,
            published=published,
            authors=tuple(n.name for n in head.authors) or ((head.agency,) if head.agency else ()),
            topics=tuple(n.name for n in head.topics),
            summary=head.summary,
            content=content,
            language="" if head.language == self.config.language else head.language,
        )

    # -- sitemaps -------------------------------------------------------------------------------

    def sitemap(self, page: Page) -> Inputs:
        """One part of the sitemap."""
        entries = self._sitemap(page.part)
        return Inputs(
            {"entries": hash_text(*(x for e in entries for x in e))},
            lambda: feeds.sitemap([(self.absolute(path), changed) for path, changed in entries]),
        )

    def _sitemap(self, part: str) -> list[tuple[str, str]]:
        """(file of the output, day of its last change or '') of the pages in one part of the sitemap."""
        if part == "dates":
            return self._sitemap_of_dates()
        if part in self.listings.collections():
            return self._sitemap_of_listings(part)
        rows = self.base.articles_in(part)
        heads = [unpack_head(r.head) for r in rows]
        days = list(dict.fromkeys(h.day() for h in heads if h.date))
        found = [(urls.month(part), ""), *((urls.day(d), "") for d in days)] if days else []
        return found + [(h.url, (h.updated or h.date)[:10]) for h in heads]

    def _sitemap_of_dates(self) -> list[tuple[str, str]]:
        days = self.listings.tally("", "")
        own = [UNDATED.path if y == cut.UNDATED else urls.year(y) for y in cut.years(days)]
        if self.config.edition == "week":
            own += [urls.week(w) for w in dict.fromkeys(periods.week(d) for d in days if d != cut.UNDATED)]
        own += [SEARCH.path] if self.pages.frame.renderer.site.search else []
        return [(path, "") for path in (FRONT.path, ARCHIVE.path, *own)]

    def _sitemap_of_listings(self, collection: str) -> list[tuple[str, str]]:
        links = self.config.permalinks
        found = [urls.overview(collection, links)]
        for key, tally in self.listings.tallies(collection).items():
            parts = cut.parts(tally, self.config.listing.front, self.config.listing.split)
            found += [urls.listing(collection, key, part.key, links) for part in parts]
        return [(path, "") for path in found]


def sitemap_parts(tally: dict[str, int], collections: list[str]) -> list[str]:
    """The parts of the sitemap: the dates, the collections, and a part a month. `tally` is that of all articles, by day."""
    months = dict.fromkeys(d if d == cut.UNDATED else d[:7] for d in tally)
    return ["dates", *collections, *sorted(months, reverse=True)]
