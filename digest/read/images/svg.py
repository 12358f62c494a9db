"""How large an SVG wants to be shown: from the attributes of its first element, without reading it as XML.

No entity is followed and nothing that it names is fetched. This module must not know whether it may be published
(see attachments.py).
"""

from __future__ import annotations

import re
from html import unescape
from itertools import islice

START = 65_536
"""Bytes in which the first element must begin."""
USUAL = (300, 150)
"""What browsers take where a picture says nothing."""

TRIES = 10
"""Places that look like the first element and are looked at: one is enough for a drawing."""

_ROOT = re.compile(r"<(?:[\w.-]+:)?svg(?=[\s>/])", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"((?:[^\"'>]|\"[^\"]*\"|'[^']*')*)>")
_SKIPPED = {"<!--": "-->", "<?": "?>"}
"""How what is no element begins, and how it ends."""
_LENGTH = re.compile(r"\s*\+?(\d+(?:\.\d*)?|\.\d+)\s*(px|pt|pc|mm|cm|in|q)?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "q": 96 / 101.6}


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height in CSS pixels; None when it is no SVG."""
    text = _elements(_text(data))
    starts = islice(_ROOT.finditer(text), TRIES)
    root = next(filter(None, (_ATTRIBUTES.match(text, start.end()) for start in starts)), None)
    if root is None:
        return None
    width, height = (_length(_attribute(root[1], name)) for name in ("width", "height"))
    box = [float(n) for n in _NUMBER.findall(_attribute(root[1], "viewBox"))]
    wide, high = (box[2], box[3]) if len(box) == 4 and all(1e-6 < side < 1e9 for side in box[2:]) else (0.0, 0.0)
    if wide:
        if not width:
            width = height * wide / high if height else wide
        height = height or width * high / wide
    found = (width or USUAL[0], height or USUAL[1])
    return max(1, round(min(65_535, found[0]))), max(1, round(min(65_535, found[1])))


def _elements(text: str) -> str:
    """The text without comments and instructions; each end is looked for once, however many beginnings there are."""
    last = {begin: text.rfind(end) for begin, end in _SKIPPED.items()}
    out, at = [], 0
    for found in re.finditer(r"<!--|<\?", text):
        if at <= found.start() and found.end() <= last[found[0]]:
            out.append(text[at : found.start()])
            end = _SKIPPED[found[0]]
            at = text.index(end, found.end()) + len(end)
    return "".join([*out, text[at:]])


def _text(data: bytes) -> str:
    start = data[:START]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return start.decode("utf-16", "replace")
    return start.decode("utf-8", "replace")


def _attribute(inside: str, name: str) -> str:
    found = re.search(rf"(?:^|\s){name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", inside)
    return unescape(found[1] if found[1] is not None else found[2]) if found else ""


def _length(text: str) -> float:
    """In pixels; 0 for one that depends on what is around it, such as `100%`."""
    found = _LENGTH.fullmatch(text)
    return min(1e6, float(found[1])) * _UNITS[(found[2] or "").lower()] if found else 0.0
