"""A build does no more work than its change needs, counted in sources read and pages planned, rendered and written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from digest.read.syntax import yaml
from tests.support.changes import RICH, counts, day_of, edit, reasons, steps
from tests.support.pieces import article, daily, links
from tests.support.sites import CLOCK, Site

HEAVY = (
    "jinja2", "markupsafe", "markdown_it", "mdit_py_plugins", "yaml", "babel", "rich", "tornado", "livereload", "watchdog",
    "nh3", "slugify", "ahocorasick", "email", "http", "asyncio", "multiprocessing", "concurrent", "dataclasses", "inspect",
    "digest.model.config",
    "digest.read.article", "digest.read.markdown.markdown", "digest.read.config.load", "digest.render.context", "digest.pages",
    "datetime", "json", "pickle", "shutil", "sqlite3", "typing",
    "PIL", "distributed", "dask", "digest.build.planner", "digest.build.indexer", "digest.build.worker", "digest.build.pool",
    "digest.build.executors", "digest.build.executor_pool",
)  # fmt: skip
"""What a build with nothing to do has no use for."""
UNUSED_BY_AN_EDIT = (
    "yaml", "digest.read.config.load", "markdown_it", "mdit_py_plugins", "nh3", "PIL", "babel", "rich", "tornado", "watchdog",
    "concurrent", "slugify", "calendar", "dataclasses", "difflib", "jinja2.ext", "pathlib", "zoneinfo",
)  # fmt: skip
"""What a build after an edit of a simple text has no use for."""


# -- nothing changed ------------------------------------------------------------------------------


def test_a_build_without_changes_does_nothing(site: Site) -> None:
    first = site.write(daily(30, topics="[Arts]", author="Ann Lee")).build()
    assert counts(first) == (30, first.pages, first.pages, first.pages)
    assert first.pages == len(site.output())
    second = site.build()
    assert counts(second) == (0, 0, 0, 0)
    assert (second.articles, second.pages, second.unchanged, second.removed) == (30, first.pages, first.pages, 0)


def modules_loaded_by_a_build(site: Site) -> set[str]:
    """The modules that the command imports, without those that Python itself has at the start."""
    command = [sys.executable, "-X", "importtime", "-m", "digest", "build", str(site.root)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(CLOCK))}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    timings = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    names = [line.split("|")[-1].strip() for line in timings]
    return set(names[names.index("site") + 1 :])


def test_a_build_with_nothing_to_do_loads_nothing_heavy(site: Site) -> None:
    site.write(daily(3, topics="[Arts]"))
    for path in [*(site.root / "content").rglob("*"), site.root / "content"]:
        os.utime(path, (CLOCK, CLOCK))  # recently changed files are read again
    site.build()
    loaded = modules_loaded_by_a_build(site)
    assert "digest.build.up_to_date" in loaded
    assert "digest.build.rebuild" not in loaded
    assert sorted(loaded & set(HEAVY)) == []
    assert sum(name.startswith("digest") for name in loaded) <= 30
    assert len(loaded) < 70


def test_an_edit_loads_only_what_its_text_needs(site: Site) -> None:
    site.write(daily(3, topics="[Arts]")).build()
    edit(site, "content/n000.md", "Some text.", "Other *text*.")
    loaded = modules_loaded_by_a_build(site)
    assert sorted(loaded & set(UNUSED_BY_AN_EDIT)) == []
    assert sum(name.startswith("digest") for name in loaded) < 215
    assert len(loaded) < 340
    edit(site, "content/n000.md", "Other *text*.", "`Code`.")
    assert "markdown_it" in modules_loaded_by_a_build(site)


def test_touching_a_file_reads_it_and_renders_nothing(site: Site) -> None:
    site.write(daily(3)).build()
    os.utime(site.root / "content/n001.md")
    assert counts(site.build()) == (0, 0, 0, 0)
    assert counts(site.build()) == (0, 0, 0, 0)


# -- an edit --------------------------------------------------------------------------------------


def test_editing_a_body_renders_one_page(site: Site) -> None:
    site.write(daily(30, topics="[Arts]", source="The Example", author="Ann Lee")).build()
    edit(site, "content/n000.md", "Some text.", "Other text.")
    report = site.build()
    assert (report.read, report.rendered, report.written) == (1, 1, 1)
    assert reasons(site) == {"2021/01/01/n000.html": "changed: body"}


def test_editing_a_new_article_also_renders_the_feed_with_its_text(site: Site) -> None:
    site.write(daily(30, topics="[Arts]", source="The Example", author="Ann Lee")).build()
    edit(site, "content/n029.md", "Some text.", "Other text.")
    site.build()
    assert reasons(site) == {"2021/02/02/n029.html": "changed: body", "feed.xml": "changed: bodies"}


def test_an_invisible_change_is_rendered_but_not_written(site: Site) -> None:
    site.write(daily(30)).build()
    edit(site, "content/n000.md", "title: n000", "title: n000\nnotes: unseen")
    report = site.build()
    assert (report.read, report.rendered, report.written) == (1, 1, 0)
    assert report.unchanged == report.pages


def test_editing_a_title_renders_lists_and_neighbours_only(site: Site) -> None:
    site.write(daily(40, slug="", topics="[Arts]").replace("slug: ", "weight: 0")).build()
    edit(site, "content/n010.md", "title: n010", "title: Other\nslug: n010")
    site.build()
    assert set(site.written()) == {
        "2021/01/10/n009.html", "2021/01/11/n010.html", "2021/01/12/n011.html", "2021/01/11/index.html",
        "2021/01/index.html", "2021/index.html", "topics/arts/index.html",
    }  # fmt: skip


def test_the_reason_names_the_input_that_changed(site: Site) -> None:
    site.write("-- config.yaml --\ntitle: One\n" + daily(30, topics="[Arts]")).build()
    assert set(reasons(site).values()) == {"new"}
    site.write(article("n028.md", "n028", date="2021-02-01", topics="[Arts]", summary="A new one.")).build()
    assert reasons(site)["2021/02/01/n028.html"] == "changed: head"
    assert reasons(site)["2021/02/01/index.html"] == "changed: items"
    edit(site, "config.yaml", "One", "Two")
    site.build()
    assert {reasons(site)[p] for p in ("index.html", "2021/01/01/n000.html", "feed.xml")} == {"changed: settings"}
    (site.root / "output/2021/01/05/n004.html").unlink()
    site.build()
    assert reasons(site) == {"2021/01/05/n004.html": "the output file is missing or was changed"}
    site.build(full=True)
    assert set(reasons(site).values()) == {"full build"}


# -- articles come and go -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Site]:
    """The same archive twice: two years, and twenty years."""
    sites = Site(tmp_path_factory.mktemp("small")), Site(tmp_path_factory.mktemp("large"))
    for site, years in zip(sites, (2, 20), strict=True):
        site.write(
            "".join(
                article(f"{y}/n{i:02d}.md", date=day_of(y, i), **RICH)
                for y in range(2020, 2020 - years, -1)
                for i in range(100)
            )
        )
        for path in (site.root / "content").rglob("*.md"):
            os.utime(path, (CLOCK, CLOCK))  # recently changed files are read again, and many of them cause a full plan
        site.build()
    return sites


@pytest.mark.slow
def test_a_change_writes_the_same_number_of_files_in_a_small_and_a_large_archive(archives: tuple[Site, Site]) -> None:
    small, large = map(steps, archives)
    limits = {"add on 2020-12-30": 30, "add on 2020-06-02": 30, "edit": 1, "edit back": 1}
    for (what, one), (_, other) in zip(small, large, strict=True):
        assert one.written + one.removed <= limits.get(what, 40), what
        assert (other.written, other.removed) == (one.written, one.removed), what
        assert one.read == other.read == (0 if what.startswith("delete") else 1), what
        assert other.planned <= one.planned + 3, what


# -- what all pages share -------------------------------------------------------------------------


def test_changing_the_title_of_the_site_renders_all_pages_and_reads_no_article(site: Site) -> None:
    site.write("-- config.yaml --\ntitle: One\n" + daily(30)).build()
    edit(site, "config.yaml", "One", "Two")
    report = site.build()
    assert report.read == 0
    copies = sum(p.startswith("theme/") for p in site.output())
    assert (report.planned, report.rendered) == (report.pages, report.pages - copies)


def test_changing_a_setting_of_markdown_reads_all_articles(site: Site) -> None:
    site.write("-- config.yaml --\ntitle: One\n" + daily(30)).build()
    site.write("-- config.yaml --\ntitle: One\nmarkdown: {typographer: false}\n")
    report = site.build()
    assert (report.read, report.written) == (30, 0)


MINE = "-- config.yaml --\ntheme: mine\n-- themes/mine/theme.yaml --\nextends: plain\n"


def test_a_changed_template_renders_the_pages_that_use_it(site: Site) -> None:
    overview = (
        "-- themes/mine/overview.html --\n{% extends 'base.html' %}\n{% block main %}<h1>Old</h1>{% endblock %}\n"
    )
    site.write(MINE + overview + daily(30, topics="[Arts]")).build()
    edit(site, "themes/mine/overview.html", "Old", "New")
    report = site.build()
    assert report.read == 0
    assert reasons(site) == {"archive/index.html": "changed: template", "topics/index.html": "changed: template"}
    assert "<h1>New</h1>" in site.page("topics/index.html")


def test_a_changed_row_template_renders_lists_only(site: Site) -> None:
    site.write(MINE + "-- themes/mine/item.html --\n<h3>{{ item.title }}</h3>\n" + daily(30)).build()
    edit(site, "themes/mine/item.html", "item.title", "item.name")
    report = site.build()
    assert (report.read, report.written) == (0, 0)
    assert report.rendered == sum(p.endswith("index.html") and p != "archive/index.html" for p in site.output())


def test_a_changed_style_sheet_is_copied_and_nothing_is_rendered(site: Site) -> None:
    site.write(MINE + "-- themes/mine/style.css --\nbody { color: red }\n" + daily(3)).build()
    edit(site, "themes/mine/style.css", "red", "tan")
    report = site.build()
    assert (report.read, report.written) == (0, 1)
    assert site.page("theme/style.css") == "body { color: tan }\n"


# -- changes to the output ------------------------------------------------------------------------


def test_changed_and_deleted_files_of_the_output_are_restored(site: Site) -> None:
    site.write(daily(3)).build()
    before = site.output()
    (site.root / "output/2021/01/01/n000.html").write_text("spoilt")
    (site.root / "output/2021/01/02/n001.html").unlink()
    os.utime(site.root / "output/2021/01/01")
    assert site.build().written == 2
    assert site.output() == before


def test_workers_count_the_same(site: Site, tmp_path: Path) -> None:
    other = Site(tmp_path / "other")
    text = daily(130, topics="[Arts]")
    assert site.write(text).build(jobs=1) == other.write(text).build(jobs=2)


def test_pages_query_the_store_for_many_articles_at_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    connect = sqlite3.connect

    def listening(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        db = connect(*args, **kwargs)
        db.set_trace_callback(asked.append)
        return db

    monkeypatch.setattr(sqlite3, "connect", listening)
    site.write(daily(60)).build(jobs=1)
    assert len(site.rendered) > 60
    for of in ("FROM sources WHERE path IN", "FROM members WHERE"):
        assert 1 <= sum("json_each" in statement and of in statement for statement in asked) <= 6  # 32 pages a piece
    questions = [statement for statement in asked if statement.lstrip().startswith("SELECT")]
    assert len(questions) < 3 * len(site.rendered)


def test_the_passage_of_time_renders_nothing(site: Site) -> None:
    site.write(daily(3)).build(clock=CLOCK)
    assert counts(site.build(clock=CLOCK + 10 * 365 * 86400)) == (0, 0, 0, 0)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The settings that are parsed."""
    found: list[str] = []
    compose = yaml.compose

    def counting(text: str, **options: Any) -> Any:
        found.append(options["file"])
        return compose(text, **options)

    monkeypatch.setattr(yaml, "compose", counting)
    return found


