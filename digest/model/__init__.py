"""Frozen values that every other layer speaks in. Knows nothing of files, templates or the store."""
