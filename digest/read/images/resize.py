"""One picture, understood: bytes in; its size, and smaller ones made from it, or why it cannot be shown.

All of it is decoded once, since a file that is cut off looks well at its beginning. Sizes are made from what a reader
sees: turned as the camera says, in the colours of the screen. Pillow is loaded by the first picture. This module must
not open files, or know who refers to a picture.
"""

from __future__ import annotations

import math
import warnings
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from digest.model.config import Pictures
from digest.read.images import credits, memory, metadata, svg

if TYPE_CHECKING:
    from PIL.Image import Image

RECIPE = "1"
"""Of the way sizes are made; another number makes all of them anew."""
MOST_PIXELS = 150_000_000
"""More need gigabytes to decode: no camera's picture, but what is made to fill a memory."""
LONGEST_SIDE = 16_383
"""Of a WebP."""
READ = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP")
"""What browsers show, as Pillow calls it."""

STRIP = 64
"""Rows of a picture that are made smaller at once."""

_MOVING = ("GIF", "WEBP", "PNG", "AVIF")


class Size(NamedTuple):
    """A smaller picture made from another."""

    format: str
    """`webp` or `avif`."""
    width: int
    data: bytes


class ProcessedImage(NamedTuple):
    """What came of looking at a picture."""

    width: int
    height: int
    sizes: tuple[Size, ...] = ()
    problem: str = ""
    """Why it cannot be shown, as the end of a sentence; empty when it can."""
    large: tuple[int, ...] = ()
    """Why no sizes were made of it (see model/picture.py)."""


def settings_key(settings: Pictures) -> str:
    """What the sizes of a picture depend on, besides the picture."""
    from PIL import __version__

    made = f"enabled={settings.enabled}, widths={settings.widths}, formats={settings.formats}, quality={settings.quality}"
    return f"{RECIPE} {__version__} Pictures({made})"


def look(data: bytes, settings: Pictures, *, drawing: bool) -> ProcessedImage:
    """A picture's size, and the sizes made from it. `drawing`: by its name it is an SVG, and browsers take it for one."""
    if not data:
        return ProcessedImage(0, 0, (), "the file is empty")
    if drawing:
        drawn = svg.size(data)
        return ProcessedImage(*drawn) if drawn else ProcessedImage(0, 0, (), "it is no SVG, though its name says so")
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of damaged words in it, which are not published
        try:
            return _looked(data, settings)
        except UnidentifiedImageError:
            return ProcessedImage(0, 0, (), "it is no JPEG, PNG, WebP, GIF or AVIF, or is damaged at its beginning")
        except Image.DecompressionBombError:
            return ProcessedImage(0, 0, (), _too_large())
        except MemoryError:
            raise  # another time there may be enough
        except Exception as error:  # whatever a decoder raises for bytes that make no sense
            return ProcessedImage(0, 0, (), f"it cannot be decoded: {_said(error)}")


def without_metadata(data: bytes) -> bytes:
    """The file as it is published: without what it says about itself, but for its credits. Unchanged when it is no
    picture that could say anything."""
    from PIL import Image

    exif = b""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(BytesIO(data), formats=READ) as image:
                decode = memory.may_decode(image, data)
                kept, turn = credits.credits_of(image, decode=decode), credits.orientation(image, decode=decode)
                stays = image.format in ("JPEG", "MPO") or not memory.may_turn(image, data)
                words = [image.info[key] for key in ("exif", "xmp") if image.info.get(key)]
                if image.format == "AVIF" and words and stays and (blank := metadata.blanked(data, words)):
                    return blank
                if not _is_moving(image) and ((turn != 1 and not stays) or (image.format == "AVIF" and words)):
                    return _reencode(image, kept)
                exif = credits.as_exif(kept, turn if stays else 1)
        except Exception:  # what is damaged is not shown, but may be linked to: that too without its words
            exif = b""
    bare = metadata.strip_metadata(data, exif)
    return data if bare is None else bare


