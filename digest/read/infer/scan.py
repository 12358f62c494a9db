"""Count what an article says about places and subjects, in one pass over its words."""

from __future__ import annotations

import re

from digest.model.lazy_regex import lazy_regex
from digest.read.infer.tables import MASK, PlaceWord, Tables
from digest.read.infer.words import Zones

_KATAKANA = lazy_regex("[ァ-ヺー]")
_PLACE_IN_ZONE = (3.0, 1.5, 1.0)
_WORTH = {"name": 1.0, "people": 0.8, "city": 0.8, "seat": 0.6}
_FIRST_IN_ZONE = (2.0, 1.3, 1.0)
"""What a word of a subject counts when it occurs for the first time in the title, the first paragraph or the rest."""
_AGAIN_IN_ZONE = (1.0, 0.65, 0.5)


def _count(text: str, name: str) -> int:
    """Count a name in a text without spaces. In katakana, a longer word is another one: `タイ` is not in `タイプ`."""
    if not _KATAKANA.match(name):
        return text.count(name)
    return len(re.findall(f"(?<!{_KATAKANA.pattern}){re.escape(name)}(?!{_KATAKANA.pattern})", text))


class Mentions:
    """The mentions of a place in an article."""

    __slots__ = ("by_word", "in_first", "in_title", "not_people", "score", "total")

    def __init__(self) -> None:
        self.score = 0.0
        self.total = self.in_title = self.in_first = 0
        self.not_people = 0
        """Mentions that are not an adjective or the name of its people."""
        self.by_word: dict[str, int] = {}


class Evidence:
    """What an article says: mentions by code of the place, and words of subjects with what they count."""

    __slots__ = ("_tables", "places", "words")

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.places: dict[str, Mentions] = {}
        self.words: dict[str, float] = {}

    def scan(self, zones: Zones) -> None:
        """Count the words of all parts."""
        for zone, words in enumerate(zones):
            if self._tables.words:
                self._scan(words, zone)
            if self._tables.anywhere:
                self._scan_unspaced(" ".join(words), zone)

    def _scan(self, words: list[str], zone: int) -> None:
        """Of overlapping phrases, count the first, or the longest of these, for places and for subjects separately."""
        counted, place_end, subject_end = self.words, 0, 0
        first, again = _FIRST_IN_ZONE[zone], _AGAIN_IN_ZONE[zone]
        index = -1
        for entries in map(self._tables.words.get, words):
            index += 1
            if entries is None:
                continue
            if isinstance(entries, str):  # nearly all words that are in the table
                if index >= subject_end:
                    counted[entries] = counted[entries] + again if entries in counted else first
                continue
            is_place, is_subject = index < place_end, index < subject_end
            for rest, meaning in entries:
                length = len(rest)
                if length and tuple(words[index + 1 : index + 1 + length]) != rest:
                    continue
                if isinstance(meaning, str):
                    if not is_subject:
                        is_subject, subject_end = True, index + 1 + length
                        counted[meaning] = counted[meaning] + again if meaning in counted else first
                elif not is_place:
                    is_place, place_end = True, index + 1 + length
                    self._mention(meaning, " ".join(words[index:place_end]), zone)

    def _scan_unspaced(self, text: str, zone: int) -> None:
        """Count names that are not separated from other words, long ones first: South Sudan contains Sudan."""
        for name, code in self._tables.anywhere:
            if name in text:
                for _ in range(_count(text, name)):
                    self._mention(PlaceWord(code, "name"), name, zone)
                text = text.replace(name, " ") if not _KATAKANA.match(name) else text

    def _mention(self, place: PlaceWord, word: str, zone: int) -> None:
        code, kind = place
        if code == MASK:
            return
        mentions = self.places.get(code)
        if mentions is None:
            mentions = self.places[code] = Mentions()
        mentions.score += _PLACE_IN_ZONE[zone] * _WORTH[kind]
        mentions.total += 1
        mentions.in_title += zone == 0
        mentions.in_first += zone == 1
        mentions.not_people += kind != "people"
        mentions.by_word[word] = mentions.by_word.get(word, 0) + 1
