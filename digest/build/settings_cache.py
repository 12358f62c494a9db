"""Parsed config.yaml and theme.yaml, kept in `.digest/settings`: a build with the same files loads no YAML and no validation."""

from __future__ import annotations

import contextlib
import os
import pickle
from collections.abc import Callable
from typing import Any, Literal

from digest.files import output
from digest.model.fingerprint import content_hash, hash_text
from digest.model.problem import Problem
from digest.model.site import Places

Kind = Literal["config", "theme"]
Loaded = tuple[Any, list[Problem], Places]
"""Settings, or None if they have errors; the problems, and the places of all values."""
Load = Callable[[Kind, bytes, str], Loaded]

_CHECKSUM = 32
"""Length of the checksum at the beginning of the file."""


class SettingsCache:
    """The settings that this build and the last one loaded."""

    def __init__(self, state: str, program: str, parse: Load) -> None:
        """`state`: the folder `.digest`. `program`: the fingerprint of digest, whose `parse` parses settings."""
        self._path, self._program, self._parse = os.path.join(state, "settings"), program, parse
        self._known = self._read()
        self._used: dict[str, bytes] = {}

    def load(self, kind: Kind, data: bytes, file: str) -> Loaded:
        """Load config.yaml or a theme.yaml. `file`: its path in messages."""
        key = hash_text(self._program, kind, file, content_hash(data))
        packed = self._known.get(key)
        if packed is None:
            packed = pickle.dumps(self._parse(kind, data, file))
        self._used[key] = packed
        loaded: Loaded = pickle.loads(packed)
        return loaded

    def save(self) -> None:
        """Keep what was loaded for the next build. If the disk is full, it is parsed again."""
        if self._used != self._known:
            data = pickle.dumps(self._used)
            with contextlib.suppress(OSError):
                output.write(self._path, content_hash(data).encode() + data)

    def _read(self) -> dict[str, bytes]:
        """What the last build kept. A damaged file is ignored, because unpickling it could run anything."""
        with contextlib.suppress(OSError), open(self._path, "rb") as file:
            checksum, data = file.read(_CHECKSUM), file.read()
            if checksum == content_hash(data).encode():
                known: dict[str, bytes] = pickle.loads(data)
                return known
        return {}
