"""A dask scheduler with workers, in processes of their own that can be killed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.support.paths import REPOSITORY


class Cluster:
    """A scheduler and two workers. The log of each is a file in `folder`."""

    def __init__(self, folder: Path, path: Path = REPOSITORY) -> None:
        """`path`: the folder that contains the package digest for them."""
        self._folder, self._path = folder, path
        folder.mkdir(parents=True)
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        self.address = self._said("scheduler", "Scheduler at:").split()[-1]
        # Without a nanny, a worker is one process that is not started again.
        self.workers = [
            self._start("worker", self.address, "--nthreads", "1", "--no-nanny", "--name", f"w{n}") for n in range(2)
        ]

    def _start(self, kind: str, *options: str) -> subprocess.Popen[bytes]:
        number = len(list(self._folder.glob("*.log")))
        module = f"distributed.cli.dask_{kind}"
        with (self._folder / f"{kind}{number}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", module, *options, "--dashboard-address", ":0"],
                env={**os.environ, "PYTHONPATH": str(self._path), "DASK_TEMPORARY_DIRECTORY": str(self._folder)},
                stdout=log, stderr=log, cwd=self._folder,
            )  # fmt: skip

    def _said(self, kind: str, words: str) -> str:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            for log in self._folder.glob(f"{kind}*.log"):
                for line in log.read_text(errors="replace").splitlines():
                    if words in line:
                        return line
            time.sleep(0.05)
        raise AssertionError(f"the {kind} has not said {words}")

    def copies(self) -> list[Path]:
        """The copies of stores that workers have on their disks."""
        return list(self._folder.rglob("store-*.db"))

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        for process in (*self.workers, self.scheduler):
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)
            process.wait()
