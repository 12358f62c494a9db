"""When an article is old: five years after its date, in the time zone of the site.

Such an article is marked as "from the archive". This is the only part of a page that changes as time passes.
"""

from __future__ import annotations

import datetime as dt

from digest.model.time_zone import time_zone

YEARS = 5
"""Age from which an article is from the archive."""


def archive_until(clock: float, timezone: str) -> str:
    """Return the newest day whose articles are from the archive: five years before the day of `clock`, a Unix time."""
    day = dt.datetime.fromtimestamp(clock, time_zone(timezone)).date()
    try:
        return day.replace(year=day.year - YEARS).isoformat()
    except ValueError:  # 29 February, five years after a leap year
        return day.replace(year=day.year - YEARS, day=28).isoformat()


def anniversary(day: str, timezone: str) -> float | None:
    """Return the Unix time from which articles of a day are from the archive: midnight five years later.

    Articles of 29 February follow on 1 March. None after the year 9999.
    """
    date = dt.date.fromisoformat(day)
    if date.year + YEARS > dt.MAXYEAR:
        return None
    try:
        date = date.replace(year=date.year + YEARS)
    except ValueError:
        date = dt.date(date.year + YEARS, 3, 1)
    return dt.datetime.combine(date, dt.time(), time_zone(timezone)).timestamp()
