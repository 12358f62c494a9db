"""Repeated builds in one process, as in `digest serve`: with hints, interrupted, with urgent pages, and with the last
valid settings. Their output equals that of a clean build."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from digest.build.run import build
from digest.build.session import BuildRequest, BuildSession, ChangeHint, never
from digest.model.events import Event, Moved, Rendered, Report
from digest.model.folders import CONTENT, STATIC
from digest.model.site import Options
from digest.store import Store
from tests.support.processes import article, clean_build, fill, put
from tests.support.sites import CLOCK, Site

pytestmark = pytest.mark.slow


class Session:
    """A process that builds a site repeatedly."""

    def __init__(self, site: Site) -> None:
        self.site, self.kept = site, BuildSession()
        self.made: list[str] = []
        self.moved: dict[str, str] = {}

    def build(
        self, *content: str, static: tuple[str, ...] = (), settings: bool = False, everywhere: bool = False,
        first: tuple[str, ...] = (), stop: Callable[[], bool] = never, newest_first: bool = False,
    ) -> Report:  # fmt: skip
        """Build with the hint that these folders changed."""
        self.made = []

        def note(event: Event) -> None:
            if isinstance(event, Rendered):
                self.made.append(event.path)
            elif isinstance(event, Moved):
                self.moved = dict(event.pages)

        folders = [*(CONTENT + path for path in content), *(STATIC + path for path in static)]
        hint = None if everywhere else ChangeHint(frozenset(folders), settings)
        request = BuildRequest(hint, first, stop, self.kept, newest_first)
        return build(Options(str(self.site.root), CLOCK, jobs=1), note, request=request)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A site of six articles, built once."""
    found = Session(fill(Site(tmp_path / "site"), 6).write("-- config.yaml --\ntheme: plain\n"))
    assert not found.build(everywhere=True).problems
    return found


def test_a_build_with_a_hint_scans_only_those_folders(session: Session, tmp_path: Path) -> None:
    put(session.site, "content/001.md", article(1, "Changed."), 1)
    assert session.build().planned == 0
    assert session.build("").read == 1
    assert session.site.output() == clean_build(session.site, tmp_path / "clean")


@pytest.mark.parametrize(
    ("change", "folders"),
    [
        (lambda root: (root / "content/new").mkdir() or (root / "content/new/n.md").write_text("# New\n"), [""]),
        (lambda root: (root / "content/a").rename(root / "content/b"), [""]),
        (lambda root: (root / "content/a/deep/x.md").unlink(), ["a/deep/"]),
        (lambda root: [p.unlink() for p in (root / "content/a").glob("*.md")], ["a/"]),
        (lambda root: (root / "content/a/y.md").rename(root / "content/y.md"), ["", "a/"]),
        (lambda root: (root / "content/a/y.md").rename(root / "content/a/z.md"), ["a/"]),
        (lambda root: (root / "content/a/picture.png").write_bytes(b"png"), ["a/"]),
        (lambda root: (root / "content/gone").mkdir(), ["gone/"]),
    ],
    ids=["new folder", "renamed folder", "gone", "all gone", "moved", "renamed", "picture", "empty folder"],
)
def test_a_vague_hint_scans_all_folders(
    change: Callable[[Path], object], folders: list[str], session: Session, tmp_path: Path
) -> None:
    put(session.site, "content/a/deep/x.md", article(20))
    put(session.site, "content/a/y.md", article(21, "![p](picture.png)"))
    session.build(everywhere=True)
    change(session.site.root)
    session.build(*folders)
    copy = clean_build_with_warnings(session.site, tmp_path / "clean")
    assert session.site.output() == copy


def clean_build_with_warnings(site: Site, place: Path) -> dict[str, bytes]:
    """Like `clean_build`, for sites with missing images."""
    import shutil

    shutil.copytree(site.root, place, ignore=shutil.ignore_patterns(".digest", "output"))
    copy = Site(place)
    copy.build()
    return copy.output()


