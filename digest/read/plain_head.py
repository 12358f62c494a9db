"""Find metadata that is written as lines of text, without a fence.

    Title: Ferries            Pelican, MultiMarkdown, mail        % Ferries     pandoc
    Date: 2021-05-06                                              % Ann Lee
                                                                  % 2021-05-06
    # Ferries                 Notion                              tags:: boats  Logseq

    Created: May 6, 2021      (for Readwise, below `## Metadata`, as list items)

A block of such lines counts only if it has at least two keys that front matter has, so a text that begins with "Note: …" keeps
its first line. The lines are replaced by empty lines, so line numbers do not change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from digest.model.front_matter import fold, meanings_of
from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.read.syntax.nodes import MappingNode, Node, Scalar

MIN_KNOWN = 2
"""Number of known keys that a block needs."""
_MAX_LINES = 40
_QUICK = 2000
"""Number of characters in which a key must begin."""
_LONGEST = 1000
"""Maximum length of a line."""

_NAMES: Mapping[str, str] = {
    "from": "authors",
    "subject": "title",
    "fulltitle": "title",
    "documenttags": "topics",
    "lastedited": "updated",
    "lasteditedtime": "updated",
    "createdtime": "created",
}
"""Names that count only here, folded."""
_MAIL = frozenset(("to", "cc", "bcc", "replyto", "messageid", "returnpath", "received", "mimeversion", "contenttype"))
"""Lines of the head of a mail, folded."""

_ADDRESS = lazy_regex(r"[<(]?[^\s<>()@,;\"]+@[^\s<>()@,;\"]+[>)]?")
_FIELD = lazy_regex(r"(?:[-*][ \t]+)?(\**)([^\W\d_][\w -]{0,28}?)(?:\1:|:\1|::)(?:[ \t]+(\S.*)|[ \t]*)$")
_CONTINUATION = lazy_regex(r"(?:[ \t]{2,}|\t)\S")
_HEADING = lazy_regex(r"#{1,6}[ \t]+Metadata[ \t]*$", re.IGNORECASE)
"""The heading of Readwise above the block."""
_BEFORE = lazy_regex(r"#{1,2}[ \t]+\S|!\[[^\]]*\]\([^)]*\)[ \t]*$|\s*$")
"""Lines that can precede the block: headings, images, blank lines."""


class PlainHead(NamedTuple):
    """Metadata found in the first lines."""

    node: MappingNode
    text: str
    """The text without these lines."""


class _Field(NamedTuple):
    """A line `Key: value`."""

    name: str
    value: str
    line: int
    column: int


def find_plain_head(text: str) -> PlainHead | None:
    """Find metadata in the first lines of a text; None without any."""
    if ":" not in text[:_QUICK] and "%" not in text[:_QUICK]:
        return None
    lines = text.split("\n", 3 * _MAX_LINES)
    number = 0
    while number < min(len(lines), _MAX_LINES) and len(lines[number]) < _LONGEST and _BEFORE.match(lines[number]):
        number += 1
    if number == len(lines):
        return None
    fields, end = (_pandoc if lines[number][:2] == "% " else _fields)(lines, number)
    known = {meanings_of(f.name)[0].key.name for f in fields if meanings_of(f.name)}
    if len(known) < MIN_KNOWN or (end < len(lines) and lines[end].strip()):
        return None
    if not known.isdisjoint(("authors", "title")) and any(fold(f.name) in _MAIL for f in fields):
        fields = [f for f in fields if meanings_of(f.name)]  # the other lines have addresses of people
    start = number
    while start and (not lines[start - 1].strip() or _HEADING.match(lines[start - 1])):
        start -= 1
    for index in range(start, end):
        lines[index] = ""
    return PlainHead(_node(fields, number), "\n".join(lines))


def _fields(lines: list[str], number: int) -> tuple[list[_Field], int]:
    """Parse lines `Key: value`. Returns the fields, and the index after them."""
    fields: list[_Field] = []
    end = min(len(lines), number + _MAX_LINES)
    while number < end and len(lines[number]) < _LONGEST:
        line = lines[number]
        if m := _FIELD.match(line):
            name = _NAMES.get(fold(m[2]), m[2])
            value = (m[3] or "").strip()
            fields.append(_Field(name, _sender(value) if name == "authors" else value, number, max(m.start(3), 0)))
        elif fields and _CONTINUATION.match(line):
            fields[-1] = fields[-1]._replace(value=f"{fields[-1].value} {line.strip()}".strip())
        else:
            break
        number += 1
    return fields, number


def _sender(text: str) -> str:
    """Return the names in a list of senders: `"Lee, Ann" <ann@x.example>` is `Ann Lee`. Addresses are not published."""
    if "@" not in text:
        return text
    names = _ADDRESS.sub("", text).strip(" ,;<>()")
    last, comma, first = names.strip('"').partition(",")
    return f"{first.strip()} {last.strip()}" if comma and names[:1] == '"' == names[-1:] else names.replace('"', "")


def _pandoc(lines: list[str], number: int) -> tuple[list[_Field], int]:
    """Parse the title block of pandoc: title, authors and date."""
    fields: list[_Field] = []
    names = iter(("title", "authors", "date"))
    while number < len(lines) and len(lines[number]) < _LONGEST:
        line = lines[number]
        if line[:1] == "%" and (name := next(names, "")):
            fields.append(_Field(name, line[1:].strip(), number, 2))
        elif fields and line[:1] == " " and line.strip():
            between = "; " if fields[-1].name == "authors" else " "
            fields[-1] = fields[-1]._replace(value=fields[-1].value + between + line.strip())
        else:
            break
        number += 1
    return [f for f in fields if f.value], number


def _node(fields: list[_Field], line: int) -> MappingNode:
    """Return the fields as front matter. Of a repeated key, the last value is used."""
    pairs: dict[str, tuple[Scalar, Node]] = {}
    for field in fields:
        value = field.value
        if len(value) > 1 and value[0] == value[-1] == '"':
            value = value[1:-1]
        is_plain = not value or value.isdigit()
        pairs[field.name] = (Scalar(field.name, field.line, 0, True), Scalar(value, field.line, field.column, is_plain))
    return MappingNode(list(pairs.values()), line, 0)
