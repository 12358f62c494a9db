"""Bad and strange input: each fault is told with its file and line, and the good article beside it is built all the same.

The cases that are text stand in tests/cases/bad (see the README there); here are those that need bytes, links, pipes,
or a second build.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from digest.events import Report
from tests.sites import Site

CASES = Path(__file__).parent / "cases" / "bad"
GOOD = "-- content/good.md --\n---\ntitle: A good article\ndate: 2021-05-06\n---\nGood words.\n"
GOOD_PAGES = ("2021/05/06/a-good-article.html", "2021/05/06/index.html")
LONGEST = 60
"""Seconds until a build counts as hanging; the slowest case takes two."""

needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    """Ends a test that waits for something: a pipe, a lock, the end of a recursion."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(number: int, frame: object) -> None:
        pytest.fail(f"still at work after {LONGEST} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


# -- cases as text ------------------------------------------------------------------------------


class Case(NamedTuple):
    """A site and what must come of it."""

    name: str
    site: str
    problems: tuple[str, ...]
    """`error CODE PLACE` or `warning CODE PLACE`, all of them."""
    files: tuple[str, ...]
    """What the output has besides the pages of the good article."""


def cases(file: str) -> list[Case]:
    """The cases of one file in tests/cases/bad."""
    found = []
    for part in re.split(r"^=== ", (CASES / file).read_text("utf-8"), flags=re.MULTILINE)[1:]:
        name, _, rest = part.partition("\n")
        site, _, expected = rest.partition("-- expected --\n")
        lines = expected.split("\n")
        problems = tuple(line for line in lines if line.startswith(("error ", "warning ")))
        files = tuple(line.removeprefix("file ") for line in lines if line.startswith("file "))
        assert len(problems) + len(files) == sum(map(bool, lines)), f"{file}: {name}: a line says nothing"
        found.append(Case(name, spelled_out(site), problems, files))
    return found


def spelled_out(text: str) -> str:
    """`{x * 3}` in a case is `xxx`."""
    return re.sub(r"\{(\S+) \* (\d+)\}", lambda m: m[1] * int(m[2]), text)


def told(report: Report) -> tuple[str, ...]:
    """The problems of a report as the cases have them."""
    return tuple(f"{p.severity} {p.code} {p.place()}".rstrip() for p in report.problems)


def good_alone(root: Path) -> set[str]:
    """The output of the good article and nothing else."""
    site = Site(root).write(GOOD)
    assert site.build().problems == ()
    return set(site.output())


def parameters(*files: str) -> pytest.MarkDecorator:
    """A test for each case of these files."""
    every = [case for file in files for case in cases(file)]
    return pytest.mark.parametrize("case", every, ids=[c.name for c in every])


@parameters("front_matter.txt", "text.txt", "addresses.txt")
def test_a_fault_in_one_file_is_told_and_the_others_are_built(tmp_path: Path, case: Case) -> None:
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
def test_settings_that_cannot_be_used_leave_the_last_output_as_it_is(site: Site, case: Case) -> None:
    site.write(GOOD).build()
    before = site.output()
    report = site.write(case.site).build()
    assert told(report) == case.problems
    assert report.failed()
    assert site.output() == before


@parameters("themes.txt")
def test_a_template_that_cannot_be_used_stops_its_own_pages_only(tmp_path: Path, case: Case) -> None:
    site = Site(tmp_path / "bad").write(GOOD + case.site)
    report = site.build()
    assert told(report) == case.problems
    assert report.failed() == any(p.startswith("error") for p in case.problems)
    assert sorted(case.files) == sorted(good_alone(tmp_path / "good") - set(site.output()))
    assert told(site.build()) == case.problems


@parameters("themes.txt")
def test_a_page_whose_template_breaks_keeps_its_last_good_version(site: Site, case: Case) -> None:
    site.write(GOOD).build()
    before = site.output()
    site.write(case.site).build()
    assert before.keys() <= site.output().keys()
    assert all(site.output()[path] == before[path] for path in case.files)


@parameters("settings_odd.txt")
def test_odd_settings_that_mean_something_are_taken(site: Site, case: Case) -> None:
    assert told(site.write(GOOD + case.site).build()) == case.problems
    assert set(case.files) <= set(site.output())


def test_there_are_enough_cases() -> None:
    files = [path.name for path in CASES.glob("*.txt")]
    assert sum(len(cases(file)) for file in files) >= 100


# -- bytes --------------------------------------------------------------------------------------


def put(site: Site, path: str | bytes, data: str | bytes) -> Site:
    """A file of these bytes."""
    full = os.path.join(os.fsencode(site.root), path.encode() if isinstance(path, str) else path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)
    return site


def article(title: str = "Odd", text: str = "Words.") -> str:
    """An article of the good one's day."""
    return f"---\ntitle: {title}\ndate: 2021-05-06\n---\n{text}\n"


BYTES: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "nothing at all": (b"", ("error empty-article content/odd.md",)),
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
    "half a character, escaped": (article('"\\ud800"').encode(), ("error front-matter-yaml content/odd.md:2:9",)),
    "10 MB": ((article() + "Words and words.\n\n" * 600_000).encode()[: 10 << 20], ("error too-long content/odd.md:5",)),
    "more than 10 MB": (b"x" * ((10 << 20) + 1), ("error too-large content/odd.md",)),
    "front matter of 1 MB": (article(f"Odd\nnote: {'x' * 1_000_000}").encode(), ()),
    "100,000 keys": (
        ("---\n" + "".join(f"k{i}: v\n" for i in range(100_000)) + "---\nWords.\n").encode(),
        ("error front-matter-yaml content/odd.md:2",),
    ),
    "50,000 topics": (
        article(f"Odd\ntopics: [{', '.join(f't{i}' for i in range(40_000))}]").encode(),
        ("error front-matter-value content/odd.md:3:9",),
    ),
    "50,000 topics as one text": (
        article(f"Odd\ntopics: {', '.join(f't{i}' for i in range(50_000))}").encode(),
        ("error front-matter-value content/odd.md:3:9",),
    ),
}


