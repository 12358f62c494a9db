"""Files of content/ that look like articles but are not read."""

from __future__ import annotations

import shutil

import pytest

from tests.support.bad_input import put, told
from tests.support.sites import Site

ONE = "-- content/a.md --\n---\ntitle: A\ndate: 2021-05-06\n---\n"


def test_a_saved_web_page_is_reported_until_it_is_converted_linked_or_removed(site: Site) -> None:
    site.write(
        ONE + "See.\n-- content/saved/Page.HTML --\n<p>Saved.\n-- content/b.docx --\nNo text.\n-- content/c.pdf --\n"
    )
    report = site.build()
    assert told(report) == ("warning not-read content",)
    assert report.problems[0].message.startswith("ignored 2 files that are not Markdown or plain text")
    assert report.problems[0].message.endswith(": b.docx, saved/Page.HTML")
    assert site.build().problems == report.problems

    site.write(ONE + "[See](b.docx).\n")
    assert site.build().problems[0].message.startswith("ignored a file that is not")
    (site.root / "content/saved/Page.HTML").unlink()
    assert site.build().problems == ()
    site.write(ONE + "See.\n")
    assert site.build().problems[0].message.endswith(": b.docx")


@pytest.mark.parametrize(
    "name",
    [
        "feed.xml", "feed.atom", "feed.rss", "export.json", "export.jsonl", "table.csv", "table.tsv", "a.rst", "a.mdx",
        "a.docx", "a.odt", "a.rtf", "a.epub", "a.mhtml", "a.webarchive", "a.eml", "a.org", "a.adoc", "a.textile",
        "a.tex", "a.doc", "a.pages", "A.RSS", "deep/er/a.mediawiki", "a.ipynb", "a.xhtml", "a.text", "a.mbox", "a.xlsx",
    ],
)  # fmt: skip
def test_a_file_that_may_contain_an_article_is_reported_unless_an_article_links_to_it(name: str, site: Site) -> None:
    put(site, f"content/{name}", b"words")
    report = site.write(ONE + "See.\n").build()
    assert told(report) == ("warning not-read content",)
    assert report.problems[0].message == f"ignored a file that is not Markdown or plain text: {name}"
    linked = site.write(ONE + f"[See]({name}).\n").build()  # although a page that can run scripts is not published
    assert [p.code for p in linked.problems if p.code != "file-active"] == []


OTHERS = ["a.pdf", "a.jpg", "a.png", "a.mp4", "a.zip", "a.css", "a.js", "a.svg", "a.woff2", "xml", "a.txt.bak", ".json"]


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_not_reported(name: str, site: Site) -> None:
    put(site, f"content/{name}", b"words")
    assert site.write(ONE + "See.\n").build().problems == ()


def test_incremental_builds_report_the_same_files_as_a_first_build(site: Site) -> None:
    site.write(ONE + "See.\n").build()
    site.write("-- content/saved.html --\n<p>Saved.\n")
    grown = site.build().problems
    shutil.rmtree(site.root / ".digest")
    assert site.build().problems == grown
