"""`digest completion`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.cli.arguments import Parser, Values
    from digest.cli.console import Console

DESCRIPTION = """\
Print a script with which a shell completes commands, options, files and
folders when you press Tab. Load it as below, and again after an update."""

EXAMPLES = """\
examples:
  eval "$(digest completion bash)"   a line for ~/.bashrc
  digest completion zsh > _digest    a file for a folder of $fpath"""

SHELLS = ("bash", "zsh")
_FOLDERS, _FILES = ("SITE", "DIR", "TEXTS"), ("FILE", "PATH")
"""Names of arguments that are folders, and of those that are files."""


def add_options(parser: Parser) -> None:
    """Add the argument of `digest completion`."""
    parser.argument("shell", "SHELL", " or ".join(SHELLS), SHELLS)


def run(args: Values, console: Console) -> int:
    """Print the script."""
    import shtab

    from digest.cli.commands import COMMANDS
    from digest.cli.help import argument_parser
    from digest.cli.parser import build_parser

    top = build_parser([command.name for command in COMMANDS])
    for command in top.commands.values():
        command.description = command.summary
        for action in command.commands.values():
            action.description = _first_sentence(action.description)
    made = argument_parser(top)
    for word in _words(made):
        if word.metavar in _FOLDERS + _FILES:
            word.complete = shtab.DIRECTORY if word.metavar in _FOLDERS else shtab.FILE  # type: ignore[attr-defined]
    console.print_out(shtab.complete(made, shell=args.shell).rstrip())
    return 0


def _words(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """All arguments and options of a parser and its subcommands."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for subparser in action.choices.values():
                yield from _words(subparser)


def _first_sentence(text: str) -> str:
    return " ".join(text.split()).partition(". ")[0].rstrip(".")
