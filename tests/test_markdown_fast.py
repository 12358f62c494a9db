"""The fast engine writes what the reference writes, byte for byte, or leaves a text to it.

DIGEST_EXAMPLES sets how many random texts each property is tried on.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from digest.model.article import Body
from digest.model.config import Markdown as Settings
from digest.model.problem import Problem
from digest.read.article import Reader
from digest.read.config import load_config
from digest.read.markdown import Markdown
from digest.read.markdown_links import normal
from tests.test_markdown import MARKUP, options

pytest.importorskip("comrak")
from digest.read.markdown_fast import WEB_URL, html

REPOSITORY = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases"
EXAMPLES = int(os.environ.get("DIGEST_EXAMPLES", "300"))

Said = tuple[Body, list[Problem]]


def said(reader: Markdown, text: str, language: str = "en") -> Said:
    return reader.body(text, file="content/2021/a.md", id="2021/a.md", first_line=7, language=language)


FAST, REFERENCE = Markdown(Settings()), Markdown(Settings(engine="reference"))


def difference(text: str) -> tuple[Said, Said] | None:
    """What the two make of a text, where that is not the same."""
    fast, reference = said(FAST, text), said(REFERENCE, text)
    return None if fast == reference else (fast, reference)


def is_fast(text: str) -> bool:
    return text.replace("\n", " ").isprintable() and html(text) is not None


# -- texts that people wrote --


def test_the_examples_of_commonmark_come_out_the_same() -> None:
    examples = json.loads((CASES / "commonmark.json").read_text("utf-8"))["examples"]
    assert len(examples) == 652
    for example in examples:
        for text in (example, f"One.\n\n{example}\n\nTwo.", example.rstrip("\n"), f"- {example}", f"> {example}"):
            assert difference(text) is None
    assert sum(map(is_fast, examples)) >= 150


def test_the_cases_of_the_reference_come_out_the_same() -> None:
    for file in sorted((CASES / "markdown").glob("*.md")):
        for _, title, text, _ in read_fixture_file(file):
            given = options(title)[1]
            language = str(given.pop("language", "en"))
            fast, reference = Markdown(Settings(**given)), Markdown(Settings(**given, engine="reference"))
            assert said(fast, text, language) == said(reference, text, language)


def test_the_articles_of_the_sample_site_come_out_the_same() -> None:
    config, problems = load_config((REPOSITORY / "config.yaml").read_text("utf-8"))
    assert problems == []
    slow = dataclasses.replace(config, markdown=dataclasses.replace(config.markdown, engine="reference"))
    readers = Reader(config), Reader(slow)
    content = REPOSITORY / "content"
    files = [path for path in sorted(content.rglob("*")) if path.suffix in (".md", ".txt")]
    assert len(files) >= 30
    for path in files:
        fast, reference = (reader.read(path.relative_to(content).as_posix(), path.read_bytes()) for reader in readers)
        assert fast == reference


# -- what goes which way --


@pytest.mark.parametrize("text", [
    "", "Words, “words” — and 3,500 more.\n", "Für Київ\n\n\n\n東京で\nдві лінії\n", 'He said "it\'s \\$408 million".\n',
    "## **Bold**\n\n## Main\n\n#### Main\n\n# 5 & 6 \"7\"\n\n## Main", "- one\n- two *too*\n\n- three\n\n1. four\n2) five",
    "> quoted\n> on\n>\n> and **on**\nlazily\n", "-   wide\n   so\n", "  a  \n b\n\n* * *\n\nc\n\n---\n",
    "*a* _b_ **c** __d__ ***e*** **f *g* h** *not, snake_case_name, 2*3*4 «**ї**»\n", "R&D, AT&T, a > b # c + d = e\n",
    "[a](https://example.org/a_b/%D0%B0?c=d&e=*f*#g) [*b*\nc](http://x.y) [sic] [...]\n", "-- a\n\n-5 and +5\n#six 7.8 9.\n",
    'a ="digest-ref:0" digest-root:\n', "1986 was\n3.5 less\n2021. A year\n",
])  # fmt: skip
def test_plain_text_is_read_fast(text: str) -> None:
    assert is_fast(text)
    assert difference(text) is None


@pytest.mark.parametrize("text", [
    "-\n- a\n", "a\n-\n", "1.\n\n2.\n", ">\n", "> a\n>\n", "- ```\n  a\n  ```\n", "```\na\n```\n", "    code\n", "- a\n  - b\n",
    "> - a\n", "> > a\n", "- > a\n", "- ## a\n", "- ---\n", "a\n===\n", "a\n---\n", "\ta\n", "a\tb\n", "- a\n\n\tb\n",
    "a <b>b</b>\n", "<div>\n", "<https://example.org>\n", "a < b\n", "`a`\n", "&amp; &#33;\n", "[&copy;](http://a.b/)\n",
    "[a]: http://a.b/\n\n[a]\n", "[a][b]\n", "[a]\n: b\n[a]:\nb\n", "![a](http://a.b/c.png)\n", "[![a](b)](http://c.d)\n",
    "[a](b.md)\n", "[a](/b)\n", "[a](#b)\n", "[a]()\n", "[a](javascript:b)\n", "[a](JavaScript:b)\n", "[a](mailto:b@c.d)\n",
    "[a](http://b.c/d'e)\n", '[a](http://b.c/ "d")\n', "[a](http://b.c/(d))\n", "[a](http://b.c/d\\_e)\n", "[a](HTTP://b.c)\n",
    "[a](http://bücher.example/)\n", "[a](http://B.example/)\n", "[a](http://b.c/д)\n", "[a](http://b.c:80/)\n",
    "[a](http://b.c/%zz)\n", "[a](http://b.c/%)\n", "[a](http://)\n", f"[a](http://{'b' * 64}.c/)\n", "[a](//b.c)\n",
    "[a [b](http://c.d) e](http://f.g)\n", "\\[a](http://b.c)\n", "[a\\](http://b.c)\n", "a\\\nb\n", "a\\ b\n", "a\\\\b\n",
    "a|b\n-|-\n", "a[^1]\n\n[^1]: b\n", "a^[b]\n", "~~a~~\n", "## `a`\n", "## [a](http://b.c)\n", "## *a* b\n", "##\n",
    "## a #\n", "*\u00a0a*\n", "\u00a0a\n", "a\u2028b\n", "a\u200bb\n", "*a*\u20ac\n", "\u2713*a*\n", "\ufeffa\n", "a\x00b\n",
    "  \n\na\n\n \nb\n",
])  # fmt: skip
def test_all_else_is_left_to_the_reference(text: str) -> None:
    assert not is_fast(text)
    assert difference(text) is None


WORDS = "the of and to government Київ ministers who würden said year port harbour talks on Monday's new state"


def corpus_article(rng: random.Random) -> str:
    """Some 4 KB in the shape of a newspaper's article."""
    words = WORDS.split()
    rich = ('"quoted"', "\\$408 million", "— and", "3,500", "**strongly**", "*not*", "[two words](https://example.org/a/12)")

    def sentence() -> str:
        chosen = rng.choices(words, k=rng.randint(8, 26))
        if rng.random() < 0.3:
            chosen[rng.randrange(1, 7)] = rng.choice(rich)
        return " ".join(chosen).capitalize() + "."

    def block() -> str:
        kind = rng.random()
        if kind < 0.1:
            return "## " + rng.choice(("{}", "**{}**")).format(" ".join(rng.choices(words, k=4)).title())
        if kind < 0.15:
            return "\n".join("- " + sentence() for _ in range(rng.randint(3, 5)))
        if kind < 0.2:
            return "> " + sentence()
        return " ".join(sentence() for _ in range(rng.randint(1, 4)))

    return "\n\n".join(block() for _ in range(rng.randint(8, 22))) + "\n"


