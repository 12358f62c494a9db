"""Derive the summary of an article from its text: the first paragraph of prose, cut at the end of a sentence.

The paragraphs are those of the safe HTML of the text, because Markdown, links, footnotes and tags of other programs are
resolved there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.read.clipping.agencies import agency
from digest.read.infer.sentences import sentence_ends
from digest.read.markdown.quotes import UNSPACED, primary

LONGEST, SHORTEST = 220, 40
"""Length of a summary in characters."""
LONGEST_SENTENCE = 320
"""A first sentence up to this length is not cut."""
_LONGEST_PARAGRAPH = 2_000
"""Number of characters of a paragraph in which ends of sentences are searched."""
_PARAGRAPHS = 4
"""Number of paragraphs that are considered. Prose further below seldom says what an article is about."""
_WINDOW = 8_000
"""Number of characters of HTML that are searched."""

_BLOCK = lazy_regex(r"<(?:(p)|(/?)(?:blockquote|[uod]l|table|figure|aside|details|pre))(?=[ >])[^>]*>")
_NOTE = lazy_regex(r"<sup\b[^>]*>.*?</sup>|\[\^[^\]\s]+\]", re.DOTALL)
_BREAK = lazy_regex(r"<br[^>]*>")
_TAG = lazy_regex("<[^<>]*>")
_TEMPLATE_TAG = lazy_regex(r"\s*\{(?:\{[^{}]*\}|%[^{}]*%)\}")
_LINK = lazy_regex(r"<a [^>]*>(.*?)</a>", re.DOTALL)

_PLACE = r"([^\W\d_][^()/\n!?]{1,60}?\s)?"
_DATELINES = (
    # KYIV, Ukraine (Reuters) -   (AFP) –
    lazy_regex(_PLACE + r"\s*\(([^\W\d_][\w.&’' /-]{1,28})\)\s*(?:[-–—]{1,2}|:)\s+"),
    # МОСКВА, 6 мая /ТАСС/.
    lazy_regex(_PLACE + r"\s*/([^\W\d_][\w. -]{1,20})/\s*(?:[-–—.]|:)+\s+"),
)
_CAPITALS = lazy_regex(
    r"""[^\W\d_][^\W\d_]['’.\w-]+(?:,?\s(?:de|la|of|[^\W\d_a-zа-яіїєґ][\w.'’-]*))*?
    (?:,?\s(?:\d{1,2}\.?\s\w{3,10}|\w{3,9}\.?\s\d{1,2})(?:,?\s\d{4})?)?\s*(?:[–—]|--?(?=\s))\s*""",
    re.VERBOSE,
)
"""KYIV, Ukraine —   WASHINGTON, May 6 -   КИЇВ, 6 травня —"""
_BOILERPLATE = lazy_regex(
    r"""by\s+[A-Z]|©|copyright\b|all\ rights\ reserved|image\ source|(?:media|image|photo|picture)\ caption|getty\ images
    |photo(?:graph)?s?\s*:|read\ more|share\ this|follow\ us|sign\ up|subscribe|advertisement|click\ here|listen\ to|watch\s*:
    |related\s*:|also\ read|posted\ (?:on|by)|written\ by|source\s*:|credits?\s*:|last\ updated|published\ (?:on|by|at)
    |updated\s*:|editor['’]?s?['’]?\ note|th(?:is|e)\ (?:following\ )?(?:article|story|post)\ (?:was|is|has\ been|originally)\b
    |note\s*:|disclaimer|thank\ you\ for\ reading
    |foto\s*:|anzeige\b|werbung\b|lesen\ sie\ auch|mehr\ zum\ thema|quelle\s*:|von\s+[A-Z]\w+\s+[A-Z]\w+\s*$
    |lire\ aussi|à\ lire|crédits?\s*:|publié\ le|abonnez|source\s+:
    |lea\ también|le\ puede\ interesar|publicado\ (?:el|por)|fuente\s*:|suscr[ií]b
    |leggi\ anche|leia\ (?:também|mais)|fonte\s*:|czytaj\ (?:też|także|więcej)|źródło\s*:
    |читайте\s(?:также|ещё|также)|источник\s*:|фото\s*:|реклама\b|подписывайтесь
    |читайте\s(?:також|ще)|джерело\s*:|підписуйтес|原文|来源|本文|译者""",
    re.IGNORECASE | re.VERBOSE,
)
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"), ("「", "」"), ("『", "』"), ("（", "）"), ("‘", "’"))
_OPEN_QUOTE = lazy_regex(r"(?<![\w'])'(?=[^\W\d])")
_CLOSING_QUOTE = lazy_regex(r"(?<=[\w.,!?…])'(?!\w)")
_NOT_PROSE = frozenset("{}*|•·►▶→←↑↓✓✔>=~`^_©®№")
_CLAUSES = ("; ", " – ", " — ", ", ", "；", "，", "、")


class Summary(NamedTuple):
    """A derived summary."""

    text: str
    """Plain text in one line."""
    paragraph: int
    """Number of the paragraph, from 1."""
    html: str
    """The whole paragraph as HTML."""


def find_summary(html: str, title: str, language: str) -> Summary | None:
    """Return the first sentences of the first paragraph of prose; None if there is no such paragraph near the beginning.

    `html`: the text as safe HTML. `title`: the title as plain text; a paragraph that repeats it is skipped.
    """
    scale = 2 if primary(language) in UNSPACED else 1  # a character of these languages says as much as two others
    title = title.rstrip(".").casefold()
    for number, paragraph in enumerate(_paragraphs(html), 1):
        text = _plain(paragraph)
        if len(text) * scale < SHORTEST or _is_note(paragraph, text) or text.rstrip(".").casefold() == title:
            continue
        text = without_dateline(text[:_LONGEST_PARAGRAPH])
        if not _BOILERPLATE.match(text) and (found := lede(text, language, scale)):
            return Summary(found, number, paragraph)
    return None


def lede(text: str, language: str, scale: int = 1) -> str:
    """Return the whole sentences at the beginning of a paragraph that fit; empty if no sentence ends in it.

    A first sentence that is much too long is cut after a clause; if it has none there, it is not used. `scale`: by how much
    the limits are smaller.
    """
    longest, best = LONGEST // scale, 0
    first = 0
    for end in sentence_ends(text, language):
        if end * scale < SHORTEST or not _is_balanced(text[:end]):
            continue
        first = first or end
        if end > longest:
            break
        best = end
    if best or 0 < first * scale <= LONGEST_SENTENCE:
        return text[: best or first].rstrip()
    return _cut(text[:longest], longest) if len(text) > longest and (first or _ends_as_prose(text)) else ""


def without_dateline(text: str) -> str:
    """Remove place, date and agency at the beginning of a news story: `KYIV, May 6 (Reuters) - `."""
    opening = text[:110]
    end = 0
    if "(" in opening or "/" in opening:
        for dateline in _DATELINES:
            found = dateline.match(opening)
            if found and (not found[1] or agency(found[2]) or _is_in_capitals(found[1])):
                end = found.end()
                break
    if not end and _is_in_capitals(opening) and (found := _CAPITALS.match(opening)):
        end = found.end()
    return text if text[end : end + 1].islower() else text[end:]


def _is_in_capitals(text: str) -> bool:
    word, _, rest = text.partition(" ")
    if len(word.strip(",.:")) == 2:  # `EL PASO`, `ST. PAUL`
        word += rest.partition(" ")[0]
    word = word.strip(",.:")
    return len(word) > 2 and word.isupper()


def _paragraphs(html: str) -> Iterator[str]:
    """Yield the first paragraphs that are not in a quote, list, table or figure."""
    depth = count = 0
    for block in _BLOCK.finditer(html, 0, _WINDOW):
        if not block[1]:
            depth += -1 if block[2] else 1
        elif depth <= 0:
            start = block.end()
            paragraph = html[start : html.find("</p>", start)][:_WINDOW]
            if not paragraph.startswith("<img ") or "</" in paragraph:
                count += 1
                yield paragraph
                if count == _PARAGRAPHS:
                    return


def _plain(html: str) -> str:
    """Convert a paragraph to plain text in one line."""
    if "<" in html or "[^" in html:
        html = _TAG.sub("", _BREAK.sub(" ", _NOTE.sub("", html)))
    if "{" in html:
        html = _TEMPLATE_TAG.sub("", html)
    return " ".join((unescape(html) if "&" in html else html).split())


def _is_note(html: str, text: str) -> bool:
    """Whether a paragraph is a remark in italics, a row of links, or begins like an item of a list."""
    if text[0] in _NOT_PROSE or text[:2] in ("- ", "+ ", "# "):
        return True
    if html.startswith("<em>") and html.endswith("</em>") and html.count("<em>") == 1:
        return True
    return "<a " in html and sum(len(_plain(link)) for link in _LINK.findall(html)) > 0.7 * len(text)


def _is_balanced(text: str) -> bool:
    """Whether no quotation and no bracket is open at the end."""
    if text.count('"') % 2:
        return False
    if "„" in text and text.count("„") > text.count("“") + text.count("”"):
        return False
    if "'" in text and len(_OPEN_QUOTE.findall(text)) > len(_CLOSING_QUOTE.findall(text)):
        return False
    for opening, closing in _PAIRS:
        if opening in text and not ("„" in text and opening == "“") and text.count(opening) > text.count(closing):
            return False
    return not ("»" in text and text.count("»") > text.count("«"))


def _ends_as_prose(text: str) -> bool:
    return text.rstrip("\"'”’»“)」』 ")[-1:] in tuple(".!?…。！？؟۔।")


def _cut(text: str, longest: int) -> str:
    """Cut a sentence that is too long after a clause; empty if none ends in the second half."""
    for mark in _CLAUSES:
        at = text.rfind(mark)
        if at > 0.5 * longest and _is_balanced(text[:at]):
            return text[:at].rstrip(" ,;–—") + " …"
    return ""
