"""Detect the language of a text by its script, common words and letters.

Most articles are in the main language of their site: a few of its common words near the start confirm that without more.
Otherwise all languages of the script are compared (`language_words.py`). The languages of the site win when two are close.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple

_QUICK_SAMPLE = 350
"""Number of characters that are searched for common words of the site's language."""
_SAMPLE = 1500
"""Number of characters that are compared with all languages."""
_SCRIPT_SAMPLE = 400
"""Number of characters used to detect the script."""
_SHORT_LINE = 60
"""Shorter lines are headings, bylines and labels, which clippers may write in English. They count if there is little else."""
_ENOUGH = 200
"""Number of characters of longer lines that suffice to ignore short lines."""

_COMMON_WORDS = {
    "en": """the of and to in that was for it with as his he on be by had not are but from have they which said has were
        been their this would its after who about more than when there""",
    "de": """der die und das den dem nicht von sie ist des sich mit ein eine auf für auch es werden aus er hat dass
        wird bei sind zu noch nach wie einem einen einer war haben nur oder aber""",
    "fr": """le les et des est une dans que qui pour sur pas du au par plus avec ce sont ont cette aux elle été se
        mais un de ne comme son ses leur""",
}
_COMMON = {base: frozenset(text.split()) for base, text in _COMMON_WORDS.items()}
"""Common words of languages that have no close relative: a quick check."""
_CONFIRMED = 0.22
"""Share of common words that confirms the site's language. Texts in other languages reach half of it."""

_SCRIPTS = {
    "Latn": "A-Za-zÀ-ɏḀ-ỿ",
    "Cyrl": "Ѐ-ӿ",
    "Arab": "؀-ۿݐ-ݿ",
    "Hebr": "֐-׿",
    "Grek": "Ͱ-Ͽἀ-῿",
    "Kana": "぀-ヿ",
    "Hani": "一-鿿",
    "Hang": "가-힯",
    "Deva": "ऀ-ॿ",
    "Beng": "ঀ-৿",
    "Guru": "਀-੿",
    "Gujr": "઀-૿",
    "Orya": "଀-୿",
    "Taml": "஀-௿",
    "Telu": "ఀ-౿",
    "Knda": "ಀ-೿",
    "Mlym": "ഀ-ൿ",
    "Sinh": "඀-෿",
    "Thai": "฀-๿",
    "Laoo": "຀-໿",
    "Mymr": "က-႟",
    "Khmr": "ក-៿",
    "Ethi": "ሀ-፿",
    "Armn": "԰-֏",
    "Geor": "Ⴀ-ჿ",
}
_SCRIPT_CHARACTERS = {name: lazy_regex(f"[{characters}]") for name, characters in _SCRIPTS.items()}
"""Characters of scripts, as ranges of a regular expression."""
_ONLY_LANGUAGE = {
    "Hebr": "he",
    "Grek": "el",
    "Kana": "ja",
    "Hani": "zh",
    "Hang": "ko",
    "Beng": "bn",
    "Guru": "pa",
    "Gujr": "gu",
    "Orya": "or",
    "Taml": "ta",
    "Telu": "te",
    "Knda": "kn",
    "Mlym": "ml",
    "Sinh": "si",
    "Thai": "th",
    "Laoo": "lo",
    "Mymr": "my",
    "Khmr": "km",
    "Ethi": "am",
    "Armn": "hy",
    "Geor": "ka",
}
"""The most common language of a script that few languages use."""
_SCRIPT_OF = {
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"), "Cyrl"),
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ckb"), "Arab"),
    **dict.fromkeys(("hi", "mr", "ne"), "Deva"),
    "yi": "Hebr",
    "yue": "Hani",
    **{language: script for script, language in _ONLY_LANGUAGE.items()},
}
_SAME = {"no": "nb", "zh-hans": "zh", "iw": "he", "in": "id", "tl": "fil"}
"""Other names of languages in the tables."""

_ADDRESS = lazy_regex(r"\]\([^()\s]*\)|<?https?://[^\s<>]+>?|<[a-zA-Z/!][^<>]*>|[\w.+-]+@[\w.-]+")
_LATIN_WORD = lazy_regex(r"[^\W\d_]+")
_SPACED_WORD = lazy_regex(r"[^\s\d|,.;:!?()\[\]«»“”\"'…،؛؟।*_#-]+")
"""A word in scripts with combining signs, which are no letters."""


class _Statistics(NamedTuple):
    """Common words and letters of the languages of a script."""

    words: Mapping[str, tuple[tuple[str, float], ...]]
    """Languages of a word, and how much it counts: more if few languages share it."""
    endings: Mapping[str, tuple[str, ...]]
    """Languages of an ending of words."""
    letters: Mapping[str, tuple[tuple[str, float], ...]]
    """The same for letters that some of the languages lack. Languages that lack it have a negative value."""


def detect_language(text: str, preferred: tuple[str, ...]) -> str:
    """Return the tag of the language of a text; empty if in doubt.

    `preferred`: the languages of the site, its main language first. The result is spelled as in there.
    """
    main = preferred[0].partition("-")[0] if preferred else ""
    if (common := _COMMON.get(main)) and _is_confirmed(text[:_QUICK_SAMPLE], common):
        return preferred[0]
    sample = _prose(text)
    script = _script(sample[:_SCRIPT_SAMPLE])
    tags = _tags_by_base(preferred, script)
    if script in ("Latn", "Cyrl", "Arab", "Deva"):
        base = _best(sample.lower(), script, tags)
    elif len(tags) == 1:
        base = next(iter(tags))
    else:
        base = _ONLY_LANGUAGE.get(script, "") if sum(map(str.isalpha, sample)) >= 4 else ""
    return tags.get(base, base)


