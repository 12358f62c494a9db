"""Convert the values of front matter from nodes to Python values.

A value that cannot be converted raises `InvalidValueError`. An invalid entry of a list is reported and left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from digest.model.language_names import suggested_tag
from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem, warning
from digest.model.web_address import host_of
from digest.read.syntax import nodes
from digest.read.syntax.nodes import MappingNode, Node, Scalar, SequenceNode
from digest.read.text import validators
from digest.read.text.slugs import slug_of

NONE = "none"
"""The value of `date` for an undated article."""

LONGEST_SLUG = 200
"""Maximum length of a slug in front matter; file names can have 255 bytes."""

_UNPRINTABLE = lazy_regex("[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# Elements in descriptions. `<style scoped>` and the like are text about HTML.
_TAG = lazy_regex(
    r"</?(?:a|abbr|b|big|blockquote|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|li|mark|ol|p|q|s|small|span|strong|sub|sup|"
    r"u|ul|wbr)(?:\s[^<>]*)?/?>|<!--[^<>]*-->",
    re.IGNORECASE,
)
_WIKILINK = lazy_regex(r"!?\[\[([^\[\]|]+)(?:\|([^\[\]]+))?\]\]")
_IMAGE_FILE = lazy_regex(r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#]|$)", re.IGNORECASE)
_OTHER_FILE = lazy_regex(r"\.(?!html?$)[A-Za-z]\w{0,8}$")
_SOURCES_OF_IMAGE = ("src", "path", "url", "feature", "image", "file", "filename", "name", "teaser")


class InvalidValueError(Exception):
    """A value that cannot be converted."""

    def __init__(
        self, message: str, node: Node, hint: str = "", code: str = "front-matter-value", is_lead: bool = False
    ) -> None:
        """`is_lead`: whether the message begins with the name of the key."""
        super().__init__(message)
        self.message, self.node, self.hint, self.code, self.is_lead = message, node, hint, code, is_lead


class Image(NamedTuple):
    """The value of `image`."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


class Context:
    """What the conversion of values needs besides their nodes, and the problems that it finds."""

    def __init__(
        self, file: str, first_line: int, languages: tuple[str, ...], is_topic: Callable[[str], bool] = lambda _: False
    ) -> None:
        """`first_line`: the line of the file on which front matter begins. `languages`: those in which dates are
        recognized. `is_topic`: whether `config.yaml` has a topic of this name."""
        self.file, self.first_line, self.languages, self.is_topic = file, first_line, languages, is_topic
        self.name = ""
        """The name of the current key, as written."""
        self.problems: list[Problem] = []

    def report(self, error: InvalidValueError) -> None:
        """Add the error of an invalid value."""
        message = f"`{self.name}`: {error.message}" if error.is_lead else error.message
        self.problems.append(Problem(error.code, message, self.file, *self.place(error.node), error.hint))

    def warn(self, code: str, message: str, node: Node, hint: str) -> None:
        """Add a warning."""
        self.problems.append(warning(code, message, self.file, *self.place(node), hint))

    def place(self, node: Node) -> tuple[int, int]:
        """Return line and column of a node in the file."""
        return nodes.line_of(node, self.first_line), nodes.column_of(node)


def wrong(expected: str, node: Node, hint: str = "") -> InvalidValueError:
    return InvalidValueError(f"expected {expected}, found {nodes.describe(node)}", node, hint, is_lead=True)


