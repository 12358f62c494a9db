"""Builds in processes that can be killed, and sites that are large enough for worker processes.

`python -m tests.support.processes ROOT` runs the builds of `DoomedBuilds`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from digest.files.output import TEMPORARY
from tests.support.paths import REPOSITORY
from tests.support.sites import CLOCK, Site

NOW = ["--clock", "2026-01-01"]


class Building(subprocess.Popen[str]):
    """A running build. At the end of a `with` statement, all its processes are killed."""

    def __exit__(self, *raised: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        super().__exit__(*raised)  # type: ignore[arg-type]


def start(root: Path, *options: str, module: str = "digest", **settings: object) -> Building:
    """Start a build in a new process and process group."""
    given = ["build", str(root), *NOW, *options] if module == "digest" else [str(root), *options]
    settings = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, **settings}
    return Building(  # type: ignore[call-overload,no-any-return]
        [sys.executable, *([module] if module.endswith(".py") else ["-m", module]), *given],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)}, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL), **settings,
    )  # fmt: skip


def run(root: Path, *options: str) -> tuple[int, str]:
    """Run a build; return (exit code, stderr)."""
    with start(root, *options) as building:
        said = building.communicate(timeout=60)[1]
    return building.returncode, said


def workers(parent: int) -> list[int]:
    """The worker processes that a build has now."""
    with contextlib.suppress(OSError):
        return [int(n) for n in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    return []


def is_alive(process: int) -> bool:
    """Whether a process is running; zombies are not."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def gone(found: list[int], seconds: float) -> bool:
    """Wait for processes to end; return whether they did in time."""
    return until(lambda: not any(is_alive(process) for process in found), seconds)


def until(what: Callable[[], object], seconds: float = 5) -> bool:
    """Wait until a condition holds; return whether it did in time."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.002)
    return True


def article(number: int, words: str = "") -> str:
    """A short article; `words` at its end."""
    day = f"2021-{number % 3 + 4:02}-{number % 9 + 1:02}"
    head = f"---\ntitle: Piece {number}\ndate: {day}\ntopics: [Topic {number % 4}]\n---\n\n"
    return f"{head}The {number}th ship came in. {'It was a grey day. ' * 12}{words}\n"


def fill(site: Site, number: int) -> Site:
    """Write a site with this number of articles."""
    (site.root / "content").mkdir(parents=True)
    for n in range(number):
        put(site, f"content/{n:03}.md", article(n))
    return site


def put(site: Site, name: str, content: str | bytes, at: int = 0) -> None:
    """Write a file of the site, or remove it if the content is empty. `at`: seconds that are added to its time."""
    path = site.root / name
    if content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(path, (1_600_000_000.5 + at, 1_600_000_000.5 + at))  # long ago, so that the time is trusted
    else:
        path.unlink(missing_ok=True)


def clean_build(site: Site, place: Path, clock: float = CLOCK) -> dict[str, bytes]:
    """The output of a clean build of a copy of the site."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(site.root, place, ignore=shutil.ignore_patterns(".digest", "output"))
    copy = Site(place)
    report = copy.build(clock=clock)
    assert not report.failed(strict=True)
    return copy.output()


def only_whole_files(output: dict[str, bytes], *versions: dict[str, bytes]) -> None:
    """Assert that every file of an output equals that of one of the versions, or is a temporary file."""
    for path, data in output.items():
        if not path.endswith(TEMPORARY):
            assert any(v.get(path) == data for v in versions), path


# -- builds that kill themselves -------------------------------------------------------------------

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir"}
"""Audit events for changes of files, besides `open` for writing. SQLite raises none."""


class DoomedBuilds:
    """Builds of a site in forked processes that kill themselves."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __enter__(self) -> DoomedBuilds:
        self._process = start(
            self._root, module="tests.support.processes", stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def build(self, number: int) -> int:
        """Build, and kill the process before the `number`th change of a file of the site. Return the exit code."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{number}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


WRITES = os.O_WRONLY | os.O_RDWR


def _serve(root: str) -> None:
    import digest.build.pipeline
    import digest.pages.renderer
    import digest.read.article  # noqa: F401 (loaded for the processes that are forked)

    for line in sys.stdin:
        child = os.fork()
        if not child:
            os._exit(_build_and_die(root, int(line)))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _build_and_die(root: str, number: int) -> int:
    from digest.build.run import build
    from digest.model.site import Options

    left = [number]

    def hook(event: str, args: tuple[object, ...]) -> None:
        changes = event in CHANGES or (event == "open" and isinstance(args[2], int) and args[2] & WRITES)
        if changes and isinstance(args[0], str) and args[0].startswith(root):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    return int(build(Options(root, CLOCK, jobs=1)).failed(strict=True))


if __name__ == "__main__":
    _serve(sys.argv[1])
