"""Files are written under a temporary name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from digest.files import output

WRITE = "import sys; from digest.files.output import write; write(sys.argv[1], b'words')"


def test_two_processes_can_write_the_same_file_at_the_same_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers do so if a site has two copies of one image."""
    replace = os.replace

    def replace_after_another(source: str, target: str) -> None:
        subprocess.run([sys.executable, "-c", WRITE, target], check=True)
        replace(source, target)

    monkeypatch.setattr(os, "replace", replace_after_another)
    assert output.write(str(tmp_path / "a.webp"), b"words")
    assert [path.name for path in tmp_path.iterdir()] == ["a.webp"]


@pytest.mark.parametrize("letter", ["a", "é", "あ", "🙂"])
@pytest.mark.parametrize("length", [44, 45, 59, 60, 255])
def test_names_of_any_length_that_a_file_system_takes_can_be_written(letter: str, length: int, tmp_path: Path) -> None:
    name = letter * min(length, 255 // len(letter.encode()))
    assert output.write(str(tmp_path / name), b"words")
    assert [path.name for path in tmp_path.iterdir()] == [name]
