"""A picture's file without what it says about itself, its pixels untouched: JPEG, PNG, WebP and GIF, piece by piece.

To decode and encode a picture again would make it worse, so its file is taken apart: pieces that a browser needs stay, all
others go, and what lies behind the end of the picture too (phones keep a film there, editors what was cut off). A file
that is cut off is taken as far as it goes. This module must not know what the pieces that are put in say.
"""

from __future__ import annotations

import re
import struct
import zlib

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    (b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"sBIT", b"pHYs", b"acTL", b"fcTL",
     b"fdAT")
)  # fmt: skip
"""Chunks that change how it looks, beside those without which nothing is seen."""
_WEBP_KEPT = (b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP")
_GIF_KEPT = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""The next marker in the coded pixels of a JPEG."""


def strip_metadata(data: bytes, exif: bytes) -> bytes | None:
    """The file with only this EXIF in it (where its format has a place for it); None for a format that is not known here."""
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data, exif)
    if data.startswith(_PNG):
        return _png(data, exif)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data, exif)
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return _gif(data)
    return None


def blanked(data: bytes, words: list[bytes]) -> bytes | None:
    """The file with zeros in the place of these words, for a format that is not known here; None when it has them otherwise."""
    for word in words:
        if word not in data:
            return None
        data = data.replace(word, bytes(len(word)))
    return data


# -- JPEG ---------------------------------------------------------------------------------------


def _jpeg(data: bytes, exif: bytes) -> bytes:
    own = [_segment(b"Exif\0\0" + exif)] if exif else []
    out: list[bytes] = [data[:2]]
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if kind == 0xFF:  # filling
            at += 1
            continue
        if kind == 0xD9:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        piece = data[at:end]
        if kind != 0xE0 and own:
            out += own
            own = []
        if kind == 0xDA:
            marker = _MARKER.search(data, end)
            end = marker.start() if marker else len(data)
            out.append(data[at:end])
        elif _stays(kind, piece[4:18]):
            out.append(piece)
        at = end
    return b"".join([*out, b"\xff\xd9" if data[at : at + 2] == b"\xff\xd9" else b""])


def _segment(content: bytes) -> bytes:
    return b"\xff\xe1" + (len(content) + 2).to_bytes(2, "big") + content


def _stays(kind: int, start: bytes) -> bool:
    """Whether a segment is part of the picture: tables do, of the applications' own only what colours depend on."""
    if kind == 0xE0:
        return start.startswith(b"JFIF\0")
    if kind == 0xE2:
        return start.startswith(b"ICC_PROFILE\0")
    if kind == 0xEE:
        return start.startswith(b"Adobe")
    return not (0xE0 <= kind <= 0xEF or kind == 0xFE)


# -- PNG ----------------------------------------------------------------------------------------


def _png(data: bytes, exif: bytes) -> bytes:
    own = [_chunk(b"eXIf", exif)] if exif else []
    out: list[bytes] = [_PNG]
    at = len(_PNG)
    while at + 8 <= len(data):
        kind = data[at + 4 : at + 8]
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if kind == b"IDAT" and own:
            out += own
            own = []
        if kind in _PNG_KEPT or not kind[0] & 0x20:  # a capital: nothing is seen without it
            out.append(data[at:end])
        at = end
        if kind == b"IEND":
            break
    return b"".join(out)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


# -- WebP ---------------------------------------------------------------------------------------


def _webp(data: bytes, exif: bytes) -> bytes:
    chunks: list[bytes] = []
    extended = False
    at, end = 12, min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at + 8 <= end:
        kind = data[at : at + 4]
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        after = at + 8 + size + size % 2
        if kind == b"VP8X" and at + 8 < len(data):
            extended = True
            flags = data[at + 8] & ~0x0C & 0xFF | (0x08 if exif else 0)
            chunks.append(data[at : at + 8] + bytes([flags]) + data[at + 9 : after])
        elif kind in _WEBP_KEPT:
            chunks.append(data[at:after])
        at = after
    if extended:  # without that, a file has no place for words, and has none
        chunks += [_riff(b"EXIF", exif)] if exif else []
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _riff(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


# -- GIF ----------------------------------------------------------------------------------------


def _gif(data: bytes) -> bytes:
    at = 13 + _colours(data, 10)
    out = [data[:at]]
    while at < len(data):
        kind = data[at]
        if kind == 0x2C:
            end = _blocks(data, at + 11 + _colours(data, at + 9))
        elif kind == 0x21:
            end = _blocks(data, at + 2)
        else:  # the end, or nothing that could be understood
            out.append(data[at : at + 1] if kind == 0x3B else b"")
            break
        label = data[at + 1 : at + 2]
        if kind == 0x2C or label in (b"\xf9", b"\x01") or (label == b"\xff" and data[at + 3 : at + 14] in _GIF_KEPT):
            out.append(data[at:end])
        at = end
    return b"".join(out)


def _colours(data: bytes, at: int) -> int:
    """Bytes of the table of colours that the flags at a place announce."""
    flags = data[at] if at < len(data) else 0
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _blocks(data: bytes, at: int) -> int:
    """The place behind a row of blocks, each with its length before it."""
    while at < len(data) and data[at]:
        at += 1 + data[at]
    return at + 1
