"""Assign topics to articles without `topics`, by the phrases in config.yaml.

A phrase in the title scores 3, each one in the text scores 1. A topic needs a score of 2, so a single mention in the text
is not enough. Phrases match whole words and are case-sensitive: `Kiev` matches "Kiev's" and "Kiev-based", but not
"Kievan". In scripts without spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese), phrases match anywhere.
Line breaks and no-break spaces count as spaces, and curly apostrophes as straight ones.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from digest.model.config import Topic
from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple

TITLE_SCORE = 3
"""Score of a phrase in the title; in the text it is 1."""
MIN_SCORE = 2
"""Score that a topic needs."""

_UNSPACED = lazy_regex(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9d]|[\U00020000-\U0003ffff]"
)
_SAME = {"\n": " ", "\r": " ", "\t": " ", "\u00a0": " ", "\u202f": " ", "\u2019": "'"}


class _Phrase(NamedTuple):
    topic: str
    text: str
    """As written in config.yaml."""
    length: int
    """Length after normalization."""
    open_left: bool
    """True if it begins in a script without spaces, so any character may precede it."""
    open_right: bool
    """The same for its end."""


class TopicMatcher:
    """Finds the `match` phrases of all topics in one pass, with an Aho-Corasick automaton."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        self._order = {slug: index for index, slug in enumerate(topics)}
        phrases_by_form: dict[str, list[_Phrase]] = {}
        for slug, topic in topics.items():
            for text in dict.fromkeys(topic.match):
                if form := " ".join(_normalized(text).split()):
                    ends = (_is_unspaced(form[0]), _is_unspaced(form[-1]))
                    phrases_by_form.setdefault(form, []).append(_Phrase(slug, text, len(form), *ends))
        self._automaton: Any = None
        if phrases_by_form:
            import ahocorasick  # type: ignore[import-not-found]

            self._automaton = ahocorasick.Automaton()
            for form, phrases in phrases_by_form.items():
                self._automaton.add_word(form, tuple(phrases))
            self._automaton.make_automaton()

    def match(self, title: str, text: str) -> list[tuple[str, str]]:
        """Return the slugs of matching topics, each with its evidence (`rule ukraine: 'Kiev' ×3`).

        Sorted by score, then in the order of config.yaml.
        """
        if self._automaton is None:
            return []
        scores: dict[str, int] = {}
        counts: dict[str, dict[str, int]] = {}
        for part, score in ((title, TITLE_SCORE), (text, 1)):
            for phrase in self._phrases_in(_normalized(part)):
                scores[phrase.topic] = scores.get(phrase.topic, 0) + score
                topic_counts = counts.setdefault(phrase.topic, {})
                topic_counts[phrase.text] = topic_counts.get(phrase.text, 0) + 1
        matching = sorted((slug for slug, score in scores.items() if score >= MIN_SCORE), key=self._order.__getitem__)
        matching.sort(key=scores.__getitem__, reverse=True)
        return [(slug, _evidence(slug, counts[slug])) for slug in matching]

    def _phrases_in(self, text: str) -> Iterator[_Phrase]:
        """Yield the phrases in a text. Of overlapping phrases of one topic, only the first, or the longest of these."""
        hits: list[tuple[int, int, _Phrase]] = []
        for last, phrases in self._automaton.iter(text):
            for phrase in phrases:
                start = last + 1 - phrase.length
                if (phrase.open_left or start == 0 or not _joins(text[start - 1])) and (
                    phrase.open_right or last + 1 == len(text) or not _joins(text[last + 1])
                ):
                    hits.append((start, -phrase.length, phrase))
        hits.sort()
        ends: dict[str, int] = {}
        for start, minus_length, phrase in hits:
            if start >= ends.get(phrase.topic, 0):
                ends[phrase.topic] = start - minus_length
                yield phrase


def _normalized(text: str) -> str:
    """Normalize Unicode, spaces and apostrophes."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    for char, same in _SAME.items():
        if char in text:
            text = text.replace(char, same)
    return text


def _is_unspaced(char: str) -> bool:
    """Whether a character belongs to a script without spaces between words."""
    return not char.isascii() and _UNSPACED.match(char) is not None


def _joins(char: str) -> bool:
    """Whether a character continues a word: a letter, digit or combining mark."""
    return (char.isalnum() and not _is_unspaced(char)) or unicodedata.category(char) in ("Mn", "Mc")


def _evidence(slug: str, counts: Mapping[str, int]) -> str:
    strongest = sorted(counts.items(), key=lambda pair: -pair[1])
    return f"rule {slug}: " + ", ".join(f"'{text}' ×{count}" for text, count in strongest)
