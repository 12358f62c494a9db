"""Slugs: the part of an address that is made from a title or a name.

One rule for articles, topics, sources and authors, so that every address is plain ASCII, a valid file name on every
system, and never empty. It must not know what a slug is for, or whether two things share one.
"""

from __future__ import annotations

import re

from digest.model.fingerprint import mark

LONGEST = 80
"""Characters of a slug at most; it is cut between words where possible."""
RESERVED = frozenset(
    ("con", "prn", "aux", "nul", "index", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)
"""Device names of Windows, and the name of a folder's own page: these get a suffix."""

_THOUSANDS = re.compile(r"(?<=\d),(?=\d)")  # `3,500` is `3500`
_WORDS_ONLY = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}


def slug_of(text: str) -> str:
    """`Blinken Presses Russia` → `blinken-presses-russia`; for a text without a letter or digit, a hash of it."""
    # What python-slugify does with ASCII, in a tenth of its time. Left to it: other scripts, and entities (`&amp;`).
    if text.isascii() and "&" not in text:
        if "," in text:
            text = _THOUSANDS.sub("", text)
        slug = "-".join(text.translate(_WORDS_ONLY).split())
        if len(slug) > LONGEST:
            slug = slug[: slug.rfind("-", 0, LONGEST + 1)] if "-" in slug[: LONGEST + 1] else slug[:LONGEST]
    else:
        from slugify import slugify

        slug = slugify(text, max_length=LONGEST, word_boundary=True, save_order=True)
    if not slug:
        return mark(text, 4)
    return f"{slug}-page" if slug in RESERVED else slug


def key_of(name: str) -> str:
    """The key of a topic, a source or an author: the slug of its name, by the same rule."""
    return slug_of(name)
