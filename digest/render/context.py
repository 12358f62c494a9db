"""What templates see: every name with its type and meaning. This file is the manual of theme authors.

A template gets `site` and `page`, and what its kind of page has: `item` and `article`, or `listing`, or
`overview`. Nothing else is there: a page shows its own inputs only, so that a build knows what to render
again. Names in OPTIONAL are worked out, and are inputs of a page, only where its template or one that this extends or
includes names them. docs/themes.md is made from the classes here, and templates are checked against them before a build.
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


class Neighbour(NamedTuple):
    """The article before or after another in time."""

    title: str
    """As plain text."""
    url: str
    """Its address, ready for `href`."""
    language: str
    """A language tag when it is not the site's; else empty."""
    direction: str
    """`rtl` or `ltr` when its language is not written in the direction of the site's; else empty."""


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
    """None without picture and caption."""
    story: Link | None
    """The story it belongs to, with its page."""
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
    older: Neighbour | None
    """The article before this one in time; None for the first, and for one without a date."""
    newer: Neighbour | None
    """The article after it; likewise."""


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
    iso: str = ""
    """Of a day, week, month or year: which, for filters (`2021-05-06`, `2021-w18`, `2021-05`, `2021`)."""
    website: Link | None = None
    """On the first page of a source or author: their own site or mail address, as config.yaml has it."""


class Edition(NamedTuple):
    """A day, week or month as other pages name it."""

    iso: str
    """Which, for filters: `2021-05-06`, or `2021-w18` or `2021-05` where config.yaml makes weeks or months the editions."""
    url: str
    """Its page; empty when there is none."""
    total: int
    """Articles in it; -1 where this page does not say."""
    current: bool
    """Whether it is the one that this page shows."""


class Strip(NamedTuple):
    """Seven days in a row: on the front page up to the newest, on the page of a day around it, on that of a week its own.
    There is none when the archive has one day."""

    editions: tuple[Edition, ...]
    """Oldest first. Days without articles are there too, without an address."""
    month: Edition
    """The month of the edition shown."""
    archive: str
    """Address of the archive."""


class Day(NamedTuple):
    """A day of a calendar."""

    iso: str
    """`2021-05-06`."""
    url: str
    """Its page; empty when it has no articles."""
    total: int
    """Articles of that day."""
    level: int
    """From 1 (few) to 4 (most), by the quartiles of the days with articles in the calendars of the page; 0: none."""
    current: bool
    """Whether this page shows it."""


class Calendar(NamedTuple):
    """A month as a calendar."""

    iso: str
    """`2021-05`."""
    url: str
    """Page of the month; empty when it has no articles."""
    total: int
    """Articles of that month."""
    weeks: tuple[tuple[Day | None, ...], ...]
    """Rows of seven days, beginning with the first day of the language's week; None outside of the month."""


class Story(NamedTuple):
    """An article that stands for its story: with those of others that tell it too, where there are two or more."""

    item: Item
    """The article to show."""
    also: tuple[Item, ...]
    """Up to three articles of other sources ("Also covered by"); empty for a plain article."""
    rest: tuple[Item, ...]
    """Those of the sources left, one each, for links with the source's name ("and A, B, C")."""
    sources: int
    """How many sources tell it, that of the article too; 0 for a plain article."""
    link: Link | None
    """The story's page; None for a plain article."""


class TopicGroup(NamedTuple):
    """Articles of one topic on the front page."""

    title: str
    """The topic's name."""
    url: str
    """Its page."""
    total: int
    """Articles of the edition in it."""
    items: tuple[Item, ...]
    """Up to four that stand nowhere else on the page."""


class Led(NamedTuple):
    """An earlier edition and what led it."""

    edition: Edition
    """With its number of articles."""
    item: Item
    """Its lead."""


class Front(NamedTuple):
    """The front page: what it shows of the newest edition, and where. An article stands in one place only."""

    edition: Edition | None
    """The newest edition; None without dated articles."""
    sources: int
    """How many sources it is from."""
    lead: Story | None
    """None without articles. Alone (with nothing else in any list) when there is one article."""
    under: tuple[Story, ...]
    """Two stories to stand under a lead without a picture; empty when it has one, or where there are fewer than six."""
    second: tuple[Story, ...]
    """Up to three stories for the second column, of different topics as far as there are; of five articles, four."""
    briefs: tuple[Item, ...]
    """Up to ten for "In brief"; empty when the page shows five articles or fewer."""
    clusters: tuple[Story, ...]
    """The one or two stories after the lead that most sources tell."""
    topics: tuple[TopicGroup, ...]
    """Up to eight topics of two articles or more, most articles first; two groups at least, or none."""
    all_topics: int
    """How many topics the site has."""
    topics_url: str
    """Page of all topics; empty when there are none."""
    calendars: tuple[Calendar, ...]
    """The month of the edition and the one before it; empty without an earlier edition."""
    led: tuple[Led, ...]
    """Up to five editions before this one, newest first."""
    archive: str
    """Address of the archive."""
    since: str
    """The day of the oldest article, for filters; may be empty."""