def single_line(text: str) -> str:
    """Replace line ends, control characters and repeated spaces by single spaces, and strip the text."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    return _UNPRINTABLE.sub(" ", text).strip()


def plain_text(text: str) -> str:
    """Remove HTML tags, decode character references, and make it a single line."""
    if "<" in text and ">" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    return single_line(text)


def unlinked(text: str) -> str:
    """Replace a link of Obsidian by its text: `[[people/ann|Ann Lee]]` is `Ann Lee`, `[[people/ann]]` is `ann`."""
    if "[[" not in text:
        return text
    return _WIKILINK.sub(lambda m: m[2] or m[1].rpartition("/")[2].partition("#")[0], text)


def as_link(node: Node) -> Node:
    """Return a link of Obsidian without quotes, which YAML parses as a list in a list, as text; other nodes as they are."""
    if isinstance(node, SequenceNode) and len(node.value) == 1:
        (inner,) = node.value
        if isinstance(inner, SequenceNode) and len(inner.value) == 1 and isinstance(inner.value[0], Scalar):
            return Scalar(f"[[{inner.value[0].value}]]", node.line, node.column, False)
    return node


# -- single values --


def read_markdown(node: Node, _context: Context) -> str:
    """Read a text that may contain Markdown."""
    return single_line(scalar_of(node).value)


def read_text(node: Node, _context: Context) -> str:
    """Read a text. Tags and links are removed, and character references are decoded."""
    return plain_text(unlinked(scalar_of(node).value))


def scalar_of(node: Node) -> Scalar:
    if isinstance(node, Scalar) or isinstance(node := as_link(node), Scalar):
        return node
    raise wrong("text", node, "Put the whole text in quotes.")


def read_slug(node: Node, context: Context) -> str:
    """Read a slug. Unlike in a title, separators and dots are errors and are not replaced."""
    text = scalar_of(node).value
    has_letters = any(map(str.isalnum, text))
    if not has_letters or "/" in text or "\\" in text or ".." in text or not text.isprintable():
        hint = f"Write it as `{slug_of(text)}`." if has_letters else "Use letters and digits."
        raise InvalidValueError(f"`{single_line(text)}` is not a valid slug", node, hint, "slug")
    return slug_of(text, LONGEST_SLUG)


def read_published(node: Node, context: Context) -> str:
    """Read a date, or `none` for an undated article."""
    if isinstance(node, Scalar) and nodes.is_plain(node) and node.value.lower() == NONE:
        return NONE
    return read_date(node, context)


def read_date(node: Node, context: Context) -> str:
    """Read a date in ISO format, or as written in one of the languages of the site."""
    text = single_line(unlinked(scalar_of(node).value))
    date = validators.date_text(text, context.languages)
    if date is None:
        from digest.read.text.dates import parse_date_in_any_language

        date = parse_date_in_any_language(text)
    if isinstance(date, str):
        return date.removesuffix("T00:00:00")  # programs write a day in this way
    hint = "Write it as `2021-05-06` or `2021-05-06 14:30`."
    if date is None:
        raise wrong("a date", node, hint)
    # One that is impossible with its time zone only still has a day.
    if (day := validators.day_of_impossible_zone(text)) is not None:
        context.warn("date-impossible", f"`{date.text}` has no valid time zone; only the day is used", node, hint)
        return day
    raise InvalidValueError(f"`{date.text}` is not a valid date", node, hint, "date-impossible")


def read_url(node: Node, _context: Context) -> str:
    """Read the URL of another site."""
    text = single_line(scalar_of(node).value)
    if text and not host_of(text):
        hint = f"Write `https://{text}`." if host_of("https://" + text) else ""
        raise wrong("a URL", node, hint or "Begin it with `https://`.")
    return text


def read_source(node: Node, context: Context) -> str:
    """Read the name of a publication, or its URL. Of several, the first is used."""
    if isinstance(node, SequenceNode) and node.value:
        return read_source(node.value[0], context)
    if isinstance(node, MappingNode):
        return entry_of(node, ("name", "title", "url"), context)
    return read_text(node, context)


def read_path(node: Node, _context: Context) -> str:
    """Read the path of a page on this site. A path without a file extension is a folder."""
    return path_of(node, "front-matter-value")


def is_page_path(node: Node) -> bool:
    """Whether a value of `url` or `path` can be the path of a page, and not the URL of the original or the path of a file."""
    return isinstance(node, Scalar) and not host_of(node.value) and not _OTHER_FILE.search(node.value)


def path_of(node: Node, code: str) -> str:
    text = scalar_of(node).value
    path = urlsplit(text).path if host_of(text) else text
    if not validators.site_path(path) or ":" in path or "{" in path:
        hint = "Write it as `/2020/old-address.html`, without a host, `..`, `?` or `#`."
        raise InvalidValueError(f"{nodes.describe(node)} is not a valid path on this site", node, hint, code, True)
    return path


def read_language(node: Node, _context: Context) -> str:
    """Read a language tag: `pt-BR`, or `pt_BR`."""
    text = single_line(scalar_of(node).value)
    tag = validators.language_tag(text.replace("_", "-"))
    if not tag:
        tag = suggested_tag(text)
        raise wrong("a language tag such as `en` or `pt-BR`", node, f"Did you mean `{tag}`?" if tag else "")
    return tag


def read_number(node: Node, _context: Context) -> int:
    """Read a whole number."""
    text = node.value if isinstance(node, Scalar) and nodes.is_plain(node) else ""
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", text):
        raise wrong("a whole number", node)
    return int(text)


def switch_of(node: Node) -> bool | None:
    """Return the boolean that a scalar means, also in quotes; None for all other values."""
    word = node.value.strip().lower() if isinstance(node, Scalar) else ""
    return True if word in nodes.TRUE else False if word in nodes.FALSE else None


def read_switch(node: Node, _context: Context) -> bool:
    """Read `true` or `false`."""
    value = switch_of(node)
    if value is None:
        raise not_a_switch(node)
    return value


def not_a_switch(node: Node) -> InvalidValueError:
    """Return the error of a value that is neither `true` nor `false`."""
    return wrong("`true` or `false`", node)


def read_image(node: Node, context: Context) -> Image:
    """Read the image of an article: an address, or a mapping with it. Of several, the first is used."""
    if isinstance(node, SequenceNode) and node.value:
        return read_image(node.value[0], context)
    if isinstance(node, MappingNode):
        values = {key.value: value for key, value in node.value if isinstance(value, Scalar)}
        for name in _SOURCES_OF_IMAGE:
            if name in values and not nodes.is_missing(values[name]):
                others = [read_text(values[k], context) if k in values else "" for k in ("alt", "caption", "credit")]
                return Image(read_image(values[name], context).src, *others)
        for value in values.values():  # as for several networks: `{twitter: a.jpg, facebook: b.jpg}`
            if _IMAGE_FILE.search(value.value):
                return Image(single_line(value.value))
        raise wrong("a mapping with `src`", node, "Write `{src: talks.jpg, alt: …}`.")
    text = single_line(scalar_of(node).value)
    link = _WIKILINK.fullmatch(text)
    return Image(link[1].strip() if link else text)


def entry_of(node: MappingNode, names: tuple[str, ...], context: Context) -> str:
    """Return the text of the first of these keys."""
    values = {key.value: value for key, value in node.value}
    for name in names:
        if name in values and not nodes.is_missing(values[name]):
            return read_text(values[name], context)
    raise wrong(f"a {names[0]}", node, f"Write `{names[0]}: Ann Lee`.")
