"""CLDR data about dates, numbers and lists of a language, from Babel.

Babel is slow to load. Only this module and translations.py import it, and only to create the `Tables` of a language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError, get_global
from babel.dates import tokenize_pattern

from digest.model.locale import locale_of, tables
from digest.render.language import Tables

ENGLISH = "en_150"
"""English without a country follows European conventions: day before month, 24 hours, weeks from Monday."""
_OWN = {
    "weekday-day": "{EEEE}, {d} {MMMM}", "days-begin": "{d} to ", "months-begin": "{d} {MMMM} to ",
    "years-begin": "{d} {MMMM} {y} to ",
}  # fmt: skip
"""Patterns that differ from CLDR for that English: CLDR 48 removed a comma that it kept in the full date, and has a dash
between two dates."""
_ZERO = {
    "arab": 0x660, "arabext": 0x6F0, "nkoo": 0x7C0, "deva": 0x966, "beng": 0x9E6, "tibt": 0xF20, "mymr": 0x1040,
    "olck": 0x1C50, "java": 0xA9D0, "cakm": 0x11136, "hmnp": 0x1E140, "adlm": 0x1E950, "rohg": 0x10D30, "mtei": 0xABF0,
}  # fmt: skip
"""Code points of the digit zero in the numbering systems that languages use by default."""
_TABLES = (
    "months", "days", "quarters", "day_periods", "date_formats", "time_formats", "datetime_formats", "datetime_skeletons",
    "interval_formats", "list_patterns", "number_symbols", "decimal_formats",
)  # fmt: skip
_WIDTHS = {3: "abbreviated", 4: "wide", 5: "narrow"}
_WIDER = {"E": "EEEE", "EEE": "EEEE", "ccc": "cccc", "MMM": "MMMM", "LLL": "LLLL"}


def locale_for(tag: str) -> Locale | None:
    """Return Babel's locale for a language tag; None if it does not know the language."""
    return Locale.parse(ENGLISH) if tag == "en" else locale_of(tag)


def likely(tag: str) -> str:
    """Return a tag with its most likely script and country: `zh-Hans-CN` for `zh`. Unknown tags are returned unchanged."""
    subtags = get_global("likely_subtags")
    language, *rest = tag.split("-")
    script = next((p for p in rest if len(p) == 4), "")
    country = next((p for p in rest if len(p) == 2 and p.isalpha()), "")
    for key in (f"{language}_{script}_{country}", f"{language}_{country}", f"{language}_{script}", language):
        if key in subtags:
            found = subtags[key].split("_")
            return "-".join([found[0], script or found[1], *([country or found[2]] if found[2:] else [])])
    return tag


def tables_of(tag: str, locale: Locale) -> Tables:
    """Return the data of a language, without translations."""
    system = locale.default_numbering_system
    data = tables(locale, *_TABLES)
    numbers = data["number_symbols"].get(system) or data["number_symbols"]["latn"]
    return Tables(
        tag=tag,
        first_weekday=_first_weekday(tag, locale),
        digits="".join(chr(_ZERO[system] + i) for i in range(10)) if system in _ZERO else "",
        group=numbers["group"],
        groups=list(data["decimal_formats"][None].grouping),
        names=_names(data),
        patterns=_patterns(data) | (_OWN if tag == "en" else {}),
        lists={key: data["list_patterns"]["standard"][key] for key in ("2", "start", "middle", "end")},
        plurals=[],
        words={},
    )


def _first_weekday(tag: str, locale: Locale) -> int:
    if locale.territory:
        return int(locale.first_week_day)
    try:
        return int(Locale.parse(likely(tag), sep="-").first_week_day)
    except (ValueError, UnknownLocaleError):
        return int(locale.first_week_day)


def _names(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return names by field. Months and days have one form for dates and another for use on their own."""
    found: dict[str, list[str]] = {}
    for number, width in _WIDTHS.items():
        for letter, context in (("M", "format"), ("L", "stand-alone")):
            found[letter * number] = [data["months"][context][width][i] for i in range(1, 13)]
        for letter, context in (("E", "format"), ("c", "stand-alone")):
            found[letter * number] = [data["days"][context][width][i] for i in range(7)]
        if number < 5:
            found["Q" * number] = [data["quarters"]["format"][width][i] for i in range(1, 5)]
    am_pm = data["day_periods"]["format"]["abbreviated"]
    return {**found, "a": [am_pm["am"], am_pm["pm"]]}


def _patterns(data: Mapping[str, Any]) -> dict[str, str]:
    """Return date formats by name. Short names in a pattern are replaced by long ones if CLDR has no other pattern."""
    skeletons = {name: pattern.pattern for name, pattern in data["datetime_skeletons"].items()}
    month = skeletons["yMMMM"]
    day = skeletons.get("MMMMd") or skeletons["MMMd"]
    weekday = next(skeletons[name] for name in ("MMMMEEEEd", "MMMMEd", "MMMEd") if name in skeletons)
    return {
        "year": _format(skeletons["y"]),
        "quarter": _format(skeletons["yQQQ"]),
        "month": _format(month),
        "of-month": _format(month.replace("L", "M")),
        "short-month": _format(skeletons["yMMM"]),
        "date": _format(data["date_formats"]["long"].pattern),
        "full": _format(data["date_formats"]["full"].pattern),
        "day": _format(day, wider=True),
        "weekday-day": _format(weekday, wider=True),
        "weekday": "{cccc}",
        "weekday-short": "{ccc}",
        "time": _format(data["time_formats"]["short"].pattern),
        "date-time": str(data["datetime_formats"]["medium"]).replace("'", ""),
        **_ranges(data),
    }


def _ranges(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the two parts of a range of dates, by the first unit that differs. The names of months are long ones, except
    those that begin with their number: `5月`."""
    wider = not data["months"]["format"]["abbreviated"][1][:1].isdigit()
    found: dict[str, str] = {}
    for unit, name in (("d", "days"), ("M", "months"), ("y", "years")):
        begin, end = data["interval_formats"]["yMMMd"][unit]
        found |= {f"{name}-begin": _format(begin, wider=wider), f"{name}-end": _format(end, wider=wider)}
    return found


def _format(pattern: str, *, wider: bool = False) -> str:
    """Return a CLDR pattern as text for `str.format`: `{d} {MMMM} {y}` for `d MMMM y`."""
    return "".join(_part(kind, value, wider) for kind, value in tokenize_pattern(pattern))


def _part(kind: str, value: Any, wider: bool) -> str:
    if kind == "chars":
        return str(value).replace("{", "{{").replace("}", "}}")
    letter, width = value
    field = {"E": "EEE", "EE": "EEE"}.get(letter * width, "a" if letter in "abB" else letter * width)
    return "{" + (_WIDER.get(field, field) if wider else field) + "}"
