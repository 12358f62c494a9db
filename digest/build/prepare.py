"""The first step of a build: compare what shapes all pages with the last build, and recover from an interrupted one."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from digest.build import seal
from digest.build.results import size_of
from digest.files import output
from digest.model.fingerprint import hash_text
from digest.model.named_tuple import NamedTuple
from digest.model.site import Site
from digest.store import Store
from digest.store.bodies import Bodies, file_stamps
from digest.store.pages import REQUESTED, KnownFile


class BuildStart(NamedTuple):
    """What a build knows before it looks at any file of the site."""

    number: int
    """The number of the build, from 1."""
    program: str
    """Fingerprint of the program."""
    full: bool
    """Whether all pages are planned again."""
    fresh: bool
    """Whether the store knows no source yet."""
    found: tuple[str, ...]
    """Files in the output folder that the store does not know, if this is the first build into that folder."""


@contextmanager
def open_store(site: Site) -> Iterator[tuple[Store, dict[str, Any]]]:
    """The store, opened for writing and with an open seal, and an empty dict, which a build that ends fills with what it saw (see
    `seen_by_build`). Raises StoreDamaged if the store is not the one that the last build left; the seal is not changed then."""
    path = os.path.join(site.state, "store.db")
    output.remove_temporaries(site.state)
    if size_of(path) > 0:
        seal.check(site.state)
    store = Store(path, writable=True)
    sealed = False
    seen: dict[str, Any] = {}
    try:
        before = int(store.meta("builds") or "0")
        if before:
            seal.check_open(site.state, store.db, before)
        seal.open_seal(site.state, before)
        sealed = True
        yield store, seen
    finally:
        store.close()
        if sealed:
            seal.close_seal(site.state, seen)


def start(
    store: Store,
    site: Site,
    program: str,
    bodies: Bodies,
    last: int,
    known: Collection[KnownFile],
    *,
    check_bodies: bool,
) -> BuildStart:
    """Begin a build. Call it inside the first transaction.

    `program`: the fingerprint of the program. `last`: the number of the last build of this process, 0 if there was none.
    `known`: files of the output that were written by digest although the store does not know them. `check_bodies`: check all
    bodies.
    """
    number = int(store.meta("builds") or "0") + 1
    store.set_meta("builds", str(number))
    fresh = store.meta("reading") == ""
    _check_bodies(store, bodies, all_of_them=check_bodies)
    continues = number == last + 1  # this process made the last build, so nothing was interrupted
    if not continues:
        store.invalidate_unfinished()
    store.claim_paths(known)
    reading = hash_text(program, site.reading_settings())
    read_again = site.options.full or store.meta("reading") != reading
    if read_again:
        store.invalidate_all_articles()
        store.set_meta("reading", reading)
    _invalidate_by_git(store, site)
    new_output = store.meta("output") != site.stored_output
    if new_output:
        store.invalidate_all_pages()
        store.set_meta("output", site.stored_output)
    if site.options.full:
        store.invalidate_all_pages(REQUESTED)
    found: list[str] = []
    if new_output or (not continues and not store.is_settled()):
        found = output.foreign_files(site.output, set())  # also removes temporary files of an interrupted build
    return BuildStart(number, program, read_again or new_output, fresh, tuple(found) if new_output else ())


def _invalidate_by_git(store: Store, site: Site) -> None:
    """Read the articles again whose dates in Git changed."""
    before, now = json.loads(store.meta("git") or "{}"), site.git.dates if site.git else {}
    if before != now:
        store.invalidate_articles(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
        store.set_meta("git", json.dumps(now))


def _check_bodies(store: Store, bodies: Bodies, *, all_of_them: bool) -> None:
    """Invalidate the articles whose bodies are missing or damaged. The bodies are only checked if their files were changed
    by another program, or if `all_of_them`."""
    now = file_stamps(bodies.folder)
    noted: dict[str, str] = json.loads(store.meta("bodies") or "{}")
    if all_of_them or any(now.get(name) != stamp for name, stamp in noted.items()):
        places = store.bodies()
        store.invalidate_articles(places[place] for place in bodies.damaged(places))
        bodies.close()
