"""Optional values of the pages of listings and of their overviews: `profile` and `index`.

They are made from numbers of articles by month, and from how often listings have articles in common.
"""

from __future__ import annotations

from itertools import groupby

from digest.model.article import unpack_head
from digest.model.fingerprint import hash_text
from digest.model.page import Page
from digest.pages.queries import NO_VALUE, OptionalValue, SiteQueries
from digest.plan import calendar_grid
from digest.plan import parts as cut
from digest.render import context as c
from digest.store.cooccurrence import RankedListing
from digest.store.listings import ListingInfo

RELATED_TOPICS = 6
"""How many topics with articles in common the page of a listing shows."""
RECENT_TOPICS = 10
"""How many topics the table of the newest month shows."""
SOURCE_TOPICS = 2
"""How many topics the overview of sources shows for each."""
LETTERS_FROM = 12
"""An overview with this number of listings or more is divided by initial letters."""
SPARKLINE_FROM = 3
"""A listing with articles in this number of months or more has a sparkline."""


class ListingValues:
    """`profile` and `index`."""

    def __init__(self, queries: SiteQueries) -> None:
        self.queries = queries

    # -- listings -------------------------------------------------------------------------------

    def profile(self, page: Page) -> OptionalValue:
        """The first page of a listing."""
        if page.part:
            return NO_VALUE
        cooccurrence = self.queries.cooccurrence
        tally = self._months(page.collection, page.key)
        related = cooccurrence.related(page.collection, page.key, "topics", RELATED_TOPICS)
        counted = "topics" if page.collection == "sources" else "sources"
        total = cooccurrence.count_related(page.collection, page.key, counted)

        def compute() -> c.Profile:
            spark = self._sparkline(tally) if len(tally) >= SPARKLINE_FROM else None
            links = tuple(self.queries.topic(rank.key, rank.name) for rank in related)
            totals = {"sources": 0, "topics": 0, counted: total}
            return c.Profile(**totals, since=min(tally, default=""), spark=spark, beside=links)

        return OptionalValue(hash_text(repr((tally, [(r.key, r.name) for r in related], total))), compute)

    def _months(self, collection: str, key: str) -> dict[str, int]:
        """The number of articles of a listing by month."""
        return {m: n for m, n in self.queries.listings.tally(collection, key).items() if m != cut.UNDATED}

    def _sparkline(self, tally: dict[str, int]) -> c.Sparkline:
        bars = tuple(c.Bar(*bar) for bar in calendar_grid.bars(tally, min(tally), max(tally)))
        return c.Sparkline(bars, bars[0], max(bars, key=lambda bar: (bar.total, bar.iso)), bars[-1])

    # -- overviews ------------------------------------------------------------------------------

    def index(self, page: Page) -> OptionalValue:
        """The overview of a collection: a table of all sources, or of the topics of the newest month, or letters."""
        queries, collection = self.queries, page.collection
        days = queries.days()
        first, last = next(iter(days), "")[:7], next(reversed(days), "")[:7]
        infos = queries.listings.info(collection)
        recent = queries.cooccurrence.by_month(collection, last, last).get(last, []) if last else []
        tallies: dict[str, dict[str, int]] = {}
        """Of the listings in the table."""
        topics: dict[str, list[RankedListing]] = {}
        if collection == "sources":
            tallies = {key: tally for key, tally in queries.listings.tallies(collection).items() if any(tally.values())}
            topics = {i.key: queries.cooccurrence.related("sources", i.key, "topics", SOURCE_TOPICS) for i in infos}
        elif collection == "topics":
            tallies = {rank.key: self._months(collection, rank.key) for rank in recent[:RECENT_TOPICS]}
        articles = queries.store.count_articles()
        names = {key: [(r.key, r.name) for r in ranks] for key, ranks in topics.items()}
        shown = (x for i in infos for x in (i.key, i.name, str(i.total), i.newest))
        fingerprint = hash_text(repr((first, last, articles, tallies, names)), *shown)

        def compute() -> c.Index:
            recent_totals = {rank.key: rank.total for rank in recent}

            def row(info: ListingInfo) -> c.IndexRow:
                line = tuple(n for _, n in calendar_grid.bars(tallies[info.key], first, last)) if first else ()
                links = tuple(queries.topic(rank.key, rank.name) for rank in topics.get(info.key, ()))
                newest, url = queries.views.item(unpack_head(info.newest)), queries.listing_href(collection, info.key)
                return c.IndexRow(info.name, url, info.total, recent_totals.get(info.key, 0), line, newest, links)

            if collection == "sources":
                rows = tuple(map(row, sorted(infos, key=lambda info: (-info.total, queries.name_sort_key(info)))))
                return c.Index(len(infos), articles, first, last, (), rows, ())
            by_key = {info.key: info for info in infos}
            rows = tuple(row(by_key[key]) for key in tallies)
            return c.Index(len(infos), articles, first, last, rows, (), self._letters(page, infos))

        return OptionalValue(fingerprint, compute)

    def _letters(self, page: Page, infos: list[ListingInfo]) -> tuple[c.Letter, ...]:
        ordered = sorted(infos, key=self.queries.name_sort_key)
        initial = self.queries.views.language.initial if len(infos) >= LETTERS_FROM else lambda _: ""

        def entry(info: ListingInfo) -> c.Entry:
            return c.Entry(info.name, self.queries.listing_href(page.collection, info.key), info.total, None)

        return tuple(
            c.Letter(letter, tuple(map(entry, group)))
            for letter, group in groupby(ordered, key=lambda i: initial(i.name))
        )