def test_articles_of_newspapers_are_read_fast() -> None:
    rng = random.Random(1)
    articles = [corpus_article(rng) for _ in range(200)]
    assert [difference(article) for article in articles] == [None] * 200
    assert sum(map(is_fast, articles)) >= 190


# -- texts that nobody would write --

_INLINES = (
    "word|Київ|naïve|x2|3,500|3.5|10|“So”|“|”|—|–|'s|it's|*a*|**b**|***c***|_d_|__e__|*a **b** c*|**|*|_|***|\\$408|\\*|\\_x\\_|"
    "[a](http://x.y/z)|[*b*\nc](https://x-y.org/a_b/*?q=1&b=%D0)|[sic]|[|]|(|)|\"q\"|R&D|&amp;|a-b|#x|+1|>|a:|!|é|€|✓|\xa0|"
    "`c`|`|``|<b>|<http://a.b>|![i](j.png)|[r](s.md)|[a]:|~~s~~|~|[^1]|\\|\\\\|javascript:|="
)
_STARTS = (
    "|||||||- |* |+ |> |>|1. |2. |10. |1) |## |# |### |#### |  |   | |-   |1.  |-- |-|---|***|* * *|===|    |\t|- - |> > |> - |"
    "- > |  - |    - |```|-\n|1.\n|>\n|+|#|____|[a]: "
)
INLINES, STARTS = tuple(_INLINES.split("|")), tuple(_STARTS.split("|"))
ENDS = ("", "", "", "", "", "", "  ", " ", "\\", " #")
BREAKS = ("\n", "\n", "\n\n", "\n\n", "\n\n\n", "\n \n")


