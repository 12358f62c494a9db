"""`digest why`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from digest.cli.console import Console, table
from digest.cli.site_folder import site_folder

if TYPE_CHECKING:
    import argparse

    from digest.cli.arguments import Parser
    from digest.tools.locate import PageNotFound
    from digest.tools.why import Explanation

DESCRIPTION = """\
Explain an output file: what it is made from, with which templates, what it
depends on, and why it was last rendered. PATH is a file or folder on disk, a
path in the site, or a URL. Nothing is built."""

EXAMPLES = """\
examples:
  digest why output/2021/05/06/index.html
  digest why /topics/ukraine/
  digest why https://example.com/feed.xml --site news"""


def add_options(parser: Parser) -> None:
    """Add the options of `digest why`."""
    parser.add_argument("path", metavar="PATH", help="output file: its path or its URL")
    site = "site folder (default: the site of the file, or the current folder)"
    parser.option("--site", metavar="SITE", default="", help=site)
    parser.option("--json", action="store_true", help="print a JSON object")


def run(args: argparse.Namespace, console: Console) -> int:
    """Explain an output file."""
    from digest.tools.why import Explanation, explain

    answer = explain(_site(args), args.path)
    if args.json:
        console.print_json(_as_json(answer), indent=2)
    elif isinstance(answer, Explanation):
        console.print_out(_as_text(answer))
    else:
        console.error(answer.message, answer.hint)
    return int(not isinstance(answer, Explanation))


def _site(args: argparse.Namespace) -> str:
    """The site folder: --site, else the site that contains the file, else the one that contains the current folder."""
    if args.site:
        return site_folder(args.site)
    from digest.tools.inspect import site_of

    return site_of(os.path.abspath(args.path)) or site_of(os.path.join(os.getcwd(), "")) or site_folder(".")


def _as_json(answer: Explanation | PageNotFound) -> dict[str, Any]:
    from digest.tools.locate import PageNotFound

    if isinstance(answer, PageNotFound):
        return {"known": False, **answer._asdict()}
    lists = {name: [row._asdict() for row in getattr(answer, name)] for name in ("templates", "inputs", "problems")}
    return {"known": True, **answer._asdict(), **lists}


def _as_text(page: Explanation) -> str:
    """A table of facts, and a table of inputs."""
    facts = [
        ("page", page.path),
        ("URL", page.address),
        ("about", page.about),
        ("kind", " ".join(word for word in (page.kind, page.collection, page.part) if word)),
        ("source", page.source),
        *(("template", f"{template.name} of {template.theme}") for template in page.templates),
        ("size", f"{page.size} bytes"),
        ("hash", page.hash),
        ("reason", page.reason or "not rendered yet"),
        *(("conflict", f"{other} requests the same path") for other in page.others),
        *(("problem", f"{p.message} ({p.place()})" if p.file else p.message) for p in page.problems),
        *(("now", sentence) for sentence in page.now),
    ]
    text = table([row for row in facts if row[1]])
    if not page.inputs:
        return text
    inputs = table([("INPUT", "FINGERPRINT", "MEANING"), *page.inputs])
    return f"{text}\n\n{inputs}"
