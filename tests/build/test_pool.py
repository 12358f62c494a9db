"""Builds with worker processes: same output and problems as with one process, dead workers, and the size of messages."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import resource
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from digest.build import pool
from digest.build.load_site import load_site
from digest.build.make_page import SharedFingerprints
from digest.build.run import build
from digest.build.runner import SMALL
from digest.build.theme_state import load_theme_state
from digest.build.worker import Worker
from digest.model.events import Event, Progress, Report
from digest.model.page import Page
from digest.model.site import Options
from digest.store import Store
from tests.support import processes
from tests.support.processes import article, clean_build, fill, gone, put, start
from tests.support.sites import CLOCK, Site

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="kills and forks")]


def _faulty(site: Site) -> Site:
    """Write enough articles for worker processes, with a problem in every tenth."""
    fill(site, SMALL + 50)
    for n in range(0, SMALL + 50, 10):
        wrong = "expires: 2021-02-30" if n % 20 else "tiltle: Again"
        put(site, f"content/{n:03}.md", article(n).replace("topics:", f"{wrong}\ntopics:", 1))
    return site


def _edit(site: Site) -> None:
    for n in range(SMALL + 40):
        path = site.root / f"content/{n:03}.md"
        put(site, f"content/{n:03}.md", path.read_text() + f"\nSee [another]({n + 1:03}.md).\n", 1)


def _builds(site: Site, jobs: int, executor: str = "") -> list[tuple[Report, dict[str, bytes], list[tuple[str, str]]]]:
    """Report, output and rendered pages of a first build and of one after edits."""
    found = []
    for edit in (_faulty, _edit):
        edit(site)
        report = site.build(jobs=jobs, executor=executor)
        found.append((report, site.output(), [(r.path, r.reason) for r in site.rendered]))
    return found


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Report, dict[str, bytes], list[tuple[str, str]]]]:
    """The results of builds with one process."""
    found = _builds(Site(tmp_path_factory.mktemp("alone") / "site"), 1)
    assert [len(report.problems) for report, *_ in found] == [15, 22]
    assert found[1][0].written > SMALL
    return found


@pytest.mark.parametrize(("executor", "jobs"), [("", 2), ("fork", 4), ("spawn", 2)])
def test_number_and_start_method_of_workers_make_no_difference(
    executor: str, jobs: int, alone: list[object], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    begin = pool.ProcessPool._start

    def start(self: pool.ProcessPool, *given: Any) -> None:
        begin(self, *given)
        started.append(len(multiprocessing.active_children()))

    monkeypatch.setattr(pool.ProcessPool, "_start", start)
    assert _builds(Site(site.root / "site"), jobs, executor) == alone
    assert started == [jobs] * 4  # to read and to render, in two builds
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("stage", ["read", "render"])
def test_a_killed_worker_is_reported_and_the_next_build_is_correct(stage: str, site: Site, tmp_path: Path) -> None:
    fill(site := Site(site.root / "site"), 8 * SMALL)
    killed: list[int] = []

    def kill(event: Event) -> None:
        if isinstance(event, Progress) and event.stage == stage and not killed:
            killed.extend(child.pid or 0 for child in multiprocessing.active_children()[:1])
            for child in killed:  # none before the first pages that workers make
                os.kill(child, signal.SIGKILL)

    report = build(Options(str(site.root), CLOCK, jobs=2), kill)
    assert [p.code for p in report.problems] == ["worker-died"]
    assert multiprocessing.active_children() == []
    assert site.build(jobs=2).problems == ()
    assert site.output() == clean_build(site, tmp_path / "clean")


def test_a_worker_that_cannot_be_started_is_reported(site: Site) -> None:
    fill(site, SMALL)
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.dup(0)  # the lowest free file number, which the limit refers to
    os.close(free)

    def no_more_files(event: Event) -> None:
        if isinstance(event, Progress) and event.stage == "read":
            resource.setrlimit(resource.RLIMIT_NOFILE, (free + 8, limit[1]))

    try:
        report = build(Options(str(site.root), CLOCK, jobs=50), no_more_files)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limit)
    assert [p.code for p in report.problems] == ["worker-died"]
    assert multiprocessing.active_children() == []
    assert site.build().problems == ()


@pytest.mark.parametrize("executor", ["spawn", "concurrent.futures:ProcessPoolExecutor"])
def test_workers_end_with_their_build(executor: str, site: Site, tmp_path: Path) -> None:
    fill(site := Site(site.root / "site"), 6 * SMALL)
    with start(site.root, "--jobs", "2", "--json", "--executor", executor, stdout=subprocess.PIPE) as building:
        assert building.stdout is not None
        building.stdout.readline()  # then a worker has read an article
        found = processes.workers(building.pid)
        building.kill()
        assert gone(found, 2)
    assert len(found) >= 2
    assert site.build(jobs=2).problems == ()
    assert site.output() == clean_build(site, tmp_path / "clean")


# -- messages -------------------------------------------------------------------------------------


def test_messages_between_processes_are_small(site: Site) -> None:
    fill(site, 20)
    put(site, "content/long.md", article(77) + "Another line of a long article.\n\n" * 3000)
    site.build()
    given, _ = load_site(Options(str(site.root), CLOCK))
    assert given is not None
    store = Store(f"{given.state}/store.db", writable=True)
    theme = load_theme_state(store, given, "")
    prints = SharedFingerprints("", theme.fingerprints, ("topics",), theme.language, theme.optional_names, ())
    pages = [Page(*row) for row in store.db.execute("SELECT path, kind, collection, key, part FROM pages")]
    store.close()
    worker = Worker(given, "test")
    try:
        [reading] = worker.read([("long.md", "", "")])
        worker.pages.prepare(prints)
        outcomes = worker.make([(*page, "", "", 0) for page in pages])
    finally:
        worker.close()
    assert reading.row.body
    assert len(pickle.dumps(reading)) < 2_000 < 100_000 < (site.root / "output/2021/06/06/piece-77.html").stat().st_size
    assert all(len(pickle.dumps(outcome)) < 1_000 for outcome in outcomes)
    assert len(outcomes) > 30
