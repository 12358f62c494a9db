"""Articles in one line for tests of whole sites, and parts of the pages of the theme `plain`."""

from __future__ import annotations

import re
from html import unescape

_LINK = re.compile(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def article(path: str, title: str = "", body: str = "Some text.", **front: str) -> str:
    """A source with front matter, for `Site.write`: `article("a.md", date="2021-05-06")`; its title is its name."""
    lines = [f"{key}: {value}" for key, value in {"title": title or path.split(".")[0], **front}.items()]
    return "\n".join([f"-- content/{path} --", "---", *lines, "---", "", body, ""])


def daily(number: int, year: int = 2021, **front: str) -> str:
    """Articles named `n000`, `n001`, …, one for each day from 1 January, in months of 28 days."""
    days = [f"{year + i // 336}-{i // 28 % 12 + 1:02d}-{i % 28 + 1:02d}" for i in range(number)]
    return "".join(article(f"n{i:03d}.md", date=day, **front) for i, day in enumerate(days))


def plain(html: str) -> str:
    """The text of a piece of HTML."""
    return " ".join(unescape(re.sub("<[^>]*>", "", html.replace("><", "> <"))).split())


def links(html: str) -> list[tuple[str, str]]:
    """(text, URL) of every link in a piece of HTML."""
    return [(plain(words), unescape(address)) for address, words in _LINK.findall(html)]


def rows(html: str) -> list[str]:
    """Titles of the articles in a list, in order."""
    return [plain(title) for title in re.findall(r"<h3>(.*?)</h3>", html, re.DOTALL)]


def groups(html: str) -> dict[str, list[str]]:
    """The titles in a list by the heading of their group."""
    return {plain(part.split("</h2>")[0]): rows(part) for part in html.split("<section>")[1:]}


def parts(html: str) -> dict[str, tuple[str, int]]:
    """Links of a page to years or months: (URL, number of articles) by title."""
    found = re.search(r'<nav class="parts".*?</nav>', html, re.DOTALL)
    entries = re.findall(r'<a href="([^"]*)">(.*?)</a> <span>(\d+)</span>', found[0]) if found else []
    return {title: (address, int(number)) for address, title, number in entries}


def entries(html: str) -> dict[str, tuple[str, int]]:
    """The lines of an overview: (URL, number of articles) by title."""
    found = re.findall(r'<li><a href="([^"]*)">(.*?)</a> <span>(\d+)</span></li>', html)
    return {unescape(title): (unescape(address), int(number)) for address, title, number in found}


def around(html: str) -> tuple[str, str]:
    """URLs of the earlier and the later neighbour; empty if there is none."""
    found = dict(re.findall(r'<a rel="(prev|next)" href="([^"]*)"', html))
    return found.get("prev", ""), found.get("next", "")


def up(html: str) -> tuple[str, str]:
    """(text, URL) of the link to the page above a list."""
    found = re.search(r'<p class="meta">[^<]*?, in (<a .*?</a>)', html, re.DOTALL)
    return links(found[1])[0] if found else ("", "")
