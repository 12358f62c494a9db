"""The list of all files that a site's output should have, with sizes and hashes, for tools that deploy it.

Made from what the store remembers; only of copied files, whose bytes no build looks at, the hash is taken here. This
module must not know what a page is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

from digest.model.fingerprint import file_hash
from digest.store import Store

_START = b'[\n{"path": "'
"""How each begins that is not empty."""


def manifest(state: str) -> bytes:
    """A JSON list of `{"path", "size", "hash"}` by path, one a line; `state`: the folder of the store.

    A hash is BLAKE2b with 16 bytes, in hexadecimal. A page that could not be made, and never was, is not in it.
    """
    store = Store(os.path.join(state, "store.db"), writable=False)
    try:
        lines = [json.dumps(entry, ensure_ascii=False) for entry in _entries(store)]
    finally:
        store.close()
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode("utf-8", "surrogateescape")


def may_be_written(path: str) -> bool:
    """Whether nothing is lost by writing a manifest there: there is no file, an empty one, or a manifest of before."""
    if not os.path.isfile(path):
        return not os.path.lexists(path)
    with open(path, "rb") as file:
        start = file.read(len(_START))
    return start in (b"", b"[\n\n]\n", _START)


def _entries(store: Store) -> Iterator[dict[str, str | int]]:
    output = store.meta("output")
    seen = ""
    for path, hash, size in store.all_pages():
        if path == seen:
            continue
        seen = path
        if not hash:
            try:
                file = os.path.join(output, path)
                hash, size = file_hash(file), os.path.getsize(file)
            except OSError:
                continue
        yield {"path": path, "size": size, "hash": hash}
