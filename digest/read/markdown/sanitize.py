"""Sanitize texts that contain raw HTML: remove everything that could run code, load resources or imitate the page.

nh3 (html5ever) parses the whole text, so the result is always balanced. Classes of authors are removed. Our own ids, classes
and placeholders contain a nonce meanwhile: a hash of the text, which the text cannot contain. The levels of all
headings are adjusted together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

import nh3

from digest.model.fingerprint import short_hash
from digest.model.lazy_regex import lazy_regex
from digest.read.markdown.escaping import escape_placeholders
from digest.read.markdown.headings import Outline
from digest.read.markdown.links import ALLOWED_SCHEMES, REPORTED_SCHEMES
from digest.read.markdown.media import without_players

_TAGS = (
    "a abbr b bdi bdo blockquote br caption cite code col colgroup del details dfn div em figcaption figure "
    "audio h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table "
    "tbody td tfoot th thead time tr u ul var video wbr"
)
TAGS = frozenset(_TAGS.split())
_LOOKS = {"align", "bgcolor", "class", "style", "valign"}
"""Attributes that say how an element looks. The theme decides that; they are removed and reported."""
ATTRIBUTES = {
    "*": _LOOKS | {"dir", "id", "lang", "title"},
    "a": {"href", "name"},
    "audio": {"src", "controls", "preload"},
    "video": {"src", "controls", "preload", "width", "height"},
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
MAX_DEPTH = 500
"""Maximum number of open elements. The time of html5ever, and sometimes the length of its result, grow with the square."""

_VALUES = {
    "controls": re.compile("(controls)?"),
    "preload": re.compile("none"),
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
# HTML parsers treat everything after these start tags as text, up to the end tag or the end of the document.
_SWALLOWS = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext")
_SWALLOW = lazy_regex(f"<({'|'.join(_SWALLOWS)})(?![a-z0-9-])", re.I)
_COMPLETE = lazy_regex(r"""</?[a-z](?:[^"'<>]|"[^"]*"|'[^']*')*+>|<[!?][^<>]*+>|<""", re.I)
_TAG = lazy_regex(r'<(/?)([a-z][a-z0-9]*)((?:[^">]|"[^"]*")*+)>')
_ID = lazy_regex(r"""[^\s"'<>&]{1,200}""")
_NAME = lazy_regex(' name="[^"]*"')
_OPENS = lazy_regex("<(/?)([a-z][a-z0-9]*)", re.I)
# Elements without end tag, or with an optional end tag, which do not add to the depth.
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
"""Elements that can contain only phrasing content."""
_SUMMARY = lazy_regex(r"\s*<summary>|\s*<summary\s")
_EMPTY = re.compile(r"<(p|tr|h[1-6])>\s*</\1>")  # for example the rest of a paragraph around a block
_ITEM = "<li >"  # an added list item; nh3 never writes this tag
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = ("ul", "ol")
_INTERACTIVE = ("a", "details")  # not allowed in a link
_PARENTS = {
    "li": _LISTS,
    "figcaption": ("figure",),
    "summary": ("details",),
    "rt": ("ruby",),
    "rp": ("ruby",),
}


def nonce_for(text: str) -> str:
    """Return the nonce in our own attribute values. The slash prevents that it is parsed as a URL scheme."""
    return short_hash(text, 12) + "/"


def close_tags(html: str) -> str:
    """Escape unclosed tags and comments in a piece of raw HTML, which would hide the rest of the article."""
    first, *comments = html.split("<!--")
    for comment in comments:
        inside, end, after = comment.partition("-->")
        first += after if end else "&lt;!--" + inside
    return _COMPLETE.sub(lambda match: match[0] if len(match[0]) > 1 else "&lt;", first)


def is_too_deep(html: str) -> bool:
    """Whether more than MAX_DEPTH elements are open at once."""
    if html.count("<") < MAX_DEPTH:
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
        if depth > MAX_DEPTH:
            return True
    return False


def sanitize(
    html: str, nonce: str, resolve: Callable[[str, str], str | None], claim: Callable[[str], str],
    drop: Callable[[str, str], None],
) -> str:  # fmt: skip
    """Sanitize HTML.

    `resolve(url, kind)` returns the URL of a link or image of the author, or None to remove it. `claim(id)` returns the id to
    write for one of the author, or an empty text. `drop(kind, sample)` is told what is removed.
    """

    def filter_attribute(tag: str, name: str, value: str) -> str | None:
        if nonce in value:
            return value
        if name in _LOOKS:
            drop("attribute", f'{name}="{value}"')
            return None
        if name == "id" or (tag == "a" and name == "name"):
            return claim(value) or None if _ID.fullmatch(value) else None
        if name in ("href", "src"):
            return resolve(value, "link" if name == "href" else "image" if tag == "img" else "media")
        pattern = _VALUES.get(name)
        return value if pattern is None or pattern.fullmatch(value) else None

    cleaner = nh3.Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=filter_attribute,
        link_rel=None,
        url_schemes=ALLOWED_SCHEMES | REPORTED_SCHEMES,
    )
    html = _repaired(cleaner.clean(_escape_unclosed(without_players(html, drop))))
    return escape_placeholders(_finished(_EMPTY.sub("", html))).replace(nonce, "")


def _escape_unclosed(html: str) -> str:
    """Escape start tags of raw text elements that have no end tag, such as `<title>` in a text about HTML."""
    if not _SWALLOW.search(html):
        return html
    lower = html.lower()
    last_end = {name: lower.rfind(f"</{name}") for name in _SWALLOWS}
    return _SWALLOW.sub(lambda m: m[0] if last_end[m[1].lower()] > m.start() else f"&lt;{m[1]}", html)


def as_browsers_read(url: str) -> str:
    """Remove whitespace that browsers ignore: a URL with `java`, a tab and `script:` runs a script too."""
    return re.sub("[\t\n\r]", "", url).strip("".join(map(chr, range(33))))


def _repaired(html: str) -> str:
    """Repair the nesting of balanced HTML (see _NestingRepair)."""
    repair = _NestingRepair()
    end = 0
    for match in _TAG.finditer(html):
        repair.text(html[end : match.start()])
        end = match.end()
        closing, name, _ = match.groups()
        if closing:
            repair.end(match[0])
        elif name == "details" and not _SUMMARY.match(html, end):
            repair.start(name, "")
        else:
            repair.start(name, match[0])
    repair.text(html[end:])
    return "".join(repair.out).replace(_ITEM, "<li>")


class _NestingRepair:
    """Removes the tags of misplaced elements in balanced HTML, but keeps their content.

    Examples: `<b>` around paragraphs, which is the result of an unclosed `<b>`, and `<li>` outside a list. Content of a list
    outside its items is wrapped in an item.
    """

    def __init__(self) -> None:
        self.out: list[str] = []
        self._open: list[tuple[str, int]] = []
        """The open elements, and the index of their tag in `out`, where a removed tag is empty."""

    def text(self, text: str) -> None:
        if text and not text.isspace() and self._parent() in _LISTS:
            self._push("li", _ITEM)
        self.out.append(text)

    def start(self, name: str, tag: str) -> None:
        """Add a start tag. An empty `tag` is a misplaced element."""
        if name == "li":
            self._end_item()
        elif self._parent() in _LISTS:
            self._push("li", _ITEM)
        if name in _BLOCKS:
            for outer, index in reversed(self._open):
                if outer in _ONLY_PHRASES:
                    self.out[index] = ""
                elif outer in _BLOCKS:
                    break
        nested = name in _INTERACTIVE and any(outer == "a" and self.out[index] for outer, index in self._open)
        if nested or (name in _PARENTS and self._parent() not in _PARENTS[name]):
            tag = ""
        if name in _VOID:
            self.out.append(tag)
        else:
            self._push(name, tag)

    def end(self, tag: str) -> None:
        self._end_item()
        _, index = self._open.pop()
        self.out.append(tag if self.out[index] else "")

    def _push(self, name: str, tag: str) -> None:
        self._open.append((name, len(self.out)))
        self.out.append(tag)

    def _end_item(self) -> None:
        if self._open and self.out[self._open[-1][1]] == _ITEM:
            self._open.pop()
            self.out.append("</li>")

    def _parent(self) -> str:
        return next((name for name, index in reversed(self._open) if self.out[index]), "")


def _finished(html: str) -> str:
    """Adjust the levels of all headings, complete the attributes of images, and remove images without a source."""
    outline = Outline()
    open_levels: list[int] = []

    def tag(match: re.Match[str]) -> str:
        closing, name, attributes = match.groups()
        if name == "img":
            return _img(attributes)
        if name == "a" and ' name="' in attributes:
            return f"<a{_with_id(attributes)}>"
        if name not in _HEADINGS:
            return match[0]
        if closing:
            return f"</h{open_levels.pop()}>"
        open_levels.append(outline.level(int(name[1])))
        return f"<h{open_levels[-1]}{attributes}>"

    return _TAG.sub(tag, html)


def _with_id(attributes: str) -> str:
    """Replace the attribute `name` of an anchor, which is obsolete, by an id."""
    if ' id="' in attributes:
        return _NAME.sub("", attributes)
    return attributes.replace(' name="', ' id="')


def _img(attributes: str) -> str:
    if ' src="' not in attributes:
        alt = re.search(' alt="([^"]*)"', attributes)
        return escape(unescape(alt[1])) if alt else ""
    for name, value in (("alt", ""), ("loading", "lazy"), ("decoding", "async")):
        if f' {name}="' not in attributes:
            attributes += f' {name}="{value}"'
    return f"<img{attributes}>"
