"""`digest new`."""

from __future__ import annotations

import argparse
import os
import time
from typing import TYPE_CHECKING

from digest.cli.arguments import UsageError
from digest.cli.build_time import build_time
from digest.cli.console import Console, shown_path
from digest.cli.site_folder import site_folder

if TYPE_CHECKING:
    from digest.cli.arguments import Parser

DESCRIPTION = """\
Create an article with front matter: its title, and the current time as its
date. The path of the file is printed. An existing file is never overwritten."""

EXAMPLES = """\
examples:
  digest new "Talks resume"                create content/YEAR/talks-resume.md
  digest new "Old news" --date 1998-05-06  create content/1998/old-news.md
  digest new "Notes" --folder drafts       create content/drafts/notes.md"""


def add_options(parser: Parser) -> None:
    """Add the options of `digest new`."""
    parser.add_argument("title", metavar="TITLE", help="title of the article, which also gives its file name")
    parser.option("--date", metavar="DATE", type=_date, default=None, help="publication date (default: now)")
    parser.option("--folder", metavar="DIR", default="", help="folder in content/ (default: the year of the date)")
    parser.option("--site", metavar="SITE", default=".", help="site folder (default: current folder)")


def run(args: argparse.Namespace, console: Console) -> int:
    """Create an article."""
    from digest.build.load_site import load_settings
    from digest.tools.new_article import new_article, now_in

    root = site_folder(args.site)
    config, problems, _ = load_settings(root)
    if config is None:
        console.problems(problems, root)
        return 1
    date = args.date or now_in(config, build_time(None, time.time()))
    try:
        path = new_article(root, config, args.title, date, args.folder)
    except FileExistsError as error:
        hint = "Choose another title, or another folder with --folder."
        raise UsageError(f"{shown_path(os.fspath(error.filename))} exists", hint) from None
    except ValueError as error:
        raise UsageError(str(error), "See `digest new --help`.") from None
    console.print_out(shown_path(path))
    return 0


def _date(text: str) -> str:
    from digest.read.text.validators import date_text

    found = date_text(text.strip())
    if isinstance(found, str) and text.strip()[:4].isdigit():
        return found.replace("T", " ")
    raise argparse.ArgumentTypeError(f"expected a date such as 2021-05-06 or `2021-05-06 14:30`, found `{text}`")
