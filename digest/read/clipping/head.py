"""The first lines of a saved article: title, byline, date, caption, before the first real paragraph.

Line by line, until one says none of these things. Where a line alone leaves it open (two words with
capitals may be a name), its neighbours decide. This module must not know the rest of the text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from digest.model.problem import Problem
from digest.read.clipping.agencies import agency
from digest.read.clipping.caption import find_caption
from digest.read.clipping.line import LineMeaning, what_it_says
from digest.read.clipping.title import find_heading, same_words, unwrapped
from digest.read.text import language
from digest.read.text.dates import DateLine

_LONGEST = 400
"""A longer line is a paragraph."""
_LONGEST_TITLE = 150
_WIDEST_GAP = 50
"""What stands behind more blank lines than this belongs to something else."""
_MOST_LINES = 40
"""So many lines that are not blank are looked at; pictures and headings may come first."""

_WHOLE_LINK = re.compile(r"\[([^\[\]]+)\]\(<?(https?://[^\s()<>]+)>?\)")
_CLOCK = re.compile(r"\s{0,3}\d{1,2}[:.]\d\d\s{0,3}")
_RULES = frozenset(("---", "***", "___", "* * *", "- - -"))
_SLASHED = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}")
_DATELINE = re.compile(r"[^\W\d_][^()\n]{1,70}?\s*[(/]([^()/\n]{2,30})[)/]\s*\.?\s*[-–—.]")


class HeadResult(NamedTuple):
    """What the first lines say."""

    found: dict[str, str]
    """Fields of a clipping by name."""
    authors: tuple[str, ...]
    came_from: dict[str, str]
    problems: tuple[Problem, ...]
    taken: tuple[int, ...]
    """Indices of the lines that are used up."""
    first_paragraph: int
    """The index of the first line that is text."""


def read_head(
    lines: list[str],
    start: int,
    end: int,
    first_line: int,
    languages: tuple[str, ...],
    have: frozenset[str],
    title: str,
    file: str,
) -> HeadResult:
    """Read the lines from `start` on; `have` and `title` are what front matter gave."""
    reader = _HeadReader(lines, start, end, first_line, languages, have, file)
    number, looked_at, nearest = start, 0, start
    if have >= {"title", "date", "authors"}:
        reader.take_repeated_title(start, title)
    else:
        while number < end and looked_at < _MOST_LINES and number - nearest < _WIDEST_GAP:
            if not lines[number].strip():
                number += 1
                continue
            after = reader.read(number, title)
            if after == number:
                break
            number, looked_at, nearest = after, looked_at + 1, after
        reader.finish()
    return HeadResult(
        reader.found, reader.authors, reader.came, tuple(reader.problems), tuple(sorted(reader.taken)), number
    )


def find_agency(paragraph: str) -> str:
    """The agency in the dateline of a first paragraph: `KYIV (Reuters) – …`, `МОСКВА, 6 мая /ТАСС/.`; or empty."""
    opening = paragraph[:110].lstrip("*_ ")
    if "(" not in opening and "/" not in opening:
        return ""
    m = _DATELINE.match(opening.replace("*", ""))
    return agency(m[1]) if m else ""


class _HeadReader:
    """What has been read so far of one head. Each `read_…` gives the index to go on at: the same when it read nothing."""

    def __init__(
        self, lines: list[str], start: int, end: int, first_line: int, languages: tuple[str, ...], have: frozenset[str],
        file: str,
    ) -> None:  # fmt: skip
        self.lines, self.start, self.end, self.first_line = lines, start, end, first_line
        self.languages, self.have, self.file = languages, have, file
        self.found: dict[str, str] = {}
        self.came: dict[str, str] = {}
        self.authors: tuple[str, ...] = ()
        self.problems: list[Problem] = []
        self.taken: set[int] = set()
        self.titled = False
        self.bylined = self.dated = self.captioned = False
        self.after_image = -1
        self.time, self.time_line = "", 0
        self.just_dated = False
        self.opening = True

    def read(self, number: int, title: str) -> int:
        """Read what begins on this line."""
        line = self.lines[number].strip()
        opening, self.opening = self.opening, False
        just_dated, self.just_dated = self.just_dated, False
        if line.startswith(("![", "[![")) or line in _RULES:
            self.after_image, self.opening = number, opening
            return number + 1
        if heading := find_heading(self.lines, number, self.end):
            return self.read_heading(number, heading, title, opening)
        if len(line) > _LONGEST:
            return number
        if opening and title and "title" in self.have and same_words(line, title):
            self.taken.add(number)
            self.titled = True
            return number + 1
        said = self.says(line)
        if (
            said
            and (said.sure() or just_dated or self.above_a_date(number))
            and self.stands(number)
            and self.is_new(said)
        ):
            self.keep(said, number)
            return number + 1
        if opening and (after := self.read_first_line(number, line)) > number:
            return after
        if after := self.read_caption(number, line):
            return after
        return self.pass_standfirst(number, line)

    def read_heading(self, number: int, heading: tuple[str, int, int], title: str, opening: bool) -> int:
        text, level, after = heading
        if self.titled:
            return after if level > 1 and self.byline_follows(after) else number
        if "title" in self.have:
            if title and same_words(text, title):
                self.taken.update(range(number, after))
            elif level > 1:
                return number
            self.titled = True
            return after
        if level > 1 and not opening:
            return number
        self.keep_title(text, number, after, "heading")
        return after

    def below_is_title(self, number: int) -> bool:
        """Is the next line that is not blank a heading of the first level?"""
        below = self.below(number)
        return below < self.end and self.lines[below].startswith("# ")

    def keep_title(self, text: str, number: int, after: int, where: str) -> None:
        text = unwrapped(text)
        if not text:
            self.taken.update(range(number, after))
            return
        if link := _WHOLE_LINK.fullmatch(text):
            text = link[1]
            if "source_url" not in self.have:
                self.keep_field("source_url", link[2], number, where)
        self.keep_field("title", text, number, where)
        self.titled = True
        self.taken.update(range(number, after))

    def read_first_line(self, number: int, line: str) -> int:
        """A title without `#`: in bold, or a short line with a byline or date below it."""
        if "title" in self.have or len(line) > _LONGEST_TITLE or line[0] in "#>-+|<`~=" or line.startswith("* "):
            return number
        if self.below_is_title(number + 1):
            return number + 1  # a section's name above the title
        bold = unwrapped(line) != line and line[0] in "*_" and self.alone(number)
        if bold or self.byline_follows(number + 1, dates=True):
            self.keep_title(line, number, number + 1, "title line")
            return number + 1
        return number

    def take_repeated_title(self, number: int, title: str) -> None:
        """Take out a first line that only repeats the front matter's title."""
        if number < self.end:
            heading = find_heading(self.lines, number, self.end)
            text, _, after = heading or (self.lines[number], 1, number + 1)
            if title and same_words(text, title):
                self.taken.update(range(number, after))
                self.titled = True

    def read_caption(self, number: int, line: str) -> int:
        """The index behind a caption, or 0. It must be followed by more text, and belongs to one picture only."""
        if self.captioned or not self.stands(number) or number + 1 >= self.end:
            return 0
        beside = self.after_image >= 0 and not any(self.lines[n].strip() for n in range(self.after_image + 1, number))
        joined = beside and self.after_image == number - 1
        caption = find_caption(line, after_image=beside, same_block=joined and self.alone(number))
        if caption is None:
            return 0
        self.captioned = True
        used = False
        for field, value in (("caption", caption[0]), ("credit", caption[1])):
            if value and field not in self.have:
                self.keep_field(field, value, number, "caption")
                used = True
        if used:
            self.taken.add(number)
        return number + 1

    def pass_standfirst(self, number: int, line: str) -> int:
        """Look past one short paragraph between title and byline; it stays in the text."""
        first = self.titled and not (self.bylined or self.dated or self.captioned) and self.alone(number)
        return number + 1 if first and len(line) <= 300 and self.byline_follows(number + 1) else number

    def says(self, line: str) -> LineMeaning | None:
        """What the line says as a byline, a date line, or both on one line."""
        slashed = len(self.languages) > 1 and len(line) <= 200 and _SLASHED.search(line)
        return what_it_says(line, self.by_text() if slashed else self.languages)

    def by_text(self) -> tuple[str, ...]:
        """The languages, that of the text first: it says whether 05/06 is in May or June."""
        here = language.detect_language(" ".join(self.lines[self.start : self.start + 40])[:1500], self.languages)
        return (here, *self.languages) if here else self.languages

    def is_new(self, said: LineMeaning) -> bool:
        """Nothing of the kind has been read yet: a second byline is text."""
        dates = said.dates
        if said.byline and self.bylined:
            return False
        return not (
            dates and self.dated and (dates.date or dates.impossible or "updated" in self.found) and not dates.time
        )

    def above_a_date(self, number: int) -> bool:
        """Is there a date line below this line, and a title above? Then two words with capitals are a name."""
        if not self.titled and "title" not in self.have:
            return False
        below = self.below(number + 1)
        return below < self.end and self.has_date(self.lines[below].strip())

    def has_date(self, line: str) -> bool:
        said = self.says(line) if len(line) <= 200 else None
        return said is not None and said.dates is not None

    def byline_follows(self, number: int, *, dates: bool = False) -> bool:
        """Does the next line that is not blank say who wrote it (or when)?"""
        number = self.below(number)
        if number >= self.end:
            return False
        said = self.says(self.lines[number].strip())
        if said is None or not self.stands(number):
            return False
        if said.byline is None:
            return dates
        if said.byline.sure or said.dates:
            return True
        below = self.below(number + 1)
        return dates and below < self.end and self.has_date(self.lines[below].strip())

    def below(self, number: int) -> int:
        """The next line that is not blank, if there is one near."""
        farthest = min(self.end, number + _WIDEST_GAP)
        while number < farthest and not self.lines[number].strip():
            number += 1
        return number if number < farthest else self.end

    def alone(self, number: int) -> bool:
        """Is the line the last of its block?"""
        return number + 1 >= self.end or not self.lines[number + 1].strip()

    def stands(self, number: int) -> bool:
        """Is the line one of its own, not the first of a paragraph that was broken into lines?"""
        if self.alone(number):
            return True
        line, below = self.lines[number], self.lines[number + 1].strip()
        if line.endswith(("  ", "\\")) or below[0] in "#!" or self.says(below) is not None:
            return True
        return len(below) >= 2 * len(line) and not below[0].islower()

    def keep(self, said: LineMeaning, number: int) -> None:
        """Note what a byline or date line says, field by field where front matter is silent; take it out if it says more."""
        used = False
        if said.byline:
            self.bylined = True
            if said.byline.authors and "authors" not in self.have:
                self.authors = said.byline.authors
                self.came["authors"] = f"byline, line {self.first_line + number}"
            for field, value in (("agency", said.byline.agency), ("outlet", said.byline.outlet)):
                if value and field not in self.have:
                    self.keep_field(field, value, number, "byline")
            used = "authors" not in self.have or self.came.get("agency", "").startswith("byline")
        if said.dates:
            used = self.keep_dates(said.dates, number) or used
        if used:
            self.taken.add(number)

    def keep_dates(self, dates: DateLine, number: int) -> bool:
        """Note the dates; True when the line has served its purpose."""
        if dates.time and not dates.date:
            self.time, self.time_line = dates.time, number
            return False
        self.dated = self.just_dated = True
        used = False
        if dates.date and "date" not in self.have:
            self.keep_field("date", dates.date, number, "date line")
            used = True
        if dates.updated and "updated" not in self.have:
            self.keep_field("updated", dates.updated, number, "date line")
            used = True
        if "date" not in self.have:
            for wrong in dates.impossible:
                self.problems.append(
                    Problem(
                        "date-impossible",
                        f"there is no such date as {wrong.text!r}",
                        self.file,
                        self.first_line + number,
                        max(self.lines[number].find(wrong.text) + 1, 1),
                        "Write the right date there, or set date: in the front matter.",
                    )
                )
        return used and not dates.impossible

    def keep_field(self, field: str, value: str, number: int, where: str) -> None:
        self.found[field] = value
        self.came[field] = f"{where}, line {self.first_line + number}"

    def finish(self) -> None:
        """Put a time that stood on a line of its own behind the date."""
        if self.time and len(self.found.get("date", "")) == 10:
            clocks = sum(1 for line in self.lines[self.start : self.end] if _CLOCK.fullmatch(line))
            if clocks <= 1:  # more are the hours of a live report
                self.found["date"] += self.time
                self.taken.add(self.time_line)
