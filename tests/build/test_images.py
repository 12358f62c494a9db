"""Images of a site: width and height on pages, smaller sizes, when they are made, and broken images."""

from __future__ import annotations

import multiprocessing
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from digest.build import pipeline
from digest.build.image_cache import ImageCache
from digest.model.events import Report
from tests.support.pages import Page, dead_links
from tests.support.pictures import opened, photo, raster, saved, talkative
from tests.support.pieces import article
from tests.support.sites import CLOCK, Site

pytestmark = pytest.mark.slow

SMALL = "-- config.yaml --\npictures: {widths: [20, 50]}\n"
LEAD = article("lead.md", "Lead", date="2021-05-06", image="hall.jpg", alt="A hall")
BODY = article("body.md", "Body", 'Words.\n\n![The hall](hall.jpg "Its caption")', date="2021-05-06")


def put(site: Site, path: str, data: bytes) -> None:
    """Write a file of content/, or of static/ if the path begins with `static/`."""
    file = site.root / (path if path.startswith("static/") else f"content/{path}")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def sizes(site: Site) -> list[str]:
    """Paths of the sizes made from images."""
    return [path for path in site.output() if path.startswith("pictures/")]


def problems_of(report: Report) -> list[tuple[str, str, int]]:
    """(code, file, line) of all problems of a report."""
    return [(p.code, p.file, p.line) for p in report.problems]


def attributes(page: str) -> dict[str, str | None]:
    """Attributes of the only `<img>` of a page."""
    (found,) = Page(page).pictures
    return dict(found)


# -- on pages -------------------------------------------------------------------------------------


def test_lead_images_and_images_in_texts_have_width_and_height(site: Site) -> None:
    put(site, "hall.jpg", photo(120, 90))
    assert site.write(SMALL + LEAD + BODY).build().problems == ()
    for name in ("lead", "body"):
        picture = attributes(site.page(f"2021/05/06/{name}.html"))
        assert (picture["width"], picture["height"]) == ("120", "90")
        assert picture["src"] == f"/2021/05/06/{name}/hall.jpg"
    assert attributes(site.page("2021/05/06/body.html"))["loading"] == "lazy"
    assert attributes(site.page("2021/05/06/body.html"))["decoding"] == "async"
    assert attributes(site.page("2021/05/06/lead.html")).get("loading") is None


def test_images_are_offered_in_several_sizes(site: Site) -> None:
    put(site, "hall.jpg", photo(120, 90))
    site.write(SMALL + LEAD + BODY).build()
    small, large = sizes(site)
    assert [opened(site.output()[path]).size for path in (small, large)] == [(20, 15), (50, 38)]
    srcset = f"/{small} 20w, /{large} 50w"
    source = f'<source type="image/webp" srcset="{srcset}" sizes="(min-width: 44rem) 42rem, 100vw">'
    for name in ("lead", "body"):
        page = site.page(f"2021/05/06/{name}.html")
        assert source in page
        assert re.search(r"<picture>\s*<source [^>]*>\s*<img [^>]*>\s*</picture>", page)
    assert "<figcaption>Its caption</figcaption>" in site.page("2021/05/06/body.html")
    assert Page(site.page("2021/05/06/body.html")).faults() == []


