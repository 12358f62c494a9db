"""Information about an image: its dimensions, the sizes created from it, or why it cannot be shown."""

from __future__ import annotations

from digest.model.named_tuple import NamedTuple
from digest.model.packing import pack, unpack

Sizes = tuple[tuple[str, tuple[int, ...]], ...]
"""Widths by format, the preferred format first: `(("avif", (480, 800)), ("webp", (480, 800)))`."""


class ImageInfo(NamedTuple):
    """Information about a processed image."""

    image_key: str
    """Hash of its bytes and of the settings, part of the names of its sizes. Empty if it has no sizes."""
    width: int
    """In pixels, after applying the orientation in its EXIF data."""
    height: int
    sizes: Sizes
    """The files created from it."""
    problem: str
    """Why it cannot be shown, as the end of a sentence; empty if it can be shown."""
    large: tuple[int, ...] = ()
    """Why no sizes were created: its number of pixels, the limit for an image of this kind, and the `pictures.max_pixels`
    that would allow it. Empty if the image is within the limit."""
    with_original: bool = False
    """Whether the original is offered as the largest size, because none of its width was created."""


def pack_info(info: ImageInfo) -> str:
    """Convert to JSON, for the store."""
    return pack(info)


def unpack_info(text: str) -> ImageInfo:
    """Convert from JSON. Raises ValueError or TypeError for invalid text."""
    return unpack(ImageInfo, text)


MEASURED = "~"
"""The first character of the stamp of an image whose sizes are to be made later. It is shown in its original size until then."""


class ImageRecord(NamedTuple):
    """An image in the store."""

    path: str
    stamp: str
    """Stamp of its file when it was processed; empty to process it again; after MEASURED if only its header was read."""
    image_key: str
    """Hash of its bytes and of the settings; empty if it could not be read."""
    info: str
    """ImageInfo as JSON."""
