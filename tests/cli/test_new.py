"""`digest new`: an article with front matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.cli import main
from tests.support.sites import Site

CLOCK = "1620311400"  # 2021-05-06 14:30 UTC


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", CLOCK)
    (tmp_path / "content").mkdir()
    return Site(tmp_path)


def test_the_article_has_the_title_and_the_time(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["new", "Talks resume in Vienna"]) == 0
    assert capsys.readouterr().out == "content/2021/talks-resume-in-vienna.md\n"
    path = site.root / "content/2021/talks-resume-in-vienna.md"
    assert path.read_text("utf-8").startswith("---\ntitle: Talks resume in Vienna\ndate: 2021-05-06 14:30\n")
    path.write_text(path.read_text("utf-8") + "They went on.\n", "utf-8")
    report = site.build()
    assert (report.articles, report.problems) == (1, ())
    assert "Talks resume in Vienna" in site.page("2021/05/06/talks-resume-in-vienna.html")


@pytest.mark.parametrize("title", ['He said: "No" #1', "- a list", "'Tis so", "yes", "[x]", "Що далі?", "2021"])
def test_any_title_is_read_as_it_was_given(site: Site, title: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["new", "--", title]) == 0
    path = site.root / capsys.readouterr().out.strip()
    path.write_text(path.read_text("utf-8") + "Text.\n", "utf-8")
    (site.root / "config.yaml").write_text("markdown: {typographer: false}\ntheme: plain\n")
    report = site.build()
    assert report.problems == ()
    from html import escape

    assert f"<h1>{escape(title)}</h1>" in "".join(t.decode() for p, t in site.output().items() if p.startswith("2021"))


def test_the_time_is_that_of_the_site(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    (site.root / "config.yaml").write_text("timezone: Asia/Tokyo\n")
    assert main.main(["new", "A"]) == 0
    assert "date: 2021-05-06 23:30\n" in (site.root / "content/2021/a.md").read_text()


def test_another_date_and_folder(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["new", "A", "--date", "1998-05-06"]) == 0
    assert main.main(["new", "A", "--date", "1998-05-06", "--folder", "old/ones"]) == 0
    assert capsys.readouterr().out == "content/1998/a.md\ncontent/old/ones/a.md\n"
    assert "date: 1998-05-06\n" in (site.root / "content/old/ones/a.md").read_text()


def test_a_folder_of_articles_gets_it_itself(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    (site.root / "texts").mkdir()
    (site.root / "texts/a.md").write_text("Text.")
    assert main.main(["new", "B", "--site", "texts", "--folder", "."]) == 0
    assert capsys.readouterr().out == "texts/b.md\n"


@pytest.mark.parametrize(("argv", "message"), [
    (["A"], "content/2021/a.md exists"),
    ([" "], "the title is empty"),
    (["B", "--folder", "../x"], "the folder ../x is not inside content/"),
    (["B", "--date", "May"], "--date: expected a date such as 2021-05-06"),
    (["B", "--date", "2021-02-30"], "--date: expected a date such as 2021-05-06"),
])  # fmt: skip
def test_nothing_is_overwritten_or_written_elsewhere(
    site: Site, capsys: pytest.CaptureFixture[str], argv: list[str], message: str
) -> None:
    main.main(["new", "A"])
    before = sorted(site.root.rglob("*"))
    capsys.readouterr()
    assert main.main(["new", *argv]) == 2
    assert capsys.readouterr().err.startswith(f"error: {message}")
    assert sorted(site.root.rglob("*")) == before
