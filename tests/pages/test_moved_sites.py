"""Folders of other programs as sites: addresses, file names, translations, list entries without a page, dates from Git."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from tests.support.pages import dead_links
from tests.support.pieces import article, entries, links, rows
from tests.support.sites import Site


def built(site: Site, text: str = "") -> Site:
    """Build a site without errors and dead links."""
    assert [p for p in site.write(text).build().problems if p.severity == "error"] == []
    assert dead_links(site.output(), "http://localhost:8000/") == []
    return site


def same_as_clean(site: Site) -> bool:
    """Whether a build from nothing writes the same files."""
    clean = Site(site.root.with_name(f"{site.root.name}-clean"))
    shutil.copytree(site.root, clean.root, ignore=shutil.ignore_patterns(".digest", "output"))
    clean.build()
    return clean.output() == site.output()


# -- addresses ------------------------------------------------------------------------------------


def test_a_permalink_is_the_address_of_the_page(site: Site) -> None:
    built(
        site,
        article("a.md", date="2021-05-06", permalink="/old/place")
        + article("b.md", date="2021-05-06", permalink="news/b.html", aliases="[/before/b.html]")
        + article("c.md", date="2021-05-06", url="/2014/12/12/1.0-Timeline"),
    )
    pages = ["old/place/index.html", "news/b.html", "before/b.html", "2014/12/12/1.0-Timeline/index.html"]
    assert [p for p in pages if p not in site.output()] == []
    assert ("b", "/news/b.html") in links(site.page("index.html"))


def test_a_permalink_that_is_no_page_costs_only_itself(site: Site) -> None:
    report = site.write(article("a.md", date="2021-05-06", permalink="/feed.xml")).build()
    assert [(p.code, p.severity, p.line) for p in report.problems] == [("front-matter-value", "error", 4)]
    assert "2021/05/06/a.html" in site.output()


def test_two_articles_with_one_permalink_both_have_a_page(site: Site) -> None:
    report = site.write(
        article("a.md", date="2021-05-06", permalink="/x/") + article("b.md", date="2021-05-06", permalink="/x/")
    ).build()
    assert [p.code for p in report.problems] == ["address-taken"]
    assert len([p for p in site.output() if re.fullmatch(r"x(-\w+)?/index\.html", p)]) == 2


def test_file_names_can_be_the_addresses(site: Site) -> None:
    built(
        site,
        "-- config.yaml --\nslugs: file\n"
        + article("2016-5-30-My_Post.md", "Another title")
        + article("2021-05-06_talks/index.md", "Talks")
        + article("2021/05/07/three.pl.md", "Trzy"),
    )
    pages = ["2016/05/30/My_Post.html", "2021/05/06/talks.html", "2021/05/07/three-pl.html"]
    assert [p for p in pages if p not in site.output()] == []


# -- entries of lists -----------------------------------------------------------------------------


def test_an_article_without_text_is_an_entry_that_leads_to_its_original(site: Site) -> None:
    text = article("a.md", "The original", "", date="2021-05-06", url="https://x.example/a?b=1&c", topics="[sea]")
    report = site.write(text + article("b.md", body="See [it](a.md).", date="2021-05-07")).build()
    assert [(p.code, p.severity) for p in report.problems] == [("empty-article", "warning")]
    assert [p for p in site.output() if p.endswith("the-original.html")] == []
    for page in ("index.html", "topics/sea/index.html", "2021/05/07/b.html"):
        assert "https://x.example/a?b=1&c" in [address for _, address in links(site.page(page))]
    assert "https://x.example/" not in "".join(t.decode() for p, t in site.output().items() if p.startswith("sitemap"))
    assert same_as_clean(site)


def test_an_article_with_redirect_to_is_such_an_entry_too(site: Site) -> None:
    built(site, article("a.md", date="2021-05-06", redirect_to="https://x.example/new", aliases="[/old/]"))
    assert "2021/05/06/a.html" not in site.output()
    assert "https://x.example/new" in site.page("old/index.html")


def test_an_entry_without_a_page_can_have_links_from_the_root(site: Site) -> None:
    text = article("a.md", body="[Later](/2021/05/07/b.html)", date="2021-05-06", redirect_to="https://x.example/new")
    built(site, text)
    built(site, article("b.md", date="2021-05-07"))
    assert [p for p in site.output() if "x.example" in p] == []
    assert same_as_clean(site)


def test_text_that_is_removed_removes_the_page(site: Site) -> None:
    built(site, article("a.md", date="2021-05-06") + article("b.md", date="2021-05-06"))
    report = site.write(article("a.md", body="", date="2021-05-06")).build()
    assert [(p.code, p.severity) for p in report.problems] == [("empty-article", "warning")]
    assert "2021/05/06/a.html" not in site.output()
    assert rows(site.page("2021/05/06/index.html")) == ["b"]


def test_empty_and_ignored_files_are_left_out(site: Site) -> None:
    text = (
        article("a.md", date="2021-05-06") + "-- content/empty.md --\n\n-- content/README.md --\n# How to\n\nBuild.\n"
    )
    report = site.write(text + article("drafts/x.md", date="2021-05-06")).build()
    assert [p.code for p in report.problems] == ["empty-article"]
    assert report.articles == 2
    site.write("-- config.yaml --\nignore: [drafts/]\n")
    assert site.build().articles == 2  # the README instead of the draft
    assert same_as_clean(site)


# -- other files ----------------------------------------------------------------------------------


def test_html_files_with_front_matter_are_articles(site: Site) -> None:
    page = "<p>One &amp; two</p>\n\n    <p>Three</p>\n\n<pre>a\n\nb</pre>\n<script>alert(1)</script>"
    built(site, article("a.html", body=page, date="2021-05-06"))
    html = site.page("2021/05/06/a.html")
    assert "<p>One &amp; two</p>" in html
    assert "<p>Three</p>" in html
    assert "<pre>a\n\nb</pre>" in html
    assert "alert" not in html
    report = site.write("-- content/a.html --\n<p>No front matter</p>\n").build()
    assert (report.articles, [p.code for p in report.problems]) == (0, ["no-articles", "not-read"])


def test_ignoring_most_articles_removes_them(site: Site) -> None:
    built(site, article("a.md", date="2021-05-06") + "".join(article(f"x/{n}.md", date="2021-05-06") for n in range(5)))
    report = site.write("-- config.yaml --\nignore: [x/]\n").build()
    assert (report.articles, report.problems) == (1, ())
    assert same_as_clean(site)


def test_a_folder_named_drafts_has_drafts(site: Site) -> None:
    text = article("_drafts/a.md", date="2021-05-06") + article("x/_drafts/b.md", date="2021-05-06")
    report = site.write(text + article("not_drafts/c.md", date="2021-05-06")).build()
    assert (report.articles, len(report.hidden)) == (1, 2)


# -- translations ---------------------------------------------------------------------------------

TALKS = (
    article("talks.md", "Talks", date="2021-05-06")
    + article("talks.pl.md", "Rozmowy", date="2021-05-06")
    + article("talks/index.de.md", "Gespräche", date="2021-05-06")
)


def others(site: Site, page: str) -> list[tuple[str, str]]:
    """(language, URL) of the alternates of a page."""
    return re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="http://localhost:8000/([^"]*)"', site.page(page))


def test_translations_by_file_name_link_to_each_other(site: Site) -> None:
    built(site, TALKS)
    both = [("en", "2021/05/06/talks.html"), ("pl", "2021/05/06/rozmowy-pl.html")]
    assert others(site, "2021/05/06/talks.html") == both
    assert sorted(others(site, "2021/05/06/rozmowy-pl.html")) == both
    assert others(site, "2021/05/06/gesprache-de.html") == []
    assert ("polski", "/2021/05/06/rozmowy-pl.html") in links(site.page("2021/05/06/talks.html"))


def test_a_translation_that_goes_is_no_longer_linked(site: Site) -> None:
    built(site, TALKS)
    (site.root / "content/talks.pl.md").unlink()
    built(site)
    assert others(site, "2021/05/06/talks.html") == []
    assert same_as_clean(site)


def test_translations_can_share_a_key(site: Site) -> None:
    built(
        site,
        article("a.md", date="2021-05-06", translation_key="talks")
        + article("b.md", date="2021-05-06", translationKey="talks", lang="pt_BR"),
    )
    assert [language for language, _ in others(site, "2021/05/06/a.html")] == ["en", "pt-BR"]


# -- topics ---------------------------------------------------------------------------------------


def test_a_path_of_topics_makes_one_a_part_of_the_other(site: Site) -> None:
    built(site, article("a.md", date="2021-05-06", tags="[news/ports, AC/DC]") + article("b.md", date="2021-05-07"))
    assert set(entries(site.page("topics/index.html"))) == {"AC/DC", "news", "ports"}
    assert ("news", "/topics/news/") in links(site.page("topics/ports/index.html"))
    assert ("ports", "/topics/ports/") in links(site.page("topics/news/index.html"))
    both = links(site.page("topics/ports/index.html")).count(("news", "/topics/news/"))
    built(site, article("a.md", date="2021-05-06", tags="[news, ports]"))
    assert links(site.page("topics/ports/index.html")).count(("news", "/topics/news/")) == both - 1
    assert same_as_clean(site)


# -- feeds and remarks ----------------------------------------------------------------------------


def test_an_id_of_front_matter_is_the_id_in_feeds_once(site: Site) -> None:
    built(
        site,
        article("a.md", date="2021-05-06", guid="urn:uuid:0b3f6f8e-1111-4222-8333-444455556666")
        + article("b.md", date="2021-05-05", id="post 7")
        + article("c.md", date="2021-05-04", id="post 7"),
    )
    assert re.findall("<id>(.*?)</id>", site.page("feed.xml"))[1:] == [
        "urn:uuid:0b3f6f8e-1111-4222-8333-444455556666",
        "http://localhost:8000/#post%207",
        "http://localhost:8000/2021/05/04/c.html",
    ]


def test_the_same_remark_on_many_articles_is_reported_once(site: Site) -> None:
    text = "".join(article(f"{n}.md", body="{% one %}\n\n{% two %}\n", date="2021-05-06", tags="a b") for n in range(4))
    report = site.write(text).build()
    assert [(p.code, p.file) for p in report.problems] == [
        ("topics-by-space", "content/0.md"),
        ("markup-dropped", "content/0.md"),
    ]
    assert report.problems[0].message.endswith("; 3 more in 3 other files")
    assert report.problems[1].message.startswith("2 template tags are not published")
    assert report.problems[1].message.endswith("; 6 more in 3 other files")


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("baseURL: x", "url"),
        ("base_url: x", "url"),
        ("site_name: x", "title"),
        ("publishDir: x", "output"),
        ("titel: x", "title"),
    ],
)
def test_keys_of_other_generators_have_a_suggestion(site: Site, line: str, key: str) -> None:
    report = site.write(f"-- config.yaml --\n{line}\n").build()
    assert [p.hint for p in report.problems] == [f"Did you mean `{key}`?"]


def test_a_theme_with_keys_is_explained(site: Site) -> None:
    report = site.write("-- config.yaml --\ntheme: {name: gazette}\n").build()
    assert "theme_options" in report.problems[0].hint


# -- dates from Git -------------------------------------------------------------------------------


def commit(site: Site, date: str) -> None:
    """Commit all files of the site at this time."""
    git = ["git", "-C", str(site.root), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "content"], check=True)
    subprocess.run([*git, "commit", "-qm", "x", f"--date={date}"], check=True)


def test_dates_can_come_from_git(site: Site) -> None:
    site.write(
        "-- config.yaml --\ndates: git\n" + article("x/é a.md", "One") + article("b.md", "Two", date="2019-01-02")
    )
    commit(site, "2021-05-06T23:30:00+03:00")
    built(site)
    assert {"2021/05/06/one.html", "2019/01/02/two.html"} <= site.output().keys()
    assert site.build().read == 0
    site.write(article("c.md", "Three"))
    assert [p.code for p in site.build().problems] == ["no-date"]
    commit(site, "2021-06-07T10:00:00Z")
    built(site)
    assert "2021/06/07/three.html" in site.output()
    assert same_as_clean(site)


def test_without_git_undated_articles_stay_undated(site: Site) -> None:
    report = site.write("-- config.yaml --\ndates: git\n" + article("a.md", "One")).build()
    assert [p.code for p in report.problems] == ["git-dates", "no-date"]
    assert "undated/one.html" in site.output()
