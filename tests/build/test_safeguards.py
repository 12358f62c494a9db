"""Files that a build does not overwrite or remove: files it did not write, and pages that it cannot rebuild."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from digest.cli import main
from tests.support.bad_input import link, put, told
from tests.support.pictures import raster
from tests.support.pieces import article
from tests.support.sites import CLOCK, Site

TWO = article("a.md", date="2021-05-06") + article("b.md", date="2021-05-07")


def forget(site: Site) -> None:
    """Delete the store."""
    shutil.rmtree(site.root / ".digest")


# -- files that digest did not write ---------------------------------------------------------------


def test_the_first_build_overwrites_no_file(site: Site) -> None:
    put(put(site.write(TWO), "output/index.html", "mine"), "output/2021/05/06/a.html", "mine too")
    for _ in range(2):
        report = site.build()
        assert told(report) == ("error output-not-ours",)
        assert "2021/05/06/a.html, index.html" in report.problems[0].message
        assert site.output() == {"index.html": b"mine", "2021/05/06/a.html": b"mine too"}
    main.main(["clean", str(site.root)])
    assert site.page("index.html") == "mine"
    (site.root / "output/index.html").unlink()
    (site.root / "output/2021/05/06/a.html").unlink()
    assert site.build().problems == ()


def test_foreign_files_at_other_paths_do_not_matter(site: Site) -> None:
    site.write(TWO)
    for path in (".gitkeep", ".git/HEAD", "CNAME", ".well-known/x", "pictures/mine.jpg"):
        put(site, f"output/{path}", "mine")
    assert told(site.build()) == ("warning output-strangers",)
    assert site.page("CNAME") == "mine"
    assert site.page("index.html")


def test_an_output_of_earlier_builds_needs_no_store(site: Site, tmp_path: Path) -> None:
    site.write(TWO).build()
    forget(site)
    put(site, "content/a.md", "---\ntitle: Another\ndate: 2021-05-06\nslug: a\n---\nOther words.\n")
    clean = Site(tmp_path / "clean")
    shutil.copytree(site.root, clean.root, ignore=shutil.ignore_patterns("output"))
    assert (clean.build().problems, site.build().problems) == ((), ())
    assert site.output() == clean.output()


def test_another_output_folder_is_checked_like_the_first(site: Site, tmp_path: Path) -> None:
    site.write(TWO).build()
    elsewhere = Site(tmp_path / "there")
    put(elsewhere, "output/index.html", "mine")
    assert told(site.build(output=str(elsewhere.root / "output"))) == ("error output-not-ours",)
    assert elsewhere.output() == {"index.html": b"mine"}
    (elsewhere.root / "output/index.html").unlink()
    for _ in range(2):
        assert site.build(output=str(elsewhere.root / "output")).problems == ()
        assert site.build(clock=CLOCK + 1).problems == ()
    assert elsewhere.output() == site.output()


# -- links in the output ---------------------------------------------------------------------------


def test_nothing_is_written_or_removed_through_a_symbolic_link(site: Site) -> None:
    put(site.write(TWO), "precious/05/06/a.html", "precious")
    (site.root / "output").mkdir()
    link(site, "output/2021", "../precious")
    report = site.build()
    assert told(report) == ("error output-link output/2021",)
    assert site.page("archive/index.html")
    (site.root / "content/a.md").unlink()
    assert told(site.build()) == ("error output-link output/2021",)
    main.main(["clean", str(site.root)])
    assert [p.name for p in (site.root / "output").iterdir()] == ["2021"]
    precious = [p for p in (site.root / "precious").rglob("*") if p.is_file()]
    assert precious == [site.root / "precious/05/06/a.html"]
    assert precious[0].read_text() == "precious"


def test_the_output_folder_can_be_a_symbolic_link(site: Site) -> None:
    site.write(TWO)
    (site.root / "elsewhere").mkdir()
    link(site, "output", "elsewhere")
    assert site.build().problems == ()
    (site.root / "content/a.md").unlink()
    assert site.build().removed == 2
    assert (site.root / "elsewhere/index.html").is_file()


# -- folders that cannot be read -------------------------------------------------------------------


@pytest.fixture
def unreadable(site: Site, monkeypatch: pytest.MonkeyPatch) -> set[Path]:
    """Make folders unreadable, even for root."""
    found: set[Path] = set()
    scandir = os.scandir

    def refusing(path: str | int = ".") -> object:
        if isinstance(path, str) and Path(path) in found:
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    return found


def test_an_unreadable_content_folder_is_like_a_missing_one(site: Site, unreadable: set[Path]) -> None:
    site.write(TWO).build()
    before = site.output()
    unreadable.add(site.root / "content")
    assert told(site.build()) == ("error unreadable content",)
    forget(site)
    assert told(site.build()) == ("error unreadable content",)
    assert site.output() == before
    unreadable.clear()
    assert site.build().problems == ()
    assert site.output() == before


def test_without_a_store_an_unreadable_folder_does_not_empty_the_lists(site: Site, unreadable: set[Path]) -> None:
    site.write(TWO.replace("content/b", "content/more/b")).build()
    before = site.output()
    forget(site)
    unreadable.add(site.root / "content/more")
    for _ in range(2):
        assert told(site.build()) == ("error output-spared", "error unreadable content/more")
        assert site.output() == before
    shutil.rmtree(site.root / "output")
    assert told(site.build()) == ("error unreadable content/more",)
    assert site.page("2021/05/06/a.html")
    unreadable.clear()
    assert site.build().problems == ()
    assert site.output() == before


# -- files that kept pages use ---------------------------------------------------------------------

MINE = """
-- config.yaml --
theme: mine
-- themes/mine/theme.yaml --
extends: plain
-- themes/mine/style.css --
p { color: red }
-- themes/mine/mine.svg --
<svg/>
"""
BROKEN = {"not to be read": "{% if %}", "failing": "{{ item.title.no.such.thing }}"}


@pytest.mark.parametrize("template", BROKEN.values(), ids=BROKEN)
def test_pages_kept_because_of_a_broken_template_keep_their_style_sheet(site: Site, template: str) -> None:
    site.write(TWO + MINE).build()
    before = site.output()
    put(site, "themes/mine/article.html", template)
    put(site, "themes/mine/style.css", "p { color: blue }")
    put(site, "themes/mine/new.svg", "<svg></svg>")
    (site.root / "themes/mine/mine.svg").unlink()
    for _ in range(2):
        report = site.build()
        [kept] = [p for p in report.problems if p.severity == "warning"]
        assert (kept.code, kept.message.partition(": ")[2]) == ("files-kept", "theme/mine.svg, theme/style.css")
        after = site.output()
        assert {path: after.get(path) for path in before if path[0] in "2t"} == {
            p: d for p, d in before.items() if p[0] in "2t"
        }
        assert "theme/new.svg" in after
    (site.root / "themes/mine/article.html").unlink()
    report = site.build()
    assert (report.problems, report.removed) == ((), 1)
    assert "blue" in site.page("theme/style.css")
    assert not (site.root / "output/theme/mine.svg").exists()


def test_a_first_build_with_a_broken_template_copies_the_style_sheet(site: Site) -> None:
    put(site.write(TWO + MINE), "themes/mine/article.html", "{% if %}")
    assert told(site.build()) == ("error template-syntax themes/mine/article.html:1",)
    assert "red" in site.page("theme/style.css")


@pytest.mark.parametrize("place", ["content/", "content/x/", "static/"])
def test_the_kept_page_of_an_article_with_errors_keeps_its_image(site: Site, place: str, tmp_path: Path) -> None:
    start = place.removeprefix("content/").replace("static/", "/")
    text = f"---\ntitle: A\ndate: 2021-05-06\n---\n![p]({start}old.png)\n"
    put(put(site.write(TWO), "content/a.md", text), f"{place}old.png", raster()).build()
    before = {
        p: d for p, d in site.output().items() if p.startswith(("2021/05/06/a", "pictures/")) or p.endswith(".png")
    }
    assert len(before) > 1
    (site.root / f"{place}old.png").unlink()
    if place == "content/x/":
        (site.root / place).rmdir()
    put(site, "content/a.md", text.replace("title: A", "draft: [").replace("old.png", "new.png"))
    for _ in range(2):
        assert told(site.build()) == ("error front-matter-yaml content/a.md:2:1",)
        assert before.items() <= site.output().items()
    put(site, "content/a.md", text.replace(f"![p]({start}old.png)", "No picture."))
    assert site.build().problems == ()
    clean = Site(tmp_path / "clean")
    shutil.copytree(site.root, clean.root, ignore=shutil.ignore_patterns("output", ".digest"))
    clean.build()
    assert site.output() == clean.output()
