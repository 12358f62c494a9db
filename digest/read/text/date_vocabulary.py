"""The words that occur in dates: names of months and weekdays, and labels such as `Published`.

English ones are built in. Those of other languages are in `cldr_dates.py` and `date_words.py`, which are loaded for the
first article in another language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from digest.model.named_tuple import NamedTuple


class DateWords(NamedTuple):
    """The words that occur in dates in some languages."""

    months: Mapping[str, int]
    others: Mapping[str, str]
    """Kinds of words: `day` (weekday), `date` and `updated` (labels), `month` (the next number is a month), `am`, `pm`,
    and `-` (ignored)."""


_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EN_MONTHS = {form: n for n, name in enumerate(_MONTHS, 1) for form in (name, name[:3])} | {"sept": 9}
_LABELS = {
    "date": """published publication posted issued date dated created filed released
        опубликовано опубликован опубликована дата создано
        опубліковано опублікована опублікований створено veröffentlicht erschienen erstellt datum publié publiée paru
        publicado publicada fecha publicación pubblicato pubblicata publicação data opublikowano opublikowany""",
    "updated": """updated update modified edited revised amended обновлено обновлен обновлена изменено оновлено змінено
        aktualisiert geändert stand jour modifié modifiée actualizado actualizada modificado aggiornato modificato
        atualizado atualizada zaktualizowano aktualizacja""",
    "-": """on at first last the originally of and am um uhr den der le la à a mis mise las los el el de del dia día
        hora horas h hrs hs hours alle ore il às em о об в у во г года год р року рік час время o godz dnia r z zuletzt
        ultima última dernière mise local time was online""",
}
_ENGLISH = DateWords(
    EN_MONTHS,
    {
        **{word: kind for kind, words in _LABELS.items() for word in words.split()},
        **{form: "day" for name in _DAYS for form in (name, name[:3], name[:4], name[:5])},
    },
)
_SAME_LETTERS = str.maketrans(
    "άέήίόύώΐΰϊϋأإآ", "αεηιουωιυιυااا", "\u0307\u093c\u09bc\u200b\u200c\u200d\u200f\u064b\u064f.’'ʼ׳`"
)
"""Letters that writers exchange in names of months, and signs that they leave out."""
_JALALI_MONTHS = "فروردین اردیبهشت خرداد تیر|تير مرداد|امرداد شهریور مهر آبان|ابان آذر|اذر دی|دي بهمن اسفند"
_JALALI = {name: 100 + n for n, names in enumerate(_JALALI_MONTHS.split(), 1) for name in names.split("|")}
"""Months of the Iranian calendar; 101 is Farvardin."""


def word_key(word: str) -> str:
    """Spell a word as it is looked up: in lower case and without dots."""
    if word.isascii():
        return word.lower().replace(".", "")
    return unicodedata.normalize("NFC", word.lower()).translate(_SAME_LETTERS)


_RELATIVES = (
    "da nb nn no sv",
    "hr sr bs sl mk",
    "cs sk",
    "id ms",
    "es gl ca pt",
    "ru uk be bg",
    "fa ar ur",
    "hi mr ne",
)
"""Languages whose months are read together, because short texts of one are easily taken for another."""


@lru_cache(maxsize=256)
def words_of(languages: tuple[str, ...]) -> DateWords:
    """Return months, weekdays and labels of some languages and of English. The first language takes precedence."""
    bases = list(dict.fromkeys([tag.partition("-")[0] for tag in languages if tag.partition("-")[0] != "en"]))
    if not bases:
        return _ENGLISH
    from digest.read.text import cldr_dates, date_words

    for group in _RELATIVES:
        if any(base in group.split() for base in bases):
            bases += [base for base in group.split() if base not in bases]
    months: dict[str, int] = {}
    others: dict[str, str] = {}
    for base in bases:
        base = "nb" if base == "no" else base
        for n, forms in enumerate(cldr_dates.MONTHS.get(base, "").split(), 1):
            for form in forms.split("|"):
                months.setdefault(form, n)
                if base == "he":
                    months.setdefault("ב" + form, n)
        for kind, text in date_words.WORDS.get(base, {}).items():
            for word in text.split():
                others.setdefault(word_key(word), kind)
        for name in cldr_dates.DAYS.get(base, "").split():
            for part in re.split(r"[_-]", name):
                others.setdefault(part, "day")
                if base == "th":
                    others.setdefault(part + "ที่", "day")
        if base == "fa":
            months.update(_JALALI)
    return DateWords({**EN_MONTHS, **months}, {**_ENGLISH.others, **others})
