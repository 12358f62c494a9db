"""What is left out, and when it appears: drafts, articles of the future, expired ones."""

from __future__ import annotations

import datetime as dt

from tests.support.pieces import article, rows
from tests.support.sites import Site

THREE = (
    article("here.md", date="2025-12-30")
    + article("draft.md", date="2025-12-31", draft="true")
    + article("future.md", date="2026-02-01 12:00")
    + article("expired.md", date="2025-12-29", expires="2025-12-31")
)


def at(text: str) -> float:
    """A moment in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC).timestamp()


def shown(site: Site) -> list[str]:
    """Titles on the front page."""
    return rows(site.page("index.html"))


def test_drafts_future_and_expired_articles_are_left_out_and_reported_with_the_reason(site: Site) -> None:
    report = site.write(THREE).build()
    assert shown(site) == ["here"]
    assert report.articles == 1
    assert report.problems == ()
    assert sorted(report.hidden) == [
        ("content/draft.md", "draft"), ("content/expired.md", "expired"), ("content/future.md", "future")
    ]  # fmt: skip
    for path, data in site.output().items():
        assert not any(word in data for word in (b"draft", b"future", b"expired")), path


def test_what_was_hidden_is_reported_by_a_build_that_has_nothing_to_do_too(site: Site) -> None:
    first = site.write(THREE).build()
    assert site.build().hidden == first.hidden


def test_the_options_publish_drafts_and_the_future_too(site: Site) -> None:
    site.write(THREE).build()
    report = site.build(drafts=True)
    assert shown(site) == ["draft", "here"]
    assert sorted(h.reason for h in report.hidden) == ["expired", "future"]
    site.build(future=True)
    assert shown(site) == ["future", "here"]
    assert sorted(h.reason for h in site.build(drafts=True, future=True).hidden) == ["expired"]
    assert shown(site) == ["future", "draft", "here"]
    site.build()
    assert shown(site) == ["here"]


def test_the_config_may_publish_drafts(site: Site) -> None:
    site.write("-- config.yaml --\ndrafts: true\n" + THREE).build()
    assert shown(site) == ["draft", "here"]


def test_the_options_render_no_page_that_they_do_not_change(site: Site) -> None:
    site.write(article("here.md", date="2025-12-30")).build()
    assert site.build(drafts=True).rendered == 0
    assert site.build(future=True).rendered == 0


def test_an_article_appears_when_its_time_has_come_though_no_file_changed(site: Site) -> None:
    site.write(THREE).build()
    report = site.build(clock=at("2026-02-01T11:59:59"))
    assert (shown(site), report.written) == (["here"], 0)
    report = site.build(clock=at("2026-02-01T12:00:00"))
    assert shown(site) == ["future", "here"]
    assert report.read == 0
    assert site.page("2026/02/01/future.html")


def test_an_article_goes_when_it_expires_though_no_file_changed(site: Site) -> None:
    site.write(THREE).build(clock=at("2025-12-30T23:59:59"))
    assert shown(site) == ["here", "expired"]
    report = site.build(clock=at("2025-12-31T00:00:00"))
    assert shown(site) == ["here"]
    assert report.removed == 2  # its page and its day
    assert "2025/12/29/expired.html" not in site.output()


def test_the_zone_of_the_site_decides_when_a_day_has_come(site: Site) -> None:
    site.write("-- config.yaml --\ntimezone: Europe/Kyiv\n" + article("a.md", date="2026-01-02"))
    site.build(clock=at("2026-01-01T21:59:59"))
    assert shown(site) == []
    site.build(clock=at("2026-01-01T22:00:00"))
    assert shown(site) == ["a"]


def test_a_clock_that_is_set_back_hides_the_future_again(site: Site) -> None:
    site.write(THREE).build(clock=at("2026-03-01T00:00:00"))
    assert shown(site) == ["future", "here"]
    site.build(clock=at("2026-01-15T00:00:00"))
    assert shown(site) == ["here"]


def test_a_draft_that_is_finished_is_published(site: Site) -> None:
    site.write(THREE).build()
    site.write(article("draft.md", date="2025-12-31", draft="false"))
    assert site.build().articles == 2
    assert shown(site) == ["draft", "here"]
