"""The command line: arguments in, exit code out.

Finds the command, runs it, and turns whatever ends it early (a wrong argument, Ctrl-C, a disk that is full,
a fault of our own) into a message and an exit code. What is shown goes through `console`, and nothing below prints
at all. This module must not know how a site is built, and a build with nothing to do must not load
what it does not need: commands import what they use.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from digest.cli.console import Console
from digest.cli.parser import UsageError, help_text, parse

if TYPE_CHECKING:
    import argparse

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
"""The exit codes, as `digest --help` explains them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; `argv` without the program's name (None: that of this process)."""
    given = list(sys.argv[1:] if argv is None else argv)
    console = Console(sys.stdout, sys.stderr)
    return guarded(lambda: _run(given, console), console)


def guarded(run: Callable[[], int], console: Console) -> int:
    """The exit code of `run`, with everything that can end it told in one message."""
    try:
        code = _told(run, console)
    except KeyboardInterrupt:
        console.print_err("interrupted")
        code = INTERRUPTED
    console.close()
    return code


def _told(run: Callable[[], int], console: Console) -> int:
    from digest.files.lock import BuildLocked

    try:
        code = run()
        console.flush()
        return code
    except SystemExit as ended:  # argparse, after --help and --version
        return ended.code if isinstance(ended.code, int) else FAILED
    except UsageError as usage:
        console.error(str(usage), usage.hint)
        return WRONG_USAGE
    except BuildLocked as locked:
        hint = f"Wait for it, or end process {locked.owner} if it hangs." if locked.owner else "Wait for it."
        console.error(str(locked), hint)
    except OSError as error:
        console.disk_error(error)
    except Exception as error:
        console.fault(error)
    return FAILED


def _run(argv: list[str], console: Console) -> int:
    args = parse(argv)
    if not args.command:
        console.print_err(help_text().rstrip())
        return WRONG_USAGE
    console.verbose = args.verbose
    return _command(args.command)(args, console)


def _command(name: str) -> Callable[[argparse.Namespace, Console], int]:
    from digest.cli.commands import build, serve

    return {
        "build": build.build,
        "serve": serve.serve,
        "init": build.init,
        "inspect": build.inspect,
        "why": build.why,
        "clean": build.clean,
        "schema": build.schema,
        "theme": build.theme,
    }[name]
