"""A page: one file of the output, before anything is rendered.

This module must not know how a page's inputs are found or what its bytes look like.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal[
    "article", "redirect", "front", "day", "week", "month", "year", "archive", "undated",
    "listing", "overview", "feed", "sitemap", "sitemap-index", "robots", "404", "file", "static", "theme",
    "picture", "search", "search-index", "email", "email-text",
]  # fmt: skip
"""What a page is. `listing` is a page of one topic, source, author or key of a collection; `overview` the page of all
of them; `file` a file beside an article, `static` and `theme` files copied from there, `picture` a size of a picture;
`search-index` what the search page's script looks through, a file a month."""


class Page(NamedTuple):
    """One file that should exist in the output."""

    path: str
    """From the output's root with `/`: `2021/05/06/index.html`."""
    kind: Kind
    collection: str
    """`topics`, `sources`, `authors` or a collection of the config file; empty for others."""
    key: str
    """What of its kind: an article's or file's source path, a date (`2021-05-06`, `2021-w18`, `2021-05`, `2021`), a slug,
    a picture's mark."""
    part: str
    """Of a listing: `` (its first page), `2020`, `2020-05` or `undated`; of a sitemap: what it covers; of
    a file: the article beside which it stands."""

    def owner(self) -> str:
        """The page in words, for messages: `article 2021/05/x.md`."""
        what = f"{self.collection} {self.key}".strip() if self.collection else self.key
        return " ".join(x for x in (self.kind, what, self.part) if x)
