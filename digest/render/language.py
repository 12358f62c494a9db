"""One language as pages are written in it: dates, numbers, lists, plural forms, and the words of catalogues.

A `Language` is made of plain values: what CLDR says of dates and numbers (see `cldr`), and the words of the theme's
catalogues (see `catalogues`). They are worked out once and remembered, so that a build which writes one page does not load
Babel for it. Templates get it as filters and functions; docs/themes.md lists them. This module must not know pages.
"""

from __future__ import annotations

import gettext as standard
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from digest.model.fingerprint import hash_text
from digest.render.collation import initial, sort_key

ENGLISH = "en"
"""The language that templates are written in: a word without translation stands as it is there."""
RIGHT_TO_LEFT = frozenset((
    "apc", "ar", "arc", "ary", "arz", "bal", "bgn", "bqi", "brh", "ckb", "dv", "fa", "glk", "he", "ks", "lrc", "mzn", "nqo",
    "pnb", "ps", "rhg", "sd", "sdh", "skr", "syr", "trw", "ug", "ur", "yi",
))  # fmt: skip
"""Languages, without script and country, that are written from right to left."""
SCRIPTS_TO_LEFT = frozenset(("adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa", "yezi"))
"""Scripts that are."""


@lru_cache(maxsize=256)
def direction(tag: str) -> str:
    """`rtl` or `ltr`, for the `dir` attribute: by the script, where the tag names one."""
    language, *rest = tag.lower().split("-")
    script = next((part for part in rest[:2] if len(part) == 4 and part.isalpha()), "")
    return "rtl" if (script in SCRIPTS_TO_LEFT if script else language in RIGHT_TO_LEFT) else "ltr"


class Tables(NamedTuple):
    """What is known of a language, as plain values that JSON can hold."""

    tag: str
    """The site's language tag."""
    first_weekday: int
    """0 for Monday, 6 for Sunday."""
    digits: str
    """Ten digits from nought on; empty for 0 to 9."""
    group: str
    """What stands between the thousands."""
    groups: list[int]
    """Digits of the last group, and of those before it."""
    names: Mapping[str, list[str]]
    """Names by the field of a CLDR pattern: `MMMM` months, `EEEE` days of the week from Monday, `a` halves of a day."""
    patterns: Mapping[str, str]
    """Formats by what they are for, with CLDR's fields in braces: `{d} {MMMM} {y}`."""
    lists: Mapping[str, str]
    """How a list of words is joined: `2`, `start`, `middle`, `end`."""
    plurals: list[str]
    """Rules of the catalogues: which form goes with a number, as gettext writes it."""
    words: Mapping[str, tuple[int, list[str]]]
    """Translations by context, `\\x04` and English text: which rule, and the forms."""


class Weekday(NamedTuple):
    """A day of the week, for the head of a calendar."""

    name: str
    """`Thursday`."""
    short: str
    """`Thu`."""
    narrow: str
    """`T`; two days may have the same."""


