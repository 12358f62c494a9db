"""The images in the text of an article: what is known of them, and how they are put into the HTML.

The image above the text belongs to the head of an article.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import unescape
from typing import Any

from digest.model.article import Detail
from digest.model.folders import file_path
from digest.model.image import ImageInfo
from digest.model.problem import Problem, warning
from digest.pages.queries import SiteQueries
from digest.plan import urls
from digest.render.body_images import SIZES, with_pictures
from digest.render.context import Picture, Source

EXTERNAL = ImageInfo("", 0, 0, (), "")
"""For an image that is not a file of the site."""


class BodyImages:
    """The images in the texts of a site. Created once per process."""

    def __init__(self, queries: SiteQueries, theme_options: Mapping[str, Any]) -> None:
        self.store, self.config, self.views = queries.store, queries.config, queries.views
        self.sizes = str(theme_options.get("picture_sizes") or SIZES)

    def infos(self, detail: Detail) -> dict[str, ImageInfo]:
        """The images of the site that an article shows, by path as the article refers to them."""
        paths = dict.fromkeys(ref.target for ref in detail.refs if ref.kind == "image")
        return {path: info for path in paths if (info := self.store.image(path))}

    def problems(self, source: str, detail: Detail, images: Mapping[str, ImageInfo]) -> list[Problem]:
        """The images of an article that cannot be shown, or not in several sizes. `source`: its path under content/."""
        file = file_path(self.config, source)
        hint = "Replace it, or remove it from the article. The page shows its alternative text."
        found = []
        for ref in detail.refs:
            info = images.get(ref.target, EXTERNAL) if ref.kind == "image" else EXTERNAL
            if info.problem:
                message = f"{file_path(self.config, ref.target)} cannot be shown: {info.problem}"
                found.append(Problem("picture-broken", message, file, ref.line, 0, hint))
            elif info.large:
                found.append(_large(file_path(self.config, ref.target), info.large, file, ref.line))
        return found

    def insert(self, html: str, detail: Detail, hrefs: Sequence[str | None], images: Mapping[str, ImageInfo]) -> str:
        """Put the images into a text, with all their sizes. `hrefs`: of the article's references, ready for attributes."""
        return self._insert(html, detail, hrefs, images, self.views.addresses.href, self.views.sources)

    def insert_single(
        self, html: str, detail: Detail, hrefs: Sequence[str | None], images: Mapping[str, ImageInfo],
        to_href: Callable[[str], str],
    ) -> str:  # fmt: skip
        """Put the images into a text for feeds, each as one file. `to_href`: makes a URL of a path of the site."""
        return self._insert(html, detail, hrefs, images, to_href, lambda key, sizes, original: ())

    def _insert(
        self, html: str, detail: Detail, hrefs: Sequence[str | None], images: Mapping[str, ImageInfo],
        to_href: Callable[[str], str], sources: Callable[..., tuple[Source, ...]],
    ) -> str:  # fmt: skip
        def find(kind: str, rest: str) -> Picture | None:
            if kind == "ref":
                url, info = hrefs[int(rest)], images.get(detail.refs[int(rest)].target, EXTERNAL)
            else:
                url, info = to_href(rest), images.get(urls.from_root(rest), EXTERNAL)
            if url is None or info.problem:
                return None
            original = (unescape(url), info.width) if info.with_original else None
            return Picture(url, "", "", "", info.width, info.height, sources(info.image_key, info.sizes, original))

        return with_pictures(html, find, self.sizes)


def _large(name: str, large: tuple[int, ...], file: str, line: int) -> Problem:
    """A warning that an image has too many pixels to be resized."""
    pixels, limit, needed = large
    message = f"{name} is not resized: it has {pixels:,} pixels, and the limit for such an image is {limit:,}"
    setting = f"`pictures.max_pixels` to {needed} in config.yaml"
    hint = f"Save it with fewer pixels, or set {setting}. This can take {_memory(needed)} of memory."
    return warning("picture-large", message, file, line, hint=hint)


def _memory(pixels: int) -> str:
    """The memory that it takes to decode an image, for people."""
    megabytes = -(-pixels * 4 // 10**6)
    return f"{megabytes / 1000:.1f} GB" if megabytes >= 1000 else f"{megabytes} MB"
