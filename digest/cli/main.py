"""Run a command and return its exit code.

Errors that end a command (an invalid argument, Ctrl-C, a full disk, an internal error) become one message and an exit
code here. This module imports nothing that a build with nothing to do does not need.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from digest.cli.arguments import UsageError
from digest.cli.commands import load
from digest.cli.console import Console
from digest.cli.parser import help_text, parse

SUCCESS, FAILURE, INVALID_USAGE, INTERRUPTED = 0, 1, 2, 130
"""The exit codes, as `digest --help` explains them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. `argv`: the arguments without the program's name; None: those of this process."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    console = Console(sys.stdout, sys.stderr)
    return run_safely(lambda: _run_command(arguments, console), console)


def run_safely(run: Callable[[], int], console: Console) -> int:
    """Return the exit code of `run`. Every exception is printed as one message."""
    try:
        code = _run_and_report_errors(run, console)
    except KeyboardInterrupt:
        console.print_err("interrupted")
        code = INTERRUPTED
    console.close()
    return code


def _run_and_report_errors(run: Callable[[], int], console: Console) -> int:
    from digest.files.lock import BuildLocked

    try:
        code = run()
        console.flush()
        return code
    except SystemExit as end:  # from argparse, after --help and --version
        return end.code if isinstance(end.code, int) else FAILURE
    except UsageError as error:
        console.error(str(error), error.hint)
        return INVALID_USAGE
    except BuildLocked as locked:
        hint = (
            f"Wait for it to end, or stop process {locked.owner} if it hangs."
            if locked.owner
            else "Wait for it to end."
        )
        console.error(str(locked), hint)
    except OSError as error:
        console.disk_error(error)
    except Exception as error:
        console.internal_error(error)
    return FAILURE


def _run_command(argv: list[str], console: Console) -> int:
    args = parse(argv)
    if not args.command:
        console.print_err(help_text().rstrip())
        return INVALID_USAGE
    console.verbose = args.verbose
    return load(args.command).run(args, console)
