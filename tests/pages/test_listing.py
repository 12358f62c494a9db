"""Topics, sources, authors and collections of the config: overviews, first pages, years and months."""

from __future__ import annotations

import pytest

from tests.support.pages import dead_links
from tests.support.pieces import around, article, daily, entries, groups, links, parts, plain, rows, up
from tests.support.sites import Site

SMALL = "-- config.yaml --\nlisting: {front: 3, split: 5}\n"


def built(site: Site, text: str) -> Site:
    """Build a site without problems and dead links."""
    assert site.write(text).build().problems == ()
    assert dead_links(site.output(), "http://localhost:8000/") == []
    return site


def below(site: Site, folder: str) -> list[str]:
    """The HTML pages below a folder of the output, without their index.html."""
    return [
        p.removeprefix(folder).removesuffix("index.html")
        for p in site.output()
        if p.startswith(folder) and p.endswith(".html")
    ]


# -- overviews ------------------------------------------------------------------------------------


def test_an_overview_lists_topics_with_numbers_of_articles(site: Site) -> None:
    built(
        site,
        article("a.md", date="2021-05-06", topics="[weather, Übersee]")
        + article("b.md", date="2021-05-07", topics="[Weather, Arts]"),
    )
    shown = entries(site.page("topics/index.html"))
    assert shown == {
        "Arts": ("/topics/arts/", 1),
        "Übersee": ("/topics/ubersee/", 1),
        "Weather": ("/topics/weather/", 2),
    }
    assert list(shown) == ["Arts", "Übersee", "Weather"]


def test_sources_and_authors_have_overviews_and_pages_like_topics(site: Site) -> None:
    built(
        site,
        "-- config.yaml --\nsources: {example.com: {name: The Example}}\n"
        + article("a.md", date="2021-05-06", source_url="https://news.example.com/a", authors="[Ann Lee, Jo Berg]")
        + article("b.md", date="2021-05-07", source="The Other", author="Ann Lee"),
    )
    assert entries(site.page("sources/index.html")) == {
        "The Example": ("/sources/the-example/", 1), "The Other": ("/sources/the-other/", 1)
    }  # fmt: skip
    assert entries(site.page("authors/index.html")) == {
        "Ann Lee": ("/authors/ann-lee/", 2),
        "Jo Berg": ("/authors/jo-berg/", 1),
    }
    assert rows(site.page("sources/the-example/index.html")) == ["a"]
    assert rows(site.page("authors/ann-lee/index.html")) == ["b", "a"]
    assert up(site.page("authors/ann-lee/index.html")) == ("Authors", "/authors/")


@pytest.mark.parametrize("theme", ["plain", "gazette"])
def test_the_page_of_a_source_or_author_links_to_its_website(site: Site, theme: str) -> None:
    built(
        site,
        f"-- config.yaml --\ntheme: {theme}\nsources: {{example.com: {{name: The Example, url: 'https://www.example.com/'}}}}\n"
        "authors: {ann-lee: {name: Ann Lee, url: 'mailto:ann@example.com'}}\n"
        + article("a.md", date="2021-05-06", source="The Example", author="Ann Lee"),
    )
    assert ("example.com", "https://www.example.com/") in links(site.page("sources/the-example/index.html"))
    assert ("ann@example.com", "mailto:ann@example.com") in links(site.page("authors/ann-lee/index.html"))


def test_the_navigation_has_no_empty_overviews(site: Site) -> None:
    def sections() -> list[tuple[str, str]]:
        return links(site.page("index.html").split('aria-label="Main">')[1].split("</nav>")[0])

    built(site, article("a.md", date="2021-05-06"))
    assert sections() == [("Archive", "/archive/")]
    built(site, article("a.md", date="2021-05-06", topics="[Arts]", author="Ann Lee"))
    assert sections() == [("Archive", "/archive/"), ("Topics", "/topics/"), ("Authors", "/authors/")]


