"""The date archive: the front page, days, weeks, months, years, the undated articles, and the overview of all years.

Each of these pages shows a range of the one listing that contains all articles. What a newspaper shows in addition is in
`newspaper/front.py` and `newspaper/dates.py`.
"""

from __future__ import annotations

from digest.model.article import unpack_head
from digest.model.fingerprint import hash_text
from digest.model.page import Page
from digest.pages.content import PageContent
from digest.pages.frame import PageRenderer
from digest.pages.inputs import TemplateInputs
from digest.pages.queries import SiteQueries, heads_fingerprint
from digest.plan import parts as cut
from digest.plan import periods
from digest.plan.page_set import ARCHIVE
from digest.render import context as c


class FrontInputs(TemplateInputs):
    """The newest edition, and earlier ones if it is small."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        self.items = pages.queries.newest_edition()[2]
        self.total = pages.queries.store.count_articles()
        super().__init__(pages, page, {"items": heads_fingerprint(self.items), "total": str(self.total)})

    def content(self) -> PageContent:
        title = self.pages.config.title
        listing = self.pages.listing(title, self.pages.groups_by_day(self.items), self.total)
        return PageContent(title, self.pages.config.description, {"listing": listing})


class EditionInputs(TemplateInputs):
    """All articles of a day, a week or a month."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        self.items = pages.queries.articles_in(page.key)
        self.older, self.newer = adjacent = _adjacent(pages.queries, page.key)
        fingerprints = {"items": heads_fingerprint(self.items), "around": hash_text(repr(adjacent))}
        super().__init__(pages, page, fingerprints)

    def content(self) -> PageContent:
        pages, key = self.pages, self.page.key
        title = pages.queries.date(key)
        if self.page.kind == "day":
            groups: tuple[c.Group, ...] = (c.Group("", "", pages.rows(self.items, "item-day")),)
        else:
            groups = pages.groups_by_day(self.items)
        listing = pages.listing(title, groups, len(self.items))
        up = pages.queries.period(self._longer_period())
        return PageContent(title, "", {"listing": listing._replace(older=self.older, newer=self.newer, up=up, iso=key)})

    def _longer_period(self) -> str:
        """The week, month or year to which the page links."""
        key = self.page.key
        if self.page.kind == "day":
            return periods.week(key) if self.pages.config.edition == "week" else key[:7]
        if self.page.kind == "week":  # it can begin in one year and have articles only in the next
            return unpack_head(self.items[0].head).date[:4]
        return key[:4]


class YearInputs(TemplateInputs):
    """The months of a year, and its articles if they are few."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        queries = pages.queries
        self.months: dict[str, int] = {}
        for day, number in queries.listings.days_between(*periods.span(page.key)).items():
            self.months[day[:7]] = self.months.get(day[:7], 0) + number
        self.total = sum(self.months.values())
        self.items = queries.articles_in(page.key) if self.total <= pages.config.listing.split else []
        self.older, self.newer = adjacent = _adjacent(queries, page.key)
        fingerprints = {
            "items": heads_fingerprint(self.items),
            "months": hash_text(repr(self.months)),
            "around": hash_text(repr(adjacent)),
        }
        super().__init__(pages, page, fingerprints)

    def content(self) -> PageContent:
        queries, months = self.pages.queries, self.months
        title = queries.date(self.page.key)
        listing = self.pages.listing(title, self.pages.groups_by_month(self.items), self.total)._replace(
            parts=tuple(c.Part(*queries.period(m), months[m], m) for m in sorted(months, reverse=True)),
            older=self.older,
            newer=self.newer,
            up=c.Link(queries.gettext("Archive"), queries.href(ARCHIVE.path)),
            iso=self.page.key,
        )
        return PageContent(title, "", {"listing": listing})


class UndatedInputs(TemplateInputs):
    """The articles without a date."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        self.items = pages.queries.articles_in(cut.UNDATED)
        super().__init__(pages, page, {"items": heads_fingerprint(self.items)})

    def content(self) -> PageContent:
        title = self.pages.queries.gettext("Undated")
        groups = (c.Group("", "", self.pages.rows(self.items)),)
        return PageContent(title, "", {"listing": self.pages.listing(title, groups, len(self.items))})


class ArchiveInputs(TemplateInputs):
    """The years, with their numbers of articles."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        self.years = cut.years(pages.queries.listings.tally("", ""))
        super().__init__(pages, page, {"years": hash_text(repr(self.years))})

    def content(self) -> PageContent:
        queries = self.pages.queries
        title = queries.gettext("Archive")
        entries = tuple(c.Entry(*queries.period(year), number, None) for year, number in self.years.items())
        return PageContent(title, "", {"overview": c.Overview(title, entries)})


def _adjacent(queries: SiteQueries, key: str) -> tuple[c.Link | None, c.Link | None]:
    """Links to the periods before and after one."""
    older, newer = (queries.period(k) if k else None for k in queries.adjacent_periods(key))
    return older, newer
