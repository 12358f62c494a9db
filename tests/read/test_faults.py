"""One article never ends a build: what no reader expects, faults of the program, and texts made to take long."""

from __future__ import annotations

import errno
import gc
import time
from collections.abc import Callable
from typing import Any

import nh3
import pytest
from markdown_it import MarkdownIt

from digest.model.config import Config
from digest.read.article import Reader
from digest.read.config.load import load_config
from digest.read.images.svg import size as svg_size
from digest.store.bodies import Bodies
from tests.support.bad_input import GOOD, GOOD_PAGES, article, no_hang, put, told
from tests.support.sites import Site

__all__ = ["no_hang"]

MANY = "1" * 5000


# -- numbers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [MANY, "-" + MANY, "1" + "_1" * 3000, "0x" + "f" * 5000, "0b" + MANY, "0o" + MANY])
def test_a_number_of_thousands_of_digits_in_toml_is_told_with_its_line(site: Site, number: str) -> None:
    text = f'+++\ntitle = "Odd"\nnote = """\n1.1 # {MANY}\n"""\nn = {number}\n+++\nWords.\n'
    report = put(site.write(GOOD), "content/odd.md", text).build()
    assert told(report) == ("error front-matter-toml content/odd.md:6",)
    assert "digits" in report.problems[0].message
    assert report.problems[0].hint
    assert all(path in site.output() for path in GOOD_PAGES)


def test_long_numbers_in_texts_and_fractions_of_toml_are_none(site: Site) -> None:
    text = f'+++\ntitle = "Odd"\ndate = 2021-05-06\na = "{MANY}"\nb = 1.{MANY}\nc = \'{MANY}\' # {MANY}\n+++\nWords.\n'
    assert put(site.write(GOOD), "content/odd.md", text).build().problems == ()


@pytest.mark.parametrize("key", ["note", "weight", "date", "expires", "title", "topics", "draft"])
@pytest.mark.parametrize("form", ["{}: {}", '{{"{}": {}}}'])
def test_a_number_of_thousands_of_digits_in_yaml_and_json_ends_no_build(site: Site, key: str, form: str) -> None:
    put(site.write(GOOD), "content/odd.md", f"---\n{form.format(key, MANY)}\n---\nWords.\n")
    report = site.build()
    assert "reader-crashed" not in {p.code for p in report.problems}
    assert all(path in site.output() for path in GOOD_PAGES)


@pytest.mark.parametrize("setting", ["feed_items: {}", "pictures: {{widths: [{}]}}", "theme_options: {{strip: {}}}"])
def test_a_number_of_thousands_of_digits_in_the_settings_is_a_problem(setting: str) -> None:
    _, problems = load_config(setting.format(MANY) + "\n")
    assert all(p.line == 1 for p in problems)


def test_a_picture_thousands_of_digits_wide_is_as_wide_as_it_is(site: Site) -> None:
    from tests.support.pictures import raster

    put(site.write(GOOD), "content/x.png", raster(7, 3))
    report = put(site, "content/odd.md", article(text=f'a <img src="x.png" width="{MANY}"> b')).build()
    assert report.problems == ()
    assert 'width="7"' in site.page("2021/05/06/odd.html")
    assert MANY not in site.page("2021/05/06/odd.html")


# -- faults of the program -------------------------------------------------------------------------


class PanicException(BaseException):
    """What a package written in Rust raises; its name is all that can be known of it."""


def breaking(error: BaseException, mark: str, old: Callable[..., Any]) -> Callable[..., Any]:
    """A function that raises where one of its arguments has a mark."""

    def function(*arguments: Any, **named: Any) -> Any:
        if any(isinstance(a, str) and mark in a for a in arguments):
            raise error
        return old(*arguments, **named)

    return function


real = nh3.Cleaner


class Breaking:
    """What makes HTML safe, and breaks at a mark."""

    def __init__(self, error: BaseException, cleaner: nh3.Cleaner) -> None:
        self.clean = breaking(error, "BOOM", cleaner.clean)


