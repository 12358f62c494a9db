"""Standing pages: Markdown under pages/, with the look of the theme, in the navigation of the footer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from digest.tools.inspect import inspect
from digest.tools.locate import PageNotFound
from digest.tools.why import Explanation, explain
from tests.support.changes import edit
from tests.support.pictures import photo
from tests.support.pieces import plain
from tests.support.sites import Site

pytestmark = pytest.mark.slow

SITE = """\
-- config.yaml --
title: Daily
url: https://host.example/sub/
-- content/2021/a.md --
---
title: Alpha
date: 2021-05-06
topics: [Sea]
---

Text with a link to [us](../../pages/about.md) and [the imprint](/legal/imprint/).
-- pages/about.md --
---
nav: {title: About us, order: 1}
date: 2021-05-06
topics: [Sea]
authors: [Ann Lee]
source: The Example
---
# About the *desk*

We read. See [an article](../content/2021/a.md) and [the imprint](legal/imprint.md#top).

![The desk](desk.jpg)
-- pages/legal/imprint.md --
---
title: Imprint
nav: 2
---

Acme Street 1
-- pages/colophon.md --
Colophon
========

By Ann Lee

Type and paper.
"""


@pytest.fixture(params=["plain", "gazette"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    """The site above, built once."""
    found = Site(tmp_path / "site").write(SITE.replace("title: Daily", f"title: Daily\ntheme: {request.param}"))
    (found.root / "pages/desk.jpg").write_bytes(photo(60, 40))
    assert not found.build().problems
    return found


def footer(page: str) -> list[tuple[str, str]]:
    """URL and text of the links to standing pages in the footer of a page."""
    foot = page[page.rindex("<footer") :]
    return [link for link in re.findall(r'<a href="([^"]*)">([^<]*)</a>', foot) if link[1] in NAMES]


NAMES = ("About us", "About", "Imprint", "Colophon", "Who we are", "Über uns")


def test_a_page_has_its_title_text_links_and_pictures_and_is_in_the_footer_of_all_pages(site: Site) -> None:
    page = site.page("about/index.html")
    assert "<h1>About the <em>desk</em></h1>" in page
    assert '<a href="/sub/2021/05/06/alpha.html">an article</a>' in page
    assert '<a href="/sub/legal/imprint/#top">the imprint</a>' in page
    assert 'src="/sub/about/desk.jpg" alt="The desk"' in page
    assert "about/desk.jpg" in site.output()
    assert '<a href="/sub/about/">us</a>' in site.page("2021/05/06/alpha.html")
    links = [("/sub/about/", "About us"), ("/sub/legal/imprint/", "Imprint"), ("/sub/colophon/", "Colophon")]
    for path in ("index.html", "2021/05/06/alpha.html", "about/index.html", "topics/sea/index.html"):
        assert footer(site.page(path)) == links, path


def test_the_caption_of_a_missing_picture_follows_the_text(site: Site) -> None:
    site.write(
        "-- pages/colophon.md --\n---\ntitle: Colophon\ncaption: The press.\ncredit: Jo Berg\n---\nType and paper.\n"
    )
    site.build()
    page = site.page("colophon/index.html")
    assert "Type and paper. Picture not archived: The press. Jo Berg" in plain(page)
    assert "<figure" not in page


def test_a_page_is_no_article_and_in_no_list_or_feed_but_in_the_sitemap(site: Site) -> None:
    assert site.build().articles == 1
    for path, data in site.output().items():
        if path.endswith((".xml", ".json")):
            assert b"We read" not in data
            assert b"About the" not in data, path
            assert (b"<loc>https://host.example/sub/about/</loc>" in data) == (path == "sitemap/dates.xml"), path
    assert "About the" not in re.sub("(?s)<footer.*", "", site.page("topics/sea/index.html"))
    assert "authors/index.html" not in site.output()
    assert "sources/index.html" not in site.output()
    assert "<p>By Ann Lee</p>" in site.page("colophon/index.html"), "nothing is searched in the text"


def test_an_edited_text_writes_its_page_and_an_edited_title_in_the_navigation_all_pages(site: Site) -> None:
    edit(site, "pages/about.md", "We read.", "We write.")
    site.build()
    assert site.written() == ["about/index.html"]
    edit(site, "pages/about.md", "# About the *desk*", "# About this desk")
    site.build()
    assert site.written() == ["about/index.html"], "its title in the navigation is another one"
    edit(site, "pages/about.md", "title: About us", "title: Who we are")
    site.build()
    html = {path for path in site.output() if path.endswith(".html") and not path.startswith("email/")}
    assert html <= set(site.written())
    assert footer(site.page("index.html"))[0] == ("/sub/about/", "Who we are")
    edit(site, "pages/about.md", "order: 1", "order: 3")
    site.build()
    assert [text for _, text in footer(site.page("404.html"))] == ["Imprint", "Who we are", "Colophon"]


def test_drafts_and_expired_pages_are_withheld(site: Site) -> None:
    edit(site, "pages/legal/imprint.md", "nav: 2", "draft: true")
    edit(site, "pages/colophon.md", "Colophon\n", "---\nexpires: 2025-01-01\n---\nColophon\n")
    report = site.build()
    assert [(h.file, h.reason) for h in report.hidden] == [
        ("pages/colophon.md", "expired"), ("pages/legal/imprint.md", "draft"),
    ]  # fmt: skip
    assert not any(path.startswith(("legal/", "colophon/")) for path in site.output())
    assert [text for _, text in footer(site.page("index.html"))] == ["About us"]
    assert {(p.code, p.file) for p in report.problems} == {
        ("link-missing", "content/2021/a.md"), ("link-missing", "pages/about.md"),
    }  # fmt: skip
    (site.root / "pages/about.md").unlink()
    site.build()
    assert not any(path.startswith("about/") for path in site.output())
    assert footer(site.page("index.html")) == []


def test_translations_link_to_each_other_and_one_of_them_is_in_the_navigation(site: Site) -> None:
    site.write("-- pages/about.de.md --\n# Über uns\n\nWir lesen.")
    assert not site.build().problems
    page = site.page("about-de/index.html")
    assert 'lang="de"' in page
    assert 'hreflang="en" href="https://host.example/sub/about/"' in page
    assert 'hreflang="de" href="https://host.example/sub/about-de/"' in site.page("about/index.html")
    assert [text for _, text in footer(page)] == ["About us", "Imprint", "Colophon"]
    edit(site, "config.yaml", "title: Daily", "title: Daily\nlanguage: de")
    site.build()
    assert [text for _, text in footer(site.page("index.html"))] == ["Imprint", "Colophon", "Über uns"]


@pytest.mark.parametrize(
    ("front", "path"),
    [
        ("slug: us", "us/index.html"),
        ("permalink: /who/we/are.html", "who/we/are.html"),
        ("permalink: /who", "who/index.html"),
    ],
)
def test_front_matter_can_set_the_address(front: str, path: str, site: Site) -> None:
    edit(site, "pages/about.md", "date: 2021-05-06", f"{front}\naliases: [/old/]")
    site.build()
    assert "About the" in site.page(path)
    assert "about/index.html" not in site.output()
    assert f"/sub/{path.removesuffix('index.html')}" in site.page("old/index.html")


@pytest.mark.parametrize(
    ("nav", "expected"),
    [
        ("nav: false", ["Imprint", "Colophon"]),
        ("nav: About", ["Imprint", "About", "Colophon"]),
        ("nav: {order: 3}", ["Imprint", "About the desk", "Colophon"]),
        ("other: x", ["Imprint", "About the desk", "Colophon"]),
    ],
)
def test_the_key_nav(nav: str, expected: list[str], site: Site) -> None:
    edit(site, "pages/about.md", "nav: {title: About us, order: 1}", nav)
    assert not site.build().problems
    foot = site.page("index.html").rpartition("<footer")[2]
    found = [text for text in re.findall(">([^<>]+)</a>", foot) if text in (*expected, *NAMES)]
    order = [text for text in expected if text != "About the desk"]
    assert [text for text in found if text != "About the desk"] == order
    assert ("About the desk" in found) == ("About the desk" in expected)


def test_an_invalid_nav_is_reported_with_its_line(site: Site) -> None:
    edit(site, "pages/about.md", "{title: About us, order: 1}", "[1, 2]")
    (problem,) = site.build().problems
    assert (problem.code, problem.file, problem.line, problem.severity) == (
        "front-matter-value", "pages/about.md", 2, "error",
    )  # fmt: skip
    assert "About the" in site.page("about/index.html"), "one bad value costs that value"


def test_two_pages_with_one_address_are_reported(site: Site) -> None:
    site.write("-- pages/topics.md --\n# Our topics\n\nText.")
    (problem,) = site.build().problems
    assert (problem.code, problem.file) == ("address-taken", "pages/topics.md")
    assert "<h1>Our topics" not in site.page("topics/index.html")


def test_a_page_says_where_it_is_in_the_navigation_unless_it_is_the_only_one(tmp_path: Path) -> None:
    site = Site(tmp_path / "site").write(SITE.replace("title: Daily", "title: Daily\ntheme: gazette"))
    site.build()
    page = site.page("legal/imprint/index.html")
    assert re.findall('aria-current="page">([^<]*)', page) == ["Imprint"]
    for name in ("about.md", "colophon.md"):
        (site.root / "pages" / name).unlink()
    site.build()
    assert "aria-current" not in site.page("legal/imprint/index.html")
    assert '"@type":"WebPage"' in site.page("legal/imprint/index.html")


def test_a_theme_without_a_template_for_pages_shows_them_like_articles(tmp_path: Path) -> None:
    site = Site(tmp_path / "site").write(SITE.replace("title: Daily", "title: Daily\ntheme: bare"))
    for name in ("article", "list", "overview", "404", "redirect", "item"):
        site.write(f"-- themes/bare/{name}.html --\n{{{{ {'item.title' if name == 'article' else 1} }}}}")
    assert [p.code for p in site.build().problems] == ["link-missing"], "only the picture is missing"
    assert "Imprint" in site.page("legal/imprint/index.html")


def test_a_folder_inside_the_content_folder_has_articles(tmp_path: Path) -> None:
    site = Site(tmp_path / "site").write(
        "-- pages/a.md --\n# A\n\n6 May 2021\n\nText.\n-- config.yaml --\ncontent: .\n"
    )
    site.write(
        "-- config.yaml --\ncontent: texts\npages: texts/pages\n-- texts/pages/a.md --\n# A\n\n6 May 2021\n\nText."
    )
    assert site.build().articles == 1


def test_the_folder_can_have_another_name_and_vanish(site: Site) -> None:
    (site.root / "pages").rename(site.root / "fixed")
    assert [p.code for p in site.build().problems] == ["link-missing", "link-missing"]
    assert "about/index.html" not in site.output()
    edit(site, "config.yaml", "title: Daily", "title: Daily\npages: fixed")
    (site.root / "content/2021/a.md").write_text(
        "---\ndate: 2021-05-06\ntitle: Alpha\n---\n\n[us](../../fixed/about.md)\n"
    )
    assert not site.build().problems
    assert '<a href="/sub/about/">us</a>' in site.page("2021/05/06/alpha.html")


def test_inspect_and_why_know_standing_pages(site: Site) -> None:
    found = inspect(str(site.root / "pages/legal/imprint.md"))
    assert (found.notes, found.problems) == ((), ())
    assert found.fields["title"].value == "Imprint"
    assert found.fields["url"] == ("/sub/legal/imprint/", "path in pages/")
    assert found.fields["date"].value is None
    assert not found.fields["topics"].value
    why = explain(str(site.root), "about/index.html")
    assert isinstance(why, Explanation)
    assert (why.about, why.source) == ("the page “About the desk”", "pages/about.md")
    assert why.now == ()
    edit(site, "pages/about.md", "We read.", "We write.")
    why = explain(str(site.root), "http://host.example/sub/about/")
    assert isinstance(why, Explanation)
    assert why.now == ("pages/about.md was changed. The next build reads it again.",)
    other = explain(str(site.root), str(site.root / "pages/about.md"))
    assert isinstance(other, PageNotFound)
    assert other.message == "pages/about.md is a page, not an output file"
