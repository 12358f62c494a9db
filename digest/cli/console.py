"""Output on the terminal: results on stdout, everything else on stderr.

Pipes and files get plain text, terminals get colours and progress. When the reader of a pipe goes away (`| head`), output
is discarded and the command continues.
"""

from __future__ import annotations

import codecs
import contextlib
import os
from collections.abc import Callable, Iterable, Sequence

from digest.files.excerpts import SourceExcerpts, printable, width
from digest.model.named_tuple import TYPE_CHECKING
from digest.model.problem import Problem

if TYPE_CHECKING:
    from typing import Any, TextIO

MAX_IN_FULL = 50
"""Up to this number, all problems are shown in full. Of more problems, only the first of each kind are, unless -v is given."""
FIRST = 10
"""Number of problems of each kind that are shown in full then."""
_WITHHOLDS_NO_FILE = frozenset((
    "alias", "image", "link-missing", "link-outside", "path-taken", "picture-broken", "slug", "template-error",
    "too-deep", "too-long",
))  # fmt: skip
"""Errors after which the page is still updated. The file of any other error is always named: it may not be published, or its
page may still be the last good one."""

_STYLES = {"error": "1;31", "warning": "1;33", "place": "36", "caret": "1;35"}
_ASCII = {
    "→": "->",
    "…": "...",
    "“": '"',
    "”": '"',
    "„": '"',
    "‚": "'",
    "‘": "'",
    "’": "'",
    "×": "x",
    "·": "-",
    "–": "-",
    "—": "--",
}
"""Replacements for characters of our own messages where the encoding of a stream lacks them."""


class Console:
    """The two output streams of a command."""

    def __init__(self, out: TextIO | None, err: TextIO | None, *, verbose: bool = False) -> None:
        """Use these streams. A stream is None if the process was started without it; its output is discarded."""
        self.out, self.err = out or _open_null(), err or _open_null()
        self.verbose = verbose
        self.coloured = _supports_colours(self.err)
        codecs.register_error("digest-ascii", _encode_unencodable)
        for stream in (self.out, self.err):
            _configure(stream, errors="digest-ascii")

    # -- text -----------------------------------------------------------------------------------

    def print_out(self, text: str) -> None:
        """Print a result on stdout."""
        _write(self.out, text + "\n")

    def print_json(self, value: Any, *, indent: int | None = None) -> None:
        """Print a value as JSON on stdout, always in UTF-8."""
        import json

        _configure(self.out, encoding="utf-8")
        _write(self.out, json.dumps(value, ensure_ascii=False, indent=indent) + "\n")

    def print_err(self, text: str) -> None:
        """Print a message on stderr."""
        _write(self.err, text + "\n")

    def flush(self) -> None:
        """Flush both streams."""
        for stream in (self.out, self.err):
            _write(stream, "", flush=True)

    def close(self) -> None:
        """Flush both streams at exit; output that cannot be written is discarded."""
        for stream in (self.out, self.err):
            try:
                stream.flush()
            except (OSError, ValueError):
                _discard_output(stream)

    def columns(self) -> int:
        """The width of the terminal to which results are printed; 0 if stdout is no terminal."""
        if not is_terminal(self.out):
            return 0
        import shutil

        return shutil.get_terminal_size().columns

    # -- problems -------------------------------------------------------------------------------

    def error(self, message: str, hint: str = "") -> None:
        """Print why the command failed."""
        self.print_err(self._block(Problem("", message, hint=hint)))

    def warning(self, message: str, hint: str = "") -> None:
        """Print a warning."""
        self.print_err(self._block(Problem("", message, hint=hint, severity="warning")))

    def disk_error(self, error: OSError) -> None:
        """Print an error of the operating system."""
        name = f": {error.filename}" if error.filename else ""
        self.error(f"{error.strerror or error}{name}", "Check the free space and the permissions.")

    def internal_error(self, error: Exception) -> None:
        """Print an unexpected exception."""
        if self.verbose:
            import traceback

            self.print_err("".join(traceback.format_exception(error)).rstrip())
        hint = (
            "Please report this."
            if self.verbose
            else "Run it again with -v to see the traceback, and please report it."
        )
        self.error(f"internal error: {type(error).__name__}: {error}", hint)

    def problems(self, problems: Sequence[Problem], root: str) -> None:
        """Print problems with their source lines. `root`: the site folder.

        Of more than MAX_IN_FULL problems, print the first of each kind, then one line for each file that another error
        withholds, then the numbers of the remaining ones.
        """
        excerpts = SourceExcerpts(root)
        limit = len(problems) if self.verbose or len(problems) <= MAX_IN_FULL else FIRST
        seen: dict[tuple[str, str], int] = {}
        lines: list[str] = []
        remaining: dict[tuple[str, str], list[str]] = {}
        for problem in problems:
            kind = (problem.severity, problem.code)
            seen[kind] = seen.get(kind, 0) + 1
            shown = problem._replace(file=shown_path(problem.file, root)) if problem.file else problem
            if seen[kind] <= limit:
                self.print_err(self._block(shown, *excerpts.of(problem)) + "\n")
            elif problem.severity == "error" and problem.code not in _WITHHOLDS_NO_FILE:
                lines.append(self._line(shown))
            else:
                remaining.setdefault(kind, []).append(problem.file)
        if remaining:
            lines.append("Not shown (use -v to see all):")
        for (_, code), files in sorted(remaining.items(), key=lambda item: item[0][0]):  # errors before warnings
            where = f" in {counted(len(set(files)), 'file')}" if any(files) else ""
            lines.append(f"  {code}: {len(files)}{where}")
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


