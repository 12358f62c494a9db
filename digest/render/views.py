"""Turns heads of articles into the values that templates see: links, dates, images."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup

from digest.model.article import Head, Name, unpack_head
from digest.model.article import Picture as HeadPicture
from digest.model.image import Sizes
from digest.model.named_tuple import NamedTuple
from digest.model.web_address import bare_host, is_web_url
from digest.render.context import Date, Item, Link, Neighbour, Picture, Source
from digest.render.language import Language, direction

ROOT = "\ue000/"
"""Placeholder for the path to the root of the site in relative links, until the depth of the page is known. It starts with a
private-use character, which articles and `config.yaml` cannot contain because their readers remove it."""


class Addresses(NamedTuple):
    """Turns paths of the site into links."""

    site: str
    """Absolute URL of the root of the site, with a slash at the end."""
    base: str
    """Prefix of links: `/`, `/sub/`, or `ROOT`."""
    path: str
    """Path of the site on its host: `/`, `/sub/`."""

    def href(self, link: str) -> str:
        """Return the link for a path from `plan.urls.link`. A URL of another site is returned unchanged."""
        if is_web_url(link):
            return link
        if self.base != ROOT:
            return self.base + link
        end = min((n for n in (link.find("#"), link.find("?")) if n >= 0), default=len(link))
        return ROOT + link[:end] + ("index.html" if not end or link[end - 1] == "/" else "") + link[end:]

    def absolute(self, link: str) -> str:
        """Return the absolute URL for a path from `plan.urls.link`, for feeds, canonical links and sitemaps."""
        if is_web_url(link):
            return link
        return self.site + link


def relative(text: str, path: str, base: str) -> str:
    """Replace each `ROOT` in the text of a page by the relative path to the root of the site.

    Hosts serve 404.html at any URL, so its links start with the path `base`.
    """
    return text.replace(ROOT, base if path == "404.html" else "../" * path.count("/") or "./")


def _in_srcset(url: str) -> str:
    """Encode what separates URLs in `srcset`: white space and commas."""
    return "%20".join(url.split()).replace(",", "%2C")


class PageLinks(NamedTuple):
    """The functions of `plan.urls` that views need. `render` does not import `plan`."""

    path: Callable[[str], str]
    """Path in the output → link, still without the base path."""
    day: Callable[[str], str]
    """Date → path of the page of the day."""
    listing: Callable[[str, str], str]
    """Collection and key → path of the first page of the listing."""
    picture: Callable[[str, int, str], str]
    """Hash of an image, width and format → path of the image."""


class Views:
    """Turns heads into the values that templates see."""

    def __init__(self, addresses: Addresses, links: PageLinks, language: Language) -> None:
        self.addresses, self.links, self.language = addresses, links, language
        self.direction = language.direction
        # Thousands of pages show the same few names and days.
        self.name_link = lru_cache(maxsize=20_000)(self._name_link)
        self.date = lru_cache(maxsize=20_000)(self._date)
        self.item_of = lru_cache(maxsize=1_000)(lambda packed: self.item(unpack_head(packed)))
        """Return an article for lists, from its packed head. Several lists show an article, one soon after the other."""

    def href(self, path: str) -> str:
        """Return the link to a path in the output."""
        return self.addresses.href(self.links.path(path))

    def _date(self, iso: str, *, has_page: bool = True) -> Date:
        """Return a date for templates. `has_page`: whether there is a page for this day."""
        dates = self.language.dates
        return Date(iso, dates.date(iso), dates.time(iso), self.href(self.links.day(iso[:10])) if has_page else "")

    def _name_link(self, collection: str, name: Name) -> Link:
        """Return a link to the page of a topic, source, author or story."""
        return Link(name.name, self.href(self.links.listing(collection, name.key)))

    def picture(self, picture: HeadPicture | None) -> Picture | None:
        """Return the image of an article for templates; None if there is nothing to show."""
        if not picture:
            return None
        url = picture.src
        if url.startswith("/"):  # a link relative to the root of the site
            url = self.addresses.href(url[1:])
        elif url and "://" not in url:
            url = self.href(url)
        if not (url or picture.alt or picture.caption or picture.credit):
            return None
        original = (url, picture.width) if picture.with_original else None
        sources = self.sources(picture.image_key, picture.sizes, original) if url else ()
        return Picture(url, picture.alt, picture.caption, picture.credit, picture.width, picture.height, sources)

    def sources(self, mark: str, sizes: Sizes, original: tuple[str, int] | None) -> tuple[Source, ...]:
        """Return the resized versions of an image. `original`: URL and width of the image itself if it is the largest one.

        A browser that supports the format of a source supports that of the original too, so `type` suits both.
        """
        path = self.links.picture
        largest = [f"{_in_srcset(original[0])} {original[1]}w"] if original else []
        return tuple(
            Source(
                f"image/{name}",
                ", ".join([*(f"{self.href(path(mark, width, name))} {width}w" for width in widths), *largest]),
            )
            for name, widths in sizes
        )

    def language_if_other(self, head: Head) -> str:
        """Return the language of an article if it differs from that of the site; otherwise empty."""
        return "" if head.language == self.language.tag else head.language

    def direction_if_other(self, head: Head) -> str:
        """Return the writing direction of an article if it differs from that of the site; otherwise empty."""
        own = direction(head.language)
        return "" if own == self.direction else own

    def neighbour(self, head: Head, *, in_edition: bool) -> Neighbour:
        """Return an article for the link from the previous or next one. `in_edition`: whether both are in one edition."""
        language, direction = self.language_if_other(head), self.direction_if_other(head)
        return Neighbour(head.title, self.href(head.url), language, direction, in_edition)

    def item(self, head: Head) -> Item:
        """Return an article for lists."""
        return Item(
            url=self.href(head.url),
            title=Markup(head.title_html),
            name=head.title,
            date=self.date(head.date) if head.date else None,
            updated=self.date(head.updated, has_page=False) if head.updated else None,
            authors=tuple([self.name_link("authors", n) for n in head.authors]),
            agency=head.agency,
            source=self.name_link("sources", head.source) if head.source else None,
            source_url=head.source_url,
            host=bare_host(head.source_url) if head.source_url else "",
            topics=tuple([self.name_link("topics", n) for n in head.topics]),
            summary=head.summary,
            summary_derived=head.summary_derived,
            language=self.language_if_other(head),
            direction=self.direction_if_other(head),
            picture=self.picture(head.picture),
            story=self.name_link("stories", head.story) if head.story else None,
            weight=head.weight,
        )
