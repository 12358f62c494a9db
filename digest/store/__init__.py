"""What a build remembers: one SQLite file and the files of the bodies. Start in store.py."""

from digest.store.store import Store

__all__ = ["Store"]