@pytest.mark.parametrize("settings", ["", "url: https://host.example/sub/\n", "relative_urls: true\n"])
def test_an_original_with_a_small_file_is_the_largest_size(site: Site, settings: str) -> None:
    put(site, "a & b, or c.jpg", photo(800, 600))
    lead = LEAD.replace("image: hall.jpg", 'image: "a & b, or c.jpg"')
    body = BODY.replace("hall.jpg", "a%20&%20b,%20or%20c.jpg")
    config = "-- config.yaml --\npictures: {widths: [200, 800]}\n" + settings
    assert site.write(config + lead + body).build().problems == ()
    for name in ("lead", "body"):
        page = Page(site.page(f"2021/05/06/{name}.html"))
        (image,), (source,) = page.pictures, page.sources
        small, large = str(source["srcset"]).split(", ")
        assert large == str(image["src"]).replace(",", "%2C") + " 800w"
        assert small.endswith("-200.webp 200w")
        assert page.faults() == []
        for link in (small, large):
            path = link.split()[0].removeprefix("/sub/")
            path = os.path.normpath(f"2021/05/06/{path}") if "relative" in settings else path.lstrip("/")
            assert unquote(path) in site.output(), link
    assert [opened(site.output()[path]).size for path in sizes(site)] == [(200, 150)]
    put(site, "a & b, or c.jpg", photo(800, 600, "PNG"))  # its file is too large, though its name says JPEG
    site.build()
    assert "c.jpg 800w" not in site.page("2021/05/06/lead.html") + site.page("2021/05/06/body.html")
    assert len(sizes(site)) == 2


def test_the_theme_sets_the_width_of_images(site: Site) -> None:
    put(site, "hall.jpg", photo(120, 90))
    site.write(SMALL + "theme_options: {picture_sizes: '30em'}\n" + LEAD + BODY).build()
    for name in ("lead", "body"):
        assert 'sizes="30em"' in site.page(f"2021/05/06/{name}.html")


def test_an_image_in_static_has_sizes_and_keeps_its_address(site: Site) -> None:
    put(site, "static/img/a hall.jpg", talkative(120, 90))
    site.write(
        SMALL + article("a.md", "a", "![Hall](/img/a%20hall.jpg?v=1)", date="2021-05-06", image='"/img/a hall.jpg"')
    )
    assert site.build().problems == ()
    lead, body = Page(site.page("2021/05/06/a.html")).pictures
    assert (lead["width"], lead["height"], body["width"], body["height"]) == ("120", "90", "120", "90")
    assert (lead["src"], body["src"]) == ("/img/a%20hall.jpg", "/img/a%20hall.jpg?v=1")
    assert len(sizes(site)) == 2
    assert site.output()["img/a hall.jpg"] == talkative(120, 90)  # static/ is copied unchanged
    put(site, "static/img/a hall.jpg", photo(60, 90))
    site.build()
    assert [p["width"] for p in Page(site.page("2021/05/06/a.html")).pictures] == ["60", "60"]


def test_an_image_on_another_site_is_unchanged(site: Site) -> None:
    site.write(article("a.md", "a", "![Hall](https://cdn.example/x.jpg)", date="2021-05-06")).build()
    assert '<img src="https://cdn.example/x.jpg" alt="Hall" loading="lazy" decoding="async">' in site.page(
        "2021/05/06/a.html"
    )


@pytest.mark.parametrize(
    ("given", "width", "height", "shown"),
    [("", "120", "90", "100vw"), ('width="40"', "40", "30", "40px"), ('height="30"', "40", "30", "40px"),
     ('width="50" height="50"', "50", "50", "50px")],
)  # fmt: skip
def test_html_may_set_the_size_of_an_image(site: Site, given: str, width: str, height: str, shown: str) -> None:
    put(site, "hall.jpg", photo(120, 90))
    site.write(
        SMALL + article("a.md", "a", f'<p><img alt="x > y" {given} src="hall.jpg"></p>', date="2021-05-06")
    ).build()
    picture = attributes(site.page("2021/05/06/a.html"))
    assert (picture["width"], picture["height"]) == (width, height)
    assert picture["alt"] == "x > y"
    assert f'{shown}"' in site.page("2021/05/06/a.html")


