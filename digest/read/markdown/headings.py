"""Levels and ids of headings and anchors: levels below the H1 of the page, and unique ids."""

from __future__ import annotations

import re
import unicodedata

from digest.model.lazy_regex import lazy_regex

RESERVED_IDS = frozenset(
    ("main", "content", "top", "header", "footer", "nav", "menu", "search", "article", "title", "summary", "topics",
     "more", "notes", "all", "again", "briefs", "broken", "bytopic", "covered", "days", "facet", "facets", "find", "form",
     "hit", "hits", "led", "months", "news", "pages", "previous", "q", "status", "words")
)  # fmt: skip
"""Ids that themes use. An id of the text that is one of these gets a prefix."""
PREFIX = "text-"
_NOTES = ("fn:", "fnref:")
"""Beginnings of our ids of footnotes."""

_ASCII = {code: chr(code).lower() if chr(code).isalnum() or chr(code) in "-_" else None for code in range(128)}
_ASCII |= {ord(space): "-" for space in " \t\n"}
_NOT_WORDS = lazy_regex(r"[\W_]+")


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
    """Assigns unique ids to headings and anchors of one text, and finds them for links."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        """The ids as the author knows them, and as they are in the HTML."""
        self._taken: set[str] = set()
        self._repeated: dict[str, int] = {}
        self._folded: dict[str, str] = {}

    def of(self, text: str) -> str:
        """Return the id of the next heading, which has this text: as on GitHub, a second `Talks` is `talks-1`."""
        base = name = fragment_of(text) or "section"
        while _safe(name) in self._taken:
            self._repeated[base] = number = self._repeated.get(base, 0) + 1
            name = f"{base}-{number}"
        return self._add(name)

    def claim(self, name: str) -> str:
        """Return the id for an anchor that the author names; empty if the text has this id already."""
        return "" if _safe(name) in self._taken else self._add(name)

    def note(self, name: str) -> None:
        """Note an id in HTML that is published as it is."""
        self._ids[name] = name
        self._taken.add(name)

    def find(self, name: str) -> str:
        """Return the id that a link to `#name` means, also if its case or punctuation differs; empty if there is none."""
        if name in self._ids:
            return self._ids[name]
        if name in self._taken or name.startswith(_NOTES):
            return name
        if not self._folded:
            self._folded = {_folded(known): ident for known, ident in reversed(self._ids.items())}
        return self._folded.get(_folded(name), "")

    def _add(self, name: str) -> str:
        self._ids[name] = ident = _safe(name)
        self._taken.add(ident)
        return ident


def _safe(name: str) -> str:
    """Return an id that the page does not use itself."""
    return PREFIX + name if name in RESERVED_IDS or name.startswith(_NOTES) else name


def fragment_of(text: str) -> str:
    """Return the id that GitHub gives to a heading: lower case, without punctuation, with `-` for each space."""
    text = text.strip()
    if text.isascii():
        return text.translate(_ASCII)
    kept = (c for c in text.lower() if c.isalnum() or c in " \t\n-_" or unicodedata.category(c)[0] == "M")
    return re.sub("[ \t\n]", "-", "".join(kept))


def _folded(name: str) -> str:
    return _NOT_WORDS.sub("", name.casefold())


class TooDeepError(Exception):
    """Blocks or elements are nested too deeply: parsers would drop them or become slow."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line
