"""Fields found in the text of saved articles. The cases are in tests/cases/clippings."""

from __future__ import annotations

import re
import time
from typing import NamedTuple

import pytest

from digest.read.clipping.clipping import Clipping, parse_clipping
from digest.read.clipping.line import parse_line
from tests.support.paths import CASES

CLIPPINGS = CASES / "clippings"
FIELDS = ("title", "agency", "outlet", "date", "updated", "caption", "credit", "source_url")


class Case(NamedTuple):
    name: str
    settings: dict[str, str]
    text: str
    expected: dict[str, str]
    left: str


def pairs(block: str) -> dict[str, str]:
    return {
        key.strip(): value.strip() for key, _, value in (line.partition(":") for line in block.splitlines() if line)
    }


def cases() -> list[Case]:
    found = []
    for path in sorted(CLIPPINGS.glob("*.txt")):
        parts = re.split(r"^%% (.*)\n", path.read_text(encoding="utf-8"), flags=re.M)[1:]
        for n in range(0, len(parts), 8):
            (name, settings), (_, text), (_, gives), (_, left) = [parts[n + k : n + k + 2] for k in (0, 2, 4, 6)]
            assert [parts[n + k] for k in (2, 4, 6)] == ["input", "gives", "text"], (path, name)
            found.append(Case(f"{path.stem}: {name}", pairs(settings), text, pairs(gives), left))
    return found


def names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split("[;,]", text) if name.strip())


def read(text: str, first_line: int = 1, **settings: str) -> Clipping:
    return parse_clipping(
        text,
        file="content/a.md",
        first_line=first_line,
        languages=names(settings.get("languages", "en")),
        have=frozenset(names(settings.get("have", ""))),
        title=settings.get("title", ""),
    )


def without_gaps(text: str) -> str:
    return re.sub(r"\n{2,}", "\n\n", text.strip("\n"))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_saved_article(case: Case) -> None:
    seen = read(case.text, 1, **case.settings)
    expected = {field: case.expected.get(field, "") for field in FIELDS}
    assert {field: getattr(seen, field) for field in FIELDS} == expected
    assert "; ".join(seen.authors) == case.expected.get("authors", "")
    assert without_gaps(seen.text) == without_gaps(case.left)
    assert seen.text.count("\n") == case.text.count("\n")
    assert "; ".join(f"{p.code} {p.line}" for p in seen.problems) == case.expected.get("problems", "")
    filled = {field for field in FIELDS if expected[field]} | ({"authors"} if seen.authors else set())
    assert set(seen.origins) == filled
    for place in case.expected.get("from", "").split(";"):
        if place:
            field, _, where = place.strip().partition(" = ")
            assert seen.origins[field] == where


def test_there_are_at_least_forty_cases_in_six_languages() -> None:
    found = cases()
    assert len(found) >= 40
    assert len({tag for case in found for tag in names(case.settings.get("languages", "en"))}) >= 6
    assert len({case.name for case in found}) == len(found)


BYLINES = [line.split("\t") for line in (CLIPPINGS / "bylines.tsv").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", BYLINES, ids=lambda row: row[0])
def test_a_byline_has_authors_agency_and_source(row: list[str]) -> None:
    said = parse_line(row[0], ("en",))
    if len(row) == 1:
        assert said is None or not said.is_certain()
        return
    assert said is not None
    assert said.is_certain()
    assert said.byline is not None
    authors, agency, outlet = ("" if column == "-" else column for column in row[1:])
    assert ("; ".join(said.byline.authors), said.byline.agency, said.byline.outlet) == (authors, agency, outlet)


def test_line_numbers() -> None:
    text = "\n# A Title\n\nBy Ann Lee\n\nFebruary 30, 2021\n\nText.\n"
    seen = read(text, first_line=10)
    assert seen.origins == {"title": "heading, line 11", "authors": "byline, line 13"}
    assert [(p.file, p.line, p.column, p.severity) for p in seen.problems] == [("content/a.md", 15, 1, "error")]
    assert "February 30, 2021" in seen.problems[0].message
    assert seen.text.split("\n")[7] == "Text."


def test_the_line_of_a_joined_paragraph_is_that_of_its_first_half() -> None:
    text = "# A Title\n\nThe heads of the ministries arrived from the\n\nUnited Harbours.\n\nThe end.\n"
    lines = read(text).text.split("\n")
    assert lines[2] == "The heads of the ministries arrived from the United Harbours."
    assert lines[3:7] == ["", "", "", "The end."]


def test_text_without_defects_is_unchanged() -> None:
    text = "Ships came in.\n\n## Ships\n\nMore.\n"
    assert read(text, have="title, date, authors, source_url", title="Harbour").text is text


def test_blank_lines_before_the_byline_are_ignored() -> None:
    text = "# A Title\n" + "\n" * 200 + "By Ann Lee\n\nText.\n"
    seen = read(text)
    assert (seen.title, seen.authors) == ("A Title", ())


HOSTILE = (
    *("\n", "a\n", "a,\n\n", "# a\n", "# **a**\n", "`[a](#)`\n", "[a](#)", "[", "](#)", "`", "[`a](#)`` ", "a ", "  \n"),
    *("By ", "By Ann Lee\n\n", "May 6, 2021\n", "1", "1.", "2021-", "*", "**a", "```\n", "    a\n", "Source: \n\n"),
    *("http://", "> <", "Source: <http://x.y>\n", "\\", "![](x)\n", "(", "|a|\n", "=\n", "[a](x \"", "_", "~~~\n"),
    *("one of the ministers came to the port with a-\n\n", "one of the ministers came to the port with the\n\n"),
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
@pytest.mark.parametrize("have", ["", "title, date, authors"])
def test_no_line_of_an_odd_text_is_lost(piece: str, have: str) -> None:
    text = "# Title\n\n" + piece * (10_000 // len(piece)) + "\n<http://x.y>"
    assert read(text, have=have, languages="en, de").text.count("\n") == text.count("\n")


@pytest.mark.timing
@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
@pytest.mark.parametrize("have", ["", "title, date, authors"])
def test_a_megabyte_of_any_text_is_read_in_a_second(piece: str, have: str) -> None:
    text = "# Title\n\n" + piece * (1_000_000 // len(piece)) + "\n<http://x.y>"
    before = time.process_time()
    read(text, have=have, languages="en, de")
    assert time.process_time() - before < 1


@pytest.mark.timing
@pytest.mark.parametrize("start", ["# ", "**", "By ", "[", "(", "Published ", "Source: ", "`", "1 "])
def test_one_long_line_is_read_in_a_second(start: str) -> None:
    for filler in (" ", "a ", "*", "[a](", "(a ", "1 ", "2021-05-0", "and ", "`a", "#"):
        text = start + filler * (300_000 // len(filler))
        before = time.process_time()
        read(text)
        read(f"# Title\n\nText.\n\n{text} http://x.y")
        assert time.process_time() - before < 1, filler
