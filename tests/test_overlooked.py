"""Files of content/ that somebody may take for articles."""

from __future__ import annotations

import shutil

from tests.bad import told
from tests.sites import Site

ONE = "-- content/a.md --\n---\ntitle: A\ndate: 2021-05-06\n---\n"


def test_a_page_saved_from_the_web_is_told_until_it_is_converted_linked_or_gone(site: Site) -> None:
    site.write(ONE + "See.\n-- content/saved/Page.HTML --\n<p>Saved.\n-- content/b.docx --\nNo text.\n-- content/c.pdf --\n")
    report = site.build()
    assert told(report) == ("warning not-read content",)
    assert "2 files are not read" in report.problems[0].message
    assert report.problems[0].message.endswith(": b.docx, saved/Page.HTML")
    assert site.build().problems == report.problems

    site.write(ONE + "[See](b.docx).\n")
    assert site.build().problems[0].message.startswith("a file is not read")
    (site.root / "content/saved/Page.HTML").unlink()
    assert site.build().problems == ()
    site.write(ONE + "See.\n")
    assert site.build().problems[0].message.endswith(": b.docx")


def test_what_is_told_after_many_builds_is_what_a_first_build_tells(site: Site) -> None:
    site.write(ONE + "See.\n").build()
    site.write("-- content/saved.html --\n<p>Saved.\n")
    grown = site.build().problems
    shutil.rmtree(site.root / ".digest")
    assert site.build().problems == grown
