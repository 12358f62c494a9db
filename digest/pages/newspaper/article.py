"""What an article's page shows besides the article: its story, whether it is old, and what machines read in the head of a
page.

This module must not know the article's text.
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from digest.model.article import Head
from digest.model.page import Page
from digest.pages.queries import OptionalValue, SiteQueries, heads_fingerprint
from digest.plan import urls
from digest.plan.archive_age import archive_until
from digest.plan.page_set import STORY_NEIGHBOURS
from digest.render import context as c
from digest.store.listings import sort_key_of

_SCRIPT = {ord(x): f"\\u{ord(x):04x}" for x in "<>&\u2028\u2029"}
"""What could end a script, written as JSON allows."""


class ArticleInputs:
    """`timeline`, `from_archive` and `meta`."""

    def __init__(self, base: SiteQueries) -> None:
        self.base = base
        self.archive_until = archive_until(base.clock, base.config.timezone)

    def timeline(self, head: Head) -> OptionalValue:
        """The articles of the same story before and after an article."""
        if not head.story:
            return OptionalValue("", lambda: None)
        story = head.story
        sort_key = sort_key_of(head.wall_time, head.date)
        older, newer = self.base.listings.neighbours("stories", story.key, sort_key, head.id, STORY_NEIGHBOURS)

        def make() -> c.Timeline | None:
            before = [c.TimelineEntry(self.base.item(x), False) for x in older]
            after = [c.TimelineEntry(self.base.item(x), False) for x in reversed(newer)]
            entries = (*after, c.TimelineEntry(self.base.views.item(head), True), *before)
            return c.Timeline(self.base.views.name_link("stories", story), entries) if len(entries) > 1 else None

        return OptionalValue(heads_fingerprint((*newer, *older)), make)

    def from_archive(self, head: Head | None) -> OptionalValue:
        """Whether an article is five years old at the clock of the build; one without a date never is."""
        old = bool(head and head.date and head.day() <= self.archive_until)
        return OptionalValue("yes" if old else "", lambda: old)

    # -- for machines ---------------------------------------------------------------------------

    def meta(self, page: Page, title: str, head: Head | None) -> c.Meta:
        """What search engines and others that show links read. `head`: of an article's page."""
        if page.kind == "404":
            return c.Meta(Markup(""), "", "", "")
        own = self.base.absolute(page.path)
        publisher = {"@type": "Organization", "name": self.base.config.title, "url": self.base.absolute("index.html")}
        if not head:
            kind = {"front": "WebSite", "search": "WebPage"}.get(page.kind, "CollectionPage")
            about = {"@type": kind, "name": title, "url": own, "inLanguage": self.base.config.language}
            more = {"publisher": publisher} if kind == "WebSite" else {"isPartOf": {"@type": "WebSite", **_named(publisher)}}
            return c.Meta(_script({**about, **more}), "", "", "")
        image, (published, modified) = self._image(head), self.base.stamps(head)
        article: dict[str, Any] = {
            "@type": "NewsArticle",
            "headline": head.title,
            "datePublished": published,
            "dateModified": modified,
            "author": self._authors(head) or [publisher],
            "publisher": publisher,
            "image": [image] if image else [],
            "mainEntityOfPage": own,
            "description": head.summary,
            "inLanguage": head.language,
            "keywords": [n.name for n in head.topics],
            "isBasedOn": head.source_url,
        }
        return c.Meta(_script({k: v for k, v in article.items() if v}), image, published, modified)

    def _authors(self, head: Head) -> list[dict[str, str]]:
        """People with their pages; else the agency, or the newspaper."""
        people = [self._author("Person", "authors", n.key, n.name) for n in head.authors]
        if people or not (head.agency or head.source):
            return people
        if head.agency:
            return [{"@type": "Organization", "name": head.agency}]
        return [self._author("Organization", "sources", head.source.key, head.source.name)] if head.source else []

    def _author(self, kind: str, collection: str, key: str, name: str) -> dict[str, str]:
        url = self.base.absolute(urls.listing(collection, key, "", self.base.config.permalinks))
        return {"@type": kind, "name": name, "url": url}

    def _image(self, head: Head) -> str:
        src = head.picture.src if head.picture else ""
        if not src or "://" in src:
            return src
        return self.base.views.addresses.absolute(src[1:]) if src.startswith("/") else self.base.absolute(src)


def _named(organization: dict[str, str]) -> dict[str, str]:
    return {"name": organization["name"], "url": organization["url"]}


def _script(value: dict[str, Any]) -> Markup:
    """JSON-LD that nothing in it can end early."""
    text = json.dumps({"@context": "https://schema.org", **value}, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_SCRIPT))
