"""Parse the first lines of a saved article: title, byline, date and caption, up to the first paragraph.

Lines are parsed one by one until a line is none of these. If a line is ambiguous (two capitalized words may be a name), its
neighbours decide.
"""

from __future__ import annotations

import re

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem
from digest.read.clipping.agencies import agency
from digest.read.clipping.caption import find_caption
from digest.read.clipping.furniture import is_furniture
from digest.read.clipping.head_lines import WIDEST_GAP, HeadLines
from digest.read.clipping.line import LineMeaning
from digest.read.clipping.title import find_heading, same_words, unwrapped
from digest.read.text.dates import DateLine

_LONGEST = 400
"""A longer line is a paragraph."""
_LONGEST_TITLE = 150
_LONGEST_LABEL = 80
"""A longer line between title and date is a summary."""
_LONGEST_PLACE = 30
"""A line between a name and a date is a place or a newspaper if it is not longer."""
_LONGEST_ABOVE = 40
"""A longer line directly above another one is the begin of a paragraph."""
_SHORTEST_SENTENCE = 20
"""A shorter line with a full stop is an abbreviation: `5 min.`"""
_MAX_SKIPPED = 4
"""Maximum number of lines above a byline or date line that are none of these."""
_MAX_LINES = 40
"""Maximum number of lines that are not blank. Images and headings may precede the byline."""

_WHOLE_LINK = lazy_regex(r"\[([^\[\]]+)\]\(<?(https?://[^\s()<>]+)>?\)")
_CLOCK = lazy_regex(r"\s{0,3}\d{1,2}[:.]\d\d\s{0,3}")
_SENTENCE_ENDS = frozenset(".!?…。！？।؟")
_BLOCK_STARTS = frozenset("#>|<`~+")
_WRAPPER = lazy_regex(r"</?(?:div|center|header)(?:\s[^<>]*)?>", re.IGNORECASE)
"""A line that only begins or ends an element around the title."""
_RULES = frozenset(("---", "***", "___", "* * *", "- - -"))
_DATELINE = lazy_regex(r"[^\W\d_][^()\n]{1,70}?\s*[(/]([^()/\n]{2,30})[)/]\s*\.?\s*[-–—.]")


class HeadResult(NamedTuple):
    """The values in the first lines."""

    found: dict[str, str]
    """Values by the name of the field in Clipping."""
    authors: tuple[str, ...]
    origins: dict[str, str]
    """Where each value was found, by field."""
    problems: tuple[Problem, ...]
    recognized: tuple[int, ...]
    """Indices of the lines to remove from the text."""
    first_paragraph: int
    """Index of the first line of the text."""


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
    """Parse the lines from `start` on. `have`: the fields in front matter; `title`: the title in front matter."""
    reader = _HeadReader(lines, start, end, first_line, languages, have, file)
    number, count, last = start, 0, start
    if have >= {"title", "date", "authors"}:
        reader.remove_repeated_title(start, title)
    else:
        while number < end and count < _MAX_LINES and number - last < WIDEST_GAP:
            if not lines[number].strip():
                number += 1
                continue
            after = reader.read(number, title)
            if after == number:
                break
            number, count, last = after, count + 1, after
        reader.finish()
    return HeadResult(
        reader.found, reader.authors, reader.origins, tuple(reader.problems), tuple(sorted(reader.recognized)), number
    )


def find_agency(paragraph: str) -> str:
    """Return the agency in the dateline of a paragraph (`KYIV (Reuters) – …`, `МОСКВА, 6 мая /ТАСС/.`), or empty."""
    opening = paragraph[:110].lstrip("*_ ")
    if "(" not in opening and "/" not in opening:
        return ""
    m = _DATELINE.match(opening.replace("*", ""))
    return agency(m[1]) if m else ""


