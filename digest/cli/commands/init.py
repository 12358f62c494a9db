"""`digest init`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from digest.cli.arguments import UsageError
from digest.cli.console import counted

if TYPE_CHECKING:
    import argparse

    from digest.cli.arguments import Parser
    from digest.cli.console import Console

DESCRIPTION = """\
Create a site in a new or empty folder: a config.yaml that documents every
setting, config.schema.json for editors, .gitignore and a few articles, with
and without front matter. With --from, copy your own articles instead."""

EXAMPLES = """\
examples:
  digest init news                create a site with sample articles
  digest init news --from texts   copy the files of texts/ to news/content/"""

_NEXT_STEPS = """
Created a site with {articles}. Next steps:
  digest serve{site}    preview it in a browser, with live reload
  digest build{site}    build it into {output}
"""
_SAMPLE_STEPS = """
Copy your own articles to content/, with front matter (like lighthouse-log.md) or without (like
night-train.txt). `digest inspect FILE` shows how digest reads an article. All settings
are explained in config.yaml."""
_OWN_STEPS = """
`digest inspect FILE` shows how digest reads an article. All settings are explained in
config.yaml."""


def add_options(parser: Parser) -> None:
    """Add the arguments of `digest init`."""
    parser.add_argument("folder", metavar="DIR", help="folder to create")
    parser.option("--from", metavar="TEXTS", dest="articles", default="", help="copy the articles in TEXTS to the site")


def run(args: argparse.Namespace, console: Console) -> int:
    """Create a site."""
    from digest.tools import scaffold

    folder = os.path.abspath(args.folder)
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise UsageError(f"{args.folder} is not a folder", "Choose a folder that does not exist yet.")
    if os.path.isdir(folder) and os.listdir(folder):
        hint = "Choose a new folder. To use this one as a site, build it: `digest build DIR`."
        raise UsageError(f"{args.folder} is not empty", hint)
    if args.articles:
        _check_articles(args.articles, folder)
        paths, number = scaffold.write_with_articles(folder, os.path.abspath(args.articles))
        articles, steps = f"copies of {counted(number, 'file')} from {args.articles}", _OWN_STEPS
    else:
        paths, articles, steps = scaffold.write_sample(folder), "five articles", _SAMPLE_STEPS
    for path in paths:
        console.print_out(os.path.join(args.folder, path))
    site = "" if folder == os.getcwd() else f" {_quoted(args.folder)}"
    output = _quoted(os.path.join(args.folder, "output"))
    console.print_out(_NEXT_STEPS.format(articles=articles, site=site, output=output) + steps)
    return 0


def _check_articles(articles: str, folder: str) -> None:
    """Raise UsageError if --from names no folder of articles, or one that overlaps the new site."""
    from digest.cli.site_folder import contains_articles
    from digest.files.site_folder import LOOKED_FOR

    full = os.path.realpath(articles)
    if not os.path.isdir(full):
        reason = "is not a folder" if os.path.exists(full) else "does not exist"
        raise UsageError(f"--from: {articles} {reason}", "Name a folder of articles.")
    site = os.path.realpath(folder)
    if os.path.join(site, "").startswith(os.path.join(full, "")) or full.startswith(os.path.join(site, "")):
        raise UsageError(f"--from: {articles} overlaps the new site", "Create the site elsewhere.")
    if not contains_articles(full):
        raise UsageError(f"--from: no articles found in {articles} ({LOOKED_FOR})", "Name a folder of articles.")


def _quoted(path: str) -> str:
    """The path as an argument for a shell."""
    import shlex

    return shlex.quote(os.path.normpath(path))
