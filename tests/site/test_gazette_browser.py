"""The theme `gazette` in a real browser: every kind of page at every width, with keyboard, without script, on paper."""

from __future__ import annotations

import functools
import itertools
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.browsing import viewed
from tests.support.pieces import article
from tests.support.sample import URL, copy_of_sample
from tests.support.sites import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

PAGES = {
    "front": "",
    "day": "2021/05/07/",
    "month": "2021/05/",
    "year": "2021/",
    "archive": "archive/",
    "undated": "undated/",
    "undated article": "undated/steam-ferry-will-never-pay-commission-is-told.html",
    "topic": "topics/shipping/",
    "topics": "topics/",
    "sources": "sources/",
    "authors": "authors/",
    "stories": "stories/",
    "article": "2021/05/07/pilots-and-port-sign-a-truce-at-halvik-and-34-ships-begin-to-move.html",
    "table": "2021/05/07/pears-first-cars-last-how-halvik-means-to-clear-its-anchorage.html",
    "search": "search/?q=halvik",
    "missing": "404.html",
}
"""One of each kind."""

NOTED = """() => {
    window.shifts = [];
    const seen = list => list.getEntries().forEach(e => window.shifts.push(e.value));
    new PerformanceObserver(seen).observe({type: 'layout-shift', buffered: true});
}"""
STOPS = """() => [...document.querySelectorAll('a[href], button, [tabindex="0"]')].filter(e => e.checkVisibility()).length"""
STOP = """() => {
    const e = document.activeElement, o = getComputedStyle(e), r = e.getBoundingClientRect();
    return {place: [...document.querySelectorAll('a[href], button, [tabindex="0"]')].indexOf(e),
            outline: o.outlineStyle + ' ' + o.outlineWidth, seen: r.width > 1 && r.height > 1, name: e.textContent.trim()};
}"""
BROKEN_DAYS = (
    "() => [...document.querySelectorAll('.wd')].filter(e => e.getClientRects().length > 1).map(e => e.textContent)"
)
TOUCHING = """() => [...document.querySelectorAll('table:not(.cal) tr')].flatMap(row => {
    if (getComputedStyle(row.parentElement).position === 'absolute') return [];  // heads that are heard only
    const boxes = [...row.cells].filter(c => c.textContent.trim() && c.checkVisibility()).map(c => {
        const range = document.createRange();
        range.selectNodeContents(c);
        return [c, range.getBoundingClientRect()];
    });
    return boxes.flatMap(([c, a], i) => boxes.slice(i + 1)
        .filter(([d, b]) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 8)
        .filter(([d, b]) => a.right + 6 > b.left && b.right + 6 > a.left)
        .map(([d]) => c.textContent + '|' + d.textContent));
})"""
COLOURS = """() => {
    const c = document.createElement('canvas').getContext('2d');
    const light = text => {
        c.fillStyle = text;
        c.fillRect(0, 0, 1, 1);
        return c.getImageData(0, 0, 1, 1).data.slice(0, 3).reduce((a, b) => a + b);
    };
    const s = getComputedStyle(document.body);
    return [light(s.backgroundColor), light(s.color)];
}"""


