"""Raw HTML in articles made safe: what text needs stays, what could run, load, track or disguise itself goes.

The whole body passes through nh3 (html5ever), so the result is balanced whatever was written. To tell our own ids,
classes and placeholders from what an author wrote, ours hold a mark while they pass: a hash of the text, which no
text can contain; afterwards it is taken out. Headings in raw HTML stay headings; the outline of all is mended
together. This module must not know Markdown, or what becomes of a link's address.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

import nh3

from digest.model.fingerprint import short_hash
from digest.read.markdown.headings import Outline
from digest.read.markdown.links import FORBIDDEN, KEPT
from digest.read.markdown.renderer import unforged

_TAGS = (
    "a abbr b bdi bdo blockquote br caption cite code col colgroup del details dfn div em figcaption figure "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table "
    "tbody td tfoot th thead time tr u ul var wbr"
)
TAGS = frozenset(_TAGS.split())
ATTRIBUTES = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "details": {"open"},
    "time": {"datetime"},
    "ins": {"datetime"},
    "del": {"datetime"},
}
DEEPEST = 500
"""Elements left open at once: html5ever needs the square of it in time, and sometimes in length."""

_VALUES = {
    "dir": re.compile("ltr|rtl|auto"),
    "lang": re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"),
    "width": re.compile("[0-9]{1,5}"),
    "height": re.compile("[0-9]{1,5}"),
    "loading": re.compile("lazy|eager"),
    "start": re.compile("-?[0-9]{1,9}"),
    "reversed": re.compile("(reversed)?"),
    "open": re.compile("(open)?"),
    "type": re.compile("[1aAiI]"),
    "colspan": re.compile("[1-9][0-9]{0,2}"),
    "rowspan": re.compile("[1-9][0-9]{0,2}"),
    "span": re.compile("[1-9][0-9]{0,2}"),
    "scope": re.compile("row|col|rowgroup|colgroup"),
    "cite": re.compile('https?://[^\\s<>"]+'),
    "datetime": re.compile(
        "[0-9]{4}(-[0-9]{2}(-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?"
    ),
}
# What follows these is no markup to an HTML parser, up to their end tag or else the end of everything.
_SWALLOWS = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext")
_SWALLOW = re.compile(f"<({'|'.join(_SWALLOWS)})(?![a-z0-9-])", re.I)
_COMPLETE = re.compile(r"""</?[a-z](?:[^"'<>]|"[^"]*"|'[^']*')*+>|<[!?][^<>]*+>|<""", re.I)
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^">]|"[^"]*")*+)>')
_OPENS = re.compile("<(/?)([a-z][a-z0-9]*)", re.I)
# Those that have no end, or whose end may be left out: they do not pile up.
_FLAT = "br col hr img wbr p li tr td th thead tbody tfoot caption colgroup rp rt"
_NEVER_DEEP = frozenset((*_FLAT.split(), *_SWALLOWS))
_VOID = frozenset(("br", "col", "hr", "img", "wbr"))
_FLOW = (
    "blockquote details div figure h1 h2 h3 h4 h5 h6 hr ol p pre table ul "
    "caption col colgroup figcaption li summary tbody td tfoot th thead tr"
)
_PHRASES = (
    "abbr b bdi bdo cite code dfn em h1 h2 h3 h4 h5 h6 i kbd mark p pre q rp rt ruby s samp small span strong sub sup "
    "time u var"
)
_BLOCKS = frozenset(_FLOW.split())
_ONLY_PHRASES = frozenset(_PHRASES.split())
"""What may hold text and its markup, but no blocks."""
_SUMMARY = re.compile(r"\s*<summary>|\s*<summary\s")
_EMPTY = re.compile(r"<(p|tr|h[1-6])>\s*</\1>")  # what is left of a paragraph around a block, say
_ITEM = "<li >"  # one that we add, by a tag that nh3 never writes
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = ("ul", "ol")
_INTERACTIVE = ("a", "details")  # not in a link
_PARENTS = {
    "li": _LISTS,
    "figcaption": ("figure",),
    "summary": ("details",),
    "rt": ("ruby",),
    "rp": ("ruby",),
}


def mark_of(text: str) -> str:
    """What our own attribute values hold while they pass through `clean`. The slash keeps it from being a scheme."""
    return short_hash(text, 12) + "/"


def complete(html: str) -> str:
    """A piece of raw HTML in which no tag or comment is left open: what is would swallow the rest of the article."""
    first, *comments = html.split("<!--")
    for comment in comments:
        inside, end, after = comment.partition("-->")
        first += after if end else "&lt;!--" + inside
    return _COMPLETE.sub(lambda match: match[0] if len(match[0]) > 1 else "&lt;", first)


def too_deep(html: str) -> bool:
    """Whether so many elements are open at once that balancing them takes too long."""
    if html.count("<") < DEEPEST:
        return False
    depth = 0
    opened: dict[str, int] = {}
    for match in _OPENS.finditer(html):
        name = match[2].lower()
        if not match[1]:
            if name not in _NEVER_DEEP:
                opened[name] = opened.get(name, 0) + 1
                depth += 1
        elif opened.get(name):
            opened[name] -= 1
            depth -= 1
        if depth > DEEPEST:
            return True
    return False


def clean(html: str, mark: str, address: Callable[[str, str], str | None]) -> str:
    """Safe HTML; `address(url, kind)` says where a link or picture of the author's leads, None for nowhere."""

    def allowed(tag: str, name: str, value: str) -> str | None:
        if mark in value:
            return value
        if name in ("id", "class") or tag not in TAGS:
            return None
        if name in ("href", "src"):
            return address(value, "link" if name == "href" else "image")
        pattern = _VALUES.get(name)
        return value if pattern is None or pattern.fullmatch(value) else None

    cleaner = nh3.Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=allowed,
        link_rel=None,
        url_schemes=KEPT | FORBIDDEN,
    )
    return unforged(_finished(_EMPTY.sub("", _structured(cleaner.clean(_shut(html)))))).replace(mark, "")


