"""Placeholders in bodies become links."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

_PLACEHOLDER = re.compile(r'="digest-(ref|root):([^"]*)"')

_LINK = re.compile(r'<a href="digest-ref:(\d+)"[^>]*>(.*?)</a>', re.DOTALL)


def resolve_links(html: str, ref: Callable[[int], str | None], root: Callable[[str], str]) -> str:
    """A body with its placeholders (see `digest.model.article.Body`) replaced by links.

    `ref` gives the link of a numbered reference; None where there is nothing to link to: the words then stand
    without a link. Pictures are put in before (see images.py).
    """

    def put(match: re.Match[str]) -> str:
        return f'="{root(match[2]) if match[1] == "root" else ref(int(match[2])) or ""}"'

    if '="digest-r' not in html:
        return html
    html = _LINK.sub(lambda m: m[2] if ref(int(m[1])) is None else m[0], html)
    return _PLACEHOLDER.sub(put, html)


def quoted(text: str) -> str:
    """A fragment or path as it may stand in an attribute."""
    return quote(text, safe="/~!$'()*+,;=:@?#%&-._").replace("&", "&amp;").replace("'", "&#39;")
