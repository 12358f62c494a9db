"""Live reload in a real browser: open pages show every edit."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.processes import fill, until
from tests.support.serving import Server, serving
from tests.support.sites import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

SITE = """\
-- config.yaml --
title: Daily
url: https://host.example/sub/
-- content/a.md --
---
title: Alpha
date: 2021-05-06
topics: [Sea]
---

First text. ![A boat](boat.svg)
-- content/b.md --
---
title: Beta
date: 2021-05-07
---

Other text.
-- content/boat.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10" fill="red"/></svg>
-- themes/plain/extra.css --
main { color: rgb(1, 2, 3); }
-- themes/plain/article.html --
{% extends "plain/article.html" %}
{% block head %}<link rel="stylesheet" href="{{ site.style }}extra.css">{% endblock %}
"""
PATIENCE = 30_000
"""Milliseconds to wait for a change; a busy machine is slow."""
PAGE = "2021/05/06/alpha.html"
BOAT = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10" fill="FILL"/></svg>'


class Desk:
    """A site, its server, and a browser that shows one of its pages."""

    def __init__(self, site: Site, server: Server, page: Page) -> None:
        self.site, self.server, self.page = site, server, page
        self.loads = 0
        page.on("load", self._loaded)

    def _loaded(self, _: object) -> None:
        self.loads += 1

    def open(self, path: str = PAGE) -> Desk:
        """Show a page, and wait until it is connected."""
        self.page.goto(self.server.address + path)
        self.connected()
        return self

    def connected(self) -> None:
        """Wait until the page has told the server what it shows."""
        self.page.wait_for_function("window.LiveReload && window.LiveReload.connector.protocol >= 7")

    def write(self, name: str, text: str) -> None:
        """Save a file."""
        path = self.site.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text in a file."""
        text = (self.site.root / name).read_text("utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def shows(self, text: str) -> None:
        """Wait until the page has a text."""
        self.page.wait_for_function(
            "t => document.body && document.body.innerText.includes(t)", arg=text, timeout=PATIENCE
        )

    def is_true(self, script: str) -> None:
        """Wait until a JavaScript expression is true. Errors count as false, because the page may be reloading."""
        self.page.wait_for_function(f"() => {{ try {{ return {script} }} catch {{ return false }} }}", timeout=PATIENCE)

    def overlay(self) -> str:
        """The text of the overlay or of the count of problems; empty if there is neither."""
        return str(self.page.evaluate("document.querySelector('digest-overlay')?.shadowRoot.textContent ?? ''"))

    def warned(self, text: str) -> None:
        """Wait until the overlay has a text, or until it is gone if the text is empty."""
        script = "t => (o => t ? o?.shadowRoot.textContent.includes(t) : !o)(document.querySelector('digest-overlay'))"
        self.page.wait_for_function(script, arg=text, timeout=PATIENCE)


@pytest.fixture
def desk(browser: Browser, tmp_path: Path) -> Iterator[Desk]:
    """A served site and an empty window."""
    site = Site(tmp_path / "site").write(SITE)
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    faults: list[str] = []
    try:
        with serving(site.root) as server:
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            yield Desk(site, server, page)
            assert faults == []
    finally:
        context.close()


# -- kinds of files ---------------------------------------------------------------------------------


def test_an_edited_article_is_shown_at_the_same_scroll_position(desk: Desk) -> None:
    desk.write("content/a.md", (desk.site.root / "content/a.md").read_text() + "\nWord.\n" * 300)
    desk.open().shows("Word.")
    desk.page.evaluate("scrollTo(0, 1234)")
    desk.edit("content/a.md", "First text", "Second text")
    desk.shows("Second text")
    desk.is_true("Math.abs(scrollY - 1234) < 2")


def test_an_edited_template_is_shown(desk: Desk) -> None:
    desk.open()
    new = "{% block main %}Reset. {{ super() }}{% endblock %}{% block head %}"
    desk.edit("themes/plain/article.html", "{% block head %}", new)
    desk.shows("Reset.")


def test_a_changed_style_sheet_is_replaced_without_reload(desk: Desk) -> None:
    desk.open()
    desk.page.evaluate("window.mark = 1")
    for colour in ("rgb(4, 5, 6)", "rgb(7, 8, 9)"):
        desk.write("themes/plain/extra.css", f"main {{ color: {colour}; }}")
        desk.is_true(f"getComputedStyle(document.querySelector('main')).color === '{colour}'")
        desk.is_true("document.querySelectorAll('link[rel=stylesheet]').length === 2")
    assert desk.page.evaluate("window.mark") == 1


def test_an_imported_style_sheet_is_replaced(desk: Desk) -> None:
    desk.write("themes/plain/deep.css", "main { background-color: rgb(1, 1, 1) }")
    desk.write("themes/plain/extra.css", '@import "deep.css";')
    desk.open().is_true("getComputedStyle(document.querySelector('main')).backgroundColor === 'rgb(1, 1, 1)'")
    desk.page.evaluate("window.mark = 1")
    desk.write("themes/plain/deep.css", "main { background-color: rgb(2, 2, 2) }")
    desk.is_true("getComputedStyle(document.querySelector('main')).backgroundColor === 'rgb(2, 2, 2)'")
    assert desk.page.evaluate("window.mark") == 1


def test_an_edited_config_is_shown(desk: Desk) -> None:
    desk.open()
    desk.edit("config.yaml", "title: Daily", "title: Weekly")
    desk.shows("Weekly")


def test_a_changed_image_is_replaced_without_reload(desk: Desk) -> None:
    desk.open()
    desk.page.evaluate("window.mark = 1")
    for colour in ("0,0,255", "0,128,0"):
        # at once: a partial image has no size, and another size changes the page
        desk.write("boat.new", BOAT.replace("FILL", f"rgb({colour})"))
        (desk.site.root / "boat.new").replace(desk.site.root / "content/boat.svg")
        desk.is_true(f"""(() => {{
            const canvas = document.createElement("canvas").getContext("2d"), boat = document.querySelector("img[alt='A boat']");
            canvas.drawImage(boat, 0, 0);
            return canvas.getImageData(5, 5, 1, 1).data.slice(0, 3).join() === "{colour}";
        }})()""")
    assert desk.page.evaluate("window.mark") == 1


def test_an_image_of_another_size_is_shown(desk: Desk) -> None:
    desk.open()
    desk.write("content/boat.svg", BOAT.replace("10", "77"))
    desk.is_true("document.querySelector('img[alt=\"A boat\"]').naturalWidth === 77")


def test_a_changed_script_reloads_the_page(desk: Desk) -> None:
    desk.write("static/own.js", "document.title = 'one'")
    desk.edit(
        "themes/plain/article.html", "{% block head %}", '{% block head %}<script src="/sub/own.js" defer></script>'
    )
    desk.open().is_true("document.title === 'one'")
    desk.write("static/own.js", "document.title = 'two'")
    desk.is_true("document.title === 'two'")


# -- new and removed articles -----------------------------------------------------------------------


def test_a_new_article_is_shown_on_the_front_page_and_on_its_missing_page(desk: Desk) -> None:
    desk.open("")
    waiting = desk.page.context.new_page()
    waiting.goto(desk.server.address + "2021/05/08/gamma.html")
    desk.write("content/new/c.md", "---\ntitle: Gamma\ndate: 2021-05-08\n---\n\nThird text.\n")
    desk.shows("Gamma")
    waiting.wait_for_function("document.body?.innerText.includes('Third text.')")


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("title: Alpha", "title: Omega", "2021/05/06/omega.html"),
        ("date: 2021-05-06", "date: 2020-01-02", "2020/01/02/alpha.html"),
        ("title: Alpha", "title: Alpha\nslug: arger", "2021/05/06/arger.html"),
        ("title: Alpha", "title: Alpha\npermalink: /x/", "x/"),
    ],
    ids=["title", "date", "slug", "permalink"],
)
def test_an_open_page_follows_its_article_to_a_new_address(old: str, new: str, path: str, desk: Desk) -> None:
    desk.write("content/a.md", (desk.site.root / "content/a.md").read_text() + "\nMore text.\n" * 200)
    desk.open(PAGE + "?q=1#main").shows("More text")
    desk.page.evaluate("scrollTo(0, 500)")
    desk.edit("content/a.md", old, new)
    desk.is_true(f"location.pathname === '/sub/{path}'")
    desk.is_true("scrollY === 500")
    assert desk.page.evaluate("location.search + location.hash") == "?q=1#main"
    desk.shows("First text")
    desk.connected()
    desk.edit("content/a.md", "First text", "Edited text")
    desk.shows("Edited text")
    answer, _ = desk.server.get("/sub/" + PAGE + "?q=2")
    assert (answer.status, answer.headers["Location"]) == (302, f"/sub/{path}?q=2"), "asked for later"