class Issue(NamedTuple):
    """A day or week as a page of its own."""

    iso: str
    """Which, for filters."""
    total: int
    """Articles in it."""
    sources: int
    """How many sources they are from."""
    topics: int
    """How many topics they are about."""
    leads: tuple[Story, ...]
    """The two that lead it; one when there is one."""
    groups: tuple[Group, ...]
    """All others, by topic, most articles first and those without a topic last; one without a title when there are no
    topics."""
    older: Edition | None
    """The edition before it; None for the first."""
    newer: Edition | None
    """The one after it; None for the newest."""


class Month(NamedTuple):
    """A month as a page of its own; its articles by day are `listing.groups`."""

    iso: str
    """`2021-05`."""
    sources: int
    """How many sources its articles are from."""
    topics: int
    """How many topics they are about."""
    calendar: Calendar
    """Its days."""


class MonthRow(NamedTuple):
    """A month in the table of its year."""

    iso: str
    """`2021-05`."""
    url: str
    """Its page; empty when it has no articles."""
    total: int
    """Articles in it."""
    story: Item | None
    """What leads the story with most articles (two at least) in that month; None without such a story."""
    topics: tuple[Link, ...]
    """Up to two with most articles, most first."""


class Year(NamedTuple):
    """A year as a page of its own, and as the entrance of the archive."""

    iso: str
    """`2021`."""
    total: int
    """Articles in it."""
    editions: int
    """Days with articles."""
    sources: int
    """How many sources they are from."""
    years: tuple[Edition, ...]
    """On a year's page itself and those beside it; in the archive all years. Oldest first, with `iso`, `url`, `current`."""
    calendars: tuple[Calendar, ...]
    """January to December; of the newest year, up to its newest month."""
    months: tuple[MonthRow, ...]
    """The same months."""
    undated: Part | None
    """In the archive: the articles without a date."""


class Bar(NamedTuple):
    """One bar of a sparkline."""

    iso: str
    """Month, quarter or year, for filters: `2021-05`, `2021-q2`, `2021`."""
    total: int
    """Articles then."""


class Spark(NamedTuple):
    """How many articles a listing has had, from its first month to its last."""

    bars: tuple[Bar, ...]
    """By month; by quarter when there are more than 60, by year when there are more than 60 of these."""
    first: Bar
    """The first."""
    most: Bar
    """The highest, the latest of those that are."""
    last: Bar
    """The last."""


class Profile(NamedTuple):
    """What is said of a topic, source, author or story on its first page. Its articles by month are `listing.groups`, its
    pages by year `listing.parts`; a page of a year has no profile, since it does not change with the newest articles."""

    sources: int
    """How many sources its articles are from; 0 for a source."""
    since: str
    """The month of its oldest article, for filters; empty when all are undated."""
    spark: Spark | None
    """None with articles in fewer than three months."""
    beside: tuple[Link, ...]
    """Up to six topics that its articles are often filed under too, most often first."""


class Timeline(NamedTuple):
    """The story that an article belongs to: the articles before and after it."""

    link: Link
    """The story's page."""
    entries: tuple[TimelineEntry, ...]
    """Newest first, up to five with the article itself; two at least."""


class TimelineEntry(NamedTuple):
    """An article of the same story."""

    item: Item
    """The article."""
    current: bool
    """Whether it is that of this page."""


class IndexRow(NamedTuple):
    """A topic or source in a table."""

    title: str
    """Its name."""
    url: str
    """Its page."""
    total: int
    """Articles in it."""
    recent: int
    """Articles of the newest month."""
    line: tuple[int, ...]
    """Articles by month (or quarter, or year, see `Spark.bars`) from the first of the site to the newest."""
    newest: Item
    """Its newest article."""
    about: tuple[Link, ...]
    """Of a source: the two topics most of its articles are about."""


class Letter(NamedTuple):
    """A letter of an index from A to Z."""

    title: str
    """The letter; empty where there is only one list."""
    entries: tuple[Entry, ...]
    """By name, without `newest`."""


class Index(NamedTuple):
    """All topics, sources, authors or stories, to be shown at length."""

    total: int
    """How many there are."""
    articles: int
    """Articles of the site."""
    since: str
    """The month of the oldest, for filters; may be empty."""
    month: str
    """The newest month with articles; may be empty."""
    news: tuple[IndexRow, ...]
    """Topics: the ten with most articles in that month."""
    rows: tuple[IndexRow, ...]
    """Sources: all, most articles first."""
    letters: tuple[Letter, ...]
    """Others than sources: all by their first letter, from twelve on; below that, one list."""


