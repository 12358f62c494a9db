"""The inputs of HTML pages: which of the modules here knows a kind of page; and the pages that have little to say.

This module must not know what stands in an article or a list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from digest.model.article import unpack_head
from digest.model.config import Config
from digest.model.fingerprint import hash_text
from digest.model.page import Page
from digest.pages.article import ArticlePages
from digest.pages.date_archive import DatePages
from digest.pages.frame import Inputs, PageFrame
from digest.pages.listing import ListingPages
from digest.pages.queries import SiteQueries
from digest.render.renderer import Renderer
from digest.store import Store
from digest.store.bodies import Bodies


class PageInputs:
    """The inputs of HTML pages."""

    def __init__(
        self, store: Store, bodies: Bodies, config: Config, renderer: Renderer, titles: Mapping[str, str], clock: float
    ) -> None:
        """`titles`: what the overview of each collection is called. `clock`: the moment of the build."""
        self.base = SiteQueries(store, config, renderer.views, clock)
        self.frame = PageFrame(self.base, renderer)
        self.articles = ArticlePages(self.frame, bodies)
        dates, listings = DatePages(self.frame), ListingPages(self.frame, titles)
        self._kinds: dict[str, Callable[[Page], Inputs]] = {
            "article": self.articles.article, "redirect": self.redirect, "front": dates.front, "day": dates.edition,
            "week": dates.edition, "month": dates.edition, "year": dates.year, "undated": dates.undated,
            "archive": dates.archive, "listing": listings.listing, "overview": listings.overview, "404": self.missing,
            "search": self.search, "email": self.email, "email-text": self.email,
        }  # fmt: skip

    def of(self, page: Page) -> Inputs:
        """The inputs of an HTML page. One whose article or listing is gone must not be asked for (KeyError, TypeError)."""
        return self.frame.completed(page, self._kinds[page.kind](page))

    def redirect(self, page: Page) -> Inputs:
        """A former address: only where it leads."""
        row = self.base.store.source(page.key)
        if row is None:
            raise KeyError(page.key)
        context = {"target": self.base.href(row.url)}
        title, canonical = unpack_head(row.head).title, self.base.absolute(row.url)
        return Inputs(
            {"target": hash_text(row.url, title)},
            lambda: self.frame.render(page, title, "", context, canonical=canonical),
        )

    def missing(self, page: Page) -> Inputs:
        """The page for addresses at which nothing stands."""
        return Inputs({}, lambda: self.frame.render(page, self.base.gettext("Page not found"), "", {}, canonical=None))

    def search(self, page: Page) -> Inputs:
        """The search page: what it says is worked out where its template asks for it."""
        return Inputs({}, lambda: self.frame.render(page, self.base.gettext("Search"), "", {}))

    def email(self, page: Page) -> Inputs:
        """The newest edition as a mail, in HTML or in plain text; likewise."""
        config = self.base.config
        return Inputs({}, lambda: self.frame.render(page, config.title, config.description, {}))
