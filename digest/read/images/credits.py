"""Who made a picture, and what its licence is: all that stays of what a file says about itself.

Cameras and programs write into pictures where they were taken, with what, by whose computer. None of that is published
but this. EXIF, IPTC and XMP are three ways to say the same; the first that says it counts, and EXIF is what is written
again. It has no place for the address of a licence, which goes behind the copyright. This module must not open files.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Exif, Image

ORIENTATION, ARTIST, COPYRIGHT = 0x0112, 0x013B, 0x8298
LONGEST = 500
"""Characters of each: more is no name, and no address."""

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]+")


class Credits(NamedTuple):
    """What is kept."""

    artist: str
    """Who made it."""
    rights: str
    """Whose it is."""
    licence: str
    """Address of its licence."""


def orientation(image: Image, *, decode: bool = True) -> int:
    """How it has to be turned to be seen as it was taken, 1 to 8 as EXIF counts; 1: as it is. Without `decode`, what a PNG
    says behind its pixels is not found."""
    said = _exif(image, decode).get(ORIENTATION, 1)
    return said if said in range(1, 9) else 1


def _exif(image: Image, decode: bool) -> Exif:
    from PIL import Image as Pillow

    return image.getexif() if decode else Pillow.Image.getexif(image)


def credits_of(image: Image, *, decode: bool = True) -> Credits:
    """What an open picture says of its maker and its licence; `decode`: as for `orientation`."""
    exif, xmp, iptc = _exif(image, decode), _xmp(image), _iptc(image)
    text = {k: v for k, v in image.info.items() if isinstance(k, str) and isinstance(v, str)}  # of PNG
    artist = _first(exif.get(ARTIST), iptc.get((2, 80)), _listed(xmp, "creator"), iptc.get((2, 110)), text.get("Author"))
    rights = _first(exif.get(COPYRIGHT), iptc.get((2, 116)), _listed(xmp, "rights"), text.get("Copyright"))
    address = re.search(r"WebStatement(?:=|>)[\"']?\s*(https?://[^\s\"'<>]+)", xmp)
    address = address or re.search(r"<cc:license\s[^<>]*resource=[\"'](https?://[^\s\"'<>]+)", xmp)
    licence = unescape(address[1]) if address else ""
    return Credits(artist, rights, licence if len(licence) <= LONGEST else "")


def _first(*values: object) -> str:
    """The first of some values that says something, as one line."""
    return next((text for text in map(_line, values) if text), "")


def _line(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "; ".join(filter(None, map(_line, value)))
    if isinstance(value, str):  # Pillow takes EXIF for Latin-1, and most programs write UTF-8
        try:
            value = value.encode("latin-1")
        except UnicodeEncodeError:
            return _CONTROLS.sub(" ", value).strip()[:LONGEST]
    if not isinstance(value, bytes):
        return ""
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return _CONTROLS.sub(" ", text).strip()[:LONGEST]


def _xmp(image: Image) -> str:
    """Its XMP as text. It is searched and not parsed, so that no entity of XML is ever followed."""
    found = image.info.get("xmp", b"")
    return found.decode("utf-8", "replace") if isinstance(found, bytes) else str(found)


def _listed(xmp: str, name: str) -> list[str]:
    _, begun, rest = xmp.partition(f"<dc:{name}>")
    block, ended, _ = rest.partition(f"</dc:{name}>")
    return [unescape(li) for li in re.findall(r"<rdf:li[^<>]*>([^<>]*)</rdf:li>", block)] if begun and ended else []


def _iptc(image: Image) -> dict[tuple[int, int], Any]:
    from PIL import IptcImagePlugin

    try:
        return dict(IptcImagePlugin.getiptcinfo(image) or {})  # type: ignore[arg-type]
    except Exception:  # damaged; there is nothing to be learnt from it
        return {}


def as_exif(credits: Credits, turn: int = 1) -> bytes:
    """An EXIF block, as it stands in WebP, PNG and AVIF, that says this and nothing else; empty when there is nothing to say."""
    from PIL import Image

    exif = Image.Exif()
    if turn != 1:
        exif[ORIENTATION] = turn
    rights = credits.rights if credits.licence in credits.rights else f"{credits.rights} {credits.licence}".strip()
    for tag, text in ((ARTIST, credits.artist), (COPYRIGHT, rights)):
        if text:
            exif[tag] = text.encode()
    return exif.tobytes().removeprefix(b"Exif\0\0") if len(exif) else b""
