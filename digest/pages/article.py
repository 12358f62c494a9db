"""An article's own page: its head and text, what the text links to, and what stands around it in time.

A build asks for thousands of these, so what they need of the store comes in two queries for many. This module must not
know what lists show of an article.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from digest.model.article import Detail, Head, unpack_detail, unpack_head
from digest.model.fingerprint import hash_text
from digest.model.image import ImageInfo
from digest.model.page import Page
from digest.model.problem import Problem
from digest.pages.body_images import BodyPictures
from digest.pages.frame import Inputs, PageFrame
from digest.plan import urls
from digest.render import context as c
from digest.render.placeholders import quoted, resolve_links
from digest.store.bodies import Bodies
from digest.store.listings import sort_key_of
from digest.store.sources import SourceRow


class ArticlePages:
    """Pages of articles."""

    def __init__(self, frame: PageFrame, bodies: Bodies) -> None:
        self.frame, self.bodies = frame, bodies
        self.store, self.config, self.views = frame.base.store, frame.base.config, frame.base.views
        self.listings = frame.base.listings
        self.pictures = BodyPictures(self.store, self.views, self.config, frame.renderer.site.options)
        self._expected: dict[str, tuple[SourceRow, Head | None, Head | None]] = {}
        """Sources by path, with the articles just before and after them in time (older, newer)."""

    def expect(self, keys: Sequence[str]) -> None:
        """Articles whose pages are asked for next: what these need of the store comes in two queries for all."""
        rows = {key: row for key, row in self.store.sources(keys).items() if row.head}
        heads = [unpack_head(row.head) for row in rows.values()]
        around = self.listings.around([(sort_key_of(h.wall_time, h.date), h.id) for h in heads])
        self._expected = {
            key: (row, unpack_head(older) if older else None, unpack_head(newer) if newer else None)
            for (key, row), (older, newer) in zip(rows.items(), around, strict=True)
        }

    def article(self, page: Page) -> Inputs:
        """An article's own page: its head and body, what it links to, and its neighbours in time."""
        if page.key not in self._expected:
            self.expect([page.key])
        row, older, newer = self._expected[page.key]
        head, detail = unpack_head(row.head), unpack_detail(row.detail)
        pictures = self.pictures.of(detail)
        links = [self.target(head, ref.target, ref.fragment) for ref in detail.refs]
        problems = [
            Problem(
                "link-missing", f"there is no {ref.target} in {self.config.content}/",
                f"{self.config.content}/{row.path}", ref.line, 0, "Correct the link, or add the file.",
            )
            for ref, link in zip(detail.refs, links, strict=True) if link is None
        ]  # fmt: skip
        problems += self.pictures.problems(row.path, detail, pictures)
        # What has no date is neither earlier nor later than anything.
        older, newer = older if older and older.date else None, newer if head.date else None
        parts = {
            "head": row.head_hash,
            "body": row.body_hash,
            "around": hash_text(*(_neighbour(x) for x in (older, newer))),
            "links": hash_text(*(link or "" for link in links)),
            "pictures": hash_text(repr(pictures)) if pictures else "",
        }
        make = lambda: self._article(page, row, head, detail, links, pictures, older, newer)
        return Inputs(parts, make, tuple(problems), head)

    def _article(
        self, page: Page, row: SourceRow, head: Head, detail: Detail, links: list[str | None],
        pictures: Mapping[str, ImageInfo], older: Head | None, newer: Head | None,
    ) -> str:  # fmt: skip
        hrefs = [link if link is None else self.views.addresses.href(quoted(link)) for link in links]
        body = self.pictures.put(self.bodies.get(row.body), detail, hrefs, pictures)
        body = resolve_links(body, hrefs.__getitem__, self.views.addresses.href)
        item = self.views.item(head)
        article = c.Article(
            body=Markup(body),
            words=detail.words,
            corrections=tuple(c.Correction(self.views.date(d, has_page=False) if d else None, t) for d, t in detail.corrections),
            host=item.host,
            extra=detail.extra,
            older=self.views.neighbour(older) if older else None,
            newer=self.views.neighbour(newer) if newer else None,
        )
        context = {"item": item, "article": article}
        return self.frame.render(page, head.title, head.summary, context, head=head)

    def target(self, head: Head, target: str, fragment: str) -> str | None:
        """Where a file of content/ that an article refers to stands, as a link; None when there is none."""
        row = self.store.source(target)
        if row and row.live:
            return urls.link(row.url) + fragment
        if target.startswith("/"):
            return urls.link(target[1:]) + fragment
        if self.store.has_file(target):
            return urls.link(urls.attachment(head.url, head.id, target)) + fragment
        return None


def _neighbour(head: Head | None) -> str:
    return f"{head.url} {head.language} {head.title}" if head else ""
