"""Inserts images into the text of an article, with their dimensions and smaller versions for small screens.

A body has an `<img>` with a placeholder for each image (see read/markdown/), because image sizes are known only to the
build.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from digest.model.lazy_regex import lazy_regex
from digest.render.context import Picture

SIZES = "(min-width: 44rem) 42rem, 100vw"
"""Value of the attribute `sizes` of images in the text, unless the theme sets its option `picture_sizes`."""

MAX_DIGITS = 9
"""Longer widths and heights are ignored. Python does not parse numbers with thousands of digits."""

_IMAGE = lazy_regex(r'<img\b((?:[^">]|"[^"]*")*)>')
_SOURCE = lazy_regex(r' src="digest-(ref|root):([^"]*)"')
_SIDE = lazy_regex(r' (width|height)="([0-9]+)"')
_ALT = lazy_regex(r' alt="([^"]*)"')
_EMPTY = "<figure></figure>\n"


def with_pictures(html: str, find: Callable[[str, str], Picture | None], sizes: str) -> str:
    """Insert the images of a body.

    `find` returns the image of a placeholder, from its kind (`ref` or `root`) and value. If it returns None, the
    alternative text is shown instead. `sizes` is the attribute of that name.
    """

    def image(match: re.Match[str]) -> str:
        source = _SOURCE.search(match[1])
        if source is None:  # an image of another site
            return match[0]
        picture = find(source[1], source[2])
        return _element(match[1].replace(source[0], ""), picture, sizes) if picture else _alternative(match[1])

    if '="digest-r' not in html or "<img" not in html:
        return html
    return _IMAGE.sub(image, html).replace(_EMPTY, "")


def _alternative(attributes: str) -> str:
    """Return the alternative text of an image that cannot be shown, as HTML; empty if there is none."""
    found = _ALT.search(attributes)
    text = unescape(found[1]).strip() if found else ""
    # Text that looks like a placeholder must not be replaced.
    return f'<i class="no-picture">{escape(text).replace("digest-r", "digest&#45;r")}</i>' if text else ""


def _element(attributes: str, picture: Picture, sizes: str) -> str:
    given = {name: int(value) for name, value in _SIDE.findall(attributes) if len(value) <= MAX_DIGITS}
    width, height = _dimensions(given, picture)
    image = f'<img src="{picture.url}"{_SIDE.sub("", attributes)}'
    image += f' width="{width}" height="{height}">' if picture.width else ">"
    if given and picture.width:
        sizes = f"{width}px"
    sources = "".join(
        f'<source type="{s.type}" srcset="{escape(s.srcset)}" sizes="{escape(sizes)}">' for s in picture.sources
    )
    return f"<picture>{sources}{image}</picture>" if sources else image


def _dimensions(given: dict[str, int], picture: Picture) -> tuple[int, int]:
    """Return the width and height to show: those that the author gives, or those of the image."""
    if not given or not picture.width:
        return picture.width, picture.height
    width = given.get("width") or max(1, round(given.get("height", 0) * picture.width / picture.height))
    return width, given.get("height") or max(1, round(width * picture.height / picture.width))
