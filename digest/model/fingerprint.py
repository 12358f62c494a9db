"""Hashes with which a build detects changes.

64 bits suffice to distinguish versions of one page. Hashes in file names and URLs have 128 bits.
"""

from __future__ import annotations

import contextlib
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


def _files(root: str, suffixes: tuple[str, ...]) -> Iterable[tuple[str, os.DirEntry[str]]]:
    """Yield the files below a folder with their relative paths."""
    pending = [root]
    while pending:
        for entry in os.scandir(pending.pop()):
            if entry.is_dir():
                pending.append(entry.path)
            elif entry.name.endswith(suffixes):
                yield entry.path[len(root) :], entry


def hash_program(version: str, package: str, memo: str = "") -> str:
    """Return a hash of everything that affects the output besides the site: the version and files of digest, the version of
    Python, and the packages that digest uses. It is the same for each installation of them.

    `memo`: a file that remembers the hash, so that the files of digest are only read if their times changed.
    """
    files = dict(_files(package, (".po", ".py")))
    packages = [version, sys.version, *_packages()]
    stats = ((path, entry.stat()) for path, entry in sorted(files.items()))
    stamp = hash_text(package, *packages, *(f"{path} {stat.st_size} {stat.st_mtime_ns}" for path, stat in stats))
    try:
        with open(memo, encoding="ascii") as file:
            known, found = file.read(100).split()
        if known == stamp and len(found) == len(stamp):
            return found
    except (OSError, ValueError):  # there is no such file yet, or it is damaged
        pass
    contents = (f"{path} {file_hash(entry.path)}" for path, entry in sorted(files.items()))
    found = hash_text(*packages, *contents)
    if memo:
        with contextlib.suppress(OSError), open(memo, "w", encoding="ascii") as file:
            file.write(f"{stamp} {found}")
    return found


def _packages() -> list[str]:
    """The installed packages that digest uses, with their versions."""
    installed = set()
    for folder in sys.path:
        if folder.endswith("-packages"):
            try:
                names = os.listdir(folder)
            except OSError:
                continue
            installed |= {n.lower() for n in names if n.endswith(".dist-info") and n.lower().startswith(PACKAGES)}
    return sorted(installed)
