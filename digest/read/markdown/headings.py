"""The outline of a text: levels that fit below the page's H1, and ids that are given once.

This module must not know Markdown.
"""

from __future__ import annotations

from digest.read.text.slugs import slug_of

RESERVED_IDS = frozenset(
    ("main", "content", "top", "header", "footer", "nav", "menu", "search", "article", "title", "summary", "topics",
     "more", "notes")
)  # fmt: skip
"""Ids that themes use; a heading of that name becomes `main-2`. Notes have `fn:1`, which no slug can be."""


class Outline:
    """The levels of headings below the page's H1: the first is 2, and none is more than one below its parent."""

    def __init__(self) -> None:
        self._open: list[int] = []

    def level(self, written: int) -> int:
        """The level for a heading that the author gave level `written`: its depth among the headings before it."""
        while self._open and self._open[-1] >= written:
            self._open.pop()
        self._open.append(written)
        return min(len(self._open) + 1, 6)


class Ids:
    """The ids of headings, each given once."""

    def __init__(self) -> None:
        self._taken = dict.fromkeys(RESERVED_IDS, 1)

    def of(self, text: str) -> str:
        """The id of a heading with these words."""
        base = ident = slug_of(" ".join(text.split()))
        while ident in self._taken:
            self._taken[base] = number = self._taken[base] + 1
            ident = f"{base}-{number}"
        self._taken[ident] = 1
        return ident


class TooDeepError(Exception):
    """Blocks or elements nested so deep that their content would be left out, or take too long."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line
