"""Hostile values in front matter of all forms are harmless on every page and in every feed."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.support.bad_input import GOOD, GOOD_PAGES, SOUND, no_hang, put
from tests.support.paths import CASES
from tests.support.sites import Site

pytestmark = pytest.mark.slow

__all__ = ["no_hang"]

HOSTILE = (CASES / "hostile_front_matter.txt").read_text("utf-8").removesuffix("\n").split("\n%%%%\n")
SAFE = re.compile(r"(?:https?://|mailto:|#|\?|/(?!/)|\.{0,2}/?[\w%][^:]*$|$)")
"""The beginning of a URL that runs no code and is not relative to another protocol."""
DRAFTS = frozenset(text for text in HOSTILE if re.search(r"^\"?draft", text, re.M))


class Markup(HTMLParser):
    """The scripts, attributes and URLs of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts = text.count("<script")
        self.attributes: set[str] = set()
        self.urls: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes |= {name for name, _ in attrs}
        self.urls += [value or "" for name, value in attrs if name in ("href", "src", "action", "poster", "data")]


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site without hostile articles."""
    site = Site(tmp_path_factory.mktemp("usual")).write(GOOD)
    site.build()
    return site


def pages(site: Site) -> dict[str, str]:
    return {path: data.decode() for path, data in site.output().items() if path.endswith(".html")}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_front_matter_is_harmless(site: Site, usual: Site, text: str) -> None:
    report = put(site.write(GOOD), "content/odd.md", f"{text}\n\nThe end.\n").build()
    assert "reader-crashed" not in {p.code for p in report.problems}
    assert all(p.message.isprintable() and p.hint.isprintable() for p in report.problems)
    assert GOOD_PAGES[0] in site.output()
    scripts = {
        kind: Markup(usual.page(path)).scripts for kind, path in (("article", GOOD_PAGES[0]), ("front", "index.html"))
    }
    for path, page in pages(site).items():
        markup = Markup(page)
        assert markup.scripts <= max(scripts.values()), path
        assert not any(name.startswith("on") for name in markup.attributes), path
        assert [url for url in markup.urls if not SAFE.match(html.unescape(url).strip())] == [], path
    everything = b"\n".join(site.output().values()).decode("utf-8", "replace")
    assert "<script>alert" not in everything
    assert "eve@mail.example" not in everything
    assert all(SOUND.fullmatch(part) for path in site.output() for part in path.split("/"))
    assert not any(site.root.rglob("pwned"))
    assert not any(site.root.parent.rglob("escaped*.html"))
    assert report.articles == (1 if text in DRAFTS else 2)


def test_there_are_enough_cases() -> None:
    assert len(HOSTILE) >= 25
    assert len(DRAFTS) >= 4


# -- large and damaged heads ----------------------------------------------------------------------

LARGE = {
    "12,000 times the same key": ("---\n" + "a: x\n" * 12_000 + "---\n", 2),
    "6,000 broken keys": ("---\n" + "".join(f"k{i}: [x\n" for i in range(6_000)) + "---\n", 2),
    "6,000 times an invalid date of expiry": ("---\n" + "expires: [\n" * 6_000 + "---\n", 1),
    "JSON of 60 KB, nested deep": ('{"title": "Odd", "a": ' + "[" * 30_000 + "]" * 30_000 + "}\n", 1),
    "JSON objects of 60 KB, nested deep": ('{"a":' * 12_000 + "1" + "}" * 12_000 + "\n", 1),
    "JSON within the limit of nesting": ('{"title": "Odd", "a": ' + "[" * 40 + "]" * 40 + "}\n", 2),
    "a JSON number of 60 KB": ('{"title": "Odd", "weight": ' + "9" * 60_000 + "}\n", 2),
    "JSON of 70 KB": (json.dumps({"title": "Odd", "draft": True, "a": "x" * 70_000}) + "\n", 1),
    "JSON without an end": ('{"title": "Odd", "draft": true,\n', 1),
    "a NUL in a head": ("---\ntitle: Odd\0\n---\n", 1),
    "a line of many colons": ("Title: " + "a: b:: " * 8_000 + "\nDate: 2021-05-06\n", 2),
    "5,000 lines of keys": ("".join(f"Key {i}: a: b\n" for i in range(5_000)), 2),
    "2,000 senders": ("Subject: Odd\nFrom: " + "A <a@mail.example>, " * 2_000 + "\n", 2),
    "values that aliases repeat in each key": (
        "---\nz: [\n" + "".join(f"k{i}: [&a [x, x, x], &b [*a, *a, *a], *b, *b, *b]\n" for i in range(1_000)) + "---\n", 2,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_large_and_damaged_heads_are_read_or_reported(site: Site, name: str) -> None:
    text, articles = LARGE[name]
    report = put(site.write(GOOD), "content/odd.md", f"{text}\nThe end.\n").build()
    assert report.articles == articles
    assert "reader-crashed" not in {p.code for p in report.problems}
    assert len(report.problems) > 0
    assert GOOD_PAGES[0] in site.output()
    assert Path(site.root / "output/index.html").stat().st_size < 100_000
