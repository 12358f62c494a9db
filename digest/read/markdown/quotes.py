"""Quotation marks by language, for the typographer.

Order: opening double, closing double, opening single, closing single. Other languages use the English marks.
"""

from __future__ import annotations

from functools import lru_cache

ENGLISH = ("“", "”", "‘", "’")

_LOW = ("„", "“", "‚", "‘")
_LOW_HIGH = ("„", "”", "‚", "’")
_GUILLEMETS = ("«", "»", "“", "”")
_GUILLEMETS_LOW = ("«", "»", "„", "“")
_HIGH = ("”", "”", "’", "’")
_SWISS = ("«", "»", "‹", "›")
_CORNERS = ("「", "」", "『", "』")

BY_LANGUAGE: dict[str, tuple[str, str, str, str]] = {
    "ar": ("”", "“", "’", "‘"),
    "be": _GUILLEMETS_LOW,
    "bg": ("„", "“", "’", "’"),
    "ca": _GUILLEMETS,
    "cs": _LOW,
    "da": _HIGH,
    "de": _LOW,
    "de-ch": _SWISS,
    "de-li": _SWISS,
    "el": _GUILLEMETS,
    "es": _GUILLEMETS,
    "et": ("„", "“", "«", "»"),
    "eu": _GUILLEMETS,
    "fa": ("«", "»", "‹", "›"),
    "fi": _HIGH,
    "fr": ("«\u202f", "\u202f»", "“", "”"),
    "fr-ch": _SWISS,
    "gl": _GUILLEMETS,
    "he": _HIGH,
    "hr": _LOW_HIGH,
    "hu": ("„", "”", "»", "«"),
    "hy": _GUILLEMETS,
    "is": _LOW,
    "it": _GUILLEMETS,
    "it-ch": _SWISS,
    "ja": _CORNERS,
    "ka": _LOW,
    "kk": _GUILLEMETS_LOW,
    "lt": _LOW,
    "lv": ("“", "”", "‘", "’"),
    "mk": ("„", "“", "’", "‘"),
    "nb": ("«", "»", "‘", "’"),
    "nn": ("«", "»", "‘", "’"),
    "no": ("«", "»", "‘", "’"),
    "pl": ("„", "”", "«", "»"),
    "pt-pt": _GUILLEMETS,
    "ro": ("„", "”", "«", "»"),
    "ru": _GUILLEMETS_LOW,
    "sk": _LOW,
    "sl": _LOW,
    "sq": _GUILLEMETS,
    "sr": _LOW_HIGH,
    "sv": _HIGH,
    "uk": _GUILLEMETS_LOW,
    "zh-hant": _CORNERS,
    "zh-hk": _CORNERS,
    "zh-tw": _CORNERS,
}

UNSPACED = frozenset(("zh", "ja", "th", "lo", "km", "my"))
"""Languages without spaces between words."""


@lru_cache(maxsize=64)
def quotes(language: str) -> tuple[str, str, str, str]:
    """Return the quotation marks of a language tag: `de-AT` has those of `de`, `de-CH` its own."""
    return BY_LANGUAGE.get(language.replace("_", "-").lower()) or BY_LANGUAGE.get(primary(language), ENGLISH)


def primary(language: str) -> str:
    """Return the language of a tag in lower case: `pt` of `pt-BR`."""
    return language.replace("_", "-").partition("-")[0].lower()
