"""The search for reference cycles, which a build does without."""

from __future__ import annotations

import gc


class CollectionOff:
    """Do not search for reference cycles inside a `with` block. A build creates none, but many values, each few hundred of which
    start a search."""

    def __enter__(self) -> None:
        """Note whether the search is on, and switch it off."""
        self._before = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._before:
            gc.enable()
