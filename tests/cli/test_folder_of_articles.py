"""A folder of articles without config.yaml and content/ is a site, too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from digest.cli import main
from digest.model.config import Config
from digest.model.folders import CONTENT, HERE, site_folders
from digest.serve.watch import FileEvent, Watcher
from tests.support.processes import until
from tests.support.sites import Site

pytestmark = pytest.mark.slow

ARTICLE = "# A harbour\n\nMay 6, 2021\n\nThe harbour opened again on Thursday.\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*argv: str) -> tuple[int, str, str]:
        code = main.main(argv)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two articles, from whose parent the commands run."""
    folder = tmp_path / "texts"
    (folder / "2021/05/07").mkdir(parents=True)
    (folder / "a.md").write_text(ARTICLE)
    (folder / "2021/05/07/b.md").write_text("# A bridge\n\nThe bridge is still closed.\n")
    monkeypatch.chdir(tmp_path)
    return folder


def test_it_is_built_into_its_output(run: Run, texts: Path) -> None:
    code, _, err = run("build", "texts")
    assert code == 0
    assert err.startswith("Built 2 articles, ")
    assert "→ texts/output" in err
    assert (texts / "output/2021/05/06/a-harbour.html").exists()
    assert (texts / "output/2021/05/07/a-bridge.html").exists()


def test_a_second_build_has_nothing_to_do_and_reads_no_output(run: Run, texts: Path) -> None:
    run("build", "texts")
    (texts / "output/notes.md").write_text(ARTICLE)
    code, _, err = run("build", "texts")
    assert (code, err.partition(", ")[0]) == (0, "Up to date: 2 articles")
    assert run("build", "texts", "--full")[2].startswith("Up to date: 2 articles")


def test_paths_in_messages_begin_in_the_folder(run: Run, texts: Path) -> None:
    (texts / "a.md").write_text("---\ndate: 2021-02-30\n---\n" + ARTICLE)
    (texts / "2021/05/07/b.md").write_text("See [this](gone.md).\n")
    code, _, err = run("build", "texts")
    assert code == 1
    assert "\n  texts/a.md:2" in err
    assert "2021/05/07/gone.md does not exist\n  texts/2021/05/07/b.md:1" in err


def test_other_commands_accept_it(run: Run, texts: Path) -> None:
    assert "May" not in run("inspect", "texts/2021/05/07/b.md")[1]
    assert "2021-05-07 " in run("inspect", "texts/2021/05/07/b.md")[1]
    assert run("inspect", "texts/a.md")[2] == ""
    run("build", "texts")
    assert run("inspect", "texts/a.md")[2] == ""
    assert "a folder without articles" in run("inspect", "texts/output/robots.txt")[2]
    assert "the article" in run("why", "texts/output/2021/05/06/a-harbour.html")[1]
    assert run("why", "texts/a.md", "--site", "texts")[2].startswith("error: a.md is an article")
    assert run("clean", "texts")[0] == 0
    assert sorted(p.name for p in texts.iterdir()) == ["2021", "a.md"]


def test_output_may_not_be_among_the_articles(run: Run, texts: Path) -> None:
    code, _, err = run("build", "texts", "--output", "texts/elsewhere")
    assert code == 1
    assert "is in the folder of the articles" in err
    assert run("build", "texts", "--output", "texts/output")[0] == 0
    assert run("build", "texts", "--output", "elsewhere")[0] == 0


def test_a_home_folder_is_no_site(run: Run, texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(texts))
    monkeypatch.setenv("USERPROFILE", str(texts))
    code, _, err = run("build", "texts")
    assert (code, err.splitlines()[0]) == (2, "error: no site found: texts is your home folder")


def test_settings_can_say_that_the_articles_are_beside_them(run: Run, texts: Path) -> None:
    (texts / "config.yaml").write_text("title: Ours\n")
    code, _, err = run("build", "texts")
    assert code == 1
    assert "add `content: .` to it" in err
    (texts / "config.yaml").write_text("title: Ours\ncontent: .\noutput: public\n")
    code, _, err = run("build", "texts")
    assert code == 0
    assert (texts / "public/2021/05/06/a-harbour.html").exists()
    assert run("build", "texts")[2].startswith("Up to date: 2 articles")


def test_a_content_folder_without_articles_is_reported(run: Run, site: Site) -> None:
    site.write("-- content/a.docx --\nx\n")
    code, _, err = run("build", str(site.root))
    assert code == 0
    expected = "no articles found in content/ (looked for .md, .markdown, .txt, and .html with front matter)"
    assert f"warning: {expected}\n" in err
    site.write("-- content/a.md --\nText.\n")
    assert "no articles" not in run("build", str(site.root))[2]


def test_a_built_folder_keeps_its_state_when_its_articles_are_gone(run: Run, texts: Path) -> None:
    run("build", "texts")
    for file in ("a.md", "2021/05/07/b.md"):
        (texts / file).unlink()
    code, _, err = run("build", "texts")
    assert code == 1
    assert "no articles found: the folder content/ does not exist" in err
    assert (texts / "output/2021/05/06/a-harbour.html").exists()


def test_serving_it_does_not_watch_the_output(texts: Path) -> None:
    events: list[FileEvent] = []
    watcher = Watcher(str(texts), events.append)
    (texts / "output").mkdir()
    watcher.refresh(site_folders(str(texts), Config(content=HERE)))
    try:
        (texts / "output/index.html").write_text("x")
        (texts / "c.md").write_text(ARTICLE)
        until(lambda: FileEvent(CONTENT, "c.md") in events)
        assert {event.path for event in events} == {"c.md"}
    finally:
        watcher.stop()


def test_its_subfolder_pages_has_articles(run: Run, texts: Path) -> None:
    (texts / "pages").mkdir()
    (texts / "pages/c.md").write_text("# A tunnel\n\nMay 8, 2021\n\nThe tunnel is open.\n")
    assert run("build", "texts")[2].startswith("Built 3 articles, ")
    assert run("why", "texts/output/2021/05/08/a-tunnel.html")[1].count("pages/c.md")
    code, out, err = run("inspect", "texts/pages/c.md")
    assert (code, "ignore this file" in err) == (0, False)
    assert "2021-05-08" in out
    code, _, err = run("build", "texts", "--output", "texts/pages")
    assert code == 2
    assert "overlaps" in err


def test_a_site_without_its_content_folder_is_no_folder_of_articles_because_it_has_pages(
    run: Run, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site.root)
    site.write("-- content/a.md --\n" + ARTICLE + "-- pages/about.md --\n# About us\n\nText.\n")
    assert run("build")[0] == 0
    (site.root / "content").rename(site.root.parent / "away")
    code, _, err = run("build")
    assert code == 1
    assert "no articles found: the folder content/ does not exist" in err
    assert (site.root / "output/2021/05/06/a-harbour.html").exists()


def test_a_site_with_pages_but_no_article_says_so(run: Run, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.root)
    site.write("-- config.yaml --\ntitle: Daily\n-- pages/about.md --\n# About us\n\nText.\n")
    (site.root / "content").mkdir(exist_ok=True)
    assert "no articles found in content/" in run("build")[2]
    assert (site.root / "output/about/index.html").exists()
