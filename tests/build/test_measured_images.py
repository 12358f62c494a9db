"""Builds of one process, as in `digest serve`, first show the original images and make the smaller sizes later. The output
is then that of a clean build."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from digest.build.image_cache import ImageCache
from digest.build.run import build
from digest.build.session import NO_CHANGES, BuildRequest, BuildSession, ChangeHint, never
from digest.model.events import Report
from digest.model.folders import CONTENT
from digest.model.site import Options
from tests.support.pages import Page
from tests.support.pictures import photo
from tests.support.processes import article
from tests.support.sites import CLOCK, Site

pytestmark = pytest.mark.slow
CUT = 5
"""The number of the image that is cut off."""


def put(site: Site, name: str, data: bytes | str, at: int = 0) -> None:
    """Write a file of content/, long ago so that its time is trusted."""
    path = site.root / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    os.utime(path, (1_600_000_000 + at, 1_600_000_000 + at))


def picture(number: int) -> bytes:
    """The image of an article; one of them is damaged, which its header does not tell."""
    data = photo(60 + 10 * number, 40, "PNG")
    return data[: len(data) // 2] if number == CUT else data


class Server:
    """A process that builds a site of articles with an image each."""

    def __init__(self, root: Path, jobs: int = 1) -> None:
        self.site, self.session, self.jobs = Site(root), BuildSession(), jobs
        self.site.write("-- config.yaml --\ntheme: plain\npictures: {widths: [20, 50]}\n")
        for number in range(6):
            put(self.site, f"{number}.png", picture(number))
            put(self.site, f"{number}.md", article(number, f"\n\n![p]({number}.png)"))

    def build(self, hint: ChangeHint | None, stop: Callable[[], bool] = never) -> Report:
        """Build in this process."""
        options = Options(str(self.site.root), CLOCK, jobs=self.jobs)
        return build(options, request=BuildRequest(hint, (), stop, self.session))

    def shown(self) -> dict[int, str]:
        """What the pages show: an image in several `sizes`, the `original`, or `nothing`."""
        found = {}
        for path, data in self.site.output().items():
            if "/piece-" in path and path.endswith(".html"):
                page = Page(data.decode())
                has = "sizes" if page.sources else "original" if page.pictures else "nothing"
                found[int(path.rpartition("-")[2].removesuffix(".html"))] = has
        return found

    def clean(self, place: Path) -> dict[str, bytes]:
        """The output of a clean build."""
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.site.root, place, ignore=shutil.ignore_patterns(".digest", "output"))
        copy = Site(place)
        copy.build()
        return copy.output()


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """A server that has built nothing yet."""
    return Server(tmp_path / "site")


ORIGINALS = dict.fromkeys(range(6), "original")
FINISHED = {**dict.fromkeys(range(6), "sizes"), CUT: "nothing"}
EDIT = ChangeHint(frozenset([CONTENT]), False)


@pytest.mark.parametrize("jobs", [1, 2])
def test_pages_show_the_original_until_sizes_are_made(jobs: int, tmp_path: Path) -> None:
    server = Server(tmp_path / "site", jobs)
    assert not server.build(None).problems
    assert server.shown() == ORIGINALS
    assert 'width="80" height="40"' in server.site.page("2021/06/03/piece-2.html")
    assert not (server.site.root / ".digest/pictures").exists()
    assert server.session.without_sizes
    assert [p.code for p in server.build(NO_CHANGES).problems] == ["picture-broken"]
    assert server.shown() == FINISHED
    assert not server.session.without_sizes
    assert server.site.output() == server.clean(tmp_path / "clean")
    assert server.build(NO_CHANGES).written == 0


def test_an_image_is_measured_once_however_many_builds_come_before_its_sizes(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[str] = []
    real = ImageCache.process
    monkeypatch.setattr(ImageCache, "process", lambda self, job: measured.append(job.path) or real(self, job))
    server.build(None)
    assert sorted(measured) == [f"{number}.png" for number in range(6)]
    put(server.site, "0.md", article(0, "Edited.\n\n![p](0.png)"), 1)
    server.build(EDIT)
    server.build(None)
    assert len(measured) == 6
    assert server.shown() == ORIGINALS


def test_sizes_that_exist_are_used_at_once(server: Server) -> None:
    server.site.build()
    whole = server.site.output()
    (server.site.root / ".digest/store.db").unlink()
    server.build(None)
    assert server.shown() == {**FINISHED, CUT: "nothing"}  # its record exists too
    assert server.site.output() == whole
    assert not server.session.without_sizes


def test_making_sizes_stops_for_a_change(server: Server, tmp_path: Path) -> None:
    server.build(None)
    server.build(NO_CHANGES, lambda: True)
    assert server.session.without_sizes
    assert len(list((server.site.root / ".digest/pictures").glob("*.json"))) == 1
    put(server.site, "0.md", article(0, "Edited.\n\n![p](0.png)"), 1)
    server.build(EDIT)  # the pages that the last build left, and the edit
    assert sorted(server.shown().values()) == ["original"] * 5 + ["sizes"]
    assert "Edited." in server.site.page("2021/04/01/piece-0.html")
    server.build(NO_CHANGES)
    assert server.shown() == FINISHED
    assert server.site.output() == server.clean(tmp_path / "clean")


def test_pages_that_are_left_come_before_sizes(server: Server, tmp_path: Path) -> None:
    server.build(None, lambda: True)
    assert server.session.cut
    server.build(NO_CHANGES)
    assert server.shown() == ORIGINALS
    assert server.session.without_sizes
    server.build(NO_CHANGES)
    assert server.site.output() == server.clean(tmp_path / "clean")


@pytest.mark.parametrize("builds", [[None], [None, NO_CHANGES], [None, EDIT]])
def test_a_build_of_another_process_finishes_what_is_left(
    builds: list[ChangeHint | None], server: Server, tmp_path: Path
) -> None:
    for hint in builds:
        server.build(hint, lambda: hint == NO_CHANGES)  # noqa: B023 (called at once)
    assert [p.code for p in server.site.build().problems] == ["picture-broken"]
    assert server.site.output() == server.clean(tmp_path / "clean")
    assert server.site.build().read == 0


def test_a_measured_image_that_is_gone_stays_while_its_article_has_an_error(server: Server) -> None:
    server.build(None)
    before = server.site.page("2021/05/02/piece-1.html")
    (server.site.root / "content/1.png").unlink()
    put(server.site, "1.md", "---\ntitle: [\n---\n", 1)
    assert server.build(EDIT).failed()
    server.build(NO_CHANGES)
    assert not server.session.without_sizes  # otherwise the server would build again and again
    assert server.site.page("2021/05/02/piece-1.html") == before
    assert "2021/05/02/piece-1/1.png" in server.site.output()


@pytest.mark.parametrize("change", ["replaced", "mended", "removed", "settings", "no article shows it"])
def test_a_change_of_a_measured_image(change: str, server: Server, tmp_path: Path) -> None:
    server.build(None)
    hint: ChangeHint | None = EDIT
    match change:
        case "replaced":
            put(server.site, "1.png", photo(90, 90, "PNG"), 1)
        case "mended":
            put(server.site, f"{CUT}.png", photo(90, 90, "PNG"), 1)
        case "removed":
            (server.site.root / "content/1.png").unlink()
        case "settings":
            server.site.write("-- config.yaml --\ntheme: plain\npictures: {widths: [30]}\n")
            hint = None
        case _:
            put(server.site, "1.md", article(1, "No image."), 1)
    server.build(hint)
    server.build(NO_CHANGES)
    assert server.site.output() == server.clean(tmp_path / "clean")
