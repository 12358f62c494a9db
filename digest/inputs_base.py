"""What those need who make the optional names of `render.context`: the store, the settings and the views, with what they
all ask for. This module must not know pages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from digest.model.article import Name, unpack_head
from digest.model.config import Config
from digest.plan import calendar, periods, urls
from digest.plan import listings as cut
from digest.render import context as c
from digest.render.html import Views
from digest.store import Store
from digest.store.listings import Listed, Listings
from digest.store.pairs import Pairs


class Extra(NamedTuple):
    """One optional name of a page."""

    print: str
    """Fingerprint of what it is made from; empty when the page's other inputs cover it."""
    make: Callable[[], Any]


class Base:
    """Made once for a process."""

    def __init__(self, store: Store, config: Config, views: Views, clock: float) -> None:
        """`clock`: the moment of the build."""
        self.store, self.config, self.views, self.clock = store, config, views, clock
        self.listings, self.pairs = Listings(store.db), Pairs(store.db)
        self.href = views.href

    def item(self, listed: Listed) -> c.Item:
        """An article of a list, as templates see it."""
        return self.views.item(unpack_head(listed.head))

    def topic(self, key: str, name: str) -> c.Link:
        """A topic as a link."""
        return self.views.named("topics", Name(key, name))

    def dated(self, first: str, last: str, limit: int = -1) -> list[Listed]:
        """The articles of a range of days, newest first."""
        begin, end = periods.moments(first, last)
        return self.listings.between("", "", -end, -begin, limit)

    def days(self) -> dict[str, int]:
        """All days with articles, oldest first, with their number."""
        return {d: n for d, n in self.listings.tally("", "").items() if d != cut.UNDATED}

    def edition(self, key: str, total: int, *, current: bool = False) -> c.Edition:
        """An edition with articles, by its key."""
        address = urls.week if "w" in key else {4: urls.year, 7: urls.month, 10: urls.day}[len(key)]
        return c.Edition(key, self.href(address(key)), total, current)

    def calendars(self, months: list[str], days: dict[str, int], current: str = "") -> tuple[c.Calendar, ...]:
        """Months as calendars, their days by the quartiles of all of them."""
        shown = {d: n for d, n in days.items() if d[:7] in months}
        levels = calendar.levels(shown)

        def day(iso: str) -> c.Day | None:
            if not iso:
                return None
            total = shown.get(iso, 0)
            return c.Day(iso, self.href(urls.day(iso)) if total else "", total, levels.get(iso, 0), iso == current)

        found = []
        for month in months:
            total = sum(n for d, n in shown.items() if d[:7] == month)
            weeks = calendar.weeks(month, self.views.language.first_weekday)
            rows = tuple(tuple(day(iso) for iso in week) for week in weeks)
            found.append(c.Calendar(month, self.href(urls.month(month)) if total else "", total, rows))
        return tuple(found)
