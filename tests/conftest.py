"""Fixtures that all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty folder to put a site into."""
    return Site(tmp_path)
