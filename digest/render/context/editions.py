"""Values of the front page, of days, weeks, months and years, and of the e-mail edition: stories and calendars."""

from __future__ import annotations

from markupsafe import Markup

from digest.model.named_tuple import NamedTuple
from digest.render.context.common import Group, Item, Link, Part


class Edition(NamedTuple):
    """A day, week or month, as other pages refer to it."""

    iso: str
    """The day, for filters: `2021-05-06`; or `2021-w18` or `2021-05` if editions are weeks or months."""
    url: str
    """URL of its page; empty if there is none."""
    total: int
    """Number of articles; -1 if it is not available on this page."""
    current: bool
    """Whether this is the edition that the page shows."""


class DayStrip(NamedTuple):
    """Up to seven consecutive days: up to the newest day on the front page; three days before and after the day on a day
    page, or up to the newest day; the days of the week on a week page. Days before the first one of the archive are left
    out. Not available if the archive has only one day, and on the front page if editions are weeks or months."""

    editions: tuple[Edition, ...]
    """The days, oldest first. Days without articles have no URL. Only those of the front page have numbers of articles."""
    month: Edition
    """The month of the edition."""
    archive: str
    """URL of the archive."""


class Day(NamedTuple):
    """A day in a calendar."""

    iso: str
    """`2021-05-06`."""
    url: str
    """URL of its page; empty if there are no articles."""
    total: int
    """Number of articles."""
    level: int
    """From 1 (few articles) to 4 (most articles), by the quartiles of the calendars of the page; 0 if there are no articles."""
    current: bool
    """Whether the page shows this day."""


class Calendar(NamedTuple):
    """A month as a calendar."""

    iso: str
    """`2021-05`."""
    url: str
    """URL of the page of the month; empty if there are no articles."""
    total: int
    """Number of articles."""
    weeks: tuple[tuple[Day | None, ...], ...]
    """Rows of seven days, starting with the first day of the week in the site's language; None for days of other months."""


class Story(NamedTuple):
    """An article, with articles of other sources on the same story if there are at least two."""

    item: Item
    """The article to show."""
    also: tuple[Item, ...]
    """Up to three articles of other sources ("Also covered by"); empty if there are fewer than two."""
    rest: tuple[Item, ...]
    """One article of each remaining source, to link with the name of the source ("and A, B, C")."""
    sources: int
    """Number of sources of the story, including that of the article; 0 if `also` is empty."""
    link: Link | None
    """The page of the story; None if `also` is empty."""


class TopicGroup(NamedTuple):
    """Articles of one topic on the front page."""

    title: str
    """Name of the topic."""
    url: str
    """URL of its page."""
    total: int
    """Number of articles of the edition on this topic."""
    items: tuple[Item, ...]
    """Up to four articles that are not shown elsewhere on the page."""


class EditionLead(NamedTuple):
    """An earlier edition and its lead."""

    edition: Edition
    """The edition, with its number of articles."""
    item: Item
    """The lead."""


class EarlierYear(NamedTuple):
    """An edition of an earlier year and its lead."""

    years: int
    """How many years ago."""
    edition: Edition
    """The edition, without its number of articles."""
    item: Item
    """The lead."""


class Opening(NamedTuple):
    """The beginning of the only article of the front page."""

    text: Markup
    """Up to two paragraphs that follow the summary, as safe HTML; may be empty."""
    words: int
    """Number of words in the whole text."""
    has_more: bool
    """Whether the article has more text than its summary and these paragraphs."""


