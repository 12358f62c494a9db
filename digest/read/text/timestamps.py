"""From the date that somebody wrote to the day it is at the site, its place in lists, and the moment it is due.

A time without a zone is the site's local time; one with a zone is moved to the site's; a day alone is
that day wherever one reads it, and is due at the site's midnight. This module must not know the clock:
whether a moment has come is for the build to say.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

_EPOCH = date(1970, 1, 1).toordinal()


class ImpossibleDate(NamedTuple):
    """Something written as a date that no calendar has: `February 30, 2021`."""

    text: str
    """The words as they stand."""
    column: int
    """Where they begin, from 1."""


class Timestamp(NamedTuple):
    """A date, as the site sees it."""

    date: str
    """`2021-05-06`, or `2021-05-06T14:30:00+03:00` when a time is known."""
    when: int
    """Seconds of the wall clock since 1970; midnight when only the day is known; never -1, which means undated."""
    instant: str
    """In UTC, `2021-05-06T11:30:00+00:00`: as text in the order of time."""


UNDATED = Timestamp("", -1, "")


@lru_cache(maxsize=4096)
def moment(text: str, zone: ZoneInfo) -> Timestamp | None:
    """The moment of an ISO date, with or without time and zone; None when it is not within the years 1000 to 9999.

    Remembered, because the articles of a day share it.
    """
    has_time = len(text) > 10
    try:
        written = datetime.fromisoformat(text)
        local = written.replace(tzinfo=zone) if written.tzinfo is None else written.astimezone(zone)
        instant = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if not 1000 <= local.year <= 9999:
        return None
    when = (local.toordinal() - _EPOCH) * 86400 + local.hour * 3600 + local.minute * 60 + local.second
    day = _whole_minutes(local).isoformat(timespec="seconds") if has_time else local.isoformat()[:10]
    return Timestamp(day, -2 if when == -1 else when, instant.isoformat(timespec="seconds"))


def _whole_minutes(local: datetime) -> datetime:
    """The same reading of the clock with an offset that feeds and browsers accept: before standard time, places
    had offsets with seconds."""
    offset = local.utcoffset() or timedelta()
    if offset.seconds % 60 == 0:
        return local
    return local.replace(tzinfo=timezone(timedelta(minutes=offset // timedelta(minutes=1))))
