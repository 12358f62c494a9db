"""What pages of several kinds share: rows and groups of lists, and the values that every template gets."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from digest.model.article import Head
from digest.model.page import Page
from digest.model.site import Site
from digest.pages.article_body import ArticleBodies
from digest.pages.content import PageContent
from digest.pages.feed_entries import FeedEntries
from digest.pages.newspaper.optional import OptionalValues
from digest.pages.queries import SiteQueries
from digest.pages.renderer import collection_title
from digest.plan import page_set, periods, urls
from digest.render import context as c
from digest.render.card import CardPainter
from digest.render.renderer import Renderer
from digest.store import Store
from digest.store.bodies import Bodies
from digest.store.listings import UNDATED_AT, ListItem


class PageRenderer:
    """Renders the pages of a site. Created once per process."""

    def __init__(
        self, site: Site, store: Store, bodies: Bodies, renderer: Renderer, optional_kinds: Container[str]
    ) -> None:
        """`optional_kinds`: the optional kinds of pages that the site has."""
        self.site, self.config, self.optional_kinds = site, site.config, optional_kinds
        self.renderer = renderer
        self.queries = SiteQueries(store, site.config, renderer.views, site.options.clock)
        self.bodies = ArticleBodies(self.queries, bodies, renderer.site.options)
        self.feed_entries = FeedEntries(self.queries)
        self.optional = OptionalValues(
            self.queries,
            self.bodies,
            renderer.optional_names,
            lambda items: self.rows(items, "item-day"),
            optional_kinds,
        )
        self.card_painter = CardPainter(renderer.theme.drawn)

    # -- lists ----------------------------------------------------------------------------------

    def rows(self, items: list[ListItem], template: str = "item") -> tuple[c.Row, ...]:
        """Articles as lists show them. Each is rendered only once. `template`: a key of `ROW_TEMPLATES`."""
        return tuple([self.renderer.row(x.head, x.head_hash, template) for x in items])

    def groups_by_day(self, items: list[ListItem]) -> tuple[c.Group, ...]:
        """Rows grouped by day, in the given order."""
        return self.grouped(items, "item-day", "day")

    def groups_by_month(self, items: list[ListItem]) -> tuple[c.Group, ...]:
        """Rows grouped by month, in the given order."""
        return self.grouped(items, "item", "month")

    def grouped(self, items: list[ListItem], template: str, by: periods.PeriodKind) -> tuple[c.Group, ...]:
        """Rows grouped by day or month, in the given order. `template`: a key of `ROW_TEMPLATES`."""
        groups: dict[str, list[c.Row]] = {}
        for item, row in zip(items, self.rows(items, template), strict=True):
            period = "" if item.sort_key == UNDATED_AT else periods.containing(periods.day_at(-item.sort_key), by)
            groups.setdefault(period, []).append(row)
        undated = c.Link(self.queries.gettext("Undated"), "")
        return tuple(
            c.Group(*(self.queries.period(key) if key else undated), tuple(rows), key) for key, rows in groups.items()
        )

    def listing(self, title: str, groups: tuple[c.Group, ...], total: int) -> c.Listing:
        """A listing without links to other pages; use `_replace` to add them."""
        return c.Listing(title, "", total, groups, (), None, None, None, ())

    def collection_title(self, collection: str) -> str:
        """The title of the overview of a collection."""
        return collection_title(collection, self.site, self.queries.views.language)

    # -- the page -------------------------------------------------------------------------------

    def render(self, page: Page, content: PageContent, optional: Mapping[str, Any], head: Head | None) -> str:
        """Return the text of a page. `optional`: its optional values by name. `head`: of the article whose page it is."""
        is_listing = page.kind == "listing"
        has_feed = is_listing and page_set.has_feed(page.collection, self.config)
        feed = urls.feed(page.collection, page.key, self.config.permalinks) if has_feed else ""
        about = c.Page(
            kind=page.kind,
            title=content.title,
            description=content.description,
            canonical=self.queries.absolute(page.path) if content.canonical is None else content.canonical,
            feed=self.queries.href(feed) if feed else "",
            collection=page.collection,
            part=page.part if is_listing else "",
        )
        meta = self.optional.meta(page, content.title, head)
        return self.renderer.page(page.kind, page.path, about, {**content.values, **meta, **optional})
