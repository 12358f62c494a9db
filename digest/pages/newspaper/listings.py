"""Optional values of the pages of listings and of their overviews: `profile` and `index`.

They are made from numbers of articles by month, and from how often listings have articles in common.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from digest.model.article import Name
from digest.model.fingerprint import hash_text
from digest.model.named_tuple import NamedTuple
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
ABOUT = {"authors": "sources"}
"""What the table of an overview names for each listing: the sources of an author, the topics of others."""
ABOUT_LIMIT = 2
"""How many of them."""
LETTERS_FROM = 12
"""A list of this number of topics or more is divided by initial letters."""
TABLE_BELOW, TABLE_PART = 40, 20
"""A table shows all listings of a collection that has fewer than the first number, otherwise the second number of them."""
RUNNING_DAYS = 30
"""A story is over if it has no article of this number of days before the newest one of the site."""
SPARKLINE_FROM = 3
"""A listing with articles in this number of months or more has a sparkline."""


class RowFacts(NamedTuple):
    """What a row of a table shows of a listing; see `render.context.IndexRow`."""

    tally: dict[str, int]
    about: list[RankedListing]
    first: str
    ended: bool


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
        return {m: n for m, n in self.queries.tally(collection, key).items() if m != cut.UNDATED}

    def _sparkline(self, tally: dict[str, int]) -> c.Sparkline:
        bars = tuple(c.Bar(*bar) for bar in calendar_grid.bars(tally, min(tally), max(tally)))
        return c.Sparkline(bars, bars[0], max(bars, key=lambda bar: (bar.total, bar.iso)), bars[-1])

    # -- overviews ------------------------------------------------------------------------------

    def index(self, page: Page) -> OptionalValue:
        """The overview of a collection: a table of its listings (of topics only those of the newest month), and all of them by
        letter if the table does not show them all."""
        queries, collection = self.queries, page.collection
        days = queries.days()
        last, newest_day = next(reversed(days), "")[:7], next(reversed(days), "")
        infos = {info.key: info for info in queries.listings.info(collection)}
        ranks = queries.cooccurrence.by_month(collection, last, last).get(last, []) if last else []
        recent = {rank.key: rank.total for rank in ranks}
        is_topics = collection == "topics"
        keys = list(recent)[:RECENT_TOPICS] if is_topics else self._in_table(collection, infos)
        first, articles = next(iter(days), "")[:7], queries.store.count_articles()
        if collection not in ("topics", "sources"):
            first = queries.listings.first_month(collection)
            articles = sum(info.total for info in infos.values()) if collection == "stories" else 0
        facts = {key: self._facts(collection, key, newest_day) for key in keys}
        shown = (x for i in infos.values() for x in (i.key, i.name, str(i.total), i.newest if i.key in facts else ""))
        by_letter = is_topics or len(keys) < len(infos)

        def row(key: str) -> c.IndexRow:
            info, (tally, about, begin, ended) = infos[key], facts[key]
            line = tuple(n for _, n in calendar_grid.bars(tally, first, last)) if first else ()
            links = tuple(queries.views.name_link(ABOUT.get(collection, "topics"), Name(r.key, r.name)) for r in about)
            newest, url = queries.views.item_of(info.newest), queries.listing_href(collection, key)
            return c.IndexRow(info.name, url, info.total, recent.get(key, 0), line, newest, links, begin, ended)

        def compute() -> c.Index:
            rows = tuple(map(row, keys))
            news, table = (rows, ()) if is_topics else ((), rows)
            letters = self._letters(page, list(infos.values())) if by_letter else ()
            return c.Index(len(infos), articles, first, last, news, table, letters)

        return OptionalValue(hash_text(repr((first, last, articles, list(facts.items()))), *shown), compute)

    def _in_table(self, collection: str, infos: Mapping[str, ListingInfo]) -> list[str]:
        """The keys of the listings in the table of an overview, in order: those of stories with the newest article first,
        others by their number of articles."""
        limit = TABLE_PART if len(infos) >= TABLE_BELOW else len(infos)
        if collection == "stories":
            return self.queries.listings.newest_first(collection, limit)
        ordered = sorted(infos.values(), key=lambda info: (-info.total, self.queries.name_sort_key(info)))
        return [info.key for info in ordered[:limit]]

    def _facts(self, collection: str, key: str, newest_day: str) -> RowFacts:
        """What the table of an overview tells of a listing besides its name, total and newest article."""
        about: list[RankedListing] = []
        if collection not in ("topics", "stories"):
            about = self.queries.cooccurrence.related(collection, key, ABOUT.get(collection, "topics"), ABOUT_LIMIT)
        begin, end = self.queries.first_and_last_day(collection, key) if collection == "stories" else ("", "")
        ended = bool(end) and calendar_grid.days_between(end, newest_day) >= RUNNING_DAYS
        return RowFacts(self._months(collection, key), about, begin, ended)

    def _letters(self, page: Page, infos: list[ListingInfo]) -> tuple[c.Letter, ...]:
        ordered = sorted(infos, key=self.queries.name_sort_key)
        initial = self.queries.views.language.initial if len(infos) >= LETTERS_FROM else lambda _: ""

        def entry(info: ListingInfo) -> c.Entry:
            return c.Entry(info.name, self.queries.listing_href(page.collection, info.key), info.total, None)

        return tuple(
            c.Letter(letter, tuple(map(entry, group)))
            for letter, group in groupby(ordered, key=lambda i: initial(i.name))
        )
