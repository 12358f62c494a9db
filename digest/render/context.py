"""What templates see: every name with its type and meaning. This file is the manual of theme authors.

A template gets `site` and `page`, and what its kind of page has: `item` and `article`, or `listing`, or
`overview`. Nothing else is there: a page shows its own inputs only, so that a build knows what to render
again. docs/themes.md is made from the classes here, and templates are checked against them before a build.
This module must not know where the values come from.
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
    """Empty when no picture was kept and only its caption is known."""
    alt: str
    """Alternative text; may be empty."""
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
    topics: tuple[Link, ...]
    """With their pages; the most important first."""
    summary: str
    """Plain text; may be empty."""
    language: str
    """A language tag when it is not the site's; else empty."""
    direction: str
    """`rtl` or `ltr` when its language is not written in the direction of the site's; else empty."""
    picture: Picture | None
    """None without picture and caption."""
    story: str
    """Key of the story it belongs to; may be empty."""
    weight: int
    """From front matter; larger is more important; 0 when not given."""


class Correction(NamedTuple):
    """A note on top of an article."""

    date: Date | None
    """When it was corrected; may be None."""
    text: str
    """What was wrong, as plain text."""


class Article(NamedTuple):
    """The rest of an article, for its own page."""

    body: Markup
    """The text as safe HTML, headings from `<h2>` on."""
    words: int
    """Length of the text."""
    corrections: tuple[Correction, ...]
    """Notes to show on top."""
    host: str
    """Host name of the original; may be empty."""
    extra: Mapping[str, Any]
    """Front-matter keys that digest does not know, as they stand."""
    older: Link | None
    """The article before this one in time."""
    newer: Link | None
    """The article after it."""


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


class Listing(NamedTuple):
    """A list of articles: the front page, a day, week, month or year, a topic, a source, an author."""

    title: str
    """Name of the page: `May 2021`, `Ukraine`, `Ukraine, 2020`."""
    description: str
    """A sentence or two from config.yaml; may be empty."""
    total: int
    """Articles in the thing that is listed; this page may show some of them."""
    groups: tuple[Group, ...]
    """The articles, by day or by month."""
    parts: tuple[Part, ...]
    """Years of a topic, months of a year."""
    older: Link | None
    """The day, month or year before this one."""
    newer: Link | None
    """The one after it."""
    up: Link | None
    """The page above: the month of a day, the first page of a topic."""
    related: tuple[Link, ...]
    """The topic that this one is part of, and those that are part of it."""


class Entry(NamedTuple):
    """One line of an overview."""

    title: str
    """Name of the topic, source or author; or the year."""
    url: str
    """Address of its page."""
    total: int
    """Articles in it."""
    newest: Item | None
    """Its newest article; None in the archive."""


class Overview(NamedTuple):
    """All topics, all sources, all authors; or all years: the archive."""

    title: str
    """`Topics`, `Archive`."""
    entries: tuple[Entry, ...]
    """By name; years from the newest on."""


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
    style: str
    """Folder of the theme's files: `{{ site.style }}style.css`."""
    options: Mapping[str, Any]
    """The theme's options: defaults of theme.yaml with `theme_options` of config.yaml put over them."""


class Page(NamedTuple):
    """The page itself."""

    kind: str
    """`front`, `article`, `day`, `week`, `month`, `year`, `archive`, `undated`, `listing`, `overview`, `404`, `redirect`."""
    title: str
    """For `<title>`, plain text."""
    description: str
    """For search engines; may be empty."""
    canonical: str
    """Its whole address; empty on 404."""
    feed: str
    """Address of its own feed; may be empty."""


EVERY: Mapping[str, type] = {"site": Site, "page": Page}
"""What every template sees."""

BY_TEMPLATE: Mapping[str, Mapping[str, type]] = {
    "article.html": {"item": Item, "article": Article},
    "front.html": {"listing": Listing},
    "list.html": {"listing": Listing},
    "overview.html": {"overview": Overview},
    "404.html": {},
    "redirect.html": {"target": str},
    "item.html": {"item": Item},
}
"""What each template sees besides. `item.html` gets `item` and `site` only: it is rendered once for all pages."""

TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "article": ("article.html",),
    "front": ("front.html", "list.html"),
    "day": ("day.html", "list.html"),
    "week": ("week.html", "day.html", "list.html"),
    "month": ("month.html", "list.html"),
    "year": ("year.html", "list.html"),
    "undated": ("undated.html", "list.html"),
    "listing": ("listing.html", "list.html"),
    "archive": ("archive.html", "overview.html"),
    "overview": ("overview.html",),
    "404": ("404.html",),
    "redirect": ("redirect.html",),
}
"""The template of each kind of page: the first of these that the theme has."""


def names_for(template: str) -> Mapping[str, type]:
    """The names that a template of TEMPLATES sees, with their types."""
    if template == "item.html":
        return {"site": Site, **BY_TEMPLATE[template]}
    last = next((names[-1] for names in TEMPLATES.values() if template in names), template)
    return {**EVERY, **BY_TEMPLATE.get(last, {})}
