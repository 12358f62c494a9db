"""The summary line of a build."""

from __future__ import annotations

from digest.cli.console import counted, shown_path
from digest.model.events import Report


def build_summary(report: Report, seconds: float, root: str) -> str:
    """The last line of `digest build`: `Built 2 articles, 15 pages → output (0.31 s)`. `root`: the site folder."""
    if not report.pages:
        return f"Build failed: {_problems(report)} ({seconds:.2f} s)"
    size = f"{counted(report.articles, 'article')}, {counted(report.html_pages, 'page')}"
    if not (report.written or report.removed):
        text = f"{'Nothing changed' if report.failed() else 'Up to date'}: {size}"
    else:
        text = f"Built {size} → {shown_path(report.output, root)}"
        if report.unchanged or report.removed:
            text += f": {_changes(report)}"
    return _with_problems(text, report, seconds)


def rebuild_summary(report: Report, seconds: float) -> str:
    """What `digest serve` prints of a build: `3 files written, 12 unchanged (0.03 s)`, or `8 of 287 written, the rest follows
    (0.2 s)` if it was stopped."""
    if not report.pages:
        return f"build failed: {_problems(report)} ({seconds:.2f} s)"
    if report.left:
        progress = f"{report.planned:,} of {report.planned + report.left:,} written, the rest follows"
        return _with_problems(progress, report, seconds)
    has_changes = report.written or report.removed
    return _with_problems(_changes(report) if has_changes else "no files changed", report, seconds)


def _changes(report: Report) -> str:
    """`3 files written, 12 unchanged, 1 removed`, without those that are zero."""
    counts = ((report.written, "written"), (report.unchanged, "unchanged"), (report.removed, "removed"))
    (first, word), *others = [(number, word) for number, word in counts if number]
    return ", ".join([f"{counted(first, 'file')} {word}", *(f"{number} {word}" for number, word in others)])


def _with_problems(text: str, report: Report, seconds: float) -> str:
    return f"{text}{'; ' if report.problems else ''}{_problems(report)} ({seconds:.2f} s)"


def _problems(report: Report) -> str:
    """`2 errors, 1 warning`; empty if there are none."""
    errors = sum(problem.severity == "error" for problem in report.problems)
    counts = ((errors, "error"), (len(report.problems) - errors, "warning"))
    return ", ".join(counted(number, noun) for number, noun in counts if number)
