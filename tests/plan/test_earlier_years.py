"""The same day and the same week in earlier years."""

from __future__ import annotations

import pytest

from digest.plan.earlier_years import same_edition


@pytest.mark.parametrize(
    ("key", "days", "expected"),
    [
        ("2021-05-07", "2018-05-07 2020-05-06 2020-05-07 2021-05-07", [(1, "2020-05-07"), (3, "2018-05-07")]),
        ("2021-05-07", "2021-05-07 2022-05-07", []),
        ("2021-05-07", "", []),
        ("2024-02-29", "2020-02-29 2023-02-28 2023-03-01", [(4, "2020-02-29")]),
        ("2021-02-28", "2020-02-28 2020-02-29", [(1, "2020-02-28")]),
        ("2021-05", "2020-05-07", []),
        ("0001-05-07", "0001-05-07", []),
        # Week 18 of 2021 begins on 3 May; in 2020, week 19 begins on 4 May, and week 18 on 27 April.
        ("2021-w18", "2020-04-29 2020-05-10", [(1, "2020-w19")]),
        ("2021-w18", "2020-04-29", []),
        # It begins on Monday, 29 February.
        ("2016-w09", "2015-03-01 2015-03-02", [(1, "2015-w10")]),
        # It begins on 30 December 2019, and the one before on 31 December 2018.
        ("2020-w01", "2019-01-02", [(1, "2019-w01")]),
    ],
)
def test_the_same_edition_in_earlier_years(key: str, days: str, expected: list[tuple[int, str]]) -> None:
    assert list(same_edition(key, dict.fromkeys(days.split()))) == expected
