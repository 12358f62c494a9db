"""Reading one image: its size, smaller sizes, errors, and the metadata that is kept."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageFile, features

from digest.model.config import Pictures
from digest.read.images import resize, svg
from digest.read.images.resize import ProcessedImage, process_image, without_metadata
from tests.support.pictures import GPS, opened, photo, raster, saved, swapped_profile, talkative

FEW = Pictures(widths=(20, 50))
AVIF = pytest.mark.skipif(not features.check("avif"), reason="this Pillow has no AVIF")


def looked(data: bytes, **settings: Any) -> ProcessedImage:
    """Read an image, with sizes of 20 and 50 pixels."""
    return process_image(data, Pictures(**{"widths": (20, 50), **settings}), is_svg=False)


def of_colour(picture: Image.Image, x: float = 0.5, y: float = 0.5) -> tuple[int, ...]:
    """The colour at a place, given as fractions of width and height."""
    found = picture.convert("RGB").getpixel((int(picture.width * x), int(picture.height * y)))
    assert isinstance(found, tuple)
    return tuple(int(value) for value in found)


def alike(one: tuple[int, ...], other: tuple[int, ...], most: int = 12) -> bool:
    """Whether two colours look the same."""
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


# -- sizes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", pytest.param("AVIF", marks=AVIF)])
def test_the_size_of_images_in_all_formats_of_browsers(form: str) -> None:
    found = looked(photo(60, 40, form))
    assert (found.width, found.height, found.problem) == (60, 40, "")


def test_sizes_are_smaller_than_the_original() -> None:
    assert [s.width for s in looked(photo(40, 30)).sizes] == [20, 40]
    assert [s.width for s in looked(photo(50, 30)).sizes] == [20, 50]
    assert [s.width for s in looked(photo(200, 100)).sizes] == [20, 50]
    assert looked(photo(20, 30)).sizes == ()
    for size in looked(photo(200, 100)).sizes:
        made = opened(size.data)
        assert (made.format, made.size) == ("WEBP", (size.width, size.width // 2))


def test_no_sizes_are_made_if_none_are_configured() -> None:
    assert looked(photo(60, 40), enabled=False) == ProcessedImage(60, 40)
    assert looked(photo(60, 40), widths=()).sizes == ()
    assert looked(photo(60, 40), formats=()).sizes == ()


def test_a_format_that_saves_nothing_is_left_out() -> None:
    poor = saved(opened(photo(60, 40)), "WEBP", quality=1)
    assert looked(poor, widths=(20, 50), quality=95) == ProcessedImage(60, 40)
    assert len(looked(poor, widths=(20, 50), quality=1).sizes) == 2


def test_no_copy_as_wide_as_the_original_is_made_if_its_file_is_small() -> None:
    small, large = photo(800, 600), photo(800, 600, "PNG")
    assert len(small) < 0.2 * 800 * 600 < len(large)
    found = looked(small, widths=(200, 800))
    assert ([s.width for s in found.sizes], found.with_original) == ([200], True)
    found = looked(large, widths=(200, 800))
    assert ([s.width for s in found.sizes], found.with_original) == ([200, 800], False)
    # without any size there is nothing to choose from
    assert not looked(small, widths=(200, 800), formats=()).with_original


def test_an_image_is_decoded_once_and_each_size_is_encoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    data, calls = photo(900, 600), list[str]()

    def counted(owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def count(self: Image.Image, *given: Any, **options: Any) -> Any:
            if name != "load" or getattr(self, "tile", None):  # otherwise it is decoded already
                calls.append(name)
            return real(self, *given, **options)

        monkeypatch.setattr(owner, name, count)

    counted(ImageFile.ImageFile, "load")
    counted(Image.Image, "resize")
    counted(Image.Image, "save")
    found = looked(data, widths=(100, 200, 400, 800, 900))
    assert [s.width for s in found.sizes] == [100, 200, 400, 800]
    assert sorted(calls) == ["load"] + ["resize"] * 4 + ["save"] * 4


def test_only_the_modules_of_the_formats_in_use_are_imported() -> None:
    script = (
        "import sys; from digest.model.config import Pictures; from digest.read.images.resize import process_image;"
        "process_image(sys.stdin.buffer.read(), Pictures(widths=(20,)), is_svg=False);"
        "print(*sorted(m for m in sys.modules if m.endswith('ImagePlugin')))"
    )
    done = subprocess.run([sys.executable, "-c", script], input=photo(60, 40), capture_output=True, check=True)
    assert {"PIL.JpegImagePlugin", "PIL.WebPImagePlugin"} < set(done.stdout.decode().split())
    assert len(done.stdout.split()) < 10  # Pillow has about 50


def test_a_large_jpeg_is_decoded_at_a_fraction_of_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[tuple[int, int]] = []
    prepared = resize._prepared

    def note(image: Image.Image, plan: Any) -> Image.Image:
        decoded.append(image.size)
        return prepared(image, plan)

    monkeypatch.setattr(resize, "_prepared", note)
    for width in (399, 400, 800):
        looked(photo(width, width), widths=(100, 200))
    assert decoded == [(399, 399), (200, 200), (200, 200)]


def test_lower_quality_makes_smaller_files() -> None:
    sizes = [[len(s.data) for s in looked(photo(200, 150), quality=q).sizes] for q in (20, 95)]
    assert all(low < high for low, high in zip(*sizes, strict=True))


@AVIF
def test_avif_comes_before_webp() -> None:
    found = looked(photo(400, 300), widths=(100, 300), formats=("webp", "avif"))
    assert [(s.format, s.width) for s in found.sizes] == [("avif", 100), ("avif", 300), ("webp", 100), ("webp", 300)]
    sums = [sum(len(s.data) for s in found.sizes if s.format == name) for name in ("avif", "webp")]
    assert sums[0] < sums[1]
    assert opened(found.sizes[0].data).format == "AVIF"


def test_resizing_is_reproducible() -> None:
    assert looked(photo(200, 150)) == looked(photo(200, 150))


@pytest.mark.parametrize("turn", range(1, 9))
def test_an_image_is_rotated_as_its_metadata_say(turn: int) -> None:
    upright = opened(photo(60, 40, "PNG"))
    # the pixels as a rotated camera stores them
    steps = Image.Transpose
    back = {2: steps.FLIP_LEFT_RIGHT, 3: steps.ROTATE_180, 4: steps.FLIP_TOP_BOTTOM, 5: steps.TRANSPOSE,
            6: steps.ROTATE_90, 7: steps.TRANSVERSE, 8: steps.ROTATE_270}  # fmt: skip
    exif = Image.Exif()
    exif[0x0112] = turn
    stored = upright.transpose(back[turn]) if turn in back else upright
    found = looked(saved(stored, "JPEG", exif=exif, quality=95))
    assert (found.width, found.height) == (60, 40)
    made = opened(found.sizes[-1].data)
    assert made.size == (50, 33)
    assert 0x0112 not in made.getexif()
    for x, y in ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9)):
        assert alike(of_colour(made, x, y), of_colour(upright, x, y), 40)
    assert of_colour(made, 0.1, 0.1)[0] > 2 * of_colour(made, 0.1, 0.1)[1]  # red only there
    assert not of_colour(made, 0.9, 0.9)[0] > 2 * of_colour(made, 0.9, 0.9)[1]


def gradient(mode: str) -> Image.Image:
    """A gradient from black to white in this mode."""
    return Image.linear_gradient("L").resize((200, 150)).convert(mode)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_png_images_of_all_modes_keep_their_brightness(mode: str) -> None:
    grey = Image.linear_gradient("L").resize((200, 150))
    picture = grey.convert("I").point(lambda v: v * 257).convert("I;16") if mode == "I;16" else grey.convert(mode)
    data = saved(picture, "PNG", compress_level=0)
    made = opened(looked(data).sizes[-1].data)
    assert made.mode == "RGB"
    dark, light = of_colour(made, 0.5, 0.05), of_colour(made, 0.5, 0.95)
    assert alike(dark, (12, 12, 12), 20)
    assert alike(light, (243, 243, 243), 20)


def test_a_cmyk_jpeg_is_converted_to_rgb() -> None:
    data = saved(photo_image().convert("CMYK"), "JPEG", quality=95)
    made = opened(looked(data).sizes[-1].data)
    assert made.mode == "RGB"
    assert alike(of_colour(made, 0.15, 0.15), of_colour(photo_image(), 0.15, 0.15), 30)


def photo_image() -> Image.Image:
    return opened(photo(200, 150, "PNG")).convert("RGB")


def test_transparency_is_kept() -> None:
    picture = photo_image().convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    made = opened(looked(saved(picture, "PNG")).sizes[-1].data)
    assert made.mode == "RGBA"
    alpha = made.getchannel("A")
    assert alpha.getpixel((25, 0)) == pytest.approx(3, abs=8)
    assert alpha.getpixel((25, made.height - 1)) == pytest.approx(252, abs=8)
    palette = photo_image().quantize(16)
    palette.info["transparency"] = 3
    data = saved(palette, "PNG", transparency=3, compress_level=0)
    assert opened(looked(data).sizes[-1].data).mode == "RGBA"


def test_a_colour_profile_is_applied() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    swapped = swapped_profile()
    plain = photo_image()
    shown = ImageCms.profileToProfile(plain, ImageCms.ImageCmsProfile(BytesIO(swapped)), ImageCms.createProfile("sRGB"))
    assert shown is not None
    assert not alike(of_colour(shown, 0.15, 0.15), of_colour(plain, 0.15, 0.15))
    made = opened(looked(saved(plain, "JPEG", quality=95, icc_profile=swapped)).sizes[-1].data)
    assert "icc_profile" not in made.info
    assert alike(of_colour(made, 0.15, 0.15), of_colour(shown, 0.15, 0.15), 30)
    # useless and damaged profiles are ignored
    for useless in (profile, b"no profile at all", swapped[:200]):
        made = opened(looked(saved(plain, "JPEG", quality=95, icc_profile=useless)).sizes[-1].data)
        assert alike(of_colour(made, 0.15, 0.15), of_colour(plain, 0.15, 0.15), 30)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_an_animation_is_unchanged(form: str) -> None:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")]
    data = saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100)
    assert looked(data) == ProcessedImage(60, 40)
    with Image.open(BytesIO(without_metadata(data))) as image:
        assert getattr(image, "n_frames", 1) == 3


# -- broken images --------------------------------------------------------------------------------


def huge(width: int, height: int) -> bytes:
    """A small file that claims to be a large image."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "the file is empty"),
        (b"one", "it is not a valid JPEG, PNG, WebP, GIF or AVIF"),
        (b"\0" * 4000, "it is not a valid JPEG, PNG, WebP, GIF or AVIF"),
        (b"<html><body>Not found</body></html>", "it is not a valid JPEG, PNG, WebP, GIF or AVIF"),
        (raster(4, 3, "TIFF"), "it is not a valid JPEG, PNG, WebP, GIF or AVIF"),
        (photo(300, 200)[:3000], "it cannot be decoded: image file is truncated"),
        (photo(300, 200)[:300], "it "),
        (photo(300, 200, "PNG")[:3000], "it cannot be decoded: "),
        (photo(300, 200, "WEBP")[:1000], "it "),
        (photo(300, 200, "GIF")[:9000], "it cannot be decoded: "),
        (photo(300, 200, "PNG")[:3000] + b"\0" * 3000 + photo(300, 200, "PNG")[6000:], "it cannot be decoded: "),
        (huge(20_000, 10_000), "it has more than 150 million pixels"),
        (huge(60_000, 60_000), "it has more than 150 million pixels"),
        (huge(2**31 - 1, 2**31 - 1), "it has more than 150 million pixels"),
        (huge(0, 5), "it "),
    ],
)  # fmt: skip
def test_a_broken_image_is_reported_with_the_reason(data: bytes, why: str) -> None:
    found = looked(data)
    assert found.problem.startswith(why)
    assert (found.width, found.height, found.sizes) == (0, 0, ())
    assert looked(data, enabled=False).problem.startswith(why)
    without_metadata(data)  # it can still be linked to


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_damaged_images_are_read_or_reported(form: str) -> None:
    whole = photo(60, 40, form)
    for at in range(0, len(whole), 7):
        damaged = whole[:at] + bytes([whole[at] ^ 0xFF, 0xFF]) + whole[at + 2 :]
        found = looked(damaged)
        assert (found.width > 0) is (not found.problem)
        without_metadata(damaged)
        without_metadata(whole[:at])


