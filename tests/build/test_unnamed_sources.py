"""The note about sources that have no name in config.yaml."""

from __future__ import annotations

import pytest

from digest.cli import main
from digest.read.config.load import load_config
from tests.support.sites import Site

pytestmark = pytest.mark.slow


def article(name: str, url: str, more: str = "") -> str:
    return f"-- content/{name}.md --\n---\ntitle: The {name}\ndate: 2021-05-06\nsource_url: {url}\n{more}---\nText.\n"


CONFIG = "-- config.yaml --\ntheme: plain\n"
ONE = article("a", "https://www.harbour-times.example/1") + article("b", "https://harbour-times.example/2")
TWO = article("c", "https://northernwire.example/3")


def test_the_note_has_the_lines_for_the_config(site: Site) -> None:
    note = site.write(CONFIG + ONE + TWO).build().note
    assert note.splitlines() == [
        "2 sources have no name; add to config.yaml:",
        "sources:",
        "  harbour-times.example: {name: Harbour Times}",
        "  northernwire.example: {name: Northernwire}",
    ]
    config, problems, _ = load_config(note.partition("\n")[2])
    assert problems == []
    assert config
    assert config.sources["harbour-times.example"].name == "Harbour Times"
    (site.root / "config.yaml").write_text("theme: plain\n" + note.partition("\n")[2])
    assert site.build().note == ""


def test_it_is_shown_once(site: Site) -> None:
    assert site.write(CONFIG + ONE).build().note.startswith("1 source has no name;")
    assert site.build().note == ""
    assert site.build(full=True).note == ""
    assert site.write(article("d", "https://harbour-times.example/4")).build().note == ""
    (site.root / "content/a.md").write_text("# Other\n\nMay 6, 2021\n\nText.\n")
    assert site.build().note == ""
    assert site.write(TWO).build().note.startswith("2 sources have no name;")


def test_named_sources_and_newspapers_are_not_in_it(site: Site) -> None:
    config = CONFIG + "sources: {harbour-times.example: {name: HT}}\n"
    known = article("n", "https://www.nytimes.com/1") + article("s", "https://blog.harbour-times.example/2")
    stated = article("x", "https://other.example/3", "source: The Other\n")
    assert site.write(config + ONE + known + stated).build().note == ""
    note = site.write(TWO).build().note
    assert note.splitlines() == [
        "1 source has no name; add under `sources:` in config.yaml:",
        "  northernwire.example: {name: Northernwire}",
    ]


def test_a_name_that_articles_state_is_proposed(site: Site) -> None:
    stated = article("e", "https://northernwire.example/5", "publisher: 'Northern Wire: News'\n")
    assert '  northernwire.example: {name: "Northern Wire: News"}' in site.write(CONFIG + TWO + stated).build().note


def test_a_long_list_is_cut(site: Site) -> None:
    site.write(CONFIG + "".join(article(f"n{i}", f"https://host{i}.example/x") for i in range(23)))
    lines = site.build().note.splitlines()
    assert lines[0].startswith("23 sources have no name;")
    assert len(lines) == 23
    assert lines[-1] == "  # and 3 more"


def test_a_folder_of_articles_gets_a_config(
    site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = site.root / "texts"
    texts.mkdir()
    (texts / "a.md").write_text("# Clip\n\nMay 6, 2021\n\nText.\n\nOriginal url: https://northernwire.example/x\n")
    monkeypatch.chdir(site.root)
    assert main.main(["build", "texts"]) == 0
    note = capsys.readouterr().err.partition("\n\n")[2]
    assert note == (
        "1 source has no name; create config.yaml with:\ncontent: .\nsources:\n  northernwire.example: {name: Northernwire}\n"
    )
    (texts / "config.yaml").write_text(note.partition("\n")[2])
    assert main.main(["build", "texts"]) == 0
    assert "no name" not in capsys.readouterr().err
