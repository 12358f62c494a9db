"""The results of a build: of each page, and their counts.

The traces of all pages are written to the store after all files are written. A large archive has some hundred thousand pages,
so their traces are kept in a temporary file until then.
"""

from __future__ import annotations

import os
import pickle
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, cast

from digest.model.named_tuple import NamedTuple
from digest.model.packing import pack
from digest.model.page import Page
from digest.model.problem import Problem
from digest.store.pages import CHANGED, REQUESTED, UNFINISHED, NewTrace

MAX_TRACES = 1_000
"""The number of traces that are kept in memory before they are written to a file."""


class PageResult(NamedTuple):
    """The result of bringing one page up to date. It has no other tuples inside, because results are sent from process to
    process."""

    state: str
    """`same` (its inputs did not change), `equal` (rendered, but its bytes did not change), `written` or `failed`."""
    inputs: str
    """From here on as in `NewTrace`."""
    hash: str
    size: int
    problems: str | None
    reason: str
    """Why it was rendered; empty if it was not."""
    path: str
    kind: str
    collection: str
    key: str
    part: str

    @property
    def page(self) -> Page:
        """The page."""
        return Page(*self[6:])


def reason(before: str, after: str) -> str:
    """Why a page is rendered. `before` and `after`: its inputs, as in a trace."""
    if not before:
        return "new"
    if before == UNFINISHED:
        return "an earlier build did not finish this page"
    if before == CHANGED:
        return "the output file is missing or was changed"
    if before == REQUESTED:
        return "full build"
    old, new = (dict(item.split("=", 1) for item in inputs.split(";") if item) for inputs in (before, after))
    changed = [k for k in {**old, **new} if old.get(k) != new.get(k)]
    return f"changed: {', '.join(changed)}" if changed else "the output file is missing or was changed"


def size_of(path: str) -> int:
    """The size of a file in bytes; -1 if it does not exist."""
    try:
        return os.stat(path).st_size
    except OSError:
        return -1


REPEATED = frozenset(("topics-by-space", "markup-dropped"))
"""Codes of problems that are reported once for all articles, at the first place."""


def deduplicated(problems: list[Problem]) -> list[Problem]:
    """The problems without repetitions: an error of a template is reported for the first page only, and the same remark on
    several articles for the first one, with the number of the others."""
    repeated: dict[tuple[str, str], list[Problem]] = {}
    for p in problems:
        if p.code in REPEATED:
            repeated.setdefault((p.code, p.hint), []).append(p)
    if repeated:
        first_ones = [_with_count(p, repeated.pop((p.code, p.hint), ())) for p in problems]
        problems = [p for p in first_ones if p]
    seen: dict[tuple[str, int, str], Problem] = {}
    for p in problems:
        if p.code == "template-error":
            seen.setdefault((p.file, p.line, p.message.rpartition(" (first seen in")[0]), p)
    first = set(seen.values())
    return [p for p in problems if p.code != "template-error" or p in first]


def _with_count(problem: Problem, same: Sequence[Problem]) -> Problem | None:
    """The problem with the number of the same remarks on other files; None if it is one of these.

    `same`: all remarks of its kind, if it is the first. A message may begin with a number, which counts.
    """
    if problem.code not in REPEATED:
        return problem
    if not same:
        return None
    files = {p.file for p in same[1:]} - {problem.file}
    if not files:
        return problem
    numbers = [re.match(r"[\d,]+", p.message) for p in same[1:]]
    more = sum(int(m[0].replace(",", "")) if m else 1 for m in numbers)
    where = f"{len(files):,} other {'file' if len(files) == 1 else 'files'}"
    return problem._replace(message=f"{problem.message}; {more:,} more in {where}")


def problems_to_json(problems: Sequence[Problem]) -> str | None:
    """Problems as JSON text, for the store; None if there are none."""
    return pack(problems) if problems else None


class BuildResults:
    """Collects the results of one build."""

    def __init__(self, folder: str) -> None:
        """`folder`: for a temporary file."""
        self.total = self.rendered = self.written = 0
        self.failed: list[PageResult] = []
        self.folders: set[str] = set()
        """Folders of the output in which files may have changed: `''` or `2021/05/`."""
        self._folder = folder
        self._traces: list[NewTrace] = []
        self._file: BinaryIO | None = None
        self._pieces = 0
        """How often traces were written to the file."""

    def add(self, results: Iterable[PageResult]) -> None:
        """Add and count results."""
        for result in results:
            self.total += 1
            self.rendered += result.state in ("equal", "written")
            self.written += result.state == "written"
            self.folders.add(result.path[: result.path.rfind("/") + 1])
            if result.state == "failed":
                self.failed.append(result)
            else:
                self._traces.append(result[1:])
        if len(self._traces) >= MAX_TRACES:
            self._write_traces()

    def _write_traces(self) -> None:
        if self._file is None:
            from tempfile import TemporaryFile

            self._file = cast(BinaryIO, TemporaryFile(dir=self._folder))  # noqa: SIM115 (`close` does)
        pickle.dump(self._traces, self._file)
        self._pieces += 1
        self._traces = []

    def take_traces(self) -> Iterator[NewTrace]:
        """The traces of pages that did not fail, in the order in which they were added. Can be called once."""
        if self._file:
            self._file.seek(0)
            for _ in range(self._pieces):
                yield from pickle.load(self._file)
        yield from self._traces
        self.close()

    def close(self) -> None:
        """Remove the temporary file."""
        if self._file:
            self._file.close()