def sample(root: Path, **options: object) -> Site:
    """The sample site with gazette, built."""
    site = copy_of_sample(root)
    config = (root / "config.yaml").read_text("utf-8")
    lines = [
        line for line in config.splitlines() if not line.startswith(("theme", "  icon: ", "  email: ", "  cards: "))
    ]
    own = "".join(f"\n  {name}: {value}" for name, value in options.items())
    text = "\n".join([*lines, "theme: gazette", f"theme_options:{own}" if own else "", ""])
    (root / "config.yaml").write_text(text, "utf-8")
    assert site.build().problems == ()
    return site


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of the sample."""
    return sample(tmp_path_factory.mktemp("gazette") / "site").root / "output"


def opened(page: Page, kind: str) -> None:
    """Show a page of PAGES; the search page then has results."""
    page.goto(URL + PAGES[kind])
    if kind == "search":
        page.locator("#hits > *").first.wait_for()


def style(page: Page, selector: str, name: str) -> Any:
    """A computed style of the first element."""
    return page.eval_on_selector(selector, f"e => getComputedStyle(e)['{name}']")


# -- every width ----------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 390, 640, 820, 1040, 1280, 1920])
def test_no_page_is_wider_than_its_window(width: int, output: Path, browser: Browser) -> None:
    with viewed(browser, output, URL, width=width) as view:
        for kind in PAGES:
            opened(view.page, kind)
            assert (kind, view.page.evaluate("document.documentElement.scrollWidth")) == (kind, width)
        assert view.faults == []


def test_a_page_that_is_too_wide_is_found(output: Path, browser: Browser) -> None:
    with viewed(browser, output, URL, width=320) as view:
        view.page.goto(URL)
        view.page.add_style_tag(content="main { min-width: 400px; }")
        assert view.page.evaluate("document.documentElement.scrollWidth") > 320


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_moves_while_a_page_loads(width: int, output: Path, browser: Browser) -> None:
    with viewed(browser, output, URL, width=width) as view:
        view.page.add_init_script(f"({NOTED})()")
        for kind in PAGES:
            view.page.goto(URL + PAGES[kind], wait_until="load")
            view.page.wait_for_timeout(200)
            assert (kind, view.page.evaluate("window.shifts")) == (kind, [])


def slowly(route: Route) -> None:
    """Delay a file for longer than the search page waits before it shows results."""
    time.sleep(0.2)
    route.fallback()


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_moves_while_results_load_slowly(width: int, output: Path, browser: Browser) -> None:
    with viewed(browser, output, URL, width=width) as view:
        view.page.add_init_script(f"({NOTED})()")
        view.page.route("**/search/*.json", slowly)
        view.page.goto(URL + PAGES["search"])
        view.page.locator("#facets").wait_for()
        view.page.wait_for_timeout(200)
        assert view.page.locator("#hits > *").count() > 1
        assert view.page.evaluate("window.shifts") == []


def test_the_columns_follow_the_width(output: Path, browser: Browser) -> None:
    columns = {}
    for width in (390, 820, 1100, 1440):
        with viewed(browser, output, URL, width=width) as view:
            view.page.goto(URL)
            columns[width] = len(style(view.page, ".top", "gridTemplateColumns").split()) if width > 390 else 1
    assert columns == {390: 1, 820: 2, 1100: 2, 1440: 3}


def test_the_columns_of_the_front_page_end_at_nearly_the_same_height(output: Path, browser: Browser) -> None:
    """Their heights were estimated when the page was made."""
    with viewed(browser, output, URL, width=1440) as view:
        view.page.goto(URL)
        ends = view.page.evaluate("""['.leading', '.second', '.briefs > div'].map(
            s => Math.max(...[...document.querySelectorAll(s + ' > *')].map(e => e.getBoundingClientRect().bottom)))""")
        assert max(ends) - min(ends) <= 95, ends


def lone_story(root: Path, **more: str) -> Path:
    """A site with one article, built."""
    first = "The harbour of Halvik has opened its northern basin again after nine days without a pilot."
    front = {"date": "2021-05-07", "topics": "[Shipping, Norway]", "source": "Harbour Times", **more}
    one = article(
        "a.md", "Pilots and port sign a truce, and 34 ships begin to move", f"{first}\n\nMore.\n\nMore.", **front
    )
    site = Site(root).write(f"-- config.yaml --\nurl: {URL}\ntheme: gazette\n{one}")
    assert site.build().problems == ()
    return root / "output"


@pytest.mark.parametrize(("width", "beside"), [(320, False), (820, False), (1040, True), (1440, True)])
def test_a_lone_story_has_its_facts_beside_its_beginning(
    width: int, beside: bool, tmp_path: Path, browser: Browser
) -> None:
    with viewed(browser, lone_story(tmp_path), URL, width=width) as view:
        view.page.goto(URL)
        assert view.page.evaluate("document.documentElement.scrollWidth") == width
        title, opening, facts = (view.page.locator(s).bounding_box() for s in (".sole h2", ".opening p.deck", ".aside"))
        assert title
        assert opening
        assert facts
        assert opening["width"] <= 640
        assert title["y"] + title["height"] < opening["y"]
        assert (facts["x"] > opening["x"] + opening["width"]) is beside
        assert (facts["y"] > opening["y"] + opening["height"]) is not beside


def test_headlines_and_names_in_arabic_have_more_space_between_their_lines(tmp_path: Path, browser: Browser) -> None:
    site = Site(tmp_path).write(
        f"-- config.yaml --\ntitle: صحيفة القناة\nurl: {URL}\ntheme: gazette\nlanguage: ar\n"
        + article("a.md", "القناة تنتظر المطر " * 6, date="2021-05-07")
        + article("b.md", "المطر", date="2021-05-07")
    )
    site.build()
    with viewed(browser, tmp_path / "output", URL, width=390) as view:
        view.page.goto(URL)
        for selector in (".plate", ".xl.long h2", ".story.m h2"):
            size, line = (float(style(view.page, selector, n).removesuffix("px")) for n in ("fontSize", "lineHeight"))
            assert (selector, line) == (selector, pytest.approx(1.4 * size, abs=0.1))


def test_chinese_headlines_have_more_space_between_their_lines(tmp_path: Path, browser: Browser) -> None:
    with viewed(browser, lone_story(tmp_path, lang="zh"), URL, width=1440) as view:
        view.page.goto(URL)
        size, line = (float(style(view.page, ".sole h2", n).removesuffix("px")) for n in ("fontSize", "lineHeight"))
        assert line == pytest.approx(1.3 * size, abs=0.1)


@pytest.mark.parametrize(("width", "beside"), [(390, False), (820, True)])
def test_earlier_years_are_next_to_each_other_if_there_is_room(
    width: int, beside: bool, tmp_path: Path, browser: Browser
) -> None:
    many = "".join(article(f"n{i}.md", date="2021-05-07") for i in range(21))
    old = "".join(article(f"y{year}.md", date=f"{year}-05-07") for year in (2019, 2020))
    site = Site(tmp_path).write(f"-- config.yaml --\nurl: {URL}\ntheme: gazette\n{many}{old}")
    site.build()
    with viewed(browser, tmp_path / "output", URL, width=width) as view:
        view.page.goto(URL)
        newer, older = (box for box in (e.bounding_box() for e in view.page.locator(".three > *").all()) if box)
        assert (newer["y"] == older["y"]) is beside
        assert (newer["x"] < older["x"]) is beside
        links = [e.bounding_box() for e in view.page.locator(".three a, .issue a, .led td a").all()]
        assert min(box["height"] for box in links if box) >= 24


def test_a_table_as_blocks_keeps_its_roles(output: Path, browser: Browser) -> None:
    """Below 640 px the rows are blocks; screen readers still get rows, cells and headers."""
    with viewed(browser, output, URL, width=390) as view:
        view.page.goto(URL + PAGES["sources"])
        assert style(view.page, ".index tbody tr", "display") == "grid"
        table = view.page.get_by_role("table")
        assert table.count() == 1
        rows = table.get_by_role("row").count()
        assert rows == view.page.locator(".index tr").count() > 8
        assert table.get_by_role("cell").count() == view.page.locator(".index td:not(:empty)").count()


# -- keyboard -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["front", "article", "day", "year"])
@pytest.mark.parametrize("width", [390, 1440])
def test_focus_follows_the_order_of_reading_and_is_visible(
    kind: str, width: int, output: Path, browser: Browser
) -> None:
    with viewed(browser, output, URL, width=width) as view:
        view.page.goto(URL + PAGES[kind])
        stops = view.page.evaluate(STOPS)
        places = []
        for _ in range(min(stops, 60)):
            view.page.keyboard.press("Tab")
            at = view.page.evaluate(STOP)
            assert (at["outline"], at["seen"]) == ("solid 2px", True), at["name"]
            places.append(at["place"])
        assert places == sorted(set(places))
        assert places[0] == 0


def test_the_first_link_skips_the_masthead(output: Path, browser: Browser) -> None:
    with viewed(browser, output, URL, width=1440) as view:
        view.page.goto(URL)
        view.page.keyboard.press("Tab")
        assert view.page.evaluate("document.activeElement.className") == "skip"
        view.page.keyboard.press("Enter")
        view.page.keyboard.press("Tab")
        assert view.page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("kind", list(PAGES))
def test_the_source_order_is_the_order_of_reading(kind: str, output: Path, browser: Browser) -> None:
    with viewed(browser, output, URL, width=1440) as view:
        opened(view.page, kind)
        tops = view.page.evaluate("""['.skip', 'header.mast', 'main', 'footer.foot'].map(s => document.querySelector(s))
            .map((e, i, all) => i ? all[i - 1].compareDocumentPosition(e) & 4 : 4)""")
        assert tops == [4, 4, 4, 4]
        assert view.page.locator("h1").count() == 1
        levels = view.page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), levels


# -- preferences ----------------------------------------------------------------------------------


def test_without_script_nothing_is_missing(output: Path, browser: Browser) -> None:
    for path in output.rglob("*.html"):
        text = path.read_text("utf-8")
        own = text.count("<script") - text.count('<script type="application/ld+json"')
        uses_script = path.parent.name == "search" or '"NewsArticle"' in text
        assert own == uses_script == text.count("<script src="), path
        assert " onclick=" not in text
        assert (" style=" in text) == (path.parent.name == "email"), path


def test_dark_colours_and_the_option_to_fix_them(output: Path, tmp_path: Path, browser: Browser) -> None:
    fixed = sample(tmp_path / "site", scheme="light", web_font="false").root / "output"
    for folder, scheme, dark in ((output, "light", False), (output, "dark", True), (fixed, "dark", False)):
        with viewed(browser, folder, URL, width=820) as view:
            view.page.emulate_media(color_scheme=scheme)
            view.page.goto(URL)
            paper, ink = view.page.evaluate(COLOURS)
            assert (paper < ink) is dark
    assert not [p for p in fixed.rglob("*.html") if "woff2" in p.read_text("utf-8")]


def test_no_font_is_requested_if_switched_off(tmp_path: Path, browser: Browser) -> None:
    folder = sample(tmp_path / "site", web_font="false").root / "output"
    with viewed(browser, folder, URL, width=820) as view:
        asked: list[str] = []
        view.page.on("request", lambda request: asked.append(request.url))
        view.page.goto(URL + PAGES["article"], wait_until="networkidle")
        assert len(asked) > 1
        assert [url for url in asked if url.endswith(".woff2")] == []


def test_the_front_page_loads_only_the_font_of_its_language(output: Path, browser: Browser) -> None:
    """Headlines in Ukrainian and Arabic use a serif font of the system."""
    with viewed(browser, output, URL, width=1440) as view:
        asked: list[str] = []
        view.page.on("request", lambda request: asked.append(request.url))
        view.page.goto(URL, wait_until="networkidle")
        fonts = {url.rsplit("/", 1)[1] for url in asked if url.endswith(".woff2")}
        assert "latin.woff2" in fonts
        assert fonts <= {"latin.woff2", "latin-italic.woff2", "latin-ext.woff2"}


def test_current_items_are_marked_in_forced_colours(output: Path, browser: Browser) -> None:
    with viewed(browser, output, URL, width=1440) as view:
        view.page.emulate_media(forced_colors="active")
        view.page.goto(URL + PAGES["year"])
        assert style(view.page, ".cal td a", "borderTopStyle") == "solid"
        assert view.page.evaluate(COLOURS)[0] != view.page.evaluate(COLOURS)[1]
        view.page.goto(URL)
        size, line = (float(style(view.page, ".plate", n).removesuffix("px")) for n in ("fontSize", "lineHeight"))
        assert line >= 1.25 * size  # the background of the name does not overlap the bar above it
        view.page.goto(URL + PAGES["article"])
        assert style(view.page, ".chips a", "borderTopWidth") == "1px"
        assert view.page.eval_on_selector(".more .on", "e => getComputedStyle(e, '::before').borderTopWidth") == "5px"


def test_only_the_article_is_mirrored_if_its_language_is_right_to_left(output: Path, browser: Browser) -> None:
    arabic = next(p for p in output.rglob("*.html") if '<article lang="ar"' in p.read_text("utf-8"))
    with viewed(browser, output, URL, width=1440) as view:
        view.page.goto(URL + arabic.relative_to(output).as_posix())
        assert style(view.page, "article h1", "direction") == "rtl"
        assert style(view.page, "article h1", "letterSpacing") in ("normal", "0px")
        assert style(view.page, "dl.facts", "direction") == "ltr"
        facts, text = (view.page.locator(s).bounding_box() for s in ("dl.facts", ".article .text"))
        assert facts
        assert text
        assert facts["x"] > text["x"]
        assert style(view.page, ".body blockquote", "fontStyle") == "normal"


@pytest.fixture(scope="module")
def abroad(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The sample as a site in another language."""

    @functools.cache
    def built(language: str) -> Path:
        root = tmp_path_factory.mktemp("gazette") / "site"
        site = copy_of_sample(root)
        config = (root / "config.yaml").read_text("utf-8").replace("theme: plain", "theme: gazette")
        others = ", ".join(sorted({"en", "de", "uk", "ar"} - {language}))
        config = config.replace("language: en\nlanguages: [de, uk, ar]", f"language: {language}\nlanguages: [{others}]")
        (root / "config.yaml").write_text(config, "utf-8")
        assert site.build().problems == ()
        return root / "output"

    return built


