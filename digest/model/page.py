"""A page: one file of the output, before anything is rendered."""

from __future__ import annotations

from digest.model.named_tuple import NamedTuple


class Page(NamedTuple):
    """One file that should exist in the output."""

    path: str
    """Path from the root of the output, with `/`: `2021/05/06/index.html`."""
    kind: str
    """The name of a kind in `digest.model.kinds`."""
    collection: str
    """`topics`, `sources`, `authors`, `stories` or a collection of config.yaml; empty for kinds without a collection."""
    key: str
    """What the page is about, depending on its kind: the source path of an article or file, a period (`2021-05-06`,
    `2021-w18`, `2021-05`, `2021`), the key of a listing or of an image."""
    part: str
    """Of a listing: empty for its first page, or `2020`, `2020-05`, `undated`. Of the sitemap: what this file of it covers.
    Of a file: the article that refers to it."""

    def owner(self) -> str:
        """The page in words, for messages: `article 2021/05/x.md`."""
        what = f"{self.collection} {self.key}".strip() if self.collection else self.key
        return " ".join(x for x in (self.kind, what, self.part) if x)
