"""Drafts, future articles and expired articles: when they are left out, and when they appear."""

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
    """Seconds of a time in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC).timestamp()


def shown(site: Site) -> list[str]:
    """Titles of the articles on the front page."""
    return rows(site.page("index.html"))


def test_drafts_future_and_expired_articles_are_left_out_with_a_reason(site: Site) -> None:
    report = site.write(THREE).build()
    assert shown(site) == ["here"]
    assert report.articles == 1
    assert report.problems == ()
    assert sorted(report.hidden) == [
        ("content/draft.md", "draft"), ("content/expired.md", "expired"), ("content/future.md", "future")
    ]  # fmt: skip
    for path, data in site.output().items():
        assert not any(word in data for word in (b"draft", b"future", b"expired")), path


def test_left_out_articles_are_reported_by_a_build_without_changes(site: Site) -> None:
    first = site.write(THREE).build()
    assert site.build().hidden == first.hidden


def test_options_publish_drafts_and_future_articles(site: Site) -> None:
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


def test_the_config_can_publish_drafts(site: Site) -> None:
    site.write("-- config.yaml --\ndrafts: true\n" + THREE).build()
    assert shown(site) == ["draft", "here"]


def test_options_render_only_pages_that_change(site: Site) -> None:
    site.write(article("here.md", date="2025-12-30")).build()
    assert site.build(drafts=True).rendered == 0
    assert site.build(future=True).rendered == 0


def test_an_article_appears_when_it_becomes_due(site: Site) -> None:
    site.write(THREE).build()
    report = site.build(clock=at("2026-02-01T11:59:59"))
    assert (shown(site), report.written) == (["here"], 0)
    report = site.build(clock=at("2026-02-01T12:00:00"))
    assert shown(site) == ["future", "here"]
    assert report.read == 0
    assert site.page("2026/02/01/future.html")


def test_an_article_disappears_when_it_expires(site: Site) -> None:
    site.write(THREE).build(clock=at("2025-12-30T23:59:59"))
    assert shown(site) == ["here", "expired"]
    report = site.build(clock=at("2025-12-31T00:00:00"))
    assert shown(site) == ["here"]
    assert report.removed == 2  # its page and that of its day
    assert "2025/12/29/expired.html" not in site.output()


def test_days_begin_in_the_time_zone_of_the_site(site: Site) -> None:
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