def test_a_collection_of_the_config_groups_by_a_front_matter_key(site: Site) -> None:
    built(
        site,
        "-- config.yaml --\ncollections: {regions: {field: region}, desks: {field: desk, title: The desks}}\n"
        + article("a.md", date="2021-05-06", region="Black Sea", desk="[Foreign, Night]")
        + article("b.md", date="2021-05-07", region="[Black Sea, Balkans]")
        + article("c.md", date="2021-05-08"),
    )
    assert entries(site.page("regions/index.html")) == {
        "Balkans": ("/regions/balkans/", 1),
        "Black Sea": ("/regions/black-sea/", 2),
    }
    assert rows(site.page("regions/black-sea/index.html")) == ["b", "a"]
    assert "<h1>The desks</h1>" in site.page("desks/index.html")
    assert ("Regions", "/regions/") in links(site.page("index.html"))
    assert "regions/black-sea/feed.xml" not in site.output()


@pytest.mark.parametrize(
    ("field", "key"), [("tags", "topics"), ("authors", "author"), ("author", "authors"), ("lang", "language")]
)
def test_a_collection_can_use_any_name_of_a_key(site: Site, field: str, key: str) -> None:
    config = f"-- config.yaml --\ncollections: {{marks: {{field: {field}}}}}\n"
    built(site, config + article("a.md", date="2021-05-06", **{key: "fr"}))
    assert entries(site.page("marks/index.html")) == {"fr": ("/marks/fr/", 1)}


@pytest.mark.parametrize(
    "name",
    ["archive", "theme", "search", "email", "sitemap", "undated", "dates", "2021", "2021-05", "topics", "a/b", ".."],
)
def test_a_collection_cannot_have_an_address_of_the_archive(site: Site, name: str) -> None:
    report = site.write(
        f'-- config.yaml --\ncollections: {{"{name}": {{field: region}}}}\n' + daily(1, region="X")
    ).build()
    assert [(p.severity, p.file, p.line) for p in report.problems] == [("error", "config.yaml", 1)]
    assert name in report.problems[0].message


# -- names ----------------------------------------------------------------------------------------


def test_topics_have_their_name_from_the_config(site: Site) -> None:
    built(
        site,
        "-- config.yaml --\ntopics: {ukraine: {name: Ukraine, aliases: [UA], description: News from Kyiv.}}\n"
        + article("a.md", date="2021-05-06", topics="[UA]")
        + article("b.md", date="2021-05-07", topics="[UKRAINE]"),
    )
    page = site.page("topics/ukraine/index.html")
    assert "<h1>Ukraine</h1>" in page
    assert "News from Kyiv." in page
    assert rows(page) == ["b", "a"]


def test_other_topics_have_their_newest_spelling(site: Site) -> None:
    built(
        site,
        article("a.md", date="2021-05-06", topics="[climate change]")
        + article("b.md", date="2021-05-07", topics="[Climate Change]"),
    )
    assert "<h1>Climate Change</h1>" in site.page("topics/climate-change/index.html")
    built(site, article("c.md", date="2021-05-08", topics="[CLIMATE CHANGE]"))
    assert "<h1>CLIMATE CHANGE</h1>" in site.page("topics/climate-change/index.html")
    assert "CLIMATE CHANGE" in entries(site.page("topics/index.html"))
    (site.root / "content/c.md").unlink()
    site.build()
    assert "<h1>Climate Change</h1>" in site.page("topics/climate-change/index.html")


def test_aliases_of_an_author(site: Site) -> None:
    built(
        site,
        "-- config.yaml --\nauthors: {ann-lee: {name: Ann Lee, aliases: [A. Lee, Енн Лі], description: Writes from Riga.}}\n"
        + article("a.md", date="2021-05-06", author="A. Lee")
        + article("b.md", date="2021-05-07", author="Енн Лі"),
    )
    assert entries(site.page("authors/index.html")) == {"Ann Lee": ("/authors/ann-lee/", 2)}
    assert "Writes from Riga." in site.page("authors/ann-lee/index.html")
    assert "By Ann Lee" in plain(site.page("2021/05/06/a.html"))


def test_topics_link_to_parent_and_children(site: Site) -> None:
    config = (
        "-- config.yaml --\ntopics:\n  europe: {name: Europe}\n  ukraine: {name: Ukraine, parent: europe}\n"
        "  kyiv: {name: Kyiv, parent: ukraine}\n"
    )
    built(site, config + article("a.md", date="2021-05-06", topics="[ukraine, kyiv]"))
    assert '<p>See also: <a href="/topics/ukraine/">Ukraine</a></p>' in site.page("topics/kyiv/index.html")
    assert 'See also: <a href="/topics/kyiv/">Kyiv</a></p>' in site.page("topics/ukraine/index.html")
    built(site, article("b.md", date="2021-05-07", topics="[europe]"))
    related = '<p>See also: <a href="/topics/europe/">Europe</a>, <a href="/topics/kyiv/">Kyiv</a></p>'
    assert related in site.page("topics/ukraine/index.html")
    (site.root / "content/b.md").unlink()
    site.build()
    assert related not in site.page("topics/ukraine/index.html")
    assert dead_links(site.output(), "http://localhost:8000/") == []