@pytest.mark.parametrize("name", BYTES)
def test_odd_bytes_are_read_or_told(site: Site, name: str) -> None:
    data, problems = BYTES[name]
    report = put(site.write(GOOD), "content/odd.md", data).build()
    assert told(report) == problems
    assert report.failed() == bool(problems)
    assert report.articles == (2 if not problems or "too-long" in problems[0] else 1)
    assert all(path in site.output() for path in GOOD_PAGES)
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"".join(site.output().values()))


def test_settings_may_be_utf16_and_must_be_text(site: Site) -> None:
    put(site.write(GOOD), "config.yaml", "title: Œuvres\n".encode("utf-16"))
    assert site.build().problems == ()
    assert "Œuvres" in site.page("index.html")
    assert told(put(site, "config.yaml", b"title: caf\xe9\n").build()) == ("error encoding config.yaml:1:11",)
    assert told(put(site, "config.yaml", b"title: a\0b\n").build()) == ("error config-yaml config.yaml:1:9",)


# -- names --------------------------------------------------------------------------------------

NAMES = (
    "con.md", "aux.txt", "nul.markdown", "a b.md", "it's.md", "50%.md", "a#b.md", "a&b.md", " lead.md", "-rf.md",
    "smile\U0001f600.md", "\u202ertl\u202c.md", "$(x).md", "`x`.md", "UPPER.MD", "a.b.c.md", "x.md.txt", "ß.md",
    "t" * 200 + ".md",
)  # fmt: skip
NAMES_OF_POSIX = ('"q".md', "what?.md", "<b>.md", "new\nline.md", "tab\tx.md", "back\\slash.md", "a:b.md", "*.md", "tr .md")
SOUND = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[^\x00-\x1f<>:\"|?*\\]{0,239}[^\x00-\x1f<>:\"|?*\\ .]", re.I)
"""A name that every system can have."""


@pytest.mark.parametrize("name", NAMES + (NAMES_OF_POSIX if os.name == "posix" else ()))
def test_a_file_may_have_any_name_and_its_page_has_a_sound_one(site: Site, name: str) -> None:
    put(site.write(GOOD), "content/" + name, "Words and words, with no title above them and no date.\n")
    report = site.build()
    assert told(report) == (f"warning no-date content/{name}", f"warning no-title content/{name}")
    assert report.articles == 2
    assert [part for path in site.output() for part in path.split("/") if not SOUND.fullmatch(part)] == []
    assert "\n" not in "".join(path for path in site.output())


@pytest.mark.parametrize("title", ["t" * 400, "word " * 80, "字" * 400, "🙂" * 400, "…", "con", "index", "a/b/../c"])
def test_any_title_makes_a_sound_address(site: Site, title: str) -> None:
    report = put(site.write(GOOD), "content/odd.md", article(f'"{title}"')).build()
    assert report.problems == ()
    assert report.articles == 2
    assert [part for path in site.output() for part in path.split("/") if not SOUND.fullmatch(part)] == []


