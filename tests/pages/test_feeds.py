"""Atom feeds, the sitemap and robots.txt."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from tests.support.pages import sitemap_urls
from tests.support.pictures import raster
from tests.support.pieces import article, daily
from tests.support.sites import Site

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HOST = "-- config.yaml --\ntitle: The Desk\nurl: https://news.example/sub/\n"
URL = "https://news.example/sub/"


def feed(site: Site, path: str = "feed.xml") -> ElementTree.Element:
    """A feed of the output."""
    return ElementTree.fromstring(site.output()[path])


def entries(site: Site, path: str = "feed.xml") -> list[ElementTree.Element]:
    """The entries of a feed, in order."""
    return feed(site, path).findall(f"{ATOM}entry")


def text(of: ElementTree.Element, name: str) -> str:
    """The text of a child element, or an empty string."""
    return of.findtext(f"{ATOM}{name}") or ""


# -- feeds ----------------------------------------------------------------------------------------


def test_the_feed_contains_the_twenty_newest_articles_in_full(site: Site) -> None:
    site.write(
        HOST + daily(22) + article("new.md", "Tom & *Jerry*", "One *fine* day.\n\nAnother.", date="2022-01-01")
    ).build()
    top = feed(site)
    assert text(top, "title") == "The Desk"
    assert text(top, "id") == f"{URL}feed.xml"
    assert {link.get("rel"): link.get("href") for link in top.findall(f"{ATOM}link")} == {
        "self": f"{URL}feed.xml", "alternate": URL
    }  # fmt: skip
    assert [text(e, "title") for e in entries(site)] == ["Tom & Jerry", *(f"n{i:03d}" for i in range(21, 2, -1))]
    first = entries(site)[0]
    assert text(first, "content") == "<p>One <em>fine</em> day.</p>\n<p>Another.</p>\n"
    assert text(first, "published") == text(first, "updated") == text(top, "updated") == "2022-01-01T00:00:00+00:00"


def test_the_fields_of_an_entry(site: Site) -> None:
    site.write(
        HOST
        + article(
            "a.md", date="2021-05-06 14:30", updated="2021-05-08", authors="[Ann Lee, Jo Berg]", topics="[Arts]",
            summary="Short.", language="de",
        )
        + article("b.md", date="2021-05-05", agency="AFP")
    ).build()  # fmt: skip
    first, second = entries(site)
    names = [[text(a, "name") for a in e.findall(f"{ATOM}author")] for e in (first, second)]
    assert names == [["Ann Lee", "Jo Berg"], ["AFP"]]
    assert [c.get("term") for c in first.findall(f"{ATOM}category")] == ["Arts"]
    assert text(first, "summary") == "Short."
    assert first.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    assert second.get("{http://www.w3.org/XML/1998/namespace}lang") is None
    assert text(first, "published") == "2021-05-06T14:30:00+00:00"
    assert text(first, "updated") == "2021-05-08T00:00:00+00:00"


def test_days_begin_at_midnight_in_the_zone_of_the_site(site: Site) -> None:
    site.write("-- config.yaml --\ntimezone: Europe/Kyiv\n" + article("a.md", date="2021-05-06")).build()
    assert text(entries(site)[0], "published") == "2021-05-06T00:00:00+03:00"


def test_links_and_pictures_in_a_feed_are_absolute(site: Site) -> None:
    body = "[other](b.md#more) [top](/about.html) ![A bear](bear.png) [out](https://elsewhere.example/?a=1&b=2)"
    site.write(HOST + article("a.md", body=body, date="2021-05-06") + article("b.md", date="2021-05-05"))
    (site.root / "content/bear.png").write_bytes(raster())
    for relative in ("", "relative_urls: true\n"):
        site.write(HOST + relative).build()
        found = re.findall(r'(?:href|src)="([^"]*)"', text(entries(site)[0], "content"))
        assert sorted(found) == [
            "https://elsewhere.example/?a=1&amp;b=2", f"{URL}2021/05/05/b.html#more", f"{URL}2021/05/06/a/bear.png",
            f"{URL}about.html",
        ]  # fmt: skip


def test_editing_an_article_does_not_change_the_id_of_its_entry(site: Site) -> None:
    site.write(HOST + article("a.md", "Old words", date="2021-05-06", slug="grain")).build()
    before = text(entries(site)[0], "id")
    site.write(article("a.md", "New words", "Another body.", date="2021-05-06", slug="grain")).build()
    assert text(entries(site)[0], "title") == "New words"
    assert text(entries(site)[0], "id") == before == f"{URL}2021/05/06/grain.html"


def test_undated_articles_are_in_no_feed_and_an_empty_feed_is_valid(site: Site) -> None:
    site.write(HOST + article("a.md")).build()
    assert entries(site) == []
    assert text(feed(site), "updated") == "1970-01-01T00:00:00+00:00"


def test_each_topic_source_author_and_story_has_a_feed_of_its_own(site: Site) -> None:
    site.write(
        HOST
        + article("a.md", date="2021-05-06", topics="[Arts]", source="The Example", author="Ann Lee")
        + article("b.md", date="2021-05-05", topics="[Weather]", story="The flood")
    ).build()
    found = [p for p in site.output() if p.endswith("feed.xml")]
    assert found == [
        "authors/ann-lee/feed.xml", "feed.xml", "sources/the-example/feed.xml", "stories/the-flood/feed.xml",
        "topics/arts/feed.xml", "topics/weather/feed.xml",
    ]  # fmt: skip
    assert text(feed(site, "topics/arts/feed.xml"), "title") == "Arts – The Desk"
    assert [text(e, "title") for e in entries(site, "topics/arts/feed.xml")] == ["a"]
    page = site.page("topics/arts/index.html")
    assert '<link rel="alternate" type="application/atom+xml" title="Arts" href="/sub/topics/arts/feed.xml">' in page
    assert 'title="The Desk" href="/sub/feed.xml"' in page


def test_settings_of_feeds(site: Site) -> None:
    settings = "feeds: {entries: 2, content: summary, topics: false, sources: false, authors: false, stories: false}\n"
    front = {
        "topics": "[Arts]",
        "source": "The Example",
        "author": "Ann Lee",
        "story": "The flood",
        "summary": "Short.",
    }
    site.write(HOST + settings + daily(3, **front)).build()
    assert [p for p in site.output() if p.endswith("feed.xml")] == ["feed.xml"]
    assert [(text(e, "summary"), text(e, "content")) for e in entries(site)] == [("Short.", "")] * 2
    assert "topics/arts/feed.xml" not in site.page("topics/arts/index.html")


def test_characters_that_are_invalid_in_xml_do_not_break_a_feed(site: Site) -> None:
    site.write(
        HOST + article("a.md", '"One\\x0b & \\uFFFEtwo"', "A\x0cB \x01 & <i>C</i>", date="2021-05-06", slug="a")
    ).build()
    assert "One" in text(entries(site)[0], "title")
    assert "<i>C</i>" in text(entries(site)[0], "content")


# -- the sitemap ----------------------------------------------------------------------------------


def test_the_sitemap_lists_the_canonical_url_of_every_page_once(site: Site) -> None:
    config = HOST + "edition: week\nlisting: {front: 3, split: 5}\ncollections: {regions: {field: region}}\n"
    alias = article("z.md", date="2020-12-31", aliases="[/old.html]", source="The Example", region="North")
    site.write(
        config + daily(31, topics="[Arts]", author="Ann Lee") + alias + article("never.md", topics="[Arts]")
    ).build()
    files = site.output()
    listed = [u for part in sitemap_urls(files["sitemap.xml"]) for u in sitemap_urls(files[part.removeprefix(URL)])]
    pages = {p: d.decode() for p, d in files.items() if p.endswith(".html") and p != "404.html"}
    own = {p: re.findall(r'<link rel="canonical" href="([^"]*)">', text) for p, text in pages.items()}
    assert own.pop("old.html") == [f"{URL}2020/12/31/z.html"]
    assert own == {p: [URL + re.sub(r"(^|/)index\.html$", r"\1", p)] for p in own}
    assert sorted(listed) == sorted(u for urls in own.values() for u in urls)


def test_the_sitemap_has_a_part_for_each_month_with_dates_of_changes(site: Site) -> None:
    site.write(
        HOST + article("a.md", date="2021-05-06", updated="2022-02-03") + article("b.md", date="2020-04-01")
    ).build()
    assert sitemap_urls(site.output()["sitemap.xml"]) == [
        f"{URL}sitemap/{x}.xml" for x in ("dates", "2021-05", "2020-04")
    ]
    assert f"<loc>{URL}2021/05/06/a.html</loc><lastmod>2022-02-03</lastmod>" in site.page("sitemap/2021-05.xml")
    (site.root / "content/b.md").unlink()
    site.build()
    assert "sitemap/2020-04.xml" not in site.output()
    assert sitemap_urls(site.output()["sitemap.xml"]) == [f"{URL}sitemap/{x}.xml" for x in ("dates", "2021-05")]


# -- robots.txt -----------------------------------------------------------------------------------


def test_robots_txt_links_to_the_sitemap(site: Site) -> None:
    site.write(HOST + daily(1)).build()
    assert site.page("robots.txt") == f"User-agent: *\nAllow: /\n\nSitemap: {URL}sitemap.xml\n"


def test_a_robots_txt_in_static_replaces_the_generated_one(site: Site) -> None:
    mine = "-- static/robots.txt --\nUser-agent: *\nDisallow: /\n"
    assert site.write(HOST + mine + daily(1)).build().problems == ()
    assert site.page("robots.txt") == "User-agent: *\nDisallow: /\n"
    (site.root / "static/robots.txt").unlink()
    assert site.build().problems == ()
    assert "Sitemap:" in site.page("robots.txt")


def test_a_404_page_in_static_replaces_that_of_the_theme(site: Site) -> None:
    assert site.write(HOST + daily(1) + "-- static/404.html --\n<h1>Gone</h1>\n").build().problems == ()
    assert site.page("404.html") == "<h1>Gone</h1>\n"
