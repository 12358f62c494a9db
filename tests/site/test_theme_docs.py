"""docs/themes.md: the tutorial works, and the reference is up to date."""

from __future__ import annotations

import re

import pytest

from digest.render import context, lint
from digest.render.translations import load_language
from tests.support.docs import PAGE, classes, reference, renewed
from tests.support.pages import Page
from tests.support.pictures import photo
from tests.support.pieces import article, links, rows
from tests.support.sites import Site
from tests.support.tutorial import files, follow

pytestmark = pytest.mark.slow


def test_the_section_on_colours(site: Site) -> None:
    follow(site, "Change a colour")
    assert "--spot: #a3161f" in site.page("theme/colours.css")
    for path in ("index.html", "2022/02/03/a.html", "404.html"):
        assert re.search(r"/theme/style\.css.*/theme/colours\.css", site.page(path), re.DOTALL)


def test_the_section_on_overriding_a_block(site: Site) -> None:
    follow(site, "Change a colour", "Override one block")
    page = site.page("2022/02/03/a.html")
    assert "<p>2 words, 1 min to read</p>" in page
    assert "<h1>a</h1>" in page
    assert "/theme/colours.css" in page
    assert rows(site.page("topics/arts/index.html"))[0] == "n069"
    assert '<p class="by">The Example</p>' in site.page("topics/arts/index.html")


def test_the_section_on_writing_a_theme(site: Site) -> None:
    follow(site, "Write a theme")
    pages = {path: data.decode() for path, data in site.output().items() if path.endswith(".html")}
    assert [(path, fault) for path, text in pages.items() for fault in Page(text).faults()] == []
    assert ("a", "/2022/02/03/a.html") in links(pages["index.html"])
    assert ("2021", "/topics/arts/2021/") in links(pages["topics/arts/index.html"])
    assert "<h1>Page not found</h1>" in pages["404.html"]
    assert "url=/2022/02/03/a.html" in pages["old.html"]
    assert not [path for path in site.output() if path.startswith("theme/")]


def test_the_section_on_images(site: Site) -> None:
    follow(site, "Write a theme")
    site.write("".join(f"-- {path} --\n{text}" for path, text in files("Pictures").items()))
    (site.root / "content/hall.jpg").write_bytes(photo(600, 400))
    site.write(article("b.md", "b", "![The hall](hall.jpg)", date="2022-02-04", image="hall.jpg"))
    assert site.build().problems == ()
    page = site.page("2022/02/04/b.html")
    assert page.count('sizes="(min-width: 60rem) 30rem, 100vw"') == 2
    assert [(p["width"], p["height"]) for p in Page(page).pictures] == [("600", "400")] * 2
    assert Page(page).faults() == []


def test_the_section_on_search(site: Site) -> None:
    follow(site, "Write a theme", "A search page")
    assert 'data-root="/" data-files="search/2022-02.json search/2021-03.json' in site.page("search/index.html")
    assert "search/2021-01.json" in site.output()
    assert Page(site.page("search/index.html")).faults() == []


def test_the_section_on_the_email_edition(site: Site) -> None:
    follow(site, "Write a theme", "An e-mail edition")
    mail = site.page("email/index.txt")
    assert mail.startswith(
        "The Digest, 3 February 2022: http://localhost:8000/\n\na\nhttp://localhost:8000/2022/02/03/a.html\n"
    )
    assert "\nArts (19)\n- n069\n  http://localhost:8000/2021/03/14/n069.html\n" in mail


def test_the_section_on_options(site: Site) -> None:
    follow(site, "Write a theme")
    for path, text in files("Options").items():
        site.write(f"-- {path} --\n{text}")
        assert site.build().problems == ()
    assert "<h1>Hello</h1>" in site.page("404.html")
    site.write("-- config.yaml --\ntheme: tiny\n").build()
    assert "<h1>Good morning</h1>" in site.page("404.html")


def test_the_section_on_words(site: Site) -> None:
    follow(site, "Change a colour", "Words and languages")
    assert '<a href="/feed.xml">News</a>' in site.page("index.html")


@pytest.mark.parametrize(("tag", "column"), [("en", 1), ("de", 2)])
def test_the_table_of_filters(tag: str, column: int) -> None:
    table = PAGE.read_text("utf-8").split("| filter | English | German |\n| --- | --- | --- |\n")[1].split("\n\n")[0]
    filters = load_language(tag, ())[0].filters()
    for row in table.splitlines():
        cells = row.strip("| ").split(" | ")
        first, *values = re.findall("`([^`]+)`", cells[0])
        short = first == "short_month" or first.startswith("month_name")
        given: dict[str, object] = {"number": 1612, "listed": list("ABC"), "commas": list("ABC")}
        moment = "2020-03-06T06:40:00+00:00" if short else "2021-05-06T06:40:00+00:00"
        names = [first] if values[:1] == ["2021-05"] or first in given else [first, *values]
        values = values if values[:1] == ["2021-05"] else []
        if first == "date_range":
            made = filters[first](*cells[0].split("`")[3::2])
        elif values:
            made = ", ".join(filters[first](value) for value in values)
        else:
            made = ", ".join(filters[name](given.get(name, moment)) for name in names)
        assert made == cells[column], row


def test_the_reference_is_up_to_date() -> None:
    page = PAGE.read_text("utf-8")
    assert page == renewed(page), "run `python -m tests.support.docs`"
    assert reference() in page


def test_the_context_exports_its_classes_and_lint_knows_their_fields() -> None:
    assert sorted(context.__all__) == sorted(classes())
    for name, (_, known) in classes().items():
        assert set(lint.fields(getattr(context, name)) or ()) == {f.name for f in known}, name


def test_every_name_has_a_description() -> None:
    for name, (doc, fields) in classes().items():
        assert doc.endswith("."), name
        assert fields
        assert [f.name for f in fields if not f.doc.endswith(".")] == [], name


@pytest.mark.parametrize("name", sorted(classes()))
def test_the_reference_lists_every_field(name: str) -> None:
    of = getattr(context, name)
    visible = [n for n in dir(of) if not n.startswith("_") and n not in ("count", "index")]
    assert sorted(f.name for f in classes()[name][1]) == visible
