"""Pages that change with time: articles that are five years old, in themes that mark them."""

from __future__ import annotations

import datetime as dt
import os
import re
from zoneinfo import ZoneInfo

import pytest

from digest.plan.archive_age import anniversary, archive_until
from digest.store import Store
from tests.support.changes import counts, edit, reasons
from tests.support.gazette import CONFIG, texts
from tests.support.pieces import article
from tests.support.sites import Site

pytestmark = pytest.mark.slow

PAGE = "2021/05/06/a.html"
NOTE = "From the archive. This article is more than five years old."
MINE = "-- config.yaml --\ntheme: mine\n-- themes/mine/theme.yaml --\nextends: plain\n-- themes/mine/article.html --\n"
THREE = "".join(article(f"{name}.md", date=f"2021-05-{day}") for name, day in (("a", "06"), ("b", "07"), ("c", "09")))


def at(text: str, zone: str = "UTC") -> float:
    """Seconds of a local time."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


def number(site: Site) -> int:
    """The number of builds so far, without those that found nothing to do."""
    store = Store(str(site.root / ".digest/store.db"), writable=False)
    try:
        return int(store.meta("builds"))
    finally:
        store.close()


def written_long_ago(site: Site) -> None:
    """Set old times for all sources, because recently changed files are read again."""
    for path in [*(site.root / "content").rglob("*"), site.root / "content"]:
        os.utime(path, (1_600_000_000, 1_600_000_000))


# -- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("now", "day"), [
    ("2026-05-06", "2021-05-06"), ("2026-01-01T23:59", "2021-01-01"), ("2024-02-29", "2019-02-28"),
    ("2025-02-28", "2020-02-28"), ("2025-03-01", "2020-03-01"),
])  # fmt: skip
def test_the_archive_ends_five_years_ago(now: str, day: str) -> None:
    assert archive_until(at(now), "UTC") == day


@pytest.mark.parametrize(("day", "then"), [
    ("2021-05-06", "2026-05-06"), ("2020-02-28", "2025-02-28"), ("2020-02-29", "2025-03-01"), ("2019-02-28", "2024-02-28"),
])  # fmt: skip
def test_an_anniversary_begins_at_midnight_in_the_zone_of_the_site(day: str, then: str) -> None:
    for zone in ("UTC", "Europe/Kyiv", "America/Sao_Paulo", "Pacific/Kiritimati"):
        moment = anniversary(day, zone)
        assert moment == at(then, zone)
        assert archive_until(moment, zone) >= day > archive_until(moment - 1, zone)


def test_no_anniversary_after_the_last_year_of_the_calendar() -> None:
    assert anniversary("9995-01-01", "UTC") is None


# -- rebuilt pages --------------------------------------------------------------------------------


def test_only_the_page_of_a_five_year_old_article_is_rebuilt(site: Site) -> None:
    site.write(CONFIG + THREE).build(clock=at("2026-05-05T23:59"))
    written_long_ago(site)
    site.build(clock=at("2026-05-05T23:59"))
    builds = number(site)
    assert counts(site.build(clock=at("2026-05-05T23:59:59"))) == (0, 0, 0, 0)
    assert number(site) == builds
    assert texts(site.page(PAGE), "p.note") == []
    assert counts(site.build(clock=at("2026-05-06"))) == (0, 1, 1, 1)
    assert reasons(site) == {PAGE: "changed: from_archive"}
    assert texts(site.page(PAGE), "p.note") == [NOTE]
    assert counts(site.build(clock=at("2026-05-06T23:59"))) == (0, 0, 0, 0)
    assert number(site) == builds + 1
    assert counts(site.build(clock=at("2026-05-08"))) == (0, 1, 1, 1)
    assert reasons(site) == {"2021/05/07/b.html": "changed: from_archive"}
    assert counts(site.build(clock=at("2036-05-08"))) == (0, 1, 1, 1)
    assert counts(site.build(clock=at("2046-05-08"))) == (0, 0, 0, 0)
    assert number(site) == builds + 3


def test_setting_the_clock_back_removes_the_note(site: Site) -> None:
    site.write(CONFIG + THREE).build(clock=at("2026-05-07"))
    assert texts(site.page("2021/05/07/b.html"), "p.note") == [NOTE]
    assert counts(site.build(clock=at("2026-05-06"))) == (0, 1, 1, 1)
    assert texts(site.page("2021/05/07/b.html"), "p.note") == []
    assert texts(site.page(PAGE), "p.note") == [NOTE]
    assert counts(site.build(clock=at("2026-05-07"))) == (0, 1, 1, 1)


def test_editing_the_date_of_an_article_changes_its_age(site: Site) -> None:
    site.write(CONFIG + "timezone: UTC\n" + article("a.md", date="2021-05-06")).build(clock=at("2026-05-05"))
    edit(site, "content/a.md", "2021-05-06", "2021-05-05")
    site.build(clock=at("2026-05-05"))
    assert texts(site.page("2021/05/05/a.html"), "p.note") == [NOTE]
    edit(site, "content/a.md", "2021-05-05", "2021-05-06T00:30:00+03:00")  # the evening before, in UTC
    site.build(clock=at("2026-05-05"))
    assert texts(site.page("2021/05/05/a.html"), "p.note") == [NOTE]
    edit(site, "content/a.md", "2021-05-06T00:30:00+03:00", "2021-05-06")
    site.build(clock=at("2026-05-05"))
    assert texts(site.page(PAGE), "p.note") == []


def test_future_and_undated_articles_are_not_from_the_archive(site: Site) -> None:
    undated = "-- content/u.md --\n---\ntitle: u\n---\nText.\n"
    site.write(CONFIG + undated + article("far.md", date="9999-01-01")).build(clock=at("2026-05-06"), future=True)
    for path in ("undated/u.html", "9999/01/01/far.html"):
        assert texts(site.page(path), "p.note") == []


def test_time_changes_nothing_in_a_theme_without_the_note(site: Site) -> None:
    site.write(MINE + "{{ item.name }}\n" + THREE).build(clock=at("2026-01-01"))
    assert counts(site.build(clock=at("2036-01-01"))) == (0, 0, 0, 0)


def test_adding_or_removing_the_note_in_a_template(site: Site) -> None:
    site.write(MINE + "{{ item.name }}\n" + THREE).build(clock=at("2026-05-06"))
    edit(site, "themes/mine/article.html", "{{ item.name }}", "{{ item.name }} {{ 'old' if from_archive else 'new' }}")
    site.build(clock=at("2026-05-08"))
    assert [site.page(f"2021/05/0{n}.html") for n in ("6/a", "7/b", "9/c")] == ["a old", "b old", "c new"]
    site.build(clock=at("2026-05-06"))
    assert [site.page(f"2021/05/0{n}.html") for n in ("6/a", "7/b", "9/c")] == ["a old", "b new", "c new"]
    edit(site, "themes/mine/article.html", "{{ 'old' if from_archive else 'new' }}", "")
    site.build(clock=at("2026-05-06"))
    assert counts(site.build(clock=at("2026-05-08"))) == (0, 0, 0, 0)


def test_a_page_that_could_not_be_written_is_built_again(site: Site) -> None:
    site.write(CONFIG + THREE).build(clock=at("2026-05-05"))
    (site.root / "output" / PAGE).unlink()
    (site.root / "output" / PAGE).mkdir()  # so that the page cannot be written
    assert [p.code for p in site.build(clock=at("2026-05-06")).problems] == ["output-write"]
    (site.root / "output" / PAGE).rmdir()
    site.build(clock=at("2026-05-06T12:00"))
    assert texts(site.page(PAGE), "p.note") == [NOTE]


# -- notes on pages -------------------------------------------------------------------------------


CORRECTED = "{date: 2021-05-09, text: It was 118 million.}"


@pytest.mark.parametrize(("notes", "shown"), [
    ("", ["From the archive."]),
    (f"corrections: [{CORRECTED}]", ["Corrected on 9 May 2021.", "From the archive."]),
    (f"corrections: [{CORRECTED}, {CORRECTED}]", ["Corrected on 9 May 2021."] * 2),
    ("withdrawn: It was false.", ["Withdrawn by the source.", "From the archive."]),
    (
        f"withdrawn: It was false.\ncorrections: [{CORRECTED}, {CORRECTED}]",
        ["Corrected on 9 May 2021.", "Withdrawn by the source."],
    ),
])  # fmt: skip
def test_a_page_shows_two_notes_and_corrections_first(notes: str, shown: list[str], site: Site) -> None:
    site.write(CONFIG + f"-- content/a.md --\n---\ntitle: a\ndate: 2021-05-06\n{notes}\n---\nText.\n")
    assert site.build(clock=at("2026-05-06")).problems == ()
    assert re.findall('<p class="note"><b>(.*?)</b>', site.page(PAGE)) == shown
