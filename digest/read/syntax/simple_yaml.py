"""The fast path for front matter: plain `key: value` lines, in a tenth of the time that a YAML parser needs."""

from __future__ import annotations

import re

from digest.model.lazy_regex import lazy_regex
from digest.read.syntax.nodes import MappingNode, Node, Scalar, SequenceNode

LONGEST = 10_000
"""Maximum length in characters. A longer text may exceed the limits of the YAML parser (see yaml.py)."""

# Text without YAML syntax: no `: ` and no ` #`.
_TEXT = r"\w(?:[^:#\n]+|:(?![ \n]|\Z)|(?<! )#)*+(?<! )"

_WORD = r"\w[\w./-]*(?: [\w./-]+)*"

_VALUE = rf"""({_TEXT})|"([^"\\\n]+)"|'([^'\n]+)'"""

_LINE = lazy_regex(
    rf"^(?:([A-Za-z_][\w-]{{0,60}}):(?: (?:{_VALUE}|\[({_WORD}(?:, {_WORD})*)\]))?|( *)- (?:{_VALUE}))$", re.M
)


def parse(yaml: str) -> MappingNode | None:
    """Parse YAML in which every line is a key with a simple value, or an item of a list.

    Returns None for all other texts, including those with duplicate keys.
    """
    if len(yaml) > LONGEST or not yaml.replace("\n", " ").isprintable():  # tabs, unusual spaces and line ends
        return None
    lines = _LINE.findall(yaml)
    if len(lines) != yaml.count("\n") + (yaml[-1:] != "\n"):
        return None
    pairs: list[tuple[Scalar, Node]] = []
    keys = set()
    items: list[Node] | None = None
    for number, (name, text, double, single, flow, indent, entry, double_entry, single_entry) in enumerate(lines):
        if not name:
            column = len(indent)
            if items is None or (items and column + 2 != items[0].column):
                return None
            if not items:
                pairs.append((pairs.pop()[0], SequenceNode(items, number, column)))
            items.append(Scalar(entry or double_entry or single_entry, number, column + 2, bool(entry)))
            continue
        if name in keys or items == []:
            return None
        keys.add(name)
        items = None
        column = len(name) + 2
        node: Node
        if text:
            node = Scalar(text, number, column, True)
        elif flow:
            node = SequenceNode(_words(flow, number, column + 1), number, column)
        else:
            node = Scalar(double or single, number, column, False)
            if not node.value:  # a list follows
                items = []
        pairs.append((Scalar(name, number, 0, True), node))
    return None if items == [] else MappingNode(pairs, 0, 0)


def _words(flow: str, line: int, column: int) -> list[Node]:
    """Return the items of a list in brackets."""
    items: list[Node] = []
    for word in flow.split(", "):
        items.append(Scalar(word, line, column, True))
        column += len(word) + 2
    return items
