"""The fast path for simple front matter: it reads the same as the YAML parser, with places, or nothing."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.read.syntax.simple_yaml import LONGEST, parse
from digest.read.syntax.yaml import compose

PLAIN = """\
title: "Quays, and what they cost: a list"
date: 2026-06-30T21:39:00Z
authors:
  - Ann Lee
  - Jo Berg
source: Eastern Post
source_url: https://eastern-post.example/2026/06/30/quays#top
topics: [Trade, Ports and ships]
tags:
- one
- 'two'
weight: 010
"""


def agree(text: str) -> bool:
    """Whether the fast path reads a text. Fails if the result differs from that of the parser."""
    quick = parse(text)
    if quick is not None:
        assert (quick, []) == compose(text, file="x.md")
    return quick is not None


def test_front_matter_with_one_value_in_a_line_takes_the_fast_path() -> None:
    assert agree(PLAIN)
    assert agree(PLAIN.removesuffix("\n"))
    assert agree("title: Été à Łódź № 5, “so to speak” – 東京\n")


def test_other_yaml_is_left_to_the_parser() -> None:
    for text in (
        "",
        "title:\n",
        "title: a: b\n",
        "title: a #b\n",
        "title: 'it''s'\n",
        'title: "a\\tb"\n',
        "title: |\n  a\n",
        "title: a\n  b\n",
        "title: a\ntitle: b\n",
        "title: *a\n",
        "title: &a b\n",
        "title: !t b\n",
        "title: a\n- b\n",
        "a:\n  - b\n - c\n",
        "a:\n  - b: c\n",
        "title: [a, [b]]\n",
        "title: {a: b}\n",
        "? a\n",
        "title:  two\n",
        "title: a \n",
        "title:\ta\n",
        "title: a\r\n",
        "---\na: b\n",
        "# a\n",
        "a: b\n\nc: d\n",
        "a: -\n",
        "a: ~\n",
        "a: @b\n",
        "a: `b`\n",
        "a: %b\n",
        "a: b:\n",
        "a:\nb: c\n",
        "title: \ufeffa\n",
    ):
        assert not agree(text), text
    assert parse("k: v\n" * LONGEST) is None


LINES = st.one_of(
    st.builds(
        "{}:{}{}".format,
        st.sampled_from("abcdeé"),
        st.sampled_from(["", " ", "  "]),
        st.text("ab1é:#'\"[],-& {}|\\", max_size=8),
    ),
    st.builds(
        "{}-{}{}".format,
        st.sampled_from(["", " ", "  "]),
        st.sampled_from(["", " "]),
        st.text("ab1é:#'\"[], ", max_size=6),
    ),
    st.sampled_from(["a: b", "c: 'd e'", 'f: "g"', "h: [i, j k]", "l:", "  - m", "- n", "", "# o", "--- p", "..."]),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, max_size=6).map("\n".join), st.sampled_from(["", "\n"]))
@example("a:\n- b", "\n")
@example("a: b\n", "\n")
def test_the_fast_path_agrees_with_the_parser(text: str, end: str) -> None:
    agree(text + end)
