"""Plain text: it keeps its line breaks, and nothing in it is markup except bare addresses."""

from __future__ import annotations

import re
from collections.abc import Callable

from digest.model.lazy_regex import lazy_regex
from digest.read.markdown.escaping import escape_html
from digest.read.markdown.linkify import with_links

_MARKDOWN = lazy_regex(
    r"^ {0,3}(?:#{1,6} \S|```|~~~|\[[^\[\]\n]{1,200}\]: |\|.*\|[ \t]*$|<[a-z/!])|\]\([^()\s]|\*\*[^\s*]",
    re.MULTILINE | re.IGNORECASE,
)
_BLANK_LINES = lazy_regex(r"\n[ \t]*(?:\n[ \t]*)+")


def is_plain(text: str) -> bool:
    """Whether a text does not look like Markdown."""
    return _MARKDOWN.search(text) is None


def paragraphs(text: str, href: Callable[[str], str | None] | None) -> str:
    """Convert a plain text to HTML. `href`: returns the escaped URL of a bare address, or None; without it, none is a link."""
    out = []
    for part in _BLANK_LINES.split(text.strip("\n")):
        lines = [line.strip() for line in part.split("\n")]
        found = "<br>\n".join(with_links(line, href) if href else escape_html(line) for line in lines if line)
        if found:
            out.append(f"<p>{found}</p>\n")
    return "".join(out)
