"""YAML text to nodes with their places (nodes.py), safely.

Only the grammar of YAML is used here, by PyYAML's parsers, none of its guesses at types. Limits on depth and on the nodes
that aliases expand to keep a hostile file from taking the process with it. This module must not know what the keys mean.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.nodes import Node as Parsed

from digest.model.problem import Problem
from digest.read.syntax.nodes import MappingNode, Node, Scalar, SequenceNode

MAX_DEPTH = 50
"""Lists and mappings inside each other; deeper is a mistake or an attack (libyaml's composer recurses in C)."""
MAX_NODES = 100_000
"""Nodes with every alias expanded; a long text counts for one more in each hundred characters."""

_LINE_SEPARATORS = re.compile("[\x85\u2028\u2029]")
_NOT_TEXT = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
# Escapes of halves of a character: two that belong together, as JSON has them, or one alone. Others are matched, so that
# the second backslash of `\\\\` begins none.
_SURROGATE_ESCAPE = re.compile(r"\\(?:u|U0000)[dD][89a-fA-F][0-9a-fA-F]{2}")
_ESCAPE = re.compile(
    r"\\(?:(?:u|U0000)([dD][89abAB][0-9a-fA-F]{2})\\(?:u|U0000)([dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?:u|U0000)([dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
_CORE_TAGS = frozenset(f"tag:yaml.org,2002:{t}" for t in ("str", "int", "float", "bool", "null", "seq", "map"))


class _TooDeep(yaml.YAMLError):
    """Lists or mappings inside each other beyond MAX_DEPTH."""


class _Untyped:
    """The part of a loader that composing asks for tags: here it answers nothing and counts the depth."""

    depth = 0

    def resolve(self, _kind: Any, _value: Any, _implicit: Any) -> str:
        return ""

    def descend_resolver(self, _parent: Any, _index: Any) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _TooDeep

    def ascend_resolver(self) -> None:
        self.depth -= 1


class _Parser(_Untyped, yaml.cyaml.CParser if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """PyYAML's parser: libyaml's, or, where PyYAML was built without it, the one in Python, which says and does the same."""


def compose(text: str, *, file: str, first_line: int = 1, code: str = "config-yaml") -> tuple[Node | None, list[Problem]]:
    """The node tree of one YAML document, or the problems that keep it from being read.

    No node and no problem: the text is empty or all comments. `first_line` is the file's line on which
    the text begins; `line_of` needs it again. `code` is the code of syntax problems.
    """
    if not text.isascii():  # line ends in YAML 1.1, but not in YAML 1.2, in editors, or in a title
        text = _LINE_SEPARATORS.sub(" ", text).removeprefix("\ufeff")
    if not yaml.__with_libyaml__ and _SURROGATE_ESCAPE.search(text):  # that parser takes half a character for one
        text = _ESCAPE.sub(_whole, text)
    try:
        try:
            node = _Parser(text).get_single_node()
        except (yaml.YAMLError, UnicodeEncodeError):
            if not _SURROGATE_ESCAPE.search(text):
                raise
            text = _ESCAPE.sub(_whole, text)
            node = _Parser(text).get_single_node()
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        # libyaml 0.2.6 has a limit of its own, and reads ahead so far that it may come to it first
        if isinstance(error, _TooDeep) or "nesting depth" in (getattr(error, "problem", None) or ""):
            what = f"lists or mappings stand more than {MAX_DEPTH} deep in each other"
            return None, [_too_much(what, file, first_line, code)]
        return None, [_syntax_problem(error, text, file, first_line, code)]
    if node is None:
        return None, []
    walk = _Walk(file, first_line, code)
    try:
        tree = walk.visit(node, 0)
    except _TooDeep:
        what = f"more than {MAX_NODES:,} values stand here, those that aliases (`*name`) repeat among them"
        return None, [_too_much(what, file, first_line, code)]
    return (None if walk.problems else tree), walk.problems


def _whole(escape: re.Match[str]) -> str:
    """An escape of a whole character for one or two of halves; half a character that is alone is U+FFFD."""
    high, low, alone = escape.groups()
    if high:
        return f"\\U{0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF):08X}"
    return "\\uFFFD" if alone else escape[0]


class _Walk:
    """Goes over a tree once, aliases expanded, for what the grammar allows and we do not, and makes our nodes of it."""

    def __init__(self, file: str, first_line: int, code: str) -> None:
        self.file, self.first_line, self.code = file, first_line, code
        self.left = MAX_NODES
        self.problems: list[Problem] = []

    def visit(self, node: Parsed, depth: int) -> Node:
        if depth > MAX_DEPTH or self.left < 0:
            raise _TooDeep
        if node.tag and node.tag not in _CORE_TAGS:
            self.report("a tag (`!name`) has no meaning here", node, "Put the text in quotes if it starts with `!`.")
        line, column = node.start_mark.line, node.start_mark.column
        if isinstance(node, yaml.MappingNode):
            return MappingNode(self.pairs(node, depth + 1), line, column)
        if isinstance(node, yaml.SequenceNode):
            self.left -= len(node.value)
            return SequenceNode([self.visit(item, depth + 1) for item in node.value], line, column)
        self.left -= len(node.value) // 100
        return Scalar(node.value, line, column, not getattr(node, "style", None) and node.tag != "tag:yaml.org,2002:str")

    def pairs(self, node: yaml.MappingNode, depth: int) -> list[tuple[Scalar, Node]]:
        self.left -= 2 * len(node.value)
        first: dict[str, Parsed] = {}
        found = []
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.report("a list or mapping stands where a key is expected", key, "Put the key in quotes.")
            elif key.value in first:
                lines = " and ".join(str(k.start_mark.line + self.first_line) for k in (first[key.value], key))
                self.report(f"`{key.value}` is given twice, on lines {lines}", key, "Keep one of the two.", "duplicate-key")
            else:
                first[key.value] = key
            name = Scalar(str(key.value), key.start_mark.line, key.start_mark.column, not getattr(key, "style", None))
            found.append((name, self.visit(value, depth)))
        return found

    def report(self, message: str, node: Parsed, hint: str, code: str = "") -> None:
        place = node.start_mark.line + self.first_line, node.start_mark.column + 1
        self.problems.append(Problem(code or self.code, message, self.file, *place, hint))


def _too_much(message: str, file: str, first_line: int, code: str) -> Problem:
    return Problem(code, message, file, first_line, 0, "Make it shorter and flatter, without anchors and aliases.")


_QUOTES = "Put the whole text in quotes."
# What PyYAML says, and how to say it to somebody who does not know YAML. The place is that of the
# `problem` or of the `context` (where the thing began). First match wins.
_SAYINGS: tuple[tuple[str, str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "problem",
        "`: ` stands where no key can be",
        "If the colon belongs to the text, put the text in quotes; else check the indentation.",
    ),
    ("undefined alias", "problem", "text that starts with `*` is a reference to an anchor in YAML", _QUOTES),
    ("scanning an? (alias|anchor)", "context", "text that starts with `*` or `&` has a meaning in YAML", _QUOTES),
    ("duplicate anchor", "problem", "an anchor of this name is there already", "Rename it, or put the text in quotes."),
    ("another document", "problem", "a second document (`---`) begins here", "Keep a single document in the file."),
    ("quoted scalar.*end of stream", "context", "a quote that opens here is never closed", "Close the quote."),
    (
        "unknown escape",
        "problem",
        "a backslash in double quotes has a meaning in YAML",
        "Use single quotes, or write the backslash twice.",
    ),
    ("tab character", "problem", "a tab stands where YAML wants spaces", "Indent with spaces."),
    ("flow (sequence|mapping|node)", "context", "a bracket that opens here is not closed", "Close it, or use quotes."),
    ("cannot start any token", "problem", "text cannot start with `{character}` in YAML", _QUOTES),
    ("simple key", "context", "this line is not `key: value`", "Write `key: value`, or indent it below its key."),
    (
        "sequence entries",
        "problem",
        "a list entry (`- `) cannot stand here",
        "Put each entry on a line of its own, below the key.",
    ),
    (
        "block (mapping|collection|end)|expected key",
        "problem",
        "something stands here that YAML does not expect",
        "Text with quotes or brackets at its start goes into quotes as a whole; check the indentation too.",
    ),
)


def _syntax_problem(error: Exception, text: str, file: str, first_line: int, code: str) -> Problem:
    bad = re.search(_NOT_TEXT, text)
    if bad:
        line = text.count("\n", 0, bad.start())
        column = bad.start() - (text.rfind("\n", 0, bad.start()) + 1)
        message = f"the character U+{ord(bad[0]):04X} is not allowed in text"
        return Problem(code, message, file, line + first_line, column + 1, "Delete it.")
    problem, context = getattr(error, "problem", None) or str(error), getattr(error, "context", None) or ""
    marks = {"problem": getattr(error, "problem_mark", None), "context": getattr(error, "context_mark", None)}
    lines = text.split("\n")
    said, where, hint = problem, "problem", "Check quotes, brackets and indentation."
    for pattern, place, message, advice in _SAYINGS:
        if re.search(pattern, f"{context} {problem}"):
            said, where, hint = message, place, advice
            break
    mark = marks[where] or marks["problem"] or marks["context"]
    if mark is None:
        return Problem(code, said, file, first_line, 0, hint)
    row, column = min(mark.line, len(lines) - 1), mark.column
    line_text = lines[row]
    character = line_text[column : column + 1]
    if "\t" in line_text[: len(line_text) - len(line_text.lstrip())]:
        said, hint, column = "a tab stands where YAML wants spaces", "Indent with spaces.", line_text.index("\t")
    return Problem(code, said.replace("{character}", character), file, row + first_line, column + 1, hint)
