"""Themes: where templates are looked for, options, files, and what is said of a template's mistakes before a build."""

from __future__ import annotations

import os
import typing
from pathlib import Path

import pytest

from digest.model.problem import Problem
from digest.render import context
from digest.site import SHIPPED
from tests.pieces import article, daily
from tests.sites import Site

MINE = "-- config.yaml --\ntheme: mine\n-- themes/mine/theme.yaml --\nextends: plain\n"
ONE = article("a.md", date="2021-05-06", topics="[Arts]")
PAGE = "2021/05/06/a.html"


def said(problems: typing.Iterable[Problem]) -> list[tuple[str, str, int, str]]:
    """(severity, file, line, message) of problems."""
    return [(p.severity, p.file, p.line, p.message) for p in problems]


def template(name: str, text: str) -> str:
    """A template of the site's own theme `mine`, which extends `plain`."""
    return f"{MINE}-- themes/mine/{name} --\n{text}\n{ONE}"


# -- where templates come from --------------------------------------------------------------------


def test_a_theme_of_the_site_overrides_one_template_of_the_one_it_extends(site: Site) -> None:
    own = template("overview.html", "<!doctype html><title>{{ page.title }}</title><p>Mine")
    assert site.write(own).build().problems == ()
    assert site.page("topics/index.html") == "<!doctype html><title>Topics</title><p>Mine"
    assert '<article>\n<h1>a</h1>' in site.page(PAGE)


def test_one_block_is_overridden_by_extending_the_template_of_that_name_in_the_other_theme(site: Site) -> None:
    own = template(
        "article.html", '{% extends "plain/article.html" %}\n{% block main %}<b>Before</b>{{ super() }}{% endblock %}'
    )
    assert site.write(own).build().problems == ()
    assert '<main id="main">\n<b>Before</b><article>\n<h1>a</h1>' in site.page(PAGE)
    assert "<b>Before</b>" not in site.page("topics/index.html")


def test_an_overridden_base_serves_the_templates_that_were_not(site: Site) -> None:
    assert site.write(template("base.html", "<title>x</title>{% block main %}{% endblock %}")).build().problems == ()
    assert site.page(PAGE).startswith("<title>x</title><article>")


def test_a_folder_of_the_site_named_like_a_shipped_theme_goes_before_it(site: Site) -> None:
    own = "-- themes/plain/404.html --\n{{ site.options.footer }} lost\n"
    assert site.write(f"-- config.yaml --\ntheme_options: {{footer: All}}\n{own}{ONE}").build().problems == ()
    assert site.page("404.html") == "All lost"
    assert "theme/style.css" in site.output()


def test_a_theme_may_extend_one_that_extends_another(site: Site) -> None:
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
        (["2021/05/06/index.html", "2021/05/index.html", "2021/index.html", "index.html", "topics/arts/index.html"], "list.html"),
    ],
)
def test_a_kind_of_page_has_a_template_of_its_own_where_the_theme_has_one(site: Site, kinds: list[str], name: str) -> None:
    assert site.write(template(name, "{{ page.kind }} by me")).build().problems == ()
    assert sorted(p for p, data in site.output().items() if b" by me" in data) == sorted(kinds)


def test_a_theme_that_is_nowhere_is_an_error_that_names_the_ones_there_are(site: Site) -> None:
    report = site.write("-- config.yaml --\ntheme: fancy\n" + ONE).build()
    assert said(report.problems) == [("error", "config.yaml", 1, "there is no theme named fancy")]
    assert "plain" in report.problems[0].hint
    assert not (site.root / "output").exists()


def test_a_theme_that_extends_nothing_must_have_every_template(site: Site) -> None:
    report = site.write("-- config.yaml --\ntheme: bare\n-- themes/bare/article.html --\n{{ article.body }}\n" + ONE).build()
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


def test_options_have_their_defaults_those_of_the_nearer_theme_first(site: Site) -> None:
    assert site.write(MINE + OPTIONS).build().problems == ()
    assert site.page("404.html") == "2 From mine True"