def _is_confirmed(sample: str, common: frozenset[str]) -> bool:
    words = sample.lower().split()
    return len(words) >= 20 and sum(map(common.__contains__, words)) >= _CONFIRMED * len(words)


def _prose(text: str) -> str:
    """Return the first long lines of a text without addresses, or all lines if there are few long ones."""
    start = text[: 4 * _SAMPLE]
    lines = [line for line in start.split("\n") if line and not line.isspace()]
    long = [line for line in lines if len(line) >= _SHORT_LINE or (len(line) >= 25 and not line.isascii())]
    if sum(map(len, long)) >= _ENOUGH:
        lines = long
    sample = "\n".join(lines)[: 2 * _SAMPLE]
    if "://" in sample or "](" in sample or "<" in sample or "@" in sample:
        sample = _ADDRESS.sub(" ", sample)
    return sample[:_SAMPLE]


def _script(sample: str) -> str:
    """Return the script of most letters; empty without letters. Some kana suffice for Japanese, despite more Han."""
    if sample.isascii():
        return "Latn" if any(map(str.isalpha, sample)) else ""
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPT_CHARACTERS.items()}
    if counts["Kana"] * 10 > counts["Hani"]:
        counts["Kana"] += counts["Hani"]
    for name in ("Hani", "Kana", "Hang"):
        counts[name] *= 3  # a sign is a syllable or a word
    name = max(counts, key=lambda n: counts[n])
    return name if counts[name] else ""


def _tags_by_base(preferred: tuple[str, ...], script: str) -> dict[str, str]:
    """Return the languages of the site that are written in a script, as named in the tables, with their tags."""
    tags: dict[str, str] = {}
    for tag in preferred:
        base, *parts = tag.lower().split("-")
        written = next((p.title() for p in parts if p in ("latn", "cyrl", "arab")), "")
        base = _SAME.get(base, base)
        if base == "sr" and written == "Latn":
            base = "sr-Latn"
        if (written or _SCRIPT_OF.get(base, "Latn")) == script:
            tags.setdefault(base, tag)
    return tags


@lru_cache(maxsize=4)
def _statistics(script: str) -> _Statistics:
    """Weigh the words and letters of the languages of a script."""
    from digest.read.text import language_words as tables

    of_script = {"Latn": tables.LATIN, "Cyrl": tables.CYRILLIC, "Arab": tables.ARABIC, "Deva": tables.DEVANAGARI}
    languages_of: dict[str, list[str]] = {}
    for base, text in of_script[script].items():
        for word in dict.fromkeys(text.split()):
            languages_of.setdefault(word, []).append(base)
    words = {w: tuple([(base, len(bases) ** -0.5) for base in bases]) for w, bases in languages_of.items()}
    alphabets = {base: tables.LETTERS.get(base, "") for base in of_script[script]}
    letters: dict[str, tuple[tuple[str, float], ...]] = {}
    for letter in dict.fromkeys("".join(alphabets.values())):
        having = [base for base, alphabet in alphabets.items() if letter in alphabet]
        if len(having) < len(alphabets):
            gain = 0.5 / len(having)
            letters[letter] = tuple([(base, gain if base in having else -1.0) for base in alphabets])
    endings: dict[str, list[str]] = {}
    for base in alphabets:
        for ending in dict.fromkeys(tables.ENDINGS.get(base, "").split()):
            endings.setdefault(ending, []).append(base)
    return _Statistics(words, {ending: tuple(bases) for ending, bases in endings.items()}, letters)


def _best(sample: str, script: str, tags: Mapping[str, str]) -> str:
    """Return the language whose words and letters occur most; empty if none of them is clearly ahead."""
    words = (_SPACED_WORD if script in ("Arab", "Deva") else _LATIN_WORD).findall(sample)
    if len(words) < 4:
        return ""
    scores, hits = _scores(words, sample, _statistics(script))
    ranked = sorted(scores, key=lambda base: -scores[base] * (1.15 if base in tags else 1.0))
    if not ranked or scores[ranked[0]] < 0.08 * len(words) or hits.get(ranked[0], 0) < 2:
        return ""
    best = ranked[0]
    rivals = [base for base in ranked[1:3] if base not in _relatives(best)]
    bonus = 1.15 if best in tags else 1.0
    return best if not rivals or scores[best] * bonus > 1.03 * scores[rivals[0]] else ""


def _scores(words: list[str], sample: str, statistics: _Statistics) -> tuple[dict[str, float], dict[str, int]]:
    """Return the score of each language, and how many of its common words occur."""
    scores: dict[str, float] = {}
    hits: dict[str, int] = {}
    for word, count in Counter(words).items():
        for base, weight in statistics.words.get(word, ()):
            scores[base] = scores.get(base, 0.0) + weight * min(count, 5)
            hits[base] = hits.get(base, 0) + 1
        if len(word) > 4:
            for size in (2, 3, 4):
                for base in statistics.endings.get(word[-size:], ()):
                    scores[base] = scores.get(base, 0.0) + 0.15
    for letter, count in Counter(sample).items():
        for base, weight in statistics.letters.get(letter, ()):
            scores[base] = scores.get(base, 0.0) + weight * min(count, 8)
    return scores, hits


@lru_cache(maxsize=128)
def _relatives(base: str) -> frozenset[str]:
    from digest.read.text.language_words import RELATIVES

    return frozenset(word for group in RELATIVES if base in group.split() for word in group.split())