def test_a_site_from_right_to_left_is_mirrored(abroad: Callable[[str], Path], browser: Browser) -> None:
    with viewed(browser, abroad("ar"), URL, width=1440) as view:
        view.page.goto(URL)
        lead, briefs = (view.page.locator(s).bounding_box() for s in (".leading", ".briefs"))
        assert lead
        assert briefs
        assert lead["x"] > briefs["x"]
        assert style(view.page, ".leading figure", "direction") == "ltr"
        view.page.goto(URL + PAGES["article"])
        assert "Source Serif" in style(view.page, "article h1", "fontFamily").split(",")[0]


@pytest.mark.parametrize("width", [320, 390, 1440])
@pytest.mark.parametrize("language", ["ar", "de", "ru", "zh"])
def test_words_of_other_languages_fit(
    language: str, width: int, abroad: Callable[[str], Path], browser: Browser
) -> None:
    """No page is too wide, names of days take one line, and headers of tables do not touch."""
    with viewed(browser, abroad(language), URL, width=width) as view:
        for kind in PAGES:
            opened(view.page, kind)
            assert (kind, view.page.evaluate("document.documentElement.scrollWidth")) == (kind, width)
            assert (kind, view.page.evaluate(BROKEN_DAYS)) == (kind, [])
            assert (kind, view.page.evaluate(TOUCHING)) == (kind, [])