def test_the_config_sets_options_of_the_theme_and_of_the_one_it_extends(site: Site) -> None:
    site.write("-- config.yaml --\ntheme: mine\ntheme_options: {columns: 3, footer: Mine}\n" + OPTIONS)
    assert site.build().problems == ()
    assert site.page("404.html") == "3 Mine True"


def test_an_option_that_the_theme_does_not_have_is_said_with_those_it_has(site: Site) -> None:
    report = site.write("-- config.yaml --\ntitle: x\ntheme: mine\ntheme_options:\n  colums: 3\n" + OPTIONS).build()
    (problem,) = report.problems
    assert (problem.file, problem.line) == ("config.yaml", 5)
    assert "colums" in problem.message
    assert "columns, footer" in problem.hint
    assert site.page("404.html") == "2 From mine True"


def test_the_files_of_a_theme_are_copied_to_theme_the_nearest_of_a_name(site: Site) -> None:
    site.write(MINE + "-- themes/mine/img/logo.svg --\n<svg/>\n-- themes/mine/notes.md --\nNotes\n-- themes/mine/.hidden --\nx\n" + ONE)
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


def test_a_changed_included_template_renders_the_pages_that_use_it_and_no_others(site: Site) -> None:
    own = template("article.html", "{% include 'note.html' %} {{ article.body }}") + "-- themes/mine/note.html --\nOld\n"
    site.write(own + daily(3)).build()
    site.write("-- themes/mine/note.html --\nNew\n")
    report = site.build()
    assert report.read == 0
    assert {r.path for r in site.rendered} == {p for p in site.output() if p.endswith(("/a.html", "00.html", "01.html", "02.html"))}
    assert {r.reason for r in site.rendered} == {"changed: template"}


def test_a_template_that_appears_in_the_nearer_theme_takes_over(site: Site) -> None:
    site.write(MINE + ONE).build()
    site.write("-- themes/mine/404.html --\nMine\n")
    assert site.build().written == 1
    assert site.page("404.html") == "Mine"
    os.unlink(site.root / "themes/mine/404.html")
    site.build()
    assert "Page not found" in site.page("404.html")


def test_another_theme_in_the_config_renders_every_page(site: Site) -> None:
    site.write("-- themes/mine/theme.yaml --\nextends: plain\n-- themes/mine/404.html --\nMine\n" + ONE).build()
    site.write("-- config.yaml --\ntheme: mine\n").build()
    assert site.page("404.html") == "Mine"


def test_a_computed_include_is_a_warning_and_any_change_of_the_theme_renders_its_pages(site: Site) -> None:
    own = template("article.html", "\n{% include page.kind ~ '-note.html' %}") + "-- themes/mine/article-note.html --\nOld\n"
    report = site.write(own).build()
    assert [(s, f, n) for s, f, n, _ in said(report.problems)] == [("warning", "themes/mine/article.html", 2)]
    assert "computed" in report.problems[0].message
    assert "Old" in site.page(PAGE)
    site.write("-- themes/mine/article-note.html --\nNew\n")
    assert site.build().problems == report.problems
    assert "New" in site.page(PAGE)
    assert "404.html" not in site.written()


def test_an_include_may_be_missing_where_the_template_says_so(site: Site) -> None:
    own = template("404.html", "{% include 'own.html' ignore missing %}{% include ['none.html', 'some.html'] %}")
    site.write(own + "-- themes/mine/some.html --\nsome\n")
    assert site.build().problems == ()
    assert site.page("404.html") == "some"
    site.write("-- themes/mine/own.html --\nown \n")
    assert site.build().problems == ()
    assert site.page("404.html") == "own some"


