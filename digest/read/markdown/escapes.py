"""Backslash escapes of Markdown. Escaped characters are replaced by control characters before a text is read."""

from __future__ import annotations

import string
from collections.abc import Mapping

_STAND_INS = dict(zip(string.punctuation, map(chr, (*range(1, 7), *range(0x86, 0xA0))), strict=True))
"""A control character for each mark that a backslash can escape. No text contains them any more."""


def with_stand_ins(text: str) -> tuple[str, Mapping[str, str]] | None:
    """Return a text with stand-ins, and the marks that they stand for. None if a backslash ends a line, which breaks it."""
    escapes: dict[str, str] = {}
    first, *parts = text.split("\\")
    out = [first]
    following = iter(parts)
    for part in following:
        mark, rest = part[:1], part[1:]
        if not mark and (after := next(following, None)) is not None:
            mark, rest = "\\", after  # two backslashes
        if mark in _STAND_INS:
            escapes[_STAND_INS[mark]] = mark
            out += [_STAND_INS[mark], rest]
        elif not mark or mark.isspace():
            return None
        else:
            out += ["\\", part]
    return "".join(out), escapes


def without_stand_ins(text: str, escapes: Mapping[str, str]) -> str:
    """Return a text with the marks instead of their stand-ins."""
    for stand_in, mark in escapes.items():
        text = text.replace(stand_in, mark)
    return text
