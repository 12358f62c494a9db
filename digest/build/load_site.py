"""What a build starts from: the site's folder, its settings, its theme, and what was asked for.

Loads config.yaml and theme.yaml and finds the chain of themes. Everything here is a value that can be sent to a
worker process. This module must not know what a build does.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from digest.files.regular import read_regular_file
from digest.model.problem import Problem
from digest.model.site import Options, Site

if TYPE_CHECKING:
    from digest.model.config import Config

_PACKAGE = os.path.dirname(os.path.dirname(__file__))
SHIPPED = next(
    path
    for path in (
        os.path.join(_PACKAGE, "_themes"),
        os.path.join(os.path.dirname(_PACKAGE), "themes"),
    )
    if os.path.isdir(path)
)
"""The themes that come with the program: inside the installed package, or beside it in a checkout."""


def load_site(options: Options) -> tuple[Site | None, list[Problem]]:
    """The site in a folder, or None with what is wrong; both when there are only warnings."""
    import dataclasses

    from digest.read.config.load import load_config

    try:
        data = read_regular_file(os.path.join(options.root, "config.yaml"))
    except OSError as error:
        hint = "Check its permissions, and where it leads if it is a link."
        return None, [Problem("config-read", f"it cannot be read: {error.strerror}", "config.yaml", hint=hint)]
    config, problems = load_config(data)
    if config is None:
        return None, problems
    config = dataclasses.replace(
        config,
        output=options.output or config.output,
        url=(options.base_url or config.url).rstrip("/") + "/",
        drafts=config.drafts or options.drafts,
    )
    chain, values, said = _theme(options.root, config, data)
    problems += said
    if name := overlapping(options.root, config.output, config.content, config.static):
        message = f"the output folder {config.output} and {name} lie in one another, or are the same"
        hint = "Pages would be written among what they are made from: name another folder."
        return None, [*problems, Problem("output-folder", message, "config.yaml", hint=hint)]
    return (None if chain is None else Site(options, config, chain, values)), problems


def overlapping(root: str, output: str, content: str, static: str) -> str:
    """The folder of what a site is made from that holds the output or lies in it, wherever links lead; empty when none does."""
    inside = os.path.join(os.path.realpath(os.path.join(root, output)), "")
    for name in (content, static, "themes", ".digest"):
        folder = os.path.join(os.path.realpath(os.path.join(root, name)), "")
        if folder.startswith(inside) or inside.startswith(folder):
            return name
    return ""


def theme_folders(root: str, name: str) -> list[tuple[str, str, str]]:
    """The folders of a theme, as in `Site.themes`: the site's own, and what ships; where these are the same, what ships."""
    own = name, os.path.join(root, "themes", name), f"themes/{name}"
    ships = name, os.path.join(SHIPPED, name), f"{name} (ships with digest)"
    same = os.path.realpath(own[1]) == os.path.realpath(ships[1])
    return [folder for folder in ([ships] if same else [own, ships]) if os.path.isdir(folder[1])]


def _theme(
    root: str, config: Config, data: bytes
) -> tuple[tuple[tuple[str, str, str], ...] | None, dict[str, Any], list[Problem]]:
    """(chain of themes, option values, problems). `data`: config.yaml, for the places of what is wrong."""
    from digest.model.config import Config, ThemeInfo
    from digest.read.config.load import load_theme_info, place_of

    chain: list[tuple[str, str, str]] = []
    options: dict[str, Any] = {}
    problems: list[Problem] = []
    name, by, place = config.theme, "config.yaml", place_of(Config, data, "theme")
    while name:
        found = [f for f in theme_folders(root, name) if os.path.basename(name) == name and f not in chain]
        if not found:
            again = any(name == c[0] for c in chain)
            what = f"the theme {name} extends itself" if again else f"there is no theme named {name}"
            hint = f"Themes that ship: {', '.join(sorted(os.listdir(SHIPPED)))}; your own stand in themes/."
            return None, {}, [*problems, Problem("theme-missing", what, by, *place, hint)]
        chain += found
        name = ""
        for _, path, shown in found:
            file = os.path.join(path, "theme.yaml")
            if not os.path.lexists(file):
                continue
            try:
                said_by_it = read_regular_file(file)
            except OSError as error:
                message = f"it cannot be read: {error.strerror}"
                problems.append(Problem("config-read", message, f"{shown}/theme.yaml", hint="Check its permissions."))
                continue
            info, said = load_theme_info(said_by_it, f"{shown}/theme.yaml")
            problems += said
            info = info or ThemeInfo()
            options = {**{k: o.default for k, o in info.options.items()}, **options}
            if info.extends:
                name, by, place = info.extends, f"{shown}/theme.yaml", place_of(ThemeInfo, said_by_it, "extends")
    unknown = sorted(set(config.theme_options) - set(options))
    for key in unknown:
        place = place_of(Config, data, "theme_options", key)
        hint = f"It has these: {', '.join(sorted(options)) or 'none'}."
        problems.append(
            Problem("config-theme-option", f"the theme {config.theme} has no option {key}", "config.yaml", *place, hint)
        )
    failed = any(p.severity == "error" for p in problems)
    return (None if failed else tuple(chain)), {**options, **config.theme_options}, problems
