"""URLs: base path, relative links, permalinks, links between articles, attachments, aliases."""

from __future__ import annotations

import os
import posixpath
import re
from urllib.parse import unquote, urldefrag

import pytest

from tests.support.pages import Page, dead_links
from tests.support.pictures import raster
from tests.support.pieces import article, daily, links
from tests.support.sites import Site

ALL_KINDS = (
    "topics: {arts: {name: Arts, parent: life}, life: {name: Life}}\nedition: week\nlisting: {front: 3, split: 5}\n"
    "collections: {regions: {field: region}}\n"
)


def rich(site: Site, config: str) -> Site:
    """A site with every kind of page, links between articles, and attachments."""
    body = "See [the first](n000.md#part) and [map](maps/a%20b.pdf), [about](/about.html), [here](#part).\n\n## Part\n"
    body += "\n![Bear](bär.png)\n"
    site.write(
        f"-- config.yaml --\n{config}{ALL_KINDS}"
        + daily(31, topics="[Arts]", author="Ann Lee", source="The Example", region="Übersee")
        + article(
            "n000.md",
            "n000",
            "## Part\n\nText.",
            date="2021-01-01",
            topics="[Life]",
            aliases="[/old/place/, /old.html]",
        )
        + article("linking.md", "Linking", body, date="2021-01-01", image="bär.png", slug="größe")
        + "-- static/about.html --\n<!doctype html>\n"
    )
    (site.root / "content/maps").mkdir(exist_ok=True)
    (site.root / "content/maps/a b.pdf").write_bytes(b"%PDF")
    (site.root / "content/bär.png").write_bytes(raster())
    assert site.build().problems == ()
    return site


def internal(page: str) -> list[str]:
    """The links of a page that have no host."""
    return [link for link in Page(page).links if "//" not in link]


# -- base path, relative links --------------------------------------------------------------------


def test_links_begin_with_the_base_path(site: Site) -> None:
    rich(site, "url: https://host.example/sub/dir\n")
    for path, data in site.output().items():
        if path.endswith(".html"):
            for link in internal(data.decode()):
                assert link.startswith(("/sub/dir/", "#")), (path, link)
    served = {f"sub/dir/{path}": data for path, data in site.output().items()}
    assert dead_links(served, "https://host.example/") == []


@pytest.mark.parametrize("permalink", ["/{year}/{month}/{day}/{slug}.html", "/{year}/{slug}/", "/{slug}.html"])
def test_relative_links_work_from_disk(site: Site, permalink: str) -> None:
    rich(site, f"relative_urls: true\npermalinks: {{article: '{permalink}'}}\n")
    files = site.output()
    seen = 0
    for path, data in files.items():
        assert b"\xee\x80\x80" not in data, path
        assert b"%EE%80%80" not in data, path
        if not path.endswith(".html") or path == "404.html":  # servers return 404.html at any URL
            continue
        for link in internal(data.decode()):
            address, fragment = urldefrag(link)
            assert not address.startswith("/"), (path, link)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(address))) if address else path
            assert target in files, (path, link)
            assert not fragment or unquote(fragment) in Page(files[target].decode()).ids, (path, link)
            seen += 1
    assert seen > 500


def test_the_404_page_has_absolute_links(site: Site) -> None:
    rich(site, "url: https://host.example/sub/\nrelative_urls: true\n")
    assert all(link.startswith(("/sub/", "#")) for link in internal(site.page("404.html")))
    assert "canonical" not in site.page("404.html")


def test_canonical_links_are_absolute_and_without_index_html(site: Site) -> None:
    rich(site, "url: https://host.example/sub/\nrelative_urls: true\n")
    assert '<link rel="canonical" href="https://host.example/sub/">' in site.page("index.html")
    assert '<link rel="canonical" href="https://host.example/sub/2021/01/">' in site.page("2021/01/index.html")
    assert '<link rel="canonical" href="https://host.example/sub/2021/01/01/n000.html">' in site.page(
        "2021/01/01/n000.html"
    )


