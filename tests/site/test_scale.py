"""The calculation in docs/scale.md."""

from __future__ import annotations

import pytest

from tests.support import scale


def test_the_manual_has_the_table_as_it_is_calculated() -> None:
    text = scale.path().read_text("utf-8")
    assert scale.page(text) == text
    assert scale.table() in text


def test_the_figures_in_the_text_are_those_of_the_calculation() -> None:
    text = " ".join(scale.path().read_text("utf-8").split())
    share = scale.SERIAL / (scale.SERIAL + scale.PARALLEL)
    assert f"{share:.0%} is *serial*".replace("%", " %") in text
    assert (
        f"{1 / share:.0f} times as fast, or {1 / (share + scale.DASK / (scale.SERIAL + scale.PARALLEL)):.0f} times with dask"
        in text
    )


def test_copies_are_what_makes_many_workers_slow() -> None:
    one, many = (sum(scale.seconds(10**6, workers, "1 Gbit/s")) for workers in (8, 32))
    assert one < many
    assert sum(scale.seconds(10**6, 32, "10 Gbit/s")) < sum(scale.seconds(10**6, 8, "10 Gbit/s"))
    assert scale.seconds(10**6, 2)[0] == pytest.approx(scale.seconds(10**6, 32)[0])
