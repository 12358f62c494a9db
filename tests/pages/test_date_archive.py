"""Pages of days, weeks, months and years, the front page, the archive, and links between neighbouring articles."""

from __future__ import annotations

import re

from tests.support.pages import dead_links
from tests.support.pieces import around, article, daily, entries, groups, links, parts, plain, rows, up
from tests.support.sites import Site

HERE = "http://localhost:8000/"


def built(site: Site, text: str) -> Site:
    """Build a site without problems and dead links."""
    assert site.write(text).build().problems == ()
    assert dead_links(site.output(), HERE) == []
    return site


# -- the front page -------------------------------------------------------------------------------


def test_the_front_page_shows_the_newest_day_and_fills_up_to_twenty_articles(site: Site) -> None:
    built(site, daily(30) + article("last.md", date="2021-02-02"))
    shown = groups(site.page("index.html"))
    assert next(iter(shown)) == "2 February 2021"
    assert shown["2 February 2021"] == ["last", "n029"]
    assert sum(map(len, shown.values())) == 20
    assert list(shown)[-1] == "12 January 2021"


def test_a_newest_day_of_more_than_twenty_articles_is_shown_alone(site: Site) -> None:
    same_day = "".join(article(f"d{i:02d}.md", date="2021-06-01") for i in range(23))
    built(site, daily(3) + same_day)
    assert groups(site.page("index.html")) == {"1 June 2021": [f"d{i:02d}" for i in range(23)]}


def test_weekly_editions_have_the_newest_week_on_the_front_page(site: Site) -> None:
    monday = "".join(article(f"m{i:02d}.md", date="2021-05-03") for i in range(15))
    sunday = "".join(article(f"s{i:02d}.md", date="2021-05-09") for i in range(15))
    built(site, "-- config.yaml --\nedition: week\n" + monday + sunday + article("before.md", date="2021-05-02"))
    shown = groups(site.page("index.html"))
    assert list(shown) == ["9 May 2021", "3 May 2021"]
    assert sum(map(len, shown.values())) == 30


def test_the_front_page_of_an_empty_site_explains_what_to_do(site: Site) -> None:
    report = site.write("-- config.yaml --\ntitle: The Empty\n").build()
    assert [problem.code for problem in report.problems] == ["no-articles"]
    assert "No articles yet" in site.page("index.html")
    assert entries(site.page("archive/index.html")) == {}


# -- days, weeks, months, years -------------------------------------------------------------------


def test_a_day_lists_its_articles_and_links_to_the_nearest_days(site: Site) -> None:
    built(
        site,
        article("a.md", date="2021-05-06 08:00")
        + article("b.md", date="2021-05-06 21:00")
        + article("before.md", date="2021-04-30")
        + article("after.md", date="2022-01-01"),
    )
    page = site.page("2021/05/06/index.html")
    assert rows(page) == ["b", "a"]
    assert around(page) == ("/2021/04/30/", "/2022/01/01/")
    assert up(page) == ("May 2021", "/2021/05/")
    assert "<h1>6 May 2021</h1>" in page
    assert "2 articles" in page


def test_a_month_lists_its_days(site: Site) -> None:
    built(site, daily(60))
    page = site.page("2021/02/index.html")
    assert list(groups(page)) == [f"{day} February 2021" for day in range(28, 0, -1)]
    assert ("28 February 2021", "/2021/02/28/") in links(page)
    assert around(page) == ("/2021/01/", "/2021/03/")
    assert up(page) == ("2021", "/2021/")


def test_a_year_with_few_articles_lists_them_by_month(site: Site) -> None:
    built(site, daily(30) + article("old.md", date="1999-12-31"))
    page = site.page("2021/index.html")
    assert {title: len(found) for title, found in groups(page).items()} == {"February 2021": 2, "January 2021": 28}
    assert parts(page) == {"February 2021": ("/2021/02/", 2), "January 2021": ("/2021/01/", 28)}
    assert around(page) == ("/1999/", "")
    assert up(page) == ("Archive", "/archive/")


def test_a_year_with_many_articles_lists_its_months_only(site: Site) -> None:
    built(site, "-- config.yaml --\nlisting: {split: 29}\n" + daily(30))
    page = site.page("2021/index.html")
    assert rows(page) == []
    assert list(parts(page)) == ["February 2021", "January 2021"]
    assert "30 articles" in page


