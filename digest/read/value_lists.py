"""Convert the values of front matter that can be lists: authors, topics, paths and corrections.

READERS has the functions for all kinds of values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from digest.model.article import Correction
from digest.model.front_matter import Kind
from digest.model.lazy_regex import lazy_regex
from digest.read import values
from digest.read.syntax import nodes
from digest.read.syntax.nodes import MappingNode, Node, Scalar, SequenceNode
from digest.read.text import validators
from digest.read.values import (
    Context,
    InvalidValueError,
    as_link,
    entry_of,
    path_of,
    plain_text,
    read_date,
    read_markdown,
    scalar_of,
    single_line,
    unlinked,
    wrong,
)

T = TypeVar("T")

# A comma before "Jr." and the like does not separate two people.
_BETWEEN_NAMES = lazy_regex(
    r"(?<!\s)\s*(?:,\s*(?:and|und|et|и|та|і)\s|[,;](?!\s*(?:Jr|Sr|I{2,3}|IV|Ph\.?D|M\.?D)\b)|\s(?:and|und|et|и|та|і|&)\s)\s*"
)
_BETWEEN_TOPICS = lazy_regex(r"(?<!\s)\s*[,;]\s*")
_HASHTAGS = lazy_regex(r"#[^\s#]+(?:\s+#[^\s#]+)*")
_WORDS = lazy_regex(r"[^\W_][\w.+#&/-]*(?: [^\W_][\w.+#&/-]*)+")
_BY_SPACE = frozenset(("tags", "categories"))
"""Keys in which Jekyll separates words by spaces."""
_SURNAME_FIRST = lazy_regex(r"[^\W\d_a-z]{2,}, [^\W\d_][^,;]*")
"""A name such as `NARUSE, Yui`."""
_MAILBOX = lazy_regex(r"(?<!\s)\s*<[^<>\s@]+@[^<>\s@]+>")


def read_names(node: Node, context: Context) -> tuple[str, ...]:
    """Read the names of authors."""
    node = as_link(node)
    if isinstance(node, Scalar):
        text = re.sub(r"^by\s+", "", _name(node.value), flags=re.IGNORECASE)
        return _distinct(
            [text] if _SURNAME_FIRST.fullmatch(text) and text[:2].isupper() else _BETWEEN_NAMES.split(text)
        )
    items = [node] if isinstance(node, MappingNode) else node.value
    return _distinct(_each(items, _author, context))


def _author(node: Node, context: Context) -> str:
    """Read an author: a text, or a mapping with `name`, as other programs use it."""
    if nodes.is_missing(node):
        return ""
    if isinstance(node, MappingNode):
        return entry_of(node, ("name",), context)
    return _name(scalar_of(node).value)


def _name(text: str) -> str:
    """Normalize a name. An e-mail address behind it is removed."""
    text = plain_text(_MAILBOX.sub("", unlinked(text)) if "@" in text or "[[" in text else text)
    return text if any(map(str.isalnum, text)) else ""


def read_topics(node: Node, context: Context) -> tuple[str, ...]:
    """Read topics: a list, text with commas, words that begin with `#`, or words separated by spaces as in Jekyll."""
    node = as_link(node)
    if isinstance(node, Scalar):
        return _distinct(_split_topics(node, context))
    if isinstance(node, SequenceNode):
        return _distinct(_each(node.value, _topic, context))
    lists = [value for name, value in node.value if name.value in _BY_SPACE]  # as in `[taxonomies]` of Zola
    if not lists:
        raise wrong("a list", node, "Write `[one, two]`, or each entry on its own line after `- `.")
    return _distinct([topic for value in lists for topic in read_topics(value, context)])


def _topic(node: Node, _context: Context) -> str:
    return "" if nodes.is_missing(node) else _topic_name(scalar_of(node).value)


def _topic_name(text: str) -> str:
    text = plain_text(unlinked(text))
    return text[1:].strip() if text[:1] == "#" else text


def _split_topics(node: Scalar, context: Context) -> list[str]:
    text = single_line(unlinked(node.value))
    if _HASHTAGS.fullmatch(text):
        return [plain_text(word[1:]) for word in text.split()]
    if node.plain and context.name.lower() in _BY_SPACE and _WORDS.fullmatch(text) and not context.is_topic(text):
        hint = "Write `[one, two]`, or put a topic of several words in quotes."
        context.warn("topics-by-space", "topics are separated by spaces, as in Jekyll", node, hint)
        return [_topic_name(word) for word in text.split()]
    return [_topic_name(part) for part in _BETWEEN_TOPICS.split(plain_text(text))]


def read_paths(node: Node, context: Context) -> tuple[str, ...]:
    """Read paths on this site. Names without `/`, which Obsidian also calls aliases, are not paths, and are left out."""
    if isinstance(node, MappingNode):
        raise wrong("a list", node, "Write `[one, two]`, or each entry on its own line after `- `.")
    items = node.value if isinstance(node, SequenceNode) else [node]
    return _distinct(_each(items, _path_or_name, context))


def _path_or_name(node: Node, _context: Context) -> str:
    return "" if nodes.is_missing(node) or _is_name(scalar_of(node).value.strip()) else path_of(node, "alias")


def _is_name(text: str) -> bool:
    """Whether an alias is another name of a note, and not a path."""
    return "/" not in text and (" " in text or not validators.site_path(text))


def other_names(node: Node) -> list[str]:
    """Return the aliases that are other names of a note, by which other notes link to it."""
    items = node.value if isinstance(node, SequenceNode) else [node]
    texts = [item.value.strip() for item in items if isinstance(item, Scalar) and not nodes.is_missing(item)]
    return [text for text in texts if text and _is_name(text)]


def read_corrections(node: Node, context: Context) -> tuple[Correction, ...]:
    """Read corrections: texts, or mappings with `date` and `text`."""
    items = node.value if isinstance(node, SequenceNode) else [node]
    return tuple(_each(items, _correction, context))


def _correction(node: Node, context: Context) -> Correction:
    if not isinstance(node, MappingNode):
        return Correction("", read_markdown(node, context))
    date = text = ""
    for key, value in node.value:
        if key.value == "date":
            date = "" if nodes.is_missing(value) else read_date(value, context)[:10]
        elif key.value == "text":
            text = read_markdown(value, context)
        else:
            raise wrong("`date` or `text`", key, "A correction has no other keys.")
    if not text:
        raise wrong("a correction with `text`", node, "Write `{date: 2021-05-09, text: …}`.")
    return Correction(date, text)


def _each(items: Iterable[Node], read: Callable[[Node, Context], T], context: Context) -> list[T]:
    """Read the entries of a list. An invalid entry is reported and left out."""
    found: list[T] = []
    for item in items:
        try:
            found.append(read(item, context))
        except InvalidValueError as error:
            context.report(error)
    return found


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Remove empty texts and duplicates."""
    return tuple(dict.fromkeys([t for t in texts if t]))


READERS: Mapping[Kind, Callable[[Node, Context], Any]] = {
    "markdown": values.read_markdown,
    "text": values.read_text,
    "slug": values.read_slug,
    "published": values.read_published,
    "date": values.read_date,
    "names": read_names,
    "source": values.read_source,
    "topics": read_topics,
    "paths": read_paths,
    "path": values.read_path,
    "url": values.read_url,
    "image": values.read_image,
    "language": values.read_language,
    "number": values.read_number,
    "switch": values.read_switch,
    "corrections": read_corrections,
}
"""The function that reads a value, by the kind of its key."""