def test_an_svg_has_its_own_size_and_no_smaller_ones(site: Site) -> None:
    put(site, "map.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480"><path d="M0 0"/></svg>')
    site.write(SMALL + article("a.md", "a", "![Map](map.svg)", date="2021-05-06", image="map.svg"))
    assert site.build().problems == ()
    assert [(p["width"], p["height"]) for p in Page(site.page("2021/05/06/a.html")).pictures] == [("640", "480")] * 2
    assert sizes(site) == []


@pytest.mark.parametrize("settings", ["url: https://host.example/sub/\n", "relative_urls: true\n"])
def test_links_to_sizes_work_with_any_base_url(site: Site, settings: str) -> None:
    put(site, "hall.jpg", photo(120, 90))
    site.write(SMALL + settings + LEAD + BODY).build()
    for name in ("lead", "body"):
        (srcset,) = re.findall(r' srcset="([^"]*)"', site.page(f"2021/05/06/{name}.html"))
        for link in (part.split()[0] for part in srcset.split(",")):
            path = link.removeprefix("/sub/") if "sub" in settings else os.path.normpath(f"2021/05/06/{link}")
            assert unquote(urlsplit(path).path) in site.output(), link
    if "relative" in settings:
        assert dead_links(site.output(), "http://localhost:8000/") == []


def test_images_in_a_feed_are_plain_with_absolute_urls(site: Site) -> None:
    put(site, "hall.jpg", photo(120, 90))
    site.write(SMALL + "url: https://host.example/sub/\n" + BODY).build()
    feed = site.page("feed.xml").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    assert '<img src="https://host.example/sub/2021/05/06/body/hall.jpg" alt="The hall"' in feed
    assert 'width="120" height="90">' in feed
    assert "srcset" not in feed


def test_lists_get_the_sizes_of_images(site: Site) -> None:
    put(site, "hall.jpg", photo(120, 90))
    picture = "{{ item.picture.width }}x{{ item.picture.height }} {{ item.picture.sources[0].type }}"
    item = f"-- themes/mine/item.html --\n{{% if item.picture %}}{picture}{{% endif %}}\n"
    site.write(SMALL + "theme: mine\n-- themes/mine/theme.yaml --\nextends: plain\n" + item + LEAD).build()
    assert "120x90 image/webp" in site.page("index.html")
    put(site, "hall.jpg", photo(80, 90))
    site.build()
    assert "80x90 image/webp" in site.page("index.html")


# -- settings -------------------------------------------------------------------------------------


def test_settings_of_images(site: Site) -> None:
    put(site, "hall.jpg", photo(400, 300))
    site.write("-- config.yaml --\npictures: {widths: [60, 120]}\n" + LEAD).build()
    first = site.output()
    assert sorted(re.sub(r".*-", "", path) for path in sizes(site)) == ["120.webp", "60.webp"]
    site.write("-- config.yaml --\npictures: {widths: [60, 120], quality: 20}\n").build()
    assert not set(sizes(site)) & set(first)  # different bytes have a different address
    assert sum(len(site.output()[p]) for p in sizes(site)) < sum(
        len(d) for p, d in first.items() if p.startswith("pictures/")
    )
    site.write("-- config.yaml --\npictures: {widths: [80]}\n").build()
    assert [re.sub(r".*-", "", path) for path in sizes(site)] == ["80.webp"]
    site.write("-- config.yaml --\npictures: {enabled: false}\n").build()
    assert sizes(site) == []
    assert attributes(site.page("2021/05/06/lead.html"))["width"] == "400"
    assert "<picture>" not in site.page("2021/05/06/lead.html")


def test_the_better_format_is_offered_first(site: Site) -> None:
    features = pytest.importorskip("PIL.features")
    if not features.check("avif"):
        pytest.skip("this Pillow has no AVIF")
    put(site, "hall.jpg", photo(400, 300))
    site.write("-- config.yaml --\npictures: {widths: [100, 300], formats: [webp, avif]}\n" + LEAD).build()
    assert re.findall(r'<source type="([^"]*)"', site.page("2021/05/06/lead.html")) == ["image/avif", "image/webp"]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("{quality: 101}", "`pictures.quality`: expected a whole number of at most 100"),
        ("{quality: 0}", "`pictures.quality`: expected a whole number of at least 1"),
        ("{widths: [480, 20000]}", "`pictures.widths`: expected whole numbers of at most 10000"),
        ("{widths: [0]}", "`pictures.widths.0`: expected a whole number of at least 1"),
        ("{formats: [jpeg]}", "`pictures.formats.0`: expected `webp` or `avif`"),
    ],
)
def test_invalid_settings_are_reported(site: Site, settings: str, message: str) -> None:
    (problem,) = site.write(f"-- config.yaml --\npictures: {settings}\n").build().problems
    assert problem.message.startswith(message)
    assert problem.line == 1


