"""Which images have to be processed, and which smaller images are published.

Articles need the size of each image before they are rendered, so the images of all changed articles are processed first.
Several articles may show one image, and several files may be the same image, so smaller images do not belong to an
article: they are published as long as a published article shows one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from digest.build.changes import FileChanges
from digest.build.edits import ArticleEdit
from digest.build.image_cache import ImageJob
from digest.build.indexer import IndexedSources
from digest.build.results import size_of
from digest.build.runner import Runner
from digest.build.session import BuildRequest, never
from digest.model.article import unpack_detail
from digest.model.events import Event, Progress
from digest.model.fingerprint import hash_text
from digest.model.image import ImageRecord, unpack_info
from digest.model.named_tuple import NamedTuple
from digest.model.site import Site
from digest.plan import page_set
from digest.store import Store
from digest.store.sources import SourceRow


class ImageChanges(NamedTuple):
    """The images and other files that changed."""

    files: tuple[str, ...]
    """Files that are new, changed or gone, as articles refer to them. Includes unchanged images with other properties, for
    example because the settings changed."""
    keys: frozenset[str]
    """Keys of the smaller images of changed images, before and after."""
    without_sizes: bool
    """Whether images are left whose smaller images a later build of this process makes."""


def process_images(
    store: Store, site: Site, program: str, changes: FileChanges, indexed: IndexedSources, kept: Collection[str],
    runner: Runner, request: BuildRequest, meanwhile: Callable[[], object], on_event: Callable[[Event], None],
) -> ImageChanges:  # fmt: skip
    """Process images that are new or changed and that an article shows, and note their sizes in the store.

    `program`: the fingerprint of the program; if it or the settings of images changed, all images are processed again.
    `kept`: images whose files are gone, but which stay in the store. For a session, images are only measured, unless the
    request makes sizes: then those of the images that were measured are made. `meanwhile` is called while workers process
    images, if they do.
    """
    static = sorted(changes.static[0] | changes.static[1])
    images = _Images(store, [*changes.files, *("/" + file for file in static)])
    settings = hash_text(program, repr(site.config.pictures))
    full = indexed.full or store.meta("images") != settings
    if store.meta("images") != settings:
        store.invalidate_images()
        store.set_meta("images", settings)
    paths = None if full else list(dict.fromkeys([*images.files, *indexed.images, *store.pending_images()]))
    images.forget_unused(paths)
    measure = request.session is not None
    new = store.images_to_process(paths, measured=measure)
    images.process([ImageJob(*job, measure) for job in new if job[0] not in kept], runner, never, meanwhile, on_event)
    without_sizes = False
    if measure:
        original = runner.worker.images.original
        jobs = [ImageJob(*job) for job in store.measured_images() if size_of(original(job[0])) >= 0]
        made = images.process(jobs, runner, request.stop, meanwhile, on_event) if request.makes_sizes else 0
        without_sizes = made < len(jobs)
    return ImageChanges(tuple(sorted(images.files)), frozenset(images.keys), without_sizes)


def plan_all_images(store: Store) -> bool:
    """Plan every smaller image of every image that a published article shows; returns whether images became unused."""
    store.mark_stale(page for info in store.shown_images(None) for page in page_set.image_pages(info))
    return _Images(store, ()).forget_unused(None)


def plan_images(store: Store, changes: ImageChanges, edits: Iterable[ArticleEdit]) -> bool:
    """Plan the smaller images of changed images, and of images that a changed article shows or showed; returns whether
    images became unused."""
    paths = sorted({path for edit in edits for row in (edit.before, edit.after) if row for path in _shown_by(row)})
    keys = changes.keys | {info.image_key for path in paths if (info := store.image(path))}
    for key in sorted(keys - {""}):
        pages = [page for info in store.shown_images([key]) for page in page_set.image_pages(info)]
        store.mark_gone(page for page in store.pages_of_image(key) if page not in pages)
        store.mark_stale(pages)
    return _Images(store, ()).forget_unused(paths)


class _Images:
    """Notes images in the store and remembers which ones changed."""

    def __init__(self, store: Store, files: Iterable[str]) -> None:
        self.store = store
        self.files: dict[str, None] = dict.fromkeys(files)
        self.keys: set[str] = set()

    def process(
        self, jobs: list[ImageJob], runner: Runner, stop: Callable[[], bool], meanwhile: Callable[[], object],
        on_event: Callable[[Event], None],
    ) -> int:  # fmt: skip
        """Process images, the largest files first, so that no process still works on one when the others have ended; return
        how many were processed. `stop` is asked after each image."""
        original = runner.worker.images.original
        jobs.sort(key=lambda job: (-size_of(original(job.path)), job.path))
        results = runner.process_images(jobs)
        if runner.has_workers:
            meanwhile()
        number = 0
        for number, records in enumerate(results, 1):
            for record in records:
                self.note(record.path, record)
            on_event(Progress("pictures", number, len(jobs)))
            if stop():
                break
        runner.end_step()
        return number

    def note(self, path: str, record: ImageRecord | None) -> None:
        """Store an image. None: it is no longer used, and is removed."""
        before = self.store.image(path)
        after = unpack_info(record.info) if record else None
        if before != after:
            self.files[path] = None
            self.keys |= {info.image_key for info in (before, after) if info}
        if record:
            self.store.put_images([record])
        else:
            self.store.remove_images([path])

    def forget_unused(self, paths: Iterable[str] | None) -> bool:
        """Remove images that no article shows, among `paths` or all; returns whether there were any."""
        unused = self.store.unused_images(paths)
        for path in unused:
            self.note(path, None)
        return bool(unused)


def _shown_by(row: SourceRow) -> set[str]:
    """The images that an article shows, as it refers to them."""
    return {ref.target for ref in unpack_detail(row.detail).refs if ref.kind == "image"} if row.detail else set()
