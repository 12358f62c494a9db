"""Links to places in the text itself, `#name`: they lead to the ids as they are in the HTML."""

from __future__ import annotations

from html import escape, unescape
from urllib.parse import quote, unquote

from digest.model.lazy_regex import lazy_regex
from digest.read.markdown.headings import Ids
from digest.read.markdown.links import Links

_FRAGMENT = lazy_regex('(<a href=")(#[^"]+)(?=")')
_ANYWHERE = ("top", "")
"""Places that every page has."""
_TEXT = ":~:"
"""Beginning of a fragment that browsers search in the text."""


def with_anchors(html: str, links: Links, ids: Ids) -> str:
    """Point each link of a finished text to the id that it means, and warn of those that lead to nothing."""
    if not links.fragments:
        return html
    moved: dict[str, str] = {}
    for fragment, line in links.fragments.items():
        name = unquote(fragment[1:])
        if name in _ANYWHERE or name.startswith(_TEXT):
            continue
        found = ids.find(name)
        if not found:
            links.warn_no_anchor(fragment, line)
        elif found != name:
            moved[fragment] = "#" + quote(found, safe="~!$&'()*+,;=:@/?")
    if not moved:
        return html
    return _FRAGMENT.sub(lambda m: m[1] + escape(moved.get(unescape(m[2]), unescape(m[2]))), html)
