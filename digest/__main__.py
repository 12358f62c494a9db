"""Entry point of the command `digest` and of `python -m digest`. It also handles Ctrl-C while modules are imported."""

from __future__ import annotations

import contextlib
import os
import sys

INTERRUPTED = 130


def main() -> int:
    """Run the command line of this process and return its exit code."""
    try:
        from digest.cli import main as cli

        code = cli.main()
    except KeyboardInterrupt:  # before or after `cli.main` handles it
        if sys.stderr:
            sys.stderr.write("interrupted\n")
        code = INTERRUPTED
    if code == INTERRUPTED:
        _exit_interrupted()
    return code


def _exit_interrupted() -> None:
    """Exit with 130. If Ctrl-C interrupted code that was passed to `exec`, as in `namedtuple`, Python would kill itself with
    SIGINT even though the exception was handled."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    sys.exit(main())
