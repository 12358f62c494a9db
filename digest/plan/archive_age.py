"""When an article is from the archive: from five years after its day on, by the calendar of the site.

It is the one thing on a page that changes though nothing but time passes. Pure functions of days and moments; this module
must not know articles, pages or the clock: which moment counts is for the build to say.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

YEARS = 5


def archive_until(clock: float, timezone: str) -> str:
    """The last day whose articles are from the archive at a moment: five years before the day that it is at the site."""
    day = dt.datetime.fromtimestamp(clock, ZoneInfo(timezone)).date()
    try:
        return day.replace(year=day.year - YEARS).isoformat()
    except ValueError:  # 29 February, in a year that has none
        return day.replace(year=day.year - YEARS, day=28).isoformat()


def anniversary(day: str, timezone: str) -> float | None:
    """The moment from which on articles of a day are from the archive: the site's midnight five years later, after a 29
    February that of 1 March. None after the year 9999."""
    then = dt.date.fromisoformat(day)
    if then.year + YEARS > dt.MAXYEAR:
        return None
    try:
        then = then.replace(year=then.year + YEARS)
    except ValueError:
        then = dt.date(then.year + YEARS, 3, 1)
    return dt.datetime.combine(then, dt.time(), ZoneInfo(timezone)).timestamp()