def test_the_archive_lists_the_years_and_the_undated(site: Site) -> None:
    site.write(daily(3) + article("old.md", date="1999-12-31") + "-- content/note.md --\n# A note\n\nNo date here.\n")
    site.build()
    assert entries(site.page("archive/index.html")) == {
        "2021": ("/2021/", 3), "1999": ("/1999/", 1), "Undated": ("/undated/", 1)
    }  # fmt: skip


def test_weeks_have_pages_only_with_weekly_editions(site: Site) -> None:
    built(site, daily(3))
    assert not [path for path in site.output() if re.search(r"/w\d\d/", path)]
    built(site, "-- config.yaml --\nedition: week\n")
    assert [path for path in site.output() if re.search(r"/w\d\d/", path)] == ["2020/w53/index.html"]


def test_a_week_belongs_to_the_year_of_its_thursday(site: Site) -> None:
    built(
        site,
        "-- config.yaml --\nedition: week\n"
        + article("monday.md", date="2020-12-28")
        + article("sunday.md", date="2021-01-03")
        + article("next.md", date="2021-01-04"),
    )
    page = site.page("2020/w53/index.html")
    assert groups(page) == {"3 January 2021": ["sunday"], "28 December 2020": ["monday"]}
    assert "<h1>Week 53, 2020</h1>" in page
    assert around(page) == ("", "/2021/w01/")
    assert rows(site.page("2021/w01/index.html")) == ["next"]


def test_the_last_week_of_the_calendar_has_a_page(site: Site) -> None:
    site.write("-- config.yaml --\nedition: week\n" + article("a.md", date="9999-12-31")).build(future=True)
    assert rows(site.page("9999/w52/index.html")) == ["a"]


def test_days_link_to_their_week_and_weeks_to_an_existing_year(site: Site) -> None:
    built(site, "-- config.yaml --\nedition: week\n" + article("a.md", date="2021-01-01"))
    assert up(site.page("2021/01/01/index.html")) == ("Week 53, 2020", "/2020/w53/")
    assert up(site.page("2020/w53/index.html")) == ("2021", "/2021/")


def test_a_day_without_articles_is_removed_and_its_neighbours_link_to_each_other(site: Site) -> None:
    built(site, daily(3))
    (site.root / "content/n001.md").unlink()
    assert site.build().removed == 2
    assert "2021/01/02/index.html" not in site.output()
    assert around(site.page("2021/01/01/index.html")) == ("", "/2021/01/03/")
    assert dead_links(site.output(), HERE) == []


# -- time zones -----------------------------------------------------------------------------------


def test_the_time_zone_of_the_site_decides_the_day(site: Site) -> None:
    instant = article("a.md", date="2021-05-06T23:30:00Z")
    built(site, "-- config.yaml --\ntimezone: Europe/Kyiv\n" + instant)
    assert "2021/05/07/a.html" in site.output()
    assert '<time datetime="2021-05-07T02:30:00+03:00">7 May 2021, 02:30</time>' in site.page("2021/05/07/a.html")
    built(site, "-- config.yaml --\ntimezone: America/New_York\n")
    assert "2021/05/06/a.html" in site.output()
    assert "2021/05/07/a.html" not in site.output()


def test_a_date_without_time_is_the_same_day_in_every_zone(site: Site) -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        built(site, f"-- config.yaml --\ntimezone: {zone}\n" + article("a.md", date="2021-05-06"))
        assert "2021/05/06/a.html" in site.output()


def test_undated_articles_have_their_own_page_and_a_warning(site: Site) -> None:
    report = site.write(daily(1) + "-- content/notes/one.md --\n# One note\n\nNobody knows when.\n").build()
    assert [(p.severity, p.file) for p in report.problems] == [("warning", "content/notes/one.md")]
    assert rows(site.page("undated/index.html")) == ["One note"]
    assert groups(site.page("index.html"))["Undated"] == ["One note"]
    assert "<time" not in site.page("undated/one-note.html")
    assert around(site.page("undated/one-note.html")) == ("", "")
    assert dead_links(site.output(), HERE) == []