# -- mistakes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "line", "message", "exists"),
    [
        ("article.html", "\n{{ artcle.body }}", 2, "there is nothing named artcle here", "Did you mean article?"),
        ("article.html", "{{ listing.title }}", 1, "there is nothing named listing here", "article, item, page, site"),
        ("article.html", "{{ item.titel }}", 1, "item has no titel", "Did you mean title?"),
        ("article.html", "{{ item.source.name }}", 1, "item.source has no name", "title, url"),
        ("article.html", "{% if item.date and item.date.month %}{% endif %}", 1, "item.date has no month", "iso, text, time, url"),
        ("article.html", "{% for a in item.authors %}\n{{ a.name }}{% endfor %}", 2, "a has no name", "title, url"),
        ("article.html", "{% set d = item.date %}{{ d.day }}", 1, "d has no day", "iso, text"),
        ("article.html", "{% with d = item.date %}{{ d.day }}{% endwith %}", 1, "d has no day", "iso, text"),
        ("article.html", "{{ (item.date or item.updated).day }}", 1, "this has no day", "iso, text"),
        ("article.html", "{{ item['titel'] }}", 1, "item has no titel", "Did you mean title?"),
        ("article.html", "{% block main %}{{ nothing }}{% endblock %}", 1, "there is nothing named nothing here", "article, item"),
        ("article.html", "{% for a in item.authors %}{% endfor %}{{ a.title }}", 1, "there is nothing named a here", "article"),
        ("list.html", "{% for g in listing.groups %}{% for r in g.rows %}{{ r.title }}{% endfor %}{% endfor %}", 1, "r has no title", "html, item"),
        ("list.html", "{% for g in listing.groups %}{% for r in g.rows %}{{ r.item.kind }}{% endfor %}{% endfor %}", 1, "r.item has no kind", "agency"),
        ("list.html", "{% for p in listing.parts|reverse %}{{ p.name }}{% endfor %}", 1, "p has no name", "title, total, url"),
        ("overview.html", "{% for e in overview.entries %}{{ e.newest.titel }}{% endfor %}", 1, "e.newest has no titel", "Did you mean title?"),
        ("item.html", "{{ page.title }}", 1, "there is nothing named page here", "item, site"),
        ("404.html", "{{ item.title }}", 1, "there is nothing named item here", "page, site"),
        ("redirect.html", "{{ url }}", 1, "there is nothing named url here", "page, site, target"),
        ("month.html", "{{ listing.month }}", 1, "listing has no month", "groups"),
        ("front.html", "{{ site.name }}", 1, "site has no name", "Did you mean"),
        ("404.html", "{{ site.title|shout }}", 1, "no filter named", ""),
        ("404.html", "{% if site.title is loud %}{% endif %}", 1, "no test named", ""),
        ("404.html", "\n\n{% if %}", 3, "the template cannot be read", ""),
        ("404.html", "\n{% include 'none.html' %}", 2, "none.html is named here and no theme of the chain has it", ""),
        ("404.html", "\n{% extends '404.html' %}", 2, "templates go round in a circle: 404.html → 404.html", ""),
    ],
)  # fmt: skip
def test_a_mistake_in_a_template_is_said_with_its_line_and_what_exists(
    site: Site, name: str, text: str, line: int, message: str, exists: str
) -> None:
    (problem,) = site.write(template(name, text)).build().problems
    assert (problem.severity, problem.file, problem.line) == ("error", f"themes/mine/{name}", line)
    assert message in problem.message
    assert exists in problem.hint


def test_pages_of_a_template_with_a_mistake_are_not_rendered_and_all_others_are(site: Site) -> None:
    site.write(MINE + ONE + daily(3)).build()
    before = site.output()
    site.write("-- themes/mine/article.html --\n{{ nothing }}\n" + article("a.md", body="New.", date="2021-05-06", topics="[Arts]"))
    report = site.build()
    assert len(report.problems) == 1
    assert "New." in site.page("feed.xml")
    assert {p: d for p, d in site.output().items() if p != "feed.xml"} == {p: d for p, d in before.items() if p != "feed.xml"}
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
        ("error", "themes/mine/x.html", 2, "there is nothing named y here"),
        ("error", "themes/mine/x.html", 2, "x has no slug"),
    ]


