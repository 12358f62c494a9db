"""What a build starts from: the site's folder, its settings, its theme, and what was asked for.

Loads config.yaml and theme.yaml and finds the chain of themes. Everything here is a value that can be sent to a
worker process. This module must not know what a build does.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from typing import TYPE_CHECKING, Any, NamedTuple

from digest.model.problem import Problem

if TYPE_CHECKING:
    from digest.model.config import Config

SHIPPED = next(
    path
    for path in (
        os.path.join(os.path.dirname(__file__), "_themes"),
        os.path.join(os.path.dirname(os.path.dirname(__file__)), "themes"),
    )
    if os.path.isdir(path)
)
"""The themes that come with the program: inside the installed package, or beside it in a checkout."""


class Options(NamedTuple):
    """What the command line asked for; each wins over config.yaml."""

    root: str
    """The site's folder, absolute."""
    clock: float
    """The moment of the build, seconds since 1970: decides what is due."""
    output: str = ""
    base_url: str = ""
    drafts: bool = False
    future: bool = False
    jobs: int = 0
    """Worker processes; 0: as many as there are processors."""
    full: bool = False
    profile: bool = False
    """Say at the end where the time went."""


class Site(NamedTuple):
    """A site, ready to be built."""

    options: Options
    config: Config
    """With the options put over it."""
    themes: tuple[tuple[str, str, str], ...]
    """The chain of themes: (name, folder, folder as messages name it)."""
    theme_options: dict[str, Any]

    @property
    def content(self) -> str:
        """The folder of the articles, absolute."""
        return os.path.join(self.options.root, self.config.content)

    @property
    def static(self) -> str:
        """The folder of files to copy, absolute."""
        return os.path.join(self.options.root, self.config.static)

    @property
    def output(self) -> str:
        """The folder to write to, absolute."""
        return os.path.join(self.options.root, self.config.output)

    @property
    def state(self) -> str:
        """The folder of the store."""
        return os.path.join(self.options.root, ".digest")

    def settings(self) -> str:
        """Everything that shapes pages, as text to be hashed. Not which articles are shown, nor where pages are written."""
        import dataclasses

        shaping = dataclasses.asdict(dataclasses.replace(self.config, output="", drafts=False))
        return json.dumps([shaping, self.theme_options], sort_keys=True, default=str)

    def reading_settings(self) -> str:
        """Everything that shapes articles, as text to be hashed."""
        c = self.config
        shaping = [c.timezone, c.language, c.languages, c.content, c.permalinks, c.markdown]
        named = [c.topics, c.sources, c.authors, c.collections]
        return repr([*shaping, *[sorted(n.items()) for n in named]])


def ordinary(path: str) -> bytes:
    """The bytes of a file; empty when there is none. Raises OSError, also for a pipe: to open one would wait for ever."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise OSError(errno.EINVAL, "this is no ordinary file", path)
    except FileNotFoundError:
        if os.path.islink(path):
            raise
        return b""
    with open(path, "rb") as file:
        return file.read()


def load_site(options: Options) -> tuple[Site | None, list[Problem]]:
    """The site in a folder, or None with what is wrong; both when there are only warnings."""
    import dataclasses

    from digest.read.config import load_config

    try:
        data = ordinary(os.path.join(options.root, "config.yaml"))
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
    from digest.read.config import load_theme_info, place_of

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
                said_by_it = ordinary(file)
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
