"""What is said of a template's mistakes, before any page is rendered from it."""

from __future__ import annotations

import os

import pytest

from tests.support.paths import CASES
from tests.support.pieces import article, daily
from tests.support.sites import Site
from tests.support.themes import MINE, ONE, PAGE, said, template


def cases() -> list[list[str]]:
    """The rows of the data file."""
    text = (CASES / "templates.tsv").read_text("utf-8")
    return [(line + "\t").split("\t")[:5] for line in text.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("name", "text", "line", "message", "exists"), cases())
def test_a_mistake_in_a_template_is_said_with_its_line_and_what_exists(
    site: Site, name: str, text: str, line: str, message: str, exists: str
) -> None:
    (problem,) = site.write(template(name, text.replace("\\n", "\n"))).build().problems
    assert (problem.severity, problem.file, problem.line) == ("error", f"themes/mine/{name}", int(line))
    assert message in problem.message
    assert exists in problem.hint


def test_pages_of_a_template_with_a_mistake_are_not_rendered_and_all_others_are(site: Site) -> None:
    site.write(MINE + ONE + daily(3)).build()
    before = site.output()
    site.write(
        "-- themes/mine/article.html --\n{{ nothing }}\n"
        + article("a.md", body="New.", date="2021-05-06", topics="[Arts]")
    )
    report = site.build()
    assert len(report.problems) == 1
    assert "New." in site.page("feed.xml")
    assert {p: d for p, d in site.output().items() if p != "feed.xml"} == {
        p: d for p, d in before.items() if p != "feed.xml"
    }
    os.unlink(site.root / "themes/mine/article.html")
    assert site.build().problems == ()
    assert "New." in site.page(PAGE)


def test_a_mistake_stays_said_until_it_is_mended(site: Site) -> None:
    first = site.write(template("article.html", "{{ nothing }}")).build()
    assert site.build().problems == first.problems
    site.write("-- themes/mine/article.html --\n{{ article.body }}\n")
    assert site.build().problems == ()
    assert site.page(PAGE) == "<p>Some text.</p>\n"


def test_a_mistake_in_an_included_file_is_said_once_with_that_file(site: Site) -> None:
    own = template("article.html", "{% for x in item.topics %}{% include 'x.html' %}{% endfor %}")
    report = site.write(own + "-- themes/mine/x.html --\n\n{{ x.title }} {{ x.slug }} {{ y }}\n").build()
    assert said(report.problems) == [
        ("error", "themes/mine/x.html", 2, "`x` has no attribute `slug`"),
        ("error", "themes/mine/x.html", 2, "`y` is not defined here"),
    ]


def test_arguments_of_macros_are_anything(site: Site) -> None:
    macro = "{% macro show(thing, also=none) %}{{ thing.whatever or also.what }}{{ varargs }}{% endmacro %}"
    assert (
        site.write(
            template("404.html", macro + "{% import 'm.html' as m %}fine") + "-- themes/mine/m.html --\n" + macro
        )
        .build()
        .problems
        == ()
    )
    assert site.page("404.html") == "fine"


def test_a_macro_does_not_see_the_page_unless_it_is_imported_with_it(site: Site) -> None:
    macros = "-- themes/mine/m.html --\n{% macro name() %}{{ site.title }}{% endmacro %}\n"
    own = template("404.html", "{% from 'm.html' import name %}{{ name() }}") + macros
    (problem,) = site.write(own).build().problems
    assert (problem.code, problem.file, problem.line) == ("template-name", "themes/mine/m.html", 1)
    assert "with context" in problem.hint
    site.write("-- themes/mine/404.html --\n{% from 'm.html' import name with context %}{{ name() }}\n")
    assert site.build().problems == ()
    assert site.page("404.html") == "The Digest"


def test_what_only_shows_while_rendering_is_said_once_with_the_template_s_line(site: Site) -> None:
    own = template("article.html", "\n\n{{ item.source.title }}")  # these articles have no source
    report = site.write(own + daily(5)).build()
    (problem,) = report.problems
    assert (problem.severity, problem.file, problem.line) == ("error", "themes/mine/article.html", 3)
    assert "source" in problem.message or "title" in problem.message
    assert "<h3>" in site.page("index.html")


def test_what_users_wrote_is_escaped_by_every_template(site: Site) -> None:
    own = template("404.html", "{{ site.options.footer }}")
    site.write(own + "-- config.yaml --\ntheme: mine\ntheme_options: {footer: '<b>'}\n").build()
    assert site.page("404.html") == "&lt;b&gt;"
