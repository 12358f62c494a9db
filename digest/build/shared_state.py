"""What all pages share: the settings, the sections of the site, the language and the templates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from digest.build.make_page import SharedFingerprints
from digest.build.theme_state import ThemeState
from digest.model.article import unpack_detail, unpack_head
from digest.model.fingerprint import hash_text
from digest.model.kinds import KINDS, ROW_TEMPLATES, kinds_with_rows
from digest.model.site import Site
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
    kinds: tuple[str, ...] = ()
    if listings.newest("", "", 1):
        kinds = tuple(k for k in theme.optional_kinds if site.theme_options.get(KINDS[k].theme_option, True))
    navigation = _navigation(store, site)
    settings = hash_text(program, site.settings(), *sections, *kinds, *(x for entry in navigation for x in entry))
    fingerprints = SharedFingerprints(
        settings, theme.fingerprints, sections, theme.language, theme.optional_names, kinds, navigation
    )
    by_all = hash_text(settings, json.dumps(theme.language))
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
