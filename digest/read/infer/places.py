"""The places that an article is about, by the prominence of their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from digest.read.infer.scan import Mentions
from digest.read.infer.tables import english_names

_NEEDED = 3.5
_SHARE = 0.4
"""The share of the score of the strongest place that a place needs."""
_MOST = 3
_EVIDENCE = 3
"""Words that are shown as evidence."""

_ALSO_PERSONS = frozenset({"Chad", "Israel", "Jordan", "Kent", "Paris", "Sofia", "Sydney", "Virginia"})
_NOT_A_FIRST_NAME = frozenset("And As At But By For From In Near Of On The To Via When While With".split())
_BODIES = {
    "AFRU": {
        "ar": "الاتحاد الأفريقي", "de": "Afrikanische Union", "es": "Unión Africana", "fr": "Union africaine",
        "ru": "Африканский союз", "uk": "Африканський Союз", "zh": "非洲联盟",
    },
    "ASEAN": {"ar": "آسيان", "ru": "АСЕАН", "uk": "АСЕАН", "zh": "东盟"},
    "NATO": {"ar": "الناتو", "es": "OTAN", "fr": "OTAN", "ru": "НАТО", "uk": "НАТО", "zh": "北约"},
    "OPEC": {"ar": "أوبك", "es": "OPEP", "fr": "OPEP", "ru": "ОПЕК", "uk": "ОПЕК", "zh": "欧佩克"},
    "HK": {"ar": "هونغ كونغ", "de": "Hongkong", "es": "Hong Kong", "fr": "Hong Kong", "ru": "Гонконг", "uk": "Гонконг",
           "zh": "香港"},
}  # fmt: skip
"""Names that CLDR does not have, or only in a long form."""


def places(found: Mapping[str, Mentions], title: str, head: str) -> list[tuple[str, Mentions]]:
    """Return the codes of the places, the strongest first, with their mentions.

    A place needs a score, a share of the strongest, and two mentions. One of them must be in the title or in the first
    paragraph. Adjectives alone are not enough, unless there are three. Words that are also written in small letters, and
    names of persons, do not count.
    """
    if not found:
        return []
    need = max(_NEEDED, _SHARE * max([mentions.score for mentions in found.values()]))
    chosen = [
        (code, m)
        for code, m in found.items()
        if m.score >= need
        and m.total >= 2
        and (m.in_title or m.in_first)
        and (m.not_people or m.total >= 3)
        and not _is_other(m, title, head)
    ]
    chosen.sort(key=lambda place: (-place[1].score, place[0]))
    return chosen[:_MOST]


def _is_other(mentions: Mentions, title: str, head: str) -> bool:
    """Whether the only word for the place means something else: `Michael Jordan`, or a turkey and then `Turkey`."""
    if len(mentions.by_word) > 1:
        return False
    (word,) = mentions.by_word
    text = f"{title}\n{head}"
    if word[1:].islower() and word.lower() in text and word.lower() != word and _is_word(word.lower(), text):
        return True
    if word not in _ALSO_PERSONS:
        return False
    found = re.finditer(rf"(?:([A-Z]\w+) )?\b{word}\b(?: ([A-Z][a-z]+))?", text)
    return any(match[2] or (match[1] and match[1] not in _NOT_A_FIRST_NAME) for match in found)


def _is_word(word: str, text: str) -> bool:
    """Whether a word occurs in a text, and not only in a host name or path."""
    return re.search(rf"(?<![\w.@/#-]){re.escape(word)}(?![\w@/-]|\.\w)", text) is not None


def place_name(code: str, language: str) -> str:
    """Return the name of a place in a language; in English if there is none."""
    english = english_names()[code]
    base = language.partition("-")[0]
    if base == "en":
        return english
    return _BODIES.get(code, {}).get(base) or _territory(language, code) or english


@lru_cache(maxsize=512)
def _territory(language: str, code: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language, sep="-").territories.get(code, ""))
    except (UnknownLocaleError, ValueError):
        return ""


def evidence(key: str, mentions: Mentions) -> str:
    """Return what `digest inspect` shows: `place ukraine 13.5: 'Ukraine' ×5, 'Kiev' ×2 … (title, first paragraph)`."""
    words = sorted(mentions.by_word.items(), key=lambda word: -word[1])
    shown = ", ".join([f"'{word}' ×{count}" for word, count in words[:_EVIDENCE]]) + " …" * (len(words) > _EVIDENCE)
    zones = ["title"] * bool(mentions.in_title) + ["first paragraph"] * bool(mentions.in_first)
    return f"place {key} {mentions.score:.1f}: {shown} ({', '.join(zones)})"
