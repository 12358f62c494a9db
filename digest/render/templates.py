"""The values that templates get: their names and types.

Which values a kind of page has is in `digest.model.kinds`; what they contain is in `digest.render.context`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from digest.model.kinds import KINDS, ROW_TEMPLATES
from digest.render import context as c

EVERY: Mapping[str, Any] = {"site": c.Site, "page": c.Page, "meta": c.Meta}
"""Values that the templates of all pages get."""

OPTIONAL: Mapping[str, Any] = {
    "strip": c.DayStrip | None,
    "front": c.Front,
    "opening": c.Opening | None,
    "issue": c.EditionLayout,
    "month": c.Month,
    "year": c.Year | None,
    "profile": c.Profile | None,
    "timeline": c.Timeline | None,
    "more": c.More | None,
    "from_archive": bool,
    "index": c.Index,
    "search": c.Search,
    "email": c.Email,
    "meta": c.Meta,
}
"""Values that are computed, and are inputs of a page, only if its template uses them, or a template that this extends,
includes or imports."""

VALUES: Mapping[str, Any] = {
    "item": c.Item,
    "article": c.Article,
    "listing": c.Listing,
    "overview": c.Overview,
    "target": str,
    **OPTIONAL,
}
"""Values that the templates of some kinds of pages get."""


def row_template(kind: str, collection: str = "", *, lists_days: bool = False) -> str:
    """The key in `ROW_TEMPLATES` for the lists of a page; empty if it has none.

    The page of a month of a listing, or of its undated articles, shows rows like the page of a month. `lists_days`: see
    `plan.parts.ListingPart`.
    """
    if kind != "listing":
        return KINDS[kind].row
    return ("item-source" if collection == "sources" else "item") + ("-day" if lists_days else "")


def all_templates() -> set[str]:
    """The names of all templates that render a page or a row."""
    rows = {name for names in ROW_TEMPLATES.values() for name in names}
    return rows | {name for kind in KINDS.values() for name in kind.templates}


def names_for(template: str) -> Mapping[str, Any]:
    """The names that a template can use, with their types: those of its own kinds of pages. A template that only stands in for
    others has the names common to all of them.

    A template of a row has no access to the page, since the row is rendered once for all pages.
    """
    if any(template in names for names in ROW_TEMPLATES.values()):
        return {"site": c.Site, "item": c.Item}
    own = [kind.values for kind in KINDS.values() if template in kind.templates[:1]]
    kinds = own or [kind.values for kind in KINDS.values() if template in kind.templates]
    common = [name for name in kinds[0] if all(name in values for values in kinds)] if kinds else []
    return {**EVERY, **{name: VALUES[name] for name in common}}
