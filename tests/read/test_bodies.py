"""What other programs write into the text of articles: excerpts, plain text, captions, and hostile uses of the syntax.

Most cases of the syntax itself are data: tests/cases/markdown/{bare,dialects,templates}.md.
"""

from __future__ import annotations

import re

import pytest

from digest.model.article import Article
from digest.model.config import Config
from digest.model.problem import Problem
from digest.read.article import Reader
from tests.read.test_markdown import Balance, read
from tests.support.paths import CASES


def reading(text: str, name: str = "a.md", front: str = "") -> tuple[Article, tuple[Problem, ...]]:
    article, problems = Reader(Config()).read(name, f"---\ntitle: T\ndate: 2021-05-06\n{front}---\n{text}".encode())
    assert article
    return article, problems


# -- excerpts -------------------------------------------------------------------------------------


def test_the_text_above_the_more_mark_is_the_summary() -> None:
    text = "## Part\n\nThe *first*[^1] words &amp; more.\n\nSecond.\n\n<!--more-->\n\nThe rest.\n\n[^1]: Note.\n"
    article, problems = reading(text)
    assert article.head.summary == "The first words & more. Second."
    assert article.origins["summary"] == "text above <!--more-->"
    assert "The rest." in article.body.html
    assert problems == ()


@pytest.mark.parametrize(
    ("text", "front", "summary"),
    [
        ("A.\n\n<!-- More -->\n\nB.", "summary: Mine\n", "Mine"),
        ("A <!--more--> B.", "", "A"),
        ("A.\n\n<!-- a note -->\n\nB.", "", ""),
        ("<!--more-->\n\nB.", "", ""),
        ("<script>x</script>\n\nA <b onclick=x>b</b> &lt;i>.\n\n<!--more-->\n\nB.", "", "A b <i>."),
        (f"{'a ' * 250}\n\n{'b ' * 250}\n\n<!--more-->\n\nB.", "", ("a " * 250).strip()),
        ("> " * 30 + "x\n\n<!--more-->\n", "", ""),
    ],
)
def test_what_a_more_mark_makes_a_summary(text: str, front: str, summary: str) -> None:
    article = Reader(Config()).read("a.md", f"---\ntitle: T\ndate: 2021-05-06\n{front}---\n{text}".encode()).article
    assert (article.head.summary if article else "") == summary


# -- plain text -----------------------------------------------------------------------------------


def test_plain_text_keeps_its_lines_and_has_no_headings() -> None:
    text = "First line\n  second <b> & *third*\n\nNOTES\n=====\n- one\n- two\nhttps://example.org/a?b=1&c=2\n"
    article, problems = reading(text, "a.txt")
    assert article.body.html == (
        "<p>First line<br>\nsecond &lt;b&gt; &amp; *third*</p>\n"
        "<p>NOTES<br>\n=====<br>\n- one<br>\n- two<br>\n"
        '<a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a></p>\n'
    )
    assert problems == ()


@pytest.mark.parametrize(
    "text", ["# Part\n\nText.", "See [a](b.md).", "A **b** c.", "```\nx\n```", "<p>x</p>", "[a]: b\n\n[a]"]
)
def test_plain_text_files_with_markdown_are_read_as_markdown(text: str) -> None:
    assert reading(text, "a.txt")[0].body == reading(text, "a.md")[0].body


def test_a_markdown_file_that_is_plain_text_stays_markdown() -> None:
    assert reading("One\ntwo", "a.md")[0].body.html == "<p>One\ntwo</p>\n"


# -- captions -------------------------------------------------------------------------------------


def bare(text: str) -> Article:
    article = Reader(Config()).read("2021-05-06-a.md", f"# Harbour Reopens\n\n{text}".encode()).article
    assert article
    return article


def test_a_caption_above_a_picture_goes_below_it() -> None:
    article = bare("Ships <at> night. Photo: Vera Kos / AFP\n\n![Ships](ships.jpg)\n\nThe harbour opened.\n")
    assert article.head.picture is None
    assert (
        'decoding="async"><figcaption>Ships &lt;at&gt; night. Vera Kos / AFP</figcaption></figure>' in article.body.html
    )


def test_a_caption_without_a_figure_is_printed_above_the_text() -> None:
    article = bare("Ships at night. Photo: Vera Kos / AFP\n\nSee ![Ships](ships.jpg) here, and more.\n")
    assert article.head.picture is None
    assert article.body.html.startswith("<p><small>Ships at night. Vera Kos / AFP</small></p>\n<p>See <img ")


def test_a_caption_without_any_picture_stays_with_the_article() -> None:
    picture = bare("Ships at night. Photo: Vera Kos / AFP\n\nThe harbour opened.\n").head.picture
    assert picture is not None
    assert (picture.src, picture.caption, picture.credit) == ("", "Ships at night.", "Vera Kos / AFP")


# -- what is not published is counted ---------------------------------------------------------------


def test_what_is_not_published_is_counted_by_kind_at_its_first_line() -> None:
    text = "One.\n\n{% include a.html %}\n\n<script>a</script>\n\n{{ x }}\n\n<script src='b'></script>\n\n[gallery]\n\n"
    text += "A *b*{.c}.\n"
    found = [(p.severity, p.code, p.line, p.message) for p in read(text, first_line=5)[1]]
    assert found == [
        ("warning", "markup-dropped", 17, "1 attribute is not published: `{.c}`"),
        ("warning", "markup-dropped", 9, "2 HTML elements are not published, first `<script>`"),
        ("warning", "markup-dropped", 15, "1 shortcode is not published: `[gallery]`"),
        ("warning", "markup-dropped", 7, "2 template tags are not published, first `{% include a.html %}`"),
    ]


# -- hostile input --------------------------------------------------------------------------------

HOSTILE = (CASES / "hostile.txt").read_text("utf-8").removesuffix("\n").split("\n%%%%\n")


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_uses_of_the_syntax_of_other_programs_are_harmless(text: str, name: str) -> None:
    article, problems = reading(f"{text}\n\nwords {text} words\n\nThe end.\n", name)
    page = Balance(article.body.html)
    assert not page.names & {"script", "style", "iframe", "object", "embed", "form", "input", "noscript", "svg"}
    assert not any(attribute.startswith("on") or attribute in ("style", "autoplay") for attribute in page.attributes)
    assert all(re.match(r"https?://|mailto:|#|\?|digest-(ref|root):", address) for address in page.addresses)
    assert not any(re.match(r"\s*(javascript|data|vbscript):", address) for address in page.addresses)
    assert len(page.ids) == len(set(page.ids))
    assert not {"main", "search", "q"} & set(page.ids)
    placeholders = re.findall(r'="digest-ref:(\d+)"', article.body.html)
    assert all(int(number) < len(article.body.refs) for number in placeholders)
    assert all(".." not in ref.target.split("/") for ref in article.body.refs)
    assert "The end." in article.body.html or "{% comment" in text or "<script>%%" in text
    assert "reader-crashed" not in {p.code for p in problems}
    assert all(p.message.isprintable() for p in problems)


def test_callouts_nested_deeply_become_plain_paragraphs() -> None:
    body, problems = read("> [!info]- t\n" + "> " * 1_000 + "[!info] x\n")
    assert [p.code for p in problems] == ["too-deep"]
    assert "<details>" not in body.html
