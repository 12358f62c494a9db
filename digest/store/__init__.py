"""The state that a build keeps for the next one: a SQLite file and the files of the bodies. Start in store.py."""

from digest.store.store import Store

__all__ = ["Store"]
