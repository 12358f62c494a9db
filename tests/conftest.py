"""Fixtures of all tests, and which tests are left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.browsing import chromium
from tests.support.sites import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests in a browser are slow; those that assert a duration run only when `-m` names them."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker("slow")
    if "timing" not in config.option.markexpr:
        left_out = [item for item in items if item.get_closest_marker("timing")]
        items[:] = [item for item in items if not item.get_closest_marker("timing")]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty folder to put a site into."""
    return Site(tmp_path)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium (see `tests.support.browsing`). For one module only: while it is open, asyncio is Playwright's own."""
    with chromium() as found:
        yield found
