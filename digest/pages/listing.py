"""The pages of topics, sources, authors, stories and a site's own collections.

A listing has a first page and, if it is long, pages for years and months; `digest/plan/parts.py` decides which. Each
collection has an overview of its listings. What a newspaper shows in addition is in `newspaper/listings.py`.
"""

from __future__ import annotations

from digest.model.config import Source
from digest.model.fingerprint import hash_text
from digest.model.page import Page
from digest.model.web_address import bare_host
from digest.pages.content import PageContent
from digest.pages.frame import PageRenderer
from digest.pages.inputs import TemplateInputs
from digest.pages.queries import heads_fingerprint
from digest.plan import parts as cut
from digest.plan import urls
from digest.render import context as c
from digest.render.templates import row_template
from digest.store.listings import ListItem


class ListingInputs(TemplateInputs):
    """A page of a listing: the newest articles and the years, or a year, or a month, or the undated articles."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        self.config, self.queries = pages.config, pages.queries
        front = self.config.listing.front
        tally = self.queries.tally(page.collection, page.key)
        info = self.queries.listing_info(page.collection, page.key)[0]
        part, parts = cut.parse_part(page.part), cut.parts(tally, front, self.config.listing.split)
        self.name = info.name
        self.items: list[ListItem] = []
        self.parts: dict[str, int] = {}
        """The years or months to which the page links, with their numbers of articles."""
        if not page.part:
            self.items = self.queries.newest(page.collection, page.key, front)
            self.parts = cut.years(tally) if len(parts) > 1 else {}
        elif part.kind == "year" and any(p.kind == "month" and p.year == part.year for p in parts):
            self.parts = cut.months(tally, part.year)
        else:
            self.items = self.queries.articles_in(page.part, page.collection, page.key)
        self.total = info.total if not page.part else len(self.items) or sum(self.parts.values())
        self.older, self.newer = adjacent = self._adjacent(page, part, parts)
        self.related = self._related_topics(page)
        fingerprints = {
            "items": heads_fingerprint(self.items),
            "parts": hash_text(repr(self.parts)),
            "around": hash_text(repr(adjacent)),
            "name": hash_text(self.name),
            "total": str(self.total),
            "related": hash_text(repr(self.related)),
        }
        super().__init__(pages, page, fingerprints)

    def content(self) -> PageContent:
        page, queries, is_first = self.page, self.queries, not self.page.part
        title, description = self._title(), self._description()
        overview = queries.href(urls.overview(page.collection, self.config.permalinks))
        by_day = cut.parse_part(page.part).lists_days
        row = row_template(page.kind, page.collection, lists_days=by_day)
        listing = c.Listing(
            title=title,
            description=description if is_first else "",
            total=self.total,
            groups=self.pages.grouped(self.items, row, "day" if by_day else "month"),
            parts=tuple(self._part(part, number) for part, number in self.parts.items()),
            older=self.older,
            newer=self.newer,
            up=c.Link(self.pages.collection_title(page.collection), overview)
            if is_first
            else self._link(page, self.name, ""),
            related=self.related if is_first else (),
            website=self._website() if is_first else None,
        )
        return PageContent(title, description, {"listing": listing})

    def _title(self) -> str:
        part, gettext, title = self.page.part, self.queries.gettext, self.name
        if part == cut.UNDATED:
            title = gettext("%(name)s, undated", name=self.name)
        elif part:
            title = gettext("%(name)s, %(part)s", name=self.name, part=self.queries.date(part))
        return title

    def _description(self) -> str:
        collection, key, config = self.page.collection, self.page.key, self.config
        if collection == "authors" and key in config.authors:
            return config.authors[key].description
        return config.topics[key].description if collection == "topics" and key in config.topics else ""

    def _website(self) -> c.Link | None:
        """The website of an author or a source."""
        if self.page.collection == "authors" and self.page.key in self.config.authors:
            return _website_link(self.config.authors[self.page.key].url)
        if self.page.collection == "sources":
            sources = self.config.sources.items()
            return _website_link(next((s.url for host, s in sources if s.url and _name(host, s) == self.name), ""))
        return None

    def _related_topics(self, page: Page) -> tuple[c.Link, ...]:
        """Links to the parent and the children of a topic, if they have articles."""
        if page.collection != "topics":
            return ()
        order = {key: number for number, key in enumerate(self.config.topics)}
        parent, children = self.queries.listings.related("topics", page.key)
        children.sort(key=lambda info: order.get(info.key, len(order)))
        return tuple(self.queries.topic(info.key, info.name) for info in (*parent, *children))

    def _part(self, part: str, number: int) -> c.Part:
        """A year or month in the list of parts."""
        href = self.queries.listing_href(self.page.collection, self.page.key, part)
        if part == cut.UNDATED:
            return c.Part(self.queries.gettext("Undated"), href, number)
        return c.Part(self.queries.date(part), href, number, part)

    def _link(self, page: Page, title: str, part: str) -> c.Link:
        return c.Link(title, self.queries.listing_href(page.collection, page.key, part))

    def _adjacent(
        self, page: Page, part: cut.ListingPart, parts: list[cut.ListingPart]
    ) -> tuple[c.Link | None, c.Link | None]:
        """Links to the years or months before and after this one."""
        older, newer = (
            self._link(page, self.queries.date(p.key), p.key) if p else None for p in cut.adjacent_parts(part, parts)
        )
        return older, newer


class OverviewInputs(TemplateInputs):
    """All listings of a collection."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        queries = pages.queries
        self.infos = sorted(queries.listings.info(page.collection), key=queries.name_sort_key)
        shown = (x for info in self.infos for x in (info.key, info.name, str(info.total), info.newest))
        super().__init__(pages, page, {"entries": hash_text(*shown)})

    def content(self) -> PageContent:
        queries, collection = self.pages.queries, self.page.collection
        title = self.pages.collection_title(collection)
        entries = tuple(
            c.Entry(
                info.name,
                queries.listing_href(collection, info.key),
                info.total,
                queries.views.item_of(info.newest),
            )
            for info in self.infos
        )
        return PageContent(title, "", {"overview": c.Overview(title, entries)})


def _website_link(url: str) -> c.Link | None:
    if not url:
        return None
    return c.Link(url.removeprefix("mailto:") if url.startswith("mailto:") else bare_host(url), url)


def _name(host: str, source: Source) -> str:
    """Return the display name of a source in config.yaml."""
    if source.name:
        return source.name
    from digest.model.host_names import name_at

    return name_at(host.casefold().removeprefix("www."))
