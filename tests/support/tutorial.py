"""The tutorial of docs/themes.md, followed step by step."""

from __future__ import annotations

import re

from tests.support.docs import PAGE
from tests.support.pages import dead_links
from tests.support.pieces import article, daily
from tests.support.sites import Site

FILE = re.compile(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A file of the tutorial: its name and a block of code."""
ARTICLES = daily(70, topics="[Arts]", source="The Example") + article("a.md", date="2022-02-03", aliases="[/old.html]")


def files(section: str) -> dict[str, str]:
    """The files of one section of the manual."""
    text = PAGE.read_text("utf-8").split(f"\n## {section}\n")[1].split("\n## ")[0]
    found = dict(FILE.findall(text))
    assert len(found) == text.count("\n```") // 2
    return found


def follow(site: Site, *sections: str) -> None:
    """Write the files of these sections and build after each."""
    for section in sections:
        site.write("".join(f"-- {path} --\n{text}" for path, text in files(section).items()))
        assert site.write(ARTICLES).build().problems == ()
    assert dead_links(site.output(), "http://localhost:8000/") == []
