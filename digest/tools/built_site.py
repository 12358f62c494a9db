"""Ask the store of a site that was built, without building anything."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from typing import TypeVar

from digest.build.load_site import load_site
from digest.model.named_tuple import NamedTuple
from digest.model.site import Options, Site
from digest.store import Store
from digest.store.store import SCHEMA

Answer = TypeVar("Answer")


class NotBuilt(NamedTuple):
    """Why the store of a site cannot be asked."""

    message: str
    hint: str


def ask_store(root: str, question: Callable[[Site, Store], Answer]) -> Answer | NotBuilt:
    """Return the answer of `question` for the site in the folder `root`."""
    site, _ = load_site(Options(root, 0.0))
    if site is None:
        return NotBuilt("the settings of the site have errors", "`digest build` shows them.")
    path = os.path.join(site.state, "store.db")
    if not os.path.isfile(path):
        return NotBuilt("this site has not been built yet", "Run `digest build` first.")
    try:
        store = Store(path, writable=False)
        try:
            if store.meta("schema") != SCHEMA:
                return NotBuilt("this site was last built by another version of digest", "Run `digest build` first.")
            return question(site, store)
        finally:
            store.close()
    except sqlite3.Error as error:
        return NotBuilt(f"the store cannot be read: {error}", "Run `digest build` to create a new one.")
