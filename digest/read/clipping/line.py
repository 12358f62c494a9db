"""Parse a single line as byline, date line, or both (`By Ann Lee | May 6, 2021`)."""

from __future__ import annotations

import re

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.read.clipping.byline import Byline, find_byline
from digest.read.clipping.caption import plain_text
from digest.read.clipping.furniture import is_furniture
from digest.read.text.dates import DateLine, find_date_line, may_start_date, scan_dates

_YEAR = lazy_regex(r"\d{4}|\d{1,2}[./]\d{1,2}[./]\d\d")
_SEGMENTS = lazy_regex(r"\s*[|｜]\s*|\s+[•·–—/-]+\s+")


class LineMeaning(NamedTuple):
    """Byline and dates in one line."""

    byline: Byline | None
    dates: DateLine | None

    def is_certain(self) -> bool:
        """Whether the line can only be a byline or date line, independent of its neighbours."""
        return self.dates is not None or (self.byline is not None and self.byline.is_certain)


def parse_line(line: str, languages: tuple[str, ...]) -> LineMeaning | None:
    """Parse a line of Markdown as byline, date line, or both; None for all other lines."""
    if len(line) > 200 or line.startswith(("- ", "* ", "+ ", "• ")):
        return None  # an item of a list is text, even if it is a date
    text = plain_text(line)
    if dates := find_date_line(text, languages):
        return LineMeaning(None, dates)
    linked = "](" in line
    if _YEAR.search(text):
        if dates := scan_dates(text, languages):  # the date comes first; the rest must be a byline
            rest = find_byline(text[dates.end :].strip(" |•·—–-,"), languages, linked=linked)
            if rest and rest.is_certain and (dates.date or dates.updated):
                return LineMeaning(rest, dates)
            return _parse_segments(text, languages, linked)
        for word in re.finditer(r"\S+", text):
            if may_start_date(word[0], languages):
                dates = scan_dates(text, languages, word.start())
                if dates and dates.end == len(text) and not dates.time:
                    byline = find_byline(text[: word.start()].rstrip(" |•·—–-,("), languages, linked=linked)
                    if byline is None and _is_prefix(text[: word.start()].rstrip()):
                        return LineMeaning(None, dates)
                    return LineMeaning(byline, dates) if byline else _parse_segments(text, languages, linked)
        return _parse_segments(text, languages, linked)
    byline = find_byline(text, languages, linked=linked)
    return LineMeaning(byline, None) if byline else None


def _is_prefix(text: str) -> bool:
    """Whether a text above a date is a place with a comma, a section or a desk: `Kyiv, May 6, 2021`."""
    return (text.endswith(",") and len(text.split()) <= 2 and text[0].isupper()) or is_furniture(text)


def _parse_segments(text: str, languages: tuple[str, ...], linked: bool) -> LineMeaning | None:
    """Parse `Ann Lee | Local news | May 6, 2021 | 5 comments`: one segment is a date, others may mean nothing."""
    byline: Byline | None = None
    found: DateLine | None = None
    segments = _SEGMENTS.split(text)
    if not 2 <= len(segments) <= 7:
        return None
    for segment in segments:
        dates = find_date_line(segment, languages)
        if dates and found:
            if (dates.date and found.date) or (dates.updated and found.updated):
                return None  # a period
            found = _merged(found, dates)
        elif dates:
            found = dates
        elif (said := find_byline(segment, languages, linked=linked)) and (byline is None or said.is_certain):
            byline = said if byline is None else byline
        elif len(segment) > 40 or len(segment.split()) > 5:
            return None
    return LineMeaning(byline, found) if found and (found.date or found.updated) else None


def _merged(first: DateLine, second: DateLine) -> DateLine:
    """Join the dates of two segments."""
    date = first.date or second.date
    if len(date) == 10 and (time := first.time or second.time):
        date += time
    return DateLine(date, first.updated or second.updated, "", first.impossible + second.impossible, second.end)
