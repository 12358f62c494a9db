"""The icon of a site that brings none along."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image

from digest.build.theme_folders import SHIPPED
from digest.render import icon

LETTERS = os.path.join(SHIPPED, "gazette", "drawn", "letters.txt")
BLUE, WHITE = (27, 71, 159), (255, 255, 255)


@pytest.mark.parametrize(("title", "language", "letter"), [
    ("The Foreign Desk", "en", "F"), ("The", "en", "T"), ("A – B", "en", "B"), ("The Post", "de", "T"), ("Die Zeit", "de", "Z"),
    ("„Überland“", "de", "Ü"), ("éclair", "fr", "É"), ("3 Views", "en", "3"), ("潮汐周刊", "zh", "潮"), ("ßtraße", "de", "ß"),
    ("***", "en", ""), ("", "en", ""), ("La Nación", "es-AR", "N"),
])  # fmt: skip
def test_the_letter_of_a_title(title: str, language: str, letter: str) -> None:
    assert icon.initial(title, language) == letter


def test_every_letter_stands_in_the_middle_of_the_square() -> None:
    with open(LETTERS, encoding="utf-8") as file:
        letters = [line[0] for line in file]
    assert {*"AZ09", *"ÄÑŁ", *"ΑΩ", *"АЯҐЇ"} <= set(letters)
    for letter in letters:
        points = [point for part in icon._polygons(icon.outline(letter, LETTERS)) for point in part]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        assert abs(min(xs) + max(xs) - 32) < 0.6, letter
        assert abs(min(ys) + max(ys) - 32) < 0.6, letter
        assert min(*xs, *ys) > 1.9, letter


def test_images_are_as_large_as_asked_for_and_have_holes() -> None:
    image = Image.open(BytesIO(icon.png(icon.outline("O", LETTERS), 180)))
    assert image.size == (180, 180)
    assert image.getpixel((2, 2)) == image.getpixel((90, 90)) == BLUE
    assert image.getpixel((50, 90)) == WHITE
    assert Image.open(BytesIO(icon.ico(icon.outline("O", LETTERS)))).info["sizes"] == {(16, 16), (32, 32)}


@pytest.mark.parametrize(("letter", "size"), [("م", 29), ("潮", 22), ("<", 29)])
def test_a_letter_without_an_outline_is_set_in_a_font_of_the_reader(letter: str, size: int) -> None:
    assert icon.outline(letter, LETTERS) == ""
    drawing = icon.svg(letter, "")
    assert f'font-size="{size}">' in drawing
    assert f">{letter.replace('<', '&lt;')}</text>" in drawing
    assert {p for _, p in Image.open(BytesIO(icon.png("", 32))).getcolors()} == {BLUE}


def test_the_icon_follows_the_colour_scheme() -> None:
    assert "@media (prefers-color-scheme:dark){.g{fill:#9dbbf7}.l{fill:#15171a}}" in icon.svg("F", "M0 0Z")


def test_an_icon_is_written_without_all_formats_of_pillow() -> None:
    code = "import sys; from digest.render import icon; icon.ico(''); print('PIL.TiffImagePlugin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
