"""`digest init`: a new site that builds at once and shows what there is to set."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from digest.cli import main
from digest.read.config.load import load_config
from digest.tools import scaffold
from tests.support.sites import Site


def test_a_new_site_builds_with_no_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["init", str(tmp_path / "news")]) == 0
    out = capsys.readouterr().out
    assert [line for line in out.splitlines()[:5] if not Path(line).is_file()] == []
    assert "Next steps:" in out
    report = Site(tmp_path / "news").build()
    assert (report.articles, report.problems, report.hidden) == (2, (), ())


def test_the_two_articles_are_understood_with_and_without_front_matter(tmp_path: Path) -> None:
    scaffold.write(str(tmp_path))
    with_it, without = sorted((tmp_path / "content").rglob("*.*"))
    assert with_it.read_text("utf-8").startswith("---\n")
    assert without.read_text("utf-8").startswith("# ")
    site = Site(tmp_path)
    site.build()
    page = site.page("2021/05/06/night-train-to-the-coast-runs-again.html")
    for understood in ("Jonas Reed", "Mira Okafor", "Harbour Times", "Railways", ">A timetable of one line</h2>"):
        assert understood in page
    assert "Original url" not in page
    assert "<table>" in site.page("2021/05/05/the-lighthouse-keeps-its-last-log.html")


@pytest.mark.parametrize("name", ["file", "full", "hidden"])
def test_a_folder_that_is_not_empty_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("x")
    for folder, inside in (("full", "notes.txt"), ("hidden", ".git")):
        Path(folder).mkdir()
        Path(folder, inside).touch()
    before = sorted(tmp_path.rglob("*"))
    assert main.main(["init", name]) == 2
    assert f"{name} is not" in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_folder_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main.main(["init", "."]) == 0
    assert "  digest serve    preview it" in capsys.readouterr().out
    assert (tmp_path / "config.yaml").is_file()


def test_every_setting_that_stands_as_a_comment_is_right() -> None:
    text = scaffold.files()["config.yaml"]
    body = text.partition("\n\n")[2]
    setting = re.compile(r"^# (?=[a-z_]+:(?: |$)|  )", re.MULTILINE)
    commented = setting.findall(body)
    config, problems, _ = load_config(setting.sub("", body))
    assert problems == []
    assert config is not None
    assert len(commented) > 30
    assert (config.collections["region"].field, config.languages) == ("region", ("de", "fr"))


def test_the_settings_name_a_schema_that_they_satisfy(tmp_path: Path) -> None:
    scaffold.write(str(tmp_path))
    text = (tmp_path / "config.yaml").read_text("utf-8")
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert named
    schema = json.loads((tmp_path / named[1]).read_bytes())
    jsonschema.validate(yaml.safe_load(text), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"titel": "x"}, schema)


def test_what_builds_make_is_ignored_by_git() -> None:
    ignored = scaffold.files()[".gitignore"].split()
    assert "/output/" in ignored
    assert "/.digest/" in ignored
