"""Parsing YAML into nodes with places: errors, limits, values."""

from __future__ import annotations

import subprocess
import sys

import pytest

from digest.read.syntax.nodes import plain_value
from digest.read.syntax.yaml import compose

# text, line:column (the text begins on line 2), part of the message
BROKEN = [
    ("title: Talks: a start\n", "2:13", "unexpected `: ` in a value"),
    ("a: 1\n b: 2\n", "3:3", "unexpected `: ` in a value"),
    ('title: "Talks" resume\n', "2:16", "unexpected text"),
    ("title: 'It's'\n", "2:12", "unexpected text"),
    ("title: [Video] Talks\n", "2:16", "unexpected text"),
    ("title: @desk\n", "2:8", "text cannot start with `@`"),
    ("title: %s\n", "2:8", "text cannot start with `%`"),
    ("title: *star\n", "2:8", "text that starts with `*`"),
    ("title: * star\n", "2:8", "text that starts with `*`"),
    ("\ttitle: x\n", "2:1", "tab used for indentation"),
    ("a:\n\tb: x\n", "3:1", "tab used for indentation"),
    ("a: |\n  x\n\ty\n", "4:1", "tab used for indentation"),
    ("a: [1, 2\nb: 3\n", "2:4", "unclosed bracket"),
    ("a: {b: 1\n", "2:4", "unclosed bracket"),
    ('a: "x\nb: 3\n', "2:4", "unclosed quote"),
    ("a: 1\nb\n", "3:1", "expected `key: value`"),
    ("a: 1\n---\nb: 2\n", "3:1", "unexpected second document (`---`)"),
    ("a: x\x00y\n", "2:5", "character U+0000 is not allowed"),
    ("a: 1\nb: x\x07y\n", "3:5", "character U+0007 is not allowed"),
    ("a: \ud800\n", "2:4", "character U+D800 is not allowed"),
    ("a: !!python/object:os.system x\n", "2:4", "tags (`!name`) are not supported"),
    ("? [a]\n: b\n", "2:3", "a key cannot be a list or mapping"),
    ("a: &x 1\nb: &x 2\n", "3:4", "duplicate anchor"),
    ("a: - b\n", "2:4", "unexpected list entry (`- `)"),
    ("a: 1\nb: 2\na: 3\n", "4:1", "duplicate key `a` (lines 2 and 4)"),
    ("a:\n  b: 1\n  'b': 2\n", "4:3", "duplicate key `b` (lines 3 and 4)"),
    ("&a [*a]\n", "2", "more than 100,000 values"),
    ("[" * 100_000, "2", "lists or mappings are nested too deeply"),
    ("- " * 100_000, "2", "lists or mappings are nested too deeply"),
    ("{a: " * 100_000, "2", "lists or mappings are nested too deeply"),
    ("é: ü: x\n", "2:5", "unexpected `: ` in a value"),
]


@pytest.mark.parametrize(("text", "place", "message"), BROKEN, ids=[repr(b[0][:25]) for b in BROKEN])
def test_invalid_yaml_is_one_problem_with_its_place(text: str, place: str, message: str) -> None:
    node, problems = compose(text, file="a.md", first_line=2, code="front-matter-yaml")
    assert node is None
    assert [p.place() for p in problems] == [f"a.md:{place}"]
    assert message in problems[0].message
    assert problems[0].hint
    assert problems[0].code == ("duplicate-key" if "duplicate key" in message else "front-matter-yaml")


def test_exponential_aliases_are_refused() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{', '.join(['*' + before] * 9)}]")
    node, problems = compose("\n".join(lines), file="a.md")
    assert node is None
    assert "100,000 values" in problems[0].message


def test_many_aliases_of_a_long_text_are_refused() -> None:
    text = f"a: &a {'x' * 500_000}\nb: [{', '.join(['*a'] * 1000)}]\n"
    node, problems = compose(text, file="a.md")
    assert node is None
    assert "100,000 values" in problems[0].message


