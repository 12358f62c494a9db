"""Patterns of files to leave out, as in `.gitignore`.

The library `pathspec` does the same, but its import takes longer than a build with a small change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from digest.model.lazy_regex import lazy_regex


def ignored(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Return a function that tells whether a path is left out.

    `*` and `?` match within one name, `**` matches any folders, `[a-z]` a character. A pattern that ends with `/` matches
    folders only. One with a `/` elsewhere is relative to the root. `!` includes again what an earlier pattern left out. The
    case of letters does not matter.
    """
    rules = [
        (pattern[:1] != "!", _compiled(pattern)) for line in patterns if (pattern := line.strip()) and line[0] != "#"
    ]

    def is_ignored(path: str) -> bool:
        found = False
        for leaves_out, matches in rules:
            if found != leaves_out and matches(path):
                found = leaves_out
        return found

    return is_ignored


def _compiled(pattern: str) -> Callable[[str], object]:
    pattern = pattern.removeprefix("!")
    is_folder = pattern.endswith("/")
    body = pattern.strip("/")
    anchored = pattern.startswith("/") or "/" in body
    start = "" if anchored else "(?:.*/)?"
    end = "/.*" if is_folder else "(?:/.*)?"
    return re.compile(start + _regex(body) + end, re.IGNORECASE | re.DOTALL).fullmatch


_TOKEN = lazy_regex(r"\*\*/|/\*\*$|\*+|\?|\[!?\]?[^\[\]/]+\]|\\.|.", re.DOTALL)


def _regex(pattern: str) -> str:
    """Convert a pattern to a regular expression. It has no nested repetitions, so it takes linear time per `*`."""
    return "".join(_converted(token) for token in _TOKEN.findall(pattern))


def _converted(token: str) -> str:
    if token == "**/":
        return "(?:.*/)?"
    if token == "/**":
        return "/.+"
    if token[0] == "*":
        return "[^/]*"
    if token == "?":
        return "[^/]"
    if token[0] == "[" and len(token) > 2:
        inner = token[1:-1].replace("\\", "\\\\")
        return f"[^{inner[1:]}/]" if inner[0] == "!" else f"[{inner}]"
    return re.escape(token[-1])
