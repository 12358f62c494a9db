"""Months as rows of weeks, days by how much they have, and long times in bars. Pure functions of ISO texts and counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

BARS = 60
"""More months than this are shown by quarters, and more quarters by years."""


def weeks(month: str, first_weekday: int) -> list[list[str]]:
    """The days of a month in rows of seven; empty outside of it. `first_weekday`: 0 for Monday."""
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
    """1 to 4 for each day with articles: the quartile of its number among all of them."""
    numbers = sorted(n for n in days.values() if n)
    bounds = [numbers[(len(numbers) * i + 3) // 4 - 1] for i in (1, 2, 3)] if numbers else []
    return {day: 1 + sum(n > bound for bound in bounds) for day, n in days.items() if n}


def days_around(day: str, before: int, after: int) -> list[str]:
    """A day with so many before and after it, as far as the calendar goes."""
    at = date.fromisoformat(day).toordinal()
    return [date.fromordinal(n).isoformat() for n in range(max(1, at - before), min(date.max.toordinal(), at + after) + 1)]


def months(first: str, last: str) -> list[str]:
    """All months from one to another, both included."""
    begin, end = (int(m[:4]) * 12 + int(m[5:7]) - 1 for m in (first, last))
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(begin, end + 1)]


def month_before(month: str) -> str:
    """The month before; empty where the calendar begins."""
    at = int(month[:4]) * 12 + int(month[5:7]) - 2
    return f"{at // 12:04d}-{at % 12 + 1:02d}" if at >= 12 else ""


def bars(tally: Mapping[str, int], first: str, last: str) -> list[tuple[str, int]]:
    """(month, articles) from one month to another; by quarters (`2021-q2`) or years where that would be too many."""
    found = [(m, tally.get(m, 0)) for m in months(first, last)]
    for name in (_quarter, _year):
        if len(found) <= BARS:
            break
        found = _joined((name(period), n) for period, n in found)
    return found


def _quarter(month: str) -> str:
    return f"{month[:4]}-q{(int(month[5:7]) + 2) // 3}"


def _year(period: str) -> str:
    return period[:4]


def _joined(parts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    total: dict[str, int] = {}
    for period, number in parts:
        total[period] = total.get(period, 0) + number
    return list(total.items())
