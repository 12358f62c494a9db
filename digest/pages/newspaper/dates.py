"""Optional values of the pages of months and years, and of the archive: `month` and `year`.

They are made from numbers of articles by day. Of single articles, only the leads of the largest stories are read.
"""

from __future__ import annotations

from digest.model.fingerprint import hash_text
from digest.pages.newspaper.front import LEAD_CANDIDATES, EditionArticles
from digest.pages.queries import NO_VALUE, OptionalValue, SiteQueries
from digest.plan import calendar_grid, front_page, periods
from digest.plan import parts as cut
from digest.render import context as c
from digest.store.cooccurrence import RankedListing
from digest.store.listings import ListItem

LARGEST_TOPICS = 2
"""How many topics the page of a year shows for each month."""


class DateValues:
    """`month` and `year`."""

    def __init__(self, queries: SiteQueries) -> None:
        self.queries = queries
        self._leads: dict[tuple[str, str], ListItem] = {}
        """Leads by story and month. The newest year needs them twice: for its own page and for the archive."""

    def month(self, key: str) -> OptionalValue:
        """The page of a month."""
        days = self.queries.listings.days_between(*periods.span(key))
        sources, topics = (self.queries.cooccurrence.count_in(name, key, key) for name in ("sources", "topics"))

        def compute() -> c.Month:
            return c.Month(key, sources, topics, self.queries.calendars([key], days)[0])

        return OptionalValue(hash_text(repr(days), str(sources), str(topics)), compute)

    def newest_year(self) -> OptionalValue:
        """The archive: the newest year, with links to all other years and to the articles without a date."""
        days = self.queries.days()
        if not days:
            return NO_VALUE
        undated = self.queries.listings.tally("", "").get(cut.UNDATED, 0)
        return self._year(next(reversed(days))[:4], days, list(dict.fromkeys(d[:4] for d in days)), undated)

    def year(self, key: str) -> OptionalValue:
        """The page of a year, with links to the years before and after it."""
        days = self.queries.listings.days_between(*periods.span(key))
        older, newer = self.queries.adjacent_periods(key)
        return self._year(key, days, [y for y in (older, key, newer) if y], 0, closed=bool(newer))

    def _year(
        self, key: str, days: dict[str, int], years: list[str], undated: int, *, closed: bool = False
    ) -> OptionalValue:
        """`closed`: there are articles in later years, so all months are shown."""
        queries, cooccurrence = self.queries, self.queries.cooccurrence
        days = {d: n for d, n in days.items() if d[:4] == key}
        first, last = f"{key}-01", f"{key}-12" if closed else max(days)[:7]
        months = calendar_grid.months(first, last)
        topics = {m: ranks[:LARGEST_TOPICS] for m, ranks in cooccurrence.by_month("topics", first, last).items()}
        stories = {
            m: self._lead(ranks[0].key, m) for m, ranks in cooccurrence.by_month("stories", first, last, 2).items()
        }
        sources = cooccurrence.count_in("sources", first, last)

        def compute() -> c.Year:
            part = c.Part(*queries.period(cut.UNDATED), undated)
            calendars = queries.calendars(months, days)
            return c.Year(
                iso=key,
                total=sum(days.values()),
                editions=len(days),
                sources=sources,
                years=tuple(queries.edition(y, -1, current=y == key) for y in years),
                calendars=calendars,
                months=tuple(
                    self._row(month, stories.get(month.iso), topics.get(month.iso, [])) for month in calendars
                ),
                undated=part if undated else None,
            )

        leads = [f"{m} {lead.head_hash}" for m, lead in stories.items()]
        return OptionalValue(hash_text(repr((key, days, years, undated, months, topics, sources)), *leads), compute)

    def _lead(self, story: str, month: str) -> ListItem:
        """The article that leads a story in a month, chosen as if the month were one edition."""
        if (story, month) not in self._leads:
            items = self.queries.articles_in(month, "stories", story, LEAD_CANDIDATES)
            candidates = EditionArticles(self.queries, items, "month").candidates
            self._leads[story, month] = items[front_page.leading(candidates, range(len(items)))]
        return self._leads[story, month]

    def _row(self, month: c.Calendar, lead: ListItem | None, topics: list[RankedListing]) -> c.MonthRow:
        links = tuple(self.queries.topic(rank.key, rank.name) for rank in topics)
        return c.MonthRow(month.iso, month.url, month.total, self.queries.item(lead) if lead else None, links)
