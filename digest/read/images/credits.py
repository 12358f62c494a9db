"""Read the credits of an image from EXIF, IPTC and XMP, and write them as EXIF.

Creator, copyright and licence are the only metadata that is published, since metadata can contain the location and the names
of devices and people. The first of the three formats that has a value is used. EXIF has no field for the URL of a licence,
so the URL is appended to the copyright.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Exif, Image

ORIENTATION, ARTIST, COPYRIGHT = 0x0112, 0x013B, 0x8298
LONGEST = 500
"""Maximum length of each value, in characters."""

_CONTROLS = lazy_regex("[\x00-\x1f\x7f-\x9f]+")


class Credits(NamedTuple):
    """The credits of an image."""

    artist: str
    """Creator."""
    rights: str
    """Copyright."""
    licence: str
    """URL of the licence."""


def orientation(image: Image, *, decode: bool = True) -> int:
    """Return the EXIF orientation, 1 to 8. Without `decode`, EXIF data after the pixels of a PNG is ignored."""
    value = _exif(image, decode).get(ORIENTATION, 1)
    return value if value in range(1, 9) else 1


def _exif(image: Image, decode: bool) -> Exif:
    from PIL import Image as Pillow

    return image.getexif() if decode else Pillow.Image.getexif(image)


def credits_of(image: Image, *, decode: bool = True) -> Credits:
    """Read the credits of an open image. `decode`: see `orientation`."""
    exif, xmp, iptc = _exif(image, decode), _xmp(image), _iptc(image)
    text = {k: v for k, v in image.info.items() if isinstance(k, str) and isinstance(v, str)}  # PNG text chunks
    artist = _first(
        exif.get(ARTIST), iptc.get((2, 80)), _xmp_list(xmp, "creator"), iptc.get((2, 110)), text.get("Author")
    )
    rights = _first(exif.get(COPYRIGHT), iptc.get((2, 116)), _xmp_list(xmp, "rights"), text.get("Copyright"))
    url = re.search(r"WebStatement(?:=|>)[\"']?\s*(https?://[^\s\"'<>]+)", xmp)
    url = url or re.search(r"<cc:license\s[^<>]*resource=[\"'](https?://[^\s\"'<>]+)", xmp)
    licence = unescape(url[1]) if url else ""
    return Credits(artist, rights, licence if len(licence) <= LONGEST else "")


def _first(*values: object) -> str:
    """Return the first value that is not empty, as one line."""
    return next((text for text in map(_line, values) if text), "")


def _line(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "; ".join(filter(None, map(_line, value)))
    if isinstance(value, str):  # Pillow decodes EXIF as Latin-1, but most programs write UTF-8
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
    """Return the XMP data as text. It is searched and not parsed, so XML entities are never expanded."""
    xmp = image.info.get("xmp", b"")
    return xmp.decode("utf-8", "replace") if isinstance(xmp, bytes) else str(xmp)


def _xmp_list(xmp: str, name: str) -> list[str]:
    _, start, rest = xmp.partition(f"<dc:{name}>")
    block, end, _ = rest.partition(f"</dc:{name}>")
    return [unescape(li) for li in re.findall(r"<rdf:li[^<>]*>([^<>]*)</rdf:li>", block)] if start and end else []


def _iptc(image: Image) -> dict[tuple[int, int], Any]:
    from PIL import IptcImagePlugin

    try:
        return dict(IptcImagePlugin.getiptcinfo(image) or {})  # type: ignore[arg-type]
    except Exception:  # damaged IPTC data
        return {}


def as_exif(credits: Credits, orientation: int = 1) -> bytes:
    """Return an EXIF block for WebP, PNG and AVIF with only these values; empty without values."""
    from PIL import Image

    exif = Image.Exif()
    if orientation != 1:
        exif[ORIENTATION] = orientation
    rights = credits.rights if credits.licence in credits.rights else f"{credits.rights} {credits.licence}".strip()
    for tag, text in ((ARTIST, credits.artist), (COPYRIGHT, rights)):
        if text:
            exif[tag] = text.encode()
    return exif.tobytes().removeprefix(b"Exif\0\0") if len(exif) else b""
