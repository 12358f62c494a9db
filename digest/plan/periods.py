"""Days, weeks, months and years as ranges of days: where the pages of the date archive begin and end.

Keys are ISO text: `2021-05-06`, `2021-w18`, `2021-05`, `2021`. This module must not know articles or pages.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

_EPOCH = date(1970, 1, 1).toordinal()


def span(key: str) -> tuple[str, str]:
    """First and last day of a day, ISO week, month or year."""
    if "w" in key:
        first = date.fromisocalendar(int(key[:4]), int(key[6:]), 1)
        seventh = min(first.toordinal() + 6, date.max.toordinal())  # the last week of 9999 has five days
        return first.isoformat(), date.fromordinal(seventh).isoformat()
    if len(key) == 10:
        return key, key
    if len(key) == 4:
        return f"{key}-01-01", f"{key}-12-31"
    year, month = int(key[:4]), int(key[5:])
    last = date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)
    return f"{key}-01", last.isoformat()


def moments(first: str, last: str) -> tuple[int, int]:
    """First and last second of a range of days on the wall clock (see `Head.when`)."""
    begin = (date.fromisoformat(first).toordinal() - _EPOCH) * 86400
    end = (date.fromisoformat(last).toordinal() - _EPOCH) * 86400 + 86399
    return begin, end


def day_at(when: int) -> str:
    """The day of a moment on the wall clock (see `Head.when`)."""
    return _day(when // 86400)


@lru_cache(maxsize=4096)
def _day(number: int) -> str:
    return date.fromordinal(_EPOCH + number).isoformat()


def week(day: str) -> str:
    """The ISO week that a day lies in: `2021-w18`."""
    year, number, _ = date.fromisoformat(day).isocalendar()
    return f"{year:04d}-w{number:02d}"


def edition(day: str, length: str) -> str:
    """The edition that a day belongs to, by `edition:` of config: day, week or month."""
    return {"day": day, "week": week(day), "month": day[:7]}[length] if length != "day" else day
