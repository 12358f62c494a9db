"""From what people call a file of the output (a path on disk, a path of the site, an address) to its path in it.

And, where no page has that path, what may have been meant. This module must not know what is said of a page.
"""

from __future__ import annotations

import os
from typing import NamedTuple
from urllib.parse import unquote

from digest.model.site import Site
from digest.plan import urls
from digest.store import Store
from digest.store.lookup import known_at, paths_below, paths_named

MOST = 20_000
"""So many paths at most are looked at for one that resembles a wrong one."""


class PageNotFound(NamedTuple):
    """Nothing stands at the path that was asked for."""

    message: str
    hint: str
    near: tuple[str, ...] = ()
    """Paths of the output that may have been meant."""


class PageQuery:
    """What somebody asks for. `output`: the folder of the last build, which may be another than config.yaml says."""

    def __init__(self, given: str, site: Site, output: str) -> None:
        self.given, self.site, self.output = given, site, output
        on_disk = [os.path.join(start, given) for start in (os.getcwd(), site.options.root)]
        self.foreign = False
        """It is an address, and not one of this site."""
        in_output = [p for full in on_disk for p in _below(output, full)]
        in_content = [p for full in on_disk for p in _below(site.content, full)]
        self.paths = tuple(dict.fromkeys(p for c in [*in_output, *self._address(given)] for p in _files(c)))
        """Paths in the output that may be meant, the likeliest first."""
        self.sources = tuple(dict.fromkeys(in_content))
        """The same in content/: some ask for an article."""

    def _address(self, given: str) -> list[str]:
        own, base = self.site.config.url, urls.base_path(self.site.config)
        address = given
        if "://" in given:
            here, there = (x.partition("://")[2] for x in (own, given))
            self.foreign = not f"{there}/".startswith(here)
            if self.foreign:
                return []
            address = base + there[len(here) :]
        page = address.partition("#")[0].partition("?")[0]
        found = [page[len(base) :]] if page.startswith(base) else []
        found += [page.lstrip("/"), address.lstrip("/")]
        return [x for path in found for x in (unquote(path), path)]


def _below(folder: str, path: str) -> list[str]:
    """A path on disk as seen from a folder, when it is in there; with a `/` at its end when the user wrote one."""
    found = []
    for top, full in ((folder, os.path.abspath(path)), (os.path.realpath(folder), os.path.realpath(path))):
        if f"{full}{os.sep}".startswith(os.path.join(top, "")):
            found.append(os.path.relpath(full, top).replace(os.sep, "/").removeprefix("."))
    return found


def _files(path: str) -> list[str]:
    """The file that a path names, or the index of the folder that it names."""
    if not path or path.endswith("/"):
        return [f"{path}index.html"]
    return [path, f"{path}/index.html"]


def unknown(asked: PageQuery, store: Store) -> PageNotFound:
    """Why nothing is known of what was asked for."""
    site = asked.site
    for path in asked.sources:
        row = store.source(path)
        if row and row.live:
            hint = f"Its page is {row.url}: `digest why {row.url}`."
            return PageNotFound(f"{site.config.content}/{path} is an article and no file of the output", hint, (row.url,))
        if row:
            return PageNotFound(f"{site.config.content}/{path} is not published", "`digest build -v` says why.")
    if asked.foreign:
        return PageNotFound(f"{asked.given} is no address of this site", f"Its addresses begin with {site.config.url}.")
    for path in asked.paths:
        if known_at(store, path):
            return PageNotFound(f"no page stands at {path} any more", "The next build removes the file.")
        if os.path.isfile(os.path.join(asked.output, path)):
            hint = "It came from somewhere else; builds leave it alone."
            return PageNotFound(f"digest did not write {path}: the file is not its own", hint)
    likely = next((path for path in asked.paths if "." in path.rpartition("/")[2]), asked.paths[0])
    near = _near(likely, store)
    names = " or ".join(f"`{path}`" for path in near)
    hint = (
        f"Did you mean {names}?"
        if near
        else "Name a file of the output; `digest build --manifest FILE` lists them all."
    )
    return PageNotFound(f"no page stands at {asked.paths[0]}", hint, near)


def _near(path: str, store: Store) -> tuple[str, ...]:
    """Paths that resemble one: of the same name anywhere, or in the nearest folder above that is there."""
    import difflib

    folder, _, name = path.rpartition("/")
    found: list[str] = []
    while not found:
        found = paths_below(store, f"{folder}/" if folder else "", MOST)
        if not folder:
            break
        folder = folder.rpartition("/")[0]
    if name != "index.html":
        found += paths_named(store, name, MOST)
    likely = list(dict.fromkeys(found))
    return tuple(difflib.get_close_matches(path, likely, n=3, cutoff=0.6))
