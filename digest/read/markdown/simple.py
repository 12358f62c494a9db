"""Convert texts with simple markup directly to HTML, in less than a third of the time of markdown-it-py.

Most texts of a newspaper consist of paragraphs, headings, quotes and lists with emphasis and links. `simple_html` reads such a
text block by block and line by line. It gives up as soon as it meets anything else, or anything whose meaning depends on a rule
that is not below; markdown-it-py then reads the whole text. So the result is always that of markdown-it-py and `HtmlRenderer`,
which tests compare (`tests/read/test_simple_markdown.py`).

What it reads, in the words of the CommonMark specification (0.31):

- Paragraphs. Their lines begin with a character that begins no other block. Hard line breaks are two spaces.
- ATX headings of words, thematic breaks alone between blank lines, block quotes with `>` on each line and without nesting.
- Lists whose items are one paragraph, with or without blank lines between them.
- Backslash escapes, but not in `://` and `www.`. Inline links without a title. Words in brackets.
- Emphasis by one or two `*` or `_`, if it can only open on its left side and only close on its right side, contains no other
  emphasis and is not within other emphasis. `_` between letters is text.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from digest.model.named_tuple import NamedTuple
from digest.read.markdown.anchors import with_anchors
from digest.read.markdown.escapes import with_stand_ins, without_stand_ins
from digest.read.markdown.escaping import escape_html
from digest.read.markdown.headings import Ids, Outline
from digest.read.markdown.linkify import Bare, with_links
from digest.read.markdown.links import Links, normalize

_ELSEWHERE = [(mark[0], mark) for mark in ("\t", "`", "^", "{", "![", "~~", "==", ":::", "&#")]
"""Texts that contain these are left to markdown-it-py: code, footnotes, images, and what the dialects add. The first character
of each one is searched first, which takes a tenth of the time and suffices for most texts."""
_TAG, _ENTITY = re.compile("<[A-Za-z/!?]"), re.compile("&[A-Za-z][A-Za-z0-9]*;")
_DELIMITER_ROW = re.compile(r"^ *[|:-][|: -]*$", re.MULTILINE)
"""The second line of a table."""
_SPACES_ONLY = re.compile(r"\n +(?=\n|\Z)")

_PUNCTUATION = frozenset(string.punctuation)
_BREAK = "\x0b"
"""Stands for a hard line break, before the end of its line. No text contains it any more."""
_HARD_BREAK = re.compile("(?<! ) {2,}\n")
_GAPS = frozenset((" ", "\n", _BREAK))

_SPECIAL = re.compile(r"[*_\[\]]")
_INLINE = re.compile(
    r"\[(?P<words>[^\[\]]+)\]\((?P<url>[^()\s<>\\]+)\)"
    r"|\[[^\[\]*_]*\](?![\[({:])"
    r"|(?<=[^\W_])_+(?=[^\W_])"
    r"|(?P<mark>\*\*?|__?)(?P<inner>[^*_]+)(?P=mark)"
)
_HEADING = re.compile(r"(#{1,6}) ((?! )[^*_\[\]]*[^ #*_\[\]]) *")
_HASHES = re.compile("#{1,6}(?: |$)")
_ORDERED = re.compile("([0-9]{1,9})([.)])( |$)")
_TASK = re.compile(r"\[[ xX]\]")
_MAY_BEGIN_BLOCK = frozenset("#>*-+_=:| 0123456789")

_TEXT, _INDENTED, _HEAD, _QUOTE = "text", "indented text", "heading", "quote"
_BULLET, _NUMBER, _RULE = "bullet", "number", "rule"
_CONTINUES = (_TEXT, _INDENTED)


_LOOSE = {"<li>": "<li>\n<p>", "</li>\n": "</p>\n</li>\n"}
"""The tags around an item of a list that has blank lines between items."""


class _NotSimpleError(Exception):
    """The text has markup that this module does not read."""


def simple_html(text: str, links: Links, first_line: int, bare: Bare) -> str | None:
    """Convert a text, as normalized by `Markdown.body`, and add its links to `links`. None, and nothing added, for other texts.

    `bare`: which bare addresses become links.
    """
    for first, mark in _ELSEWHERE:
        if first in text and mark in text:
            return None
    if ("<" in text and _TAG.search(text)) or ("&" in text and _ENTITY.search(text)):
        return None
    if "|" in text and _DELIMITER_ROW.search(text):
        return None
    escapes: Mapping[str, str] = {}
    if "\\" in text:
        replaced = with_stand_ins(text)
        if replaced is None:
            return None
        text, escapes = replaced
        if _may_be_in_address(escapes.values(), bare):
            return None
    reader = _Reader(escapes, bare)
    try:
        reader.read(text, first_line)
    except _NotSimpleError:
        return None
    return with_anchors(reader.html(links), links, reader.ids)


class _List(NamedTuple):
    """A list that was read, which goes on if the next block begins with an item."""

    mark: str
    """The character of its marks."""
    tight: list[int]
    """Indices in `_Reader._out` of the tags of items that have no blank line between them so far."""


class _Reader:
    """Reads one text."""

    def __init__(self, escapes: Mapping[str, str], bare: Bare) -> None:
        """`escapes`: the escaped characters by the control characters that stand for them, in the text and in `_out`."""
        self.ids = Ids()
        self._outline = Outline()
        self._escapes = escapes
        self._bare = bare
        self._out: list[str] = []
        self._late: list[tuple[int, int, str, str | None]] = []
        """Links, which are resolved when the whole text is read: index in `_out`, line, URL and words as HTML. And texts
        that may contain bare addresses: index in `_out`, line, text and None."""

    def html(self, links: Links) -> str:
        """Return the HTML of what was read."""
        for index, line, text, words in self._late:
            if words is None:
                self._out[index] = with_links(text, lambda url, line=line: _href(links, normalize(url), line))  # type: ignore[misc]
            else:
                href = _href(links, text, line)
                self._out[index] = words if href is None else f'<a href="{href}">{words}</a>'
        html = "".join(self._out)
        for stand_in, mark in self._escapes.items():
            html = html.replace(stand_in, escape_html(mark))
        return html

    # Blocks

    def read(self, text: str, line: int, *, in_quote: bool = False) -> None:
        """Read blocks that begin at this line."""
        if " \n" in text or text[-1:] == " ":
            text = _SPACES_ONLY.sub("\n", f"\n{text}")[1:]
        before: _List | None = None
        for block in text.split("\n\n"):
            start = line
            line += 2
            if "\n" in block:
                line += block.count("\n")
                start += len(block) - len(block.lstrip("\n"))
                block = block.strip("\n")
            if not block:
                continue
            if block[0].isalpha() and "\n" not in block:
                self._paragraph(block, start)
                before = None
            else:
                before = self._block(block.split("\n"), start, in_quote, before)

    def _block(self, lines: Sequence[str], line: int, in_quote: bool, before: _List | None) -> _List | None:
        """Read lines without blank lines. `before`: the list above them. Returns the list in which they end."""
        kinds = [_kind(text) for text in lines]
        begin, number = 0, len(lines)
        while begin < number:
            kind = kinds[begin]
            end = begin + 1
            if kind == _TEXT:
                while end < number and kinds[end] in _CONTINUES:
                    end += 1
                self._paragraph("\n".join(lines[begin:end]), line + begin)
            elif kind == _HEAD:
                self._heading(lines[begin], line + begin)
            elif kind == _RULE and number == 1:
                self._out.append("<hr>\n")
            elif kind == _QUOTE and not in_quote:
                if begin + kinds[begin:].count(_QUOTE) != number:
                    raise _NotSimpleError  # a line without `>` can continue the quote
                self._quote(lines[begin:], line + begin)
                return None
            elif kind in (_BULLET, _NUMBER):
                if kind == _NUMBER and begin and not lines[begin].startswith(("1.", "1)")):
                    raise _NotSimpleError  # such a line does not end a paragraph
                return self._list(lines[begin:], kinds[begin:], line + begin, None if begin else before)
            else:
                raise _NotSimpleError
            begin = end
        return None

    def _paragraph(self, text: str, line: int) -> None:
        self._out.append("<p>")
        self._lines(text, line)
        self._out.append("</p>\n")

    def _heading(self, text: str, line: int) -> None:
        match = _HEADING.fullmatch(text)
        if match is None:
            raise _NotSimpleError
        words = match[2]
        if words[0].isspace() or words[-1].isspace():
            raise _NotSimpleError
        level = self._outline.level(len(match[1]))
        self._out.append(f'<h{level} id="{escape_html(self.ids.of(without_stand_ins(words, self._escapes)))}">')
        self._inline(words, line)
        self._out.append(f"</h{level}>\n")

    def _quote(self, lines: Sequence[str], line: int) -> None:
        inner = [text[2:] if text[1:2] == " " else text[1:] for text in lines]
        if not any(text.strip(" ") for text in inner):
            raise _NotSimpleError
        self._out.append("<blockquote>\n")
        self.read("\n".join(inner), line, in_quote=True)
        self._out.append("</blockquote>\n")

    def _list(self, lines: Sequence[str], kinds: Sequence[str], line: int, before: _List | None) -> _List:
        """Read a list up to the end of its block. After a blank line, its items are more items of the list `before`."""
        first = _ORDERED.match(lines[0]) if kinds[0] == _NUMBER else None
        mark = first[2] if first else lines[0][0]
        if before is None:
            self._out.append(_list_tag(first[1] if first else ""))
        elif before.mark == mark:
            self._out.pop()  # its end
        else:
            raise _NotSimpleError
        tags: list[int] = []
        begin = 0
        while begin < len(lines):
            end = begin + 1
            while end < len(lines) and kinds[end] in _CONTINUES:
                end += 1
            number = _ORDERED.match(lines[begin]) if first else None
            if kinds[begin] != kinds[0] or (number[2] if number else lines[begin][0]) != mark:
                raise _NotSimpleError
            content = lines[begin][number.end() if number else 2 :]
            if content[:1] in ("", " ") or _kind(content) != _TEXT or (content[0] == "[" and _TASK.match(content)):
                raise _NotSimpleError
            tags.append(len(self._out))
            self._out.append("<li>")
            self._lines("\n".join([content, *lines[begin + 1 : end]]), line + begin)
            tags.append(len(self._out))
            self._out.append("</li>\n")
            begin = end
        self._out.append("</ol>\n" if first else "</ul>\n")
        if before is None:
            return _List(mark, tags)
        for index in (*before.tight, *tags):
            self._out[index] = _LOOSE[self._out[index]]
        return _List(mark, [])

    # Inline content

    def _lines(self, text: str, line: int) -> None:
        """Read the lines of a paragraph."""
        if "\n" in text and (" \n" in text or "\n " in text):
            text = re.sub("\n +", "\n", text)
            text = _HARD_BREAK.sub(_BREAK + "\n", text).replace(" \n", "\n")
        text = text.rstrip(" ")
        if not text or text != text.strip():
            raise _NotSimpleError
        self._inline(text, line)

    def _inline(self, text: str, line: int, *, in_link: bool = False) -> None:
        """Read inline content."""
        has_special = "*" in text or "[" in text or "_" in text or "]" in text
        special = _SPECIAL.search(text) if has_special else None
        done = 0
        while special:
            match = _INLINE.match(text, special.start())
            if match is None:
                raise _NotSimpleError
            start, end = match.span()
            if match["url"] or match["mark"]:
                self._text(text[done:start], line, in_link)
                line += text.count("\n", done, start)
                if match["url"]:
                    self._link(match["words"], match["url"], line)
                else:
                    around = text[start - 1 : start], text[end : end + 1]
                    self._emphasis(match["mark"], match["inner"], line, around, in_link)
                line += text.count("\n", start, end)
                done = end
            special = _SPECIAL.search(text, end)
        self._text(text[done:] if done else text, line, in_link)

    def _emphasis(self, mark: str, words: str, line: int, around: tuple[str, str], in_link: bool) -> None:
        edge = "[" if in_link else ""
        if not (_is_edge(around[0] or edge, words[0]) and _is_edge(around[1] or edge, words[-1])):
            raise _NotSimpleError
        name = "em" if len(mark) == 1 else "strong"
        self._out.append(f"<{name}>")
        self._inline(words, line, in_link=in_link)
        self._out.append(f"</{name}>")

    def _link(self, words: str, url: str, line: int) -> None:
        if not url.isprintable():  # an escape in it
            raise _NotSimpleError
        start = len(self._out)
        self._inline(words, line, in_link=True)
        html = "".join(self._out[start:])
        self._out[start:] = [""]
        self._late.append((start, line, normalize(url), html))

    def _text(self, text: str, line: int, in_link: bool) -> None:
        schemes, hosts = self._bare
        if not in_link and ((schemes and ":" in text and "://" in text) or (hosts and "www." in text)):
            self._addresses(without_stand_ins(text, self._escapes), line)
        elif text:
            html = escape_html(text)
            self._out.append(html.replace(_BREAK, "<br>") if _BREAK in html else html)

    def _addresses(self, text: str, line: int) -> None:
        """Read a text that may contain bare addresses."""
        schemes, hosts = self._bare
        for i, part in enumerate(text.split("\n")):
            words = part.removesuffix(_BREAK)
            if (schemes and "://" in words) or (hosts and "www." in words):
                self._late.append((len(self._out) + 1, line + i, words, None))
                self._out += ["\n" if i else "", ""]
            else:
                self._out.append(("\n" if i else "") + escape_html(words))
            if part[-1:] == _BREAK:
                self._out.append("<br>")


def _kind(line: str) -> str:
    """Return what kind of block a line begins or continues; empty if it is left to markdown-it-py."""
    first = line[0]
    if first not in _MAY_BEGIN_BLOCK:
        return _TEXT
    if first == " ":
        return _INDENTED if _kind(line.lstrip(" ")) == _TEXT else ""
    if first == ">":
        return _QUOTE
    if first == "#":
        return _HEAD if _HASHES.match(line) else _TEXT
    if first.isdigit():
        return _NUMBER if _ORDERED.match(line) else _TEXT
    if not line.strip(f"{first} "):
        return _RULE if first in "*-_" and line.count(first) >= 3 else ""
    if first in "|:":
        return _TEXT if line.strip("|:- ") else ""
    return _BULLET if first in "*-+" and line[1] == " " else _TEXT


def _list_tag(number: str) -> str:
    if not number:
        return "<ul>\n"
    return "<ol>\n" if int(number) == 1 else f'<ol start="{int(number)}">\n'


def _is_edge(outside: str, inside: str) -> bool:
    """Whether emphasis can have these characters outside and inside of its mark, and no other meaning of the mark is possible."""
    if not outside or outside in _GAPS:
        return not inside.isspace()
    is_punctuation = outside in _PUNCTUATION or unicodedata.category(outside)[0] == "P"
    return is_punctuation and outside not in "*_" and inside.isalnum()


def _href(links: Links, url: str, line: int) -> str | None:
    """Return the escaped `href` of a URL; None if the link is not kept."""
    found = links.resolve(url, "link", line)
    return None if found is None else escape_html(found)


def _may_be_in_address(escaped: Iterable[str], bare: Bare) -> bool:
    """Whether bare addresses may contain one of these characters in `://` or `www.`."""
    return any((bare.schemes and mark in ":/") or (bare.hosts and mark == ".") for mark in escaped)
