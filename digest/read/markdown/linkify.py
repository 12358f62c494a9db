"""Find bare addresses in text: `https://…` and `www.…`, as GitHub does."""

from __future__ import annotations

import re
from collections.abc import Callable

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.read.markdown.escaping import escape_html


class Bare(NamedTuple):
    """The kinds of bare addresses that a text has, and that become links."""

    schemes: bool
    """`https://example.org/`"""
    hosts: bool
    """`www.example.org`"""


NO_LINKS = Bare(False, False)
_LONGEST = 2_000
"""A longer address stays text, so that work is linear."""
_ADDRESS = lazy_regex(
    r"(?<![A-Za-z0-9/@._=-])(?:https?://(?=[^\W_])|www\.(?=[^\W_]))[^\s<>\"“”«»。，、！？；：）」』】]{1,2000}",
    re.IGNORECASE,
)
_AFTER = "?!.,:;*_~'’…"
"""Characters that do not belong to an address at its end."""


def bare_in(text: str) -> Bare:
    """Return which kinds of bare addresses a text may have."""
    return Bare("://" in text, "www." in text)


def with_links(text: str, href: Callable[[str], str | None]) -> str:
    """Return a text as HTML in which bare addresses are links. `href` returns the escaped URL of one, or None."""
    out: list[str] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        address = _trimmed(match[0])
        url = href(address if "://" in address else f"http://{address}") if len(match[0]) < _LONGEST else None
        if url is None:
            continue
        out += [escape_html(text[end : match.start()]), f'<a href="{url}">{escape_html(address)}</a>']
        end = match.start() + len(address)
    return "".join([*out, escape_html(text[end:])])


def _trimmed(address: str) -> str:
    """Remove punctuation at the end, and closing brackets that are not opened in the address."""
    while True:
        address = address.rstrip(_AFTER)
        for opening, closing in ("()", "[]"):
            if address.endswith(closing):
                kept = address.rstrip(closing)
                excess = min(len(address) - len(kept), address.count(closing) - address.count(opening))
                if excess > 0:
                    address = address[:-excess]
                    break
        else:
            return address
