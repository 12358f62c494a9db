"""Load a site: read config.yaml and theme.yaml, and find the chain of themes.

The result is a plain value, which can be sent to worker processes.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from digest.build.theme_folders import SHIPPED, theme_folders
from digest.files.regular import read_regular_file
from digest.model.folders import HERE, THEMES, source_folders
from digest.model.problem import Problem
from digest.model.site import Options, Places, Site, place_of

if TYPE_CHECKING:
    from digest.build.settings_cache import Kind, Load, Loaded
    from digest.model.config import Config


def load_site(options: Options, program: str = "") -> tuple[Site | None, list[Problem]]:
    """The site in a folder, and the problems of its settings; no site if its settings cannot be used.

    `program`: the fingerprint of digest. With it, settings are kept in `.digest/`, and not parsed again if they are the same.
    """
    cache = None
    if program:
        from digest.build.settings_cache import SettingsCache

        cache = SettingsCache(os.path.join(options.root, ".digest"), program, parse_settings)
    load = cache.load if cache else parse_settings
    try:
        config, problems, places = load_settings(options.root, load)
    except OSError as error:
        hint = "Check its permissions, or its target if it is a link."
        return None, [Problem("config-read", f"cannot be read: {error.strerror}", "config.yaml", hint=hint)]
    if config is None:
        return None, problems
    own_output = config.output
    config = config._replace(
        output=options.output or config.output,
        url=(options.base_url or config.url).rstrip("/") + "/",
        drafts=config.drafts or options.drafts,
    )
    chain, values, theme_problems = _theme(options.root, config, places, load)
    if cache:
        cache.save()
    problems += theme_problems
    sources = source_folders(config).values()
    name = overlapping(options.root, config.output, config.static, THEMES, ".digest", *sources)
    if name == HERE and os.path.join(options.root, config.output) == os.path.join(options.root, own_output):
        name = ""  # a scan leaves out the site's own output folder
    if name:
        where = "is in the folder of the articles" if name == HERE else f"overlaps {name}"
        message = f"the output folder {config.output} {where}"
        hint = "digest would write pages among the files of the site. Choose another folder."
        return None, [*problems, Problem("output-folder", message, "config.yaml", hint=hint)]
    return (None if chain is None else Site(options, config, chain, values, places)), problems


def parse_settings(kind: Kind, data: bytes, file: str) -> Loaded:
    """Parse config.yaml or a theme.yaml. `file`: its path in messages."""
    from digest.read.config.load import load_config, load_theme_info

    return (load_config if kind == "config" else load_theme_info)(data, file)


def load_settings(root: str, load: Load = parse_settings) -> tuple[Config | None, list[Problem], Places]:
    """Load config.yaml, which may be missing. Returns no settings if there is an error. Raises OSError."""
    config, problems, places = load("config", read_regular_file(os.path.join(root, "config.yaml")), "config.yaml")
    if config and _is_bare(root, config):
        config = config._replace(content=HERE)
    return config, problems, places


def _is_bare(root: str, config: Config) -> bool:
    """Whether a folder is a site only because it contains articles."""
    from digest.files.find_articles import has_articles

    if os.path.lexists(os.path.join(root, "config.yaml")) or os.path.lexists(os.path.join(root, config.content)):
        return False
    return has_articles(root, config)


def overlapping(root: str, output: str, *folders: str) -> str:
    """The first of some folders that contains the output folder or is inside it, with links resolved; empty if there is none."""
    inside = os.path.join(os.path.realpath(os.path.join(root, output)), "")
    for name in folders:
        folder = os.path.join(os.path.realpath(os.path.join(root, name)), "")
        if folder.startswith(inside) or inside.startswith(folder):
            return name
    return ""


def _theme(
    root: str, config: Config, places: Places, load: Load
) -> tuple[tuple[tuple[str, str, str], ...] | None, dict[str, Any], list[Problem]]:
    """(chain of themes, option values, problems). `places`: of config.yaml."""
    from digest.model.config import ThemeInfo

    chain: list[tuple[str, str, str]] = []
    options: dict[str, Any] = {}
    problems: list[Problem] = []
    name, file, place = config.theme, "config.yaml", place_of(places, "theme")
    while name:
        folders = [f for f in theme_folders(root, name) if os.path.basename(name) == name and f not in chain]
        if not folders:
            extends_itself = any(name == c[0] for c in chain)
            themes = [] if extends_itself else _theme_names(root)
            problems.append(_missing_theme(name, themes, file, place, extends_itself=extends_itself))
            return None, {}, problems
        chain += folders
        name = ""
        for _, path, shown in folders:
            if not os.path.lexists(os.path.join(path, "theme.yaml")):
                continue
            try:
                data = read_regular_file(os.path.join(path, "theme.yaml"))
            except OSError as error:
                message = f"cannot be read: {error.strerror}"
                problems.append(Problem("config-read", message, f"{shown}/theme.yaml", hint="Check its permissions."))
                continue
            info, info_problems, info_places = load("theme", data, f"{shown}/theme.yaml")
            problems += info_problems
            info = info or ThemeInfo()
            options = {**{k: o.default for k, o in info.options.items()}, **options}
            if info.extends:
                name, file, place = info.extends, f"{shown}/theme.yaml", place_of(info_places, "extends")
    for key in sorted(set(config.theme_options) - set(options)):
        from digest.read.config.schema import did_you_mean

        place = place_of(places, "theme_options", key)
        message = f"the theme {config.theme} has no option {key}"
        near = did_you_mean(key, sorted(options))
        hint = f"Did you mean `{near}`? " if near else ""
        hint += f"Its options: {', '.join(sorted(options)) or 'none'}."
        problems.append(Problem("config-theme-option", message, "config.yaml", *place, hint))
    failed = any(p.severity == "error" for p in problems)
    return (None if failed else tuple(chain)), {**options, **config.theme_options}, problems


def _theme_names(root: str) -> list[str]:
    """The names of all themes of a site, and of the built-in ones."""
    own = os.path.join(root, "themes")
    found = [name for name in (os.listdir(own) if os.path.isdir(own) else []) if os.path.isdir(os.path.join(own, name))]
    return sorted({*found, *os.listdir(SHIPPED)})


def _missing_theme(name: str, themes: list[str], file: str, place: tuple[int, int], *, extends_itself: bool) -> Problem:
    from digest.read.config.schema import did_you_mean

    message = f"the theme {name} extends itself" if extends_itself else f"there is no theme named {name}"
    hint = f"Built-in themes: {', '.join(sorted(os.listdir(SHIPPED)))}. Put your own into themes/."
    if near := did_you_mean(name, themes):
        hint = f"Did you mean `{near}`?"
    return Problem("theme-missing", message, file, *place, hint)
