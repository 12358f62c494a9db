"""XML for machines: Atom feeds, sitemaps; and robots.txt.

Written here and not by a theme, since their form is a standard's: Atom is RFC 4287, sitemaps are
sitemaps.org's protocol 0.9. This module must not know where the entries come from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import NamedTuple

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Entry(NamedTuple):
    """One article in a feed."""

    url: str
    """Absolute; it is also the entry's id."""
    title: str
    updated: str
    """RFC 3339 with zone."""
    published: str
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    summary: str
    content: str
    """HTML with absolute links; empty: a summary is all there is."""
    language: str
    """Empty when it is the feed's."""


class Written(NamedTuple):
    """An entry as XML, made once for all feeds that have it."""

    updated: str
    xml: str


class Feed(NamedTuple):
    """The head of a feed."""

    title: str
    subtitle: str
    url: str
    """Its own address, which is also its id."""
    page: str
    """The page whose news it carries."""
    language: str
    author: str
    """Who stands for entries that name nobody."""


def xml(text: str) -> str:
    """Text as it may stand in XML, without the characters that no XML can hold."""
    return escape(_NOT_XML.sub("", text))


def atom(feed: Feed, entries: list[Written], epoch: str) -> str:
    """An Atom feed; `epoch`: the date of a feed without entries."""
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
    return "\n".join([*head, *(e.xml for e in entries), "</feed>", ""])


def _instant(stamp: str) -> float:
    return datetime.fromisoformat(stamp).timestamp()


def entry(e: Entry) -> Written:
    """One article as the XML of its entry."""
    language = f' xml:lang="{xml(e.language)}"' if e.language else ""
    lines = [
        f"<entry{language}>",
        f'<title type="text">{xml(e.title)}</title>',
        f"<id>{xml(e.url)}</id>",
        f'<link rel="alternate" type="text/html" href="{xml(e.url)}"/>',
        f"<updated>{e.updated}</updated>",
        *([f"<published>{e.published}</published>"] if e.published else []),
        *(f"<author><name>{xml(name)}</name></author>" for name in e.authors),
        *(f'<category term="{xml(topic)}"/>' for topic in e.topics),
        # As HTML: some readers take every summary for that, and what looks like a tag in a text must stay a text.
        *([f'<summary type="html">{xml(escape(e.summary, quote=False))}</summary>'] if e.summary else []),
        *([f'<content type="html">{xml(e.content)}</content>'] if e.content else []),
        "</entry>",
    ]
    return Written(e.updated, "\n".join(lines))


def sitemap(pages: Iterable[tuple[str, str]]) -> str:
    """One part of the sitemap from (absolute address, date of last change or '')."""
    rows = [
        f"<url><loc>{xml(url)}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}</url>" for url, changed in pages
    ]
    return _sitemap_file("urlset", rows)


def sitemap_index(parts: Iterable[str]) -> str:
    """The index of the sitemap's parts, by their absolute addresses."""
    return _sitemap_file("sitemapindex", [f"<sitemap><loc>{xml(url)}</loc></sitemap>" for url in parts])


def _sitemap_file(root: str, rows: list[str]) -> str:
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([head, *rows, f"</{root}>", ""])


def robots(sitemap: str) -> str:
    """robots.txt: everything may be read, and where the sitemap is."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"