# -- an article -----------------------------------------------------------------------------------


def test_an_article_links_to_the_previous_and_the_next_one(site: Site) -> None:
    built(site, daily(3))
    page = site.page("2021/01/02/n001.html")
    assert around(page) == ("/2021/01/01/n000.html", "/2021/01/03/n002.html")
    assert ("Earlier n000", "/2021/01/01/n000.html") in links(page)
    assert around(site.page("2021/01/01/n000.html")) == ("", "/2021/01/02/n001.html")


def test_articles_of_the_same_time_are_ordered_by_path(site: Site) -> None:
    built(site, "".join(article(f"{name}.md", date="2021-05-06") for name in "cab"))
    assert rows(site.page("2021/05/06/index.html")) == ["a", "b", "c"]
    assert around(site.page("2021/05/06/b.html")) == ("/2021/05/06/c.html", "/2021/05/06/a.html")


def test_the_page_of_an_article_shows_all_its_fields(site: Site) -> None:
    built(
        site,
        """
-- config.yaml --
title: The Desk
sources: {example.com: {name: The Example}}
-- content/a.md --
---
title: Grain
date: 2021-05-06
updated: 2021-05-07
authors: [Ann Lee, Jo Berg]
agency: AFP
source_url: https://www.example.com/grain
topics: [Farming]
summary: Prices rise again.
caption: A field.
credit: Max Muster
corrections:
  - date: 2021-05-08
    text: An earlier version misnamed the field.
---

Wheat is dear.
""",
    )
    page = site.page("2021/05/06/grain.html")
    words = plain(page.split("<main")[1])
    for expected in (
        "Corrected on 8 May 2021. An earlier version misnamed the field.", "Prices rise again.",
        "By Ann Lee and Jo Berg for AFP", "The Example", "6 May 2021", "Updated 7 May 2021", "Original at example.com",
        "Wheat is dear. Picture not archived: A field. Max Muster Topics: Farming",
    ):  # fmt: skip
        assert expected in words
    assert "<title>Grain – The Desk</title>" in page
    assert '<meta name="description" content="Prices rise again.">' in page
    assert '<link rel="canonical" href="http://localhost:8000/2021/05/06/grain.html">' in page


def test_markup_in_a_title_is_rendered_or_text(site: Site) -> None:
    title = "'*Hamlet* & <script>alert(1)</script> \"live\"'"
    built(site, article("a.md", title, date="2021-05-06", slug="a") + article("b.md", date="2021-05-07"))
    for path in ("2021/05/06/a.html", "2021/05/06/index.html", "index.html"):
        assert "<em>Hamlet</em> &amp; " in site.page(path)
    for path, data in site.output().items():
        assert b"<script" not in data, path
    assert re.search(r"<title>Hamlet &amp; .*?“live” – The Digest</title>", site.page("2021/05/06/a.html"))
    assert "Hamlet &amp; " in site.page("2021/05/07/b.html").split('rel="prev"')[1]


def test_an_article_in_another_language_has_lang_and_dir(site: Site) -> None:
    built(
        site,
        "-- config.yaml --\nlanguages: [ar, de]\n"
        + article("ar.md", "أخبار اليوم", "نص المقال.", date="2021-05-06", language="ar", slug="ar")
        + article("de.md", "Heute", date="2021-05-06", language="de", slug="de")
        + article("en.md", date="2021-05-06", language="en"),
    )
    assert '<article lang="ar" dir="rtl">' in site.page("2021/05/06/ar.html")
    assert '<article lang="de">' in site.page("2021/05/06/de.html")
    assert "<article>" in site.page("2021/05/06/en.html")
    assert '<article class="item" lang="ar" dir="rtl">' in site.page("index.html")
    assert '<html lang="en">' in site.page("2021/05/06/ar.html")


def test_a_site_in_arabic_is_written_from_right_to_left(site: Site) -> None:
    built(site, "-- config.yaml --\nlanguage: ar\n" + article("a.md", date="2021-05-06", language="en"))
    assert '<html lang="ar" dir="rtl">' in site.page("index.html")
    assert '<article lang="en" dir="ltr">' in site.page("2021/05/06/a.html")
