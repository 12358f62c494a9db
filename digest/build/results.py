"""The results of a build: of each page, and their counts.

The traces of all pages are written to the store after all files are written. A large archive has some hundred thousand pages,
so their results are kept in memory compressed until then.
"""

from __future__ import annotations

import os
import pickle
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence

from digest.model.named_tuple import NamedTuple
from digest.model.packing import pack
from digest.model.page import Page
from digest.model.problem import Problem
from digest.store.pages import CHANGED, REQUESTED, UNFINISHED

MAX_UNPACKED = 1_000
"""The number of results that are kept before they are compressed together."""


class PageResult(NamedTuple):
    """The result of bringing one page up to date."""

    page: Page
    state: str
    """`same` (its inputs did not change), `equal` (rendered, but its bytes did not change), `written` or `failed`."""
    inputs: str
    hash: str
    size: int
    reason: str
    """Why it was rendered; empty if it was not."""
    problems: str | None


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

    def __init__(self) -> None:
        self.total = self.rendered = self.written = 0
        self.failed: list[PageResult] = []
        self.folders: set[str] = set()
        """Folders of the output in which files may have changed: `''` or `2021/05/`."""
        self._unpacked: list[PageResult] = []
        self._packed: list[bytes] = []

    def add(self, results: Iterable[PageResult]) -> None:
        """Add and count results."""
        for result in results:
            self.total += 1
            self.rendered += result.state in ("equal", "written")
            self.written += result.state == "written"
            self.folders.add(result.page.path[: result.page.path.rfind("/") + 1])
            (self.failed if result.state == "failed" else self._unpacked).append(result)
        if len(self._unpacked) >= MAX_UNPACKED:
            self._packed.append(zlib.compress(pickle.dumps(self._unpacked), 1))
            self._unpacked = []

    def done(self) -> Iterator[PageResult]:
        """The results of pages that did not fail, in the order in which they were added."""
        for packed in self._packed:
            yield from pickle.loads(zlib.decompress(packed))
        yield from self._unpacked
