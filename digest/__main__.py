"""The console script `digest`, and `python -m digest`.

It loads the command line and answers Ctrl-C before that is there. This module must not know commands.
"""

from __future__ import annotations

import contextlib
import os
import sys

INTERRUPTED = 130


def main() -> int:
    """Run the command line of this process; the exit code."""
    try:
        from digest.cli import main as cli

        code = cli.main()
    except KeyboardInterrupt:  # before or after what `cli` guards: while modules are loaded
        if sys.stderr:
            sys.stderr.write("interrupted\n")
        code = INTERRUPTED
    if code == INTERRUPTED:
        _exit_interrupted()
    return code


def _exit_interrupted() -> None:
    """End this process with 130. Python would end it by SIGINT where the interrupt came while it evaluated a string, as in a
    `namedtuple`, though the exception was caught."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    sys.exit(main())
