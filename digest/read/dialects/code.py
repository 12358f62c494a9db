"""Tell code from text, for tags that are replaced before Markdown is parsed."""

from __future__ import annotations

from digest.model.lazy_regex import lazy_regex

_FENCE = lazy_regex(r"[ \t>*+-]{0,20}(`{3,}(?![^\n]*`)|~{3,})")


class CodeTracker:
    """Follows a text piece by piece, and knows whether the next piece is in a fence or between backticks."""

    def __init__(self) -> None:
        self._fence, self._ticks, self._begins_line = "", 0, True

    def follow(self, piece: str) -> None:
        """Note the lines, fences and backticks of a piece."""
        first, *others = piece.split("\n")
        if self._begins_line:
            self._note_fence(first)
        self._ticks += first.count("`")
        for line in others:
            self._note_fence(line)
            self._ticks = line.count("`")
        self._begins_line = not piece or piece[-1] == "\n"

    def in_code(self) -> bool:
        """Whether the text that follows is code."""
        return bool(self._fence) or self._ticks % 2 == 1

    def _note_fence(self, line: str) -> None:
        if match := _FENCE.match(line):
            if not self._fence:
                self._fence = match[1]
            elif match[1].startswith(self._fence):
                self._fence = ""
