"""The last steps of a build: make the stale pages, remove files that are gone, and note the traces of all pages."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from itertools import chain

from digest.build.results import BuildResults, PageResult, size_of
from digest.build.runner import SMALL, Runner
from digest.build.safeguards import has_kept_pages, pages_kept_from_lost_store
from digest.build.session import BuildRequest
from digest.build.shared_state import SharedState
from digest.files import output
from digest.model.events import Event, Progress, Rendered
from digest.model.kinds import is_asset
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem
from digest.model.site import Site
from digest.store import Store
from digest.store.bodies import compact, file_stamps, sweep
from digest.store.pages import StalePage

NEWEST = 3
"""Number of days that the first build of `digest serve` makes together with the front page."""


class Made(NamedTuple):
    """The pages that were made."""

    results: BuildResults
    kept: tuple[str, ...]
    """Theme files that were not overwritten, because older pages that stay may use them."""
    left: int
    """Number of stale pages that were not made."""
    problems: tuple[Problem, ...] = ()

    @property
    def cut(self) -> bool:
        """Whether stale pages are left."""
        return self.left > 0


class Published(NamedTuple):
    """The files that were removed or kept."""

    removed: int
    kept: tuple[str, ...]
    """Files that were not removed, because pages that stay may use them."""


def make_pages(
    store: Store,
    site: Site,
    shared: SharedState,
    runner: Runner,
    request: BuildRequest,
    on_event: Callable[[Event], None],
) -> Made:
    """Make all stale pages: first the files of the theme that do not exist, so that no page is shown without its style sheet;
    then the pages that a browser shows, the others, and the other files of the theme at the end."""
    number, results = store.count_stale(), BuildResults(site.state)
    if number and (problem := _prepare(runner, shared, store.stale_kinds())):
        return Made(results, (), number, (problem,))
    kept: list[str] = []
    theme = list(store.stale(theme=True))
    missing = [job for job in theme if size_of(os.path.join(site.output, job[0])) < 0]
    pages = _make_pages(store, runner, shared, request, number)
    changed = _make_theme_files([job for job in theme if job not in missing], site, runner, request, results, kept)
    try:
        for piece in chain(_make_missing(missing, runner), pages, changed):
            results.add(piece)
            for result in piece:
                if result.state != "same":
                    on_event(Rendered(result.path, result.reason, result.state == "written"))
            on_event(Progress("render", results.total, number))
    except BaseException:
        results.close()
        raise
    runner.end_step()
    return Made(results, tuple(kept), number - results.total)


def _prepare(runner: Runner, shared: SharedState, kinds: set[str]) -> Problem | None:
    """Load the theme, for pages of these kinds. It had no errors when it was checked, but it may have been changed since."""
    try:
        runner.worker.pages.prepare(shared.fingerprints, shared.theme)
        runner.worker.pages.load_templates(kinds)
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "jinja2":
            raise
        return Problem("template-syntax", f"a template changed during the build: {error}", hint="Build again.")
    return None


def _make_pages(
    store: Store, runner: Runner, shared: SharedState, request: BuildRequest, number: int
) -> Iterator[list[PageResult]]:
    rest = store.stale()
    paths = [*request.first, *(store.newest_editions(NEWEST) if request.newest_first else ())]
    first = [job for job in store.stale_at(dict.fromkeys(paths)) if job[1] != "theme"]
    for job in first:
        yield runner.worker.make([job])
    if first:
        runner.worker.close()  # before processes are forked
        rest = (job for job in rest if job not in first)
    yield from runner.make(rest, number, shared.fingerprints, request.stop)


def _make_missing(jobs: list[StalePage], runner: Runner) -> Iterator[list[PageResult]]:
    """Make files of the theme that do not exist: no older page uses them."""
    if jobs:
        yield runner.worker.make(jobs)
        runner.worker.close()  # before processes are forked


def _make_theme_files(
    jobs: list[StalePage], site: Site, runner: Runner, request: BuildRequest, results: BuildResults, kept: list[str]
) -> Iterator[list[PageResult]]:
    """Make other files of the theme after all pages: if older pages stay, so do the files that they use. Adds to `kept`."""
    if not jobs or (results.total and request.stop()):
        return
    runner.end_step()
    held = runner.worker.pages.overwriting(jobs) if has_kept_pages(site, results) else []
    kept += [job[0] for job in held]
    yield [PageResult("failed", *job[5:], None, "", *job[:5]) for job in held]
    yield runner.worker.make([job for job in jobs if job not in held])


def publish(store: Store, site: Site, made: Made, runner: Runner, *, read: int, images_changed: bool) -> Published:
    """Remove the files of pages that are gone, then save the traces of all pages that were made. `read`: the number of
    sources that were read."""
    bodies, results = runner.worker.bodies, made.results
    unused: set[str] = set()
    gone = {} if made.cut else store.gone()  # files are removed only after all others are written
    kept = [path for path, kind in gone.items() if is_asset(kind)] if gone and has_kept_pages(site, results) else []
    kept += pages_kept_from_lost_store(store)
    removed = output.remove(site.output, [path for path in gone if path not in kept])
    folders = results.folders | {path[: path.rfind("/") + 1] for path in gone}
    if site.options.executor:  # a worker may have been lost, whose pages another one wrote
        for folder in folders:
            output.remove_temporaries(os.path.join(site.output, folder))
    mtimes = output.folder_mtimes(site.output, folders)
    with store.transaction():
        if not made.cut:
            store.drop_gone(kept)
        store.save_traces(results.take_traces())
        store.update_table("output_folders", mtimes, folders - set(mtimes))
        if read >= SMALL:  # bodies were written to new files
            sweep(bodies.folder, store.bytes_by_file())
        if images_changed:
            runner.worker.images.sweep(store.image_keys())
        unused = compact(store, bodies, f"{runner.build}.moved")
        stamps = file_stamps(bodies.folder)
        store.set_meta("bodies", json.dumps({name: stamp for name, stamp in stamps.items() if name not in unused}))
    for name in unused:  # the store now refers to the new files
        os.unlink(os.path.join(bodies.folder, name))
    return Published(removed, tuple(kept))
