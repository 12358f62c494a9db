"""Faults of the program that show while one source is read: they are told like other problems, and the build goes on.

This module must not know what was being done.
"""

from __future__ import annotations

from digest.model.problem import Problem

MOST_SHOWN = 200
"""Characters of an exception's text that a message has."""


def is_fault(error: BaseException) -> bool:
    """Whether an exception is a fault of the program or of a package that it uses.

    A full disk, a lack of memory and Ctrl-C are none: they end the build. A panic in a package written in Rust is one,
    though it is no `Exception`.
    """
    if isinstance(error, OSError | MemoryError):
        return False
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def crashed(error: BaseException, file: str) -> Problem:
    """The problem of a source that could not be read because of a fault."""
    text = " ".join(str(error).encode("utf-8", "replace").decode().split())
    text = text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"
    name = type(error).__name__
    message = f"a fault in digest kept this file from being read: {name}" + (f": {text}" if text else "")
    hint = "Please report it with the file; until it is corrected, take out the text that causes it."
    return Problem("reader-crashed", message, file, hint=hint)
