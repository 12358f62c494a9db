"""Pages of a built site in a real browser, at their published URLs, without a server.

Requests are answered from the output folder. All others are refused and recorded.
"""

from __future__ import annotations

import mimetypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Route

REQUIRED = "DIGEST_REQUIRE_BROWSER"
"""If this variable is set, as in CI, tests fail without a browser."""
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-default-apps", "--disable-extensions", "--disable-quic", "--disable-sync",
)  # fmt: skip
"""For Chromium without a screen, without a network, and as root."""


class View(NamedTuple):
    """An open page."""

    page: Page
    faults: list[str]
    """Messages on the console, exceptions and refused requests so far."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium. Without it, skip the test, or fail it if REQUIRED is set."""
    path = shutil.which("chromium")
    if path is None:
        why = "there is no chromium on the PATH (Debian: apt-get install chromium)"
        if os.environ.get(REQUIRED):
            pytest.fail(f"{why}, and {REQUIRED} is set")
        pytest.skip(why)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


EAGER = "() => document.querySelectorAll('img').forEach(img => img.loading = 'eager')"
COMPLETE = "() => [...document.images].every(img => img.complete)"


def load_pictures(page: Page) -> None:
    """Load all images of the page, even lazy ones, and wait for them."""
    page.evaluate(EAGER)
    page.wait_for_function(COMPLETE)


@contextmanager
def viewed(
    browser: Browser, output: Path, url: str, *, width: int, height: int = 740, script: bool = True
) -> Iterator[View]:
    """An empty page in a window of that size. Requests under `url` are answered from the folder `output`.

    `script`: whether JavaScript is enabled.
    """
    faults: list[str] = []

    def answer(route: Route) -> None:
        asked = urlsplit(route.request.url)._replace(query="", fragment="").geturl()
        place = unquote(asked.removeprefix(url))
        file = output / (f"{place}index.html" if not place or place.endswith("/") else place)
        if asked.startswith(url) and file.is_file():
            route.fulfill(path=file, content_type=mimetypes.guess_type(file.name)[0] or "application/octet-stream")
        else:
            faults.append(f"no answer for {asked}")
            route.abort()

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(f"{message.type} on the console: {message.text}")

    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=script)
    try:
        context.route("**/*", answer)
        page = context.new_page()
        page.on("console", said)
        page.on("pageerror", lambda error: faults.append(f"exception: {error}"))
        yield View(page, faults)
    finally:
        context.close()
