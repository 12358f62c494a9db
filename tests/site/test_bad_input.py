"""Bad and strange input: each problem is reported with file and line, and the good article next to it is built.

Cases that are text are in tests/cases/bad (see the README there). Cases of bytes and file names are in this module.
"""

from __future__ import annotations

import ast
import os
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest

from tests.support.bad_input import GOOD, GOOD_PAGES, SOUND, article, no_hang, put, told
from tests.support.paths import CASES, REPOSITORY
from tests.support.pictures import opened, raster
from tests.support.sites import Site

pytestmark = pytest.mark.slow

__all__ = ["no_hang"]

BAD = CASES / "bad"


# -- cases as text ---------------------------------------------------------------------------------


class Case(NamedTuple):
    """A site and its expected problems and files."""

    name: str
    site: str
    problems: tuple[str, ...]
    """`error CODE PLACE` or `warning CODE PLACE`, all of them."""
    files: tuple[str, ...]
    """Files of the output besides those of the good article."""


def cases(file: str) -> list[Case]:
    """The cases of one file in tests/cases/bad."""
    found = []
    for part in re.split(r"^=== ", (BAD / file).read_text("utf-8"), flags=re.MULTILINE)[1:]:
        name, _, rest = part.partition("\n")
        site, _, expected = rest.partition("-- expected --\n")
        lines = expected.split("\n")
        problems = tuple(line for line in lines if line.startswith(("error ", "warning ")))
        files = tuple(line.removeprefix("file ") for line in lines if line.startswith("file "))
        assert len(problems) + len(files) == sum(map(bool, lines)), f"{file}: {name}: a line says nothing"
        found.append(Case(name, spelled_out(site), problems, files))
    return found


def spelled_out(text: str) -> str:
    """`{x␣ * 3}` in a case is `x x x `."""
    return re.sub(r"\{(\S+) \* (\d+)\}", lambda m: m[1].replace("␣", " ") * int(m[2]), text)


def good_alone(root: Path) -> set[str]:
    """The output of the good article alone."""
    site = Site(root).write(GOOD)
    assert site.build().problems == ()
    return set(site.output())


def parameters(*files: str) -> pytest.MarkDecorator:
    """A test for each case of these files."""
    every = [case for file in files for case in cases(file)]
    return pytest.mark.parametrize("case", every, ids=[c.name for c in every])


@parameters("front_matter.txt", "text.txt", "addresses.txt")
def test_a_fault_in_one_file_is_reported_and_the_others_are_built(tmp_path: Path, case: Case) -> None:
    usual = good_alone(tmp_path / "good")
    site = Site(tmp_path / "bad").write(GOOD + case.site)
    report = site.build()
    assert told(report) == case.problems
    assert sorted(set(site.output()) - usual) == sorted(case.files)
    assert usual <= set(site.output())
    assert report.failed() == any(p.startswith("error") for p in case.problems)
    assert "Good words." in site.page(GOOD_PAGES[0])
    assert told(site.build()) == case.problems


@parameters("config.txt", "themes_refused.txt")
def test_an_invalid_config_leaves_the_output_unchanged(site: Site, case: Case) -> None:
    site.write(GOOD).build()
    before = site.output()
    report = site.write(case.site).build()
    assert told(report) == case.problems
    assert report.failed()
    assert site.output() == before


@parameters("themes.txt")
def test_an_invalid_template_affects_only_its_pages(tmp_path: Path, case: Case) -> None:
    site = Site(tmp_path / "bad").write(GOOD + case.site)
    report = site.build()
    assert told(report) == case.problems
    assert report.failed() == any(p.startswith("error") for p in case.problems)
    assert sorted(case.files) == sorted(good_alone(tmp_path / "good") - set(site.output()))
    assert told(site.build()) == case.problems


@parameters("themes.txt")
def test_pages_of_a_broken_template_keep_their_last_version(site: Site, case: Case) -> None:
    site.write(GOOD).build()
    before = site.output()
    site.write(case.site).build()
    assert {p: site.output().get(p) for p in case.files if not p.startswith("theme/")} == {
        p: before[p] for p in case.files if not p.startswith("theme/")
    }


@parameters("settings_odd.txt")
def test_odd_but_valid_settings(site: Site, case: Case) -> None:
    assert told(site.write(GOOD + case.site).build()) == case.problems
    assert set(case.files) <= set(site.output())


def test_there_are_enough_cases() -> None:
    files = [path.name for path in BAD.glob("*.txt")]
    assert sum(len(cases(file)) for file in files) >= 100


# -- bytes -----------------------------------------------------------------------------------------


