"""Damaged, removed and old files in `.digest/` cost only time: no published page is lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import digest.build.pipeline
from digest.build import seal
from digest.build.changes import FileChanges, detect_changes
from digest.build.load_site import load_site
from digest.files.scan import Folder, Scan
from digest.model.site import Options
from digest.store import Store
from tests.support.pictures import photo
from tests.support.pieces import article
from tests.support.sites import CLOCK, Site

pytestmark = pytest.mark.slow

ONE = article("a/1.md", "One", "Text of one.", date="2021-05-01")
SITE = (
    ONE
    + article("a/2.md", "Two", "Text of two.", date="2021-05-02")
    + article("a/3.md", "Three", "Text of three.", date="2021-05-03")
    + article("b/4.md", "Four", "Text of four.", date="2021-05-04")
    + article("b/5.md", "Five", "Text of five.", date="2021-05-05")
    + article("b/6.md", "Six", "Text of six.", date="2021-05-06")
)
EDITED = ONE.replace("Text of one.", "Text of one, edited.")


def age(site: Site) -> None:
    """Set old times for all sources, because recently changed files are read again."""
    for path in (site.root / "content").rglob("*"):
        if path.is_file():
            os.utime(path, (time.time() - 100, time.time() - 100))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Six articles in two folders with old times, built."""
    site = Site(tmp_path / "site").write(SITE)
    age(site)
    site.build()
    site.build()  # now all times are trusted
    return site


def clean(site: Site) -> dict[str, bytes]:
    """The output of a clean build of the site."""
    other = Site(site.root.parent / "clean")
    shutil.rmtree(other.root, ignore_errors=True)
    shutil.copytree(site.root, other.root, ignore=shutil.ignore_patterns(".digest", "output"))
    other.build()
    return other.output()


def body_file(site: Site) -> Path:
    (path,) = (site.root / ".digest/bodies").iterdir()
    return path


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut": cut,
    "flipped": flip,
    "removed": Path.unlink,
    "emptied": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_bodies(site: Site, damage: str) -> None:
    DAMAGES[damage](body_file(site))
    report = site.write(EDITED).build()
    assert (report.articles, report.problems) == (6, ())
    assert site.output() == clean(site)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", ["store.db", "seal"])
def test_a_damaged_store(site: Site, name: str, damage: str) -> None:
    DAMAGES[damage](site.root / ".digest" / name)
    report = site.write(EDITED).build()
    assert report.articles == 6
    assert site.output() == clean(site)
    assert {p.code for p in report.problems} <= {"store-lost"}


