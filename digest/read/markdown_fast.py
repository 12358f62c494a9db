"""The text of plain articles to HTML by comrak, an engine in machine code: the same bytes in a fraction of the time.

Most articles are paragraphs, headings, lists and quotes, with emphasis and links to the web. For these comrak writes
what markdown-it-py and our rendering write, but for the ids and levels of headings, which are put in here. A text is
such a one when each of its lines and marks has one of the few forms that are known to come out the same. Backticks,
empty items and quotes, and lists within lists are known not to; what nobody thought of goes to the reference as well.

comrak is optional (`digest-press[fast]`), and which of the two read an article must not show in any byte. So no text
that could cause a problem is read here, nor one that needs a placeholder. This module must not know files or lines.
"""

from __future__ import annotations

import re
from html import unescape

from comrak import render_markdown

from digest.read.headings import Ids, Outline

WEB_URL = (
    r"https?://(?=[a-z0-9.-]{1,63}(?:[/?#)]|\Z))[a-z0-9]+(?:[.-][a-z0-9]+){0,20}"
    r"(?:[/?#](?:[A-Za-z0-9/?#._~!$&*+,;=:@-]|%[0-9A-Fa-f]{2})*+)?"
)
"""Addresses that both engines write as they are. No quotes or brackets, nor a host that has to be normalised."""

_RARE = ("<", "`", "|", "^", "~")
"""Without these there is no HTML, no code, no table, no note and nothing struck out."""

# How a line begins that is part of a paragraph wherever it stands: with no marker, and with no mark that could be one.
_WORDS = r"(?:[^\s0-9#>+*_=~-]|[0-9]++(?![.)])|[0-9]++[.)][^\s.)]|[*_]{1,3}\w|[#+]\w|--?\w|-- \w)"
_ITEM = rf"(?:[*+-]|[0-9]{{1,9}}[.)]) {{1,4}}{_WORDS}"
_QUOTE = rf"> ?{_WORDS}"
_RULE = r"(?<=\n\n)(?:---|\*\*\*|\* \* \*)(?=\n|\Z)"
_ODD_LINE = re.compile(
    rf"\n(?!\n|\Z| {{0,3}}{_WORDS}|{_ITEM}|{_QUOTE}|>(?=\n{_QUOTE})|#{{1,6}} {_WORDS}(?![^\n]*#)|{_RULE})"
)
# A bracket that is not around the words of a web link, or a mere pair of brackets.
_ODD_BRACKET = re.compile(rf"\[(?:(?<=!\[)|(?![^\[\]]*+\](?:\({WEB_URL}\)|[^(\[:]|\Z)))")
_ODD_ESCAPE = re.compile(r"""\\(?![!"#$%&'()*+,./:;=?@_{}>-])""")
_ENTITY = re.compile("&(?:#|[A-Za-z][A-Za-z0-9]*;)")
# Whether `*` opens or closes depends on its neighbours being punctuation, of which there is more in each new Unicode.
_UNSURE = "[^ -~\n\\w“”‘’„«»–—…]"
_ODD_STAR = re.compile(rf"\*(?:(?={_UNSURE})|(?<={_UNSURE}\*))")
_ODD_UNDERSCORE = re.compile(rf"_(?:(?={_UNSURE})|(?<={_UNSURE}_))")
_HEADING = re.compile("<h([1-6])>(.*)</h[1-6]>\n")
_BOLD = re.compile("<strong>([^<]*)</strong>")


def html(text: str) -> str | None:
    """What the reference makes of a tidied text, byte for byte; None when that is not certain.

    All of the text but line feeds must be printable: no tabs, no blanks but the common one, nothing unassigned.
    """
    for mark in _RARE:
        if mark in text:
            return None
    if (
        _ODD_LINE.search("\n" + text)
        or ("[" in text and _ODD_BRACKET.search(text))
        or ("\\" in text and _ODD_ESCAPE.search(text))
        or ("&" in text and _ENTITY.search(text))
        or (not text.isascii() and (_ODD_STAR.search(text) or _ODD_UNDERSCORE.search(text)))
    ):
        return None
    page = render_markdown(text)
    if " />" in page:  # text has no `>` left
        page = page.replace("<br />", "<br>").replace("<hr />", "<hr>")
    return _with_headings(page) if "#" in text else page


def _with_headings(page: str) -> str | None:
    """The page with levels of headings that fit below its H1, and with ids; None if one is more than words."""
    outline, ids = Outline(), Ids()
    out: list[str] = []
    end = 0
    for match in _HEADING.finditer(page):
        words = match[2]
        if "<" in words:
            bold = _BOLD.fullmatch(words)
            if bold is None:
                return None
            words = bold[1]
        level = outline.level(int(match[1]))
        out += page[end : match.start()], f'<h{level} id="{ids.of(unescape(words))}">{words}</h{level}>\n'
        end = match.end()
    return "".join(out) + page[end:] if out else page
