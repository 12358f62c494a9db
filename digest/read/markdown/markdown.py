"""An article's text, from Markdown to the HTML of its page.

CommonMark by markdown-it-py, plus the additions that config.yaml names. An article is parsed with the rules that its
text can need and no others, each of which would cost a few percent. What comes out is safe to put into a page, valid
among flow content, and below an H1.

Addresses within the site are not known here, so links and pictures carry placeholders for the render step:

    ="digest-ref:N"      a file under content/ (another article, or one to copy): number N of `Body.refs`
    ="digest-root:PATH"  an address from the site's root, `/PATH` in the article; PATH may end in `?…` or `#…`

They are always the whole value of an `href` or `src`, in double quotes. One number may stand more than once: HTML cuts
a link in two where a block begins in it. Nothing that an author writes can read like one: quotes in text are escaped,
and everywhere else `digest-ref:` has its colon as `&#58;`. This module must not know which files exist, front matter,
or where pages stand.
"""

from __future__ import annotations

import re
from html import escape

from digest.model.article import Body
from digest.model.config import Markdown as Settings
from digest.model.problem import Problem
from digest.read.markdown.headings import TooDeepError
from digest.read.markdown.links import CONTROLS, Links
from digest.read.markdown.parser import Engine
from digest.read.markdown.quotes import primary

LONGEST = 500_000
"""Characters that are read as Markdown: a long book chapter has 100,000. The worst of that length take some seconds."""
LONGEST_TITLE = 5_000
"""Characters of a title that is read as Markdown."""
UNSPACED = frozenset(("zh", "ja", "th", "lo", "km", "my"))
"""Languages written without spaces between words, where two characters count as a word."""

_PLAIN_TITLE = re.compile(r"[^\\*_`\[\]<&]*")
_SPACES = re.compile("[ \t\n]+")  # not the no-break ones, which French titles need
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


class Markdown:
    """Reads the Markdown of one site. Parsers are built when first needed and kept."""

    def __init__(self, settings: Settings) -> None:
        self._engine = Engine(settings)

    def body(self, text: str, *, file: str, id: str, first_line: int, language: str) -> tuple[Body, list[Problem]]:
        """The text as HTML, with its links and its length, and what is wrong in it.

        `file` is what problems name; `id` the article's path under content/, whose folder relative links start
        from; `first_line` the line of the file on which the text begins.
        """
        text = _tidied(text)
        words = _words(text, language)
        if len(text) > LONGEST:
            return Body(_as_text(text), (), words), [_too_long(len(text), file, first_line)]
        links = Links(file, id)
        try:
            html = self._engine.html(text, language, links, first_line)
        except TooDeepError as deep:
            return Body(_as_text(text), (), words), [_too_deep(file, deep.line)]
        except RecursionError:
            return Body(_as_text(text), (), words), [_too_deep(file, first_line)]
        if "&#" in text:
            html = CONTROLS.sub("", html)  # `&#12;` is a character that was not there when the text was tidied
        return Body(html, tuple(links.refs), words), links.problems

    def inline(self, text: str) -> tuple[str, str]:
        """A title: as plain text, and as HTML with its emphasis and code. Links become their words, HTML is text."""
        if text.isprintable() and _PLAIN_TITLE.fullmatch(text):
            plain = " ".join(text.split())
            return plain, escape(plain)
        text = _one_line(_tidied(text))
        if len(text) > LONGEST_TITLE:
            return text, escape(text)
        words, html = self._engine.title(text)
        return _one_line(words), _one_line(html)


def _tidied(text: str) -> str:
    """The text with `\\n` at the end of lines and without characters that HTML forbids."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # A search for forbidden characters is slow; that all are printable is found out in no time, and nearly always so.
    if text.replace("\n", " ").isprintable():
        return text
    return CONTROLS.sub("", text.replace("\f", " "))


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" ")


def _words(text: str, language: str) -> int:
    if primary(language) in UNSPACED:
        return sum(map(len, text.split())) // 2
    return len(text.split())


def _as_text(text: str) -> str:
    """The text as it stands, its paragraphs as paragraphs."""
    return "".join(f"<p>{escape(part)}</p>\n" for part in _BLANK_LINES.split(text.strip()) if part)


def _too_long(length: int, file: str, line: int) -> Problem:
    return Problem(
        "too-long",
        f"the text has {length:,} characters; at most {LONGEST:,} are read as Markdown",
        file,
        line,
        hint="Divide the article; until then it is published as plain paragraphs.",
    )


def _too_deep(file: str, line: int) -> Problem:
    return Problem(
        "too-deep",
        "the text has quotes, lists, brackets or HTML nested too deep to be read",
        file,
        line,
        hint="Take levels out; until then the article is published as plain paragraphs.",
    )
