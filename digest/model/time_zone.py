"""Time zones by name."""

from __future__ import annotations

from datetime import UTC, tzinfo


def time_zone(name: str) -> tzinfo:
    """The time zone of an IANA name. Raises OSError, ValueError or LookupError if there is none.

    The module `zoneinfo` loads several others, which a site without the setting `timezone` does not need."""
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)
