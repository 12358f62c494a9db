"""The folders and the base path of the site that is served."""

from __future__ import annotations

import os

from digest.model.config import Config
from digest.model.folders import SiteFolder, site_folders
from digest.model.named_tuple import NamedTuple
from digest.model.site import Site
from digest.plan import urls


class ServedSite(NamedTuple):
    """A site, as the server needs it. `root` and `output` are absolute."""

    root: str
    output: str
    folders: tuple[SiteFolder, ...]
    """The folders that builds scan."""
    base: str
    """The path of `url:` with slashes at both ends: `/`, `/sub/`."""
    title: str


def served(site: Site) -> ServedSite:
    """A site with valid settings."""
    config = site.config
    return ServedSite(site.options.root, site.output, site.folders, urls.base_path(config), config.title)


def with_default_folders(root: str) -> ServedSite:
    """A site whose settings have had errors since the server started."""
    config = Config()
    output = os.path.join(root, config.output)
    return ServedSite(root, output, site_folders(root, config), "/", os.path.basename(root))
