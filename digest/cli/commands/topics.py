"""`digest topics`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.cli.console import Console, counted, table
from digest.cli.site_folder import site_folder

if TYPE_CHECKING:
    import argparse

    from digest.cli.arguments import Parser
    from digest.tools.topics import Topics

DESCRIPTION = """\
List the topics of a site as of its last build: how many articles each has,
how it came about, and its page. Topics from texts that have too few articles
for a page come last. Nothing is built."""

EXAMPLES = ""


def add_options(parser: Parser) -> None:
    """Add the options of `digest topics`."""
    parser.site_argument()
    parser.option("--json", action="store_true", help="print a JSON object")


def run(args: argparse.Namespace, console: Console) -> int:
    """List the topics of a site."""
    from digest.tools.built_site import NotBuilt
    from digest.tools.topics import list_topics

    found = list_topics(site_folder(args.site))
    if isinstance(found, NotBuilt):
        console.error(found.message, found.hint)
        return 1
    if args.json:
        rows = [row._asdict() for row in found.topics]
        console.print_json({"least": found.least, "topics": rows}, indent=2)
    elif found.topics:
        console.print_out(_as_text(found))
    else:
        console.print_err("No article has a topic.")
    return 0


def _as_text(found: Topics) -> str:
    titles = ("TOPIC", "ARTICLES", "STATED", "FROM TEXT", "ORIGIN", "PAGE")
    rows = [
        (row.name, str(row.articles), str(row.stated), str(row.from_text), row.origin, row.page or "none")
        for row in found.topics
    ]
    hidden = sum(not row.page for row in found.topics)
    text = table([titles, *rows])
    if not hidden:
        return text
    verb = "has" if hidden == 1 else "have"
    number = counted(found.least, "article")
    return f"{text}\n\n{counted(hidden, 'topic')} {verb} no page: on this site, a topic from texts needs {number}."
