"""The report of `digest build --profile`, as text and as JSON."""

from __future__ import annotations

from typing import Any

from digest.cli.console import counted, table
from digest.model.events import Profile, Slow

_DIGITS = {"seconds": 6, "share": 4, "ms": 3, "each": 3}
"""Decimal places in JSON, by field; more would be noise."""


def profile_json(profile: Profile) -> dict[str, Any]:
    """The profile as one JSON object."""
    seconds = {name: round(getattr(profile, name), 6) for name in ("seconds", "cpu", "workers_cpu")}
    lists = {
        name: [_rounded(row._asdict()) for row in getattr(profile, name)]
        for name in ("stages", "articles", "templates", "pages")
    }
    return {"seconds": seconds.pop("seconds"), "workers": profile.workers, **seconds, **lists}


def _rounded(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, _DIGITS[name]) if name in _DIGITS else value for name, value in fields.items()}


def profile_text(profile: Profile) -> str:
    """The profile as tables. Empty tables are left out."""
    cpu = f"{profile.cpu:.2f} s of processor time"
    if profile.workers:
        cpu += f", and {profile.workers_cpu:.2f} s in {counted(profile.workers, 'worker process', 'worker processes')}"
    blocks = [
        (f"Time: {profile.seconds:.2f} s, {cpu}", _stages(profile)),
        ("Slowest articles to read:", _slow(profile.articles)),
        ("Slowest templates (total of all pages of a kind):", _templates(profile)),
        ("Slowest pages to render:", _slow(profile.pages)),
    ]
    shown = [[heading, *(f"  {line}" for line in table(rows).splitlines())] for heading, rows in blocks if rows]
    return "\n".join(line for block in shown for line in block)


def _stages(profile: Profile) -> list[tuple[str, ...]]:
    return [(s.stage, f"{s.seconds:8.3f} s", f"{s.share:4.0%}") for s in profile.stages]


def _slow(rows: tuple[Slow, ...]) -> list[tuple[str, ...]]:
    return [(f"{row.ms:8.1f} ms", row.path) for row in rows]


def _templates(profile: Profile) -> list[tuple[str, ...]]:
    return [
        (f"{c.ms:8.1f} ms", f"{c.each:7.2f} ms each", f"{counted(c.pages, 'page'):>12}", c.kind, c.template)
        for c in profile.templates
    ]
