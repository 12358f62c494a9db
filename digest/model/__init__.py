"""Immutable values that all other packages use."""
