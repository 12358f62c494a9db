"""The status page `/__digest__/`, and the problems as JSON for the overlay that client.js shows on open pages."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from html import escape
from typing import Any

from digest.files.excerpts import SourceExcerpts
from digest.model.events import Progress, Report
from digest.model.fingerprint import hash_text
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem, first_few
from digest.serve.http import SiteHandler
from digest.serve.own_pages import own_page, progress_text, with_code
from digest.serve.reload import OWN

HIDDEN_REASONS = {
    "draft": "draft; shown with <code>--drafts</code>",
    "future": "future date; shown with <code>--future</code>",
    "expired": "expired",
}
"""Why articles are left out, as HTML."""
MAX_BUILDS = 50
"""Number of builds that the status page lists."""
MAX_ERRORS = 20
"""Number of errors that the overlay shows."""


class BuildRecord(NamedTuple):
    """A build that changed something."""

    ended: float
    """Seconds since 1970."""
    reasons: tuple[str, ...]
    """The changed files, or another reason."""
    seconds: float
    report: Report
    interrupted: bool
    """Whether it was stopped for another change, so that the next build renders the remaining pages."""


class History:
    """The last builds."""

    def __init__(self) -> None:
        self.builds: list[BuildRecord] = []
        """The newest is first."""
        self.problems: tuple[Problem, ...] = ()
        self.report = Report()
        """The report of the last build that updated the output."""
        self.last_success = 0.0
        """When the last build without errors ended, in seconds since 1970; 0 if there was none."""

    def add(self, build: BuildRecord) -> None:
        """Add a build."""
        self.builds = [build, *self.builds[: MAX_BUILDS - 1]]


def clock_time(time: float) -> str:
    """A time in seconds since 1970 as local time: `16:40:12`."""
    return dt.datetime.fromtimestamp(time).strftime("%H:%M:%S")


def reason_text(reasons: tuple[str, ...]) -> str:
    """The reasons of a build; of more than three, the first two and the number of the others."""
    if len(reasons) <= 3:
        return ", ".join(reasons)
    return f"{', '.join(reasons[:2])} and {len(reasons) - 2} more"


# -- overlay ------------------------------------------------------------------------------------


def overlay_data(problems: Sequence[Problem], root: str, last_success: str) -> dict[str, Any]:
    """What the overlay shows. `last_success`: the time of the last build without errors, as text."""
    errors = [problem for problem in problems if problem.severity == "error"]
    excerpts = SourceExcerpts(root)
    shown = [
        {
            "message": p.message, "file": p.file, "line": p.line, "column": p.column, "hint": p.hint,
            "lines": [line._asdict() for line in excerpts.around(p)],
        }
        for p in errors[:MAX_ERRORS]
    ]  # fmt: skip
    return {
        "id": hash_text(*(repr(problem) for problem in problems)),
        "errors": len(errors),
        "warnings": len(problems) - len(errors),
        "problems": shown,
        "lastSuccess": last_success,
    }


class ProblemsHandler(SiteHandler):
    """Serve the problems as JSON."""

    def initialize(self, history: History, **settings: object) -> None:  # type: ignore[override]
        """`history`: has the problems."""
        super().initialize(**settings)  # type: ignore[arg-type]
        self.history = history

    async def get(self, *_: str) -> None:
        """Send the problems."""
        history = self.history
        last_success = clock_time(history.last_success) if history.last_success else ""
        data = overlay_data(history.problems, self.connections.served.root, last_success)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        await self.finish(json.dumps(data, ensure_ascii=False))


# -- status page --------------------------------------------------------------------------------


class StatusHandler(ProblemsHandler):
    """Serve the status page."""

    async def get(self, *_: str) -> None:
        """Send the page."""
        self.send_page(self._html(), str(self.connections.builds))

    def _html(self) -> str:
        served, history = self.connections.served, self.history
        url = f"{self.request.protocol}://{self.request.headers['Host']}{served.base}"
        facts = [
            ("Site", escape(served.title)), ("URL", f'<a href="{escape(url)}">{escape(url)}</a>'),
            ("Site folder", escape(served.root)), ("Output folder", escape(served.output)),
            ("Articles", str(history.report.articles)), ("Pages", str(history.report.html_pages)),
            ("Open in browsers", str(self.connections.count())),
        ]  # fmt: skip
        builds = [_build_row(build) for build in history.builds]
        problems = [_problem_row(problem) for problem in history.problems]
        hidden = [(escape(h.file), HIDDEN_REASONS.get(h.reason, escape(h.reason))) for h in history.report.hidden]
        parts = [
            _table("Site", "", facts),
            _table("Builds", "None yet.", builds, ("Time", "Reason", "Files", "Duration", "Problems")),
            _table("Problems", "None.", problems, ("Problem", "Place", "How to fix it"), "problems"),
            _table("Articles left out", "None.", hidden, ("Article", "Reason"), "hidden"),
        ]
        intro = (
            f"<p><code>digest serve</code> generates this page at <code>{OWN}</code>. It is not part of the output.</p>"
        )
        heading = with_code(status_heading(history, self.connections.progress))
        return own_page("Build status", "\n".join([intro, *parts]), heading)


def status_heading(history: History, progress: Progress | None) -> str:
    """What the last build made and what it did not. `progress`: of the first build."""
    if not history.builds:
        return f"The first build is running. {progress_text(progress)}" if progress else "The first build is running."
    report = history.report
    built = f"Built {_counted(report.articles, 'article')}, {_counted(report.html_pages, 'page')}."
    if report.left:
        done = f"{report.planned:,} of {report.planned + report.left:,}"
        built = f"{done} pages are up to date; the rest follows."
    failed = list(dict.fromkeys(p.file for p in history.problems if p.severity == "error" and p.file))
    if not failed:
        has_errors = any(p.severity == "error" for p in history.problems)
        return f"Not everything was built, see below. {built}" if has_errors else built
    if not report.pages:
        return f"Nothing was built: {first_few([f'`{file}`' for file in failed])} has errors."
    return f"{built} Not built, because of errors: {first_few([f'`{file}`' for file in failed])}."


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _build_row(build: BuildRecord) -> tuple[str, ...]:
    report = build.report
    files = f"{report.written:,} written, {report.unchanged:,} unchanged, {report.removed:,} removed"
    if build.interrupted:
        files = f"{report.planned:,} of {report.planned + report.left:,} written, the rest follows"
    errors = sum(problem.severity == "error" for problem in report.problems)
    counts = ((errors, "error"), (len(report.problems) - errors, "warning"))
    problems = ", ".join(f"{number} {noun}{'s' if number > 1 else ''}" for number, noun in counts if number)
    return (
        clock_time(build.ended),
        escape(reason_text(build.reasons)),
        files,
        f"{build.seconds * 1000:.0f} ms",
        problems,
    )


def _problem_row(problem: Problem) -> tuple[str, ...]:
    message, hint = with_code(problem.message), with_code(problem.hint)
    return f"<b>{problem.severity}</b> {message}", escape(problem.place()), hint


def _table(
    title: str, empty: str, rows: Sequence[tuple[str, ...]], head: tuple[str, ...] = (), anchor: str = ""
) -> str:
    id = f' id="{anchor}"' if anchor else ""
    if not rows:
        return f"<h2{id}>{title}</h2><p>{empty}</p>"
    top = f"<thead><tr>{''.join(f'<th scope=col>{h}</th>' for h in head)}</tr></thead>" if head else ""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<h2{id}>{title}</h2><div class=wide><table>{top}<tbody>{body}</tbody></table></div>"
