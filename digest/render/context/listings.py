"""Values of lists of articles, of overviews of topics, sources, authors and stories, and of the search page."""

from __future__ import annotations

from digest.model.named_tuple import NamedTuple
from digest.render.context.common import Group, Item, Link, Part


class Listing(NamedTuple):
    """A list of articles: the front page, a day, week, month, year, topic, source or author."""

    title: str
    """Title of the page: `May 2021`, `Ukraine`, `Ukraine, 2020`."""
    description: str
    """One or two sentences from `config.yaml`; may be empty."""
    total: int
    """Number of articles in the whole listing. The page may show only some of them."""
    groups: tuple[Group, ...]
    """The articles by day or by month."""
    parts: tuple[Part, ...]
    """Years of a topic, or months of a year."""
    older: Link | None
    """The previous day, month or year."""
    newer: Link | None
    """The next day, month or year."""
    up: Link | None
    """The parent page: the month of a day, or the first page of a topic."""
    related: tuple[Link, ...]
    """The parent topic and the subtopics."""
    iso: str = ""
    """The day, week, month or year, for filters (`2021-05-06`, `2021-w18`, `2021-05`, `2021`)."""
    website: Link | None = None
    """On the first page of a source or author: their website or e-mail address from `config.yaml`."""


class Bar(NamedTuple):
    """A bar of a sparkline."""

    iso: str
    """Month, quarter or year, for filters: `2021-05`, `2021-q2`, `2021`."""
    total: int
    """Number of articles."""


class Sparkline(NamedTuple):
    """The number of articles of a listing over time, from its first month to its last."""

    bars: tuple[Bar, ...]
    """Months; quarters if there are more than 60 months; years if there are more than 60 quarters."""
    first: Bar
    """The first bar."""
    most: Bar
    """The highest bar, or the last of them if several are equally high."""
    last: Bar
    """The last bar."""


class Profile(NamedTuple):
    """Statistics of a topic, source, author or story, for its first page. `listing.groups` contains its articles by
    month, `listing.parts` its pages by year. Year pages have no profile, because it would change with each new
    article."""

    sources: int
    """Number of sources; 0 for a source."""
    topics: int
    """For a source: the number of its topics; otherwise 0."""
    since: str
    """Month of the oldest article, for filters; empty if no article has a date."""
    spark: Sparkline | None
    """None if fewer than three months have articles."""
    beside: tuple[Link, ...]
    """Up to six related topics, most frequent first."""


class Entry(NamedTuple):
    """An entry of an overview."""

    title: str
    """Name of the topic, source or author, or the year."""
    url: str
    """URL of its page."""
    total: int
    """Number of articles."""
    newest: Item | None
    """Its newest article; None on the archive page."""


class Overview(NamedTuple):
    """The overview of all topics, sources or authors, or of all years (the archive)."""

    title: str
    """`Topics`, `Archive`."""
    entries: tuple[Entry, ...]
    """Entries by name; years from newest to oldest."""


class IndexRow(NamedTuple):
    """A topic, source, author or story in a table."""

    title: str
    """Name."""
    url: str
    """URL of its page."""
    total: int
    """Number of articles."""
    recent: int
    """Number of articles in the newest month."""
    line: tuple[int, ...]
    """Number of articles by month (or quarter, or year; see `Sparkline.bars`), from `Index.since` to the newest month of the
    site."""
    newest: Item
    """Its newest article."""
    about: tuple[Link, ...]
    """For an author: the two sources with most of the articles; for a story: empty; otherwise: the two most frequent topics.
    Empty in `Index.news`."""
    first: str
    """For a story: the day of its oldest article, for filters; otherwise empty."""
    ended: bool
    """For a story: whether its newest article is 30 days or more older than the newest article of the site."""


class Letter(NamedTuple):
    """A letter of an alphabetical index."""

    title: str
    """The letter; empty if the index is a single list."""
    entries: tuple[Entry, ...]
    """Entries by name, without `newest`."""


class Index(NamedTuple):
    """Additional data for the overview of topics, sources, authors or stories."""

    total: int
    """Number of entries."""
    articles: int
    """Number of articles of the site; on the overview of stories: of all stories; 0 for authors and collections from
    `config.yaml`."""
    since: str
    """Month of the oldest article of the site, or of these stories, authors or entries, for filters; may be empty."""
    month: str
    """The newest month with articles; may be empty."""
    news: tuple[IndexRow, ...]
    """Topics: the ten topics with the most articles in that month."""
    rows: tuple[IndexRow, ...]
    """All other collections: stories with the newest article first, others by number of articles. All of them if there
    are fewer than 40, otherwise the first 20."""
    letters: tuple[Letter, ...]
    """Topics: by first letter if there are twelve or more, otherwise a single list. Other collections: by first letter if
    `rows` does not contain all."""


class SearchFile(NamedTuple):
    """A file of the search index: the articles of a month, newest first, as a JSON list. Each entry has `url` and
    `title`, and if available `summary`, `source`, `authors`, `topics`, `story`, `date`, `when` (the formatted date),
    and `lang` and `dir` (if the language differs from that of the site)."""

    iso: str
    """The month, for filters: `2021-05`; empty for articles without a date."""
    url: str
    """URL of the file, relative to `Search.root`. URLs in the file are relative to it too, except those of articles without a
    text, which are URLs of originals and begin with `https:` or `http:`."""


class Search(NamedTuple):
    """The search page. The index is in separate files, which a script of the theme loads. The page only contains data
    that does not change with each article."""

    since: str
    """Month of the oldest article, for filters; empty if no article has a date."""
    root: str
    """Prefix for the URLs of the files, and for the URLs in them."""
    files: tuple[SearchFile, ...]
    """Files of the index, newest first, articles without a date last."""
    edition: str
    """Period of one edition: `day`, `week` or `month`."""