@pytest.mark.skipif(os.name != "posix", reason="names are Unicode here")
def test_a_name_that_is_no_unicode_is_told_and_passed_over(site: Site) -> None:
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
def test_of_two_articles_with_one_address_the_second_gives_way(site: Site, one: str, other: str) -> None:
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
def test_copies_of_files_have_sound_names_and_links_that_lead_to_them(site: Site) -> None:
    names = ["a b.jpg", "what?.jpg", "a#b.jpg", 'q"<u>.jpg', "con.jpg", "50%.jpg", "café.jpg", "end./x.jpg", "p" * 250 + ".jpg"]
    text = " ".join(f"![x](<{n.replace('%', '%25').replace('#', '%23').replace('?', '%3F')}>)" for n in names)
    text = text.replace("<u>", "\\<u\\>")
    for name in names:
        put(site, f"content/{name}", name)
    report = put(site.write(GOOD), "content/odd.md", article("Odd", text)).build()
    assert report.problems == ()
    assert [part for path in site.output() for part in path.split("/") if not SOUND.fullmatch(part)] == []
    from urllib.parse import unquote, urlsplit

    links = re.findall(r'<img src="([^"]*)"', site.page("2021/05/06/odd.html"))
    assert [site.page(unquote(urlsplit(link).path)[1:]) for link in links] == names


# -- symbolic links, pipes, what cannot be read ---------------------------------------------------


def link(site: Site, path: str, target: str) -> None:
    """A symbolic link; skips the test where there are none."""
    try:
        (site.root / path).symlink_to(target)
    except (OSError, NotImplementedError):
        pytest.skip("no symbolic links here")


def test_symbolic_links_that_lead_out_are_refused_and_nothing_leaks(site: Site) -> None:
    put(site.write(GOOD), "outside/secret.md", article("Secret", "SECRET"))
    put(site, "content/odd.md", article("Odd", "![x](leak.png) [y](folder/secret.md)"))
    link(site, "content/leak.md", "../outside/secret.md")
    link(site, "content/leak.png", "../outside/secret.md")
    link(site, "content/folder", "../outside")
    link(site, "content/dangling.md", "nowhere.md")
    link(site, "content/self.md", "self.md")
    report = site.build()
    assert told(report) == (
        "error unreadable content/dangling.md",
        "warning link-leaves-content content/folder",
        "warning link-leaves-content content/leak.md",
        "warning link-leaves-content content/leak.png",
        "error link-missing content/odd.md:5",
        "error link-missing content/odd.md:5",
        "error unreadable content/self.md",
    )
    assert b"SECRET" not in b"".join(site.output().values())
    assert all(path in site.output() for path in GOOD_PAGES)


def test_symbolic_links_within_content_are_followed_once(site: Site) -> None:
    put(site.write(GOOD), "content/pictures/a.png", "picture")
    put(site, "content/2021/odd.md", article("Odd", "![x](pictures/a.png)"))
    link(site, "content/2021/pictures", "../pictures")
    assert site.build().problems == ()
    assert site.page("2021/05/06/odd/pictures/a.png") == "picture"


def test_symbolic_links_that_go_round_in_circles_end(site: Site) -> None:
    site.write(GOOD)
    for name in ("a", "b"):
        put(site, f"content/{name}/{name}.md", article(f"In {name}"))
    for number in range(3):
        link(site, f"content/a/{number}", "../b")
        link(site, f"content/b/{number}", "../a")
    link(site, "content/up", ".")
    report = site.build()
    assert {p.code for p in report.problems} == {"link-circle", "address-taken"}
    assert report.articles == 1 + 2 + 6


@needs_pipes
def test_pipes_and_sockets_are_told_and_never_waited_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write(GOOD + "-- config.yaml --\ntheme: mine\n-- themes/mine/theme.yaml --\nextends: plain\n-- static/a.txt --\nA\n")
    for path in ("content/pipe.md", "content/pipe.png", "static/pipe.txt", "themes/mine/pipe.css"):
        os.mkfifo(site.root / path)
    monkeypatch.chdir(site.root)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as open_socket:
        open_socket.bind("content/socket.md")
    expected = (
        "error not-a-file content/pipe.md",
        "error not-a-file content/pipe.png",
        "error not-a-file content/socket.md",
        "error not-a-file static/pipe.txt",
        "error not-a-file themes/mine/pipe.css",
    )
    assert told(site.build()) == expected
    assert told(site.build()) == expected
    assert all(path in site.output() for path in GOOD_PAGES)