BYTES: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "nothing at all": (b"", ("warning empty-article content/odd.md",)),
    "a NUL in the text": (b"# Odd\n\n2021-05-06\n\nWords and\0more.\n", ("error encoding content/odd.md:5:10",)),
    "a NUL in the front matter": (b"---\ntitle: O\0dd\n---\nWords.\n", ("error encoding content/odd.md:2:9",)),
    "Latin-1": (b"# Odd\n\nCaf\xe9\n", ("error encoding content/odd.md:3:4",)),
    "a picture named as a text": (b"\x89PNG\r\n\x1a\n\0\0", ("error encoding content/odd.md:1:1",)),
    "UTF-16 with its mark": (article("Ödd").encode("utf-16"), ()),
    "UTF-16 with its mark, cut in two": (b"\xff\xfe#\0 \0O", ("error encoding content/odd.md",)),
    "UTF-16 without its mark": (article().encode("utf-16-le"), ("error encoding content/odd.md:1:2",)),
    "UTF-8 with its mark, Windows line ends": (b"\xef\xbb\xbf" + article().replace("\n", "\r\n").encode(), ()),
    "old Macintosh line ends": (article().replace("\n", "\r").encode(), ()),
    "control characters": (article('"O\\x07d\\e[31md"', "\x1b[31m &#7; &#0; &#x202e; \x07").encode(), ()),
    "half a character, escaped": (article('"\\ud800"').encode(), ()),
    "10 MB": (
        (article() + "Words and words.\n\n" * 600_000).encode()[: 10 << 20],
        ("error too-long content/odd.md:5",),
    ),
    "more than 10 MB": (b"x" * ((10 << 20) + 1), ("error too-large content/odd.md",)),
    "front matter of 1 MB": (
        article(f"Odd\nnote: {'x' * 1_000_000}").encode(),
        ("error front-matter-too-long content/odd.md:3",),
    ),
    "100,000 keys": (
        ("---\n" + "".join(f"k{i}: v\n" for i in range(100_000)) + "---\nWords.\n").encode(),
        ("error front-matter-too-long content/odd.md:7407",),
    ),
    "8,000 topics": (
        article(f"Odd\ntopics: [{', '.join(f't{i}' for i in range(8_000))}]").encode(),
        ("warning front-matter-value content/odd.md:3:9",),
    ),
}


@pytest.mark.parametrize("name", BYTES)
def test_odd_bytes_are_read_or_reported(site: Site, name: str) -> None:
    data, problems = BYTES[name]
    report = put(site.write(GOOD), "content/odd.md", data).build()
    assert told(report) == problems
    assert report.failed() == any(p.startswith("error ") for p in problems)
    published = not problems or problems[0].startswith(("error too-long", "warning front-matter-value"))
    assert report.articles == (2 if published else 1)
    assert all(path in site.output() for path in GOOD_PAGES)
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"".join(site.output().values()))


def test_the_config_can_be_utf16_and_must_be_text(site: Site) -> None:
    put(site.write(GOOD), "config.yaml", "title: Œuvres\n".encode("utf-16"))
    assert site.build().problems == ()
    assert "Œuvres" in site.page("index.html")
    assert told(put(site, "config.yaml", b"title: caf\xe9\n").build()) == ("error encoding config.yaml:1:11",)
    assert told(put(site, "config.yaml", b"title: a\0b\n").build()) == ("error config-yaml config.yaml:1:9",)


# -- names -----------------------------------------------------------------------------------------

NAMES = (
    "con.md", "aux.txt", "nul.markdown", "a b.md", "it's.md", "50%.md", "a#b.md", "a&b.md", " lead.md", "-rf.md",
    "smile\U0001f600.md", "\u202ertl\u202c.md", "$(x).md", "`x`.md", "UPPER.MD", "a.b.c.md", "x.md.txt", "ß.md",
    "t" * 200 + ".md",
)  # fmt: skip
NAMES_OF_POSIX = (
    '"q".md',
    "what?.md",
    "<b>.md",
    "new\nline.md",
    "tab\tx.md",
    "back\\slash.md",
    "a:b.md",
    "*.md",
    "tr .md",
)


@pytest.mark.parametrize("name", NAMES + (NAMES_OF_POSIX if os.name == "posix" else ()))
def test_articles_can_have_any_file_name(site: Site, name: str) -> None:
    put(site.write(GOOD), "content/" + name, "Words and words, with no title above them and no date.\n")
    report = site.build()
    assert told(report) == (f"warning no-date content/{name}", f"warning no-title content/{name}")
    assert report.articles == 2
    assert [part for path in site.output() for part in path.split("/") if not SOUND.fullmatch(part)] == []
    assert "\n" not in "".join(path for path in site.output())


@pytest.mark.parametrize("title", ["t" * 400, "word " * 80, "字" * 400, "🙂" * 400, "…", "con", "index", "a/b/../c"])
def test_any_title_makes_a_valid_path(site: Site, title: str) -> None:
    report = put(site.write(GOOD), "content/odd.md", article(f'"{title}"')).build()
    assert report.problems == ()
    assert report.articles == 2
    assert [part for path in site.output() for part in path.split("/") if not SOUND.fullmatch(part)] == []


