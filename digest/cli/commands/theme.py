"""`digest theme`: which themes there are, one file to override, and what was overridden.

What is shown is put together here; the work is in theme_tools.py. This module must not know how arguments are written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.build.load_site import load_site
from digest.cli.console import Console, counted, table
from digest.cli.parser import UsageError
from digest.model.site import Options, Site
from digest.tools.themes import Override, ThemeError, eject, listed, overrides

if TYPE_CHECKING:
    import argparse


def run(args: argparse.Namespace, root: str, console: Console) -> int:
    """What `args.action` names, for the site at `root`."""
    return {"list": _list, "eject": _eject, "diff": _diff}[args.action](args, root, console)


def _load(root: str, console: Console) -> Site | None:
    """The site's settings, with all that is wrong with them told."""
    site, problems = load_site(Options(root, 0.0))
    console.problems(problems, root)
    return site


def _list(args: argparse.Namespace, root: str, console: Console) -> int:
    site = _load(root, console)
    chain = site.themes if site else ()
    rows = []
    for theme in listed(root, chain):
        used = "in use" if chain and theme.name == chain[0][0] else "in use, extended" if theme.in_use else ""
        extends = f"extends {theme.extends}" if theme.extends else ""
        rows.append((theme.name, used, theme.where, "; ".join(x for x in (extends, theme.description) if x)))
    console.print_out(table(rows))
    return int(site is None)


def _eject(args: argparse.Namespace, root: str, console: Console) -> int:
    try:
        path = eject(root, args.name, args.path)
    except ThemeError as error:
        raise UsageError(str(error), error.hint) from None
    console.print_out(path)
    site, _ = load_site(Options(root, 0.0))
    if site and args.name not in [name for name, *_ in site.themes]:
        hint = f"write `theme: {args.name}` in config.yaml, or `extends: {args.name}` in that theme's theme.yaml"
        console.print_err(f"the site's theme is {site.config.theme}, which does not extend {args.name}: {hint}")
    return 0


def _diff(args: argparse.Namespace, root: str, console: Console) -> int:
    site = _load(root, console)
    if site is None:
        return 1
    found = overrides(site)
    for override in found:
        console.print_out(f"{override.path}: {_state(override)}")
        console.print_out(override.changed or "The same: it can be deleted.\n")
        if override.since:
            console.print_out(f"since it was ejected, {override.of} changed:\n{override.since}")
    console.flush()
    behind = sum(bool(o.since) for o in found)
    more = f"; {behind} of them from a file that has changed since" if behind else ""
    console.print_err(f"{counted(len(found), 'file')} overridden{more}" if found else "this site overrides nothing")
    return 0


def _state(override: Override) -> str:
    if not override.known:
        return f"stands in the place of {override.of}"
    since = "which has changed since" if override.since else "which has not changed since"
    return f"ejected from {override.of}, {since}"