@pytest.mark.parametrize("width", [820, 1440, 1920])
def test_a_line_of_a_chinese_text_has_34_to_38_characters(
    width: int, abroad: Callable[[str], Path], browser: Browser
) -> None:
    with viewed(browser, abroad("zh"), URL, width=width) as view:
        view.page.goto(URL + PAGES["article"])
        view.page.eval_on_selector(".body", "e => e.lang = 'zh'")
        box = view.page.locator(".body p").first.bounding_box()
        assert box
        assert 34 <= box["width"] / float(style(view.page, ".body", "fontSize").removesuffix("px")) <= 38


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_the_line_of_the_edition_is_below_the_nameplate_without_a_tagline(
    width: int, site: Site, browser: Browser
) -> None:
    site.write(f"-- config.yaml --\nurl: {URL}\ntheme: gazette\n" + article("a.md", date="2021-05-06")).build()
    with viewed(browser, site.root / "output", URL, width=width) as view:
        view.page.goto(URL)
        plate, line = (view.page.locator(s).bounding_box() for s in (".plate", ".issue"))
        assert plate
        assert line
        assert line["x"] == plate["x"]
        assert line["y"] >= plate["y"] + plate["height"]


@pytest.mark.parametrize("width", [390, 1440])
def test_undated_rows_start_at_the_edge_of_the_page(width: int, output: Path, browser: Browser) -> None:
    with viewed(browser, output, URL, width=width) as view:
        view.page.goto(URL + PAGES["undated"])
        heads = [view.page.locator(s).first.bounding_box() for s in ("h1", ".row h3")]
        assert heads[0]
        assert heads[1]
        assert heads[0]["x"] == heads[1]["x"]


