"""The images of a site and the sizes made from them, which are kept in `.digest/pictures/`.

Sizes are named by a hash of the image's bytes and of the settings. They are made once, even if several articles show the image,
its file is moved, or the store is lost. A record next to the sizes has the properties of the image. The record is written last;
without it, the sizes are ignored.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from digest.files import output
from digest.model.config import Pictures
from digest.model.fingerprint import content_hash, file_hash, hash_text
from digest.model.image import MEASURED, ImageInfo, ImageRecord, pack_info, unpack_info
from digest.model.named_tuple import NamedTuple
from digest.model.site import Site

if TYPE_CHECKING:
    from digest.read.images.resize import ProcessedImage

METADATA_VERSION = "1"
"""The version of the way in which metadata is removed. If it changes, all images are copied again."""
_SUFFIXES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".gif", ".webp", ".avif", ".bmp")


def has_image_suffix(name: str) -> bool:
    """Whether a file name is that of an image that may have metadata, like the place where it was taken."""
    return name.lower().endswith(_SUFFIXES)


def without_metadata(path: str) -> bytes:
    """The bytes of an image without its metadata. Raises OSError."""
    from digest.read.images.resize import without_metadata as strip

    with open(path, "rb") as file:
        return strip(file.read())


class ImageJob(NamedTuple):
    """An image to process."""

    path: str
    """As articles refer to it (see store/images.py)."""
    stamp: str
    """Of its file."""
    measure: bool = False
    """Whether to read only its header, unless its sizes exist already."""


class ImageCache:
    """The images of one site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.folder = os.path.join(site.state, "pictures")

    def load(self) -> None:
        """Import what processing images needs."""
        from digest.read.images.resize import load_pillow

        load_pillow()

    def original(self, path: str) -> str:
        """The file of an image, by its path as articles refer to it (see store/images.py)."""
        return self.site.file(path)

    def resized_path(self, key: str, width: int, format: str) -> str:
        """The file of a size of an image."""
        return os.path.join(self.folder, f"{key}-{width}.{format}")

    def ensure_size(self, name: str, path: str) -> str:
        """The file of the size that is published as `name`. If it is missing or damaged, it is made again from the image at
        `path`. Raises OSError."""
        file = os.path.join(self.folder, os.path.basename(name))
        record = self._read_record(os.path.basename(name).partition("-")[0])
        if record is None or not self._is_intact(os.path.basename(name), record[1]):
            self.process(ImageJob(path, ""))
        return file

    def process(self, job: ImageJob) -> ImageRecord:
        """Find the properties of an image, and make its sizes unless they exist.

        Raises OSError if a file cannot be written. If the image cannot be read, the record has a problem.
        """
        from digest.read.images.resize import process_image, settings_key

        path, stamp, measure = job
        try:
            with open(self.original(path), "rb") as file:
                data = file.read()
        except OSError as error:
            problem = f"it cannot be read: {error.strerror}"
            return ImageRecord(path, "", "", pack_info(ImageInfo("", 0, 0, (), problem)))
        drawing = path.lower().endswith(".svg")
        key = hash_text(content_hash(data), settings_key(self.site.config.pictures), str(drawing))
        try:
            info = self._cached(key)
            if info is None and measure and not drawing:
                header = process_image(data, self.site.config.pictures, is_svg=False, measure=True)
                return ImageRecord(path, MEASURED + stamp, "", pack_info(_info("", header)))
            info = info or self._make(data, key, drawing)
        except MemoryError:  # the next build may have enough, so the record has no stamp
            return ImageRecord(
                path, "", "", pack_info(ImageInfo("", 0, 0, (), "there is not enough memory to decode it"))
            )
        return ImageRecord(path, stamp, key, pack_info(info))

    def _record_path(self, key: str) -> str:
        """The file of an image's record. `pictures.max_pixels` is part of its name and not of the key, because it does not change
        the sizes."""
        limit = self.site.config.pictures.max_pixels
        return os.path.join(self.folder, f"{key}.json" if limit == Pictures().max_pixels else f"{key}.{limit}.json")

    def _cached(self, key: str) -> ImageInfo | None:
        """The properties of an image; None unless all of its sizes exist and are intact."""
        record = self._read_record(key)
        return record[0] if record and all(self._is_intact(name, record[1]) for name in record[1]) else None

    def _read_record(self, key: str) -> tuple[ImageInfo, dict[str, str]] | None:
        """The properties of an image and the hashes of its sizes by name; None if the record is missing or damaged."""
        try:
            with open(self._record_path(key), encoding="utf-8") as file:
                checksum, _, text = file.read().partition("\n")
            if checksum != hash_text(text):
                return None
            info, hashes = json.loads(text)
            return unpack_info(info), hashes
        except (OSError, ValueError, TypeError):
            return None

    def _is_intact(self, name: str, hashes: Mapping[str, str]) -> bool:
        """Whether a size has the bytes that were written."""
        try:
            return file_hash(os.path.join(self.folder, name)) == hashes.get(name)
        except OSError:
            return False

    def _make(self, data: bytes, key: str, drawing: bool = False) -> ImageInfo:
        from digest.read.images.resize import process_image

        image = process_image(data, self.site.config.pictures, is_svg=drawing)
        for size in image.sizes:
            output.write(self.resized_path(key, size.width, size.format), size.data)
        info = _info(key, image)
        hashes = {f"{key}-{size.width}.{size.format}": content_hash(size.data) for size in image.sizes}
        text = json.dumps([pack_info(info), hashes])
        output.write(self._record_path(key), f"{hash_text(text)}\n{text}".encode())
        return info

    def sweep(self, keys: set[str]) -> None:
        """Remove the files of all images except those with these keys."""
        for entry in os.scandir(self.folder) if os.path.isdir(self.folder) else ():
            if entry.name.partition(".")[0].partition("-")[0] not in keys:
                os.unlink(entry.path)


def _info(key: str, image: ProcessedImage) -> ImageInfo:
    """What the store keeps of an image. `key`: for the names of its sizes."""
    formats = dict.fromkeys(size.format for size in image.sizes)
    sizes = tuple((name, tuple(s.width for s in image.sizes if s.format == name)) for name in formats)
    return ImageInfo(
        key if sizes else "", image.width, image.height, sizes, image.problem, image.large, image.with_original
    )
