"""`digest build`."""

from __future__ import annotations

import argparse
import os
import time

from digest.cli.arguments import UsageError
from digest.cli.build_time import build_time
from digest.cli.console import Console, shown_path
from digest.cli.site_folder import site_folder
from digest.cli.summary import build_summary
from digest.model.named_tuple import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from digest.cli.arguments import Parser
    from digest.cli.progress import ProgressBar
    from digest.model.events import Event, Profile, Report

DESCRIPTION = """\
Update the output folder. Only changed files are read, and only the pages that
they affect are rendered. Files that digest did not create are never modified."""

EXAMPLES = """\
examples:
  digest build --drafts --future    include drafts and future articles
  digest build --output ../try      write to ../try and leave output/ as it is
  digest build --strict             fail on warnings
  digest build --clock 2021-05-06T12:00Z
                                    build as if it were this time
  digest build --json               report progress and problems to a program"""

_COUNTS = ("articles", "pages", "read", "planned", "rendered", "written", "unchanged", "removed")
"""Numbers of a report that the event `done` has."""


def add_options(parser: Parser) -> None:
    """Add the options of `digest build`."""
    parser.site_argument()
    option = parser.option
    option("--output", metavar="DIR", default="", help="write to DIR instead of the site's output folder")
    option("--base-url", metavar="URL", type=_web_address, help="public URL of the site; overrides url:")
    option("--drafts", action="store_true", help="publish drafts")
    option("--future", action="store_true", help="publish articles with a future date")
    clock = "build as if it were this time (without an offset: UTC); overrides SOURCE_DATE_EPOCH"
    option("--clock", metavar="ISO-TIME", type=_clock, help=clock)
    option("--jobs", metavar="N", type=_jobs, default=0, help="number of processes (default: number of processors)")
    workers = "who does the work: fork, spawn, dask, dask:ADDRESS or MODULE:CALLABLE (see docs/scale.md)"
    option("--executor", metavar="NAME", default="", help=workers)
    option("--full", action="store_true", help="read all articles and render all pages")
    option("--strict", action="store_true", help="exit with 1 if there are warnings")
    option("--explain", action="store_true", help="print `path: reason` for each page that is rendered")
    option("--profile", action="store_true", help="show where the time was spent")
    option("--json", action="store_true", help="print one JSON object per line")
    option("--manifest", metavar="FILE", default="", help="write a JSON list of all output files to FILE")
    option("-q", "--quiet", action="store_true", help="print problems only")


def run(args: argparse.Namespace, console: Console) -> int:
    """Build a site."""
    from digest.model.site import Options

    started = time.perf_counter()
    root = site_folder(args.site)
    options = Options(
        root,
        build_time(args.clock, time.time()),
        output=_output_folder(args.output, root),
        base_url=args.base_url or "",
        drafts=args.drafts,
        future=args.future,
        jobs=args.jobs,
        full=args.full,
        profile=args.profile,
        executor=_executor(args.executor),
    )
    from digest.build.run import build

    if args.manifest:
        _check_manifest(args.manifest, root)
    listener = _Listener(args, console)
    try:
        report = build(options, listener.on_event)
    finally:
        listener.close()
    if args.manifest and report.pages:
        _write_manifest(args.manifest, root)
    code = int(report.failed(args.strict))
    _print_report(report, time.perf_counter() - started, root, code, args, console)
    if listener.profile:
        from digest.cli.profile import profile_text

        console.print_err(profile_text(listener.profile))
    return code


def _output_folder(folder: str, root: str) -> str:
    """The absolute path of --output. Raises UsageError if it overlaps a folder with the site's sources."""
    if not folder:
        return ""
    from digest.build.load_site import overlapping

    if overlapping(root, os.path.abspath(folder), "content", "pages", "static", "themes", ".digest"):
        raise UsageError(f"--output: {folder} overlaps the sources of the site", "Choose a separate folder.")
    return os.path.abspath(folder)


def _executor(name: str) -> str:
    """The value of --executor. Raises UsageError if there is no such executor."""
    if name:
        from digest.build.executors import UnknownExecutor, check_executor

        try:
            check_executor(name)
        except UnknownExecutor as error:
            raise UsageError(f"--executor: {error.args[0]}", error.args[1]) from None
    return name


