"""Parse dates in lines of text, URLs and file names.

Examples: `6 May 2021`, `Thursday, May 6, 2021 at 2:30 p.m. EDT`, `Veröffentlicht am 6. Mai 2021 | Aktualisiert:
07.05.2021`. A date line consists only of words that belong to dates, so a sentence that contains a date is not a date
line. A line is parsed word by word, in linear time. English names are built in. Those of other languages are in
`cldr_dates.py` and `date_words.py`, which are loaded for the first article in another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.read.text.calendars import in_calendar, iso
from digest.read.text.date_vocabulary import EN_MONTHS, DateWords, word_key, words_of
from digest.read.text.times import in_half, time_at, zoned
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


_MONTH_FIRST = {"en", "en-US", "en-PH"}
"""Languages in which 05/06/2021 is in May."""

_DIGIT = lazy_regex(r"\d")
_GAP = lazy_regex(r"[\s|•·—–―,;:/()\[\]*_.、。،・»«>-]*")
_WORD = lazy_regex(r"[^\s\d|•·—–―,;:/()\[\]*_.、。،・»«<>\"“”!?&+=-]+(?:\.[^\W\d_]\w*)*\.?")
"""A word, or an abbreviation with dots. Signs that are combined with letters are no letters, so these are not named."""
_YMD = lazy_regex(r"(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)(?:[Tt](?=\d))?")
_CJK = lazy_regex(r"(?:(令和|平成)\s*)?(\d{1,4}|元)\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号號]")
_NUMBERS = lazy_regex(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d:])")
_NUMBER_OR_WORD = lazy_regex(
    r"[\s,.'’/-]*(?:(?P<year>\d{4})(?![\d:])|(?P<number>\d{1,2})(?:st|nd|rd|th|er|-?го|-?е|-?ви|[ºª°])?(?![\d:])|(?P<word>[^\s\d,/|()\[\]'’-]+))",
    re.I,
)
_LONGEST_DATE = 9
"""Maximum number of numbers and words in a date: `6 ngày tháng 5 năm 2021`."""
_READING_TIME = lazy_regex(
    r"""\d{1,3}[\s-]*(?:min|мин|хв|мін|daqiqə|dk\b|perc|λεπτ|นาที|phút|menit|分钟|分鐘|分で|분|دقيقة|دقائق|دقیقه|דקות|मिनट|মিনিট)\w*\.?
    (?:\s*(?:to\s+)?(?:read(?:ing)?(?:\s+time)?|de\s+lectur[ae]|di\s+lettura|de\s+leitura|lesezeit|чтения|читання|leestijd|läsning|lästid
    |læsetid|lesetid|lukuaika|czytania|čtení|čítania|okuma(?:\s+süresi)?|citire|čitanja|baca|đọc|阅读|閱讀|読めます|읽기|قراءة|مطالعه|קריאה))?""",
    re.I | re.X,
)
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


def parse_date_in_any_language(text: str) -> str | None:
    """Parse a text that is a single date with the name of a month, whatever its language; None if it is not a date, or if
    languages differ (`listopad` is October in Croatian, and November in Polish)."""
    from digest.read.text.cldr_dates import MONTHS

    if not any(map(str.isalpha, text)) or not any(map(str.isdecimal, text)):
        return None
    found = {parse_date(text, (language,)) for language in MONTHS} - {None}
    only = found.pop() if len(found) == 1 else None
    return only if isinstance(only, str) else None


def may_start_date(word: str, languages: tuple[str, ...]) -> bool:
    """Whether a date or its label can begin with this word."""
    name = word_key(word.strip(".,:;()："))
    words = words_of(languages)
    return word[:1].isdigit() or name in words.months or words.others.get(name, "-") != "-"


def scan_dates(line: str, languages: tuple[str, ...], start: int = 0) -> DateLine | None:
    """Parse the dates from `start` to the first word that does not belong to a date; None if there is no date."""
    words = words_of(languages)
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
                dates[label], time = day + zoned(time, day), ""
        elif line[pos].isdecimal():
            if minutes := _READING_TIME.match(line, pos):
                pos = minutes.end()
                continue
            clock = time_at(line, pos, half)
            if clock is None or time:
                break
            end, time = clock
            if time == "impossible":
                impossible.append(ImpossibleDate(line[pos:end].strip(), pos + 1))
                time = ""
            elif latest and len(dates[latest]) == 10:
                dates[latest], time = dates[latest] + zoned(time, dates[latest]), ""
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
                    dates[latest] = in_half(dates[latest], half)
                elif time:
                    time = in_half(f"2000-01-01{time}", half)[10:]
    if not dates and not time and not impossible:
        return None
    return DateLine(dates.get("date", ""), dates.get("updated", ""), zoned(time, ""), tuple(impossible), pos)


def _kind_at(line: str, pos: int, words: DateWords) -> tuple[str, int]:
    """Return the kind of the word at `pos`, empty if it does not belong to a date, and the index after it."""
    word = _WORD.match(line, pos)
    if word is None:
        return "", pos
    kind = words.others.get(word_key(word[0]), "")
    if kind == "month" or (not kind and word_key(word[0]) in words.months):
        kind = ""
    return kind, word.end()


def _date_at(line: str, pos: int, words: DateWords, languages: tuple[str, ...]) -> tuple[int, str] | None:
    """Return the end of the date at `pos` and the date (empty if it does not exist); None without a date."""
    if line[pos].isdecimal():
        if m := _YMD.match(line, pos):
            return m.end(), in_calendar(int(m[1]), int(m[3]), m[4], languages)
        if m := _NUMBERS.match(line, pos):
            first, second = int(m[1]), int(m[3])
            year = int(m[4]) if len(m[4]) == 4 else int(m[4]) + (2000 if int(m[4]) < 70 else 1900)
            ambiguous = first <= 12 and second <= 12
            month_first = (
                second > 12 if not ambiguous else m[2] != "." and languages[:1] and languages[0] in _MONTH_FIRST
            )
            day, month = (second, first) if month_first else (first, second)
            return m.end(), in_calendar(year, month, day, languages)
    if m := _CJK.match(line, pos):
        era = {"令和": 2018, "平成": 1988}.get(m[1], 0)
        return m.end(), iso(era + (1 if m[2] == "元" else int(m[2])), m[3], m[4]) if era or len(m[2]) == 4 else ""
    return _named_date_at(line, pos, words, languages)


def _named_date_at(line: str, pos: int, words: DateWords, languages: tuple[str, ...]) -> tuple[int, str] | None:
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
            return m.end(), in_calendar(year, month, day, languages)
    return None


def _parts(line: str, pos: int) -> Iterator[re.Match[str]]:
    """Yield the numbers and words of a possible date."""
    for _ in range(_LONGEST_DATE):
        m = _NUMBER_OR_WORD.match(line, pos)
        if m is None:
            return
        pos = m.end()
        yield m


def _two_words(line: str, m: re.Match[str], words: DateWords) -> int:
    """Return the month whose name begins with the word of a match: `كانون الثاني`."""
    following = _NUMBER_OR_WORD.match(line, m.end())
    return (
        words.months.get(f"{word_key(m['word'])}_{word_key(following['word'])}", 0)
        if following and following["word"]
        else 0
    )


_IN_URL = lazy_regex(r"(?<!\d)((?:19|20)\d\d)([-/_.])(\d{1,2}|[a-z]{3})\2(\d{1,2})(?!\d)")
_COMPACT_IN_URL = lazy_regex(r"(?:^|/)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_IN_PATH = lazy_regex(r"(?<!\d)((?:19|20)\d\d)(?:([-/_.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?!\d)")


def date_in_url(url: str) -> str:
    """Return the day in a URL (`/2021/05/06/`, `/2021/may/06/`, `2021-05-06`, `/20210506`); empty without one."""
    path = url.partition("?")[0].partition("#")[0]
    for m in _IN_URL.finditer(path):
        if day := iso(m[1], EN_MONTHS.get(m[3], m[3]) if m[3].isdecimal() or m[3] in EN_MONTHS else 0, m[4]):
            return day
    for m in _COMPACT_IN_URL.finditer(path):
        if day := iso(m[1], m[2], m[3]):
            return day
    return ""


def date_in_path(path: str) -> str:
    """Return the day in a path under content/: at the start of the file name, or else anywhere; empty without one."""
    name = path.rpartition("/")[2]
    at_start = _IN_PATH.match(name)
    matches = [*([at_start] if at_start else []), *_IN_PATH.finditer(path)]
    return next((day for m in matches if (day := iso(m[1], m[3] or m[5], m[4] or m[6]))), "")
