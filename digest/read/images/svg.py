"""How large an SVG wants to be shown: from the attributes of its first element, which expat reads.

Nothing that it names is fetched, and expat itself limits what its entities expand to. This module must not know whether it
may be published (see attachments.py).
"""

from __future__ import annotations

import contextlib
import re
from xml.parsers import expat

START = 65_536
"""Bytes in which the first element must be."""
USUAL = (300, 150)
"""What browsers take where a picture says nothing."""

_LENGTH = re.compile(r"\s*\+?(\d+(?:\.\d*)?|\.\d+)\s*(px|pt|pc|mm|cm|in|q)?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "q": 96 / 101.6}


class _Found(Exception):  # noqa: N818 (it ends the reading, and is no error)
    """The first element begins; `args` are its name and its attributes."""


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height in CSS pixels; None when it is no SVG."""
    name, attributes = _first_element(data[:START])
    if name.rpartition(":")[2] != "svg":
        return None
    width, height = (_length(attributes.get(side, "")) for side in ("width", "height"))
    box = [float(n) for n in _NUMBER.findall(attributes.get("viewBox", ""))]
    wide, high = (box[2], box[3]) if len(box) == 4 and all(1e-6 < side < 1e9 for side in box[2:]) else (0.0, 0.0)
    if wide:
        if not width:
            width = height * wide / high if height else wide
        height = height or width * high / wide
    found = (width or USUAL[0], height or USUAL[1])
    return max(1, round(min(65_535, found[0]))), max(1, round(min(65_535, found[1])))


def _first_element(start: bytes) -> tuple[str, dict[str, str]]:
    """Its name and its attributes; an empty name when there is none, or it is no XML so far."""

    def found(name: str, attributes: dict[str, str]) -> None:
        raise _Found(name, attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = found
    try:
        with contextlib.suppress(expat.ExpatError):
            parser.Parse(start, False)
    except _Found as element:
        return element.args
    return "", {}


def _length(text: str) -> float:
    """In pixels; 0 for one that depends on what is around it, such as `100%`."""
    found = _LENGTH.fullmatch(text)
    return min(1e6, float(found[1])) * _UNITS[(found[2] or "").lower()] if found else 0.0
