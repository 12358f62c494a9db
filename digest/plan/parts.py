"""The pages of a listing, from how many articles it has in each month.

A long listing is split by year and month and not into pages of equal length. A new article then changes the pages of
its own month and year only, whereas every page after it would change if pages were counted from the newest article.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from digest.model.named_tuple import NamedTuple

UNDATED = "undated"
"""The key of everything that concerns articles without a date."""


class ListingPart(NamedTuple):
    """One page of a listing."""

    kind: Literal["first", "year", "month", "undated"]
    key: str
    """As in `Page.part` and in URLs: empty for the first page, `2020`, `2020-05` or `undated`."""

    @property
    def year(self) -> str:
        """Year of the page of a year or month."""
        return self.key[:4]

    @property
    def lists_days(self) -> bool:
        """Whether the page groups its articles by day. Other pages group them by month."""
        return self.kind in ("month", "undated")


FIRST = ListingPart("first", "")
_UNDATED = ListingPart("undated", UNDATED)


@lru_cache(maxsize=4096)
def parse_part(key: str) -> ListingPart:
    """Return the part with a key."""
    if key in ("", UNDATED):
        return _UNDATED if key else FIRST
    return ListingPart("month" if "-" in key else "year", key)


def years(tally: Mapping[str, int]) -> dict[str, int]:
    """Return the number of articles by year, newest year first, `undated` last.

    The keys of `tally` are months, days or `undated`.
    """
    total: dict[str, int] = {}
    for period, number in tally.items():
        year = period if period == UNDATED else period[:4]
        total[year] = total.get(year, 0) + number
    return dict(sorted(total.items(), key=lambda item: (item[0] != UNDATED, item[0]), reverse=True))


def months(tally: Mapping[str, int], year: str) -> dict[str, int]:
    """Return the number of articles by month of one year, newest month first."""
    return {m: tally[m] for m in sorted(tally, reverse=True) if m != UNDATED and m[:4] == year}


def parts(tally: Mapping[str, int], front: int, split: int) -> list[ListingPart]:
    """Return the parts that have pages.

    A listing of up to `front` articles has a single page. A longer one also has a page for each year, and pages for the
    months of each year with more than `split` articles.
    """
    if not tally:
        return []
    if sum(tally.values()) <= front:
        return [FIRST]
    found = [FIRST]
    for year, number in years(tally).items():
        found.append(parse_part(year))
        if number > split and year != UNDATED:
            found += map(parse_part, months(tally, year))
    return found


def adjacent_parts(part: ListingPart, existing: Iterable[ListingPart]) -> tuple[ListingPart | None, ListingPart | None]:
    """Return the nearest older and newer year of a year, or month of a month."""
    same_kind = [p for p in existing if p.kind == part.kind]
    return max((p for p in same_kind if p < part), default=None), min((p for p in same_kind if p > part), default=None)


def changed_parts(
    before: Mapping[str, int], after: Mapping[str, int], touched: set[str], front: int, split: int
) -> tuple[set[ListingPart], set[ListingPart]]:
    """Return the parts whose pages may have changed, and those whose pages no longer exist.

    `before` and `after` are tallies by month; `touched` are the months with changed articles. The first page links to
    all years, and each year and month to its neighbours, so those change too when a part is added or removed.
    """
    old, new = set(parts(before, front, split)), set(parts(after, front, split))
    stale = {FIRST} | (new - old)
    for month in touched:
        part = parse_part(month)
        stale |= {part, parse_part(part.year) if part.kind == "month" else part}
    for part in old ^ new:
        stale |= _linking_to(part, new)
    return stale & new, old - new


def _linking_to(part: ListingPart, existing: set[ListingPart]) -> set[ListingPart]:
    """Return the parts whose pages link to a part that was added or removed, besides the first page."""
    if part.kind in ("first", "undated"):
        return {p for p in existing if p.kind == "year"}
    adjacent = {p for p in adjacent_parts(part, existing) if p}
    return adjacent | {parse_part(part.year)}
