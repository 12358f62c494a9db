"""From an address to a file of the output, and what is to be said of that file: type, version, whether it is packed.

Whatever is asked for, nothing outside of the output is found: not by dots, encoded or not, by backslashes, NUL or
symbolic links. This module must not know connections or what is served beside files.
"""

from __future__ import annotations

import mimetypes
import os
import stat
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from digest.files.output import TEMPORARY

TYPES = {
    ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".mjs": "text/javascript", ".txt": "text/plain",
    ".json": "application/json", ".xml": "application/xml", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json",
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
    ".avif": "image/avif", ".ico": "image/vnd.microsoft.icon", ".woff": "font/woff", ".woff2": "font/woff2", ".ttf": "font/ttf",
    ".otf": "font/otf", ".pdf": "application/pdf", ".mp3": "audio/mpeg", ".mp4": "video/mp4", ".webm": "video/webm",
    ".ogg": "audio/ogg", ".wasm": "application/wasm", ".zip": "application/zip", ".csv": "text/csv", ".md": "text/markdown",
}  # fmt: skip
"""By ending: the same on every machine."""
PACKED = ("text/", "application/json", "application/xml", "application/manifest+json", "image/svg+xml")
"""Types that become smaller by gzip."""


class File(NamedTuple):
    """A file of the output."""

    path: str
    """Absolute."""
    name: str
    """Its path in the output, with `/`."""
    size: int
    changed: int
    """Nanoseconds."""
    version: str
    """Another one when its bytes are others: a file is replaced, and never written to."""

    @property
    def type(self) -> str:
        """The media type, with the character set of texts."""
        ending = os.path.splitext(self.name)[1].lower()
        found = TYPES.get(ending) or mimetypes.MimeTypes().guess_type(self.name)[0] or "application/octet-stream"
        return f"{found}; charset=utf-8" if found.startswith(PACKED) else found


class Folder(NamedTuple):
    """A folder of the output, asked for without a slash at the end."""

    name: str


def name_of(address: str, base: str) -> str | None:
    """The path in the output that the path of an address (still encoded) asks for; it may end in `/` or be empty. None
    for what can be no path of it."""
    if not address.startswith(base):
        return None
    raw = unquote_to_bytes(address[len(base) :])
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    parts = name.split("/")
    strange = "\0" in name or "\\" in name or name.endswith(TEMPORARY) or (os.name == "nt" and ":" in name)
    return None if strange or any(p in (".", "..") for p in parts) or "" in parts[:-1] else name


def find(output: str, name: str) -> File | Folder | None:
    """What stands at a path of the output; a folder's page at one that ends in `/`."""
    if not name or name.endswith("/"):
        name += "index.html"
    path = os.path.join(output, *name.split("/"))
    try:
        inside = os.path.realpath(path, strict=True)
        s = os.stat(inside)
    except (OSError, ValueError):  # it is not there, or no name can be so long
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
    """The version of what is shown at a path: its file's, or that of the page for what is missing."""
    found = None if name is None else find(output, name)
    if isinstance(found, File):
        return found.version
    missing = find(output, "404.html")
    return f"missing-{missing.version}" if isinstance(missing, File) else "missing"
