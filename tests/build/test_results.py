"""The results of a build, and the file in which their traces wait."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.build import results
from digest.build.results import BuildResults, PageResult
from digest.model.page import Page


def result(path: str, state: str = "written") -> PageResult:
    """The result of a page."""
    return PageResult(state, "body=1", "00ff", 7, None, "new", *Page(path, "article", "", "a.md", ""))


def test_many_traces_wait_in_a_file_and_come_back_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "MAX_TRACES", 2)
    found = BuildResults(str(tmp_path))
    for names in ("ab", "c", "def", "g"):
        found.add([result(f"2021/{name}.html") for name in names])
        assert len(found._traces) < 2
    traces = list(found.take_traces())
    assert [trace[5] for trace in traces] == [f"2021/{name}.html" for name in "abcdefg"]
    assert traces[0] == ("body=1", "00ff", 7, None, "new", "2021/a.html", "article", "", "a.md", "")
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_failed_has_no_new_trace(tmp_path: Path) -> None:
    found = BuildResults(str(tmp_path))
    found.add([result("a.html"), result("x/b.html", "failed"), result("x/c.html", "same")])
    assert [trace[5] for trace in found.take_traces()] == ["a.html", "x/c.html"]
    assert [failed.page for failed in found.failed] == [Page("x/b.html", "article", "", "a.md", "")]
    assert (found.total, found.rendered, found.written, found.folders) == (3, 1, 1, {"", "x/"})