def _shut(html: str) -> str:
    """HTML in which an element without an end tag, such as `<title>` in a sentence about HTML, is text."""
    if not _SWALLOW.search(html):
        return html
    lower = html.lower()
    last_end = {name: lower.rfind(f"</{name}") for name in _SWALLOWS}
    return _SWALLOW.sub(lambda m: m[0] if last_end[m[1].lower()] > m.start() else f"&lt;{m[1]}", html)


def as_read(url: str) -> str:
    """The address as browsers take it: `java script:` with a tab in it is a script all the same."""
    return re.sub("[\t\n\r]", "", url).strip("".join(map(chr, range(33))))


def _structured(html: str) -> str:
    """Balanced HTML as the standard has it: see _Structure."""
    structure = _Structure()
    end = 0
    for match in _TAG.finditer(html):
        structure.text(html[end : match.start()])
        end = match.end()
        closing, name, _ = match.groups()
        if closing:
            structure.end(match[0])
        elif name == "details" and not _SUMMARY.match(html, end):
            structure.start(name, "")
        else:
            structure.start(name, match[0])
    structure.text(html[end:])
    return "".join(structure.out).replace(_ITEM, "<li>")


class _Structure:
    """Takes balanced HTML piece by piece, and leaves out the tags of elements that stand where they must not.

    Such as a `<b>` around paragraphs, which is what one that was never closed becomes, or a `<li>` outside a list. What
    they hold stays. What stands in a list outside its items becomes an item.
    """

    def __init__(self) -> None:
        self.out: list[str] = []
        self._open: list[tuple[str, int]] = []
        """Each open element, and the place of its tag in `out`: left out when that is empty."""

    def text(self, text: str) -> None:
        if text and not text.isspace() and self._parent() in _LISTS:
            self._put("li", _ITEM)
        self.out.append(text)

    def start(self, name: str, tag: str) -> None:
        """An opening tag; an empty `tag`: it is known to be misplaced."""
        if name == "li":
            self._end_item()
        elif self._parent() in _LISTS:
            self._put("li", _ITEM)
        if name in _BLOCKS:
            for outer, place in reversed(self._open):
                if outer in _ONLY_PHRASES:
                    self.out[place] = ""
                elif outer in _BLOCKS:
                    break
        nested = name in _INTERACTIVE and any(outer == "a" and self.out[place] for outer, place in self._open)
        if nested or (name in _PARENTS and self._parent() not in _PARENTS[name]):
            tag = ""
        if name in _VOID:
            self.out.append(tag)
        else:
            self._put(name, tag)

    def end(self, tag: str) -> None:
        self._end_item()
        _, place = self._open.pop()
        self.out.append(tag if self.out[place] else "")

    def _put(self, name: str, tag: str) -> None:
        self._open.append((name, len(self.out)))
        self.out.append(tag)

    def _end_item(self) -> None:
        if self._open and self.out[self._open[-1][1]] == _ITEM:
            self._open.pop()
            self.out.append("</li>")

    def _parent(self) -> str:
        return next((name for name, place in reversed(self._open) if self.out[place]), "")


def _finished(html: str) -> str:
    """What nh3 cannot do: one outline for all headings, and pictures that have a source and an alternative text."""
    outline = Outline()
    open_levels: list[int] = []

    def tag(match: re.Match[str]) -> str:
        closing, name, attributes = match.groups()
        if name == "img":
            return _img(attributes)
        if name not in _HEADINGS:
            return match[0]
        if closing:
            return f"</h{open_levels.pop()}>"
        open_levels.append(outline.level(int(name[1])))
        return f"<h{open_levels[-1]}{attributes}>"

    return _TAG.sub(tag, html)


def _img(attributes: str) -> str:
    if ' src="' not in attributes:
        alt = re.search(' alt="([^"]*)"', attributes)
        return escape(unescape(alt[1])) if alt else ""
    for name, value in (("alt", ""), ("loading", "lazy"), ("decoding", "async")):
        if f' {name}="' not in attributes:
            attributes += f' {name}="{value}"'
    return f"<img{attributes}>"