class _Listener:
    """Show the events of a build in the format that the options ask for."""

    def __init__(self, args: argparse.Namespace, console: Console) -> None:
        self._console, self._json, self._explain = console, args.json, args.explain
        self._progress_bar: ProgressBar | None = None
        self.profile: Profile | None = None
        """The profile, to be shown after the summary."""
        self._shows_progress = not (args.quiet or args.json or args.explain)

    def on_event(self, event: Event) -> None:
        from digest.model.events import Profile, Progress, Rendered

        if isinstance(event, Profile):
            self._on_profile(event)
            return
        is_progress = isinstance(event, Progress)
        if self._json:
            self._console.print_json({"event": "progress" if is_progress else "rendered", **event._asdict()})
            if is_progress:
                self._console.flush()
        elif self._explain and isinstance(event, Rendered):
            self._console.print_out(f"{event.path}: {event.reason}")
        if isinstance(event, Progress) and self._shows_progress:
            if self._progress_bar is None:
                from digest.cli.progress import ProgressBar

                self._progress_bar = ProgressBar(self._console.err)
            self._progress_bar.show(event)

    def _on_profile(self, profile: Profile) -> None:
        if not self._json:
            self.profile = profile
            return
        from digest.cli.profile import profile_json

        self._console.print_json({"event": "profile", **profile_json(profile)})

    def close(self) -> None:
        if self._progress_bar:
            self._progress_bar.close()


# -- report -------------------------------------------------------------------------------------


def _print_report(
    report: Report, seconds: float, root: str, code: int, args: argparse.Namespace, console: Console
) -> None:
    """Print problems, articles that are left out, and the summary."""
    if args.json:
        _print_report_json(report, seconds, code, console)
    else:
        console.flush()  # what --explain printed comes before the problems
        console.problems(report.problems, root)
    if args.quiet:
        return
    if args.verbose:
        for hidden in report.hidden:
            console.print_err(f"left out: {shown_path(hidden.file, root)} ({hidden.reason})")
    if report.hidden:
        reasons = [hidden.reason for hidden in report.hidden]
        counts = ", ".join(f"{reasons.count(reason)} {reason}" for reason in sorted(set(reasons)))
        console.print_err(f"{len(reasons)} left out: {counts}")
    console.print_err(build_summary(report, seconds, root))
    if report.note and not args.json:
        console.print_err(f"\n{report.note}")


def _print_report_json(report: Report, seconds: float, code: int, console: Console) -> None:
    for problem in report.problems:
        console.print_json({"event": "problem", **problem._asdict()})
    for hidden in report.hidden:
        console.print_json({"event": "hidden", **hidden._asdict()})
    if report.note:
        console.print_json({"event": "note", "text": report.note})
    counts: dict[str, Any] = {name: getattr(report, name) for name in _COUNTS}
    counts |= {"problems": len(report.problems), "hidden": len(report.hidden)}
    errors = sum(problem.severity == "error" for problem in report.problems)
    counts |= {"errors": errors, "warnings": len(report.problems) - errors}
    console.print_json({"event": "done", **counts, "seconds": round(seconds, 3), "exit": code})


# -- manifest -----------------------------------------------------------------------------------


def _check_manifest(file: str, root: str) -> None:
    """Raise UsageError if a manifest must not be written to this file."""
    from digest.tools.manifest import may_be_written

    path = os.path.realpath(file)
    for name in ("content", "static", "themes", ".digest"):
        if path.startswith(os.path.join(os.path.realpath(os.path.join(root, name)), "")):
            raise UsageError(f"--manifest: {file} is in the site's folder {name}/", "Choose a file elsewhere.")
    if path == os.path.realpath(os.path.join(root, "config.yaml")) or not may_be_written(path):
        raise UsageError(f"--manifest: {file} exists and is not a manifest", "Choose a new file, or remove this one.")


def _write_manifest(file: str, root: str) -> None:
    from digest.files.output import write
    from digest.tools.manifest import manifest

    _check_manifest(file, root)  # again: the build may have created a file there
    write(os.path.abspath(file), manifest(os.path.join(root, ".digest")))


# -- values -------------------------------------------------------------------------------------


def _clock(text: str) -> float:
    from datetime import UTC, datetime

    try:
        time = datetime.fromisoformat(text.strip())
        if not 1000 <= time.year < 9999:  # as for dates of articles, with room for time zones
            raise ValueError(text)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
    except ValueError:
        message = f"expected a time such as 2021-05-06T14:30+03:00 or 2021-05-06, found `{text}`"
        raise argparse.ArgumentTypeError(message) from None


def _jobs(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 5 and int(text):
        return int(text)
    raise argparse.ArgumentTypeError(f"expected a number from 1 to 9999, found `{text}`")


def _web_address(text: str) -> str:
    from digest.model.web_address import host_of

    if host_of(text) and "?" not in text and "#" not in text:
        return text
    raise argparse.ArgumentTypeError(f"expected a URL such as https://example.com/news/, found `{text}`")
