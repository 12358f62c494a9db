"""Convert years and months of the calendars of Thailand and Iran."""

from __future__ import annotations

from datetime import date


def iso(year: int | str, month: int | str, day: int | str) -> str:
    """Format a date as `2021-05-06`; empty if it does not exist."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def in_calendar(year: int, month: int, day: int | str, languages: tuple[str, ...]) -> str:
    """Return the date of a year of this era. Thai years count from the death of Buddha, Iranian ones from the Hijra."""
    if 2400 < year < 2700 and any(tag[:2] == "th" for tag in languages):
        year -= 543
    iranian = month > 100 or (1300 <= year < 1500 and any(tag[:2] == "fa" for tag in languages))
    return _from_jalali(year, month % 100, int(day)) if iranian else iso(year, month, day)


def _from_jalali(year: int, month: int, day: int) -> str:
    """Convert a date of the Iranian calendar, whose leap years follow a cycle of 33 years. Empty if it does not exist."""
    if not (1200 <= year < 1600 and 1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        return ""
    leaps = 8 * ((year + 1595) // 33) + ((year + 1595) % 33 + 3) // 4
    days = 365 * (year + 1595) + leaps + day + (31 * (month - 1) if month < 7 else 30 * (month - 7) + 186)
    return date.fromordinal(days - 356033).isoformat()
