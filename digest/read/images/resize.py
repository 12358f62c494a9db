"""Process an image: read its dimensions, create smaller sizes, and remove metadata.

Images are decoded completely, because a truncated file can have a valid header. Before resizing, the EXIF orientation is
applied and colours are converted to sRGB. Pillow is imported when the first image is processed.
"""

from __future__ import annotations

import math
import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from digest.model.config import Pictures
from digest.model.named_tuple import NamedTuple
from digest.read.images import credits, memory, metadata, svg
from digest.read.images.widths import Widths, choose_widths

if TYPE_CHECKING:
    from PIL.Image import Image

VERSION = "2"
"""Version of the way in which sizes are created. Changing it creates all sizes again."""
MAX_PIXELS = 150_000_000
"""Images with more pixels are rejected: decoding them takes gigabytes of memory."""
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP")
"""The formats that browsers support, by their names in Pillow."""
WEBP_METHOD = 2
"""How hard libwebp tries, 0 to 6. Method 4, its default, takes 2.3 times as long as method 2 and saves 4 % of the bytes."""
AVIF_SPEED = 7
"""The speed of libavif, 0 to 10. Speed 6, its default, takes twice as long as 7 and saves 3 % of the bytes; 8 halves the time
again, and its files are 7 % larger than those of 6."""
STRIP = 64
"""Number of rows that are resized at once."""

_ANIMATED = ("GIF", "WEBP", "PNG", "AVIF")


class Size(NamedTuple):
    """A smaller image created from another one."""

    format: str
    """`webp` or `avif`."""
    width: int
    data: bytes


class ProcessedImage(NamedTuple):
    """The result of processing an image."""

    width: int
    height: int
    sizes: tuple[Size, ...] = ()
    problem: str = ""
    """Why it cannot be shown, as the end of a sentence; empty if it can be shown."""
    large: tuple[int, ...] = ()
    """Why no sizes were created (see `ImageInfo.large`)."""
    with_original: bool = False
    """Whether the original is offered as the largest size (see `widths.py`)."""


def settings_key(settings: Pictures) -> str:
    """Return a text that changes when the same image would give different sizes."""
    from PIL import __version__

    made = (
        f"enabled={settings.enabled}, widths={settings.widths}, formats={settings.formats}, quality={settings.quality}"
    )
    return f"{VERSION} {__version__} Pictures({made})"


def process_image(data: bytes, settings: Pictures, *, is_svg: bool, measure: bool = False) -> ProcessedImage:
    """Read the dimensions of an image, and create its sizes.

    `is_svg`: whether its name ends in `.svg`. Browsers decide by the name too. `measure`: read only the header, which says
    nothing about damaged pixels.
    """
    if not data:
        return ProcessedImage(0, 0, (), "the file is empty")
    if is_svg:
        dimensions = svg.size(data)
        return ProcessedImage(*dimensions) if dimensions else ProcessedImage(0, 0, (), "it is not a valid SVG image")
    from PIL import Image, UnidentifiedImageError

    load_pillow()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of damaged metadata, which is not published
        try:
            return _process_raster(data, settings, measure)
        except UnidentifiedImageError:
            return ProcessedImage(0, 0, (), "it is not a valid JPEG, PNG, WebP, GIF or AVIF image")
        except Image.DecompressionBombError:
            return ProcessedImage(0, 0, (), _too_large())
        except MemoryError:
            raise  # the next build may have enough memory
        except Exception as error:  # decoders raise all kinds of exceptions for invalid data
            return ProcessedImage(0, 0, (), f"it cannot be decoded: {_text_of(error)}")


def load_pillow() -> None:
    """Import what sizes are made with. Otherwise Pillow would import its modules for all formats to find the one for WebP."""
    from PIL import ImageCms, IptcImagePlugin, WebPImagePlugin  # noqa: F401


def without_metadata(data: bytes) -> bytes:
    """Return an image file without metadata except its credits. Other files are returned unchanged."""
    from PIL import Image

    exif = b""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(BytesIO(data), formats=FORMATS) as image:
                decode = memory.can_decode(image, data)
                own_credits = credits.credits_of(image, decode=decode)
                orientation = credits.orientation(image, decode=decode)
                # Browsers apply the orientation of JPEG files. For other formats, the pixels are rotated if memory suffices.
                keep_pixels = image.format in ("JPEG", "MPO") or not memory.can_reencode(image, data)
                blocks = [image.info[key] for key in ("exif", "xmp") if image.info.get(key)]
                is_avif = image.format == "AVIF" and bool(blocks)
                if is_avif and keep_pixels and (blanked := metadata.blank_out(data, blocks)):
                    return blanked
                if not _is_animated(image) and ((orientation != 1 and not keep_pixels) or is_avif):
                    return _reencode(image, own_credits)
                exif = credits.as_exif(own_credits, orientation if keep_pixels else 1)
        except Exception:  # damaged images are not shown, but links can lead to them: remove their metadata too
            exif = b""
    stripped = metadata.strip_metadata(data, exif)
    return data if stripped is None else stripped


