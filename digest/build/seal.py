"""The seal of the store: a record of the state in which the last build left it, in `.digest/seal`.

SQLite notices a file that was cut off, but not a changed value or an older copy of the file. Pages made from such a store would
be wrong, so every build checks the seal first. The seal is open while a build runs. A store with an open seal was left by an
interrupted build. It can be used unless the machine was restarted since: nothing was flushed to the disk.

A closed seal also contains what the build saw, with which the next build notices that nothing changed (up_to_date.py). Since it
is in the same file, it always belongs to the store, and there is none while a build runs, or after an interrupted or failed one.
"""

from __future__ import annotations

import contextlib
import marshal
import os

from digest.files import output
from digest.model.fingerprint import content_hash
from digest.model.named_tuple import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from typing import Any

_SECOND = 1_000_000_000
_CHECKSUM = 32
"""Length of the checksum at the beginning of the file."""
_FORMS = ([("build", int), ("boot", str)], [("size", int), ("changed", int), ("seen", dict)])
"""The keys of an open and of a closed seal."""


class StoreDamaged(Exception):  # noqa: N818 (it says what happened)
    """The store is not the one that the last build left."""


def check(state: str) -> bool:
    """Compare the closed store with its seal, and return whether the seal is closed. Raises StoreDamaged; OSError if the store
    cannot be read. `state`: the folder `.digest`."""
    return "build" not in _checked(state)


def seen_by_last_build(state: str) -> dict[str, Any]:
    """What the last build saw, as it was given to `close_seal`. Empty if that build was interrupted or failed, or if the store is
    missing or not the one that it left."""
    try:
        seen: dict[str, Any] = _checked(state).get("seen", {})
    except (StoreDamaged, OSError):
        return {}
    return seen


def _checked(state: str) -> dict[str, Any]:
    """The values of the seal, which is compared with the store if it is closed. Raises StoreDamaged and OSError."""
    seal = _read(state)
    if "build" in seal:
        if seal["boot"] != _boot_id():
            raise StoreDamaged("the machine was restarted during a build")
        return seal
    if os.path.exists(_store(state) + "-journal"):
        raise StoreDamaged("it has a journal, although no build was interrupted")
    stat = os.stat(_store(state))
    # Some programs that copy or pack a cache keep only whole seconds.
    times = seal["changed"], seal["changed"] // _SECOND * _SECOND
    if seal["size"] != stat.st_size or stat.st_mtime_ns not in times:
        raise StoreDamaged("it is not the file that the last build left")
    return seal


def check_open(state: str, db: sqlite3.Connection, build: int) -> None:
    """Check the opened store if its last build was interrupted. `build`: the number of builds in the store. Raises
    StoreDamaged."""
    seal = _read(state)
    if "build" not in seal:
        return
    if build not in (seal["build"], seal["build"] + 1) or db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise StoreDamaged("a build was interrupted, and the store was changed after it")


def open_seal(state: str, build: int) -> None:
    """Note that a build begins. `build`: the number of builds before it. Raises OSError."""
    _write(state, {"build": build, "boot": _boot_id()})


def close_seal(state: str, seen: dict[str, Any]) -> None:
    """Flush the closed store to the disk and note its state. If the disk is full, the seal stays open, which only costs time.

    `seen`: what the build saw, for `seen_by_last_build`; empty if it failed. Its values are those that `marshal` can write."""
    with contextlib.suppress(OSError):
        file = os.open(_store(state), os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            os.fsync(file)
            stat = os.fstat(file)
        finally:
            os.close(file)
        _write(state, {"size": stat.st_size, "changed": stat.st_mtime_ns, "seen": seen})


def _write(state: str, seal: dict[str, Any]) -> None:
    data = marshal.dumps(seal, 4)  # the same version of the format for each Python
    output.write(_seal(state), content_hash(data).encode() + data)


def _read(state: str) -> dict[str, Any]:
    """The values of the seal. Raises StoreDamaged if it is missing or damaged. Damaged data could crash `marshal`."""
    try:
        with open(_seal(state), "rb") as file:
            checksum, data = file.read(_CHECKSUM), file.read()
    except OSError:
        checksum, data = b"", b""
    seal = marshal.loads(data) if checksum == content_hash(data).encode() else None
    if isinstance(seal, dict) and [(key, type(value)) for key, value in seal.items()] in _FORMS:
        return seal
    raise StoreDamaged("its seal is missing or damaged")


def _boot_id() -> str:
    """An id of the current start of the machine; empty if the system has none."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read().strip()
    except (OSError, ValueError):
        return ""


def _seal(state: str) -> str:
    return os.path.join(state, "seal")


def _store(state: str) -> str:
    return os.path.join(state, "store.db")
