"""Months and years as calendars and tables. Their facts are tallies; no article is looked at but those that are shown, and
those of the largest story of a month, one of which is.

This module must not know which months a year has pages for.
"""

from __future__ import annotations

from digest.model.fingerprint import hash_text
from digest.pages.newspaper.front import LOOKED_AT, Pool
from digest.pages.queries import OptionalValue, SiteQueries
from digest.plan import calendar_grid, front_page, periods
from digest.plan import parts as cut
from digest.render import context as c
from digest.store.cooccurrence import RankedListing
from digest.store.listings import ListItem

LEADING = 2
"""Topics that are named for a month."""


class DateInputs:
    """`month` and `year`."""

    def __init__(self, base: SiteQueries) -> None:
        self.base = base
        self._leads: dict[tuple[str, str], ListItem] = {}
        """Of stories in months: the newest year is shown twice, on its own page and in the archive."""

    def month(self, key: str) -> OptionalValue:
        """The page of a month."""
        days = self.base.listings.days_between(*periods.span(key))
        sources, topics = (self.base.pairs.count_in(name, key, key) for name in ("sources", "topics"))

        def make() -> c.Month:
            return c.Month(key, sources, topics, self.base.calendars([key], days)[0])

        return OptionalValue(hash_text(repr(days), str(sources), str(topics)), make)

    def newest_year(self) -> OptionalValue:
        """The entrance of the archive: the newest year, with links to all others and to the articles without a date."""
        days = self.base.days()
        if not days:
            return OptionalValue("", lambda: None)
        undated = self.base.listings.tally("", "").get(cut.UNDATED, 0)
        return self._year(next(reversed(days))[:4], days, list(dict.fromkeys(d[:4] for d in days)), undated)

    def year(self, key: str) -> OptionalValue:
        """The page of a year, with links to those beside it."""
        days = self.base.listings.days_between(*periods.span(key))
        older, newer = self.base.adjacent_periods(key)
        return self._year(key, days, [y for y in (older, key, newer) if y], 0, closed=bool(newer))

    def _year(
        self, key: str, days: dict[str, int], years: list[str], undated: int, *, closed: bool = False
    ) -> OptionalValue:
        days = {d: n for d, n in days.items() if d[:4] == key}
        first, last = f"{key}-01", f"{key}-12" if closed else max(days)[:7]
        months = calendar_grid.months(first, last)
        topics = self.base.pairs.by_month("topics", first, last)
        leading = {m: ranks[:LEADING] for m, ranks in topics.items()}
        stories = {m: self._lead(ranks[0].key, m) for m, ranks in self.base.pairs.by_month("stories", first, last, 2).items()}
        sources = self.base.pairs.count_in("sources", first, last)

        def make() -> c.Year:
            part = c.Part(*self.base.period(cut.UNDATED), undated)
            calendars = self.base.calendars(months, days)
            return c.Year(
                iso=key,
                total=sum(days.values()),
                editions=len(days),
                sources=sources,
                years=tuple(self.base.edition(y, -1, current=y == key) for y in years),
                calendars=calendars,
                months=tuple(self._row(m, stories.get(m.iso), leading.get(m.iso, [])) for m in calendars),
                undated=part if undated else None,
            )

        shown = [f"{m} {row.head_hash}" for m, row in stories.items()]
        return OptionalValue(hash_text(repr((key, days, years, undated, months, leading, sources)), *shown), make)

    def _lead(self, story: str, month: str) -> ListItem:
        """The article of a month that leads its story, as if the month were one edition."""
        if (story, month) not in self._leads:
            rows = self.base.articles_in(month, "stories", story, LOOKED_AT)
            lead = front_page.leading(Pool(self.base, rows, "month").candidates, range(len(rows)))
            self._leads[story, month] = rows[lead]
        return self._leads[story, month]

    def _row(self, month: c.Calendar, story: ListItem | None, topics: list[RankedListing]) -> c.MonthRow:
        links = tuple(self.base.topic(rank.key, rank.name) for rank in topics)
        return c.MonthRow(month.iso, month.url, month.total, self.base.item(story) if story else None, links)
