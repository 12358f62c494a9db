"""Replaces the placeholders of links in bodies."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from digest.model.lazy_regex import lazy_regex

_PLACEHOLDER = lazy_regex(r'="digest-(ref|root):([^"]*)"')

_PLAYER = lazy_regex(r'<(video|audio) src="digest-ref:(\d+)"[^>]*></\1>')
_LINK = lazy_regex(r'<a href="digest-ref:(\d+)"[^>]*>(.*?)</a>', re.DOTALL)


def resolve_links(html: str, ref: Callable[[int], str | None], root: Callable[[str], str]) -> str:
    """Replace the placeholders of a body (see `digest.model.article.Body`) by links.

    `ref` returns the link of a numbered reference, or None if there is nothing to link to; the text then stays without a
    link. `root` returns the link of a path from the root of the site. Images are inserted before (see body_images.py).
    """

    def link(match: re.Match[str]) -> str:
        return f'="{root(match[2]) if match[1] == "root" else ref(int(match[2])) or ""}"'

    if '="digest-r' not in html:
        return html
    html = _PLAYER.sub(lambda m: "" if ref(int(m[2])) is None else m[0], html)
    html = _LINK.sub(lambda m: m[2] if ref(int(m[1])) is None else m[0], html)
    return _PLACEHOLDER.sub(link, html)


def quoted(text: str) -> str:
    """Quote a URL path or fragment for use in an HTML attribute."""
    return quote(text, safe="/~!$'()*+,;=:@?#%&-._").replace("&", "&amp;").replace("'", "&#39;")
