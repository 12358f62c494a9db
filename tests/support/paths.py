"""Folders of the repository that tests read."""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).parent.parent.parent
CASES = REPOSITORY / "tests/cases"
"""Cases that are data: inputs and the results expected of them."""
DOCS = REPOSITORY / "docs"
