"""What the inputs of all pages are found with: the store, the settings and the views, with the questions that several ask.

It is there so that each of these is asked in one way. This module must not know pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from digest.model.article import Head, Name, unpack_head
from digest.model.config import Config
from digest.model.fingerprint import hash_text
from digest.plan import calendar_grid, periods, urls
from digest.plan import parts as cut
from digest.plan.page_set import UNDATED
from digest.render import context as c
from digest.render.views import Views
from digest.store import Store
from digest.store.cooccurrence import CoOccurrence
from digest.store.listings import UNDATED_AT, ListingInfo, Listings, ListItem

FRONT_PAGE = 20
"""A front page whose edition is smaller is topped up to this many articles (DESIGN, section 5)."""


class OptionalValue(NamedTuple):
    """One optional name of a page."""

    fingerprint: str
    """Fingerprint of what it is made from; empty when the page's other inputs cover it."""
    make: Callable[[], Any]


def heads_fingerprint(listed: Iterable[ListItem]) -> str:
    """A fingerprint of what a list shows."""
    return hash_text(*(x.head_hash for x in listed))


class SiteQueries:
    """Made once for a process."""

    def __init__(self, store: Store, config: Config, views: Views, clock: float) -> None:
        """`clock`: the moment of the build."""
        self.store, self.config, self.views, self.clock = store, config, views, clock
        self.listings, self.pairs = Listings(store.db), CoOccurrence(store.db)
        self.href = views.href
        self.date, self.gettext = views.language.dates.date, views.language.gettext
        self.zone = ZoneInfo(config.timezone)

    # -- links ----------------------------------------------------------------------------------

    def absolute(self, path: str) -> str:
        """A file of the output as an absolute address."""
        return self.views.addresses.absolute(urls.link(path))

    def listing(self, collection: str, key: str, part: str = "") -> str:
        """A page of a listing as a link."""
        return self.href(urls.listing(collection, key, part, self.config.permalinks))

    def period(self, key: str) -> c.Link:
        """A day, week, month or year with articles, or what is undated, as a link."""
        if key == cut.UNDATED:
            return c.Link(self.gettext("Undated"), self.href(UNDATED.path))
        return c.Link(self.date(key), self.href(_page_of(key)))

    def item(self, listed: ListItem) -> c.Item:
        """An article of a list, as templates see it."""
        return self.views.item(unpack_head(listed.head))

    def topic(self, key: str, name: str) -> c.Link:
        """A topic as a link."""
        return self.views.name_link("topics", Name(key, name))

    # -- questions to the store -----------------------------------------------------------------

    def articles_in(self, period: str, collection: str = "", key: str = "", limit: int = -1) -> list[ListItem]:
        """The articles of a day, week, month or year, or those without a date: of all, or of one listing; newest first."""
        if period == cut.UNDATED:
            return self.listings.between(collection, key, UNDATED_AT, UNDATED_AT, limit)
        begin, end = periods.wall_times(*periods.span(period))
        return self.listings.between(collection, key, -end, -begin, limit)

    def adjacent_periods(self, key: str) -> tuple[str, str]:
        """The nearest days, weeks, months or years with articles before one of them and after it; '' for none."""
        older, newer = self.listings.neighbour_days(*periods.span(key))
        kind = periods.parse(key).kind
        return older and periods.containing(older, kind), newer and periods.containing(newer, kind)

    def newest_edition(self) -> tuple[str, int, list[ListItem]]:
        """(key of the newest edition, how many articles it has, these with those that top up a small one). Without dated
        articles the key is empty."""
        rows = self.listings.newest("", "", FRONT_PAGE)
        day = unpack_head(rows[0].head).day() if rows else ""
        if not day:
            return "", 0, rows
        key = periods.containing(day, self.config.edition)
        own = self.articles_in(key)
        return key, len(own), own if len(own) > FRONT_PAGE else rows

    def days(self) -> dict[str, int]:
        """All days with articles, oldest first, with their number."""
        return {d: n for d, n in self.listings.tally("", "").items() if d != cut.UNDATED}

    # -- values ---------------------------------------------------------------------------------

    def name_sort_key(self, facts: ListingInfo) -> tuple[str, str]:
        """By what listings are sorted."""
        return self.views.language.sort_key(facts.name), facts.key

    def stamps(self, head: Head) -> tuple[str, str]:
        """(when an article was published, when it was changed last) as RFC 3339: a day begins at midnight in the site's
        zone. Empty when it is undated."""
        published = self._stamp(head.date) if head.date else ""
        if not published or not head.updated:
            return published, published
        return published, max(published, self._stamp(head.updated), key=datetime.fromisoformat)

    def _stamp(self, date: str) -> str:
        return date if len(date) > 10 else datetime.fromisoformat(date).replace(tzinfo=self.zone).isoformat()

    def edition(self, key: str, total: int, *, current: bool = False) -> c.Edition:
        """An edition with articles, by its key."""
        return c.Edition(key, self.href(_page_of(key)), total, current)

    def calendars(self, months: list[str], days: dict[str, int], current: str = "") -> tuple[c.Calendar, ...]:
        """Months as calendars, their days by the quartiles of all of them."""
        shown = {d: n for d, n in days.items() if d[:7] in months}
        levels = calendar_grid.levels(shown)

        def day(iso: str) -> c.Day | None:
            if not iso:
                return None
            total = shown.get(iso, 0)
            return c.Day(iso, self.href(urls.day(iso)) if total else "", total, levels.get(iso, 0), iso == current)

        found = []
        for month in months:
            total = sum(n for d, n in shown.items() if d[:7] == month)
            weeks = calendar_grid.weeks(month, self.views.language.first_weekday)
            rows = tuple(tuple(day(iso) for iso in week) for week in weeks)
            found.append(c.Calendar(month, self.href(urls.month(month)) if total else "", total, rows))
        return tuple(found)


def _page_of(period: str) -> str:
    """The file of a day, week, month or year."""
    address = {"day": urls.day, "week": urls.week, "month": urls.month, "year": urls.year}
    return address[periods.parse(period).kind](period)
