"""A full disk, and folders and files at the path of a page: reported, without loss, and repaired by the next build."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path

import pytest

from digest.files import output
from digest.files.output import TEMPORARY
from tests.support.processes import article, clean_build, fill, only_whole_files, put, run
from tests.support.sites import Site

ROOM = 8 << 20
Small = Callable[[Path], Path]


@pytest.fixture
def small_disk() -> Iterator[Small]:
    """Mount a disk of 8 MB on a folder."""
    mounted: list[Path] = []

    def mount(folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            pytest.skip(f"no small disk can be mounted: {error}")
        if done.returncode:
            pytest.skip(f"no small disk can be mounted: {done.stderr.strip()}")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextlib.contextmanager
def little_room(disk: Path, left: int) -> Iterator[None]:
    """Fill a disk but for this number of bytes."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        with contextlib.suppress(OSError):
            while file.write(bytes(4096)):
                pass
        assert os.statvfs(disk).f_bavail == 0
        file.truncate(max(0, file.tell() - left))
    try:
        yield
    finally:
        ballast.unlink()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="mounts a small disk")
@pytest.mark.parametrize("place", ["output", ".digest", ""])
def test_a_full_disk_is_reported_and_nothing_is_lost(
    place: str, site: Site, small_disk: Small, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("clean")
    disk = small_disk(site.root / place if place else site.root / "all")
    site = Site(site.root if place else disk)
    fill(site, 130)
    before: dict[str, bytes] = {}
    with little_room(disk, 0):
        _refused(site, "1", before)
    for turn, (left, jobs) in enumerate([(0, "2"), (20_480, "1"), (102_400, "2")]):
        for n in range(130):
            put(site, f"content/{n:03}.md", article(n, f"Word {turn}. " * 20), turn)
        for n in range(200 + 60 * turn, 260 + 60 * turn):
            put(site, f"content/{n:03}.md", article(n), turn)
        after = clean_build(site, elsewhere / "site")
        with little_room(disk, left):
            _refused(site, jobs, before, after)
            _refused(site, jobs, before, after)
        code, said = run(site.root, "--jobs", jobs)
        assert (code, said.count("\n")) == (0, 1), said
        assert site.output() == after
        before = after


def _refused(site: Site, jobs: str, *versions: dict[str, bytes]) -> None:
    """Build on a full disk: it is reported, and all files of the output are whole."""
    code, said = run(site.root, "--jobs", jobs)
    assert code == 1
    assert "No space left on device" in said or "database or disk is full" in said
    assert "fault" not in said
    assert "Traceback" not in said
    assert "unusable" not in said  # the store is kept
    output = {path: data for path, data in site.output().items() if path != "ballast"}
    assert not any(path.endswith(TEMPORARY) for path in output)
    assert output.keys() >= versions[0].keys()
    only_whole_files(output, *versions)


class Full(FileIO):
    """A file on a full disk."""

    def write(self, data: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_reported_with_the_file_that_was_written(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write(TWO)
    with monkeypatch.context() as patch:
        patch.setattr("digest.store.bodies.FileIO", Full)
        [problem] = site.build().problems
    assert problem.message == f"No space left on device: {site.root}/.digest/bodies/tail"
    with monkeypatch.context() as patch:
        patch.setattr("digest.files.output.FileIO", Full)
        with pytest.raises(OSError, match=r"pages\.json"):
            output.write(f"{site.root}/pages.json", b"[]")
    assert site.build().problems == ()


def test_a_full_disk_is_not_blamed_on_a_file_that_is_copied(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    put(site.write(TWO), "static/a.txt", "Words.\n")

    def full(source: str, target: str) -> None:
        error = OSError(errno.ENOSPC, "No space left on device")
        error.filename, error.filename2 = source, target  # like shutil
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", full)
        problems = [p for p in site.build().problems if "theme/" not in p.file]
    assert [(p.code, p.file) for p in problems] == [("output-write", "output/a.txt")]


# -- folders and files at the path of a page ------------------------------------------------------

TWO = """
-- content/a.md --
---
title: A
date: 2021-05-06
---

One.
-- content/b.md --
---
title: B
date: 2021-05-07
---

Two.
"""


def test_a_folder_at_the_path_of_a_page_is_reported_and_kept(site: Site) -> None:
    page = site.write(TWO).root / "output/2021/05/06/a.html"
    (page / "mine").mkdir(parents=True)
    [problem] = site.build().problems
    assert (problem.code, problem.file) == ("output-write", "output/2021/05/06/a.html")
    assert site.page("2021/05/07/b.html")
    assert (page / "mine").is_dir()
    (page / "mine").rmdir()
    page.rmdir()
    report = site.build()
    assert (report.problems, report.written) == ((), 1)
    assert page.is_file()


def test_a_file_at_the_path_of_a_folder_is_reported_and_kept(site: Site) -> None:
    site.write(TWO)
    put(site, "output/2021", "mine\n")
    report = site.build()
    errors = [p for p in report.problems if p.severity == "error"]
    assert {p.code for p in errors} == {"output-write"}
    assert all(p.file.startswith("output/2021/") for p in errors)
    assert site.page("index.html")
    assert site.page("2021") == "mine\n"
    put(site, "output/2021", "")
    assert site.build().problems == ()
    assert site.page("2021/05/06/a.html")


def test_a_folder_at_the_path_of_a_removed_page_stays(site: Site) -> None:
    page = site.write(TWO).build() and site.root / "output/2021/05/06/a.html"
    page.unlink()
    (page / "mine").mkdir(parents=True)
    put(site, "content/a.md", "")
    assert site.build().problems == ()
    assert (page / "mine").is_dir()
    assert site.build().written == 0


def test_a_read_only_file_is_replaced(site: Site) -> None:
    site.write(TWO).build()
    page = site.root / "output/2021/05/06/a.html"
    page.chmod(0o444)
    put(site, "content/a.md", (site.root / "content/a.md").read_text().replace("One.", "Other words."))
    assert site.build().problems == ()
    assert "Other words." in page.read_text()
