"""Optional values of the pages of months and years, and of the archive: `month` and `year`.

They are made from numbers of articles by day. Of single articles, only those that may lead a month are read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digest.model.fingerprint import hash_text
from digest.model.named_tuple import NamedTuple
from digest.pages.newspaper.front import LEAD_CANDIDATES, EditionArticles, edition_lead
from digest.pages.queries import NO_VALUE, OptionalValue, SiteQueries
from digest.plan import calendar_grid, front_page, periods
from digest.plan import parts as cut
from digest.render import context as c
from digest.store.cooccurrence import RankedListing
from digest.store.listings import ListItem

LARGEST_TOPICS = 2
"""How many topics the page of a year shows for each month."""

LEAST_ARTICLES = 3
"""A story with fewer articles in a month does not have the three sources that it needs to lead it."""
STORY_CANDIDATES = 5
"""How many stories of a month, those with the most articles, are compared by their number of sources."""


class MonthLead(NamedTuple):
    """The lead of a month."""

    item: ListItem
    sources: int
    """Of its story; 0 if it is the lead of a day."""


class DateValues:
    """`month` and `year`."""

    def __init__(self, queries: SiteQueries) -> None:
        self.queries = queries
        self._leads: dict[str, MonthLead] = {}
        """Leads by month. The newest year needs them twice: for its own page and for the archive."""

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
        """`closed`: there are articles in later years, so all months to December are shown."""
        queries, cooccurrence = self.queries, self.queries.cooccurrence
        days = {d: n for d, n in days.items() if d[:4] == key}
        first, last = min(days)[:7], f"{key}-12" if closed else max(days)[:7]
        months = calendar_grid.months(first, last)
        topics = {m: ranks[:LARGEST_TOPICS] for m, ranks in cooccurrence.by_month("topics", first, last).items()}
        stories = cooccurrence.by_month("stories", first, last, LEAST_ARTICLES)
        leads = {m: self._lead(m, stories.get(m, ()), days) for m in dict.fromkeys(d[:7] for d in days)}
        sources = cooccurrence.count_in("sources", first, last)

        def compute() -> c.Year:
            part = c.Part(*queries.period(cut.UNDATED), undated)
            calendars = queries.calendars(months, days)
            return c.Year(
                iso=key,
                total=sum(days.values()),
                editions=len(days),
                first=min(days),
                sources=sources,
                years=tuple(queries.edition(y, -1, current=y == key) for y in years),
                calendars=calendars,
                months=tuple(
                    self._row(month, leads[month.iso], topics.get(month.iso, [])) for month in calendars if month.total
                ),
                undated=part if undated else None,
            )

        shown = [f"{m} {lead.item.head_hash} {lead.sources}" for m, lead in leads.items()]
        return OptionalValue(hash_text(repr((key, days, years, undated, months, topics, sources)), *shown), compute)

    def _lead(self, month: str, stories: Sequence[RankedListing], days: Mapping[str, int]) -> MonthLead:
        """The lead of a month. `stories`: those with the most articles in it, largest first."""
        if month not in self._leads:
            found = [story for rank in stories[:STORY_CANDIDATES] if (story := self._story(month, rank.key))]
            self._leads[month] = (
                max(found, key=lambda lead: lead.sources) if found else self._lead_of_a_day(month, days)
            )
        return self._leads[month]

    def _story(self, month: str, story: str) -> MonthLead | None:
        """A story as if the month were one edition; None if it has fewer than three sources."""
        items = self.queries.articles_in(month, "stories", story, LEAD_CANDIDATES)
        choice = front_page.ranked(EditionArticles(self.queries, items, "month").candidates)[0]
        return MonthLead(items[choice.lead], choice.sources) if choice.sources else None

    def _lead_of_a_day(self, month: str, days: Mapping[str, int]) -> MonthLead:
        """The lead of the day with the most articles; of several such days, the last."""
        day = max((d for d in days if d[:7] == month), key=lambda d: (days[d], d))
        lead = edition_lead(self.queries, day)
        assert lead is not None
        return MonthLead(lead, 0)

    def _row(self, month: c.Calendar, lead: MonthLead, topics: list[RankedListing]) -> c.MonthRow:
        links = tuple(self.queries.topic(rank.key, rank.name) for rank in topics)
        return c.MonthRow(month.iso, month.url, month.total, self.queries.item(lead.item), lead.sources, links)
