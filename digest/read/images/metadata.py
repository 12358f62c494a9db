"""Remove metadata from JPEG, PNG, WebP and GIF files without decoding the pixels.

Encoding an image again would reduce its quality. Instead, only the segments of the file that browsers need are copied. Data
after the end of the image is removed too: phones store videos there, and editors the parts that were cropped. Of a truncated
file, everything up to its end is copied.
"""

from __future__ import annotations

import struct
import zlib

from digest.model.lazy_regex import lazy_regex

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    (b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"sBIT", b"pHYs", b"acTL", b"fcTL",
     b"fdAT")
)  # fmt: skip
"""Optional chunks that change the appearance of an image."""
_WEBP_KEPT = (b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP")
_GIF_KEPT = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
_MARKER = lazy_regex(rb"\xff[^\x00\xd0-\xd7\xff]")
"""The next marker in the pixel data of a JPEG."""


def strip_metadata(data: bytes, exif: bytes) -> bytes | None:
    """Return the file with this EXIF data as its only metadata; None for other formats. GIF files get no EXIF data."""
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data, exif)
    if data.startswith(_PNG):
        return _png(data, exif)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data, exif)
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return _gif(data)
    return None


def blank_out(data: bytes, blocks: list[bytes]) -> bytes | None:
    """Replace blocks of metadata by zeros, for other formats; None if the file does not contain one of the blocks."""
    for block in blocks:
        if block not in data:
            return None
        data = data.replace(block, bytes(len(block)))
    return data


# -- JPEG ---------------------------------------------------------------------------------------


def _jpeg(data: bytes, exif: bytes) -> bytes:
    new_segments = [_segment(b"Exif\0\0" + exif)] if exif else []
    out: list[bytes] = [data[:2]]
    pos = 2
    while pos + 4 <= len(data) and data[pos] == 0xFF:
        kind = data[pos + 1]
        if kind == 0xFF:  # fill bytes
            pos += 1
            continue
        if kind == 0xD9:
            break
        end = pos + 2 + int.from_bytes(data[pos + 2 : pos + 4], "big")
        segment = data[pos:end]
        if kind != 0xE0 and new_segments:
            out += new_segments
            new_segments = []
        if kind == 0xDA:
            marker = _MARKER.search(data, end)
            end = marker.start() if marker else len(data)
            out.append(data[pos:end])
        elif _is_needed(kind, segment[4:18]):
            out.append(segment)
        pos = end
    return b"".join([*out, b"\xff\xd9" if data[pos : pos + 2] == b"\xff\xd9" else b""])


def _segment(content: bytes) -> bytes:
    return b"\xff\xe1" + (len(content) + 2).to_bytes(2, "big") + content


def _is_needed(kind: int, start: bytes) -> bool:
    """Whether a segment is needed to show the image. Application segments are not, except those about colours."""
    if kind == 0xE0:
        return start.startswith(b"JFIF\0")
    if kind == 0xE2:
        return start.startswith(b"ICC_PROFILE\0")
    if kind == 0xEE:
        return start.startswith(b"Adobe")
    return not (0xE0 <= kind <= 0xEF or kind == 0xFE)


# -- PNG ----------------------------------------------------------------------------------------


def _png(data: bytes, exif: bytes) -> bytes:
    new_chunks = [_chunk(b"eXIf", exif)] if exif else []
    out: list[bytes] = [_PNG]
    pos = len(_PNG)
    while pos + 8 <= len(data):
        kind = data[pos + 4 : pos + 8]
        end = pos + 12 + int.from_bytes(data[pos : pos + 4], "big")
        if kind == b"IDAT" and new_chunks:
            out += new_chunks
            new_chunks = []
        if kind in _PNG_KEPT or not kind[0] & 0x20:  # critical chunks begin with a capital letter
            out.append(data[pos:end])
        pos = end
        if kind == b"IEND":
            break
    return b"".join(out)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


# -- WebP ---------------------------------------------------------------------------------------


def _webp(data: bytes, exif: bytes) -> bytes:
    chunks: list[bytes] = []
    extended = False
    pos, end = 12, min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while pos + 8 <= end:
        kind = data[pos : pos + 4]
        size = int.from_bytes(data[pos + 4 : pos + 8], "little")
        after = pos + 8 + size + size % 2
        if kind == b"VP8X" and pos + 8 < len(data):
            extended = True
            flags = data[pos + 8] & ~0x0C & 0xFF | (0x08 if exif else 0)
            chunks.append(data[pos : pos + 8] + bytes([flags]) + data[pos + 9 : after])
        elif kind in _WEBP_KEPT:
            chunks.append(data[pos:after])
        pos = after
    if extended:  # the simple format cannot contain metadata
        chunks += [_riff(b"EXIF", exif)] if exif else []
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _riff(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


# -- GIF ----------------------------------------------------------------------------------------


def _gif(data: bytes) -> bytes:
    pos = 13 + _colour_table_size(data, 10)
    out = [data[:pos]]
    while pos < len(data):
        kind = data[pos]
        if kind == 0x2C:
            end = _end_of_blocks(data, pos + 11 + _colour_table_size(data, pos + 9))
        elif kind == 0x21:
            end = _end_of_blocks(data, pos + 2)
        else:  # the end, or invalid data
            out.append(data[pos : pos + 1] if kind == 0x3B else b"")
            break
        label = data[pos + 1 : pos + 2]
        if kind == 0x2C or label in (b"\xf9", b"\x01") or (label == b"\xff" and data[pos + 3 : pos + 14] in _GIF_KEPT):
            out.append(data[pos:end])
        pos = end
    return b"".join(out)


def _colour_table_size(data: bytes, pos: int) -> int:
    """Return the size of a colour table in bytes, by the flags at a position."""
    flags = data[pos] if pos < len(data) else 0
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _end_of_blocks(data: bytes, pos: int) -> int:
    """Return the position after a sequence of blocks, each of which is preceded by its length."""
    while pos < len(data) and data[pos]:
        pos += 1 + data[pos]
    return pos + 1
