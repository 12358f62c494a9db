"""A killed build loses nothing: all files of the output are whole, and the next build equals a clean one.

`DIGEST_KILLS=200` kills that many builds; the default is a sample.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.edits import TEMPLATES
from tests.support.processes import (
    Building,
    DoomedBuilds,
    article,
    clean_build,
    fill,
    gone,
    only_whole_files,
    put,
    run,
    start,
    until,
    workers,
)
from tests.support.sites import Site

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads /proc")]
KILLS = int(os.environ.get("DIGEST_KILLS", "12"))
"""Number of kills at random moments."""


# -- before each change of a file -----------------------------------------------------------------


def _edit(site: Site, turn: int) -> None:
    """Change the site between two states: a body of the same length, one article more or less."""
    put(site, "content/000.md", article(0, "stop" if turn % 2 else "ahoy"), turn)
    put(site, "content/007.md", article(7) if turn % 2 else "", turn)
    put(site, "content/008.md", "" if turn % 2 else article(8), turn)


@pytest.mark.parametrize("then", ["goes on", "is taken back"])
def test_an_incremental_build_killed_before_any_change_of_a_file(then: str, site: Site, tmp_path: Path) -> None:
    site = fill(Site(site.root / "site"), 4)
    states: list[dict[str, bytes]] = []
    for turn in (1, 0):
        _edit(site, turn)
        states.insert(0, clean_build(site, tmp_path / "clean"))
    site.build()
    turn, number, code = 0, 0, -9
    with DoomedBuilds(site.root) as doomed:
        while code == -9:
            number += 1 if number < 8 or KILLS >= 200 else 6
            turn += 1
            _edit(site, turn)
            code = doomed.build(number)
            only_whole_files(site.output(), *states)
            if then == "is taken back":
                turn += 1
                _edit(site, turn)
            assert not site.build().problems, number
            assert site.output() == states[turn % 2], number
    assert code == 0
    assert number > 20


# -- at random moments ----------------------------------------------------------------------------


class Edits:
    """Random edits of a site; some are large enough for worker processes."""

    def __init__(self, site: Site, random: random.Random) -> None:
        self.site, self.random, self.at = site, random, 0

    def _some(self) -> list[str]:
        names = sorted(p.name for p in (self.site.root / "content").iterdir())
        return self.random.sample(names, self.random.choice([1, len(names), len(names)]))

    def _put(self, name: str, text: str) -> None:
        self.at += 1
        put(self.site, name, text, self.at)

    def cold(self) -> None:
        """Remove everything that was built."""
        for name in (".digest", "output"):
            shutil.rmtree(self.site.root / name, ignore_errors=True)

    def bodies(self) -> None:
        """Change the text of some articles, without changing its length."""
        for name in self._some():
            self._put(f"content/{name}", article(int(name[:3]), f"Word {self.random.randrange(10**6):06}"))

    def articles(self) -> None:
        """Add, remove and rename an article."""
        for n in self.random.sample(range(900), 3):
            self._put(f"content/{n:03}.md", article(n))
        old, *_ = self._some()
        self._put(f"content/{old}", "")
        old, *_ = self._some()
        (self.site.root / "content" / old).rename(self.site.root / f"content/{self.random.randrange(900):03}.md")

    def config(self) -> None:
        """Change the title of the site, so that all pages differ."""
        title = f"Title {self.random.randrange(10**6)}"
        self._put("config.yaml", f"theme: plain\ntitle: {title}\nlisting: {{front: 20, split: 30}}\n")

    def template(self) -> None:
        """Change the template of articles or of rows."""
        name = self.random.choice(["article.html", "item.html"])
        text = self.random.choice([*TEMPLATES[name], ""])
        self._put(f"themes/plain/{name}", text and f"{text}<!-- {self.random.randrange(10**6)} -->")


def _kill(building: Building, victim: str, chance: random.Random) -> bool:
    """Kill a build or one of its workers. Return whether it was still running."""
    if victim == "worker":
        until(lambda: workers(building.pid) or building.poll() is not None)
    found = workers(building.pid)
    if victim == "worker" and found:
        os.kill(chance.choice(found), signal.SIGKILL)
    elif victim == "group":
        os.killpg(building.pid, signal.SIGKILL)
    else:
        building.kill()
    said = building.communicate(timeout=20)[1]
    assert gone(found, 5), "workers outlive their build"
    assert building.returncode in (-9, 0, 1), said
    assert building.returncode != 1 or "a worker process was killed" in said, said
    return building.returncode != 0


def _opens(store: Path) -> bool:
    """Whether the store is missing or valid."""
    if not store.exists():
        return True
    db = sqlite3.connect(store)
    try:
        return list(db.execute("PRAGMA integrity_check")) == [("ok",)]
    finally:
        db.close()


def _play(site: Site, place: Path, chance: random.Random, kinds: list[str], kills: int) -> None:
    edits = Edits(site, chance)
    lasts: dict[tuple[str, str], float] = {}
    before = after = clean_build(site, place)
    run(site.root)
    while kills:
        kind, jobs = chance.choice(kinds), chance.choice("122")
        edit: Callable[[], None] = getattr(edits, kind)
        edit()
        before, after = after, clean_build(site, place)
        hits = 0
        if (kind, jobs) in lasts:  # sometimes twice, so that a build continues after two kills
            for _ in range(chance.choice([1, 1, 2])):
                with start(site.root, "--jobs", jobs) as building:
                    time.sleep(chance.uniform(0, lasts[kind, jobs]))
                    hits += _kill(building, chance.choice(["parent", "group", "worker"]), chance)
                only_whole_files(site.output(), before, after)
                assert _opens(site.root / ".digest/store.db")
        begun = time.monotonic()
        code, said = run(site.root, "--jobs", jobs)
        lasts.setdefault((kind, jobs), time.monotonic() - begun)
        assert (code, "error" in said or "warning" in said) == (0, False), said
        assert site.output() == after
        kills = max(kills - hits, 0)


@pytest.mark.parametrize("kinds", ["cold", "bodies", "articles bodies", "config template"])
def test_a_build_killed_at_any_moment_loses_nothing(kinds: str, site: Site, tmp_path: Path) -> None:
    site = fill(Site(tmp_path / "site"), 130)
    _play(site, tmp_path / "clean", random.Random(kinds), kinds.split(), KILLS // 4)


# -- interrupted ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -15)])
def test_an_interrupted_or_terminated_build_ends(number: int, code: int, site: Site, tmp_path: Path) -> None:
    site = fill(Site(tmp_path / "site"), 130)
    clean = clean_build(site, tmp_path / "clean")
    chance = random.Random(number)
    ended = 0
    while ended < max(3, KILLS // 4):
        shutil.rmtree(site.root / ".digest", ignore_errors=True)
        with start(site.root, "--jobs", "2") as building:
            assert until((site.root / ".digest/store.db").exists)
            time.sleep(chance.uniform(0, 0.4))
            found = workers(building.pid)
            os.killpg(building.pid, number)
            said = building.communicate(timeout=20)[1]
        assert gone(found, 5)
        assert "Traceback" not in said
        if not re.search(r"^(Built|Up to date)", said, re.M):  # otherwise the build had finished
            assert (building.returncode, said) == (code, "interrupted\n" if code == 130 else "")
            ended += 1
        only_whole_files(site.output(), clean)
    assert run(site.root)[0] == 0
    assert site.output() == clean


def test_an_interrupt_while_a_string_is_evaluated_ends_with_130_too(tmp_path: Path) -> None:
    """After such an interrupt, Python ends the process with SIGINT even if it was caught."""
    program = """
import os, signal, sys
import digest.cli.main
from digest.__main__ import main

signal.signal(signal.SIGINT, signal.default_int_handler)  # it is ignored in background jobs of a shell

def interrupted():
    try:
        eval("__import__('os').kill(os.getpid(), 2) or [None for _ in range(10**6)]", {"os": os})
    except KeyboardInterrupt:
        return 130

digest.cli.main.main = interrupted
sys.exit(main())
"""
    (tmp_path / "interrupted.py").write_text(program)
    assert subprocess.run([sys.executable, "-m", "interrupted"], cwd=tmp_path, timeout=60).returncode == 130
