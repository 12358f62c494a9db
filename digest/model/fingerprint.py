"""Short hashes by which a build knows whether something is what it was.

64 bits are enough to tell versions of one thing apart (an accident needs billions of versions of the same
page); content that names files or addresses takes 128. This module must not know what is hashed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

try:
    from _blake2 import blake2b  # hashlib's own; hashlib itself loads OpenSSL first, for nothing
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
"""Installed packages whose version can change a page's bytes, by the start of their `.dist-info` folder."""


def hash_bytes(data: bytes) -> str:
    """16 hexadecimal digits."""
    return blake2b(data, digest_size=8).hexdigest()


def hash_text(*parts: str) -> str:
    """16 hexadecimal digits of several texts; where one ends matters."""
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def content_hash(data: bytes) -> str:
    """32 hexadecimal digits, for the content of sources and outputs."""
    return blake2b(data, digest_size=16).hexdigest()


def file_hash(path: str) -> str:
    """The same of a file, which is not held in memory. Raises OSError."""
    hash = blake2b(digest_size=16)
    with open(path, "rb") as file:
        while some := file.read(1 << 18):
            hash.update(some)
    return hash.hexdigest()


def short_hash(text: str, size: int) -> str:
    """So many bytes as hexadecimal digits, for a mark that tells one name from others."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


def hash_files(root: str, endings: tuple[str, ...]) -> str:
    """A folder's files by name, size and time: changes when one of them does."""
    return hash_text(*sorted(_stats(root, endings)))


def _stats(root: str, endings: tuple[str, ...]) -> Iterable[str]:
    for entry in os.scandir(root):
        if entry.is_dir():
            yield from _stats(entry.path, endings)
        elif entry.name.endswith(endings):
            stat = entry.stat()
            yield f"{entry.path[len(root) :]} {stat.st_size} {stat.st_mtime_ns}"


def hash_program(version: str, package: str) -> str:
    """This program and all that shapes its output: its version and files, Python's version, the packages it uses."""
    installed = set()
    for folder in sys.path:
        if folder.endswith("-packages"):
            try:
                names = os.listdir(folder)
            except OSError:
                continue
            installed |= {n.lower() for n in names if n.endswith(".dist-info") and n.lower().startswith(PACKAGES)}
    return hash_text(version, sys.version, hash_files(package, (".po", ".py")), *sorted(installed))
