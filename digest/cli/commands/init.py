"""`digest init`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from digest.cli.arguments import UsageError

if TYPE_CHECKING:
    import argparse

    from digest.cli.arguments import Parser
    from digest.cli.console import Console

DESCRIPTION = """\
Create a site in a new or empty folder: a config.yaml that documents every
setting, config.schema.json for editors, two articles (one with front matter,
one without) and .gitignore."""

EXAMPLES = ""

_NEXT_STEPS = """
Created a site with two articles. Next steps:
  digest serve{site}    preview it in a browser, with live reload
  digest build{site}    build it into {output}

Copy your own articles to content/, with front matter (like lighthouse-log.md) or without (like
night-train.txt). `digest inspect FILE` shows how digest reads an article. All settings
are explained in config.yaml."""


def add_options(parser: Parser) -> None:
    """Add the argument of `digest init`."""
    parser.add_argument("folder", metavar="DIR", help="folder to create")


def run(args: argparse.Namespace, console: Console) -> int:
    """Create a site."""
    from digest.tools import scaffold

    folder = os.path.abspath(args.folder)
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise UsageError(f"{args.folder} is not a folder", "Choose a folder that does not exist yet.")
    if os.path.isdir(folder) and os.listdir(folder):
        hint = "Choose a new folder. To use this one as a site, add a config.yaml or a content/ folder."
        raise UsageError(f"{args.folder} is not empty", hint)
    for path in scaffold.write(folder):
        console.print_out(os.path.join(args.folder, path))
    site = "" if folder == os.getcwd() else f" {_quoted(args.folder)}"
    console.print_out(_NEXT_STEPS.format(site=site, output=_quoted(os.path.join(args.folder, "output"))))
    return 0


def _quoted(path: str) -> str:
    """The path as an argument for a shell."""
    import shlex

    return shlex.quote(os.path.normpath(path))
