"""Templates by kind of page: which one makes a page, and which names of the context it gets.

Names in OPTIONAL are worked out, and are inputs of a page, only where its template or one that this extends or includes
names them. This module must not know what the names hold (see context/), or what a theme has of these templates.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from digest.render import context as c

EVERY: Mapping[str, Any] = {"site": c.Site, "page": c.Page, "meta": c.Meta}
"""What every template sees."""

_OVERVIEW: Mapping[str, Any] = {"overview": c.Overview}
_LIST: Mapping[str, Any] = {"listing": c.Listing}
_ISSUE: Mapping[str, Any] = {"listing": c.Listing, "strip": c.DayStrip | None, "issue": c.EditionLayout}
BY_TEMPLATE: Mapping[str, Mapping[str, Any]] = {
    "article.html": {"item": c.Item, "article": c.Article, "timeline": c.Timeline | None, "from_archive": bool},
    "front.html": {"listing": c.Listing, "strip": c.DayStrip | None, "front": c.Front},
    "day.html": _ISSUE,
    "week.html": _ISSUE,
    "month.html": {"listing": c.Listing, "month": c.Month},
    "year.html": {"listing": c.Listing, "year": c.Year},
    "undated.html": _LIST,
    "listing.html": {"listing": c.Listing, "profile": c.Profile | None},
    "list.html": _LIST,
    "archive.html": {"overview": c.Overview, "year": c.Year | None},
    "collection.html": {"overview": c.Overview, "index": c.Index},
    "overview.html": _OVERVIEW,
    "search.html": {"search": c.Search},
    "email.html": {"email": c.Email},
    "email.txt": {"email": c.Email},
    "404.html": {},
    "redirect.html": {"target": str},
    "item.html": {"item": c.Item},
    "item-day.html": {"item": c.Item},
}
"""What each template sees besides. Those of rows get `item` and `site` only: they are rendered once for all pages."""

OPTIONAL = (
    "strip", "front", "issue", "month", "year", "profile", "timeline", "from_archive", "index", "search", "email", "meta",
)  # fmt: skip
"""Worked out only for templates that name them."""

TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "article": ("article.html",),
    "front": ("front.html", "list.html"),
    "day": ("day.html", "list.html"),
    "week": ("week.html", "day.html", "list.html"),
    "month": ("month.html", "list.html"),
    "year": ("year.html", "list.html"),
    "undated": ("undated.html", "list.html"),
    "listing": ("listing.html", "list.html"),
    "archive": ("archive.html", "overview.html"),
    "overview": ("collection.html", "overview.html"),
    "search": ("search.html",),
    "email": ("email.html",),
    "email-text": ("email.txt",),
    "404": ("404.html",),
    "redirect": ("redirect.html",),
}
"""The template of each kind of page: the first of these that the theme has."""

CHOSEN = ("search", "email", "email-text")
"""Kinds of pages that a site with articles has only where its theme has the template, and no option named `search` or `email`
that is `false`."""

ROWS: Mapping[str, tuple[str, ...]] = {"item": ("item.html",), "item-day": ("item-day.html", "item.html")}
"""The template of a row: `item-day` in lists of a day, a week or a month, `item` in those that cover more time."""


def row_template(kind: str, *, lists_days: bool = False) -> str:
    """Which of ROWS a page of that kind has. `lists_days`: see `plan.parts.ListingPart`."""
    return "item-day" if kind in ("front", "day", "week", "month") or (kind == "listing" and lists_days) else "item"


def names_for(template: str) -> Mapping[str, Any]:
    """The names that a template of TEMPLATES or ROWS sees, with their types."""
    if template in ("item.html", "item-day.html"):
        return {"site": c.Site, **BY_TEMPLATE[template]}
    return {**EVERY, **BY_TEMPLATE.get(template, {})}
