"""Draws social cards: the images that link previews show for articles without one.

A card has the nameplate, the headline, and source and date. An archive can have thousands of them, so each letter is drawn
once per process and then copied, and words are measured by their pairs of letters.
"""

from __future__ import annotations

import io
import unicodedata
import zlib
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from digest.model.article import Head
from digest.model.fingerprint import content_hash, hash_text
from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

VERSION = "3"
"""The version of the drawing. If it changes, all cards are drawn again."""
WIDTH, HEIGHT = 1200, 630
FONTS = ("headline.woff2", "name.woff2", "source.woff2", "date.woff2")
"""Files in `drawn/` of a theme."""
_MARGIN, _BAR = 72, 12
_WIDTH = WIDTH - 2 * _MARGIN
"""The longest line."""
_BITS = 4
"""Bits of a pixel in the file."""
_LEVELS = 1 << _BITS
"""Levels of grey: 0 is the ink, the last one the paper."""
_INK, _INK_2, _INK_3, _PAPER = 0x14161A, 0x454A53, 0x626872, 0xFFFFFF
_SIZES = ((96, 1.05), (84, 1.06), (72, 1.07), (60, 1.09), (50, 1.12))
"""Sizes of the headline and their line heights, the preferred first."""
_TOP, _ROOM, _MOST_LINES = 134, 376, 5
"""Where the headline begins, and how much height and how many lines it can take."""
_NAME_TOP, _FOOT_TOP, _FOOT_GAP = 44, 538, 20
_CHARACTERS = (
    r" -~\xa0-\u012b\u012e-\u0131\u0134-\u0165\u0168-\u017f\u018f\u0192\u01a0\u01a1\u01af\u01b0\u01cd-\u01dc\u01e6\u01e7"
    r"\u01f8\u01f9\u0218-\u021b\u0237\u02bb\u02bc\u02be\u02bf\u0300-\u0304\u0306-\u030c\u031b\u0323\u0324\u0326-\u0328"
    r"\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u0462\u0463\u0472-\u0475\u0490-\u0493\u0496-\u049b"
    r"\u04a0-\u04a3\u04aa\u04ab\u04ae-\u04b3\u04b6\u04b7\u04ba\u04bb\u04c0-\u04c2\u04cf-\u04d1\u04d4-\u04d9\u04e2\u04e3"
    r"\u04e6-\u04e9\u04ee\u04ef\u04f2\u04f3\u1e80-\u1e85\u1e9e\u1ea0-\u1ef9\u2009\u200b\u2010\u2012-\u2015\u2018-\u201a"
    r"\u201c-\u201e\u2020-\u2022\u2026\u202f-\u2030\u2032\u2033\u2039\u203a\u20ac\u2116\u2122\u2212"
)
_DRAWABLE = lazy_regex(f"[{_CHARACTERS}]*")
_CLUSTER = lazy_regex("[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")
"""A letter with the accents that belong to it."""


def has_card(head: Head) -> bool:
    """Return whether an article has a card of its own: it has a page without a picture, and its title can be drawn."""
    return not (head.picture and head.picture.src) and not head.external and can_draw(head.title)


class CardText(NamedTuple):
    """What a card says."""

    name: str
    """The nameplate of the site."""
    title: str
    """The headline; for the card of the site, its nameplate."""
    source: str
    """In the foot, or the tagline of the site; may be empty."""
    date: str
    """In the foot; may be empty."""

    def mark(self) -> str:
        """Return a hash of the text, for the URL of the card: link previews are kept by URL."""
        return hash_text(*self)[:8]


def can_draw(text: str) -> bool:
    """Return whether the fonts of cards have all letters of a text."""
    return (text.isascii() and text.isprintable()) or bool(_DRAWABLE.fullmatch(unicodedata.normalize("NFC", text)))