def test_recently_changed_files_are_read_whatever_the_hint(session: Session) -> None:
    (session.site.root / "content/x").mkdir()
    (session.site.root / "content/x/new.md").write_text(article(30, "aaaa"))
    session.build(everywhere=True)
    (session.site.root / "content/x/new.md").write_text(article(30, "bbbb"))
    assert session.build("").read == 1


def test_editing_a_template_renders_its_pages_without_a_new_plan(session: Session, tmp_path: Path) -> None:
    page = "{% extends 'base.html' %}{% block main %}{{ article.body }}{% endblock %}"
    session.site.write(f"-- themes/plain/article.html --\n{page}")
    report = session.build(settings=True)
    assert report.planned == report.rendered == 6
    assert session.site.output() == clean_build(session.site, tmp_path / "clean")
    session.site.write("-- themes/plain/item.html --\n<p>{{ item.title }}</p>")
    report = session.build(settings=True)
    assert report.rendered == report.planned > 6
    assert not any(len(Path(p).name) > len("index.html") for p in session.made)
    assert session.site.output() == clean_build(session.site, tmp_path / "clean")


def test_open_pages_are_made_first_and_an_interrupted_build_leaves_the_others_stale(
    session: Session, tmp_path: Path
) -> None:
    put(session.site, "config.yaml", "title: Another\ntheme: plain\n")
    seen = "2021/06/06/piece-5.html"
    cut = session.build(settings=True, first=(seen, "no/such/page.html"), stop=lambda: True)
    assert session.made[0] == seen
    assert len(session.made) == 1 + 8 < cut.pages
    assert (cut.planned, cut.planned + cut.left) == (1 + 8, cut.pages)
    assert b"Another" in session.site.output()[seen]
    put(session.site, "content/001.md", "", 1)
    session.build("", stop=lambda: True)
    assert "2021/05/02/piece-1.html" in session.site.output(), "files go when all others are there"
    session.build("")
    assert session.site.output() == clean_build(session.site, tmp_path / "clean")
    assert session.build(everywhere=True).planned == 0


def test_the_front_page_and_the_newest_days_can_be_made_first(session: Session) -> None:
    put(session.site, "config.yaml", "title: Another\ntheme: plain\n")
    session.build(settings=True, newest_first=True)
    days = sorted((p for p in session.made if re.fullmatch(r"\d+/\d+/\d+/index.html", p)), reverse=True)
    assert session.made[:4] == ["index.html", *days[:3]]
    articles = [p for p in session.made[4:] if "piece" in p]
    assert articles == sorted(articles, reverse=True)


def test_files_of_the_theme_that_do_not_exist_are_made_before_all_pages(session: Session) -> None:
    put(session.site, "themes/plain/article.html", "{% extends 'plain/article.html' %}")
    put(session.site, "themes/plain/new.css", "p { color: red }")
    put(session.site, "themes/plain/style.css", "p { color: blue }")
    cut = session.build(settings=True, first=("2021/06/06/piece-5.html",), stop=lambda: True)
    assert session.made[:2] == ["theme/new.css", "2021/06/06/piece-5.html"]
    assert "theme/style.css" not in session.made, "older pages still use it"
    assert cut.left


def test_a_build_reports_where_pages_are_that_lost_their_addresses(session: Session) -> None:
    def save(text: str, at: int) -> Report:
        put(session.site, "content/001.md", text, at)
        return session.build("", first=("2021/05/02/piece-1.html",), stop=lambda: True)

    save(article(1).replace("title: Piece 1", "title: Other"), 1)
    assert session.moved == {"2021/05/02/piece-1.html": "2021/05/02/other.html"}
    assert session.made[0] == "2021/05/02/other.html", "a browser shows this page, at its former address"
    save(article(1).replace("title: Piece 1", "title: Other\ndraft: true"), 2)
    assert session.moved == {}
    save(article(1).replace("title: Piece 1", "title: Third"), 3)
    assert session.moved["2021/05/02/piece-1.html"] == session.moved["2021/05/02/other.html"] == "2021/05/02/third.html"
    save(article(1), 4)
    assert session.moved["2021/05/02/third.html"] == "2021/05/02/piece-1.html"
    assert "2021/05/02/piece-1.html" not in session.moved, "it has its first address again"
    session.build("")
    put(session.site, "config.yaml", "theme: plain\npermalinks: {article: '/{year}/{slug}.html'}\n")
    session.build(settings=True)
    assert session.moved["2021/05/02/piece-1.html"] == "2021/piece-1.html"
    assert session.moved["2021/06/06/piece-5.html"] == "2021/piece-5.html"


