"""Decode files: bytes to Unicode text with `\\n` line ends and without control characters.

Accepts UTF-8 with or without a byte order mark, UTF-16 with one, and the line ends of Unix, Windows and old Macs.
"""

from __future__ import annotations

from digest.model.lazy_regex import lazy_regex
from digest.model.problem import Problem

LARGEST = 10 * 1024 * 1024
"""Maximum size of an article, in bytes."""

CONTROL_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])
"""The control characters of ASCII, except tab and line ends."""
_CONTROL = lazy_regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_LINE_END = lazy_regex(rb"\r\n|\r|\n")


def decode(data: bytes, file: str) -> tuple[str, Problem | None]:
    """Decode a file as UTF-8, or as UTF-16 if it starts with a byte order mark of UTF-16."""
    is_utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return data.decode("utf-16" if is_utf16 else "utf-8").removeprefix("\ufeff"), None
    except UnicodeDecodeError as error:
        hint = "Save the file as UTF-8."
        if is_utf16:
            return "", Problem("encoding", "invalid UTF-16 after a byte order mark", file, 0, 0, hint)
        lines = _LINE_END.split(data[: error.start])
        column = len(lines[-1].decode("utf-8").removeprefix("\ufeff")) + 1
        message = f"invalid UTF-8 (byte 0x{data[error.start]:02X})"
        return "", Problem("encoding", message, file, len(lines), column, hint)


def article_text(data: bytes, file: str) -> tuple[str, Problem | None]:
    """Decode an article and normalize its line ends. Returns an empty text and a problem if the file is not text."""
    if len(data) > LARGEST:
        message = f"file is too large ({len(data) / 1048576:.1f} MB; the limit is {LARGEST // 1048576} MB)"
        return "", Problem("too-large", message, file, 0, 0, "Split it, or move it out of the content folder.")
    text, problem = decode(data, file)
    if problem:
        return "", problem
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        offset = text.index("\0")
        line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
        message = "file is not text (it contains a NUL character)"
        return "", Problem("encoding", message, file, line, column, "Save the file as UTF-8 text.")
    # Remove all other control characters: they are invisible, and HTML forbids them. The search for single bytes is much
    # faster than the regular expression, which most files do not need.
    if (
        any(map(data.__contains__, CONTROL_BYTES))
        or b"\xc2" in data
        or b"\xef" in data
        or data[:1] in (b"\xff", b"\xfe")
    ):
        text = _CONTROL.sub("", text)
    return text, None
