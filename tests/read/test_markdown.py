"""The text of articles, from Markdown to HTML.

Most cases are data: tests/cases/markdown/*.md, in the form of markdown-it-py's own fixtures (title, dot, input, dot,
expected, dot). A title may begin with settings in brackets: `[html=trust language=de]`. After the HTML, `@` lines are
the references and `!` lines the problems.
"""

from __future__ import annotations

import html.parser
import re
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.utils import read_fixture_file

from digest.model.article import Body
from digest.model.config import Markdown as Settings
from digest.model.problem import Problem
from digest.read.markdown.links import PLAIN_URL, normalize
from digest.read.markdown.markdown import LONGEST, Markdown
from digest.read.markdown.typography import typographic_html
from tests.support.effort import calls
from tests.support.paths import CASES


def read(
    text: str, *, language: str = "en", first_line: int = 1, typographer: bool = False, **given: Any
) -> tuple[Body, list[Problem]]:
    body, problems = Markdown(Settings(**given)).body(
        text, file="content/2021/05/a.md", id="2021/05/a.md", first_line=first_line, language=language
    )
    return body._replace(html=typographic_html(body.html, language)) if typographer else body, problems


def options(title: str) -> tuple[str, dict[str, Any]]:
    """Split `[html=trust typographer language=de] Title` into the title and the settings."""
    match = re.fullmatch(r"\[(.*?)\] *(.*)", title)
    if not match:
        return title, {}
    pairs = (word.partition("=") for word in match[1].split())
    found: dict[str, Any] = {key: value or not equals for key, equals, value in pairs}
    if found.get("extensions") == "none":
        found["extensions"] = ()
    return match[2], found


def shown(body: Body, problems: list[Problem]) -> str:
    lines = [f"@ {ref.kind} {ref.target}|{ref.fragment} line {ref.line}\n" for ref in body.refs]
    lines += [f"! {p.severity} {p.code} line {p.line}\n" for p in problems]
    return body.html + "".join(lines)


def cases() -> list[Any]:
    found = []
    for file in sorted(CASES.glob("markdown/*.md")):
        for line, title, source, expected in read_fixture_file(file):
            found.append(pytest.param(title, source, expected, id=f"{file.stem}:{line}-{title}"))
    return found


@pytest.mark.parametrize(("title", "source", "expected"), cases())
def test_a_case_of_markdown(title: str, source: str, expected: str) -> None:
    _, given = options(title)
    assert shown(*read(source, **given)) == expected


