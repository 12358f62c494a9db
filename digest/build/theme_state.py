"""The theme as a build sees it before it renders: its files and the fingerprints of its templates.

Both are kept in the store, so that a build in which the theme did not change does not import Jinja.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from digest.build.theme_folders import theme_signature
from digest.model.fingerprint import file_hash, hash_text
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem
from digest.model.site import Site, place_of
from digest.store import Store

if TYPE_CHECKING:
    from digest.render.theme import Theme


class ThemeState(NamedTuple):
    """The theme of one build."""

    fingerprints: dict[str, str]
    """By kind of page and of row. A kind is missing if its template has an error."""
    files: list[str]
    """Names of the files that are published."""
    changes: tuple[set[str], set[str]]
    """(new or changed, gone) files since the last build."""
    problems: list[Problem]
    language: tuple[Any, ...]
    """The language of the site, as the fields of `Tables`."""
    optional_names: dict[str, list[str]]
    """The optional names that the template of each kind of page uses."""
    optional_kinds: list[str]
    """The optional kinds of pages for which the theme has templates or files."""
    drawn: str
    """A fingerprint of what images are drawn from."""
    theme: Theme | None
    """The theme, if it had to be loaded."""


def load_theme_state(store: Store, site: Site, program: str) -> ThemeState:
    """The theme as the store knows it, or loaded from its files if one of them changed. `program`: its fingerprint."""
    signature = hash_text(program, site.config.language, theme_signature([folder for _, folder, _ in site.themes]))
    known = json.loads(store.meta("theme") or "{}")
    if known.get("signature") == signature:
        shared = known["language"], known["optional_names"], known["optional_kinds"], known["drawn"]
        return ThemeState(known["fingerprints"], list(known["files"]), (set(), set()), [], *shared, None)
    from digest.pages.renderer import load_language, load_theme
    from digest.render.translations import FOLDER, missing

    language, language_problems = load_language(site)
    theme = load_theme(site, language)
    fingerprints, problems = theme.check()
    language_problems += missing(language, theme.words(), f"themes/{site.config.theme}/{FOLDER}")
    problems += [_with_place(problem, site) for problem in language_problems]
    files = {name: file_hash(path) for name, path in theme.files().items()}
    before = known.get("files", {})
    changed = {name for name, file in files.items() if before.get(name) != file}
    optional_names = theme.optional_names(kind for kind in theme.kinds() if kind in fingerprints)
    optional_kinds, drawn = theme.optional_kinds(), theme.drawn_fingerprint()
    store.set_meta("theme", json.dumps({
        "signature": "" if problems else signature, "fingerprints": fingerprints, "files": files,
        "language": language.tables, "optional_names": optional_names, "optional_kinds": optional_kinds, "drawn": drawn,
    }))  # fmt: skip
    gone = set(before) - set(files)
    return ThemeState(
        fingerprints,
        list(files),
        (changed, gone),
        problems,
        tuple(language.tables),
        optional_names,
        optional_kinds,
        drawn,
        theme,
    )


def _with_place(problem: Problem, site: Site) -> Problem:
    """A problem of the site's language, with its place in config.yaml if the language is set there."""
    if problem.file != "config.yaml":
        return problem
    line, column = place_of(site.places, "language")
    return problem._replace(line=line, column=column)
