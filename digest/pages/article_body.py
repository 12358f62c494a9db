"""The text of an article as HTML: its links and images point to where the files are in the output.

In the store, the text has placeholders for them, since the addresses depend on other articles. Used by the pages of
articles and by feeds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from digest.model.article import Detail, Head
from digest.model.image import ImageInfo
from digest.pages.body_images import BodyImages
from digest.pages.queries import SiteQueries
from digest.plan import urls
from digest.render.placeholders import quoted, resolve_links
from digest.store.bodies import Bodies

Links = Sequence[str | None]
"""The link of each reference of an article, in their order; None if there is nothing to link to."""


class ArticleBodies:
    """The texts of a site. Created once per process."""

    def __init__(self, queries: SiteQueries, bodies: Bodies, theme_options: Mapping[str, Any]) -> None:
        self.queries, self.bodies = queries, bodies
        self.images = BodyImages(queries, theme_options)

    def links(self, head: Head, detail: Detail) -> list[str | None]:
        """The links of an article's references, without the base path of the site."""
        return [self._link(head, ref.target, ref.fragment) for ref in detail.refs]

    def missing_from_root(self, detail: Detail) -> set[str]:
        """The links from the root of the site that lead to no page and no file of it."""
        page = self.queries.store.page
        found = {ref.target for ref in detail.refs if ref.target.startswith("/")}
        return {address for address in found if not any(page(path) for path in urls.paths_at(address))}

    def _link(self, head: Head, target: str, fragment: str) -> str | None:
        store = self.queries.store
        row = store.source(target)
        if row and row.live:
            return urls.link(row.url) + fragment
        if target.startswith("/"):
            return urls.link(target[1:]) + fragment
        if store.has_file(target) and not head.external:
            return urls.link(urls.attachment(head.url, head.id, target)) + fragment
        return None

    def html(self, place: str, detail: Detail, links: Links, images: Mapping[str, ImageInfo]) -> str:
        """The text for the page of the article. `place`: where the store keeps the text. Raises BodyDamaged."""
        to_href = self.queries.views.addresses.href
        hrefs = [link if link is None else to_href(quoted(link)) for link in links]
        html = self.images.insert(self.bodies.get(place), detail, hrefs, images)
        return resolve_links(html, hrefs.__getitem__, to_href)

    def absolute_html(self, place: str, detail: Detail, links: Links, images: Mapping[str, ImageInfo]) -> str:
        """The text for feeds, with absolute URLs and one file per image."""
        to_href = self.queries.views.addresses.absolute
        hrefs = [link if link is None else quoted(to_href(link)) for link in links]
        html = self.images.insert_single(self.bodies.get(place), detail, hrefs, images, to_href)
        return resolve_links(html, hrefs.__getitem__, to_href)
