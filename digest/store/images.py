"""What is known of the site's pictures: the part of the store that says which of them to look at, and how large each is.

A picture's path is that of an article's reference to it: `2021/05/photo.jpg` is a file of content/, `/logo.png` one of
static/. Only files that an article shows have a row. This module must not know what a picture is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from digest.model.image import ImageInfo, ImageRecord, unpack_info
from digest.model.page import Page

_FILE = "CASE WHEN substr(r.target, 1, 1) = '/' THEN 'static:' || substr(r.target, 2) ELSE 'content:' || r.target END"
"""A reference's file in the table of files."""


class ImageTable:
    """The pictures of an open store."""

    db: sqlite3.Connection

    def image(self, path: str) -> ImageInfo | None:
        """What is known of a picture; None for a file that is not there, or that no article shows."""
        row = self.db.execute("SELECT info FROM images WHERE path = ?", (path,)).fetchone()
        return unpack_info(row[0]) if row else None

    def put_images(self, rows: Iterable[ImageRecord]) -> None:
        """Note what was found."""
        self.db.executemany("REPLACE INTO images VALUES (?, ?, ?, ?)", rows)

    def remove_images(self, paths: Iterable[str]) -> None:
        """Of files that are gone, or that no article shows any more."""
        self.db.executemany("DELETE FROM images WHERE path = ?", [(p,) for p in paths])

    def invalidate_images(self) -> None:
        """Look at all of them again."""
        self.db.execute("UPDATE images SET stamp = ''")

    def pending_images(self) -> list[str]:
        """Those that could not be read, or that changed a moment before they were looked at."""
        return [p for (p,) in self.db.execute("SELECT path FROM images WHERE stamp = '' ORDER BY path")]

    def images_to_process(self, paths: Iterable[str] | None) -> list[tuple[str, str]]:
        """(path, stamp of its file now) of pictures that articles show and that are new or may have changed, among `paths`;
        None: among all."""
        query = (
            f"SELECT DISTINCT r.target, f.stamp FROM refs r JOIN files f ON f.path = {_FILE}"
            " LEFT JOIN images p ON p.path = r.target"
            " WHERE r.image AND (p.stamp IS NULL OR p.stamp = '' OR p.stamp != f.stamp)"
        )
        if paths is None:
            return list(self.db.execute(f"{query} ORDER BY r.target"))
        return [row for p in paths for row in self.db.execute(f"{query} AND r.target = ?", (p,))]

    def unused_images(self, paths: Iterable[str] | None) -> list[str]:
        """Those among `paths` (None: among all) that no article shows, or whose file is gone."""
        query = (
            "SELECT p.path FROM images p WHERE NOT EXISTS"
            f" (SELECT 1 FROM refs r JOIN files f ON f.path = {_FILE} WHERE r.image AND r.target = p.path)"
        )
        if paths is None:
            return [p for (p,) in self.db.execute(query)]
        return [p for path in paths for (p,) in self.db.execute(f"{query} AND p.path = ?", (path,))]

    def shown_images(self, image_keys: Iterable[str] | None) -> Iterator[ImageInfo]:
        """Of each image_key among `image_keys` (None: of all) the facts, if a published article shows such a picture."""
        query = (
            "SELECT DISTINCT p.info FROM images p WHERE p.image_key != '' AND EXISTS (SELECT 1 FROM refs r"
            " JOIN sources s ON s.id = r.source WHERE r.target = p.path AND r.image AND s.live)"
        )
        if image_keys is None:
            rows = self.db.execute(query)
        else:
            rows = (row for image_key in image_keys for row in self.db.execute(f"{query} AND p.image_key = ?", (image_key,)))  # type: ignore[assignment]
        return (unpack_info(info) for (info,) in rows)

    def pages_of_image(self, image_key: str) -> list[Page]:
        """The pages that were made from a picture."""
        rows = self.db.execute(
            "SELECT path, kind, collection, key, part FROM pages WHERE path >= ? AND path < ? AND kind = 'picture'",
            (f"pictures/{image_key}-", f"pictures/{image_key}."),
        )
        return [Page(*row) for row in rows]

    def image_path(self, image_key: str) -> str:
        """The path of a picture by what was made from it; empty when there is none."""
        row = self.db.execute("SELECT path FROM images WHERE image_key = ? LIMIT 1", (image_key,)).fetchone()
        return row[0] if row else ""

    def image_keys(self) -> set[str]:
        """All image_keys."""
        return {m for (m,) in self.db.execute("SELECT DISTINCT image_key FROM images WHERE image_key != ''")}
