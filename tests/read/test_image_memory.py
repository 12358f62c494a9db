"""One image takes limited memory and time, and a fault in it affects only that image."""

from __future__ import annotations

import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageFile, features

from digest.model.config import Pictures
from digest.read.images import memory, svg
from digest.read.images.resize import ProcessedImage, _reduced, _resizable, process_image, without_metadata
from tests.support.paths import REPOSITORY
from tests.support.pictures import photo, saved, swapped_profile, talkative
from tests.support.sites import Site

MOST = 300_000_000
"""Bytes of memory for a process that reads one image."""
LIMIT = Pictures().max_pixels
PROGRAM = """
import sys
from digest.model.config import Pictures
from digest.read.images.resize import process_image, without_metadata
data = open(sys.argv[1], "rb").read()
if sys.argv[2] == "read":
    found = process_image(data, Pictures(), is_svg=sys.argv[1].endswith(".svg"))
    print("large" if found.large else "broken" if found.problem else len(found.sizes))
else:
    print(len(without_metadata(data)))
print(next(int(line.split()[1]) * 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak of memory is read from /proc")


def costs(data: bytes, tmp_path: Path, name: str = "picture") -> str:
    """Read an image and remove its metadata, each in a new process; return what the reader found.

    Fails if a process takes more than MOST bytes of memory.
    """
    file = tmp_path / name
    file.write_bytes(data)
    found = []
    for step in ("read", "publish"):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(file), step], cwd=REPOSITORY, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        result, peak = done.stdout.split()
        assert int(peak) < MOST, f"{step}: {int(peak) // 1_000_000} MB"
        found.append(result)
    return found[0]


def drawn(form: str, side: int, mode: str = "RGB", **options: Any) -> bytes:
    """A square image that compresses well."""
    grey = Image.linear_gradient("L").resize((side, side))
    if mode == "I;16":
        return saved(grey.convert("I").point(lambda v: v * 256).convert(mode), form, **options)
    picture = Image.merge("RGB", [grey] * 3) if mode == "RGBA" else grey.convert(mode)
    if mode == "RGBA":
        picture.putalpha(grey)
    return saved(picture, form, **options)


TURNED = Image.Exif()
TURNED[0x0112] = 6
AVIF = pytest.mark.skipif(not features.check("avif"), reason="this Pillow has no AVIF")
KINDS = [
    # The largest side for which the default settings make smaller sizes, within one percent.
    ("PNG", 7_300, "RGB", {"compress_level": 1}),
    ("PNG", 7_300, "RGBA", {"compress_level": 1, "exif": TURNED, "icc_profile": swapped_profile()}),
    ("PNG", 7_300, "LA", {"compress_level": 1}),
    ("PNG", 8_000, "P", {"transparency": 3}),
    ("PNG", 8_000, "L", {"compress_level": 1}),
    ("PNG", 8_000, "I;16", {"compress_level": 1}),
    ("JPEG", 8_000, "RGB", {}),
    ("JPEG", 8_000, "RGB", {"progressive": True}),
    ("JPEG", 5_800, "RGB", {"progressive": True, "subsampling": 0}),
    ("JPEG", 5_100, "CMYK", {"progressive": True}),
    ("WEBP", 3_900, "RGB", {"method": 0}),
    ("WEBP", 3_650, "RGB", {"method": 0, "lossless": True, "quality": 0}),
    ("WEBP", 3_600, "RGBA", {"method": 0}),
    pytest.param("AVIF", 5_000, "RGB", {"speed": 10}, marks=AVIF),
    pytest.param("AVIF", 4_600, "RGB", {"speed": 10, "subsampling": "4:4:4"}, marks=AVIF),
    pytest.param("AVIF", 4_400, "RGBA", {"speed": 10}, marks=AVIF),
    ("GIF", 8_000, "P", {}),
    ("BMP", 5_150, "RGB", {}),
]


@pytest.mark.slow
@pytest.mark.parametrize(("form", "side", "mode", "options"), KINDS, ids=range(len(KINDS)))
def test_the_memory_for_the_largest_image_that_is_resized(
    form: str, side: int, mode: str, options: dict[str, Any], tmp_path: Path
) -> None:
    assert costs(drawn(form, side, mode, **options), tmp_path) not in ("large", "broken")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "side", "mode", "options"),
    [
        ("PNG", 7_450, "RGB", {"compress_level": 1}),
        ("PNG", 12_207, "L", {}),
        ("PNG", 8_200, "RGBA", {"compress_level": 1, "exif": TURNED}),
        ("JPEG", 8_100, "RGB", {}),
        ("JPEG", 12_000, "CMYK", {"progressive": True}),
        ("WEBP", 12_000, "RGB", {"method": 0}),
        pytest.param("AVIF", 8_000, "RGB", {"speed": 10}, marks=AVIF),
        ("GIF", 12_000, "P", {}),
    ],
    ids=range(8),
)
def test_a_larger_image_is_not_decoded(
    form: str, side: int, mode: str, options: dict[str, Any], tmp_path: Path
) -> None:
    assert costs(drawn(form, side, mode, **options), tmp_path) == "large"


@pytest.mark.slow
def test_an_animation_with_huge_frames_is_not_decoded(tmp_path: Path) -> None:
    frames = [Image.new("P", (8_000, 8_000), n) for n in range(6)]
    assert costs(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]), tmp_path) == "0"
    frames = [Image.new("RGB", (6_000, 6_000), colour) for colour in ("red", "blue")]
    assert costs(saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], method=0), tmp_path) == "0"


def chunked(kind: bytes, content: bytes) -> bytes:
    """A PNG with another chunk before its pixels."""
    whole = photo(900, 600, "PNG")
    at = whole.index(b"IDAT") - 4
    piece = len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")
    return whole[:at] + piece + whole[at:]


@cache
def bomb() -> bytes:
    """300 MB, compressed."""
    return zlib.compress(b"a" * 300_000_000, 9)


ENTITIES = b"".join(b'<!ENTITY %c "%s">' % (c + 1, b"&%c;" % c * 10) for c in range(97, 110))
BOMBS: dict[str, Callable[[], bytes]] = {
    "text.png": lambda: chunked(b"zTXt", b"Comment\0\0" + bomb()),
    "profile.png": lambda: chunked(b"zTXt", b"Raw profile type exif\0\0" + bomb()),
    "xmp.png": lambda: chunked(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb()),
    "colours.png": lambda: chunked(b"iCCP", b"profile\0\0" + bomb()),
    "entries.png": lambda: chunked(
        b"eXIf", b"MM\0*\0\0\0\x08\xff\xff" + b"\x01\x0f\0\x02\xff\xff\xff\xff\0\0\0\x08" * 60_000
    ),
    "exif.png": lambda: chunked(b"eXIf", b"II*\0\x08\0\0\0" + b"\x01" * 10_000_000),
    "tiff.jpg": lambda: drawn("TIFF", 8_000, compression="tiff_lzw"),
    "entities.svg": lambda: b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">' + ENTITIES + b']><svg width="&n;">&n;</svg>',
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_compressed_parts_of_an_image_are_limited(name: str, tmp_path: Path) -> None:
    costs(BOMBS[name](), tmp_path, name)


@pytest.mark.slow
def test_the_limit_of_pixels_can_be_set() -> None:
    data = drawn("PNG", 1_000, "L")
    few = Pictures(widths=(20,), max_pixels=999_999)
    assert process_image(data, few, is_svg=False) == ProcessedImage(1_000, 1_000, large=(1_000_000, 999_999, 1_000_000))
    assert len(process_image(data, Pictures(widths=(20,), max_pixels=1_000_000), is_svg=False).sizes) == 1
    many = Pictures(max_pixels=140_000_000)
    large = process_image(drawn("WEBP", 4_500, method=0), Pictures(), is_svg=False).large
    assert large[0] == 4_500**2
    assert large[1] < large[0] < LIMIT < large[2] < many.max_pixels
    assert process_image(drawn("WEBP", 4_500, method=0), Pictures(max_pixels=large[2]), is_svg=False).sizes


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I", "I;16"])
@pytest.mark.parametrize(
    ("before", "after"), [((777, 301), (200, 77)), ((640, 64), (100, 10)), ((500, 333), (249, 166))]
)
def test_resizing_in_strips_gives_the_same_pixels(mode: str, before: tuple[int, int], after: tuple[int, int]) -> None:
    noise = Image.merge("RGBA", [Image.effect_noise(before, 90) for _ in range(4)])
    wide = mode.startswith("I")
    image = noise.convert("L").convert("I").point(lambda v: v * 256).convert(mode) if wide else noise.convert(mode)
    if mode == "P":
        image.info["transparency"] = 3
    whole = _resizable(image).resize(after, Image.Resampling.BOX)
    made = _reduced(image.copy(), after, sliced=False)
    assert (made.mode, made.size, made.tobytes()) == (whole.mode, whole.size, whole.tobytes())
    sliced = _reduced(image.copy(), after, sliced=True)
    small = [p.convert("RGBA").resize((5, 5), Image.Resampling.BOX).tobytes() for p in (whole, sliced)]
    assert sliced.size == after
    assert max(abs(a - b) for a, b in zip(*small, strict=True)) < 8


def test_a_progressive_jpeg_is_detected() -> None:
    assert memory._is_buffered(photo(60, 40)) is False
    assert memory._is_buffered(drawn("JPEG", 60, progressive=True)) is True
    plain = bytearray(photo(60, 40))
    scan = plain.index(b"\xff\xda")
    assert plain[scan + 4] == 3
    plain[scan + 4] = 1
    assert memory._is_buffered(bytes(plain)) is True


@pytest.mark.timing
@pytest.mark.parametrize(
    "text",
    ["<!--" * 16_000, "<?" * 32_000, "<svg " * 13_000, '<svg "' * 10_000, "<svg a='" * 8_000, "<!--" * 8_000 + "-->" * 8_000,
     "<svg width=" + " " * 60_000, '<svg viewBox="' + "1" * 60_000 + '">', '<svg width="' + " " * 60_000 + 'x">'],
    ids=range(9),
)  # fmt: skip
def test_any_svg_is_read_in_half_a_second(text: str) -> None:
    began = time.monotonic()
    svg.size(text.encode())
    assert time.monotonic() - began < 0.5


@pytest.mark.timing
def test_metadata_of_an_image_is_read_in_three_seconds() -> None:
    began = time.monotonic()
    for word in (b"<dc:creator>", b"<dc:rights>", b"<rdf:li", b"<cc:license ", b"WebStatement=", b"WebStatement= "):
        without_metadata(chunked(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + word * (900_000 // len(word))))
    assert time.monotonic() - began < 3


RAISED = [
    OSError("odd"),
    SyntaxError("odd"),
    ValueError("odd"),
    KeyError("odd"),
    IndexError(),
    TypeError("odd"),
    EOFError(),
    OverflowError("odd"),
    ZeroDivisionError("odd"),
    AttributeError("odd"),
    RecursionError("odd"),
    RuntimeError(""),
    NotImplementedError(),
    MemoryError(),
    AssertionError(),
    UnicodeDecodeError("a", b"", 0, 0, ""),
    zlib.error("odd"),
    struct.error("odd"),
    Image.DecompressionBombError("odd"),
    Image.UnidentifiedImageError("odd"),
]


@pytest.mark.parametrize("error", RAISED, ids=lambda error: type(error).__name__)
def test_exceptions_of_pillow_affect_only_the_image(
    error: Exception, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site.root / "content").mkdir(parents=True)
    (site.root / "content/hall.jpg").write_bytes(talkative(120, 90))
    site.write(
        "-- content/a.md --\n---\ntitle: A\ndate: 2021-05-06\n---\nText ![Hall](hall.jpg) and [file](hall.jpg).\n"
    )
    real = ImageFile.ImageFile.load

    def load(*_: object) -> None:
        raise error

    monkeypatch.setattr(ImageFile.ImageFile, "load", load)
    report = site.build()
    assert [p.code for p in report.problems] == ["picture-broken"]
    assert "Text" in site.page("2021/05/06/a.html")
    monkeypatch.setattr(ImageFile.ImageFile, "load", real)
    if isinstance(error, MemoryError):  # there can be enough memory next time
        assert site.build().problems == ()
    files = [talkative(), talkative(form="PNG"), talkative(form="WEBP")]
    monkeypatch.setattr(Image, "open", load)
    assert [b"Camera Works" in without_metadata(data) for data in files] == [False] * 3


def test_a_truncated_webp_is_published() -> None:
    whole = talkative(60, 40, "WEBP")
    for end in range(12, 60):
        without_metadata(whole[:end])


def test_an_image_with_too_many_pixels_is_published_with_a_warning(site: Site) -> None:
    (site.root / "content").mkdir(parents=True)
    original = saved(Image.linear_gradient("L").resize((1_000, 800)), "PNG")
    (site.root / "content/hall.png").write_bytes(original)
    settings = "-- config.yaml --\npictures: {widths: [100, 200], max_pixels: 799999}\n"
    site.write(settings + "-- content/a.md --\n---\ntitle: A\ndate: 2021-05-06\n---\nText.\n\n![Hall](hall.png)\n")
    for report in (site.build(), site.build(), site.build(full=True)):
        (problem,) = report.problems
        assert (problem.code, problem.severity, problem.place()) == ("picture-large", "warning", "content/a.md:7")
        assert problem.message == (
            "content/hall.png is not resized: it has 800,000 pixels, and the limit for such an image is 799,999"
        )
        assert "`pictures.max_pixels` to 800000" in problem.hint
        assert '" alt="Hall" loading="lazy" decoding="async" width="1000" height="800">' in site.page(
            "2021/05/06/a.html"
        )
        assert site.output()["2021/05/06/a/hall.png"] == original
        assert not any(path.startswith("pictures/") for path in site.output())
    site.write("-- config.yaml --\npictures: {widths: [100, 200], max_pixels: 800000}\n")
    assert site.build().problems == ()
    made = [path for path in site.output() if path.startswith("pictures/")]
    assert len(made) == 2
    site.write("-- config.yaml --\npictures: {widths: [100, 200]}\n")
    assert site.build().problems == ()
    assert [path for path in site.output() if path.startswith("pictures/")] == made
    site.write(settings)
    assert [p.code for p in site.build().problems] == ["picture-large"]
    assert not any(path.startswith("pictures/") for path in site.output())


@pytest.mark.slow
def test_a_large_png_is_published_without_metadata() -> None:
    data = drawn("PNG", 8_200, "RGBA", compress_level=1, exif=camera_metadata())
    bare = without_metadata(data)
    assert b"Camera Works" in data
    assert b"Camera Works" not in bare
    with Image.open(BytesIO(bare)) as image:
        assert dict(Image.Image.getexif(image)) == {0x0112: 6}


@pytest.mark.slow
@AVIF
def test_a_large_avif_is_published_without_metadata() -> None:
    data = drawn("AVIF", 6_000, speed=10, exif=camera_metadata())
    bare = without_metadata(data)
    assert b"Camera Works" in data
    assert b"Camera Works" not in bare
    with Image.open(BytesIO(bare)) as image:
        assert image.size == (6_000, 6_000)


def camera_metadata() -> Image.Exif:
    """The metadata of a camera that was held sideways."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Camera Works", 6
    return exif
