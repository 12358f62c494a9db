"""Read the dimensions of an SVG from the attributes of its root element.

expat does not load external resources, and limits the expansion of entities. Whether an SVG may be published is decided in
attachments.py.
"""

from __future__ import annotations

import contextlib
import re
from xml.parsers import expat

from digest.model.lazy_regex import lazy_regex

START = 65_536
"""The root element must be within this number of bytes."""
DEFAULT_SIZE = (300, 150)
"""The size that browsers use for an SVG without dimensions."""

_LENGTH = lazy_regex(r"\s*\+?(\d+(?:\.\d*)?|\.\d+)\s*(px|pt|pc|mm|cm|in|q)?\s*", re.IGNORECASE)
_NUMBER = lazy_regex(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "q": 96 / 101.6}


class _RootElement(Exception):  # noqa: N818 (it only stops the parser)
    """The root element. `args` are its name and attributes."""


def size(data: bytes) -> tuple[int, int] | None:
    """Return width and height in CSS pixels; None if the file is not an SVG."""
    name, attributes = _root_element(data[:START])
    if name.rpartition(":")[2] != "svg":
        return None
    width, height = (_length(attributes.get(side, "")) for side in ("width", "height"))
    box = [float(n) for n in _NUMBER.findall(attributes.get("viewBox", ""))]
    is_valid = len(box) == 4 and all(1e-6 < side < 1e9 for side in box[2:])
    box_width, box_height = (box[2], box[3]) if is_valid else (0.0, 0.0)
    if box_width:
        if not width:
            width = height * box_width / box_height if height else box_width
        height = height or width * box_height / box_width
    width, height = width or DEFAULT_SIZE[0], height or DEFAULT_SIZE[1]
    return max(1, round(min(65_535, width))), max(1, round(min(65_535, height)))


def _root_element(start: bytes) -> tuple[str, dict[str, str]]:
    """Return name and attributes of the root element; an empty name without one, or if the data is not XML."""

    def stop(name: str, attributes: dict[str, str]) -> None:
        raise _RootElement(name, attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = stop
    try:
        with contextlib.suppress(expat.ExpatError):
            parser.Parse(start, False)
    except _RootElement as element:
        return element.args
    return "", {}


def _length(text: str) -> float:
    """Return a length in pixels; 0 for a relative length such as `100%`."""
    match = _LENGTH.fullmatch(text)
    return min(1e6, float(match[1])) * _UNITS[(match[2] or "").lower()] if match else 0.0
