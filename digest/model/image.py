"""What is known of a picture: its size, what was made from it, or why it cannot be shown.

This module must not know where pictures lie or how one is read.
"""

from __future__ import annotations

from typing import NamedTuple

from digest.model.packing import pack, unpack

Sizes = tuple[tuple[str, tuple[int, ...]], ...]
"""For each format, the better one first, the widths of the files in it: `(("avif", (480, 800)), ("webp", (480, 800)))`."""


class ImageInfo(NamedTuple):
    """A picture of the site, looked at."""

    mark: str
    """What the files made from it are named by: of its bytes and of the way they were made. Empty without such files."""
    width: int
    """In pixels, as it is seen: turned as its camera says."""
    height: int
    sizes: Sizes
    """The files made from it."""
    problem: str
    """Why it cannot be shown, as the end of a sentence; empty when it can."""
    large: tuple[int, ...] = ()
    """Why it has no sizes: how many pixels it has, how many a picture like it may have, and the `pictures.max_pixels` with
    which it may have them. Empty when it has not too many."""


def pack_info(facts: ImageInfo) -> str:
    """As JSON text, for the store."""
    return pack(facts)


def unpack_info(text: str) -> ImageInfo:
    """The facts that `pack_facts` packed; raises ValueError or TypeError for anything else."""
    return unpack(ImageInfo, text)


class ImageRecord(NamedTuple):
    """A picture as it is remembered."""

    path: str
    stamp: str
    """That of its file when it was looked at; empty: to be looked at again."""
    mark: str
    """Of its bytes and of the way its sizes are made; empty: it could not be read."""
    facts: str
    """Packed."""
