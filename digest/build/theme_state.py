"""What a build needs to know of the theme before it renders: its files and the fingerprints of its templates.

Both are remembered, so that a build in which the theme did not change does not load Jinja for it. This module must
not know pages.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from digest.files.regular import read_regular_file
from digest.model.fingerprint import hash_bytes, hash_text
from digest.model.problem import Problem
from digest.model.site import Site
from digest.store import Store

if TYPE_CHECKING:
    from digest.render.theme import Theme


class ThemeState(NamedTuple):
    """The theme of this build."""

    fingerprints: dict[str, str]
    """By kind of page and of row; a kind whose template has a problem is missing."""
    files: list[str]
    """Files for the output, by name."""
    changes: tuple[set[str], set[str]]
    """(new or changed, gone) of them since the last build."""
    problems: list[Problem]
    language: tuple[Any, ...]
    """Of the site: the fields of `Tables`."""
    optional_names: dict[str, list[str]]
    """The optional names that the template of each kind of page asks for."""
    optional_kinds: list[str]
    """Those of `digest.render.templates.CHOSEN` that it has templates for."""
    theme: Theme | None
    """The theme itself, where it had to be loaded."""


def theme_signature(themes: list[str]) -> str:
    """Folders of themes by content: their files are few, and an edit may be younger than the clock can tell."""
    found = []
    for folder in themes:
        for root, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted(names):
                path = os.path.join(root, name)
                try:
                    found += [path, hash_bytes(read_regular_file(path))]
                except OSError:  # a pipe, or a link to nowhere: told when the theme is loaded
                    found += [path, ""]
    return hash_text(*found)


def theme_prints(store: Store, site: Site, program: str) -> ThemeState:
    """From the store when no file of the theme changed, else from the theme itself."""
    signature = hash_text(program, site.config.language, theme_signature([folder for _, folder, _ in site.themes]))
    known = json.loads(store.meta("theme") or "{}")
    if known.get("signature") == signature:
        kept = known["language"], known["named"], known["chosen"]
        return ThemeState(known["prints"], list(known["files"]), (set(), set()), [], *kept, None)
    from digest.pages.renderer import load_language, load_theme
    from digest.render.templates import CHOSEN, TEMPLATES
    from digest.render.translations import FOLDER, missing

    language, said = load_language(site)
    theme = load_theme(site, language)
    prints, problems = theme.check()
    said += missing(language, theme.words(), f"themes/{site.config.theme}/{FOLDER}")
    problems += [_placed(problem, site) for problem in said]
    stats = {name: (path, os.stat(path)) for name, path in theme.files().items()}
    files = {name: hash_text(path, str(s.st_size), str(s.st_mtime_ns)) for name, (path, s) in stats.items()}
    before = known.get("files", {})
    changed = {name for name, print in files.items() if before.get(name) != print}
    named = theme.optional_names(kind for kind in TEMPLATES if kind in prints)
    state = {"signature": "" if problems else signature, "prints": prints, "files": files, "language": language.tables}
    chosen = [kind for kind in theme.kinds() if kind in CHOSEN]
    store.set_meta("theme", json.dumps({**state, "named": named, "chosen": chosen}))
    gone = set(before) - set(files)
    return ThemeState(prints, list(files), (changed, gone), problems, tuple(language.tables), named, chosen, theme)


def _placed(problem: Problem, site: Site) -> Problem:
    """A problem of the site's language, with the place in config.yaml where that is named."""
    if problem.file != "config.yaml":
        return problem
    from digest.model.config import Config
    from digest.read.config.load import place_of

    line, column = place_of(Config, read_regular_file(os.path.join(site.options.root, "config.yaml")), "language")
    return problem._replace(line=line, column=column)
