"""The sample site: no problems, reproducible output, valid pages and links."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.browsing import load_pictures, viewed
from tests.support.pages import Page, dead_links
from tests.support.paths import REPOSITORY
from tests.support.sample import URL, copy_of_sample
from tests.support.sites import CLOCK, Site

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from digest.model.events import Report

PHONE = 360


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Report]:
    """A copy of the sample, built."""
    site = copy_of_sample(tmp_path_factory.mktemp("sample") / "site")
    return site, site.build()


def test_the_sample_has_no_problems(built: tuple[Site, Report]) -> None:
    report = built[1]
    assert report.problems == ()
    assert report.written == report.pages > report.articles >= 40


def test_the_sample_covers_the_features(built: tuple[Site, Report]) -> None:
    site = built[0]
    sources = [p for p in (site.root / "content").rglob("*") if p.suffix in (".md", ".markdown", ".txt")]
    texts = [p.read_text("utf-8-sig").lstrip() for p in sources]
    for beginning in ("<article>", '<article lang="de">', '<article lang="uk">'):
        assert sum(beginning in text for text in _articles(site)) >= 4
    assert any('<article lang="ar" dir="rtl">' in text for text in _articles(site))
    assert sum(p.suffix == ".txt" for p in sources) >= 4
    assert sum(not text.startswith("---") for text in texts) >= 5
    assert sum("<figure" in text and "<img" in text for text in _articles(site)) >= 5
    assert sum(path.startswith("undated/") for path in site.output()) == 3


def _articles(site: Site) -> list[str]:
    """The text of every article's page."""
    return [text for path, text in _dated(site) if not path.endswith("/index.html")]


def _dated(site: Site) -> list[tuple[str, str]]:
    return [(p, d.decode()) for p, d in site.output().items() if p.startswith("2") and p.endswith(".html")]


@pytest.mark.slow
def test_two_processes_have_the_same_output(built: tuple[Site, Report], tmp_path: Path) -> None:
    other = copy_of_sample(tmp_path / "site")
    assert other.build(jobs=2) == built[1]
    assert other.output() == built[0].output()


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_output_does_not_depend_on_hash_seed_and_folder(
    seed: str, built: tuple[Site, Report], tmp_path: Path
) -> None:
    other = copy_of_sample(tmp_path / f"site {seed}")
    command = [sys.executable, "-m", "digest", "build", str(other.root), "--jobs", seed]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": str(int(CLOCK)), "TZ": "Asia/Tokyo"}
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert other.output() == built[0].output()


def test_a_second_build_writes_nothing(built: tuple[Site, Report]) -> None:
    site, first = built
    again = site.build()
    assert (again.planned, again.written, again.unchanged) == (0, 0, first.pages)


def test_pages_are_valid(built: tuple[Site, Report]) -> None:
    pages = {path: Page(data.decode()) for path, data in built[0].output().items() if path.endswith(".html")}
    assert len(pages) > 80
    assert {path: page.faults() for path, page in pages.items() if page.faults()} == {}


def test_invalid_pages_are_found() -> None:
    page = Page('<html><h1>A</h1><h3 id="x">B</h3><p id="x"><img src="a.png"></div>')
    assert page.faults() == [
        "</div> closes nothing", "<html> stays open", "<p> stays open", "no language", "no title", "the id x stands twice",
        "a picture without alt: a.png", "a heading of level 3 follows one of level 1",
    ]  # fmt: skip


def test_links_between_pages_work(built: tuple[Site, Report]) -> None:
    files = built[0].output()
    assert dead_links(files, URL) == []
    assert dead_links({**files, "index.html": files["index.html"] + b'<a href="/nowhere/">'}, URL) == [
        "index.html: /nowhere/"
    ]


@pytest.mark.browser
@pytest.mark.parametrize(
    "kind", ["front page", "article with a picture", "article with a table", "day", "topic", "topics"]
)
def test_pages_fit_on_a_phone_without_messages_on_the_console(
    kind: str, built: tuple[Site, Report], browser: Browser
) -> None:
    with viewed(browser, built[0].root / "output", URL, width=PHONE) as view:
        view.page.goto(URL + _example(built[0], kind))
        assert view.page.locator("h1").count() == 1
        assert view.page.evaluate("document.styleSheets.length") >= 1
        load_pictures(view.page)
        assert view.page.evaluate("[...document.images].every(i => i.naturalWidth)")
        assert view.page.evaluate("document.documentElement.scrollWidth") == PHONE
        assert view.faults == []


def _example(site: Site, kind: str) -> str:
    """The address of one page of a kind."""
    inside = {"article with a picture": "<img", "article with a table": "<table"}.get(kind)
    if inside:
        return next(path for path, text in _dated(site) if not path.endswith("/index.html") and inside in text)
    return {"front page": "", "day": "2021/05/07/", "topic": "topics/shipping/", "topics": "topics/"}[kind]
