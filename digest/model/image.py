"""What is known of an image of the site: its size, the files made from it, or why it cannot be shown."""

from __future__ import annotations

from typing import NamedTuple

from digest.model.packing import pack, unpack

Sizes = tuple[tuple[str, tuple[int, ...]], ...]
"""The widths of the files in each format, the better format first: `(("avif", (480, 800)), ("webp", (480, 800)))`."""


class ImageInfo(NamedTuple):
    """The properties of an image."""

    key: str
    """The names of the files made from the image begin with it: a hash of its bytes and of the settings. Empty if there are no
    such files."""
    width: int
    """In pixels, after the rotation that the camera recorded."""
    height: int
    sizes: Sizes
    """The files made from the image."""
    problem: str
    """Why the image cannot be shown, as the end of a sentence; empty if it can."""
    large: tuple[int, ...] = ()
    """Why the image has no sizes: its number of pixels, the limit for images of its kind, and the `pictures.max_pixels` that it
    would need. Empty if it is not too large."""


def pack_info(info: ImageInfo) -> str:
    """The JSON text for the store."""
    return pack(info)


def unpack_info(text: str) -> ImageInfo:
    """The info that `pack_info` packed. Raises ValueError or TypeError for any other text."""
    return unpack(ImageInfo, text)


class ImageRecord(NamedTuple):
    """An image as the store remembers it."""

    path: str
    stamp: str
    """The stamp of the file when it was read; empty: it must be read again."""
    key: str
    """A hash of the bytes and of the settings for sizes; empty if the image could not be read."""
    info: str
    """The packed ImageInfo."""