def test_arguments_of_macros_are_anything(site: Site) -> None:
    macro = "{% macro show(thing, also=none) %}{{ thing.whatever or also.what }}{{ varargs }}{% endmacro %}"
    assert site.write(template("404.html", macro + "{% import 'm.html' as m %}fine") + "-- themes/mine/m.html --\n" + macro).build().problems == ()
    assert site.page("404.html") == "fine"


def test_a_macro_does_not_see_the_page_unless_it_is_imported_with_it(site: Site) -> None:
    macros = "-- themes/mine/m.html --\n{% macro name() %}{{ site.title }}{% endmacro %}\n"
    own = template("404.html", "{% from 'm.html' import name %}{{ name() }}") + macros
    (problem,) = site.write(own).build().problems
    assert (problem.file, problem.line) == ("themes/mine/m.html", 1)
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


# -- every name is delivered ----------------------------------------------------------------------


KINDS = {
    "index.html": "front", "2021/05/06/a.html": "article", "2021/05/06/index.html": "day", "2021/w18/index.html": "week",
    "2021/05/index.html": "month", "2021/index.html": "year", "archive/index.html": "archive",
    "undated/index.html": "undated", "topics/arts/index.html": "listing", "topics/index.html": "overview",
    "404.html": "404", "old.html": "redirect",
}  # fmt: skip
"""A page of every kind."""


def shown(path: str, of: typing.Any, depth: int = 0) -> str:
    """A template that prints every field of a value of the context, by its type, and its fields' fields."""
    if isinstance(of, typing.Union | type(int | str)) and type(None) in typing.get_args(of):  # type: ignore[arg-type]
        (rest,) = (a for a in typing.get_args(of) if a is not type(None))
        return f"[{path}]{{% if {path} is none %}}none{{% else %}}{shown(path, rest, depth)}{{% endif %}}"
    if typing.get_origin(of) is tuple:
        name = f"x{depth}"
        return f"[{path}]{{% for {name} in {path} %}}{shown(name, typing.get_args(of)[0], depth + 1)}{{% endfor %}}"
    if isinstance(of, type) and of.__module__ == context.__name__:
        return "".join(shown(f"{path}.{name}", hint, depth) for name, hint in fields(of).items())
    return f"[{path}={{{{ {path} }}}}]\n"


def fields(of: type) -> dict[str, typing.Any]:
    """Names and types of the fields of a class of the context, found without the check's own code."""
    found = {n: t for n, t in typing.get_type_hints(of).items() if not n.startswith("_")}
    for name, value in vars(of).items():
        if isinstance(value, property):
            found[name] = typing.get_type_hints(value.fget)["return"]
    return found


def debug_theme() -> str:
    """A theme without a parent that prints all it is given."""
    text = "-- themes/debug/theme.yaml --\noptions:\n  tint: {default: red}\n"
    for name in context.BY_TEMPLATE:
        given = context.names_for(name)
        text += f"-- themes/debug/{name} --\n" + "".join(shown(n, t) for n, t in given.items()) + "\n"
    return text


FULL = """
-- config.yaml --
title: The Desk
tagline: Words
description: More words
url: https://desk.example/sub/
theme: debug
edition: week
topics: {arts: {name: Arts, description: Of arts, parent: life}, life: {name: Life}}
-- content/before.md --
---
title: before
date: 2021-04-01
topics: [Life]
---

Text.
-- content/after.md --
---
title: after
date: 2021-06-01
---

Text.
-- content/none.md --
---
title: none
---

Text.
-- content/a.md --
---
title: An *important* one
date: 2021-05-06 12:30
updated: 2021-05-07
authors: [Ann Lee]
agency: AFP
source: The Example
source_url: https://www.example.com/x
topics: [Arts]
summary: In short.
language: de
image: https://cdn.example/x.png
alt: A bear
caption: A caption
credit: A credit
story: the-story
weight: 7
slug: a
mood: fine
aliases: [/old.html]
corrections:
  - {date: 2021-05-08, text: It was wrong.}
---

The text has five words.
"""


