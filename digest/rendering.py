"""The site's theme, addresses and own words, put together for rendering: what every page shares.

This module must not know single pages.
"""

from __future__ import annotations

import os

from digest.plan import urls
from digest.plan.collections import TAXONOMIES
from digest.render import context as c
from digest.render.html import ROOT, Addresses, PageLinks, Renderer, Views, direction, long_date
from digest.render.theme import Folder, Theme
from digest.site import Site

TITLES = {"topics": "Topics", "sources": "Sources", "authors": "Authors"}


def load_theme(site: Site) -> Theme:
    """The theme, ready to render."""
    chain = tuple(Folder(*folder) for folder in site.themes)
    return Theme(chain, os.path.join(site.state, "templates"), {"date": long_date})


def addresses(site: Site) -> Addresses:
    """How the site's links are written."""
    path = urls.base_path(site.config)
    return Addresses(site.config.url, ROOT if site.config.relative_urls else path, path)


def collection_title(collection: str, site: Site) -> str:
    """The name of a collection's overview."""
    own = site.config.collections.get(collection)
    return TITLES.get(collection) or (own.title if own else "") or collection.capitalize()


def renderer(site: Site, theme: Theme, sections: tuple[str, ...]) -> Renderer:
    """A renderer for one process. `sections`: the collections that have articles."""
    config = site.config
    links = PageLinks(urls.link, urls.day, lambda c, k: urls.listing(c, k, "", config.permalinks), urls.picture)
    views = Views(addresses(site), links, config.language)
    ordered = [s for s in TAXONOMIES if s in sections] + [s for s in config.collections if s in sections]
    named = [c.Link(collection_title(s, site), views.href(urls.overview(s, config.permalinks))) for s in ordered]
    own = c.Site(
        title=config.title,
        tagline=config.tagline,
        description=config.description,
        language=config.language,
        direction=direction(config.language),
        url=views.href("index.html"),
        feed=views.href("feed.xml"),
        sections=(c.Link("Archive", views.href("archive/index.html")), *named),
        style=views.addresses.base + "theme/",
        options=site.theme_options,
    )
    theme.compile_for(own)
    return Renderer(theme, views, own)
