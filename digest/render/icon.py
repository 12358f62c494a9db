"""Draws the icon of a site: a letter on the spot colour, with outlines that a theme brings along.

An outline is the `d` of an SVG path in a square of 32 units. It has only absolute commands: M, L, H, V, Q and Z.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from digest.model.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from PIL.Image import Image

SIZE, TOUCH = 32, 180
"""Units of an outline; pixels of the icon for phones."""
SPOT, PAPER = "#1b479f", "#fff"
_STYLE = (
    f".g{{fill:{SPOT}}}.l{{fill:{PAPER}}}@media (prefers-color-scheme:dark){{.g{{fill:#9dbbf7}}.l{{fill:#15171a}}}}"
)
"""Colours of the ground and of the letter."""
_ARTICLES = {
    "de": ("der", "die", "das"), "en": ("the", "a", "an"), "es": ("el", "la", "los", "las"), "fr": ("le", "la", "les"),
    "it": ("il", "lo", "la", "i", "gli", "le"), "nl": ("de", "het"), "pt": ("o", "a", "os", "as"),
}  # fmt: skip
_WIDE = lazy_regex(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Chinese, Japanese and Korean characters, which fill their square."""
_COMMAND = lazy_regex(r"([MLHVQZ])([^MLHVQZ]*)")
_FINER = 4
"""Images are drawn larger by this factor and then reduced, which smooths their edges."""
_STEPS = 8
"""Lines that a curve is drawn with."""

Point = tuple[float, float]


def initial(title: str, language: str) -> str:
    """Return the first letter or digit of a title, in upper case, without an article such as "The" before another word."""
    words = [word for word in re.split(r"\s+", title) if any(c.isalnum() for c in word)]
    if len(words) > 1 and words[0].lower() in _ARTICLES.get(language.partition("-")[0], ()):
        del words[0]
    first = next((c for word in words for c in word if c.isalnum()), "")
    return first.upper() if len(first.upper()) == 1 else first


def outline(letter: str, path: str) -> str:
    """Return the outline of a letter from a file with one in each line, after its letter; empty if the file has none."""
    with open(path, encoding="utf-8") as file:
        return next((line[2:].strip() for line in file if line[:1] == letter), "") if letter else ""


def svg(letter: str, outline: str) -> str:
    """Return the icon as a drawing that follows the colour scheme. A letter without an outline is set in a font of the reader."""
    ground, shape = '<path class="g" d="M0 0h32v32H0z"/>', ""
    if outline:
        shape = f'<path class="l" d="{outline}"/>'
    elif letter:
        size = 22 if _WIDE.match(letter) else 29
        shape = '<text class="l" x="16" y="16" text-anchor="middle" dominant-baseline="central" font-family="serif"'
        shape += f' font-weight="700" font-size="{size}">{escape(letter)}</text>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><style>{_STYLE}</style>{ground}{shape}</svg>\n'


def png(outline: str, size: int) -> bytes:
    """Return the icon as an image of this width and height. Without an outline it is a square of the spot colour."""
    data = BytesIO()
    _image(outline, size).save(data, "PNG", optimize=True)
    return data.getvalue()


def ico(outline: str) -> bytes:
    """Return the icon in the format that browsers ask for at `/favicon.ico`."""
    import PIL.IcoImagePlugin  # noqa: F401 (otherwise Pillow imports all its formats, more than forty, to find this one)

    data = BytesIO()
    _image(outline, SIZE).save(data, "ICO", sizes=[(16, 16), (SIZE, SIZE)])
    return data.getvalue()


def _image(outline: str, size: int) -> Image:
    """Draw the icon. Pixels inside an even number of shapes are ground, so that letters have holes."""
    from PIL import Image, ImageChops, ImageDraw

    scale = size * _FINER / SIZE
    letter = Image.new("1", (size * _FINER, size * _FINER))
    for points in _polygons(outline):
        part = Image.new("1", letter.size)
        ImageDraw.Draw(part).polygon([(x * scale, y * scale) for x, y in points], fill=1)
        letter = ImageChops.logical_xor(letter, part)
    image = Image.new("RGB", (size, size), SPOT)
    image.paste(PAPER, (0, 0, size, size), letter.convert("L").resize((size, size), Image.Resampling.BOX))
    return image


def _polygons(outline: str) -> Iterator[list[Point]]:
    """Yield the closed shapes of an outline, with lines instead of curves."""
    points: list[Point] = []
    for command, text in _COMMAND.findall(outline):
        values = [float(number) for number in re.findall(r"-?[\d.]+", text)]
        x, y = points[-1] if points else (0.0, 0.0)
        match command:
            case "M":
                points = [(values[0], values[1])]
            case "L":
                points.append((values[0], values[1]))
            case "H":
                points.append((values[0], y))
            case "V":
                points.append((x, values[0]))
            case "Q":
                points += _curve((x, y), (values[0], values[1]), (values[2], values[3]))
            case "Z":
                yield points


def _curve(start: Point, control: Point, end: Point) -> list[Point]:
    """Return the points of a quadratic curve after its first."""
    found = []
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        u = 1 - t
        x, y = (u * u * a + 2 * u * t * b + t * t * c for a, b, c in zip(start, control, end, strict=True))
        found.append((x, y))
    return found
