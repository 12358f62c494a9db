"""The search for reference cycles, which a build does without."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def collection_off() -> Iterator[None]:
    """Do not search for reference cycles: a build creates none, but many values, each few hundred of which start a search."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
