"""Parse dates in lines of text, URLs and file names.

Examples: `6 May 2021`, `Thursday, May 6, 2021 at 2:30 p.m. EDT`, `Veröffentlicht am 6. Mai 2021 | Aktualisiert:
07.05.2021`. A date line consists only of words that belong to dates, so a sentence that contains a date is not a date
line. A line is parsed word by word, in linear time. Babel provides the names of months and weekdays; English names are
built in, so that English sites do not load Babel.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from digest.model.locale import locale_of, tables
from digest.read.text.timestamps import ImpossibleDate

_LONGEST = 160
"""Maximum length of a date line."""


class DateLine(NamedTuple):
    """The dates in a line. Format: `2021-05-06`, `2021-05-06T14:30` or with a UTC offset."""

    date: str
    """Date of publication; may be empty (`Updated May 7, 2021`)."""
    updated: str
    """Date of the last change; may be empty."""
    time: str
    """Time without a date (`14:30` on its own line), ready to be appended to a date: `T14:30`; may be empty."""
    impossible: tuple[ImpossibleDate, ...]
    """Dates and times that do not exist."""
    end: int
    """Index of the first word that does not belong to a date; the length of the line if there is none."""


class _Words(NamedTuple):
    """The words that occur in dates in some languages."""

    months: Mapping[str, int]
    others: Mapping[str, str]
    """Kinds of words: `day` (weekday), `date` and `updated` (labels), `-` (ignored)."""


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
_EN_MONTHS = {form: n for n, name in enumerate(_MONTHS, 1) for form in (name, name[:3])} | {"sept": 9}
_LABELS = {
    "date": """published publication posted issued date created опубликовано опубликован опубликована дата создано
        опубліковано опублікована опублікований створено veröffentlicht erschienen erstellt datum publié publiée paru
        publicado publicada fecha publicación pubblicato pubblicata publicação data opublikowano opublikowany""",
    "updated": """updated update modified edited revised обновлено обновлен обновлена изменено оновлено змінено
        aktualisiert geändert stand jour modifié modifiée actualizado actualizada modificado aggiornato modificato
        atualizado atualizada zaktualizowano aktualizacja""",
    "-": """on at first last the originally of and am um uhr den der le la à a mis mise las los el el de del dia día
        hora horas h hrs hs hours alle ore il às em о об в у во г года год р року рік час время o godz dnia r z zuletzt
        ultima última dernière mise local time""",
}
_ENGLISH = _Words(
    _EN_MONTHS,
    {
        **{word: kind for kind, words in _LABELS.items() for word in words.split()},
        **{form: "day" for name in _DAYS for form in (name, name[:3], name[:4], name[:5])},
    },
)

_MONTH_FIRST = {"en", "en-US", "en-PH"}
"""Languages in which 05/06/2021 is in May."""

_ZONES = {
    **dict.fromkeys(("Z", "GMT", "UTC"), "+00:00"),
    **dict.fromkeys(("BST", "CET", "MEZ", "WEST"), "+01:00"),
    **dict.fromkeys(("CEST", "MESZ", "EET"), "+02:00"),
    **dict.fromkeys(("EEST", "MSK", "МСК"), "+03:00"),
    "EDT": "-04:00",
    **dict.fromkeys(("EST", "CDT"), "-05:00"),
    **dict.fromkeys(("CST", "MDT"), "-06:00"),
    **dict.fromkeys(("MST", "PDT"), "-07:00"),
    "PST": "-08:00",
    "IST": "+05:30",
    "JST": "+09:00",
}
_ZONES_WITH_SUMMER = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}

_DIGIT = re.compile(r"\d")
_GAP = re.compile(r"[\s|•·—–―,;:/()\[\]*_-]*")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?\.?")
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?\s*[,\s]\s*(\d{4})(?![\d:])")
_YMD = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(?:[Tt](?=\d))?")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号]")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d:])")
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:\.|st|nd|rd|th|er|[ºª°])?[\s-]*(?:(?:de|of)\s+|d[’'])?([^\W\d_]+)\.?,?[\s-]+(?:(?:de|del|of)\s+)?(\d{4})(?![\d:])",
    re.I,
)
_YEAR_MONTH_DAY = re.compile(r"(\d{4})\.?\s+([^\W\d_]+)\.?\s+(\d{1,2})\.?(?![\d:])")
_READING_TIME = re.compile(
    r"\d{1,3}[\s-]*(?:min|мин|хв)\w*\.?(?:\s+(?:read|de lecture|lesezeit|чтения|читання))?", re.I
)
_TIME = re.compile(
    r"(\d{1,2})(?:[:.hч](\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?(?!\d)\s*([ap]\.?\s?m\b\.?|uhr\b|h\b)?", re.I
)
_ZONE = re.compile(r"\s*\(?((?:UTC|GMT)?\s*[+−-]\d{1,2}(?::?\d{2})?|[A-ZА-Я]{1,4})\)?(?!\w)")


def find_date_line(line: str, languages: tuple[str, ...]) -> DateLine | None:
    """Parse a line that consists of a date, or of the dates of publication and change; None for all other lines."""
    if len(line) > _LONGEST or not _DIGIT.search(line):
        return None
    dates = scan_dates(line, languages)
    return dates if dates and dates.end == len(line) else None


def parse_date(text: str, languages: tuple[str, ...]) -> str | ImpossibleDate | None:
    """Parse a text that is a single date into ISO format; None if it is not a date."""
    dates = find_date_line(text.strip(), languages)
    if dates is None:
        return None
    return dates.impossible[0] if dates.impossible else dates.date or dates.updated or None


def may_start_date(word: str, languages: tuple[str, ...]) -> bool:
    """Whether a date or its label can begin with this word."""
    name = word.strip(".,:;()").lower()
    words = _words(languages)
    return word[:1].isdigit() or name in words.months or words.others.get(name, "-") != "-"


def scan_dates(line: str, languages: tuple[str, ...], start: int = 0) -> DateLine | None:
    """Parse the dates from `start` to the first word that does not belong to a date; None if there is no date."""
    words = _words(languages)
    dates: dict[str, str] = {}
    impossible: list[ImpossibleDate] = []
    label, latest, time, pos, size = "date", "", "", start, len(line)
    while True:
        pos = _GAP.match(line, pos).end()  # type: ignore[union-attr]  # the pattern matches the empty text too
        if pos >= size:
            break
        match = _date_at(line, pos, words.months, languages)
        if match:
            end, day = match
            if label in dates:
                return None  # two dates of one kind are a period, not the date of an article
            if not day:
                impossible.append(ImpossibleDate(line[pos:end].strip(), pos + 1))
            dates[label], latest, pos = day, label, end
            if time and day:
                dates[label], time = day + _zoned(time, day), ""
        elif line[pos].isdecimal():
            if minutes := _READING_TIME.match(line, pos):
                pos = minutes.end()
                continue
            clock = _time_at(line, pos)
            if clock is None or time:
                break
            end, time = clock
            if time == "impossible":
                impossible.append(ImpossibleDate(line[pos:end].strip(), pos + 1))
                time = ""
            elif latest and len(dates[latest]) == 10:
                dates[latest], time = dates[latest] + _zoned(time, dates[latest]), ""
            pos = end
        else:
            word = _WORD.match(line, pos)
            kind = words.others.get(word[0].rstrip(".").lower()) if word else None
            if kind is None or word is None:
                break
            pos = word.end()
            if kind in _LABELS and kind != "-":
                label = kind
    if not dates and not time and not impossible:
        return None
    return DateLine(dates.get("date", ""), dates.get("updated", ""), _zoned(time, ""), tuple(impossible), pos)


def _date_at(line: str, pos: int, months: Mapping[str, int], languages: tuple[str, ...]) -> tuple[int, str] | None:
    """Return the end of the date at `pos` and the date (empty if it does not exist); None without a date."""
    if not line[pos].isdecimal():
        m = _MONTH_DAY.match(line, pos)
        month = months.get(m[1].lower()) if m else None
        return (m.end(), _iso(m[3], month, m[2])) if m and month else None
    if m := _YMD.match(line, pos):
        return m.end(), _iso(m[1], m[3], m[4])
    if m := _NUMBERS.match(line, pos):
        first, second = int(m[1]), int(m[3])
        year = m[4] if len(m[4]) == 4 else ("20" if int(m[4]) < 70 else "19") + m[4]
        ambiguous = first <= 12 and second <= 12
        month_first = second > 12 if not ambiguous else m[2] != "." and languages[:1] and languages[0] in _MONTH_FIRST
        return m.end(), _iso(year, first, second) if month_first else _iso(year, second, first)
    if (m := _DAY_MONTH.match(line, pos)) and (month := months.get(m[2].lower())):
        return m.end(), _iso(m[3], month, m[1])
    if (m := _YEAR_MONTH_DAY.match(line, pos)) and (month := months.get(m[2].lower())):
        return m.end(), _iso(m[1], month, m[3])
    if m := _CJK.match(line, pos):
        return m.end(), _iso(m[1], m[2], m[3])
    return None


def _time_at(line: str, pos: int) -> tuple[int, str] | None:
    """Return the end of the time at `pos` and `T14:30` with its zone (or `impossible`); None without a time."""
    m = _TIME.match(line, pos)
    if not m or not (m[2] or m[4]):
        return None
    hour, half = int(m[1]), (m[4] or "").lower()[:1]
    possible = hour < 24 and int(m[2] or 0) < 60 and int(m[3] or 0) < 60
    if half in ("a", "p"):
        possible = possible and 1 <= hour <= 12
        hour = hour % 12 + (12 if half == "p" else 0)
    if not possible:
        return m.end(), "impossible"
    time = f"T{hour:02}:{int(m[2] or 0):02}" + (f":{int(m[3]):02}" if m[3] else "")
    zone = _ZONE.match(line, m.end())
    if not zone:
        return m.end(), time
    name = zone[1]
    if name in _ZONES:
        return zone.end(), time + _ZONES[name]
    if name in _ZONES_WITH_SUMMER:
        return zone.end(), time + " " + name
    if name[-1].isdecimal():
        offset = re.sub(r"\D", "", name)
        hours, minutes = (offset[:-2], offset[-2:]) if len(offset) > 2 else (offset, "00")
        if int(hours) < 15 and int(minutes) < 60:
            return zone.end(), f"{time}{'+' if '+' in name else '-'}{int(hours):02}:{int(minutes):02}"
    return m.end(), time


def _zoned(time: str, day: str) -> str:
    """Replace a zone that has summer time (`T14:30 ET`) by its UTC offset on that day."""
    clock, _, name = time.partition(" ")
    if not name or not day:
        return clock
    from zoneinfo import ZoneInfo

    moment = datetime.fromisoformat(day + clock).replace(tzinfo=ZoneInfo(_ZONES_WITH_SUMMER[name]))
    return clock + moment.isoformat()[-6:]


def _iso(year: int | str, month: int | str, day: int | str) -> str:
    """Format a date as `2021-05-06`; empty if it does not exist."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