def test_a_flipped_bit_in_a_text_is_not_published(site: Site) -> None:
    path = body_file(site)
    times = path.stat()
    data = path.read_bytes()
    path.write_bytes(data.replace(b"Text of six", b"Text of siy"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    site.write(EDITED).build()  # the feed contains all texts
    assert site.output() == clean(site)


def test_only_articles_with_damaged_texts_are_read_again(site: Site) -> None:
    path = body_file(site)
    path.write_bytes(path.read_bytes().replace(b"Text of six", b"Text of siy"))
    assert site.write(EDITED).build().read == 2


def test_a_page_stays_if_its_text_is_lost_and_its_article_has_an_error(site: Site) -> None:
    before = site.page("2021/05/06/six.html")
    body_file(site).unlink()
    broken = site.root / "content/b/6.md"
    broken.write_text(broken.read_text().replace("---\n", "---\ndraft: perhaps\n", 1))
    (site.root / "config.yaml").write_text("theme: plain\ntitle: Another\n")  # renders all pages
    report = site.build()
    assert site.page("2021/05/06/six.html") == before
    assert {"text-damaged"} <= {p.code for p in report.problems}


def test_a_page_stays_if_the_store_is_lost_and_its_article_has_an_error(site: Site) -> None:
    before = site.page("2021/05/06/six.html")
    broken = site.root / "content/b/6.md"
    broken.write_text(broken.read_text().replace("---\n", "---\ndraft: perhaps\n", 1))
    flip(site.root / ".digest/store.db")
    for _ in range(3):
        site.build()
        assert site.page("2021/05/06/six.html") == before


def test_without_a_store_no_changed_file_is_removed(site: Site) -> None:
    (site.root / "content/b/6.md").unlink()
    (site.root / "output/2021/05/06/six.html").write_text("mine now")
    flip(site.root / ".digest/store.db")
    site.build()
    assert site.page("2021/05/06/six.html") == "mine now"


def test_an_older_store_does_not_hide_newer_pages(site: Site) -> None:
    old = site.root.parent / "old"
    shutil.copytree(site.root / ".digest", old)
    text = (site.root / "content/a/1.md").read_text()
    site.write(EDITED).build()
    shutil.rmtree(site.root / ".digest")
    shutil.copytree(old, site.root / ".digest")
    (site.root / "content/a/1.md").write_text(text)
    site.build()
    assert site.output() == clean(site)


def test_a_cache_restored_with_times_in_whole_seconds_is_used(site: Site) -> None:
    store = site.root / ".digest/store.db"
    seconds = store.stat().st_mtime_ns // 1_000_000_000
    os.utime(store, ns=(seconds * 1_000_000_000, seconds * 1_000_000_000))
    assert site.build().rendered == 0
    assert site.write(EDITED).build().problems == ()


def test_a_file_of_the_output_replaced_by_one_of_the_same_size_is_restored(site: Site) -> None:
    page = site.root / "output/2021/05/06/six.html"
    page.with_name("new").write_text(page.read_text().replace("Six", "Sex"))
    page.with_name("new").replace(page)
    site.build()
    assert site.output() == clean(site)


def test_a_full_build_reads_and_renders_everything(site: Site) -> None:
    report = site.build(full=True)
    assert report.read == 6
    assert report.rendered > 6


def test_files_of_a_killed_build_are_used_until_the_machine_restarts(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, builds = str(site.root / ".digest"), 1
    seal.open_seal(state, builds)
    assert site.build().problems == ()
    with monkeypatch.context() as patch:
        patch.setattr(seal, "_boot_id", lambda: "of another start")
        seal.open_seal(state, builds + 1)
    assert [p.code for p in site.build().problems] == ["store-lost"]
    assert site.output() == clean(site)


def test_a_build_that_would_remove_articles_without_reason_stops(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here a planted fault misses the files of a folder."""
    before = site.output()

    def look_past(*args: Any, **kwargs: Any) -> FileChanges:
        return detect_changes(*args, **kwargs)._replace(gone=("b/4.md", "b/5.md", "b/6.md"))

    monkeypatch.setattr(digest.build.pipeline, "detect_changes", look_past)
    (problem,) = site.write(EDITED).build().problems
    assert (problem.code, problem.severity) == ("output-shrinks", "error")
    assert "3 published articles" in problem.message
    assert site.output() == before
    monkeypatch.undo()
    assert site.build().problems == ()
    assert site.output() == clean(site)


def test_a_scan_older_than_the_store_is_not_used(site: Site) -> None:
    """A scan leaves out the files of unchanged folders, which the store no longer knows."""
    known = Folder("b/", "of before", None)
    store = Store(str(site.root / ".digest/store.db"), writable=True)
    given = load_site(Options(str(site.root), CLOCK))[0]
    assert given
    store.invalidate_all_articles()
    seen = {given.content: Scan({"": Folder("", "x", {}), "a/": Folder("a/", "y", {}), "b/": known}, (), ())}
    changes = detect_changes(store, given, time.time_ns(), seen)
    store.close()
    assert (len(changes.sources), changes.gone) == (6, ())


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_sizes_of_images_are_not_published(site: Site, damage: str) -> None:
    (site.root / "content/a/photo.jpg").write_bytes(photo(900, 600))
    site.write(EDITED.replace("edited.", "edited. ![p](photo.jpg)")).build()
    made = sorted((site.root / ".digest/pictures").iterdir())
    assert len(made) > 1
    for path in made:
        DAMAGES[damage](path)
    for path in (site.root / "output/pictures").iterdir():
        path.unlink()
    site.build()
    assert site.output() == clean(site)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_compiled_template_does_not_run(site: Site, damage: str) -> None:
    for path in (site.root / ".digest/templates").iterdir():
        DAMAGES[damage](path)
    assert site.build(full=True).problems == ()
    assert site.output() == clean(site)


@pytest.mark.parametrize("writable", [True, False])
def test_a_file_that_is_not_a_store_is_closed_again(
    tmp_path: Path, writable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "store.db").write_bytes(b"no database" * 1000)
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def remembering(*args: Any, **settings: Any) -> sqlite3.Connection:
        opened.append(connect(*args, **settings))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", remembering)
    with pytest.raises(sqlite3.DatabaseError):
        Store(str(tmp_path / "store.db"), writable=writable)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")
