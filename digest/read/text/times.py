"""Parse times of day with their zones."""

from __future__ import annotations

import re
from datetime import datetime

from digest.model.lazy_regex import lazy_regex

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

_TIME = lazy_regex(
    r"(\d{1,2})(?:(?:[:.]|:\s|\s?[hч]\s?|\s?[時时시點点]\s?)(\d{2})(?:[分분])?(?::(\d{2})(?:[.,]\d{1,9})?)?)?(?!\d)\s*([ap]\.?\s?m\b\.?|uhr\b|h\b|[時时시])?",
    re.I,
)
_ZONE = lazy_regex(r"\s*\(?((?:UTC|GMT)?\s*[+−-]\d{1,2}(?::?\d{2})?|[A-ZА-Я]{1,4})\)?(?!\w)")


def time_at(line: str, pos: int, half: str = "") -> tuple[int, str] | None:
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


def in_half(moment: str, half: str) -> str:
    """Apply a word for "p.m." after the time: `2021-05-06T02:30` is `2021-05-06T14:30`."""
    hour = int(moment[11:13])
    if not 1 <= hour <= 12:
        return moment
    return f"{moment[:11]}{hour % 12 + (12 if half == 'pm' else 0):02}{moment[13:]}"


def zoned(time: str, day: str) -> str:
    """Replace a zone that has summer time (`T14:30 ET`) by its UTC offset on that day."""
    clock, _, name = time.partition(" ")
    if not name or not day:
        return clock
    from zoneinfo import ZoneInfo

    moment = datetime.fromisoformat(day + clock).replace(tzinfo=ZoneInfo(_ZONES_WITH_SUMMER[name]))
    return clock + moment.isoformat()[-6:]
