"""What changed in the site's folders since the last build: the scan held against the store.

This module must not read files' contents, or know what an article is.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from digest.build.session import ChangeHint
from digest.files.scan import ARTICLES, Scan, scan
from digest.model.problem import Problem
from digest.model.site import Site
from digest.store import Store
from digest.store.sources import CONTENT, STATIC, under


class FileChanges(NamedTuple):
    """Paths under content/ (`sources`, `files`) and static/."""

    sources: tuple[tuple[str, str, str], ...]
    """Articles that are new or may have changed: (path, stamp, hash of last time)."""
    gone: tuple[str, ...]
    files: tuple[str, ...]
    """Other files of content/ that are new, changed or gone."""
    static: tuple[frozenset[str], frozenset[str]]
    """(new or changed, gone)."""
    folders: dict[str, str]
    """Signatures to remember once the build is done."""
    gone_folders: tuple[str, ...]
    stamps: dict[str, str]
    """Stamps of other files to remember now."""
    gone_stamps: tuple[str, ...]
    problems: tuple[Problem, ...]
    unread: bool
    """Whether there is a folder that could not be read."""

    def sparing(self, files: Collection[str]) -> FileChanges:
        """As though these files, which are gone, were still there; the next build looks at their folders again. Each has
        CONTENT or STATIC before it."""
        if not files:
            return self
        folders = {path[: max(path.rfind("/"), path.index(":")) + 1] for path in files}
        static = {path[len(STATIC) :] for path in files if path.startswith(STATIC)}
        return self._replace(
            files=tuple(p for p in self.files if CONTENT + p not in files),
            static=(self.static[0], self.static[1] - static),
            folders=self.folders | dict.fromkeys(folders, ""),
            gone_folders=tuple(p for p in self.gone_folders if p not in folders),
            gone_stamps=tuple(p for p in self.gone_stamps if p not in files),
        )


def detect_changes(store: Store, site: Site, now: int, seen: dict[str, Scan], hint: ChangeHint | None = None) -> FileChanges:
    """Scan content/ and static/ and compare; `now`: the file system's time in nanoseconds.

    `seen`: scans made already, by folder. `hint`: where something changed, when that is known.
    """
    known = store.pairs("folders")
    parts = ((site.content, site.config.content, CONTENT, hint and hint.content),
             (site.static, site.config.static, STATIC, hint and hint.static))  # fmt: skip
    content, static = (
        seen.get(place) or scan(place, shown, now, under(start, known), only) for place, shown, start, only in parts
    )
    found = {CONTENT + p: f for p, f in content.folders.items()} | {STATIC + p: f for p, f in static.folders.items()}
    if any(f.files is None and known.get(p) != f.signature for p, f in found.items()):
        # These scans left out what the store knew then. It has to be read again since.
        return detect_changes(store, site, now, {})
    blocked = tuple([CONTENT + p for p in content.blocked] + [STATIC + p for p in static.blocked])
    gone_folders = tuple(p for p in known if p not in found and not p.startswith(blocked or ("\0",)))
    differing = [p for p, f in found.items() if not f.signature or known.get(p) != f.signature]
    collect = _ChangeCollector(store, blocked)
    for path in [*differing, *gone_folders]:
        collect.folder(path, found[path].files or {} if path in found else {})
    folders = {p: found[p].signature for p in differing}
    return collect.changes(folders, gone_folders, (content, static))


class _ChangeCollector:
    """Gathers the differences of single folders."""

    def __init__(self, store: Store, blocked: tuple[str, ...]) -> None:
        self.store, self.blocked = store, blocked
        self.sources: list[tuple[str, str, str]] = []
        self.gone: list[str] = []
        self.stamps: dict[str, str] = {}
        self.gone_stamps: list[str] = []

    def folder(self, path: str, files: dict[str, str]) -> None:
        """One folder, by its path with CONTENT or STATIC before it; no files: it is gone."""
        kind, _, place = path.partition(":")
        kind += ":"
        articles = {p: s for p, s in files.items() if kind == CONTENT and p.lower().endswith(ARTICLES)}
        if kind == CONTENT:
            known = self.store.stamps(place)
            for p, stamp in sorted(articles.items()):
                old = known.get(p, ("", ""))
                if not stamp or old[0] != stamp:
                    self.sources.append((p, stamp, old[1]))
            self.gone += sorted(p for p in known if p not in articles and not self._blocked(CONTENT + p))
        before = self.store.file_stamps(path)
        after = {kind + p: s for p, s in files.items() if p not in articles}
        self.stamps.update({p: s for p, s in after.items() if not s or before.get(p) != s})
        self.gone_stamps += sorted(p for p in before if p not in after and not self._blocked(p))

    def _blocked(self, path: str) -> bool:
        return bool(self.blocked) and path.startswith(self.blocked)

    def changes(self, folders: dict[str, str], gone_folders: tuple[str, ...], scans: tuple[Scan, Scan]) -> FileChanges:
        """All of it."""
        both = [*self.stamps, *self.gone_stamps]
        cut = len(STATIC)
        return FileChanges(
            sources=tuple(self.sources),
            gone=tuple(self.gone),
            files=tuple(p[len(CONTENT) :] for p in both if p.startswith(CONTENT)),
            static=(
                frozenset(p[cut:] for p in self.stamps if p.startswith(STATIC)),
                frozenset(p[cut:] for p in self.gone_stamps if p.startswith(STATIC)),
            ),
            folders=folders,
            gone_folders=gone_folders,
            stamps=self.stamps,
            gone_stamps=tuple(self.gone_stamps),
            problems=scans[0].problems + scans[1].problems,
            unread=any(p == "" or p.endswith("/") for s in scans for p in s.blocked),
        )
