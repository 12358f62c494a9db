"""Parse dates in lines of text, URLs and file names.

Examples: `6 May 2021`, `Thursday, May 6, 2021 at 2:30 p.m. EDT`, `Veröffentlicht am 6. Mai 2021 | Aktualisiert:
07.05.2021`. A date line consists only of words that belong to dates, so a sentence that contains a date is not a date
line. A line is parsed word by word, in linear time. English names are built in. Those of other languages are in
`cldr_dates.py` and `date_words.py`, which are loaded for the first article in another language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

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
_EN_MONTHS = {form: n for n, name in enumerate(_MONTHS, 1) for form in (name, name[:3])} | {"sept": 9}
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
    **dict.fromkeys(("Z", "GMT", "UTC", "WET"), "+00:00"),
    **dict.fromkeys(("BST", "CET", "MEZ", "WEST", "WAT"), "+01:00"),
    **dict.fromkeys(("CEST", "MESZ", "EET", "CAT", "SAST"), "+02:00"),
    **dict.fromkeys(("EEST", "MSK", "МСК", "EAT", "TRT"), "+03:00"),
    "EDT": "-04:00",
    **dict.fromkeys(("EST", "CDT"), "-05:00"),
    **dict.fromkeys(("CST", "MDT"), "-06:00"),
    **dict.fromkeys(("MST", "PDT"), "-07:00"),
    "PST": "-08:00",
    "IST": "+05:30",
    **dict.fromkeys(("ICT", "WIB"), "+07:00"),
    **dict.fromkeys(("HKT", "SGT", "WITA"), "+08:00"),
    **dict.fromkeys(("JST", "KST", "WIT"), "+09:00"),
    "AEST": "+10:00",
    "AEDT": "+11:00",
}
_ZONES_WITH_SUMMER = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}

_DIGIT = re.compile(r"\d")
_GAP = re.compile(r"[\s|•·—–―,;:/()\[\]*_.、。،・»«>-]*")
_WORD = re.compile(r"[^\s\d|•·—–―,;:/()\[\]*_.、。،・»«<>\"“”!?&+=-]+(?:\.[^\W\d_]\w*)*\.?")
"""A word, or an abbreviation with dots. Signs that are combined with letters are no letters, so these are not named."""
_YMD = re.compile(r"(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)(?:[Tt](?=\d))?")
_CJK = re.compile(r"(?:(令和|平成)\s*)?(\d{1,4}|元)\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号號]")
_NUMBERS = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d:])")
_NUMBER_OR_WORD = re.compile(
    r"[\s,.'’/-]*(?:(?P<year>\d{4})(?![\d:])|(?P<number>\d{1,2})(?:st|nd|rd|th|er|-?го|-?е|-?ви|[ºª°])?(?![\d:])|(?P<word>[^\s\d,/|()\[\]'’-]+))",
    re.I,
)
_LONGEST_DATE = 9
"""Maximum number of numbers and words in a date: `6 ngày tháng 5 năm 2021`."""
_READING_TIME = re.compile(
    r"""\d{1,3}[\s-]*(?:min|мин|хв|мін|daqiqə|dk\b|perc|λεπτ|นาที|phút|menit|分钟|分鐘|分で|분|دقيقة|دقائق|دقیقه|דקות|मिनट|মিনিট)\w*\.?
    (?:\s*(?:to\s+)?(?:read(?:ing)?(?:\s+time)?|de\s+lectur[ae]|di\s+lettura|de\s+leitura|lesezeit|чтения|читання|leestijd|läsning|lästid
    |læsetid|lesetid|lukuaika|czytania|čtení|čítania|okuma(?:\s+süresi)?|citire|čitanja|baca|đọc|阅读|閱讀|読めます|읽기|قراءة|مطالعه|קריאה))?""",
    re.I | re.X,
)
_TIME = re.compile(
    r"(\d{1,2})(?:(?:[:.]|:\s|\s?[hч]\s?|\s?[時时시點点]\s?)(\d{2})(?:[分분])?(?::(\d{2})(?:[.,]\d{1,9})?)?)?(?!\d)\s*([ap]\.?\s?m\b\.?|uhr\b|h\b|[時时시])?",
    re.I,
)
_ZONE = re.compile(r"\s*\(?((?:UTC|GMT)?\s*[+−-]\d{1,2}(?::?\d{2})?|[A-ZА-Я]{1,4})\)?(?!\w)")
_PLAIN = {
    ord("："): ":",
    ord("／"): "/",
    ord("（"): "(",
    ord("）"): ")",
    ord("，"): ",",
    ord("．"): ".",
    ord("｜"): "|",
}
_PLAIN |= dict.fromkeys(map(ord, "\xa0\u200e\u200f\u202a\u202b\u202c\u2009\u202f\u3000【】「」\ufeff"), " ")
"""Full-width punctuation and marks of direction, which separate words like their plain forms."""
_SAME_LETTERS = str.maketrans(
    "άέήίόύώΐΰϊϋأإآ", "αεηιουωιυιυااا", "\u0307\u093c\u09bc\u200b\u200c\u200d\u200f\u064b\u064f.’'ʼ׳`"
)
"""Letters that writers exchange in names of months, and signs that they leave out."""
_JALALI_MONTHS = "فروردین اردیبهشت خرداد تیر|تير مرداد|امرداد شهریور مهر آبان|ابان آذر|اذر دی|دي بهمن اسفند"
_JALALI = {name: 100 + n for n, names in enumerate(_JALALI_MONTHS.split(), 1) for name in names.split("|")}
"""Months of the Iranian calendar; 101 is Farvardin."""


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
    name = word_key(word.strip(".,:;()："))
    words = _words(languages)
    return word[:1].isdigit() or name in words.months or words.others.get(name, "-") != "-"


def scan_dates(line: str, languages: tuple[str, ...], start: int = 0) -> DateLine | None:
    """Parse the dates from `start` to the first word that does not belong to a date; None if there is no date."""
    words = _words(languages)
    if not line.isascii():
        line = line.translate(_PLAIN)
    dates: dict[str, str] = {}
    impossible: list[ImpossibleDate] = []
    label, latest, time, half, pos, size = "date", "", "", "", start, len(line)
    while True:
        pos = _GAP.match(line, pos).end()  # type: ignore[union-attr]  # the pattern matches the empty text too
        if pos >= size:
            break
        match = _date_at(line, pos, words, languages)
        if match:
            end, day = match
            if label in dates and dates[label][:10] != day:  # the same day in another calendar is no second date
                return None  # two dates of one kind are a period, not the date of an article
            if not day:
                impossible.append(ImpossibleDate(line[pos:end].strip(), pos + 1))
            dates[label], latest, pos = dates.get(label, "") or day, label, end
            if time and day:
                dates[label], time = day + _zoned(time, day), ""
        elif line[pos].isdecimal():
            if minutes := _READING_TIME.match(line, pos):
                pos = minutes.end()
                continue
            clock = _time_at(line, pos, half)
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
            kind, pos_after = _kind_at(line, pos, words)
            if not kind:
                break
            pos = pos_after
            if kind in ("date", "updated"):
                label = kind
            elif kind in ("am", "pm"):
                half = kind
                if latest and "T" in dates[latest]:
                    dates[latest] = _in_half(dates[latest], half)
                elif time:
                    time = _in_half(f"2000-01-01{time}", half)[10:]
    if not dates and not time and not impossible:
        return None
    return DateLine(dates.get("date", ""), dates.get("updated", ""), _zoned(time, ""), tuple(impossible), pos)


def _kind_at(line: str, pos: int, words: _Words) -> tuple[str, int]:
    """Return the kind of the word at `pos`, empty if it does not belong to a date, and the index after it."""
    word = _WORD.match(line, pos)
    if word is None:
        return "", pos
    kind = words.others.get(word_key(word[0]), "")
    if kind == "month" or (not kind and word_key(word[0]) in words.months):
        kind = ""
    return kind, word.end()


def word_key(word: str) -> str:
    """Spell a word as it is looked up: in lower case and without dots."""
    if word.isascii():
        return word.lower().replace(".", "")
    return unicodedata.normalize("NFC", word.lower()).translate(_SAME_LETTERS)


def _date_at(line: str, pos: int, words: _Words, languages: tuple[str, ...]) -> tuple[int, str] | None:
    """Return the end of the date at `pos` and the date (empty if it does not exist); None without a date."""
    if line[pos].isdecimal():
        if m := _YMD.match(line, pos):
            return m.end(), _in_calendar(int(m[1]), int(m[3]), m[4], languages)
        if m := _NUMBERS.match(line, pos):
            first, second = int(m[1]), int(m[3])
            year = int(m[4]) if len(m[4]) == 4 else int(m[4]) + (2000 if int(m[4]) < 70 else 1900)
            ambiguous = first <= 12 and second <= 12
            month_first = (
                second > 12 if not ambiguous else m[2] != "." and languages[:1] and languages[0] in _MONTH_FIRST
            )
            day, month = (second, first) if month_first else (first, second)
            return m.end(), _in_calendar(year, month, day, languages)
    if m := _CJK.match(line, pos):
        era = {"令和": 2018, "平成": 1988}.get(m[1], 0)
        return m.end(), _iso(era + (1 if m[2] == "元" else int(m[2])), m[3], m[4]) if era or len(m[2]) == 4 else ""
    return _named_date_at(line, pos, words, languages)


def _named_date_at(line: str, pos: int, words: _Words, languages: tuple[str, ...]) -> tuple[int, str] | None:
    """Parse a date with the name of its month: day, month and year in any order, with words such as `de` between them."""
    year = day = month = 0
    numbered = two_words = False
    thai = any(tag[:2] == "th" for tag in languages)
    for m in _parts(line, pos):
        if two_words:
            two_words = False
            continue
        if m["year"]:
            if year:
                return None
            year = int(m["year"])
        elif m["number"]:
            if numbered and not month:
                month, numbered = int(m["number"]), False
            elif day and month and thai:
                year = 2500 + int(m["number"])
            elif day:
                return None
            else:
                day = int(m["number"])
        else:
            key = word_key(m["word"])
            found = words.months.get(key, 0)
            if not found and (found := _two_words(line, m, words)):
                two_words = True
            kind = words.others.get(key)
            if found and month in (0, found):
                month = found
            elif kind == "month":
                numbered = True
            elif kind != "-" or m.start() == pos:
                return None
        if year and day and month:
            return m.end(), _in_calendar(year, month, day, languages)
    return None


def _parts(line: str, pos: int) -> Iterator[re.Match[str]]:
    """Yield the numbers and words of a possible date."""
    for _ in range(_LONGEST_DATE):
        m = _NUMBER_OR_WORD.match(line, pos)
        if m is None:
            return
        pos = m.end()
        yield m


def _two_words(line: str, m: re.Match[str], words: _Words) -> int:
    """Return the month whose name begins with the word of a match: `كانون الثاني`."""
    following = _NUMBER_OR_WORD.match(line, m.end())
    return (
        words.months.get(f"{word_key(m['word'])}_{word_key(following['word'])}", 0)
        if following and following["word"]
        else 0
    )


def _in_calendar(year: int, month: int, day: int | str, languages: tuple[str, ...]) -> str:
    """Return the date of a year of this era. Thai years count from the death of Buddha, Iranian ones from the Hijra."""
    if 2400 < year < 2700 and any(tag[:2] == "th" for tag in languages):
        year -= 543
    iranian = month > 100 or (1300 <= year < 1500 and any(tag[:2] == "fa" for tag in languages))
    return _from_jalali(year, month % 100, int(day)) if iranian else _iso(year, month, day)


def _from_jalali(year: int, month: int, day: int) -> str:
    """Convert a date of the Iranian calendar, whose leap years follow a cycle of 33 years. Empty if it does not exist."""
    if not (1200 <= year < 1600 and 1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        return ""
    leaps = 8 * ((year + 1595) // 33) + ((year + 1595) % 33 + 3) // 4
    days = 365 * (year + 1595) + leaps + day + (31 * (month - 1) if month < 7 else 30 * (month - 7) + 186)
    return date.fromordinal(days - 356033).isoformat()


def _time_at(line: str, pos: int, half: str = "") -> tuple[int, str] | None:
    """Return the end of the time at `pos` and `T14:30` with its zone (or `impossible`); None without a time.

    `half`: `am` or `pm` if the word is before the time, as in Chinese.
    """
    m = _TIME.match(line, pos)
    if not m or not (m[2] or m[4]):
        return None
    hour, half = int(m[1]), (m[4] or "").lower()[:1].replace("u", "").replace("h", "") or half[:1]
    if half and hour > 12:
        half = ""  # `下午14:30`
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


def _in_half(moment: str, half: str) -> str:
    """Apply a word for "p.m." after the time: `2021-05-06T02:30` is `2021-05-06T14:30`."""
    hour = int(moment[11:13])
    if not 1 <= hour <= 12:
        return moment
    return f"{moment[:11]}{hour % 12 + (12 if half == 'pm' else 0):02}{moment[13:]}"


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
def _words(languages: tuple[str, ...]) -> _Words:
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
    return _Words({**_EN_MONTHS, **months}, {**_ENGLISH.others, **others})


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
