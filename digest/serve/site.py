"""The folders and the base path of the site that is served."""

from __future__ import annotations

import os
from typing import NamedTuple

from digest.model.site import Site
from digest.plan import urls


class ServedSite(NamedTuple):
    """A site, as the server needs it. Folders are absolute."""

    root: str
    output: str
    content: str
    static: str
    pages: str
    """Empty if there is none."""
    base: str
    """The path of `url:` with slashes at both ends: `/`, `/sub/`."""
    title: str


def served(site: Site) -> ServedSite:
    """A site with valid settings."""
    config = site.config
    return ServedSite(
        site.options.root, site.output, site.content, site.static, site.pages, urls.base_path(config), config.title
    )


def with_default_folders(root: str) -> ServedSite:
    """A site whose settings have had errors since the server started."""
    output, content, static, pages = (os.path.join(root, name) for name in ("output", "content", "static", "pages"))
    return ServedSite(root, output, content, static, pages, "/", os.path.basename(root))
