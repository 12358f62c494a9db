"""The steps of a build, in order: scan, read, store, plan, render, write.

One `Building` is one build under way, with its store open. build.py decides whether there is anything to do and what
happens when something breaks; here everything is assumed to work. This module must not print or parse arguments.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import digest
from digest.build import seal
from digest.build.changes import FileChanges, detect_changes
from digest.build.images import ImageIndexer
from digest.build.indexer import Indexer, contested_problems
from digest.build.planner import (
    path_conflict_problems,
    plan_changes,
    plan_copies,
    plan_everything,
    resolve_path_conflicts,
)
from digest.build.results import BuildResults, PageResult, deduplicated, size_of
from digest.build.safeguards import (
    FILE_KINDS,
    UnsafeOutput,
    check_output_does_not_shrink,
    check_output_is_safe,
    files_used_by,
    foreign_file_problems,
    has_kept_pages,
    kept_file_problems,
    pages_kept_from_lost_store,
)  # fmt: skip
from digest.build.schedule import next_change, plan_ages
from digest.build.session import BuildRequest, BuildSession, never
from digest.build.theme_state import ThemeState, theme_prints
from digest.build.unsupported import unsupported_file_problems, unsupported_files
from digest.build.up_to_date import BuildState, save_state
from digest.build.worker import LISTED, ROWS, SharedFingerprints
from digest.files import output
from digest.model.events import Event, Hidden, Progress, Rendered, Report, Stage
from digest.model.fingerprint import file_hash, hash_program, hash_text
from digest.model.problem import Problem, sorted_problems
from digest.model.site import Site
from digest.store import Store
from digest.store.bodies import LONG_TAIL, TAIL, file_stamps, sizes, sweep
from digest.store.listings import Listings
from digest.store.pages import ANEW, Adopted, Trace
from digest.store.sources import STATIC

if TYPE_CHECKING:
    from digest.build.pool import Pool
    from digest.build.profile import Profiler

MANY = 2_000
"""From so many changed sources on, a full plan costs less than following each change."""
READ_PIECE, MAKE_PIECE, CUT_PIECE = 64, 32, 8
"""Jobs that a worker gets at once, and whose texts it holds at once; the last is of a build that may be cut short between
two of them."""
SMALL = 100
"""Fewer jobs than this are done in the build's own process, since starting others costs more."""
FEW = 4
"""The same of pictures, each of which takes long."""