def _reencode(image: Image, kept: credits.Credits) -> bytes:
    """A picture encoded anew: where its turn cannot be left to browsers, or its format not be taken apart."""
    from PIL import ImageOps

    file = BytesIO()
    profile = image.info.get("icc_profile")
    options = {} if image.format == "PNG" else {"quality": 92}
    turned = ImageOps.exif_transpose(image)
    turned.info = {}
    exif = credits.as_exif(kept)
    turned.save(file, image.format, exif=exif, xmp=b"", icc_profile=profile, **options)
    return metadata.strip_metadata(file.getvalue(), exif) or file.getvalue()


class _Plan(NamedTuple):
    """What is to be made of an open picture."""

    turn: int
    width: int
    height: int
    """As it is seen."""
    widths: list[int]
    most: tuple[int, int]
    """The largest size, as the picture lies in its file."""
    needed: int
    """Bytes of memory."""
    sliced: bool


def _looked(data: bytes, settings: Pictures) -> ProcessedImage:
    from PIL import Image

    with Image.open(BytesIO(data), formats=READ) as image:
        pixels = image.width * image.height
        if pixels > MOST_PIXELS:
            return ProcessedImage(0, 0, (), _too_large())
        plan = _plan(image, data, settings)
        found = ProcessedImage(plan.width, plan.height)
        if pixels > settings.max_pixels or plan.needed > settings.max_pixels * memory.PER_PIXEL:
            return found._replace(large=_large(pixels, plan.needed, settings)) if plan.widths else found
        kept = credits.credits_of(image) if plan.widths else None
        image.draft(None, plan.most)  # a JPEG is decoded at half its size, or less, where that will do
        image.load()
        if not kept:
            return found
        sizes = _sizes(_seen(image, plan), (plan.width, plan.height), plan.widths, settings, kept)
    return found._replace(sizes=_worth(sizes, len(data), settings))


