"""One article never ends a build: huge numbers, faults of digest and its libraries, and limits."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any

import nh3
import pytest
from markdown_it import MarkdownIt

from digest.model.config import Config
from digest.read.article import Reader
from digest.read.config.load import load_config
from digest.store.bodies import Bodies
from tests.support.bad_input import GOOD, GOOD_PAGES, article, no_hang, put, told
from tests.support.sites import Site

pytestmark = pytest.mark.slow

__all__ = ["no_hang"]

MANY = "1" * 5000


# -- numbers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [MANY, "-" + MANY, "1" + "_1" * 3000, "0x" + "f" * 5000, "0b" + MANY, "0o" + MANY])
def test_a_huge_number_in_toml_is_reported_with_its_line(site: Site, number: str) -> None:
    text = f'+++\ntitle = "Odd"\nnote = """\n1.1 # {MANY}\n"""\nn = {number}\n+++\nWords.\n'
    report = put(site.write(GOOD), "content/odd.md", text).build()
    assert told(report) == ("error front-matter-toml content/odd.md:6",)
    assert "digits" in report.problems[0].message
    assert report.problems[0].hint
    assert all(path in site.output() for path in GOOD_PAGES)


def test_huge_numbers_in_toml_strings_and_fractions_are_allowed(site: Site) -> None:
    text = f'+++\ntitle = "Odd"\ndate = 2021-05-06\na = "{MANY}"\nb = 1.{MANY}\nc = \'{MANY}\' # {MANY}\n+++\nWords.\n'
    assert put(site.write(GOOD), "content/odd.md", text).build().problems == ()


@pytest.mark.parametrize("key", ["note", "weight", "date", "expires", "title", "topics", "draft"])
@pytest.mark.parametrize("form", ["{}: {}", '{{"{}": {}}}'])
def test_a_huge_number_in_yaml_or_json_does_not_end_the_build(site: Site, key: str, form: str) -> None:
    put(site.write(GOOD), "content/odd.md", f"---\n{form.format(key, MANY)}\n---\nWords.\n")
    report = site.build()
    assert "reader-crashed" not in {p.code for p in report.problems}
    assert all(path in site.output() for path in GOOD_PAGES)


@pytest.mark.parametrize("setting", ["feed_items: {}", "pictures: {{widths: [{}]}}", "theme_options: {{strip: {}}}"])
def test_a_huge_number_in_the_config_is_reported(setting: str) -> None:
    _, problems, _ = load_config(setting.format(MANY) + "\n")
    assert all(p.line == 1 for p in problems)


def test_an_svg_with_a_huge_width(site: Site) -> None:
    from tests.support.pictures import raster

    put(site.write(GOOD), "content/x.png", raster(7, 3))
    report = put(site, "content/odd.md", article(text=f'a <img src="x.png" width="{MANY}"> b')).build()
    assert report.problems == ()
    assert 'width="7"' in site.page("2021/05/06/odd.html")
    assert MANY not in site.page("2021/05/06/odd.html")


# -- faults ----------------------------------------------------------------------------------------


class PanicException(BaseException):
    """An exception of a Rust library, of which only the name is known."""


