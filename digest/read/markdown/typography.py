"""Replace straight quotes, `--` and `...` with the typographic marks of a language.

Works on HTML and text that are finished, so everything that looks for words or lines in the source is not affected. Code and
URLs stay as they are. A quote is replaced only if it has a partner in its paragraph: `5'10"` keeps its straight marks. There
are two exceptions, the apostrophe, and the first quote of a paragraph, since a quotation of several paragraphs opens each.
The time grows with the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.model.lazy_regex import lazy_regex
from digest.read.markdown.quotes import UNSPACED, primary, quotes

_TRANSPARENT, _WORD, _NOTE = "\0", "\1", "\2"
"""Stand for markup in a paragraph: tags within a word or sentence, code or an image, and a footnote mark."""
_MARKUP = lazy_regex(
    r"""(<(?:(code|pre|kbd|samp|var|script|style|textarea|math|svg)\b.*?</\2>|!--.*?-->|[a-zA-Z/!](?:[^"'<>]+|"[^"]*"|'[^']*')*+>))""",
    re.DOTALL | re.IGNORECASE,
)
# These begin with a single character, which is searched much faster than one of several.
_INDIVISIBLE = lazy_regex("<(?:code|pre|kbd|samp|var|script|style|textarea|math|svg|[A-Z!])")
_INDIVISIBLE_VALUE = lazy_regex("""=(?:"[^"<>]*[<>]|')""")
"""Markup in which a `</p>` may not end a paragraph: code, and attributes with `<` or `>`; and unusual spellings."""
_TAG_NAME = lazy_regex(r"</?([a-zA-Z0-9]*)")
_WITHIN = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "cite", "data", "del", "dfn", "em", "i", "ins", "mark", "q", "s", "small", "span", "strong",
    "sub", "time", "u", "wbr",
))  # fmt: skip
_OPAQUE = frozenset(("code", "kbd", "samp", "var", "img", "math", "svg"))
_URL = r"(?:https?://|www\.)(?:[^\s<>\"'\0]|'(?=\w))*"
# Each alternative begins with a character of its own, which makes the search three times as fast as with a class.
_MARKS = lazy_regex("\"[\0\"']*|'[\0\"']*|\0[\0\"']*|--+|\\.\\.\\.+")
_MARKS_AND_URLS = lazy_regex(f"{_URL}|{_MARKS.pattern}", re.IGNORECASE)
_DASHES = {"--": "–", "---": "—"}
_ELISION = lazy_regex(r"'(?:\d\ds?|tis|twas|em|til|n')(?!\w)", re.IGNORECASE)
"""An apostrophe at the beginning of a word, which no later quote closes."""
_OPENS_BEFORE = frozenset("([{<–—-/¿¡")
_ESCAPED = (("&quot;", '"'), ("&#34;", '"'), ("&#39;", "'"), ("&#x27;", "'"))


def typographic_html(html: str, language: str) -> str:
    """Return HTML with typographic marks. `html`: balanced, with `<` only in markup. Control characters: nothing is done."""
    parts = html.split("</p>")
    marked = [number for number, part in enumerate(parts) if _has_marks(part)]  # few paragraphs have marks
    if not marked or _TRANSPARENT in html or _WORD in html or _NOTE in html:
        return html
    if _INDIVISIBLE.search(html) or _INDIVISIBLE_VALUE.search(html):
        return _typographic(html, language)
    for number in marked:
        parts[number] = _typographic(parts[number], language)
    return "</p>".join(parts)


def _has_marks(html: str) -> bool:
    """Whether there may be marks outside of markup. Each attribute has two quotes."""
    return (
        "'" in html or ("&" in html and ("&quot;" in html or "&#" in html)) or ("-" in html and "--" in html)
        or "..." in html or ('"' in html and html.count('"') != 2 * html.count('="'))
    )  # fmt: skip


def _typographic(html: str, language: str) -> str:
    parts = _MARKUP.split(html)
    out: list[str] = []
    paragraph: list[str] = []
    tags: list[str] = []
    for i in range(0, len(parts) - 1, 3):
        paragraph.append(parts[i])
        tags.append(parts[i + 1])
        if sign := _sign(parts[i + 1]):
            paragraph.append(sign)
        else:
            out.append(_paragraph(paragraph, tags, language))
            paragraph, tags = [], []
    out.append(_paragraph([*paragraph, parts[-1]], tags, language))
    return "".join(out)


def typographic_text(text: str, language: str) -> str:
    """Return plain text, such as a title, with typographic marks."""
    if '"' in text or "'" in text or "--" in text or "..." in text:
        return _marked(text, language)
    return text


def _sign(tag: str) -> str:
    """The character that replaces a tag in its paragraph; empty for one that begins or ends a paragraph."""
    match = _TAG_NAME.match(tag)
    name = match[1].lower() if match else ""
    if name in _WITHIN:
        return _TRANSPARENT
    return _WORD if name in _OPAQUE else _NOTE if name == "sup" else ""


def _paragraph(pieces: list[str], tags: list[str], language: str) -> str:
    """One paragraph: its texts and the signs of its tags in turn, and the tags, of which the last may end it."""
    text = "".join(pieces)
    if "&" in text:
        for escaped, plain in _ESCAPED:
            text = text.replace(escaped, plain)
    text = typographic_text(text, language).replace('"', "&quot;")
    if len(pieces) == 1:
        return text + "".join(tags)
    following: Iterator[str] = iter(tags)
    return re.sub("[\0\1\2]", lambda _: next(following), text) + "".join(following)


def _marked(text: str, language: str) -> str:
    """Replace the marks of one paragraph."""
    pattern = _MARKS_AND_URLS if "://" in text or "www." in text else _MARKS
    quotation = _Quotation(text, language)
    edits: list[tuple[int, int, str]] = []
    for match in pattern.finditer(text):
        found, start, end = match[0], match.start(), match.end()
        if found == "...":
            edits.append((start, end, "…"))
        elif found in _DASHES:
            if not text[start - 1 : start].isspace() or not text[end : end + 1].isalnum():  # not an option: ` --help`
                edits.append((start, end, _DASHES[found]))
        elif found[0] in "\0\"'" and found.strip("\0"):
            quotation.add(start, end)
    edits += [(at, at + 1, mark) for at, mark in quotation.finished().items()]
    out: list[str] = []
    done = 0
    for start, end, mark in sorted(edits):
        out += [text[done:start], mark]
        done = end
    return "".join([*out, text[done:]])


class _Quotation:
    """Finds the partners of the quotes of one paragraph."""

    def __init__(self, text: str, language: str) -> None:
        double_open, double_close, single_open, single_close = quotes(language)
        self._text = text
        self._marks = {'"': (double_open, double_close), "'": (single_open, single_close)}
        self._is_unspaced = primary(language) in UNSPACED
        self._open: list[int] = []
        """Places of quotes that opened and are not closed yet."""
        self._number_open = {'"': 0, "'": 0}
        self._found: dict[int, str] = {}

    def add(self, start: int, end: int) -> None:
        """Add neighbouring quotes, which open or close together."""
        text = self._text
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        may_open, may_close = _roles(before, after, self._is_unspaced)
        for at in range(start, end):
            quote = text[at]
            if quote == "\0":
                continue
            if may_close and self._number_open[quote]:
                self._close(at, quote)
            elif may_open and not (quote == "'" and _ELISION.match(text, at)):
                self._open.append(at)
                self._number_open[quote] += 1
            elif quote == "'" and not (before.isdigit() and not after.isalpha()):
                self._found[at] = "’"

    def _close(self, at: int, quote: str) -> None:
        while self._text[opening := self._open.pop()] != quote:
            self._drop(opening)
        self._number_open[quote] -= 1
        self._found[opening], self._found[at] = self._marks[quote]

    def _drop(self, at: int) -> None:
        """Take a quote without a partner as an apostrophe, or leave it straight."""
        self._number_open[self._text[at]] -= 1
        if self._text[at] == "'":
            self._found[at] = "’"

    def finished(self) -> dict[int, str]:
        """Return the marks by place."""
        for at in self._open:
            if self._text[at] == '"' and not self._text[:at].strip(" \n\0"):
                self._found[at] = self._marks['"'][0]
            else:
                self._drop(at)
        return self._found


def _roles(before: str, after: str, unspaced: bool) -> tuple[bool, bool]:
    """Whether quotes between these characters can open, and whether they can close."""
    space_before, space_after = not before or before.isspace(), not after or after.isspace()
    word_before, word_after = before.isalnum() or before == _WORD, after.isalnum() or after == _WORD
    if word_before and word_after:
        return (True, True) if unspaced or before > "⺀" or after > "⺀" else (False, False)
    may_open = not space_after and not word_before and (space_before or word_after or before in _OPENS_BEFORE)
    may_close = not space_before and not word_after and (space_after or word_before or before not in _OPENS_BEFORE)
    if not space_before and word_after and not word_before and before not in _OPENS_BEFORE:
        may_close = True  # a missing space: `said."He`
    return may_open, may_close
