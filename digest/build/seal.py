"""A note that says in which state the last build left the store: `.digest/seal`.

SQLite notices a file that was cut short, but neither a changed letter in a value nor an older copy of the whole file.
Pages made from such a store would be wrong, so a build looks at the seal first. While a build runs, the seal says so:
what a killed build left can be used, unless the machine was restarted since, because nothing was flushed to the disk.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from typing import Any

from digest.files import output

_WHOLE_SECOND = 1_000_000_000
_FORMS = ([("build", int), ("boot", str)], [("size", int), ("changed", int)])
"""The keys of an open and of a closed seal."""


class StoreDamaged(Exception):
    """The store is not the one that the last build left."""


def check(state: str) -> None:
    """Compare the closed store with its seal. Raises StoreDamaged. `state`: the folder `.digest`."""
    seal = _read(state)
    if "build" in seal:
        if seal["boot"] != _boot():
            raise StoreDamaged("the machine was restarted during a build")
        return
    if os.path.exists(_store(state) + "-journal"):
        raise StoreDamaged("it has a journal, though no build was interrupted")
    size, changed = os.stat(_store(state)).st_size, os.stat(_store(state)).st_mtime_ns
    # Some programs that copy or pack a cache keep whole seconds only.
    if seal.get("size") != size or changed not in (seal["changed"], seal["changed"] // _WHOLE_SECOND * _WHOLE_SECOND):
        raise StoreDamaged("it is not the file that the last build left")


def check_open(state: str, db: sqlite3.Connection, build: int) -> None:
    """Check the open store after an interrupted build; `build`: its number of builds. Raises StoreDamaged."""
    seal = _read(state)
    if "build" not in seal:
        return
    if build not in (seal["build"], seal["build"] + 1) or db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise StoreDamaged("a build was interrupted, and the store was changed since")


def is_closed(state: str) -> bool:
    """Whether the store is the one that the last build left, and that build was not interrupted."""
    try:
        check(state)
        return "build" not in _read(state)
    except (StoreDamaged, OSError):
        return False


def open_seal(state: str, build: int) -> None:
    """Note that a build begins. `build`: the number of builds before it. Raises OSError."""
    output.write(_seal(state), json.dumps({"build": build, "boot": _boot()}).encode())


def close_seal(state: str) -> None:
    """Flush the closed store and note its state. Without room on the disk the seal stays open, which costs only time."""
    with contextlib.suppress(OSError):
        file = os.open(_store(state), os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            os.fsync(file)
            stat = os.fstat(file)
        finally:
            os.close(file)
        output.write(_seal(state), json.dumps({"size": stat.st_size, "changed": stat.st_mtime_ns}).encode())


def _read(state: str) -> dict[str, Any]:
    """The seal's values. Raises StoreDamaged when it is missing or no such note."""
    try:
        with open(_seal(state), encoding="utf-8") as file:
            seal = json.loads(file.read(1000))
    except (OSError, ValueError, RecursionError):
        seal = None
    if isinstance(seal, dict) and [(key, type(value)) for key, value in seal.items()] in _FORMS:
        return seal
    raise StoreDamaged("its seal is missing or damaged")


def _boot() -> str:
    """What tells one start of the machine from another; empty where the system does not say."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read().strip()
    except (OSError, ValueError):
        return ""


def _seal(state: str) -> str:
    return os.path.join(state, "seal")


def _store(state: str) -> str:
    return os.path.join(state, "store.db")
