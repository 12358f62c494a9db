"""Which pictures to look at, and which pages are made from them: between reading articles and planning their pages.

Articles need the size of each picture before they are rendered, so pictures are looked at first: those that an article
shows, and that changed since they were looked at last. Several articles may show one picture, and several files be the
same one, so the pages made from pictures are no article's own: they are there as long as a published article shows one.
This module must not know how a picture is read.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from digest.build.changes import FileChanges
from digest.build.indexer import ArticleEdit, IndexedArticle
from digest.model.article import unpack_detail
from digest.model.fingerprint import hash_text
from digest.model.image import ImageRecord, unpack_info
from digest.model.site import Site
from digest.plan import page_set as plan
from digest.store import Store
from digest.store.sources import SourceRow


class ImageIndexer:
    """The pictures of one build under way."""

    def __init__(self, store: Store, site: Site, program: str, *, full: bool) -> None:
        """`program`: its fingerprint; with another one, or other settings, all pictures are looked at again."""
        self.store, self.full = store, full
        settings = hash_text(program, repr(site.config.pictures))
        if store.meta("pictures") != settings:
            store.invalidate_images()
            store.set_meta("pictures", settings)
            self.full = True
        self.files: dict[str, None] = {}
        """Pictures and other files, as articles refer to them, of which something is new: at first those that changed."""
        self._shown: dict[str, None] = {}
        self._marks: set[str] = set()
        """Of pictures that changed, what they were and what they are."""

    def note_articles(self, readings: Iterable[IndexedArticle]) -> None:
        """Articles that were read: what they show may be new."""
        if not self.full:
            for reading in readings:
                self._shown.update(dict.fromkeys(path for path, image in reading.refs if image))

    def note_files(self, changes: FileChanges) -> None:
        """Files that are new, changed or gone."""
        static = sorted(changes.static[0] | changes.static[1])
        self.files.update(dict.fromkeys([*changes.files, *("/" + file for file in static)]))

    def to_process(self, spared: Container[str]) -> list[tuple[str, str]]:
        """(path, stamp) of pictures, once all articles are read; those that nobody shows any more are forgotten. `spared`:
        those whose files are gone, and of which all that is known stays."""
        among = None if self.full else list(dict.fromkeys([*self.files, *self._shown, *self.store.pending_images()]))
        self._forget(among)
        return [job for job in self.store.images_to_process(among) if job[0] not in spared]

    def add(self, looked: Iterable[ImageRecord]) -> None:
        """What came of looking at some."""
        for shown in looked:
            self._note(shown.path, shown)

    def _note(self, path: str, shown: ImageRecord | None) -> None:
        before = self.store.image(path)
        after = unpack_info(shown.facts) if shown else None
        if before != after:
            self.files[path] = None
            self._marks |= {facts.mark for facts in (before, after) if facts}
        if shown:
            self.store.put_images([shown])
        else:
            self.store.remove_images([path])

    @property
    def changed(self) -> bool:
        """Whether one came, went or is another."""
        return bool(self._marks)

    # -- planning -------------------------------------------------------------------------------

    def plan_all(self) -> None:
        """A full plan: all that is shown."""
        self.store.mark_stale(page for facts in self.store.shown_images(None) for page in plan.image_pages(facts))
        self._forget(None)

    def plan(self, changes: Iterable[ArticleEdit]) -> None:
        """The pages made from pictures that changed, or that an article shows or showed that changed."""
        paths = sorted({path for c in changes for row in (c.before, c.after) if row for path in _shown_by(row)})
        marks = self._marks | {facts.mark for path in paths if (facts := self.store.image(path))}
        marks.discard("")
        for mark in sorted(marks):
            wanted = [page for facts in self.store.shown_images([mark]) for page in plan.image_pages(facts)]
            self.store.mark_gone(page for page in self.store.pages_of_image(mark) if page not in wanted)
            self.store.mark_stale(wanted)
        self._forget(paths)

    def _forget(self, paths: Iterable[str] | None) -> None:
        """Pictures that no article shows any more."""
        for path in self.store.unused_images(paths):
            self._note(path, None)


def _shown_by(row: SourceRow) -> set[str]:
    """The pictures that an article shows, as it refers to them."""
    return {ref.target for ref in unpack_detail(row.detail).refs if ref.kind == "image"} if row.detail else set()