# -- permalinks -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "file", "link"),
    [
        ("/{year}/{month}/{day}/{slug}.html", "2021/05/06/grain.html", "/2021/05/06/grain.html"),
        ("/{year}/{slug}/", "2021/grain/index.html", "/2021/grain/"),
        ("/news/{source}/{slug}.html", "news/the-example/grain.html", "/news/the-example/grain.html"),
    ],
)
def test_permalinks_of_articles(site: Site, pattern: str, file: str, link: str) -> None:
    config = f"-- config.yaml --\npermalinks: {{article: '{pattern}'}}\n"
    site.write(config + article("a.md", "Grain", date="2021-05-06", source="The Example")).build()
    assert "<h1>Grain</h1>" in site.page(file)
    assert ("Grain", link) in links(site.page("index.html"))


def test_permalinks_of_topics_sources_and_authors(site: Site) -> None:
    rich(site, "permalinks: {topics: /tags/, sources: /from/papers/, authors: /by/, undated: '/loose/{slug}.html'}\n")
    assert dead_links(site.output(), "http://localhost:8000/") == []
    for path in (
        "tags/arts/index.html",
        "tags/arts/feed.xml",
        "from/papers/the-example/2021/01/index.html",
        "by/ann-lee/index.html",
    ):
        assert path in site.output()
    assert not [p for p in site.output() if p.startswith(("topics/", "sources/", "authors/"))]
    site.write(article("never.md")).build()
    assert "loose/never.html" in site.output()


def test_an_article_cannot_have_an_address_of_the_archive(site: Site) -> None:
    config = "-- config.yaml --\npermalinks: {article: '/{year}/{slug}/'}\n"
    report = site.write(config + article("a.md", "May", date="2021-05-06", slug="'05'")).build()
    assert [(p.code, p.file) for p in report.problems] == [("address-taken", "content/a.md")]
    assert "<h1>May 2021</h1>" in site.page("2021/05/index.html")
    (moved,) = [p for p in site.output() if re.fullmatch(r"2021/05-\w+/index.html", p)]
    assert "<h1>May</h1>" in site.page(moved)


# -- links between articles -----------------------------------------------------------------------


def test_a_link_to_another_source_file_becomes_a_link_to_its_page(site: Site) -> None:
    body = "[up](../b.md) [same](c.txt) [part](../b.md#section) [twice](../b.md) [spaces](my%20notes.md)"
    site.write(
        article("x/a.md", "a", body, date="2021-05-06")
        + article("b.md", date="2021-05-07")
        + article("x/my notes.md", "Notes", date="2021-05-08")
        + "-- content/x/c.txt --\n# Plain\n\nMay 9, 2021\n\nWords.\n"
    )
    assert site.build().problems == ()
    found = [
        link for link in links(site.page("2021/05/06/a.html")) if link[0] in ("up", "same", "part", "twice", "spaces")
    ]
    assert found == [
        ("up", "/2021/05/07/b.html"), ("same", "/2021/05/09/plain.html"), ("part", "/2021/05/07/b.html#section"),
        ("twice", "/2021/05/07/b.html"), ("spaces", "/2021/05/08/notes.html"),
    ]  # fmt: skip


def test_moving_an_article_updates_pages_that_link_to_it(site: Site) -> None:
    others = daily(3, 2020)
    site.write(
        others + article("a.md", body="[it](b.md)", date="2021-05-06") + article("b.md", date="1999-05-07")
    ).build()
    site.write(article("b.md", date="1999-05-08")).build()
    assert ("it", "/1999/05/08/b.html") in links(site.page("2021/05/06/a.html"))
    assert [r.reason for r in site.rendered if r.path == "2021/05/06/a.html"] == ["changed: links"]


def test_a_link_to_a_missing_article_is_reported_and_becomes_text(site: Site) -> None:
    linking = article("a.md", body="One line.\n\nSee [the other](b.md) now.", date="2021-05-06")
    report = site.write(linking).build()
    assert [(p.severity, p.file, p.line) for p in report.problems] == [("error", "content/a.md", 8)]
    assert "b.md" in report.problems[0].message
    assert "<p>See the other now.</p>" in site.page("2021/05/06/a.html")
    assert site.write(article("b.md", date="2021-05-07")).build().problems == ()
    assert ("the other", "/2021/05/07/b.html") in links(site.page("2021/05/06/a.html"))
    site.write(article("b.md", date="2021-05-07", draft="true"))
    assert [(p.file, p.line) for p in site.build().problems] == [("content/a.md", 8)]
    assert "<p>See the other now.</p>" in site.page("2021/05/06/a.html")


