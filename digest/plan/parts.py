"""The pages of a listing, from how many articles it has in each month.

Long listings are cut by date, not by number: a new article then changes the pages of its own month, and
none that are counted from the newest. This module must not know heads, addresses or the store.
"""

from __future__ import annotations

from collections.abc import Mapping

UNDATED = "undated"


def years(tally: Mapping[str, int]) -> dict[str, int]:
    """Articles by year (or `undated`), newest first, undated last. `tally` is by month (`2021-05`) or day, or `undated`."""
    total: dict[str, int] = {}
    for month, number in tally.items():
        year = month if month == UNDATED else month[:4]
        total[year] = total.get(year, 0) + number
    return dict(sorted(total.items(), key=lambda item: (item[0] != UNDATED, item[0]), reverse=True))


def months(tally: Mapping[str, int], year: str) -> dict[str, int]:
    """Articles by month of one year, newest first."""
    return {m: tally[m] for m in sorted(tally, reverse=True) if m != UNDATED and m[:4] == year}


def parts(tally: Mapping[str, int], front: int, split: int) -> list[str]:
    """The parts that have pages: `''` (the first page), and in a long listing every year, and the months of full years."""
    if not tally:
        return []
    if sum(tally.values()) <= front:
        return [""]
    found = [""]
    for year, number in years(tally).items():
        found.append(year)
        if number > split and year != UNDATED:
            found += months(tally, year)
    return found


def changed_parts(
    before: Mapping[str, int], after: Mapping[str, int], touched: set[str], front: int, split: int
) -> tuple[set[str], set[str]]:
    """(parts whose page may have changed, parts whose page is gone) when articles of the `touched` months changed.

    The first page names the years and each year its neighbours, so they change when the years do.
    """
    old, new = set(parts(before, front, split)), set(parts(after, front, split))
    stale = {""} | (new - old)
    for month in touched:
        stale |= {month, month if month == UNDATED else month[:4]}
    for changed in old ^ new:
        stale |= _neighbours(changed, new)
    return stale & new, old - new


def _neighbours(part: str, existing: set[str]) -> set[str]:
    """The parts next to one that came or went, and the year page that lists a month."""
    alike = sorted(p for p in existing | {part} if len(p) == len(part) and p and p != UNDATED)
    if part == UNDATED or part not in alike:
        return {p for p in existing if len(p) == 4}
    at = alike.index(part)
    return {*alike[max(0, at - 1) : at + 2], part[:4]}
