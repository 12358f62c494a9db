"""The widths in which an image is offered."""

from __future__ import annotations

import pytest

from digest.model.config import Pictures
from digest.read.images.widths import choose_widths

DEFAULT = (480, 800, 1200, 1600)
SMALL, LARGE = 0.15, 0.25
"""Bytes per pixel of a file that can be offered itself, and of one that is too large."""


@pytest.mark.parametrize(
    ("width", "density", "made", "with_original"),
    [
        (480, SMALL, [], False),  # not wider than the smallest size
        (481, SMALL, [480], False),  # the size of 480 pixels is close enough
        (551, LARGE, [480], False),
        (552, SMALL, [480], True),
        (552, LARGE, [480, 552], False),
        (919, SMALL, [480, 800], False),
        (920, SMALL, [480, 800], True),
        (1200, SMALL, [480, 800], True),
        (1200, LARGE, [480, 800, 1200], False),
        (1280, LARGE, [480, 800, 1200], False),
        (1600, SMALL, [480, 800, 1200], True),
        (1600, LARGE, [480, 800, 1200, 1600], False),
        (1601, SMALL, [480, 800, 1200, 1600], False),  # wider than all sizes
        (3000, SMALL, [480, 800, 1200, 1600], False),
    ],
)
def test_an_original_that_is_small_or_close_to_a_size_is_not_made_again(
    width: int, density: float, made: list[int], with_original: bool
) -> None:
    found = choose_widths(width, 1000, int(width * 1000 * density), Pictures(widths=DEFAULT))
    assert found == (made, with_original)


def test_configured_widths_are_made_even_if_they_are_close_to_each_other() -> None:
    assert choose_widths(900, 600, 1000, Pictures(widths=(520, 500, 500))).made == [500, 520]
    assert choose_widths(900, 600, 1000, Pictures(widths=())).made == []


def test_sizes_that_are_too_high_for_webp_are_left_out() -> None:
    assert choose_widths(1000, 30_000, 1000, Pictures(widths=DEFAULT)) == ([480], True)
    assert choose_widths(1000, 60_000, 1000, Pictures(widths=DEFAULT)) == ([], False)
