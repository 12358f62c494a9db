"""Inferred topics with few articles have no pages, and nothing names them."""

from __future__ import annotations

import pytest

from digest.build.thin_topics import least_articles
from digest.model.config import Config, Infer
from digest.store import Store
from digest.store.cooccurrence import CoOccurrence
from digest.store.listings import Listings
from tests.support.pieces import article, daily, links
from tests.support.sites import CLOCK, Site

NEED_2 = "-- config.yaml --\ninfer: {least: 2}\n"


def about(place: str, day: int = 6, **front: str) -> str:
    body = f"{place} said so. {place} agrees, and {place} waits."
    return article(f"{place.lower()}-{day}.md", date=f"2021-05-{day:02d}", body=body, **front)


def topics_of(site: Site, name: str, day: int = 6) -> list[str]:
    """The topics to which the page of an article links."""
    html = site.page(f"2021/05/{day:02d}/{name.lower()}-{day}.html")
    return sorted({text for text, url in links(html) if url.startswith("/topics/") and url != "/topics/"})


def equals_a_clean_build(site: Site) -> bool:
    output = site.output()
    site.build(full=True)
    return site.output() == output


@pytest.mark.parametrize(("articles", "least"), [(1, 1), (49, 1), (50, 2), (499, 2), (500, 3), (100_000, 3)])
def test_large_sites_need_more_articles_for_a_topic(articles: int, least: int) -> None:
    assert least_articles(Config(), articles) == least
    assert least_articles(Config(infer=Infer(least=7)), articles) == 7


def test_a_topic_of_too_few_articles_has_no_page_and_no_article_names_it(site: Site) -> None:
    site.write(NEED_2 + about("Norway") + about("Kenya") + about("Kenya", 7))
    report = site.build()
    assert report.problems == ()
    assert [path for path in site.output() if "norway" in path] == ["2021/05/06/norway-6.html"]
    assert topics_of(site, "Norway") == []
    assert topics_of(site, "Kenya") == ["Kenya"]
    assert [text for text, url in links(site.page("topics/index.html")) if url.startswith("/topics/k")] == ["Kenya"]
    assert b"topics/norway" not in b"".join(site.output().values())


def test_no_list_of_listings_contains_a_topic_without_a_page(site: Site) -> None:
    early = about("Norway").replace("date: 2021-05-06", "date: 2020-01-06")
    site.write(NEED_2 + early + about("Kenya") + about("Kenya", 7)).build()
    store = Store(str(site.root / ".digest/store.db"), writable=False)
    listings, pairs = Listings(store.db), CoOccurrence(store.db)
    assert (
        listings.keys("topics") == listings.newest_first("topics", 9) == list(listings.tallies("topics")) == ["kenya"]
    )
    assert [info.key for info in listings.info("topics")] == ["kenya"]
    assert listings.first_month("topics") == "2021-05"
    assert (pairs.count_of("topics"), pairs.count_in("topics", "2020-01", "2020-12")) == (1, 0)
    assert pairs.by_month("topics", "2020-01", "2020-12") == {}
    assert {size.key: bool(size.shown) for size in listings.sizes("topics")} == {"kenya": True, "norway": False}
    store.close()


def test_a_topic_gets_and_loses_its_pages_with_its_articles(site: Site) -> None:
    site.write(NEED_2 + about("Norway")).build()
    assert "topics/index.html" not in site.output()
    site.write(about("Norway", 7)).build()
    assert topics_of(site, "Norway") == topics_of(site, "Norway", 7) == ["Norway"]
    assert {"topics/norway/index.html", "topics/norway/feed.xml", "topics/index.html"} <= site.output().keys()
    assert equals_a_clean_build(site)
    (site.root / "content/norway-7.md").unlink()
    site.build()
    assert topics_of(site, "Norway") == []
    assert [path for path in site.output() if path.startswith("topics/")] == []
    assert equals_a_clean_build(site)


def test_a_stated_topic_has_its_page_with_one_article(site: Site) -> None:
    site.write(NEED_2 + about("Norway", topics="[Norway]")).build()
    assert topics_of(site, "Norway") == ["Norway"]
    site.write(about("Norway", 7)).build()
    assert topics_of(site, "Norway", 7) == ["Norway"]
    (site.root / "content/norway-6.md").unlink()
    site.build()
    assert topics_of(site, "Norway", 7) == []
    assert equals_a_clean_build(site)


def test_a_topic_of_config_yaml_has_its_page_with_one_article(site: Site) -> None:
    settings = "-- config.yaml --\ninfer: {least: 2, places: true}\ntopics: {norway: {name: The North}}\n"
    site.write(settings + about("Norway") + about("Kenya")).build()
    assert topics_of(site, "Norway") == ["The North"]
    assert topics_of(site, "Kenya") == []


def test_an_article_that_becomes_due_can_bring_a_topic_its_page(site: Site) -> None:
    later = about("Norway", 7).replace("date: 2021-05-07", "date: 2026-01-05")
    site.write(NEED_2 + about("Norway") + later).build(clock=CLOCK)
    assert topics_of(site, "Norway") == []
    assert site.build(clock=CLOCK + 5 * 86400).read == 0
    assert topics_of(site, "Norway") == ["Norway"]


def test_a_growing_site_hides_topics_that_had_pages(site: Site) -> None:
    site.write(daily(48, topics="[Arts]") + about("Norway")).build()
    assert topics_of(site, "Norway") == ["Norway"]
    site.write(article("more.md", date="2021-05-09", topics="[Arts]"))
    report = site.build()
    assert report.read == 1
    assert topics_of(site, "Norway") == []
    assert "topics/norway/index.html" not in site.output()
    assert equals_a_clean_build(site)


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["plain", "gazette"])
def test_a_topic_that_reaches_its_number_changes_its_articles_and_their_lists(site: Site, theme: str) -> None:
    many = daily(300, topics="[Arts]", source="The Example")
    site.write(f"-- config.yaml --\ntheme: {theme}\ninfer: {{least: 3}}\n{many}")
    for day in (6, 7):
        site.write(about("Norway", day, source="The Example"))
    site.build()
    site.write(about("Kenya", 20, source="The Example")).build()
    usual = set(site.written())
    site.write(about("Norway", 20, source="The Example")).build()
    reached = set(site.written())
    assert len(usual) <= len(reached) <= 30
    assert {path for path in reached if path.startswith("topics/norway/")} == {
        "topics/norway/feed.xml",
        "topics/norway/index.html",
    }
    articles = {f"2021/05/{day:02d}/norway-{day}.html" for day in (6, 7)}
    days = {f"2021/05/{day:02d}/index.html" for day in (6, 7)}
    assert articles | days <= reached
