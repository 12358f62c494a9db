"""The table of images: their sizes, and which of them must be processed.

An image is named by its path as articles refer to it: `2021/05/photo.jpg` is a file of content/, `/logo.png` is a file of
static/. Only images that an article shows have a row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from digest.model.image import MEASURED, ImageInfo, ImageRecord, unpack_info
from digest.model.page import Page

_FILE = "CASE WHEN substr(r.target, 1, 1) = '/' THEN 'static:' || substr(r.target, 2) ELSE 'content:' || r.target END"
"""SQL for the path of a reference in the table `files`."""
_PENDING = f"stamp = '' OR stamp GLOB '{MEASURED}*'"
"""SQL for images that must be processed again, as in the index of the table."""


class ImageTable:
    """The images of an open store."""

    db: sqlite3.Connection

    def image(self, path: str) -> ImageInfo | None:
        """The properties of an image; None if there is no such file or no article shows it."""
        row = self.db.execute("SELECT info FROM images WHERE path = ?", (path,)).fetchone()
        return unpack_info(row[0]) if row else None

    def put_images(self, rows: Iterable[ImageRecord]) -> None:
        """Insert or replace images."""
        self.db.executemany("REPLACE INTO images VALUES (?, ?, ?, ?)", rows)

    def remove_images(self, paths: Iterable[str]) -> None:
        """Remove images, by path."""
        self.db.executemany("DELETE FROM images WHERE path = ?", [(p,) for p in paths])

    def invalidate_images(self) -> None:
        """Process all images again in this build."""
        self.db.execute("UPDATE images SET stamp = ''")

    def pending_images(self) -> list[str]:
        """The images that must be processed again: they could not be read, changed just before they were read, or were only
        measured."""
        return [p for (p,) in self.db.execute(f"SELECT path FROM images WHERE {_PENDING} ORDER BY path")]

    def measured_images(self) -> list[tuple[str, str]]:
        """(path, stamp of its file) of images whose sizes are to be made later."""
        query = f"SELECT path, substr(stamp, 2) FROM images WHERE ({_PENDING}) AND stamp != '' ORDER BY path"
        return list(self.db.execute(query))

    def images_to_process(self, paths: Iterable[str] | None, *, measured: bool) -> list[tuple[str, str]]:
        """(path, current stamp of its file) of images that articles show and that are new or may have changed. `paths`: look
        only at these; None: at all. `measured`: leave out those that were measured."""
        done = f"f.stamp, CASE f.stamp WHEN '' THEN '' ELSE '{MEASURED}' || f.stamp END" if measured else "f.stamp"
        query = (
            f"SELECT DISTINCT r.target, f.stamp FROM refs r JOIN files f ON f.path = {_FILE}"
            " LEFT JOIN images p ON p.path = r.target"
            f" WHERE r.image AND (p.stamp IS NULL OR p.stamp = '' OR p.stamp NOT IN ({done}))"
        )
        if paths is None:
            return list(self.db.execute(f"{query} ORDER BY r.target"))
        return [row for p in paths for row in self.db.execute(f"{query} AND r.target = ?", (p,))]

    def unused_images(self, paths: Iterable[str] | None) -> list[str]:
        """Paths of images that no article shows any more, or whose file is gone. `paths`: look only at these; None: at all."""
        query = (
            "SELECT p.path FROM images p WHERE NOT EXISTS"
            f" (SELECT 1 FROM refs r JOIN files f ON f.path = {_FILE} WHERE r.image AND r.target = p.path)"
        )
        if paths is None:
            return [p for (p,) in self.db.execute(query)]
        return [p for path in paths for (p,) in self.db.execute(f"{query} AND p.path = ?", (path,))]

    def shown_images(self, keys: Iterable[str] | None) -> Iterator[ImageInfo]:
        """The images that published articles show, each key once. `keys`: only the images with these keys; None: all."""
        query = (
            "SELECT DISTINCT p.info FROM images p WHERE p.image_key != '' AND EXISTS (SELECT 1 FROM refs r"
            " JOIN sources s ON s.id = r.source WHERE r.target = p.path AND r.image AND s.live)"
        )
        if keys is None:
            rows = self.db.execute(query)
        else:
            rows = (row for key in keys for row in self.db.execute(f"{query} AND p.image_key = ?", (key,)))  # type: ignore[assignment]
        return (unpack_info(info) for (info,) in rows)

    def pages_of_image(self, key: str) -> list[Page]:
        """The pages that are sizes of an image."""
        rows = self.db.execute(
            "SELECT path, kind, collection, key, part FROM pages WHERE path >= ? AND path < ? AND kind = 'picture'",
            (f"pictures/{key}-", f"pictures/{key}."),
        )
        return [Page(*row) for row in rows]

    def image_path(self, key: str) -> str:
        """The path of an image with this key; empty if there is none."""
        row = self.db.execute("SELECT path FROM images WHERE image_key = ? LIMIT 1", (key,)).fetchone()
        return row[0] if row else ""

    def image_keys(self) -> set[str]:
        """The keys of all images."""
        return {key for (key,) in self.db.execute("SELECT DISTINCT image_key FROM images WHERE image_key != ''")}
