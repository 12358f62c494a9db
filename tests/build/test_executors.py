"""Builds whose work is done by executors: same output whoever does it, refused workers, lost workers, lost clusters."""

from __future__ import annotations

import concurrent.futures
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from digest.build import executor_pool, executors
from digest.build.executor_pool import Step, do_piece, release
from digest.build.load_site import load_site
from digest.build.make_page import SharedFingerprints
from digest.build.run import build
from digest.build.runner import SMALL
from digest.build.theme_state import load_theme_state
from digest.build.worker import Worker, WorkersFailed
from digest.cli.main import main
from digest.files.output import TEMPORARY
from digest.model import site as model
from digest.model.events import Event, Profile, Progress
from digest.model.site import Options
from digest.store import Store
from tests.support.clusters import Cluster
from tests.support.pictures import photo
from tests.support.processes import article, clean_build, fill, gone, put, run, start, until
from tests.support.sites import CLOCK, Site

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="kills and forks")]
needs_dask = pytest.mark.skipif(not find_spec("distributed"), reason="dask is not installed")

THREADS, PROCESSES = "concurrent.futures:ThreadPoolExecutor", "concurrent.futures:ProcessPoolExecutor"
SPAWNED = f"{__name__}:spawned"


def spawned(number: int) -> concurrent.futures.Executor:
    """An executor whose processes begin with nothing."""
    return concurrent.futures.ProcessPoolExecutor(number, multiprocessing.get_context("spawn"))


def none(number: int) -> object:
    """Not an executor."""
    return number


def unable(number: int) -> concurrent.futures.Executor:
    """A factory that fails."""
    raise ValueError(f"there are no {number} seats")


def illustrated(site: Site) -> Site:
    """A site that is large enough for workers, with images, of which two are equal."""
    fill(site, SMALL + 20)
    for n in range(6):
        put(site, f"content/{n:03}.md", article(n, f"\n\n![A hall]({n}.jpg)"))
        put(site, f"content/{n}.jpg", photo(240 - 10 * min(n, 4), 160))
    put(site, "config.yaml", "theme: plain\npictures: {widths: [50, 100]}\n")
    return site


def edited(site: Site) -> Site:
    """The site after many edits, some of them wrong, and with another image."""
    for n in range(10, SMALL + 15):
        put(site, f"content/{n:03}.md", article(n, f"See [another]({n + 1:03}.md)."), 1)
    put(site, "content/007.md", article(7).replace("date:", "expires: 2021-02-30\ndate:"))
    put(site, "content/3.jpg", photo(200, 210), 1)
    return site