def test_an_open_page_follows_its_article_through_several_addresses_and_back(desk: Desk) -> None:
    desk.open()
    desk.edit("content/a.md", "title: Alpha", "title: Beta")
    desk.is_true("location.pathname === '/sub/2021/05/06/beta.html'")
    desk.connected()
    desk.edit("content/a.md", "title: Beta", "title: Gamma\ndraft: true")
    desk.shows("Page not found")
    desk.connected()
    desk.edit("content/a.md", "draft: true", "draft: false")
    desk.is_true("location.pathname === '/sub/2021/05/06/gamma.html'")
    desk.connected()
    desk.edit("content/a.md", "title: Gamma", "title: Alpha")
    desk.is_true(f"location.pathname === '/sub/{PAGE}'")
    desk.shows("First text")
    assert desk.server.get("/sub/2021/05/06/beta.html")[0].headers["Location"] == f"/sub/{PAGE}"


def test_the_page_of_a_deleted_article_is_missing_until_it_is_restored(desk: Desk) -> None:
    desk.open()
    text = (desk.site.root / "content/a.md").read_text()
    (desk.site.root / "content/a.md").unlink()
    desk.shows("Page not found")
    assert desk.page.locator("a[href='/sub/']").count() > 0
    desk.write("content/a.md", text)
    desk.shows("First text")


