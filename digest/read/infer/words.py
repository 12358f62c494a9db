"""The words of an article as the tables of places and subjects know them."""

from __future__ import annotations

import re

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple

WINDOW = 1600
"""Characters of the text that are looked at."""
_FIRST_PARAGRAPH = 400
"""Length of the first paragraph if the text has no paragraphs or a very long one."""
_SHORT = 60
"""A first paragraph that is shorter is a dateline or a heading, and the next one belongs to it."""

# `str.replace` is faster than a regular expression or `str.translate`, and costs little for a mark that does not occur.
_MARKS = ("’s", "'s", ",", '"', "-", ". ", ".\n", "(", ")", "[", "]", ":", ";", "?", "!", "/", "*", "_", "…")
_WIDE_MARKS = ("“", "”", "–", "—", "‘", "’", "„", "«", "»", "،", "ʼ", "\u00a0")
_APOSTROPHE = frozenset({"ca", "fr", "it", "tr", "uk"})
"""Languages in which an apostrophe separates a name from an article or an ending, or is written in two ways."""
_NOT_PROSE = (
    ("```", lazy_regex(r"```.*?(?:```|\Z)", re.DOTALL)),
    ("](", lazy_regex(r"\]\([^)]*\)")),
    ("<", lazy_regex(r"<[^<>]{1,500}>")),
    ("://", lazy_regex(r"https?://\S+")),
)
"""What is not prose, and a text without which it does not occur. Each begins with fixed characters, which is fast."""
_SEPARATOR = "\0"


class Zones(NamedTuple):
    """The words of the parts of an article."""

    title: list[str]
    first: list[str]
    """The first paragraph."""
    rest: list[str]
    """The text after it, up to WINDOW characters."""


def words_of(text: str, language: str) -> list[str]:
    """Return the words without punctuation and without the English `'s`."""
    for mark in _MARKS:
        text = text.replace(mark, " ")
    if not text.isascii():
        for mark in _WIDE_MARKS:
            text = text.replace(mark, " ")
    if language in _APOSTROPHE:
        text = text.replace("'", " ")
    words = text.split()
    if words and words[-1][-1] == ".":
        words[-1] = words[-1][:-1]
    return words


def prose(text: str) -> str:
    """Return the start of a Markdown text without code, tags, and URLs."""
    head = text[: 2 * WINDOW].lstrip()
    for mark, pattern in _NOT_PROSE:
        if mark in head:
            head = pattern.sub(" ", head)
    return head[:WINDOW].lstrip()


def zones(title: str, head: str, language: str) -> Zones:
    """Split an article into the words of its parts. `head`: the start of the text, see `prose`."""
    cut = head.find("\n\n")
    if 0 <= cut < _SHORT:
        cut = head.find("\n\n", cut + 2)
    if cut < 0 or cut > 2 * _FIRST_PARAGRAPH:
        cut = _FIRST_PARAGRAPH
    if _SEPARATOR in title or _SEPARATOR in head:
        title, head = title.replace(_SEPARATOR, " "), head.replace(_SEPARATOR, " ")
    if title.isupper():
        title = title.title()
    words = words_of(f"{title} {_SEPARATOR} {head[:cut]} {_SEPARATOR} {head[cut:]}", language)
    first = words.index(_SEPARATOR)
    rest = words.index(_SEPARATOR, first + 1)
    return Zones(words[:first], words[first + 1 : rest], words[rest + 1 :])
