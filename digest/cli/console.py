"""What the command line says, and where: what was asked for on stdout, all the rest on stderr.

Plain text for pipes and files, colours and progress on a terminal only. A reader that goes away (`| head`) ends the
output, not the work. With `cli`, the one module that prints. It must not know commands or how a site is built.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TextIO

from digest.files.excerpts import SourceExcerpts, printable, width
from digest.model.problem import Problem

MOST = 50
"""Up to so many problems, each is shown in full; of more, the first of each kind, unless more are asked for."""
FIRST = 10
"""So many of each kind."""
_PAGE_IS_NEW = frozenset(("link-missing", "link-outside", "picture-broken", "path-taken", "template-error"))
"""Kinds of errors that withhold no file. Each of the others is named, however many there are: its file is not published,
or its page is still the last good one."""

_STYLES = {"error": "1;31", "warning": "1;33", "place": "36", "caret": "1;35"}


class Console:
    """The two streams of a command. None: it was started without that one, and what goes there is lost."""

    def __init__(self, out: TextIO | None, err: TextIO | None, *, verbose: bool = False) -> None:
        self.out, self.err = out or _nowhere(), err or _nowhere()
        self.verbose = verbose
        self.coloured = _takes_colours(self.err)
        for stream in (self.out, self.err):  # a file name may hold what its encoding has no character for
            _configure(stream, errors="backslashreplace")

    # -- saying ---------------------------------------------------------------------------------

    def print_out(self, text: str) -> None:
        """Text that was asked for, on stdout."""
        _write(self.out, text + "\n")

    def print_json(self, value: Any, *, indent: int | None = None) -> None:
        """A value as JSON, on stdout: in UTF-8 whatever the terminal has."""
        _configure(self.out, encoding="utf-8")
        _write(self.out, json.dumps(value, ensure_ascii=False, indent=indent) + "\n")

    def print_err(self, text: str) -> None:
        """A message, on stderr."""
        _write(self.err, text + "\n")

    def flush(self) -> None:
        """Send what was said so far on its way."""
        for stream in (self.out, self.err):
            _write(stream, "", flush=True)

    def close(self) -> None:
        """The last flush; what cannot be written by now is lost."""
        for stream in (self.out, self.err):
            try:
                stream.flush()
            except (OSError, ValueError):
                _silence(stream)

    # -- problems -------------------------------------------------------------------------------

    def error(self, message: str, hint: str = "") -> None:
        """Why the command cannot go on."""
        self.print_err(self._block(Problem("", message, hint=hint)))

    def disk_error(self, error: OSError) -> None:
        """What the operating system refused."""
        name = f": {error.filename}" if error.filename else ""
        self.error(f"{error.strerror or error}{name}", "See to the disk, or to the permissions.")

    def fault(self, error: Exception) -> None:
        """An exception that nobody foresaw."""
        if self.verbose:
            import traceback

            self.print_err("".join(traceback.format_exception(error)).rstrip())
        hint = "" if self.verbose else "Run it again with -v to see all of it, and please report that."
        self.error(f"this is a fault of digest: {type(error).__name__}: {error}", hint)

    def problems(self, problems: Sequence[Problem], root: str) -> None:
        """Problems, in order, each with the line it is about; `root`: the folder their files are relative to. Of many, the
        first of each kind; then every file that an error withholds, a line each; then how many others there are."""
        excerpts = SourceExcerpts(root)
        first = len(problems) if self.verbose or len(problems) <= MOST else FIRST
        shown: Counter[tuple[str, str]] = Counter()
        named: list[Problem] = []
        counts: dict[tuple[str, str], list[str]] = {}
        for problem in problems:
            kind = (problem.severity, problem.code)
            shown[kind] += 1
            if shown[kind] <= first:
                self.print_err(self._block(problem, *excerpts.of(problem)) + "\n")
            elif problem.severity == "error" and problem.code not in _PAGE_IS_NEW:
                named.append(problem)
            else:
                counts.setdefault(kind, []).append(problem.file)
        lines = [self._line(problem) for problem in named]
        for (_, code), files in sorted(counts.items(), key=lambda item: item[0][0]):  # errors before warnings
            where = f" in {counted(len(set(files)), 'file')}" if any(files) else ""
            lines.append(f"... and {len(files)} more {code}{where} (-v shows all)")
        if lines:
            self.print_err("\n".join(lines) + "\n")

    def _line(self, problem: Problem) -> str:
        place = self._styled("place", printable(problem.place())) + ": " if problem.file else ""
        return f"{self._styled(problem.severity, problem.severity + ':')} {place}{printable(problem.message)}"

    def _block(self, problem: Problem, line: str = "", caret: str = "") -> str:
        lines = [f"{self._styled(problem.severity, problem.severity + ':')} {printable(problem.message)}"]
        if problem.file:
            lines.append("  " + self._styled("place", printable(problem.place())))
        if line:
            lines.append("    " + line)
        if caret:
            lines.append("    " + self._styled("caret", caret))
        if problem.hint:
            lines.append("  " + printable(problem.hint))
        return "\n".join(lines)

    def _styled(self, style: str, text: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.coloured else text


def counted(number: int, noun: str) -> str:
    """`1 page`, `12 pages`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows as columns that stand under each other."""
    shown = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*shown, strict=True)]
    lines = []
    for row in shown:
        cells = [cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


# -- streams ------------------------------------------------------------------------------------


def is_terminal(stream: TextIO) -> bool:
    """Whether somebody is looking."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _takes_colours(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR") or not is_terminal(stream):
        return False
    return os.name != "nt" or "WT_SESSION" in os.environ


def _nowhere() -> TextIO:
    """In the place of a stream that is closed. It gets that one's number, which no file of the site should have."""
    return open(os.devnull, "w", encoding="utf-8")


def _configure(stream: TextIO, **settings: str) -> None:
    change: Callable[..., None] | None = getattr(stream, "reconfigure", None)
    if change:
        change(**settings)


def _write(stream: TextIO, text: str, *, flush: bool = False) -> None:
    try:
        stream.write(text)
        if flush:
            stream.flush()
    except BrokenPipeError:
        _silence(stream)


def _silence(stream: TextIO) -> None:
    """Nobody reads it any more: what is still written goes nowhere, also when Python ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
