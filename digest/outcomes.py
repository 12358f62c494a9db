"""What became of a build's pages: counted as it comes, and kept small until the traces are noted.

All traces are noted at once, when every file is written. In a large archive that is some hundred thousand of them to hold
until then, so they are packed. This module must not know how a page is made or what a trace is for.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator

from digest.work import Outcome

PIECE = 1_000
"""So many are packed together."""


class Outcomes:
    """The outcomes of one build."""

    def __init__(self) -> None:
        self.total = self.rendered = self.written = 0
        self.failed: list[Outcome] = []
        self.folders: set[str] = set()
        """Folders of the output in which files may have changed, each with its slash; `''`: the output itself."""
        self._waiting: list[Outcome] = []
        self._packed: list[bytes] = []

    def take(self, outcomes: Iterable[Outcome]) -> None:
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

    def done(self) -> Iterator[Outcome]:
        """Those that are as they should be, in the order in which they came."""
        for packed in self._packed:
            yield from pickle.loads(zlib.decompress(packed))
        yield from self._waiting