# -- what is made, and when ------------------------------------------------------------------------


def test_articles_with_the_same_image_share_its_sizes(site: Site) -> None:
    put(site, "hall.jpg", photo(120, 90))
    put(site, "copy/again.jpg", photo(120, 90))
    more = article("copy/more.md", "More", "![x](again.jpg)", date="2021-05-07")
    site.write(SMALL + LEAD + BODY + more).build()
    made = sizes(site)
    assert len(made) == 2
    for name in ("content/lead.md", "content/body.md"):
        (site.root / name).unlink()
        site.build()
        assert sizes(site) == made
    (site.root / "content/copy/more.md").unlink()
    site.build()
    assert sizes(site) == []
    assert not (site.root / "output/pictures").exists()
    assert os.listdir(site.root / ".digest/pictures") == []


def test_sizes_are_removed_and_made_again_with_their_image(site: Site) -> None:
    put(site, "hall.jpg", photo(120, 90))
    site.write(SMALL + LEAD).build()
    made, kept = sizes(site), sorted(os.listdir(site.root / ".digest/pictures"))
    assert len(kept) == 3
    (site.root / "content/hall.jpg").unlink()
    assert problems_of(site.build()) == [("link-missing", "content/lead.md", 4)]
    assert (sizes(site), os.listdir(site.root / ".digest/pictures")) == ([], [])
    put(site, "hall.jpg", photo(120, 90))
    assert site.build().problems == ()
    assert (sizes(site), sorted(os.listdir(site.root / ".digest/pictures"))) == (made, kept)


def test_a_changed_image_changes_only_pages_that_show_it(site: Site) -> None:
    put(site, "hall.jpg", photo(120, 90))
    site.write(SMALL + LEAD + BODY + article("other.md", "Other", date="2021-05-06")).build()
    before = sizes(site)
    put(site, "hall.jpg", photo(90, 120))
    site.build()
    assert not set(before) & set(sizes(site))
    written = set(site.written())
    assert {"2021/05/06/lead.html", "2021/05/06/body.html", "2021/05/06/body/hall.jpg", *sizes(site)} <= written
    assert "2021/05/06/other.html" not in written
    site.build()
    assert site.written() == []


def test_editing_a_text_makes_no_sizes_again(site: Site) -> None:
    put(site, "hall.jpg", photo(120, 90))
    site.write(SMALL + LEAD + BODY).build()
    stamps = {p: p.stat().st_mtime_ns for p in (site.root / ".digest/pictures").iterdir()}
    site.write(BODY.replace("Words.", "Other words.")).build()
    assert site.written() == ["2021/05/06/body.html", "feed.xml"]
    assert {p: p.stat().st_mtime_ns for p in (site.root / ".digest/pictures").iterdir()} == stamps


def test_moving_an_image_makes_no_sizes_again(site: Site) -> None:
    put(site, "hall.jpg", photo(120, 90))
    site.write(SMALL + LEAD).build()
    kept = {p.name: p.stat().st_mtime_ns for p in (site.root / ".digest/pictures").iterdir()}
    (site.root / "content/hall.jpg").rename(site.root / "content/moved.jpg")
    site.write(LEAD.replace("hall.jpg", "moved.jpg")).build()
    assert {p.name: p.stat().st_mtime_ns for p in (site.root / ".digest/pictures").iterdir()} == kept


