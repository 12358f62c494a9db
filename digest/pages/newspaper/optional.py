"""The optional names of `render.context`: worked out for the pages whose templates name them, and for no others.

This module must not know how any of them is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from digest.model.article import Head
from digest.model.page import Page
from digest.pages.newspaper.article import ArticleInputs
from digest.pages.newspaper.dates import DateInputs
from digest.pages.newspaper.email import EmailInputs
from digest.pages.newspaper.front import FrontInputs, Rows
from digest.pages.newspaper.listings import ListingInputs
from digest.pages.newspaper.search import SearchInputs
from digest.pages.queries import OptionalValue, SiteQueries
from digest.render import context as c


class OptionalInputs:
    """Made once for a process. `named`: the optional names that the template of each kind of page asks for."""

    def __init__(self, base: SiteQueries, named: Mapping[str, Sequence[str]], rows: Rows) -> None:
        self.named = named
        self.front, self.dates = FrontInputs(base, rows), DateInputs(base)
        self.listings, self.articles = ListingInputs(base), ArticleInputs(base)
        self.searched, self.mails = SearchInputs(base), EmailInputs(base)

    def of(self, page: Page, head: Head | None) -> dict[str, OptionalValue]:
        """Those of one page. `head`: of an article's page."""
        names = self.named.get(page.kind)
        if not names:
            return {}
        kinds: dict[str, Callable[[], OptionalValue]] = {
            "front": self.front.front,
            "issue": lambda: self.front.issue(page.key),
            "strip": lambda: self.front.strip(page.kind, page.key),
            "month": lambda: self.dates.month(page.key),
            "year": lambda: self.dates.year(page.key) if page.kind == "year" else self.dates.newest_year(),
            "profile": lambda: self.listings.profile(page),
            "search": self.searched.search,
            "email": self.mails.email,
            "index": lambda: self.listings.index(page),
            "timeline": lambda: self.articles.timeline(head) if head else OptionalValue("", lambda: None),
            "from_archive": lambda: self.articles.from_archive(head),
        }
        return {name: kinds[name]() for name in names if name in kinds}

    def meta(self, page: Page, title: str, head: Head | None) -> dict[str, c.Meta]:
        """What machines read, of a page whose template asks for it: it follows from what the page is made of anyway."""
        return {"meta": self.articles.meta(page, title, head)} if "meta" in self.named.get(page.kind, ()) else {}