def breaking(error: BaseException, mark: str, old: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a function so that it raises an error if an argument contains the mark."""

    def function(*arguments: Any, **named: Any) -> Any:
        if any(isinstance(a, str) and mark in a for a in arguments):
            raise error
        return old(*arguments, **named)

    return function


real = nh3.Cleaner


class Breaking:
    """A sanitizer that raises an error at the mark."""

    def __init__(self, error: BaseException, cleaner: nh3.Cleaner) -> None:
        self.clean = breaking(error, "BOOM", cleaner.clean)


FAULTS = [
    ValueError("a fault\nof two lines"), AssertionError(), KeyError("k"), PanicException("index out of bounds"),
    UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
]  # fmt: skip


@pytest.mark.parametrize("error", FAULTS, ids=lambda e: type(e).__name__)
@pytest.mark.parametrize("package", ["markdown-it", "nh3"])
def test_a_fault_while_reading_an_article_affects_only_that_article(
    site: Site, monkeypatch: pytest.MonkeyPatch, error: BaseException, package: str
) -> None:
    put(site.write(GOOD), "content/odd.md", article(text="Old words.")).build()
    if package == "nh3":
        monkeypatch.setattr(nh3, "Cleaner", lambda **named: Breaking(error, real(**named)))
    else:
        monkeypatch.setattr(MarkdownIt, "parse", breaking(error, "BOOM", MarkdownIt.parse))
    put(site, "content/odd.md", article(text="BOOM <b>new</b> words."))
    put(site, "content/other.md", article("Other", "Other <b>words</b>."))
    report = site.build()
    assert told(report) == ("error reader-crashed content/odd.md",)
    (problem,) = report.problems
    assert type(error).__name__ in problem.message
    assert " ".join(str(error).encode("utf-8", "replace").decode().split()) in problem.message
    assert "\n" not in problem.message
    assert "report this bug" in problem.hint
    assert "Old words." in site.page("2021/05/06/odd.html")
    assert "Other <b>words</b>" in site.page("2021/05/06/other.html")
    assert told(site.build()) == told(report)


@pytest.mark.parametrize("error", [ValueError("odd"), RecursionError("deep")], ids=lambda e: type(e).__name__)
def test_a_fault_while_storing_an_article_affects_only_that_article(
    site: Site, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(Bodies, "add", breaking(error, "BOOM", Bodies.add))
    report = put(site.write(GOOD), "content/odd.md", article(text="BOOM")).build()
    assert told(report) == ("error reader-crashed content/odd.md",)
    assert all(path in site.output() for path in GOOD_PAGES)


def test_a_full_disk_ends_the_build(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    error = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr(Bodies, "add", breaking(error, "BOOM", Bodies.add))
    report = put(site.write(GOOD), "content/odd.md", article(text="BOOM")).build()
    assert [p.code for p in report.problems] == ["disk"]


@pytest.mark.parametrize("error", [MemoryError(), KeyboardInterrupt(), OSError("disk")], ids=lambda e: type(e).__name__)
def test_memory_errors_and_interrupts_are_not_caught(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    monkeypatch.setattr(MarkdownIt, "parse", breaking(error, "BOOM", MarkdownIt.parse))
    with pytest.raises(type(error)):
        Reader(Config()).read("odd.md", article(text="`BOOM`").encode())


def test_the_text_of_an_exception_is_shortened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MarkdownIt, "parse", breaking(ValueError("x" * 9999), "BOOM", MarkdownIt.parse))
    (problem,) = Reader(Config()).read("odd.md", article(text="`BOOM`").encode()).problems
    assert len(problem.message) < 300


# -- limits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("fence", ["---", "+++"])
@pytest.mark.parametrize("letter", ["x", "ü", "字", "🙂"])
def test_front_matter_has_a_limit_in_bytes(fence: str, letter: str) -> None:
    start = 'title: A\ndate: 2021-05-06\nnote: "' if fence == "---" else 'title = "A"\ndate = 2021-05-06\nnote = "'
    room = 65_536 - len(start) - len('"\n')
    fits = letter * (room // len(letter.encode())) + "x" * (room % len(letter.encode()))
    reader = Reader(Config())
    assert reader.read("a.md", f'{fence}\n{start}{fits}"\n{fence}\nWords.\n'.encode()).problems == ()
    article, problems = reader.read("a.md", f'{fence}\n{start}{fits}x"\n{fence}\nWords.\n'.encode())
    assert article is None
    assert [(p.code, p.severity, p.line) for p in problems] == [("front-matter-too-long", "error", 4)]
    assert problems[0].hint


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        ("x = 1\n" + ".".join("a" * 51) + " = 1\n", 3),
        ("[" + " . ".join("a" * 10_000) + "]\n", 2),
        ("\n" + ".".join(['"a b"'] * 10_000) + " = 1\n", 3),
        ("a = {" + ".".join("a" * 10_000) + " = 1}\n", 2),
        ("a = " + "{a.b.c.d.e.f = " * 60 + "1" + "}" * 60 + "\n", 2),
    ],
)
def test_keys_and_tables_of_toml_that_are_too_deep_are_reported(toml: str, line: int) -> None:
    article, problems = Reader(Config()).read("a.md", f"+++\n{toml}+++\nWords.\n".encode())
    assert article is None
    assert [(p.code, p.line) for p in problems] == [("front-matter-toml", line)]


def test_dots_in_toml_strings_do_not_count_as_keys() -> None:
    dots = ".".join("a" * 100)
    toml = f'a = """\n{dots} = 1\n"""\nb = \'\'\'{dots}\'\'\'\nc = "{dots}" # {dots}\nd = \'{dots}\'\ne = "\\"{dots}"\n'
    text = f'+++\ntitle = "A"\ndate = 2021-05-06\n{toml}+++\nWords.\n'
    assert Reader(Config()).read("a.md", text.encode()).problems == ()


@pytest.mark.parametrize("form", ["- t{}\n", "t{}, "], ids=["list", "text"])
def test_an_article_has_at_most_a_thousand_topics(form: str) -> None:
    topics = "\n" * form.startswith("-") + "".join(form.format(i) for i in range(1500))
    text = f"---\ntitle: Odd\ndate: 2021-05-06\ntopics: {topics}\n---\nWords.\n"
    article, problems = Reader(Config()).read("odd.md", text.encode())
    assert [(p.code, p.severity, p.line) for p in problems] == [
        ("front-matter-value", "warning", 4 + form.startswith("-"))
    ]
    assert "1,500" in problems[0].message
    assert article
    assert [t.name for t in article.head.topics] == [f"t{i}" for i in range(1000)]


def test_an_article_has_at_most_a_thousand_values_of_a_collection(site: Site) -> None:
    site.write(GOOD + "-- config.yaml --\ncollections: {places: {field: places}}\n")
    text = f"---\ntitle: Odd\ndate: 2021-05-06\nplaces: [{', '.join(f'p{i}' for i in range(1200))}]\n---\nWords.\n"
    report = put(site, "content/odd.md", text).build()
    assert told(report) == ("warning front-matter-value content/odd.md",)
    assert "places/p999/index.html" in site.output()
    assert "places/p1000/index.html" not in site.output()


def test_many_links_to_one_long_url_are_limited() -> None:
    text = f"[a]: /{'x' * 50_000}\n\n" + "[a] " * 10_000
    article, problems = Reader(Config()).read("a.md", f"---\ntitle: A\ndate: 2021-05-06\n---\n{text}\n".encode())
    assert [(p.code, p.severity, p.line) for p in problems] == [("links-too-long", "warning", 5)]
    assert article
    assert 1 <= article.body.html.count("<a href=") <= 20
    assert article.body.html.count("[a]") > 9_000


def test_many_links_to_short_urls_are_not_limited() -> None:
    text = "[a]: https://example.org/a-story-of-usual-length\n\n" + "[a] [b][a] ![c][a] " * 2_000
    article, problems = Reader(Config()).read("a.md", f"---\ntitle: A\ndate: 2021-05-06\n---\n{text}\n".encode())
    assert problems == ()
    assert article
    assert article.body.html.count("<a href=") == 4_000
    assert article.body.html.count("<img ") == 2_000


@pytest.mark.parametrize("text", ["[a](b", "a ![ b", "^[ a", "[^1", 'a [ b *c* "d"'])
def test_text_without_a_closing_bracket_is_rendered_the_same_next_to_one(text: str) -> None:
    def html(text: str) -> str:
        article = Reader(Config()).read("a.md", f"---\ntitle: A\ndate: 2021-05-06\n---\n{text}\n".encode()).article
        assert article
        return article.body.html

    assert html(f"{text}\n\nb ]") == html(text) + "<p>b ]</p>\n"


def test_each_circle_of_parents_of_topics_is_reported_once() -> None:
    topics = {"a": "b", "b": "c", "c": "b", "d": "d", "e": "a", "f": "g", "g": "", "h": "f"}
    text = "topics:\n" + "".join(f"  {slug}: {{parent: '{parent}'}}\n" for slug, parent in topics.items())
    _, problems, _ = load_config(text)
    assert [(p.line, p.message.partition(": ")[2]) for p in problems] == [(3, "`b` → `c` → `b`"), (5, "`d` → `d`")]
