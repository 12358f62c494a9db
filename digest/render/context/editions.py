"""What the front page, days, weeks, months and years show, as a newspaper does: stories, calendars, and what led.

So does the newest edition as a mail. This module must not know how stories are chosen or where the values come from.
"""

from __future__ import annotations

from typing import NamedTuple

from digest.render.context.common import Group, Item, Link, Part


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


class DayStrip(NamedTuple):
    """Seven days in a row: on the front page up to the newest, on the page of a day around it, on that of a week its own.
    There is none when the archive has one day, and on the front page none where an edition is a week or a month."""

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


class EditionLead(NamedTuple):
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
    led: tuple[EditionLead, ...]
    """Up to five editions before this one, newest first."""
    archive: str
    """Address of the archive."""
    since: str
    """The day of the oldest article, for filters; may be empty."""


class EditionLayout(NamedTuple):
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
