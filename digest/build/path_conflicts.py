"""Pages with the same path: which one is published, and the errors for the others."""

from __future__ import annotations

from digest.model.article import unpack_detail
from digest.model.folders import file_path
from digest.model.kinds import KINDS
from digest.model.page import Page
from digest.model.problem import Problem
from digest.model.site import Site
from digest.store import Store

_REPLACEABLE = frozenset(kind.path for kind in KINDS.values() if kind.replaceable)


def resolve_path_conflicts(store: Store) -> None:
    """If several pages have the same path, publish the one with the highest priority (see `path_conflict_problems`)."""
    by_path: dict[str, list[Page]] = {}
    for page in store.contested_pages():
        by_path.setdefault(page.path, []).append(page)
    for pages in by_path.values():
        for number, page in enumerate(sorted(pages, key=_priority)):
            store.resolve_conflict(page, number == 0)


def _priority(page: Page) -> tuple[int, Page]:
    """Key that sorts pages with the same path, the one to publish first."""
    if page.kind == "static" and page.path in _REPLACEABLE:
        return -1, page
    return KINDS[page.kind].path_priority, page


def path_conflict_problems(store: Store, site: Site) -> list[Problem]:
    """An error for each page that is not published because another page has its path. A file in static/ that is meant
    to replace a page of digest, such as robots.txt, is no error."""
    found = []
    folders = {"static": site.config.static, "theme": f"themes/{site.config.theme}"}
    for page in store.displaced_pages():
        winner = store.page(page.path)
        if winner and _priority(winner[0])[0] >= 0:
            message = f"two pages have the path /{page.path}: {winner[0].owner()} is published, {page.owner()} is not"
            key = page.part if page.kind == "file" else page.key
            file = f"{folders[page.kind]}/{key}" if page.kind in folders else file_path(site.config, key)
            hint = (
                "Remove the alias." if page.kind == "redirect" else "Give the article another slug, or move the file."
            )
            if not KINDS[page.kind].path_priority:
                file, hint = "config.yaml", "Give one of them another address."
            row = store.source(page.key) if page.kind == "redirect" else None
            line = unpack_detail(row.detail).aliases_line if row else 0
            found.append(Problem("path-taken", message, file, line, 0, hint))
    return found
