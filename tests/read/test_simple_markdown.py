"""Texts with simple markup are converted directly, with the result of markdown-it-py.

`DIGEST_EXAMPLES=100000` compares that many random texts; the default is a sample.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from digest.model.article import Body
from digest.model.config import Markdown as Settings
from digest.model.problem import Problem
from digest.read.markdown.linkify import bare_in
from digest.read.markdown.links import Links
from digest.read.markdown.markdown import Markdown
from digest.read.markdown.simple import simple_html
from tests.support.paths import CASES, REPOSITORY

SAMPLE = REPOSITORY / "content"
EXAMPLES = int(os.environ.get("DIGEST_EXAMPLES", "2000"))
DIRECT, REFERENCE = Markdown(Settings()), Markdown(Settings(engine="reference"))


def body(reader: Markdown, text: str) -> tuple[Body, list[Problem]]:
    return reader.body(text, file="content/2021/a.md", id="2021/a.md", first_line=7, language="en")


def converted(text: str) -> str | None:
    return simple_html(text, Links("content/2021/a.md"), 7, bare_in(text))


# -- what is read ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [
    "",
    "One line.",
    "Two\nlines  \nwith a break,\n   indented.  ",
    "*a* and **b**, _c_ (__d__), \"*e*\" and *f!*",
    "snake_case and 5 > 3 & 2 < 4",
    "[words *with* emphasis](https://example.org/a_b) and [a file](b.md#c), **[bold](/d)**",
    "[sic] and [two\nlines]",
    "https://example.org/a_b, www.example.org and [no https://link.example in it](c.md)",
    r"1\. \*not\* \[a\] \_b\_ C:\Users http\:x.example \\ \"q\"",
    "# One\n\n## Two #hash\n\n# One\n### Skipped",
    "> Quote\n> of two lines\n>\n> ## Heading\n> - item",
    "- a\n- b *c*\n  goes on\n- [d](e.md)",
    "- a\n- b\n\n- c\n\n\n- d\ntext\n\ntext\n\n- e",
    "Text\n1. a\n\n1. b\n2. c\n\n> - a\n> \n> - b\n>\n> text\n\n- c",
    "Text\n1. one\n2. two\n7. three",
    "7) seven\n8) eight",
    "Before\n\n***\n\nafter\n\n- - -",
    "[unsafe](javascript:x) [outside](../../../x) [here](#nowhere)",
    "A | B\nC : D",
    "#tag and @handle\n#tag",
    "-5 degrees\n+1 point\n=5",
    "A line of spaces\n   \nis a blank line.",
])  # fmt: skip
def test_these_texts_are_converted_directly(text: str) -> None:
    assert converted(text) is not None
    assert body(DIRECT, text) == body(REFERENCE, text)


@pytest.mark.parametrize("text", [
    "***both***", "*a **b** c*", "a*b*c", "*a", "a_", "5 * 3", "*a *b", "**a*", "*\u2009a*", "*e\u0301*.",
    "`code`", "<b>", "&amp;", "![a](b.png)", "[a]: b", "[a][b]", "[a](b \"c\")", "[a](b c)", "[[a]]", "[a](b(c))",
    "^[note]", "~~a~~", "==a==", "{#id}", ":::note", "Head\n====", "Head\n---", "    code", "\tcode", "# *a*", "# a #", "#",
    r"http\://a.example", r"http:\//a.example http://b.example", r"www\.a.example www.b.example",
    "- a\n\n* b", "- a\n  - b", "- a\n\n  b", "1. a\n\n2) b", "-", "- [ ] task",
    "- # a", "- a\n* b", "1. a\n2) b", "Text\n2. b", "- a\n# b",
    "> a\nb", "> > a", ">", "| a |\n| - |", "a | b\n:- | -", "a\\\nb", "\\", "\u3000a", "a\u00a0", "***\na",
])  # fmt: skip
def test_these_texts_are_left_to_markdown_it(text: str) -> None:
    assert converted(text) is None


def test_a_text_that_is_left_to_markdown_it_adds_no_links() -> None:
    links = Links("content/2021/a.md")
    assert simple_html("[a](b.md) [c](javascript:d) [e](#f)\n\n`code`", links, 1, bare_in("")) is None
    assert (links.refs, links.problems, links.fragments) == ([], [], {})


def test_most_texts_of_the_sample_site_are_converted_directly() -> None:
    texts = [path.read_text("utf-8").rpartition("\n---\n")[2] for path in sorted(SAMPLE.rglob("*.md"))]
    left = [text for text in texts if converted(text) is None]
    assert (len(texts), len(left)) == (71, 9)


# -- with the same result -------------------------------------------------------------------------

PIECES = (
    *(
        "word",
        "Bé",
        "5",
        "12.",
        "1.",
        "2)",
        "x",
        "日本",
        "、",
        "€",
        "…",
        "“q”",
        '"q"',
        "it's",
        "e\u0301",
        "\u00a0",
        "\u3000",
    ),
    *(
        "*",
        "**",
        "***",
        "_",
        "__",
        "[",
        "]",
        "(",
        ")",
        "!",
        "?",
        ".",
        ",",
        ":",
        "-",
        "--",
        "---",
        "+",
        "=",
        "==",
        "~",
        "|",
    ),
    *("*em*", "**st**", "_em_", "*a b*", "**Note:**", "*(x)*", '"*q*"', "(*q*)", "*q*,", "a_b", "*a [l](c.md) b*"),
    *("[x](http://a.example/b)", "[x y](b.md)", "[see *it*](/q#f)", "[n](#h)", "[j](javascript:x)", "[l](../../../x)"),
    *(
        "**[l](c.md)**",
        "[sic]",
        "[1]",
        "[x]: y",
        "[ ]",
        "http://ex.example/a_b",
        "https://ex.example/x.",
        "www.ex.example",
    ),
    *(
        "e@x.example",
        "http:\\/\\/q.example",
        "&",
        "&amp;",
        "<",
        "<b>",
        "`",
        "{",
        "^",
        "\t",
        "#",
        "##",
        ">",
        "- a",
        "1. a",
    ),
    *("\\", "\\*", "\\[", "\\_", "\\.", "\\\\", "\\\n"),
)
STARTS = (
    "",
    "",
    "",
    "",
    "- ",
    "1. ",
    "2. ",
    "3) ",
    "> ",
    ">",
    "# ",
    "## ",
    "* ",
    "+ ",
    "  ",
    "    ",
    "- [",
    "> - ",
    "> # ",
)
ENDS = ("", "", "", "", " ", "  ", "\\", "#", " #")
words = st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join)
lines = st.tuples(st.sampled_from(STARTS), words, st.sampled_from(ENDS)).map("".join)
blocks = st.lists(lines, min_size=1, max_size=4).map("\n".join)
documents = st.tuples(
    st.sampled_from(("\n\n", "\n\n", "\n", "\n \n", "\n\n\n")), st.lists(blocks, min_size=1, max_size=6)
).map(lambda found: found[0].join(found[1]))
loose = st.lists(st.sampled_from((*PIECES, " ", " ", "\n", "\n\n")), max_size=20).map("".join)


@settings(max_examples=EXAMPLES, deadline=None)
@given(documents | loose)
def test_random_texts_have_the_same_result(text: str) -> None:
    assert body(DIRECT, text) == body(REFERENCE, text)


@pytest.mark.parametrize("path", sorted((CASES / "markdown").glob("*.md")), ids=lambda path: path.stem)
def test_the_cases_have_the_same_result(path: Path) -> None:
    for _, _, text, _ in read_fixture_file(path):
        for part in (text, f"Before.\n\n{text}\n\nAfter."):
            assert body(DIRECT, part) == body(REFERENCE, part)


def test_the_sample_site_has_the_same_result() -> None:
    for path in sorted(SAMPLE.rglob("*.md")):
        text = path.read_text("utf-8").rpartition("\n---\n")[2]
        assert body(DIRECT, text) == body(REFERENCE, text)
