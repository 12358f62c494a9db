"""Fixtures that all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.browsing import chromium
from tests.support.sites import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty folder to put a site into."""
    return Site(tmp_path)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium (see `tests.support.browsing`). For one module only: while it is open, asyncio is Playwright's own."""
    with chromium() as found:
        yield found
