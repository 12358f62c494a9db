"""Larger answers in the form that people read: where a build's time went, and why a page is what it is.

This module must not know how the answers were found, or print.
"""

from __future__ import annotations

from typing import Any

from digest.cli.console import counted, table
from digest.model.events import Profile, Slow
from digest.tools.locate import PageNotFound
from digest.tools.why import Explanation


def profile_json(profile: Profile) -> dict[str, Any]:
    """A profile as one JSON object; to the microsecond, since more is noise."""
    seconds = {k: round(getattr(profile, k), 6) for k in ("seconds", "cpu", "workers_cpu")}
    lists = {
        k: [_rounded(x._asdict()) for x in getattr(profile, k)] for k in ("stages", "articles", "templates", "pages")
    }
    return {"seconds": seconds.pop("seconds"), "workers": profile.workers, **seconds, **lists}


def _rounded(fields: dict[str, Any]) -> dict[str, Any]:
    digits = {"seconds": 6, "share": 4, "ms": 3, "each": 3}
    return {k: round(v, digits[k]) if k in digits else v for k, v in fields.items()}


def profile_text(profile: Profile) -> str:
    """A profile for people; what there was none of is left out."""
    cpu = f"{profile.cpu:.2f} s of processor time"
    if profile.workers:
        cpu += f", and {profile.workers_cpu:.2f} s in {counted(profile.workers, 'worker')}"
    blocks = [(f"where the time went: {profile.seconds:.2f} s, {cpu}", _stages(profile))]
    blocks.append(("slowest articles to read:", _slow(profile.articles)))
    blocks.append(("slowest templates, all pages of a kind together:", _templates(profile)))
    blocks.append(("slowest pages to make:", _slow(profile.pages)))
    shown = [[heading, *(f"  {line}" for line in table(rows).splitlines())] for heading, rows in blocks if rows]
    return "\n".join(line for block in shown for line in block)


def _stages(profile: Profile) -> list[tuple[str, ...]]:
    return [(s.stage, f"{s.seconds:8.3f} s", f"{s.share:4.0%}") for s in profile.stages]


def _slow(found: tuple[Slow, ...]) -> list[tuple[str, ...]]:
    return [(f"{x.ms:8.1f} ms", x.path) for x in found]


def _templates(profile: Profile) -> list[tuple[str, ...]]:
    return [
        (f"{c.ms:8.1f} ms", f"{c.each:7.2f} ms each", f"{counted(c.pages, 'page'):>12}", c.kind, c.template)
        for c in profile.templates
    ]


def why_json(found: Explanation | PageNotFound) -> dict[str, Any]:
    """What is known of a page as one JSON object; `known` tells whether there is one."""
    if isinstance(found, PageNotFound):
        return {"known": False, **found._asdict()}
    lists = {k: [x._asdict() for x in getattr(found, k)] for k in ("templates", "inputs", "problems")}
    return {"known": True, **found._asdict(), **lists}


def why_text(found: Explanation) -> str:
    """What is known of a page, for people."""
    rows = [
        ("page", found.path),
        ("address", found.address),
        ("is", found.about),
        ("kind", " ".join(x for x in (found.kind, found.collection, found.part) if x)),
        ("made from", found.source),
        *(("template", f"{t.name} of {t.theme}") for t in found.templates),
        ("size", f"{found.size} bytes"),
        ("hash", found.hash),
        ("made for", _reason(found)),
        *(("left out", f"{other} wants this path too") for other in found.others),
        *(("problem", f"{p.message} ({p.place()})" if p.file else p.message) for p in found.problems),
        *(("now", sentence) for sentence in found.now),
    ]
    said = table([row for row in rows if row[1]])
    inputs = table([("depends on", "was", "which is"), *found.inputs])
    return f"{said}\n\n{inputs}" if found.inputs else said


def _reason(found: Explanation) -> str:
    """Why it was last made; the names are those of the inputs below."""
    words = {"": "nothing yet", "new": "new (or all was to be made anew, as `--full` does)"}
    return words.get(found.reason, found.reason)
