"""The search page of `gazette` in a real browser: queries, filters, pages of results, and errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.browsing import View, viewed
from tests.support.gazette import CONFIG
from tests.support.pieces import article
from tests.support.sites import Site
from tests.support.tutorial import follow

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
URL = "https://foreigndesk.example/"
LONG = "The third wagon left the rails 800 metres inside the eastern bore, where no signal had stood since the line was laid, and damaged the lining of the *tunnel* so much that nobody would name a day for the first train."  # noqa: E501
ARTICLES = (
    article("a.md", "Hauliers ask for toll relief", date="2021-05-07", source="Northern Wire", topics="[Roads]",
            summary="The freight of the tunnel goes by road.")
    + article("b.md", "Ministers visit the closed tunnel", date="2021-05-06", source="Alpine Courier", topics="[Rail, Law]")
    + article("c.md", "Freight first", date="2020-04-21", source="Alpine Courier", topics="[Rail]", summary=LONG)
    + article("d.md", "Café Ñandú öffnet", date="2020-03-02", source="Capital Post", language="de")
    + article("e.md", "东京塔重新开放", date="2019-03-02", source="Capital Post", language="zh")
    + article("f.md", "'<img src=x onerror=alert(1)> & more'", date="2019-03-01", slug="f")
    + "-- content/g.md --\n---\ntitle: A tunnel without a date\ndate: none\n---\nText.\n"
)  # fmt: skip


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a site with seven articles of four months and undated ones."""
    site = Site(tmp_path_factory.mktemp("search")).write(CONFIG + ARTICLES)
    assert site.build().problems == ()
    return site.root / "output"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a site with fifty articles that contain one word."""
    site = Site(tmp_path_factory.mktemp("many"))
    names = [f"n{i:02d}" for i in range(50)]
    text = "".join(
        article(f"{n}.md", f"News {n}", date=f"2021-0{1 + i // 10}-{1 + i % 10:02d}") for i, n in enumerate(names)
    )
    site.write(CONFIG + text).build()
    return site.root / "output"


@contextmanager
def searched(
    browser: Browser, output: Path, query: str = "", *, width: int = 1440, script: bool = True
) -> Iterator[View]:
    """Open the search page with this query string, and wait until all is loaded."""
    with viewed(browser, output, URL, width=width, script=script) as view:
        view.page.goto(f"{URL}search/{query}", wait_until="networkidle")
        yield view


def typed(page: Page, text: str, said: str) -> None:
    """Type into the field, and wait for the results."""
    page.get_by_label("Search the archive").fill(text)
    page.get_by_role("status").filter(has_text=said).wait_for()


def found(page: Page) -> list[str]:
    """The headlines on the page."""
    return page.locator("#hits h2").all_text_contents()


def facets(page: Page) -> dict[str, list[str]]:
    """The filters with their counts."""
    return {
        group.locator("h2").inner_text(): [" ".join(a.split()) for a in group.locator("a").all_text_contents()]
        for group in page.locator("#facets section").all()
    }


# -- queries --------------------------------------------------------------------------------------


def test_an_empty_query_shows_the_number_of_articles(output: Path, browser: Browser) -> None:
    with searched(browser, output) as view:
        assert view.page.get_by_role("status").inner_text() == "Articles since March 2019"
        view.page.get_by_label("Search the archive").focus()
        view.page.get_by_role("status").filter(has_text="7 articles since March 2019").wait_for()
        assert view.page.get_by_role("heading", level=1).inner_text() == "Search the archive"
        assert view.page.locator("nav.main [aria-current=page]").inner_text() == "Search"
        assert found(view.page) == []
        assert view.faults == []


def test_nothing_is_said_of_results_before_the_index_is_loaded(output: Path, browser: Browser) -> None:
    with viewed(browser, output, URL, width=820) as view:
        view.page.route("**/search/*.json", lambda _: None)
        view.page.goto(f"{URL}search/?q=nothing", wait_until="load")
        status = view.page.get_by_role("status")
        assert status.inner_text() == "Searching …"
        view.page.goto(f"{URL}search/", wait_until="load")
        typed(view.page, "nothing", "Searching …")


def test_results_contain_all_words_as_prefixes_newest_first(output: Path, browser: Browser) -> None:
    with searched(browser, output) as view:
        top = view.page.locator("#q").bounding_box()
        typed(view.page, "tunnel", "4 articles, newest first")
        assert found(view.page) == [
            "Hauliers ask for toll relief", "Ministers visit the closed tunnel", "Freight first", "A tunnel without a date",
        ]  # fmt: skip
        typed(view.page, "TUNN freig", "2 articles, newest first")
        assert found(view.page) == ["Hauliers ask for toll relief", "Freight first"]
        assert view.page.locator("#hits mark").all_text_contents() == ["freight", "tunnel", "Freight", "tunnel"]
        typed(view.page, "unnel", "No headline, summary or name contains “unnel”.")
        assert view.page.locator("#q").bounding_box() == top
        assert view.faults == []


def test_sources_authors_topics_and_stories_are_found(output: Path, browser: Browser) -> None:
    with searched(browser, output) as view:
        typed(view.page, "alpine law", "1 article, newest first")
        assert found(view.page) == ["Ministers visit the closed tunnel"]
        assert view.page.locator("#hits .src").inner_html().split(" <")[0] == "<span><mark>Alpine</mark> Courier</span>"
        assert view.page.locator("#hits mark").all_text_contents() == ["Alpine", "Law"]
        typed(view.page, "tunnel", "4 articles, newest first")
        assert view.page.locator("#hits .src").nth(1).inner_text().split() == ["Alpine", "Courier", "6", "May", "2021"]


@pytest.mark.parametrize(
    ("query", "title", "marked"),
    [("cafe nandu", "Café Ñandú öffnet", ["Café", "Ñandú"]), ("OFFNET", "Café Ñandú öffnet", ["öffnet"]),
     ("塔重", "东京塔重新开放", ["塔重"])],
)  # fmt: skip
def test_accents_case_and_scripts_without_spaces(
    query: str, title: str, marked: list[str], output: Path, browser: Browser
) -> None:
    with searched(browser, output) as view:
        typed(view.page, query, "1 article, newest first")
        assert found(view.page) == [title]
        assert view.page.locator("#hits mark").all_text_contents() == marked
        assert view.page.locator("#hits h2").get_attribute("lang") == ("zh" if marked == ["塔重"] else "de")


def test_long_summaries_are_cut_around_the_words(output: Path, browser: Browser) -> None:
    with searched(browser, output, "?q=nobody") as view:
        (shown,) = view.page.locator("#hits .summary").all_text_contents()
        assert shown.startswith("… ")
        assert shown.endswith("for the first train.")
        assert len(shown) < 170
    with searched(browser, output, "?q=wagon") as view:
        (shown,) = view.page.locator("#hits .summary").all_text_contents()
        assert shown.startswith("The third wagon")
        assert shown.endswith(" …")


def test_a_result_has_source_date_and_link(output: Path, browser: Browser) -> None:
    with searched(browser, output, "?q=hauliers") as view:
        assert " ".join(view.page.locator("#hits .src").inner_text().split()) == "Northern Wire 7 May 2021"
        assert view.page.locator("#hits time").get_attribute("datetime") == "2021-05-07"
        view.page.locator("#hits h2 a").click()
        view.page.wait_for_url(f"{URL}2021/05/07/hauliers-ask-for-toll-relief.html")
        view.page.go_back(wait_until="networkidle")
        assert found(view.page) == ["Hauliers ask for toll relief"]


def test_a_result_without_a_text_leads_to_its_original(tmp_path: Path, browser: Browser) -> None:
    Site(tmp_path).write(
        CONFIG + "-- content/a.md --\n---\ntitle: Snow falls\nlink: https://alpine.example/snow\n---\n"
    ).build()
    with searched(browser, tmp_path / "output", "?q=snow") as view:
        assert view.page.locator("#hits h2 a").get_attribute("href") == "https://alpine.example/snow"


def test_html_in_articles_and_queries_is_escaped(output: Path, browser: Browser) -> None:
    with searched(browser, output, "?q=onerror&source=%3Cimg%20src=x%3E") as view:
        view.page.goto(f"{URL}search/?q=onerror", wait_until="networkidle")
        assert found(view.page) == ["<img src=x onerror=alert(1)> & more"]
        typed(view.page, "<b>nothing</b>", "No headline, summary or name contains both “b” and “nothing”.")
        assert view.page.locator("#find img, #find #status b").count() == 0
        assert view.faults == []


def answer(page: Page) -> str:
    """The sentence below the status; empty if there is none."""
    return page.locator("#answer:not([hidden])").inner_text() if page.locator("#answer:not([hidden])").count() else ""


def links(page: Page) -> list[tuple[str, str]]:
    """Text and path of the links in this sentence."""
    return [(a.inner_text(), a.evaluate("a => a.pathname + a.search")) for a in page.locator("#answer a").all()]


def test_without_results_it_is_said_what_was_searched_and_the_rarest_word_and_the_years_are_offered(
    output: Path, browser: Browser
) -> None:
    with searched(browser, output) as view:
        typed(
            view.page,
            "zeppelin tunnel freight",
            "No headline, summary or name contains “zeppelin”, “tunnel” and “freight”.",
        )
        assert answer(view.page).startswith("“freight” alone is in 2 articles. By year: 2021, 2020, 2019")
        typed(view.page, "zeppelin tunnel", "No headline, summary or name contains both “zeppelin” and “tunnel”.")
        status = view.page.get_by_role("status").inner_text()
        assert status.endswith("“tunnel”. The articles’ own text is not searched on this site.")
        assert answer(view.page) == "“tunnel” alone is in 4 articles. By year: 2021, 2020, 2019"
        assert links(view.page)[1:] == [("2021", "/2021/"), ("2020", "/2020/"), ("2019", "/2019/")]
        assert all((output / path.strip("/") / "index.html").is_file() for _, path in links(view.page)[1:])
        view.page.get_by_role("link", name="4 articles").click()
        assert view.page.get_by_role("status").inner_text() == "4 articles, newest first"
        assert view.page.locator("#q").input_value() == "tunnel"
        assert answer(view.page) == ""
        typed(view.page, "zeppelin airship balloon", "contains “zeppelin”, “airship” and “balloon”.")
        assert answer(view.page) == "By year: 2021, 2020, 2019"


def test_an_archive_of_one_year_offers_its_months(many: Path, browser: Browser) -> None:
    with searched(browser, many, "?q=zeppelin") as view:
        assert answer(view.page) == "By month: May 2021, April 2021, March 2021, February 2021, January 2021"
        assert links(view.page)[0] == ("May 2021", "/2021/05/")


@pytest.mark.parametrize(
    ("query", "said", "about", "path"),
    [
        ("2021", "2 articles in 2021, newest first", "2021 is a year of this archive: 2 editions, 2 articles.", "/2021/"),
        ("may 2021", "2 articles in May 2021, newest first", "May 2021 is a month of this archive: 2 editions, 2 articles.",
         "/2021/05/"),
        ("2021-05", "2 articles in May 2021", "May 2021 is a month of this archive: 2 editions, 2 articles.", "/2021/05/"),
        ("5/2021", "2 articles in May 2021", "May 2021 is a month of this archive: 2 editions, 2 articles.", "/2021/05/"),
        ("2021-05-07", "1 article, newest first", "7 May 2021 is a day of this archive: 1 article.", "/2021/05/07/"),
        ("7 MAY 2021", "1 article, newest first", "7 May 2021 is a day of this archive: 1 article.", "/2021/05/07/"),
        ("May 7, 2021", "1 article, newest first", "7 May 2021 is a day of this archive: 1 article.", "/2021/05/07/"),
        ("7.5.2021", "1 article, newest first", "7 May 2021 is a day of this archive: 1 article.", "/2021/05/07/"),
        ("apr 2020", "1 article in April 2020", "April 2020 is a month of this archive: 1 edition, 1 article.", "/2020/04/"),
    ],
)  # fmt: skip
def test_a_year_a_month_and_a_date_are_queries(
    query: str, said: str, about: str, path: str, output: Path, browser: Browser
) -> None:
    with searched(browser, output) as view:
        typed(view.page, query, said)
        assert (answer(view.page), [where for _, where in links(view.page)]) == (about, [path])
        assert (output / path.strip("/") / "index.html").is_file()
        assert found(view.page)[0] == ("Freight first" if "2020" in query else "Hauliers ask for toll relief")
        assert view.faults == []


@pytest.mark.parametrize("query", ["1999", "june 2021", "may", "may 2021 tunnel", "2021-13", "12345"])
def test_other_numbers_and_periods_without_articles_are_words(query: str, output: Path, browser: Browser) -> None:
    with searched(browser, output) as view:
        typed(view.page, query, "No headline, summary or name contains")
        assert "of this archive" not in answer(view.page)


def test_dates_in_other_languages_and_letters_that_are_written_in_two_ways(tmp_path: Path, browser: Browser) -> None:
    pieces = article("a.md", "Straßenfest am Søndre gård", date="2021-05-07") + article(
        "b.md", "Später", date="2021-12-01"
    )
    Site(tmp_path).write(CONFIG + "language: de\nedition: week\n" + pieces).build()
    with searched(browser, tmp_path / "output", "?q=STRASSE") as view:
        assert found(view.page) == ["Straßenfest am Søndre gård"]
        assert view.page.locator("#hits mark").all_text_contents() == ["Straßenfest"]
        for query in ("straßenfest", "sondre gard", "7. Mai 2021", "Mai 2021"):
            view.page.locator("#q").fill(query)
            view.page.locator("#q").press("Enter")
            assert found(view.page) == ["Straßenfest am Søndre gård"], query
        assert view.page.get_by_role("status").inner_text() == "1 Artikel, Mai 2021, neueste zuerst"
        assert answer(view.page) == "Mai 2021 ist ein Monat dieses Archivs: 1 Ausgabe, 1 Artikel."
        view.page.locator("#q").fill("dezember 2021")
        view.page.locator("#q").press("Enter")
        assert found(view.page) == ["Später"]


def test_one_ring_is_round_field_and_button_and_a_slash_leads_to_the_field(output: Path, browser: Browser) -> None:
    with searched(browser, output) as view:
        page = view.page
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "q"
        style = "e => (s => s.outlineStyle + ' ' + s.outlineWidth + ' ' + s.outlineOffset)(getComputedStyle(e))"
        assert page.locator("#q").evaluate(style) == "solid 2px 4px"
        field, button = (page.locator(s).bounding_box() for s in ("#q", ".field button"))
        assert field
        assert button
        assert field["x"] + field["width"] == button["x"] + button["width"]
        assert field["y"] < button["y"] < button["y"] + button["height"] < field["y"] + field["height"]
        page.keyboard.press("/")
        assert page.locator("#q").input_value() == "/"
        page.keyboard.press("Tab")
        assert page.locator("#q").evaluate(style).startswith("none")
        assert page.locator(".field button").evaluate(style).startswith("solid 2px")


# -- filters, pages, history ----------------------------------------------------------------------


def test_results_can_be_filtered_by_year_source_and_topic(output: Path, browser: Browser) -> None:
    with searched(browser, output, "?q=tunnel") as view:
        assert facets(view.page) == {
            "Year": ["All 4", "2021 2", "2020 1", "Undated 1"],
            "Source": ["All 4", "Alpine Courier 2", "Northern Wire 1"],
            "Topic": ["All 4", "Rail 2", "Law 1", "Roads 1"],
        }
        view.page.get_by_role("link", name="Alpine Courier").press("Enter")
        assert found(view.page) == ["Ministers visit the closed tunnel", "Freight first"]
        assert view.page.evaluate("document.activeElement.textContent") == "Alpine Courier 2"
        assert view.page.locator("#facets [aria-current]").all_text_contents() == ["All 2", "Alpine Courier 2", "All 2"]
        view.page.get_by_role("link", name="2020").click()
        assert found(view.page) == ["Freight first"]
        assert facets(view.page)["Year"] == ["All 2", "2021 1", "2020 1"]
        assert facets(view.page)["Source"] == ["All 1", "Alpine Courier 1"]
        assert view.page.url == f"{URL}search/?q=tunnel&source=Alpine+Courier&year=2020"
        view.page.reload(wait_until="networkidle")
        assert found(view.page) == ["Freight first"]
        assert view.faults == []


def test_back_and_forward_go_through_searches_not_letters(output: Path, browser: Browser) -> None:
    with searched(browser, output) as view:
        field = view.page.get_by_label("Search the archive")
        field.press_sequentially("tunnel", delay=150)
        view.page.get_by_role("status").filter(has_text="4 articles").wait_for()
        field.press("Enter")
        field.fill("freight")
        view.page.get_by_role("status").filter(has_text="2 articles").wait_for()
        view.page.get_by_role("link", name="2021").click()
        for query, number in (("?q=freight", 2), ("?q=tunnel", 4), ("", 0)):
            view.page.go_back()
            view.page.wait_for_url(f"{URL}search/{query}")
            assert len(found(view.page)) == number
            assert field.input_value() == query.removeprefix("?q=")
        view.page.go_forward()
        assert len(found(view.page)) == 4


def test_many_results_have_pages_of_twenty(many: Path, browser: Browser) -> None:
    with searched(browser, many, "?q=news") as view:
        pages = view.page.get_by_role("navigation", name="Pages")
        assert (len(found(view.page)), found(view.page)[0]) == (20, "News n49")
        assert pages.locator("li").all_text_contents() == ["1", "2", "3", "Older"]
        assert pages.locator("[aria-current=page]").inner_text() == "1"
        pages.get_by_role("link", name="3").click()
        assert len(found(view.page)) == 10
        assert pages.locator("li").all_text_contents() == ["Newer", "1", "2", "3"]
        assert view.page.evaluate("document.activeElement.id") == "status"
        assert view.page.url.endswith("?q=news&page=3")
        pages.get_by_role("link", name="Newer").click()
        assert found(view.page)[0] == "News n29"
        view.page.get_by_role("link", name="1", exact=True).click()
        assert view.page.url.endswith("?q=news")


# -- without script or index -----------------------------------------------------------------------


def test_without_script_there_are_links_to_the_archive(output: Path, browser: Browser) -> None:
    with searched(browser, output, width=820, script=False) as view:
        assert not view.page.locator("#q").is_visible()
        note = view.page.locator("main .note:visible")
        assert note.inner_text().startswith("Search needs JavaScript, which is switched off.")
        assert [a.inner_text() for a in note.locator("a").all()] == ["Archive", "Topics", "Sources"]
        assert not view.page.get_by_role("button").is_visible()


def test_a_failed_download_of_the_index_can_be_repeated(output: Path, browser: Browser) -> None:
    file = output / "search/2020-04.json"
    aside = file.rename(file.with_suffix(".aside"))
    try:
        with searched(browser, output, "?q=tunnel") as view:
            note = view.page.locator("#broken")
            assert note.inner_text().startswith("The search index could not be loaded.")
            assert [a.inner_text() for a in note.locator("a").all()] == ["Archive", "Topics", "Sources"]
            assert found(view.page) == ["Hauliers ask for toll relief", "Ministers visit the closed tunnel"]
            aside.rename(file)
            view.page.get_by_role("button", name="Try again").click()
            assert view.page.evaluate("document.activeElement.id") == "q"
            view.page.get_by_role("status").filter(has_text="4 articles, newest first").wait_for()
            assert not note.is_visible()
            assert len(found(view.page)) == 4
            assert len(view.faults) == 2  # the file, and the message on the console
    finally:
        if aside.exists():
            aside.rename(file)


def test_search_does_not_work_from_disk(tmp_path: Path, browser: Browser) -> None:
    site = Site(tmp_path).write("-- config.yaml --\ntheme: gazette\nrelative_urls: true\n" + ARTICLES)
    site.build()
    page = browser.new_page()
    try:
        page.goto((tmp_path / "output/search/index.html").as_uri())
        page.locator("#broken").wait_for()
        assert page.locator("#broken a").first.get_attribute("href") == "../archive/index.html"
    finally:
        page.close()


def test_search_with_relative_urls(tmp_path: Path, browser: Browser) -> None:
    Site(tmp_path).write("-- config.yaml --\ntheme: gazette\nrelative_urls: true\n" + ARTICLES).build()
    with searched(browser, tmp_path / "output", "index.html?q=tunnel") as view:
        assert len(found(view.page)) == 4
        view.page.locator("#hits h2 a").first.click()
        view.page.wait_for_url(f"{URL}2021/05/07/hauliers-ask-for-toll-relief.html")


def test_the_search_page_of_the_tutorial(tmp_path: Path, browser: Browser) -> None:
    follow(Site(tmp_path), "Write a theme", "A search page")
    with viewed(browser, tmp_path / "output", URL, width=820) as view:
        view.page.goto(f"{URL}search/", wait_until="networkidle")
        view.page.get_by_label("Word in a title").fill("N06")
        view.page.locator("#found a").first.wait_for()
        assert view.page.locator("#found a").all_text_contents() == [f"n06{i}" for i in range(9, -1, -1)]
        assert view.faults == []


# -- layout and languages -------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 820, 1440])
def test_filters_are_above_or_next_to_the_results(width: int, output: Path, browser: Browser) -> None:
    with searched(browser, output, "?q=tunnel", width=width) as view:
        assert view.page.evaluate("document.documentElement.scrollWidth") == width
        choices, hits = (view.page.locator(s).bounding_box() for s in ("#facets", "#hits"))
        assert choices
        assert hits
        assert (choices["x"] + choices["width"] < hits["x"]) == (width > 1040)
        assert (choices["y"] + choices["height"] < hits["y"]) == (width < 1040)
        small = [a.bounding_box() for a in view.page.locator("#facets a, #pages a, .field button").all()]
        assert [box for box in small if box and box["height"] < 24] == []


def test_all_words_are_translated(tmp_path: Path, browser: Browser) -> None:
    text = CONFIG + "language: de\nlanguages: [en]\n" + ARTICLES
    Site(tmp_path).write(text).build()
    with searched(browser, tmp_path / "output", "?q=tunnel") as view:
        assert view.page.get_by_role("status").inner_text() == "4 Artikel, neueste zuerst"
        assert list(facets(view.page)) == ["Jahr", "Quelle", "Thema"]
        assert facets(view.page)["Jahr"][-1] == "Ohne Datum 1"


@pytest.mark.parametrize(("tag", "said"), [
    ("ru", ["1 статья, сначала новые", "2 статьи, сначала новые", "5 статей, сначала новые", "21 статья, сначала новые"]),
    ("ar", ["مقال واحد", "مقالان", "5 مقالات، الأحدث أولًا", "21 مقالًا، الأحدث أولًا"]),
])  # fmt: skip
def test_plural_forms_of_counts(tag: str, said: list[str], tmp_path: Path, browser: Browser) -> None:
    numbers = (1, 2, 5, 21)
    pieces = [
        article(f"{n}-{i}.md", f"word{n}x", date="2021-05-07", slug=f"{n}-{i}") for n in numbers for i in range(n)
    ]
    Site(tmp_path).write(CONFIG + f"language: {tag}\n" + "".join(pieces)).build()
    with viewed(browser, tmp_path / "output", URL, width=820) as view:
        shown = []
        for n in numbers:
            view.page.goto(f"{URL}search/?q=word{n}x", wait_until="networkidle")
            shown.append(view.page.get_by_role("status").inner_text())
        assert shown == said
