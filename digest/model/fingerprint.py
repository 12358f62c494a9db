"""Hashes with which a build detects changes.

64 bits suffice to distinguish versions of one page. Hashes in file names and URLs have 128 bits.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

try:
    from _blake2 import blake2b  # the implementation behind hashlib, which would also load OpenSSL
except ImportError:
    from hashlib import blake2b

PACKAGES = (
    "markdown_it_py",
    "mdit_py_plugins",
    "jinja2",
    "nh3",
    "python_slugify",
    "babel",
    "pyahocorasick",
    "pyyaml",
    "pillow",
)
"""Packages whose version can affect the output, by the start of the name of their `.dist-info` folder."""


def hash_bytes(data: bytes) -> str:
    """Return a hash of 16 hexadecimal digits."""
    return blake2b(data, digest_size=8).hexdigest()


def hash_text(*parts: str) -> str:
    """Return a hash of 16 hexadecimal digits of several texts. The boundaries between the texts matter."""
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def content_hash(data: bytes) -> str:
    """Return a hash of 32 hexadecimal digits, for the content of source and output files."""
    return blake2b(data, digest_size=16).hexdigest()


def file_hash(path: str) -> str:
    """Return the `content_hash` of a file without loading it into memory. Raises OSError."""
    hash = blake2b(digest_size=16)
    with open(path, "rb") as file:
        while chunk := file.read(1 << 18):
            hash.update(chunk)
    return hash.hexdigest()


def short_hash(text: str, size: int) -> str:
    """Return a hash of `size` bytes as hexadecimal digits, to make a name unique."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


def hash_files(root: str, suffixes: tuple[str, ...]) -> str:
    """Return a hash of the names, sizes and modification times of the files in a folder."""
    return hash_text(*sorted(_stats(root, suffixes)))


def _stats(root: str, suffixes: tuple[str, ...]) -> Iterable[str]:
    for entry in os.scandir(root):
        if entry.is_dir():
            yield from _stats(entry.path, suffixes)
        elif entry.name.endswith(suffixes):
            stat = entry.stat()
            yield f"{entry.path[len(root) :]} {stat.st_size} {stat.st_mtime_ns}"


def hash_program(version: str, package: str) -> str:
    """Return a hash of everything that affects the output besides the site: the version and files of digest, the version of
    Python, and the packages that digest uses."""
    installed = set()
    for folder in sys.path:
        if folder.endswith("-packages"):
            try:
                names = os.listdir(folder)
            except OSError:
                continue
            installed |= {n.lower() for n in names if n.endswith(".dist-info") and n.lower().startswith(PACKAGES)}
    return hash_text(version, sys.version, hash_files(package, (".po", ".py")), *sorted(installed))