def test_duplicate_keys_are_reported() -> None:
    _, problems = compose("a: 1\na: 2\nb: {c: 1, c: 2}\na: 3\n", file="a.md")
    assert [p.place() for p in problems] == ["a.md:2:1", "a.md:3:11", "a.md:4:1"]


def test_a_few_aliases_are_allowed() -> None:
    node, problems = compose("a: &a [x, y]\nb: *a\n", file="a.md")
    assert problems == []
    assert node is not None
    assert plain_value(node) == {"a": ["x", "y"], "b": ["x", "y"]}


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\n\n", "\ufeff"])
def test_an_empty_text(text: str) -> None:
    assert compose(text, file="a.md") == (None, [])


def test_unicode_line_separators_do_not_end_a_line() -> None:
    node, problems = compose("title: One\u2028two\x85three\nb: 1\n", file="a.md")
    assert problems == []
    assert node is not None
    assert plain_value(node) == {"title": "One two three", "b": 1}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_with_windows_line_endings(end: str) -> None:
    node, problems = compose(end.join(["\ufeffa: 1", "b: 2", "a: 3", ""]), file="a.md")
    assert node is None
    assert [p.place() for p in problems] == ["a.md:3:1"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"\ud83d\udd25", "🔥"),
        (r"\uD83D\uDD25\ud83d\udd25!", "🔥🔥!"),
        (r"\ud800", "\ufffd"),
        (r"\udd25\ud83d", "\ufffd\ufffd"),
        (r"\ud83d\ud83d\udd25", "\ufffd🔥"),
        (r"\ud83dx\udd25", "\ufffdx\ufffd"),
        (r"\U0000d83d", "\ufffd"),
        (r"\\ud83d \ud83d\udd25", r"\ud83d 🔥"),
    ],
)
def test_escaped_surrogates_are_joined_as_in_json(written: str, meant: str) -> None:
    for text in (f'a: "{written}"\n', f'{{"a": "{written}"}}\n'):
        node, problems = compose(text, file="a.md")
        assert problems == []
        assert node is not None
        assert plain_value(node) == {"a": meant}


PLAIN = [
    ("true", True),
    ("False", False),
    ("yes", "yes"),
    ("NO", "NO"),
    ("on", "on"),
    ("null", None),
    ("~", None),
    ("", None),
    ("12", 12),
    ("-3", -3),
    ("0x1F", 31),
    ("0o17", 15),
    ("010", "010"),
    ("1_000", "1_000"),
    ("12:30", "12:30"),
    ("2024-02-30", "2024-02-30"),
    ("2021-05-06T14:30:00Z", "2021-05-06T14:30:00Z"),
    ("1.5", 1.5),
    ("1.10", 1.1),
    ("6.02e23", 6.02e23),
    ("1e999", "1e999"),
    (".inf", ".inf"),
    (".nan", ".nan"),
    ("1.2.3", "1.2.3"),
    ("9" * 60, "9" * 60),
    ("'12'", "12"),
    ("'true'", "true"),
    ("!!str 12", "12"),
    ("<<", "<<"),
    ('"a\\0b"', "ab"),
]


@pytest.mark.parametrize(("text", "value"), PLAIN, ids=[repr(p[0][:20]) for p in PLAIN])
def test_plain_values_follow_yaml_1_2(text: str, value: object) -> None:
    node, problems = compose(f"a: {text}\n", file="a.md")
    assert problems == []
    assert node is not None
    found = plain_value(node)["a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.slow
def test_yaml_is_parsed_the_same_without_libyaml() -> None:
    script = """
import sys
sys.modules["yaml._yaml"] = None
import pytest, yaml
assert not yaml.__with_libyaml__
sys.exit(pytest.main(["-n0", "-p", "no:cacheprovider", *sys.argv[1:]]))
"""
    others = "not without_libyaml"
    done = subprocess.run(
        [sys.executable, "-c", script, __file__, "-k", others], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