@needs_pipes
@pytest.mark.parametrize("path", ["config.yaml", "themes/plain/theme.yaml"])
def test_settings_that_are_a_pipe_are_not_waited_for(site: Site, path: str) -> None:
    (site.write(GOOD).root / path).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(site.root / path)
    assert told(site.build()) == (f"error config-read {path}",)


@needs_pipes
def test_a_pipe_in_the_place_of_a_page_is_replaced(site: Site) -> None:
    (site.write(GOOD).root / "output").mkdir()
    os.mkfifo(site.root / "output/index.html")
    assert site.build().problems == ()
    assert "A good article" in site.page("index.html")


def test_settings_that_cannot_be_read_are_no_missing_settings(site: Site) -> None:
    (site.write(GOOD).root / "config.yaml").mkdir()
    assert told(site.build()) == ("error config-read config.yaml",)
    (site.root / "config.yaml").rmdir()
    link(site, "config.yaml", "nowhere.yaml")
    assert told(site.build()) == ("error config-read config.yaml",)


def test_a_folder_may_have_the_name_of_an_article(site: Site) -> None:
    report = put(site.write(GOOD), "content/odd.md/in.md", article("In")).build()
    assert report.problems == ()
    assert "2021/05/06/in.html" in site.output()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="for root everything can be read")
def test_what_may_not_be_read_is_told_and_what_was_known_of_it_stays(site: Site) -> None:
    put(site.write(GOOD), "content/odd.md", article())
    put(site, "content/folder/in.md", article("In"))
    site.build()
    (site.root / "content/odd.md").chmod(0)
    (site.root / "content/folder").chmod(0)
    report = site.build(full=True)
    (site.root / "content/folder").chmod(0o755)
    assert told(report) == ("error unreadable content/folder", "error unreadable content/odd.md")
    assert {"2021/05/06/in.html", "2021/05/06/odd.html"} <= set(site.output())


# -- folders ------------------------------------------------------------------------------------


def test_without_a_content_folder_nothing_is_removed(site: Site) -> None:
    site.write(GOOD).build()
    before = site.output()
    shutil.rmtree(site.root / "content")
    assert told(site.build()) == ("error content-missing content",)
    put(site, "content", "a file")
    assert told(site.build()) == ("error not-a-folder content",)
    assert site.output() == before


def test_an_output_that_is_a_file_is_one_error(site: Site) -> None:
    assert told(put(site.write(GOOD), "output", "a file").build()) == ("error not-a-folder output",)
    assert (site.root / "output").read_text() == "a file"


def test_a_static_that_is_a_file_is_told_and_the_rest_is_built(site: Site) -> None:
    assert told(put(site.write(GOOD), "static", "a file").build()) == ("error not-a-folder static",)
    assert all(path in site.output() for path in GOOD_PAGES)


def test_a_state_folder_that_is_a_file_is_an_error(site: Site) -> None:
    report = put(site.write(GOOD), ".digest", "a file").build()
    assert [(p.severity, p.code) for p in report.problems] == [("error", "disk")]


def test_an_output_that_cannot_be_written_keeps_what_is_there_and_comes_right_later(site: Site) -> None:
    site.write(GOOD).build()
    (site.root / "output/2021/05/06/a-good-article.html").unlink()
    (site.root / "output/2021/05/06/a-good-article.html").mkdir()
    put(site, "output/2021/05/06/a-good-article.html/mine.txt", "mine")
    report = put(site, "content/odd.md", article()).build()
    assert told(report) == ("error output-write output/2021/05/06/a-good-article.html",)
    assert "2021/05/06/odd.html" in site.output()
    shutil.rmtree(site.root / "output/2021/05/06/a-good-article.html")
    assert site.build().problems == ()
    assert "Good words." in site.page(GOOD_PAGES[0])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="for root everything can be written")
def test_an_output_that_is_read_only_is_told_for_each_page(site: Site) -> None:
    site.write(GOOD).build()
    (site.root / "output/2021/05/06").chmod(0o555)
    report = put(site, "content/odd.md", article()).build()
    (site.root / "output/2021/05/06").chmod(0o755)
    assert {p.code for p in report.problems} == {"output-write"}
    assert site.build().problems == ()


