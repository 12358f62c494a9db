"""A site with its settings and themes."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping

from digest.model.folders import SiteFolder, file_path, site_folders
from digest.model.named_tuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

    from digest.model.config import Config

Places = Mapping[tuple[str | int, ...], tuple[int, int]]
"""Line and column of each value in a settings file, both from 1, by its keys."""


def place_of(places: Places, *keys: str) -> tuple[int, int]:
    """Return line and column of a value, or of the value that contains it; (0, 0) if the file has neither."""
    return next((places[keys[:n]] for n in range(len(keys), 0, -1) if keys[:n] in places), (0, 0))


class Options(NamedTuple):
    """Options of the command line. They take precedence over config.yaml."""

    root: str
    """Absolute path of the site folder."""
    clock: float
    """Current time in seconds since 1970, which decides which articles are published."""
    output: str = ""
    base_url: str = ""
    drafts: bool = False
    future: bool = False
    jobs: int = 0
    """Number of worker processes; 0 for the number of processors."""
    full: bool = False
    profile: bool = False
    """Whether to report how long each step took."""
    executor: str = ""
    """Who reads, renders and makes images, as in the table of build/executors.py; empty for processes of this machine."""


class GitDates(NamedTuple):
    """When files were added to a Git repository."""

    head: str
    """The current commit."""
    dates: Mapping[str, str]
    """Dates with time and zone, by path under content/."""


class Site(NamedTuple):
    """A site with its settings and themes."""

    options: Options
    config: Config
    """With the options of the command line applied."""
    themes: tuple[tuple[str, str, str], ...]
    """The theme and those that it extends: name, folder, folder in messages."""
    theme_options: dict[str, Any]
    places: Places
    """Positions of the values in config.yaml, for problems found during the build."""
    git: GitDates | None = None
    """Dates for articles without one, if config.yaml asks for them."""

    @property
    def content(self) -> str:
        """Absolute path of the content folder."""
        return os.path.normpath(os.path.join(self.options.root, self.config.content))

    @property
    def folders(self) -> tuple[SiteFolder, ...]:
        """All folders that builds scan."""
        return site_folders(self.options.root, self.config)

    def file(self, path: str) -> str:
        """Absolute path of a source, or of a file as articles refer to it (see model/folders.py)."""
        return os.path.join(self.options.root, file_path(self.config, path))

    @property
    def static(self) -> str:
        """Absolute path of the folder of static files."""
        return os.path.join(self.options.root, self.config.static)

    @property
    def output(self) -> str:
        """Absolute path of the output folder."""
        return os.path.join(self.options.root, self.config.output)

    @property
    def stored_output(self) -> str:
        """The output folder as the store has it: relative to the site folder if it is inside, so that the store can be used at
        another place."""
        root = os.path.join(self.options.root, "")
        output = os.path.normpath(self.output)
        return output.removeprefix(root) if output.startswith(root) else self.output

    @property
    def state(self) -> str:
        """Absolute path of `.digest/`, the folder of the store."""
        return os.path.join(self.options.root, ".digest")

    def settings(self) -> str:
        """Return all settings that affect the content of pages, for hashing."""
        import json

        values = self.config._replace(output="", drafts=False)
        return json.dumps([values, self.theme_options], sort_keys=True, default=str)

    def reading_settings(self) -> str:
        """Return all settings that affect how articles are read, for hashing."""
        values = {name: value for name, value in self.config._asdict().items() if name not in _NOT_FOR_READING}
        return repr([sorted(v.items()) if isinstance(v, Mapping) else v for v in values.values()])


_NOT_FOR_READING = frozenset((
    "title", "tagline", "description", "url", "theme", "theme_options", "output", "static", "dates", "relative_urls", "edition",
    "listing", "feeds", "pictures", "drafts",
))  # fmt: skip
"""Settings that do not affect how articles are read. All articles are read again if any other setting changes."""

OWN_ICONS = ("favicon.svg", "favicon.png", "favicon.ico", "apple-touch-icon.png")
"""Names of files in static/ that are the icon of a site, without being named in its settings. The last is for phones."""


class Icons(NamedTuple):
    """The icon of a site, as paths of the output; empty if there is none."""

    icon: str
    touch: str
    """For home screens of phones."""


def site_icons(site: Site, own: Collection[str]) -> Icons:
    """The icon that a site brings along. `own`: which of OWN_ICONS are in static/."""
    *names, touch = OWN_ICONS
    chosen = site.theme_options.get("icon") or next((name for name in names if name in own), "")
    return Icons(str(chosen).lstrip("/"), touch if touch in own else "")
