"""What lists and lists of lists show: topics, sources, authors and stories, overviews of all of them, and the search.

The rows that stand in lists are in common.py. This module must not know where the values come from.
"""

from __future__ import annotations

from typing import NamedTuple

from digest.render.context.common import Group, Item, Link, Part


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


class Bar(NamedTuple):
    """One bar of a sparkline."""

    iso: str
    """Month, quarter or year, for filters: `2021-05`, `2021-q2`, `2021`."""
    total: int
    """Articles then."""


class Sparkline(NamedTuple):
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
    spark: Sparkline | None
    """None with articles in fewer than three months."""
    beside: tuple[Link, ...]
    """Up to six topics that its articles are often filed under too, most often first."""


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
    """Articles by month (or quarter, or year, see `Sparkline.bars`) from the first of the site to the newest."""
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