def joined(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map("".join)


def documents(starts: tuple[str, ...], inlines: tuple[str, ...], ends: tuple[str, ...]) -> st.SearchStrategy[str]:
    words = st.lists(st.sampled_from(inlines), max_size=6).flatmap(
        lambda chosen: st.sampled_from(("", " ")).map(lambda blank: blank.join(chosen))
    )
    line = joined(st.sampled_from(starts), words, st.sampled_from(ends), st.sampled_from(BREAKS))
    return st.lists(line, max_size=7).map("".join)


PLAIN_INLINES = INLINES[: INLINES.index("`c`")]
PLAIN_STARTS = STARTS[: STARTS.index("-- ")]
ALL = documents(STARTS, INLINES, ENDS)
PLAIN = documents(PLAIN_STARTS, PLAIN_INLINES, ("", "", "  "))
DELIMITERS = st.text(alphabet='*_ab .()é“”—"\n€[]', max_size=24)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.one_of(ALL, PLAIN, PLAIN, DELIMITERS, MARKUP, st.text(max_size=40)))
def test_whatever_is_written_comes_out_the_same(text: str) -> None:
    assert difference(text) is None


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.from_regex(WEB_URL, fullmatch=True))
def test_addresses_that_are_not_looked_at_stay_as_they_are(url: str) -> None:
    assert normal(url) == url
    assert difference(f"a [b]({url}) c\n") is None


LINES = ("", "a", "- a", "- b", "* c", "1. d", "2. e", "1) f", "> g", ">h", ">", "## i", " j", "   k", "---", "* * *", "-   m",
         "a  ", "*o", "p*", "[q", "r](http://s.t)", "1986 v", "- *w* ", "### **y**", "    z", "-", "===")  # fmt: skip


def test_each_form_of_a_line_beside_each_other_comes_out_the_same() -> None:
    texts = ["\n".join(lines) for lines in itertools.product(LINES, repeat=2)]
    assert [text for text in texts if difference(text)] == []
    assert sum(map(is_fast, texts)) >= len(texts) / 3


def test_every_character_of_ascii_beside_each_other_comes_out_the_same() -> None:
    pairs = ("".join(pair) for pair in itertools.product(map(chr, range(32, 127)), repeat=2))
    assert [pair for pair in pairs if not pair.isalnum() and difference(f"{pair} a{pair}b\n")] == []


@pytest.mark.parametrize("times", [1, 19, 20, 21, 200])
def test_deep_emphasis_and_long_runs_come_out_the_same(times: int) -> None:
    nested = "*a _b " * times + "b_ a* " * times
    runs = ("*" * times + "a" + "*" * times, "**a *b " * times, "(**" * times + "a" + "**)" * times, "x*" * times)
    blocks = ("> a\n" * times + "- b\n" * times + "1. c\n" * times, "## a\n" * times + "#### b\n" * times + "# c\n" * times)
    for text in (nested, f"[{nested}](http://a.b/) c", f"> {nested}", *runs, *blocks):
        assert difference(text) is None


# -- the engine is optional --

ARTICLE = "## Head\n\nWords, *words* and [a link](https://example.org/).\n"
SCRIPT = """
import sys
{before}
from digest.model.config import Markdown as Settings
from digest.read.markdown import Markdown
assert "comrak" not in sys.modules or sys.modules["comrak"] is None, "imported before an article is read"
reader = Markdown(Settings({settings}))
body, problems = reader.body({text!r}, file="a.md", id="a.md", first_line=1, language="en")
print(sys.modules.get("comrak") is not None, problems, body.html)
"""


@pytest.mark.parametrize(("before", "given", "used"), [
    ("", "", True),
    ("sys.modules['comrak'] = None  # as if it was not installed", "", False),
    ("", "engine='reference'", False),
    ("", "typographer=True", False),
])  # fmt: skip
def test_the_engine_is_used_where_it_may_be_and_never_missed(before: str, given: str, used: bool) -> None:
    script = SCRIPT.format(before=before, settings=given, text=ARTICLE)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout == f"{used} [] {said(REFERENCE, ARTICLE)[0].html}\n"
