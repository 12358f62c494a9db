"""Optional values of the pages of articles, `timeline` and `from_archive`, and the metadata of all pages, `meta`."""

from __future__ import annotations

import json
from collections.abc import Container
from typing import Any

from markupsafe import Markup

from digest.model.article import Head, Name
from digest.model.kinds import KINDS
from digest.model.page import Page
from digest.pages.queries import NO_VALUE, OptionalValue, SiteQueries, heads_fingerprint
from digest.plan import urls
from digest.plan.archive_age import archive_until
from digest.plan.page_set import CARD, STORY_NEWER, STORY_OLDER
from digest.render import context as c
from digest.render.card import has_card
from digest.store.listings import sort_key_of

_ESCAPES = {ord(x): f"\\u{ord(x):04x}" for x in "<>&\u2028\u2029"}
"""Characters that could end a script element, as JSON escapes."""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class ArticleValues:
    """`timeline`, `from_archive` and `meta`."""

    def __init__(self, queries: SiteQueries, kinds: Container[str]) -> None:
        """`kinds`: the optional kinds of pages that the site has."""
        self.queries, self.kinds = queries, kinds
        self.archive_until = archive_until(queries.clock, queries.config.zone())

    def timeline(self, head: Head | None) -> OptionalValue:
        """The articles of the same story before and after an article."""
        if not head or not head.story:
            return NO_VALUE
        queries, story, this = self.queries, head.story, head
        position = sort_key_of(head.wall_time, head.date)
        older, newer = queries.listings.neighbours("stories", story.key, position, head.id, STORY_OLDER, STORY_NEWER)

        def compute() -> c.Timeline | None:
            before = [c.TimelineEntry(queries.item(x), False) for x in older]
            after = [c.TimelineEntry(queries.item(x), False) for x in reversed(newer)]
            entries = (*after, c.TimelineEntry(queries.views.item(this), True), *before)
            return c.Timeline(queries.views.name_link("stories", story), entries) if len(entries) > 1 else None

        return OptionalValue(heads_fingerprint((*newer, *older)), compute)

    def from_archive(self, head: Head | None) -> OptionalValue:
        """Whether an article is at least five years old at the time of the build. False if it has no date."""
        is_old = bool(head and head.date and head.day() <= self.archive_until)
        return OptionalValue("yes" if is_old else "", lambda: is_old)

    # -- metadata -------------------------------------------------------------------------------

    def meta(self, page: Page, title: str, head: Head | None) -> c.Meta:
        """The metadata of a page for search engines and link previews. `head`: of the article whose page it is."""
        type_name = KINDS[page.kind].schema_type
        if not type_name:
            return c.Meta(Markup(""), "", "", is_card=False, published="", modified="")
        card, card_alt = self._card(head)
        url, config = self.queries.absolute(page.path), self.queries.config
        site = {"name": config.title, "url": self.queries.absolute("index.html")}
        publisher = {"@type": "Organization", **site}
        if not head or page.kind != "article":
            language = head.language if head else config.language
            about = {"@type": type_name, "name": title, "url": url, "inLanguage": language}
            is_site = type_name == "WebSite"
            more = {"publisher": publisher} if is_site else {"isPartOf": {"@type": "WebSite", **site}}
            return c.Meta(_script({**about, **more}), card, card_alt, is_card=bool(card), published="", modified="")
        image, (published, modified) = self._image(head), self._dates(head)
        article: dict[str, Any] = {
            "@type": type_name,
            "headline": head.title,
            "datePublished": published,
            "dateModified": modified,
            "author": self._authors(head) or ([] if head.source else [publisher]),
            "publisher": publisher,
            "sourceOrganization": self._named("Organization", "sources", head.source) if head.source else None,
            "image": [image] if image else [],
            "mainEntityOfPage": url,
            "description": head.summary,
            "inLanguage": head.language,
            "keywords": [n.name for n in head.topics],
            "isBasedOn": head.source_url,
        }
        alt = (head.picture.alt if head.picture else "") if image else card_alt
        script = _script({name: value for name, value in article.items() if value})
        return c.Meta(script, image or card, alt, bool(card and not image), published, modified)

    def _card(self, head: Head | None) -> tuple[str, str]:
        """The absolute URL of the social card of an article, or of the site, and what it says. Empty if there is none.

        The URL has a hash of what the card says, since link previews are kept by URL.
        """
        own = head is not None and "article-card" in self.kinds and has_card(head)
        if not own and "card" not in self.kinds:
            return "", ""
        text, path = self.queries.card_text(head if own else None), urls.card(head.url) if head and own else CARD.path
        alt = ". ".join(part for part in (text.title, text.source) if part)
        return f"{self.queries.absolute(path)}?{text.mark()}", alt

    def _dates(self, head: Head) -> tuple[str, str]:
        """When an article was published, and when it was last changed, as precisely as they are known: a date without a time
        stays one. Empty if it has no date."""
        published, modified = self.queries.timestamps(head)
        return head.date, head.date if modified == published else head.updated

    def _authors(self, head: Head) -> list[dict[str, str]]:
        """The authors with their pages, and the agency; not the newspaper, which is no author. Empty if there is none of
        these."""
        agency = [{"@type": "Organization", "name": head.agency}] if head.agency else []
        return [self._named("Person", "authors", name) for name in head.authors] + agency

    def _named(self, type_name: str, collection: str, name: Name) -> dict[str, str]:
        url = self.queries.absolute(urls.listing(collection, name.key, "", self.queries.config.permalinks))
        return {"@type": type_name, "name": name.name, "url": url}

    def _image(self, head: Head) -> str:
        """The absolute URL of the image of an article; empty if there is none."""
        src = head.picture.src if head.picture else ""
        if not src or "://" in src:
            return src
        return self.queries.views.addresses.absolute(src[1:]) if src.startswith("/") else self.queries.absolute(src)


def _script(value: dict[str, Any]) -> Markup:
    """JSON-LD for a script element, which no text in it can end."""
    return Markup(_encode({"@context": "https://schema.org", **value}).translate(_ESCAPES))