def test_rows_without_times_start_at_the_edge_of_their_column(site: Site, browser: Browser) -> None:
    for at, gap in (("", 0), (" 07:10", 53)):
        text = "".join(article(f"{n}.md", date=f"2021-05-06{at}") for n in range(4))
        site.write(f"-- config.yaml --\nurl: {URL}\ntheme: gazette\n" + text).build()
        with viewed(browser, site.root / "output", URL, width=1440) as view:
            view.page.goto(f"{URL}2021/05/06/")
            row, title = (view.page.locator(s).first.bounding_box() for s in (".row", ".row h3"))
            assert row
            assert title
            assert title["x"] - row["x"] == gap


@pytest.mark.parametrize("language", ["ar", "el", "en-US"])
def test_a_time_with_am_or_pm_does_not_touch_its_headline(language: str, site: Site, browser: Browser) -> None:
    text = "".join(article(f"{n}.md", date="2021-05-06 22:22") for n in range(4))
    site.write(f"-- config.yaml --\nurl: {URL}\ntheme: gazette\nlanguage: {language}\n" + text).build()
    with viewed(browser, site.root / "output", URL, width=390) as view:
        view.page.goto(f"{URL}2021/05/06/")
        row, title, time = (view.page.locator(s).first.bounding_box() for s in (".row", ".row h3", ".row time"))
        assert row
        assert title
        assert time
        assert time["width"] + 8 <= row["width"] - title["width"]


