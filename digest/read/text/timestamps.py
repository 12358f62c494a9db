"""Convert dates to the site's time zone.

A time without a zone is local time of the site. A time with a zone is converted if the site sets its time zone. A day without
a time stays that day and begins at the site's midnight. This module must not know the current time: the build decides what is
due.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from digest.model.named_tuple import NamedTuple

_EPOCH = date(1970, 1, 1).toordinal()


class ImpossibleDate(NamedTuple):
    """Text in the form of a date that does not exist: `February 30, 2021`."""

    text: str
    """As written."""
    column: int
    """Column where the text begins, from 1."""


class Timestamp(NamedTuple):
    """A date in the site's time zone."""

    date: str
    """`2021-05-06`, or `2021-05-06T14:30:00+03:00` if a time is known."""
    wall_time: int
    """Local time as seconds since 1970-01-01T00:00; midnight if only the day is known. -1 means undated."""
    instant: str
    """In UTC: `2021-05-06T11:30:00+00:00`. Sorts as text."""


UNDATED = Timestamp("", -1, "")


@lru_cache(maxsize=4096)
def to_timestamp(text: str, zone: tzinfo, convert: bool = True) -> Timestamp | None:
    """Convert an ISO date, with or without time and zone; None if it is not in the years 1000 to 9999.

    `convert`: whether a time with a zone is converted to `zone`; otherwise it keeps its own, and so the written day.
    Cached, because many articles share a day.
    """
    has_time = len(text) > 10
    try:
        written = datetime.fromisoformat(text)
        local = written.replace(tzinfo=zone) if written.tzinfo is None else written
        if convert:
            local = local.astimezone(zone)
        instant = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if not 1000 <= local.year <= 9999:
        return None
    wall_time = (local.toordinal() - _EPOCH) * 86400 + local.hour * 3600 + local.minute * 60 + local.second
    day = _whole_minutes(local).isoformat(timespec="seconds") if has_time else local.isoformat()[:10]
    return Timestamp(day, -2 if wall_time == -1 else wall_time, instant.isoformat(timespec="seconds"))


def _whole_minutes(local: datetime) -> datetime:
    """Round the UTC offset down to minutes. Before standard time, offsets had seconds, which feeds and browsers reject."""
    offset = local.utcoffset() or timedelta()
    if offset.seconds % 60 == 0:
        return local
    return local.replace(tzinfo=timezone(timedelta(minutes=offset // timedelta(minutes=1))))
