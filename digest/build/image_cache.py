"""Pictures of a site and the sizes made from them, as one process reads and keeps them: `.digest/pictures/`.

What was made is kept by the picture's bytes and the way it was made, beside a note of what is known of it, so nothing is
made twice: not for a second article, nor when a file is moved, nor when the store is lost. The notes are written last;
without one, what stands there does not count. This module must not know which pictures are wanted.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from digest.files import output
from digest.model.config import Pictures
from digest.model.fingerprint import content_hash, file_hash, hash_text
from digest.model.image import ImageInfo, ImageRecord, pack_info, unpack_info
from digest.model.site import Site

BARE = "1"
"""Of the way words are taken out of pictures; another number copies all of them anew."""
_NAMED = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".gif", ".webp", ".avif", ".bmp")


def has_image_suffix(name: str) -> bool:
    """Whether a file, by its name, is a picture that can say where it was taken and the like."""
    return name.lower().endswith(_NAMED)


def published(path: str) -> bytes:
    """A picture's bytes as they are published, without such words. Raises OSError."""
    from digest.read.images.resize import without_metadata as bare

    with open(path, "rb") as file:
        return bare(file.read())


class ImageCache:
    """The pictures of one site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.folder = os.path.join(site.state, "pictures")

    def original(self, path: str) -> str:
        """Where a picture lies, by its path as articles refer to it (see store/pictures.py)."""
        folder = self.site.static if path.startswith("/") else self.site.content
        return os.path.join(folder, path.lstrip("/"))

    def resized_path(self, mark: str, width: int, format: str) -> str:
        """Where a size of a picture is kept."""
        return os.path.join(self.folder, f"{mark}-{width}.{format}")

    def ensure_size(self, name: str, path: str) -> str:
        """Where the size of a picture lies that is published as `name`; made again from the picture at `path` when somebody
        took it away. Raises OSError."""
        file = os.path.join(self.folder, os.path.basename(name))
        noted = self._read_note(os.path.basename(name).partition("-")[0])
        if noted is None or not self._is_whole(os.path.basename(name), noted[1]):
            self.process(path, "")
        return file

    def process(self, path: str, stamp: str) -> ImageRecord:
        """Look at a picture, and make its sizes unless they are there.

        Raises OSError when a file cannot be written; one that cannot be read is a picture with a problem.
        """
        from digest.read.images.resize import settings_key

        try:
            with open(self.original(path), "rb") as file:
                data = file.read()
        except OSError as error:
            said = f"it cannot be read: {error.strerror}"
            return ImageRecord(path, "", "", pack_info(ImageInfo("", 0, 0, (), said)))
        drawing = path.lower().endswith(".svg")
        mark = hash_text(content_hash(data), settings_key(self.site.config.pictures), str(drawing))
        try:
            facts = self._noted(mark) or self._make(data, mark, drawing)
        except MemoryError:  # another time there may be enough
            return ImageRecord(path, "", "", pack_info(ImageInfo("", 0, 0, (), "there is not enough memory to decode it")))
        return ImageRecord(path, stamp, mark, pack_info(facts))

    def _note(self, mark: str) -> str:
        """Where it is noted what is known of a picture. How many pixels are decoded is no part of its mark, since it changes
        none of its sizes."""
        most = self.site.config.pictures.max_pixels
        return os.path.join(self.folder, f"{mark}.json" if most == Pictures().max_pixels else f"{mark}.{most}.json")

    def _noted(self, mark: str) -> ImageInfo | None:
        """What is known of a picture, if its sizes are there and whole."""
        noted = self._read_note(mark)
        return noted[0] if noted and all(self._is_whole(name, noted[1]) for name in noted[1]) else None

    def _read_note(self, mark: str) -> tuple[ImageInfo, dict[str, str]] | None:
        """The facts of a picture and the hashes of its sizes by name; None where the note is missing or damaged."""
        try:
            with open(self._note(mark), encoding="utf-8") as file:
                checksum, _, text = file.read().partition("\n")
            if checksum != hash_text(text):
                return None
            facts, hashes = json.loads(text)
            return unpack_info(facts), hashes
        except (OSError, ValueError, TypeError):
            return None

    def _is_whole(self, name: str, hashes: Mapping[str, str]) -> bool:
        """Whether a size holds the bytes that were made."""
        try:
            return file_hash(os.path.join(self.folder, name)) == hashes.get(name)
        except OSError:
            return False

    def _make(self, data: bytes, mark: str, drawing: bool = False) -> ImageInfo:
        from digest.read.images.resize import process_image

        found = process_image(data, self.site.config.pictures, is_svg=drawing)
        for size in found.sizes:
            output.write(self.resized_path(mark, size.width, size.format), size.data)
        formats = dict.fromkeys(size.format for size in found.sizes)
        sizes = tuple((name, tuple(s.width for s in found.sizes if s.format == name)) for name in formats)
        facts = ImageInfo(mark if sizes else "", found.width, found.height, sizes, found.problem, found.large)
        hashes = {f"{mark}-{size.width}.{size.format}": content_hash(size.data) for size in found.sizes}
        text = json.dumps([pack_info(facts), hashes])
        output.write(self._note(mark), f"{hash_text(text)}\n{text}".encode())
        return facts

    def sweep(self, marks: set[str]) -> None:
        """Remove what was made from pictures that are not there any more. `marks`: those that are."""
        for entry in os.scandir(self.folder) if os.path.isdir(self.folder) else ():
            if entry.name.partition(".")[0].partition("-")[0] not in marks:
                os.unlink(entry.path)
