"""Themes: the search for templates, options, files, and changes of templates."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import jinja2
import pytest

from digest.build.theme_folders import SHIPPED
from digest.render.loader import Folder
from digest.render.theme import Theme
from digest.render.translations import load_language
from tests.support.paths import REPOSITORY
from tests.support.pieces import daily
from tests.support.sites import Site
from tests.support.themes import MINE, ONE, PAGE, said, template

# -- templates ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plain", "gazette"])
def test_the_names_in_built_in_templates_are_right(name: str, tmp_path: Path) -> None:
    """Builds do not check them again."""
    names = dict.fromkeys((name, "plain"))
    chain = tuple(Folder(n, str(REPOSITORY / "themes" / n), f"{n} (built-in)") for n in names)
    theme = Theme(chain, str(tmp_path), load_language("en", [])[0])
    assert theme.check(built_in=True)[1] == []


def test_a_build_parses_each_template_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = jinja2.Environment._parse

    def counting(self: jinja2.Environment, source: str, name: str | None, filename: str | None) -> Any:
        parsed.append(source)
        return parse(self, source, name, filename)

    monkeypatch.setattr(jinja2.Environment, "_parse", counting)
    site.write("-- config.yaml --\ntheme: gazette\n" + ONE).build(jobs=1)
    assert len(parsed) == len(set(parsed)) > 20


def test_a_build_compiles_the_templates_that_its_pages_need_before_it_starts_processes(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "compiled"
    generate = jinja2.Environment._generate

    def counting(self: jinja2.Environment, source: Any, name: str | None, *others: Any) -> Any:
        with log.open("a") as file:
            file.write(f"{os.getpid()} {name}\n")
        return generate(self, source, name, *others)

    monkeypatch.setattr(jinja2.Environment, "_generate", counting)
    site.write("-- config.yaml --\ntheme: gazette\n" + daily(120)).build(jobs=2)
    compiled = [line.split() for line in log.read_text().splitlines()]
    names = [name for _, name in compiled]
    assert {"article.html", "base.html", "parts.html", "item.html"} <= set(names)
    assert not {"email.html", "standing.html", "redirect.html"} & set(names)
    assert len(names) == len(set(names))
    assert {process for process, _ in compiled} == {str(os.getpid())}


def test_a_theme_can_override_one_template(site: Site) -> None:
    own = template("overview.html", "<!doctype html><title>{{ page.title }}</title><p>Mine")
    assert site.write(own).build().problems == ()
    assert site.page("topics/index.html") == "<!doctype html><title>Topics</title><p>Mine"
    assert "<article>\n<h1>a</h1>" in site.page(PAGE)


def test_a_template_can_extend_the_one_that_it_overrides(site: Site) -> None:
    own = template(
        "article.html", '{% extends "plain/article.html" %}\n{% block main %}<b>Before</b>{{ super() }}{% endblock %}'
    )
    assert site.write(own).build().problems == ()
    assert '<main id="main">\n<b>Before</b><article>\n<h1>a</h1>' in site.page(PAGE)
    assert "<b>Before</b>" not in site.page("topics/index.html")


def test_templates_of_the_parent_use_an_overridden_base(site: Site) -> None:
    assert site.write(template("base.html", "<title>x</title>{% block main %}{% endblock %}")).build().problems == ()
    assert site.page(PAGE).startswith("<title>x</title><article>")


def test_a_folder_of_the_site_overrides_a_built_in_theme(site: Site) -> None:
    own = "-- themes/plain/404.html --\n{{ site.options.footer }} lost\n"
    assert site.write(f"-- config.yaml --\ntheme_options: {{footer: All}}\n{own}{ONE}").build().problems == ()
    assert site.page("404.html") == "All lost"
    assert "theme/style.css" in site.output()


def test_a_theme_can_extend_one_that_extends_another(site: Site) -> None:
    site.write(
        "-- config.yaml --\ntheme: child\n"
        "-- themes/child/theme.yaml --\nextends: parent\n-- themes/child/404.html --\nchild {% include 'who.html' %}\n"
        "-- themes/parent/theme.yaml --\nextends: plain\n-- themes/parent/404.html --\nparent\n"
        "-- themes/parent/who.html --\nof {% include 'plain/parts.html' %}parent\n" + ONE
    )
    assert site.build().problems == ()
    assert site.page("404.html").split() == ["child", "of", "parent"]


@pytest.mark.parametrize(
    ("kinds", "name"),
    [
        (["2021/05/06/index.html"], "day.html"),
        (["2021/05/index.html"], "month.html"),
        (["2021/index.html"], "year.html"),
        (["topics/arts/index.html"], "listing.html"),
        (["archive/index.html"], "archive.html"),
        (["index.html"], "front.html"),
        (["archive/index.html", "topics/index.html"], "overview.html"),
        (
            ["2021/05/06/index.html", "2021/05/index.html", "2021/index.html", "index.html", "topics/arts/index.html"],
            "list.html",
        ),
    ],
)
def test_a_theme_can_have_a_template_for_one_kind_of_page(site: Site, kinds: list[str], name: str) -> None:
    assert site.write(template(name, "{{ page.kind }} by me")).build().problems == ()
    assert sorted(p for p, data in site.output().items() if b" by me" in data) == sorted(kinds)


def test_a_missing_theme_is_an_error_with_suggestions(site: Site) -> None:
    report = site.write("-- config.yaml --\ntheme: fancy\n" + ONE).build()
    assert said(report.problems) == [("error", "config.yaml", 1, "there is no theme named fancy")]
    assert report.problems[0].hint.startswith("Built-in themes: gazette, plain.")
    assert not (site.root / "output").exists()


@pytest.mark.parametrize(("name", "meant"), [("gazete", "gazette"), ("mien", "mine")])
def test_a_misspelled_theme_is_suggested(site: Site, name: str, meant: str) -> None:
    (site.root / "themes/mine").mkdir(parents=True)
    report = site.write(f"-- config.yaml --\ntheme: {name}\n").build()
    assert [p.hint for p in report.problems] == [f"Did you mean `{meant}`?"]


def test_a_theme_without_a_parent_needs_all_required_templates(site: Site) -> None:
    report = site.write(
        "-- config.yaml --\ntheme: bare\n-- themes/bare/article.html --\n{{ article.body }}\n" + ONE
    ).build()
    missing = {p.message for p in report.problems}
    assert missing == {f"the theme has no {n}.html" for n in ("list", "overview", "404", "redirect", "item")}
    assert all(p.file == "themes/bare" for p in report.problems)
    assert "<p>Some text.</p>" in site.page(PAGE)


# -- options and files ----------------------------------------------------------------------------


OPTIONS = """
-- themes/mine/theme.yaml --
extends: plain
options:
  columns: {default: 2, doc: How many.}
  footer: {default: From mine}
