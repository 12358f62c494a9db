"""The fast path for front matter: plain `key: value` lines, without a YAML parser."""

from __future__ import annotations

import re

from digest.read.syntax.nodes import MappingNode, Node, Scalar, SequenceNode

LONGEST = 10_000
"""Characters that `plain` looks at; what is longer may be beyond the limits on what a YAML text may hold."""

# What is no mark of YAML wherever it stands in a line: `: ` and ` #` are.
_TEXT = r"\w(?:[^:#\n]|:(?![ \n]|\Z)|(?<! )#)*+(?<! )"

_WORD = r"\w[\w./-]*(?: [\w./-]+)*"

_VALUE = rf"""({_TEXT})|"([^"\\\n]+)"|'([^'\n]+)'"""

_LINE = re.compile(rf"^(?:([A-Za-z_][\w-]{{0,60}}):(?: (?:{_VALUE}|\[({_WORD}(?:, {_WORD})*)\]))?|( *)- (?:{_VALUE}))$", re.M)


def parse(yaml: str) -> MappingNode | None:
    """The mapping in a YAML text in which every line is a key with its value or an item of a list, and nothing needs a
    second thought; None for any other text, also one in which a key stands twice."""
    if len(yaml) > LONGEST or not yaml.replace("\n", " ").isprintable():  # tabs, odd blanks, line ends of other systems
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
            if not node.value:  # a list is to follow
                items = []
        pairs.append((Scalar(name, number, 0, True), node))
    return None if items == [] else MappingNode(pairs, 0, 0)


def _words(flow: str, line: int, column: int) -> list[Node]:
    """What stands between the brackets of a list."""
    found: list[Node] = []
    for word in flow.split(", "):
        found.append(Scalar(word, line, column, True))
        column += len(word) + 2
    return found
