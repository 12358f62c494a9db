"""`digest completion`: scripts for shells, of which bash runs the one for bash."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from digest.cli import main

BASH = shutil.which("bash")


@pytest.fixture
def script(capsys: pytest.CaptureFixture[str]) -> str:
    assert main.main(["completion", "bash"]) == 0
    return capsys.readouterr().out


def completed(script: str, folder: Path, *words: str) -> list[str]:
    """What bash offers for the last of these words."""
    if BASH is None:
        pytest.skip("there is no bash")
    line = (
        f"COMP_WORDS=({' '.join(repr(w) for w in words)}); COMP_CWORD={len(words) - 1}; COMP_LINE='{' '.join(words)}'"
    )
    call = '_shtab_digest digest "${COMP_WORDS[COMP_CWORD]}"; printf "%s\\n" "${COMPREPLY[@]}"'
    found = subprocess.run(
        [BASH, "-c", f"{script}\n{line}\n{call}"], cwd=folder, capture_output=True, text=True, check=True
    )
    return found.stdout.split()


@pytest.mark.parametrize(("words", "expected"), [
    (["digest", "se"], ["serve"]),
    (["digest", "build", "--dr"], ["--drafts"]),
    (["digest", "theme", "e"], ["eject"]),
    (["digest", "build", "te"], ["texts"]),
    (["digest", "inspect", "te"], ["text.md", "texts"]),
    (["digest", "completion", "z"], ["zsh"]),
])  # fmt: skip
def test_bash_completes_commands_options_and_paths(
    script: str, tmp_path: Path, words: list[str], expected: list[str]
) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "text.md").touch()
    assert sorted(completed(script, tmp_path, *words)) == expected


def test_the_script_for_zsh_describes_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["completion", "zsh"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("#compdef digest\n")
    assert "build:'build or update a site'" in out
    assert "--drafts" in out


def test_another_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["completion", "csh"]) == 2
    assert "bash" in capsys.readouterr().err


def test_other_commands_do_not_import_it(tmp_path: Path) -> None:
    code = (
        "import sys; from digest.cli import main; main.main(['new', 'A']); main.main(['build', '--jobs', '1']);"
        "print('shtab' in sys.modules)"
    )
    (tmp_path / "content").mkdir()
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "False"