# -- metadata -------------------------------------------------------------------------------------


XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
    b' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="50,27N"'
    b' xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmpRights:WebStatement="https://licence.example/?a=1&amp;b=2">'
    b"<dc:creator><rdf:Seq><rdf:li>Ann &amp; Jo</rdf:li><rdf:li>M. Roe</rdf:li></rdf:Seq></dc:creator>"
    b'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">CC BY 4.0</rdf:li></rdf:Alt></dc:rights>'
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def said(data: bytes) -> tuple[dict[int, Any], dict[int, Any], str]:
    """EXIF, GPS and XMP of a file."""
    image = opened(data)
    exif = image.getexif()
    xmp = image.info.get("xmp", b"")
    return dict(exif), dict(exif.get_ifd(GPS)), xmp.decode() if isinstance(xmp, bytes) else xmp


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", pytest.param("AVIF", marks=AVIF)])
def test_only_credits_are_published(form: str) -> None:
    original = talkative(60, 40, form)
    assert said(original)[1]
    files = [without_metadata(original), *(s.data for s in looked(original).sizes)]
    assert len(files) >= 2
    for data in files:
        exif, place, _ = said(data)
        assert place == {}
        assert set(exif) == {0x013B, 0x8298}
        assert exif[0x013B].encode("latin-1").decode() == "Zoë Lee"
        assert exif[0x8298] == "2021 Harbour Times"
        assert b"Camera Works" not in data


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_removing_metadata_keeps_the_pixels(form: str) -> None:
    original = talkative(60, 40, form)
    assert opened(without_metadata(original)).tobytes() == opened(original).tobytes()
    assert without_metadata(without_metadata(original)) == without_metadata(original)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_credits_and_licence_in_xmp_are_kept(form: str) -> None:
    original = saved(opened(photo(60, 40, "PNG")), form, xmp=XMP, **({"exif": b"Exif\0\0"} if form == "WEBP" else {}))
    if form == "PNG":
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        original = saved(opened(photo(60, 40, "PNG")), form, pnginfo=info)
    assert "GPSLatitude" in said(original)[2]
    for data in [without_metadata(original), *(s.data for s in looked(original).sizes)]:
        exif, _, xmp = said(data)
        assert exif[0x013B] == "Ann & Jo; M. Roe"
        assert exif[0x8298] == "CC BY 4.0 https://licence.example/?a=1&b=2"
        assert xmp == ""
        assert b"GPSLatitude" not in data
        assert without_metadata(data) == data