@pytest.mark.parametrize("width", [390, 1440])
def test_links_in_tables_are_at_least_24_pixels_high(width: int, output: Path, browser: Browser) -> None:
    with viewed(browser, output, URL, width=width) as view:
        for kind in ("front", "year", "topics", "sources", "authors", "stories"):
            view.page.goto(URL + PAGES[kind])
            links = view.page.locator("td a").all()
            assert links
            assert min(box["height"] for box in (link.bounding_box() for link in links) if box) >= 24, kind


def test_rows_of_tables_are_aligned_on_the_first_line_of_their_names(output: Path, browser: Browser) -> None:
    with viewed(browser, output, URL, width=820) as view:
        view.page.goto(URL + PAGES["stories"])
        for selector, text in (("td.name a", "A name of several lines " * 4), ("td.text a", "News")):
            view.page.eval_on_selector(selector, "(e, text) => e.textContent = text", text)
        name, newest = (view.page.locator(f"td.{c} a").first.bounding_box() for c in ("name", "text"))
        assert name
        assert newest
        assert name["height"] > 2 * newest["height"]
        assert abs(name["y"] - newest["y"]) < 4


def test_links_in_the_line_of_facts_are_underlined_only_if_they_are_within_words(
    output: Path, browser: Browser
) -> None:
    with viewed(browser, output, URL, width=1440) as view:
        view.page.goto(URL + PAGES["topic"])
        assert style(view.page, ".pagehead .all a", "textDecorationLine") == "none"
        view.page.hover(".pagehead .all a")
        assert style(view.page, ".pagehead .all a", "textDecorationLine") == "underline"


@pytest.mark.parametrize("width", [390, 1440])
def test_headlines_are_at_least_24_pixels_high(width: int, output: Path, browser: Browser) -> None:
    with viewed(browser, output, URL, width=width) as view:
        for kind in ("front", "day", "topic"):
            view.page.goto(URL + PAGES[kind])
            boxes = [link.bounding_box() for link in view.page.locator(":is(.row, .s) a").all()]
            assert min(box["height"] for box in boxes if box) >= 24


def test_links_of_the_strip_are_aligned_with_its_days(output: Path, browser: Browser) -> None:
    with viewed(browser, output, URL, width=1440) as view:
        view.page.goto(URL)
        lines = view.page.evaluate("""['.strip .wd', '.strip .full', '.strip p a', '.strip p a + a'].map(s => {
            const range = document.createRange();
            range.selectNodeContents(document.querySelector(s));
            return Math.round(range.getBoundingClientRect().top);
        })""")
        assert lines[:2] == lines[2:]


@pytest.mark.parametrize("width", [390, 1440])
def test_cells_of_tables_have_gaps(width: int, output: Path, browser: Browser) -> None:
    with viewed(browser, output, URL, width=width) as view:
        for kind in ("front", "year", "topics", "sources", "table"):
            view.page.goto(URL + PAGES[kind])
            assert view.page.locator("table").count()
            assert (kind, view.page.evaluate(TOUCHING)) == (kind, [])
        view.page.add_style_tag(content=".body :is(th, td) { padding-inline: 0; }")
        assert view.page.evaluate(TOUCHING) != []


