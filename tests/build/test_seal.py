"""The seal of the store: which stores a build accepts."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from digest.build import seal


@pytest.fixture
def state(tmp_path: Path) -> str:
    """A folder with a store and a closed seal."""
    (tmp_path / "store.db").write_bytes(b"store")
    seal.close_seal(str(tmp_path))
    return str(tmp_path)


class Database(sqlite3.Connection):
    """A database whose check reports an error."""

    def execute(self, sql: str, *_: object) -> sqlite3.Cursor:
        return super().execute("SELECT 'row 3 is missing from an index'" if "quick_check" in sql else sql)


def test_a_store_as_the_last_build_left_it_is_closed(state: str) -> None:
    assert seal.check(state)
    assert seal.is_closed(state)


def test_the_time_of_the_store_may_be_rounded_to_seconds(state: str) -> None:
    changed = int(os.stat(f"{state}/store.db").st_mtime)
    os.utime(f"{state}/store.db", (changed, changed))
    assert seal.is_closed(state)


def test_the_store_of_an_interrupted_build_is_not_closed(state: str) -> None:
    seal.open_seal(state, 7)
    assert not seal.check(state)
    assert not seal.is_closed(state)


def test_a_missing_store_is_not_closed(state: str) -> None:
    os.unlink(f"{state}/store.db")
    assert not seal.is_closed(state)


def test_a_journal_is_damage_if_the_last_build_ended(state: str) -> None:
    Path(f"{state}/store.db-journal").write_bytes(b"")
    with pytest.raises(seal.StoreDamaged, match="it has a journal"):
        seal.check(state)
    seal.open_seal(state, 7)
    assert not seal.check(state)


@pytest.mark.parametrize(("build", "accepted"), [(6, False), (7, True), (8, True), (9, False)])
def test_an_interrupted_build_left_one_of_two_numbers(state: str, build: int, accepted: bool) -> None:
    seal.open_seal(state, 7)
    with closing(sqlite3.connect(":memory:")) as db:
        if accepted:
            seal.check_open(state, db, build)
        else:
            with pytest.raises(seal.StoreDamaged, match="changed after it"):
                seal.check_open(state, db, build)


def test_a_store_that_sqlite_finds_damaged_is_not_used_after_an_interrupted_build(state: str) -> None:
    with closing(sqlite3.connect(":memory:", factory=Database)) as db:
        seal.check_open(state, db, 7)  # the seal is closed, and the check is not made
        seal.open_seal(state, 7)
        with pytest.raises(seal.StoreDamaged, match="changed after it"):
            seal.check_open(state, db, 7)