def test_a_symbolic_link_in_the_output_is_not_written_through(site: Site) -> None:
    put(site.write(GOOD), "precious.txt", "precious")
    (site.root / "output").mkdir()
    link(site, "output/index.html", "../precious.txt")
    assert site.build().problems == ()
    assert (site.root / "precious.txt").read_text() == "precious"
    assert "A good article" in site.page("index.html")


def test_files_of_static_and_of_articles_at_one_address_are_told(site: Site) -> None:
    for path in ("index.html", "2021/05/06/index.html", "2021/05/06/a-good-article.html"):
        put(site.write(GOOD), f"static/{path}", "mine")
    report = site.build()
    assert told(report) == (
        "error path-taken content/good.md",
        "error path-taken static/2021/05/06/index.html",
        "error path-taken static/index.html",
    )
    assert site.page("2021/05/06/a-good-article.html") == "mine"
    assert "A good article" in site.page("index.html")


def test_a_file_of_static_where_a_folder_must_be_is_told(site: Site) -> None:
    report = put(site.write(GOOD), "static/archive", "mine").build()
    assert told(report) == ("error output-write output/archive/index.html",)
    assert all(path in site.output() for path in GOOD_PAGES)


def test_a_deleted_page_comes_back_and_a_changed_one_with_a_full_build(site: Site) -> None:
    site.write(GOOD).build()
    before = site.output()
    (site.root / "output/index.html").unlink()
    shutil.rmtree(site.root / "output/theme")
    assert site.build().problems == ()
    assert site.output() == before
    put(site, "output/index.html", "changed")
    site.build(full=True)
    assert site.output() == before
    shutil.rmtree(site.root / "output")
    site.build()
    assert site.output() == before


# -- the store ------------------------------------------------------------------------------------


def change_store(site: Site, statement: str) -> None:
    db = sqlite3.connect(site.root / ".digest/store.db")
    db.execute(statement)
    db.commit()
    db.close()


def cut_store(site: Site) -> None:
    path = site.root / ".digest/store.db"
    path.write_bytes(path.read_bytes()[:5000])


def empty_bodies(site: Site) -> None:
    for path in (site.root / ".digest/bodies").iterdir():
        path.write_bytes(b"")


DAMAGE: dict[str, Callable[[Site], object]] = {
    "garbage": lambda site: put(site, ".digest/store.db", "garbage" * 999),
    "cut short": cut_store,
    "another layout": lambda site: change_store(site, "UPDATE meta SET value = '0' WHERE key = 'schema'"),
    "a table is missing": lambda site: change_store(site, "DROP TABLE pages"),
    "rows of nonsense": lambda site: change_store(site, "UPDATE sources SET head = 'nonsense', detail = '['"),
    "facts of nonsense": lambda site: change_store(site, "UPDATE meta SET value = 'nonsense' WHERE key != 'schema'"),
    "no bodies": lambda site: shutil.rmtree(site.root / ".digest/bodies"),
    "empty bodies": empty_bodies,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_store_that_cannot_be_used_is_thrown_away_and_said_once(site: Site, damage: str) -> None:
    site.write(GOOD).build()
    DAMAGE[damage](site)
    report = put(site, "content/odd.md", article("Odd", "![x](missing.png)")).build()
    assert told(report) == ("warning store-lost", "error link-missing content/odd.md:5")
    assert "Good words." in site.page(GOOD_PAGES[0])
    assert "2021/05/06/odd.html" in site.output()
    assert told(site.build()) == ("error link-missing content/odd.md:5",)


def test_an_empty_store_is_a_new_one(site: Site) -> None:
    assert put(site.write(GOOD), ".digest/store.db", "").build().problems == ()


def test_compiled_templates_that_are_garbage_are_made_anew(site: Site) -> None:
    site.write(GOOD).build()
    for path in (site.root / ".digest/templates").iterdir():
        path.write_bytes(b"garbage")
    assert put(site, "content/odd.md", article()).build().problems == ()
    assert "2021/05/06/odd.html" in site.output()


def test_the_lock_of_a_dead_process_holds_nobody_up(site: Site) -> None:
    assert put(site.write(GOOD), ".digest/lock", "999999\n").build().problems == ()


# -- what an article must not do to its readers -----------------------------------------------------

ACTIVE = re.compile(
    r"<(?:script|iframe|object|embed|form|base|style|svg|math)\b|<[^<>]*[\s\"'/]on[a-z]+\s*="
    r"|(?:href|src|action|content|data)=[\"']?[^\"'>]*(?:javascript|vbscript|data):",
    re.IGNORECASE,
)
PAYLOADS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>", "</script><script>alert(1)</script>", "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))", "<a href='javascript:alert(1)'>x</a>", "<javascript:alert(1)>", "<!--", "]]>", "{{ 7*7 }}",
    "`<script>alert(1)</script>`", "**<b onclick=alert(1)>**", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)", "<style>*{display:none}</style>", "<plaintext>", "<iframe src=//x.example>",
)  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_that_an_article_says_runs_on_any_page(site: Site, payload: str) -> None:
    quoted = "'" + payload.replace("'", "''") + "'"
    fields = "summary authors topics agency source caption credit alt story corrections region other".split()
    front = "".join(f"{field}: {quoted}\n" for field in fields)
    put(site.write(GOOD), "content/front.md", f"---\ntitle: {quoted}\n{front}date: 2021-05-06\n---\n{payload}\n\na {payload} b\n")
    put(site, "content/bare.md", f"# {payload} x\n\nBy {payload}\n\nMay 06, 2021\n\nA paragraph of words. {payload}\n\n**{payload}**\n")
    put(site, "config.yaml", "collections: {region: {field: region}}\n")
    site.build()
    pages = {path: data.decode() for path, data in site.output().items() if path.endswith(".html")}
    assert sum("alert" in text or payload[:2] in text or "7*7" in text for text in pages.values()) >= 1
    assert {path: found[0] for path, text in pages.items() if (found := ACTIVE.search(without_escapes(text)))} == {}
    assert all(text.rstrip().endswith("</html>") and "</main>" in text for text in pages.values())
    assert all("49" not in text for text in pages.values())


