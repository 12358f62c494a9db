"""What is served: the folders and addresses of a site, as its last good settings say.

This module must not know how a site is built.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from digest.model.site import Site
from digest.plan import urls


class ServedSite(NamedTuple):
    """A site as its server sees it; folders are absolute."""

    root: str
    output: str
    content: str
    static: str
    base: str
    """The path of `url:` with slashes at both ends: `/`, `/sub/`."""
    title: str


def served(site: Site) -> ServedSite:
    """A site whose settings are good."""
    config = site.config
    return ServedSite(site.options.root, site.output, site.content, site.static, urls.base_path(config), config.title)


def not_yet(root: str) -> ServedSite:
    """A site whose settings have not been good since the server began."""
    output, content, static = (os.path.join(root, name) for name in ("output", "content", "static"))
    return ServedSite(root, output, content, static, "/", os.path.basename(root))
