"""Reading takes work in proportion to the length of a text, whatever its form.

Work is counted in calls of functions. What C does in one call, such as a regular expression, shows only in seconds: the
tests that measure these have the marker `timing`.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from digest.model.config import Config
from digest.read.article import Reader
from digest.read.config.load import load_config
from digest.read.images.svg import size as svg_size
from tests.support.effort import calls


def lines(form: str) -> Callable[[int], str]:
    """Numbered lines."""
    return lambda size: "".join([form.replace("#", str(i)) for i in range(size // (len(form) + 2))])


def of(text: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """A piece of text, repeated."""
    return lambda size: before + text * (size // len(text)) + after


def runs(mark: str) -> Callable[[int], str]:
    """Runs of a character, each longer than the one before."""
    return lambda size: " ".join([mark * i for i in range(1, int((2 * size) ** 0.5))])


YAML = {
    "open lists": of("[", "a: "), "open mappings": of("{a: ", "a: "), "entries in entries": of("- ", "a:\n"),
    "anchors": lines("k#: &a# v\n"), "aliases": lambda n: "a: &a v\n" + lines("k#: *a\n")(n), "one key": of("k: v\n"),
    "keys": lines("titel#: v\n"), "escapes": of("\\u0041", 'a: "', '"'), "halves": of("\\ud83d\\udd25", 'a: "', '"'),
    "quotes": of("''", "a: '", "'"), "a long line": of("b ", "a: "), "colons": of("b:", "a: "), "hashes": of("b# ", "a: "),
    "an open quote": of("b ", 'a: "'), "blanks": of(" ", "authors: a", "b"), "names": of("Ann and ", "authors: "),
    "digits": of("1", "date: "), "tags": of("!x a, ", "a: [", "]"), "title": of("![", "title: '", "'"),
    "emphasis": of("*a ", "title: '", "'"), "path": of("a/../", "image: "), "host": of("a.", "source_url: http://"),
    "wide blanks": of("\u00a0", "authors: a", "b"), "blanks of topics": of("\u3000", "topics: a", "b"),
    "mailboxes": of("a@", "authors: x <"), "comments": of("<!--", "summary: '", ">'"), "open tags": of("<a ", "summary: '", "'"),
    "wiki links": of("[[a|", "authors: '", "]]'"), "hashtags": of("#a ", "tags: '", "x'"), "words": of("a ", "tags: ", "!"),
    "path of topics": of("news/", "topics: "), "broken keys": lines("k#: [x\n"), "broken quotes": lines("k#: 'x\n"),
    "one broken key": of("title: a: b\n"), "a broken date": of("expires: a: b\n"), "lists in lists": of("[[a]],", "authors: ["),
    "aliases that are names": of("A b, ", "aliases: [", "]"), "many aliases": lines("k#: [x, &a [b], *a, *a\n"),
    "images in images": of("image: {image: ", "", "x"), "entities": of("&amp;", "summary: "), "signs": of("+", "tags: [C", "]"),
}  # fmt: skip
JSON = {
    "open arrays": of("[", '{"a": '), "open objects": of('{"a":', ""), "keys": lambda n: "{" + lines('"k#": 1,')(n) + '"a": 1}',
    "one key": lambda n: "{" + '"a":1,' * (n // 6) + '"a":1}', "digits": of("1", '{"a": ', "}"), "spaces": of(" ", '{"a":', "1}"),
    "escapes": of("\\u0041", '{"a": "', '"}'), "halves": of("\\ud83d", '{"a": "', '"}'), "text": of("a", '{"a": "'),
    "names": of('"', '{"a": '), "exponent": of("9", '{"weight": 1e', "}"), "blank": of(" ", "", '{"a": 1}'),
}  # fmt: skip
HEADS = {
    "colons": of("a: ", "Title: "), "keys": lines("Key #: a: b\n"), "one key": of("Title: a\n"), "words": of("aaaa bbbb "),
    "stars": of("**", "- "), "open keys": of("a-b "), "continued": of("  a: b\n", "Title: a\nDate: b\n"), "percent": of("% a\n"),
    "more of pandoc": of("  a\n", "% a\n% b\n"), "images": of("![](", ""), "blank lines": of("\n", "", "---\na: 1\n---\n"),
    "comment": of("-", "<!--", "-->\n---\na: 1\n---\n"), "comments": of("<!-- -->\n", "", "---\na: 1\n---\n"),
    "blanks": of(" ", "\n"), "addresses": of("a@", "Subject: a\nFrom: "), "mailboxes": of("<a@b.c>, ", "Subject: a\nFrom: "),
    "logseq": lines("k#:: a\n"), "headings": of("# a\n"), "metadata": of("## Metadata\n"),
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
    "a line of addresses": of(")", "https://a.b/"), "headings and links": lines("# a#\n\n[b](#A#!)\n\n"),
    "missing anchors": lines("[a](#b#) "), "names": lines("[[a#]] "), "ids": lines("<a id=a#></a>"),
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


def takes_many_calls(reader: Reader, write: Callable[[str], str], make: Callable[[int], str]) -> bool:
    """Whether a text of 4,000 characters takes more than 400 calls for each of them."""
    data = write(make(4_000)).encode("utf-8", "surrogatepass")
    return calls(lambda: reader.read("a.md", data)) > 400 * 4_000


def takes_much_longer(reader: Reader, write: Callable[[str], str], make: Callable[[int], str]) -> bool:
    """Whether a text four times as long takes more than seven times as long and 0.1 s, in three measurements."""
    long, short = write(make(60_000)), write(make(15_000))
    return all(seconds(reader, long) > 7 * seconds(reader, short) + 0.1 for _ in range(3))


def seconds(reader: Reader, text: str) -> float:
    """Processor seconds for reading a text, without garbage collection, as in a build."""
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


MEASURES = pytest.mark.parametrize(
    "is_slow",
    [
        pytest.param(takes_many_calls, id="calls"),
        pytest.param(takes_much_longer, id="seconds", marks=pytest.mark.timing),
    ],
)


@MEASURES
@pytest.mark.slow
def test_work_for_front_matter_grows_with_its_length(is_slow: Callable[..., bool]) -> None:
    reader = Reader(Config())
    yaml = [k for k, make in YAML.items() if is_slow(reader, lambda t: f"---\n{t}\n---\nWords.\n", make)]
    toml = [k for k, make in TOML.items() if is_slow(reader, lambda t: f"+++\n{t}\n+++\nWords.\n", make)]
    json = [k for k, make in JSON.items() if is_slow(reader, lambda t: f"{t}\nWords.\n", make)]
    heads = [k for k, make in HEADS.items() if is_slow(reader, lambda t: f"{t}\n\nWords.\n", make)]
    assert (yaml, toml, json, heads) == ([], [], [], [])


@pytest.mark.timing
def test_front_matter_of_any_form_is_read_in_five_seconds() -> None:
    reader = Reader(Config())
    took = {f"yaml {k}": seconds(reader, f"---\n{make(60_000)}\n---\nWords.\n") for k, make in YAML.items()}
    took |= {f"toml {k}": seconds(reader, f"+++\n{make(60_000)}\n+++\nWords.\n") for k, make in TOML.items()}
    took |= {f"json {k}": seconds(reader, f"{make(60_000)}\nWords.\n") for k, make in JSON.items()}
    assert {k: t for k, t in took.items() if t > 5} == {}


@MEASURES
@pytest.mark.slow
def test_work_for_a_text_grows_with_its_length(is_slow: Callable[..., bool]) -> None:
    reader, head = Reader(Config()), "---\ntitle: T\ndate: 2021-05-06\n---\nWords.\n\n"
    slow = [k for k, make in TEXT.items() if is_slow(reader, lambda t: f"{head}{t}\n", make)]
    assert slow == (["wide table"] if is_slow is takes_many_calls else [])  # whose rows are filled up to 65,536 cells


@MEASURES
@pytest.mark.slow
def test_work_for_a_clipping_grows_with_its_length(is_slow: Callable[..., bool]) -> None:
    reader = Reader(Config())
    assert [k for k, make in PROSE.items() if is_slow(reader, lambda t: f"{t}\n", make)] == []


@pytest.mark.timing
@pytest.mark.parametrize(
    ("name", "make"),
    [
        (
            "a chain of topics",
            lambda n: "topics:\n" + "".join(f"  t{i}: {{parent: t{i + 1}}}\n" for i in range(n)) + f"  t{n}:",
        ),
        (
            "a circle of topics",
            lambda n: "topics:\n" + "".join(f"  t{i}: {{parent: t{(i + 1) % n}}}\n" for i in range(n)),
        ),
        ("missing topics", lambda n: "topics:\n" + "".join(f"  topic{i}: {{parent: tpic{i}}}\n" for i in range(n))),
        ("unknown keys", lambda n: "".join(f"titl{i}: x\n" for i in range(n))),
    ],
)
def test_settings_take_linear_time(name: str, make: Callable[[int], str]) -> None:
    began = time.process_time()
    load_config(make(3_000))
    assert time.process_time() - began < 10, name


@pytest.mark.timing
@pytest.mark.parametrize("piece", [b"<!--", b"<?", b"<svg ", b'<svg a="', b"<svg a='"])
def test_an_svg_with_open_elements_is_read_in_two_seconds(piece: bytes) -> None:
    began = time.process_time()
    assert svg_size(piece * (65_536 // len(piece))) is None
    assert time.process_time() - began < 2
