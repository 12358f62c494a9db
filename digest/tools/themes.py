"""Themes as files, for those who change them: which there are, one file to override, and what was overridden.

A file that is ejected is kept a second time in `themes/NAME/.ejected/`, as it shipped: so it can be told later, with the
site's own history and on any machine, what the site changed and what digest changed since. Builds do not look there. This
module must not print, or know what a template says.
"""

from __future__ import annotations

import difflib
import os
from typing import NamedTuple

from digest.build.load_site import SHIPPED, theme_folders
from digest.files.output import write
from digest.files.regular import read_regular_file
from digest.model.site import Site
from digest.read.config.load import load_theme_info

EJECTED = ".ejected"
"""The folder in a theme of a site that keeps files as they shipped."""


class ThemeError(Exception):
    """What was asked for cannot be done; `hint` says what can."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class ThemeSummary(NamedTuple):
    """A theme that a site could use."""

    name: str
    where: str
    """`ships with digest`, `themes/mine`, or both."""
    description: str
    extends: str
    in_use: bool
    """It is the site's theme, or one that this extends."""


class Override(NamedTuple):
    """A file of a site's theme that stands in the place of another theme's."""

    path: str
    """From the site's folder: `themes/mine/article.html`."""
    of: str
    """Where the file is that it stands for: `plain (ships with digest)/article.html`."""
    changed: str
    """What the site changed, as a unified diff; empty when nothing."""
    known: bool
    """Whether it is known what it was made from: it was ejected."""
    since: str
    """What changed in that file since, as a unified diff; empty when nothing."""


def listed(root: str, chain: tuple[tuple[str, str, str], ...]) -> list[ThemeSummary]:
    """All themes of a site by name. `chain`: the themes in use (see `Site.themes`)."""
    found = []
    own = os.path.join(root, "themes")
    for name in sorted({*_folders(SHIPPED), *_folders(own)}):
        places = [path for _, path, _ in theme_folders(root, name)]
        infos = [load_theme_info(read_regular_file(os.path.join(path, "theme.yaml")))[0] for path in places]
        first = [i for i in infos if i]
        found.append(
            ThemeSummary(
                name,
                ", ".join("ships with digest" if os.path.dirname(p) == SHIPPED else f"themes/{name}" for p in places),
                next((i.description for i in first if i.description), ""),
                next((i.extends for i in first if i.extends), ""),
                any(name == c[0] for c in chain),
            )
        )
    return found


def _folders(place: str) -> list[str]:
    return [e.name for e in os.scandir(place) if e.is_dir() and e.name[0] != "."] if os.path.isdir(place) else []


def _files(folder: str) -> list[str]:
    """Paths of a theme's files, without those whose names begin with a dot."""
    found = []
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f[0] != ".")
        found += [os.path.relpath(os.path.join(top, n), folder).replace(os.sep, "/") for n in names if n[0] != "."]
    return sorted(found)


# -- eject --------------------------------------------------------------------------------------


def eject(root: str, name: str, path: str) -> str:
    """Copy a file of a theme that ships into the site's theme of that name; its path from the site's folder. Raises
    ThemeError, also for a file that is there already, unless it is as it was ejected, or as it ships.
    """
    shipped = os.path.join(SHIPPED, name)
    if name not in _folders(SHIPPED):
        raise ThemeError(f"no theme named `{name}` ships with digest", f"There are: {', '.join(sorted(_folders(SHIPPED)))}.")
    if os.path.realpath(os.path.join(root, "themes", name)) == os.path.realpath(shipped):
        raise ThemeError(f"themes/{name} of this folder is what ships", "Change it there, or run this in a site.")
    files = _files(shipped)
    if path not in files:
        near = difflib.get_close_matches(path, files, n=1, cutoff=0.5)
        hint = f"Did you mean `{near[0]}`?" if near else f"It has: {', '.join(files)}."
        raise ThemeError(f"the theme {name} has no file `{path}`", hint)
    target = f"themes/{name}/{path}"
    full = os.path.join(root, *target.split("/"))
    kept = os.path.join(root, "themes", name, EJECTED, *path.split("/"))
    data = read_regular_file(os.path.join(shipped, *path.split("/")))
    if os.path.lexists(full) and not _is_unchanged(full, kept, data):
        hint = "`digest theme diff` shows your changes. To start from the file that ships now, rename yours and eject again."
        raise ThemeError(f"{target} is there already, with changes of the site", hint)
    write(kept, data)
    write(full, data)
    return target


def _is_unchanged(full: str, kept: str, shipped: bytes) -> bool:
    """Whether a file is as it was ejected, or as it ships now."""
    if os.path.islink(full) or not os.path.isfile(full):
        return False
    return read_regular_file(full) in (shipped, read_regular_file(kept) if os.path.isfile(kept) else shipped)


# -- diff ---------------------------------------------------------------------------------------


def overrides(site: Site) -> list[Override]:
    """What a site has of its own in the place of files of the themes that it extends; at last what it has of themes that
    ship and that it does not use."""
    own = os.path.join(site.options.root, "themes")
    chain = list(site.themes)
    used = {name for name, *_ in chain}
    found = _in_chain(chain, own)
    for name in sorted(set(_folders(own)) & set(_folders(SHIPPED)) - used):
        found += _in_chain(theme_folders(site.options.root, name), own)
    return found


def _in_chain(chain: list[tuple[str, str, str]], own: str) -> list[Override]:
    found = []
    for at, (_, folder, shown) in enumerate(chain):
        if os.path.dirname(folder) != own:
            continue
        for path in _files(folder):
            below = next((c for c in chain[at + 1 :] if os.path.isfile(os.path.join(c[1], path))), None)
            if below and path != "theme.yaml":
                found.append(_override(path, folder, shown, below))
    return found


def _override(path: str, folder: str, shown: str, below: tuple[str, str, str]) -> Override:
    mine, theirs = read_regular_file(os.path.join(folder, path)), read_regular_file(os.path.join(below[1], path))
    kept = os.path.join(folder, EJECTED, path)
    known = os.path.isfile(kept)
    of = f"{below[2]}/{path}"
    since = _diff(read_regular_file(kept), theirs, f"{of} (when it was ejected)", f"{of} (now)") if known else ""
    return Override(f"{shown}/{path}", of, _diff(theirs, mine, of, f"{shown}/{path}"), known, since)


def _diff(one: bytes, other: bytes, name: str, other_name: str) -> str:
    if one == other:
        return ""
    try:
        texts = [data.decode("utf-8-sig").splitlines(keepends=True) for data in (one, other)]
    except UnicodeDecodeError:
        return f"{name} and {other_name} differ, and are no text\n"
    lines = difflib.unified_diff(texts[0], texts[1], name, other_name)
    ended = (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
    return "".join(ended) or f"{name} and {other_name} differ in what is not seen\n"
