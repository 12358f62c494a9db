"""Pictures in the text of an article: their size, and smaller files of which a browser takes the one that fits.

A body has its pictures as `<img>` with a placeholder (see read/markdown.py), since only the build knows how large they
are. This module must not know where pictures lie, or how a theme shows the one above the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from digest.render.context import Picture

SIZES = "(min-width: 44rem) 42rem, 100vw"
"""How wide pictures are shown, as browsers are told, where the theme does not say so in its option `picture_sizes`."""

MOST_DIGITS = 9
"""Of a width or height; a longer one is not used. Python refuses to read one of some thousand digits."""

_IMAGE = re.compile(r'<img\b((?:[^">]|"[^"]*")*)>')
_SOURCE = re.compile(r' src="digest-(ref|root):([^"]*)"')
_SIDE = re.compile(r' (width|height)="([0-9]+)"')
_ALT = re.compile(r' alt="([^"]*)"')
_EMPTY = "<figure></figure>\n"


def with_pictures(html: str, find: Callable[[str, str], Picture | None], sizes: str) -> str:
    """A body with its pictures. `find`: the picture of a placeholder, from `ref` or `root` and what follows it; None where
    there is none to show: its alternative text takes its place. `sizes`: how wide they are shown."""

    def put(match: re.Match[str]) -> str:
        source = _SOURCE.search(match[1])
        if source is None:  # from elsewhere
            return match[0]
        picture = find(source[1], source[2])
        return _element(match[1].replace(source[0], ""), picture, sizes) if picture else _words(match[1])

    if '="digest-r' not in html or "<img" not in html:
        return html
    return _IMAGE.sub(put, html).replace(_EMPTY, "")


def _words(attributes: str) -> str:
    """The alternative text of a picture that cannot be shown, as text of the page; empty where there is none."""
    found = _ALT.search(attributes)
    text = unescape(found[1]).strip() if found else ""
    # What reads like one of our placeholders stays a text.
    return f'<i class="no-picture">{escape(text).replace("digest-r", "digest&#45;r")}</i>' if text else ""


def _element(attributes: str, picture: Picture, sizes: str) -> str:
    own = {name: int(value) for name, value in _SIDE.findall(attributes) if len(value) <= MOST_DIGITS}
    width, height = _shown(own, picture)
    image = f'<img src="{picture.url}"{_SIDE.sub("", attributes)}'
    image += f' width="{width}" height="{height}">' if picture.width else ">"
    if own and picture.width:
        sizes = f"{width}px"
    sources = "".join(
        f'<source type="{s.type}" srcset="{escape(s.srcset)}" sizes="{escape(sizes)}">' for s in picture.sources
    )
    return f"<picture>{sources}{image}</picture>" if sources else image


def _shown(own: dict[str, int], picture: Picture) -> tuple[int, int]:
    """Width and height as the author has them, or as they are."""
    if not own or not picture.width:
        return picture.width, picture.height
    width = own.get("width") or max(1, round(own.get("height", 0) * picture.width / picture.height))
    return width, own.get("height") or max(1, round(width * picture.height / picture.width))
