"""The table of pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from digest.model.page import Page
from digest.store import Store

PAGES = [Page(path, "static", "", path, "") for path in ("a.html", "b/index.html", "c.txt")]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(str(tmp_path / "store.db"), writable=True)) as opened:
        yield opened


def counts(store: Store) -> tuple[int, int]:
    """The number of all pages, and of those in HTML."""
    return store.count_pages(), store.count_html_pages()


def test_many_new_pages_are_counted_together_and_later_ones_singly(store: Store) -> None:
    with store.transaction(), store.many_new_pages():
        store.mark_stale(PAGES)
    assert counts(store) == (3, 2)
    store.mark_stale([*PAGES, Page("d.html", "static", "", "d.html", "")])
    assert counts(store) == (4, 3)
    with store.transaction(), store.many_new_pages():
        store.mark_all_gone()
        store.mark_stale(PAGES[1:])
    assert counts(store) == (2, 1)
    store.drop_gone(())
    assert counts(store) == (2, 1)


def test_pages_are_counted_after_a_plan_that_was_given_up(store: Store) -> None:
    def plan() -> None:
        with store.transaction(), store.many_new_pages():
            store.mark_stale(PAGES)
            raise KeyError

    with pytest.raises(KeyError):
        plan()
    assert counts(store) == (0, 0)
    store.mark_stale(PAGES)
    assert counts(store) == (3, 2)
