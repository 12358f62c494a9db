"""Choose the widths of the sizes of an image, from its header and the length of its file.

Encoding takes nearly all the time of an image, and half of it goes into a copy that is as wide as the image. Such a copy is made
only if it saves much: browsers can show the original as the largest size, or one that is nearly as wide.
"""

from __future__ import annotations

from digest.model.config import Pictures
from digest.model.named_tuple import NamedTuple

MAX_SIDE = 16_383
"""Maximum width and height of a WebP image."""
CLOSE = 1.15
"""An image that is wider than a size by less than this factor needs no larger size."""
SMALL_FILE = 0.2
"""Bytes per pixel of a file that is small enough to be offered itself: 341 KB for 1,600 by 1,067 pixels."""


class Widths(NamedTuple):
    """The widths in which an image is offered."""

    made: list[int]
    """Widths of the sizes to create, from small to large."""
    with_original: bool
    """Whether the original is offered next to them, because it is wider and small enough."""


def choose_widths(width: int, height: int, length: int, settings: Pictures) -> Widths:
    """Choose from the configured widths those that are smaller than the image. There are none for images that are not wider
    than the smallest one. `length`: of the file in bytes.

    An image that is not wider than the largest configured width is also offered in its own width.
    """
    configured = sorted(set(settings.widths))
    if not configured or width <= configured[0]:
        return Widths([], with_original=False)
    made = [w for w in configured if w < width]
    with_original = False
    if width <= configured[-1] and width >= made[-1] * CLOSE:
        with_original = length <= width * height * SMALL_FILE
        made += [] if with_original else [width]
    made = [w for w in made if max(w, height * w // width) <= MAX_SIDE]
    return Widths(made, with_original and bool(made))