# -- attachments ----------------------------------------------------------------------------------


def picture(site: Site, path: str, data: bytes | None = None) -> None:
    """Write a file of content/, or of static/ if the path begins with `static/`; without `data`, a small image."""
    file = site.root / (path if path.startswith("static/") else f"content/{path}")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(raster() if data is None else data)


def test_attachments_are_copied_next_to_the_page(site: Site) -> None:
    for path in ("x/near.png", "x/sub/deep.png", "far.pdf", "unused.png"):
        picture(site, path)
    body = "![Near](near.png) and ![Deep](sub/deep.png) and [paper](../far.pdf)"
    site.write(article("x/a.md", "a", body, date="2021-05-06"))
    assert site.build().problems == ()
    page = site.page("2021/05/06/a.html")
    assert 'src="/2021/05/06/a/near.png"' in page
    assert 'src="/2021/05/06/a/sub/deep.png"' in page
    copies = [p for p in site.output() if p.startswith("2021/05/06/a/")]
    assert len(copies) == 3
    (paper,) = [address for words, address in links(page) if words == "paper"]
    assert re.fullmatch(r"/2021/05/06/a/far-\w{6}\.pdf", paper)
    assert paper[1:] in copies
    assert dead_links(site.output(), "http://localhost:8000/") == []


def test_attachments_of_an_article_named_index(site: Site) -> None:
    picture(site, "near.png")
    site.write(
        "-- config.yaml --\npermalinks: {article: '/{year}/{slug}/'}\n"
        + article("a.md", body="![N](near.png)", date="2021-05-06")
    )
    site.build()
    assert "2021/a/near.png" in site.output()


def test_changed_attachments_are_copied_and_unused_ones_removed(site: Site) -> None:
    picture(site, "near.png")
    site.write(article("a.md", body="![N](near.png)", date="2021-05-06")).build()
    picture(site, "near.png", raster(colour="red"))
    report = site.build()
    assert site.written() == ["2021/05/06/a/near.png"]
    assert (report.read, report.written) == (0, 1)
    assert site.output()["2021/05/06/a/near.png"] == raster(colour="red")
    site.write(article("a.md", body="No picture.", date="2021-05-06"))
    assert site.build().removed == 1
    assert "2021/05/06/a/near.png" not in site.output()
    assert not (site.root / "output/2021/05/06/a").exists()


def test_a_missing_attachment_is_reported_and_the_page_is_built(site: Site) -> None:
    site.write(article("a.md", body="Words.\n\n![N](near.png)\n\n[paper](far.pdf)", date="2021-05-06", image="big.png"))
    report = site.build()
    assert sorted((p.severity, p.file, p.line) for p in report.problems) == [
        ("error", "content/a.md", 4), ("error", "content/a.md", 9), ("error", "content/a.md", 11)
    ]  # fmt: skip
    page = site.page("2021/05/06/a.html")
    assert "<img" not in page
    assert "<p>paper</p>" in page
    assert dead_links(site.output(), "http://localhost:8000/") == []
    for path in ("near.png", "far.pdf", "big.png"):
        picture(site, path)
    assert site.build().problems == ()
    assert site.page("2021/05/06/a.html").count("<img") == 2
    os.unlink(site.root / "content/near.png")
    assert [(p.file, p.line) for p in site.build().problems] == [("content/a.md", 9)]
    assert "2021/05/06/a/near.png" not in site.output()


