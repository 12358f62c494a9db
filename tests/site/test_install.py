"""The wheel, installed by itself: what it carries, and that it works far from the repository, without a network."""

from __future__ import annotations

import email
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

import digest
from tests.support.paths import REPOSITORY

pytestmark = pytest.mark.slow


class Installed(NamedTuple):
    """An environment with the wheel in it."""

    wheel: Path
    bin: Path

    def run(self, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
        """A command of the environment, run in a folder."""
        return _run(folder, str(self.bin / command[0]), *command[1:])


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    own = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "SOURCE_DATE_EPOCH"}
    environment = {k: v for k, v in os.environ.items() if k not in own} | {"PIP_NO_INDEX": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel of this checkout in a fresh environment that sees the dependencies of this one, and nothing else of it."""
    root = tmp_path_factory.mktemp("install")
    made = _run(REPOSITORY, sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(root))
    assert made.returncode == 0, made.stdout + made.stderr
    (wheel,) = root.glob("*.whl")
    venv.create(root / "env", symlinks=os.name != "nt")
    home = root / "env" / ("Scripts" if os.name == "nt" else "bin")
    python = str(home / "python")
    put = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--quiet", str(wheel)]
    done = _run(root, *put)
    assert done.returncode == 0, done.stderr
    asked = _run(root, python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    there = [p for p in sys.path if p.endswith(("site-packages", "dist-packages"))]
    Path(asked.stdout.strip(), "of-the-tests.pth").write_text("\n".join(there), encoding="utf-8")
    return Installed(wheel, home)


def test_a_new_site_builds_outside_the_repository(installed: Installed, tmp_path: Path) -> None:
    where = installed.run(tmp_path, "python", "-c", "import digest; print(digest.__file__)")
    assert Path(where.stdout.strip()).is_relative_to(installed.bin.parent)
    assert installed.run(tmp_path, "digest", "init", "x").returncode == 0
    built = installed.run(tmp_path, "digest", "build", "x", "--strict")
    assert built.returncode == 0, built.stderr
    output = tmp_path / "x" / "output"
    assert "<h1" in (output / "index.html").read_text("utf-8")
    assert (output / "theme" / "style.css").read_bytes() == (REPOSITORY / "themes/gazette/style.css").read_bytes()


def test_the_command_and_the_module_know_their_version(installed: Installed, tmp_path: Path) -> None:
    for command in (["digest"], ["python", "-m", "digest"]):
        assert installed.run(tmp_path, *command, "--version").stdout == f"digest {digest.__version__}\n"


def test_the_wheel_carries_the_package_and_the_themes_and_nothing_else(installed: Installed) -> None:
    names = set(zipfile.ZipFile(installed.wheel).namelist())
    made = {n for n in names if not n.startswith(f"digest_press-{digest.__version__}.dist-info/")}
    package, themes = _files("digest"), _files("themes")
    assert {"digest/py.typed", "themes/plain/theme.yaml"} < package | themes
    assert made == package | {f"digest/_{t}" for t in themes}


def _files(folder: str) -> set[str]:
    """Paths of the files in a folder of the repository."""
    files = [p for p in (REPOSITORY / folder).rglob("*") if p.is_file() and p.parent.name != "__pycache__"]
    return {p.relative_to(REPOSITORY).as_posix() for p in files}


def test_the_wheel_says_what_it_is(installed: Installed) -> None:
    archive = zipfile.ZipFile(installed.wheel)
    (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
    says = email.message_from_bytes(archive.read(name))
    assert (says["Name"], says["Version"], says["License-Expression"]) == ("digest-press", digest.__version__, "MIT")
    assert says["Requires-Python"] == ">=3.11"
    assert says["Summary"]
    assert "# digest" in str(says.get_payload())