def test_an_unchanged_page_is_not_reloaded(desk: Desk) -> None:
    desk.open()
    desk.page.evaluate("window.mark = 1")
    desk.edit("content/b.md", "Other text", "New text")
    assert desk.server.shows("/sub/2021/05/07/beta.html", "New text")
    desk.write("static/x.txt", "x")
    assert desk.server.shows("/sub/x.txt", "x")
    desk.page.wait_for_timeout(300)
    assert desk.page.evaluate("window.mark") == 1


# -- errors -----------------------------------------------------------------------------------------

BREAKS: dict[str, tuple[str, str, str, str]] = {
    "article": ("content/a.md", "date: 2021-05-06", "date: 2021-05-06\nexpires: 2021-02-30", "2021-02-30"),
    "template": ("themes/plain/article.html", "{% endblock %}", "{% endblok %}", "endblok"),
    "template at work": ("themes/plain/article.html", "{% block head %}", "{% block head %}{{ 1 // 0 }}", "division"),
    "config": ("config.yaml", "title: Daily", "title: [Daily", "config.yaml"),
    "theme settings": ("config.yaml", "title: Daily", "title: Daily\ntheme: nowhere", "nowhere"),
}


@pytest.mark.parametrize("kind", BREAKS)
def test_an_error_is_shown_over_the_last_good_page_until_it_is_fixed(kind: str, desk: Desk) -> None:
    name, good, bad, told = BREAKS[kind]
    desk.open()
    desk.edit(name, good, bad)
    desk.warned(told)
    assert "Build failed: 1 error" in desk.overlay()
    assert name in desk.overlay()
    desk.shows("First text")
    desk.edit(name, bad, good)
    desk.warned("")
    desk.shows("First text")
    desk.edit("content/a.md", "First text", "Text of after")
    desk.shows("Text of after")


def test_errors_in_style_sheets_are_not_reported(desk: Desk) -> None:
    desk.open()
    desk.write("themes/plain/extra.css", "main { color: rgb(4, 5, 6")
    desk.is_true("getComputedStyle(document.querySelector('main')).color === 'rgb(4, 5, 6)'")
    assert desk.overlay() == ""


