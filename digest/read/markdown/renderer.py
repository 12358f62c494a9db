"""From the tokens of one text to the HTML of its page.

markdown-it-py's own renderer writes what CommonMark's examples have. A page needs more: links that lead somewhere, an
outline that fits below the page's H1, figures, tables that can scroll. This does it in one pass, which costs less than
the stock renderer. It must not know how tokens came about, or how raw HTML is made safe.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markdown_it.common.utils import escapeHtml, unescapeAll
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from digest.read.markdown.headings import Ids, Outline, TooDeepError
from digest.read.markdown.links import Links

MAX_NESTING = 20
"""Blocks within blocks; markdown-it leaves out what is deeper."""
_FIXED = {
    "softbreak": "\n",
    "hardbreak": "<br>\n",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "em_open": "<em>",
    "em_close": "</em>",
    "s_open": "<s>",
    "s_close": "</s>",
}
_STOCK = RendererHTML()
_OPTIONS = OptionsDict({"xhtmlOut": False, "breaks": False, "highlight": None})  # type: ignore[typeddict-item]
_FORGED = re.compile("digest-(ref|root):")


def unforged(text: str) -> str:
    """HTML in which nothing reads like one of our placeholders, though it means the same."""
    return _FORGED.sub(r"digest-\1&#58;", text) if "digest-r" in text else text


def attribute(value: str) -> str:
    """A value that somebody wrote, for between the quotes of an attribute."""
    return unforged(escapeHtml(value))


class HtmlRenderer:
    """The HTML of one text. Used once: `html` collects links, ids and raw HTML as it goes."""

    def __init__(self, links: Links, first_line: int, own: str = "", raw: Callable[[str], str] = unforged) -> None:
        """`own` marks our ids and classes until the text has been sanitised, which then also mends the outline.

        `raw` is what raw HTML is put through, piece by piece.
        """
        self.raw: list[tuple[int, str]] = []
        """Raw HTML with its line, as it was met."""
        self._links = links
        self._first_line = first_line
        self._line = first_line
        self._own = own
        self._raw_html = raw
        self._outline = None if own else Outline()
        self._ids = Ids()
        self._heading = ""
        self._closers: list[str] = []
        self._note_lines: dict[int, int] = {}

    def html(self, tokens: Sequence[Token]) -> str:
        """The whole text; raises TooDeepError when a part of it was left out."""
        out: list[str] = []
        for i, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                if token.map:
                    self._line = self._first_line + token.map[0]
                children = token.children or []
                if len(children) == 1 and children[0].type == "image" and out and out[-1] == "<p>":
                    out[-1] = self._figure(children[0])
                    tokens[i + 1].hidden = True
                elif children:
                    out.append(self._inline(children))
            elif kind == "paragraph_open":
                if not token.hidden:
                    out.append("<p>")
            elif kind == "paragraph_close":
                if not token.hidden:
                    out.append("</p>\n")
            elif kind in _BLOCKS:
                out.append(_BLOCKS[kind](self, tokens, i))
            else:
                out.append(_STOCK.renderToken(tokens, i, _OPTIONS, {}))
        return "".join(out)

    def line_of(self, words: str) -> int:
        """The line of the first raw HTML that holds these words, or else of the first of all."""
        for line, content in self.raw:
            if words in content:
                return line + content.count("\n", 0, content.index(words))
        return self.raw[0][0] if self.raw else self._first_line

    def _inline(self, children: Sequence[Token]) -> str:
        out: list[str] = []
        for token in children:
            kind = token.type
            if kind == "text":
                if token.content:
                    out.append(escapeHtml(token.content))
            elif kind in _FIXED:
                out.append(_FIXED[kind])
                if kind == "softbreak" or kind == "hardbreak":
                    self._line += 1
            else:
                out.append(_INLINES[kind](self, token))
        return "".join(out)

    # Inline tokens

    def _code(self, token: Token) -> str:
        return f"<code>{escapeHtml(token.content)}</code>"

    def _link_open(self, token: Token) -> str:
        url = self._links.address(str(token.attrs["href"]), "link", self._line)
        if url is None or "</a>" in self._closers:  # an <a> in an <a>, as with `[see <https://example.org>](a.md)`
            self._closers.append("")
            return ""
        self._closers.append("</a>")
        title = token.attrs.get("title")
        return f'<a href="{escapeHtml(url)}"' + (f' title="{attribute(str(title))}">' if title else ">")

    def _link_close(self, token: Token) -> str:
        return self._closers.pop()

    def _image(self, token: Token) -> str:
        return self._picture(token, str(token.attrs.get("title", "")))

    def _picture(self, token: Token, title: str) -> str:
        alt = attribute(_STOCK.renderInlineAsText(token.children, _OPTIONS, {}))
        url = self._links.address(str(token.attrs["src"]), "image", self._line)
        if url is None:
            return alt
        more = f' title="{attribute(title)}"' if title else ""
        return f'<img src="{escapeHtml(url)}" alt="{alt}"{more} loading="lazy" decoding="async">'

    def _figure(self, image: Token) -> str:
        """A paragraph that is one picture: its title is the caption."""
        picture = self._picture(image, "")
        if not picture.startswith("<img"):
            return f"<p>{picture}</p>\n" if picture else ""
        caption = escapeHtml(str(image.attrs.get("title", "")))
        return f"<figure>{picture}" + (f"<figcaption>{caption}</figcaption>" if caption else "") + "</figure>\n"

    def _html_inline(self, token: Token) -> str:
        self.raw.append((self._line, token.content))
        return self._raw_html(token.content)

    def _note_ref(self, token: Token) -> str:
        number = token.meta["id"] + 1
        self._note_lines.setdefault(token.meta["id"], self._line)
        ident = f'id="{self._own}fnref:{number}{_again(token)}"'
        if "</a>" in self._closers:
            return f'<sup class="{self._own}footnote-ref" {ident}>[{number}]</sup>'
        return f'<sup class="{self._own}footnote-ref"><a href="#fn:{number}" {ident}>[{number}]</a></sup>'

    # Block tokens

    def _heading_open(self, tokens: Sequence[Token], i: int) -> str:
        token, inline = tokens[i], tokens[i + 1]
        children = inline.children = _unwrapped(inline.children or [])
        text = _STOCK.renderInlineAsText(children, _OPTIONS, {})
        if (not text or text.isspace()) and not any(child.type == "image" for child in children):
            children.clear()
            self._heading = ""
            return ""  # a heading without words is none
        written = int(token.tag[1])
        level = self._outline.level(written) if self._outline else written
        self._heading = f"</h{level}>\n"
        return f'<h{level} id="{self._own}{self._ids.of(text)}">'

    def _heading_close(self, tokens: Sequence[Token], i: int) -> str:
        return self._heading

    def _container(self, tokens: Sequence[Token], i: int) -> str:
        token = tokens[i]
        if token.level >= MAX_NESTING - 1:
            raise TooDeepError(self._first_line + (token.map or [0])[0])
        return _STOCK.renderToken(tokens, i, _OPTIONS, {})

    def _fence(self, tokens: Sequence[Token], i: int) -> str:
        token = tokens[i]
        language = unescapeAll(token.info).split()[:1]
        name = f' class="{self._own}language-{escapeHtml(language[0])}"' if language else ""
        return f"<pre><code{name}>{escapeHtml(token.content)}</code></pre>\n"

    def _code_block(self, tokens: Sequence[Token], i: int) -> str:
        return f"<pre><code>{escapeHtml(tokens[i].content)}</code></pre>\n"

    def _html_block(self, tokens: Sequence[Token], i: int) -> str:
        self.raw.append((self._first_line + (tokens[i].map or [0])[0], tokens[i].content))
        return self._raw_html(tokens[i].content)

    def _table_open(self, tokens: Sequence[Token], i: int) -> str:
        return f'<div class="{self._own}table">\n<table>\n'

    def _table_close(self, tokens: Sequence[Token], i: int) -> str:
        return "</table>\n</div>\n"

    def _cell_open(self, tokens: Sequence[Token], i: int) -> str:
        align = str(tokens[i].attrs.get("style", "")).partition(":")[2]  # `text-align:right`
        return f"<{tokens[i].tag}" + (f' class="{self._own}align-{align}">' if align else ">")

    def _notes_open(self, tokens: Sequence[Token], i: int) -> str:
        return f'<div class="{self._own}footnotes">\n<hr>\n<ol>\n'

    def _notes_close(self, tokens: Sequence[Token], i: int) -> str:
        return "</ol>\n</div>\n"

    def _note_open(self, tokens: Sequence[Token], i: int) -> str:
        number = tokens[i].meta["id"]
        self._line = self._note_lines.get(number, self._line)  # what is written in place, `^[…]`, has no line itself
        return f'<li id="{self._own}fn:{number + 1}">'

    def _note_close(self, tokens: Sequence[Token], i: int) -> str:
        return "</li>\n"

    def _note_back(self, tokens: Sequence[Token], i: int) -> str:
        target = f"#fnref:{tokens[i].meta['id'] + 1}{_again(tokens[i])}"
        return f' <a href="{target}" class="{self._own}footnote-back">\u21a9\ufe0e</a>'


_INLINES: dict[str, Callable[[HtmlRenderer, Token], str]] = {
    "code_inline": HtmlRenderer._code,
    "link_open": HtmlRenderer._link_open,
    "link_close": HtmlRenderer._link_close,
    "image": HtmlRenderer._image,
    "html_inline": HtmlRenderer._html_inline,
    "footnote_ref": HtmlRenderer._note_ref,
}
_BLOCKS: dict[str, Callable[[HtmlRenderer, Sequence[Token], int], str]] = {
    "heading_open": HtmlRenderer._heading_open,
    "heading_close": HtmlRenderer._heading_close,
    "blockquote_open": HtmlRenderer._container,
    "list_item_open": HtmlRenderer._container,
    "fence": HtmlRenderer._fence,
    "code_block": HtmlRenderer._code_block,
    "html_block": HtmlRenderer._html_block,
    "table_open": HtmlRenderer._table_open,
    "table_close": HtmlRenderer._table_close,
    "th_open": HtmlRenderer._cell_open,
    "td_open": HtmlRenderer._cell_open,
    "footnote_block_open": HtmlRenderer._notes_open,
    "footnote_block_close": HtmlRenderer._notes_close,
    "footnote_open": HtmlRenderer._note_open,
    "footnote_close": HtmlRenderer._note_close,
    "footnote_anchor": HtmlRenderer._note_back,
}


def _unwrapped(children: list[Token]) -> list[Token]:
    """The children of a heading that is bold as a whole, without the bold."""
    inner = [child for child in children if child.type != "text" or child.content]
    while len(inner) > 2 and inner[0].type == "strong_open" and inner[-1].type == "strong_close":
        # The first opens what the last closes, unless it is `**a** b **c**`.
        if any(child.type == "strong_close" and child.level == inner[0].level for child in inner[1:-1]):
            break
        inner = inner[1:-1]
    return inner


def _again(token: Token) -> str:
    """What tells a second reference to one note from the first."""
    number = token.meta.get("subId", 0)
    return f":{number}" if number > 0 else ""
