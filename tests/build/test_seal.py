"""The seal of the store: which stores a build accepts."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from digest.build import seal

SEEN = {"due": None, "folders": [("content:", "", "content", ())]}
"""What a build saw."""


@pytest.fixture
def state(tmp_path: Path) -> str:
    """A folder with a store and a closed seal."""
    (tmp_path / "store.db").write_bytes(b"store")
    seal.close_seal(str(tmp_path), SEEN)
    return str(tmp_path)


class Database(sqlite3.Connection):
    """A database whose check reports an error."""

    def execute(self, sql: str, *_: object) -> sqlite3.Cursor:
        return super().execute("SELECT 'row 3 is missing from an index'" if "quick_check" in sql else sql)


def test_a_store_as_the_last_build_left_it_is_closed(state: str) -> None:
    assert seal.check(state)
    assert seal.seen_by_last_build(state) == SEEN


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_damaged_seal_is_not_read(state: str, place: int) -> None:
    data = bytearray(Path(f"{state}/seal").read_bytes())
    data[place] ^= 1
    Path(f"{state}/seal").write_bytes(data)
    assert seal.seen_by_last_build(state) == {}
    with pytest.raises(seal.StoreDamaged, match="its seal is missing or damaged"):
        seal.check(state)


def test_a_failed_build_leaves_nothing_for_the_next_one(state: str) -> None:
    seal.open_seal(state, 7)
    seal.close_seal(state, {})
    assert seal.check(state)
    assert seal.seen_by_last_build(state) == {}


def test_what_was_seen_with_another_store_is_not_used(state: str) -> None:
    Path(f"{state}/store.db").write_bytes(b"other store")
    assert seal.seen_by_last_build(state) == {}


def test_the_time_of_the_store_may_be_rounded_to_seconds(state: str) -> None:
    changed = int(os.stat(f"{state}/store.db").st_mtime)
    os.utime(f"{state}/store.db", (changed, changed))
    assert seal.seen_by_last_build(state) == SEEN


def test_the_store_of_an_interrupted_build_is_not_closed(state: str) -> None:
    seal.open_seal(state, 7)
    assert not seal.check(state)
    assert seal.seen_by_last_build(state) == {}


def test_a_missing_store_is_not_closed(state: str) -> None:
    os.unlink(f"{state}/store.db")
    assert seal.seen_by_last_build(state) == {}


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
