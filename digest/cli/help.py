"""The help of commands, and the parser that other programs complete words with: both by `argparse`."""

from __future__ import annotations

import argparse
from typing import Any

from digest.cli.arguments import Parser


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Help texts as they are written, for 80 columns."""

    def __init__(self, prog: str, **settings: Any) -> None:
        super().__init__(prog, **{"width": 80, **settings})


def help_text(parser: Parser) -> str:
    """The text that --help prints."""
    return argument_parser(parser).format_help()


def argument_parser(parser: Parser) -> argparse.ArgumentParser:
    """A parser with all its arguments, options and subcommands, as `argparse` knows it."""
    made = argparse.ArgumentParser(parser.prog, parser.usage or None, add_help=False)
    _fill(made, parser)
    return made


def _fill(made: argparse.ArgumentParser, parser: Parser) -> None:
    made.formatter_class, made.description, made.epilog = _HelpFormatter, parser.description, parser.epilog
    made._positionals.title = "arguments"
    for option in parser.options:
        if option.metavar:
            made.add_argument(*option.names, dest=option.dest, metavar=option.metavar, help=option.help)
        else:
            made.add_argument(*option.names, dest=option.dest, action="store_true", help=option.help)
    for argument in parser.arguments:
        choices = list(argument.choices) or None
        number = None if argument.required else "?"
        made.add_argument(argument.dest, metavar=argument.metavar, nargs=number, choices=choices, help=argument.help)
    if parser.commands:
        commands = made.add_subparsers(
            prog=parser.prog, metavar="COMMAND", title="commands", parser_class=argparse.ArgumentParser
        )
        for name, command in parser.commands.items():
            _fill(commands.add_parser(name, help=command.summary, add_help=False), command)