@pytest.mark.skipif(os.name != "posix", reason="names are Unicode here")
def test_a_name_that_is_not_unicode_is_reported_and_ignored(site: Site) -> None:
    site.write(GOOD + "-- config.yaml --\ntheme: mine\n-- themes/mine/theme.yaml --\nextends: plain\n")
    try:
        put(site, b"content/caf\xe9.md", article())
    except OSError:
        pytest.skip("this file system takes no such names")
    for path in (b"content/d\xe9/x.md", b"static/caf\xe9.txt", b"themes/mine/\xe9.css", b"output/\xe9.txt"):
        put(site, path, article())
    report = site.build()
    assert told(report) == (
        "warning output-strangers",
        "error file-name content/caf\\xe9.md",
        "error file-name content/d\\xe9",
        "error file-name static/caf\\xe9.txt",
        "error file-name themes/mine/\\xe9.css",
    )
    assert all(path in site.output() for path in GOOD_PAGES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bad.md", "bad.md"),
        (unicodedata.normalize("NFC", "é.md"), unicodedata.normalize("NFD", "é.md")),
        ("a/bad.md", "b/bad.md"),
        ("bad.md", "bad.txt"),
    ],
    ids=["case", "normalisation", "folder", "ending"],
)
def test_the_second_of_two_articles_with_one_address_moves(site: Site, one: str, other: str) -> None:
    first, second = sorted((one, other))
    put(site.write(GOOD), f"content/{first}", article("Bad!", "First."))
    put(site, f"content/{second}", article("BAD", "Second."))
    if sum(len(names) for _, _, names in os.walk(site.root / "content")) < 3:
        pytest.skip("this file system takes the names for one")
    report = site.build()
    assert told(report) == (f"warning address-taken content/{second}",)
    assert "First." in site.page("2021/05/06/bad.html")
    (other_page,) = [p for p in site.output() if re.fullmatch(r"2021/05/06/bad-[0-9a-f]{6}\.html", p)]
    assert "Second." in site.page(other_page)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such names")
def test_attachments_have_valid_paths_and_working_links(site: Site) -> None:
    names = [
        "a b.jpg",
        "what?.jpg",
        "a#b.jpg",
        'q"<u>.jpg',
        "con.jpg",
        "50%.jpg",
        "café.jpg",
        "end./x.jpg",
        "p" * 250 + ".jpg",
    ]
    text = " ".join(f"![x](<{n.replace('%', '%25').replace('#', '%23').replace('?', '%3F')}>)" for n in names)
    text = text.replace("<u>", "\\<u\\>")
    for name in names:
        put(site, f"content/{name}", raster(len(name), 3))
    report = put(site.write(GOOD), "content/odd.md", article("Odd", text)).build()
    assert report.problems == ()
    assert [part for path in site.output() for part in path.split("/") if not SOUND.fullmatch(part)] == []
    links = re.findall(r'<img src="([^"]*)"', site.page("2021/05/06/odd.html"))
    output = site.output()
    assert [opened(output[unquote(urlsplit(link).path)[1:]]).width for link in links] == [len(name) for name in names]


# -- the manual ------------------------------------------------------------------------------------


def codes_in(modules: list[ast.Module]) -> set[str]:
    """The codes of problems in modules: texts given for parameters named `code`, and their defaults."""
    places = [positions_of_codes(module) for module in modules]
    everywhere = {name: place for each in places for name, place in each.items()}
    found = [
        code for module, own in zip(modules, places, strict=True) for code in codes_given(module, everywhere | own)
    ]
    return {str(c.value) for c in found if isinstance(c, ast.Constant) and c.value}


def positions_of_codes(module: ast.Module) -> dict[str, int]:
    place = {"Problem": 0, "warning": 0, "warn": 0, "InvalidValueError": 3}
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and "code" in (names := parameters_of(node)):
            place[node.name] = names.index("code")
    return place


def parameters_of(function: ast.FunctionDef) -> list[str]:
    return [a.arg for a in (*function.args.args, *function.args.kwonlyargs) if a.arg != "self"]


def codes_given(module: ast.Module, place: dict[str, int]) -> list[ast.expr | None]:
    found: list[ast.expr | None] = []
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            defaults = [*node.args.defaults, *node.args.kw_defaults]
            found.append(dict(zip(reversed(parameters_of(node)), reversed(defaults), strict=False)).get("code"))
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            found += node.args[place[name] : place[name] + 1] if name in place else []
            found += [k.value for k in node.keywords if k.arg == "code"]
    return found


def test_the_manual_lists_all_codes_of_problems() -> None:
    root = REPOSITORY
    made = codes_in([ast.parse(path.read_text("utf-8")) for path in (root / "digest").rglob("*.py")])
    headings = re.findall(r"^### `([^`]+)`$", (root / "docs/problems.md").read_text("utf-8"), flags=re.MULTILINE)
    assert len(made) > 30
    assert headings == sorted(made)
