"""What a source says, understood: the head that lists and plans need, and the rest that its own page needs.

Tuples with names, because a build makes and reads tens of thousands of them: they are as frozen as
dataclasses, cost a third, and are JSON as they stand. This module must not know how they were
found in a file or where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from digest.model.image import Sizes
from digest.model.packing import pack, unpack


class Name(NamedTuple):
    """A topic, a source, an author: something with listings of its own."""

    key: str
    """Its slug: the same for every spelling (`new-york-times`)."""
    name: str
    """As shown to readers: the name in config.yaml, or else as the article has it."""


class Picture(NamedTuple):
    """The picture of an article."""

    src: str
    """An absolute web address, or a reference to a file of the site (see `Body.refs`): `digest-ref:N`."""
    alt: str
    """Alternative text; empty when nobody wrote one."""
    caption: str
    """Text below the picture; may be empty. Also set when no picture was kept (then `src` is empty)."""
    credit: str
    """Who made it: `Efrem Lukatsky / Pool / AFP`; may be empty."""
    width: int = 0
    """In pixels, as it is seen; 0 when it is not a file of the site. Set after reading, like those that follow."""
    height: int = 0
    image_key: str = ""
    """Part of the names of its sizes (see `ImageInfo`)."""
    sizes: Sizes = ()
    """Those files."""


class Head(NamedTuple):
    """All that a list or a plan needs of an article."""

    id: str
    """The path of its source under content/, with `/`."""
    url: str
    """Path of its page from the site's root, no leading slash: `2021/05/06/slug.html`. Set after reading, because of
    two articles that want one address the second must give way; empty until then."""
    slug: str
    """Its part of the address: from front matter, else from the title; never empty."""
    title: str
    """Plain text, never empty."""
    title_html: str
    """The title with its inline markup as safe HTML."""
    date: str
    """In the site's time zone: `2021-05-06`, or `2021-05-06T14:30:00+03:00` when a time is known; empty: undated."""
    wall_time: int
    """The date as seconds of the wall clock since 1970 (midnight when only the day is known); -1: undated.
    Lists are in this order, so that a day is a plain range."""
    updated: str
    """As `date`; empty when never updated."""
    authors: tuple[Name, ...]
    """People, as they stand in the byline."""
    agency: str
    """The agency that the text came from (`AFP`); may be empty."""
    source: Name | None
    """The newspaper, site or letter it was published in."""
    source_url: str
    """Address of the original; may be empty."""
    topics: tuple[Name, ...]
    """In the order of the front matter, or of the evidence."""
    summary: str
    """Plain text; empty when nobody wrote one."""
    language: str
    """A language tag: `en`, `uk`, `pt-BR`."""
    picture: Picture | None
    story: Name | None
    """The running story it belongs to, from front matter."""
    weight: int
    """From front matter; larger is more important; 0 when not given."""
    groups: tuple[tuple[str, tuple[Name, ...]], ...]
    """For each collection of config.yaml, by name: the keys under which the article stands in it."""

    def day(self) -> str:
        """`2021-05-06` in the site's time zone, or empty when undated."""
        return self.date[:10]


class Ref(NamedTuple):
    """A link or picture in an article that points to a file of the site."""

    target: str
    """Path under content/ with `/`, already resolved against the article's folder: `2021/05/photo.jpg`. Of a picture
    also a path from the site's root, where files of static/ stand: `/logo.png`."""
    fragment: str
    """What follows the path, with its `#` or `?`; may be empty."""
    line: int
    """Line of the source where it stands."""
    kind: str
    """`link` or `image`."""


class Body(NamedTuple):
    """The text of an article as safe HTML."""

    html: str
    """A link to a file of the site reads `="digest-ref:N"` here, N an index into `refs`; the render step puts its
    address there (the address depends on other articles and on the page's place)."""
    refs: tuple[Ref, ...]
    words: int
    """Number of words in the text, for its length."""


class Correction(NamedTuple):
    """A correction that the article's page shows on top."""

    date: str
    """`2021-05-09`, or empty."""
    text: str


class Article(NamedTuple):
    """A source, understood."""

    head: Head
    body: Body
    corrections: tuple[Correction, ...]
    aliases: tuple[str, ...]
    """Former addresses, as paths from the site's root without leading slash; each becomes a redirect page."""
    draft: bool
    expires: str
    """From this moment on it is left out: an ISO instant with zone; empty: never."""
    publish: str
    """Its date as an ISO instant with zone when that may lie in the future; empty when undated."""
    extra: Mapping[str, Any]
    """Unknown front-matter keys as they stand (JSON values; dates as ISO text), for templates."""
    origins: Mapping[str, str]
    """For each field where its value was found: `front matter, line 3`; shown by `digest inspect`."""


def pack_head(head: Head) -> str:
    """As JSON text, for the store."""
    return pack(head)


@lru_cache(maxsize=512)
def unpack_head(text: str) -> Head:
    """The head that `pack_head` packed; raises ValueError or TypeError for anything else."""
    return unpack(Head, text)


class Detail(NamedTuple):
    """The rest of an article, as the store keeps it for the article's own page."""

    refs: tuple[Ref, ...]
    words: int
    corrections: tuple[Correction, ...]
    aliases: tuple[str, ...]
    extra: Mapping[str, Any]
    picture: str
    """The picture's own `src`, before it was looked for."""
    aliases_line: int
    """Where its former addresses stand in its source; 0 when it has none."""


def unpack_detail(text: str) -> Detail:
    """The detail that `pack` packed."""
    return unpack(Detail, text)