class Building:
    """One build under way."""

    def __init__(
        self, site: Site, seen: BuildState, on_event: Callable[[Event], None], watch: Profiler | None, turn: BuildRequest,
        ours: Collection[Adopted] = (), *, check_bodies: bool = False,
    ) -> None:  # fmt: skip
        """`watch`: there when somebody asks how long it takes. `turn`: what is known beforehand. `ours`: files of the
        output that are known to be digest's though the store does not say so. `check_bodies`: read all bodies before
        anything else, since one is damaged."""
        self.turn, self.kept = turn, turn.kept or BuildSession()
        self.site, self.seen, self.say, self.watch, self.ours = site, seen, on_event, watch, ours
        self.check_bodies = check_bodies
        self.jobs = site.options.jobs or os.cpu_count() or 1
        self.worker = watch.worker(site) if watch else self.kept.worker(site)
        self._pool: Pool | None = None
        self._sealed = False
        self.problems: list[Problem] = []
        self.found: list[str] = []
        """Files that were in the output before the store knew anything of it."""
        self.overlooked: list[str] = []
        """Files of content/ that may be meant as articles."""
        self.spared: list[str] = []
        """Files that stay as they were since pages of before may need them."""

    def run(self, problems: list[Problem]) -> Report:
        """All steps, in order."""
        self.problems = list(problems)
        path = os.path.join(self.site.state, "store.db")
        if size_of(path) > 0:
            seal.check(self.site.state)
        self.store = Store(path, writable=True)
        try:
            self._open_seal()
            with self.store.transaction():
                full = self._begin()
                changes = detect_changes(self.store, self.site, self.seen.now, self.seen.scans, self.turn.hint)
                self.seen.scans.clear()  # in a large archive, more than all that comes after it
                self.problems += changes.problems
                self._read_and_plan(changes, full)
                ours = {file.path for file in self.ours}
                check_output_is_safe(self.store, self.site, self.found, ours, unread=self.fresh and changes.unread)
                check_output_does_not_shrink(self.store, self.site)
            self._stage("render")
            outcomes = self._render()
            self._stage("write")
            removed = self._write_down(outcomes)
            report = self._report(outcomes, removed)
            save_state(self.store, self.site, self.seen, report, next_change(self.store, self.site))
            self.kept.builds, self.kept.cut = self.number, self.cut
            return report
        except UnsafeOutput as refused:
            return Report(problems=tuple(sorted_problems([*self.problems, refused.problem])))
        finally:
            self._end_pool()
            self.worker.close()
            self.store.close()
            if self._sealed:
                seal.close_seal(self.site.state)

    def _open_seal(self) -> None:
        """Note that a build begins. A store that is found damaged keeps the seal that says so."""
        before = int(self.store.meta("builds") or "0")
        if before:
            seal.check_open(self.site.state, self.store.db, before)
        seal.open_seal(self.site.state, before)
        self._sealed = True

    def _stage(self, stage: Stage) -> None:
        if self.watch:
            self.watch.stage(stage)

    # -- scan -----------------------------------------------------------------------------------

    def _begin(self) -> bool:
        """Hold what shapes everything against last time; whether all pages are to be planned."""
        store, site = self.store, self.site
        self.program = hash_program(digest.__version__, os.path.dirname(digest.__file__))
        self.number = int(store.meta("builds") or "0") + 1
        store.set_meta("builds", str(self.number))
        store.set_meta("quick", "")  # from here on there is something to do, until this build says otherwise
        self.fresh = store.meta("reading") == ""
        self._check_bodies()
        if self.number != self.kept.builds + 1:
            store.invalidate_unfinished()
        store.claim_paths(self.ours)
        full = site.options.full
        if full:
            store.invalidate_all_articles()
        reading = hash_text(self.program, site.reading_settings())
        if store.meta("reading") != reading:
            store.invalidate_all_articles()
            store.set_meta("reading", reading)
            full = True
        elsewhere = store.meta("output") != site.output
        if elsewhere:
            store.invalidate_all_pages()
            store.set_meta("output", site.output)
            full = True
        if site.options.full:
            store.invalidate_all_pages(ANEW)
        if elsewhere or (self.number != self.kept.builds + 1 and not store.is_settled()):
            found = output.foreign_files(site.output, set())  # removes what a killed build was writing
            self.found = found if elsewhere else []
        return full

    def _check_bodies(self) -> None:
        """Read the articles again whose bodies are missing or damaged. Only done where another program changed the files,
        a build was interrupted, or a page could not be made because of it."""
        now = file_stamps(self.worker.bodies.folder)
        noted: dict[str, str] = json.loads(self.store.meta("bodies") or "{}")
        if self.check_bodies or any(now.get(name) != stamp for name, stamp in noted.items()):
            bodies = self.store.bodies()
            self.store.invalidate_articles(bodies[place] for place in self.worker.bodies.damaged(bodies))
            self.worker.bodies.close()

    # -- read, plan -----------------------------------------------------------------------------

    def _read_and_plan(self, changes: FileChanges, full: bool) -> None:
        store, site = self.store, self.site
        full = full or len(changes.sources) + len(changes.gone) > MANY
        store.replace_pairs("files", changes.stamps)
        self._stage("read")
        readings = self._map("read", iter(changes.sources), len(changes.sources), READ_PIECE)
        self._stage("plan")
        theme = theme_prints(store, site, self.program)  # while workers read
        pictures = ImageIndexer(store, site, self.program, full=full)
        understanding = Indexer(store, site, full=full, fresh=self.fresh)
        understanding.remove(changes.gone)
        self.read = 0
        self._stage("read")
        for piece in readings:
            understanding.add(piece)
            self.read += sum(not r.same for r in piece)
            self.say(Progress("read", self.read, len(changes.sources)))
            pictures.note_articles(piece)
        self._end_pool()
        spared = files_used_by(store, understanding.withheld, changes.gone_stamps)
        changes = changes.sparing(spared)
        store.replace_pairs("files", {}, changes.gone_stamps)
        pictures.note_files(changes)
        self._look_at(pictures, pictures.to_process(set(spared.values())))
        self._stage("plan")
        understanding.finalize(pictures.files)
        self.overlooked = unsupported_files(store, changes)
        store.replace_pairs("folders", changes.folders, changes.gone_folders)
        if self._shared_inputs(theme) or full:
            plan_everything(store, site, theme.files, store.file_paths(STATIC), self.fingerprints.optional_kinds)
            pictures.plan_all()
        else:
            listed = understanding.edits()
            plan_changes(store, site, listed, pictures.files, understanding.renamed, self.fingerprints.optional_kinds)
            pictures.plan(listed)
            plan_copies(store, theme.changes, (set(changes.static[0]), set(changes.static[1])))
            store.mark_kinds_stale(self.redone)
        plan_ages(store, site, self.fingerprints.optional_names)
        self.sweeps = pictures.changed
        if self.turn.hint is None:
            self._recover_output()
        resolve_path_conflicts(store)

    def _look_at(self, pictures: ImageIndexer, jobs: list[tuple[str, str]]) -> None:
        """Pictures that are new or changed: how large they are, and smaller ones made from them."""
        if jobs:
            self._stage("pictures")
        for number, looked in enumerate(self._map("process_images", iter(jobs), len(jobs), 1, FEW), 1):
            pictures.add(looked)
            self.say(Progress("pictures", number, len(jobs)))
        self._end_pool()

    def _shared_inputs(self, theme: ThemeState) -> bool:
        """What all pages share: settings, sections, templates. Whether any page may now be another for it, or one more
        or less; when only templates differ, `redone` has the kinds of pages that are made by them."""
        listings = Listings(self.store.db)
        sections = tuple(listings.collections())
        any_articles = bool(listings.newest("", "", 1))
        kinds = [kind for kind in theme.optional_kinds if any_articles and self.site.theme_options.get(kind.partition("-")[0], True)]
        settings = hash_text(self.program, self.site.settings(), *sections, *kinds)
        self.problems += theme.problems
        self.theme = theme.theme
        self.fingerprints = SharedFingerprints(settings, theme.fingerprints, sections, theme.language, theme.optional_names, tuple(kinds))
        by_all = hash_text(settings, json.dumps(theme.language))
        before, templates = json.loads(self.store.meta("shared") or '["", {}]')
        self.store.set_meta("shared", json.dumps([by_all, theme.fingerprints]))
        differing = {k for k in {**templates, **theme.fingerprints} if templates.get(k) != theme.fingerprints.get(k)}
        self.redone = sorted(differing - ROWS | set(LISTED) if differing & ROWS else differing)
        return bool(before != by_all)

    def _recover_output(self) -> None:
        """Pages whose file is not what it was: a folder's time says that something came or went there."""
        known = self.store.pairs("output_folders")
        now = output.folder_mtimes(self.site.output, set(known))
        for folder, stamp in known.items():
            if now.get(folder) != stamp:
                changed = [page for page, trace in self.store.pages_in(folder) if not self._is_as_written(page.path, trace)]
                self.store.invalidate_pages(changed)

    def _is_as_written(self, path: str, trace: Trace) -> bool:
        """Whether a file of the output holds what a build wrote; of a copied file, whether it has the same size."""
        full = os.path.join(self.site.output, path)
        if size_of(full) != trace.size or not os.path.isfile(full):
            return False
        return not trace.hash or file_hash(full) == trace.hash

    # -- render, write --------------------------------------------------------------------------

    def _map(
        self, what: str, jobs: Iterator[Any], number: int, size: int, least: int = 0, stop: Callable[[], bool] = never
    ) -> Iterator[list[Any]]:
        """Results of a worker's `what` for all jobs, by other processes when there is enough to do: `least` jobs. `stop`:
        asked before each piece of them but the first."""
        first = list(islice(jobs, size))
        pieces = chain([first] if first else [], iter(lambda: [] if stop() else list(islice(jobs, size)), []))
        if self.jobs > 1 and number >= (least or SMALL):
            from digest.build.pool import Pool

            making = what == "make"
            if what == "read":
                self.worker.reader()  # loaded once, for all that are forked
            name = f"{self.number}.{what}"
            self._pool = Pool(self.worker, name, self.jobs, self.fingerprints if making else None)
            results = self._pool.map(what, pieces)
            return self.watch.collect(results, self._pool, self.jobs) if self.watch else results
        return map(getattr(self.worker, what), pieces)

    def _end_pool(self) -> None:
        if self._pool:
            self._pool.close()
            self._pool = None

    def _render(self) -> BuildResults:
        number = self.store.count_stale()
        outcomes = BuildResults()
        if number and not self._prepared():
            self.cut = True
            return outcomes
        for piece in chain(self._make(number), self._make_theme(outcomes)):
            outcomes.add(piece)
            for outcome in piece:
                if outcome.state != "same":
                    self.say(Rendered(outcome.page.path, outcome.reason, outcome.state == "written"))
            self.say(Progress("render", outcomes.total, number))
        self._end_pool()
        self.cut = outcomes.total < number
        return outcomes

    def _prepared(self) -> bool:
        """Load the theme. It was sound when it was looked at; whether it is now."""
        try:
            self.worker.prepare(self.fingerprints, self.theme)
        except Exception as error:
            if type(error).__module__.partition(".")[0] != "jinja2":
                raise
            hint = "Build again."
            self.problems.append(Problem("template-syntax", f"a template was changed meanwhile: {error}", hint=hint))
            return False
        return True

    def _make(self, number: int) -> Iterator[list[PageResult]]:
        """What becomes of the stale pages: of those that somebody waits for at once, then of the others."""
        turn, rest = self.turn, self.store.stale()
        first = [job for job in self.store.stale_at(turn.first) if job[0].kind != "theme"]
        for job in first:
            yield self.worker.make([job])
        if first:
            self.worker.close()  # before others are forked
            rest = (job for job in rest if job not in first)
        yield from self._map("make", rest, number, MAKE_PIECE if turn.stop is never else CUT_PIECE, stop=turn.stop)

    def _make_theme(self, outcomes: BuildResults) -> Iterator[list[PageResult]]:
        """The theme's own files, after all others: where pages of before stay, so does what they are shown with."""
        jobs = list(self.store.stale(theme=True))
        if not jobs or (outcomes.total and self.turn.stop()):
            return
        self._end_pool()
        held = self.worker.overwriting(jobs) if has_kept_pages(self.site, outcomes) else []
        self.spared = [page.path for page, _ in held]
        yield [PageResult(page, "failed", *trace, "", None) for page, trace in held]
        yield self.worker.make([job for job in jobs if job not in held])

    def _write_down(self, outcomes: BuildResults) -> int:
        """Remove what should not be there any more, and note the traces; the number of files removed."""
        store, site = self.store, self.site
        left: set[str] = set()
        gone = {} if self.cut else store.gone()  # files go when all others are there
        spared = [path for path, kind in gone.items() if kind in FILE_KINDS] if gone and has_kept_pages(site, outcomes) else []
        spared += pages_kept_from_lost_store(store)
        self.spared += spared
        removed = output.remove(site.output, [path for path in gone if path not in spared])
        folders = outcomes.folders | {p[: p.rfind("/") + 1] for p in gone}
        stamps = output.folder_mtimes(site.output, folders)
        with store.transaction():
            if not self.cut:
                store.drop_gone(spared)
            store.save_traces((o.inputs, o.hash, o.size, o.problems, o.reason, o.page) for o in outcomes.done())
            store.replace_pairs("output_folders", stamps, folders - set(stamps))
            if self.read >= SMALL:  # they were written to new files
                sweep(self.worker.bodies.folder, store.bytes_by_file())
            if self.sweeps:
                self.worker.pictures.sweep(store.image_keys())
            there = sizes(self.worker.bodies.folder)
            if there.get(TAIL, 0) > LONG_TAIL:
                left = self._move_bodies(there)
            now = file_stamps(self.worker.bodies.folder)
            store.set_meta("bodies", json.dumps({name: stamp for name, stamp in now.items() if name not in left}))
        for name in left:  # whose bodies the store now finds elsewhere
            os.unlink(os.path.join(self.worker.bodies.folder, name))
        return removed

    def _move_bodies(self, there: dict[str, int]) -> set[str]:
        """Edits add to the tail and leave the texts of before in it. Copy what is in use to a file of its own, from there
        and from all files of which less than half is in use; the files that are of no use any more."""
        used = self.store.bytes_by_file()
        left = {name for name, size in there.items() if name == TAIL or used.get(name, 0) * 2 < size}
        places = [place for place in self.store.bodies() if place.partition(":")[0] in left]
        moved = self.worker.bodies.move(places, f"{self.number}.moved")
        self.store.move_bodies(moved)
        return left

    def _report(self, outcomes: BuildResults, removed: int) -> Report:
        store, site = self.store, self.site
        found: list[Any] = store.problems()
        found += [p for o in outcomes.failed if o.problems for p in json.loads(o.problems)]
        problems = [Problem(*p) for p in found] + self.problems
        problems += contested_problems(store, site) + path_conflict_problems(store, site)
        problems += foreign_file_problems(store, site, self.found if self.fresh else (), {f.path for f in self.ours})
        problems += kept_file_problems(site, self.spared) + unsupported_file_problems(site, self.overlooked)
        hidden = store.hidden(site.options.clock, site.config.drafts)
        return Report(
            articles=store.count_articles(),
            pages=store.count_pages(),
            html_pages=store.count_html_pages(),
            read=self.read,
            planned=outcomes.total,
            rendered=outcomes.rendered,
            written=outcomes.written,
            unchanged=store.count_pages() - outcomes.written - len(outcomes.failed),
            removed=removed,
            problems=tuple(deduplicated(sorted_problems(problems))),
            hidden=tuple(Hidden(f"{site.config.content}/{p}", reason) for p, reason in hidden),
            output=site.output.removeprefix(site.options.root + os.sep),
        )
