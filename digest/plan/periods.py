"""Days, ISO weeks, months and years as ranges of days.

The store and page URLs have periods as text, here called keys: `2021-05-06`, `2021-w18`, `2021-05`, `2021`.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from digest.model.named_tuple import NamedTuple

PeriodKind = Literal["day", "week", "month", "year"]
_EPOCH = date(1970, 1, 1).toordinal()


class Period(NamedTuple):
    """A day, ISO week, month or year."""

    kind: PeriodKind
    key: str
    """`2021-05-06`, `2021-w18`, `2021-05` or `2021`."""
    first: str
    """First day."""
    last: str
    """Last day."""


@lru_cache(maxsize=4096)
def parse(key: str) -> Period:
    """Return the period of a key."""
    year, _, rest = key.partition("-")
    if not rest:
        return Period("year", key, f"{key}-01-01", f"{key}-12-31")
    if rest.startswith("w"):
        monday = date.fromisocalendar(int(year), int(rest[1:]), 1)
        sunday = min(monday.toordinal() + 6, date.max.toordinal())  # the last week of the year 9999 has five days
        return Period("week", key, monday.isoformat(), date.fromordinal(sunday).isoformat())
    if "-" in rest:
        return Period("day", key, key, key)
    return Period("month", key, f"{key}-01", f"{key}-{_days(int(year), int(rest))}")


def _days(year: int, month: int) -> int:
    """The number of days of a month. The module `calendar` would load the languages of the machine."""
    return 31 if month == 12 else (date(year, month + 1, 1) - timedelta(1)).day


def containing(day: str, kind: PeriodKind) -> str:
    """Return the key of the day, week, month or year that contains a day."""
    if kind == "week":
        return week(day)
    return day if kind == "day" else day[:7] if kind == "month" else day[:4]


@lru_cache(maxsize=4096)
def week(day: str) -> str:
    """Return the key of the ISO week that contains a day."""
    year, number, _ = date.fromisoformat(day).isocalendar()
    return f"{year:04d}-w{number:02d}"


def span(key: str) -> tuple[str, str]:
    """Return the first and last day of a period."""
    period = parse(key)
    return period.first, period.last


def wall_times(first: str, last: str) -> tuple[int, int]:
    """Return the first and last second of a range of days (see `Head.wall_time`)."""
    begin = (date.fromisoformat(first).toordinal() - _EPOCH) * 86400
    end = (date.fromisoformat(last).toordinal() - _EPOCH) * 86400 + 86399
    return begin, end


def day_at(wall_time: int) -> str:
    """Return the day of a wall time (see `Head.wall_time`)."""
    return _day(wall_time // 86400)


@lru_cache(maxsize=4096)
def _day(number: int) -> str:
    return date.fromordinal(_EPOCH + number).isoformat()
