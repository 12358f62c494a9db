"""Turn unexpected exceptions while reading a file into problems, so that the build continues."""

from __future__ import annotations

from digest.model.problem import Problem

MAX_TEXT = 200
"""Maximum length of the text of an exception in a message."""


def is_fault(error: BaseException) -> bool:
    """Whether an exception is caused by a bug in digest or in a package that it uses.

    OSError, MemoryError and KeyboardInterrupt are not: they end the build. Panics of Rust packages are, although they are
    not subclasses of `Exception`.
    """
    if isinstance(error, OSError | MemoryError):
        return False
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def crashed(error: BaseException, file: str) -> Problem:
    """Return the problem of a file that could not be read because of a bug."""
    text = " ".join(str(error).encode("utf-8", "replace").decode().split())
    text = text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"
    name = type(error).__name__
    message = f"internal error while reading this file: {name}" + (f": {text}" if text else "")
    hint = "Please report this bug with the file. Until it is fixed, remove the text that causes it."
    return Problem("reader-crashed", message, file, hint=hint)
