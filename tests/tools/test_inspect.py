"""`digest inspect`: the fields of an article, and where they come from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from digest.cli import main
from digest.tools import inspect
from tests.support.sites import Site

SITE = """
-- config.yaml --
url: https://example.com/desk/
topics:
  sea: {name: The Sea, match: [ferry]}
sources:
  harbourtimes.example: {name: Harbour Times}
-- content/2021/clip.txt --
# Ferry of *Two* Towns

By [Ann Lee and Jo Berg for AFP](#)

May 06, 2021

The ferry between the two towns was late again on Thursday. The ferry was full.

It left at noon.

Original url: https://www.harbourtimes.example/ferry
-- content/2021/front.md --
---
title: A bridge
date: 2021-05-06 14:30
author: Ann Lee
topics: [sea, Bridges]
credit: Jo Berg
slug: bridge
---

See [the ferry](clip.txt#late) and [the plan](a%20plan.pdf).
-- content/wrong.md --
---
title: A quay
expires: 2021-02-30
---

Words.
-- content/undated.md --
# A mole

Some words of it.
"""
KEYS = "title date updated authors agency source source_url caption credit language topics summary slug url body_html problems"


def as_json(path: Path, capsys: pytest.CaptureFixture[str], code: int = 0) -> dict[str, Any]:
    assert main.main(["inspect", str(path), "--json"]) == code
    out, err = capsys.readouterr()
    assert err == ""
    return dict(json.loads(out))


def test_fields_of_a_clipping_with_their_places(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(site.write(SITE).root / "content/2021/clip.txt", capsys)
    assert list(found) == KEYS.split()
    assert {k: tuple(v.values()) for k, v in found.items() if k not in ("body_html", "problems")} == {
        "title": ("Ferry of Two Towns", "heading, line 1"),
        "date": ("2021-05-06", "date line, line 5"),
        "updated": (None, ""),
        "authors": (["Ann Lee", "Jo Berg"], "byline, line 3"),
        "agency": ("AFP", "byline, line 3"),
        "source": ("Harbour Times", "config source harbourtimes.example"),
        "source_url": ("https://www.harbourtimes.example/ferry", "closing link, line 11"),
        "caption": (None, ""),
        "credit": (None, ""),
        "language": ("en", "text"),
        "topics": (["The Sea"], "rule sea: 'ferry' ×2"),
        "summary": (
            "The ferry between the two towns was late again on Thursday. The ferry was full.",
            "paragraph 1, line 7",
        ),
        "slug": ("ferry-of-two-towns", "title"),
        "url": ("/desk/2021/05/06/ferry-of-two-towns.html", "permalinks.article"),
    }
    assert found["body_html"].startswith("<p>The ferry between")
    assert "Original url" not in found["body_html"]
    assert found["problems"] == []


def test_fields_of_front_matter_with_their_lines(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(site.write(SITE).root / "content/2021/front.md", capsys)
    lines = {k: found[k]["from"] for k in ("title", "date", "authors", "topics", "credit", "slug")}
    assert lines == {k: f"front matter, line {n}" for n, k in enumerate(lines, 2)}
    assert found["topics"]["value"] == ["The Sea", "Bridges"]
    assert found["date"]["value"] == "2021-05-06T14:30:00+00:00"
    assert '<a href="2021/clip.txt#late">' in found["body_html"]
    assert '<a href="2021/a%20plan.pdf">' in found["body_html"]


def test_the_table_and_the_problems_below_it(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["inspect", str(site.write(SITE).root / "content/undated.md")]) == 0
    out, err = capsys.readouterr()
    rows = [line.split() for line in out.splitlines()]
    assert rows[:3] == [["FIELD", "VALUE", "FROM"], ["title", "A", "mole", "heading,", "line", "1"], ["date"]]
    assert [row[0] for row in rows[1:]] == list(inspect.FIELDS)
    assert len({line.index(word) for line, word in zip(out.splitlines(), ("VALUE", "A mole"), strict=False)}) == 1
    assert "warning: no date found" in err


def test_a_withheld_article_has_problems_and_no_values(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    file = site.write(SITE).root / "content/wrong.md"
    found = as_json(file, capsys, code=1)
    assert list(found) == KEYS.split()
    assert (found["title"]["value"], found["topics"]["value"], found["body_html"]) == (None, [], "")
    assert [(p["code"], p["file"], p["line"]) for p in found["problems"]] == [
        ("date-impossible", "content/wrong.md", 3)
    ]
    assert main.main(["inspect", str(file)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "    expires: 2021-02-30\n             ^\n" in err


def test_errors_in_the_config_are_reported(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write(SITE).write("-- config.yaml --\ntitel: x\n")
    found = as_json(site.root / "content/undated.md", capsys, code=1)
    assert [p["file"] for p in found["problems"]] == ["config.yaml"]


def test_a_file_outside_content_is_read_with_a_note(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.write(SITE).write("-- inbox/note.text --\n# A note\n\nNo date here.\n")
    assert main.main(["inspect", str(site.root / "inbox/note.text")]) == 0
    out, err = capsys.readouterr()
    assert "A note" in out
    assert "not in content/ of a site" in err
    assert "builds read only *.md, *.markdown, *.txt files" in err
    assert "/inbox/note.text\n" in err


def test_the_site_is_the_nearest_parent_folder(tmp_path: Path) -> None:
    Site(tmp_path).write("-- config.yaml --\n-- inner/content/deep/a.md --\n# A\n-- b.md --\n# B\n")
    assert inspect.site_of(str(tmp_path / "inner/content/deep/a.md")) == str(tmp_path / "inner")
    assert inspect.site_of(str(tmp_path / "b.md")) == str(tmp_path)


@pytest.mark.parametrize("name", ["nothing.md", "."])
def test_a_missing_file_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main.main(["inspect", str(tmp_path / name)]) == 2
    assert "Name an article" in capsys.readouterr().err
