"""The order of names in a register from A to Z.

Babel has no collation, and a register needs little of it: case and accents do not count, but for the letters that an
alphabet has of its own (Ñ after N, Ґ after Г). Names in another script than the language's come in the order of Unicode.
This module must not know what is sorted.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

OWN_LETTERS = {
    "es": "nñ", "ru": "ий", "uk": "гґ еє иіїй", "be": "ий іў", "bg": "ий", "sr": "дђ нњ", "pl": "aą cć eę lł nń oó sś zźż",
    "sv": "zåäö", "fi": "zåäö", "nb": "zæøå", "nn": "zæøå", "no": "zæøå", "da": "zæøå", "tr": "cç gğ hı oö sş uü",
}  # fmt: skip
"""By language: the letters that follow another one, as letters of their own."""
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_LAST = "\U0010ffff"
"""Sorts after every letter, so that `n` with it comes after all words in N and before O."""


@lru_cache(maxsize=64)
def _own(tag: str) -> dict[str, tuple[str, int]]:
    """The language's own letters: which letter each follows, and as the how-many-eth."""
    rows = OWN_LETTERS.get(tag.partition("-")[0], "").split()
    return {letter: (row[0], i) for row in rows for i, letter in enumerate(row) if i}


def sort_key(name: str, tag: str) -> str:
    """Names are in order when their keys are."""
    own = _own(tag)
    letters = [_letter(c, own) for c in unicodedata.normalize("NFC", name).casefold() if c.isalnum() or c.isspace()]
    return f"{''.join(letters).strip()}\0{name}"


def initial(name: str, tag: str) -> str:
    """The capital letter of the register; empty for numbers, and for scripts without letters, such as Chinese."""
    first = next((c for c in unicodedata.normalize("NFC", name).casefold() if c.isalnum()), "")
    if not first.isalpha() or (unicodedata.category(first) == "Lo" and unicodedata.bidirectional(first) == "L"):
        return ""
    own = _own(tag)
    return (first if first in own else _base(first)[:1]).upper()


def _letter(c: str, own: dict[str, tuple[str, int]]) -> str:
    if c in own:
        base, place = own[c]
        return base + _LAST * place
    return c if c.isascii() else _base(c)


def _base(c: str) -> str:
    """A letter without its accents."""
    return "".join(x for x in unicodedata.normalize("NFD", c.translate(_PLAIN)) if not unicodedata.combining(x))
