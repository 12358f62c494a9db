"""`digest theme`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from digest.cli.arguments import SITE_HELP, VERBOSE_HELP, Parser, UsageError
from digest.cli.console import Console, counted, shown_path, table
from digest.cli.site_folder import site_folder

if TYPE_CHECKING:
    from digest.model.site import Site
    from digest.tools.themes import Override

DESCRIPTION = """\
Change the look of a site: list the available themes, copy a file of a built-in
theme to override it, and show what was changed."""

EXAMPLES = ""

_LIST = """\
List the built-in themes and the themes of the site, which of them is in use,
and which theme it extends."""

_EJECT = """\
Copy the file PATH of the built-in theme NAME to themes/NAME/PATH in the site,
where it overrides the built-in file. A second copy, for `digest theme diff`, is
kept in themes/NAME/.ejected/. A file that you changed is never overwritten; an
unchanged one is updated to the current built-in file."""

_EJECT_EXAMPLES = """\
examples:
  digest theme eject plain article.html
  digest theme eject plain style.css --site news"""

_DIFF = """\
Show each file of the site that overrides a file of another theme as a unified
diff, and how the built-in file has changed since it was ejected."""


def add_options(parser: Parser) -> None:
    """Add the subcommands of `digest theme` with their options."""
    actions = parser.add_subparsers(
        prog="digest theme", dest="action", metavar="COMMAND", title="commands", parser_class=Parser, required=True
    )
    list_ = actions.add_parser("list", help="list the available themes", description=_LIST)
    list_.site_argument()
    eject = actions.add_parser(
        "eject", help="copy a file of a built-in theme", description=_EJECT, epilog=_EJECT_EXAMPLES
    )
    eject.add_argument("name", metavar="NAME", help="a built-in theme")
    eject.add_argument("path", metavar="PATH", help="a file of the theme, such as article.html")
    eject.option("--site", metavar="SITE", default=".", help=SITE_HELP)
    diff = actions.add_parser("diff", help="show what the site changed", description=_DIFF)
    diff.site_argument()
    for action in (list_, eject, diff):
        action.option("-v", "--verbose", action="store_true", default=argparse.SUPPRESS, help=VERBOSE_HELP)
        parser.options += [option for option in action.options if option not in parser.options]
    parser.actions = list(actions.choices)


def run(args: argparse.Namespace, console: Console) -> int:
    """Run a subcommand."""
    actions = {"list": _list, "eject": _eject, "diff": _diff}
    return actions[args.action](args, site_folder(args.site), console)


def _load_site(root: str, console: Console) -> Site | None:
    """Load the settings of the site and print their problems."""
    from digest.build.load_site import load_site
    from digest.model.site import Options

    site, problems = load_site(Options(root, 0.0))
    console.problems(problems, root)
    return site


def _list(args: argparse.Namespace, root: str, console: Console) -> int:
    from digest.tools.themes import available_themes

    site = _load_site(root, console)
    chain = site.themes if site else ()
    rows = []
    for theme in available_themes(root, chain):
        use = "in use" if chain and theme.name == chain[0][0] else "extended" if theme.in_use else ""
        extends = f"extends {theme.extends}" if theme.extends else ""
        rows.append((theme.name, use, theme.where, "; ".join(text for text in (extends, theme.description) if text)))
    console.print_out(table(rows))
    return int(site is None)


def _eject(args: argparse.Namespace, root: str, console: Console) -> int:
    from digest.build.load_site import load_site
    from digest.model.site import Options
    from digest.tools.themes import ThemeError, eject

    try:
        path = eject(root, args.name, args.path)
    except ThemeError as error:
        raise UsageError(str(error), error.hint) from None
    console.print_out(shown_path(path, root))
    site, _ = load_site(Options(root, 0.0))
    if site and args.name not in [name for name, *_ in site.themes]:
        theme, name = site.config.theme, args.name
        hint = f"Write `theme: {name}` in config.yaml, or `extends: {name}` in themes/{theme}/theme.yaml."
        console.warning(f"the site uses the theme {theme}, which does not extend {name}", hint)
    return 0


def _diff(args: argparse.Namespace, root: str, console: Console) -> int:
    from digest.tools.themes import overrides

    site = _load_site(root, console)
    if site is None:
        return 1
    found = overrides(site)
    for override in found:
        console.print_out(f"{shown_path(override.path, root)}: {_state(override)}")
        console.print_out(override.changed or "No changes: the file can be deleted.\n")
        if override.since:
            console.print_out(f"{override.of} has changed since it was ejected:\n{override.since}")
    console.flush()
    console.print_err(_diff_summary(found))
    return 0


def _state(override: Override) -> str:
    if not override.known:
        return f"overrides {override.of}"
    changed = "has changed" if override.since else "has not changed"
    return f"ejected from {override.of}, which {changed} since"


def _diff_summary(found: list[Override]) -> str:
    if not found:
        return "the site overrides no theme files"
    outdated = sum(bool(override.since) for override in found)
    more = f"; the original of {outdated} has changed since it was ejected" if outdated else ""
    return f"{counted(len(found), 'file')} overridden{more}"
