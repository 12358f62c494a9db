"""What became of a build's pages: of each, and of all, counted as it comes and kept small until the traces are noted.

All traces are noted at once, when every file is written. In a large archive that is some hundred thousand of them to hold
until then, so they are packed. This module must not know how a page is made or what a trace is for.
"""

from __future__ import annotations

import os
import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from digest.model.packing import pack
from digest.model.page import Page
from digest.model.problem import Problem
from digest.store.pages import ANEW, CHANGED, UNFINISHED

PIECE = 1_000
"""So many are packed together."""


class PageResult(NamedTuple):
    """What became of a page."""

    page: Page
    state: str
    """`same` (its inputs are what they were), `equal` (rendered, the same bytes), `written`, `failed`."""
    inputs: str
    hash: str
    size: int
    reason: str
    """Why it was looked at more closely: the inputs that differ."""
    problems: str | None


def reason(before: str, after: str) -> str:
    """Why a page was looked at more closely: the names of the inputs that differ, of its `parts` before and now."""
    if not before:
        return "new"
    if before == UNFINISHED:
        return "an earlier build did not finish it"
    if before == CHANGED:
        return "its file is missing or was changed"
    if before == ANEW:
        return "all pages are made anew"
    old, new = (dict(p.split("=", 1) for p in parts.split(";") if p) for parts in (before, after))
    changed = [k for k in {**old, **new} if old.get(k) != new.get(k)]
    return f"changed: {', '.join(changed)}" if changed else "its file is missing or was changed"


def size_of(path: str) -> int:
    """Bytes of a file of the output; -1: it is not there."""
    try:
        return os.stat(path).st_size
    except OSError:
        return -1


def deduplicated(problems: list[Problem]) -> list[Problem]:
    """Without the same error of a template on every page that it makes."""
    seen: dict[tuple[str, int, str], Problem] = {}
    for p in problems:
        if p.code == "template-error":
            seen.setdefault((p.file, p.line, p.message.rpartition(" (first seen in")[0]), p)
    first = set(seen.values())
    return [p for p in problems if p.code != "template-error" or p in first]


def problems_to_json(problems: Sequence[Problem]) -> str | None:
    """Problems as JSON text, for the store; None when there are none."""
    return pack(problems) if problems else None


class BuildResults:
    """The outcomes of one build."""

    def __init__(self) -> None:
        self.total = self.rendered = self.written = 0
        self.failed: list[PageResult] = []
        self.folders: set[str] = set()
        """Folders of the output in which files may have changed, each with its slash; `''`: the output itself."""
        self._waiting: list[PageResult] = []
        self._packed: list[bytes] = []

    def add(self, outcomes: Iterable[PageResult]) -> None:
        """Count some more."""
        for outcome in outcomes:
            self.total += 1
            self.rendered += outcome.state in ("equal", "written")
            self.written += outcome.state == "written"
            self.folders.add(outcome.page.path[: outcome.page.path.rfind("/") + 1])
            (self.failed if outcome.state == "failed" else self._waiting).append(outcome)
        if len(self._waiting) >= PIECE:
            self._packed.append(zlib.compress(pickle.dumps(self._waiting), 1))
            self._waiting = []

    def done(self) -> Iterator[PageResult]:
        """Those that are as they should be, in the order in which they came."""
        for packed in self._packed:
            yield from pickle.loads(zlib.decompress(packed))
        yield from self._waiting
