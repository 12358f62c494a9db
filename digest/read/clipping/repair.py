"""Repair damage from saving and conversion: headings in bold, dead links, paragraphs split by page breaks.

The functions change lines in place, keep the number of lines, and skip code. Each one is a single pass in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from digest.model.lazy_regex import lazy_regex

_HEADING = lazy_regex(r" {0,3}#{1,6}[ \t]+(?=(\*\*|__)\S)")
_DEAD_LINK = lazy_regex(
    r"(?<!`)(`{1,3})(?!`)[^`]*(?<!`)\1(?!`)|\\.|(?<!!)\[((?:[^\[\]`\\]|\\.|`[^`]*`|\[[^\[\]]*\])*)\]\(#\)"
)
"""Code and escapes, which are skipped; or a dead link, which may contain an image."""
_FENCE = lazy_regex(r" {0,3}(`{3,}|~{3,})")


def find_code(text: str, lines: list[str]) -> Container[int]:
    """Return the indices of lines of code: fenced code, and indented code after a blank line."""
    has_fences = "```" in text or "~~~" in text
    if not has_fences and "\n    " not in text and "\n\t" not in text:
        return ()
    code: set[int] = set()
    fence, blank, indented = "", True, False
    for number, line in enumerate(lines):
        if not line:
            indented, blank = False, True
            if fence:
                code.add(number)
            continue
        m = _FENCE.match(line) if has_fences and line[0] in "`~ " else None
        if fence:
            code.add(number)
            if m and m[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
            continue
        if m:
            fence = m[1]
            code.add(number)
            continue
        has_indent = line.startswith(("    ", "\t")) and not line.isspace()
        indented = has_indent and (blank or indented)
        if indented:
            code.add(number)
        blank = line.isspace()
        indented = indented and not blank
    return code


def unwrap_headings(lines: list[str], code: Container[int]) -> None:
    """Replace `## **Heading**` by `## Heading`."""
    for number, line in enumerate(lines):
        if "# " in line and (m := _HEADING.match(line)) and number not in code:
            marker, text = m[1], line[m.end() :].rstrip()
            if not text.endswith(marker):
                text = text.rstrip("#").rstrip()
            if len(text) > 4 and text.endswith(marker) and marker not in text[2:-2]:
                lines[number] = m[0] + text[2:-2]


def remove_dead_links(lines: list[str], code: Container[int]) -> None:
    """Replace `[text](#)` by `text`."""
    for number, line in enumerate(lines):
        if "](#)" in line and number not in code:
            lines[number] = without_dead_links(line)


def without_dead_links(line: str) -> str:
    """Replace links to `#` by their text. Images and code are kept."""
    return _DEAD_LINK.sub(_link_text, line)


def _link_text(m: re.Match[str]) -> str:
    text = m[2]
    return m[0] if text is None else text


_CLOSERS = "\"'”’»“)]"
_OPENERS = "„«("
_UNFINISHED_ENDS = frozenset(",-–—‐")
_BLOCK_STARTS = frozenset(" #>|<`~!*+-=:")
_LIST_ITEM = lazy_regex(r"\d{1,9}[.)]\s|\[\^?[^\]]*\]:")
_WORD = lazy_regex(r"\w+")
_INDIC_START, _INDIC_END = "\u0900", "\u0dff"
"""Scripts of India, in which words end with signs that are no letters."""
_MAX_SPLITS = 5
"""Maximum number of page breaks in one paragraph."""
_MIN_LENGTH = 40
"""A shorter paragraph is a line on its own (a greeting, a heading without `#`), and not split."""


@lru_cache(maxsize=64)
def _unfinished(languages: tuple[str, ...]) -> frozenset[str]:
    """Return the words that cannot end a paragraph in the language of the text, which is the first one."""
    from digest.read.clipping.unfinished_words import UNFINISHED

    base = languages[0].partition("-")[0] if languages else "en"
    return frozenset(UNFINISHED.get({"no": "nb", "nn": "nb", "bs": "hr", "ms": "id"}.get(base, base), "").split())


def join_split_paragraphs(
    lines: list[str], start: int, end: int, code: Container[int], languages: tuple[str, ...]
) -> None:
    """Join paragraphs where a blank line splits a sentence.

    A sentence is split if the first half ends with a comma, a dash or a word that cannot end a sentence, or if it ends
    without punctuation and the second half begins with a lower-case letter.
    """
    unfinished = _unfinished(languages)
    vocabulary: frozenset[str] | None = None  # the words of the text; computed for the first hyphenated word
    joined = 0
    block = start  # index of the first line of the current paragraph
    number = start
    while number < end:
        line = lines[number]
        if not line or line.isspace():
            number += 1
            block = number
            continue
        after = number + 1
        if after < end and lines[after] and not lines[after].isspace():
            number = after
            continue
        if (block < number or len(line) >= _MIN_LENGTH) and _may_be_split(line):
            following = after
            while following < end and (not lines[following] or lines[following].isspace()):
                following += 1
            if (
                joined < _MAX_SPLITS
                and following < end
                and _is_split(lines, block, number, following, end, code, unfinished)
            ):
                if vocabulary is None and line.endswith(("-", "‐")):
                    vocabulary = frozenset(_WORD.findall("\n".join(lines)))
                _join(lines, number, following, end, vocabulary or frozenset())
                joined += 1
                continue  # the joined paragraph may be split again
        number = block = after
        joined = 0


def _may_be_split(line: str) -> bool:
    """Whether the last line of a paragraph lacks a full stop: a quick check."""
    last = line[-1]
    if last in ".!?…":
        return False
    last = line.rstrip(_CLOSERS)[-1:]
    return last.isalnum() or last in _UNFINISHED_ENDS or (_INDIC_START <= last <= _INDIC_END and last not in "।॥")


def _is_split(
    lines: list[str],
    block: int,
    number: int,
    following: int,
    end: int,
    code: Container[int],
    unfinished: frozenset[str],
) -> bool:
    """Whether the paragraph from `block` to `number` continues at `following`."""
    first = lines[following]
    if not _is_plain_paragraph(lines, block, number + 1, code):
        return False
    if not _is_plain_paragraph(lines, following, _block_end(lines, following, end), code):
        return False
    if sum(map(len, lines[block : number + 1])) < _MIN_LENGTH:
        return False
    starts_lower = first.lstrip(_CLOSERS + _OPENERS)[:1].islower()
    last = lines[number]
    if last[-1] in _UNFINISHED_ENDS or starts_lower:
        return True
    word = last[last.rfind(" ") + 1 :]
    return word.lower() in unfinished and not (len(word) > 1 and word.isupper())


def _is_plain_paragraph(lines: list[str], start: int, end: int, code: Container[int]) -> bool:
    """Whether lines are a paragraph of text: not a heading, list, quote, table, code, image or verse."""
    first = lines[start]
    if first[0] in _BLOCK_STARTS and not first.startswith(("*", "-", "–")):
        return False
    if first.startswith(("* ", "- ", "    ", "\t", "---", "***")) or _LIST_ITEM.match(first):
        return False
    for number in range(start, end):
        line = lines[number]
        if "|" in line or number in code or line[:3] in ("---", "==="):
            return False
        if number + 1 < end and line.endswith(("  ", "\\")):
            return False
    return not lines[end - 1].endswith(("  ", "\\"))


def _block_end(lines: list[str], start: int, end: int) -> int:
    number = start
    while number < end and lines[number] and not lines[number].isspace():
        number += 1
    return number


def _join(lines: list[str], number: int, following: int, end: int, vocabulary: frozenset[str]) -> None:
    """Append the paragraph at `following` to the line `number`. `vocabulary`: the words of the text."""
    last = _block_end(lines, following, end)
    second = " ".join([line.strip() for line in lines[following:last]])
    first = lines[number].rstrip()
    if first[-1] in "-‐" and first[-2:-1].isalpha():
        head, tail = first[first.rfind(" ") + 1 : -1], second.split(" ", 1)[0].strip(".,;:!?" + _CLOSERS)
        if tail[:1].islower() and head.lstrip(_CLOSERS + _OPENERS) + tail in vocabulary:
            first = first[:-1]  # the text contains the word without a hyphen
    else:
        first += " "
    lines[number] = first + second
    lines[following:last] = [""] * (last - following)
