"""What pages of several kinds show: links, dates, articles as lists have them, and what is said of the site and of the page.

The other modules of the context build on this one, so it must not know them, nor where the values come from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup


class Link(NamedTuple):
    """A page or place elsewhere."""

    title: str
    """What to call it."""
    url: str
    """Its address, ready for `href`."""


class Date(NamedTuple):
    """A day, perhaps with a time."""

    iso: str
    """For `<time datetime>`: `2021-05-06` or `2021-05-06T14:30:00+03:00`."""
    text: str
    """For readers: `6 May 2021`."""
    time: str
    """`14:30`, or empty when only the day is known."""
    url: str
    """The page of that day; empty for the date of a change or correction."""


class Source(NamedTuple):
    """A picture in one format, in several sizes, for `<source>` in a `<picture>`."""

    type: str
    """`image/webp`."""
    srcset: str
    """The sizes with their widths, ready for `srcset`."""


class Picture(NamedTuple):
    """The picture of an article."""

    url: str
    """Empty when no picture was kept, or it cannot be shown, and only words about it are known."""
    alt: str
    """Alternative text; may be empty. Without a picture, readers should see it in its place."""
    caption: str
    """Text below it; may be empty."""
    credit: str
    """Who made it; may be empty."""
    width: int
    """In pixels; 0 when it is not a file of the site."""
    height: int
    """In pixels; 0 when it is not a file of the site."""
    sources: tuple[Source, ...]
    """The same picture in formats and sizes of which browsers take what fits, the better format first; may be empty."""


class Item(NamedTuple):
    """An article as lists show it; the article's own page has it too."""

    url: str
    """Address of its page."""
    title: Markup
    """Safe HTML: may hold `<em>`, `<strong>`, `<code>`."""
    name: str
    """The title as plain text."""
    date: Date | None
    """None for an undated article."""
    updated: Date | None
    """When it was changed last; None when never."""
    authors: tuple[Link, ...]
    """People, in the order of the byline, with their pages."""
    agency: str
    """The agency that the text came from (`AFP`); may be empty."""
    source: Link | None
    """Where it was published, with its page."""
    source_url: str
    """Address of the original; may be empty."""
    host: str
    """Host name of the original, to be shown where there is no source; may be empty."""
    topics: tuple[Link, ...]
    """With their pages; the most important first."""
    summary: str
    """Plain text; may be empty."""
    language: str
    """A language tag when it is not the site's; else empty."""
    direction: str
    """`rtl` or `ltr` when its language is not written in the direction of the site's; else empty."""
    picture: Picture | None
    """None without picture, alternative text and caption."""
    story: Link | None
    """The story it belongs to, with its page."""
    weight: int
    """From front matter; larger is more important; 0 when not given."""


class Row:
    """An article in a list: its HTML, made once by `item.html` for all lists, and the item itself."""

    __slots__ = ("_make", "html")

    html: Markup
    """What `item.html` made of it."""

    def __init__(self, html: Markup, make: Callable[[], Item]) -> None:
        self.html, self._make = html, make

    def __repr__(self) -> str:
        return f"Row({self.html!r})"

    @property
    def item(self) -> Item:
        """The article, for a list that wants to show it in its own way."""
        return self._make()


class Group(NamedTuple):
    """Some rows of a list under one heading."""

    title: str
    """A day or a month; empty when the list is not divided."""
    url: str
    """The page of that day or month; may be empty."""
    rows: tuple[Row, ...]
    """The articles of this group."""
    iso: str = ""
    """The day or month, for filters: `2021-05-06`, `2021-05`; empty for others."""
    above: int = 0
    """Of the edition of a day: how many more articles of this topic stand above the list."""

    @property
    def html(self) -> Markup:
        """All rows, one after the other: quicker than a loop over them."""
        return Markup("".join([row.html for row in self.rows]))


class Part(NamedTuple):
    """A year or month of a long list."""

    title: str
    """`2020`, `May 2020`."""
    url: str
    """Address of its page."""
    total: int
    """Articles in it."""
    iso: str = ""
    """The same for filters: `2020`, `2020-05`; empty for `Undated`."""


class Site(NamedTuple):
    """The site's own words, from config.yaml."""

    title: str
    """Name of the publication."""
    tagline: str
    """A few words beside the name; may be empty."""
    description: str
    """One or two sentences; may be empty."""
    language: str
    """A language tag: that of the site's own words."""
    direction: str
    """`ltr`, or `rtl` where the site's language is written from right to left."""
    url: str
    """Address of the front page, as links need it."""
    feed: str
    """Address of the site's feed."""
    sections: tuple[Link, ...]
    """The archive, and the overviews that have something to show."""
    search: str
    """Address of the search page; empty where there is none: the theme has no `search.html`, or an option `search` that is
    `false`, or there are no articles."""
    email: str
    """Address of the newest edition as a mail; empty where there is none: the theme has no `email.html`, or an option `email`
    that is `false`, or there are no articles."""
    style: str
    """Folder of the theme's files: `{{ site.style }}style.css`."""
    options: Mapping[str, Any]
    """The theme's options: defaults of theme.yaml with `theme_options` of config.yaml put over them."""


class Page(NamedTuple):
    """The page itself."""

    kind: str
    """`front`, `article`, `day`, `week`, `month`, `year`, `archive`, `undated`, `listing`, `overview`, `search`,
    `email`, `email-text`, `404`, `redirect`."""
    title: str
    """For `<title>`, plain text."""
    description: str
    """For search engines; may be empty."""
    canonical: str
    """Its whole address; empty on 404."""
    feed: str
    """Address of its own feed; may be empty."""
    collection: str = ""
    """Of a `listing` or `overview`: `topics`, `sources`, `authors`, `stories`, or a collection of config.yaml."""
    part: str = ""
    """Of a `listing`: the year (`2020`), month (`2020-05`) or `undated` that it shows; empty on its first page."""


class Meta(NamedTuple):
    """What machines read in the head of a page."""

    structured: Markup
    """JSON-LD, ready to stand in `<script type="application/ld+json">`."""
    image: str
    """Whole address of the article's picture; may be empty."""
    published: str
    """Of an article: date and time with zone; empty for others, and when it is undated."""
    modified: str
    """The same of its last change."""
