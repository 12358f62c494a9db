"""Images for tests, made on demand."""

from __future__ import annotations

import struct
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

GPS = 0x8825
"""The EXIF block with the place where a photo was taken."""


@lru_cache(maxsize=64)
def raster(width: int = 4, height: int = 3, form: str = "PNG", colour: str = "teal", mode: str = "RGB") -> bytes:
    """An image of one colour."""
    return saved(Image.new(mode, (width, height), colour), form)


@lru_cache(maxsize=64)
def photo(width: int, height: int, form: str = "JPEG") -> bytes:
    """An image that compresses like a photo: red at the upper left, darker at the bottom."""
    image = Image.linear_gradient("L").rotate(180).resize((width, height)).convert("RGB")
    image.paste((220, 20, 20), (0, 0, width // 3, height // 3))
    noise = Image.effect_noise((width // 4, height // 4), 40).resize((width, height)).convert("RGB")
    return saved(Image.blend(image, noise, 0.3), form)


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    """The bytes of an image file."""
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    """The image in a file."""
    image = Image.open(BytesIO(data))
    image.load()
    return image


def talkative(width: int = 40, height: int = 30, form: str = "JPEG", turn: int = 1) -> bytes:
    """An image with metadata: camera, place, author and copyright."""
    exif = Image.Exif()
    exif[0x010F] = "Camera Works"
    if turn != 1:
        exif[0x0112] = turn
    exif[0x013B] = "Zoë Lee".encode()
    exif[0x8298] = "2021 Harbour Times"
    exif.get_ifd(GPS).update({1: "N", 2: (50.0, 27.0, 0.0), 3: "E", 4: (30.0, 31.0, 0.0)})
    image = opened(photo(width, height, "PNG"))
    image.info = {}
    return saved(image, form, exif=exif)


def swapped_profile() -> bytes:
    """A colour profile that exchanges red and blue."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for at in range(132, 132 + 12 * struct.unpack(">I", data[128:132])[0], 12):
        if data[at : at + 4] in (b"rXYZ", b"bXYZ"):
            data[at : at + 1] = b"b" if data[at : at + 1] == b"r" else b"r"
    return bytes(data).replace(b"s\0R\0G\0B", b"o\0d\0d\0!").replace(b"sRGB", b"odd!")
