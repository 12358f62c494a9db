"""Dates in lines, URLs and paths."""

from __future__ import annotations

import subprocess
import sys

import pytest

from digest.read.text.dates import date_in_path, date_in_url, find_date_line, parse_date
from digest.read.text.timestamps import ImpossibleDate

DATES = [
    ("en", "May 06, 2021", "2021-05-06"),
    ("en", "6 May 2021", "2021-05-06"),
    ("en", "May 6th, 2021", "2021-05-06"),
    ("en", "6th of May 2021", "2021-05-06"),
    ("en", "Thursday, May 6, 2021", "2021-05-06"),
    ("en", "Thu. 6 May, 2021", "2021-05-06"),
    ("en", "MAY 6, 2021", "2021-05-06"),
    ("en", "Sept. 6, 2021", "2021-09-06"),
    ("en", "6-May-2021", "2021-05-06"),
    ("en", "2021 May 6", "2021-05-06"),
    ("en", "2021-05-06", "2021-05-06"),
    ("en", "2021/05/06", "2021-05-06"),
    ("en", "2021-05-06T14:30:00Z", "2021-05-06T14:30:00+00:00"),
    ("en", "2021-05-06T14:30:00+03:00", "2021-05-06T14:30:00+03:00"),
    ("en", "2021-05-06T14:30:15.123456-0500", "2021-05-06T14:30:15-05:00"),
    ("en", "2021-05-06 14:30", "2021-05-06T14:30"),
    ("en", "May 6, 2021 at 2:30 p.m. EDT", "2021-05-06T14:30-04:00"),
    ("en", "May 6, 2021 at 2:30 PM ET", "2021-05-06T14:30-04:00"),
    ("en", "January 6, 2021 at 2:30 PM ET", "2021-01-06T14:30-05:00"),
    ("en", "2 p.m. PT, May 6, 2021", "2021-05-06T14:00-07:00"),
    ("en", "May 6, 2021 12:05 am", "2021-05-06T00:05"),
    ("en", "May 6, 2021 12:05 pm", "2021-05-06T12:05"),
    ("en", "14:30, 6 May 2021", "2021-05-06T14:30"),
    ("en", "6 May 2021, 14:30 (GMT+3)", "2021-05-06T14:30+03:00"),
    ("en", "6 May 2021 14:30 UTC+05:30", "2021-05-06T14:30+05:30"),
    ("en", "Published on May 6, 2021", "2021-05-06"),
    ("en", "First published: May 6, 2021", "2021-05-06"),
    ("en", "May 6, 2021 · 5 min read", "2021-05-06"),
    ("en", "05/06/2021", "2021-05-06"),
    ("en-US", "05/06/2021", "2021-05-06"),
    ("en-GB", "05/06/2021", "2021-06-05"),
    ("fr", "05/06/2021", "2021-06-05"),
    ("en", "25/06/2021", "2021-06-25"),
    ("en-GB", "06/25/2021", "2021-06-25"),
    ("en", "06.05.2021", "2021-05-06"),
    ("de", "06.05.21", "2021-05-06"),
    ("de", "6. Mai 2021", "2021-05-06"),
    ("de", "Donnerstag, 6. Mai 2021, 14.30 Uhr", "2021-05-06T14:30"),
    ("de", "Veröffentlicht am 6. Mai 2021 um 14 Uhr", "2021-05-06T14:00"),
    ("de", "6. März 2021", "2021-03-06"),
    ("fr", "6 mai 2021", "2021-05-06"),
    ("fr", "1er août 2021", "2021-08-01"),
    ("fr", "Publié le jeudi 6 mai 2021 à 14h30", "2021-05-06T14:30"),
    ("es", "6 de mayo de 2021", "2021-05-06"),
    ("es", "jueves, 6 de mayo de 2021 a las 14:30", "2021-05-06T14:30"),
    ("pt", "6 de maio de 2021", "2021-05-06"),
    ("it", "6 maggio 2021", "2021-05-06"),
    ("pl", "6 maja 2021 r.", "2021-05-06"),
    ("ru", "6 мая 2021 г.", "2021-05-06"),
    ("ru", "Опубликовано 6 мая 2021 года в 14:30 МСК", "2021-05-06T14:30+03:00"),
    ("uk", "6 травня 2021 року", "2021-05-06"),
    ("uk", "6 травня 2021, 14:30", "2021-05-06T14:30"),
    ("uk", "Опубліковано: 06.05.2021", "2021-05-06"),
    ("cs", "6. května 2021", "2021-05-06"),
    ("hu", "2021. május 6.", "2021-05-06"),
    ("zh", "2021年5月6日", "2021-05-06"),
    ("ko", "2021년 5월 6일", "2021-05-06"),
    ("ar", "6 مايو 2021", "2021-05-06"),
    ("xx-nonsense", "6 May 2021", "2021-05-06"),
]


@pytest.mark.parametrize(("language", "text", "expected"), DATES)
def test_dates_in_many_languages(language: str, text: str, expected: str) -> None:
    assert parse_date(text, (language,)) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "May", "May 6", "2021", "14:30", "Thursday", "May 6 was a long day", "May 6, 2021 was a long day"),
        *(
            "On May 6, 2021 the port opened.",
            "6 Mai 2021",
            "12345-05-06",
            "version 2021.05",
            "May 6, 2021 – May 9, 2021",
        ),
        *("1.2.3", "call 06/05/2021 now", "May 6, 20215", "the 6 May 2021 edition", "x" * 500 + "2021-05-06"),
    ],
)
def test_texts_that_are_not_dates(text: str) -> None:
    assert parse_date(text, ("en",)) is None