class SearchFile(NamedTuple):
    """A file of what is searched: the articles of a month, newest first, as a list in JSON. Each has `url` and `title`,
    and what is known of `summary`, `source`, `authors`, `topics`, `story`, `date`, `when` (the date in words), `lang` and
    `dir` (of an article in another language than the site's)."""

    iso: str
    """The month, for filters: `2021-05`; empty for the articles without a date."""
    url: str
    """Its address, to be put behind `Search.root`; so are the addresses in it."""


class Search(NamedTuple):
    """The search page. What is searched stands in files of its own, for the theme's script to load. The page says nothing of
    them that would change with each article, but which there are."""

    since: str
    """The month of the oldest, for filters; empty when none has a date."""
    root: str
    """What stands before the addresses of the files, and before those in them."""
    files: tuple[SearchFile, ...]
    """Newest first, the articles without a date last."""


class EmailGroup(NamedTuple):
    """Articles of one topic in a mail."""

    title: str
    """The topic's name; `Other` for articles without one; empty where no article has one."""
    url: str
    """Whole address of its page; may be empty."""
    total: int
    """Articles in it, besides those on top."""
    items: tuple[Item, ...]
    """Up to five, newest first."""


class Email(NamedTuple):
    """The newest edition as a mail. Every address in it is whole, with the host."""

    edition: Edition | None
    """The newest edition; None without dated articles."""
    sources: int
    """How many sources it is from."""
    lead: Story
    """What leads the front page."""
    groups: tuple[EmailGroup, ...]
    """What else there is, by topic: up to eight, most articles first."""
    front: str
    """Address of the front page."""
    archive: str
    """Address of the archive."""
    feed: str
    """Address of the site's feed."""


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


EVERY: Mapping[str, Any] = {"site": Site, "page": Page, "meta": Meta}
"""What every template sees."""

_OVERVIEW: Mapping[str, Any] = {"overview": Overview}
_LIST: Mapping[str, Any] = {"listing": Listing}
_ISSUE: Mapping[str, Any] = {"listing": Listing, "strip": Strip | None, "issue": Issue}
BY_TEMPLATE: Mapping[str, Mapping[str, Any]] = {
    "article.html": {"item": Item, "article": Article, "timeline": Timeline | None, "from_archive": bool},
    "front.html": {"listing": Listing, "strip": Strip | None, "front": Front},
    "day.html": _ISSUE,
    "week.html": _ISSUE,
    "month.html": {"listing": Listing, "month": Month},
    "year.html": {"listing": Listing, "year": Year},
    "undated.html": _LIST,
    "listing.html": {"listing": Listing, "profile": Profile | None},
    "list.html": _LIST,
    "archive.html": {"overview": Overview, "year": Year | None},
    "collection.html": {"overview": Overview, "index": Index},
    "overview.html": _OVERVIEW,
    "search.html": {"search": Search},
    "email.html": {"email": Email},
    "email.txt": {"email": Email},
    "404.html": {},
    "redirect.html": {"target": str},
    "item.html": {"item": Item},
    "item-day.html": {"item": Item},
}
"""What each template sees besides. Those of rows get `item` and `site` only: they are rendered once for all pages."""

OPTIONAL = (
    "strip", "front", "issue", "month", "year", "profile", "timeline", "from_archive", "index", "search", "email", "meta",
)  # fmt: skip
"""Worked out only for templates that name them."""

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
    "overview": ("collection.html", "overview.html"),
    "search": ("search.html",),
    "email": ("email.html",),
    "email-text": ("email.txt",),
    "404": ("404.html",),
    "redirect": ("redirect.html",),
}
"""The template of each kind of page: the first of these that the theme has."""

CHOSEN = ("search", "email", "email-text")
"""Kinds of pages that a site with articles has only where its theme has the template, and no option named `search` or `email`
that is `false`."""

ROWS: Mapping[str, tuple[str, ...]] = {"item": ("item.html",), "item-day": ("item-day.html", "item.html")}
"""The template of a row: `item-day` in lists of a day, a week or a month, `item` in those that cover more time."""


def row_template(kind: str, part: str) -> str:
    """Which of ROWS a page of that kind has. `part`: see `Page.part`; that of a month, or of what is undated, has days."""
    return "item-day" if kind in ("front", "day", "week", "month") or (kind == "listing" and len(part) > 4) else "item"


def names_for(template: str) -> Mapping[str, Any]:
    """The names that a template of TEMPLATES or ROWS sees, with their types."""
    if template in ("item.html", "item-day.html"):
        return {"site": Site, **BY_TEMPLATE[template]}
    return {**EVERY, **BY_TEMPLATE.get(template, {})}
