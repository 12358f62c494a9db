"""Typographic quotation marks, dashes and ellipses: see digest/read/markdown/typography.py."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model.config import Config, Markdown
from digest.read.article import Reader
from digest.read.markdown.typography import typographic_html, typographic_text
from tests.support.effort import calls
from tests.support.sites import Site


@pytest.mark.parametrize(("language", "text", "expected"), [
    ("en", """"It's 'so'," she said""", "“It’s ‘so’,” she said"),
    ("en", """"'Hello,' she said." """, "“‘Hello,’ she said.” "),
    ("en", 'word—"quoted"—word ("a") "b"-"c"', "word—“quoted”—word (“a”) “b”-“c”"),
    ("de", """"Das 'ist' so", sagte er. Geht's?""", "„Das ‚ist‘ so“, sagte er. Geht’s?"),
    ("de-CH", '"Das ist so", sagte er.', "«Das ist so», sagte er."),
    ("fr", """"C'est 'vrai'" dit l'homme""", "«\u202fC’est “vrai”\u202f» dit l’homme"),
    ("sv", '"Hej", sa han', "”Hej”, sa han"),
    ("ja", '彼は"こんにちは"と言った', "彼は「こんにちは」と言った"),
    ("zh", '他说"你好"。', "他说“你好”。"),
    ("he", 'צה"ל אמר "שלום"', 'צה"ל אמר ”שלום”'),
])  # fmt: skip
def test_quotes_have_the_marks_of_the_language(language: str, text: str, expected: str) -> None:
    assert typographic_text(text, language) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("don't", "don’t"),
    ("the players' bus", "the players’ bus"),
    ("the '90s and 'tis the players' bus", "the ’90s and ’tis the players’ bus"),
    ("rock 'n' roll", "rock ’n’ roll"),
    ("James' \"1990\"", "James’ “1990”"),
])  # fmt: skip
def test_apostrophes_are_no_quotation_marks(text: str, expected: str) -> None:
    assert typographic_text(text, "en") == expected


@pytest.mark.parametrize("text", [
    "5'10\" tall and 6' wide", 'a 3" pipe', "use --help", "------", "....", 'see http://a.example/it\'s--b...c', 'a " b " c',
])  # fmt: skip
def test_marks_that_are_no_punctuation_stay(text: str) -> None:
    assert typographic_text(text, "en") == text


def test_dashes_and_ellipses() -> None:
    assert typographic_text("so -- and--that---here...", "en") == "so – and–that—here…"


def test_every_paragraph_of_a_long_quotation_opens_it() -> None:
    html = "<p>&quot;One.</p>\n<p>&quot;Two.&quot;</p>\n<p>Three&quot;</p>"
    assert typographic_html(html, "en") == "<p>“One.</p>\n<p>“Two.”</p>\n<p>Three&quot;</p>"


@pytest.mark.parametrize(("html", "expected"), [
    ("<p>&quot;<em>Really</em>?&quot;</p>", "<p>“<em>Really</em>?”</p>"),
    ("<p><em>it</em>'s</p>", "<p><em>it</em>’s</p>"),
    ('<p>&quot;a&quot;<sup><a href="#x">[1]</a></sup></p>', '<p>“a”<sup><a href="#x">[1]</a></sup></p>'),
    ("<p><code>&quot;a&quot; --</code> 'b'</p>", "<p><code>&quot;a&quot; --</code> ‘b’</p>"),
    ("<pre><code>print('a')\n</code></pre>", "<pre><code>print('a')\n</code></pre>"),
    ('<p><img alt="a > \'b\'" src="x">\'c\'</p>', '<p><img alt="a > \'b\'" src="x">’c’</p>'),
    ('<p><a href="x" title="a \'b\'">\'c\'</a></p>', '<p><a href="x" title="a \'b\'">‘c’</a></p>'),
    ("<p>\1<b>'a'</b>\2</p>", "<p>\1<b>'a'</b>\2</p>"),
    ("<p>a<br>'b'</p>", "<p>a<br>‘b’</p>"),
    ('<p>="digest-ref&#58;0"</p>', "<p>=“digest-ref&#58;0”</p>"),
])  # fmt: skip
def test_markup_and_code_stay(html: str, expected: str) -> None:
    assert typographic_html(html, "en") == expected


@given(st.text(alphabet="\"'ab .-(\u05d0東\n", max_size=40), st.sampled_from(["en", "de", "fr", "ja"]))
def test_only_marks_are_replaced(text: str, language: str) -> None:
    def letters(text: str) -> str:
        return "".join(c for c in text if c.isalnum() or c == "(")

    assert letters(typographic_text(text, language)) == letters(text)


@pytest.mark.parametrize("piece", ['"a ', '\'a "b" ', "(\"'", 'a" ', "www.a 'b' "])
def test_the_time_grows_with_the_length(piece: str) -> None:
    some, more = (calls(lambda n=n: typographic_text(piece * n, "en")) for n in (500, 1000))
    assert more < 2.2 * some


ARTICLE = b"""---
title: The "Hope" isn't lost
summary: It's "here"
---

He said: "It's -- well -- *late*." See `"code"`.
"""


def test_an_article_is_typographic_by_default() -> None:
    article = Reader(Config()).read("a.md", ARTICLE).article
    assert article
    assert (article.head.title, article.head.summary) == ("The “Hope” isn’t lost", "It’s “here”")
    assert article.head.slug == "the-hope-isn-t-lost"
    assert article.body.html == ("<p>He said: “It’s – well – <em>late</em>.” See <code>&quot;code&quot;</code>.</p>\n")


def test_the_typographer_can_be_switched_off() -> None:
    article = Reader(Config(markdown=Markdown(typographer=False))).read("a.md", ARTICLE).article
    assert article
    assert article.head.title == 'The "Hope" isn\'t lost'
    assert "It's -- well" in article.body.html


def test_a_link_by_name_finds_a_typographic_title(site: Site) -> None:
    front = "---\ntitle: {}\ndate: 2021-05-06\n---\n"
    a, b = front.format('The "Hope" isn\'t lost -- yet'), front.format("B")
    site.write(f'-- content/a.md --\n{a}Text.\n-- content/b.md --\n{b}See [[The "Hope" isn\'t lost -- yet]].').build()
    assert 'See <a href="/2021/05/06/the-hope-isn-t-lost-yet.html">' in site.page("2021/05/06/b.html")
