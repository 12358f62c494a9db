"""Which class provides the inputs of each kind of page. Start here to change what a page shows.

A new kind of page needs one line in `INPUTS`, and a row in `digest/model/kinds.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping

from digest.model.page import Page
from digest.model.site import Site
from digest.pages.article import ArticleInputs, RedirectInputs
from digest.pages.card import CardInputs
from digest.pages.date_archive import ArchiveInputs, EditionInputs, FrontInputs, UndatedInputs, YearInputs
from digest.pages.email import EmailInputs
from digest.pages.feeds import FeedInputs, RobotsInputs, SitemapIndexInputs, SitemapInputs
from digest.pages.frame import PageRenderer
from digest.pages.icon import IconInputs
from digest.pages.inputs import PageInputs
from digest.pages.listing import ListingInputs, OverviewInputs
from digest.pages.not_found import NotFoundInputs
from digest.pages.search import SearchIndexInputs, SearchInputs
from digest.pages.standing import StandingInputs
from digest.render.renderer import Renderer
from digest.store import Store
from digest.store.bodies import Bodies

INPUTS: Mapping[str, Callable[[PageRenderer, Page], PageInputs]] = {
    "article": ArticleInputs,
    "standing": StandingInputs,
    "front": FrontInputs,
    "day": EditionInputs,
    "week": EditionInputs,
    "month": EditionInputs,
    "year": YearInputs,
    "undated": UndatedInputs,
    "listing": ListingInputs,
    "archive": ArchiveInputs,
    "overview": OverviewInputs,
    "search": SearchInputs,
    "email": EmailInputs,
    "email-text": EmailInputs,
    "404": NotFoundInputs,
    "redirect": RedirectInputs,
    "feed": FeedInputs,
    "sitemap": SitemapInputs,
    "sitemap-index": SitemapIndexInputs,
    "robots": RobotsInputs,
    "search-index": SearchIndexInputs,
    "card": CardInputs,
    "article-card": CardInputs,
    "icon": IconInputs,
    "icon-ico": IconInputs,
    "icon-touch": IconInputs,
}
"""By kind, for all pages that are not copies of files."""


class SitePages:
    """The pages of a site. Created once per process."""

    def __init__(
        self, site: Site, store: Store, bodies: Bodies, renderer: Renderer, optional_kinds: Container[str]
    ) -> None:
        """`optional_kinds`: the optional kinds of pages that the site has."""
        self.renderer = PageRenderer(site, store, bodies, renderer, optional_kinds)

    def prefetch(self, pages: Iterable[Page]) -> None:
        """Fetch what these pages need from the store in as few queries as possible."""
        articles = [page.key for page in pages if page.kind in ("article", "standing")]
        if articles:
            self.renderer.queries.prefetch_articles(articles)

    def inputs_of(self, page: Page) -> PageInputs:
        """The inputs of a page. Raises KeyError, TypeError or IndexError if its article or listing no longer exists."""
        return INPUTS[page.kind](self.renderer, page)
