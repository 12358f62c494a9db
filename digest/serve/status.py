"""The page `/__digest__/`: what is served, the last builds, what is wrong, and what is left out and why.

This module must not know how a build is made.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from digest.model.events import Report
from digest.model.problem import Problem
from digest.serve.http import SiteHandler
from digest.serve.overlay import overlay
from digest.serve.reload import OWN

REASONS = {
    "draft": "a draft (`draft: true`); `--drafts` shows it",
    "future": "dated later than now; `--future` shows it",
    "expired": "its `expires:` has passed",
}


class Built(NamedTuple):
    """One build that did something."""

    when: float
    """Seconds since 1970, when it ended."""
    why: tuple[str, ...]
    """Files that changed, or another reason in words."""
    seconds: float
    report: Report
    cut: bool
    """Whether another change came while it made pages."""


class History:
    """What the last builds did."""

    def __init__(self) -> None:
        self.builds: list[Built] = []
        """The newest first, the last fifty."""
        self.problems: tuple[Problem, ...] = ()
        self.report = Report()
        """Of the last build that could be made."""
        self.good = 0.0
        """When the output last was without errors, seconds since 1970; 0: not yet."""

    def add(self, built: Built) -> None:
        """One more."""
        self.builds = [built, *self.builds[:49]]


def clock_time(when: float) -> str:
    """`16:40:12`."""
    return dt.datetime.fromtimestamp(when).strftime("%H:%M:%S")


def why_words(why: tuple[str, ...]) -> str:
    """The first files that changed, and how many more there are."""
    more = f" and {len(why) - 2} more" if len(why) > 3 else ""
    return ", ".join(why[:2] if more else why) + more


class Overlay(SiteHandler):
    """The problems, for the overlay."""

    def initialize(self, history: History, **settings: object) -> None:  # type: ignore[override]
        """`history`: has them."""
        super().initialize(**settings)  # type: ignore[arg-type]
        self.history = history

    async def get(self, *_: str) -> None:
        """As JSON."""
        history = self.history
        good = clock_time(history.good) if history.good else ""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        await self.finish(json.dumps(overlay(history.problems, self.visitors.served.root, good), ensure_ascii=False))


class Status(Overlay):
    """The page."""

    async def get(self, *_: str) -> None:
        """As HTML."""
        self.page(self._text(), str(self.visitors.builds))

    def _text(self) -> str:
        served, history = self.visitors.served, self.history
        home = f"{self.request.protocol}://{self.request.headers['Host']}{served.base}"
        facts = [
            ("Site", escape(served.title)), ("Address", f'<a href="{escape(home)}">{escape(home)}</a>'),
            ("Served from", escape(served.output)), ("Made from", escape(served.root)),
            ("Articles", str(history.report.articles)), ("Pages", str(history.report.pages)),
            ("Open pages", str(self.visitors.count())),
        ]  # fmt: skip
        builds = [_build(b) for b in history.builds]
        problems = [_problem(p) for p in history.problems]
        hidden = [(escape(h.file), escape(REASONS.get(h.reason, h.reason))) for h in history.report.hidden]
        parts = [
            _table("Served", "", facts),
            _table("Last builds", "None yet.", builds, ("When", "Why", "Pages", "Time", "Problems")),
            _table("Problems", "None.", problems, ("What", "Where", "What to do"), "problems"),
            _table("Left out", "Nothing.", hidden, ("Article", "Why"), "hidden"),
        ]
        return _PAGE.replace("BODY", "\n".join(parts))


def _build(b: Built) -> tuple[str, ...]:
    r = b.report
    pages = f"{r.written} written, {r.removed} removed, {r.rendered} rendered of {r.pages}{' (cut short)' if b.cut else ''}"
    errors = sum(p.severity == "error" for p in r.problems)
    counts = ((errors, "error"), (len(r.problems) - errors, "warning"))
    said = ", ".join(f"{n} {what}{'s' if n > 1 else ''}" for n, what in counts if n)
    return clock_time(b.when), escape(why_words(b.why)), pages, f"{b.seconds * 1000:.0f} ms", said


def _problem(p: Problem) -> tuple[str, ...]:
    return f"<b>{p.severity}</b> {escape(p.message)}", escape(p.place()), escape(p.hint)


def _table(
    title: str, empty: str, rows: Sequence[tuple[str, ...]], head: tuple[str, ...] = (), anchor: str = ""
) -> str:
    name = f' id="{anchor}"' if anchor else ""
    if not rows:
        return f"<h2{name}>{title}</h2><p>{empty}</p>"
    top = f"<thead><tr>{''.join(f'<th scope=col>{h}</th>' for h in head)}</tr></thead>" if head else ""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<h2{name}>{title}</h2><div class=wide><table>{top}<tbody>{body}</tbody></table></div>"


_PAGE = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>digest serve</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }}
h1 {{ font-size: 1.4rem }} h2 {{ font-size: 1.1rem; margin-top: 2rem }}
.wide {{ overflow-x: auto }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: start; vertical-align: top; padding: .3rem 1rem .3rem 0; border-bottom: 1px solid #8886 }}
</style></head>
<body><h1>digest serve</h1>
<p>This page is of the server only. It is at <code>{OWN}</code>, and is no part of the output.</p>
BODY
</body></html>
"""
