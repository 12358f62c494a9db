"""Levels and ids of headings: levels below the H1 of the page, and unique ids."""

from __future__ import annotations

from digest.read.text.slugs import slug_of

RESERVED_IDS = frozenset(
    ("main", "content", "top", "header", "footer", "nav", "menu", "search", "article", "title", "summary", "topics",
     "more", "notes")
)  # fmt: skip
"""Ids that themes use; a heading `Main` gets `main-2`. Ids of footnotes (`fn:1`) cannot be slugs."""


class Outline:
    """Assigns levels to headings: the first is 2, and no level is skipped."""

    def __init__(self) -> None:
        self._open: list[int] = []

    def level(self, original: int) -> int:
        """Return the level of the next heading, which has the level `original` in the source."""
        while self._open and self._open[-1] >= original:
            self._open.pop()
        self._open.append(original)
        return min(len(self._open) + 1, 6)


class Ids:
    """Assigns unique ids to headings."""

    def __init__(self) -> None:
        self._taken = dict.fromkeys(RESERVED_IDS, 1)

    def of(self, text: str) -> str:
        """Return the id of the next heading, which has this text."""
        base = ident = slug_of(" ".join(text.split()))
        while ident in self._taken:
            self._taken[base] = number = self._taken[base] + 1
            ident = f"{base}-{number}"
        self._taken[ident] = 1
        return ident


class TooDeepError(Exception):
    """Blocks or elements are nested too deeply: parsers would drop them or become slow."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line
