"""What all pages share: the settings, the sections of the site, the language and the templates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from digest.build.make_page import SharedFingerprints
from digest.build.theme_state import ThemeState
from digest.model.article import unpack_detail, unpack_head
from digest.model.fingerprint import hash_text
from digest.model.kinds import KINDS, ROW_TEMPLATES, PageKind, kinds_with_rows
from digest.model.named_tuple import NamedTuple
from digest.model.site import OWN_ICONS, Icons, Site, site_icons
from digest.render.card import can_draw
from digest.store import Store
from digest.store.listings import Listings

if TYPE_CHECKING:
    from digest.render.theme import Theme


class SharedState(NamedTuple):
    """What all pages share, and what of it changed since the last build."""

    fingerprints: SharedFingerprints
    theme: Theme | None
    """The theme, if it is loaded already."""
    changed: bool
    """Whether any page may have changed, appeared or disappeared, so that all pages are planned again."""
    changed_kinds: tuple[str, ...]
    """Kinds of pages whose templates changed."""


def shared_state(store: Store, site: Site, program: str, theme: ThemeState) -> SharedState:
    """Compare what all pages share with the last build, and note it for the next one."""
    listings = Listings(store.db)
    sections = tuple(listings.collections())
    is_empty = not listings.newest("", "", 1)
    icons = site_icons(site, {name for name in OWN_ICONS if store.has_static_file(name)})
    kinds = tuple(k for k in theme.optional_kinds if _exists(KINDS[k], site, icons, is_empty=is_empty))
    if "icon" in kinds:
        icons = Icons(KINDS["icon"].path, KINDS["icon-touch"].path)
    navigation = _navigation(store, site)
    settings = hash_text(
        program, site.settings(), *sections, *kinds, *(x for entry in navigation for x in entry), *icons
    )
    fingerprints = SharedFingerprints(
        settings, theme.fingerprints, sections, theme.language, theme.optional_names, kinds, navigation, icons
    )
    by_all = hash_text(settings, json.dumps(theme.language), theme.drawn)
    before, templates = json.loads(store.meta("shared") or '["", {}]')
    store.set_meta("shared", json.dumps([by_all, theme.fingerprints]))
    changed = {k for k in {**templates, **theme.fingerprints} if templates.get(k) != theme.fingerprints.get(k)}
    rows = ROW_TEMPLATES.keys()
    if changed & rows:
        changed = changed - rows | kinds_with_rows()
    return SharedState(fingerprints, theme.theme, before != by_all, tuple(sorted(changed)))


def _navigation(store: Store, site: Site) -> tuple[tuple[str, str], ...]:
    """Title and path of the standing pages in the navigation, in their order. Of the translations of a page only one is there:
    that in the language of the site, or else the first by path."""
    found: dict[str, tuple[tuple[bool, int, str, str], tuple[str, str]]] = {}
    for path, url, packed, detail in store.standing_pages():
        head, nav = unpack_head(packed), unpack_detail(detail).nav
        if nav and (head.translation not in found or head.language == site.config.language):
            title = nav.title or head.title
            found[head.translation] = (nav.order is None, nav.order or 0, title.casefold(), path), (title, url)
    return tuple(entry for _, entry in sorted(found.values()))


def _exists(kind: PageKind, site: Site, icons: Icons, *, is_empty: bool) -> bool:
    """Whether a site has the pages of an optional kind for which its theme has what they need."""
    option = site.theme_options.get(kind.theme_option, True)
    if kind.replaceable:
        return option == "" and not icons.icon
    if kind.name in ("card", "article-card") and not can_draw(site.config.title):
        return False
    return (option == kind.option_value if kind.option_value else bool(option)) and not (is_empty and kind.templates)
