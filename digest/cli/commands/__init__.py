"""The commands. To add one, write a module with its name here and add a row to COMMANDS.

A module is imported only when its command runs, so that a build with nothing to do stays fast.
"""

from __future__ import annotations

from importlib import import_module

from digest.model.named_tuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import argparse
    from typing import Any, Protocol

    from digest.cli.arguments import Parser
    from digest.cli.console import Console

    class CommandModule(Protocol):
        """What a command's module defines."""

        DESCRIPTION: str
        """Text above the options in its help."""
        EXAMPLES: str
        """Text below the options; may be empty."""

        def add_options(self, parser: Parser) -> None:
            """Add the command's arguments and options to its parser."""

        def run(self, args: argparse.Namespace, console: Console) -> int:
            """Run the command and return its exit code. Raises UsageError."""


class Command(NamedTuple):
    """A row of the table of commands."""

    name: str
    """Also the name of its module."""
    summary: str
    """One line for `digest --help`."""


COMMANDS = (
    Command("build", "build or update a site"),
    Command("serve", "serve a site and rebuild it when a file changes"),
    Command("init", "create a new site"),
    Command("new", "create an article"),
    Command("inspect", "show how digest reads an article"),
    Command("topics", "list the topics of a site"),
    Command("why", "explain where an output file comes from"),
    Command("clean", "remove all files that builds created"),
    Command("schema", "print the JSON Schema of config.yaml"),
    Command("completion", "print a script that completes commands in a shell"),
    Command("theme", "list, override and compare themes"),
)


def load(name: str) -> CommandModule:
    """Import the module of a command."""
    imported: Any = import_module(f"digest.cli.commands.{name}")
    module: CommandModule = imported
    return module
