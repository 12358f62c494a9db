"""Estimated heights of stories, and front pages that are filled by them."""

from __future__ import annotations

import pytest

from digest.plan import front_page, heights
from digest.plan.candidates import Candidate
from digest.plan.heights import MEDIUM, Text

DAY = "2021-05-07"


def text(length: int) -> str:
    """A text of words, of this length."""
    return ("words " * length)[:length]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", 0), ("Halvik", 6), ("Häfen", 5), ("порт", 4.4), ("λιμάνι", 6.6), ("ميناء", 4.25), ("港口", 4), ("みなと", 6),
        ("항구", 4), ("港 20", 5), ("𠀀", 2),
    ],
)  # fmt: skip
def test_letters_are_counted_by_their_width(written: str, expected: float) -> None:
    assert heights.letters(written) == pytest.approx(expected)


@pytest.mark.parametrize(("length", "expected"), [(0, 1), (1, 1), (51, 2), (52, 3), (76, 3), (77, 4)])
def test_lines_of_a_headline(length: int, expected: int) -> None:
    assert heights.lines(text(length), MEDIUM.headline_letters) == expected


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (Text(text(51), text(93)), 58 + 2 * 27 + 3 * 25.5),
        (Text(text(51)), 58 + 2 * 27 - 8),
        (Text(text(51), text(93), has_kicker=False), 58 + 2 * 27 + 3 * 25.5 - 22),
        (Text(text(51), also=(text(17), text(18))), 58 + 2 * 27 - 8 + 36 + 2 * 31 + 23),
        (Text(text(51), also=(text(9),) * 3, has_rest=True), 58 + 2 * 27 - 8 + 36 + 3 * 31 + 30),
    ],
)
def test_a_story_is_as_high_as_what_it_shows(shown: Text, expected: float) -> None:
    assert heights.story(shown, MEDIUM) == expected


def test_a_lead_is_as_high_as_its_headline_and_its_picture() -> None:
    shown = Text(text(51), text(114))
    assert heights.lead(shown) == 68 + 3 * 66 + 2 * 30.5
    assert heights.lead_with_picture(shown, 0.5, "") == 68 + 2 * 57 + 2 * 30.5 + 287 + 28
    assert heights.lead_with_picture(shown, 0.5, text(86)) == 68 + 2 * 57 + 2 * 30.5 + 287 + 28 + 2 * 19
    assert heights.lead(shown._replace(title=text(91))) == 68 + 3 * 35 + 2 * 30.5  # set smaller


@pytest.mark.parametrize(
    ("title", "expected"),
    [(text(90), False), (text(91), True), ("港" * 45, False), ("港" * 46, True), ("Donaudampfschifffahrtsges", True)],
)
def test_very_long_titles_are_set_smaller(title: str, expected: bool) -> None:
    assert heights.is_long(title) is expected


# -- the columns of a front page --------------------------------------------------------------------

# Lengths of headlines and summaries, as in the drafts of the front page.
ABOVE_31 = [(63, 156), (75, 140), (76, 131), (69, 135), (57, 126), (47, 113), (55, 123), (54, 112)]
ABOVE_20 = [(75, 140), (76, 131), (47, 113), (57, 126), (69, 135), (54, 112)]
BRIEFS = [55, 58, 49, 45, 45, 60, 38, 57, 42, 46, 51, 49]


def candidates(above: list[tuple[int, int]], below: list[int], *others: int, **lead: object) -> list[Candidate]:
    """Articles from the most important to the least. `others`: lengths of titles of other sources of the lead."""
    texts = [*above, *((length, 0) for length in [*below, *others])]
    found = [
        Candidate(DAY, n, f"{n:02}.md", 0, 1000 - n, f"s{n}", "", (f"t{n}",), False, text(title), text(summary))
        for n, (title, summary) in enumerate(texts)
    ]
    if others:
        told = [0, *range(len(found) - len(others), len(found))]
        found = [c._replace(story="x") if n in told else c for n, c in enumerate(found)]
    return [found[0]._replace(**lead), *found[1:]]  # type: ignore[arg-type]


def sizes(told: list[Candidate]) -> tuple[int, int, int]:
    """Numbers of stories under the lead and in the second column, and of briefs."""
    page = front_page.front(told, DAY)
    return len(page.under), len(page.second), len(page.briefs)


def test_a_heavy_day_has_a_large_story_under_the_lead() -> None:
    told = candidates(ABOVE_31, [*BRIEFS, *[40] * 9], 55, 65)
    assert len(told) == 31
    assert sizes(told) == (3, 4, 12)
    page = front_page.front(told, DAY)
    assert page.lead
    assert [p.lead for p in (page.lead, *page.under, *page.second)] == list(range(8))
    assert list(page.briefs) == list(range(8, 20))


def test_the_columns_of_a_day_with_20_articles() -> None:
    told = candidates(ABOVE_20, [*BRIEFS, 40, 40])
    assert len(told) == 20
    assert sizes(told) == (2, 3, 9)


@pytest.mark.parametrize(
    ("ratio", "above", "pictured", "expected"),
    [
        (0.5, ABOVE_20, False, 2),  # 645 pixels: 515 are nearer than 817
        (0.8, ABOVE_20, False, 3),
        (0.8, ABOVE_20, True, 2),  # the picture of the first story is 184 high
        (1.4, ABOVE_20, False, 4),
        (0.5, [(20, 0)] * 6, False, 4),
        (3.0, [(20, 0)] * 9, False, 5),
    ],
)
def test_the_second_column_is_nearly_as_high_as_the_lead(
    ratio: float, above: list[tuple[int, int]], pictured: bool, expected: int
) -> None:
    told = candidates(above, BRIEFS, has_image=True, ratio=ratio)
    told[1] = told[1]._replace(has_image=pictured)
    assert sizes(told)[:2] == (0, expected)


@pytest.mark.parametrize("length", [10, 50, 120])
def test_briefs_fill_the_height_of_the_columns_next_to_them(length: int) -> None:
    told = candidates(ABOVE_20, [length] * 40)
    page = front_page.front(told, DAY)
    assert page.lead
    shown = {n: Text(c.title, c.summary) for n, c in enumerate(told)}
    column = max(
        heights.lead(shown[0]) + heights.pair([shown[p.lead] for p in page.under]),
        heights.column([shown[p.lead] for p in page.second], has_picture=False),
    )
    filled = heights.BRIEFS_FRAME + len(page.briefs) * heights.brief(text(length))
    assert filled <= column + heights.SLACK
    assert filled + heights.brief(text(length)) > column + heights.SLACK or len(page.briefs) == 14
    assert list(page.briefs) == sorted(page.briefs)
