"""Headings as Markdown writes them, and what a title says without its wrapping.

This module must not know which heading is the title, or what else stands around it.
"""

from __future__ import annotations

import re

from digest.read.clipping.caption import plain
from digest.read.clipping.repair import without_dead_links

_LONGEST = 1000
"""A longer line is no title, whatever stands before it."""

_ATX = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)")
_SETEXT = re.compile(r" {0,3}(?:=+|--+)[ \t]*$")
_WORD = re.compile(r"\w+")


def find_heading(lines: list[str], number: int, end: int) -> tuple[str, int, int] | None:
    """A heading's text, its level and the index behind it; None when the line is no heading."""
    line = lines[number]
    if len(line) > _LONGEST:
        return None
    if m := _ATX.match(line):
        text = line[m.end() :].rstrip()
        bare = text.rstrip("#")
        return (bare if not bare or bare[-1] in " \t" else text).rstrip(), len(m[1]), number + 1
    underlined = (
        number + 1 < end and lines[number + 1][:4].lstrip()[:1] in ("=", "-") and _SETEXT.match(lines[number + 1])
    )
    if underlined and line.strip() and not line.lstrip().startswith((">", "- ", "* ", "+ ", "#", "|")):
        return line.strip(), 1 if "=" in lines[number + 1] else 2, number + 2
    return None


def same_words(one: str, other: str) -> bool:
    """Do two titles say the same, whatever their markup, capitals and punctuation?"""
    words = _WORD.findall(plain(one).casefold())
    return bool(words) and words == _WORD.findall(plain(other).casefold())


def unwrapped(title: str) -> str:
    """The inline source of a title: not wrapped in bold as a whole, without dead links."""
    title = title.strip()
    for mark in ("***", "**", "__"):
        if title.startswith(mark) and title.endswith(mark) and len(title) > 2 * len(mark):
            inner = title[len(mark) : -len(mark)]
            if mark not in inner:
                title = inner.strip()
    return without_dead_links(title) if "](#)" in title else title
