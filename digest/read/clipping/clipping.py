"""Parse articles saved from the web without front matter: title, byline, date, caption and link to the original.

These are found in the lines before the first paragraph and after the last one. Recognized lines are replaced by empty
lines, so line numbers do not change. Damage from saving is repaired: headings in bold, dead links, split paragraphs.

If front matter is complete and there is nothing to repair, a few plain searches suffice.
"""

from __future__ import annotations

from collections.abc import Mapping

from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem
from digest.read.text.language import detect_language


class Clipping(NamedTuple):
    """The values found in a text, and the remaining text."""

    title: str
    """Inline Markdown without `#` and without bold around it; may be empty."""
    authors: tuple[str, ...]
    """Authors as written in the byline."""
    agency: str
    """`AFP`; may be empty."""
    outlet: str
    """Publication in the byline or in the text of the closing link; may be empty. Used as source if no other is known."""
    date: str
    """`2021-05-06`, `2021-05-06T14:30` or `2021-05-06T14:30:00+03:00`, as found; may be empty."""
    updated: str
    """Date of the last change, in the same format; may be empty."""
    caption: str
    """Plain text; may be empty. The image itself may be missing."""
    credit: str
    """Creator of the image; may be empty."""
    source_url: str
    """URL of the original; may be empty."""
    language: str
    """Language of the text; empty if it is given in front matter or in doubt."""
    text: str
    """The remaining text, with the same number of lines."""
    origins: Mapping[str, str]
    """Where each value was found, by field: `byline, line 6`."""
    problems: tuple[Problem, ...]
    """Dates that do not exist."""


NOTHING_FOUND = Clipping("", (), "", "", "", "", "", "", "", "", "", {}, ())
"""For a text in which nothing was found."""

_TAIL = 3000
"""Number of characters at the end in which the URL of the original is searched. URLs can be long."""
_HEAD = frozenset(("title", "date", "authors"))
"""If front matter has all of these, the first lines are not searched."""


def parse_clipping(
    text: str, *, file: str, first_line: int, languages: tuple[str, ...], have: frozenset[str], title: str = ""
) -> Clipping:
    """Parse the text of a file after its front matter.

    `first_line`: the line of the file on which the text begins. `have`: the fields in front matter, which are not
    searched. `title`: the title in front matter; a first heading with the same words is removed. `languages`: the
    language in front matter, or the languages of the site, its main language first. The language of the text, if it is
    clear, precedes them: dates and bylines are read in it.
    """
    language = "" if "language" in have else detect_language(text, languages)
    if language:
        languages = (language, *[tag for tag in languages if tag != language])
    complete = have >= _HEAD
    has_closing = "source_url" not in have and _may_have_source_link(text)
    has_hash = "#" in text
    has_bold_headings = has_hash and ("# **" in text or ("_" in text and "# __" in text))
    has_dead_links = has_hash and "](#)" in text
    repeats_title = complete and bool(title) and _repeats_title(text, title)
    if complete and not (has_closing or has_bold_headings or has_dead_links or repeats_title):
        return NOTHING_FOUND._replace(text=text, language=language)

    from digest.read.clipping.head import find_agency, read_head
    from digest.read.clipping.repair import find_code, join_split_paragraphs, remove_dead_links, unwrap_headings
    from digest.read.clipping.source_link import find_source_link

    lines = text.split("\n")
    start, end = _extent(text, lines)
    found: dict[str, str] = {}
    origins: dict[str, str] = {}
    authors: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    first_paragraph = start
    if has_closing:
        end = find_source_link(lines, start, end, first_line, found, origins)
    if not complete or repeats_title:
        head = read_head(lines, start, end, first_line, languages, have, title, file)
        first_paragraph, authors, problems = head.first_paragraph, head.authors, head.problems
        found = {**head.found, **found}  # a closing link takes precedence over a link around the title
        origins = {**head.origins, **origins}
        for number in head.recognized:
            lines[number] = ""
    if not complete and "agency" not in have and "agency" not in found:
        agency = find_agency(lines[first_paragraph]) if first_paragraph < end else ""
        if agency:
            found["agency"], origins["agency"] = agency, f"dateline, line {first_line + first_paragraph}"
    if has_bold_headings or has_dead_links or not complete:
        code = find_code(text, lines)
        if has_bold_headings:
            unwrap_headings(lines, code)
        if has_dead_links:
            remove_dead_links(lines, code)
        if not complete:
            join_split_paragraphs(lines, first_paragraph, end, code, languages)
    get = found.get
    return Clipping(
        get("title", ""),
        authors,
        get("agency", ""),
        get("outlet", ""),
        get("date", ""),
        get("updated", ""),
        get("caption", ""),
        get("credit", ""),
        get("source_url", ""),
        language,
        "\n".join(lines),
        origins,
        problems,
    )


def _may_have_source_link(text: str) -> bool:
    """Whether the last line contains a URL: a quick check."""
    tail = text[-_TAIL:].rstrip()
    last = tail[tail.rfind("\n") + 1 :]
    return "http" in last and "://" in last


def _repeats_title(text: str, title: str) -> bool:
    """Whether the text begins with a heading that has the words of `title`."""
    lines = text.lstrip().split("\n", 2)
    if lines[0][:1] != "#" and (len(lines) < 2 or lines[1].lstrip()[:1] not in ("=", "-")):
        return False
    from digest.read.clipping.title import find_heading, same_words

    found = find_heading(lines, 0, len(lines))
    return found is not None and same_words(found[0], title)


def _extent(text: str, lines: list[str]) -> tuple[int, int]:
    """Return the index of the first line that is not blank, and the index after the last one."""
    size = len(text)
    start = text.count("\n", 0, size - len(text.lstrip()))
    return start, max(start, len(lines) - text.count("\n", len(text.rstrip()), size))
