"""The manifest: a JSON list of all output files with sizes and hashes, for tools that deploy a site."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

from digest.model.fingerprint import file_hash
from digest.store import Store

_START = b'[\n{"path": "'
"""The first bytes of every manifest that is not empty."""


def manifest(state: str) -> bytes:
    """A JSON list of `{"path", "size", "hash"}`, sorted by path, one per line. `state`: the folder of the store.

    A hash is a 16-byte BLAKE2b hash in hexadecimal. Pages that could not be rendered yet are left out.
    """
    store = Store(os.path.join(state, "store.db"), writable=False)
    try:
        lines = [
            json.dumps(entry, ensure_ascii=False) for entry in _entries(store, os.path.dirname(os.path.abspath(state)))
        ]
    finally:
        store.close()
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode("utf-8", "surrogateescape")


def may_be_written(path: str) -> bool:
    """Whether a manifest can be written there without loss: the file does not exist, is empty, or is a manifest."""
    if not os.path.isfile(path):
        return not os.path.lexists(path)
    with open(path, "rb") as file:
        start = file.read(len(_START))
    return start in (b"", b"[\n\n]\n", _START)


def _entries(store: Store, root: str) -> Iterator[dict[str, str | int]]:
    output = os.path.join(root, store.meta("output"))
    previous = ""
    for path, hash, size in store.all_pages():
        if path == previous:
            continue
        previous = path
        if not hash:  # the store has no hash of copied files
            try:
                file = os.path.join(output, path)
                hash, size = file_hash(file), os.path.getsize(file)
            except OSError:
                continue
        yield {"path": path, "size": size, "hash": hash}
