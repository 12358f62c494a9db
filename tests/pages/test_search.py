"""The search index, one file for each month, in themes with a search page. For its script see test_search_browser.py."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from digest.build.theme_folders import SHIPPED
from tests.support.changes import edit, reasons
from tests.support.gazette import CONFIG, options
from tests.support.pages import sitemap_urls
from tests.support.pieces import article, daily
from tests.support.sites import Site

pytestmark = pytest.mark.slow

THEME = Path(SHIPPED) / "gazette"
MINE = "-- config.yaml --\ntheme: mine\n-- themes/mine/theme.yaml --\nextends: plain\n"
PAGE = "-- themes/mine/search.html --\n{{ search.files|length }} since {{ search.since }}\n"
FULL = (
    "-- content/a.md --\n---\ntitle: An *important* one\nslug: a\ndate: 2021-05-06 12:30\nauthors: [Ann Lee]\n"
    "source: The Example\ntopics: [Arts, Law]\nstory: The Vote\nsummary: In short.\nlanguage: ar\n---\n\nUnseen words.\n"
)


def index(site: Site, month: str) -> Any:
    """A file of the index."""
    return json.loads(site.page(f"search/{month}.json"))


def files(site: Site) -> list[str]:
    """The files of the search in the output."""
    return [path for path in site.output() if path.startswith("search/")]


# -- the index ------------------------------------------------------------------------------------


def test_the_index_contains_all_fields_but_the_text(site: Site) -> None:
    site.write(CONFIG + FULL + article("b.md", date="2021-05-07")).build()
    assert index(site, "2021-05") == [
        {"url": "2021/05/07/b.html", "title": "b", "date": "2021-05-07", "when": "7 May 2021"},
        {
            "url": "2021/05/06/a.html", "title": "An important one", "summary": "In short.", "source": "The Example",
            "authors": ["Ann Lee"], "topics": ["Arts", "Law"], "story": "The Vote", "date": "2021-05-06",
            "when": "6 May 2021", "lang": "ar", "dir": "rtl",
        },
    ]  # fmt: skip
    assert "Unseen" not in site.page("search/2021-05.json")


def test_agency_and_host_replace_missing_authors_and_source(site: Site) -> None:
    site.write(
        CONFIG + article("a.md", date="2021-05-06", agency="AFP", source_url="https://www.example.com/a")
    ).build()
    (found,) = index(site, "2021-05")
    assert (found["authors"], found["source"]) == (["AFP"], "Example")


def test_the_newest_month_comes_first_and_undated_articles_last(site: Site) -> None:
    undated = "-- content/old.md --\n---\ntitle: old\n---\nText.\n"
    site.write(CONFIG + daily(30) + article("x.md", date="2019-03-01") + undated).build()
    named = re.search(r'data-files="([^"]*)"', site.page("search/index.html"))
    assert named
    assert named[1] == "search/2021-02.json search/2021-01.json search/2019-03.json search/undated.json"
    assert sorted(named[1].split()) == [path for path in files(site) if path.endswith(".json")]
    assert index(site, "undated") == [{"url": "undated/old.html", "title": "old"}]
    assert '<p data-word="since">Articles since March 2019</p>' in site.page("search/index.html")


def test_urls_begin_with_the_base_path_or_are_relative(site: Site) -> None:
    for config, root in (("url: https://h.example/sub/\n", "/sub/"), ("relative_urls: true\n", "../")):
        links = "permalinks: {article: '/{year}/{slug}/'}\n"
        site.write(f"-- config.yaml --\ntheme: gazette\n{config}{links}" + article("a.md", date="2021-05-06")).build()
        page = site.page("search/index.html")
        assert f'data-root="{root}" data-files="search/2021-05.json"' in page
        assert f'<script src="{root}theme/search.js" defer>' in page
        assert index(site, "2021-05")[0]["url"] == ("2021/a/" if root != "../" else "2021/a/index.html")


def test_dates_in_the_index_are_those_of_the_language(site: Site) -> None:
    site.write(CONFIG + article("a.md", date="2021-05-06")).build()
    site.write(CONFIG + "language: de\n").build()
    assert index(site, "2021-05")[0]["when"] == "6. Mai 2021"


# -- existence ------------------------------------------------------------------------------------


def test_plain_has_no_search_and_no_index(site: Site) -> None:
    site.write(daily(3)).build()
    assert files(site) == []
    assert 'href="/search/"' not in site.page("index.html")


def test_adding_the_template_adds_the_search(site: Site) -> None:
    nav = "-- themes/mine/404.html --\n[{{ site.search }}]\n"
    site.write(MINE + nav + daily(3)).build()
    assert (files(site), site.page("404.html")) == ([], "[]")
    site.write(PAGE).build()
    assert (files(site), site.page("404.html")) == (["search/2021-01.json", "search/index.html"], "[/search/]")
    assert site.page("search/index.html") == "1 since 2021-01"
    assert "http://localhost:8000/search/" in sitemap_urls(site.output()["sitemap/dates.xml"])
    os.unlink(site.root / "themes/mine/search.html")
    report = site.build()
    assert (report.removed, files(site), site.page("404.html")) == (2, [], "[]")
    assert "http://localhost:8000/search/" not in sitemap_urls(site.output()["sitemap/dates.xml"])


def test_a_broken_template_keeps_the_search(site: Site) -> None:
    site.write(MINE + PAGE + daily(3)).build()
    site.write("-- themes/mine/search.html --\n{{ search.nothing }}\n" + article("b.md", date="2020-12-09"))
    assert [p.code for p in site.build().problems] == ["template-name"]
    assert site.page("search/index.html") == "1 since 2021-01"
    assert len(index(site, "2020-12")) == 1
    site.write(PAGE)
    assert site.build().problems == ()
    assert site.page("search/index.html") == "2 since 2020-12"


def test_the_search_of_gazette_can_be_switched_off(site: Site) -> None:
    site.write(CONFIG + daily(3)).build()
    assert '<a href="/search/">Search</a>' in site.page("index.html")
    site.write(options(search="false")).build()
    assert files(site) == []
    assert "Search</a>" not in site.page("index.html") + site.page("404.html") + site.page("2021/01/01/n000.html")
    site.write(CONFIG).build()
    assert len(files(site)) == 2


def test_a_site_without_articles_has_no_search(site: Site) -> None:
    site.write(CONFIG).build()
    assert files(site) == []
    assert "Search</a>" not in site.page("index.html")
    site.write(article("a.md", date="2021-05-06")).build()
    assert len(files(site)) == 2
    assert '<a href="/search/">Search</a>' in site.page("index.html")
    (site.root / "content/a.md").unlink()
    site.build()
    assert files(site) == []


def test_an_article_cannot_have_an_address_of_the_search(site: Site) -> None:
    site.write(CONFIG + "permalinks: {article: '/search/{slug}.html'}\n" + article("a.md", date="2021-05-06")).build()
    assert [path for path in files(site) if path.endswith("a.html")] == []


# -- what a change costs --------------------------------------------------------------------------


def test_editing_a_title_renders_the_index_of_its_month(site: Site) -> None:
    site.write(CONFIG + daily(60, summary="A summary.", slug="s").replace("slug: s", "weight: 0")).build()
    edit(site, "content/n010.md", "Some text.", "Other text.")
    assert site.build().written == 1
    edit(site, "content/n010.md", "title: n010", "title: Other\nslug: n010")
    site.build()
    assert [p for p in site.written() if p.startswith("search")] == ["search/2021-01.json"]
    assert reasons(site)["search/2021-01.json"] == "changed: items"


def test_a_new_or_removed_article_renders_the_index_of_its_month(site: Site) -> None:
    site.write(CONFIG + daily(60)).build()
    site.write(article("new.md", date="2021-01-20")).build()
    assert [p for p in site.written() if p.startswith("search")] == ["search/2021-01.json"]
    site.write(article("new.md", date="2022-08-20")).build()
    assert [p for p in site.written() if p.startswith("search")] == [
        "search/2021-01.json", "search/2022-08.json", "search/index.html",
    ]  # fmt: skip
    assert reasons(site)["search/index.html"] == "changed: search"
    (site.root / "content/new.md").unlink()
    site.build()
    assert "search/2022-08.json" not in files(site)
    assert [p for p in site.written() if p.startswith("search")] == ["search/index.html"]


# -- the files of the theme -----------------------------------------------------------------------


def test_the_search_is_light_and_only_its_own_page_loads_it(site: Site) -> None:
    assert (THEME / "search.js").stat().st_size <= 20_000
    assert (THEME / "search.css").stat().st_size <= 3_000
    site.write(CONFIG + daily(3)).build()
    for path, data in site.output().items():
        loads = {
            name for name in ("search.js", "search.css") if path.endswith(".html") and f"theme/{name}".encode() in data
        }
        used = {"search/index.html": {"search.js", "search.css"}, "404.html": {"search.css"}}  # the form of the latter
        assert loads == used.get(path, set()), path


def test_the_script_inserts_only_text_into_the_page() -> None:
    script = (THEME / "search.js").read_text("utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|setAttribute\(\"on", script)