@pytest.mark.parametrize(
    "text", ["February 30, 2021", "2021-02-30", "31/31/2021", "31 April 2021", "29.02.2021", "2021-13-01", "0000-01-01"]
)
def test_impossible_dates(text: str) -> None:
    assert parse_date(text, ("en",)) == ImpossibleDate(text, 1)


def test_an_impossible_date_is_reported_with_its_place() -> None:
    found = find_date_line("Published: February 30, 2021", ("en",))
    assert found is not None
    assert found.impossible == (ImpossibleDate("February 30, 2021", 12),)
    assert found.date == ""


def test_impossible_times() -> None:
    found = find_date_line("May 6, 2021, 25:30", ("en",))
    assert found is not None
    assert [wrong.text for wrong in found.impossible] == ["25:30"]


@pytest.mark.parametrize(
    ("line", "date", "updated"),
    [
        ("Published: May 6, 2021 | Updated: May 7, 2021", "2021-05-06", "2021-05-07"),
        ("Updated May 7, 2021", "", "2021-05-07"),
        ("Last modified on 7 May 2021, published 6 May 2021", "2021-05-06", "2021-05-07"),
        ("May 6, 2021 9:00 AM Updated May 7, 2021 5:00 PM", "2021-05-06T09:00", "2021-05-07T17:00"),
    ],
)
def test_a_line_with_dates_of_publication_and_update(line: str, date: str, updated: str) -> None:
    found = find_date_line(line, ("en",))
    assert found is not None
    assert (found.date, found.updated, found.impossible) == (date, updated, ())


def test_labels_of_updates_in_other_languages() -> None:
    for language, line in (
        ("de", "6. Mai 2021, aktualisiert am 7. Mai 2021"),
        ("fr", "Publié le 6 mai 2021, mis à jour le 7 mai 2021"),
        ("ru", "Опубликовано 6 мая 2021, обновлено 7 мая 2021"),
        ("uk", "Опубліковано 6 травня 2021, оновлено 7 травня 2021"),
    ):
        found = find_date_line(line, (language,))
        assert found is not None, line
        assert (found.date, found.updated) == ("2021-05-06", "2021-05-07")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/2021/05/06/slug", "2021-05-06"),
        ("https://example.org/news/2021-05-06-slug.html", "2021-05-06"),
        ("https://example.org/news/2021/may/06/slug", "2021-05-06"),
        ("https://example.org/2021/5/6/slug", "2021-05-06"),
        ("https://example.org/20210506/slug", "2021-05-06"),
        ("https://example.org/2021/02/30/slug", ""),
        ("https://example.org/2021/05/slug", ""),
        ("https://example.org/slug-a73824", ""),
        ("https://example.org/world-20110506", ""),
        ("https://example.org/slug?date=2021-05-06", ""),
        ("https://example.org/9020210506", ""),
    ],
)
def test_a_date_in_a_url(url: str, expected: str) -> None:
    assert date_in_url(url) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2021-05-06-name.md", "2021-05-06"),
        ("20210506_name.txt", "2021-05-06"),
        ("2021/05/06/x.md", "2021-05-06"),
        ("news/2021_05_06.md", "2021-05-06"),
        ("2021/05/06/2021-05-07-x.md", "2021-05-07"),
        ("2021/05/06/report-on-2020-01-01.md", "2021-05-06"),
        ("2021/05/x.md", ""),
        ("2021-02-30-name.md", ""),
        ("120210506.md", ""),
        ("x.md", ""),
    ],
)
def test_a_date_in_a_path(path: str, expected: str) -> None:
    assert date_in_path(path) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "# A\\n\\nBy Ann Lee\\n\\nMay 6, 2021\\n\\n" + 3 * "The ships came to the port in the morning. ",
            "False False",
        ),
        ("# A\\n\\n6. Mai 2021\\n\\n" + 3 * "Die Schiffe sind am Morgen in den Hafen eingelaufen. ", "False True"),
    ],
)
def test_babel_is_not_loaded_and_other_languages_only_if_needed(text: str, expected: str) -> None:
    code = (
        "import sys; from digest.read.clipping.clipping import parse_clipping; "
        f"c = parse_clipping('{text}', file='', first_line=1, languages=('en',), have=frozenset()); "
        "print(c.date, 'babel' in sys.modules, 'digest.read.text.cldr_dates' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"2021-05-06 {expected}"


def test_the_names_of_months_are_those_of_the_cldr() -> None:
    """Every name that the installed Babel has is in the table. It may also have names of an older one."""
    from digest.read.text import cldr_dates
    from tests.support.cldr_dates import LANGUAGES, names

    for language in LANGUAGES:
        months, days = names(language)
        table = [set(forms.split("|")) for forms in cldr_dates.MONTHS.get(language, "").split()]
        if all(months):
            assert len(table) == 12, language
            assert not [set(month) - known for month, known in zip(months, table, strict=True) if set(month) - known], (
                language
            )
        assert set(days) <= set(cldr_dates.DAYS[language].split()), language
