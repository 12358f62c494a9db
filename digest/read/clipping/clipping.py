"""What a reader can see of an article that was saved from the web: its title, byline, date, caption, original link.

Such a file has no front matter, or not all of it. What stands in the lines before the first real
paragraph and after the last is understood, and what was understood is taken out of the text: lines
become empty and none is lost, so that line numbers stay those of the file. Scars of saving are
mended: headings wrapped in bold, dead links, paragraphs cut in two.

The way through most articles (front matter says it all, nothing to mend) is a few plain searches.
This module must not know front matter, config.yaml or the article that its findings go into.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from digest.model.problem import Problem


class Clipping(NamedTuple):
    """What was seen of an article, and the text that is left."""

    title: str
    """Markdown inline source, without `#`, not wrapped in bold; empty when none was found."""
    authors: tuple[str, ...]
    """People, as the byline has them."""
    agency: str
    """`AFP`; may be empty."""
    outlet: str
    """The paper that the byline or the closing link names; a name for the source when nothing better is known."""
    date: str
    """`2021-05-06`, `2021-05-06T14:30` or `2021-05-06T14:30:00+03:00`: as found, with no zone when it has none; or empty."""
    updated: str
    """As `date`."""
    caption: str
    """Plain text below a picture that may not have been kept; may be empty."""
    credit: str
    """Who made the picture; may be empty."""
    source_url: str
    """The address of the original; may be empty."""
    text: str
    """The remaining body, with as many lines as the text that was given."""
    came_from: Mapping[str, str]
    """For each field that was found where it stands: `byline, line 6`."""
    problems: tuple[Problem, ...]
    """Dates that cannot be."""


_TAIL = 3000
"""The address of the original stands within so many characters of the end; addresses can be long."""
_HEAD = frozenset(("title", "date", "authors"))
"""When front matter gives all of these, the first lines of the text are text."""


def parse_clipping(
    text: str, *, file: str, first_line: int, languages: tuple[str, ...], have: frozenset[str], title: str = ""
) -> Clipping:
    """See what there is to see in a text: the body of a file behind its front matter, if it has any.

    `first_line` is the number of the text's first line in its file; `have` names the fields that front matter
    gave (they are not looked for), `title` is the one it gave: a heading that repeats it is taken out.
    `languages` are those the site names, its own first.
    """
    complete = have >= _HEAD
    closing = "source_url" not in have and _may_have_closing(text)
    bold = "# **" in text or "# __" in text
    dead = "](#)" in text
    repeated = complete and bool(title) and _repeats_title(text, title)
    if complete and not (closing or bold or dead or repeated):
        return Clipping("", (), "", "", "", "", "", "", "", text, {}, ())

    from digest.read.clipping.head import find_agency, read_head
    from digest.read.clipping.repair import drop_dead_links, join_cut_paragraphs, mark_code, unwrap_headings
    from digest.read.clipping.source_link import find_source_link

    lines = text.split("\n")
    start, end = _extent(text, lines)
    found: dict[str, str] = {}
    came: dict[str, str] = {}
    authors: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    first_paragraph = start
    if closing:
        end = find_source_link(lines, start, end, first_line, found, came)
    if not complete or repeated:
        head = read_head(lines, start, end, first_line, languages, have, title, file)
        first_paragraph, authors, problems = head.first_paragraph, head.authors, head.problems
        found = {**head.found, **found}  # an address behind "Original url:" rather than one that the title links to
        came = {**head.came_from, **came}
        for number in head.taken:
            lines[number] = ""
    if not complete and "agency" not in have and "agency" not in found:
        agency = find_agency(lines[first_paragraph]) if first_paragraph < end else ""
        if agency:
            found["agency"], came["agency"] = agency, f"dateline, line {first_line + first_paragraph}"
    if bold or dead or not complete:
        code = mark_code(text, lines)
        if bold:
            unwrap_headings(lines, code)
        if dead:
            drop_dead_links(lines, code)
        if not complete:
            join_cut_paragraphs(lines, first_paragraph, end, code, languages)
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
        "\n".join(lines),
        came,
        problems,
    )


def _may_have_closing(text: str) -> bool:
    """A quick look: is there a web address near the end at all?"""
    tail = text[-_TAIL:].rstrip()
    last = tail[tail.rfind("\n") + 1 :]
    return "http" in last and "://" in last


def _repeats_title(text: str, title: str) -> bool:
    """Whether the text begins with a heading of the same words."""
    lines = text.lstrip().split("\n", 2)
    if lines[0][:1] != "#" and (len(lines) < 2 or lines[1].lstrip()[:1] not in ("=", "-")):
        return False
    from digest.read.clipping.title import find_heading, same_words

    found = find_heading(lines, 0, len(lines))
    return found is not None and same_words(found[0], title)


def _extent(text: str, lines: list[str]) -> tuple[int, int]:
    """The first line that is not blank, and the one after the last such line."""
    size = len(text)
    start = text.count("\n", 0, size - len(text.lstrip()))
    return start, max(start, len(lines) - text.count("\n", len(text.rstrip()), size))
