"""Pandoc, kramdown and programs that write like them.

Attributes (`{#id .class key=value}`, `{: .class}`), fences of `:::`, `[words]{.class}`, `![](a.png =300x200)`, addresses with
spaces, `[words][name]` without a definition, and `<div markdown="1">`.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple

_ATTRIBUTES = lazy_regex(r"\{(:?)([^{}\n]{1,300})\}")
_ATTRIBUTE = lazy_regex(
    r"""\s*(?:\#([^\s\#.{}"'<>&=]+)|\.[\w:-]+|([\w:-]+)=("[^"]*"|'[^']*'|[^\s"']+)|-(?=\s|$))(?=\s|$|[.\#])""",
    re.VERBOSE,
)
_KRAMDOWN = lazy_regex(r"\s*:?[\w:.-]+(?:\s*:?\s*[\w.:#=\"'-]+){0,9}\s*")
_DIGITS = lazy_regex(r"[0-9]{1,5}(?=(?:px)?$)")
_LABEL = lazy_regex(r"!?\[((?:[^\[\]\\]|\\.|\[[^\[\]\n]{0,200}\]){1,500}+)\](?=[(\[{])", re.DOTALL)
_NO_LABEL = lazy_regex(r"!\[()\](?=\()")
_ADDRESS = lazy_regex(
    r"""\(\s{0,9}([^()<>\n"]{1,500}?)(?:\s{1,9}=(\d{0,5})x(\d{0,5}))?(?:\s{1,9}"([^"\n]{0,500})")?\s{0,9}\)"""
)
_PATH = lazy_regex(r"/|\.[A-Za-z0-9]{1,5}(?:[?#]\S{0,200})?$")
_NAME = lazy_regex(r"\[([^\[\]\n]{0,200})\](?!\()")
_FENCE = lazy_regex(r" {0,3}:{3,}[ \t]*(?:\{[^{}\n]{0,200}\}|[\w .\"'=:|-]{0,200})[ \t]*:*[ \t]*")
_OPEN_BLOCK = lazy_regex(
    r' {0,3}<[a-z0-9]{1,20}\b[^<>]{0,300}\bmarkdown=["\']?(?:1|block|span|true)\b[^<>]{0,300}>\s*', re.I
)


class Attributes(NamedTuple):
    """The attributes in braces."""

    end: int
    ident: str
    sizes: dict[str, str]
    """`width` and `height` in pixels."""
    has_others: bool


def attributes(parser: MarkdownIt) -> None:
    """Remove attributes in braces, and use ids, widths and heights."""
    parser.inline.ruler.before("link", "attributes", _attributes)


def brackets(parser: MarkdownIt) -> None:
    """Add addresses with sizes or spaces, words with attributes, and reference links without a definition."""
    parser.inline.ruler.after("image", "brackets", _brackets)


def fences(parser: MarkdownIt) -> None:
    """Remove lines of `:::`."""
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("fence", "colons", _fence, {"alt": interrupts})


def markdown_blocks(parser: MarkdownIt) -> None:
    """Read Markdown in HTML blocks with `markdown="1"`."""
    parser.block.ruler.before("html_block", "markdown_block", _markdown_block, {"alt": ["paragraph", "blockquote"]})


def attributes_at(src: str, pos: int) -> Attributes | None:
    """Parse the attributes at a position."""
    match = _ATTRIBUTES.match(src, pos)
    if match is None:
        return None
    text, position = match[2].strip(), 0
    ident, sizes, others = "", {}, False
    while position < len(text):
        part = _ATTRIBUTE.match(text, position)
        if part is None:
            break
        if part[1]:
            ident = part[1]
        elif part[2] in ("width", "height") and (digits := _DIGITS.match(part[3].strip("\"'"))):
            sizes[part[2]] = digits[0]
        else:
            others = True
        position = part.end()
    if text[position:].strip() and not (match[1] and _KRAMDOWN.fullmatch(text)):
        return None
    return Attributes(match.end(), ident, sizes, others or position < len(text)) if text else None


def _attributes(state: StateInline, silent: bool) -> bool:
    src, pos = state.src, state.pos
    if src[pos] != "{":
        return False
    before = src[pos - 1 : pos]
    found = attributes_at(src, pos)
    if found is None or found.end > state.posMax:
        return False
    at_end = not src[found.end :].strip()
    own_line = before in ("", "\n") and src[found.end : found.end + 1] in ("", "\n")
    if not (before in (")", "]", "*", "_", "`", '"', ">") or own_line or (before.isspace() and at_end)):
        return False
    if not silent:
        _push_attributes(state, found, src[pos : found.end])
    state.pos = found.end
    return True


