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
from collections.abc import Callable
from functools import cached_property
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from digest.model.article import Body
from digest.model.config import Markdown as Settings
from digest.model.problem import Problem
from digest.read.markdown_links import CONTROLS, Links, normal
from digest.read.markdown_quotes import primary, quotes
from digest.read.markdown_render import MAX_NESTING, Page, TooDeepError

LONGEST = 500_000
"""Characters that are read as Markdown: a long book chapter has 100,000. The worst of that length take some seconds."""
MOST_QUOTES = 10_000
"""Straight quotes that the typographer looks at; its time grows with their square."""

UNSPACED = frozenset(("zh", "ja", "th", "lo", "km", "my"))
"""Languages written without spaces between words, where two characters count as a word."""

# A rule, and characters without which it cannot match; rules of additions by the name they have in config.yaml.
_RULES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("|", "tables", ("table",)),
    ("~~", "strikethrough", ("strikethrough",)),
    ("^", "footnotes", ()),
    ("<", "", ("autolink", "html_block", "html_inline")),
    ("&", "", ("entity",)),
    ("`", "", ("backticks",)),
    ("![", "", ("image",)),
    ("]:", "", ("reference",)),
)
_PLAIN_TITLE = re.compile(r"[^\\*_`\[\]<&]*")
_SPACES = re.compile("[ \t\n]+")  # not the no-break ones, which French titles need
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_TITLE_TAGS = {"em_open": "<em>", "em_close": "</em>", "strong_open": "<strong>", "strong_close": "</strong>"}


class _Parser(MarkdownIt):
    """markdown-it, leaving the judgement of addresses to Links."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 (a name of markdown-it's)
        return normal(url)

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


class Markdown:
    """Reads the Markdown of one site. Parsers are built when first needed and kept."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._rules = tuple(rule for rule in _RULES if not rule[1] or rule[1] in settings.extensions)
        self._parsers: dict[tuple[tuple[bool, ...], str], _Parser] = {}
        self._titles = _Parser("zero").enable(
            ["newline", "escape", "backticks", "emphasis", "link", "image", "autolink", "entity", "balance_pairs",
             "fragments_join", "text_join"]
        )  # fmt: skip

    def body(self, text: str, *, file: str, id: str, first_line: int, language: str) -> tuple[Body, list[Problem]]:
        """The text as HTML, with its links and its length, and what is wrong in it.

        `file` is what problems name; `id` the article's path under content/, whose folder relative links start
        from; `first_line` the line of the file on which the text begins.
        """
        text, printable = _tidied(text)
        words = _words(text, language)
        if len(text) > LONGEST:
            return Body(_as_text(text), (), words), [_too_long(len(text), file, first_line)]
        if printable and self._fast and (html := self._fast(text)) is not None:
            return Body(html, (), words), []
        links = Links(file, id)
        try:
            tokens = self._parser(text, language).parse(text)
            if "<" in text and self._settings.html == "sanitize" and _has_html(tokens):
                html = _sanitised(text, tokens, links, first_line)
            else:
                html = Page(links, first_line).html(tokens)
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
        text = _one_line(_tidied(text)[0])
        words: list[str] = []
        html: list[str] = []
        try:
            tokens = self._titles.parseInline(text)[0].children or []
        except RecursionError:
            tokens = [Token("text", "", 0, content=text)]
        for token in tokens:
            kind = token.type
            if kind in _TITLE_TAGS:
                html.append(_TITLE_TAGS[kind])
            elif content := token.content if kind != "image" else "".join(c.content for c in token.children or ()):
                words.append(content)
                shown = escape(content)
                html.append(f"<code>{shown}</code>" if kind == "code_inline" else shown)
        return _one_line("".join(words)), _one_line("".join(html))

    @cached_property
    def _fast(self) -> Callable[[str], str | None] | None:
        """What reads plain articles quickly, to the same HTML, if it is installed."""
        if self._settings.engine == "reference" or self._settings.typographer:
            return None
        try:
            from digest.read.markdown_fast import html
        except ImportError:
            return None
        return html

    def _parser(self, text: str, language: str) -> _Parser:
        wanted = tuple(rule[0] in text for rule in self._rules)
        typographer = self._settings.typographer and text.count('"') + text.count("'") <= MOST_QUOTES
        key = (wanted, primary(language) if typographer else "")
        found = self._parsers.get(key)
        if found is None:
            found = self._parsers[key] = self._built(wanted, quotes(language) if typographer else None)
        return found

    def _built(self, wanted: tuple[bool, ...], marks: tuple[str, str, str, str] | None) -> _Parser:
        parser = _Parser("commonmark", {"maxNesting": MAX_NESTING, "html": self._settings.html != "escape"})
        parser.disable("normalize")  # done by _tidied, at a fraction of the time
        for (_, name, rules), wants in zip(self._rules, wanted, strict=True):
            if wants and name == "footnotes":
                from mdit_py_plugins.footnote import footnote_plugin

                parser.use(footnote_plugin)
            elif wants:
                parser.enable(rules)
            else:
                parser.disable(rules)
        if marks:
            parser.options["typographer"] = True
            parser.options["quotes"] = marks
            parser.enable(["replacements", "smartquotes"])
        return parser


def _sanitised(text: str, tokens: list[Token], links: Links, first_line: int) -> str:
    """The HTML of a text that holds raw HTML, made safe."""
    from digest.read import sanitize  # nh3 is for the few articles that need it

    links.own = sanitize.mark_of(text)
    page = Page(links, first_line, own=links.own, raw=sanitize.complete)
    html = page.html(tokens)
    if sanitize.too_deep(html):
        raise TooDeepError(page.raw[0][0])

    def address(url: str, kind: str) -> str | None:
        return links.address(normal(sanitize.as_read(url)), kind, page.line_of(url))

    return sanitize.clean(html, links.own, address)


def _has_html(tokens: list[Token]) -> bool:
    return any(
        token.type == "html_block" or any(child.type == "html_inline" for child in token.children or ())
        for token in tokens
    )


def _tidied(text: str) -> tuple[str, bool]:
    """The text with `\\n` at the end of lines and without characters that HTML forbids; whether all else is printable."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # A search for forbidden characters is slow; that all are printable is found out in no time, and nearly always so.
    if text.replace("\n", " ").isprintable():
        return text, True
    return CONTROLS.sub("", text.replace("\f", " ")), False


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