class _HeadReader(HeadLines):
    """Parses the first lines of one article.

    The methods `read…` return the index of the next line to read: the same index if they did not recognize the line.
    """

    def __init__(
        self, lines: list[str], start: int, end: int, first_line: int, languages: tuple[str, ...], have: frozenset[str],
        file: str,
    ) -> None:  # fmt: skip
        super().__init__(lines, end, languages)
        self.start, self.first_line, self.have, self.file = start, first_line, have, file
        self.found: dict[str, str] = {}
        self.origins: dict[str, str] = {}
        self.authors: tuple[str, ...] = ()
        self.problems: list[Problem] = []
        self.recognized: set[int] = set()
        self.has_title = self.has_byline = self.has_date = self.has_caption = False
        self.image_line = -1
        """Index of the last image; -1 without one."""
        self.time, self.time_line = "", 0
        self.after_date = False
        """Whether the line before was a date line."""
        self.is_first = True
        """Whether there was no text so far."""

    def read(self, number: int, title: str) -> int:
        """Parse the line, and those that belong to it."""
        line = self.lines[number].strip()
        is_first, self.is_first = self.is_first, False
        after_date, self.after_date = self.after_date, False
        if _WRAPPER.fullmatch(line):
            self.is_first = is_first
            return number + 1
        if line.startswith(("![", "[![")) or line in _RULES:
            self.image_line, self.is_first = number, is_first
            return number + 1
        if heading := find_heading(self.lines, number, self.end):
            return self.read_heading(number, heading, title, is_first)
        if len(line) > _LONGEST:
            return number
        if is_first and title and "title" in self.have and same_words(line, title):
            self.recognized.add(number)
            self.has_title = True
            return number + 1
        meaning = self.parse(line)
        if (
            meaning
            and (meaning.is_certain() or after_date or self.is_above_date(number))
            and self.is_own_line(number)
            and self.is_new(meaning)
        ):
            self.add(meaning, number)
            return number + 1
        if is_first and (after := self.read_first_line(number, line)) > number:
            return after
        if after := self.read_caption(number, line):
            return after
        return self.skip_unknown(number)

    def read_heading(self, number: int, heading: tuple[str, int, int], title: str, is_first: bool) -> int:
        text, level, after = heading
        if self.has_title:
            below = self.next_line(after)
            summary = self.byline_follows(after) or (below < self.end and self.is_head_line(below))
            return after if level > 1 and summary else number
        if "title" in self.have:
            if title and same_words(text, title):
                self.recognized.update(range(number, after))
            elif level > 1:
                return number
            self.has_title = True
            return after
        if level > 1 and not is_first:
            return number
        self.set_title(text, number, after, "heading")
        return after

    def set_title(self, text: str, number: int, after: int, origin: str) -> None:
        """Set the title, and the URL of the original if the title is a link."""
        text = unwrapped(text)
        if not text:
            self.recognized.update(range(number, after))
            return
        if link := _WHOLE_LINK.fullmatch(text):
            text = link[1]
            if "source_url" not in self.have:
                self.set_field("source_url", link[2], number, origin)
        self.set_field("title", text, number, origin)
        self.has_title = True
        self.recognized.update(range(number, after))

    def read_first_line(self, number: int, line: str) -> int:
        """Parse a title without `#`: a line in bold, or a short line above a byline or date."""
        if "title" in self.have or len(line) > _LONGEST_TITLE or line[0] in "#>-+|<`~=" or line.startswith("* "):
            return number
        below = self.next_line(number + 1)
        if below < self.end and self.lines[below].startswith("# "):
            return number + 1  # the name of a section above the title
        bold = unwrapped(line) != line and line[0] in "*_" and self.ends_block(number)
        if bold or self.byline_follows(number + 1, dates=True):
            self.set_title(line, number, number + 1, "title line")
            return number + 1
        if line[-1] in _SENTENCE_ENDS or not self.is_own_line(number) or self.head_line_after(below) == self.end:
            return number
        if is_furniture(line) and len(self.lines[below]) > len(line) and not self.is_certain_line(below):
            self.is_first = True
            return number + 1  # the name of a section above a title without markup
        self.set_title(line, number, number + 1, "title line")
        return number + 1

    def remove_repeated_title(self, number: int, title: str) -> None:
        """Remove a first line that repeats the title in front matter."""
        if number < self.end:
            heading = find_heading(self.lines, number, self.end)
            text, _, after = heading or (self.lines[number], 1, number + 1)
            if title and same_words(text, title):
                self.recognized.update(range(number, after))
                self.has_title = True

    def read_caption(self, number: int, line: str) -> int:
        """Parse the first caption; 0 if the line is not a caption. A caption cannot be the last line of a text."""
        if self.has_caption or not self.is_own_line(number) or number + 1 >= self.end:
            return 0
        after_image = self.image_line >= 0 and not any(
            self.lines[n].strip() for n in range(self.image_line + 1, number)
        )
        same_block = after_image and self.image_line == number - 1 and self.ends_block(number)
        caption = find_caption(line, after_image=after_image, same_block=same_block)
        if caption is None:
            return 0
        self.has_caption = True
        for field, value in (("caption", caption[0]), ("credit", caption[1])):
            if value and field not in self.have:
                self.set_field(field, value, number, "caption")
                self.recognized.add(number)
        return number + 1

    def skip_unknown(self, number: int) -> int:
        """Skip a line between title and byline or date line: a summary, a section, `Share`. It stays in the text."""
        if not (self.has_title or "title" in self.have):
            return number
        return number + 1 if self.head_line_after(number) < self.end else number

    def head_line_after(self, number: int) -> int:
        """Return the index of the byline or date line that follows after a few short lines; the end without one.

        Only the first of these lines can be a sentence, and only if nothing else was found: the summary.
        """
        sentences = 0
        for _ in range(_MAX_SKIPPED):
            line = self.lines[number].strip() if number < self.end else ""
            is_sentence = len(line) > _LONGEST_LABEL or (line[-1:] in _SENTENCE_ENDS and len(line) > _SHORTEST_SENTENCE)
            sentences += is_sentence
            started = self.has_byline or self.has_date or self.has_caption
            if not line or len(line) > 300 or line[0] in _BLOCK_STARTS or (is_sentence and (started or sentences > 1)):
                return self.end
            if (is_sentence or len(line) > _LONGEST_ABOVE) and not self.ends_block(number):
                return self.end  # the line below continues a paragraph
            number = self.next_line(number + 1)
            if number < self.end and self.is_certain_line(number):
                return number if self.is_head_line(number) else self.end
        return self.end

    def is_head_line(self, number: int) -> bool:
        """Whether the line is certainly the byline or date line, and not part of a diary or a live report."""
        meaning = self.parse(self.lines[number].strip())
        if meaning is None or not self.is_own_line(number) or not self.is_new(meaning):
            return False
        if meaning.byline and (meaning.byline.is_certain or meaning.dates):
            return True
        below = [line.strip() for line in self.lines[number + 1 : min(number + 60, self.end)]]
        dated = [self.parse(line) for line in below if line and len(line) <= 80 and any(map(str.isdecimal, line))]
        return not any(other and other.dates and other.dates.date for other in dated)

    def is_new(self, meaning: LineMeaning) -> bool:
        """Whether this is the first byline or date. A second one belongs to the text."""
        dates = meaning.dates
        if meaning.byline and self.has_byline:
            return False
        return not (
            dates and self.has_date and (dates.date or dates.impossible or "updated" in self.found) and not dates.time
        )

    def is_above_date(self, number: int) -> bool:
        """Whether a title precedes the line and a date line follows it. Then two capitalized words are a name."""
        if not self.has_title and "title" not in self.have:
            return False
        below = self.next_line(number + 1)
        if below >= self.end or self.is_date_line(self.lines[below].strip()):
            return below < self.end
        if self.has_byline or len(self.lines[below]) > _LONGEST_PLACE or self.is_certain_line(below):
            return False
        after = self.next_line(below + 1)
        return after < self.end and self.is_own_line(below) and self.is_date_line(self.lines[after].strip())

    def add(self, meaning: LineMeaning, number: int) -> None:
        """Set the fields of a byline or date line, except those in front matter. Remove the line if any was set."""
        used = False
        if meaning.byline:
            # A line that only names the publication does not exclude a byline with authors.
            self.has_byline = self.has_byline or bool(meaning.byline.authors or meaning.byline.agency)
            if meaning.byline.authors and "authors" not in self.have:
                self.authors = meaning.byline.authors
                self.origins["authors"] = f"byline, line {self.first_line + number}"
            for field, value in (("agency", meaning.byline.agency), ("outlet", meaning.byline.outlet)):
                if value and field not in self.have:
                    self.set_field(field, value, number, "byline")
            used = "authors" not in self.have or self.origins.get("agency", "").startswith("byline")
        if meaning.dates:
            used = self.add_dates(meaning.dates, number) or used
        if used:
            self.recognized.add(number)

    def add_dates(self, dates: DateLine, number: int) -> bool:
        """Set the dates. Returns whether the line can be removed."""
        if dates.time and not dates.date:
            self.time, self.time_line = dates.time, number
            return False
        self.has_date = self.after_date = True
        used = False
        if dates.date and "date" not in self.have:
            self.set_field("date", dates.date, number, "date line")
            used = True
        if dates.updated and "updated" not in self.have:
            self.set_field("updated", dates.updated, number, "date line")
            used = True
        if "date" not in self.have:
            for date in dates.impossible:
                column = max(self.lines[number].find(date.text) + 1, 1)
                message, hint = f"`{date.text}` is not a valid date", "Correct it, or set `date:` in front matter."
                line = self.first_line + number
                self.problems.append(Problem("date-impossible", message, self.file, line, column, hint))
        return used and not dates.impossible

    def set_field(self, field: str, value: str, number: int, origin: str) -> None:
        self.found[field] = value
        self.origins[field] = f"{origin}, line {self.first_line + number}"

    def finish(self) -> None:
        """Append a time on its own line to the date."""
        if self.time and len(self.found.get("date", "")) == 10:
            clocks = sum(1 for line in self.lines[self.start : self.end] if _CLOCK.fullmatch(line))
            if clocks <= 1:  # several are the times of a live report
                self.found["date"] += self.time
                self.recognized.add(self.time_line)
