"""Slugs are safe in URLs and file names, and equal those of python-slugify for ASCII."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slugify import slugify

from digest.read.text.slugs import LONGEST, RESERVED, key_of, slug_of


@pytest.mark.parametrize(("text", "slug"), [
    ("Blinken Presses Russia to Pull Troops", "blinken-presses-russia-to-pull-troops"),
    ("3,500 Troops & Co.: What's Next?", "3500-troops-co-what-s-next"),
    ("Київ просить", "kiiv-prosit"),
    ("北京", "bei-jing"),
    ("Œuvre à l’école", "oeuvre-a-lecole"),
    ("../../etc/passwd", "etc-passwd"),
    ("CON", "con-page"),
    ("com1", "com1-page"),
    ("Lpt9.", "lpt9-page"),
    ("Index", "index-page"),
    ("Connery", "connery"),
])  # fmt: skip
def test_slugs_of_titles(text: str, slug: str) -> None:
    assert slug_of(text) == slug
    assert key_of(text) == slug


@pytest.mark.parametrize("text", ["", ".", "..", "???", "—", "🙂", "\x00", "-" * 200])
def test_the_slug_of_a_text_without_words_is_a_hash(text: str) -> None:
    assert re.fullmatch("[0-9a-f]{8}", slug_of(text))
    assert slug_of(text) == slug_of(text)
    assert slug_of(text) != slug_of(text + "!")


def test_long_slugs_are_cut_between_words() -> None:
    assert slug_of("word " * 40) == "-".join(["word"] * 16)
    assert slug_of("ab " * 40) == "-".join(["ab"] * 27)
    assert slug_of("x" * 400) == "x" * LONGEST
    assert slug_of("київ " * 100) == "-".join(["kiiv"] * 16)


def expected(text: str) -> str:
    return slugify(text, max_length=LONGEST, word_boundary=True, save_order=True)


PARTS = ["a", "B", "7", ",", "'", "-", "_", ".", "&", ";", "#", "amp", "x3c", "'tis", "wonderful", "internationally"]
WORDY = st.lists(st.sampled_from([*PARTS, " ", "\n"]))


@settings(max_examples=500, deadline=None)
@given(st.text(st.characters(max_codepoint=127)) | WORDY.map("".join))
def test_ascii_titles_have_the_slugs_of_python_slugify(text: str) -> None:
    slug = expected(text)
    if slug and slug not in RESERVED:
        assert slug_of(text) == slug
    else:
        assert slug_of(text) not in ("", slug)


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_every_slug_is_safe_as_a_file_name(text: str) -> None:
    slug = slug_of(text)
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= LONGEST
    assert slug not in RESERVED
