"""`digest completion`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.cli.arguments import Parser
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
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=" or ".join(SHELLS))


def run(args: argparse.Namespace, console: Console) -> int:
    """Print the script."""
    import shtab

    from digest.cli.commands import COMMANDS
    from digest.cli.parser import build_parser

    top, parsers = build_parser([command.name for command in COMMANDS])
    for command in COMMANDS:
        parsers[command.name].description = command.summary
    for action in _actions(top):
        if action.metavar in _FOLDERS + _FILES:
            action.complete = shtab.DIRECTORY if action.metavar in _FOLDERS else shtab.FILE  # type: ignore[attr-defined]
    console.print_out(shtab.complete(top, shell=args.shell).rstrip())
    return 0


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """All arguments and options of a parser and its subcommands, whose descriptions are cut to one line."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for subparser in action.choices.values():
                subparser.description = _first_sentence(subparser.description or "")
                yield from _actions(subparser)


def _first_sentence(text: str) -> str:
    return " ".join(text.split()).partition(". ")[0].rstrip(".")
