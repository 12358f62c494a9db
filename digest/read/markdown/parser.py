"""Parse Markdown with markdown-it-py, render the tokens, and sanitize the HTML.

A text is parsed only with the rules that its characters can trigger, because every rule costs a few percent of the time.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from importlib import import_module
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from digest.model.config import Markdown as Settings
from digest.model.lazy_regex import lazy_regex
from digest.read.markdown.anchors import with_anchors
from digest.read.markdown.headings import TooDeepError
from digest.read.markdown.linkify import Bare
from digest.read.markdown.links import Links, normalize
from digest.read.markdown.renderer import MAX_NESTING, HtmlRenderer

MAX_REFERENCES = 1_000_000
"""Maximum number of characters that reference links (`[name]: address`) of a text expand to. Without a limit, the size of
the HTML could grow with the square of the text."""

# Characters without which rules cannot match, the name of the extension in config.yaml, and the rules.
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
_LOOSE = lazy_regex(r"\](?:\((?:[ \t]|[^()\n\"]{0,500}[^()\s\"][ \t]{1,9}[^\s\"'()])|\[|\{)")
_BLOCK_ID = lazy_regex(r"(?m)(?:^|[ \t])\^[\w-]{2,}[ \t]*$")


def _has_double_bracket(text: str) -> bool:
    """Whether `[[` occurs. The search for one character takes a thirtieth of the time of the search for two."""
    at = text.find("[")
    while at >= 0:
        if text.startswith("[", at + 1):
            return True
        at = text.find("[", at + 1)
    return False


# What other programs add to Markdown: a check whether a text may contain it, the module, and the function that adds it.
_DIALECTS: tuple[tuple[Callable[[str], object], str, str], ...] = (
    (_has_double_bracket, "obsidian", "wiki_links"),
    (lambda text: "=" in text and "==" in text, "obsidian", "marks"),
    (lambda text: "^" in text and _BLOCK_ID.search(text), "obsidian", "block_ids"),
    (lambda text: "{" in text, "pandoc", "attributes"),
    (lambda text: "]" in text and _LOOSE.search(text), "pandoc", "brackets"),
    (lambda text: ":::" in text, "pandoc", "fences"),
    (lambda text: "=" in text and " markdown=" in text, "pandoc", "markdown_blocks"),
)
_BRACKETED = ("^", "![")
"""Rules that also need a `]`."""
_TITLE_TAGS = {"em_open": "<em>", "em_close": "</em>", "strong_open": "<strong>", "strong_close": "</strong>"}


class _References(dict[str, Any]):
    """The definitions of reference links, which end after MAX_REFERENCES characters."""

    def __init__(self) -> None:
        super().__init__()
        self.left = MAX_REFERENCES

    def get(self, name: str, default: Any = None) -> Any:
        reference = super().get(name)
        if reference:
            self.left -= len(reference["href"]) + len(reference["title"])
        return reference if reference and self.left >= 0 else default


class _Parser(MarkdownIt):
    """markdown-it without validation of URLs, which Links does."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return normalize(url)

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


class Engine:
    """Converts the Markdown of a site. Parsers are built when they are first needed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._rules = tuple(rule for rule in _RULES if not rule[1] or rule[1] in settings.extensions)
        self._marks = tuple([rule[0] for rule in self._rules])
        self._parsers: dict[tuple[tuple[bool, ...], tuple[bool, ...]], _Parser] = {}
        self._titles = _Parser("zero").enable(
            ["newline", "escape", "backticks", "emphasis", "link", "image", "autolink", "entity", "balance_pairs",
             "fragments_join", "text_join"]
        )  # fmt: skip

    def html(self, text: str, links: Links, first_line: int, bare: Bare) -> str:
        """Convert a text to HTML, and add its links to `links`. Raises TooDeepError and RecursionError.

        `bare`: which bare addresses become links.
        """
        references = _References()
        tokens = self._parser(text).parse(text, {"references": references} if "]:" in text else {})
        if references.left < 0:
            links.warn_too_long(MAX_REFERENCES, first_line)
        if "<" in text and self._settings.html == "sanitize" and _has_html(tokens):
            return _sanitized(text, tokens, links, first_line, bare)
        renderer = HtmlRenderer(links, first_line, bare=bare)
        return with_anchors(renderer.html(tokens), links, renderer.ids)

    def title(self, text: str) -> tuple[str, str]:
        """Convert a title of one line to plain text and to HTML."""
        plain: list[str] = []
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
                plain.append(content)
                escaped = escape(content)
                html.append(f"<code>{escaped}</code>" if kind == "code_inline" else escaped)
        return "".join(plain), "".join(html)

    def _parser(self, text: str) -> _Parser:
        """Return a parser with the rules that a text can trigger."""
        links = "]" in text
        enabled = (
            links,
            *[mark[0] in text and mark in text and (links or mark not in _BRACKETED) for mark in self._marks],
        )
        dialects = tuple([bool(is_in(text)) for is_in, _, _ in _DIALECTS])
        key = enabled, dialects
        parser = self._parsers.get(key)
        if parser is None:
            parser = self._parsers[key] = self._build(enabled)
            for (_, module, function), is_needed in zip(_DIALECTS, dialects, strict=True):
                if is_needed:
                    getattr(import_module(f"digest.read.dialects.{module}"), function)(parser)
        return parser

    def _build(self, enabled: tuple[bool, ...]) -> _Parser:
        parser = _Parser("commonmark", {"maxNesting": MAX_NESTING, "html": True})
        parser.disable("normalize")  # the text is normalized already (see markdown.py)
        if not enabled[0]:
            parser.disable("link")
        for (_, name, rules), is_enabled in zip(self._rules, enabled[1:], strict=True):
            if is_enabled and name == "footnotes":
                from mdit_py_plugins.footnote import footnote_plugin

                parser.use(footnote_plugin)
            elif is_enabled:
                parser.enable(rules)
            else:
                parser.disable(rules)
        return parser


def _sanitized(text: str, tokens: list[Token], links: Links, first_line: int, bare: Bare) -> str:
    """Render a text that contains raw HTML, and sanitize the result."""
    from digest.read.markdown import sanitize  # imported late: few articles need nh3

    links.nonce = sanitize.nonce_for(text)
    renderer = HtmlRenderer(links, first_line, nonce=links.nonce, convert_raw=sanitize.close_tags, bare=bare)
    html = renderer.html(tokens)
    if sanitize.is_too_deep(html):
        raise TooDeepError(renderer.raw[0][0])

    def resolve(url: str, kind: str) -> str | None:
        return links.resolve(normalize(sanitize.as_browsers_read(url)), kind, renderer.line_of(url))

    def drop(kind: str, sample: str) -> None:
        links.drop(kind, sample, renderer.line_of(sample))

    html = sanitize.sanitize(html, links.nonce, resolve, renderer.ids.claim, drop)
    return with_anchors(html, links, renderer.ids)


def _has_html(tokens: list[Token]) -> bool:
    return any(
        token.type == "html_block" or any(child.type == "html_inline" for child in token.children or ())
        for token in tokens
    )
