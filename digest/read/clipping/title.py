"""Find headings in Markdown, compare titles, and remove markup around them."""

from __future__ import annotations

from digest.model.lazy_regex import lazy_regex
from digest.read.clipping.caption import plain_text
from digest.read.clipping.repair import without_dead_links

_LONGEST = 1000
"""Maximum length of a title line."""

_ATX = lazy_regex(r" {0,3}(#{1,6})[ \t]+(?=\S)")
_SETEXT = lazy_regex(r" {0,3}(?:=+|--+)[ \t]*$")
_WORD = lazy_regex(r"\w+")


def find_heading(lines: list[str], number: int, end: int) -> tuple[str, int, int] | None:
    """Return text and level of the heading at a line, and the index after it; None if there is no heading."""
    line = lines[number]
    if len(line) > _LONGEST:
        return None
    if m := _ATX.match(line):
        text = line[m.end() :].rstrip()
        bare = text.rstrip("#")
        return (bare if not bare or bare[-1] in " \t" else text).rstrip(), len(m[1]), number + 1
    underlined = (
        number + 1 < end and lines[number + 1][:4].lstrip()[:1] in ("=", "-") and _SETEXT.match(lines[number + 1])
    )
    if underlined and line.strip() and not line.lstrip().startswith((">", "- ", "* ", "+ ", "#", "|")):
        return line.strip(), 1 if "=" in lines[number + 1] else 2, number + 2
    return None


def same_words(one: str, other: str) -> bool:
    """Whether two titles have the same words, ignoring markup, case and punctuation."""
    words = _WORD.findall(plain_text(one).casefold())
    return bool(words) and words == _WORD.findall(plain_text(other).casefold())


def unwrapped(title: str) -> str:
    """Remove bold around a whole title, and dead links."""
    title = title.strip()
    for marker in ("***", "**", "__"):
        if title.startswith(marker) and title.endswith(marker) and len(title) > 2 * len(marker):
            inner = title[len(marker) : -len(marker)]
            if marker not in inner:
                title = inner.strip()
    return without_dead_links(title) if "](#)" in title else title
