"""Helpers for bad input: a good article, files of any bytes, and a time limit."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator

import pytest

from digest.model.events import Report
from tests.support.sites import Site

GOOD = "-- content/good.md --\n---\ntitle: A good article\ndate: 2021-05-06\n---\nGood words.\n"
GOOD_PAGES = ("2021/05/06/a-good-article.html", "2021/05/06/index.html")
LONGEST = 60
"""Seconds after which a build counts as hanging; the slowest case takes two."""
SOUND = re.compile(
    r"(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[^\x00-\x1f<>:\"|?*\\]{0,239}[^\x00-\x1f<>:\"|?*\\ .]", re.I
)
"""File names that are valid on every system."""


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    """Fail a test that waits forever, such as for a pipe or a lock."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(number: int, frame: object) -> None:
        pytest.fail(f"no end after {LONGEST} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def told(report: Report) -> tuple[str, ...]:
    """The problems of a report, each as `severity code place`."""
    return tuple(f"{p.severity} {p.code} {p.place()}".rstrip() for p in report.problems)


def put(site: Site, path: str | bytes, data: str | bytes) -> Site:
    """Write a file."""
    full = os.path.join(os.fsencode(site.root), path.encode() if isinstance(path, str) else path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)
    return site


def article(title: str = "Odd", text: str = "Words.") -> str:
    """An article of the same day as the good one."""
    return f"---\ntitle: {title}\ndate: 2021-05-06\n---\n{text}\n"


def need_permissions(site: Site) -> None:
    """Skip the test if permissions have no effect, as for root."""
    probe = site.root / "probe"
    probe.write_bytes(b"")
    probe.chmod(0)
    readable = os.access(probe, os.R_OK)
    probe.unlink()
    if readable:
        pytest.skip("permissions mean nothing here")


def link(site: Site, path: str, target: str) -> None:
    """Make a symbolic link, or skip the test if the system has none."""
    try:
        (site.root / path).symlink_to(target)
    except (OSError, NotImplementedError):
        pytest.skip("no symbolic links here")
