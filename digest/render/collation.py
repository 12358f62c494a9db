"""Alphabetical order of names.

Babel has no collation, and an index needs little of it: case and accents are ignored, except in letters that count as
separate letters of an alphabet (Ñ after N, Ґ after Г). Names in other scripts are in the order of Unicode.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

OWN_LETTERS = {
    "es": "nñ", "ru": "ий", "uk": "гґ еє иіїй", "be": "ий іў", "bg": "ий", "sr": "дђ нњ", "pl": "aą cć eę lł nń oó sś zźż",
    "sv": "zåäö", "fi": "zåäö", "nb": "zæøå", "nn": "zæøå", "no": "zæøå", "da": "zæøå", "tr": "cç gğ hı oö sş uü",
}  # fmt: skip
"""By language: groups of a letter and the separate letters that follow it."""
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_LAST = "\U0010ffff"
"""Sorts after every letter: `n` followed by it sorts after all words with N and before those with O."""


@lru_cache(maxsize=64)
def _own(tag: str) -> dict[str, tuple[str, int]]:
    """Return the separate letters of a language, each with the letter that it follows and its position after it."""
    rows = OWN_LETTERS.get(tag.partition("-")[0], "").split()
    return {letter: (row[0], i) for row in rows for i, letter in enumerate(row) if i}


def sort_key(name: str, tag: str) -> str:
    """Return a key that sorts names alphabetically."""
    own = _own(tag)
    letters = [_letter(c, own) for c in unicodedata.normalize("NFC", name).casefold() if c.isalnum() or c.isspace()]
    return f"{''.join(letters).strip()}\0{name}"


def initial(name: str, tag: str) -> str:
    """Return the capital letter of a name in an index; empty for numbers and scripts without letters, such as Chinese."""
    first = next((c for c in unicodedata.normalize("NFC", name).casefold() if c.isalnum()), "")
    if not first.isalpha() or (unicodedata.category(first) == "Lo" and unicodedata.bidirectional(first) == "L"):
        return ""
    own = _own(tag)
    return (first if first in own else _base(first)[:1]).upper()


def _letter(c: str, own: dict[str, tuple[str, int]]) -> str:
    if c in own:
        base, position = own[c]
        return base + _LAST * position
    return c if c.isascii() else _base(c)


def _base(c: str) -> str:
    """Return a letter without its accents."""
    return "".join(x for x in unicodedata.normalize("NFD", c.translate(_PLAIN)) if not unicodedata.combining(x))
