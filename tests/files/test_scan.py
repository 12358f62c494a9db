"""Scanning a large tree, with and without a second process."""

from __future__ import annotations

import os
import time
from pathlib import Path

from digest.files import scan as module
from digest.files.scan import scan


def tree(root: Path, folders: int) -> None:
    """Folders with two files each that did not change recently."""
    for n in range(folders):
        folder = root / f"{n % 7}" / f"{n:03}"
        folder.mkdir(parents=True)
        for name in ("a.md", "b.jpg"):
            (folder / name).write_text(f"{n}")
            os.utime(folder / name, (1_600_000_000.5, 1_600_000_000.5))


def test_one_and_two_processes_scan_a_large_tree_alike(tmp_path: Path) -> None:
    tree(tmp_path, 2 * module.MIN_TO_FORK)
    alone = scan(str(tmp_path), "content", time.time_ns())
    known = {path: folder.signature for path, folder in alone.folders.items()}
    (tmp_path / "3" / "003" / "a.md").write_text("changed")
    (tmp_path / "4" / "004" / "b.jpg").unlink()
    (tmp_path / "5" / "new").mkdir()
    os.mkfifo(tmp_path / "6" / "006" / "pipe")
    now = time.time_ns()
    shared, alone = scan(str(tmp_path), "content", now, known), scan(str(tmp_path), "content", now)
    assert {p: f.signature for p, f in shared.folders.items()} == {p: f.signature for p, f in alone.folders.items()}
    assert {p.code: p.file for p in shared.problems} == {"not-a-file": "content/6/006/pipe"}
    assert sorted(shared.problems) == sorted(alone.problems)


def test_files_are_listed_only_in_changed_folders(tmp_path: Path) -> None:
    tree(tmp_path, 2 * module.MIN_TO_FORK)
    known = {p: f.signature for p, f in scan(str(tmp_path), "content", time.time_ns()).folders.items()}
    (tmp_path / "3" / "003" / "c.md").write_text("new")
    found = scan(str(tmp_path), "content", time.time_ns(), known)
    assert {p: sorted(f.files) for p, f in found.folders.items() if f.files} == {
        "3/003/": ["3/003/a.md", "3/003/b.jpg", "3/003/c.md"]
    }
