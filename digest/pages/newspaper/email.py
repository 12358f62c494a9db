"""The newest edition as a mail: what the front page leads with, and what else there is by topic.

A mail is read far from its site, so its addresses are whole. It is a page like others; this module must not know who sends it.
"""

from __future__ import annotations

from digest.model.fingerprint import hash_text
from digest.pages.newspaper.front import FrontInputs, Pool
from digest.pages.queries import OptionalValue, SiteQueries
from digest.plan import front_page
from digest.plan.page_set import ARCHIVE, FEED, FRONT
from digest.render import context as c
from digest.render.views import Views


class EmailInputs:
    """`email`."""

    def __init__(self, base: SiteQueries) -> None:
        addresses = base.views.addresses
        whole = Views(addresses._replace(base=addresses.site), base.views.links, base.views.language)
        self.base = SiteQueries(base.store, base.config, whole, base.clock)
        self.front = FrontInputs(self.base, lambda listed: ())

    def email(self) -> OptionalValue:
        """The newest edition, topped up as on the front page."""
        key, total, pool = self.front.newest()
        layout = front_page.email(pool.candidates)

        def make() -> c.Email:
            return c.Email(
                edition=self.base.edition(key, total, current=True) if key else None,
                sources=pool.sources(key),
                lead=pool.story(layout.lead),
                groups=tuple(self._group(pool, *group) for group in layout.groups),
                front=self.base.href(FRONT.path),
                archive=self.base.href(ARCHIVE.path),
                feed=self.base.href(FEED.path),
            )

        return OptionalValue(hash_text(repr((key, total, layout)), *(row.head_hash for row in pool.rows)), make)

    def _group(self, pool: Pool, key: str, total: int, numbers: tuple[int, ...]) -> c.EmailGroup:
        return c.EmailGroup(*pool.topic(key), total, pool.items(numbers))
