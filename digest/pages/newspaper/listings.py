"""What is said of a topic, a source, an author or a story, and of all of them: from tallies and pairs, never from articles.

This module must not know how long a listing's pages are.
"""

from __future__ import annotations

from itertools import groupby

from digest.model.article import unpack_head
from digest.model.fingerprint import hash_text
from digest.model.page import Page
from digest.pages.queries import OptionalValue, SiteQueries
from digest.plan import calendar_grid
from digest.plan import parts as cut
from digest.render import context as c
from digest.store.cooccurrence import RankedListing
from digest.store.listings import ListingInfo

CHIPS = 6
"""Topics that are named as often filed with."""
NEWS, ABOUT = 10, 2
"""Rows of the table of this month, and topics that a source is mostly about."""
LETTERS = 12
"""From so many on, an index has letters."""
SPARKED = 3
"""Months with articles from which on there is a sparkline."""


class ListingInputs:
    """`profile` and `index`."""

    def __init__(self, base: SiteQueries) -> None:
        self.base = base

    def profile(self, page: Page) -> OptionalValue:
        """Of a listing's first page."""
        if page.part:
            return OptionalValue("", lambda: None)
        pairs = self.base.pairs
        tally = self._months(page.collection, page.key)
        beside = pairs.related(page.collection, page.key, "topics", CHIPS)
        sources = 0 if page.collection == "sources" else pairs.count_related(page.collection, page.key, "sources")

        def make() -> c.Profile:
            spark = self._spark(tally) if len(tally) >= SPARKED else None
            links = tuple(self.base.topic(rank.key, rank.name) for rank in beside)
            return c.Profile(sources, min(tally, default=""), spark, links)

        return OptionalValue(hash_text(repr((tally, [(r.key, r.name) for r in beside], sources))), make)

    def _months(self, collection: str, key: str) -> dict[str, int]:
        return {m: n for m, n in self.base.listings.tally(collection, key).items() if m != cut.UNDATED}

    def _spark(self, tally: dict[str, int]) -> c.Sparkline:
        bars = tuple(c.Bar(*bar) for bar in calendar_grid.bars(tally, min(tally), max(tally)))
        return c.Sparkline(bars, bars[0], max(bars, key=lambda bar: (bar.total, bar.iso)), bars[-1])

    # -- overviews ------------------------------------------------------------------------------

    def index(self, page: Page) -> OptionalValue:
        """Of the page of all listings of a collection."""
        days = self.base.days()
        first, last = next(iter(days), "")[:7], next(reversed(days), "")[:7]
        facts = self.base.listings.info(page.collection)
        recent = self.base.pairs.by_month(page.collection, last, last).get(last, []) if last else []
        shown: dict[str, dict[str, int]] = {}
        about: dict[str, list[RankedListing]] = {}
        if page.collection == "sources":
            shown = {k: t for k, t in self.base.listings.tallies(page.collection).items() if any(t.values())}
            about = {f.key: self.base.pairs.related("sources", f.key, "topics", ABOUT) for f in facts}
        elif page.collection == "topics":
            shown = {rank.key: self._months(page.collection, rank.key) for rank in recent[:NEWS]}
        articles = self.base.store.count_articles()
        names = {k: [(r.key, r.name) for r in ranks] for k, ranks in about.items()}
        listed = (x for f in facts for x in (f.key, f.name, str(f.total), f.newest))
        print = hash_text(repr((first, last, articles, shown, names)), *listed)

        def make() -> c.Index:
            numbers = {rank.key: rank.total for rank in recent}
            by_key = {f.key: f for f in facts}
            order = sorted(facts, key=lambda f: (-f.total, self.base.name_sort_key(f))) if about else [by_key[k] for k in shown]

            def row(f: ListingInfo) -> c.IndexRow:
                line = tuple(n for _, n in calendar_grid.bars(shown[f.key], first, last)) if first else ()
                topics = tuple(self.base.topic(rank.key, rank.name) for rank in about.get(f.key, ()))
                newest = self.base.views.item(unpack_head(f.newest))
                url = self.base.listing(page.collection, f.key)
                return c.IndexRow(f.name, url, f.total, numbers.get(f.key, 0), line, newest, topics)

            rows = tuple(row(f) for f in order)
            sources = page.collection == "sources"
            news, table, letters = ((), rows, ()) if sources else (rows, (), self._letters(page, facts))
            return c.Index(len(facts), articles, first, last, news, table, letters)

        return OptionalValue(print, make)

    def _letters(self, page: Page, facts: list[ListingInfo]) -> tuple[c.Letter, ...]:
        ordered = sorted(facts, key=self.base.name_sort_key)
        initial = self.base.views.language.initial if len(facts) >= LETTERS else lambda _: ""
        return tuple(
            c.Letter(letter, tuple(c.Entry(f.name, self.base.listing(page.collection, f.key), f.total, None) for f in entries))
            for letter, entries in groupby(ordered, key=lambda f: initial(f.name))
        )
