"""The pages of topics, sources, authors and a site's own collections: of each, its first page and its years and months.

And the overview of all listings of a collection. How a long listing is cut is known to `plan.listings`. This module must
not know what a newspaper's templates ask for besides (see optional/).
"""

from __future__ import annotations

from collections.abc import Mapping

from digest.model.article import unpack_head
from digest.model.fingerprint import hash_text
from digest.model.page import Page
from digest.model.web_address import bare_host
from digest.pages.frame import Inputs, PageFrame
from digest.pages.queries import heads_fingerprint
from digest.plan import parts as cut
from digest.plan import urls
from digest.render import context as c
from digest.store.listings import ListItem


class ListingPages:
    """Pages of listings. `titles`: what the overview of each collection is called."""

    def __init__(self, frame: PageFrame, titles: Mapping[str, str]) -> None:
        self.frame, self.titles, self.base = frame, titles, frame.base
        self.config, self.listings = frame.base.config, frame.base.listings

    def listing(self, page: Page) -> Inputs:
        """A page of one listing: the newest and its years, or one year, or one month."""
        tally = self.listings.tally(page.collection, page.key)
        facts = self.listings.info(page.collection, page.key)[0]
        front, split = self.config.listing.front, self.config.listing.split
        part, parts = cut.parse_part(page.part), cut.parts(tally, front, split)
        shown: dict[str, int] = {}
        if not page.part:
            rows = self.listings.newest(page.collection, page.key, front)
            shown = cut.years(tally) if len(parts) > 1 else {}
        elif part.kind == "year" and any(p.kind == "month" and p.year == part.year for p in parts):
            rows, shown = [], cut.months(tally, part.year)
        else:
            rows = self.base.articles_in(page.part, page.collection, page.key)
        near = self._near_parts(page, part, parts)
        depends = {
            "items": heads_fingerprint(rows),
            "parts": hash_text(repr(shown)),
            "around": hash_text(repr(near)),
            "name": hash_text(facts.name),
            "total": str(facts.total if not page.part else len(rows) or sum(shown.values())),
            "related": hash_text(repr(self._described(page, facts.name)[2])),
        }
        return Inputs(depends, lambda: self._listing(page, facts.name, rows, shown, near, int(depends["total"])))

    def _listing(
        self, page: Page, name: str, rows: list[ListItem], shown: dict[str, int],
        near: tuple[c.Link | None, c.Link | None], total: int,
    ) -> str:  # fmt: skip
        name, description, related, website = self._described(page, name)
        title = name
        if page.part == cut.UNDATED:
            title = self.base.gettext("%(name)s, undated", name=name)
        elif page.part:
            title = self.base.gettext("%(name)s, %(part)s", name=name, part=self.base.date(page.part))
        parts = tuple(
            c.Part(self.base.gettext("Undated"), self._part(page, p), n)
            if p == cut.UNDATED
            else c.Part(self.base.date(p), self._part(page, p), n, p)
            for p, n in shown.items()
        )
        top = c.Link(name, self._part(page, ""))
        all_of = c.Link(self.titles[page.collection], self.base.href(urls.overview(page.collection, self.config.permalinks)))
        listing = c.Listing(
            title=title,
            description=description if not page.part else "",
            total=total,
            groups=self.frame.grouped(rows, "day" if cut.parse_part(page.part).lists_days else "month"),
            parts=parts,
            older=near[0],
            newer=near[1],
            up=top if page.part else all_of,
            related=related if not page.part else (),
            website=website if not page.part else None,
        )
        return self.frame.render(page, title, description, {"listing": listing})

    def _part(self, page: Page, part: str) -> str:
        return self.base.listing(page.collection, page.key, part)

    def _near_parts(
        self, page: Page, part: cut.ListingPart, parts: list[cut.ListingPart]
    ) -> tuple[c.Link | None, c.Link | None]:
        older, newer = (
            c.Link(self.base.date(p.key), self._part(page, p.key)) if p else None for p in cut.adjacent_parts(part, parts)
        )
        return older, newer

    def _described(self, page: Page, name: str) -> tuple[str, str, tuple[c.Link, ...], c.Link | None]:
        """(name, description, related topics, website) of a listing, from config."""
        if page.collection == "authors" and page.key in self.config.authors:
            author = self.config.authors[page.key]
            return name, author.description, (), _website(author.url)
        if page.collection == "sources":
            sites = (s.url for host, s in self.config.sources.items() if s.url and (s.name or host) == name)
            return name, "", (), _website(next(sites, ""))
        if page.collection != "topics":
            return name, "", (), None
        topics = self.config.topics
        own = topics.get(page.key)
        near = [own.parent] if own and own.parent else []
        near += [k for k, t in topics.items() if t.parent == page.key]
        there = {f.key: f.name for k in near for f in self.listings.info("topics", k)}
        links = tuple(self.base.topic(k, there[k]) for k in near if k in there)
        return name, own.description if own else "", links, None

    def overview(self, page: Page) -> Inputs:
        """All listings of one collection."""
        facts = sorted(self.listings.info(page.collection), key=self.base.name_sort_key)
        title = self.titles[page.collection]

        def make() -> str:
            entries = tuple(
                c.Entry(
                    f.name, self.base.listing(page.collection, f.key), f.total, self.base.views.item(unpack_head(f.newest))
                )
                for f in facts
            )
            return self.frame.render(page, title, "", {"overview": c.Overview(title, entries)})

        return Inputs({"entries": hash_text(*(x for f in facts for x in (f.key, f.name, str(f.total), f.newest)))}, make)


def _website(url: str) -> c.Link | None:
    return c.Link(url.removeprefix("mailto:") if url.startswith("mailto:") else bare_host(url), url) if url else None
