"""The table of page kinds: it is complete, and a row in it is enough for a new kind of page."""

from __future__ import annotations

import pytest

from digest.model.fingerprint import hash_text
from digest.model.kinds import KINDS, ROW_TEMPLATES, PageKind, is_asset
from digest.model.page import Page
from digest.pages import registry
from digest.pages.content import PageContent
from digest.pages.frame import PageRenderer
from digest.pages.inputs import TemplateInputs
from digest.render import context as c
from digest.render.templates import OPTIONAL, VALUES, names_for
from digest.tools.why import Explanation, explain
from tests.support.changes import edit, reasons
from tests.support.pieces import article
from tests.support.sites import Site

# -- a kind that exists only here ---------------------------------------------------------------

GLOSSARY = PageKind(
    "glossary", "the topics by name", templates=("glossary.html",), values=("overview",),
    path="glossary/index.html", theme_option="glossary", in_sitemap=True,
)  # fmt: skip


class GlossaryInputs(TemplateInputs):
    """The topics of the site."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        self.topics = sorted(pages.queries.listings.info("topics"))
        super().__init__(pages, page, {"entries": hash_text(*(f"{topic.key} {topic.total}" for topic in self.topics))})

    def content(self) -> PageContent:
        href = self.pages.queries.listing_href
        entries = tuple(c.Entry(topic.name, href("topics", topic.key), topic.total, None) for topic in self.topics)
        return PageContent("Glossary", "", {"overview": c.Overview("Glossary", entries)})


TEMPLATE = """
-- themes/mine/theme.yaml --
extends: plain
options:
  glossary: {default: true}
-- themes/mine/glossary.html --
{% extends 'base.html' %}{% block main %}
{% for entry in overview.entries %}[{{ entry.title }} {{ entry.total }} {{ entry.url }}]{% endfor %}
{% endblock %}
"""
ARTICLES = article("a.md", date="2021-05-06", topics="[Sea]") + article("b.md", date="2021-05-07", topics="[Law, Sea]")
PATH = "glossary/index.html"


@pytest.fixture
def glossary(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site whose theme has a template for the kind."""
    monkeypatch.setitem(KINDS, GLOSSARY.name, GLOSSARY)  # type: ignore[arg-type]
    monkeypatch.setitem(registry.INPUTS, GLOSSARY.name, GlossaryInputs)  # type: ignore[arg-type]
    return site.write("-- config.yaml --\ntheme: mine\nurl: https://desk.example/\n" + TEMPLATE + ARTICLES)


def test_a_new_kind_needs_a_row_a_class_and_a_template(glossary: Site) -> None:
    assert glossary.build().problems == ()
    assert "[Law 1 /topics/law/][Sea 2 /topics/sea/]" in glossary.page(PATH)
    assert "https://desk.example/glossary/" in glossary.page("sitemap/dates.xml")
    found = explain(str(glossary.root), PATH)
    assert isinstance(found, Explanation)
    assert (found.kind, found.about, found.source, found.reason) == ("glossary", "the topics by name", "", "new")
    assert [f"{t.name} of {t.theme}" for t in found.templates] == ["glossary.html of themes/mine"]
    assert [i.name for i in found.inputs] == ["settings", "template", "page", "words", "entries"]


def test_a_page_of_a_new_kind_is_built_incrementally(glossary: Site) -> None:
    glossary.build()
    edit(glossary, "content/a.md", "title: a", "title: another")
    glossary.build()
    assert PATH not in reasons(glossary)
    glossary.write(article("c.md", date="2021-05-08", topics="[Law]")).build()
    assert reasons(glossary)[PATH] == "changed: entries"
    assert "[Law 2 /topics/law/][Sea 2 /topics/sea/]" in glossary.page(PATH)
    edit(glossary, "themes/mine/glossary.html", "[{{", "({{")
    glossary.build()
    assert reasons(glossary) == {PATH: "changed: template"}


def test_a_page_of_an_optional_kind_exists_only_where_the_theme_has_it(glossary: Site) -> None:
    glossary.build()
    assert PATH in glossary.output()
    glossary.write("-- config.yaml --\ntheme: mine\ntheme_options: {glossary: false}\n").build()
    assert PATH not in glossary.output()
    glossary.write("-- config.yaml --\ntheme: mine\n").build()
    assert PATH in glossary.output()
    (glossary.root / "themes/mine/glossary.html").unlink()
    assert glossary.build().problems == ()
    assert PATH not in glossary.output()


def test_a_template_of_a_new_kind_is_checked_like_all_others(glossary: Site) -> None:
    edit(glossary, "themes/mine/glossary.html", "overview.entries", "overview.terms")
    (problem,) = glossary.build().problems
    assert (problem.code, problem.message) == ("template-name", "`overview` has no attribute `terms`")
    assert (problem.file, problem.line) == ("themes/mine/glossary.html", 2)
    assert PATH not in glossary.output()


def test_the_number_of_workers_makes_no_difference_to_a_new_kind(glossary: Site) -> None:
    glossary.write("".join(article(f"n{i}.md", date="2021-05-06", topics="[Sea]") for i in range(120))).build(jobs=2)
    assert "[Law 1 /topics/law/][Sea 122 /topics/sea/]" in glossary.page(PATH)


# -- the table ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_row_fits_the_way_in_which_its_pages_are_made(kind: PageKind) -> None:
    assert KINDS[kind.name] is kind
    assert (kind.made_by == "template") == bool(kind.templates)
    assert (kind.made_by != "copy") == (kind.name in registry.INPUTS)
    assert kind.made_by == "template" or not (kind.values or kind.row or kind.in_sitemap)
    assert bool(kind.theme_file) == (kind.made_by != "template" and bool(kind.theme_option))
    assert kind.row in ("", *ROW_TEMPLATES)
    assert set(kind.values) <= set(VALUES)
    assert kind.path or not (kind.theme_option or kind.in_sitemap) or kind.source == "content"
    assert kind.made_by == "copy" or not is_asset(kind.name)


def test_paths_of_kinds_and_their_priorities_differ() -> None:
    paths = [kind.path for kind in KINDS.values() if kind.path]
    priorities = [kind.path_priority for kind in KINDS.values() if kind.path_priority]
    assert (len(paths), len(priorities)) == (len(set(paths)), len(set(priorities)))


def test_every_value_is_used_by_a_kind() -> None:
    assert {name for kind in KINDS.values() for name in kind.values} | {"meta"} == set(VALUES)
    assert set(OPTIONAL) < set(VALUES)


def test_a_template_for_several_kinds_has_the_names_that_they_have_in_common() -> None:
    assert list(names_for("list.html")) == ["site", "page", "meta", "listing"]
    assert list(names_for("day.html")) == ["site", "page", "meta", "listing", "strip", "issue"]
    assert list(names_for("overview.html")) == ["site", "page", "meta", "overview"]
    assert list(names_for("item-day.html")) == ["site", "item"]
    assert list(names_for("base.html")) == ["site", "page", "meta"]