def test_an_invalid_url_of_a_licence_is_left_out() -> None:
    xmp = XMP.replace(b"?a=1&amp;b=2", b"a" * 60_000)
    assert said(without_metadata(saved(photo_image(), "JPEG", xmp=xmp)))[0][0x8298] == "CC BY 4.0"


def test_credits_in_iptc_are_kept_as_exif() -> None:
    def record(number: int, text: str) -> bytes:
        return b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text.encode())) + text.encode()

    iptc = record(80, "Ann Lee") + record(116, "AFP") + record(90, "Kyiv")
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc + b"\0" * (len(iptc) % 2)
    segment = b"\xff\xed" + struct.pack(">H", 2 + 14 + len(block)) + b"Photoshop 3.0\0" + block
    original = photo(60, 40)[:2] + segment + photo(60, 40)[2:]
    bare = without_metadata(original)
    assert said(bare)[0] == {0x013B: "Ann Lee", 0x8298: "AFP"}
    assert b"Kyiv" not in bare


def test_the_rotation_of_a_jpeg_is_kept_and_a_png_is_rotated() -> None:
    assert said(without_metadata(talkative(60, 40, "JPEG", turn=6)))[0][0x0112] == 6
    bare = without_metadata(talkative(60, 40, "PNG", turn=6))
    assert 0x0112 not in said(bare)[0]
    assert opened(bare).size == (40, 60)


