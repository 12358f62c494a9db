"""The console script `digest`, and `python -m digest`.

It loads the command line and answers Ctrl-C before that is there. This module must not know commands.
"""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line of this process; the exit code."""
    try:
        from digest import cli

        return cli.main()
    except KeyboardInterrupt:  # before or after what `cli` guards: while modules are loaded
        if sys.stderr:
            sys.stderr.write("interrupted\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
