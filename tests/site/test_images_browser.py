"""Images in a real browser: the size it chooses, and their rotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.browsing import load_pictures, viewed
from tests.support.pictures import photo, talkative
from tests.support.pieces import article
from tests.support.sites import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

URL = "https://pictures.example/"
SEEN = "img => [img.currentSrc.split('-').pop(), img.naturalWidth, img.naturalHeight, img.complete]"
TEXT = "Words.\n\n![The hall](hall.jpg)\n\n![The tower](tower.jpg)"


@pytest.mark.browser
def test_a_browser_loads_the_best_size_and_shows_images_upright(site: Site, browser: Browser) -> None:
    (site.root / "content").mkdir(parents=True, exist_ok=True)
    (site.root / "content/hall.jpg").write_bytes(photo(1000, 600))
    (site.root / "content/tower.jpg").write_bytes(talkative(120, 90, turn=6))
    site.write(
        f"-- config.yaml --\nurl: {URL}\n" + article("a.md", "A", TEXT, date="2021-05-06", image="hall.jpg")
    ).build()
    for width, taken in ((390, "480.webp"), (1000, "800.webp")):
        with viewed(browser, site.root / "output", URL, width=width) as view:
            view.page.goto(f"{URL}2021/05/06/a.html")
            load_pictures(view.page)
            lead, hall, tower = view.page.locator("img").all()
            for picture in (lead, hall):
                assert picture.evaluate(SEEN)[0] == taken
                box = picture.bounding_box()
                assert box is not None
                assert box["width"] / box["height"] == pytest.approx(1000 / 600, rel=0.01)
                assert box["width"] <= width
            assert tower.evaluate(SEEN)[1:] == [90, 120, True]
            assert view.faults == []
