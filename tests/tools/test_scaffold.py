"""`digest init`: a new site with a few articles, or with copies of your own, and all settings as comments."""

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


def test_a_new_site_builds_without_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["init", str(tmp_path / "news")]) == 0
    out = capsys.readouterr().out
    assert [line for line in out.splitlines()[:5] if not Path(line).is_file()] == []
    assert "Next steps:" in out
    report = Site(tmp_path / "news").build()
    assert (report.articles, report.problems, report.hidden) == (5, (), ())


def test_the_sample_shows_what_digest_reads(tmp_path: Path) -> None:
    scaffold.write_sample(str(tmp_path))
    site = Site(tmp_path)
    site.build()
    page = site.page("2021/05/06/night-train-to-the-coast-of-norway-runs-again.html")
    for understood in (
        "Jonas Reed",
        "Mira Okafor",
        "Harbour Times",
        ">Norway<",
        ">A timetable of one line</h2>",
        "“My father",
    ):
        assert understood in page
    assert "Original url" not in page
    assert "<table>" in site.page("2021/05/06/the-lighthouse-keeper-s-last-log.html")


def test_the_front_page_of_the_sample_has_a_picture_summaries_and_inferred_topics(tmp_path: Path) -> None:
    scaffold.write_sample(str(tmp_path))
    site = Site(tmp_path)
    site.build()
    lead, _, others = site.page("index.html").partition("Night Train")
    assert "the keepers of the Skarv light wrote down every ship" in lead
    assert re.search(r'<img [^>]*lighthouse\.svg"[^>]* alt="A white lighthouse', lead)
    for topic in ("/topics/norway/", "/topics/finland/", "/topics/iceland/"):
        assert topic in lead + others


def test_own_articles_are_copied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("2021/a.md", "b.txt", "2021/map.png", "output/index.html", "output/old.md", ".notes/c.md", "d.md~"):
        path = tmp_path / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# The {name} of 2021\n\nMay 6, 2021\n\nText.\n")
    (tmp_path / "texts/gone.md").symlink_to("nowhere")
    assert main.main(["init", "my-news", "--from", "texts"]) == 0
    assert "Created a site with copies of 3 files from texts." in capsys.readouterr().out
    content = tmp_path / "my-news/content"
    files = sorted(p.relative_to(content).as_posix() for p in content.rglob("*") if p.is_file())
    assert files == ["2021/a.md", "2021/map.png", "b.txt"]
    report = Site(tmp_path / "my-news").build()
    assert (report.articles, report.problems) == (2, ())
    assert "<title>My news</title>" in Site(tmp_path / "my-news").page("index.html")
    assert (tmp_path / "texts/2021/a.md").exists()


@pytest.mark.parametrize(("articles", "message"), [
    ("nowhere", "--from: nowhere does not exist"), ("empty", "--from: no articles found in empty (looked for .md"),
    ("file", "--from: file is not a folder"), (".", "--from: . overlaps the new site"),
])  # fmt: skip
def test_a_folder_without_articles_is_not_copied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, articles: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("file").touch()
    assert main.main(["init", "news", "--from", articles]) == 2
    assert capsys.readouterr().err.startswith(f"error: {message}")
    assert not Path("news").exists()


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


def test_an_empty_folder_is_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main.main(["init", "."]) == 0
    assert "  digest serve    preview it" in capsys.readouterr().out
    assert (tmp_path / "config.yaml").is_file()


def test_settings_in_comments_are_valid() -> None:
    text = scaffold.sample_files()["config.yaml"]
    body = text.partition("\n\n")[2]
    setting = re.compile(r"^# (?=[a-z_]+:(?: |$)|  )", re.MULTILINE)
    commented = setting.findall(body)
    config, problems, _ = load_config(setting.sub("", body))
    assert problems == []
    assert config is not None
    assert len(commented) > 30
    assert (config.collections["region"].field, config.languages) == ("region", ("de", "fr"))


def test_the_config_links_to_a_schema_and_is_valid(tmp_path: Path) -> None:
    scaffold.write_sample(str(tmp_path))
    text = (tmp_path / "config.yaml").read_text("utf-8")
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert named
    schema = json.loads((tmp_path / named[1]).read_bytes())
    jsonschema.validate(yaml.safe_load(text), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"titel": "x"}, schema)


def test_files_of_builds_are_ignored_by_git() -> None:
    ignored = scaffold.sample_files()[".gitignore"].split()
    assert "/output/" in ignored
    assert "/.digest/" in ignored
