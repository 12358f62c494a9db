"""Tags of template languages in the text of articles: Liquid and Nunjucks (`{% … %}`, `{{ … }}`) and Hugo (`{{< … >}}`).

They are never run. Tags for images, code, players and links become Markdown. Of the others, those that are alone on their lines
are removed and counted, and those in prose stay as text. The number of lines does not change.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import quote

from digest.model.lazy_regex import lazy_regex
from digest.model.web_address import bare_host
from digest.read.dialects.code import CodeTracker
from digest.read.markdown.links import NAMED

Drop = Callable[[str, str, int], None]
"""Called for what is not published, with its kind, a sample, and its line from 0."""

_TAG = lazy_regex(
    r"\{%[-~+]?(?P<liquid>(?:[^%{]|%(?!\})|\{\{[^{}]*+\}\}|\{(?![%{]))*+)%\}"
    r"|\{\{(?P<hugo>[<%](?:[^{>%]|[>%](?!\}\}))*+)[>%]\}\}"
    r"|\{\{(?P<value>[^{}]*+)\}\}"
    r"|\{#(?=\s)(?P<comment>(?:[^{}#]|#(?!\}))*+)#\}"
)
_NAME = lazy_regex(r"\s*([<%]?)\s*(/?)\s*([\w.:-]+)")
_QUOTED = r"""("(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|`[^`]*`|[^\s,"'`]+)"""
_KEYED = lazy_regex(rf"([\w-]+)\s*(?:=|:(?!//))\s*{_QUOTED}", re.DOTALL)
_PLAIN = lazy_regex(_QUOTED, re.DOTALL)
_ESCAPE = lazy_regex(r"\\(.)", re.DOTALL)
_URL = "/:?#&=%+,;@~!$()*."
"""Characters that are not quoted in a URL."""
_URLS = lazy_regex(r"https?://[^\s\"'|{}<>]+")
_LONGEST_BLOCK = 2_000
_HTML_BLOCK = lazy_regex(
    "^[ \t]*</?(?:figure|figcaption|div|p|center|table|t[dhr]|section|article|aside|details|ul|ol|li|blockquote|h[1-6])\\b",
    re.IGNORECASE | re.MULTILINE,
)
_TEXT = lazy_regex(r"<[^<>]*>|[\n\r]+")
_IMAGE = lazy_regex(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?)(?:[?#].*)?$", re.IGNORECASE)
_LITERAL = lazy_regex(r"""\s*(?:"([^"{}]*)"|'([^'{}]*)')\s*(?:\|\s*[\w-]+\s*(?::[^|{}]*)?)*""")
_BASE = lazy_regex(
    r"\s*-?\s*(?:site\.(?:baseurl|url|github\.url)|site\.Base[uU][rR][lL]|base_?url|root_?url|BASE_PATH)\s*-?\s*"
)
_BASE_VALUE = lazy_regex(r"\{\{" + _BASE.pattern + r"\}\}")

_IMAGE_NAME = lazy_regex("img|image|fig|photo|picture|screenshot")
_IMAGES = frozenset(
    (
        "figure",
        "image",
        "img",
        "imgproc",
        "picture",
        "fig",
        "asset_img",
        "responsive_image",
        "postimage",
        "lazyimg",
        "photo",
    )
)
_SOURCES = ("src", "url", "path", "file", "image", "image_path", "link", "href", "img")
_CAPTIONS = ("caption", "title", "description", "figcaption")
_CODE = frozenset(("highlight", "codeblock", "code", "prism"))
_PLAYERS = {
    "youtube": ("Video on youtube.com", "https://www.youtube.com/watch?v={}"),
    "vimeo": ("Video on vimeo.com", "https://vimeo.com/{}"),
    "tweet": ("Post on twitter.com", "https://twitter.com/i/status/{}"),
    "twitter": ("Post on twitter.com", "https://twitter.com/i/status/{}"),
    "x": ("Post on x.com", "https://x.com/i/status/{}"),
    "instagram": ("Post on instagram.com", "https://www.instagram.com/p/{}/"),
    "gist": ("Code on gist.github.com", "https://gist.github.com/{}"),
    "codepen": ("Code on codepen.io", "https://codepen.io/pen/{}"),
    "video": ("Video on {host}", "{}"),
    "audio": ("Audio on {host}", "{}"),
    "embed": ("Content on {host}", "{}"),
    "iframe": ("Content on {host}", "{}"),
}
_LINKS = frozenset(("link", "post_url", "post_link", "ref", "relref"))
_SILENT = frozenset(("assign", "raw", "endraw", "comment", "endcomment", "toc", "more", "endhighlight", "break"))
"""Tags without which nothing is missing."""
_ENDS = {"raw": "endraw", "comment": "endcomment", "verbatim": "endverbatim", **{name: f"end{name}" for name in _CODE}}


def without_templates(text: str, drop: Drop) -> str:
    """Convert or remove the tags of a text."""
    return _Converter(text, drop).convert()


class _Tag:
    """A tag with its name and arguments."""

    def __init__(self, match: re.Match[str]) -> None:
        self.match = match
        self.is_value = match["value"] is not None
        inside = match["liquid"] or match["hugo"] or match["value"] or ""
        name = _NAME.match(inside)
        self.is_note = match["comment"] is not None or (self.is_value and inside.lstrip("- ").startswith("/*"))
        self.is_quoted = match["hugo"] is not None and inside[1:].lstrip().startswith("/*")
        self.name = name[3].lower() if name else ""
        if name and name[2] and match["hugo"]:
            self.name = f"end{self.name}"
        self.rest = inside[name.end() :].strip(" \t\n-/") if name else ""

    def keyed(self) -> dict[str, str]:
        return {key.lower(): _unquoted(value) for key, value in _KEYED.findall(self.rest)}

    def words(self) -> list[str]:
        return [_unquoted(word) for word in _PLAIN.findall(_KEYED.sub("", self.rest))]


def _unquoted(text: str) -> str:
    return _ESCAPE.sub(r"\1", text[1:-1]) if text[0] in "\"'`" and len(text) > 1 else text


class _Converter:
    """Converts one text, tag by tag."""

    def __init__(self, text: str, drop: Drop) -> None:
        self.text, self.drop = text, drop
        self.tags = [_Tag(match) for match in _TAG.finditer(text)]
        self.opened: set[str] = set()
        self.last = {tag.name: number for number, tag in enumerate(self.tags)}
        self.out: list[str] = []
        self.waiting, self.ending = "", ""
        """The name of the tag that ends what is open, and what replaces that tag."""
        self.line, self.code_tracker = 0, CodeTracker()
        self.line_start, self.line_checked = 0, (-1, False)

    def convert(self) -> str:
        end = 0
        for number, tag in enumerate(self.tags):
            start = tag.match.start()
            between = self.text[end:start]
            self.out.append("\n" * between.count("\n") if self.waiting == "endcomment" else between)
            if "\n" in between:
                self.line_start = end + between.rfind("\n") + 1
            self.line += between.count("\n")
            if self.waiting in ("", "endraw"):
                self.code_tracker.follow(between)
            replacement = self.replacement(number, tag)
            whole = tag.match[0]
            kept = whole if replacement is None else replacement
            if replacement is not None:
                kept += "\n" * (whole.count("\n") - replacement.count("\n"))
            self.out.append(kept)
            if "\n" in whole:
                self.line += whole.count("\n")
                self.line_start = start + whole.rfind("\n") + 1
            end = tag.match.end()
        return "".join([*self.out, self.text[end:]])

    def replacement(self, number: int, tag: _Tag) -> str | None:
        """Return what replaces a tag; None if it stays."""
        if self.waiting:
            if tag.name == self.waiting:
                ending, self.waiting, self.ending = self.ending, "", ""
                return ending
            return "" if self.waiting == "endcomment" else "" if tag.name in ("raw", "endraw") else None
        end = _ENDS.get(tag.name, "")
        if (
            end
            and self.last.get(end, -1) > number
            and (tag.name in ("raw", "verbatim") or not self.code_tracker.in_code())
        ):
            opening = self.code(tag) if tag.name in _CODE else ""
            if opening is not None:
                self.waiting = end
                return opening
        if tag.is_quoted:  # how Hugo shows a tag
            return tag.match[0].replace("/*", "", 1).replace("*/", "", 1)
        if self.code_tracker.in_code():
            return None
        if tag.is_note:
            return "" if self.is_alone(tag) or tag.is_value else None
        if tag.is_value:
            return self.value(number, tag)
        return self.converted(number, tag)

    def is_alone(self, tag: _Tag) -> bool:
        """Whether there are only tags on the lines of a tag."""
        start = self.line_start
        if self.line_checked[0] != start or "\n" in tag.match[0]:
            end = self.text.find("\n", tag.match.end())
            line = self.text[start : end if end >= 0 else len(self.text)]
            self.line_checked = (start, not _TAG.sub("", line).strip(" \t>*+-"))
        return self.line_checked[1]

    def code(self, tag: _Tag) -> str | None:
        """Return the beginning of a block of code, or of code in a line; None if the tag is not one of these."""
        words = tag.words()
        language = re.sub(r"[^\w+#-]", "", words[0]) if words else ""
        start, end = tag.match.span()
        before, after = self.text[max(start - 1, 0) : start], self.text[end : end + 1]
        if after == "\n" and before in ("", "\n", " "):
            self.ending = "~~~~~~~~"
            return f"~~~~~~~~{language}"
        if after != "\n":
            self.ending = "`"
            return "`"
        return None

    def value(self, number: int, tag: _Tag) -> str | None:
        """Return what replaces `{{ … }}`: in addresses, the base of the site is nothing, and a quoted path is itself."""
        inside = tag.match["value"]
        after = self.text[tag.match.end() : tag.match.end() + 1]
        if _BASE.fullmatch(inside) and after in ("/", '"', "'", ")", "{", "#"):
            return ""
        if self.out[-1][-1:] in ("(", '"', "'", "=", "<") and (literal := _LITERAL.fullmatch(inside)):
            return literal[1] or literal[2] or ""
        return self.dropped(number, tag)

    def converted(self, number: int, tag: _Tag) -> str | None:
        name = tag.name.rpartition("/")[2].partition(".")[0]
        if name in ("include", "include_relative", "include_cached", "render", "partial"):
            words = tag.words()
            name = words[0].rpartition("/")[2].partition(".")[0].lower() if words else name
            if image := self.image(tag, must_be_file=True):
                return image
            if name not in _PLAYERS:
                return self.removed(tag)
        if _IMAGE_NAME.search(name) and (image := self.image(tag, must_be_file=name not in _IMAGES)):
            return image
        if name in _PLAYERS and (link := _player(name, tag)):
            return self.link(tag, *link)
        if name in _LINKS and self.out[-1][-1:] in ("(", '"', "'", "<"):
            paths = [*tag.words(), *tag.keyed().values()]
            return NAMED + quote(paths[0].removeprefix("/"), safe="/#") if paths else None
        if name in _SILENT:
            return ""
        return self.dropped(number, tag)

    def image(self, tag: _Tag, *, must_be_file: bool = False) -> str:
        """Return an image with its alternative text and caption as Markdown; empty if the tag has no address."""
        keyed = {key: _BASE_VALUE.sub("", value) for key, value in tag.keyed().items()}
        words = [_BASE_VALUE.sub("", word) for word in tag.words()]
        paths = [keyed[key] for key in _SOURCES if keyed.get(key)]
        source = next(filter(_IMAGE.search, paths), "") or next(filter(_IMAGE.search, words), "")
        if not source and not must_be_file:
            source = next(iter(paths), "")
        if not source or "{" in source:
            return ""
        texts = words[words.index(source) + 1 :] if source in words else []
        texts = [text for text in texts if not text.isdecimal()]
        # Octopress writes title and alternative text; others write the alternative text, perhaps after a class.
        given = texts[0] if tag.name == "img" and len(texts) > 1 else ""
        alt = keyed.get("alt", "") or max(texts[1:] if given else texts, key=len, default="")
        caption = next((keyed[key] for key in _CAPTIONS if keyed.get(key)), given)
        if (block := self.html_block(tag)) is not None:
            below = f"<figcaption>{escape(_plain(caption))}</figcaption>" if caption else ""
            html = f'<img src="{escape(source)}" alt="{escape(_plain(alt))}">{below}'
            return f"<figure>{html}</figure>" if below and "<figure" not in block else html
        title = f' "{_escaped(caption)}"' if caption else ""
        return f"![{_escaped(alt)}](<{quote(source, safe=_URL)}>{title})"

    def link(self, tag: _Tag, words: str, url: str) -> str:
        if self.html_block(tag) is not None:
            return f'<a href="{escape(url)}">{escape(words)}</a>'
        return f"[{_escaped(words)}](<{quote(url, safe=_URL)}>)"

    def html_block(self, tag: _Tag) -> str | None:
        """Return the block of HTML in which a tag is, up to the tag; None outside of HTML, where Markdown is read."""
        start = tag.match.start()
        block = self.text[max(0, start - _LONGEST_BLOCK) : start].rpartition("\n\n")[2]
        return block if _HTML_BLOCK.search(block) else None

    def dropped(self, number: int, tag: _Tag) -> str | None:
        """Remove a tag that is alone on its line, or the two that enclose whole lines. Others stay, because they may be words."""
        if self.is_alone(tag):
            urls = (word for word in [*tag.keyed().values(), *tag.words(), *_URLS.findall(tag.match["value"] or "")])
            url = next((word for word in urls if bare_host(word)), "")
            return self.link(tag, f"Content on {bare_host(url)}", url) if url else self.removed(tag)
        start, end = tag.match.span()
        if self.last.get(f"end{tag.name}", -1) > number:
            before = self.text[self.line_start : start] if start - self.line_start < 100 else "…"
            if not before.strip(" \t>*+-"):
                self.opened.add(f"end{tag.name}")
                return self.removed(tag)
        elif tag.name in self.opened and self.text[end : end + 1] in ("", "\n"):
            return self.removed(tag)
        return None

    def removed(self, tag: _Tag) -> str:
        self.drop("template tag", " ".join(tag.match[0].split()), self.line)
        return ""


def _player(name: str, tag: _Tag) -> tuple[str, str] | None:
    """Return the words and the URL of a link to a video, post or other content; None if the tag has no address or id."""
    keyed = tag.keyed()
    given = next((keyed[key] for key in ("id", "url", "src", "href", "status") if keyed.get(key)), "")
    words = [word for word in tag.words() if not word.endswith((".html", ".njk"))]
    given = given or ("/".join(words[:2]) if name == "gist" else words[0] if words else "")
    label, pattern = _PLAYERS[name]
    if host := bare_host(given):
        return f"{label.split(' on ')[0]} on {host}", given
    if not re.fullmatch(r"[\w/-]{1,100}", given) or pattern == "{}":
        return None
    return label, pattern.format(given)


def _plain(text: str) -> str:
    """Remove tags, entities and line ends."""
    return " ".join(unescape(_TEXT.sub(" ", text)).split())


def _escaped(text: str) -> str:
    """Escape a text for the alternative text or the title of an image, or for the words of a link."""
    return re.sub(r'([\\"\[\]`*_<])', r"\\\1", _plain(text))