class Front(NamedTuple):
    """The layout of the front page for the newest edition. Each article appears once."""

    edition: Edition | None
    """The newest edition; None if no article has a date."""
    sources: int
    """Number of sources in the edition."""
    lead: Story | None
    """The lead; None if there are no articles. If there is only one article, all other lists are empty."""
    under: tuple[Story, ...]
    """Two stories to show next to each other below a lead without an image; on days with 24 articles or more a larger
    one above them, so three. Empty if the lead has an image, or if there are fewer than six articles."""
    second: tuple[Story, ...]
    """Two to five stories for the second column, of different topics if possible: as many as are nearest to the height
    of the first column. One to four if the page shows five articles or fewer."""
    briefs: tuple[Item, ...]
    """Three to 14 articles for "In brief", as many as fill the height of the columns next to it. Empty if fewer are left,
    or if the page shows five articles or fewer."""
    is_complete: bool
    """Whether the parts of the page show all articles of the edition."""
    clusters: tuple[Story, ...]
    """The one or two stories with the most sources after the lead."""
    topics: tuple[TopicGroup, ...]
    """Up to eight topics with two or more articles each, largest first; either empty or at least two."""
    chips: tuple[Link, ...]
    """The topics of the articles, if there are three or more and `topics` is empty; at most twelve."""
    all_topics: int
    """Number of topics of the site."""
    topics_url: str
    """URL of the overview of topics; empty if there are none."""
    calendars: tuple[Calendar, ...]
    """The month of the edition and the month before it; empty if there is no earlier edition."""
    earlier_years: tuple[EarlierYear, ...]
    """The same day, or the same week, in earlier years: up to three, newest first. Empty if editions are months."""
    led: tuple[EditionLead, ...]
    """Up to five earlier editions, newest first."""
    archive: str
    """URL of the archive."""
    since: str
    """Day of the oldest article, for filters; may be empty."""


class EditionLayout(NamedTuple):
    """The page of a day or week."""

    iso: str
    """The day or week, for filters."""
    total: int
    """Number of articles."""
    sources: int
    """Number of sources."""
    topics: int
    """Number of topics."""
    leads: tuple[Story, ...]
    """The two leads, or one if there is only one, each with its story."""
    groups: tuple[Group, ...]
    """The articles that `leads` does not show, by topic, largest topic first, articles without a topic last; one
    group without a title if there are no topics."""
    older: Edition | None
    """The previous edition; None for the first."""
    newer: Edition | None
    """The next edition; None for the newest."""


class Month(NamedTuple):
    """The page of a month. `listing.groups` contains its articles by day."""

    iso: str
    """`2021-05`."""
    sources: int
    """Number of sources."""
    topics: int
    """Number of topics."""
    calendar: Calendar
    """The calendar of the month."""


class MonthRow(NamedTuple):
    """A month in the table of its year. It has at least one article."""

    iso: str
    """`2021-05`."""
    url: str
    """URL of its page."""
    total: int
    """Number of articles."""
    lead: Item
    """The lead of the story with the most sources, if one has three or more; otherwise the lead of the day with the most
    articles."""
    sources: int
    """Number of sources of that story; 0 for the lead of a day."""
    topics: tuple[Link, ...]
    """Up to two topics, largest first."""


class Year(NamedTuple):
    """The page of a year, and the top of the archive page."""

    iso: str
    """`2021`."""
    total: int
    """Number of articles."""
    editions: int
    """Number of days with articles."""
    first: str
    """The first day with articles, for filters."""
    sources: int
    """Number of sources."""
    years: tuple[Edition, ...]
    """On a year page, the year and its neighbours; on the archive page, all years. Oldest first, with `iso`, `url`
    and `current`."""
    calendars: tuple[Calendar, ...]
    """From the first month with articles to December; for the newest year, to the last month with articles."""
    months: tuple[MonthRow, ...]
    """The months with articles as table rows."""
    undated: Part | None
    """On the archive page: the articles without a date."""


class EmailGroup(NamedTuple):
    """Articles of one topic in the e-mail edition."""

    title: str
    """Name of the topic; `Other` for articles without a topic; empty if no article has a topic."""
    url: str
    """Absolute URL of the topic's page; may be empty."""
    total: int
    """Number of articles, not counting those of the lead."""
    items: tuple[Item, ...]
    """Up to five articles, newest first."""


class Email(NamedTuple):
    """The newest edition as an e-mail. All URLs are absolute."""

    edition: Edition | None
    """The newest edition; None if no article has a date."""
    sources: int
    """Number of sources."""
    lead: Story
    """The lead of the front page."""
    groups: tuple[EmailGroup, ...]
    """The other articles by topic: up to eight topics, largest first."""
    earlier_years: tuple[EarlierYear, ...]
    """The last edition at the same time of an earlier year that is not in the e-mail; at most one."""
    front: str
    """URL of the front page."""
    archive: str
    """URL of the archive."""
    feed: str
    """URL of the main feed."""