def _plan(image: Image, data: bytes, settings: Pictures) -> _Plan:
    moving = _is_moving(image)
    decode = memory.may_decode(image, data, settings.max_pixels)
    turn = 1 if moving else credits.orientation(image, decode=decode)
    width, height = (image.height, image.width) if turn > 4 else image.size
    widths = _widths(width, height, settings) if settings.enabled and not moving else []
    if not widths:
        scale = memory.draft_scale(image, (1, 1))
        return _Plan(turn, width, height, [], (1, 1), memory.decoding(image, data, scale), False)
    seen = (widths[-1], max(1, height * widths[-1] // width))
    most = seen[::-1] if turn > 4 else seen
    return _Plan(turn, width, height, widths, most, *memory.sizing(image, data, most, turn))


def _large(pixels: int, needed: int, settings: Pictures) -> tuple[int, ...]:
    """The picture's pixels, how many one like it may have, and the setting with which this one may have them."""
    enough = max(pixels, -(-needed // memory.PER_PIXEL))
    return pixels, min(settings.max_pixels, settings.max_pixels * pixels // enough), enough


def _widths(width: int, height: int, settings: Pictures) -> list[int]:
    """The widths to make of a picture that is wider than the smallest asked for: those narrower than it, and its own when
    it is narrower than the largest."""
    asked = sorted(set(settings.widths))
    if not asked or width <= asked[0]:
        return []
    found = [w for w in asked if w < width] + ([width] if width <= asked[-1] else [])
    return [w for w in found if max(w, height * w // width) <= LONGEST_SIDE]


def _seen(image: Image, plan: _Plan) -> Image:
    """The picture as readers see it, not much larger than needed: turned, in RGB, in the colours of the screen."""
    from PIL import Image as Pillow

    profile = image.info.get("icc_profile")
    if image.width > 2 * plan.most[0]:
        image = _smaller(image, (2 * plan.most[0], max(1, 2 * plan.most[1])), sliced=plan.sliced)
    else:
        image = _in_colours(image)
    if profile:
        image = _on_screen(image, profile)
    if image.mode not in ("RGB", "RGBA"):
        image = image.convert("RGBA" if image.mode in ("LA", "La", "RGBa") else "RGB")
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    steps = Pillow.Transpose
    turns = {
        2: steps.FLIP_LEFT_RIGHT, 3: steps.ROTATE_180, 4: steps.FLIP_TOP_BOTTOM, 5: steps.TRANSPOSE, 6: steps.ROTATE_270,
        7: steps.TRANSVERSE, 8: steps.ROTATE_90,
    }  # fmt: skip
    return image.transpose(turns[plan.turn]) if plan.turn in turns else image


def _in_colours(image: Image) -> Image:
    """A picture, or a strip of one, in a mode in which it can be made smaller."""
    if image.mode.startswith("I") or image.mode == "F":  # 16 bits of grey, which Pillow would cut off and not divide
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("P", "PA", "1"):
        return image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    if image.mode in ("L", "LA", "RGB") and "transparency" in image.info:
        return image.convert("RGBA")
    return image


def _smaller(image: Image, size: tuple[int, int], *, sliced: bool) -> Image:
    """As `resize` makes it, byte for byte, but without a copy of the whole picture in other colours: made narrow strip by
    strip, and then low. The picture is closed. `sliced`: also without a copy that is narrow only, which may round otherwise."""
    from PIL import Image as Pillow

    box = Pillow.Resampling.BOX
    multiplied = {"LA": "La", "RGBA": "RGBa"}
    whole: Image | None = None
    parts = range(0, size[1], STRIP) if sliced else range(0, image.height, STRIP)
    for at in parts:
        end = min(at + STRIP, parts.stop)
        top, low = (at * image.height / size[1], end * image.height / size[1]) if sliced else (at, end)
        first = math.floor(top)
        strip = _in_colours(image.crop((0, first, image.width, min(image.height, math.ceil(low)))))
        mode = strip.mode
        strip = strip.convert(multiplied.get(mode, mode))
        across = (0, top - first, image.width, low - first)
        whole = whole or Pillow.new(strip.mode, (size[0], parts.stop))
        whole.paste(strip.resize((size[0], end - at), box, across if sliced else None), (0, at))
    assert whole
    image.close()  # its pixels take the most memory of all
    return (whole if sliced else whole.resize(size, box)).convert(mode)


def _on_screen(image: Image, profile: bytes) -> Image:
    """Its colours as sRGB, which is what a picture without a profile is taken for."""
    from PIL import ImageCms

    mode = {"LA": "RGBA", "RGBA": "RGBA"}.get(image.mode, "RGB")
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        if ImageCms.getProfileDescription(given).startswith("sRGB"):
            return image
        if image.mode == "LA":
            image = image.convert("RGBA")
        wanted = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, given, wanted, outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):  # a profile that is damaged, or not of this picture
        return image


def _sizes(
    seen: Image, whole: tuple[int, int], widths: list[int], settings: Pictures, kept: credits.Credits
) -> list[Size]:
    from PIL import Image as Pillow

    words = {"exif": credits.as_exif(kept), "xmp": b""}  # none are taken over from the original
    found = []
    for width in reversed(widths):  # the smaller from the whole too, so that none depends on which others there are
        height = max(1, round(whole[1] * width / whole[0]))
        small = seen if seen.size == (width, height) else seen.resize((width, height), Pillow.Resampling.LANCZOS, reducing_gap=3)
        for name in _formats(settings):
            file = BytesIO()
            if name == "avif":
                small.save(file, "AVIF", quality=max(1, settings.quality * 3 // 4), speed=6, max_threads=1, **words)
            else:
                small.save(file, "WEBP", quality=settings.quality, method=4, **words)
            found.append(Size(name, width, file.getvalue()))
    return found[::-1]


def _formats(settings: Pictures) -> list[str]:
    """Those asked for that this Pillow can make, the smaller one first."""
    from PIL import features

    return [name for name in ("avif", "webp") if name in settings.formats and features.check(name)]


def _worth(sizes: list[Size], original: int, settings: Pictures) -> tuple[Size, ...]:
    """Without a format that does not pay: its largest file must be smaller than the original, and all of them smaller than
    in the format after it."""
    found: list[Size] = []
    before = 0
    for name in reversed(_formats(settings)):
        own = [size for size in sizes if size.format == name]
        total = sum(len(size.data) for size in own)
        if len(own[-1].data) < original and (not before or total < before):
            found, before = own + found, total
    return tuple(found)


def _is_moving(image: Image) -> bool:
    return image.format in _MOVING and bool(getattr(image, "is_animated", False))


def _too_large() -> str:
    return f"it has more than {MOST_PIXELS // 1_000_000} million pixels"


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