def test_bytes_after_the_end_of_an_image_are_removed() -> None:
    for form in ("JPEG", "PNG", "WEBP", "GIF"):
        original = photo(60, 40, form)
        assert without_metadata(original + b"a film with a place in it") == without_metadata(original)
        assert opened(without_metadata(original)).tobytes() == opened(original).tobytes()


def test_the_colour_profile_is_kept() -> None:
    profile = swapped_profile()
    for form in ("JPEG", "PNG", "WEBP"):
        bare = without_metadata(saved(photo_image(), form, icc_profile=profile, exif=Image.Exif()))
        assert opened(bare).info["icc_profile"] == profile


def test_comments_in_a_gif_are_removed() -> None:
    original = saved(photo_image().quantize(32), "GIF", comment=b"taken at home")
    bare = without_metadata(original)
    assert b"taken at home" in original
    assert b"taken at home" not in bare
    assert opened(bare).tobytes() == opened(original).tobytes()


def test_a_file_that_is_not_an_image_is_unchanged() -> None:
    for data in (b"", b"one", b"<svg/>", raster(4, 3, "BMP")):
        assert without_metadata(data) == data


# -- SVG ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ('<svg width="40" height="30"/>', (40, 30)),
        ('<?xml version="1.0"?><!-- <svg width="1"> --><svg xmlns="x" width="4cm" height="30mm">', (151, 113)),
        ("<svg width='72pt' height='1in' viewBox='0 0 1 1'>", (96, 96)),
        ('<svg viewBox="0 0 120.4 60">', (120, 60)),
        ('<svg viewBox="-5,-5,40,20" width="100%" height="100%">', (40, 20)),
        ('<svg width="80" viewBox="0 0 40 20">', (80, 40)),
        ('<svg height="80" viewBox="0 0 40 20">', (160, 80)),
        ("<svg>", (300, 150)),
        ('<svg viewBox="0 0 0 0">', (300, 150)),
        ('<svg viewBox="0 0 1e999 1e-999" width="1e9">', (300, 150)),
        (f'<svg width="{"9" * 500}" height="0.01">', (65_535, 1)),
        ('<svg:svg xmlns:svg="x" width="7" height="8">', (7, 8)),
        ('<!DOCTYPE svg [<!ENTITY a "&b;&b;"><!ENTITY b "&a;">]><svg width="&a;" height="9"/>', None),
        ('<!DOCTYPE svg [<!ENTITY a "7">]><svg width="&a;" height="9"/>', (7, 9)),
        ('<svg width="4 height="30"/>', None),
        ('<svg data-width="9" stroke-width="3" width = "5" height="6" title="a > b">', (5, 6)),
        ("<html>", None),
        ("", None),
        ("<!-- <svg> -->", None),
        ("<svgx>", None),
    ],
)
def test_the_size_of_an_svg(text: str, size: tuple[int, int] | None) -> None:
    assert svg.size(text.encode()) == size
    assert svg.size(b"\xff\xfe" + text.encode("utf-16-le")) == size


def test_an_svg_is_recognized_by_its_name() -> None:
    drawing = b'<svg width="40" height="30"/>'
    assert process_image(drawing, FEW, is_svg=True) == ProcessedImage(40, 30)
    assert process_image(drawing, FEW, is_svg=False).problem.startswith("it is not a valid JPEG")
    assert process_image(photo(60, 40), FEW, is_svg=True).problem == "it is not a valid SVG image"
    assert process_image(b"", FEW, is_svg=True).problem == "the file is empty"
