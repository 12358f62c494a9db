"""Optional values of the pages of articles, `timeline` and `from_archive`, and the metadata of all pages, `meta`."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import cache, lru_cache

from markupsafe import Markup

from digest.model.article import Head, Name
from digest.model.kinds import KINDS
from digest.model.packing import pack
from digest.model.page import Page
from digest.pages.queries import NO_VALUE, OptionalValue, SiteQueries, heads_fingerprint
from digest.plan import urls
from digest.plan.archive_age import archive_until
from digest.plan.page_set import CARD, STORY_NEWER, STORY_OLDER
from digest.render import context as c
from digest.render.card import has_card
from digest.render.markup import markup
from digest.store.listings import sort_key_of

_ESCAPES = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
"""Characters that could end a script element, as JSON escapes."""


class ArticleValues:
    """`timeline`, `from_archive` and `meta`."""

    def __init__(self, queries: SiteQueries, kinds: Container[str]) -> None:
        """`kinds`: the optional kinds of pages that the site has."""
        self.queries, self.kinds = queries, kinds
        self.archive_until = archive_until(queries.clock, queries.config.zone())
        site = {"name": queries.config.title, "url": queries.absolute("index.html")}
        self._publisher = pack({"@type": "Organization", **site})
        self._website = pack({"@type": "WebSite", **site})
        self._named = lru_cache(maxsize=20_000)(self._name)
        self._site_card = cache(lambda: self._card_of(CARD.path, None))

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
        if not head or page.kind != "article":
            language = head.language if head else config.language
            is_site = type_name == "WebSite"
            script = _script({
                "@type": pack(type_name), "name": pack(title), "url": pack(url), "inLanguage": pack(language),
                "publisher" if is_site else "isPartOf": self._publisher if is_site else self._website,
            })  # fmt: skip
            return c.Meta(script, card, card_alt, is_card=bool(card), published="", modified="")
        image, (published, modified) = self._image(head), self._dates(head)
        authors = self._authors(head) or ([] if head.source else [self._publisher])
        script = _script(
            {
                "@type": pack(type_name),
                "headline": pack(head.title),
                "datePublished": published and pack(published),
                "dateModified": modified and pack(modified),
                "author": _list(authors),
                "publisher": self._publisher,
                "sourceOrganization": self._named("Organization", "sources", head.source) if head.source else "",
                "image": image and pack([image]),
                "mainEntityOfPage": pack(url),
                "description": head.summary and pack(head.summary),
                "inLanguage": head.language and pack(head.language),
                "keywords": _list([pack(n.name) for n in head.topics]),
                "isBasedOn": head.source_url and pack(head.source_url),
            }
        )
        alt = (head.picture.alt if head.picture else "") if image else card_alt
        return c.Meta(script, image or card, alt, bool(card and not image), published, modified)

    def _card(self, head: Head | None) -> tuple[str, str]:
        """The absolute URL of the social card of an article, or of the site, and what it says. Empty if there is none."""
        if head is not None and "article-card" in self.kinds and has_card(head):
            return self._card_of(urls.card(head.url), head)
        return self._site_card() if "card" in self.kinds else ("", "")

    def _card_of(self, path: str, head: Head | None) -> tuple[str, str]:
        """The URL has a hash of what the card says, since link previews are kept by URL."""
        text = self.queries.card_text(head)
        alt = ". ".join(part for part in (text.title, text.source) if part)
        return f"{self.queries.absolute(path)}?{text.mark()}", alt

    def _dates(self, head: Head) -> tuple[str, str]:
        """When an article was published, and when it was last changed, as precisely as they are known: a date without a time
        stays one. Empty if it has no date."""
        published, modified = self.queries.timestamps(head)
        return head.date, head.date if modified == published else head.updated

    def _authors(self, head: Head) -> list[str]:
        """The authors with their pages, and the agency, as JSON; not the newspaper, which is no author. Empty if there is none of
        these."""
        agency = [pack({"@type": "Organization", "name": head.agency})] if head.agency else []
        return [self._named("Person", "authors", name) for name in head.authors] + agency

    def _name(self, type_name: str, collection: str, name: Name) -> str:
        url = self.queries.absolute(urls.listing(collection, name.key, "", self.queries.config.permalinks))
        return pack({"@type": type_name, "name": name.name, "url": url})

    def _image(self, head: Head) -> str:
        """The absolute URL of the image of an article; empty if there is none."""
        src = head.picture.src if head.picture else ""
        if not src or "://" in src:
            return src
        return self.queries.views.addresses.absolute(src[1:]) if src.startswith("/") else self.queries.absolute(src)


def _list(values: Sequence[str]) -> str:
    """A list of JSON values; empty if there are none."""
    return f"[{','.join(values)}]" if values else ""


def _script(values: Mapping[str, str]) -> Markup:
    """JSON-LD for a script element, which no text in it can end. `values`: as JSON; empty ones are left out."""
    fields = ",".join([f'"{name}":{value}' for name, value in values.items() if value])
    text = '{"@context":"https://schema.org",' + fields + "}"
    for char, escaped in _ESCAPES.items():
        text = text.replace(char, escaped)
    return markup(text)
