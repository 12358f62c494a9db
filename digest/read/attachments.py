"""Whether a file beside an article may be published: what a browser or a web server would run may not.

An SVG is a picture and also a document: with a script in it, whoever opens its address runs that script as a part of
the site, and an HTML page is all that and more. Articles and what lies beside them often come from elsewhere, so such
files are held back; what the site's owner wrote goes into static/, which is copied as it is. This module must not open
files, or know which articles refer to them.
"""

from __future__ import annotations

import re
from html import unescape

from digest.model.problem import Problem
from digest.read.syntax.decoding import decode

PAGES = (".html", ".htm", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml", ".svgz", ".swf")
"""Endings of files that a browser shows as pages, or that cannot be looked into."""
PROGRAMS = (".php", ".phtml", ".phar", ".cgi", ".pl", ".asp", ".aspx", ".jsp", ".jspx", ".cfm")
"""Endings of files that some web servers run."""
MARKUP = (".svg", ".xml", ".xsl", ".xslt", ".rdf", ".rss", ".atom")
"""Endings of files that are harmless unless there is something active in them."""

_ACTIVE = re.compile(
    r"<(?:[\w.-]+:)?(?:script|iframe|object|embed|handler|listener)\b"
    r"|<!entity(?!\s+[\w.-]+\s+\"https?://[^\"<&]*\"\s*>)|<\?xml-stylesheet|[\s\"'/]on[a-z]+\s*=|(?:java|vb)script:|data:(?:text|application)/",
    re.IGNORECASE,
)
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BETWEEN = re.compile(r"(?<=[a-z:])[\s\x00-\x1f]+(?=[a-z:])", re.IGNORECASE)


def can_run(name: str) -> bool:
    """Whether a file of this name has to be looked at (see `refused`)."""
    return name.lower().endswith(PAGES + PROGRAMS + MARKUP)


def refused(data: bytes, file: str) -> Problem | None:
    """Why a file is not published; None for one that may be."""
    name = file.lower()
    hint = "If you trust it, put it into static/ and link to it from there."
    if name.endswith(PAGES):
        what = "a page that an article brings along is not published: it could run scripts"
        return Problem("file-active", what, file, hint=hint)
    if name.endswith(PROGRAMS):
        return Problem("file-active", "a program is not published: web servers could run it", file, hint=hint)
    text, problem = decode(data, file)
    if problem:
        return problem
    plain = _UNSEEN.sub("", unescape(text))
    match = _ACTIVE.search(plain) or _ACTIVE.search(_BETWEEN.sub("", plain))
    if match is None:
        return None
    found = match[0].strip(" \t\r\n\"'/")
    at = text.find(match[0])
    line = text.count("\n", 0, at) + 1 if at >= 0 else 0
    return Problem("file-active", f"the file is not published: with `{found}` it could run scripts", file, line, 0, hint)
