"""Edits of a site, and what a build did after them."""

from __future__ import annotations

from collections.abc import Mapping

from digest.model.events import Report
from tests.support.pieces import article
from tests.support.sites import Site

RICH = {"topics": "[Arts, Weather]", "source": "The Example", "authors": "[Ann Lee, Jo Berg]"}


def edit(site: Site, path: str, old: str, new: str) -> None:
    """Put other words into a file of the site."""
    file = site.root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def counts(report: Report) -> tuple[int, int, int, int]:
    """(read, planned, rendered, written)."""
    return report.read, report.planned, report.rendered, report.written


def reasons(site: Site) -> dict[str, str]:
    """Why each page of the last build was rendered."""
    return {r.path: r.reason for r in site.rendered}


def day_of(year: int, number: int) -> str:
    """One of a hundred days of a year, nine in January and so on."""
    return f"{year}-{number // 9 + 1:02d}-{number % 9 * 3 + 1:02d}"


def steps(site: Site, front: Mapping[str, str] = RICH) -> list[tuple[str, Report]]:
    """Some edits of an archive, and the report of the build after each. `front`: front matter of new articles."""
    root, done = site.root / "content", []

    def build(what: str) -> None:
        done.append((what, site.build()))

    for day in ("2020-12-30", "2020-12-30", "2020-06-02", "2021-01-01"):
        site.write(article(f"new {len(done)}.md", date=day, **front))
        build(f"add on {day}")
    for file in sorted(root.glob("new *.md")):
        file.unlink()
        build("delete")
    edit(site, "content/2020/n50.md", "date: 2020", "date: 2019")
    build("back-date")
    edit(site, "content/2020/n50.md", "date: 2019", "date: 2020")
    build("date again")
    edit(site, "content/2019/n50.md", "Some text.", "Other text.")
    build("edit")
    edit(site, "content/2019/n50.md", "Other text.", "Some text.")
    build("edit back")
    return done
