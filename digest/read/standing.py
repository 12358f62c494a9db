"""What is different when a standing page is read. It is written for the site and not saved from the web, so nothing is searched
in its text but the title, and it has no date, source, authors or topics."""

from __future__ import annotations

from typing import Any

from digest.model.article import Head, NavEntry
from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem
from digest.read.clipping.clipping import NOTHING_FOUND, Clipping
from digest.read.clipping.title import find_heading, same_words, unwrapped
from digest.read.front_matter import FrontMatter
from digest.read.text.file_names import INDEX
from digest.read.text.language import detect_language
from digest.read.text.slugs import slug_of
from digest.read.values import NONE, single_line

_NO_EFFECT = ("date", "authors", "agency", "source", "source_url", "topics", "story", "weight", "redirect_to", "guid")
"""Keys of front matter that only articles have."""
_NAV_LINE = lazy_regex(r"[\"']?nav[\"']?\s*[:=]")


class Navigation(NamedTuple):
    """The entry of a page in the navigation."""

    entry: NavEntry | None
    """None if the page is not in it."""
    problem: Problem | None


def without_article_keys(front: FrontMatter) -> FrontMatter:
    """Front matter without the values that only articles have."""
    defaults = FrontMatter._field_defaults
    lines = {key: line for key, line in front.lines.items() if key not in _NO_EFFECT}
    values = {key: defaults[key] for key in _NO_EFFECT}
    return front._replace(**values)._replace(date=NONE, lines={**lines, "topics": 0})  # its topics are none


def standing_text(text: str, first_line: int, front: FrontMatter, languages: tuple[str, ...]) -> Clipping:
    """The text of a page without its first heading, if that is the title."""
    language = front.language or detect_language(text, languages)
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    found = find_heading(lines, start, len(lines))
    if found is None or (front.title and not same_words(found[0], front.title)):
        return NOTHING_FOUND._replace(text=text, language=language)
    lines[start : found[2]] = [""] * (found[2] - start)
    origins = {} if front.title else {"title": f"heading, line {first_line + start}"}
    return NOTHING_FOUND._replace(title=unwrapped(found[0]), text="\n".join(lines), language=language, origins=origins)


def standing_head(head: Head) -> Head:
    """The head of a page. Its address comes from its path in pages/, unless front matter has a slug or a permalink."""
    folders = head.id.split("/")[1:-1]
    name = head.id.rpartition("/")[2].partition(".")[0]
    if name.lower() in INDEX and folders:
        folders.pop()
    address = "/".join([*map(slug_of, folders), head.slug]) + "/"
    return head._replace(permalink=head.permalink or address, groups=())


def navigation(front: FrontMatter, text: str, file: str) -> Navigation:
    """Read `nav`: a title, a number, `false`, or a mapping with `title` and `order`. `text`: the whole file."""
    value: Any = front.extra.get("nav")
    if value is None or value is True:
        return Navigation(NavEntry("", None), None)
    if value is False:
        return Navigation(None, None)
    if isinstance(value, str):
        return Navigation(NavEntry(single_line(value), None), None)
    if isinstance(value, int):
        return Navigation(NavEntry("", value), None)
    if isinstance(value, dict) and not set(value) - {"title", "order"}:
        title, order = value.get("title", ""), value.get("order")
        if isinstance(title, str) and (order is None or (isinstance(order, int) and not isinstance(order, bool))):
            return Navigation(NavEntry(single_line(title), order), None)
    line = next((n for n, line in enumerate(text.splitlines(), 1) if _NAV_LINE.match(line)), 0)
    hint = "Write a title, a number, `false`, or `{title: About us, order: 1}`."
    message = "`nav`: expected the title of the page in the navigation, or its number"
    return Navigation(NavEntry("", None), Problem("front-matter-value", message, file, line, 0, hint))
