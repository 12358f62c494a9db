"""Obsidian, and programs that write like it: `[[note]]`, `![[file|300]]`, `==mark==`, `%%comment%%` and `^block-id`."""

from __future__ import annotations

from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from digest.model.lazy_regex import lazy_regex
from digest.read.dialects.code import CodeTracker
from digest.read.markdown.headings import fragment_of
from digest.read.markdown.links import NAMED

_LINK = lazy_regex(r"!?\[\[([^\[\]|\n]{1,300}?)(?:\\?\|([^\[\]\n]{0,500}))?\]\]")
_SIZE = lazy_regex(r"(\d{1,5})(?:x(\d{1,5}))?")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".bmp")
_BLOCK_ID = lazy_regex(r"\^[A-Za-z][A-Za-z0-9-]{1,60}|\^[0-9a-f]{6}")
_COMMENT = lazy_regex(r"(?<![^\s>])%%")


def wiki_links(parser: MarkdownIt) -> None:
    """Add `[[note]]`, `[[note|words]]`, and the same with `!`, which shows a picture."""
    parser.inline.ruler.before("link", "wiki_link", _wiki_link)


def marks(parser: MarkdownIt) -> None:
    """Add `==marked words==`."""
    parser.inline.ruler.before("emphasis", "mark", _mark)


def block_ids(parser: MarkdownIt) -> None:
    """Remove the names of blocks, `^name`, at the end of paragraphs."""
    parser.inline.ruler.before("emphasis", "block_id", _block_id)


def without_comments(text: str) -> str:
    """Remove `%%comments%%`, but not the lines on which they are. They are notes of the author for the author."""
    code = CodeTracker()
    out: list[str] = []
    end = 0
    while match := _COMMENT.search(text, end):
        between = text[end : match.start()]
        code.follow(between)
        closing = match.end() if code.in_code() else text.find("%%", match.end())
        if closing < 0:
            break
        out += [between, "%%" if code.in_code() else "\n" * text.count("\n", match.start(), closing)]
        end = closing if code.in_code() else closing + 2
    return "".join(out) + text[end:]


def _wiki_link(state: StateInline, silent: bool) -> bool:
    src, pos = state.src, state.pos
    if not src.startswith(("[[", "![["), pos):
        return False
    match = _LINK.match(src, pos, state.posMax)
    if match is None or _in_word(src[pos - 1 : pos]):
        return False
    if not silent:
        name, words = match[1].strip().removesuffix("\\").strip(), (match[2] or "").strip()
        path, _, heading = name.partition("#")
        path, heading = path.strip(), heading.rpartition("#")[2].strip()
        if match[0][0] == "!" and path.lower().endswith(_PICTURES):
            _push_picture(state, path, words)
        else:
            shown = words or " > ".join(part for part in (path.rpartition("/")[2].removesuffix(".md"), heading) if part)
            _push_link(state, path, heading, shown)
    state.pos = match.end()
    return True


def _push_picture(state: StateInline, path: str, words: str) -> None:
    size = _SIZE.fullmatch(words.rpartition("|")[2].strip())
    alt = words.rpartition("|")[0].strip() if size else words
    token = state.push("image", "img", 0)
    token.attrs = {"src": NAMED + quote(path), "alt": ""}
    token.children = [Token("text", "", 0, content=alt)] if alt else []
    token.content = alt
    for side, value in zip(("width", "height"), size.groups() if size else (), strict=False):
        if value:
            token.attrs[side] = value


def _push_link(state: StateInline, path: str, heading: str, shown: str) -> None:
    fragment = "" if heading.startswith("^") else fragment_of(heading)
    href = (NAMED + quote(path) if path else "") + (f"#{quote(fragment)}" if fragment else "")
    inside_link = state.linkLevel > 0 or not href
    if not inside_link:
        state.push("link_open", "a", 1).attrs = {"href": href}
    state.push("text", "", 0).content = shown
    if not inside_link:
        state.push("link_close", "a", -1)


def _mark(state: StateInline, silent: bool) -> bool:
    src, pos = state.src, state.pos
    if not src.startswith("==", pos) or src[pos + 2 : pos + 3] in ("", "=", " ", "\n") or _in_word(src[pos - 1 : pos]):
        return False
    end = src.find("==", pos + 2, state.posMax)
    if end < 0 or src[end - 1].isspace() or _in_word(src[end + 2 : end + 3]) or src[pos - 1 : pos] == "=":
        return False
    if not silent:
        maximum, state.pos, state.posMax = state.posMax, pos + 2, end
        state.push("mark_open", "mark", 1)
        state.md.inline.tokenize(state)
        state.push("mark_close", "mark", -1)
        state.posMax = maximum
    state.pos = end + 2
    return True


def _in_word(character: str) -> bool:
    """Whether a character is part of a word, as in `a==b` or `a[[1]]` in a text about programs."""
    return character != "" and character.isascii() and (character.isalnum() or character in "_=])")


def _block_id(state: StateInline, silent: bool) -> bool:
    src, pos = state.src, state.pos
    if src[pos] != "^" or (pos > 0 and not src[pos - 1].isspace()):
        return False
    match = _BLOCK_ID.match(src, pos, state.posMax)
    if match is None or src[match.end() :].strip():
        return False
    if not silent:
        state.pending = state.pending.rstrip(" ")
        if not state.pending and state.tokens and state.tokens[-1].type == "softbreak":
            state.tokens.pop()
    state.pos = state.posMax
    return True
