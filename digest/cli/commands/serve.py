"""The command `digest serve`: what it was asked for, and what it says in the terminal.

It stands beside commands.py because it says things while it runs. This module must not know how anything is served.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from digest.cli.commands.build import site_folder, summary
from digest.cli.console import Console, counted
from digest.cli.parser import UsageError
from digest.cli.parser import clock as clock_of

if TYPE_CHECKING:
    import argparse

    from digest.model.problem import Problem
    from digest.serve.status import Built


def serve(args: argparse.Namespace, console: Console) -> int:
    """`digest serve`. Ends by an interrupt only."""
    from digest.model.site import Options
    from digest.serve.ports import CannotListen
    from digest.serve.server import ServerOptions
    from digest.serve.server import serve as run

    root = site_folder(args.site)

    def options() -> Options:
        return Options(root, clock_of(None, time.time()), drafts=args.drafts, future=args.future)

    try:
        run(options, ServerOptions(args.host, args.port, args.open, args.poll), _Screen(console, root))
    except CannotListen as error:
        raise UsageError(str(error), "Name another with --port, or an address of this machine with --host.") from None
    return 0


class _Screen:
    """Says what happens, each thing once."""

    def __init__(self, console: Console, root: str) -> None:
        self._console, self._root = console, root

    def built(self, built: Built) -> None:
        """One line a build."""
        from digest.serve.status import clock_time, why_words

        cut = "; cut short by another change" if built.cut else ""
        self._say(f"{clock_time(built.when)} {why_words(built.why)}: {summary(built.report, built.seconds)}{cut}")

    def problems(self, new: list[Problem], left: int) -> None:
        """Those that were not there before; that the last one is gone."""
        self._console.problems(new, self._root)
        if not left:
            self._say("all problems are mended")
        elif not new:
            self._say(f"{counted(left, 'problem')} left")
        self._console.flush()

    def note(self, text: str) -> None:
        """A line of its own."""
        self._say(text)

    def _say(self, text: str) -> None:
        self._console.print_err(text)
        self._console.flush()
