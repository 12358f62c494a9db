"""A site that is moved, or restored from a cache at another place or after a new installation, is not built again."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import digest
from digest.build import up_to_date
from digest.model import fingerprint
from tests.support.pictures import photo
from tests.support.sites import Site

pytestmark = pytest.mark.slow

SITE = """\
-- config.yaml --
title: Daily
theme: mine
-- themes/mine/theme.yaml --
extends: gazette
-- themes/mine/own.css --
p { color: red }
-- content/2021/a.md --
---
title: Alpha
date: 2021-05-06
image: boat.jpg
---

Text. ![A boat](boat.jpg)
-- content/2021/b.txt --
Beta

7 May 2021

Text.
-- pages/about.md --
# About us

Text.
-- static/robots.txt --
User-agent: *
"""


def old(path: str, seconds: float = 60) -> None:
    """Set the times of files so far back that they are trusted."""
    for folder, _, names in os.walk(path):
        for name in names:
            os.utime(os.path.join(folder, name), (time.time() - seconds, time.time() - seconds))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The site above, built until nothing is left to do."""
    found = Site(tmp_path / "first/site").write(SITE)
    (found.root / "content/2021/boat.jpg").write_bytes(photo(900, 600))
    old(str(found.root))
    assert not found.build().problems
    assert found.build().planned == 0
    return found


def _move(root: Path, place: Path) -> None:
    shutil.move(root, place)


def _copy(root: Path, place: Path) -> None:
    shutil.copytree(root, place, symlinks=True)


def _check_out(root: Path, place: Path) -> None:
    """Check the sources out again and restore the output and the cache, as a CI service does."""
    shutil.copytree(root, place, ignore=shutil.ignore_patterns("output", ".digest"))
    old(str(place), 30)
    for name in ("output", ".digest"):
        shutil.copytree(root / name, place / name)


@pytest.mark.parametrize(
    ("way", "planned"), [(_move, 0), (_copy, None), (_check_out, None)], ids=["moved", "copied", "CI"]
)
def test_a_site_at_another_place_renders_and_writes_nothing(
    way: Callable[[Path, Path], None], planned: int | None, site: Site, tmp_path: Path
) -> None:
    before = site.output()
    way(site.root, tmp_path / "second")
    moved = Site(tmp_path / "second")
    report = moved.build()
    assert (report.problems, report.written, report.removed) == ((), 0, 0)
    copied = [r.path for r in moved.rendered if not r.path.endswith((".html", ".xml"))]
    assert [r.path for r in moved.rendered] == copied, "only copies of files with another time are compared"
    assert way is _check_out or not copied
    assert planned is None or report.planned == planned
    assert moved.output() == before
    again = moved.build()
    assert (again.planned, again.rendered, again.written) == (0, 0, 0)


def test_an_output_outside_of_the_site_is_known_by_its_whole_path(site: Site, tmp_path: Path) -> None:
    assert site.build(output=str(tmp_path / "elsewhere")).written > 0
    assert site.build(output=str(tmp_path / "elsewhere")).planned == 0
    assert site.build(output=str(tmp_path / "another")).written > 0


def test_a_new_installation_of_the_same_program_builds_nothing(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "venv/digest"
    shutil.copytree(Path(digest.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    old(str(package))

    def install(version: str, _: str, memo: str = "") -> str:
        return fingerprint.hash_program(version, str(package), memo)

    monkeypatch.setattr(up_to_date, "hash_program", install)
    assert site.build().planned == 0
    memo = site.root / ".digest/program"
    known = memo.read_text()
    memo.write_text("damaged")
    assert site.build().planned == 0
    assert memo.read_text() == known
    (package / "plan/urls.py").write_text((package / "plan/urls.py").read_text() + "\nX = 1\n")
    assert site.build().rendered > 0, "another program may write other pages"
