"""What pictures in the text of articles depend on, and how they are put into it: a part of articles.py.

The picture above a text is in its article's head; those in the text are looked up when its page is made. This module
must not know which pages are to be made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from digest.model.article import Detail
from digest.model.config import Config
from digest.model.image import ImageInfo
from digest.model.problem import Problem, warning
from digest.plan import urls
from digest.render.body_images import SIZES, with_pictures
from digest.render.context import Picture, Source
from digest.render.views import Views
from digest.store import Store

NOWHERE = ImageInfo("", 0, 0, (), "")
"""Of a picture that is not a file of the site."""


class BodyPictures:
    """The pictures in articles' texts. `options`: those of the theme."""

    def __init__(self, store: Store, views: Views, config: Config, options: Mapping[str, Any]) -> None:
        self.store, self.views, self.config = store, views, config
        self.sizes = str(options.get("picture_sizes") or SIZES)

    def of(self, detail: Detail) -> dict[str, ImageInfo]:
        """What is known of the pictures that an article shows, by their path as it refers to them."""
        paths = dict.fromkeys(ref.target for ref in detail.refs if ref.kind == "image")
        return {path: facts for path in paths if (facts := self.store.image(path))}

    def problems(self, id: str, detail: Detail, known: Mapping[str, ImageInfo]) -> list[Problem]:
        """Pictures of an article that cannot be shown."""
        at = f"{self.config.content}/{id}"
        hint = "Put another in its place, or take it out of the article; the page shows its alternative text."
        found = []
        for path, _, line, kind in detail.refs:
            facts = known.get(path, NOWHERE) if kind == "image" else NOWHERE
            if facts.problem:
                message = f"{self._name(path)} cannot be shown: {facts.problem}"
                found.append(Problem("picture-broken", message, at, line, 0, hint))
            elif facts.large:
                found.append(_large(self._name(path), facts.large, at, line))
        return found

    def _name(self, path: str) -> str:
        return f"{self.config.static}{path}" if path.startswith("/") else f"{self.config.content}/{path}"

    def put(self, html: str, detail: Detail, links: Sequence[str | None], known: Mapping[str, ImageInfo]) -> str:
        """A text with its pictures. `links`: of its references, as they stand in attributes."""
        return self._put(html, detail, links, known, self.views.addresses.href, self.views.sources)

    def put_plain(
        self, html: str, detail: Detail, links: Sequence[str | None], known: Mapping[str, ImageInfo], to: Callable[[str], str]
    ) -> str:
        """The same for feeds, whose readers know little: each as one file. `to`: makes a path of the site a link."""
        return self._put(html, detail, links, known, to, lambda mark, sizes: ())

    def _put(
        self, html: str, detail: Detail, links: Sequence[str | None], known: Mapping[str, ImageInfo],
        to: Callable[[str], str], sources: Callable[..., tuple[Source, ...]],
    ) -> str:  # fmt: skip
        def find(kind: str, rest: str) -> Picture | None:
            if kind == "ref":
                url, facts = links[int(rest)], known.get(detail.refs[int(rest)].target, NOWHERE)
            else:
                url, facts = to(rest), known.get(urls.from_root(rest), NOWHERE)
            if url is None or facts.problem:
                return None
            return Picture(url, "", "", "", facts.width, facts.height, sources(facts.image_key, facts.sizes))

        return with_pictures(html, find, self.sizes)


def _large(name: str, large: tuple[int, ...], at: str, line: int) -> Problem:
    """A warning that a picture has too many pixels to make sizes of it."""
    pixels, most, enough = large
    message = f"no smaller sizes are made of {name}: it has {pixels:,} pixels, and a picture like it may have {most:,}"
    setting = f"`pictures.max_pixels` to {enough} in config.yaml"
    hint = f"Save it with fewer pixels, or set {setting}, which may take {_memory(enough)} of memory."
    return warning("picture-large", message, at, line, hint=hint)


def _memory(pixels: int) -> str:
    """The memory that it takes to decode so many, in words."""
    megabytes = -(-pixels * 4 // 10**6)
    return f"{megabytes / 1000:.1f} GB" if megabytes >= 1000 else f"{megabytes} MB"
