"""The optional value `opening`: the beginning of the text of an article, if it is the only one on the front page.

The text is safe HTML. Only whole paragraphs of it are shown, up to the first element of another kind.
"""

from __future__ import annotations

import re
from html import escape, unescape

from markupsafe import Markup

from digest.model.article import unpack_detail, unpack_head
from digest.model.fingerprint import hash_text
from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.pages.article_body import ArticleBodies
from digest.pages.newspaper.front import front_articles
from digest.pages.queries import NO_VALUE, OptionalValue, SiteQueries
from digest.render import context as c

PARAGRAPHS, WORDS = 2, 90
"""Maximum number of paragraphs after the summary, and of words in them."""

_TAG = lazy_regex(r"""<(/?)([a-z][a-z0-9-]*)((?:[^<>"]|"[^"]*")*)>""")
_ID = lazy_regex(r' id="[^"]*"')
_NOTE = lazy_regex(r"<sup\b[^>]*>.*?</sup>", re.DOTALL)
_INLINE = frozenset(
    "a abbr b bdi bdo br cite code del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr".split()
)
"""Elements that a paragraph of an opening can contain. Others, such as images, end the opening."""
_NO_PICTURE = 'class="no-picture"'
"""Marks the alternative text of an image that cannot be shown (see `digest.render.body_images`)."""


class OpeningValues:
    """`opening`."""

    def __init__(self, queries: SiteQueries, bodies: ArticleBodies) -> None:
        self.queries, self.bodies = queries, bodies

    def opening(self) -> OptionalValue:
        """The beginning of the only article of the front page."""
        items = front_articles(self.queries)[2]
        row = self.queries.store.source(items[0].path) if len(items) == 1 else None
        if row is None:
            return NO_VALUE
        head, detail = unpack_head(row.head), unpack_detail(row.detail)
        links = self.bodies.links(head, detail)

        def compute() -> c.Opening:
            if head.external:  # its text is on another site
                return c.Opening(Markup(""), detail.words, False)
            html = self.bodies.html(row.body, detail, links, {})
            found = begin(html, head.summary if head.summary_derived else "")
            return c.Opening(
                Markup("\n".join(_for_other_page(p, self.queries.href(head.url)) for p in found.paragraphs)),
                detail.words,
                found.has_more,
            )

        return OptionalValue(hash_text(row.head_hash, row.body_hash, *(link or "" for link in links)), compute)


class Beginning(NamedTuple):
    """The paragraphs to show below the summary."""

    paragraphs: list[str]
    has_more: bool
    """Whether the article has more text than that and the summary."""


def begin(html: str, derived: str) -> Beginning:
    """Return the first paragraphs of a text, without the one that its derived summary repeats. `derived`: this summary; empty
    if there is none.

    If the summary is only the beginning of that paragraph, no paragraph follows it, because words would be missing between
    them.
    """
    paragraphs, rest = _paragraphs(html)
    first = 0
    if derived:
        repeated = [n for n, paragraph in enumerate(paragraphs) if _plain(paragraph).endswith(derived)]
        if not repeated:
            return Beginning([], has_more=True)
        first = repeated[0] + 1
    shown: list[str] = []
    words = 0
    for paragraph in paragraphs[first : first + PARAGRAPHS]:
        words += _count_words(_plain(paragraph))
        if words > WORDS:
            break
        shown.append(paragraph)
    return Beginning(shown, has_more=bool(rest) or first + len(shown) < len(paragraphs))


def _paragraphs(html: str) -> tuple[list[str], str]:
    """Return the paragraphs at the beginning of a text, up to the first element of another kind, and the rest of the text."""
    found: list[str] = []
    start, end = -1, 0
    for tag in _TAG.finditer(html):
        closing, name = tag[1], tag[2]
        if start < 0:
            if name != "p" or closing or html[end : tag.start()].strip():
                break
            start = tag.start()
        elif name == "p" and closing:
            found.append(html[start : tag.end()])
            start, end = -1, tag.end()
        elif name not in _INLINE or _NO_PICTURE in tag[3]:
            break
    return found, html[end:].strip()


def _plain(html: str) -> str:
    """Convert a paragraph to plain text in one line, without the numbers of footnotes, like a derived summary."""
    text = _TAG.sub(lambda tag: " " if tag[2] == "br" else "", _NOTE.sub("", html))
    return " ".join(unescape(text).split())


def _count_words(text: str) -> int:
    """Count words. Two Chinese or Japanese characters count as one."""
    return max(len(text.split()), sum("\u2e80" <= letter < "\uac00" for letter in text) // 2)


def _for_other_page(html: str, url: str) -> str:
    """Change a paragraph for another page than that of its article. `url`: of the article."""

    def changed(tag: re.Match[str]) -> str:
        attributes = _ID.sub("", tag[3]).replace(' href="#', f' href="{escape(url)}#')
        return f"<{tag[1]}{tag[2]}{attributes}>"

    return _TAG.sub(changed, html)
