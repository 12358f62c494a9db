"""From bytes to text that the rest can trust: Unicode, line ends as `\\n`, no control characters.

Files come from many machines: UTF-8 with or without a byte order mark, UTF-16 with one, line ends of
three kinds. What is not text is refused with its line. This module must not know what the text says.
"""

from __future__ import annotations

import re

from digest.model.problem import Problem

LARGEST = 10 * 1024 * 1024
"""Bytes of the largest article; a file with more was hardly written by hand."""

_TEXT_BYTES = bytes(b for b in range(256) if b in b"\t\n\r" or (b >= 32 and b != 127))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_LINE_END = re.compile(rb"\r\n|\r|\n")


def decode(data: bytes, file: str) -> tuple[str, Problem | None]:
    """The text of a file's bytes: UTF-8, or UTF-16 when it says so with a byte order mark."""
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return data.decode("utf-16" if wide else "utf-8").removeprefix("\ufeff"), None
    except UnicodeDecodeError as error:
        hint = "Save the file as UTF-8."
        if wide:
            return "", Problem("encoding", "the file begins as UTF-16 but is not", file, 0, 0, hint)
        lines = _LINE_END.split(data[: error.start])
        column = len(lines[-1].decode("utf-8").removeprefix("\ufeff")) + 1
        message = f"the byte 0x{data[error.start]:02X} is not UTF-8"
        return "", Problem("encoding", message, file, len(lines), column, hint)


def article_text(data: bytes, file: str) -> tuple[str, Problem | None]:
    """The text of an article, ready to be read; empty with a problem when it is no text."""
    if len(data) > LARGEST:
        message = f"the file has {len(data) / 1048576:.1f} MB, more than {LARGEST // 1048576} MB"
        return "", Problem("too-large", message, file, 0, 0, "Split it, or move it out of the folder.")
    text, problem = decode(data, file)
    if problem:
        return "", problem
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        at = text.index("\0")
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        return "", Problem(
            "encoding", "a NUL byte: this is no text", file, line, column, "Save the file as UTF-8 text."
        )
    # Others cannot stand in a page and cannot be seen: they go. The quick look at the bytes spares most files the search.
    if data.translate(None, _TEXT_BYTES) or b"\xc2" in data or b"\xef" in data or data[:1] in (b"\xff", b"\xfe"):
        text = _CONTROL.sub("", text)
    return text, None