# -- formatting ---------------------------------------------------------------------------------


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: `1 page`, `12 pages`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def shown_path(path: str, root: str = "") -> str:
    """A path (relative to `root`, or absolute) as messages show it: relative to the current folder, or absolute if shorter.

    Names of files in built-in themes are no paths and stay as they are.
    """
    if " (built-in)" in path:
        return path
    full = os.path.normpath(os.path.join(root, path))
    try:
        relative = os.path.relpath(full)
    except (OSError, ValueError):  # another drive of Windows, or the current folder was removed
        return full
    return min(relative, full, key=len)


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows as aligned columns."""
    shown = [[printable(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*shown, strict=True)]
    lines = []
    for row in shown:
        cells = [cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def narrow_table(rows: Iterable[Sequence[str]], columns: int) -> str:
    """Rows of (name, value, origin) in this width: values beside the names, and each origin below its value."""
    import textwrap

    shown = [[printable(cell) for cell in row] for row in rows]
    indent = max(width(name) for name, _, _ in shown) + 2
    size = max(columns - indent, 20)
    lines = []
    for name, value, origin in shown:
        texts = textwrap.wrap(value, size, break_on_hyphens=False) or [""]
        texts += textwrap.wrap(f"from {origin}", size, subsequent_indent="  ") if origin else []
        labels = [name + " " * (indent - width(name)), *[" " * indent] * (len(texts) - 1)]
        lines += [(label + text).rstrip() for label, text in zip(labels, texts, strict=True)]
    return "\n".join(lines)


# -- streams ------------------------------------------------------------------------------------


def is_terminal(stream: TextIO) -> bool:
    """Whether the stream is a terminal that can move the cursor."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _supports_colours(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR") or not is_terminal(stream):
        return False
    return os.name != "nt" or "WT_SESSION" in os.environ


def _open_null() -> TextIO:
    """A replacement for a closed stream. It takes the closed stream's file number, so that no file of the site gets it."""
    return open(os.devnull, "w", encoding="utf-8")


def _configure(stream: TextIO, **settings: str) -> None:
    reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(**settings)


def _encode_unencodable(error: UnicodeError) -> tuple[str | bytes, int]:
    """An error handler for codecs: our own punctuation in ASCII, other characters as escapes."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    character = error.object[error.start]
    if character in _ASCII:
        return _ASCII[character], error.start + 1
    return codecs.backslashreplace_errors(
        UnicodeEncodeError(error.encoding, error.object, error.start, error.start + 1, "")
    )


def _write(stream: TextIO, text: str, *, flush: bool = False) -> None:
    try:
        stream.write(text)
        if flush:
            stream.flush()
    except BrokenPipeError:
        _discard_output(stream)


def _discard_output(stream: TextIO) -> None:
    """Redirect a stream that has no reader to the null device, so that Python can flush it at exit."""
    with contextlib.suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