-- themes/mine/404.html --
{{ site.options.columns }} {{ site.options.footer }} {{ site.options.columns is number }}
"""


def test_defaults_of_options(site: Site) -> None:
    assert site.write(MINE + OPTIONS + ONE).build().problems == ()
    assert site.page("404.html") == "2 From mine True"


def test_the_config_sets_options(site: Site) -> None:
    site.write("-- config.yaml --\ntheme: mine\ntheme_options: {columns: 3, footer: Mine}\n" + OPTIONS + ONE)
    assert site.build().problems == ()
    assert site.page("404.html") == "3 Mine True"


def test_an_unknown_option_is_reported_with_the_known_ones(site: Site) -> None:
    report = site.write(
        "-- config.yaml --\ntitle: x\ntheme: mine\ntheme_options:\n  colums: 3\n" + OPTIONS + ONE
    ).build()
    (problem,) = report.problems
    assert (problem.file, problem.line) == ("config.yaml", 4)
    assert "colums" in problem.message
    assert "columns, footer" in problem.hint


def test_files_of_themes_are_copied_to_theme(site: Site) -> None:
    site.write(
        MINE
        + "-- themes/mine/img/logo.svg --\n<svg/>\n-- themes/mine/notes.md --\nNotes\n-- themes/mine/.hidden --\nx\n"
        + ONE
    )
    site.build()
    files = [p for p in site.output() if p.startswith("theme/")]
    assert files == ["theme/img/logo.svg", "theme/style.css"]
    assert site.output()["theme/style.css"] == Path(SHIPPED, "plain/style.css").read_bytes()
    site.write("-- themes/mine/style.css --\nbody {}\n")
    os.unlink(site.root / "themes/mine/img/logo.svg")
    site.build()
    assert site.page("theme/style.css") == "body {}\n"
    assert "theme/img/logo.svg" not in site.output()


# -- changes --------------------------------------------------------------------------------------


def test_a_changed_include_renders_the_pages_that_use_it(site: Site) -> None:
    own = (
        template("article.html", "{% include 'note.html' %} {{ article.body }}") + "-- themes/mine/note.html --\nOld\n"
    )
    site.write(own + daily(3)).build()
    site.write("-- themes/mine/note.html --\nNew\n")
    report = site.build()
    assert report.read == 0
    assert {r.path for r in site.rendered} == {
        p for p in site.output() if p.endswith(("/a.html", "00.html", "01.html", "02.html"))
    }
    assert {r.reason for r in site.rendered} == {"changed: template"}


def test_a_new_template_in_the_theme_overrides_that_of_its_parent(site: Site) -> None:
    site.write(MINE + ONE).build()
    site.write("-- themes/mine/404.html --\nMine\n")
    assert site.build().written == 1
    assert site.page("404.html") == "Mine"
    os.unlink(site.root / "themes/mine/404.html")
    site.build()
    assert "Page not found" in site.page("404.html")


def test_changing_the_theme_renders_every_page(site: Site) -> None:
    site.write("-- themes/mine/theme.yaml --\nextends: plain\n-- themes/mine/404.html --\nMine\n" + ONE).build()
    site.write("-- config.yaml --\ntheme: mine\n").build()
    assert site.page("404.html") == "Mine"


def test_a_computed_include_is_a_warning_and_depends_on_the_whole_theme(site: Site) -> None:
    own = (
        template("article.html", "\n{% include page.kind ~ '-note.html' %}")
        + "-- themes/mine/article-note.html --\nOld\n"
    )
    report = site.write(own).build()
    assert [(s, f, n) for s, f, n, _ in said(report.problems)] == [("warning", "themes/mine/article.html", 2)]
    assert "computed" in report.problems[0].message
    assert "Old" in site.page(PAGE)
    site.write("-- themes/mine/article-note.html --\nNew\n")
    assert site.build().problems == report.problems
    assert "New" in site.page(PAGE)
    assert "404.html" not in site.written()


def test_a_computed_include_depends_on_files_with_any_suffix(site: Site) -> None:
    own = template("article.html", "\n{% include 'icons/' ~ page.kind ~ '.svg' %}")
    site.write(own + "-- themes/mine/icons/article.svg --\n<svg>Old</svg>\n").build()
    assert "<svg>Old</svg>" in site.page(PAGE)
    site.write("-- themes/mine/icons/article.svg --\n<svg>New</svg>\n").build()
    assert "<svg>New</svg>" in site.page(PAGE)


def test_an_optional_include(site: Site) -> None:
    own = template("404.html", "{% include 'own.html' ignore missing %}{% include ['none.html', 'some.html'] %}")
    site.write(own + "-- themes/mine/some.html --\nsome\n")
    assert site.build().problems == ()
    assert site.page("404.html") == "some"
    site.write("-- themes/mine/own.html --\nown \n")
    assert site.build().problems == ()
    assert site.page("404.html") == "own some"
