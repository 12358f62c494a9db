"""The pages of a listing."""

from __future__ import annotations

import pytest

from digest.plan.parts import adjacent_parts, changed_parts, parse_part, parts

TALLY = {"2019-04": 1, "2020-02": 5, "2020-07": 6, "2021-01": 2, "undated": 3}


def keys(tally: dict[str, int], front: int = 10, split: int = 10) -> str:
    """The parts of a listing."""
    return " ".join(part.key or "first" for part in parts(tally, front, split))


@pytest.mark.parametrize(
    ("key", "kind", "lists_days"),
    [("", "first", False), ("2020", "year", False), ("2020-07", "month", True), ("undated", "undated", True)],
)
def test_a_key_is_parsed(key: str, kind: str, *, lists_days: bool) -> None:
    part = parse_part(key)
    assert (part.kind, part.key, part.lists_days) == (kind, key, lists_days)


def test_long_listings_have_pages_for_years_and_full_years_for_months() -> None:
    assert keys({}) == ""
    assert keys(TALLY, front=17) == "first"
    assert keys(TALLY) == "first 2021 2020 2020-07 2020-02 2019 undated"
    assert keys(TALLY, split=11) == "first 2021 2020 2019 undated"


def test_a_year_is_next_to_years_and_a_month_to_months() -> None:
    existing = parts(TALLY, 10, 10)
    for key, older, newer in (("2020", "2019", "2021"), ("2020-02", "", "2020-07"), ("undated", "", ""), ("", "", "")):
        assert [p.key if p else "" for p in adjacent_parts(parse_part(key), existing)] == [older, newer]


@pytest.mark.parametrize(
    ("month", "stale", "gone"),
    [
        ("2021-01", "2021 first", ""),  # one more article
        ("2020-02", "2020 2020-02 first", ""),
        ("2018-05", "2018 2019 first", ""),  # a new year, which its neighbour links to
        ("2020-05", "2020 2020-02 2020-05 2020-07 first", ""),
        ("undated", "first undated", ""),
        ("-2021-01", "2020 first", "2021"),
        ("-undated", "2019 2020 2021 first", "undated"),
        ("-2020-07", "2020 first", "2020-02 2020-07"),
    ],
)
def test_which_parts_change(month: str, stale: str, gone: str) -> None:
    after, touched = dict(TALLY), month.removeprefix("-")
    if month == touched:
        after[touched] = after.get(touched, 0) + 1
    else:
        del after[touched]
    assert [
        " ".join(sorted(p.key or "first" for p in found)) for found in changed_parts(TALLY, after, {touched}, 10, 10)
    ] == [stale, gone]
