"""`digest inspect`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from digest.cli.arguments import UsageError
from digest.cli.console import Console, narrow_table, table

if TYPE_CHECKING:
    import argparse

    from digest.cli.arguments import Parser
    from digest.tools.inspect import Inspection

DESCRIPTION = """\
Show how digest reads an article (title, date, authors, source, topics
and so on), where it found each value, and the problems of the article."""

EXAMPLES = ""

WIDE = 100
"""Columns of a terminal from which on origins are shown beside the values."""


def add_options(parser: Parser) -> None:
    """Add the options of `digest inspect`."""
    parser.add_argument("file", metavar="FILE", help="article; its site is the nearest one in the folders above")
    parser.option("--json", action="store_true", help="print a JSON object that includes the HTML of the article")


def run(args: argparse.Namespace, console: Console) -> int:
    """Inspect an article."""
    from digest.tools.inspect import inspect

    if not os.path.isfile(args.file):
        reason = "is not a regular file" if os.path.lexists(args.file) else "does not exist"
        raise UsageError(f"{args.file} {reason}", "Name an article: a *.md, *.markdown or *.txt file.")
    inspection = inspect(os.path.abspath(args.file))
    if args.json:
        console.print_json(inspection.as_json(), indent=2)
    else:
        _print(inspection, console)
    return int(any(problem.severity == "error" for problem in inspection.problems))


def _print(inspection: Inspection, console: Console) -> None:
    for note in inspection.notes:
        console.print_err(note)
    if inspection.understood:
        rows, columns = inspection.rows(), console.columns()
        is_narrow = 0 < columns < WIDE
        console.print_out(narrow_table(rows[1:], columns) if is_narrow else table(rows))
    console.flush()
    if inspection.problems:
        console.print_err("")
        console.problems(inspection.problems, inspection.root)
