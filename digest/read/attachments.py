"""Decide whether a file next to an article may be published.

Browsers run scripts in HTML and SVG files with the rights of the site, and web servers run programs. Articles and their
attachments often come from other sources, so such files are not published. Files in static/ are copied without this check.
"""

from __future__ import annotations

import re
from html import unescape

from digest.model.lazy_regex import lazy_regex
from digest.model.problem import Problem
from digest.read.syntax.decoding import decode

PAGES = (".html", ".htm", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml", ".svgz", ".swf")
"""Extensions of files that browsers show as pages, or whose content cannot be checked."""
PROGRAMS = (".php", ".phtml", ".phar", ".cgi", ".pl", ".asp", ".aspx", ".jsp", ".jspx", ".cfm")
"""Extensions of files that some web servers run."""
MARKUP = (".svg", ".xml", ".xsl", ".xslt", ".rdf", ".rss", ".atom")
"""Extensions of files that are harmless unless they contain active content."""

_ACTIVE = lazy_regex(
    r"<(?:[\w.-]+:)?(?:script|iframe|object|embed|handler|listener)\b"
    r"|<!entity(?!\s+[\w.-]+\s+\"https?://[^\"<&]*\"\s*>)|<\?xml-stylesheet|[\s\"'/]on[a-z]+\s*=|(?:java|vb)script:|data:(?:text|application)/",
    re.IGNORECASE,
)
_INVISIBLE = lazy_regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES_INSIDE = lazy_regex(r"(?<=[a-z:])[\s\x00-\x1f]+(?=[a-z:])", re.IGNORECASE)


def needs_check(name: str) -> bool:
    """Whether the content of a file with this name must be checked by `check_active`."""
    return name.lower().endswith(PAGES + PROGRAMS + MARKUP)


def check_active(data: bytes, file: str) -> Problem | None:
    """Report a file that a browser or web server could run."""
    name = file.lower()
    hint = "If you trust the file, move it to `static/` and link to it there."
    if name.endswith(PAGES):
        return Problem("file-active", "not published: the page could run scripts", file, hint=hint)
    if name.endswith(PROGRAMS):
        return Problem("file-active", "not published: web servers could run this program", file, hint=hint)
    text, problem = decode(data, file)
    if problem:
        return problem
    decoded = _INVISIBLE.sub("", unescape(text))
    match = _ACTIVE.search(decoded) or _ACTIVE.search(_SPACES_INSIDE.sub("", decoded))
    if match is None:
        return None
    code = match[0].strip(" \t\r\n\"'/")
    offset = text.find(match[0])
    line = text.count("\n", 0, offset) + 1 if offset >= 0 else 0
    return Problem("file-active", f"not published: it contains `{code}`, which could run scripts", file, line, 0, hint)
