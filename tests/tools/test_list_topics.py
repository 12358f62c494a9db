"""`digest topics`: the topics of a site, with their numbers of articles and how each came about."""

from __future__ import annotations

import pytest

from digest.cli.main import main
from digest.tools.built_site import NotBuilt
from digest.tools.topics import list_topics
from tests.support.pieces import article
from tests.support.sites import Site

SETTINGS = """-- config.yaml --
topics: {ferries: {name: Ferries, match: [ferry]}}
infer: {least: 2, places: true, subjects: true}
"""
NORWAY = "Norway said so. Norway agrees, and Norway waits."


def test_each_topic_has_its_counts_its_origin_and_its_page(site: Site) -> None:
    site.write(SETTINGS + article("a.md", date="2021-05-06", body=NORWAY, topics="[Ports]"))
    site.write(article("b.md", date="2021-05-06", body=f"A ferry and a ferry. {NORWAY}"))
    site.write(article("c.md", date="2021-05-06", body=NORWAY))
    site.write(article("d.md", date="2021-05-06", body=NORWAY.replace("Norway", "Kenya")))
    site.write(article("e.md", date="2021-05-06", topics="[Norway, ferries]"))
    site.write(article("f.md", date="2021-05-06", topics="[Lost]", draft="true")).build()
    found = list_topics(str(site.root))
    assert not isinstance(found, NotBuilt)
    assert found.least == 2
    assert [tuple(row) for row in found.topics] == [
        ("norway", "Norway", 3, 1, 2, "front matter", "/topics/norway/"),
        ("ferries", "Ferries", 2, 1, 1, "config.yaml", "/topics/ferries/"),
        ("ports", "Ports", 1, 1, 0, "front matter", "/topics/ports/"),
        ("kenya", "Kenya", 1, 0, 1, "place", ""),
    ]


def test_the_command_prints_a_table(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    body = NORWAY.replace("Norway", "Kenya")
    site.write(SETTINGS + article("a.md", date="2021-05-06", body=body)).build()
    assert main(["topics", str(site.root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "TOPIC  ARTICLES  STATED  FROM TEXT  ORIGIN  PAGE",
        "Kenya  1         0       1          place   none",
        "",
        "1 topic has no page: on this site, a topic from texts needs 2 articles.",
    ]


def test_a_site_that_was_not_built_is_an_error(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write(article("a.md"))
    assert main(["topics", str(site.root)]) == 1
    assert "this site has not been built yet" in capsys.readouterr().err


def test_a_site_without_topics_says_so(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write(article("a.md", date="2021-05-06")).build()
    assert main(["topics", str(site.root)]) == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "No article has a topic.\n")
