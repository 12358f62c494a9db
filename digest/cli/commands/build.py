"""The commands: each takes its arguments and a console, does its work through the layers below, and says how it went.

Each imports what it needs, so that a build with nothing to do stays quick to start. This module must not know
how arguments are written or how colours are made.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

from digest.cli.console import Console, counted
from digest.cli.parser import UsageError
from digest.cli.parser import clock as clock_of

if TYPE_CHECKING:
    import argparse

    from digest.cli.progress import ProgressBar
    from digest.model.events import Event, Profile, Report
    from digest.tools.clean import Cleaned
    from digest.tools.inspect import Inspection

# -- build --------------------------------------------------------------------------------------


def build(args: argparse.Namespace, console: Console) -> int:
    """`digest build`."""
    from digest.model.site import Options

    started = time.perf_counter()
    root = site_folder(args.site)
    options = Options(
        root,
        clock_of(args.clock, time.time()),
        output=_output(args.output, root),
        base_url=args.base_url or "",
        drafts=args.drafts,
        future=args.future,
        jobs=args.jobs,
        full=args.full,
        profile=args.profile,
    )
    from digest.build.run import build as run

    if args.manifest:
        _check_manifest(args.manifest, root)
    listener = _Listener(args, console)
    try:
        report = run(options, listener.hear)
    finally:
        listener.close()
    if args.manifest and report.pages:
        from digest.files.output import write
        from digest.tools.manifest import manifest

        _check_manifest(args.manifest, root)  # the build may have put a page there
        write(os.path.abspath(args.manifest), manifest(os.path.join(root, ".digest")))
    code = int(report.failed(args.strict))
    _tell(report, time.perf_counter() - started, root, code, args, console)
    if listener.profile:
        from digest.cli.commands.show import profile_text

        console.print_err(profile_text(listener.profile))
    return code


def site_folder(folder: str) -> str:
    """The absolute path of a site. Raises Usage for a folder that is none."""
    root = os.path.abspath(folder)
    if os.path.exists(os.path.join(root, "config.yaml")) or os.path.isdir(os.path.join(root, "content")):
        return root
    if not os.path.isdir(root):
        what = "is not a folder" if os.path.exists(root) else "does not exist"
        raise UsageError(f"no site here: {folder} {what}", "Name the folder that holds config.yaml or content/.")
    hint = "`digest init DIR` makes a new site; articles in a folder named content/ are enough for one."
    raise UsageError(f"no site here: {folder} has neither config.yaml nor content/", hint)


def _output(folder: str, root: str) -> str:
    """The absolute path of another output folder. Raises Usage for one in which a site keeps what it is made from."""
    from digest.build.load_site import overlapping

    if not folder:
        return ""
    if overlapping(root, os.path.abspath(folder), "content", "static"):
        raise UsageError(f"--output: {folder} holds what the site is made from", "Name a folder of its own.")
    return os.path.abspath(folder)


def _check_manifest(file: str, root: str) -> None:
    """Raises Usage for a place where a manifest would do harm."""
    from digest.tools.manifest import may_be_written

    path = os.path.realpath(file)
    for name in ("content", "static", "themes", ".digest"):
        if path.startswith(os.path.join(os.path.realpath(os.path.join(root, name)), "")):
            raise UsageError(f"--manifest: {file} is among what the site is made from", "Name a file elsewhere.")
    if path == os.path.realpath(os.path.join(root, "config.yaml")) or not may_be_written(path):
        raise UsageError(f"--manifest: {file} is something else than a manifest", "Name a new file, or remove that one first.")


class _Listener:
    """Shows what a build says while it runs, in the form that was asked for."""

    def __init__(self, args: argparse.Namespace, console: Console) -> None:
        self._console, self._json, self._explain = console, args.json, args.explain
        self._meter: ProgressBar | None = None
        self.profile: Profile | None = None
        """Where the time went, to be shown at the end."""
        self._silent = args.quiet or args.json or args.explain

    def hear(self, event: Event) -> None:
        from digest.model.events import Profile, Progress

        if isinstance(event, Profile):
            self._hear_profile(event)
            return
        at_work = isinstance(event, Progress)
        if self._json:
            self._console.print_json({"event": "progress" if at_work else "rendered", **event._asdict()})
            if at_work:
                self._console.flush()
        elif self._explain and not isinstance(event, Progress):
            self._console.print_out(f"{event.path}: {event.reason}")
        if isinstance(event, Progress) and not self._silent:
            if self._meter is None:
                from digest.cli.progress import ProgressBar

                self._meter = ProgressBar(self._console.err)
            self._meter.show(event)

    def _hear_profile(self, profile: Profile) -> None:
        if not self._json:
            self.profile = profile
            return
        from digest.cli.commands.show import profile_json

        self._console.print_json({"event": "profile", **profile_json(profile)})

    def close(self) -> None:
        if self._meter:
            self._meter.close()


def _tell(report: Report, seconds: float, root: str, code: int, args: argparse.Namespace, console: Console) -> None:
    """What came of a build: problems, what was left out, the summary."""
    if args.json:
        for problem in report.problems:
            console.print_json({"event": "problem", **problem._asdict()})
        for hidden in report.hidden:
            console.print_json({"event": "hidden", **hidden._asdict()})
        counts: dict[str, Any] = {k: v if isinstance(v, int) else len(v) for k, v in report._asdict().items()}
        errors = sum(p.severity == "error" for p in report.problems)
        counts |= {"errors": errors, "warnings": len(report.problems) - errors}
        console.print_json({"event": "done", **counts, "seconds": round(seconds, 3), "exit": code})
    else:
        console.flush()  # what --explain printed stands before what it led to
        console.problems(report.problems, root)
    if args.quiet:
        return
    if args.verbose:
        for hidden in report.hidden:
            console.print_err(f"left out: {hidden.file} ({hidden.reason})")
    if report.hidden:
        console.print_err(left_out(report))
    console.print_err(summary(report, seconds))


def left_out(report: Report) -> str:
    """`3 left out: 1 draft, 2 future`."""
    reasons = [h.reason for h in report.hidden]
    counts = ", ".join(f"{reasons.count(reason)} {reason}" for reason in sorted(set(reasons)))
    return f"{len(reasons)} left out: {counts}"


def summary(report: Report, seconds: float) -> str:
    """The last line of a build."""
    errors = sum(p.severity == "error" for p in report.problems)
    problems = counted(len(report.problems), "problem")
    if errors:
        problems += f" ({counted(errors, 'error')})"
    if errors and not report.pages:
        return f"the build could not be done: {problems}; {seconds:.2f} s"
    size = f"{counted(report.articles, 'article')}, {counted(report.pages, 'page')}"
    work = f"{report.written} written, {report.unchanged} unchanged, {report.removed} removed"
    return f"{size}: {work}; {problems}; {seconds:.2f} s"


# -- init, inspect, why, clean, schema ---------------------------------------------------------------


def init(args: argparse.Namespace, console: Console) -> int:
    """`digest init`."""
    from digest.tools import scaffold

    folder = os.path.abspath(args.folder)
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise UsageError(f"{args.folder} is not a folder", "Name a folder that does not exist yet.")
    if os.path.isdir(folder) and os.listdir(folder):
        hint = "Name a new folder; or add a config.yaml, or just a folder content/ with articles, by hand."
        raise UsageError(f"the folder {args.folder} is not empty", hint)
    for path in scaffold.write(folder):
        console.print_out(os.path.join(args.folder, path))
    here = "" if folder == os.getcwd() else f" {_shell(args.folder)}"
    console.print_out(scaffold.next_steps(here, _shell(os.path.join(args.folder, "output"))))
    return 0


def _shell(path: str) -> str:
    import shlex

    return shlex.quote(os.path.normpath(path))


def inspect(args: argparse.Namespace, console: Console) -> int:
    """`digest inspect`."""
    from digest.tools import inspect

    if not os.path.isfile(args.file):
        what = "is no file that can be read" if os.path.lexists(args.file) else "does not exist"
        raise UsageError(f"{args.file} {what}", "Name an article: a *.md, *.markdown or *.txt file.")
    found = inspect.inspect(os.path.abspath(args.file))
    if args.json:
        console.print_json(found.as_json(), indent=2)
    else:
        _show(found, console)
    return int(any(p.severity == "error" for p in found.problems))


def _show(found: Inspection, console: Console) -> None:
    from digest.cli.console import table

    for note in found.notes:
        console.print_err(note)
    if found.understood:
        console.print_out(table(found.rows()))
    console.flush()
    if found.problems:
        console.print_err("")
        console.problems(found.problems, found.root)


def why(args: argparse.Namespace, console: Console) -> int:
    """`digest why`."""
    from digest.cli.commands import show
    from digest.tools.why import Explanation, explain

    found = explain(_site_above(args), args.path)
    known = isinstance(found, Explanation)
    if args.json:
        console.print_json(show.why_json(found), indent=2)
    elif isinstance(found, Explanation):
        console.print_out(show.why_text(found))
    else:
        console.error(found.message, found.hint)
    return int(not known)


def _site_above(args: argparse.Namespace) -> str:
    """The site that is named; without a name the one in which the file lies, or the one that is here."""
    if args.site:
        return site_folder(args.site)
    from digest.tools.inspect import site_of

    return site_of(os.path.abspath(args.path)) or site_of(os.path.join(os.getcwd(), "")) or site_folder(".")


def clean(args: argparse.Namespace, console: Console) -> int:
    """`digest clean`."""
    from digest.tools.clean import clean as run

    root = site_folder(args.site)
    done = run(root, os.path.abspath(args.output) if args.output else "")
    if done.elsewhere:
        hint = "Build once to write here, or name that folder with --output; nothing was removed."
        console.error(f"the last build wrote outside this site, to {done.folder}", hint)
        return 1
    console.print_err(_what_is_clean(done, root))
    return 0


def _what_is_clean(done: Cleaned, root: str) -> str:
    if not done.folder:
        gone = "removed .digest; " if done.state else ""
        return f"{gone}there is no store, so digest does not know which files of an output folder are its own: it removed none"
    folder = os.path.relpath(done.folder, root) if done.folder.startswith(root + os.sep) else done.folder
    stay = f"; {counted(done.left, 'file')} in it not written by digest: left alone" if done.left else ""
    return f"removed .digest and {counted(done.removed, 'file')} from {folder}{stay}"


def theme(args: argparse.Namespace, console: Console) -> int:
    """`digest theme`."""
    from digest.cli.commands.theme import run

    return run(args, site_folder(args.site), console)


def schema(args: argparse.Namespace, console: Console) -> int:
    """`digest schema`."""
    from digest.read.config.json_schema import site_schema

    console.print_json(site_schema(), indent=2)
    return 0
