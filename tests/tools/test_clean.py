"""`digest clean` removes files of builds and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from digest.cli import main
from tests.support.bad_input import link
from tests.support.sites import Site

SMALL = """
-- content/a.md --
# A harbour

May 6, 2021

Some words.
"""

Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *argv: str | Path) -> tuple[int, str, str]:
    """Run the command line in this process; return (exit code, stdout, stderr)."""
    code = main.main([str(a) for a in argv])
    return code, *capsys.readouterr()


def test_clean_removes_only_files_of_builds(site: Site, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write(SMALL).build()
    made = len(site.output())
    site.write("-- output/2021/mine.txt --\nMine.\n-- output/.2021-05-06.html.digest-new --\nHalf.")
    monkeypatch.chdir(site.root)
    code, out, err = run(capsys, "clean")
    assert (code, out) == (0, "")
    assert err == f"Removed .digest/ and {made} files from output; kept 1 file that digest did not create\n"
    left = sorted(p.relative_to(site.root).as_posix() for p in site.root.rglob("*") if p.is_file())
    assert left == ["config.yaml", "content/a.md", "output/2021/mine.txt"]
    assert [p.name for p in (site.root / "output").iterdir()] == ["2021"]
    assert site.build().written == made


def test_clean_without_a_store_removes_no_output(site: Site, capsys: Capture) -> None:
    site.write(SMALL).build()
    before = site.output()
    (site.root / ".digest/store.db").write_bytes(b"no store at all, but long enough to be one")
    for _ in range(2):
        code, _, err = run(capsys, "clean", site.root)
        assert code == 0
        assert "there is no record of which output files digest created" in err
        assert site.output() == before
        assert not (site.root / ".digest").exists()


def test_cleaning_a_copy_of_a_site_does_not_affect_the_original(site: Site, capsys: Capture, tmp_path: Path) -> None:
    original = Site(tmp_path / "original").write(SMALL)
    original.build()
    before = original.output()
    shutil.copytree(tmp_path / "original", tmp_path / "copy")
    copy = Site(tmp_path / "copy")
    assert run(capsys, "clean", copy.root)[0] == 0
    assert (copy.output(), original.output()) == ({}, before)
    copy.build()
    assert run(capsys, "clean", copy.root)[0] == 0
    assert not (copy.root / "output").exists()
    assert original.output() == before


def test_clean_removes_an_output_outside_the_site_if_given(site: Site, capsys: Capture, tmp_path: Path) -> None:
    inner = Site(tmp_path / "site").write(SMALL)
    run(capsys, "build", inner.root, "--output", tmp_path / "public")
    assert run(capsys, "clean", inner.root)[0] == 1
    assert (tmp_path / "public/index.html").is_file()
    assert run(capsys, "clean", inner.root, "--output", tmp_path / "public")[0] == 0
    assert not (tmp_path / "public").exists()


def test_clean_empties_the_target_of_a_symbolic_link(site: Site, capsys: Capture, tmp_path: Path) -> None:
    inner = Site(tmp_path / "site").write(SMALL)
    (tmp_path / "public").mkdir()
    link(inner, "output", "../public")
    inner.build()
    (tmp_path / "public/mine.txt").write_text("Mine.")
    code, _, err = run(capsys, "clean", inner.root)
    assert (code, "/output; kept 1 file that digest did not create" in err) == (0, True)
    assert [p.name for p in (tmp_path / "public").iterdir()] == ["mine.txt"]
    assert (inner.root / "output").is_symlink()
