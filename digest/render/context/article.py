"""What only the page of an article shows: its text, its neighbours in time, and its story.

An article as lists have it, an `Item`, is in common.py. This module must not know where the values come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from digest.render.context.common import Date, Item, Link


class Correction(NamedTuple):
    """A note on top of an article."""

    date: Date | None
    """When it was corrected; may be None."""
    text: str
    """What was wrong, as plain text."""


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
