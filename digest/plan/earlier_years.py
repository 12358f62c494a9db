"""The same day, or the same week, in earlier years."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from digest.plan import calendar_grid, periods

WITHIN = 3
"""A week of another year is the same if it begins at most this number of days before or after. There is always one."""


def same_edition(key: str, days: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield (number of years ago, key) of each earlier edition at the same time of the year, newest first.

    `key`: a day or week; others yield nothing. `days`: the days with articles, oldest first. An edition on 29 February has
    earlier ones in leap years only.
    """
    kind = periods.parse(key).kind
    if not days or kind not in ("day", "week"):
        return
    begin, oldest = periods.span(key)[0], int(next(iter(days))[:4])
    for year in range(int(begin[:4]) - 1, max(0, oldest - 2), -1):  # a week can begin in the year before its articles
        other = f"{year:04d}{key[4:]}" if kind == "day" else _week(date.fromisoformat(begin), year)
        if other in days if kind == "day" else any(day in days for day in _days_of(other)):
            yield int(begin[:4]) - year, other


def _week(begin: date, year: int) -> str:
    """Return the week of a year that begins nearest to the same day."""
    is_leap_day = (begin.month, begin.day) == (2, 29)
    same = date(year, begin.month, 28 if is_leap_day else begin.day)
    return periods.week((same + timedelta(WITHIN)).isoformat())


def _days_of(week: str) -> list[str]:
    return calendar_grid.days_around(periods.span(week)[0], 0, 6)