@lru_cache(maxsize=64)
def _words(languages: tuple[str, ...]) -> _Words:
    """Return months, weekdays and labels of some languages and of English. The first language takes precedence."""
    foreign = [tag for tag in languages if tag[:2] != "en" or tag[2:3] not in ("", "-")]
    if not foreign:
        return _ENGLISH
    months: dict[str, int] = {}
    days: dict[str, str] = {}
    for tag in foreign:
        locale = locale_of(tag)
        if locale is None:
            continue  # unknown to Babel: only ISO and numeric dates are recognized
        cldr = tables(locale, "months", "days")
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for n, name in cldr["months"][context][width].items():
                    months.setdefault(name.rstrip(".").lower(), n)
                for name in cldr["days"][context][width].values():
                    days.setdefault(name.rstrip(".").lower(), "day")
    return _Words({**_EN_MONTHS, **months}, {**days, **_ENGLISH.others})


_IN_URL = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_.])(\d{1,2}|[a-z]{3})\2(\d{1,2})(?!\d)")
_COMPACT_IN_URL = re.compile(r"(?:^|/)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:([-/_.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?!\d)")


def date_in_url(url: str) -> str:
    """Return the day in a URL (`/2021/05/06/`, `/2021/may/06/`, `2021-05-06`, `/20210506`); empty without one."""
    path = url.partition("?")[0].partition("#")[0]
    for m in _IN_URL.finditer(path):
        if day := _iso(m[1], _EN_MONTHS.get(m[3], m[3]) if m[3].isdecimal() or m[3] in _EN_MONTHS else 0, m[4]):
            return day
    for m in _COMPACT_IN_URL.finditer(path):
        if day := _iso(m[1], m[2], m[3]):
            return day
    return ""


def date_in_path(path: str) -> str:
    """Return the day in a path under content/: at the start of the file name, or else anywhere; empty without one."""
    name = path.rpartition("/")[2]
    at_start = _IN_PATH.match(name)
    matches = [*([at_start] if at_start else []), *_IN_PATH.finditer(path)]
    return next((day for m in matches if (day := _iso(m[1], m[3] or m[5], m[4] or m[6]))), "")
