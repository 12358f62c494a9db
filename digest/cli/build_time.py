"""The time of a build: --clock, else SOURCE_DATE_EPOCH, else now."""

from __future__ import annotations

import os

from digest.cli.arguments import UsageError


def build_time(given: float | None, now: float) -> float:
    """The time of a build in seconds since 1970. `given`: the value of --clock. Raises UsageError."""
    if given is not None:
        return given
    text = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not text:
        return now
    if text.isascii() and text.isdigit() and len(text) < 12:
        return float(text)
    message = f"environment variable SOURCE_DATE_EPOCH: expected seconds since 1970, found `{text}`"
    raise UsageError(message, "Correct it, unset it, or use --clock.")