def test_the_settings_are_parsed_once_per_build(site: Site, parsed: list[str]) -> None:
    """Problems that are found later take their place from the first parsing."""
    report = site.write("-- config.yaml --\ntitle: News\nlanguage: xx\n" + article("a.md", date="2021-05-06")).build()
    assert ("config.yaml", 2, 11) in {(p.file, p.line, p.column) for p in report.problems}
    assert parsed.count("config.yaml") == 1


def test_settings_that_did_not_change_are_not_parsed_again(site: Site, parsed: list[str]) -> None:
    site.write("-- config.yaml --\ntitle: One\n" + daily(3)).build()
    parsed.clear()
    edit(site, "content/n000.md", "Some text.", "Other text.")
    assert (site.build().read, parsed) == (1, [])
    edit(site, "config.yaml", "One", "Two")
    site.build()
    assert parsed == ["config.yaml"]


@pytest.mark.parametrize("damage", [b"", b"no settings", b"0" * 32 + b"cos\nabort\n(tR."])
def test_damaged_settings_in_the_cache_are_ignored(damage: bytes, site: Site, parsed: list[str]) -> None:
    site.write("-- config.yaml --\ntitle: One\n" + daily(3)).build()
    (site.root / ".digest/settings").write_bytes(damage)
    parsed.clear()
    edit(site, "content/n000.md", "Some text.", "Other text.")
    assert site.build().read == 1
    assert "config.yaml" in parsed


def test_articles_are_read_again_if_the_site_gets_a_former_url(site: Site) -> None:
    old = "https://old.example/2021/05/06/a.html"
    site.write(article("a.md", date="2021-05-06") + article("b.md", date="2021-05-06", body=old)).build()
    site.write("-- config.yaml --\nformer_urls: ['https://old.example/']\n").build()
    assert (old, "/2021/05/06/a.html") in links(site.page("2021/05/06/b.html"))
