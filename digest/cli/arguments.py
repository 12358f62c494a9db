"""The argument parser that all commands use, and its errors."""

from __future__ import annotations

import argparse

from digest.model.named_tuple import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, NoReturn

SITE_HELP = "site folder (default: current folder)"
"""Help of the argument SITE."""

VERBOSE_HELP = "show all problems, and the traceback of an internal error"
"""Help of the option -v, which all commands have."""


class UsageError(Exception):
    """The command line is invalid; `hint` says how to fix it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ParseError(Exception):
    """An error from argparse: its message, and the parser that raised it."""


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Help texts as they are written, for 80 columns: asking the terminal for its width would cost 2 ms at every start."""

    def __init__(self, prog: str, **settings: Any) -> None:
        super().__init__(prog, **{"width": 80, **settings})


class Parser(argparse.ArgumentParser):
    """An argparse parser that raises instead of exiting, and accepts no abbreviated options."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=_HelpFormatter, add_help=False, **settings)
        self.options: list[str] = []
        """All spellings of all options, for suggestions."""
        self.actions: list[str] = []
        """Names of the subcommands, such as `list` of `theme`."""
        self._positionals.title = "arguments"
        self.option("-h", "--help", action="help", help="show this help")

    def site_argument(self) -> None:
        """Add the optional argument SITE."""
        self.add_argument("site", metavar="SITE", nargs="?", default=".", help=SITE_HELP)

    def option(self, *names: str, **settings: Any) -> None:
        """Add an option."""
        self.options += self.add_argument(*names, **settings).option_strings

    def error(self, message: str) -> NoReturn:
        """Raise the error; argparse would print it and exit."""
        raise ParseError(message.removeprefix("argument "), self)