def test_the_overlay_is_a_modal_dialog_with_five_lines_of_the_file(desk: Desk) -> None:
    desk.open()
    desk.edit("content/a.md", "date: 2021-05-06", "date: 2021-02-30")
    desk.warned("Build failed")
    dialog = desk.page.get_by_role("dialog", name="Build failed: 1 error")
    assert dialog.is_visible()
    text = dialog.inner_text()
    for line in ("---", "title: Alpha", "date: 2021-02-30", "topics: [Sea]", "content/a.md, line 3, column 7", "Hint:"):
        assert line in text
    assert text.count("^") == 1
    assert "The page behind this message is from the last successful build" in text
    focused = "document.querySelector('digest-overlay').shadowRoot.activeElement.textContent"
    assert desk.page.evaluate(focused) == "Dismiss (Esc)"
    assert desk.page.evaluate("document.elementFromPoint(5, 5).localName") in ("digest-overlay", "html"), (
        "the page is inert"
    )
    desk.page.keyboard.press("Escape")
    assert desk.page.get_by_role("dialog").count() == 0
    desk.page.reload()
    desk.warned("1 error")
    assert desk.page.get_by_role("dialog").count() == 0, "what was dismissed stays away until it is another"
    desk.page.get_by_role("button", name="1 error").click()
    assert desk.page.get_by_role("dialog").is_visible()


def test_a_theme_cannot_break_the_overlay(desk: Desk) -> None:
    rules = "display: none !important; visibility: hidden !important; opacity: 0 !important; font-size: 90px !important"
    desk.write("themes/plain/extra.css", f"body *, html > *, digest-overlay, dialog, button {{ {rules} }}")
    desk.open()
    desk.edit("content/a.md", "date: 2021-05-06", "date: 2021-02-30")
    desk.warned("Build failed")
    dialog = desk.page.get_by_role("dialog")
    assert dialog.is_visible()
    assert desk.page.get_by_role("button", name="Dismiss (Esc)").evaluate("e => getComputedStyle(e).fontSize") == "14px"
    box = dialog.bounding_box()
    assert box
    assert box["height"] > 200
    assert box["height"] <= 0.82 * 720 + 1


def test_html_in_an_excerpt_does_not_run_in_the_overlay(desk: Desk) -> None:
    desk.open()
    evil = "<script>window.ran = 1</script><img src=x onerror='window.ran = 1'>"
    desk.edit("content/a.md", "date: 2021-05-06", f"date: 2021-02-30 {evil}")
    desk.warned("<script>")
    assert desk.page.evaluate("window.ran") is None


def test_warnings_are_a_count_with_a_link(desk: Desk) -> None:
    desk.open()
    desk.write("content/again.md", "---\ntitle: Beta\ndate: 2021-05-07\n---\n\nText.\n")
    desk.warned("1 warning")
    assert desk.page.get_by_role("dialog").count() == 0
    desk.page.get_by_role("link", name="1 warning").click()
    desk.shows("its address is used by")


def test_earlier_problems_are_shown_when_a_page_is_opened(desk: Desk) -> None:
    desk.edit("content/b.md", "date: 2021-05-07", "date: 2021-02-30")
    assert desk.server.says("2021-02-30")
    desk.open().warned("2021-02-30")


# -- connection -------------------------------------------------------------------------------------


def test_pages_reconnect_after_a_restart_of_the_server(desk: Desk) -> None:
    desk.open()
    port = desk.server.port
    desk.server.kill()
    desk.edit("content/a.md", "First text", "Text from between")
    with serving(desk.site.root, port=port) as again:
        assert again.port == port
        desk.shows("Text from between")
        desk.connected()
        desk.edit("content/a.md", "Text from between", "Text of now")
        desk.shows("Text of now")


def test_a_page_that_changes_while_it_loads_is_reloaded(desk: Desk) -> None:
    def change(_: object) -> None:
        desk.page.remove_listener("domcontentloaded", change)
        desk.edit("content/a.md", "First text", "Text of meanwhile")

    desk.page.on("domcontentloaded", change)
    desk.page.goto(desk.server.address + PAGE)
    desk.shows("Text of meanwhile")


