"""The note about sources that have no name in config.yaml: the lines to add to it.

It is made only by a build that finds a new source, and only if it finds one without a name, so that it is not repeated.
"""

from __future__ import annotations

import json
import os

from digest.model.article import unpack_head
from digest.model.fingerprint import hash_text
from digest.model.folders import HERE
from digest.model.lazy_regex import lazy_regex
from digest.model.newspapers import newspaper_at
from digest.model.site import Site
from digest.model.web_address import bare_host
from digest.store import Store
from digest.store.listings import Listings

MAX_LINES = 20
"""Number of sources that the note shows, those with most articles first."""
_META = "unnamed sources"
"""The value in the store: a hash of all sources, and the hosts of those without a name."""
_PLAIN = lazy_regex(r"[^\W\d_](?:[\w .’-]*[\w.])?")
"""A name that needs no quotes in YAML."""


def unnamed_sources_note(store: Store, site: Site, read: int) -> str:
    """Return the note; empty if this build found no new source without a name. `read`: the number of sources read."""
    if not read:
        return ""
    listings = Listings(store.db)
    keys = hash_text(*listings.keys("sources"))
    last_keys, known = json.loads(store.meta(_META) or '["", []]')
    if keys == last_keys:
        return ""
    unnamed = _unnamed(listings, site)
    store.set_meta(_META, json.dumps([keys, sorted(unnamed)]))
    return "" if unnamed.keys() <= set(known) else _text(unnamed, site)


def _unnamed(listings: Listings, site: Site) -> dict[str, str]:
    """The hosts of sources without a name, those with most articles first, each with a name that it could have.

    That is the name that articles from this host state, or the one that lists show.
    """
    from digest.read.text.slugs import key_of

    named = {host.casefold().removeprefix("www.") for host in site.config.sources}
    stated: dict[str, str] = {}
    found: dict[str, tuple[int, str]] = {}
    for info in listings.info("sources"):
        head = unpack_head(info.newest)
        host = bare_host(head.source_url).lower()
        if not host or newspaper_at(host) or any(host == h or host.endswith(f".{h}") for h in named):
            continue
        if info.key == key_of(host):
            found[host] = info.total, info.name
        else:
            stated.setdefault(host, info.name)
    ordered = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    return {host: stated.get(host, name) for host, (_, name) in ordered}


def _text(unnamed: dict[str, str], site: Site) -> str:
    root, number = site.options.root, len(unnamed)
    subject = "1 source has no name" if number == 1 else f"{number} sources have no name"
    lines = []
    if not os.path.lexists(os.path.join(root, "config.yaml")):
        task = "create config.yaml with"
        lines += [f"content: {HERE}"] if site.config.content == HERE else []
    else:
        task = "add under `sources:` in config.yaml" if site.config.sources else "add to config.yaml"
    lines += [] if site.config.sources else ["sources:"]
    shown = list(unnamed.items())[:MAX_LINES]
    lines += [f"  {host}: {{name: {_yaml(name)}}}" for host, name in shown]
    lines += [f"  # and {number - MAX_LINES} more"] if number > MAX_LINES else []
    return f"{subject}; {task}:\n" + "\n".join(lines)


def _yaml(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
