"""Heads of saved articles in many languages and shapes, with an empty config.yaml. The cases are in tests/cases/heads."""

from __future__ import annotations

from collections import Counter

import pytest

from digest.read.clipping.line import parse_line
from tests.support.heads import FIELDS, HEADS, heads, misses

CASES = heads()
LINES = [line.split("\t") for line in (HEADS / "lines.tsv").read_text(encoding="utf-8").splitlines()]


def test_nearly_all_titles_dates_authors_and_languages_are_right() -> None:
    wrong = misses(CASES)
    values = Counter(field for case in CASES for field in case.expected)
    listed = "\n".join(
        f"{head.language}, {head.shape}: {field} {found!r}, expected {head.expected[field]!r}"
        for head, field, found in wrong
    )
    assert len(wrong) <= 0.01 * values.total(), listed
    for field in FIELDS:
        assert sum(miss.field == field for miss in wrong) <= 0.02 * values[field], listed


def test_there_are_many_languages_and_shapes() -> None:
    assert len(CASES) >= 700
    assert len({case.language for case in CASES}) >= 35
    assert len({case.shape for case in CASES}) >= 20


@pytest.mark.parametrize(("language", "line", "date", "authors"), LINES, ids=lambda value: value)
def test_a_line_as_newspapers_print_it(language: str, line: str, date: str, authors: str) -> None:
    said = parse_line(line, (language, "en"))
    assert said is not None
    assert (said.dates.date[:16] if said.dates else "") == ("" if date == "-" else date)
    if authors != "-":
        assert said.byline is not None
        assert "; ".join(said.byline.authors) == authors
