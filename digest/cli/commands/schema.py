"""`digest schema`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from digest.cli.arguments import Parser
    from digest.cli.console import Console

DESCRIPTION = """\
Print the JSON Schema of config.yaml, which editors use to complete and check
settings. It includes the schema of front matter as #/$defs/article."""

EXAMPLES = ""


def add_options(parser: Parser) -> None:
    """Add no options: `digest schema` has none of its own."""


def run(args: argparse.Namespace, console: Console) -> int:
    """Print the schema."""
    from digest.read.config.json_schema import site_schema

    console.print_json(site_schema(), indent=2)
    return 0
