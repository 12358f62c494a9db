"""`digest clean`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from digest.cli.console import Console, counted, shown_path
from digest.cli.site_folder import site_folder

if TYPE_CHECKING:
    import argparse

    from digest.cli.arguments import Parser
    from digest.tools.clean import Cleaned

DESCRIPTION = """\
Remove .digest/ and the files in the output folder that digest created, and
nothing else. The next build creates everything again."""

EXAMPLES = ""


def add_options(parser: Parser) -> None:
    """Add the options of `digest clean`."""
    parser.site_argument()
    output = "output folder, if the last build used one outside the site"
    parser.option("--output", metavar="DIR", default="", help=output)


def run(args: argparse.Namespace, console: Console) -> int:
    """Clean a site."""
    from digest.tools.clean import clean

    root = site_folder(args.site)
    cleaned = clean(root, os.path.abspath(args.output) if args.output else "")
    if cleaned.elsewhere:
        folder = shown_path(cleaned.folder)
        hint = f"Name that folder with `--output {folder}`, or build into the site's own output folder first."
        console.error(f"nothing removed: the last build wrote to {folder}, which is outside the site", hint)
        return 1
    console.print_err(_summary(cleaned))
    return 0


def _summary(cleaned: Cleaned) -> str:
    if not cleaned.folder:
        removed = "Removed .digest/, but no output files" if cleaned.state else "Nothing removed"
        return f"{removed}: there is no record of which output files digest created"
    kept = f"; kept {counted(cleaned.left, 'file')} that digest did not create" if cleaned.left else ""
    return f"Removed .digest/ and {counted(cleaned.removed, 'file')} from {shown_path(cleaned.folder)}{kept}"
