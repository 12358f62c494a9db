"""Estimates how high stories are in the three columns of a front page, from the number of letters of their texts.

The columns stand side by side only on wide windows, so the estimate is made once, for windows 1200 to 1679 pixels wide. All
heights are in pixels. The table below was fitted to headlines that a browser has set.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from digest.model.named_tuple import NamedTuple


class Size(NamedTuple):
    """How a story of one size is set."""

    base: float
    """Height without headline and summary."""
    headline: float
    """Height of a line of the headline."""
    summary: float
    """Height of a line of the summary."""
    headline_letters: float
    """Letters in a line of the headline."""
    summary_letters: float
    """Letters in a line of the summary."""
    no_summary: float
    """What a story without a summary has less."""


NO_KICKER = 22
"""What a story without a topic above its headline has less."""
LEAD = Size(68, 66, 30.5, 22, 57, 14)
LEAD_WITH_PICTURE = Size(68, 57, 30.5, 25.5, 57, 14)
LEAD_WITH_LONG_TITLE = Size(68, 35, 30.5, 44, 57, 14)
LARGE = Size(93, 35, 25.5, 44, 70, 8)
"""The story under the lead, with the rule above it."""
MEDIUM = Size(58, 27, 25.5, 25.5, 31, 8)
PAIR = 41
"""Two stories next to each other under the lead: what they have more than the higher one."""
GAP = 35
"""Between two stories of the second column."""
CROP = 184
"""The picture of the first story of the second column."""
PICTURE_WIDTH, PICTURE_SPACE, CAPTION_LINE, CAPTION_LETTERS = 574, 28, 19, 85
"""The picture of the lead."""
ALSO, ALSO_ENTRY, ALSO_LINE, ALSO_REST = 36, 31, 23, 30
""""Also covered by": its name, an entry, a further line of an entry, and the line of the other sources."""
ALSO_LETTERS, ALSO_LETTERS_NARROW = 54, 17
"""Letters in a line of an entry, in the lead and in the second column."""
BRIEF, BRIEF_LINE, BRIEF_LETTERS = 37, 22, 29
BRIEFS_FRAME = 67
"""The name of "In brief" and the link at its end."""
SLACK = 24
"""How much "In brief" may be higher than the columns next to it."""

LONG_TITLE, LONG_WORD = 90, 22
"""A title with more letters, or with a longer word, is set smaller."""

_WEIGHTS = (
    # first and last code point, weight
    (0x0370, 0x052F, 1.1),  # Greek and Cyrillic
    (0x0600, 0x06FF, 0.85),  # Arabic
    (0x0750, 0x077F, 0.85),
    (0x08A0, 0x08FF, 0.85),
    (0x1100, 0x11FF, 2),  # Korean
    (0x1F00, 0x1FFF, 1.1),
    (0x2E80, 0xA4CF, 2),  # Chinese and Japanese
    (0xA960, 0xA97F, 2),
    (0xAC00, 0xD7FF, 2),
    (0xF900, 0xFAFF, 2),
    (0xFB50, 0xFDFF, 0.85),
    (0xFE70, 0xFEFF, 0.85),
    (0xFF00, 0xFFEF, 2),
    (0x20000, 0x3FFFF, 2),
)
"""Ranges of letters that are wider or narrower than a Latin letter, in order."""


class Text(NamedTuple):
    """What a story shows."""

    title: str
    summary: str = ""
    has_kicker: bool = True
    also: tuple[str, ...] = ()
    """Titles of articles of other sources."""
    has_rest: bool = False
    """Whether further sources are named."""


def letters(text: str) -> float:
    """Return the length of a text in Latin letters."""
    return len(text) if text.isascii() else sum(map(_weight, text))


def _weight(letter: str) -> float:
    code = ord(letter)
    return next((weight for first, last, weight in _WEIGHTS if first <= code <= last), 1)


def lines(text: str, per_line: float) -> int:
    """Return the number of lines of a text."""
    return max(1, ceil(letters(text) / per_line))


def is_long(title: str) -> bool:
    """Return whether a title is so long that it is set smaller."""
    return letters(title) > LONG_TITLE or any(len(word) > LONG_WORD and word.isascii() for word in title.split())


def story(text: Text, size: Size, also_letters: float = ALSO_LETTERS_NARROW) -> float:
    """Return the height of a story without its picture."""
    height = size.base + size.headline * lines(text.title, size.headline_letters)
    height += size.summary * lines(text.summary, size.summary_letters) if text.summary else -size.no_summary
    height -= 0 if text.has_kicker else NO_KICKER
    if text.also:
        further = sum(lines(title, also_letters) - 1 for title in text.also)
        height += ALSO + ALSO_ENTRY * len(text.also) + ALSO_LINE * further + (ALSO_REST if text.has_rest else 0)
    return height


def lead(text: Text) -> float:
    """Return the height of a lead without a picture."""
    return story(text, LEAD_WITH_LONG_TITLE if is_long(text.title) else LEAD, ALSO_LETTERS)


def lead_with_picture(text: Text, ratio: float, caption: str) -> float:
    """Return the height of a lead with a picture. `ratio`: its height divided by its width."""
    height = story(text, LEAD_WITH_LONG_TITLE if is_long(text.title) else LEAD_WITH_PICTURE, ALSO_LETTERS)
    caption_height = CAPTION_LINE * lines(caption, CAPTION_LETTERS) if caption else 0
    return height + PICTURE_WIDTH * ratio + PICTURE_SPACE + caption_height


def pair(texts: Sequence[Text]) -> float:
    """Return the height of two stories next to each other under the lead."""
    return PAIR + max(story(text, MEDIUM) for text in texts)


def column(texts: Sequence[Text], *, has_picture: bool) -> float:
    """Return the height of the second column. `has_picture`: of its first story."""
    return sum(story(text, MEDIUM) for text in texts) + GAP * max(0, len(texts) - 1) + (CROP if has_picture else 0)


def brief(title: str) -> float:
    """Return the height of an article in "In brief"."""
    return BRIEF + BRIEF_LINE * lines(title, BRIEF_LETTERS)
