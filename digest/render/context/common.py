"""Values of several kinds of pages: links, dates, articles in lists, the site and the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from digest.model.named_tuple import NamedTuple
from digest.render.markup import markup


class Link(NamedTuple):
    """A link to a page."""

    title: str
    """Text of the link."""
    url: str
    """URL, ready for `href`."""


class Date(NamedTuple):
    """A date, with or without a time."""

    iso: str
    """For `<time datetime>`: `2021-05-06` or `2021-05-06T14:30:00+03:00`."""
    text: str
    """For readers: `6 May 2021`."""
    time: str
    """`14:30`; empty if only the day is known."""
    url: str
    """URL of the page of this day; empty for the date of a change or correction."""


class Source(NamedTuple):
    """An image in several sizes for browsers that support a format, for `<source>` in `<picture>`."""

    type: str
    """Media type, such as `image/webp`."""
    srcset: str
    """The sizes with their widths, ready for `srcset`. The largest may be the original in its own format."""


class Picture(NamedTuple):
    """The image of an article."""

    url: str
    """URL of the image; empty if there is only a caption or alternative text, or the image cannot be shown."""
    alt: str
    """Alternative text; may be empty. Show it if there is no image."""
    caption: str
    """Caption; may be empty."""
    credit: str
    """Credit; may be empty."""
    width: int
    """Width in pixels; 0 if the image is not a file of the site."""
    height: int
    """Height in pixels; 0 if the image is not a file of the site."""
    sources: tuple[Source, ...]
    """Other formats and sizes of the image, preferred format first; may be empty."""


class Item(NamedTuple):
    """An article as lists show it. The page of the article has it too."""

    url: str
    """URL of the page."""
    title: Markup
    """Title as safe HTML. It can contain `<em>`, `<strong>` and `<code>`."""
    name: str
    """Title as plain text."""
    date: Date | None
    """Publication date; None for an article without a date."""
    updated: Date | None
    """Date of the last change; None if there was none."""
    authors: tuple[Link, ...]
    """Authors, in the order of the byline, with their pages."""
    agency: str
    """News agency (`AFP`); may be empty."""
    source: Link | None
    """Original publication, with its page."""
    source_url: str
    """URL of the original; may be empty."""
    host: str
    """Host name of the original, to show if there is no source; may be empty."""
    topics: tuple[Link, ...]
    """Topics with their pages, most important first."""
    summary: str
    """Summary as plain text, from front matter or from the beginning of the text; may be empty."""
    summary_derived: bool
    """Whether the summary was taken from the text. Then the page of the article does not show it above the text."""
    language: str
    """Language tag if it differs from the language of the site; otherwise empty."""
    direction: str
    """`rtl` or `ltr` if the writing direction differs from that of the site; otherwise empty."""
    picture: Picture | None
    """None if the article has no image, alternative text or caption."""
    story: Link | None
    """The story of the article, with its page."""
    weight: int
    """Weight from front matter, 0 by default. Larger is more important."""


class Row:
    """An article in a list. `item.html` renders its HTML once for all lists."""

    __slots__ = ("_make", "html")

    html: Markup
    """Output of `item.html`."""

    def __init__(self, html: Markup, make: Callable[[], Item]) -> None:
        self.html, self._make = html, make

    def __repr__(self) -> str:
        return f"Row({self.html!r})"

    @property
    def item(self) -> Item:
        """The article, for lists that display it in their own way."""
        return self._make()


class Group(NamedTuple):
    """Rows of a list under one heading."""

    title: str
    """Day or month; empty if the list is not divided."""
    url: str
    """URL of the page of this day or month; may be empty."""
    rows: tuple[Row, ...]
    """The articles of the group."""
    iso: str = ""
    """Day or month, for filters: `2021-05-06`, `2021-05`; otherwise empty."""
    above: int = 0
    """In the edition of a day: number of further articles of this topic that are shown above the list."""

    @property
    def html(self) -> Markup:
        """The HTML of all rows. Faster than a loop over `rows`."""
        return markup("".join([row.html for row in self.rows]))


class Part(NamedTuple):
    """A year or month of a long list."""

    title: str
    """`2020`, `May 2020`."""
    url: str
    """URL of its page."""
    total: int
    """Number of articles."""
    iso: str = ""
    """The year or month, for filters: `2020`, `2020-05`; empty for `Undated`."""


class Site(NamedTuple):
    """The site, as configured in `config.yaml`."""

    title: str
    """Title of the site."""
    tagline: str
    """A few words to show next to the title; may be empty."""
    description: str
    """One or two sentences; may be empty."""
    language: str
    """Language tag of the site."""
    direction: str
    """Writing direction of the site's language: `ltr` or `rtl`."""
    url: str
    """URL of the front page, ready for `href`."""
    feed: str
    """URL of the main feed."""
    sections: tuple[Link, ...]
    """The archive, and each overview that has entries."""
    pages: tuple[Link, ...]
    """The standing pages in the navigation, in their order; usually few, often none."""
    search: str
    """URL of the search page. Empty if the theme has no `search.html`, if its option `search` is `false`, or if there
    are no articles."""
    email: str
    """URL of the e-mail edition. Empty if the theme has no `email.html`, if its option `email` is `false`, or if
    there are no articles."""
    style: str
    """URL of the folder with the theme's files: `{{ site.style }}style.css`."""
    icon: str
    """URL of the icon; empty if there is none."""
    touch_icon: str
    """URL of the icon for phones, a PNG image; may be empty."""
    options: Mapping[str, Any]
    """Options of the theme: the defaults from `theme.yaml`, overridden by `theme_options` in `config.yaml`."""


class Page(NamedTuple):
    """The page that is rendered."""

    kind: str
    """`front`, `article`, `standing`, `day`, `week`, `month`, `year`, `archive`, `undated`, `listing`, `overview`, `search`,
    `email`, `email-text`, `404`, `redirect`."""
    title: str
    """Title for `<title>`, plain text."""
    description: str
    """Description for search engines; may be empty."""
    canonical: str
    """Absolute URL of the page; empty on the 404 page."""
    feed: str
    """URL of the feed of this page; may be empty."""
    collection: str = ""
    """For `listing` and `overview`: `topics`, `sources`, `authors`, `stories`, or a collection from `config.yaml`."""
    part: str = ""
    """For `listing`: the year (`2020`), month (`2020-05`) or `undated` that the page shows; empty on the first page."""


class Meta(NamedTuple):
    """Metadata for the head of a page."""

    structured: Markup
    """JSON-LD, ready for `<script type="application/ld+json">`."""
    image: str
    """Absolute URL of the article's image, or else of the social card of the article or of the site; may be empty."""
    image_alt: str
    """Alternative text of this image; may be empty."""
    is_card: bool
    """Whether this image is a social card, which is 1200 pixels wide and 630 high."""
    published: str
    """Publication date of an article, with time and time zone if they are known; empty on other pages and if there is no date."""
    modified: str
    """Date of the last change, in the same format."""
