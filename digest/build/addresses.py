"""Which address an article gets, if two articles or an article and a page of the archive request the same one."""

from __future__ import annotations

from functools import lru_cache

from digest.model.article import Head, unpack_head
from digest.model.config import Permalinks
from digest.model.folders import file_path
from digest.model.problem import Problem, warning
from digest.model.site import Site
from digest.plan import urls
from digest.plan.collections import TAXONOMIES
from digest.store import Store
from digest.store.sources import SourceRow

RESERVED_FOLDERS = ("theme/", "sitemap/", "search/", "email/")
"""Folders of the output that are never used for articles."""


def requested_address(head: Head, site: Site) -> tuple[str, bool]:
    """The address that an article gets unless another article has it, and whether it differs from the one that the article
    asks for because that is reserved."""
    own = urls.article(head, site.config.permalinks)
    if head.external:
        return own, False
    url = _unreserved(own, head.id, site)
    return url, url != own


def assigned_addresses(store: Store, site: Site, requested: str) -> list[tuple[SourceRow, str]]:
    """The published articles that request one address, in order of their paths, each with the address that it gets. The
    first keeps the requested one; the others get one made from their path."""
    found = []
    for number, path in enumerate(store.articles_requesting(requested)):
        row = store.source(path)
        assert row is not None
        head = unpack_head(row.head)
        first, _ = requested_address(head, site)
        url = urls.with_path_hash(first, path) if number else first
        found.append((row._replace(url_changed=int(url != urls.article(head, site.config.permalinks))), url))
    return found


def address_conflict_problems(store: Store, site: Site) -> list[Problem]:
    """A warning for each article that did not get the address it requested."""
    found = []
    hint = "Give one of them a `slug:` in its front matter."
    for path, url, first in store.articles_at_other_urls():
        owner = first or "a page of the archive"
        message = f"its address is used by {owner}; this article is published at /{urls.link(url)}"
        found.append(warning("address-taken", message, file_path(site.config, path), hint=hint))
    return found


def _unreserved(url: str, path: str, site: Site) -> str:
    """The address, or a second choice if it belongs to a page that every archive may have."""
    pages = _archive_pages(site.config.permalinks, tuple(site.config.collections))
    reserved = url in pages or url.startswith(RESERVED_FOLDERS) or urls.may_be_period(url)
    return urls.with_path_hash(url, path) if reserved else url


@lru_cache(maxsize=8)
def _archive_pages(permalinks: Permalinks, collections: tuple[str, ...]) -> frozenset[str]:
    """The pages that an archive has whatever its articles are."""
    overviews = [urls.overview(c, permalinks) for c in (*TAXONOMIES, *collections)]
    return frozenset(("index.html", "404.html", "archive/index.html", "undated/index.html", *overviews))