def _reencode(image: Image, own_credits: credits.Credits) -> bytes:
    """Encode an image again: to apply its orientation, or to remove the metadata of an AVIF."""
    from PIL import ImageOps

    file = BytesIO()
    profile = image.info.get("icc_profile")
    options = {} if image.format == "PNG" else {"quality": 92}
    rotated = ImageOps.exif_transpose(image)
    rotated.info = {}
    exif = credits.as_exif(own_credits)
    rotated.save(file, image.format, exif=exif, xmp=b"", icc_profile=profile, **options)
    return metadata.strip_metadata(file.getvalue(), exif) or file.getvalue()


class _Plan(NamedTuple):
    """The sizes to create of an open image."""

    orientation: int
    """EXIF orientation, 1 to 8."""
    width: int
    height: int
    """Width and height after applying the orientation."""
    widths: Widths
    """Widths of the sizes; empty to create none."""
    largest: tuple[int, int]
    """Width and height of the largest size, before applying the orientation."""
    memory: int
    """Bytes of memory needed."""
    sliced: bool
    """Whether to resize in slices (see `_reduced`)."""


def _process_raster(data: bytes, settings: Pictures, measure: bool) -> ProcessedImage:
    from PIL import Image

    with Image.open(BytesIO(data), formats=FORMATS) as image:
        pixels = image.width * image.height
        if pixels > MAX_PIXELS:
            return ProcessedImage(0, 0, (), _too_large())
        plan = _plan(image, data, settings, decode=not measure)
        result = ProcessedImage(plan.width, plan.height)
        if pixels > settings.max_pixels or plan.memory > settings.max_pixels * memory.BYTES_PER_PIXEL:
            return result._replace(large=_large(pixels, plan.memory, settings)) if plan.widths.made else result
        if measure:
            return result
        own_credits = credits.credits_of(image) if plan.widths.made else None
        image.draft(None, plan.largest)  # decode a JPEG at half its size or less if that is enough
        image.load()
        if not own_credits:
            return result
        encoded = _sizes(_prepared(image, plan), (plan.width, plan.height), plan.widths.made, settings, own_credits)
    sizes = _worthwhile(encoded, len(data), settings)
    return result._replace(sizes=sizes, with_original=plan.widths.with_original and bool(sizes))