def test_images_of_an_article_in_content_static_and_on_other_sites(site: Site) -> None:
    picture(site, "near.png")
    picture(site, "static/img/top.png", raster(40, 30))
    site.write(
        "-- config.yaml --\nurl: https://host.example/sub/\n"
        + article("near.md", date="2021-05-06", image="near.png", alt="A bear")
        + article("top.md", date="2021-05-06", image="/img/top.png")
        + article("out.md", date="2021-05-06", image="https://cdn.example/x.png?a=1&b=2")
    )
    assert site.build().problems == ()
    assert '<img src="/sub/2021/05/06/near/near.png" alt="A bear" width="4" height="3">' in site.page(
        "2021/05/06/near.html"
    )
    assert '<img src="/sub/img/top.png" alt="" width="40" height="30">' in site.page("2021/05/06/top.html")
    assert '<img src="https://cdn.example/x.png?a=1&amp;b=2" alt="">' in site.page("2021/05/06/out.html")


def test_files_of_static_are_copied_unchanged(site: Site) -> None:
    site.write(daily(1) + "-- static/deep/er/x.bin --\nbytes\n-- static/CNAME --\nhost.example\n").build()
    assert site.output()["deep/er/x.bin"] == b"bytes\n"
    assert site.output()["CNAME"] == b"host.example\n"
    os.unlink(site.root / "static/CNAME")
    site.build()
    assert "CNAME" not in site.output()


# -- aliases --------------------------------------------------------------------------------------


def test_an_alias_is_a_redirect(site: Site) -> None:
    site.write(article("a.md", date="2021-05-06", aliases="[/old/, other.html, /2021/05/06/a.html]")).build()
    for path in ("old/index.html", "other.html"):
        page = site.page(path)
        assert '<meta http-equiv="refresh" content="0; url=/2021/05/06/a.html">' in page
        assert '<link rel="canonical" href="http://localhost:8000/2021/05/06/a.html">' in page
        assert ("a", "/2021/05/06/a.html") in links(page)
        assert 'name="robots" content="noindex"' in page
    assert "<h1>a</h1>" in site.page("2021/05/06/a.html")


def test_an_alias_is_updated_and_removed_with_its_article(site: Site) -> None:
    site.write(article("a.md", date="2021-05-06", aliases="[/old/]")).build()
    site.write(article("a.md", date="2021-05-07", aliases="[/old/]")).build()
    assert 'url=/2021/05/07/a.html"' in site.page("old/index.html")
    os.unlink(site.root / "content/a.md")
    site.build()
    assert "old/index.html" not in site.output()


def test_an_alias_at_the_address_of_a_page_is_reported(site: Site) -> None:
    report = site.write(
        article("a.md", date="2021-05-06")
        + article("b.md", date="2021-05-07", aliases="[/2021/05/06/a.html, /archive/]")
    ).build()
    assert [(p.code, p.file) for p in report.problems] == [("path-taken", "content/b.md")] * 2
    assert "<h1>a</h1>" in site.page("2021/05/06/a.html")
    assert "<h1>Archive</h1>" in site.page("archive/index.html")


def test_permalinks_with_the_same_address_are_reported(site: Site) -> None:
    config = "-- config.yaml --\npermalinks: {topics: /tags/}\ncollections: {tags: {field: tag}}\n"
    report = site.write(config + article("a.md", date="2021-05-06", topics="[Arts]", tag="Red")).build()
    assert [(p.code, p.file) for p in report.problems] == [("path-taken", "config.yaml")]
    assert {"tags/arts/index.html", "tags/red/index.html"} <= set(site.output())


def test_a_file_of_static_does_not_replace_a_page_of_the_archive(site: Site) -> None:
    report = site.write("-- static/index.html --\nMine.\n" + daily(1)).build()
    assert [(p.code, p.file) for p in report.problems] == [("path-taken", "static/index.html")]
    assert "n000" in site.page("index.html")


# -- links by name, and from the root -------------------------------------------------------------


def dated(path: str, title: str, body: str, **front: str) -> str:
    return article(path, title, body, date="2021-05-06", **front)


def warned(site: Site) -> list[tuple[str, str, str, int]]:
    return [(p.severity, p.code, p.file, p.line) for p in site.build().problems]


