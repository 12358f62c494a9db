"""`digest serve`."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

from digest.cli.arguments import UsageError
from digest.cli.build_time import build_time
from digest.cli.console import Console, counted
from digest.cli.site_folder import site_folder
from digest.cli.summary import rebuild_summary

if TYPE_CHECKING:
    from digest.cli.arguments import Parser
    from digest.model.problem import Problem
    from digest.model.site import Options
    from digest.serve.status import BuildRecord

DESCRIPTION = """\
Build the site, serve it at http://127.0.0.1:8000/, and rebuild it whenever a
file changes. Open pages reload automatically, and errors are shown on them.
Press Ctrl-C to stop."""

EXAMPLES = """\
examples:
  digest serve --open               open a browser
  digest serve --drafts --future    include drafts and future articles
  digest serve --host 0.0.0.0       allow other computers on your network
  digest serve --poll               check for changes every second, for network
                                    drives without change notifications"""


def add_options(parser: Parser) -> None:
    """Add the options of `digest serve`."""
    parser.site_argument()
    option = parser.option
    port = "port to listen on (default: 8000); if it is in use, the next free one"
    option("--port", metavar="N", type=_port, default=8000, help=port)
    option("--host", metavar="HOST", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    option("--open", action="store_true", help="open a browser after the first build")
    option("--drafts", action="store_true", help="show drafts")
    option("--future", action="store_true", help="show articles with a future date")
    option("--poll", action="store_true", help="check for changes every second")


def run(args: argparse.Namespace, console: Console) -> int:
    """Serve a site until it is interrupted."""
    from digest.model.site import Options
    from digest.serve.ports import ListenError
    from digest.serve.server import ServerOptions, serve

    root = site_folder(args.site)

    def options() -> Options:
        return Options(root, build_time(None, time.time()), drafts=args.drafts, future=args.future)

    try:
        serve(options, ServerOptions(args.host, args.port, args.open, args.poll), _TerminalReporter(console, root))
    except ListenError as error:
        hint = "Choose another port with --port, or an address of this computer with --host."
        raise UsageError(str(error), hint) from None
    return 0


class _TerminalReporter:
    """Print what the server reports."""

    def __init__(self, console: Console, root: str) -> None:
        self._console, self._root = console, root

    def built(self, build: BuildRecord) -> None:
        """Print one line for a build."""
        from digest.serve.status import clock_time, reason_text

        summary = rebuild_summary(build.report, build.seconds)
        self.note(f"{clock_time(build.ended)} {reason_text(build.reasons)}: {summary}")
        if build.report.note:
            self.note(build.report.note)

    def problems(self, new: list[Problem], remaining: int) -> None:
        """Print new problems, and how many remain when some were fixed."""
        self._console.problems(new, self._root)
        if not remaining:
            self.note("all problems fixed")
        elif not new:
            self.note(f"{counted(remaining, 'problem')} left")
        self._console.flush()

    def note(self, text: str) -> None:
        """Print a line."""
        self._console.print_err(text)
        self._console.flush()

    def warning(self, text: str) -> None:
        """Print a warning."""
        self._console.warning(text)
        self._console.flush()


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 6 and int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"expected a port from 0 (any free port) to 65535, found `{text}`")