def without_escapes(html: str) -> str:
    """A page without what stands escaped in its text: `&lt;script&gt;` is text."""
    return re.sub(r'="[^"<>]*"', lambda m: m[0].replace(" ", "_") if "javascript:" not in m[0].lower() else m[0], html)


def test_files_beside_an_article_that_could_run_are_not_published(site: Site) -> None:
    files = {
        "good.svg": '<svg xmlns="http://www.w3.org/2000/svg" version="1.1"><path d="M0 0"/></svg>',
        "script.svg": "<svg>\n<script>alert(1)</script></svg>",
        "handler.svg": "<svg onload='alert(1)'/>",
        "address.svg": '<svg><a href="java&#x73;cript:alert(1)"/></svg>',
        "entity.svg": '<!DOCTYPE svg [<!ENTITY x "<script>">]><svg>&x;</svg>',
        "page.html": "<p>Hello.</p>",
        "data.xml": "<data>1</data>",
        "sheet.xml": '<?xml-stylesheet href="x.xsl"?><data/>',
        "program.php": "<?php",
    }
    for name, text in files.items():
        put(site, f"content/{name}", text)
    put(site.write(GOOD), "content/odd.md", article("Odd", " ".join(f"[x]({name})" for name in files)))
    assert told(site.build()) == (
        "error file-active content/address.svg",
        "error file-active content/entity.svg:1",
        "error file-active content/handler.svg:1",
        "error file-active content/page.html",
        "error file-active content/program.php",
        "error file-active content/script.svg:2",
        "error file-active content/sheet.xml:1",
    )
    assert {p for p in site.output() if p.startswith("2021/05/06/odd/")} == {"2021/05/06/odd/good.svg", "2021/05/06/odd/data.xml"}
    put(site, "config.yaml", "markdown: {html: trust}\n")
    assert site.build().problems == ()
    assert "2021/05/06/odd/page.html" in site.output()


# -- the manual ---------------------------------------------------------------------------------------


def codes_in(text: str) -> set[str]:
    """The codes of the problems that a module makes."""
    direct = re.findall(r"\b(?:Problem|warning|report|_problem)\(\s*f?\"([a-z]+(?:-[a-z]+)*)\",", text)
    named = re.findall(r"\bcode(?:: str)? ?= ?\"([a-z]+(?:-[a-z]+)*)\"", text)
    return {*direct, *named}


def test_every_code_of_a_problem_is_in_the_manual_and_no_other() -> None:
    root = Path(__file__).parent.parent
    made = {code for path in (root / "digest").rglob("*.py") for code in codes_in(path.read_text("utf-8"))}
    headings = re.findall(r"^### `([^`]+)`$", (root / "docs/problems.md").read_text("utf-8"), flags=re.MULTILINE)
    assert headings == sorted(headings)
    assert set(headings) == made