def test_every_name_of_the_context_is_delivered_on_every_kind_of_page(site: Site) -> None:
    report = site.write(debug_theme() + FULL).build()
    assert [p.code for p in report.problems] == ["no-date"]
    for path, kind in KINDS.items():
        page = site.page(path)
        assert f"[page.kind={kind}]" in page
        assert "[site.title=The Desk]" in page or kind == "redirect"
    assert set(KINDS.values()) == set(context.TEMPLATES)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "2021/05/06/a.html",
            """[site.title=The Desk] [site.tagline=Words] [site.description=More words] [site.language=en] [site.direction=ltr]
            [site.url=/sub/] [site.feed=/sub/feed.xml] [site.style=/sub/theme/] [x0.url=/sub/archive/] [x0.url=/sub/authors/]
            [page.title=An important one] [page.description=In short.]
            [page.canonical=https://desk.example/sub/2021/05/06/a.html] [page.feed=]
            [item.url=/sub/2021/05/06/a.html] [item.title=An <em>important</em> one] [item.name=An important one]
            [item.date.iso=2021-05-06T12:30:00+00:00] [item.date.text=6 May 2021] [item.date.time=12:30]
            [item.date.url=/sub/2021/05/06/] [item.updated.iso=2021-05-07] [item.updated.time=] [item.updated.url=]
            [x0.title=Ann Lee] [x0.url=/sub/authors/ann-lee/] [item.agency=AFP] [item.source.title=The Example]
            [item.source_url=https://www.example.com/x] [x0.title=Arts] [item.summary=In short.] [item.language=de]
            [item.direction=] [item.picture.url=https://cdn.example/x.png] [item.picture.alt=A bear]
            [item.picture.caption=A caption] [item.picture.credit=A credit] [item.story=the-story] [item.weight=7]
            [article.body=<p>The text has five words.</p>] [article.words=5] [x0.date.text=8 May 2021] [x0.text=It was wrong.]
            [article.host=example.com] [article.extra={&#39;mood&#39;: &#39;fine&#39;}]
            [article.older.title=before] [article.newer.url=/sub/2021/06/01/after.html]""",
        ),
        (
            "topics/arts/index.html",
            """[page.feed=/sub/topics/arts/feed.xml] [listing.title=Arts] [listing.description=Of arts] [listing.total=1]
            [x0.title=May 2021] [x0.url=/sub/2021/05/] [x1.item.name=An important one] [listing.older]none
            [listing.up.url=/sub/topics/] [x0.title=Life] [x0.url=/sub/topics/life/]""",
        ),
        ("2021/05/06/index.html", "[listing.older.url=/sub/2021/04/01/] [listing.newer.title=1 June 2021] [listing.up.url=/sub/2021/w18/]"),
        ("2021/index.html", "[x0.title=June 2021] [x0.url=/sub/2021/06/] [x0.total=1] [listing.up.title=Archive]"),
        ("topics/index.html", "[overview.title=Topics] [x0.title=Arts] [x0.total=1] [x0.newest.name=An important one]"),
        ("archive/index.html", "[overview.title=Archive] [x0.title=2021] [x0.total=3] [x0.newest]none [x0.title=Undated]"),
        ("old.html", "[target=/sub/2021/05/06/a.html] [page.canonical=https://desk.example/sub/2021/05/06/a.html]"),
        ("404.html", "[page.canonical=] [page.title=Page not found]"),
    ],
)  # fmt: skip
def test_the_names_hold_what_the_manual_says(site: Site, path: str, expected: str) -> None:
    site.write(debug_theme() + FULL).build()
    page = " ".join(site.page(path).split())
    for piece in " ".join(expected.split()).replace("] [", "]\0[").split("\0"):
        assert piece in page.replace("\n", "").replace("</p> ]", "</p>]"), piece


@pytest.mark.parametrize("theme", sorted(os.listdir(SHIPPED)))
def test_every_theme_that_ships_renders_every_kind_of_page_without_a_problem(site: Site, theme: str) -> None:
    report = site.write(FULL.replace("theme: debug", f"theme: {theme}")).build()
    assert [p.code for p in report.problems] == ["no-date"]
    assert all(path in site.output() for path in KINDS)