FAULTS = [
    ValueError("a fault\nof two lines"), AssertionError(), KeyError("k"), PanicException("index out of bounds"),
    UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
]  # fmt: skip


@pytest.mark.parametrize("error", FAULTS, ids=lambda e: type(e).__name__)
@pytest.mark.parametrize("package", ["markdown-it", "nh3"])
def test_a_fault_while_a_source_is_read_costs_only_that_source(
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
def test_a_fault_while_an_article_is_kept_costs_only_that_article(
    site: Site, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(Bodies, "add", breaking(error, "BOOM", Bodies.add))
    report = put(site.write(GOOD), "content/odd.md", article(text="BOOM")).build()
    assert told(report) == ("error reader-crashed content/odd.md",)
    assert all(path in site.output() for path in GOOD_PAGES)


def test_a_full_disk_still_ends_the_build(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    error = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr(Bodies, "add", breaking(error, "BOOM", Bodies.add))
    report = put(site.write(GOOD), "content/odd.md", article(text="BOOM")).build()
    assert [p.code for p in report.problems] == ["disk"]


@pytest.mark.parametrize("error", [MemoryError(), KeyboardInterrupt(), OSError("disk")], ids=lambda e: type(e).__name__)
def test_what_is_no_fault_of_the_program_goes_on(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    monkeypatch.setattr(MarkdownIt, "parse", breaking(error, "BOOM", MarkdownIt.parse))
    with pytest.raises(type(error)):
        Reader(Config()).read("odd.md", article(text="BOOM").encode())


def test_the_text_of_an_exception_is_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MarkdownIt, "parse", breaking(ValueError("x" * 9999), "BOOM", MarkdownIt.parse))
    (problem,) = Reader(Config()).read("odd.md", article(text="BOOM").encode()).problems
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
def test_keys_and_tables_of_toml_that_are_too_deep_are_told(toml: str, line: int) -> None:
    article, problems = Reader(Config()).read("a.md", f"+++\n{toml}+++\nWords.\n".encode())
    assert article is None
    assert [(p.code, p.line) for p in problems] == [("front-matter-toml", line)]


def test_dots_in_texts_of_toml_are_no_long_key() -> None:
    dots = ".".join("a" * 100)
    toml = f"a = \"\"\"\n{dots} = 1\n\"\"\"\nb = '''{dots}'''\nc = \"{dots}\" # {dots}\nd = '{dots}'\ne = \"\\\"{dots}\"\n"
    text = f'+++\ntitle = "A"\ndate = 2021-05-06\n{toml}+++\nWords.\n'
    assert Reader(Config()).read("a.md", text.encode()).problems == ()


@pytest.mark.parametrize("form", ["- t{}\n", "t{}, "], ids=["list", "text"])
def test_of_many_topics_the_first_thousand_are_used(form: str) -> None:
    topics = "\n" * form.startswith("-") + "".join(form.format(i) for i in range(1500))
    text = f"---\ntitle: Odd\ndate: 2021-05-06\ntopics: {topics}\n---\nWords.\n"
    article, problems = Reader(Config()).read("odd.md", text.encode())
    assert [(p.code, p.severity, p.line) for p in problems] == [("front-matter-value", "warning", 4 + form.startswith("-"))]
    assert "1,500" in problems[0].message
    assert article
    assert [t.name for t in article.head.topics] == [f"t{i}" for i in range(1000)]


def test_of_many_groups_the_first_thousand_are_used(site: Site) -> None:
    site.write(GOOD + "-- config.yaml --\ncollections: {places: {field: places}}\n")
    text = f"---\ntitle: Odd\ndate: 2021-05-06\nplaces: [{', '.join(f'p{i}' for i in range(1200))}]\n---\nWords.\n"
    report = put(site, "content/odd.md", text).build()
    assert told(report) == ("warning front-matter-value content/odd.md",)
    assert "places/p999/index.html" in site.output()
    assert "places/p1000/index.html" not in site.output()


def test_one_long_address_and_many_links_to_it_make_no_endless_page() -> None:
    text = f"[a]: /{'x' * 50_000}\n\n" + "[a] " * 10_000
    article, problems = Reader(Config()).read("a.md", f"---\ntitle: A\ndate: 2021-05-06\n---\n{text}\n".encode())
    assert [(p.code, p.severity, p.line) for p in problems] == [("links-too-long", "warning", 5)]
    assert article
    assert 1 <= article.body.html.count("<a href=") <= 20
    assert article.body.html.count("[a]") > 9_000


def test_many_links_to_short_addresses_are_links() -> None:
    text = "[a]: https://example.org/a-story-of-usual-length\n\n" + "[a] [b][a] ![c][a] " * 2_000
    article, problems = Reader(Config()).read("a.md", f"---\ntitle: A\ndate: 2021-05-06\n---\n{text}\n".encode())
    assert problems == ()
    assert article
    assert article.body.html.count("<a href=") == 4_000
    assert article.body.html.count("<img ") == 2_000


@pytest.mark.parametrize("text", ["[a](b", "a ![ b", "^[ a", "[^1", "a [ b *c* \"d\""])
def test_text_without_a_closing_bracket_is_what_it_is_beside_one(text: str) -> None:
    def html(text: str) -> str:
        article = Reader(Config()).read("a.md", f"---\ntitle: A\ndate: 2021-05-06\n---\n{text}\n".encode()).article
        assert article
        return article.body.html

    assert html(f"{text}\n\nb ]") == html(text) + "<p>b ]</p>\n"


# -- time ------------------------------------------------------------------------------------------


def lines(form: str) -> Callable[[int], str]:
    """Numbered lines."""
    return lambda size: "".join([form.replace("#", str(i)) for i in range(size // (len(form) + 2))])


def of(text: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """One piece again and again."""
    return lambda size: before + text * (size // len(text)) + after


def runs(mark: str) -> Callable[[int], str]:
    """Runs that grow."""
    return lambda size: " ".join([mark * i for i in range(1, int((2 * size) ** 0.5))])


YAML = {
    "open lists": of("[", "a: "), "open mappings": of("{a: ", "a: "), "entries in entries": of("- ", "a:\n"),
    "anchors": lines("k#: &a# v\n"), "aliases": lambda n: "a: &a v\n" + lines("k#: *a\n")(n), "one key": of("k: v\n"),
    "keys": lines("titel#: v\n"), "escapes": of("\\u0041", 'a: "', '"'), "halves": of("\\ud83d\\udd25", 'a: "', '"'),
    "quotes": of("''", "a: '", "'"), "a long line": of("b ", "a: "), "colons": of("b:", "a: "), "hashes": of("b# ", "a: "),
    "an open quote": of("b ", 'a: "'), "blanks": of(" ", "authors: a", "b"), "names": of("Ann and ", "authors: "),
    "digits": of("1", "date: "), "tags": of("!x a, ", "a: [", "]"), "title": of("![", "title: '", "'"),
    "emphasis": of("*a ", "title: '", "'"), "path": of("a/../", "image: "), "host": of("a.", "source_url: http://"),
}  # fmt: skip
TOML = {
    "tables": lines("[t#]\n"), "tables with keys": lines("[t#]\na = 1\n"), "keys": lines("k# = 1\n"),
    "one key": of("a.", "", "a = 1"), "a table": of("a.", "[", "a]"), "quoted key": of('"a".', "", "a = 1"),
    "keys of a table": lines("a.b# = 1\n"), "tables of a table": lines("[a.b#]\n"), "a long key": of("a", "", " = 1"),
    "arrays of tables": of("[[a]]\nb = 1\n"), "open arrays": of("[", "a = "), "open tables": of("{a=", "a = "),
    "inline tables": of("{a=1},", "a = [", "]"), "an inline table": lambda n: "a = {" + lines("k#=1,")(n) + "z=1}",
    "an array": of("1,", "a = [", "]"), "digits": of("1", "a = "), "hexadecimal": of("f", "a = 0x"),
    "fraction": of("1", "a = 1."), "escapes": of("\\u0041", 'a = "', '"'), "texts": of('""a', 'a = """', '"""'),
    "open text": of('\\"', 'a = "'), "open texts": of('"""\\', "a = "), "open single": of("'''a", "a = "),
    "comments": of("#\n"), "blanks": of(" ", "a = 1"), "blank start": of(" ", "", "a = 1"), "brackets": of("["),
    "dates": lines("d# = 2021-05-06\n"), "moment": of("1", "d = 2021-05-06T10:00:00."),
}  # fmt: skip
PIECES = (
    "[", "![", "![[", "[^a", "^[", "^[a] ", "[a](", "[a](<b", "[a](b \"", "[a][", "](", "[`", "[<", "[*a", "*[a", "[a\n",
    "\n[", "[a\\]", "*", "_", "*a ", "**a ", "*a**a", "*a _b ", "a***", "~~a ", "` ", "<", "<a ", "<a\n", '<a href="',
    "<!-- ", "<!A ", "<?", "<![CDATA[", "<div>", "a<b>", "<p>\n\n", "<table><tr><td>", "<b><i></b>", "<x@", "<http://a",
    "(", "\\", "&", "&#", "&#1;", '"a ', "a'", "--", "...", ">", "> ", ">\n", "> a\n", "- ", "-\n", "* a\n", "1. a\n",
    "- > ", "- - - - - - - - - a\n", "|a", "|\n", "a|b\n", "a|b\n-|-\n", "-|\n", "[a]:\n", '[a]: /x "\n', "[a]: ",
    "[\n", "[a\n]:\n", "# a\n", "# same\n\n", "a\n=\n", "```\n", "- ```\n", "    a\n", "\ta\n", " ",
)  # fmt: skip
TEXT = {
    **{piece: of(piece) for piece in PIECES},
    "notes": lines("[^#]: [^#]\n\n"), "definitions": lines("[a#]: /x\n"), "` runs": runs("`"), "* runs": runs("*"),
    "brackets in each other": lambda n: "[" * (n // 2) + "]" * (n // 2), "heading": of("![", "# "),
    "links in each other": lambda n: "![" * (n // 5) + "](b)" * (n // 5), "attributes": of("a=1 ", "<b ", ">"),
    "wide table": lambda n: "|a" * (n // 8) + "|\n" + "|-" * (n // 8) + "|\n" + "|\n" * (n // 4),
    "table": lambda n: "|a|b|\n|-|-|\n" + "|c|d|\n" * (n // 6), "uses": lambda n: "[a]: /x\n\n" + "[a] " * (n // 4),
    "lazy": of("b\n", "> a\n"), "title of a link": of("b\n", '[a]: /x "'), "host": of("ü.", "[a](http://", "/)"),
}  # fmt: skip
PROSE = {piece: of(piece) for piece in (
    "By Ann Lee, ", "By Ann and ", "By [", "By (", "By Ann Lee\n", "May 6, ", "2021-05-06 ", "12:30 +", "1.", "Photo: ",
    "© AP/", "KYIV (", "(AP) ", "Source: ", "Tags: a\n\n", "Ann/", "Aa-", "A.", "— Ann\n\n", "inter-\n", "a ,b ", "â€™ ",
    "Published: ", "Updated: May 6, 2021\n\n", "**a**\n\n", "*a*\n\n", "# a\n", "a\n=\n", "a - ", "a | ", "http://a.b/c\n\n",
    "[", "![", "*", "`", "<", " ", "\t", "字", "a\u0301", "\x01", "\u00a0", "\r",
)}  # fmt: skip


def seconds(reader: Reader, text: str) -> float:
    """What it takes to read a text, without garbage collection, as in a build."""
    data = text.encode("utf-8", "surrogatepass")
    gc.disable()
    try:
        began = time.process_time()
        reading = reader.read("a.md", data)
        took = time.process_time() - began
    finally:
        gc.enable()
    assert "reader-crashed" not in {p.code for p in reading.problems}
    return took


def grows(reader: Reader, write: Callable[[str], str], make: Callable[[int], str], size: int) -> bool:
    """Whether four times the text takes much more than four times as long; 0.1 s are left to chance, and so are two looks."""
    long, short = write(make(4 * size)), write(make(size))
    return all(seconds(reader, long) > 7 * seconds(reader, short) + 0.1 for _ in range(3))


def test_front_matter_of_any_form_takes_time_by_its_length() -> None:
    reader = Reader(Config())
    yaml = [k for k, make in YAML.items() if grows(reader, lambda t: f"---\n{t}\n---\nWords.\n", make, 15_000)]
    toml = [k for k, make in TOML.items() if grows(reader, lambda t: f"+++\n{t}\n+++\nWords.\n", make, 15_000)]
    assert (yaml, toml) == ([], [])


def test_front_matter_of_any_form_is_read_soon() -> None:
    reader = Reader(Config())
    took = {f"yaml {k}": seconds(reader, f"---\n{make(60_000)}\n---\nWords.\n") for k, make in YAML.items()}
    took |= {f"toml {k}": seconds(reader, f"+++\n{make(60_000)}\n+++\nWords.\n") for k, make in TOML.items()}
    assert {k: t for k, t in took.items() if t > 5} == {}


@pytest.mark.parametrize("part", range(4))
def test_a_text_of_any_form_takes_time_by_its_length(part: int) -> None:
    some = list(TEXT.items())[part::4]
    reader, head = Reader(Config()), "---\ntitle: T\ndate: 2021-05-06\n---\nWords.\n\n"
    assert [k for k, make in some if grows(reader, lambda t: f"{head}{t}\n", make, 8_000)] == []


def test_a_clipping_of_any_form_takes_time_by_its_length() -> None:
    reader = Reader(Config())
    assert [k for k, make in PROSE.items() if grows(reader, lambda t: f"{t}\n", make, 8_000)] == []


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a chain of topics", lambda n: "topics:\n" + "".join(f"  t{i}: {{parent: t{i + 1}}}\n" for i in range(n)) + f"  t{n}:"),
        ("a circle of topics", lambda n: "topics:\n" + "".join(f"  t{i}: {{parent: t{(i + 1) % n}}}\n" for i in range(n))),
        ("missing topics", lambda n: "topics:\n" + "".join(f"  topic{i}: {{parent: tpic{i}}}\n" for i in range(n))),
        ("unknown keys", lambda n: "".join(f"titl{i}: x\n" for i in range(n))),
    ],
)
def test_settings_take_time_by_their_length(name: str, make: Callable[[int], str]) -> None:
    began = time.process_time()
    load_config(make(3_000))
    assert time.process_time() - began < 10, name


def test_topics_that_are_their_own_parents_are_told_once_a_circle() -> None:
    topics = {"a": "b", "b": "c", "c": "b", "d": "d", "e": "a", "f": "g", "g": "", "h": "f"}
    text = "topics:\n" + "".join(f"  {slug}: {{parent: '{parent}'}}\n" for slug, parent in topics.items())
    _, problems = load_config(text)
    assert [(p.line, p.message.partition(": ")[2]) for p in problems] == [(3, "`b` → `c` → `b`"), (5, "`d` → `d`")]


@pytest.mark.parametrize("piece", [b"<!--", b"<?", b"<svg ", b'<svg a="', b"<svg a='"])
def test_a_drawing_that_closes_nothing_is_looked_at_once(piece: bytes) -> None:
    began = time.process_time()
    assert svg_size(piece * (65_536 // len(piece))) is None
    assert time.process_time() - began < 2
