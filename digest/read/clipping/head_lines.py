"""Questions about the first lines of a saved article: which line follows, and which lines are bylines or date lines."""

from __future__ import annotations

from digest.read.clipping.line import LineMeaning, parse_line

WIDEST_GAP = 50
"""Maximum number of consecutive blank lines."""


class HeadLines:
    """The lines of an article, up to `end`, and the languages in which they are read."""

    def __init__(self, lines: list[str], end: int, languages: tuple[str, ...]) -> None:
        self.lines, self.end, self.languages = lines, end, languages

    def parse(self, line: str) -> LineMeaning | None:
        return parse_line(line, self.languages)

    def is_certain_line(self, number: int) -> bool:
        meaning = self.parse(self.lines[number].strip())
        return meaning is not None and meaning.is_certain()

    def is_date_line(self, line: str) -> bool:
        meaning = self.parse(line) if len(line) <= 200 else None
        return meaning is not None and meaning.dates is not None

    def byline_follows(self, number: int, *, dates: bool = False) -> bool:
        """Whether the next line that is not blank is a byline or, with `dates`, a date line."""
        number = self.next_line(number)
        if number >= self.end:
            return False
        meaning = self.parse(self.lines[number].strip())
        if meaning is None or not self.is_own_line(number):
            return False
        if meaning.byline is None:
            return dates
        if meaning.byline.is_certain or meaning.dates:
            return True
        below = self.next_line(number + 1)
        return dates and below < self.end and self.is_date_line(self.lines[below].strip())

    def next_line(self, number: int) -> int:
        """Return the index of the next line that is not blank, or the end after many blank lines."""
        farthest = min(self.end, number + WIDEST_GAP)
        while number < farthest and not self.lines[number].strip():
            number += 1
        return number if number < farthest else self.end

    def ends_block(self, number: int) -> bool:
        """Whether a blank line follows."""
        return number + 1 >= self.end or not self.lines[number + 1].strip()

    def is_own_line(self, number: int) -> bool:
        """Whether the line is separate, and not the first line of a paragraph."""
        if self.ends_block(number):
            return True
        line, below = self.lines[number], self.lines[number + 1].strip()
        if line.endswith(("  ", "\\")) or below[0] in "#!" or self.parse(below) is not None:
            return True
        return len(below) >= 2 * len(line) and not below[0].islower()
