"""What changed in the folders of the site since the last build: compare a scan with the store.

No file is read, except the beginning of changed HTML files, which are articles if they have front matter.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from digest.build.session import ChangeHint
from digest.files.ignore import ignored
from digest.files.scan import ARTICLES, HTML, NO_FILES, Scan, has_front_matter, scan
from digest.model.folders import CONTENT, STATIC
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem
from digest.model.site import Site
from digest.store import Store


class FileChanges(NamedTuple):
    """Paths under content/ (`sources`, `files`) and static/."""

    sources: tuple[tuple[str, str, str], ...]
    """Articles that are new or may have changed: (path, stamp, content hash of the last build)."""
    gone: tuple[str, ...]
    files: tuple[str, ...]
    """Other files of content/ that are new, changed or gone."""
    static: tuple[frozenset[str], frozenset[str]]
    """(new or changed, gone)."""
    folders: dict[str, str]
    """Signatures of changed folders, for the store."""
    gone_folders: tuple[str, ...]
    stamps: dict[str, str]
    """Stamps of other files, for the store."""
    gone_stamps: tuple[str, ...]
    problems: tuple[Problem, ...]
    unread: bool
    """Whether a folder could not be read."""

    def keeping(self, files: Collection[str]) -> FileChanges:
        """These changes as if the given files, which are gone, still existed. The next build scans their folders again. Each
        path begins with CONTENT or STATIC."""
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


def detect_changes(
    store: Store, site: Site, now: int, scans: dict[str, Scan], hint: ChangeHint | None = None
) -> FileChanges:
    """Scan the folders of the site and compare them with the store.

    `now`: the time of the file system in nanoseconds. `scans`: scans that were made already, by folder. `hint`: where files
    changed, if that is known.
    """
    known = store.read_table("folders")
    found_in = {CONTENT: NO_FILES, STATIC: NO_FILES}
    for folder in site.folders:
        place, only = folder.path(site.options.root), None if hint is None else folder.own(hint.folders)
        result = scans.get(place) or scan(place, folder.name, now, folder.signatures(known), only, folder.skipped)
        found_in[folder.area] = found_in[folder.area].with_files(result, folder.prefix)
    content, static = found_in[CONTENT], found_in[STATIC]
    found = {CONTENT + p: f for p, f in content.folders.items()} | {STATIC + p: f for p, f in static.folders.items()}
    if any(f.files is None and known.get(p) != f.signature for p, f in found.items()):
        # These scans left out folders that the store knew at the time but does not know now.
        return detect_changes(store, site, now, {})
    blocked = tuple([CONTENT + p for p in content.blocked] + [STATIC + p for p in static.blocked])
    gone_folders = tuple(p for p in known if p not in found and not p.startswith(blocked or ("\0",)))
    differing = [p for p, f in found.items() if not f.signature or known.get(p) != f.signature]
    collect = _ChangeCollector(store, blocked, site)
    for path in [*differing, *gone_folders]:
        collect.folder(path, found[path].files or {} if path in found else {})
    folders = {p: found[p].signature for p in differing}
    return collect.changes(folders, gone_folders, (content, static))


class _ChangeCollector:
    """Collects the differences of single folders."""

    def __init__(self, store: Store, blocked: tuple[str, ...], site: Site) -> None:
        self.store, self.blocked, self.file = store, blocked, site.file
        self.is_ignored = ignored(site.config.ignore)
        self.sources: list[tuple[str, str, str]] = []
        self.gone: list[str] = []
        self.stamps: dict[str, str] = {}
        self.gone_stamps: list[str] = []

    def folder(self, path: str, files: dict[str, str]) -> None:
        """Add one folder. Its path begins with CONTENT or STATIC; it has no files if it is gone."""
        kind, _, place = path.partition(":")
        kind += ":"
        if kind == CONTENT:
            files = {p: s for p, s in files.items() if not self.is_ignored(p)}
        articles: dict[str, str] = {}
        before = self.store.file_stamps(path)
        if kind == CONTENT:
            known = self.store.stamps(place)
            articles = {p: s for p, s in files.items() if self._is_article(p, s, known, before)}
            for p, stamp in sorted(articles.items()):
                old = known.get(p, ("", ""))
                if not stamp or old[0] != stamp:
                    self.sources.append((p, stamp, old[1]))
            self.gone += sorted(p for p in known if p not in articles and not self._blocked(CONTENT + p))
        after = {kind + p: s for p, s in files.items() if p not in articles}
        self.stamps.update({p: s for p, s in after.items() if not s or before.get(p) != s})
        self.gone_stamps += sorted(p for p in before if p not in after and not self._blocked(p))

    def _is_article(
        self, path: str, stamp: str, known: Mapping[str, tuple[str, str]], other_files: Mapping[str, str]
    ) -> bool:
        """`known`: (stamp, hash) of the articles of the last build; `other_files`: stamps of its other files."""
        name = path.lower()
        if name.endswith(ARTICLES):
            return True
        if not name.endswith(HTML):
            return False
        if stamp and (stamp == known.get(path, ("", ""))[0] or stamp == other_files.get(CONTENT + path)):
            return path in known
        return has_front_matter(self.file(path))

    def _blocked(self, path: str) -> bool:
        return bool(self.blocked) and path.startswith(self.blocked)

    def changes(
        self, folders: dict[str, str], gone_folders: tuple[str, ...], both_scans: tuple[Scan, Scan]
    ) -> FileChanges:
        """All changes."""
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
            problems=both_scans[0].problems + both_scans[1].problems,
            unread=any(p == "" or p.endswith("/") for s in both_scans for p in s.blocked),
        )
