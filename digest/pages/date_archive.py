"""The pages of the date archive: the front page, days, weeks, months, years, what is undated, and the archive itself.

Each is a range of days in one listing, that of all articles. This module must not know what a newspaper's templates ask
for besides (see optional/).
"""

from __future__ import annotations

from digest.model.article import unpack_head
from digest.model.fingerprint import hash_text
from digest.model.page import Page
from digest.pages.frame import Inputs, PageFrame
from digest.pages.queries import heads_fingerprint
from digest.plan import parts as cut
from digest.plan import periods
from digest.plan.page_set import ARCHIVE
from digest.render import context as c


class DatePages:
    """Pages of the date archive."""

    def __init__(self, frame: PageFrame) -> None:
        self.frame, self.base, self.listings = frame, frame.base, frame.base.listings

    def front(self, page: Page) -> Inputs:
        """The newest edition, topped up with the ones before it when it is small."""
        rows, config = self.base.newest_edition()[2], self.base.config
        total = self.base.store.count_articles()

        def make() -> str:
            listing = self.frame.simple(config.title, self.frame.grouped(rows, "day"), total)
            return self.frame.render(page, config.title, config.description, {"listing": listing})

        return Inputs({"items": heads_fingerprint(rows), "total": str(total)}, make)

    def edition(self, page: Page) -> Inputs:
        """A day, a week or a month: all of its articles."""
        rows = self.base.articles_in(page.key)
        near = self._near(page.key)
        if page.kind == "day":
            up = periods.week(page.key) if self.base.config.edition == "week" else page.key[:7]
        elif page.kind == "week":  # the first days of January may lie in the last week of a year without articles
            up = unpack_head(rows[0].head).date[:4]
        else:
            up = page.key[:4]

        def make() -> str:
            plain = page.kind == "day"
            groups = (c.Group("", "", self.frame.rows(rows, "item-day")),) if plain else self.frame.grouped(rows, "day")
            title = self.base.date(page.key)
            listing = self.frame.simple(title, groups, len(rows))
            listing = listing._replace(older=near[0], newer=near[1], up=self.base.period(up), iso=page.key)
            return self.frame.render(page, title, "", {"listing": listing})

        return Inputs({"items": heads_fingerprint(rows), "around": hash_text(repr(near))}, make)

    def _near(self, key: str) -> tuple[c.Link | None, c.Link | None]:
        """The periods before and after one, as links."""
        older, newer = (self.base.period(k) if k else None for k in self.base.adjacent_periods(key))
        return older, newer

    def year(self, page: Page) -> Inputs:
        """A year: its months, and its articles when they are few."""
        months: dict[str, int] = {}
        for day, number in self.listings.days_between(*periods.span(page.key)).items():
            months[day[:7]] = months.get(day[:7], 0) + number
        total = sum(months.values())
        rows = self.base.articles_in(page.key) if total <= self.base.config.listing.split else []
        near = self._near(page.key)

        def make() -> str:
            parts = tuple(c.Part(*self.base.period(m), months[m], m) for m in sorted(months, reverse=True))
            up = c.Link(self.base.gettext("Archive"), self.base.href(ARCHIVE.path))
            title = self.base.date(page.key)
            listing = self.frame.simple(title, self.frame.grouped(rows, "month"), total)
            listing = listing._replace(parts=parts, older=near[0], newer=near[1], up=up, iso=page.key)
            return self.frame.render(page, title, "", {"listing": listing})

        return Inputs({"items": heads_fingerprint(rows), "months": hash_text(repr(months)), "around": hash_text(repr(near))}, make)

    def undated(self, page: Page) -> Inputs:
        """The articles without a date."""
        rows = self.base.articles_in(cut.UNDATED)

        def make() -> str:
            title = self.base.gettext("Undated")
            listing = self.frame.simple(title, (c.Group("", "", self.frame.rows(rows)),), len(rows))
            return self.frame.render(page, title, "", {"listing": listing})

        return Inputs({"items": heads_fingerprint(rows)}, make)

    def archive(self, page: Page) -> Inputs:
        """The years, with how many articles each has."""
        totals = cut.years(self.listings.tally("", ""))

        def make() -> str:
            entries = tuple(c.Entry(*self.base.period(year), number, None) for year, number in totals.items())
            title = self.base.gettext("Archive")
            return self.frame.render(page, title, "", {"overview": c.Overview(title, entries)})

        return Inputs({"years": hash_text(repr(totals))}, make)
