"""A site with its settings, ready to be built."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from digest.model.config import Config

Places = Mapping[tuple[str | int, ...], tuple[int, int]]
"""Line and column of each value in a settings file, both from 1, by its keys."""


def place_of(places: Places, *keys: str) -> tuple[int, int]:
    """Line and column of a value, or of the value that contains it; (0, 0) if the file has neither."""
    return next((places[keys[:n]] for n in range(len(keys), 0, -1) if keys[:n] in places), (0, 0))


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
    places: Places
    """Of the values in config.yaml, for problems that only a build finds."""

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
