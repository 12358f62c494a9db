"""Estimate the memory that decoding and resizing an image needs, from its header.

A small file can contain a huge image. Pillow decodes whole images, mostly with four bytes per pixel, and some decoders hold
several copies. The numbers were measured (see tests/read/test_image_memory.py). This module must not decode images.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

BYTES_PER_PIXEL = 4
"""Bytes of memory per pixel of `pictures.max_pixels`. Formats that need more memory have a lower limit of pixels."""
DEFAULT_MEMORY = 64_000_000 * BYTES_PER_PIXEL
"""Bytes of memory for operations that do not depend on settings, and for resizing in the fastest way."""
_BYTES_OF_MODE = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}
"""Bytes per pixel by mode of Pillow; four for all other modes."""
_FRAME_MARKERS = frozenset((0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF))
"""Markers at the start of a JPEG frame."""
_PROGRESSIVE_MARKERS = frozenset((0xC2, 0xC6, 0xCA, 0xCE))
"""Markers at the start of a progressive JPEG frame."""


def decoded_size(image: Image, scale: int = 1) -> int:
    """Return the size of the decoded image in bytes. `scale`: the divisor with which a JPEG is decoded."""
    return -(-image.width // scale) * -(-image.height // scale) * _BYTES_OF_MODE.get(image.mode, 4)


def memory_to_decode(image: Image, data: bytes, scale: int = 1) -> int:
    """Return the bytes needed to decode an image, including its file."""
    pixels = image.width * image.height
    extra = 0.0  # bytes per pixel
    if image.format in ("JPEG", "MPO"):
        extra = 2 * _samples_per_pixel(image) if _is_buffered(data) else 0
    elif image.format == "WEBP":
        extra = 10  # two canvases and the result
    elif image.format == "AVIF":
        extra = _avif_bytes_per_pixel(image, data) + (4 if image.mode == "RGBA" else 3)
    elif image.format == "BMP":
        extra = 1  # compressed BMP
    copies_of_file = 2 if image.format in ("WEBP", "AVIF") else 1
    return decoded_size(image, scale) + round(pixels * extra) + copies_of_file * len(data)


def memory_to_resize(image: Image, data: bytes, largest: tuple[int, int], orientation: int) -> tuple[int, bool]:
    """Return the bytes needed to create sizes of an image, and whether it must be resized in slices (see resize.py).

    `largest`: width and height of the largest size, before applying the orientation.
    """
    scale = draft_scale(image, largest)
    width, height = -(-image.width // scale), -(-image.height // scale)
    decoded = memory_to_decode(image, data, scale)
    has_alpha = image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info
    copies = 1 + has_alpha + max(bool(image.info.get("icc_profile")), orientation != 1)
    if width <= 2 * largest[0]:
        in_place = _BYTES_OF_MODE.get(image.mode, 4) == 4
        return decoded + width * height * 4 * (copies - in_place) + largest[0] * height * 4, False
    # The image is first reduced to twice the largest size (see resize.py).
    reduced = 2 * largest[0] * 2 * largest[1] * 4
    resizing = reduced * copies + largest[0] * 2 * largest[1] * 4
    narrow = 2 * largest[0] * height * 4
    whole = max(decoded + narrow, narrow + reduced * (1 + has_alpha), resizing)
    sliced = max(decoded + reduced, resizing)
    return (whole, False) if whole <= DEFAULT_MEMORY else (sliced, True)


def can_decode(image: Image, data: bytes, max_pixels: int = DEFAULT_MEMORY // BYTES_PER_PIXEL) -> bool:
    """Whether an image is within a limit of pixels, and of the memory for this number of pixels."""
    pixels = image.width * image.height
    return pixels <= max_pixels and memory_to_decode(image, data, 8) <= max_pixels * BYTES_PER_PIXEL


def can_reencode(image: Image, data: bytes) -> bool:
    """Whether there is enough memory to decode an image, apply its orientation, and encode it again."""
    return memory_to_decode(image, data) + 2 * decoded_size(image) <= DEFAULT_MEMORY


def draft_scale(image: Image, size: tuple[int, int]) -> int:
    """Return the divisor with which a JPEG can be decoded if only this size is needed (see Image.draft)."""
    if image.format not in ("JPEG", "MPO"):
        return 1
    factor = min(image.width // max(1, size[0]), image.height // max(1, size[1]))
    return next((scale for scale in (8, 4, 2) if factor >= scale), 1)


# -- JPEG ---------------------------------------------------------------------------------------


def _samples_per_pixel(image: Any) -> float:
    """Return the number of samples per pixel of a JPEG: 3 without chroma subsampling, 1.5 with 4:2:0."""
    components: list[tuple[int, int]] = [(max(1, h), max(1, v)) for _, h, v, _ in image.layer]
    largest = max([h for h, _ in components]) * max([v for _, v in components])
    return sum(h * v for h, v in components) / largest


def _is_buffered(data: bytes) -> bool:
    """Whether a JPEG has several scans, so that the decoder buffers all of them."""
    pos, components = 2, 0
    while pos + 10 <= len(data):
        marker = data[pos + 1]
        if data[pos] != 0xFF or marker == 0xFF:  # fill bytes, or invalid data
            pos += 1
            continue
        if marker in _PROGRESSIVE_MARKERS:
            return True
        if marker in _FRAME_MARKERS:
            components = data[pos + 9]
        elif marker == 0xDA:
            return data[pos + 4] < components
        pos += 2 + max(2, int.from_bytes(data[pos + 2 : pos + 4], "big"))
    return False


# -- AVIF ---------------------------------------------------------------------------------------


def _avif_bytes_per_pixel(image: Image, data: bytes) -> float:
    """Return the bytes per pixel of the decoded YUV planes, by the flags in the `av1C` box."""
    pos = data.find(b"av1C")
    flags = data[pos + 6] if 0 <= pos < len(data) - 6 else 0x40
    samples = 1.0 if flags & 0x10 else 1.5 if flags & 0x0C == 0x0C else 3.0
    return (samples + 1 if image.mode == "RGBA" else samples) * (2 if flags & 0x40 else 1)
