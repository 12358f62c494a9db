"""Markdown to HTML: markdown-it-py with the rules that a text can need, and our rendering of its tokens.

Each rule costs a few percent, and most texts need few. Parsers are built when first needed and kept. This module must
not know files.
"""

from __future__ import annotations

from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from digest.model.config import Markdown as Settings
from digest.read.markdown.headings import TooDeepError
from digest.read.markdown.links import Links, normal
from digest.read.markdown.quotes import primary, quotes
from digest.read.markdown.renderer import MAX_NESTING, HtmlRenderer

MOST_QUOTES = 10_000
"""Straight quotes that the typographer looks at; its time grows with their square."""

MOST_REPEATED = 1_000_000
"""Characters of addresses and titles that all links of a text may take from `[name]: address` lines. One long address and
many links to it would make a page that grows with the square of the text."""

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
_BRACKETED = ("^", "![")
"""Of these, those that need a `]` as well, as links do."""
_TITLE_TAGS = {"em_open": "<em>", "em_close": "</em>", "strong_open": "<strong>", "strong_close": "</strong>"}


class _References(dict[str, Any]):
    """What `[name]: address` lines define, until the links of the text have taken too much of it."""

    left = MOST_REPEATED

    def get(self, name: str, default: Any = None) -> Any:
        found = super().get(name)
        if found:
            self.left -= len(found["href"]) + len(found["title"])
        return found if found and self.left >= 0 else default


class _Parser(MarkdownIt):
    """markdown-it, leaving the judgement of addresses to Links."""

    def normalizeLink(self, url: str) -> str:
        return normal(url)

    def validateLink(self, url: str) -> bool:
        return True


class Engine:
    """Reads the Markdown of one site."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._rules = tuple(rule for rule in _RULES if not rule[1] or rule[1] in settings.extensions)
        self._parsers: dict[tuple[tuple[bool, ...], str], _Parser] = {}
        self._titles = _Parser("zero").enable(
            ["newline", "escape", "backticks", "emphasis", "link", "image", "autolink", "entity", "balance_pairs",
             "fragments_join", "text_join"]
        )  # fmt: skip

    def html(self, text: str, language: str, links: Links, first_line: int) -> str:
        """A text that was tidied as HTML; its links are added to `links`. Raises TooDeepError and RecursionError."""
        references = _References()
        tokens = self._parser(text, language).parse(text, {"references": references} if "]:" in text else {})
        if references.left < 0:
            links.repeated(MOST_REPEATED, first_line)
        if "<" in text and self._settings.html == "sanitize" and _has_html(tokens):
            return _sanitised(text, tokens, links, first_line)
        return HtmlRenderer(links, first_line).html(tokens)

    def title(self, text: str) -> tuple[str, str]:
        """A title of one line: (plain text, HTML)."""
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
        return "".join(words), "".join(html)

    def _parser(self, text: str, language: str) -> _Parser:
        links = "]" in text
        wanted = (links, *[rule[0] in text and (links or rule[0] not in _BRACKETED) for rule in self._rules])
        typographer = self._settings.typographer and text.count('"') + text.count("'") <= MOST_QUOTES
        key = (wanted, primary(language) if typographer else "")
        found = self._parsers.get(key)
        if found is None:
            found = self._parsers[key] = self._built(wanted, quotes(language) if typographer else None)
        return found

    def _built(self, wanted: tuple[bool, ...], marks: tuple[str, str, str, str] | None) -> _Parser:
        parser = _Parser("commonmark", {"maxNesting": MAX_NESTING, "html": True})
        parser.disable("normalize")  # done by _tidied, at a fraction of the time
        if not wanted[0]:
            parser.disable("link")
        for (_, name, rules), wants in zip(self._rules, wanted[1:], strict=True):
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
    from digest.read.markdown import sanitize  # nh3 is for the few articles that need it

    links.own = sanitize.mark_of(text)
    page = HtmlRenderer(links, first_line, own=links.own, raw=sanitize.complete)
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
