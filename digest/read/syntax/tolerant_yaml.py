"""Parse the YAML of front matter key by key if it cannot be parsed as a whole.

An error then costs one key and not the article. A key begins a line; the lines up to the next one belong to its value. Text
that only lacks quotes (`title: Ferries: a history`) is used as it is, with a warning.
"""

from __future__ import annotations

from collections.abc import Callable

from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem
from digest.read.syntax import yaml
from digest.read.syntax.nodes import MappingNode, Node, Scalar

CODE = "front-matter-yaml"

_KEY = lazy_regex(r"([^\W\d][\w .-]{0,60}?|\"[^\"\\\n]{1,60}\"|'[^'\n]{1,60}')[ \t]*:(?:[ \t]+|$)")
_BELOW = lazy_regex(r"[ \t]|-[ \t]|-?$|#|[\]}]+,?[ \t]*$")
"""The beginning of a line that belongs to the key above it."""
_TEXT = lazy_regex(r"[\w@`%\"'“‘«„(.…–—-]|\[\[[^\[\]]+\]\]|&[ \t]|\*(?!\w+$)")
"""The beginning of a value that can be meant as text, and not as an anchor or alias."""


class _Piece(NamedTuple):
    """One key with its value."""

    line: int
    """Index of its first line."""
    name: str
    column: int
    """Index in the line at which the value begins."""
    text: str
    """All of its lines."""


def compose(
    text: str, *, file: str, first_line: int, is_decisive: Callable[[str], bool]
) -> tuple[Node | None, list[Problem]]:
    """Parse a YAML document.

    Returns no node, and the problems, if the keys cannot be told apart or the value of a decisive key is invalid; no node and
    no problems if the document is empty. `first_line` is the line of the file on which the text begins. `is_decisive`: whether
    a key decides if the article may be published.
    """
    node, problems = yaml.compose(text, file=file, first_line=first_line, code=CODE, last_wins=True)
    if node is not None or not problems:
        return node, problems
    pieces = _pieces(text)
    if pieces is None:
        return None, problems
    pairs: dict[str, tuple[Scalar, Node]] = {}
    found: list[Problem] = []
    # Aliases can repeat as many values as in a document that is valid. Without aliases, a character is at most one value.
    spare = yaml.MAX_NODES // max(len(pieces), 1)
    for piece in pieces:
        pair, more = _pair(piece, file, first_line, len(piece.text) + spare)
        found += more
        if pair is None and is_decisive(piece.name):
            return None, found or problems
        if pair is not None:
            pairs.pop(pair[0].value, None)  # the last value of a repeated key is used
            pairs[pair[0].value] = pair
    return MappingNode(list(pairs.values()), 0, 0), found or problems


def _pieces(text: str) -> list[_Piece] | None:
    """Split a document into its keys; None if a line belongs to no key."""
    pieces: list[_Piece] = []
    for number, line in enumerate(text.splitlines()):
        key = _KEY.match(line)
        if key:
            pieces.append(_Piece(number, key[1].strip("\"'"), key.end(), line))
        elif not _BELOW.match(line):
            return None
        elif pieces:
            pieces[-1] = pieces[-1]._replace(text=pieces[-1].text + "\n" + line)
        elif line.strip() and line[0] != "#":
            return None
    return pieces


def _pair(
    piece: _Piece, file: str, first_line: int, max_nodes: int
) -> tuple[tuple[Scalar, Node] | None, list[Problem]]:
    """Parse one key. Returns None if its value is invalid."""

    def compose_one(text: str) -> tuple[Node | None, list[Problem]]:
        line = piece.line + first_line
        return yaml.compose(text, file=file, first_line=line, code=CODE, last_wins=True, max_nodes=max_nodes)

    node, problems = compose_one(piece.text)
    if node is None and "\t" in piece.text:
        node, _ = compose_one(piece.text.replace("\t", "  "))
        problems = _as_warnings(problems)
    if isinstance(node, MappingNode) and len(node.value) == 1:
        name, value = node.value[0]
        return (name._replace(line=piece.line), _moved(value, piece.line)), problems
    name = Scalar(piece.name, piece.line, 0, True)
    raw = piece.text[piece.column :].strip()
    if "\n" in raw or not _TEXT.match(raw):
        return None, problems
    if len(raw) > 1 and raw[0] == raw[-1] and raw[0] in "\"'":
        raw = raw[1:-1]
    elif raw[0] == '"' and raw.count('"') == 1:
        raw = raw[1:]
    return (name, Scalar(raw, piece.line, piece.column, False)), _as_warnings(problems)


def _as_warnings(problems: list[Problem]) -> list[Problem]:
    return [p._replace(severity="warning", message=f"{p.message}; the value is used as it is") for p in problems]


def _moved(node: Node, lines: int) -> Node:
    """Add a number of lines to the places of a node and of all nodes in it."""
    if isinstance(node, MappingNode):
        pairs = [(k._replace(line=k.line + lines), _moved(v, lines)) for k, v in node.value]
        return MappingNode(pairs, node.line + lines, node.column)
    if isinstance(node, Scalar):
        return node._replace(line=node.line + lines)
    return node._replace(value=[_moved(v, lines) for v in node.value], line=node.line + lines)