class CardPainter:
    """Draws cards with the fonts of a theme. Created once per process."""

    def __init__(self, find: Callable[[str], str]) -> None:
        """`find`: returns the path of a font by its name in FONTS."""
        self._find = find

    @cached_property
    def fonts(self) -> str:
        """A hash of the fonts."""
        found = []
        for name in FONTS:
            with open(self._find(name), "rb") as file:
                found.append(content_hash(file.read()))
        return hash_text(*found)

    @cached_property
    def _faces(self) -> _Faces:
        headline, name, source, date = map(_Font, map(self._find, FONTS), (-0.017, -0.014, 0, 0))
        return _Faces(
            [_Face(headline, size, height) for size, height in _SIZES],
            [_Face(name, size, height) for size, height in _SIZES],
            _Face(name, 42, 56 / 42),
            _Face(source, 30, 40 / 30),
            _Face(date, 30, 40 / 30),
        )

    def paint(self, text: CardText) -> bytes:
        """Return a card as a PNG image. A source or date that cannot be drawn is left out, and a long name or source is cut."""
        from PIL import Image

        faces, image = self._faces, Image.new("L", (WIDTH, HEIGHT), _LEVELS - 1)
        image.paste(0, (_MARGIN, 0, WIDTH - _MARGIN, _BAR))
        if text.name:
            faces.name.draw(image, _MARGIN, _NAME_TOP, _cut(_words(text.name), faces.name, _WIDTH, 1), _INK)
        face, lines = _fit(faces.headlines if text.name else faces.names, text.title)
        for number, line in enumerate(lines):
            face.draw(image, _MARGIN, _TOP + number * face.line_height, line, _INK)
        x: float = _MARGIN
        source, date = (_words(words) if can_draw(words) else [] for words in (text.source, text.date))
        if source:
            room = _WIDTH - (_FOOT_GAP + faces.date.line_width(date) if date else 0)
            x = faces.source.draw(image, x, _FOOT_TOP, _cut(source, faces.source, room, 1), _INK_2) + _FOOT_GAP
        faces.date.draw(image, x, _FOOT_TOP, date, _INK_3)
        return _png(image)


class _Faces(NamedTuple):
    """The fonts of cards in all sizes, the largest first."""

    headlines: Sequence[_Face]
    names: Sequence[_Face]
    """For the nameplate in place of a headline."""
    name: _Face
    source: _Face
    date: _Face


class _Font:
    """Measures letters. All lengths are in em, so they are the same for all sizes of a font."""

    def __init__(self, path: str, tracking: float) -> None:
        """`tracking`: what is added to the advance of each letter."""
        from PIL import ImageFont

        self.path = path
        self._tracking = tracking
        self._measured = ImageFont.truetype(path, _SIZES[0][0])
        self._lengths: dict[str, float] = {}
        self._advances: dict[tuple[str, str], float] = {}

    def advance(self, letter: str, next_letter: str) -> float:
        """Return the distance from a letter to the next."""
        found = self._advances.get((letter, next_letter))
        if found is None:
            found = self._length(letter + next_letter) - self._length(next_letter) + self._tracking
            self._advances[letter, next_letter] = found
        return found

    def _length(self, text: str) -> float:
        if text not in self._lengths:
            self._lengths[text] = self._measured.getlength(text) / self._measured.size if text else 0
        return self._lengths[text]


class _Face:
    """A font in one size."""

    def __init__(self, font: _Font, size: int, line_height: float) -> None:
        from PIL import ImageFont

        self._measures, self.size = font, size
        self._font = ImageFont.truetype(font.path, size)
        self.line_height = size * line_height
        ascent, descent = self._font.getmetrics()
        self._baseline = (self.line_height - ascent - descent) / 2 + ascent
        self._letters: dict[str, tuple[Image, int, int] | None] = {}
        self.space = self._advance(" ", "")

    def width(self, word: str) -> float:
        """Return the width of a word in pixels."""
        letters = _CLUSTER.findall(word)
        return sum(map(self._advance, letters, [*letters[1:], ""]))

    def line_width(self, words: Sequence[str]) -> float:
        """Return the width of words in one line."""
        return sum(map(self.width, words)) + self.space * (len(words) - 1)

    def draw(self, image: Image, x: float, top: float, words: Sequence[str], ink: int) -> float:
        """Draw words in a line whose box begins at `top`; return where they end."""
        baseline, level = round(top + self._baseline), _level(ink)
        for number, word in enumerate(words):
            x += self.space if number else 0
            letters = _CLUSTER.findall(word)
            for letter, next_letter in zip(letters, [*letters[1:], ""], strict=True):
                if drawn := self._letter(letter):
                    shape, left, up = drawn
                    image.paste(level, (round(x) + left, baseline + up), shape)
                x += self._advance(letter, next_letter)
        return x

    def _advance(self, letter: str, next_letter: str) -> float:
        return self.size * self._measures.advance(letter, next_letter)

    def _letter(self, letter: str) -> tuple[Image, int, int] | None:
        """Return how much of each pixel a letter covers, and its offset from the baseline; None if it is blank."""
        if letter not in self._letters:
            self._letters[letter] = self._drawn(letter)
        return self._letters[letter]

    def _drawn(self, letter: str) -> tuple[Image, int, int] | None:
        from PIL import Image, ImageDraw

        left, top, right, bottom = map(int, self._font.getbbox(letter, anchor="ls"))
        if right <= left or bottom <= top:
            return None
        shape = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(shape).text((-left, -top), letter, fill=255, font=self._font, anchor="ls")
        return shape, left, top


