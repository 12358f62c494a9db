"""The steps of a build, in order: scan, read, index, plan, render, write.

Each step hands a frozen value to the next. `run.py` decides whether there is anything to do, and what happens if the store
is damaged.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from typing import TYPE_CHECKING

from digest.build.changes import detect_changes
from digest.build.edits import find_edits
from digest.build.images import plan_all_images, plan_images, process_images
from digest.build.indexer import find_named_files, index_sources
from digest.build.path_conflicts import resolve_path_conflicts
from digest.build.planner import plan_changes, plan_copies, plan_everything
from digest.build.prepare import open_store, start
from digest.build.publish import make_pages, publish
from digest.build.report import report
from digest.build.runner import Runner
from digest.build.safeguards import (
    UnsafeOutput,
    check_output_does_not_shrink,
    check_output_is_safe,
    files_used_by,
    invalidate_changed_output,
)
from digest.build.schedule import next_change, plan_ages
from digest.build.session import BuildRequest, BuildSession
from digest.build.shared_state import shared_state
from digest.build.theme_state import load_theme_state
from digest.build.unnamed_sources import unnamed_sources_note
from digest.build.unsupported import no_article_problems, unsupported_file_problems, unsupported_files
from digest.build.up_to_date import BuildState, seen_by_build
from digest.model.events import Event, Progress, Report, Stage
from digest.model.folders import STATIC
from digest.model.problem import Problem, sorted_problems
from digest.model.site import Site
from digest.store.pages import KnownFile

if TYPE_CHECKING:
    from digest.build.profile import Profiler

MANY = 2_000
"""If more sources changed, planning all pages takes less time than following each change."""


def run_pipeline(
    site: Site, state: BuildState, request: BuildRequest, problems: list[Problem], on_event: Callable[[Event], None],
    profiler: Profiler | None = None, known: Collection[KnownFile] = (), *, check_bodies: bool = False,
) -> Report:  # fmt: skip
    """Build the site. `problems`: those of the settings. `known` and `check_bodies`: see `prepare.start`."""
    session = request.session or BuildSession()
    worker = profiler.worker(site) if profiler else session.worker(site)
    ours = {file.path for file in known}

    def stage(name: Stage) -> None:
        if profiler:
            profiler.stage(name)

    with open_store(site) as (store, seen):
        runner = None
        try:
            with store.transaction():
                begun = start(
                    store, site, state.stamp[0], worker.bodies, session.builds, known, check_bodies=check_bodies
                )
                runner = Runner(worker, begun.number, profiler)
                changes = detect_changes(store, site, state.now, state.scans, request.hint)
                problems = [*problems, *changes.problems]
                state.scans.clear()  # in a large archive they take more memory than all that follows
                store.update_table("files", changes.stamps)
                full = begun.full or len(changes.sources) + len(changes.gone) > MANY

                stage("read")
                articles = runner.read(list(changes.sources))
                load_theme = cache(lambda: load_theme_state(store, site, begun.program))
                if runner.has_workers:
                    load_theme()  # while they read; else while they process images
                indexed = index_sources(
                    store, changes.gone, articles, lambda done: on_event(Progress("read", done, len(changes.sources))),
                    full=full, fresh=begun.fresh,
                )  # fmt: skip
                runner.end_step()
                used = files_used_by(store, indexed.withheld, changes.gone_stamps)
                changes = changes.keeping(used)
                store.update_table("files", {}, changes.gone_stamps)
                indexed = find_named_files(store, indexed, changes.files)

                stage("pictures")
                images = process_images(
                    store, site, begun.program, changes, indexed, set(used.values()), runner, request, load_theme, on_event,
                )  # fmt: skip
                stage("plan")
                theme = load_theme()
                problems = [*problems, *theme.problems]
                edits = find_edits(store, site, indexed, images.files)
                unsupported = unsupported_files(store, changes)
                store.update_table("folders", changes.folders, changes.gone_folders)

                shared = shared_state(store, site, begun.program, theme)
                kinds = shared.fingerprints.optional_kinds
                if full or shared.changed:
                    plan_everything(store, site, theme.files, store.file_paths(STATIC), kinds)
                    unused_images = plan_all_images(store)
                else:
                    plan_changes(store, site, edits, images.files, kinds)
                    unused_images = plan_images(store, images, edits.articles)
                    plan_copies(store, theme.changes, changes.static)
                    store.mark_kinds_stale(shared.changed_kinds)
                plan_ages(store, site, shared.fingerprints.optional_names)
                if request.hint is None:
                    invalidate_changed_output(store, site)
                resolve_path_conflicts(store)
                check_output_is_safe(store, site, begun.found, ours, unread=begun.fresh and changes.unread)
                check_output_does_not_shrink(store, site)

            if request.session:
                session.note_moved(store, on_event)
                request = request.with_moved(session.moved)
            stage("render")
            made = make_pages(store, site, shared, runner, request, on_event)
            stage("write")
            images_changed = bool(images.keys) or unused_images
            published = publish(store, site, made, runner, read=indexed.read, images_changed=images_changed)
            problems = [*problems, *unsupported_file_problems(site, unsupported), *no_article_problems(store, site)]
            foreign = set(begun.found) - ours if begun.fresh else ()
            done = report(store, site, problems, indexed.read, made, published, foreign)
            done = done._replace(note=unnamed_sources_note(store, site, indexed.read))
            seen |= seen_by_build(store, site, state, done, next_change(store, site))
            session.finished(begun.number, cut=made.cut, without_sizes=images.without_sizes)
            return done
        except UnsafeOutput as unsafe:
            return Report(problems=tuple(sorted_problems([*problems, unsafe.problem])))
        finally:
            if runner:
                runner.close()
            worker.close()
