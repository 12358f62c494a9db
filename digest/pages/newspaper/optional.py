"""Which function computes each optional value of `digest.render.templates`.

A new optional value needs a line in `_COMPUTED`, and its name and type in `OPTIONAL` of `digest/render/templates.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence

from digest.model.article import Head
from digest.model.page import Page
from digest.pages.article_body import ArticleBodies
from digest.pages.newspaper.article import ArticleValues
from digest.pages.newspaper.dates import DateValues
from digest.pages.newspaper.email import EmailValues
from digest.pages.newspaper.front import FrontValues, Rows
from digest.pages.newspaper.listings import ListingValues
from digest.pages.newspaper.more import MoreValues
from digest.pages.newspaper.opening import OpeningValues
from digest.pages.newspaper.search import SearchValues
from digest.pages.queries import OptionalValue, SiteQueries
from digest.render import context as c


class OptionalValues:
    """The optional values of all pages of a site. Created once per process."""

    def __init__(
        self, queries: SiteQueries, bodies: ArticleBodies, names: Mapping[str, Sequence[str]], rows: Rows,
        kinds: Container[str],
    ) -> None:  # fmt: skip
        """`names`: the optional names that the template of each kind of page uses. `rows`: renders the rows of a day. `kinds`:
        the optional kinds of pages that the site has."""
        self.names = names
        self.front, self.dates = FrontValues(queries, rows), DateValues(queries)
        self.listings, self.articles = ListingValues(queries), ArticleValues(queries, kinds)
        self.openings = OpeningValues(queries, bodies)
        self.more = MoreValues(queries)
        self.search, self.email = SearchValues(queries), EmailValues(queries)

    def values_for(self, page: Page, head: Head | None) -> dict[str, OptionalValue]:
        """The optional values of a page, by name, except `meta`. `head`: of the article whose page it is."""
        names = self.names.get(page.kind, ())
        return {name: _COMPUTED[name](self, page, head) for name in names if name in _COMPUTED}

    def meta(self, page: Page, title: str, head: Head | None) -> dict[str, c.Meta]:
        """`meta`, if the template of the page uses it. It follows from the other inputs, so it has no fingerprint."""
        return {"meta": self.articles.meta(page, title, head)} if "meta" in self.names.get(page.kind, ()) else {}


_COMPUTED: Mapping[str, Callable[[OptionalValues, Page, Head | None], OptionalValue]] = {
    "strip": lambda values, page, head: values.front.strip(page.kind, page.key),
    "front": lambda values, page, head: values.front.front(),
    "opening": lambda values, page, head: values.openings.opening(),
    "issue": lambda values, page, head: values.front.issue(page.key),
    "month": lambda values, page, head: values.dates.month(page.key),
    "year": lambda values, page, head: (
        values.dates.year(page.key) if page.kind == "year" else values.dates.newest_year()
    ),
    "profile": lambda values, page, head: values.listings.profile(page),
    "timeline": lambda values, page, head: values.articles.timeline(head),
    "more": lambda values, page, head: values.more.more(head),
    "from_archive": lambda values, page, head: values.articles.from_archive(head),
    "index": lambda values, page, head: values.listings.index(page),
    "search": lambda values, page, head: values.search.search(),
    "email": lambda values, page, head: values.email.email(),
}
