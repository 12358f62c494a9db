"""The optional value `email`: the newest edition as an email, with its lead story and the other articles by topic.

All of its links are absolute, since an email is read outside the site.
"""

from __future__ import annotations

from digest.model.fingerprint import hash_text
from digest.pages.newspaper.front import EditionArticles, FrontValues
from digest.pages.queries import OptionalValue, SiteQueries
from digest.plan import front_page
from digest.plan.page_set import ARCHIVE, FEED, FRONT
from digest.render import context as c
from digest.render.views import Views


class EmailValues:
    """`email`."""

    def __init__(self, queries: SiteQueries) -> None:
        addresses = queries.views.addresses
        absolute = Views(addresses._replace(base=addresses.site), queries.views.links, queries.views.language)
        self.queries = SiteQueries(queries.store, queries.config, absolute, queries.clock)
        self.front = FrontValues(self.queries, lambda items: ())

    def email(self) -> OptionalValue:
        """The newest edition, with articles of earlier editions if it is small, as on the front page."""
        key, total, articles = self.front.newest()
        layout = front_page.email(articles.candidates)
        years = self.front.earlier_years(self.queries.days(), key, {item.path for item in articles.items})[:1]

        def compute() -> c.Email:
            return c.Email(
                edition=self.queries.edition(key, total, current=True) if key else None,
                sources=articles.count_sources(key),
                lead=articles.story(layout.lead),
                groups=tuple(self._group(articles, *group) for group in layout.groups),
                earlier_years=tuple(
                    c.EarlierYear(n, self.queries.edition(k, -1), self.queries.item(lead)) for k, n, lead in years
                ),
                front=self.queries.href(FRONT.path),
                archive=self.queries.href(ARCHIVE.path),
                feed=self.queries.href(FEED.path),
            )

        heads = (item.head_hash for item in articles.items)
        earlier = (f"{k} {n} {lead.head_hash}" for k, n, lead in years)
        return OptionalValue(hash_text(repr((key, total, layout)), *heads, *earlier), compute)

    def _group(self, articles: EditionArticles, key: str, total: int, numbers: tuple[int, ...]) -> c.EmailGroup:
        return c.EmailGroup(*articles.topic(key), total, articles.views(numbers))
