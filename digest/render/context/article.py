"""Values of the page of an article: its text, its neighbours in time, and its story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from digest.model.named_tuple import NamedTuple
from digest.render.context.common import Date, Item, Link


class Correction(NamedTuple):
    """A correction of an article."""

    date: Date | None
    """Date of the correction, if given."""
    text: str
    """The correction as plain text."""


class Neighbour(NamedTuple):
    """The previous or next article in time."""

    title: str
    """Title as plain text."""
    url: str
    """URL of the page, ready for `href`."""
    language: str
    """Language tag if it differs from the language of the site; otherwise empty."""
    direction: str
    """`rtl` or `ltr` if the writing direction differs from that of the site; otherwise empty."""
    in_edition: bool
    """Whether it is in the same edition as the article of the page."""


class Translation(NamedTuple):
    """The article in another language."""

    language: str
    """Language tag, for `hreflang` and `lang`."""
    name: str
    """Name of the language in that language: `polski`."""
    url: str
    """URL of the page, ready for `href`."""
    absolute_url: str
    """Absolute URL of the page, for `<link rel="alternate">`."""


class Article(NamedTuple):
    """The content of an article, for its own page."""

    body: Markup
    """The text as safe HTML. Headings start at `<h2>`."""
    words: int
    """Number of words in the text."""
    corrections: tuple[Correction, ...]
    """Corrections to show above the text."""
    host: str
    """Host name of the original; may be empty."""
    extra: Mapping[str, Any]
    """Front-matter keys that digest does not know, with their values."""
    older: Neighbour | None
    """The previous article in time; None for the first article and for an article without a date."""
    newer: Neighbour | None
    """The next article in time; None for the newest article and for an article without a date."""
    translations: tuple[Translation, ...]
    """The article in other languages; usually empty."""


class Timeline(NamedTuple):
    """The story of an article: the articles before and after it."""

    link: Link
    """The page of the story."""
    entries: tuple[TimelineEntry, ...]
    """Two to five articles, including this one, newest first."""


class TimelineEntry(NamedTuple):
    """An article of the same story."""

    item: Item
    """The article."""
    current: bool
    """Whether this is the article of the page."""


class More(NamedTuple):
    """What to read after an article: older articles of its first topic, or else of its source, or else of its day. Those
    that the page names elsewhere, as its story or its previous article, are left out."""

    by: str
    """What the articles have in common: `topic`, `source` or `day`."""
    link: Link
    """The page of this topic, source or day."""
    feed: str
    """URL of the feed of the topic or source; empty if it has none."""
    items: tuple[Item, ...]
    """One to three articles, newest first."""
