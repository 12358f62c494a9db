"""Days, weeks, months and years, by their keys."""

from __future__ import annotations

import pytest

from digest.plan import periods


@pytest.mark.parametrize(
    ("key", "kind", "first", "last"),
    [
        ("2021-05-06", "day", "2021-05-06", "2021-05-06"),
        ("2020-w53", "week", "2020-12-28", "2021-01-03"),
        ("9999-w52", "week", "9999-12-27", "9999-12-31"),
        ("2021-02", "month", "2021-02-01", "2021-02-28"),
        ("9999-12", "month", "9999-12-01", "9999-12-31"),
        ("2021", "year", "2021-01-01", "2021-12-31"),
    ],
)
def test_a_key_is_parsed(key: str, kind: periods.PeriodKind, first: str, last: str) -> None:
    assert periods.parse(key) == (kind, key, first, last)
    assert periods.containing(last, kind) == periods.containing(first, kind) == key
    assert periods.span(key) == (first, last)


def test_wall_times_are_the_seconds_of_the_days() -> None:
    begin, end = periods.wall_times("1970-01-02", "1970-01-03")
    assert (begin, end) == (86400, 3 * 86400 - 1)
    assert [periods.day_at(t) for t in (begin - 1, begin, end, end + 1)] == [
        "1970-01-01",
        "1970-01-02",
        "1970-01-03",
        "1970-01-04",
    ]
