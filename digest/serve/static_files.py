"""Find the output file for a URL, with its media type and version.

No URL leads outside the output folder: not with dots (encoded or not), backslashes, NUL characters or symbolic links.
"""

from __future__ import annotations

import mimetypes
import os
import stat
from urllib.parse import unquote_to_bytes

from digest.files.output import TEMPORARY
from digest.model.named_tuple import NamedTuple

TYPES = {
    ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".mjs": "text/javascript", ".txt": "text/plain",
    ".json": "application/json", ".xml": "application/xml", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json",
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
    ".avif": "image/avif", ".ico": "image/vnd.microsoft.icon", ".woff": "font/woff", ".woff2": "font/woff2", ".ttf": "font/ttf",
    ".otf": "font/otf", ".pdf": "application/pdf", ".mp3": "audio/mpeg", ".mp4": "video/mp4", ".webm": "video/webm",
    ".ogg": "audio/ogg", ".wasm": "application/wasm", ".zip": "application/zip", ".csv": "text/csv", ".md": "text/markdown",
}  # fmt: skip
"""By file extension: the same on every machine."""
COMPRESSED = ("text/", "application/json", "application/xml", "application/manifest+json", "image/svg+xml")
"""Beginnings of media types that are compressed with gzip."""


class File(NamedTuple):
    """An output file."""

    path: str
    """Absolute."""
    name: str
    """From the output folder, with `/`."""
    size: int
    mtime_ns: int
    version: str
    """Changes whenever the content does, because builds replace files and never write into them."""

    @property
    def type(self) -> str:
        """The media type, with a character set if it is text."""
        extension = os.path.splitext(self.name)[1].lower()
        type = TYPES.get(extension) or mimetypes.MimeTypes().guess_type(self.name)[0] or "application/octet-stream"
        return f"{type}; charset=utf-8" if type.startswith(COMPRESSED) else type


class Folder(NamedTuple):
    """An output folder with an index page, requested without a slash at the end."""

    name: str


def name_of(address: str, base: str) -> str | None:
    """The output path for the path of a URL (still encoded). It may end with `/` or be empty. None if there can be no such
    file."""
    if not address.startswith(base):
        return None
    raw = unquote_to_bytes(address[len(base) :])
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    parts = name.split("/")
    is_unsafe = "\0" in name or "\\" in name or name.endswith(TEMPORARY) or (os.name == "nt" and ":" in name)
    return None if is_unsafe or any(p in (".", "..") for p in parts) or "" in parts[:-1] else name


def find(output: str, name: str) -> File | Folder | None:
    """The file or folder at an output path; the index page if the path ends with `/`."""
    if not name or name.endswith("/"):
        name += "index.html"
    path = os.path.join(output, *name.split("/"))
    try:
        inside = os.path.realpath(path, strict=True)
        s = os.stat(inside)
    except (OSError, ValueError):  # it does not exist, or its name is too long
        return None
    top = os.path.realpath(output)
    if not inside.startswith(top.rstrip(os.sep) + os.sep):
        return None
    if stat.S_ISDIR(s.st_mode):
        return Folder(name) if os.path.isfile(os.path.join(inside, "index.html")) else None
    if not stat.S_ISREG(s.st_mode):
        return None
    return File(inside, name, s.st_size, s.st_mtime_ns, f"{s.st_mtime_ns:x}-{s.st_size:x}-{s.st_ino:x}")


def version(output: str, name: str | None) -> str:
    """The version of the page at an output path: that of its file, or of the 404 page."""
    found = None if name is None else find(output, name)
    if isinstance(found, File):
        return found.version
    missing = find(output, "404.html")
    return f"missing-{missing.version}" if isinstance(missing, File) else "missing"
