"""Dates and times in the language of the site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from digest.model.named_tuple import NamedTuple


class Weekday(NamedTuple):
    """A day of the week, for the head of a calendar."""

    name: str
    """`Thursday`."""
    short: str
    """`Thu`."""
    narrow: str
    """`T`. Two days may have the same narrow name."""


class DateFormatter:
    """Formats ISO dates. They may be shortened: `2021-05-06T06:40`, `2021-05-06`, `2021-05`, `2021`, `2021-w18`, `2021-q2`."""

    def __init__(
        self, names: Mapping[str, list[str]], patterns: Mapping[str, str], first_weekday: int,
        localize_digits: Callable[[str], str], gettext: Callable[..., Any],
    ) -> None:  # fmt: skip
        """`names`, `patterns` and `first_weekday`: see `render.language.Tables`."""
        self.names, self.patterns, self.first_weekday = names, patterns, first_weekday
        self._localize_digits, self.gettext = localize_digits, gettext
        self._cached = lru_cache(maxsize=20_000)(self._format)  # thousands of pages show the same dates

    def date(self, iso: str) -> str:
        """Format as precisely as the date is given: `6 May 2021`, `May 2021`, `2021`, `Week 18, 2021`, `Q2 2021`."""
        year, _, rest = iso[:10].partition("-")
        if not rest:
            return self._cached(f"{year}-01-01", "year")
        if rest[0] == "w":
            number = str(int(rest[1:]))
            week = self.gettext(
                "Week %(week)s, %(year)s", week=self._localize_digits(number), year=self._localize_digits(year)
            )
            return str(week)
        if rest[0] == "q":
            return self._cached(f"{year}-{int(rest[1:]) * 3:02}-01", "quarter")
        return self._cached(iso[:10], "date") if "-" in rest else self._cached(f"{year}-{rest}-01", "month")

    def full_date(self, iso: str) -> str:
        """`Thursday, 6 May 2021`."""
        return self._cached(iso[:10], "full")

    def day_and_month(self, iso: str) -> str:
        """`6 May`."""
        return self._cached(iso[:10], "day")

    def weekday_and_day(self, iso: str) -> str:
        """`Thursday, 6 May`."""
        return self._cached(iso[:10], "weekday-day")

    def date_range(self, first: str, last: str) -> str:
        """`2 to 14 March 2020`; one date if both are on the same day."""
        if first[:10] == last[:10]:
            return self.date(last[:10])
        unit = "years" if first[:4] != last[:4] else "months" if first[:7] != last[:7] else "days"
        return self._cached(first[:10], f"{unit}-begin") + self._cached(last[:10], f"{unit}-end")

    def month(self, iso: str) -> str:
        """`May 2021`, for a month or a day."""
        return self._cached(f"{iso[:7]}-01", "month")

    def of_month(self, iso: str) -> str:
        """`May 2021` in the form after a preposition ("since May 2021"), which differs in Russian and Ukrainian."""
        return self._cached(f"{iso[:7]}-01", "of-month")

    def short_month(self, iso: str) -> str:
        """`Mar 2020`."""
        return self._cached(f"{iso[:7]}-01", "short-month")

    def month_name(self, iso: str) -> str:
        """`March`."""
        return self.names["LLLL"][int(iso[5:7]) - 1]

    def month_name_short(self, iso: str) -> str:
        """`Mar`."""
        return self.names["LLL"][int(iso[5:7]) - 1]

    def weekday(self, iso: str) -> str:
        """`Thursday`."""
        return self._cached(iso[:10], "weekday")

    def weekday_short(self, iso: str) -> str:
        """`Thu`."""
        return self._cached(iso[:10], "weekday-short")

    def day(self, iso: str) -> str:
        """`6`, for calendars."""
        return self._localize_digits(str(int(iso[8:10])))

    def time(self, iso: str) -> str:
        """`06:40`; empty for a date without time."""
        return self._cached(f"2000-01-01{iso[10:16]}", "time") if iso[10:] else ""

    def date_and_time(self, iso: str) -> str:
        """`6 May 2021, 06:40`; only the date if there is no time."""
        return self._with_time(self.date(iso[:10]), self.time(iso))

    def day_and_time(self, iso: str) -> str:
        """`6 May, 06:40`."""
        return self._with_time(self.day_and_month(iso), self.time(iso))

    def weekdays(self) -> tuple[Weekday, ...]:
        """Return the days of the week, starting with the first one in this language."""
        names = [Weekday(*day) for day in zip(*(self.names[n] for n in ("cccc", "ccc", "ccccc")), strict=True)]
        return tuple(names[self.first_weekday :] + names[: self.first_weekday])

    def filters(self) -> dict[str, Callable[..., str]]:
        """Return the formats as filters of templates. They take ISO text or a `render.context.Date`; `date_range` takes two."""
        formats = (
            self.date, self.full_date, self.day_and_month, self.weekday_and_day, self.month, self.of_month, self.short_month,
            self.month_name, self.month_name_short, self.weekday, self.weekday_short, self.day, self.time,
            self.date_and_time, self.day_and_time, self.date_range,
        )  # fmt: skip
        return {format.__name__: _as_filter(format) for format in formats}

    def _with_time(self, date: str, time: str) -> str:
        return self.patterns["date-time"].format(time, date) if time else date

    def _format(self, iso: str, pattern: str) -> str:
        return self._localize_digits(self.patterns[pattern].format_map(_Fields(self.names, iso)))


def _as_filter(format: Callable[..., str]) -> Callable[..., str]:
    def filter(*dates: Any) -> str:
        return format(*[date if isinstance(date, str) else date.iso for date in dates])

    filter.__doc__ = format.__doc__
    return filter


class _Fields:
    """The fields of CLDR patterns for one date."""

    def __init__(self, names: Mapping[str, list[str]], iso: str) -> None:
        self.names, self.iso = names, iso
        self.date = date.fromisoformat(iso[:10])

    def __getitem__(self, field: str) -> str:
        letter, width = field[0], len(field)
        if field in self.names:
            return self.names[field][self._index(letter)]
        if letter == "y":
            return f"{self.date.year % 100:02}" if width == 2 else str(self.date.year)
        month = self.date.month
        number = {"d": self.date.day, "M": month, "L": month, "Q": (month + 2) // 3}.get(letter)
        if number is None:
            hour, minute = int(self.iso[11:13]), int(self.iso[14:16])
            number = {"H": hour, "h": hour % 12 or 12, "K": hour % 12, "k": hour or 24, "m": minute}[letter]
        return f"{number:0{width}}"

    def _index(self, letter: str) -> int:
        """Return the index of the date's month, weekday, quarter or half day among the names of a field."""
        if letter in "ML":
            return self.date.month - 1
        if letter in "Ec":
            return self.date.weekday()
        return (self.date.month - 1) // 3 if letter in "Qq" else int(self.iso[11:13]) // 12
