"""Slugs: the part of a URL that is derived from a title or a name.

Articles, topics, sources and authors share one rule: a slug is ASCII, a valid file name on every system, and never empty.
Slugs are not unique; callers resolve conflicts.
"""

from __future__ import annotations

import re

from digest.model.fingerprint import short_hash
from digest.model.lazy_regex import lazy_regex

LONGEST = 80
"""Maximum length in characters. Longer slugs are cut, between words if possible."""
RESERVED = frozenset(
    ("con", "prn", "aux", "nul", "index", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)
"""Device names of Windows, and the name of index pages: these get a suffix."""

_THOUSANDS = re.compile(r"(?<=\d),(?=\d)")  # `3,500` is `3500`
_PLUS = lazy_regex(r"(?<=\w)\++(?!\w)")
_SHARP = lazy_regex(r"(?<=\w)#(?!\w)")
_DOT = lazy_regex(r"^\.(?=\w)")
_WORDS_ONLY = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}


def slug_of(text: str, longest: int = LONGEST) -> str:
    """Convert a text to a slug: `Blinken Presses Russia` → `blinken-presses-russia`.

    `longest`: its maximum length in characters. The slug of a text without letters and digits is a hash.
    """
    # A faster equivalent of python-slugify for ASCII text. Entities (`&amp;`) and other scripts are left to python-slugify.
    if text.isascii() and "&" not in text:
        if "," in text:
            text = _THOUSANDS.sub("", text)
        slug = "-".join(text.translate(_WORDS_ONLY).split())
        if len(slug) > longest:
            slug = slug[: slug.rfind("-", 0, longest + 1)] if "-" in slug[: longest + 1] else slug[:longest]
    else:
        from slugify import slugify

        slug = slugify(text, max_length=longest, word_boundary=True, save_order=True)
    if not slug:
        return short_hash(text, 4)
    return f"{slug}-page" if slug in RESERVED else slug


def key_of(name: str) -> str:
    """Return the key of a topic, source or author: the slug of its name. `C`, `C++` and `C#` have different keys."""
    if "+" in name or "#" in name or name[:1] == ".":
        name = _PLUS.sub(lambda m: " plus" * len(m[0]) + " ", name)
        name = _SHARP.sub(" sharp ", name)
        name = _DOT.sub("dot ", name)
    return slug_of(name)
