"""The logic of `digest theme`: list themes, copy a file of a built-in theme to override it, and compare.

A second copy of each ejected file, as it was built in, is kept in `themes/NAME/.ejected/`. With it, `digest theme diff` can
tell later, on any machine, what the site changed and what digest changed since. Builds ignore that folder.
"""

from __future__ import annotations

import difflib
import os

from digest.build.theme_folders import SHIPPED, theme_folders
from digest.files.output import write
from digest.files.regular import read_regular_file
from digest.model.named_tuple import NamedTuple
from digest.model.site import Site
from digest.read.config.load import load_theme_info

EJECTED = ".ejected"
"""The folder in a site's theme that keeps ejected files as they were built in."""


class ThemeError(Exception):
    """A file cannot be ejected; `hint` says what can be done."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class ThemeSummary(NamedTuple):
    """A theme that a site can use."""

    name: str
    where: str
    """`built-in`, `themes/mine`, or both."""
    description: str
    extends: str
    in_use: bool
    """Whether it is the theme of the site, or one that this theme extends."""


class Override(NamedTuple):
    """A file of a site's theme that overrides a file of another theme."""

    path: str
    """From the site folder: `themes/mine/article.html`."""
    of: str
    """The overridden file: `plain (built-in)/article.html`."""
    changed: str
    """What the site changed, as a unified diff; empty if nothing."""
    known: bool
    """Whether the file was ejected, so that its original is known."""
    since: str
    """How the overridden file has changed since, as a unified diff; empty if it has not."""


def available_themes(root: str, chain: tuple[tuple[str, str, str], ...]) -> list[ThemeSummary]:
    """All themes that a site can use, by name. `chain`: the themes in use (see `Site.themes`)."""
    themes = []
    site_themes = os.path.join(root, "themes")
    for name in sorted({*_folders_in(SHIPPED), *_folders_in(site_themes)}):
        places = [path for _, path, _ in theme_folders(root, name)]
        infos = [load_theme_info(read_regular_file(os.path.join(path, "theme.yaml")))[0] for path in places]
        valid = [info for info in infos if info]
        themes.append(
            ThemeSummary(
                name,
                ", ".join("built-in" if os.path.dirname(path) == SHIPPED else f"themes/{name}" for path in places),
                next((info.description for info in valid if info.description), ""),
                next((info.extends for info in valid if info.extends), ""),
                any(name == theme[0] for theme in chain),
            )
        )
    return themes


def _folders_in(path: str) -> list[str]:
    return [e.name for e in os.scandir(path) if e.is_dir() and e.name[0] != "."] if os.path.isdir(path) else []


def _files_in(folder: str) -> list[str]:
    """Relative paths of all files in a theme whose names do not begin with a dot."""
    found = []
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name[0] != ".")
        found += [os.path.relpath(os.path.join(top, n), folder).replace(os.sep, "/") for n in names if n[0] != "."]
    return sorted(found)


# -- eject --------------------------------------------------------------------------------------


def eject(root: str, name: str, path: str) -> str:
    """Copy a file of a built-in theme to the site's theme of the same name, and return its path from the site folder.

    A copy that is unchanged since it was ejected is updated. Raises ThemeError if there is a changed one, or if there is
    no such file or theme.
    """
    builtin = os.path.join(SHIPPED, name)
    if name not in _folders_in(SHIPPED):
        hint = f"Built-in themes: {', '.join(sorted(_folders_in(SHIPPED)))}."
        raise ThemeError(f"there is no built-in theme `{name}`", hint)
    if os.path.realpath(os.path.join(root, "themes", name)) == os.path.realpath(builtin):
        raise ThemeError(
            f"themes/{name} is the built-in theme itself", "Edit its files, or run this command in a site."
        )
    files = _files_in(builtin)
    if path not in files:
        similar = difflib.get_close_matches(path, files, n=1, cutoff=0.5)
        hint = f"Did you mean `{similar[0]}`?" if similar else f"Available files: {', '.join(files)}."
        raise ThemeError(f"the theme {name} has no file `{path}`", hint)
    target = f"themes/{name}/{path}"
    full = os.path.join(root, *target.split("/"))
    original = os.path.join(root, "themes", name, EJECTED, *path.split("/"))
    data = read_regular_file(os.path.join(builtin, *path.split("/")))
    if os.path.lexists(full) and not _is_unchanged(full, original, data):
        hint = (
            "`digest theme diff` shows your changes. To start from the built-in file, rename yours and eject it again."
        )
        raise ThemeError(f"{target} exists and was changed", hint)
    write(original, data)
    write(full, data)
    return target


def _is_unchanged(full: str, original: str, builtin: bytes) -> bool:
    """Whether a file is the same as when it was ejected, or the same as the built-in file now."""
    if os.path.islink(full) or not os.path.isfile(full):
        return False
    return read_regular_file(full) in (builtin, read_regular_file(original) if os.path.isfile(original) else builtin)


# -- diff ---------------------------------------------------------------------------------------


def overrides(site: Site) -> list[Override]:
    """The files of a site that override files of the themes it extends; then those that it has of built-in themes that it
    does not use."""
    site_themes = os.path.join(site.options.root, "themes")
    chain = list(site.themes)
    used = {name for name, *_ in chain}
    found = _overrides_in(chain, site_themes)
    for name in sorted(set(_folders_in(site_themes)) & set(_folders_in(SHIPPED)) - used):
        found += _overrides_in(theme_folders(site.options.root, name), site_themes)
    return found


def _overrides_in(chain: list[tuple[str, str, str]], site_themes: str) -> list[Override]:
    found = []
    for number, (_, folder, shown) in enumerate(chain):
        if os.path.dirname(folder) != site_themes:
            continue
        for path in _files_in(folder):
            base = next((theme for theme in chain[number + 1 :] if os.path.isfile(os.path.join(theme[1], path))), None)
            if base and path != "theme.yaml":
                found.append(_override(path, folder, shown, base))
    return found


def _override(path: str, folder: str, shown: str, base: tuple[str, str, str]) -> Override:
    site_data = read_regular_file(os.path.join(folder, path))
    base_data = read_regular_file(os.path.join(base[1], path))
    original = os.path.join(folder, EJECTED, path)
    is_ejected = os.path.isfile(original)
    name, of, since = f"{shown}/{path}", f"{base[2]}/{path}", ""
    if is_ejected:
        since = _diff(read_regular_file(original), base_data, f"{of} (when it was ejected)", f"{of} (now)")
    return Override(name, of, _diff(base_data, site_data, of, name), is_ejected, since)


def _diff(old: bytes, new: bytes, old_name: str, new_name: str) -> str:
    if old == new:
        return ""
    try:
        texts = [data.decode("utf-8-sig").splitlines(keepends=True) for data in (old, new)]
    except UnicodeDecodeError:
        return f"binary files {old_name} and {new_name} differ\n"
    lines = difflib.unified_diff(texts[0], texts[1], old_name, new_name)
    terminated = (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
    return "".join(terminated) or f"{old_name} and {new_name} differ only in a byte order mark\n"