def _plan(image: Image, data: bytes, settings: Pictures, *, decode: bool) -> _Plan:
    """Decide what to make of an image. `decode`: see `credits.orientation`."""
    animated = _is_animated(image)
    decode = decode and memory.can_decode(image, data, settings.max_pixels)
    orientation = 1 if animated else credits.orientation(image, decode=decode)
    rotated = orientation > 4  # by 90 degrees
    width, height = (image.height, image.width) if rotated else image.size
    has_sizes = settings.enabled and not animated
    widths = choose_widths(width, height, len(data), settings) if has_sizes else Widths([], with_original=False)
    if not widths.made:
        needed = memory.memory_to_decode(image, data, memory.draft_scale(image, (1, 1)))
        return _Plan(orientation, width, height, widths, (1, 1), needed, False)
    largest = (widths.made[-1], max(1, height * widths.made[-1] // width))
    largest = largest[::-1] if rotated else largest
    needed, sliced = memory.memory_to_resize(image, data, largest, orientation)
    return _Plan(orientation, width, height, widths, largest, needed, sliced)


def _large(pixels: int, needed: int, settings: Pictures) -> tuple[int, ...]:
    """Return the number of pixels, the limit for images of this kind, and the `max_pixels` that would allow this image."""
    enough = max(pixels, -(-needed // memory.BYTES_PER_PIXEL))
    return pixels, min(settings.max_pixels, settings.max_pixels * pixels // enough), enough


def _prepared(image: Image, plan: _Plan) -> Image:
    """Reduce an image to at most twice the largest size, convert it to sRGB, and apply its orientation."""
    from PIL import Image as Pillow

    profile = image.info.get("icc_profile")
    if image.width > 2 * plan.largest[0]:
        image = _reduced(image, (2 * plan.largest[0], max(1, 2 * plan.largest[1])), sliced=plan.sliced)
    else:
        image = _resizable(image)
    if profile:
        image = _to_srgb(image, profile)
    if image.mode not in ("RGB", "RGBA"):
        image = image.convert("RGBA" if image.mode in ("LA", "La", "RGBa") else "RGB")
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    methods = Pillow.Transpose
    transpositions = {
        2: methods.FLIP_LEFT_RIGHT, 3: methods.ROTATE_180, 4: methods.FLIP_TOP_BOTTOM, 5: methods.TRANSPOSE,
        6: methods.ROTATE_270, 7: methods.TRANSVERSE, 8: methods.ROTATE_90,
    }  # fmt: skip
    return image.transpose(transpositions[plan.orientation]) if plan.orientation in transpositions else image


def _resizable(image: Image) -> Image:
    """Convert an image, or a strip of one, to a mode in which it can be resized."""
    if image.mode.startswith("I") or image.mode == "F":  # 16-bit grey, which Pillow would clip instead of scaling
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("P", "PA", "1"):
        return image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    if image.mode in ("L", "LA", "RGB") and "transparency" in image.info:
        return image.convert("RGBA")
    return image


def _reduced(image: Image, size: tuple[int, int], *, sliced: bool) -> Image:
    """Resize an image with a box filter in strips, so that it is never converted to another mode as a whole.

    Strips are first resized to the new width; then the result is resized to the new height. This gives exactly the result
    of `Image.resize`. With `sliced`, strips are resized in both directions at once, which needs less memory but may round
    differently. The original is closed.
    """
    from PIL import Image as Pillow

    box = Pillow.Resampling.BOX
    premultiplied = {"LA": "La", "RGBA": "RGBa"}
    result: Image | None = None
    rows = range(0, size[1], STRIP) if sliced else range(0, image.height, STRIP)
    for start in rows:
        end = min(start + STRIP, rows.stop)
        # The rows of the original that this strip is made from; with `sliced`, they can be fractions.
        top, bottom = (start * image.height / size[1], end * image.height / size[1]) if sliced else (start, end)
        first = math.floor(top)
        strip = _resizable(image.crop((0, first, image.width, min(image.height, math.ceil(bottom)))))
        mode = strip.mode
        strip = strip.convert(premultiplied.get(mode, mode))
        region = (0, top - first, image.width, bottom - first)
        result = result or Pillow.new(strip.mode, (size[0], rows.stop))
        result.paste(strip.resize((size[0], end - start), box, region if sliced else None), (0, start))
    assert result
    image.close()  # releases most of the memory
    return (result if sliced else result.resize(size, box)).convert(mode)


def _to_srgb(image: Image, profile: bytes) -> Image:
    """Convert the colours to sRGB, which browsers assume for images without a profile."""
    from PIL import ImageCms

    mode = {"LA": "RGBA", "RGBA": "RGBA"}.get(image.mode, "RGB")
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if ImageCms.getProfileDescription(source).startswith("sRGB"):
            return image
        if image.mode == "LA":
            image = image.convert("RGBA")
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, target, outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):  # a damaged profile, or one for another mode
        return image


def _sizes(
    image: Image, original: tuple[int, int], widths: list[int], settings: Pictures, own_credits: credits.Credits
) -> list[Size]:
    """Create the sizes of a prepared image. `original`: its dimensions before it was reduced.

    Each size is made from the next larger one, with the filter that Pillow uses by default. Resizing the prepared image with
    the Lanczos filter each time would take twice as long, for a difference that encoding hides.
    """
    from PIL import Image as Pillow

    options = {"exif": credits.as_exif(own_credits), "xmp": b""}  # otherwise Pillow copies them from the original
    sizes = []
    for width in reversed(widths):
        size = (width, max(1, round(original[1] * width / original[0])))
        image = image if image.size == size else image.resize(size, Pillow.Resampling.BICUBIC)
        for name in _formats(settings):
            file = BytesIO()
            if name == "avif":
                quality = max(1, settings.quality * 3 // 4)
                image.save(file, "AVIF", quality=quality, speed=AVIF_SPEED, max_threads=1, **options)
            else:
                image.save(file, "WEBP", quality=settings.quality, method=WEBP_METHOD, **options)
            sizes.append(Size(name, width, file.getvalue()))
    return sizes[::-1]


def _formats(settings: Pictures) -> list[str]:
    """Return the configured formats that Pillow supports, the more efficient one first."""
    from PIL import features

    return [name for name in ("avif", "webp") if name in settings.formats and features.check(name)]


def _worthwhile(sizes: list[Size], original: int, settings: Pictures) -> tuple[Size, ...]:
    """Remove formats that save no space: the largest file must be smaller than the original, and all files together must be
    smaller than those of the next format. `original`: bytes of the original file."""
    result: list[Size] = []
    previous = 0
    for name in reversed(_formats(settings)):
        of_format = [size for size in sizes if size.format == name]
        total = sum(len(size.data) for size in of_format)
        if len(of_format[-1].data) < original and (not previous or total < previous):
            result, previous = of_format + result, total
    return tuple(result)


def _is_animated(image: Image) -> bool:
    return image.format in _ANIMATED and bool(getattr(image, "is_animated", False))


def _too_large() -> str:
    return f"it has more than {MAX_PIXELS // 1_000_000} million pixels"


def _text_of(error: Exception) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
