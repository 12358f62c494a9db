"""Heads as the values that templates see: links, dates, images."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from digest.model.article import Head, Name
from digest.model.article import Picture as HeadPicture
from digest.model.image import Sizes
from digest.model.web_address import bare_host
from digest.render.context import Date, Item, Link, Neighbour, Picture, Source
from digest.render.language import Language, direction

ROOT = "\ue000/"
"""Stands for the way to the site's root in relative links, until the page's depth is known. A private-use character: the
readers of articles and config take such characters out."""


class Addresses(NamedTuple):
    """How paths of the site become links."""

    site: str
    """Address of the site's root, with a slash at its end."""
    base: str
    """What stands before a path in links: `/`, `/sub/`, or ROOT."""
    path: str
    """The site's folder on its host: `/`, `/sub/`."""

    def href(self, link: str) -> str:
        """A path, as `plan.urls.link` gives it, as a link on a page."""
        if self.base != ROOT:
            return self.base + link
        end = min((at for at in (link.find("#"), link.find("?")) if at >= 0), default=len(link))
        return ROOT + link[:end] + ("index.html" if not end or link[end - 1] == "/" else "") + link[end:]

    def absolute(self, link: str) -> str:
        """The same with host, for feeds, canonical links and sitemaps."""
        return self.site + link


def relative(text: str, path: str, base: str) -> str:
    """A page's text with every mark replaced by the way from this page to the root.

    A host shows 404.html at any address, so its links begin at the `base` path.
    """
    return text.replace(ROOT, base if path == "404.html" else "../" * path.count("/") or "./")


class PageLinks(NamedTuple):
    """How other layers' addresses reach the views, as functions of what a head says."""

    path: Callable[[str], str]
    """A file of the output → the link to it (`plan.urls.link`)."""
    day: Callable[[str], str]
    """A date → the day's file."""
    listing: Callable[[str, str], str]
    """A collection and a key → the file of its first page."""
    picture: Callable[[str, int, str], str]
    """A picture's mark, a width and a format → the file."""


class Views:
    """Heads as templates see them."""

    def __init__(self, addresses: Addresses, links: PageLinks, language: Language) -> None:
        self.addresses, self.links, self.language = addresses, links, language
        self.direction = language.direction
        # The same few names and days stand on thousands of pages.
        self.name_link = lru_cache(maxsize=20_000)(self._named)
        self.date = lru_cache(maxsize=20_000)(self._date)

    def href(self, path: str) -> str:
        """A file of the output as a link."""
        return self.addresses.href(self.links.path(path))

    def _date(self, iso: str, *, ours: bool = True) -> Date:
        """A date as templates see it. `ours`: an article stands on that day, so the day has a page."""
        return Date(iso, self.language.date(iso), self.language.time(iso), self.href(self.links.day(iso[:10])) if ours else "")

    def _named(self, collection: str, name: Name) -> Link:
        """A topic, source or author as a link to its page."""
        return Link(name.name, self.href(self.links.listing(collection, name.key)))

    def picture(self, picture: HeadPicture | None) -> Picture | None:
        """The picture of an article."""
        if not picture:
            return None
        url = picture.src
        if url.startswith("/"):  # from the site's root, as a link already
            url = self.addresses.href(url[1:])
        elif url and "://" not in url:
            url = self.href(url)
        if not (url or picture.alt or picture.caption or picture.credit):
            return None
        sources = self.sources(picture.mark, picture.sizes) if url else ()
        return Picture(url, picture.alt, picture.caption, picture.credit, picture.width, picture.height, sources)

    def sources(self, mark: str, sizes: Sizes) -> tuple[Source, ...]:
        """The files made from a picture."""
        path = self.links.picture
        return tuple(
            Source(f"image/{name}", ", ".join(f"{self.href(path(mark, width, name))} {width}w" for width in widths))
            for name, widths in sizes
        )

    def language_if_other(self, head: Head) -> str:
        """The language of an article when it is not the site's; else empty."""
        return "" if head.language == self.language.tag else head.language

    def direction_if_other(self, head: Head) -> str:
        """The direction in which an article is written when it is not the site's; else empty."""
        own = direction(head.language)
        return "" if own == self.direction else own

    def neighbour(self, head: Head) -> Neighbour:
        """An article as the one before or after it in time shows it."""
        return Neighbour(head.title, self.href(head.url), self.language_if_other(head), self.direction_if_other(head))

    def item(self, head: Head) -> Item:
        """An article as lists show it."""
        return Item(
            url=self.href(head.url),
            title=Markup(head.title_html),
            name=head.title,
            date=self.date(head.date) if head.date else None,
            updated=self.date(head.updated, ours=False) if head.updated else None,
            authors=tuple([self.name_link("authors", n) for n in head.authors]),
            agency=head.agency,
            source=self.name_link("sources", head.source) if head.source else None,
            source_url=head.source_url,
            host=bare_host(head.source_url) if head.source_url else "",
            topics=tuple([self.name_link("topics", n) for n in head.topics]),
            summary=head.summary,
            language=self.language_if_other(head),
            direction=self.direction_if_other(head),
            picture=self.picture(head.picture),
            story=self.name_link("stories", head.story) if head.story else None,
            weight=head.weight,
        )
