"""An article: its head, which lists and plans need, and the rest, which only its own page needs.

These are named tuples and not dataclasses, because a large build creates tens of thousands of them. They take a third of the
time and can be encoded as JSON directly.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from digest.model.image import Sizes
from digest.model.named_tuple import NamedTuple
from digest.model.packing import pack, unpack


class Name(NamedTuple):
    """A topic, source, author, story or group: everything that has a listing."""

    key: str
    """Slug, the same for all spellings: `new-york-times`."""
    name: str
    """Display name: the name in config.yaml, or else the spelling in the article."""


class Picture(NamedTuple):
    """The main image of an article."""

    src: str
    """A URL, or a reference to a file of the site, `digest-ref:N` (see `Body.refs`). Empty if there is only a caption."""
    alt: str
    """Alternative text; may be empty."""
    caption: str
    """Text below the image; may be empty."""
    credit: str
    """Creator: `Efrem Lukatsky / Pool / AFP`; may be empty."""
    width: int = 0
    """In pixels, after applying the orientation; 0 if it is not a file of the site. Set after reading, like the fields below."""
    height: int = 0
    image_key: str = ""
    """Part of the file names of its sizes (see `ImageInfo`)."""
    sizes: Sizes = ()
    """The smaller files created from it."""
    with_original: bool = False
    """Whether it is itself the largest of its sizes."""


class Head(NamedTuple):
    """The data of an article that lists and plans need."""

    id: str
    """Path of the source under content/, with `/`."""
    url: str
    """Path of the page from the root of the site, without leading slash: `2021/05/06/slug.html`. Set after reading, when
    conflicts with other articles are resolved; empty until then."""
    slug: str
    """Its part of the URL, from front matter or the title; never empty."""
    title: str
    """Plain text, never empty."""
    title_html: str
    """The title as safe HTML, with emphasis and code."""
    date: str
    """In the time zone of the site: `2021-05-06`, or `2021-05-06T14:30:00+03:00` if a time is known; empty if undated."""
    wall_time: int
    """Local time as seconds since 1970-01-01T00:00; midnight if only the day is known; -1 if undated.
    Lists are sorted by it, so a day is a range."""
    updated: str
    """Date of the last change, in the same format; may be empty."""
    authors: tuple[Name, ...]
    """In the order of the byline."""
    agency: str
    """News agency (`AFP`); may be empty."""
    source: Name | None
    """The publication in which the article appeared."""
    source_url: str
    """URL of the original; may be empty."""
    topics: tuple[Name, ...]
    """In the order of front matter, or else by score (see read/text/topics.py and read/infer/topics.py). Only those that have
    pages: inferred topics with few articles have none (see build/thin_topics.py)."""
    summary: str
    """Plain text; may be empty."""
    language: str
    """Language tag: `en`, `uk`, `pt-BR`."""
    picture: Picture | None
    story: Name | None
    """The running story to which it belongs."""
    weight: int
    """Importance, from front matter; 0 by default."""
    groups: tuple[tuple[str, tuple[Name, ...]], ...]
    """For each collection in config.yaml: its name, and the groups of the article in it."""
    parents: tuple[tuple[str, str], ...] = ()
    """(key, key of the parent) of topics that the article writes as a path: `news/ports`."""
    permalink: str = ""
    """The path that front matter requests for the page, without leading slash; empty without one."""
    external: str = ""
    """The URL to which lists link if the article has no page of its own; then `url` is the same. Empty otherwise."""
    guid: str = ""
    """Its id in feeds, as in front matter; may be empty."""
    translation: str = ""
    """What it has in common with its translations: a key in front matter, or its path without language and extension."""
    summary_derived: bool = False
    """Whether the summary was taken from the text, so that the page of the article would show the same words twice."""
    inferred: tuple[Name, ...] = ()
    """All topics of an article that states none in front matter, those without pages too, in the order of `topics`."""

    def day(self) -> str:
        """Return the day, `2021-05-06`, in the time zone of the site; empty if undated."""
        return self.date[:10]


class Ref(NamedTuple):
    """A link or image in an article that refers to a file of the site."""

    target: str
    """Path under content/ with `/`, resolved from the folder of the article: `2021/05/photo.jpg`. For images also a path from
    the root of the site, for files in static/: `/logo.png`."""
    fragment: str
    """The rest of the URL with its `#` or `?`; may be empty."""
    line: int
    """Line in the source."""
    kind: str
    """`link` or `image`."""
    name: str = ""
    """The name by which the article refers to the file, `harbour` or `ports/harbour.md`, if it does not give its path. Then
    `target` is found by the build, which knows all files; it is empty if there is no such file."""


class Body(NamedTuple):
    """The text of an article as safe HTML."""

    html: str
    """Contains placeholders `="digest-ref:N"`, where N is an index of `refs`. They are replaced by URLs when a page is
    rendered, because URLs depend on other articles and on the path of the page."""
    refs: tuple[Ref, ...]
    words: int
    """Number of words."""


class Correction(NamedTuple):
    """A correction shown above the article."""

    date: str
    """`2021-05-09`, or empty."""
    text: str


class NavEntry(NamedTuple):
    """The entry of a standing page in the navigation."""

    title: str
    """Empty: the title of the page."""
    order: int | None
    """Entries without a number are last."""


class Article(NamedTuple):
    """An article as read from its source file."""

    head: Head
    body: Body
    corrections: tuple[Correction, ...]
    aliases: tuple[str, ...]
    """Former paths from the root of the site, without leading slash. Each one becomes a redirect page."""
    draft: bool
    expires: str
    """ISO timestamp with zone from which the article is not published; empty if it does not expire."""
    publish: str
    """ISO timestamp with zone from which the article is published; empty if undated."""
    extra: Mapping[str, Any]
    """Unknown keys of front matter as JSON values, for templates."""
    origins: Mapping[str, str]
    """Where each value was found, by field: `front matter, line 3`. Shown by `digest inspect`."""
    nav: NavEntry | None = None
    """Of a standing page; None if it is not in the navigation."""


def pack_head(head: Head) -> str:
    """Convert to JSON, for the store."""
    return pack(head)


@lru_cache(maxsize=1024)
def unpack_head(text: str) -> Head:
    """Convert from JSON. Raises ValueError or TypeError for invalid text."""
    return unpack(Head, text)


class Detail(NamedTuple):
    """The rest of an article, stored for its own page."""

    refs: tuple[Ref, ...]
    words: int
    corrections: tuple[Correction, ...]
    aliases: tuple[str, ...]
    extra: Mapping[str, Any]
    picture: str
    """The original `src` of the main image."""
    aliases_line: int
    """Line of `aliases` in the source; 0 without aliases."""
    nav: NavEntry | None = None
    """As in `Article`."""


def unpack_detail(text: str) -> Detail:
    """Convert from JSON. Raises ValueError or TypeError for invalid text."""
    return unpack(Detail, text)
