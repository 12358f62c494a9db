"""Topics of an article that names none: the phrases of config.yaml, found in its title and text.

A phrase counts 3 in the title and 1 in the text; a topic needs 2 in all, so that one mention in passing files
nothing. Words are whole words, in any script, with the case as written: `Kiev` is in "Kiev's" and "Kiev-based", not
in "Kievan". Scripts without spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese) have no such ends, so
there a phrase counts wherever it stands. A line break or a no-break space is a space, and a curved apostrophe a
straight one. This module must not know the front matter or how a topic is shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from digest.model.config import Topic

IN_TITLE = 3
"""What a phrase in the title counts; one in the text counts 1."""
ENOUGH = 2
"""What a topic needs."""

_UNSPACED = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9d]|[\U00020000-\U0003ffff]"
)
_SAME = {"\n": " ", "\r": " ", "\t": " ", "\u00a0": " ", "\u202f": " ", "\u2019": "'"}


class _Phrase(NamedTuple):
    topic: str
    text: str
    """As written in config.yaml."""
    length: int
    """Of the phrase as it is looked for."""
    open_left: bool
    """It begins in a script without spaces, so any character may stand before it."""
    open_right: bool


class TopicMatcher:
    """The `match` phrases of all topics as one automaton, built once."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        self._order = {slug: place for place, slug in enumerate(topics)}
        wanted: dict[str, list[_Phrase]] = {}
        for slug, topic in topics.items():
            for text in dict.fromkeys(topic.match):
                if form := " ".join(_plain(text).split()):
                    ends = (_is_unspaced(form[0]), _is_unspaced(form[-1]))
                    wanted.setdefault(form, []).append(_Phrase(slug, text, len(form), *ends))
        self._automaton: Any = None
        if wanted:
            import ahocorasick  # type: ignore[import-not-found]

            self._automaton = ahocorasick.Automaton()
            for form, phrases in wanted.items():
                self._automaton.add_word(form, tuple(phrases))
            self._automaton.make_automaton()

    def match(self, title: str, text: str) -> list[tuple[str, str]]:
        """The slugs of the topics that the article belongs to, each with its evidence (`rule ukraine: 'Kiev' ×3`).

        The strongest first; equal ones in the order of config.yaml.
        """
        if self._automaton is None:
            return []
        weights: dict[str, int] = {}
        counts: dict[str, dict[str, int]] = {}
        for part, worth in ((title, IN_TITLE), (text, 1)):
            for phrase in self._found(_plain(part)):
                weights[phrase.topic] = weights.get(phrase.topic, 0) + worth
                seen = counts.setdefault(phrase.topic, {})
                seen[phrase.text] = seen.get(phrase.text, 0) + 1
        chosen = sorted((slug for slug, w in weights.items() if w >= ENOUGH), key=self._order.__getitem__)
        chosen.sort(key=weights.__getitem__, reverse=True)
        return [(slug, _evidence(slug, counts[slug])) for slug in chosen]

    def _found(self, text: str) -> Iterator[_Phrase]:
        """The phrases in the text; of those of one topic that overlap, the one that begins first, then the longest."""
        hits: list[tuple[int, int, _Phrase]] = []
        for last, phrases in self._automaton.iter(text):
            for phrase in phrases:
                start = last + 1 - phrase.length
                if (phrase.open_left or start == 0 or not _joins(text[start - 1])) and (
                    phrase.open_right or last + 1 == len(text) or not _joins(text[last + 1])
                ):
                    hits.append((start, -phrase.length, phrase))
        hits.sort()
        taken_to: dict[str, int] = {}
        for start, minus_length, phrase in hits:
            if start >= taken_to.get(phrase.topic, 0):
                taken_to[phrase.topic] = start - minus_length
                yield phrase


def _plain(text: str) -> str:
    """The text as phrases are looked for in it."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    for char, same in _SAME.items():
        if char in text:
            text = text.replace(char, same)
    return text


def _is_unspaced(char: str) -> bool:
    """Whether the character's script is written without spaces between words."""
    return not char.isascii() and _unspaced().match(char) is not None


@lru_cache(maxsize=1)
def _unspaced() -> re.Pattern[str]:
    return re.compile(_UNSPACED)


def _joins(char: str) -> bool:
    """Whether the character would be part of the same word: a letter, a digit, or an accent that follows one."""
    return (char.isalnum() and not _is_unspaced(char)) or unicodedata.category(char) in ("Mn", "Mc")


def _evidence(slug: str, counts: Mapping[str, int]) -> str:
    strongest = sorted(counts.items(), key=lambda pair: -pair[1])
    return f"rule {slug}: " + ", ".join(f"'{text}' ×{count}" for text, count in strongest)