def test_another_process_can_finish_an_interrupted_build(session: Session, tmp_path: Path) -> None:
    put(session.site, "config.yaml", "title: Another\n")
    session.build(settings=True, stop=lambda: True)
    assert session.site.build().rendered > 0
    assert session.site.output() == clean_build(session.site, tmp_path / "clean")


def test_a_broken_config_leaves_the_last_valid_one_in_use(session: Session, tmp_path: Path) -> None:
    put(session.site, "config.yaml", "title: Good\n")
    session.build(settings=True)
    put(session.site, "config.yaml", "title: [\n", 1)
    put(session.site, "content/001.md", article(1, "Changed."), 1)
    report = session.build("", settings=True)
    assert [p.file for p in report.problems] == ["config.yaml"]
    assert b"Changed." in session.site.output()["2021/05/02/piece-1.html"]
    assert session.site.build().failed(), "no other build takes these settings for good ones"
    put(session.site, "config.yaml", "title: Mended\n", 2)
    assert not session.build(settings=True).problems
    assert session.site.output() == clean_build(session.site, tmp_path / "clean")


def test_a_broken_config_from_the_start_builds_nothing(tmp_path: Path) -> None:
    session = Session(fill(Site(tmp_path / "site"), 2))
    put(session.site, "config.yaml", "title: [\n")
    assert session.build(everywhere=True).pages == 0


# -- bodies -----------------------------------------------------------------------------------------


def _bytes(site: Site) -> int:
    return sum(file.stat().st_size for file in (site.root / ".digest/bodies").iterdir())


def test_old_texts_do_not_accumulate(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest.store.bodies.LONG_TAIL", 4000)
    for n in range(40):
        put(session.site, "content/001.md", article(1, f"Edit {n}."), n)
        session.build("")
        assert _bytes(session.site) < 9000
    put(session.site, "config.yaml", "title: All anew\n")  # renders all articles
    session.build(settings=True)
    assert session.site.output() == clean_build(session.site, tmp_path / "clean")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process to kill")
@pytest.mark.parametrize("moment", ["move_bodies", "set_meta", "unlink"])
def test_a_kill_while_texts_are_moved_loses_no_text(
    moment: str, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.store.bodies.LONG_TAIL", 100)
    put(session.site, "content/001.md", article(1, "Edit."), 1)
    child = os.fork()
    if not child:
        _die_at(moment)
        session.build("")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    monkeypatch.undo()
    put(session.site, "config.yaml", "title: All anew\n")
    assert not session.site.build().problems
    assert session.site.output() == clean_build(session.site, tmp_path / "clean")


def _die_at(moment: str) -> None:
    owner = os if moment == "unlink" else Store
    whole = getattr(owner, moment)

    def dying(*args: object) -> object:
        if moment != "set_meta" or args[1] == "bodies":
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(*args)

    setattr(owner, moment, dying)


def test_changing_the_content_folder_removes_its_articles(session: Session, tmp_path: Path) -> None:
    put(session.site, "content/deep/er/x.md", article(20))
    session.build(everywhere=True)
    put(session.site, "texts/y.md", article(21))
    put(session.site, "config.yaml", "content: texts\n")
    session.build(settings=True)
    assert session.site.output() == clean_build(session.site, tmp_path / "clean")