def _level(color: int) -> int:
    """Return the level of a grey: 0 for the ink, the last one for the paper."""
    paper, green, ink = (c >> 8 & 0xFF for c in (_PAPER, color, _INK))
    return round((_LEVELS - 1) * (green - ink) / (paper - ink))


def _words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()


def _fit(faces: Sequence[_Face], text: str) -> tuple[_Face, list[list[str]]]:
    """Return the largest face in which a text fits, and its lines. A text that fits in none is cut after a word."""
    room, words = _WIDTH, _words(text)
    in_em = [faces[0].width(word) / faces[0].size for word in words]
    for face in faces:
        widths = [width * face.size for width in in_em]
        most = min(_MOST_LINES, int(_ROOM / face.line_height))
        if max(widths, default=0) <= room and len(_wrap(widths, face.space, room)) <= most:
            break
    else:
        words = _cut(words, face, room, _MOST_LINES)
        widths = [face.width(word) for word in words]
    lines = _wrap(widths, face.space, _narrowest(widths, face.space, room))
    return face, [words[first:end] for first, end in lines]


def _wrap(widths: Sequence[float], space: float, room: float) -> list[tuple[int, int]]:
    """Divide words into lines: the first word of each, and the one after its last."""
    lines, first, used = [], 0, -space
    for number, width in enumerate(widths):
        if number > first and used + space + width > room:
            lines.append((first, number))
            first, used = number, -space
        used += space + width
    return [*lines, (first, len(widths))]


def _narrowest(widths: Sequence[float], space: float, room: float) -> float:
    """Return the smallest width that takes no more lines, so that all lines are about equally long."""
    lines = len(_wrap(widths, space, room))
    low, high = max(widths, default=0.0), float(room)
    while high - low > 1:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_wrap(widths, space, middle)) == lines else (middle, high)
    return high


def _pieces(face: _Face, word: str, room: float) -> list[str]:
    """Divide a word that is wider than a line. Any other word is returned whole."""
    pieces = [""]
    for letter in _CLUSTER.findall(word):
        if pieces[-1] and face.width(pieces[-1] + letter) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _cut(words: Sequence[str], face: _Face, room: float, most: int) -> list[str]:
    """Leave out words at the end so that the others take at most this number of lines, with "…" after the last one."""
    words = [piece for word in words for piece in _pieces(face, word, room)]
    lines = _wrap([face.width(word) for word in words], face.space, room)
    if len(lines) <= most:
        return words
    first, end = lines[most - 1]
    while True:
        last = words[end - 1].rstrip(".,:;–—-") + "…"
        widths = [face.width(word) for word in (*words[first : end - 1], last)]
        if len(_wrap(widths, face.space, room)) == 1 or end == first + 1:
            break
        end -= 1
    while face.width(last) > room:
        last = last[:-2] + "…"
    return [*words[: end - 1], last]


def _png(image: Image) -> bytes:
    """Return an image of levels as a PNG file with a palette. Run-length encoding is the fastest way to compress it."""
    ink, paper = (color.to_bytes(3, "big") for color in (_INK, _PAPER))
    steps = _LEVELS - 1
    image.putpalette(
        bytes(round(i + level / steps * (p - i)) for level in range(_LEVELS) for i, p in zip(ink, paper, strict=True))
    )
    file = io.BytesIO()
    image.save(file, "PNG", bits=_BITS, compress_level=6, compress_type=zlib.Z_RLE)
    return file.getvalue()
