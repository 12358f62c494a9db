"""`digest build --profile`: counts of pages and articles in all processes, and no cost without the option."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from digest.build.load_site import load_site
from digest.build.pool import ProcessPool
from digest.build.profile import MAX_ROWS, ProfiledWorker
from digest.build.run import build
from digest.cli import main
from digest.model.events import STAGES, Event, Profile
from digest.model.site import Options
from tests.support.paths import REPOSITORY
from tests.support.pieces import daily
from tests.support.sites import CLOCK, Site

pytestmark = pytest.mark.slow

NOW = ["--clock", "2026-01-01"]


def profiled(site: Site, jobs: int = 1, *, full: bool = False) -> Profile:
    """Build and return the profile."""
    heard: list[Event] = []
    build(Options(str(site.root), CLOCK, jobs=jobs, full=full, profile=True), heard.append)
    assert [isinstance(e, Profile) for e in heard].count(True) == 1
    last = heard[-1]
    assert isinstance(last, Profile)
    return last


def expected(site: Site) -> dict[str, int]:
    """The number of pages of some kinds, from the output."""
    output = site.output()
    return {
        "article": sum(p.count("/") == 3 and not p.endswith("index.html") and p[:2] == "20" for p in output),
        "day": sum(p.count("/") == 3 and p.endswith("index.html") and p[:2] == "20" for p in output),
        "feed": sum(p.endswith("feed.xml") for p in output),
    }


@pytest.mark.parametrize("jobs", [1, 2])
def test_pages_and_articles_of_all_processes_are_counted(site: Site, jobs: int) -> None:
    profile = profiled(site.write(daily(130, topics="[Arts]")), jobs)
    kinds = {c.kind: (c.template, c.pages) for c in profile.templates}
    counted = expected(site)
    assert counted == {"article": 130, "day": 130, "feed": 2}
    assert kinds["article"] == ("article.html", 130)
    assert kinds["day"] == ("list.html", 130)
    assert kinds["feed"] == ("", 2)
    assert len(profile.articles) == len(profile.pages) == MAX_ROWS
    articles = {f"content/{p.name}" for p in (site.root / "content").iterdir()}
    assert {a.path for a in profile.articles} <= articles
    assert {p.path for p in profile.pages} <= set(site.output())
    assert profile.workers == (jobs if jobs > 1 else 0)
    assert (profile.workers_cpu > 0) == (jobs > 1)


def test_slowest_first_and_stages_sum_up_to_the_total(site: Site) -> None:
    profile = profiled(site.write(daily(30, topics="[Arts]")))
    assert tuple(s.stage for s in profile.stages) == STAGES
    assert sum(s.seconds for s in profile.stages) == pytest.approx(profile.seconds)
    assert sum(s.share for s in profile.stages) == pytest.approx(1)
    assert min(s.seconds for s in profile.stages) >= 0
    for slow in (profile.articles, profile.pages, profile.templates):
        assert [x.ms for x in slow] == sorted((x.ms for x in slow), reverse=True)
    assert all(c.each * c.pages == pytest.approx(c.ms) for c in profile.templates)


def test_only_work_that_was_done_is_counted(site: Site) -> None:
    site.write(daily(30, topics="[Arts]")).build()
    nothing = profiled(site)
    assert (nothing.articles, nothing.templates, nothing.pages) == ((), (), ())
    site.write(daily(1, topics="[Arts]").replace("Some text.", "Other text."))
    edited = profiled(site)
    assert [a.path for a in edited.articles] == ["content/n000.md"]
    assert [p.path for p in edited.pages] == ["2021/01/01/n000.html"]
    assert [(c.kind, c.pages) for c in edited.templates] == [("article", 1)]
    full = profiled(site, full=True)
    assert len(full.articles) == 10  # the slowest of all articles that were read
    assert ("article", 30) in [(c.kind, c.pages) for c in full.templates]


def test_a_profiled_build_has_the_same_output_and_store(site: Site, tmp_path: Path) -> None:
    text = daily(130, topics="[Arts]")
    other = Site(tmp_path / "other").write(text)
    other.build(jobs=1)
    profiled(site.write(text), jobs=2)
    assert site.output() == other.output()
    assert site.build().planned == other.build().planned == 0


def test_a_failed_build_has_a_profile(site: Site) -> None:
    profile = profiled(site.write("-- config.yaml --\ntitel: x\n"))
    assert (profile.articles, profile.templates, profile.workers) == ((), (), 0)


def test_spawned_processes_are_profiled(site: Site) -> None:
    site.write(daily(3)).build()
    loaded, _ = load_site(Options(str(site.root), CLOCK))
    assert loaded
    worker = ProfiledWorker(loaded, "tail")
    pool = ProcessPool(2, "spawn")
    try:
        pieces = iter([[(f"n{i:03d}.md", "", "")] for i in range(3)])
        read = [r.row.path for piece in pool.map(worker, 1, "read", pieces) for r in piece]
        times = pool.times()
    finally:
        pool.close()
        worker.close()
    assert read == ["n000.md", "n001.md", "n002.md"]
    assert sorted(path for t in times for _, path in t.sources) == read


def test_the_profile_is_a_table_or_a_json_object(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write(daily(3, topics="[Arts]"))
    command = ["build", str(site.root), *NOW, "--profile"]
    assert main.main(command) == 0
    out, err = capsys.readouterr()
    assert out == ""
    summary, heading, *rest = err.splitlines()
    assert summary.startswith("Built 3 articles, ")
    assert heading.startswith("Time: ")
    assert [line.split()[0] for line in rest[: len(STAGES)]] == list(STAGES)
    headings = [line for line in rest if not line.startswith(" ")]
    assert headings == [
        "Slowest articles to read:", "Slowest templates (total of all pages of a kind):", "Slowest pages to render:",
    ]  # fmt: skip
    assert sum(line.endswith(tuple(f" content/n00{i}.md" for i in range(3))) for line in rest) == 3

    assert main.main([*command, "--json", "--full"]) == 0
    out, err = capsys.readouterr()
    assert len(err.splitlines()) == 1
    *_, found, done = [json.loads(line) for line in out.splitlines()]
    assert (found["event"], done["event"]) == ("profile", "done")
    assert " ".join(found) == "event seconds workers cpu workers_cpu stages articles templates pages"
    assert [list(found[k][0]) for k in ("stages", "templates", "pages")] == [
        ["stage", "seconds", "share"], ["kind", "template", "pages", "ms", "each"], ["path", "ms"],
    ]  # fmt: skip


def test_a_build_without_the_option_does_not_load_the_profiler(site: Site) -> None:
    site.write(daily(3))
    code = (
        "import sys; from digest.build.run import build; from digest.build.load_site import Options;"
        f"build(Options({str(site.root)!r}, {CLOCK}, jobs=1)); print('digest.build.profile' in sys.modules)"
    )
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