def test_right_to_left_texts_in_lists_are_aligned(output: Path, browser: Browser) -> None:
    """A summary from right to left starts under its headline."""
    with viewed(browser, output, URL, width=1440) as view:
        view.page.goto(URL + PAGES["day"])
        title, summary = (view.page.locator(f".row {s}[dir=rtl]").bounding_box() for s in ("h3", ".sum"))
        assert title
        assert summary
        assert title["x"] + title["width"] == summary["x"] + summary["width"]


def test_columns_are_stacked_on_a_narrow_page(output: Path, browser: Browser) -> None:
    for width, stacked in ((390, True), (820, False)):
        with viewed(browser, output, URL, width=width) as view:
            view.page.goto(URL + PAGES["article"])
            before, after = (view.page.locator(f".around [rel={r}]").bounding_box() for r in ("prev", "next"))
            assert before
            assert after
            assert (after["y"] > before["y"]) is stacked
            view.page.goto(URL)
            rule = style(view.page, ".bytopic > :nth-child(2)", "borderTopStyle")
            assert (rule == "solid") is stacked


# -- paper ----------------------------------------------------------------------------------------


def test_print_shows_only_the_article_and_its_source_url(output: Path, browser: Browser) -> None:
    with viewed(browser, output, URL, width=640) as view:
        view.page.emulate_media(media="print", color_scheme="dark")
        view.page.goto(URL + PAGES["article"])
        for left_out in ("nav.main", "footer.foot", ".topics", ".around"):
            assert style(view.page, left_out, "display") == "none", left_out
        paper, ink = view.page.evaluate(COLOURS)
        assert paper > ink == 0
        assert style(view.page, ".body", "fontSize") == f"{11 * 96 / 72:.4f}".rstrip("0") + "px"
        address = view.page.eval_on_selector(".out", "e => getComputedStyle(e, '::after').content")
        assert "https://harbourtimes.example/2021/05/07/halvik-truce" in address
        box = view.page.locator(".article .text").bounding_box()
        assert box
        assert box["width"] <= 130 * 96 / 25.4 + 1


def test_print_shows_days_in_two_columns_without_calendars(output: Path, browser: Browser) -> None:
    with viewed(browser, output, URL, width=640) as view:
        view.page.emulate_media(media="print")
        view.page.goto(URL)
        assert style(view.page, "main", "columnCount") == "2"
        assert style(view.page, ".cal", "display") == "none"
        view.page.goto(URL + PAGES["day"])
        assert style(view.page, "main", "columnCount") == "2"
        assert style(view.page, ".strip", "display") == "none"


def test_the_citation_and_the_address_of_an_article_are_copied(site: Site, browser: Browser) -> None:
    front = {"date": "2021-05-07", "source": "Alpine Courier", "slug": "a"}
    site.write("-- config.yaml --\ntheme: gazette\n" + article("a.md", "Snow falls", **front)).build()
    with viewed(browser, site.root / "output", URL, width=1280) as view:
        page = view.page
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(URL + "2021/05/07/a.html#x")
        expected = {
            "Copy citation": "“Snow falls.” Alpine Courier, 7 May 2021.",
            "Copy link": URL + "2021/05/07/a.html",
        }
        for name, text in expected.items():
            width = page.evaluate("document.querySelector('.copies').getBoundingClientRect().width")
            page.get_by_role("button", name=name).click()
            assert page.get_by_role("status").text_content() == "Copied"
            assert page.evaluate("navigator.clipboard.readText()") == text
            assert page.evaluate("document.querySelector('.copies').getBoundingClientRect().width") == width


def test_without_a_script_a_citation_is_plain_text(site: Site, browser: Browser) -> None:
    site.write("-- config.yaml --\ntheme: gazette\n" + article("a.md", date="2021-05-07", source="Post")).build()
    with viewed(browser, site.root / "output", URL, width=1280, script=False) as view:
        view.page.goto(URL + "2021/05/07/a.html")
        assert view.page.locator(".cite > p").is_visible()
        assert not view.page.locator(".copy").first.is_visible()