def results(site: Site, jobs: int, executor: str) -> list[object]:
    """Report and output of a first build and of one after edits."""
    found: list[object] = []
    for change in (illustrated, edited):
        report = change(site).build(jobs=jobs, executor=executor)
        found += [report, site.output()]
    return found


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """The results of builds with one process."""
    return results(Site(tmp_path_factory.mktemp("alone") / "site"), 1, "")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two workers."""
    with Cluster(tmp_path_factory.mktemp("cluster") / "logs") as found:
        yield found


# -- same output ----------------------------------------------------------------------------------


@pytest.mark.parametrize("executor", [THREADS, PROCESSES, SPAWNED, "spawn"])
def test_it_makes_no_difference_who_does_the_work(executor: str, alone: list[object], site: Site) -> None:
    site = Site(site.root / "site")
    assert results(site, 2, executor) == alone
    left = [p.name for p in site.root.rglob("*") if p.name.endswith(TEMPORARY)]
    assert left == []
    assert multiprocessing.active_children() == []


ODD = (
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "![p](../../../etc/passwd)", "> " * 40, "`" * 9, "*" * 99,
    "&#0;", "\u202e\0x", "| a | b |\n|---|", "- " * 30, "~~~", "<!-- ", "{{ 7 * 7 }}", "{% raw", "http://[::1", "\ufeff",
)  # fmt: skip


def hostile(site: Site) -> Site:
    """A site whose articles have wrong front matter, dangerous markup, one address, or no text at all."""
    fill(site, 0)
    for n in range(SMALL + 20):
        title, date = ODD[n % len(ODD)].replace("\n", " "), f"2021-0{n % 9 + 1}-{n % 40}"
        head = f"---\ntitle: {title}\ndate: {date}\n---\n" if n % 3 else f"+++\ntitle = '{title}'\n"
        put(site, f"content/{n:03}.md", head + "\n\n".join(ODD[(n * k) % len(ODD)] for k in range(1, n % 12 + 2)))
    for n in range(9):
        (site.root / f"content/bytes{n}.md").write_bytes(bytes(range(n, 256, n + 1)) * 40)
        put(site, f"content/same{n}.md", "---\ntitle: Same\nurl: /same/\ndate: 2021-05-06\n---\nWords.")
    os.symlink(".", site.root / "content/loop")
    os.mkfifo(site.root / "content/pipe.md")
    return site


def test_hostile_sources_have_the_same_pages_and_problems_whoever_reads_them(site: Site) -> None:
    report = hostile(expected := Site(site.root / "alone")).build()
    assert len(report.problems) > 50
    assert report.articles > 20
    for number, executor in enumerate(("", "spawn", THREADS, PROCESSES)):
        found = hostile(Site(site.root / f"site{number}"))
        assert found.build(jobs=3, executor=executor) == report
        assert found.output() == expected.output()


@needs_dask
@pytest.mark.parametrize("number", ["2", "4"])
def test_workers_of_dask_make_no_difference(number: str, alone: list[object], site: Site) -> None:
    site = Site(site.root / "site")
    for change, output in ((illustrated, alone[1]), (edited, alone[3])):
        change(site)
        code, said = run(site.root, "-q", "--jobs", number, "--executor", "dask")
        assert (code, "`2021-02-30` is not a valid date" in said) == ((1, True) if change is edited else (0, False)), (
            said
        )
        assert site.output() == output


@needs_dask
def test_workers_of_a_scheduler_make_no_difference(cluster: Cluster, alone: list[object], site: Site) -> None:
    illustrated(site := Site(site.root / "site"))
    assert run(site.root, "-q", "--executor", f"dask:{cluster.address}") == (0, "")
    assert site.output() == alone[1]
    readers = {int(p.name.rpartition("-")[2]) for p in (site.root / ".digest/bodies").iterdir()}
    assert readers <= {worker.pid for worker in cluster.workers}
    assert cluster.copies() == []


def test_few_jobs_are_done_without_an_executor(site: Site) -> None:
    fill(site := Site(site.root / "site"), SMALL // 5)
    assert site.build(executor=f"{__name__}:unable").problems == ()
    fill(other := Site(site.root / "other"), SMALL)
    assert [p.code for p in other.build(executor=f"{__name__}:unable").problems] == ["executor"]


def test_a_profile_counts_what_an_executor_did(site: Site) -> None:
    fill(site := Site(site.root / "site"), SMALL + 20)
    heard: list[Event] = []
    build(Options(str(site.root), CLOCK, jobs=2, profile=True, executor=PROCESSES), heard.append)
    profile = heard[-1]
    assert isinstance(profile, Profile)
    assert (profile.workers, profile.workers_cpu > 0, len(profile.articles)) == (2, True, 10)
    assert {c.kind: c.pages for c in profile.templates}["article"] == SMALL + 20


# -- an executor that cannot be had ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("threads", "there is no executor `threads`"),
        ("dask:example", "`example` is not the address of a scheduler"),
        ("missing_module:executor", "there is no executor `missing_module:executor`: No module named"),
        ("os:executor", "there is no executor `os:executor`: module 'os' has no attribute"),
        ("os:sep", "`os:sep` cannot be called"),
    ],
)
def test_an_unknown_executor_is_wrong_use(name: str, says: str, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    fill(site := Site(site.root / "site"), 1)
    assert main(["build", str(site.root), "--executor", name]) == 2
    assert capsys.readouterr().err.startswith(f"error: --executor: {says}")
    assert not (site.root / "output").exists()


def test_dask_has_to_be_installed(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(site := Site(site.root / "site"), 1)
    monkeypatch.setattr(executors, "find_spec", lambda _: None)
    assert main(["build", str(site.root), "--executor", "dask"]) == 2
    assert "  Install it with `pip install 'digest-press[cluster]'`." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "says"), [("none", "it returned `2`"), ("unable", "ValueError: there are no 2 seats")]
)
def test_a_factory_that_makes_no_executor_is_named(name: str, says: str, site: Site) -> None:
    fill(site := Site(site.root / "site"), SMALL)
    (problem,) = site.build(jobs=2, executor=f"{__name__}:{name}").problems
    assert (problem.code, problem.severity) == ("executor", "error")
    assert problem.message.endswith(f"has made no executor: {says}")
    assert site.build().problems == ()


@needs_dask
def test_a_scheduler_that_cannot_be_reached_is_named_soon(site: Site) -> None:
    fill(site := Site(site.root / "site"), SMALL)
    began = time.monotonic()
    code, said = run(site.root, "--executor", "dask:tcp://127.0.0.1:9")
    assert (code, time.monotonic() - began < 40) == (1, True)
    assert said.startswith("error: the scheduler tcp://127.0.0.1:9 cannot be reached: ")
    assert run(site.root)[0] == 0


# -- workers that are refused ---------------------------------------------------------------------


@pytest.fixture
def step(site: Site) -> Iterator[Step]:
    """The step of making pages of a built site, whose worker would be in this process."""
    fill(site, 3).build()
    loaded, _ = load_site(Options(str(site.root), CLOCK))
    assert loaded
    executor = concurrent.futures.ThreadPoolExecutor(1)
    pool = executor_pool.ExecutorPool(executor, 1)
    pool._start(Worker(loaded, "tail"), "1.make", _shared(loaded))
    yield pool._step
    pool.close()


def _shared(site: model.Site) -> SharedFingerprints:
    store = Store(f"{site.state}/store.db", writable=True)
    theme = load_theme_state(store, site, "")
    store.close()
    return SharedFingerprints("", theme.fingerprints, (), theme.language, theme.optional_names, ())


def _refused(step: Step, folder: str = "") -> str:
    """Why a worker refuses to do a piece."""
    with pytest.raises(WorkersFailed) as caught:
        do_piece(step, "make", [], folder)
    assert caught.value.problem.code == "worker-refused"
    return caught.value.problem.message.partition(" ")[2].partition(" ")[2].partition(" ")[2]


def test_a_worker_with_another_program_is_refused(step: Step) -> None:
    other = "digest 0.1 with Python 3.11.2 (0123456789abcdef)"
    assert _refused(step._replace(program=other)) == f"runs {executor_pool.own_program()}, but this build {other}"


@needs_dask
def test_a_worker_of_dask_that_does_not_have_digest_is_refused(site: Site, tmp_path: Path) -> None:
    fill(site := Site(site.root / "site"), SMALL)
    (tmp_path / "empty/digest").mkdir(parents=True)
    (tmp_path / "empty/digest/__init__.py").touch()
    with Cluster(tmp_path / "cluster", path=tmp_path / "empty") as cluster:
        code, said = run(site.root, "--executor", f"dask:{cluster.address}")
    assert (code, said.splitlines()[0]) == (1, "error: a worker cannot load digest: No module named 'digest.build'")


def test_a_worker_that_does_not_see_the_site_is_refused(step: Step, tmp_path: Path) -> None:
    missing = str(tmp_path / "elsewhere/.digest/step")
    assert _refused(step._replace(file=missing)) == f"does not see {missing}"


def test_a_worker_that_sees_another_step_is_refused(step: Step) -> None:
    assert _refused(step._replace(hash="0" * 32)) == f"does not see {step.file}"


def test_a_worker_that_does_not_see_the_output_is_refused(step: Step) -> None:
    os.unlink(step.proof)
    assert _refused(step) == f"does not see {step.proof}"


def test_a_worker_that_does_not_see_the_articles_is_refused(step: Step, site: Site) -> None:
    (site.root / "content").rename(site.root / "texts")
    assert _refused(step) == f"does not see {site.root}/content"


def test_a_worker_that_sees_an_older_store_is_refused(step: Step, site: Site, tmp_path: Path) -> None:
    store = site.root / ".digest/store.db"
    store.write_bytes(store.read_bytes()[:-4096])
    (tmp_path / "scratch").mkdir()
    assert _refused(step, str(tmp_path / "scratch")) == f"sees an older version of {site.root}/.digest"
    release()
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_worker_copies_the_store_once_and_removes_the_copy(step: Step, tmp_path: Path) -> None:
    (folder := tmp_path / "scratch").mkdir()
    do_piece(step, "make", [], str(folder))
    (copy,) = folder.iterdir()
    before = copy.stat()
    do_piece(step, "make", [], str(folder))
    assert copy.stat() == before
    release()
    assert list(folder.iterdir()) == []


# -- workers that are lost ------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["read", "render"])
def test_a_killed_process_of_an_executor_is_reported_and_the_next_build_is_correct(
    stage: str, site: Site, tmp_path: Path
) -> None:
    fill(site := Site(site.root / "site"), 8 * SMALL)
    killed: list[int] = []

    def kill(event: Event) -> None:
        if isinstance(event, Progress) and event.stage == stage and not killed:
            killed.extend(child.pid or 0 for child in multiprocessing.active_children()[:1])
            for child in killed:
                os.kill(child, signal.SIGKILL)

    report = build(Options(str(site.root), CLOCK, jobs=2, executor=PROCESSES), kill)
    assert [p.code for p in report.problems] == ["worker-died"]
    assert site.build(jobs=2, executor=PROCESSES).problems == ()
    assert site.output() == clean_build(site, tmp_path / "clean")


def _killed_at(stage: str, site: Site, victim: subprocess.Popen[bytes], executor: str) -> tuple[int, str]:
    """Kill a process when a third of a stage of a build is done; return (exit code, errors) of the build."""
    with start(site.root, "--json", "--executor", executor, stdout=subprocess.PIPE) as building:
        assert building.stdout
        for line in building.stdout:
            event = json.loads(line)
            if event.get("stage") == stage and event["done"] > event["total"] // 3:
                victim.kill()
                break
        events = [json.loads(line) for line in building.stdout]
        said = building.communicate(timeout=120)[1]
    problems = [event["message"] for event in events if event["event"] == "problem"]
    return building.returncode, "\n".join(problems) or said.partition("Built")[0]


@needs_dask
@pytest.mark.parametrize("stage", ["read", "render"])
def test_pieces_of_a_lost_worker_of_dask_are_done_by_another(stage: str, site: Site, tmp_path: Path) -> None:
    fill(site := Site(site.root / "site"), 8 * SMALL)
    with Cluster(tmp_path / "cluster") as cluster:
        victim = cluster.workers[0]
        assert _killed_at(stage, site, victim, f"dask:{cluster.address}") == (0, "")
        assert victim.wait() == -signal.SIGKILL
    assert site.output() == clean_build(site, tmp_path / "clean")


@needs_dask
@pytest.mark.parametrize("stage", ["read", "render"])
def test_without_its_scheduler_a_build_fails_and_the_next_one_finishes(stage: str, site: Site, tmp_path: Path) -> None:
    fill(site := Site(site.root / "site"), 8 * SMALL)
    with Cluster(tmp_path / "cluster") as cluster:
        code, said = _killed_at(stage, site, cluster.scheduler, f"dask:{cluster.address}")
        assert (code, said) == (1, f"the connection to the scheduler {cluster.address} was lost")
        assert all(gone([worker.pid], 60) for worker in cluster.workers)
    assert run(site.root, "--jobs", "2")[0] == 0
    assert site.output() == clean_build(site, tmp_path / "clean")


@needs_dask
def test_without_any_worker_a_build_ends_after_a_while(site: Site, tmp_path: Path) -> None:
    fill(site := Site(site.root / "site"), 8 * SMALL)
    program = (
        "import sys; from digest.build import dask_pool; from digest.cli.main import main;"
        "dask_pool.TIMEOUT, dask_pool.MAX_WAIT = 5, 10; sys.exit(main(sys.argv[1:]))"
    )
    with Cluster(tmp_path / "cluster") as cluster:
        command = ["build", str(site.root), "--executor", f"dask:{cluster.address}"]
        with subprocess.Popen([sys.executable, "-c", program, *command], stderr=subprocess.PIPE, text=True) as building:
            assert until(lambda: list((site.root / ".digest").glob("bodies/*")), 60)
            for worker in cluster.workers:
                worker.kill()
            said = building.communicate(timeout=120)[1]
    assert building.returncode == 1
    assert said.startswith(f"error: the scheduler {cluster.address} has had no workers for 10 s")


def test_what_a_lost_worker_left_unfinished_is_removed(site: Site) -> None:
    fill(site := Site(site.root / "site"), SMALL + 20)
    half = site.root / f"output/2021/04/01/.piece-0.html.other-77{TEMPORARY}"

    left: list[Path] = []

    def leave(event: Event) -> None:
        if isinstance(event, Progress) and event.stage == "render" and half.parent.is_dir():
            half.write_text("<!doc")
            left.append(half)

    assert build(Options(str(site.root), CLOCK, jobs=2, executor=THREADS), leave).problems == ()
    assert left
    assert not half.exists()