@pytest.mark.parametrize(("source", "plain", "markup"), [
    ("A plain title", "A plain title", "A plain title"),
    ('Quotes "and" <signs> & more', 'Quotes "and" <signs> & more', "Quotes &quot;and&quot; &lt;signs&gt; &amp; more"),
    ("*Moby* and **Dick** in `code<`", "Moby and Dick in code<",
     "<em>Moby</em> and <strong>Dick</strong> in <code>code&lt;</code>"),
    ("See [the *map*](../map.md) <https://example.org>", "See the map https://example.org",
     "See the <em>map</em> https://example.org"),
    ("![A *cat*](cat.png) sleeps", "A cat sleeps", "A cat sleeps"),
    ("[run](javascript:alert(1))", "run", "run"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("Tom &amp; Jerry", "Tom & Jerry", "Tom &amp; Jerry"),
    ("a \\$408 million\nplan\t here", "a $408 million plan here", "a $408 million plan here"),
    ("NUL\x00 and bell\x07", "NUL and bell", "NUL and bell"),
    ("« Le\u00a0*Monde*\u202f»", "« Le\u00a0Monde\u202f»", "« Le\u00a0<em>Monde</em>\u202f»"),
    ("**not closed", "**not closed", "**not closed"),
    ("![](x.png)", "", ""),
])  # fmt: skip
def test_a_title_can_have_emphasis_and_code(source: str, plain: str, markup: str) -> None:
    assert Markdown(Settings()).inline(source) == (plain, markup)


def test_lines_of_problems() -> None:
    body, problems = read("one\n\ntwo\nand [x](y.md)\n\n- a\n- [b](javascript:c)\n", first_line=11)
    assert [(ref.target, ref.line) for ref in body.refs] == [("2021/05/y.md", 14)]
    assert [(p.file, p.line) for p in problems] == [("content/2021/05/a.md", 17)]


def test_line_endings_of_windows_and_old_macs() -> None:
    unix, _ = read("# A\n\nb\nc [d](e)\n")
    assert read("# A\r\n\r\nb\r\nc [d](e)\r\n")[0] == unix
    assert read("# A\r\rb\rc [d](e)\r")[0] == unix


@pytest.mark.parametrize(
    "source", ["a\x00b\x07c\x85d\ufffee\ud800f", "&#12;&#13;&#1;x", "<b>&#1;&#x0C;</b>", "`a\x0bb`"]
)
def test_control_characters_are_removed(source: str) -> None:
    body, _ = read(source)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", body.html)


def test_words_are_counted_in_scripts_without_spaces() -> None:
    assert read("one two\nthree")[0].words == 3
    assert read("東京で会議が開かれた", language="ja")[0].words == 5
    assert read("Київ знову", language="uk")[0].words == 2


def test_links_to_former_urls_of_the_site_lead_to_the_site() -> None:
    reader = Markdown(Settings(), ("https://Old.example/", "http://blog.example/news"))
    text = (
        "[a](http://old.example/x/?y#z) https://blog.example/news/b ![c](https://old.example/c.png) https://old.example"
    )
    text += " [d](https://blog.example/newspaper) [e](https://old.example.org/)"
    body, problems = reader.body(text, file="content/a.md", id="a.md", first_line=1, language="en")
    assert re.findall('(?:href|src)="([^"]*)"', body.html) == [
        "digest-root:x/?y#z", "digest-root:b", "digest-root:c.png", "digest-root:", "https://blog.example/newspaper",
        "https://old.example.org/",
    ]  # fmt: skip
    assert [ref.target for ref in body.refs] == ["/x/", "/b", "/c.png", "/"]
    assert problems == []


def test_extensions_can_be_switched_off() -> None:
    body, _ = read("~~a~~[^1]\n\n[^1]: b\n\n|a|\n|-|\n", extensions=())
    assert "<s>" not in body.html
    assert "<table>" not in body.html
    assert "footnote" not in body.html


HOSTILE = [
    ("> ", "x", ""), ("- ", "x", ""), ("[", "", ""), ("![", "a", "](x)"), ("^[", "", ""), ("*a **b ", "", ""), ("<div>", "", ""),
    ("<b title=1>x\n\n", "", ""), ("`", "", ""), ("<a ", "", ""), ("<!--", "", ""), ("<title>", "", ""), ("# a\n", "", ""),
    ("|", "", ""), ('"', "", ""), ("\\", "", ""), ("[a]: b\n", "", ""),
]  # fmt: skip
"""Texts that could take time by the square of their length: (repeated at the beginning, middle, repeated at the end)."""


@pytest.mark.parametrize(("start", "middle", "end"), HOSTILE, ids=[start for start, _, _ in HOSTILE])
@pytest.mark.slow
def test_hostile_nesting_takes_linear_work(start: str, middle: str, end: str) -> None:
    def text(repeats: int) -> str:
        return start * repeats + middle + end * repeats

    some = text(2_000)
    assert calls(lambda: read(some, typographer=True)) < 200 * len(some)
    body, problems = read(text(10_000), typographer=True)
    assert {p.code for p in problems} <= {"too-deep"}
    assert body.html or start in ("<!--", "[a]: b\n")


def test_text_nested_too_deep_becomes_plain_paragraphs() -> None:
    body, problems = read("Above.\n\n" + "> " * 30 + "deep <b>\n", first_line=5)
    assert body.html.startswith("<p>Above.</p>\n<p>&gt; &gt;")
    assert body.html.endswith("deep &lt;b&gt;</p>\n")
    assert [(p.code, p.line, p.severity) for p in problems] == [("too-deep", 7, "error")]


@pytest.mark.parametrize("piece", ["<div>", "<b title=1>x\n\n", "</i><div>"])
def test_html_nested_too_deep_becomes_text(piece: str) -> None:
    body, problems = read("Above.\n\n" + piece * 600)
    assert [(p.code, p.line) for p in problems] == [("too-deep", 3)]
    assert "&lt;" in body.html
    assert "<div>" not in body.html


def test_many_html_elements_that_are_not_nested() -> None:
    text = "<div><b>x</b><br></div>" * 600 + "\n\n<ul>" + "<li>a" * 600 + "</ul>"
    assert read(text)[1] == []


@pytest.mark.slow
def test_a_text_of_ten_megabytes_becomes_plain_paragraphs() -> None:
    body, problems = read("a *b* c\n\n" * 1_200_000)
    assert body.html.startswith("<p>a *b* c</p>\n<p>a *b* c</p>\n")
    assert [(p.code, p.line) for p in problems] == [("too-long", 1)]
    assert read("a " * (LONGEST // 2))[1] == []


MARKUP = st.lists(
    st.sampled_from(
        ["word", "Київ", " ", "\n", "\n\n", "*", "**", "_", "`", "~~", "[", "](", ")", "![", "](a.md)", "<", ">", "> ",
         "- ", "1. ", "    ", "# ", "#### ", "\n===\n", "|", "\n|-|\n", "[^1]", "\n\n[^1]: ", "^[", "]", "]: ", "&amp;",
         "&#0;", "&", '"', "'", "<b>", "</b>", "<div>", "</div>\n", "<p title='", "<!--", "-->", "<h1>", "</h4>",
         '<img src="', '<a href="', "javascript:x", "//h/", "../", "/x", '">', "\\", "```\n", "http://[", "%",
         "digest-ref:0",
         '="digest-ref:0"', "<script>", "</li>", "<li>", "<table><tr>", "<ul>", "\x00", "\t", "</p>", "<a ", "<i>",
         "[[", "]]", "![[", "|x.png]]", "==", "%%", "{#a .b}", "{.b}", "{: #c}\n", ":::\n", "\n> [!info]- ", "\n- [ ] ", "#a)",
         "{% raw %}", "{% endraw %}", "{% highlight x %}\n", "\n{% endhighlight %}", "{% comment %}", "{% endcomment %}",
         "{{ x }}", '{{< figure src="x.png" caption="y" >}}', "https://x.example/", "<iframe src=https://y.example>", "</iframe>",
         "<video src=z>", "<a id=q>", "<a name=a>", "<noscript>",
         "[caption]", "[/caption]", "![a](b c.png)", "![a](b.png)", "(Photo: Ann Lee)"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


class Balance(html.parser.HTMLParser):
    """A parser that fails on unbalanced tags, and collects what the tests check."""

    VOID = ("br", "hr", "img", "col", "wbr")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.levels: list[int] = []
        self.addresses: list[str] = []
        self.attributes: set[str] = set()
        self.names: set[str] = set()
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "img":
            assert {"src", "alt"} <= {name for name, _ in attrs}
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.addresses.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@settings(max_examples=150, deadline=None)
@given(MARKUP, st.booleans())
def test_any_text_gives_balanced_and_safe_html(text: str, typographer: bool) -> None:
    body, _ = read(text, typographer=typographer)
    page = Balance(body.html)
    assert len(page.ids) == len(set(page.ids))
    assert page.levels[:1] in ([], [2])
    assert all(below <= above + 1 for above, below in zip(page.levels, page.levels[1:], strict=False))
    assert not page.names & {"script", "style", "iframe", "form", "h1"}
    assert not any(name.startswith("on") or name == "style" for name in page.attributes)
    assert all(re.match(r"https?://|mailto:|#|\?|digest-(ref|root):", address) for address in page.addresses)
    # only references are placeholders
    found = re.findall(r'="digest-ref:(\d+)"', body.html)
    assert body.html.count('="digest-ref:') == len(found)
    assert all(int(number) < len(body.refs) for number in found)
    assert all(".." not in ref.target.split("/") for ref in body.refs)


@settings(max_examples=100, deadline=None)
@given(MARKUP.filter(lambda text: not re.search(r"\]|#|==|\||\^|<h|!|\x00|&#|<[a-zA-Z/!?]|digest|--|\{|%%|:::", text)))
def test_texts_without_links_headings_and_tables_are_rendered_like_markdown_it(text: str) -> None:
    stock = MarkdownIt("commonmark", {"xhtmlOut": False}).enable("strikethrough").render(text)
    assume(not re.search("<h[12]>", stock))  # dashes below a line make a heading, which gets an id
    assert read(text, linkify=False)[0].html == stock


@settings(max_examples=80, deadline=None)
@given(MARKUP)
def test_titles_are_safe_and_balanced(text: str) -> None:
    plain, markup = Markdown(Settings()).inline(text)
    page = Balance(markup)
    assert page.names <= {"em", "strong", "code"}
    assert not page.attributes
    assert "\n" not in plain


WORD = st.text("abcxyz019", min_size=1, max_size=24)
ADDRESSES = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["http", "https"]),
    WORD,
    st.lists(st.builds("{}{}".format, st.sampled_from(".-"), WORD), max_size=6).map("".join),
    st.sampled_from(["", "/", "?", "#"]),
    st.text("abzABZ019/?#._~!$&'()*+,;=:@-", max_size=30),
)


@settings(max_examples=150, deadline=None)
@given(ADDRESSES.filter(PLAIN_URL.fullmatch))
def test_the_fast_path_for_plain_urls_makes_no_difference(url: str) -> None:
    assert normalize(url) == MarkdownIt().normalizeLink(url)
