"""The tables of places and subjects: which words of a language say what.

They are data files in this folder. A language without a table of places has the names of countries in Unicode CLDR. The
tables are loaded when the first article of a language needs them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache

from digest.model.named_tuple import NamedTuple
from digest.read.infer.words import words_of

KINDS = ("name", "people", "city", "seat")
"""The kinds of words about a place, in the order of a line of a table."""
MASK = "-"
"""The code of phrases that contain the name of a place but do not mean it: `New York Times`."""


class PlaceWord(NamedTuple):
    """What a word or phrase says about a place."""

    code: str
    """An ISO 3166 code, the code of a body (`NATO`), or MASK."""
    kind: str
    """One of KINDS."""


Entry = tuple[tuple[str, ...], PlaceWord | str]
"""The further words of a phrase, and its place, or itself if it belongs to subjects."""


class Tables(NamedTuple):
    """The tables of one language."""

    words: dict[str, str | list[Entry]]
    """Entries by their first word, the longest first; only the word itself if it is only a word of subjects."""
    weights: dict[str, tuple[tuple[str, float], ...]]
    """The subjects of each word or phrase, with its weight for each."""
    anywhere: tuple[tuple[str, str], ...]
    """(name, code) of places in languages that do not separate words."""


_SUFFIXES = {
    "cs": " a e i o u y em ou ě ům ích",
    "da": " s",
    "hr": " a e i u om em",
    "ko": " 은 는 이 가 을 를 의 에 에서 에게 과 와 도 로 으로 이나",
    "nb": " s",
    "nl": " s",
    "no": " s",
    "pl": " a i y u ą ę o em om ie ii ją",
    "sk": " a e i o u y om ou ia",
    "sr": " a e i u om em а е и у ом ем",
    "sv": " s",
}  # fmt: skip
"""The closed list of endings of names in CLDR, by language."""
_INFLECTED = frozenset({"cs", "hr", "pl", "sk", "sr"})
"""Languages whose endings replace the final vowels."""
_PREFIXES = {"ar": " و ب ل ك ف"}
_UNSPACED = frozenset({"ja", "lo", "km", "my", "th", "yue", "zh"})
_VOWELS = "aąeęiouyаеиоу"
_EVERYWHERE = {"USA": "US", "NATO": "NATO", "EU": "EU", "OPEC": "OPEC", "ASEAN": "ASEAN"}
"""Short names that many languages share and that CLDR does not have."""
_AMBIGUOUS = frozenset({"GE", "GN", "GY"})
"""Codes of places whose name other places have in many languages: a state of the USA, New Guinea, French Guiana."""


@lru_cache(maxsize=64)
def tables(language: str, places: bool, subjects: bool) -> Tables:
    """Return the tables of a language, by the first part of its tag."""
    found = Tables({}, {}, ())
    if places and language in _UNSPACED:
        found = found._replace(anywhere=tuple(sorted(_cldr_names(language), key=lambda name: (-len(name[0]), name[0]))))
    elif places:
        named = _place_lines(language) if os.path.isfile(_file("places", language)) else _cldr_forms(language)
        for name, place in named:
            _add(found, language, name, place)
    if subjects and os.path.isfile(_file("subjects", language)):
        _add_subjects(found, language)
    for word, entries in found.words.items():
        if isinstance(entries, list):
            entries.sort(key=lambda entry: -len(entry[0]))
            if len(entries) == 1 and not entries[0][0] and isinstance(text := entries[0][1], str):
                found.words[word] = text
    return found


@lru_cache(maxsize=1)
def english_names() -> dict[str, str]:
    """Return the English name of each place by its code."""
    names = {code: fields[0].split()[0].replace("_", " ") for code, fields in _rows("en") if code != MASK}
    return {**names, "GE": "Georgia"}


def _file(name: str, language: str) -> str:
    return os.path.join(os.path.dirname(__file__), f"{name}.{language}.txt")


def _lines(path: str) -> Iterator[str]:
    with open(path, encoding="utf-8") as file:
        return (line for line in file.read().splitlines() if line and line[0] != "#")


def _rows(language: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the code and the fields of each line. A line `=` defines a mark by its endings; `-` is no ending."""
    for line in _lines(_file("places", language)):
        code, _, rest = line.partition(" ")
        yield code, rest.split(";")


def _place_lines(language: str) -> Iterator[tuple[str, PlaceWord]]:
    endings: dict[str, list[str]] = {}
    for code, fields in _rows(language):
        if code == "=":
            mark, *listed = fields[0].split()
            endings[mark] = [ending.replace("-", "") for ending in listed]
            continue
        for kind, names in zip(KINDS, fields, strict=False):
            for name in names.split():
                for form in _forms(name.replace("_", " "), endings):
                    yield form, PlaceWord(code, kind)
                    if kind == "people" and form[0].islower():
                        yield form[0].upper() + form[1:], PlaceWord(code, kind)


def _forms(name: str, endings: dict[str, list[str]]) -> list[str]:
    """Return a name with each of the endings that replace its last character, a mark: `Росси+`."""
    if name[-1] not in endings:
        return [name]
    stem = name[:-1]
    return [stem + ending for ending in endings[name[-1]] if ending or stem[-1] not in "иі"]


def _cldr_names(language: str) -> list[tuple[str, str]]:
    """Return (name, code) of the places that the English table has."""
    from babel import Locale, UnknownLocaleError

    try:
        territories = Locale(language).territories
    except (UnknownLocaleError, ValueError):
        return []
    names = [(territories.get(code, ""), code) for code in english_names()]
    return [(name, code) for name, code in names if len(name) > 1 and code not in _AMBIGUOUS]


def _cldr_forms(language: str) -> Iterator[tuple[str, PlaceWord]]:
    for name, code in [*_cldr_names(language), *_EVERYWHERE.items()]:
        forms = {name: None}
        if len(name) > 4 and " " not in name:
            stem = name.rstrip(_VOWELS) if language in _INFLECTED else name
            for ending in _SUFFIXES.get(language, "").split():
                forms[stem + ending] = None
        for prefix in _PREFIXES.get(language, "").split():
            forms[prefix + name.removeprefix("ا") if prefix == "ل" and name.startswith("ال") else prefix + name] = None
        for form in forms:
            if len(form) > 1:
                yield form, PlaceWord(code, "name")


def _add_subjects(found: Tables, language: str) -> None:
    weights: dict[str, dict[str, float]] = {}
    for line in _lines(_file("subjects", language)):
        subject, weight, *words = line.split()
        for word in words:
            for form in _with_plural(word.replace("_", " ")):
                weights.setdefault(form, {}).setdefault(subject, float(weight))
    for form, subjects in weights.items():
        found.weights[form] = tuple(subjects.items())
        for spelling in sorted({form, form[0].upper() + form[1:], form.title() if " " in form else form}):
            _add(found, language, spelling, form)


def _with_plural(word: str) -> tuple[str, ...]:
    if not word.endswith("+"):
        return (word,)
    word = word[:-1]
    if word.endswith("y") and word[-2] not in "aeiou":
        return word, word[:-1] + "ies"
    return word, word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def _add(found: Tables, language: str, name: str, meaning: PlaceWord | str) -> None:
    first, *rest = words_of(name, language) or [""]
    if first:
        entries = found.words.setdefault(first, [])
        if isinstance(entries, list) and (entry := (tuple(rest), meaning)) not in entries:
            entries.append(entry)
