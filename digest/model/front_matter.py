"""The keys of front matter, with types and descriptions.

The reader, the JSON Schema and the manual use this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal[
    "text", "slug", "published", "date", "names", "topics", "paths", "url", "language", "number", "switch", "corrections",
]  # fmt: skip


class Key(NamedTuple):
    """A key of front matter."""

    name: str
    kind: Kind
    """Type of its value."""
    doc: str
    """Description for the manual and for editors."""
    also: tuple[str, ...] = ()
    """Alternative names."""
    example: str = ""


KEYS = (
    Key("title", "text", "Headline. Inline Markdown such as `*italics*` is rendered.", (), "Talks resume in Vienna"),
    Key(
        "date",
        "published",
        "Publication date, in the site's time zone unless it states another. `none`: no date.",
        (),
        "2021-05-06 14:30",
    ),
    Key("updated", "date", "Date of the last change.", (), "2021-05-07"),
    Key("authors", "names", "Authors: a list, or text with names separated by commas or `and`.", ("author",)),
    Key("agency", "text", "News agency.", (), "AFP"),
    Key("source", "text", "Original publication: a name, or a host name from `sources` in `config.yaml`."),
    Key("source_url", "url", "URL of the original."),
    Key("topics", "topics", "Topics by name, alias or slug: a list, or text separated by commas.", ("tags",)),
    Key("summary", "text", "One or two sentences for lists, feeds and search engines.", ("description",)),
    Key("language", "language", "Language of the article, if it differs from the site's.", ("lang",), "pt-BR"),
    Key("slug", "slug", "Last part of the URL. Default: derived from the title.", (), "talks-resume"),
    Key("aliases", "paths", "Former paths of the article on this site. Each becomes a redirect page."),
    Key("image", "text", "Image: a file next to the article, or a URL.", (), "talks.jpg"),
    Key("caption", "text", "Caption of the image."),
    Key("credit", "text", "Credit of the image."),
    Key("alt", "text", "Alternative text of the image."),
    Key("story", "text", "Name or key of the running story that the article belongs to.", (), "vienna-talks"),
    Key("weight", "number", "Importance within the edition. The article with the highest weight leads it.", (), "10"),
    Key("draft", "switch", "`true` to leave the article out."),
    Key("expires", "date", "Date from which the article is left out."),
    Key("corrections", "corrections", "Corrections shown above the article: text, or `{date: …, text: …}`."),
)
"""All known keys. Unknown keys are passed to templates."""

BY_NAME: Mapping[str, Key] = {name: key for key in KEYS for name in (key.name, *key.also)}
"""All keys by name, including alternative names."""


def name_of(key: str) -> str:
    """Replace an alternative name of a key (`tags`) by its main name (`topics`)."""
    known = BY_NAME.get(key)
    return known.name if known else key


@lru_cache(maxsize=1024)
def near_key(name: str) -> str:
    """Return the known key that is most similar to an unknown one; empty if none is. Cached, because sites repeat keys."""
    import difflib

    near = difflib.get_close_matches(name.lower(), BY_NAME, n=1, cutoff=0.84)
    return near[0] if near else ""
