"""How much memory it takes to decode a picture and make sizes of it, from its header: so that no small file fills a memory.

Pillow decodes a picture as a whole, most of them with four bytes a pixel, and some decoders hold several copies. The
figures were measured (see tests/read/test_image_memory.py). This module must not decode anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

PER_PIXEL = 4
"""Bytes for each pixel of `pictures.max_pixels`; what takes more of them may have fewer pixels."""
USUAL = 64_000_000 * PER_PIXEL
"""Bytes for what no setting is about, and up to which sizes are made in the way that is fastest."""
_OF_MODE = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}
"""Bytes a pixel as Pillow holds it; four for all others."""
_ENTROPY = frozenset((0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF))
_PROGRESSIVE = frozenset((0xC2, 0xC6, 0xCA, 0xCE))
"""Markers that begin the frame of a JPEG, and those of a progressive one."""


def raster(image: Image, scale: int = 1) -> int:
    """Bytes of the decoded picture. `scale`: that at which a JPEG is decoded."""
    return -(-image.width // scale) * -(-image.height // scale) * _OF_MODE.get(image.mode, 4)


def decoding(image: Image, data: bytes, scale: int = 1) -> int:
    """Bytes that are needed to decode a picture, its file included."""
    pixels = image.width * image.height
    more = 0.0
    if image.format in ("JPEG", "MPO"):
        more = 2 * _samples(image) if _is_buffered(data) else 0
    elif image.format == "WEBP":
        more = 10  # two canvases, and what is handed over
    elif image.format == "AVIF":
        more = _planes(image, data) + (4 if image.mode == "RGBA" else 3)
    elif image.format == "BMP":
        more = 1  # of a packed one
    copies = 2 if image.format in ("WEBP", "AVIF") else 1
    return raster(image, scale) + round(pixels * more) + copies * len(data)


def sizing(image: Image, data: bytes, most: tuple[int, int], turn: int) -> tuple[int, bool]:
    """Bytes that are needed to make sizes of a picture, the largest of them `most` as it lies in the file; and whether it
    has to be made smaller in slices for that."""
    scale = draft_scale(image, most)
    width, height = -(-image.width // scale), -(-image.height // scale)
    decoded = decoding(image, data, scale)
    clear = image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info
    copies = 1 + clear + max(bool(image.info.get("icc_profile")), turn != 1)
    if width <= 2 * most[0]:
        own = _OF_MODE.get(image.mode, 4) == 4
        return decoded + width * height * 4 * (copies - own) + most[0] * height * 4, False
    seen = 2 * most[0] * 2 * most[1] * 4
    after = seen * copies + most[0] * 2 * most[1] * 4
    narrow = 2 * most[0] * height * 4
    whole = max(decoded + narrow, narrow + seen * (1 + clear), after)
    sliced = max(decoded + seen, after)
    return (whole, False) if whole <= USUAL else (sliced, True)


def may_decode(image: Image, data: bytes, most: int = USUAL // PER_PIXEL) -> bool:
    """Whether a picture may be decoded where so many pixels are the most: by its pixels, and by the memory it takes."""
    return image.width * image.height <= most and decoding(image, data, 8) <= most * PER_PIXEL


def may_turn(image: Image, data: bytes) -> bool:
    """Whether a picture may be decoded, turned and encoded again."""
    return decoding(image, data) + 2 * raster(image) <= USUAL


def draft_scale(image: Image, most: tuple[int, int]) -> int:
    """By how much a JPEG is decoded smaller (see Image.draft)."""
    if image.format not in ("JPEG", "MPO"):
        return 1
    fits = min(image.width // max(1, most[0]), image.height // max(1, most[1]))
    return next((scale for scale in (8, 4, 2) if fits >= scale), 1)


# -- JPEG ---------------------------------------------------------------------------------------


def _samples(image: Any) -> float:
    """Samples for each pixel of a JPEG: 3 with colours at full size, 1.5 with those at half of it."""
    parts: list[tuple[int, int]] = [(max(1, wide), max(1, high)) for _, wide, high, _ in image.layer]
    most = max([wide for wide, _ in parts]) * max([high for _, high in parts])
    return sum(wide * high for wide, high in parts) / most


def _is_buffered(data: bytes) -> bool:
    """Whether all of a JPEG is held before it is decoded, since its pixels come in several scans."""
    at, parts = 2, 0
    while at + 10 <= len(data):
        kind = data[at + 1]
        if data[at] != 0xFF or kind == 0xFF:  # filling, or nothing that could be understood
            at += 1
            continue
        if kind in _PROGRESSIVE:
            return True
        if kind in _ENTROPY:
            parts = data[at + 9]
        elif kind == 0xDA:
            return data[at + 4] < parts
        at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
    return False


# -- AVIF ---------------------------------------------------------------------------------------


def _planes(image: Image, data: bytes) -> float:
    """Bytes for each pixel that the decoder of an AVIF holds, in its own colours."""
    at = data.find(b"av1C")
    said = data[at + 6] if 0 <= at < len(data) - 6 else 0x40
    samples = 1.0 if said & 0x10 else 1.5 if said & 0x0C == 0x0C else 3.0
    return (samples + 1 if image.mode == "RGBA" else samples) * (2 if said & 0x40 else 1)