def _push_attributes(state: StateInline, found: Attributes, text: str) -> None:
    """Push a token for attributes. The size of an image is added to the image before it."""
    state.pending = state.pending.rstrip(" ")
    last = state.tokens[-1] if state.tokens and not state.pending else None
    if last and last.type == "softbreak":
        state.tokens.pop()
    elif last and last.type == "image" and found.sizes:
        last.attrs |= found.sizes
        found = found._replace(sizes={})
    token = state.push("attributes", "", 0)
    token.meta = {"id": found.ident, "sample": text if found.has_others or found.sizes else ""}


def _brackets(state: StateInline, silent: bool) -> bool:
    src, pos = state.src, state.pos
    if src[pos] != "[" and not src.startswith("![", pos):
        return False
    label = _LABEL.match(src, pos, state.posMax) or _NO_LABEL.match(src, pos, state.posMax)
    if label is None:
        return False
    follows = src[label.end()] if label.end() < state.posMax else ""
    if follows == "(":
        return _loose_link(state, label, silent)
    if label[0][0] == "!" and follows != "[":
        return False
    return _undefined(state, label, silent) if follows == "[" else _span(state, label, silent)


def _loose_link(state: StateInline, label: re.Match[str], silent: bool) -> bool:
    """Parse `![alt](my wall.png =300x200 "title")`."""
    match = _ADDRESS.match(state.src, label.end(), state.posMax)
    is_image = label[0][0] == "!"
    if match is None or not (match[1].strip() and (is_image or _PATH.search(match[1]))):
        return False
    if not silent:
        href = state.md.normalizeLink(match[1].strip().replace("\\", "/"))
        if is_image:
            token = state.push("image", "img", 0)
            token.attrs = {"src": href, "alt": ""}
            token.content = label[1]
            token.children = []
            state.md.inline.parse(label[1], state.md, state.env, token.children)
            token.attrs |= {side: size for side, size in (("width", match[2]), ("height", match[3])) if size}
        else:
            token = state.push("link_open", "a", 1)
            token.attrs = {"href": href}
            _inside(state, label)
            state.push("link_close", "a", -1)
        if match[4]:
            token.attrs["title"] = match[4]
    state.pos = match.end()
    return True


def _undefined(state: StateInline, label: re.Match[str], silent: bool) -> bool:
    """Parse `[words][name]` without a definition. Numbers and indices in a text about programs are not links."""
    match = _NAME.match(state.src, label.end(), state.posMax)
    before = state.src[state.pos - 1 : state.pos]
    words = label[1]
    if (
        match is None
        or before.isalnum()
        or words[0] in "^!"
        or match[1][:1] in ("^", "!")
        or not any(map(str.isalpha, words))
    ):
        return False
    if normalizeReference(match[1] or words) in state.env.get("references", ()):
        return False  # one of too many (see parser.py)
    if not silent:
        state.push("undefined", "", 0).meta = {"words": " ".join(words.split()), "name": match[1]}
        _inside(state, label)
    state.pos = match.end()
    return True


def _span(state: StateInline, label: re.Match[str], silent: bool) -> bool:
    """Parse `[words]{.class}`."""
    found = attributes_at(state.src, label.end())
    if found is None or found.end > state.posMax:
        return False
    if not silent:
        text = state.src[label.end() : found.end]
        _inside(state, label)
        _push_attributes(state, found, text)
    state.pos = found.end
    return True


def _inside(state: StateInline, label: re.Match[str]) -> None:
    """Parse the words between brackets."""
    maximum, state.pos, state.posMax = state.posMax, label.start(1), label.end(1)
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.posMax = maximum


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not line.startswith(":::") or state.is_code_block(start) or not _FENCE.fullmatch(line):
        return False
    if not silent:
        state.line = start + 1
    return True


def _markdown_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if line[:1] != "<" or state.is_code_block(start) or not _OPEN_BLOCK.fullmatch(line):
        return False
    if not silent:
        state.line = start + 1
        token = state.push("html_block", "", 0)
        token.map, token.content = [start, start + 1], line + "\n"
    return True
