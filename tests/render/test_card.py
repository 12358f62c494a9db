"""Social cards: their size, their lines, and texts that their fonts lack."""

from __future__ import annotations

import os
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from digest.build.theme_folders import SHIPPED
from digest.render.card import CardPainter, CardText, can_draw

DRAWN = os.path.join(SHIPPED, "gazette", "drawn")
PAINTER = CardPainter(lambda name: os.path.join(DRAWN, name))
MARGIN, RIGHT = 72, 1128


def painted(title: str, source: str = "", date: str = "", name: str = "Foreign Desk") -> Image.Image:
    return Image.open(BytesIO(PAINTER.paint(CardText(name, title, source, date)))).convert("L")


def lines(image: Image.Image) -> list[tuple[int, int, int]]:
    """(top, left, right) of each line of the headline: rows with ink, where no letter reaches from one line to the next."""
    found = []
    begin = 0
    for y in range(134, 530):
        inked = image.crop((0, y, 1200, y + 1)).point(lambda level: 255 * (level < 200)).getbbox()
        if inked and not begin:
            begin = y
        elif not inked and begin:
            box = image.crop((0, begin, 1200, y)).point(lambda level: 255 * (level < 200)).getbbox()
            assert box
            found.append((begin, box[0], box[2]))
            begin = 0
    return found


def test_a_card_is_a_small_image_with_few_greys() -> None:
    data = PAINTER.paint(CardText("Foreign Desk", "Pilots and port sign a truce", "Harbour Times", "7 May 2021"))
    image = Image.open(BytesIO(data))
    assert (image.format, image.mode, image.size) == ("PNG", "P", (1200, 630))
    assert len(data) < 40_000
    assert len(image.getcolors()) <= 32
    assert data == PAINTER.paint(
        CardText("Foreign Desk", "Pilots and port sign a truce", "Harbour Times", "7 May 2021")
    )


def test_a_bar_a_name_a_headline_and_a_foot_stand_in_their_places() -> None:
    image = painted("mom", "Harbour Times", "7 May 2021")
    assert image.crop((MARGIN, 0, RIGHT, 12)).getextrema() == (22, 22)
    assert image.crop((0, 12, 1200, 44)).getextrema() == (255, 255)
    assert image.crop((MARGIN, 44, 400, 100)).getextrema()[0] == 22
    assert lines(image)[0][1] in range(MARGIN, MARGIN + 8)
    foot = [
        image.crop(box).getextrema()[0] for box in ((72, 538, 250, 578), (285, 538, 450, 578), (450, 538, 1200, 578))
    ]
    assert foot == [pytest.approx(74, abs=8), pytest.approx(104, abs=8), 255]
    assert image.crop((0, 578, 1200, 630)).getextrema() == (255, 255)


def test_a_headline_takes_the_largest_size_in_which_it_fits() -> None:
    heights = []
    for words in (3, 24, 40, 60):
        image = painted(" ".join(["mumu"] * words))
        box = image.crop((MARGIN, 134, RIGHT, 530)).point(lambda level: 255 * (level < 200)).getbbox()
        assert box
        found = lines(image)
        heights.append(len(found))
        assert max(right for _, _, right in found) <= RIGHT
    assert heights == sorted(heights)
    assert heights[0] == 1
    assert heights[-1] <= 5


def test_the_lines_of_a_headline_are_about_equally_long() -> None:
    ends = [right for _, _, right in lines(painted("mu " * 10))]
    assert len(ends) == 2
    assert ends[0] == pytest.approx(ends[1], abs=3)  # five and five, not as many as fit and the rest


def test_a_headline_that_is_far_too_long_is_cut_after_a_word() -> None:
    whole, longer = painted("mumu " * 500), painted("mumu " * 600)
    assert ImageChops.difference(whole, longer).getbbox() is None
    assert len(lines(whole)) == 5


@pytest.mark.parametrize("title", ["m" * 300, "x " + "m" * 300, "…", "a\u0301\u0302 e\u0308"])
def test_odd_words_stay_on_the_card(title: str) -> None:
    image = painted(title, "m" * 10)
    assert image.crop((RIGHT + 2, 12, 1200, 630)).getextrema() == (255, 255)


@pytest.mark.parametrize(("text", "expected"), [
    ("Zürich, “Łódź” – 5 €", True), ("Київ: ґрунт", True), ("Ελλάδα", True), ("Việt Nam", True), ("", True),
    ("ميناء", False), ("渡轮", False), ("Port 🚢", False), ("a\nb", False),
])  # fmt: skip
def test_scripts_that_the_fonts_have(text: str, expected: bool) -> None:
    assert can_draw(text) is expected


def test_a_source_in_another_script_is_left_out() -> None:
    assert ImageChops.difference(painted("Port", "ميناء", "7 May"), painted("Port", "", "7 May")).getbbox() is None


def test_all_fonts_have_all_characters_of_cards() -> None:
    """A character that a font lacks is drawn like a private one, as a box."""
    faces = PAINTER._faces
    characters = [chr(code) for code in range(0x21, 0x2300) if chr(code) == chr(code).strip() and can_draw(chr(code))]
    assert len(characters) > 700
    for face in (faces.headlines[0], faces.names[0], faces.source, faces.date):
        box = bytes(face._font.getmask("\ue000"))
        assert [c for c in characters if bytes(face._font.getmask(c)) == box] == []


def test_a_long_name_and_a_long_source_end_before_the_margin() -> None:
    long = "Commission on the Renewal of the Waterways of the Northern Provinces and Islands "
    for source, date in (long * 2, ""), (long, "7 May 2021"), ("W" * 90, "7 May 2021"):
        image = painted("mom", source, date, name=long)
        assert image.crop((RIGHT, 0, 1200, 630)).getextrema() == (255, 255)
        assert image.crop((RIGHT - 100, 44, RIGHT, 100)).getextrema()[0] == 22
        assert image.crop((RIGHT - 250, 538, RIGHT, 578)).getextrema()[0] < 120
