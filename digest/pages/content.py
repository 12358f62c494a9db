"""What a template shows on one page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from digest.model.named_tuple import NamedTuple


class PageContent(NamedTuple):
    """What a page passes to its template."""

    title: str
    description: str
    values: Mapping[str, Any]
    """By name: those of `PageKind.values` that are not optional."""
    canonical: str | None = None
    """The canonical URL. None: that of the page itself. Empty: none."""
