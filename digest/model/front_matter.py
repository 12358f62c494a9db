"""The keys of a front matter: their names, what kind of value each takes, and a sentence for the manual and for editors.

One table for the reader, the schema and the manual, so that they cannot differ. This module must not know how a value
is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal[
    "text", "slug", "published", "date", "names", "topics", "paths", "url", "language", "number", "switch", "corrections",
]  # fmt: skip


class Key(NamedTuple):
    """A key of the front matter."""

    name: str
    kind: Kind
    doc: str
    """A sentence for the manual and for editors."""
    also: tuple[str, ...] = ()
    """Other names for the same."""
    example: str = ""


KEYS = (
    Key(
        "title", "text", "The headline; inline Markdown such as `*italics*` is rendered.", (), "Talks resume in Vienna"
    ),
    Key(
        "date", "published", "When it was published, in the site's time zone unless it says another; `none`: it has no date.",
        (), "2021-05-06 14:30",
    ),
    Key("updated", "date", "When it was last changed.", (), "2021-05-07"),
    Key("authors", "names", "Who wrote it: a list, or one text in which commas and `and` part the names.", ("author",)),
    Key("agency", "text", "The agency that the text came from.", (), "AFP"),
    Key("source", "text", "Where it was published first: a name, or a host name that `sources` in config.yaml knows."),
    Key("source_url", "url", "Address of the original."),
    Key("topics", "topics", "Topics by name, alias or slug: a list, or one text with commas.", ("tags",)),
    Key("summary", "text", "One or two sentences for lists, feeds and search engines.", ("description",)),
    Key("language", "language", "The article's language when it is not the site's.", ("lang",), "pt-BR"),
    Key("slug", "slug", "Its part of the address; without it, made from the title.", (), "talks-resume"),
    Key("aliases", "paths", "Former addresses on this site; each becomes a page that leads here."),
    Key("image", "text", "The picture: a file beside the article, or a web address.", (), "talks.jpg"),
    Key("caption", "text", "What stands below the picture."),
    Key("credit", "text", "Who made the picture."),
    Key("alt", "text", "What the picture shows, for those who cannot see it."),
    Key("story", "text", "Name or key of the running story it belongs to, which gets a page of its own.", (), "vienna-talks"),
    Key("weight", "number", "Importance among the articles of a day: a whole number, larger is more.", (), "10"),
    Key("draft", "switch", "`true`: it is left out until it is finished."),
    Key("expires", "date", "From this moment on it is left out."),
    Key("corrections", "corrections", "Corrections to show on top: texts, or `{date: …, text: …}`."),
)
"""Every key that means something; all others are kept as they stand, for templates."""

BY_NAME: Mapping[str, Key] = {name: key for key in KEYS for name in (key.name, *key.also)}
"""The same by all of their names."""


def name_of(key: str) -> str:
    """The first name of a key that has several (`tags` is `topics`); any other key as it is."""
    known = BY_NAME.get(key)
    return known.name if known else key


@lru_cache(maxsize=1024)
def near_key(name: str) -> str:
    """The key that was meant by a slip of the keyboard, or empty; remembered, because sites repeat their keys."""
    import difflib

    near = difflib.get_close_matches(name.lower(), BY_NAME, n=1, cutoff=0.84)
    return near[0] if near else ""
