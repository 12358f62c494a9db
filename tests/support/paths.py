"""Folders of the repository that tests read."""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).parent.parent.parent
CASES = REPOSITORY / "tests/cases"
"""Test data: inputs and expected results."""
DOCS = REPOSITORY / "docs"
