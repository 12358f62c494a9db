"""What all pages of a site share, put together for rendering: the theme, the language, the addresses and `site`."""

from __future__ import annotations

import os
from collections.abc import Container, Mapping, Sequence
from typing import Protocol

from digest.model.problem import Problem
from digest.model.site import Icons, Site
from digest.plan import urls
from digest.plan.collections import TAXONOMIES
from digest.plan.page_set import EMAIL, SEARCH
from digest.render import context as c
from digest.render.language import Language
from digest.render.loader import Folder
from digest.render.renderer import Renderer
from digest.render.theme import Theme
from digest.render.views import ROOT, Addresses, PageLinks, Views


def load_language(site: Site) -> tuple[Language, list[Problem]]:
    """Load the language of the site from CLDR and from the catalogues of its themes. Also returns the problems of these."""
    from digest.render import translations

    folders = [
        (os.path.join(path, translations.FOLDER), f"{shown}/{translations.FOLDER}") for _, path, shown in site.themes
    ]
    return translations.load_language(site.config.language, folders)


def load_theme(site: Site, language: Language) -> Theme:
    """Load the theme, ready to render."""
    chain = tuple(Folder(*folder) for folder in site.themes)
    return Theme(chain, os.path.join(site.state, "templates"), language)


def addresses(site: Site) -> Addresses:
    """How links of the site are written."""
    path = urls.base_path(site.config)
    return Addresses(site.config.url, ROOT if site.config.relative_urls else path, path)


def collection_title(collection: str, site: Site, language: Language) -> str:
    """The title of the overview of a collection."""
    own = site.config.collections.get(collection)
    _ = language.gettext
    ours = {"topics": _("Topics"), "sources": _("Sources"), "authors": _("Authors"), "stories": _("Stories")}
    return ours.get(collection) or (own.title if own else "") or collection.capitalize()


class Shared(Protocol):
    """What all pages share, besides the settings and the theme."""

    @property
    def sections(self) -> tuple[str, ...]:
        """The collections that have articles."""

    @property
    def optional_names(self) -> Mapping[str, Sequence[str]]:
        """The optional names that the template of each kind of page uses."""

    @property
    def optional_kinds(self) -> Container[str]:
        """The optional kinds of pages that the site has."""

    @property
    def navigation(self) -> tuple[tuple[str, str], ...]:
        """Title and path of the standing pages in the navigation, in their order."""

    @property
    def icons(self) -> Icons:
        """The icons of the site."""


def make_renderer(site: Site, theme: Theme, shared: Shared) -> Renderer:
    """Create the renderer of one process."""
    sections, optional_kinds = shared.sections, shared.optional_kinds
    config = site.config
    links = PageLinks(urls.link, urls.day, lambda c, k: urls.listing(c, k, "", config.permalinks), urls.picture)
    views = Views(addresses(site), links, theme.language)
    ordered = [s for s in TAXONOMIES if s in sections] + [s for s in config.collections if s in sections]
    lists = [
        c.Link(collection_title(s, site, theme.language), views.href(urls.overview(s, config.permalinks)))
        for s in ordered
    ]
    values = c.Site(
        title=config.title,
        tagline=config.tagline,
        description=config.description,
        language=config.language,
        direction=theme.language.direction,
        url=views.href("index.html"),
        feed=views.href("feed.xml"),
        sections=(c.Link(theme.language.gettext("Archive"), views.href("archive/index.html")), *lists),
        pages=tuple([c.Link(title, views.href(path)) for title, path in shared.navigation]),
        email=views.href(EMAIL.path) if "email" in optional_kinds else "",
        search=views.href(SEARCH.path) if "search" in optional_kinds else "",
        style=views.addresses.base + "theme/",
        icon=views.href(shared.icons.icon) if shared.icons.icon else "",
        touch_icon=views.href(shared.icons.touch) if shared.icons.touch else "",
        options=site.theme_options,
    )
    theme.compile_for(values)
    return Renderer(theme, views, values, shared.optional_names)
