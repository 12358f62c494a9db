"""Two builds of one site at the same time: the second waits, or reports the first. Killed builds hold no lock."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from digest.build.run import build
from digest.cli import main
from digest.cli.console import Console
from digest.files.lock import BuildLocked, Lock
from digest.model.site import Options
from digest.tools.clean import clean
from tests.support.processes import fill, gone, start, until, workers
from tests.support.sites import CLOCK, Site

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds worker processes in /proc")


@pytest.fixture
def big(site: Site) -> Site:
    """A site that is large enough for worker processes."""
    return fill(Site(site.root / "site"), 300)


@pytest.mark.slow
def test_a_second_build_waits_and_is_up_to_date(big: Site) -> None:
    with start(big.root, "--jobs", "2") as first:
        assert until((big.root / ".digest/store.db").exists)
        with start(big.root, "--jobs", "2") as second:
            said = second.communicate(timeout=20)[1]
            built = first.communicate(timeout=20)[1]
            assert built.startswith("Built 300 articles, ")
            assert "unchanged" not in built
    assert (first.returncode, second.returncode) == (0, 0)
    assert said.startswith("Up to date: 300 articles, ")


@pytest.mark.slow
def test_a_build_that_does_not_end_is_reported(big: Site, capsys: pytest.CaptureFixture[str]) -> None:
    options = Options(str(big.root), CLOCK)
    with start(big.root, "--jobs", "2") as first:
        assert until(lambda: workers(first.pid))
        os.killpg(first.pid, signal.SIGSTOP)
        with pytest.raises(BuildLocked) as locked:
            build(options, wait=0.1)
        assert str(locked.value) == f"another build of this site is running (process {first.pid})"
        os.killpg(first.pid, signal.SIGCONT)
        first.communicate(timeout=20)
    assert first.returncode == 0
    assert build(options, wait=0).written == 0


def test_the_message_of_a_locked_build(capsys: pytest.CaptureFixture[str]) -> None:
    def refuse() -> int:
        raise BuildLocked("123")

    assert main.run_safely(refuse, Console(sys.stdout, sys.stderr)) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert first == "error: another build of this site is running (process 123)"
    assert second == "  Wait for it to end, or stop process 123 if it hangs."


@pytest.mark.slow
def test_workers_of_a_killed_build_end_and_release_the_lock(big: Site) -> None:
    for moment in (0, 0.05, 0.1):
        with start(big.root, "--jobs", "4") as building:
            assert until(lambda: len(workers(building.pid)) == 4)
            time.sleep(moment)
            orphans = workers(building.pid)
            building.kill()
            with Lock(str(big.root / ".digest"), wait=10):
                # Workers hold the lock too, until the last has closed its files. None can still write.
                assert gone(orphans, 5)
            building.wait()


def test_a_lock_works_after_its_file_was_removed(site: Site) -> None:
    state = str(site.root / ".digest")
    waiting = Lock(state, wait=1)
    clean(str(site.root))
    assert not Path(state).exists()
    with waiting, pytest.raises(BuildLocked), Lock(state, wait=0):
        pass


def test_a_failed_lock_leaves_no_file_open(site: Site) -> None:
    state = str(site.root / ".digest")
    with Lock(state):
        before = len(os.listdir("/proc/self/fd"))
        with pytest.raises(BuildLocked), Lock(state, wait=0):
            pass
        assert len(os.listdir("/proc/self/fd")) == before
