"""Calendars as rows of weeks, shades of their days, and the bars of sparklines. Months and days are ISO text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

STRIP_DAYS = 7
"""Number of days in the strip of a day."""
STRIP_AFTER = 3
"""Number of days that the strip of a day names after it."""
BARS = 60
"""Maximum number of bars: longer periods are shown in quarters, even longer ones in years."""


def weeks(month: str, first_weekday: int) -> list[list[str]]:
    """Return the days of a month in rows of seven, with empty text for days of other months.

    `first_weekday` is 0 for Monday.
    """
    day = date(int(month[:4]), int(month[5:7]), 1)
    cells = [""] * ((day.weekday() - first_weekday) % 7)
    while day.isoformat()[:7] == month:
        cells.append(day.isoformat())
        if day == date.max:
            break
        day += timedelta(days=1)
    cells += [""] * (-len(cells) % 7)
    return [cells[i : i + 7] for i in range(0, len(cells), 7)]


def levels(days: Mapping[str, int]) -> dict[str, int]:
    """Return the quartile, from 1 to 4, of the number of articles of each day that has any."""
    numbers = sorted(n for n in days.values() if n)
    bounds = [numbers[(len(numbers) * i + 3) // 4 - 1] for i in (1, 2, 3)] if numbers else []
    return {day: 1 + sum(n > bound for bound in bounds) for day, n in days.items() if n}


def days_around(day: str, before: int, after: int) -> list[str]:
    """Return a day with a number of days before and after it. Python's calendar ends with the year 9999."""
    number = date.fromisoformat(day).toordinal()
    first, last = max(1, number - before), min(date.max.toordinal(), number + after)
    return [date.fromordinal(n).isoformat() for n in range(first, last + 1)]


def strip(day: str, first: str, newest: str) -> list[str]:
    """Return the days in the strip of a day: it is the fourth of seven, but the strip ends with the newest day of the site at
    the latest, and does not begin before the first one."""
    last = min(days_around(day, 0, STRIP_AFTER)[-1], newest)
    return [d for d in days_around(last, STRIP_DAYS - 1, 0) if d >= first]


def days_with_strip(changed: str) -> tuple[str, str]:
    """Return the first and the last day whose strips can contain a day."""
    around = days_around(changed, STRIP_AFTER, STRIP_DAYS - 1)
    return around[0], around[-1]


def days_between(first: str, last: str) -> int:
    """Return how many days one day is after another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def months(first: str, last: str) -> list[str]:
    """Return all months from one to another, including both."""
    begin, end = (int(m[:4]) * 12 + int(m[5:7]) - 1 for m in (first, last))
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(begin, end + 1)]


def month_before(month: str) -> str:
    """Return the previous month; empty before the year 1."""
    number = int(month[:4]) * 12 + int(month[5:7]) - 2
    return f"{number // 12:04d}-{number % 12 + 1:02d}" if number >= 12 else ""


def bars(tally: Mapping[str, int], first: str, last: str) -> list[tuple[str, int]]:
    """Return (month, articles) from one month to another, or quarters (`2021-q2`) or years if there are more than `BARS`."""
    found = [(m, tally.get(m, 0)) for m in months(first, last)]
    for longer in (_quarter, _year):
        if len(found) <= BARS:
            break
        found = _summed((longer(period), n) for period, n in found)
    return found


def _quarter(month: str) -> str:
    return f"{month[:4]}-q{(int(month[5:7]) + 2) // 3}"


def _year(period: str) -> str:
    return period[:4]


def _summed(tally: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    total: dict[str, int] = {}
    for period, number in tally:
        total[period] = total.get(period, 0) + number
    return list(total.items())
