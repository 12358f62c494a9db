"""What pages of several kinds share: rows of lists, a listing, the optional names, and the page around all of it.

Every page is rendered here, so that there is one place that says what a template gets. This module must not know what a
kind of page shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from digest.model.article import Head
from digest.model.page import Page
from digest.model.problem import Problem
from digest.pages.newspaper.optional import OptionalInputs
from digest.pages.queries import SiteQueries
from digest.plan import page_set, periods, urls
from digest.render import context as c
from digest.render.renderer import Renderer
from digest.store.listings import UNDATED_AT, ListItem


class Inputs(NamedTuple):
    """A page's inputs."""

    parts: dict[str, str]
    """Their fingerprints by name; the names are what `--explain` says."""
    make: Callable[[], str]
    """Renders the page from them."""
    problems: tuple[Problem, ...] = ()
    head: Head | None = None
    """Of an article's page."""


class PageFrame:
    """Made once for a process."""

    def __init__(self, base: SiteQueries, renderer: Renderer) -> None:
        self.base, self.renderer = base, renderer
        self.optional = OptionalInputs(base, renderer.optional_names, lambda listed: self.rows(listed, "item-day"))
        self._given: dict[str, Any] = {}

    def completed(self, page: Page, inputs: Inputs) -> Inputs:
        """A page's inputs with the optional names that its template asks for."""
        extras = self.optional.of(page, inputs.head)
        if not extras:
            return inputs
        prints = {name: extra.fingerprint for name, extra in extras.items()}

        def make() -> str:
            self._given = {name: extra.make() for name, extra in extras.items()}
            try:
                return inputs.make()
            finally:
                self._given = {}

        return inputs._replace(parts={**inputs.parts, **prints}, make=make)

    def rows(self, listed: list[ListItem], template: str = "item") -> tuple[c.Row, ...]:
        """Articles as lists show them, rendered once each. `template`: a key of `ROW_TEMPLATES`."""
        return tuple([self.renderer.row(x.head, x.head_hash, template) for x in listed])

    def grouped(self, listed: list[ListItem], by: periods.PeriodKind) -> tuple[c.Group, ...]:
        """Rows under their day or month, in the order they come."""
        groups: dict[str, list[c.Row]] = {}
        for x, row in zip(listed, self.rows(listed, "item-day" if by == "day" else "item"), strict=True):
            period = "" if x.sort_key == UNDATED_AT else periods.containing(periods.day_at(-x.sort_key), by)
            groups.setdefault(period, []).append(row)
        undated = c.Link(self.base.gettext("Undated"), "")
        return tuple(
            c.Group(*(self.base.period(k) if k else undated), tuple(rows), k) for k, rows in groups.items()
        )

    def simple(self, title: str, groups: tuple[c.Group, ...], total: int) -> c.Listing:
        """A listing with nothing around it."""
        return c.Listing(title, "", total, groups, (), None, None, None, ())

    def render(
        self, page: Page, title: str, description: str, context: Mapping[str, Any], *, canonical: str | None = "",
        head: Head | None = None,
    ) -> str:  # fmt: skip
        """The page's text. `canonical`: None where a page has no address of its own. `head`: of an article's page."""
        own = self.base.absolute(page.path)
        has_feed = page.kind == "listing" and page_set.has_feed(page.collection, self.base.config)
        feed = urls.feed(page.collection, page.key, self.base.config.permalinks) if has_feed else ""
        about = c.Page(
            kind=page.kind,
            title=title,
            description=description,
            canonical="" if canonical is None else canonical or own,
            feed=self.base.href(feed) if feed else "",
            collection=page.collection,
            part=page.part if page.kind == "listing" else "",
        )
        extra = {**self.optional.meta(page, title, head), **self._given}
        return self.renderer.page(page.kind, page.path, about, {**context, **extra} if extra else context)
