"""The newest edition as a mail: what the front page leads with, and what else there is by topic.

A mail is read far from its site, so its addresses are whole. It is a page like others; this module must not know who sends it.
"""

from __future__ import annotations

from digest.inputs_base import Base, Extra
from digest.inputs_front import FrontInputs, Pool
from digest.model.fingerprint import of_text
from digest.plan import choice, urls
from digest.render import context as c
from digest.render.html import Views


class EmailInputs:
    """`email`."""

    def __init__(self, base: Base) -> None:
        addresses = base.views.addresses
        whole = Views(addresses._replace(base=addresses.site), base.views.links, base.views.language)
        self.base = Base(base.store, base.config, whole, base.clock)
        self.front = FrontInputs(self.base, lambda listed: ())

    def email(self) -> Extra:
        """The newest edition, topped up as on the front page."""
        key, total, pool = self.front.newest(self.base.days())
        layout = choice.email(pool.candidates)

        def make() -> c.Email:
            return c.Email(
                edition=self.base.edition(key, total, current=True) if key else None,
                sources=pool.sources(key),
                lead=pool.story(layout.lead),
                groups=tuple(self._group(pool, *group) for group in layout.groups),
                front=self.base.href("index.html"),
                archive=self.base.href("archive/index.html"),
                feed=self.base.href(urls.feed("", "", self.base.config.permalinks)),
            )

        return Extra(of_text(repr((key, total, layout)), *(row.head_hash for row in pool.rows)), make)

    def _group(self, pool: Pool, key: str, total: int, numbers: tuple[int, ...]) -> c.EmailGroup:
        title = self.base.views.language.gettext("Other") if pool.names else ""
        link = self.base.topic(key, pool.names[key]) if key else c.Link(title, "")
        return c.EmailGroup(link.title, link.url, total, pool.items(numbers))
