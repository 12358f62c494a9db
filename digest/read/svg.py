"""How large an SVG wants to be shown: from the attributes of its first element, without reading it as XML.

No entity is followed and nothing that it names is fetched. This module must not know whether it may be published
(see attachments.py).
"""

from __future__ import annotations

import re
from html import unescape

START = 65_536
"""Bytes in which the first element must begin."""
USUAL = (300, 150)
"""What browsers take where a picture says nothing."""

# Each of these looks at a text once, also at one in which much is opened and nothing closed.
_ROOT = re.compile(r"<(?:[\w.-]+:)?svg(?=[\s>/])", re.IGNORECASE)
_INSIDE = re.compile(r"((?:[^\"'>]|\"[^\"]*\"|'[^']*')*+)>")
_SKIPPED = re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_LENGTH = re.compile(r"\s*\+?(\d+(?:\.\d*)?|\.\d+)\s*(px|pt|pc|mm|cm|in|q)?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "q": 96 / 101.6}


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height in CSS pixels; None when it is no SVG."""
    text = _SKIPPED.sub("", _text(data))
    begin = _ROOT.search(text)
    root = _INSIDE.match(text, begin.end()) if begin else None
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
