"""Convert the text of an article from Markdown to HTML.

CommonMark by markdown-it-py, with the extensions in config.yaml. The HTML is sanitized, valid as flow content, and its
headings fit below the H1 of the page.

The URLs of files and pages of the site are not known yet, so links and images contain placeholders, which are replaced
when a page is rendered:

    ="digest-ref:N"      a file under content/ (an article or a file to copy): index N in `Body.refs`
    ="digest-root:PATH"  a path from the root of the site, `/PATH` in the article; PATH may contain `?…` or `#…`

A placeholder is the whole value of an `href` or `src`, in double quotes. An index can occur more than once, because HTML
splits a link in which a block begins. Authors cannot forge placeholders: quotes in text are escaped, and everywhere else
the colon of `digest-ref:` is replaced by `&#58;`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from html import escape, unescape
from typing import TYPE_CHECKING

from digest.model.article import Body
from digest.model.config import Markdown as Settings
from digest.model.lazy_regex import lazy_regex
from digest.model.problem import Problem
from digest.read.markdown.escaping import escape_html
from digest.read.markdown.foreign import without_foreign_tags
from digest.read.markdown.headings import TooDeepError
from digest.read.markdown.linkify import NO_LINKS, bare_in
from digest.read.markdown.links import CONTROLS, DEFAULT_FOLDERS, Links, normalize
from digest.read.markdown.quotes import UNSPACED, primary
from digest.read.markdown.simple import simple_html
from digest.read.syntax.decoding import CONTROL_BYTES

if TYPE_CHECKING:
    from digest.read.markdown.parser import Engine

LONGEST = 500_000
"""Maximum length of a text in characters. The worst texts of this length take some seconds."""
LONGEST_TITLE = 5_000
"""Maximum length of a title that is parsed as Markdown."""

LONGEST_EXCERPT = 10_000
"""Maximum length of a text above `<!--more-->` that is used as a summary."""
ENOUGH = 600
"""Length in characters from which no further paragraphs are added to such a summary."""
_MORE = lazy_regex(r"<!--\s*(?:more|excerpt|break|read more)\s*-->", re.IGNORECASE)
_PARAGRAPH = lazy_regex("<p>(.*?)</p>", re.DOTALL)
_NOTE = lazy_regex(r"<sup[^>]*>.*?</sup>|\[\^[^\]\s]+\]")
_TAG = lazy_regex("<[^<>]*>")
_PLAIN_TITLE = lazy_regex(r"[^\\*_`\[\]<&]*")
_SPACES = re.compile("[ \t\n]+")  # without no-break spaces, which French titles need
_SUSPICIOUS_BYTES = CONTROL_BYTES + b"\xc2\xed\xef\xf0\xf1\xf2\xf3\xf4"
"""Bytes of which at least one is in each forbidden character in UTF-8 (see CONTROLS)."""
_OTHER_SPACES = "".join(c for c in map(chr, range(0x3001)) if c.isspace() and c not in " \n")
_BLANK_LINES = lazy_regex(r"\n[ \t]*(?:\n[ \t]*)+")


class Markdown:
    """Converts the Markdown of a site."""

    def __init__(
        self, settings: Settings, former_urls: Sequence[str] = (), folders: Mapping[str, str] = DEFAULT_FOLDERS
    ) -> None:
        """`folders`: see `Links`."""
        self._settings, self._folders = settings, folders
        self._former = tuple(url.partition("://")[2].lower().rstrip("/") + "/" for url in former_urls)

    @cached_property
    def engine(self) -> Engine:
        """markdown-it-py, which is loaded when a text needs it."""
        from digest.read.markdown.parser import Engine

        return Engine(self._settings)

    def body(self, text: str, *, file: str, id: str, first_line: int, language: str) -> tuple[Body, list[Problem]]:
        """Convert a text to HTML, collect its links, and count its words.

        `file`: the path in messages. `id`: the path of the article under content/, for relative links. `first_line`: the
        line of the file on which the text begins.
        """
        text = _normalized(text)
        words = _count_words(text, language)
        if len(text) > LONGEST:
            return Body(_plain_paragraphs(text), (), words), [_too_long(len(text), file, first_line)]
        links = Links(file, self._folders, self._former)
        if id.lower().endswith(".txt") and (html := self._plain_text(text, links, first_line)):
            return Body(html, tuple(links.refs), words), links.problems
        text = without_foreign_tags(text, lambda kind, sample, line: links.drop(kind, sample, first_line + line))
        try:
            html = self._html(text, links, first_line)
        except TooDeepError as error:
            return Body(_plain_paragraphs(text), (), words), [_too_deep(file, error.line)]
        except RecursionError:
            return Body(_plain_paragraphs(text), (), words), [_too_deep(file, first_line)]
        if "&" in text and "&#" in text:
            html = CONTROLS.sub("", html)  # entities such as `&#12;` can add control characters
        links.report_dropped()
        return Body(html, tuple(links.refs), words), links.problems

    def excerpt(self, text: str) -> str:
        """Return the text above `<!--more-->` as plain text; empty if there is no such mark, or nothing above it."""
        mark = _MORE.search(text)
        if mark is None or mark.start() > LONGEST_EXCERPT:
            return ""
        try:
            html = self._html(_normalized(text[: mark.start()]), Links(""), 1)
        except (TooDeepError, RecursionError):
            return ""
        found = ""
        for paragraph in _PARAGRAPH.findall(html):
            words = _one_line(unescape(_TAG.sub("", _NOTE.sub("", paragraph))))
            if found and len(found) + len(words) > ENOUGH:
                break
            found = f"{found} {words}".strip()
        return found

    def inline(self, text: str) -> tuple[str, str]:
        """Convert a title to plain text and to HTML with emphasis and code. Links are replaced by their text."""
        if text.isprintable() and _PLAIN_TITLE.fullmatch(text):
            plain = " ".join(text.split())
            return plain, escape(plain)
        text = _one_line(_normalized(text))
        if len(text) > LONGEST_TITLE:
            return text, escape(text)
        plain, html = self.engine.title(text)
        return _one_line(plain), _one_line(html)

    def _html(self, text: str, links: Links, first_line: int) -> str:
        """Convert a text, and add its links to `links`. Raises TooDeepError and RecursionError."""
        bare = bare_in(text) if self._settings.linkify else NO_LINKS
        if self._settings.engine == "auto" and (html := simple_html(text, links, first_line, bare)) is not None:
            return html
        return self.engine.html(text, links, first_line, bare)

    def _plain_text(self, text: str, links: Links, first_line: int) -> str:
        """Convert a text that does not look like Markdown, with its line breaks; return an empty text for other texts."""
        from digest.read.dialects import plain  # few articles are plain text

        def href(url: str) -> str | None:
            found = links.resolve(normalize(url), "link", first_line)
            return None if found is None else escape_html(found)

        return plain.paragraphs(text, href if self._settings.linkify else None) if plain.is_plain(text) else ""


def _normalized(text: str) -> str:
    """Convert line ends to `\\n`, and remove characters that HTML forbids."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Two checks that suffice for nearly all texts. The search for forbidden characters takes much longer.
    data = text.encode("utf-8", "surrogatepass")
    if not any(map(data.__contains__, _SUSPICIOUS_BYTES)) or text.replace("\n", " ").isprintable():
        return text
    return CONTROLS.sub("", text.replace("\f", " "))


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" ")


def _count_words(text: str, language: str) -> int:
    if primary(language) in UNSPACED:  # two characters count as one word
        return sum(map(len, text.split())) // 2
    line = " ".join(filter(None, text.split("\n"))).strip(" ")
    if "  " in line or any(map(text.__contains__, _OTHER_SPACES)):
        return len(line.split())
    return line.count(" ") + 1 if line else 0  # in half the time of `split`


def _plain_paragraphs(text: str) -> str:
    """Convert a text to paragraphs without interpreting Markdown."""
    return "".join(f"<p>{escape(part)}</p>\n" for part in _BLANK_LINES.split(text.strip()) if part)


def _too_long(length: int, file: str, line: int) -> Problem:
    message = f"text is too long to be converted as Markdown ({length:,} characters; the limit is {LONGEST:,})"
    hint = "Split the article. Until then, it is published as plain paragraphs."
    return Problem("too-long", message, file, line, hint=hint)


def _too_deep(file: str, line: int) -> Problem:
    message = "quotes, lists, brackets or HTML are nested too deeply"
    hint = "Reduce the nesting. Until then, the article is published as plain paragraphs."
    return Problem("too-deep", message, file, line, hint=hint)