def test_links_by_name_lead_to_articles_by_file_name_title_and_alias(site: Site) -> None:
    site.write(
        dated("ports/strike.md", "Ferry strike", "Text.")
        + dated("deep/wall/index.md", "The Wall", "Text.", aliases="[/old/second-wall/, 'Why a wall?']")
        + dated(
            "a.md",
            "A",
            "[[strike|x]] [[ferry STRIKE]] [[wall]] [[Second-Wall]] [[why a wall?]] [[ports/strike.md#part]] [[Nowhere]]",
        )
    )
    assert warned(site) == [("warning", "link-missing", "content/a.md", 6)]
    page = site.page("2021/05/06/a.html")
    assert re.findall('<a href="(/2021[^"]*)">([^<]*)</a>', page)[:6] == [
        ("/2021/05/06/ferry-strike.html", "x"),
        ("/2021/05/06/ferry-strike.html", "ferry STRIKE"),
        ("/2021/05/06/the-wall.html", "wall"),
        ("/2021/05/06/the-wall.html", "Second-Wall"),
        ("/2021/05/06/the-wall.html", "why a wall?"),
        ("/2021/05/06/ferry-strike.html#part", "strike &gt; part"),
    ]
    assert " Nowhere" in page


def test_of_several_files_with_a_name_the_nearest_is_linked(site: Site) -> None:
    site.write(
        dated("x/b.md", "Near", "Text.") + dated("a/b.md", "First", "Text.") + dated("b.md", "Top", "Text.")
        + dated("x/c.md", "C", "[[b]] [[a/b]]") + dated("y/d.md", "D", "[[b]]")
    )  # fmt: skip
    assert site.build().problems == ()
    assert re.findall('href="/2021/05/06/(near|first|top).html">b<', site.page("2021/05/06/c.html")) == [
        "near",
        "first",
    ]
    assert re.findall('href="/2021/05/06/(near|first|top).html">b<', site.page("2021/05/06/d.html")) == ["top"]


def test_pictures_by_name_are_published_from_any_folder(site: Site) -> None:
    site.write(dated("notes/a.md", "A", "![[Old map.png|8]]"))
    (site.root / "content/attachments").mkdir()
    (site.root / "content/attachments/Old map.png").write_bytes(raster())
    assert site.build().problems == ()
    page = site.page("2021/05/06/a.html")
    (address,) = re.findall(r'<img src="/([^"]*)"[^>]* width="8" height="\d+">', page)
    assert unquote(address) in site.output()


def test_a_link_by_name_follows_its_dated(site: Site) -> None:
    site.write(dated("a.md", "A", "[[Strike]]") + dated("z.md", "Z", "Text."))
    assert warned(site) == [("warning", "link-missing", "content/a.md", 6)]
    site.write(dated("new.md", "Strike", "Text."))
    assert warned(site) == []
    assert 'href="/2021/05/06/strike.html">Strike</a>' in site.page("2021/05/06/a.html")
    site.write(dated("new.md", "Renamed", "Text."))
    assert warned(site) == [("warning", "link-missing", "content/a.md", 6)]
    site.write(dated("strike.md", "Other", "Text."))
    assert warned(site) == []
    assert 'href="/2021/05/06/other.html">Strike</a>' in site.page("2021/05/06/a.html")
    (site.root / "content/strike.md").unlink()
    assert warned(site) == [("warning", "link-missing", "content/a.md", 6)]
    assert "Strike</a>" not in site.page("2021/05/06/a.html")


def test_links_from_the_root_that_lead_to_nothing_are_reported(site: Site) -> None:
    body = "[a](/2021/05/06/b.html) [b](/2021/05/06/b) [c](/2021/05/06) [d](/old) [e](/data.csv) [f](/)\n\n"
    body += "[g](/none/) ![h](/no.png)"
    site.write(dated("a.md", "A", body) + dated("b.md", "B", "Text.", aliases="[/old/]") + "-- static/data.csv --\n1")
    assert warned(site) == [("warning", "link-missing", "content/a.md", 8)] * 2
    (site.root / "content/b.md").unlink()
    (site.root / "static/data.csv").unlink()
    assert [line for _, _, _, line in warned(site)] == [6, 6, 6, 6, 8, 8]
    site.write(dated("b.md", "B", "Text.") + "-- static/none/index.html --\n<p>")
    assert [line for _, _, _, line in warned(site)] == [6, 6, 8]
