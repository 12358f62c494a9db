"""Files for programs: Atom feeds, the sitemap and robots.txt. All of their links are absolute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from digest.model.article import Detail, unpack_detail, unpack_head
from digest.model.fingerprint import hash_text
from digest.model.image import ImageInfo
from digest.model.named_tuple import NamedTuple
from digest.model.page import Page
from digest.pages.article_body import Links
from digest.pages.frame import PageRenderer
from digest.pages.inputs import PageInputs
from digest.pages.queries import heads_fingerprint
from digest.plan import parts as cut
from digest.plan import periods, urls
from digest.plan.page_set import UNDATED, sitemap_pages
from digest.render import feeds

EMPTY_FEED_DATE = "1970-01-01T00:00:00+00:00"
"""The date of a feed without entries. Atom requires one, and the output must not depend on the clock."""


# -- feeds --------------------------------------------------------------------------------------


class FullText(NamedTuple):
    """The text of an article in a feed."""

    body: str
    """Where the store keeps it."""
    hash: str
    detail: Detail
    links: Links
    images: Mapping[str, ImageInfo]


class FeedInputs(PageInputs):
    """The newest articles of the site, with their texts; or of one listing, with their summaries."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        self.pages, self.page = pages, page
        queries, config = pages.queries, pages.config
        self.items = queries.newest(page.collection, page.key, config.feeds.entries)
        infos = queries.listing_info(page.collection, page.key) if page.collection else []
        self.name = infos[0].name if infos else ""
        self.texts: dict[str, FullText] = {}
        """By source path. Empty if the feed has summaries only."""
        is_full = not page.collection and config.feeds.content == "full"
        if is_full:
            self.texts = dict(self._texts(item.path for item in self.items))
        texts, images = self.texts.values(), [text.images for text in self.texts.values()]
        fingerprints = {
            "items": heads_fingerprint(self.items),
            "bodies": hash_text(*(text.hash for text in texts)) if is_full else "",
            "links": hash_text(*(link or "" for text in texts for link in text.links)) if is_full else "",
            "pictures": hash_text(repr(images)) if any(images) else "",
            "name": hash_text(*(info.name for info in infos)),
        }
        super().__init__(fingerprints)

    def _texts(self, paths: Iterable[str]) -> Iterable[tuple[str, FullText]]:
        bodies = self.pages.bodies
        for path in paths:
            if row := self.pages.queries.store.source(path):
                detail = unpack_detail(row.detail)
                links = bodies.links(unpack_head(row.head), detail) if detail.refs else []
                yield path, FullText(row.body, row.body_hash, detail, links, bodies.images.infos(detail))

    def render(self) -> str:
        bodies, entries = self.pages.bodies, self.pages.feed_entries
        texts = {
            path: bodies.absolute_html(text.body, text.detail, text.links, text.images)
            for path, text in self.texts.items()
        }
        written = [entries.get(item.head, texts.get(item.path, "")) for item in self.items]
        return feeds.atom(self._head(), [entry for entry in written if entry], EMPTY_FEED_DATE)

    def _head(self) -> feeds.Feed:
        config, page, absolute = self.pages.config, self.page, self.pages.queries.absolute
        about = urls.listing(page.collection, page.key, "", config.permalinks) if page.collection else "index.html"
        return feeds.Feed(
            title=f"{self.name} – {config.title}" if self.name else config.title,
            subtitle=config.description if not self.name else "",
            url=absolute(page.path),
            page=absolute(about),
            language=config.language,
            author=config.title,
        )


# -- sitemap ------------------------------------------------------------------------------------


class SitemapInputs(PageInputs):
    """One part of the sitemap."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        self.pages = pages
        self.entries = self._entries(page.part)
        super().__init__({"entries": hash_text(*(x for entry in self.entries for x in entry))})

    def render(self) -> str:
        return feeds.sitemap([(self.pages.queries.absolute(path), changed) for path, changed in self.entries])

    def _entries(self, part: str) -> list[tuple[str, str]]:
        """The pages in a part of the sitemap: their paths, and the day of the last change or an empty text."""
        if part == "dates":
            pages = [
                (url, unpack_head(head).updated[:10]) for _, url, head, _ in self.pages.queries.store.standing_pages()
            ]
            return [*((path, "") for path in self._date_archive()), *pages]
        if part in self.pages.queries.listings.collections():
            return [(path, "") for path in self._listings(part)]
        heads = [unpack_head(item.head) for item in self.pages.queries.articles_in(part)]
        days = list(dict.fromkeys(head.day() for head in heads if head.date))
        found = [(urls.month(part), ""), *((urls.day(d), "") for d in days)] if days else []
        return found + [(head.url, (head.updated or head.date)[:10]) for head in heads if not head.external]

    def _date_archive(self) -> list[str]:
        days = self.pages.queries.listings.tally("", "")
        fixed, optional = sitemap_pages(self.pages.optional_kinds)
        paths = [page.path for page in fixed]
        paths += [UNDATED.path if year == cut.UNDATED else urls.year(year) for year in cut.years(days)]
        if self.pages.config.edition == "week":
            paths += [urls.week(w) for w in dict.fromkeys(periods.week(d) for d in days if d != cut.UNDATED)]
        return paths + [page.path for page in optional]

    def _listings(self, collection: str) -> list[str]:
        config = self.pages.config
        paths = [urls.overview(collection, config.permalinks)]
        for key, tally in self.pages.queries.listings.tallies(collection).items():
            parts = cut.parts(tally, config.listing.front, config.listing.split)
            paths += [urls.listing(collection, key, part.key, config.permalinks) for part in parts]
        return paths


class SitemapIndexInputs(PageInputs):
    """The index of the sitemap: the date archive, the collections, and a part for each month."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        self.pages = pages
        listings = pages.queries.listings
        months = dict.fromkeys(day if day == cut.UNDATED else day[:7] for day in listings.tally("", ""))
        self.parts = ["dates", *listings.collections(), *sorted(months, reverse=True)]
        super().__init__({"parts": hash_text(*self.parts)})

    def render(self) -> str:
        return feeds.sitemap_index([self.pages.queries.absolute(urls.sitemap(part)) for part in self.parts])


# -- robots.txt ---------------------------------------------------------------------------------


class RobotsInputs(PageInputs):
    """robots.txt, which names the sitemap."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        self.pages = pages
        super().__init__({})

    def render(self) -> str:
        return feeds.robots(self.pages.queries.absolute("sitemap.xml"))