# -- long lists -----------------------------------------------------------------------------------


def test_a_short_topic_is_one_page_grouped_by_month(site: Site) -> None:
    built(site, SMALL + daily(2, topics="[Arts]") + article("x.md", date="2020-12-31", topics="[Arts]"))
    assert below(site, "topics/arts/") == [""]
    assert groups(site.page("topics/arts/index.html")) == {"January 2021": ["n001", "n000"], "December 2020": ["x"]}
    assert parts(site.page("topics/arts/index.html")) == {}


def test_a_longer_topic_shows_its_newest_articles_and_has_pages_for_years(site: Site) -> None:
    old = "".join(article(f"o{i}.md", date=f"2019-03-0{i + 1}", topics="[Arts]") for i in range(2))
    built(site, SMALL + daily(4, topics="[Arts]") + old)
    assert below(site, "topics/arts/") == ["2019/", "2021/", ""]
    front = site.page("topics/arts/index.html")
    assert rows(front) == ["n003", "n002", "n001"]
    assert parts(front) == {"2021": ("/topics/arts/2021/", 4), "2019": ("/topics/arts/2019/", 2)}
    assert "6 articles" in front
    year = site.page("topics/arts/2021/index.html")
    assert "<h1>Arts, 2021</h1>" in year
    assert rows(year) == ["n003", "n002", "n001", "n000"]
    assert around(year) == ("/topics/arts/2019/", "")
    assert up(year) == ("Arts", "/topics/arts/")


def test_a_full_year_of_a_topic_is_split_into_months(site: Site) -> None:
    built(site, SMALL + daily(30, topics="[Arts]"))
    assert below(site, "topics/arts/") == ["2021/01/", "2021/02/", "2021/", ""]
    year = site.page("topics/arts/2021/index.html")
    assert rows(year) == []
    assert parts(year) == {
        "February 2021": ("/topics/arts/2021/02/", 2), "January 2021": ("/topics/arts/2021/01/", 28)
    }  # fmt: skip
    month = site.page("topics/arts/2021/02/index.html")
    assert list(groups(month)) == ["2 February 2021", "1 February 2021"]
    assert around(month) == ("/topics/arts/2021/01/", "")
    assert up(month) == ("Arts", "/topics/arts/")


def test_undated_articles_of_a_long_topic_have_their_own_page(site: Site) -> None:
    site.write(SMALL + daily(4, topics="[Arts]") + article("never.md", topics="[Arts]")).build()
    assert below(site, "topics/arts/") == ["2021/", "", "undated/"]
    assert parts(site.page("topics/arts/index.html"))["Undated"] == ("/topics/arts/undated/", 1)
    assert rows(site.page("topics/arts/undated/index.html")) == ["never"]


def test_pages_of_a_topic_that_becomes_short_are_removed(site: Site) -> None:
    built(site, SMALL + daily(30, topics="[Arts]"))
    for number in range(3, 30):
        (site.root / f"content/n{number:03d}.md").unlink()
    site.build()
    assert below(site, "topics/arts/") == [""]
    for number in range(3):
        (site.root / f"content/n{number:03d}.md").unlink()
    site.build()
    assert below(site, "topics/") == []
    assert not (site.root / "output/topics").exists()


# -- defaults -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_topic_of_sixty_articles_has_one_page_and_a_year_of_two_hundred_is_not_split(site: Site) -> None:
    built(site, daily(60, topics="[Arts]"))
    assert below(site, "topics/arts/") == [""]
    built(site, daily(200, topics="[Arts]"))
    assert below(site, "topics/arts/") == ["2021/", ""]
    assert len(rows(site.page("topics/arts/index.html"))) == 60
    assert len(rows(site.page("topics/arts/2021/index.html"))) == 200
    built(site, article("more.md", date="2021-12-31", topics="[Arts]"))
    assert below(site, "topics/arts/2021/")[:1] == ["01/"]
