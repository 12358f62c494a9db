"""Find the output file that a path on disk, a path in the site, or a URL names; or suggest similar ones."""

from __future__ import annotations

import os
from urllib.parse import unquote

from digest.model.folders import CONTENT, file_path, is_standing
from digest.model.named_tuple import NamedTuple
from digest.model.site import Site
from digest.plan import urls
from digest.store import Store
from digest.store.lookup import pages_at, paths_below, paths_named

MAX_CANDIDATES = 20_000
"""Number of paths that are compared to find similar ones."""


class PageNotFound(NamedTuple):
    """There is no page at a path."""

    message: str
    hint: str
    near: tuple[str, ...] = ()
    """Similar paths in the output."""


class PageQuery:
    """What the user asks for, as possible paths."""

    def __init__(self, given: str, site: Site, output: str) -> None:
        """`output`: the output folder of the last build, which can differ from the one in config.yaml."""
        self.given, self.site, self.output = given, site, output
        on_disk = [os.path.join(folder, given) for folder in (os.getcwd(), site.options.root)]
        self.is_foreign_url = False
        """Whether it is a URL of another site."""
        in_output = [path for full in on_disk for path in _relative_to(output, full)]
        in_content = [
            folder.prefix + path
            for full in on_disk
            for folder in site.folders
            if folder.area == CONTENT
            for path in _relative_to(folder.path(site.options.root), full)
        ]
        names = [*in_output, *self._paths_of_url(given)]
        self.paths = tuple(dict.fromkeys(path for name in names for path in _with_index(name)))
        """Possible paths in the output, the most likely first."""
        self.sources = tuple(dict.fromkeys(in_content))
        """Possible paths in content/, in case the user names an article."""

    def _paths_of_url(self, given: str) -> list[str]:
        site_url, base = self.site.config.url, urls.base_path(self.site.config)
        address = given
        if "://" in given:
            own, asked = (url.partition("://")[2] for url in (site_url, given))
            self.is_foreign_url = not f"{asked}/".startswith(own)
            if self.is_foreign_url:
                return []
            address = base + asked[len(own) :]
        page = address.partition("#")[0].partition("?")[0]
        paths = [page[len(base) :]] if page.startswith(base) else []
        paths += [page.lstrip("/"), address.lstrip("/")]
        return [variant for path in paths for variant in (unquote(path), path)]


def _relative_to(folder: str, path: str) -> list[str]:
    """A path on disk relative to a folder that contains it, before and after links are followed."""
    found = []
    for top, full in ((folder, os.path.abspath(path)), (os.path.realpath(folder), os.path.realpath(path))):
        if f"{full}{os.sep}".startswith(os.path.join(top, "")):
            found.append(os.path.relpath(full, top).replace(os.sep, "/").removeprefix("."))
    return found


def _with_index(path: str) -> list[str]:
    """The path of a file, and that of the index page if it is a folder."""
    if not path or path.endswith("/"):
        return [f"{path}index.html"]
    return [path, f"{path}/index.html"]


def explain_not_found(query: PageQuery, store: Store) -> PageNotFound:
    """Say why there is no page."""
    site = query.site
    for path in query.sources:
        row = store.source(path)
        source = file_path(site.config, path)
        if row and row.live:
            hint = f"Its page is {row.url}: run `digest why {row.url}`."
            what = "a page" if is_standing(path) else "an article"
            return PageNotFound(f"{source} is {what}, not an output file", hint, (row.url,))
        if row:
            return PageNotFound(f"{source} is not published", "`digest build -v` shows why.")
    if query.is_foreign_url:
        return PageNotFound(
            f"{query.given} is not a URL of this site", f"URLs of this site begin with {site.config.url}."
        )
    for path in query.paths:
        if pages_at(store, path):
            return PageNotFound(f"there is no longer a page at {path}", "The next build removes the file.")
        if os.path.isfile(os.path.join(query.output, path)):
            return PageNotFound(f"digest did not create {path}", "Builds do not change this file.")
    likely = next((path for path in query.paths if "." in path.rpartition("/")[2]), query.paths[0])
    similar = _similar_paths(likely, store)
    names = " or ".join(f"`{path}`" for path in similar)
    hint = f"Did you mean {names}?" if similar else "`digest build --manifest FILE` lists all output files."
    return PageNotFound(f"there is no page at {query.paths[0]}", hint, similar)


def _similar_paths(path: str, store: Store) -> tuple[str, ...]:
    """Similar paths: those with the same file name, and those in the nearest folder above that exists."""
    import difflib

    folder, _, name = path.rpartition("/")
    candidates: list[str] = []
    while not candidates:
        candidates = paths_below(store, f"{folder}/" if folder else "", MAX_CANDIDATES)
        if not folder:
            break
        folder = folder.rpartition("/")[0]
    if name != "index.html":
        candidates += paths_named(store, name, MAX_CANDIDATES)
    return tuple(difflib.get_close_matches(path, list(dict.fromkeys(candidates)), n=3, cutoff=0.6))