class Language:
    """Dates are given as the beginning of an ISO date, as long as they are known: `2021`, `2021-05`, `2021-05-06`,
    `2021-w18`, `2021-q2`; what follows the day is passed over but by those that want the time."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.tag = tables.tag
        self.direction = direction(tables.tag)
        self.first_weekday = tables.first_weekday
        self.fingerprint = hash_text(repr(tables))
        """Changes when anything about it does."""
        self._digits = str.maketrans("0123456789", tables.digits) if tables.digits else None
        self._forms = [standard.c2py(rule) for rule in tables.plurals]
        # The same few days stand on thousands of pages.
        self._day = lru_cache(maxsize=20_000)(self._formatted)
        self.number = lru_cache(maxsize=5_000)(self._number)
        self.isolate = lru_cache(maxsize=5_000)(self._isolated)
        self.link = lru_cache(maxsize=20_000)(self._link)

    # -- dates ----------------------------------------------------------------------------------

    def date(self, iso: str) -> str:
        """`6 May 2021`; `May 2021`, `2021`, `Week 18, 2021` or `Q2 2021` where no more is given."""
        if iso[5:6] == "w":
            week, year = self._localised(str(int(iso[6:]))), self._localised(iso[:4])
            return str(self.gettext("Week %(week)s, %(year)s", week=week, year=year))
        if iso[5:6] == "q":
            return self._day(f"{iso[:5]}{int(iso[6:]) * 3:02}-01", "quarter")
        return self._day(f"{iso[:10]}-01-01"[:10], {4: "year", 7: "month"}.get(len(iso), "date"))

    def full_date(self, iso: str) -> str:
        """`Thursday, 6 May 2021`."""
        return self._day(iso[:10], "full")

    def day_and_month(self, iso: str) -> str:
        """`6 May`."""
        return self._day(iso[:10], "day")

    def weekday_and_day(self, iso: str) -> str:
        """`Thursday, 6 May`."""
        return self._day(iso[:10], "weekday-day")

    def month(self, iso: str) -> str:
        """`May 2021`, of a day too."""
        return self._day(f"{iso[:7]}-01", "month")

    def of_month(self, iso: str) -> str:
        """The same as it stands after a preposition: `since May 2021`. Another form in Russian or Ukrainian."""
        return self._day(f"{iso[:7]}-01", "of-month")

    def short_month(self, iso: str) -> str:
        """`Mar 2020`."""
        return self._day(f"{iso[:7]}-01", "short-month")

    def month_name(self, iso: str) -> str:
        """`March`."""
        return self.tables.names["LLLL"][int(iso[5:7]) - 1]

    def month_name_short(self, iso: str) -> str:
        """`Mar`."""
        return self.tables.names["LLL"][int(iso[5:7]) - 1]

    def weekday(self, iso: str) -> str:
        """`Thursday`."""
        return self._day(iso[:10], "weekday")

    def weekday_short(self, iso: str) -> str:
        """`Thu`."""
        return self._day(iso[:10], "weekday-short")

    def day(self, iso: str) -> str:
        """The day of the month as a number, for calendars: `6`."""
        return self._localised(str(int(iso[8:10])))

    def time(self, iso: str) -> str:
        """`06:40`; empty where only the day is known."""
        return self._day(f"2000-01-01{iso[10:16]}", "time") if len(iso) > 10 else ""

    def date_and_time(self, iso: str) -> str:
        """`6 May 2021, 06:40`; the day alone where no more is known."""
        return self._joined(self.date(iso[:10]), self.time(iso))

    def day_and_time(self, iso: str) -> str:
        """`6 May, 06:40`."""
        return self._joined(self.day_and_month(iso), self.time(iso))

    def weekdays(self) -> tuple[Weekday, ...]:
        """The week from the day on which it begins."""
        names = [Weekday(*day) for day in zip(*(self.tables.names[n] for n in ("cccc", "ccc", "ccccc")), strict=True)]
        return tuple(names[self.first_weekday :] + names[: self.first_weekday])

    def _joined(self, day: str, time: str) -> str:
        return self.tables.patterns["date-time"].format(time, day) if time else day

    def _formatted(self, iso: str, form: str) -> str:
        return self._localised(self.tables.patterns[form].format_map(_Fields(self.tables.names, iso)))

    # -- numbers and lists ----------------------------------------------------------------------

    def _number(self, number: int) -> str:
        """`1,612`, `1.612`: a whole number as it stands in a text."""
        last, before = self.tables.groups
        text = str(abs(number))
        head, parts = text[:-last], [text[-last:]]
        while head:
            head, parts = head[:-before], [head[-before:], *parts]
        return ("-" if number < 0 else "") + self._localised(self.tables.group.join(parts))

    def _localised(self, text: str) -> str:
        return text.translate(self._digits) if self._digits else text

    def listed(self, words: Iterable[Any]) -> Any:
        """`A, B and C`, of texts or of HTML."""
        texts, made = _alike(words)
        if len(texts) < 3:
            return made(self.tables.lists["2"].format(*texts) if len(texts) == 2 else "".join(texts))
        text = self.tables.lists["end"].format(texts[-2], texts[-1])
        for word in texts[-3:0:-1]:
            text = self.tables.lists["middle"].format(word, text)
        return made(self.tables.lists["start"].format(texts[0], text))

    def commas(self, words: Iterable[Any]) -> Any:
        """`A, B, C`, of texts or of HTML."""
        texts, made = _alike(words)
        if len(texts) < 2:
            return made("".join(texts))
        return made(str(self.pgettext("between the things of a list", ", ")).join(texts))

    # -- words ----------------------------------------------------------------------------------

    def gettext(self, text: str, **values: Any) -> Any:
        """The translation of an English text, with `%(name)s` in it replaced. Whole numbers are written as such."""
        return self._filled(self._found(text, text), values)

    def pgettext(self, context: str, text: str, **values: Any) -> Any:
        """The same for a text that means different things: the context says which."""
        return self._filled(self._found(f"{context}\x04{text}", text), values)

    def ngettext(self, one: str, many: str, n: int, **values: Any) -> Any:
        """The form that goes with a number, which is `%(n)s` in it."""
        return self._filled(self._found(one, one if n == 1 else many, n), {"n": n, **values})

    def npgettext(self, context: str, one: str, many: str, n: int, **values: Any) -> Any:
        """The same with a context."""
        return self._filled(self._found(f"{context}\x04{one}", one if n == 1 else many, n), {"n": n, **values})

    def _found(self, key: str, english: str, n: int = 1) -> str:
        found = self.tables.words.get(key)
        if found is None:
            return english
        rule, forms = found
        return forms[self._forms[rule](n)] if len(forms) > 1 else forms[0]

    def _filled(self, text: str, values: Mapping[str, Any]) -> Any:
        """Words are text and no HTML; a value may be HTML, and then all of it is."""
        if not values:
            return text
        texts, made = _alike([self.number(v) if type(v) is int else v for v in values.values()])
        return made((text if made is str else str(escape(text))) % dict(zip(values, texts, strict=True)))

    # -- sorting --------------------------------------------------------------------------------

    def sort_key(self, name: str) -> str:
        """Sorts names as a register of this language would."""
        return sort_key(name, self.tag)

    def initial(self, name: str) -> str:
        """The letter of the register under which a name stands; empty where a script has no letters, or for a number."""
        return initial(name, self.tag)

    # -- for templates --------------------------------------------------------------------------

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filters of templates: of a date, which may be a `Date` too; of a number, and of texts."""
        dates = (
            self.date, self.full_date, self.day_and_month, self.weekday_and_day, self.month, self.of_month, self.short_month,
            self.month_name, self.month_name_short, self.weekday, self.weekday_short, self.day, self.time,
            self.date_and_time, self.day_and_time,
        )  # fmt: skip
        return {f.__name__: _of_date(f) for f in dates} | {
            "number": self.number,
            "commas": self.commas,
            "listed": self.listed,
            "link": self.link,
            "links": self.links,
            "isolate": self.isolate,
        }

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Functions of templates. What they return depends on what they are given alone."""
        return {
            "_": self.gettext,
            "ngettext": self.ngettext,
            "pgettext": self.pgettext,
            "npgettext": self.npgettext,
            "weekdays": self.weekdays,
        }

    def _link(self, link: Any) -> Markup:
        """A `Link` as HTML, for use in a sentence."""
        return Markup(f'<a href="{escape(link.url)}">{self.isolate(link.title)}</a>')

    def links(self, links: Iterable[Any]) -> list[Markup]:
        """The `Link`s of a list as HTML, one each: `item.authors|links|listed`."""
        return [self.link(link) for link in links]

    def _isolated(self, text: Any) -> Markup:
        """A text in `<bdi>` where it has letters of the other direction, or digits among letters from right to left, so
        that what stands beside it keeps its order."""
        return Markup(f"<bdi>{escape(text)}</bdi>") if turns(str(text), self.direction) else escape(text)


def _alike(words: Iterable[Any]) -> tuple[list[str], type[str]]:
    """Texts that can be joined, and what to make of the whole: as soon as one is HTML, all are."""
    words = tuple(words)
    for word in words:
        if hasattr(word, "__html__"):
            return [word if type(word) is Markup else str(escape(word)) for word in words], Markup
    return [str(word) for word in words], str


def turns(text: str, direction: str) -> bool:
    """Whether a text has letters that are written in the other direction than `direction`."""
    if text.isascii():
        return direction == "rtl" and any(c.isalnum() for c in text)
    import unicodedata

    other = ("L", "EN") if direction == "rtl" else ("R", "AL", "AN")
    return any(unicodedata.bidirectional(c) in other for c in text)


def _of_date(function: Callable[[str], str]) -> Callable[[Any], str]:
    def filter(date: Any) -> str:
        return function(date if isinstance(date, str) else date.iso)

    filter.__doc__ = function.__doc__
    return filter


class _Fields:
    """The fields of CLDR's patterns for one moment."""

    def __init__(self, names: Mapping[str, list[str]], iso: str) -> None:
        self.names, self.iso = names, iso
        self.at = date.fromisoformat(iso[:10])

    def __getitem__(self, field: str) -> str:
        kind, width = field[0], len(field)
        if field in self.names:
            return self.names[field][self._place(kind)]
        if kind == "y":
            return f"{self.at.year % 100:02}" if width == 2 else str(self.at.year)
        number = {"d": self.at.day, "M": self.at.month, "L": self.at.month, "Q": (self.at.month + 2) // 3}.get(kind)
        if number is None:
            hour, minute = int(self.iso[11:13]), int(self.iso[14:16])
            number = {"H": hour, "h": hour % 12 or 12, "K": hour % 12, "k": hour or 24, "m": minute}[kind]
        return f"{number:0{width}}"

    def _place(self, kind: str) -> int:
        if kind in "ML":
            return self.at.month - 1
        if kind in "Ec":
            return self.at.weekday()
        return (self.at.month - 1) // 3 if kind in "Qq" else int(self.iso[11:13]) // 12
