"""Parse YAML into nodes with positions (see nodes.py).

PyYAML parses the syntax; its type conversion is not used. Limits on the depth and on the number of nodes protect against
hostile files.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.nodes import Node as Parsed

from digest.model.lazy_regex import lazy_regex
from digest.model.problem import Problem, warning
from digest.read.syntax.nodes import MappingNode, Node, Scalar, SequenceNode

MAX_DEPTH = 50
"""Maximum nesting of lists and mappings. libyaml's composer recurses in C."""
MAX_NODES = 100_000
"""Maximum number of nodes after expanding aliases. Every 100 characters of a text count as one more node."""

_LINE_SEPARATORS = lazy_regex("[\x85\u2028\u2029]")
_NOT_TEXT = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
# Escapes of surrogates: a pair, as in JSON, or a single one. All other escapes match too, so that the second backslash of
# `\\\\` does not start an escape.
_SURROGATE_ESCAPE = lazy_regex(r"\\(?:u|U0000)[dD][89a-fA-F][0-9a-fA-F]{2}")
_ESCAPE = lazy_regex(
    r"\\(?:(?:u|U0000)([dD][89abAB][0-9a-fA-F]{2})\\(?:u|U0000)([dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?:u|U0000)([dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
_CORE_TAGS = frozenset(f"tag:yaml.org,2002:{t}" for t in ("str", "int", "float", "bool", "null", "seq", "map"))


class _TooDeep(yaml.YAMLError):
    """The document exceeds MAX_DEPTH or MAX_NODES."""


class _Resolver:
    """Replaces PyYAML's resolver: resolves no types, and counts the depth."""

    depth = 0

    def resolve(self, _kind: Any, _value: Any, _implicit: Any) -> str:
        return ""

    def descend_resolver(self, _parent: Any, _index: Any) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _TooDeep

    def ascend_resolver(self) -> None:
        self.depth -= 1


class _Parser(_Resolver, yaml.cyaml.CParser if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """PyYAML's parser: that of libyaml or, if PyYAML was built without it, the one in Python. Both behave the same."""


def compose(
    text: str,
    *,
    file: str,
    first_line: int = 1,
    code: str = "config-yaml",
    last_wins: bool = False,
    max_nodes: int = MAX_NODES,
) -> tuple[Node | None, list[Problem]]:
    """Parse one YAML document. Returns no node and no problems if it is empty or contains only comments.

    `first_line` is the line of the file on which the text begins. `code` is the code of syntax problems. `last_wins`: of a
    repeated key, the last value is used, with a warning; otherwise a repeated key is an error. `max_nodes`: the maximum
    number of nodes after expanding aliases.
    """
    if not text.isascii():  # these are line ends in YAML 1.1, but not in YAML 1.2 or in editors
        text = _LINE_SEPARATORS.sub(" ", text).removeprefix("\ufeff")
    if not yaml.__with_libyaml__ and _SURROGATE_ESCAPE.search(text):  # the parser in Python accepts single surrogates
        text = _ESCAPE.sub(_join_surrogates, text)
    try:
        try:
            node = _Parser(text).get_single_node()
        except (yaml.YAMLError, UnicodeEncodeError):
            if not _SURROGATE_ESCAPE.search(text):
                raise
            text = _ESCAPE.sub(_join_surrogates, text)
            node = _Parser(text).get_single_node()
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        # libyaml 0.2.6 has its own limit, and may reach it first because it reads ahead
        if isinstance(error, _TooDeep) or "nesting depth" in (getattr(error, "problem", None) or ""):
            message = f"lists or mappings are nested too deeply (more than {MAX_DEPTH} levels)"
            return None, [_too_much(message, file, first_line, code)]
        return None, [_syntax_problem(error, text, file, first_line, code)]
    if node is None:
        return None, []
    converter = _Converter(file, first_line, code, last_wins, max_nodes)
    try:
        tree = converter.visit(node, 0)
    except _TooDeep:
        message = f"more than {max_nodes:,} values, including those that aliases (`*name`) repeat"
        return None, [_too_much(message, file, first_line, code)]
    failed = any(p.severity == "error" for p in converter.problems)
    return (None if failed else tree), converter.problems


def _join_surrogates(escape: re.Match[str]) -> str:
    """Replace the escapes of a surrogate pair by the escape of its character, and a single surrogate by U+FFFD."""
    high, low, single = escape.groups()
    if high:
        return f"\\U{0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF):08X}"
    return "\\uFFFD" if single else escape[0]


class _Converter:
    """Converts PyYAML's nodes to ours, with aliases expanded, and reports tags, complex keys and duplicate keys."""

    def __init__(self, file: str, first_line: int, code: str, last_wins: bool, max_nodes: int) -> None:
        self.file, self.first_line, self.code, self.last_wins = file, first_line, code, last_wins
        self.nodes_left = max_nodes
        self.problems: list[Problem] = []

    def visit(self, node: Parsed, depth: int) -> Node:
        if depth > MAX_DEPTH or self.nodes_left < 0:
            raise _TooDeep
        if node.tag and node.tag not in _CORE_TAGS:
            self.report("tags (`!name`) are not supported", node, "If the text starts with `!`, put it in quotes.")
        line, column = node.start_mark.line, node.start_mark.column
        if isinstance(node, yaml.MappingNode):
            return MappingNode(self.pairs(node, depth + 1), line, column)
        if isinstance(node, yaml.SequenceNode):
            self.nodes_left -= len(node.value)
            return SequenceNode([self.visit(item, depth + 1) for item in node.value], line, column)
        self.nodes_left -= len(node.value) // 100
        return Scalar(
            node.value, line, column, not getattr(node, "style", None) and node.tag != "tag:yaml.org,2002:str"
        )

    def pairs(self, node: yaml.MappingNode, depth: int) -> list[tuple[Scalar, Node]]:
        self.nodes_left -= 2 * len(node.value)
        first: dict[str, Parsed] = {}
        pairs: dict[str, tuple[Scalar, Node]] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.report("a key cannot be a list or mapping", key, "Put the key in quotes.")
            elif key.value in first:
                self.report_duplicate(first[key.value], key)
                pairs.pop(key.value)
            else:
                first[key.value] = key
            name = Scalar(str(key.value), key.start_mark.line, key.start_mark.column, not getattr(key, "style", None))
            pairs[name.value] = (name, self.visit(value, depth))
        return list(pairs.values())

    def report_duplicate(self, first: Parsed, key: Parsed) -> None:
        lines = " and ".join(str(k.start_mark.line + self.first_line) for k in (first, key))
        message = f"duplicate key `{key.value}` (lines {lines})"
        if self.last_wins:
            place = key.start_mark.line + self.first_line, key.start_mark.column + 1
            message += "; the last value is used"
            self.problems.append(warning("duplicate-key", message, self.file, *place, "Remove one of them."))
        else:
            self.report(message, key, "Remove one of them.", "duplicate-key")

    def report(self, message: str, node: Parsed, hint: str, code: str = "") -> None:
        place = node.start_mark.line + self.first_line, node.start_mark.column + 1
        self.problems.append(Problem(code or self.code, message, self.file, *place, hint))


def _too_much(message: str, file: str, first_line: int, code: str) -> Problem:
    return Problem(code, message, file, first_line, 0, "Shorten it, reduce the nesting, and avoid anchors and aliases.")


_QUOTES = "Put the whole text in quotes."
_TAB = "tab used for indentation"
_TAB_HINT = "Indent with spaces."
# PyYAML's error (a pattern), the mark that has the position (`problem`, or `context` for the start of the construct), and
# our message and hint. The first match wins.
_MESSAGES: tuple[tuple[str, str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "problem",
        "unexpected `: ` in a value",
        "If the colon belongs to the text, put the text in quotes. Otherwise check the indentation.",
    ),
    ("undefined alias", "problem", "text that starts with `*` is an alias in YAML", _QUOTES),
    (
        "scanning an? (alias|anchor)",
        "context",
        "text that starts with `*` or `&` has a special meaning in YAML",
        _QUOTES,
    ),
    ("duplicate anchor", "problem", "duplicate anchor", "Rename it, or put the text in quotes."),
    ("another document", "problem", "unexpected second document (`---`)", "Keep a single document in the file."),
    ("quoted scalar.*end of stream", "context", "unclosed quote", "Close the quote."),
    (
        "unknown escape",
        "problem",
        "invalid escape sequence in double quotes",
        "Use single quotes, or double the backslash.",
    ),
    ("tab character", "problem", _TAB, _TAB_HINT),
    ("flow (sequence|mapping|node)", "context", "unclosed bracket", "Close it, or put the text in quotes."),
    ("cannot start any token", "problem", "text cannot start with `{character}` in YAML", _QUOTES),
    ("simple key", "context", "expected `key: value`", "Write `key: value`, or indent the line below its key."),
    (
        "sequence entries",
        "problem",
        "unexpected list entry (`- `)",
        "Put each entry on its own line, below the key.",
    ),
    (
        "block (mapping|collection|end)|expected key",
        "problem",
        "unexpected text",
        "If the text starts with a quote or bracket, put all of it in quotes. Also check the indentation.",
    ),
)


def _syntax_problem(error: Exception, text: str, file: str, first_line: int, code: str) -> Problem:
    bad = re.search(_NOT_TEXT, text)
    if bad:
        row = text.count("\n", 0, bad.start())
        column = bad.start() - (text.rfind("\n", 0, bad.start()) + 1)
        message = f"character U+{ord(bad[0]):04X} is not allowed"
        return Problem(code, message, file, row + first_line, column + 1, "Delete it.")
    problem, context = getattr(error, "problem", None) or str(error), getattr(error, "context", None) or ""
    marks = {"problem": getattr(error, "problem_mark", None), "context": getattr(error, "context_mark", None)}
    lines = text.split("\n")
    message, which, hint = problem, "problem", "Check quotes, brackets and indentation."
    for pattern, *answer in _MESSAGES:
        if re.search(pattern, f"{context} {problem}"):
            which, message, hint = answer
            break
    mark = marks[which] or marks["problem"] or marks["context"]
    if mark is None:
        return Problem(code, message, file, first_line, 0, hint)
    row, column = min(mark.line, len(lines) - 1), mark.column
    line = lines[row]
    character = line[column : column + 1]
    if "\t" in line[: len(line) - len(line.lstrip())]:
        message, hint, column = _TAB, _TAB_HINT, line.index("\t")
    return Problem(code, message.replace("{character}", character), file, row + first_line, column + 1, hint)
