"""Render Markdown tokens as HTML.

Unlike the renderer of markdown-it-py, this one resolves links, adjusts the levels of headings, and writes figures and
scrollable tables. It is also faster.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markdown_it.common.utils import unescapeAll
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from digest.model.lazy_regex import lazy_regex
from digest.read.markdown.callouts import callout, mark_task
from digest.read.markdown.escaping import escape_html, escape_placeholders
from digest.read.markdown.figures import caption_below, image_and_caption
from digest.read.markdown.headings import Ids, Outline, TooDeepError
from digest.read.markdown.linkify import NO_LINKS, Bare, with_links
from digest.read.markdown.links import Links, normalize

MAX_NESTING = 20
"""Maximum nesting of blocks. markdown-it drops deeper blocks."""
_FIXED = {
    "softbreak": "\n",
    "hardbreak": "<br>\n",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "em_open": "<em>",
    "em_close": "</em>",
    "mark_open": "<mark>",
    "mark_close": "</mark>",
    "s_open": "<s>",
    "s_close": "</s>",
}
_STOCK = RendererHTML()
_OPTIONS = OptionsDict({"xhtmlOut": False, "breaks": False, "highlight": None})  # type: ignore[typeddict-item]
_RAW_ID = lazy_regex(r"""\s(?:id|name)\s{0,9}=\s{0,9}["']?([^\s"'<>]+)""", re.IGNORECASE)


def attribute(value: str) -> str:
    """Escape a text of the author for an attribute in double quotes."""
    return escape_placeholders(escape_html(value))


class HtmlRenderer:
    """Renders one text. An instance can be used only once."""

    def __init__(
        self, links: Links, first_line: int, nonce: str = "", convert_raw: Callable[[str], str] = escape_placeholders,
        bare: Bare = NO_LINKS,
    ) -> None:  # fmt: skip
        """`nonce`: part of our ids and classes until the text is sanitized (see sanitize.py), which then also adjusts the levels
        of headings. `convert_raw`: applied to each piece of raw HTML. `bare`: which bare addresses become links.
        """
        self.raw: list[tuple[int, str]] = []
        """The pieces of raw HTML so far, with their lines."""
        self._links = links
        self._first_line = first_line
        self._line = first_line
        self._nonce = nonce
        self._convert_raw = convert_raw
        self._outline = None if nonce else Outline()
        self.ids = Ids()
        self._bare = bare
        self._raw_links = 0
        self._heading_end = ""
        self._link_ends: list[str] = []
        self._quote_ends: list[str] = []
        self._note_lines: dict[int, int] = {}

    def html(self, tokens: Sequence[Token]) -> str:
        """Render the text. Raises TooDeepError if blocks are nested too deeply."""
        out: list[str] = []
        for i, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                if token.map:
                    self._line = self._first_line + token.map[0]
                children = token.children or []
                is_special = "![" in token.content or token.content[:1] == "{"
                if is_special and out and out[-1] == "<p>" and (whole := self._whole_paragraph(tokens, i)) is not None:
                    out[-1] = whole
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

    def line_of(self, text: str) -> int:
        """Return the line of the first raw HTML that contains a text, or of the first raw HTML."""
        for line, content in self.raw:
            if text in content:
                return line + content.count("\n", 0, content.index(text))
        return self.raw[0][0] if self.raw else self._first_line

    def _inline(self, children: Sequence[Token]) -> str:
        out: list[str] = []
        schemes, hosts = self._bare
        for token in children:
            kind = token.type
            if kind == "text":
                text = token.content
                may_have_address = (schemes and ":" in text and "://" in text) or (hosts and "www." in text)
                if may_have_address and not (self._link_ends or self._raw_links):
                    out.append(with_links(text, self._bare_link))
                elif text:
                    out.append(escape_html(text))
            elif kind in _FIXED:
                out.append(_FIXED[kind])
                if kind == "softbreak" or kind == "hardbreak":
                    self._line += 1
            else:
                out.append(_INLINES[kind](self, token))
        return "".join(out)

    # Inline tokens

    def _code(self, token: Token) -> str:
        return f"<code>{escape_html(token.content)}</code>"

    def _link_open(self, token: Token) -> str:
        url = self._links.resolve(str(token.attrs["href"]), "link", self._line)
        if url is None or "</a>" in self._link_ends:  # a link in a link, as in `[see <https://example.org>](a.md)`
            self._link_ends.append("")
            return ""
        self._link_ends.append("</a>")
        title = token.attrs.get("title")
        return f'<a href="{escape_html(url)}"' + (f' title="{attribute(str(title))}">' if title else ">")

    def _bare_link(self, url: str) -> str | None:
        """Return the `href` of a bare address; None if it is not kept."""
        href = self._links.resolve(normalize(url), "link", self._line)
        return None if href is None else escape_html(href)

    def _link_close(self, token: Token) -> str:
        return self._link_ends.pop()

    def _image(self, token: Token) -> str:
        return self._img(token, str(token.attrs.get("title", "")))

    def _img(self, token: Token, title: str) -> str:
        alt = attribute(_STOCK.renderInlineAsText(token.children, _OPTIONS, {}))
        url = self._links.resolve(str(token.attrs["src"]), "image", self._line)
        if url is None:
            return alt
        title = f' title="{attribute(title)}"' if title else ""
        for side in ("width", "height"):
            if side in token.attrs:
                title += f' {side}="{token.attrs[side]}"'
        return f'<img src="{escape_html(url)}" alt="{alt}"{title} loading="lazy" decoding="async">'

    def _whole_paragraph(self, tokens: Sequence[Token], i: int) -> str | None:
        """Render a paragraph that is not rendered as a paragraph, because it contains only an image or attributes."""
        source, children = tokens[i].content, tokens[i].children or []
        if tokens[i + 1].type != "paragraph_close":
            return None  # a footnote, which ends in a link
        if "![" in source:
            if len(children) == 1 and children[0].type == "image":
                return self._figure(tokens, i, children[0])
            if found := image_and_caption(children, source):
                image, caption = self._inline(found[0]), self._inline(found[1]).strip().replace("  ", " ")
                return f"<figure>{image}<figcaption>{caption}</figcaption></figure>\n"
        elif len(children) == 1 and children[0].type == "attributes":
            return self._attributes(children[0])
        return None

    def _figure(self, tokens: Sequence[Token], i: int, image: Token) -> str:
        """Render a paragraph that contains only an image. Its caption is in the next paragraph, or the title of the image."""
        img = self._img(image, "")
        if not img.startswith("<img"):
            return f"<p>{img}</p>\n" if img else ""
        caption = escape_html(str(image.attrs.get("title", "")))
        if not caption and (below := caption_below(tokens, i)):
            caption = self._inline(below)
            tokens[i + 3].children = []
            tokens[i + 2].hidden = tokens[i + 4].hidden = True
        return f"<figure>{img}" + (f"<figcaption>{caption}</figcaption>" if caption else "") + "</figure>\n"

    def _attributes(self, token: Token) -> str:
        """Render attributes in braces: only an id is used, as an anchor."""
        self._attributes_dropped(token)
        ident = self.ids.claim(token.meta["id"]) if token.meta["id"] else ""
        return f'<span id="{self._nonce}{attribute(ident)}"></span>' if ident else ""

    def _attributes_dropped(self, token: Token) -> None:
        if token.meta["sample"]:
            self._links.drop("attribute", token.meta["sample"], self._line)

    def _undefined(self, token: Token) -> str:
        self._links.warn_undefined(token.meta["words"], token.meta["name"], self._line)
        return ""

    def _note_ids(self, html: str) -> None:
        """Note the ids in raw HTML that is not sanitized."""
        if not self._nonce:
            for match in _RAW_ID.finditer(html):
                self.ids.note(match[1])

    def _html_inline(self, token: Token) -> str:
        if token.content[:2].lower() == "<a" and token.content[2:3].isspace():
            self._raw_links += 1
        elif token.content[:3].lower() == "</a":
            self._raw_links = max(0, self._raw_links - 1)
        self._note_ids(token.content)
        self.raw.append((self._line, token.content))
        return self._convert_raw(token.content)

    def _note_ref(self, token: Token) -> str:
        number = token.meta["id"] + 1
        self._note_lines.setdefault(token.meta["id"], self._line)
        ident = f'id="{self._nonce}fnref:{number}{_repetition(token)}"'
        if "</a>" in self._link_ends:
            return f'<sup class="{self._nonce}footnote-ref" {ident}>[{number}]</sup>'
        return (
            f'<sup class="{self._nonce}footnote-ref"><a href="#{self._nonce}fn:{number}" {ident}>[{number}]</a></sup>'
        )

    # Block tokens

    def _heading_open(self, tokens: Sequence[Token], i: int) -> str:
        token, inline = tokens[i], tokens[i + 1]
        children, ident = inline.children or [], ""
        if children and children[-1].type == "attributes":
            *children, last = children
            ident = str(last.meta["id"])
            self._attributes_dropped(last)
        children = inline.children = _unwrapped(children)
        text = _STOCK.renderInlineAsText(children, _OPTIONS, {})
        if (not text or text.isspace()) and not any(child.type == "image" for child in children):
            children.clear()
            self._heading_end = ""
            return ""  # an empty heading is omitted
        level = int(token.tag[1])
        if self._outline:
            level = self._outline.level(level)
        self._heading_end = f"</h{level}>\n"
        ident = (self.ids.claim(ident) if ident else "") or self.ids.of(text)
        return f'<h{level} id="{self._nonce}{attribute(ident)}">'

    def _heading_close(self, tokens: Sequence[Token], i: int) -> str:
        return self._heading_end

    def _container(self, tokens: Sequence[Token], i: int) -> str:
        token = tokens[i]
        if token.level >= MAX_NESTING - 1:
            raise TooDeepError(self._first_line + (token.map or [0])[0])
        return _STOCK.renderToken(tokens, i, _OPTIONS, {})

    def _item_open(self, tokens: Sequence[Token], i: int) -> str:
        mark_task(tokens, i)
        return self._container(tokens, i)

    def _quote_open(self, tokens: Sequence[Token], i: int) -> str:
        html = self._container(tokens, i)
        found = callout(tokens, i)
        self._quote_ends.append("</details>\n" if found and found.fold else "</blockquote>\n")
        if found is None:
            return html
        title = self._inline(found.title)
        if found.fold:
            return f"<details{' open' if found.fold == '+' else ''}><summary>{title}</summary>\n"
        return f'<blockquote class="{self._nonce}callout">\n<p><strong>{title}</strong></p>\n'

    def _quote_close(self, tokens: Sequence[Token], i: int) -> str:
        return self._quote_ends.pop()

    def _fence(self, tokens: Sequence[Token], i: int) -> str:
        token = tokens[i]
        language = unescapeAll(token.info).split()[:1]
        name = f' class="{self._nonce}language-{escape_html(language[0])}"' if language else ""
        return f"<pre><code{name}>{escape_html(token.content)}</code></pre>\n"

    def _code_block(self, tokens: Sequence[Token], i: int) -> str:
        return f"<pre><code>{escape_html(tokens[i].content)}</code></pre>\n"

    def _html_block(self, tokens: Sequence[Token], i: int) -> str:
        self._note_ids(tokens[i].content)
        self.raw.append((self._first_line + (tokens[i].map or [0])[0], tokens[i].content))
        return self._convert_raw(tokens[i].content)

    def _table_open(self, tokens: Sequence[Token], i: int) -> str:
        return f'<div class="{self._nonce}table">\n<table>\n'

    def _table_close(self, tokens: Sequence[Token], i: int) -> str:
        return "</table>\n</div>\n"

    def _cell_open(self, tokens: Sequence[Token], i: int) -> str:
        align = str(tokens[i].attrs.get("style", "")).partition(":")[2]  # `text-align:right`
        return f"<{tokens[i].tag}" + (f' class="{self._nonce}align-{align}">' if align else ">")

    def _notes_open(self, tokens: Sequence[Token], i: int) -> str:
        return f'<div class="{self._nonce}footnotes">\n<hr>\n<ol>\n'

    def _notes_close(self, tokens: Sequence[Token], i: int) -> str:
        return "</ol>\n</div>\n"

    def _note_open(self, tokens: Sequence[Token], i: int) -> str:
        number = tokens[i].meta["id"]
        self._line = self._note_lines.get(number, self._line)  # tokens of inline footnotes, `^[…]`, have no line
        return f'<li id="{self._nonce}fn:{number + 1}">'

    def _note_close(self, tokens: Sequence[Token], i: int) -> str:
        return "</li>\n"

    def _note_back(self, tokens: Sequence[Token], i: int) -> str:
        target = f"#{self._nonce}fnref:{tokens[i].meta['id'] + 1}{_repetition(tokens[i])}"
        return f' <a href="{target}" class="{self._nonce}footnote-back">\u21a9\ufe0e</a>'


_INLINES: dict[str, Callable[[HtmlRenderer, Token], str]] = {
    "code_inline": HtmlRenderer._code,
    "link_open": HtmlRenderer._link_open,
    "link_close": HtmlRenderer._link_close,
    "image": HtmlRenderer._image,
    "html_inline": HtmlRenderer._html_inline,
    "footnote_ref": HtmlRenderer._note_ref,
    "attributes": HtmlRenderer._attributes,
    "undefined": HtmlRenderer._undefined,
}
_BLOCKS: dict[str, Callable[[HtmlRenderer, Sequence[Token], int], str]] = {
    "heading_open": HtmlRenderer._heading_open,
    "heading_close": HtmlRenderer._heading_close,
    "blockquote_open": HtmlRenderer._quote_open,
    "blockquote_close": HtmlRenderer._quote_close,
    "list_item_open": HtmlRenderer._item_open,
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
    """Remove bold around a whole heading."""
    inner = [child for child in children if child.type != "text" or child.content]
    while len(inner) > 2 and inner[0].type == "strong_open" and inner[-1].type == "strong_close":
        # The first and last token belong together, except in `**a** b **c**`.
        if any(child.type == "strong_close" and child.level == inner[0].level for child in inner[1:-1]):
            break
        inner = inner[1:-1]
    return inner


def _repetition(token: Token) -> str:
    """Return the suffix of the id of further references to one footnote."""
    number = token.meta.get("subId", 0)
    return f":{number}" if number > 0 else ""