def test_without_a_store_sizes_are_not_made_again(site: Site) -> None:
    put(site, "hall.jpg", photo(120, 90))
    site.write(SMALL + LEAD).build()
    kept = {p.name: p.stat().st_mtime_ns for p in (site.root / ".digest/pictures").iterdir()}
    (site.root / ".digest/store.db").unlink()
    site.build()
    assert {p.name: p.stat().st_mtime_ns for p in (site.root / ".digest/pictures").iterdir()} == kept


def test_a_deleted_size_is_made_again(site: Site) -> None:
    put(site, "hall.jpg", photo(120, 90))
    site.write(SMALL + LEAD).build()
    whole = site.output()
    for path in [*(site.root / ".digest/pictures").iterdir(), *(site.root / "output/pictures").iterdir()]:
        path.unlink()
    assert site.build().problems == ()
    assert site.output() == whole


def test_an_image_that_no_article_shows_is_not_read(site: Site) -> None:
    put(site, "hall.jpg", b"broken")
    put(site, "static/hall.jpg", b"broken")
    site.write(article("a.md", "a", "[The hall](hall.jpg)", date="2021-05-06"))
    assert site.build().problems == ()
    assert site.output()["2021/05/06/a/hall.jpg"] == b"broken"


def test_the_number_of_workers_makes_no_difference(site: Site, tmp_path: Path) -> None:
    text = SMALL
    for number in range(6):
        put(site, f"p{number}.jpg", photo(60 + number, 40))
        text += article(f"a{number}.md", f"a{number}", f"![x](p{number}.jpg)", date="2021-05-06")
    site.write(text).build(jobs=1)
    other = Site(tmp_path / "other").write(text)
    for number in range(6):
        put(other, f"p{number}.jpg", photo(60 + number, 40))
    other.build(jobs=3)
    assert len(sizes(site)) == 12
    assert site.output() == other.output()


