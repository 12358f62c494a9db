"""Parse a single line as byline, date line, or both (`By Ann Lee | May 6, 2021`)."""

from __future__ import annotations

import re
from typing import NamedTuple

from digest.read.clipping.byline import Byline, find_byline
from digest.read.clipping.caption import plain_text
from digest.read.text.dates import DateLine, find_date_line, may_start_date, scan_dates

_YEAR = re.compile(r"\d{4}|\d{1,2}[./]\d{1,2}[./]\d\d")


class LineMeaning(NamedTuple):
    """Byline and dates in one line."""

    byline: Byline | None
    dates: DateLine | None

    def is_certain(self) -> bool:
        """Whether the line can only be a byline or date line, independent of its neighbours."""
        return self.dates is not None or (self.byline is not None and self.byline.is_certain)


def parse_line(line: str, languages: tuple[str, ...]) -> LineMeaning | None:
    """Parse a line of Markdown as byline, date line, or both; None for all other lines."""
    if len(line) > 200:
        return None
    text = plain_text(line)
    if dates := find_date_line(text, languages):
        return LineMeaning(None, dates)
    linked = "](" in line
    if _YEAR.search(text):
        if dates := scan_dates(text, languages):  # the date comes first; the rest must be a byline
            rest = find_byline(text[dates.end :].strip(" |•·—–-,"), languages, linked=linked)
            return LineMeaning(rest, dates) if rest and rest.is_certain and (dates.date or dates.updated) else None
        for word in re.finditer(r"\S+", text):
            if may_start_date(word[0], languages):
                dates = scan_dates(text, languages, word.start())
                if dates and dates.end == len(text) and not dates.time:
                    byline = find_byline(text[: word.start()].rstrip(" |•·—–-,("), languages, linked=linked)
                    return LineMeaning(byline, dates) if byline else None
        return None
    byline = find_byline(text, languages, linked=linked)
    return LineMeaning(byline, None) if byline else None
