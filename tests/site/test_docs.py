"""The manuals are true: commands exist, examples parse, links lead somewhere."""

from __future__ import annotations

import ast
import functools
import io
import itertools
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from babel.messages.pofile import read_po
from markdown_it import MarkdownIt
from markdown_it.token import Token

from digest.cli.arguments import UsageError
from digest.cli.parser import parse
from digest.tools import scaffold
from digest.tools.inspect import inspect
from tests.support.paths import REPOSITORY

MANUALS = [REPOSITORY / "README.md", REPOSITORY / "CHANGELOG.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
LANGUAGES = {"sh", "text", "markdown", "yaml", "python", "html", "css", "js", "jinja", "json", "po", "toml"}
"""Allowed languages of code blocks in the manuals."""


def named(paths: list[Path]) -> pytest.MarkDecorator:
    """A test for each of these files."""
    return pytest.mark.parametrize("path", paths, ids=[p.relative_to(REPOSITORY).as_posix() for p in paths])


# -- manuals ------------------------------------------------------------------------------------


class Block(NamedTuple):
    """A block of code in a manual."""

    language: str
    text: str
    line: int


def blocks(path: Path) -> list[Block]:
    """The fenced blocks of a manual."""
    tokens = MarkdownIt().parse(path.read_text("utf-8"))
    return [Block(t.info, t.content, (t.map or [0])[0] + 1) for t in tokens if t.type == "fence"]


def inline(path: Path) -> list[Token]:
    """Links, code and text of a manual, including headings."""
    tokens = MarkdownIt().enable("table").parse(path.read_text("utf-8"))
    return [child for t in tokens for child in t.children or ()]


def calls(path: Path) -> Iterator[list[str]]:
    """The arguments of each `digest` command in shell blocks and inline code of a manual."""
    lines = [line for b in blocks(path) if b.language == "sh" for line in b.text.splitlines()]
    for line in lines + [t.content for t in inline(path) if t.type == "code_inline"]:
        lexer = shlex.shlex(line if "digest " in line else "", posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        words = list(lexer)
        while words:
            end = next((i for i, w in enumerate(words) if set(w) <= set("&|;()<>")), len(words))
            if words[0] == "digest" and end > 1:
                yield words[1:end]
            words = words[end + 1 :]


@named(MANUALS)
def test_every_command_in_a_manual_exists_with_its_options(path: Path) -> None:
    wrong = []
    for call in calls(path):
        said = call if len(call) > 1 else [*call, "--help"]  # `digest init` in a sentence has no folder
        try:
            parse(said)
        except SystemExit as ended:  # --help and --version exit
            wrong += [call] if ended.code else []
        except UsageError as usage:
            wrong += [[*call, str(usage)]] if call[0] != "COMMAND" else []
    assert wrong == []


def test_wrong_commands_in_a_manual_are_found(tmp_path: Path) -> None:
    assert sum(len(list(calls(path))) for path in MANUALS) > 15
    manual = tmp_path / "manual.md"
    manual.write_text("Say `digest bild` or:\n\n```sh\ncd x && digest build --expalin | less\n```\n", encoding="utf-8")
    assert list(calls(manual)) == [["build", "--expalin"], ["bild"]]
    for call in calls(manual):
        with pytest.raises(UsageError, match="unknown"):
            parse(call)


@named(MANUALS)
def test_examples_in_a_manual_can_be_parsed(path: Path) -> None:
    for block in blocks(path):
        assert block.language in LANGUAGES, f"line {block.line}"
        if block.language == "python":
            ast.parse(block.text)
        elif block.language == "po":
            assert list(read_po(io.BytesIO(block.text.encode()), abort_invalid=True))
        elif block.language == "toml":
            assert tomllib.loads(block.text)
        elif block.language == "yaml":
            assert yaml.safe_load(block.text)


@named(MANUALS)
def test_links_in_a_manual_work(path: Path) -> None:
    links = [str(t.attrs["href"]) for t in inline(path) if t.type == "link_open"]
    for link in [x for x in links if "://" not in x]:
        file, _, fragment = link.partition("#")
        target = path.parent / file if file else path
        assert target.exists(), link
        assert not fragment or fragment in _anchors(target), link


@functools.cache
def _anchors(path: Path) -> set[str]:
    """The ids that GitHub gives to the headings of a manual."""
    tokens = MarkdownIt().parse(path.read_text("utf-8"))
    titles = [after.content.lower() for t, after in itertools.pairwise(tokens) if t.type == "heading_open"]
    return {re.sub(r"[^\w -]", "", title).replace(" ", "-") for title in titles}


def test_the_readme_links_to_every_manual() -> None:
    links = {str(t.attrs["href"]) for t in inline(REPOSITORY / "README.md") if t.type == "link_open"}
    assert {p.relative_to(REPOSITORY).as_posix() for p in MANUALS[1:]} <= links


def test_the_example_of_inspect_in_the_readme(tmp_path: Path) -> None:
    has = {b.language: b.text for b in blocks(REPOSITORY / "README.md")}
    scaffold.write_sample(str(tmp_path))
    article = tmp_path / "content" / "bottle.txt"
    article.write_text(has["markdown"], encoding="utf-8")
    found = inspect(str(article))
    table = [re.split(r"  +", line) for line in has["text"].splitlines()]
    assert table == [[cell for cell in row if cell] for row in found.rows()]
    assert found.body_html == has["html"]
    assert found.problems == ()