def test_large_files_are_processed_first(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    text = SMALL
    for number, width in enumerate((90, 600, 60, 300)):
        put(site, f"{number}.png", photo(width, 60, "PNG"))
        text += article(f"a{number}.md", f"a{number}", f"![x]({number}.png)", date="2021-05-06")
    order: list[str] = []
    real = ImageCache.process
    monkeypatch.setattr(ImageCache, "process", lambda self, job: order.append(job.path) or real(self, job))
    site.write(text).build()
    assert order == ["1.png", "3.png", "0.png", "2.png"]


@pytest.mark.parametrize(("articles", "images", "workers"), [(4, 4, 2), (4, 3, 0), (100, 3, 2), (100, 4, 2)])
def test_the_theme_is_loaded_once_and_while_workers_work_if_there_are_any(
    articles: int, images: int, workers: int, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = SMALL
    for number in range(articles):
        put(site, f"{number}.png", photo(60 + number, 40)) if number < images else None
        text += article(f"a{number}.md", f"a{number}", f"![x]({number % images}.png)", date="2021-05-06")
    found: list[int] = []
    real = pipeline.load_theme_state

    def load(*given: Any) -> Any:
        found.append(len(multiprocessing.active_children()))
        return real(*given)

    monkeypatch.setattr(pipeline, "load_theme_state", load)
    assert site.write(text).build(jobs=2).problems == ()
    assert found == [workers]


PILLOW = (
    "import sys; from digest.cli import main as cli; code = cli.main(sys.argv[1:]); print('PIL' in sys.modules, code)"
)


def test_pillow_is_loaded_only_for_new_images(site: Site) -> None:
    put(site, "hall.jpg", photo(120, 90))
    site.write(SMALL + LEAD + BODY + article("other.md", "Other", date="2021-05-06"))

    def build() -> str:
        for path in [*(site.root / "content").rglob("*"), site.root / "content"]:
            if path.stat().st_mtime > CLOCK:
                os.utime(path, (CLOCK - 10 * path.stat().st_size, CLOCK - 10 * path.stat().st_size))
        command = [sys.executable, "-c", PILLOW, "build", str(site.root), "--clock", "2026-01-01", "--jobs", "1", "-q"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    assert build() == "True 0"
    assert build() == "False 0"  # nothing to do
    site.write(article("other.md", "Other", "New words.", date="2021-05-06"))
    assert build() == "False 0"
    site.write(BODY.replace("Words.", "Other words."))
    assert build() == "False 0"
    put(site, "hall.jpg", photo(90, 120))
    assert build() == "True 0"


# -- metadata -------------------------------------------------------------------------------------


def test_the_place_where_a_photo_was_taken_is_not_published(site: Site) -> None:
    put(site, "hall.jpg", talkative(120, 90, turn=6))
    site.write(SMALL + LEAD + article("link.md", "Link", "[The hall](hall.jpg)", date="2021-05-06")).build()
    files = [p for p in site.output() if p.endswith((".jpg", ".webp"))]
    assert len(files) == 4
    for path in files:
        data = site.output()[path]
        assert b"Camera Works" not in data
        assert dict(opened(data).getexif().get_ifd(0x8825)) == {}
        assert opened(data).getexif()[0x8298] == "2021 Harbour Times"
    picture = attributes(site.page("2021/05/06/lead.html"))
    assert (picture["width"], picture["height"]) == ("90", "120")


# -- broken images --------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"one", photo(120, 90)[:600], raster(4, 3, "TIFF")])
def test_a_broken_image_is_reported_and_left_out(site: Site, data: bytes) -> None:
    put(site, "hall.jpg", data)
    put(site, "static/top.png", data)
    top = article("top.md", "Top", "Words.\n\n![The top](/top.png)", date="2021-05-06")
    report = site.write(SMALL + LEAD + BODY + top).build()
    assert problems_of(report) == [
        ("picture-broken", "content/body.md", 8),
        ("picture-broken", "content/lead.md", 4),
        ("picture-broken", "content/top.md", 8),
    ]
    assert report.problems[0].message.startswith("content/hall.jpg cannot be shown: ")
    assert report.problems[2].message.startswith("static/top.png cannot be shown: ")
    for name in ("lead", "body", "top"):
        page = site.page(f"2021/05/06/{name}.html")
        assert "<img" not in page
        assert f"<h1>{name.capitalize()}</h1>" in page
    assert '<figure><i class="no-picture">The top</i></figure>' in site.page("2021/05/06/top.html")
    assert "Picture not archived: A hall" in site.page("2021/05/06/lead.html")
    assert "2021/05/06/body/hall.jpg" not in site.output()
    assert problems_of(site.build()) == problems_of(report)
    put(site, "hall.jpg", photo(120, 90))
    put(site, "static/top.png", photo(60, 40, "PNG"))
    assert site.build().problems == ()
    assert [len(Page(site.page(f"2021/05/06/{name}.html")).pictures) for name in ("lead", "body", "top")] == [1, 1, 1]


def test_copy_and_sizes_of_a_broken_image_are_removed(site: Site) -> None:
    put(site, "hall.jpg", photo(120, 90))
    site.write(SMALL + LEAD).build()
    assert len(sizes(site)) == 2
    put(site, "hall.jpg", b"broken")
    assert problems_of(site.build()) == [("picture-broken", "content/lead.md", 4)]
    assert sizes(site) == []
    assert "2021/05/06/lead/hall.jpg" not in site.output()


def test_the_caption_of_a_broken_image_stays(site: Site) -> None:
    put(site, "hall.jpg", b"broken")
    lead = article("lead.md", "Lead", date="2021-05-06", image="hall.jpg", caption="The hall in May")
    site.write(lead + BODY).build()
    assert "The hall in May" in site.page("2021/05/06/lead.html")
    page = site.page("2021/05/06/body.html")
    assert '<figure><i class="no-picture">The hall</i><figcaption>Its caption</figcaption></figure>' in page


@pytest.mark.parametrize("theme", ["plain", "gazette"])
@pytest.mark.parametrize("data", [None, b"", b"no picture"])
def test_a_missing_or_broken_image_is_replaced_by_its_alternative_text(
    site: Site, theme: str, data: bytes | None
) -> None:
    if data is not None:
        put(site, "hall.jpg", data)
    alt = r'Bo &amp; \<b> "1" digest-ref:0 digest-root:a'
    inside = "Before ![within](hall.jpg) after, ![](hall.jpg)."
    raw = """<img src='hall.jpg' alt='raw < "&amp;lt;i&amp;gt;'>"""
    text = f"![In *it* {alt}](hall.jpg)\n\n{inside}\n\n{raw}"
    site.write(f"-- config.yaml --\ntheme: {theme}\nurl: https://a.example/\n")
    site.write(article("a.md", "A", text, date="2021-05-06", image="hall.jpg", alt="The <3 lead> & more"))
    site.build()
    page = site.page("2021/05/06/a.html")
    words = "In it Bo &amp; &lt;b&gt; &quot;1&quot; digest&#45;ref:0 digest&#45;root:a"
    assert f'<figure><i class="no-picture">{words}</i></figure>' in page
    assert 'Before <i class="no-picture">within</i> after, .' in page
    assert '<i class="no-picture">raw &lt; &quot;&amp;lt;i&amp;gt;</i>' in page
    lead = "The &lt;3 lead&gt; &amp; more"
    shown = {
        "plain": f'<p class="meta">Picture not archived: {lead}</p>',
        "gazette": f'<p class="lost">Picture not archived: {lead}</p>',
    }
    assert shown[theme] in page
    assert "<img" not in page
    assert "Before &lt;i class=&quot;no-picture&quot;&gt;within&lt;/i&gt; after" in site.page("feed.xml")
    put(site, "hall.jpg", photo(120, 90))
    site.build()
    assert "no-picture" not in site.page("2021/05/06/a.html")
    assert len(Page(site.page("2021/05/06/a.html")).pictures) == 5


def test_a_missing_image_without_alternative_text_leaves_nothing(site: Site) -> None:
    text = "Words.\n\n![](hall.jpg)"
    site.write(article("a.md", "A", text, date="2021-05-06", image="hall.jpg")).build()
    assert "<figure" not in site.page("2021/05/06/a.html")
    assert "no-picture" not in site.page("2021/05/06/a.html")


def test_an_unreadable_image_is_reported_and_read_again_later(site: Site) -> None:
    if os.name != "posix" or os.geteuid() == 0:
        pytest.skip("who runs this may read everything")
    put(site, "hall.jpg", photo(120, 90))
    site.write(SMALL + LEAD)
    os.chmod(site.root / "content/hall.jpg", 0)
    assert problems_of(site.build()) == [("picture-broken", "content/lead.md", 4)]
    os.chmod(site.root / "content/hall.jpg", 0o644)
    assert site.build().problems == ()


def test_a_damaged_record_of_an_image_is_replaced(site: Site) -> None:
    put(site, "hall.jpg", photo(120, 90))
    site.write(SMALL + LEAD).build()
    (note,) = (site.root / ".digest/pictures").glob("*.json")
    good = note.read_text("utf-8")
    note.write_text("{", "utf-8")
    (site.root / ".digest/store.db").unlink()
    assert site.build().problems == ()
    assert note.read_text("utf-8") == good


def test_an_image_with_a_large_palette_is_shown(site: Site) -> None:
    put(site, "hall.jpg", saved(opened(photo(120, 90)).quantize(64), "GIF"))
    assert site.write(SMALL + LEAD).build().problems == ()
    assert attributes(site.page("2021/05/06/lead.html"))["width"] == "120"