def test_a_style_sheet_that_changes_before_the_page_is_connected_is_replaced(desk: Desk) -> None:
    def hold(route: Route) -> None:
        desk.write("themes/plain/extra.css", "main { color: rgb(4, 5, 6) }")
        assert desk.server.shows("/sub/theme/extra.css", "rgb(4, 5, 6)")
        route.continue_()

    desk.page.route("**/livereload.js*", hold)
    desk.open().is_true("getComputedStyle(document.querySelector('main')).color === 'rgb(4, 5, 6)'")


def test_the_status_page_shows_counts_and_left_out_articles(desk: Desk) -> None:
    desk.page.goto(desk.server.address.removesuffix("sub/") + "__digest__/")
    desk.connected()
    desk.write("content/d.md", "---\ntitle: Delta\ndate: 2021-05-08\ndraft: true\n---\n\nText.\n")
    desk.shows("content/d.md\tdraft")
    desk.write("content/e.md", "---\ntitle: Eta\ndate: 2999-05-08\n---\n\nText.\n")
    desk.shows("content/e.md\tfuture date")
    desk.edit("content/a.md", "date: 2021-05-06", "date: 2021-02-30")
    desk.shows("is not a valid date")
    desk.shows("content/a.md")


def test_the_status_page_says_what_was_built_and_what_was_not(desk: Desk) -> None:
    desk.page.goto(desk.server.address.removesuffix("sub/") + "__digest__/")
    desk.connected()
    desk.shows("Built 2 articles")
    desk.edit("content/a.md", "date: 2021-05-06", "date: 2021-05-46")
    desk.shows("Not built, because of errors: content/a.md")
    assert desk.page.locator("h1 code").inner_text() == "content/a.md"
    assert "`" not in desk.page.inner_text("#problems + div")
    desk.write("config.yaml", "titel: Daily\n")
    desk.shows("Did you mean title?")
    desk.is_true("[...document.querySelectorAll('#problems + div code')].some(code => code.innerText === 'titel')")


def test_a_changed_base_path(desk: Desk) -> None:
    desk.open("")
    desk.edit("config.yaml", "/sub/", "/other/")
    desk.shows("Page not found")
    desk.page.click("a >> text=Daily")
    desk.shows("Alpha")
    assert desk.page.evaluate("location.pathname") == "/other/"


def test_a_replaced_content_folder_is_watched(desk: Desk) -> None:
    desk.open()
    shutil.move(desk.site.root / "content", desk.site.root / "away")
    desk.warned("the folder content/ does not exist")
    desk.shows("First text")
    shutil.copytree(desk.site.root / "away", desk.site.root / "content")
    desk.warned("")
    desk.edit("content/a.md", "First text", "Text of the new folder")
    desk.shows("Text of the new folder")


def test_before_the_first_build_is_done_a_page_shows_its_progress_and_then_itself(
    browser: Browser, tmp_path: Path
) -> None:
    site = fill(Site(tmp_path / "site"), 1500)
    server, context = Server(site.root), browser.new_context()
    try:
        page = context.new_page()
        seen: list[str] = []
        page.on("response", lambda answer: seen.append(f"{answer.status} {answer.url.removeprefix(server.address)}"))
        page.goto(server.address + "2021/05/02/piece-1.html")
        assert page.inner_text("h1") == "Building The Digest …"
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("system-ui")
        page.wait_for_function("/ of [1-9]/.test(document.querySelector('.dim').innerText)")
        page.wait_for_function("document.querySelector('progress').position > 0")
        page.wait_for_function("document.querySelector('h1')?.innerText === 'Piece 1'", timeout=PATIENCE)
        assert "200 theme/style.css" in seen
        assert not [answer for answer in seen if answer.startswith("404")]
    finally:
        context.close()
        server.kill()


def test_no_page_is_shown_before_its_style_sheet(tmp_path: Path) -> None:
    site = fill(Site(tmp_path / "site"), 300)
    server = Server(site.root)
    try:
        assert until(lambda: server.get("/2021/05/02/piece-1.html")[0].status == 200, 60)
        assert server.get("/theme/style.css")[0].status == 200
        assert server.get("/no/page.html")[0].status in (503, 404)
        server.built()
        assert server.get("/no/page.html")[0].status == 404
    finally:
        server.kill()
