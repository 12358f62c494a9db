"""Writes Atom feeds (RFC 4287), sitemaps (sitemaps.org, protocol 0.9) and robots.txt.

Themes cannot change these, because their format is standardised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from html import escape

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple

_NOT_XML = lazy_regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_TAG = lazy_regex(r"""<[a-z](?:[^"'<>]|"[^"]*"|'[^']*')*+>""", re.IGNORECASE)
_ID = lazy_regex(' id="[^"]*"')


class Entry(NamedTuple):
    """One article in a feed."""

    url: str
    """Absolute URL."""
    id: str
    """Absolute URI. An id that an earlier entry of the feed has is replaced by the URL."""
    title: str
    updated: str
    """RFC 3339 with time zone."""
    published: str
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    summary: str
    content: str
    """HTML with absolute links; empty if the feed has summaries only."""
    language: str
    """Empty if it is the language of the feed."""


class Written(NamedTuple):
    """An entry as XML. It is created once for all feeds that contain it."""

    updated: str
    xml: str
    id: str
    url: str

    def without_id(self) -> str:
        """Return the XML with the URL as id."""
        return self.xml.replace(f"<id>{xml(self.id)}</id>", f"<id>{xml(self.url)}</id>", 1)


class Feed(NamedTuple):
    """The head of a feed."""

    title: str
    subtitle: str
    url: str
    """URL of the feed, also used as its id."""
    page: str
    """URL of the page whose articles it contains."""
    language: str
    author: str
    """Author of entries that have none."""


def xml(text: str) -> str:
    """Escape text for XML, and remove characters that XML does not allow."""
    return escape(_NOT_XML.sub("", text))


def atom(feed: Feed, entries: list[Written], epoch: str) -> str:
    """Return an Atom feed. `epoch`: its date if it has no entries."""
    updated = max((e.updated for e in entries), key=_instant, default=epoch)
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{xml(feed.language)}">',
        f"<title>{xml(feed.title)}</title>",
        *([f"<subtitle>{xml(feed.subtitle)}</subtitle>"] if feed.subtitle else []),
        f"<id>{xml(feed.url)}</id>",
        f'<link rel="self" type="application/atom+xml" href="{xml(feed.url)}"/>',
        f'<link rel="alternate" type="text/html" href="{xml(feed.page)}"/>',
        f"<updated>{updated}</updated>",
        f"<author><name>{xml(feed.author)}</name></author>",
    ]
    ids: set[str] = set()
    items = []
    for e in entries:
        items.append(e.without_id() if e.id in ids else e.xml)
        ids.add(e.id)
    return "\n".join([*head, *items, "</feed>", ""])


def _instant(stamp: str) -> float:
    return datetime.fromisoformat(stamp).timestamp()


def self_contained(content: str, url: str) -> str:
    """Return the text of an article without ids, and with absolute links to its own footnotes and headings.

    A reader shows several entries on one page, where ids would occur twice.
    """
    if ' id="' not in content and ' href="#' not in content:
        return content
    return _TAG.sub(lambda tag: _ID.sub("", tag[0]).replace(' href="#', f' href="{escape(url)}#'), content)


def entry(e: Entry) -> Written:
    """Return an article as the XML of an entry."""
    language = f' xml:lang="{xml(e.language)}"' if e.language else ""
    lines = [
        f"<entry{language}>",
        f'<title type="text">{xml(e.title)}</title>',
        f"<id>{xml(e.id)}</id>",
        f'<link rel="alternate" type="text/html" href="{xml(e.url)}"/>',
        f"<updated>{e.updated}</updated>",
        *([f"<published>{e.published}</published>"] if e.published else []),
        *(f"<author><name>{xml(name)}</name></author>" for name in e.authors),
        *(f'<category term="{xml(topic)}"/>' for topic in e.topics),
        # Some feed readers treat every summary as HTML. Declared as HTML and escaped, all readers show it as text.
        *([f'<summary type="html">{xml(escape(e.summary, quote=False))}</summary>'] if e.summary else []),
        *([f'<content type="html">{xml(self_contained(e.content, e.url))}</content>'] if e.content else []),
        "</entry>",
    ]
    return Written(e.updated, "\n".join(lines), e.id, e.url)


def sitemap(pages: Iterable[tuple[str, str]]) -> str:
    """Return one part of the sitemap from (absolute URL, date of the last change or empty)."""
    rows = [
        f"<url><loc>{xml(url)}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</url>"
        for url, changed in pages
    ]
    return _sitemap_file("urlset", rows)


def sitemap_index(parts: Iterable[str]) -> str:
    """Return the index of the parts of the sitemap, from their absolute URLs."""
    return _sitemap_file("sitemapindex", [f"<sitemap><loc>{xml(url)}</loc></sitemap>" for url in parts])


def _sitemap_file(root: str, rows: list[str]) -> str:
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([head, *rows, f"</{root}>", ""])


def robots(sitemap: str) -> str:
    """Return a robots.txt that allows everything and links to the sitemap."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"
