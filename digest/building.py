"""The steps of a build, in order: scan, read, store, plan, render, write.

One `Building` is one build under way, with its store open. build.py decides whether there is anything to do and what
happens when something breaks; here everything is assumed to work. This module must not print or parse arguments.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import digest
from digest import output
from digest.events import Event, Hidden, Progress, Rendered, Report, Stage
from digest.look import STATIC, Changes, look
from digest.model.fingerprint import of_program, of_text
from digest.model.problem import Problem, in_order, warning
from digest.outcomes import Outcomes
from digest.planning import claim_problems, plan_changes, plan_copies, plan_everything, settle_claims
from digest.quick import Seen, remember
from digest.site import Site
from digest.store import Store
from digest.store.bodies import sizes, sweep
from digest.store.listings import Listings
from digest.theming import ThemeState, theme_prints
from digest.understand import Understanding, contested_problems
from digest.work import Prints, Worker

if TYPE_CHECKING:
    from digest.profiling import Watch
    from digest.workers import Pool

MANY = 2_000
"""From so many changed sources on, a full plan costs less than following each change."""
READ_PIECE, MAKE_PIECE = 32, 32
"""Jobs that a worker gets at once."""
SMALL = 100
"""Fewer jobs than this are done in the build's own process, since starting others costs more."""


class Building:
    """One build under way."""

    def __init__(
        self, site: Site, seen: Seen, on_event: Callable[[Event], None], watch: Watch | None, ours: Iterable[str] = ()
    ) -> None:
        """`watch`: there when somebody asks how long it takes. `ours`: paths of the output that are known to be digest's
        though the store does not say so."""
        self.site, self.seen, self.say, self.watch, self.ours = site, seen, on_event, watch, ours
        self.jobs = site.options.jobs or os.cpu_count() or 1
        self.worker = watch.worker(site) if watch else Worker(site, "tail")
        self._pool: Pool | None = None
        self.problems: list[Problem] = []
        self.strange: list[str] = []
        """Files that were in the output before there was a store; those that become pages are no strangers."""

    def run(self, problems: list[Problem]) -> Report:
        """All steps, in order."""
        self.problems = list(problems)
        self.store = Store(os.path.join(self.site.state, "store.db"), writable=True)
        try:
            with self.store.transaction():
                full = self._begin()
                changes = look(self.store, self.site, self.seen.now, self.seen.scans)
                self.seen.scans.clear()  # in a large archive, more than all that comes after it
                self.problems += changes.problems
                self._read_and_plan(changes, full)
            self._stage("render")
            outcomes = self._render()
            self._stage("write")
            removed = self._write_down(outcomes)
            report = self._report(outcomes, removed)
            remember(self.store, self.site, self.seen, report)
            return report
        finally:
            self._end_pool()
            self.worker.close()
            self.store.close()

    def _stage(self, stage: Stage) -> None:
        if self.watch:
            self.watch.stage(stage)

    # -- scan -----------------------------------------------------------------------------------

    def _begin(self) -> bool:
        """Hold what shapes everything against last time; whether all pages are to be planned."""
        store, site = self.store, self.site
        self.program = of_program(digest.__version__, os.path.dirname(digest.__file__))
        self.number = int(store.meta("builds") or "0") + 1
        store.set_meta("builds", str(self.number))
        store.set_meta("quick", "")  # from here on there is something to do, until this build says otherwise
        self.fresh = store.meta("reading") == ""
        self._check_bodies()
        store.distrust_stale()
        store.adopt(self.ours)
        full = site.options.full
        reading = of_text(self.program, site.reading_settings())
        if store.meta("reading") != reading:
            store.forget_readings()
            store.set_meta("reading", reading)
            full = True
        if store.meta("output") != site.output:
            store.forget_traces()
            store.set_meta("output", site.output)
            full = True
        if site.options.full:
            store.forget_traces()
        if self.fresh or not store.is_settled():
            strange = output.strangers(site.output, set(store.output_paths()))
            self.strange = strange if self.fresh else []
        return full

    def _check_bodies(self) -> None:
        """Bodies lie beside the store. Raises LookupError when somebody took them away: it is then worthless."""
        now = sizes(os.path.join(self.site.state, "bodies"))
        noted: dict[str, int] = json.loads(self.store.meta("bodies") or "{}")
        lost = {name for name, size in noted.items() if now.get(name, -1) < size}
        if lost and lost & self.store.bytes_by_file().keys():
            raise LookupError("bodies of articles are missing")

    # -- read, plan -----------------------------------------------------------------------------

    def _read_and_plan(self, changes: Changes, full: bool) -> None:
        store, site = self.store, self.site
        full = full or len(changes.sources) + len(changes.gone) > MANY
        store.replace_pairs("files", changes.stamps, changes.gone_stamps)
        self._stage("read")
        readings = self._map("read", iter(changes.sources), len(changes.sources), READ_PIECE)
        self._stage("plan")
        theme = theme_prints(store, site, self.program)  # while workers read
        understanding = Understanding(store, site, full=full, fresh=self.fresh)
        understanding.drop(changes.gone)
        self.read = 0
        self._stage("read")
        for piece in readings:
            understanding.take(piece)
            self.read += sum(not r.same for r in piece)
            self.say(Progress("read", self.read, len(changes.sources)))
        self._end_pool()
        self._stage("plan")
        understanding.settle(changes.files)
        store.replace_pairs("folders", changes.folders, changes.gone_folders)
        if self._shared_inputs(theme) or full:
            plan_everything(store, site, theme.files, store.file_paths(STATIC))
        else:
            listed = understanding.changes()
            plan_changes(store, site, listed, changes.files, set(changes.gone_files), understanding.renamed)
            plan_copies(store, theme.changes, (set(changes.static[0]), set(changes.static[1])))
        self._recover_output()
        settle_claims(store)

    def _shared_inputs(self, theme: ThemeState) -> bool:
        """What all pages share: settings, sections, templates. Whether it differs from last time."""
        sections = tuple(Listings(self.store.db).collections())
        settings = of_text(self.program, self.site.settings(), *sections)
        self.problems += theme.problems
        self.theme = theme.theme
        self.prints = Prints(settings, theme.prints, sections, theme.language, theme.named)
        shared_by_all = json.dumps([settings, theme.prints, of_text(json.dumps(theme.language))])
        differs = self.store.meta("shared") != shared_by_all
        self.store.set_meta("shared", shared_by_all)
        return differs

    def _recover_output(self) -> None:
        """Pages whose file is not what it was: a folder's time says that something came or went there."""
        known = self.store.pairs("output_folders")
        now = output.stamps(self.site.output, set(known))
        for folder, stamp in known.items():
            if now.get(folder) != stamp:
                for page, size in self.store.pages_in(folder):
                    path = os.path.join(self.site.output, page.path)
                    if not os.path.isfile(path) or os.path.getsize(path) != size:
                        self.store.mark_stale([page])

    # -- render, write --------------------------------------------------------------------------

    def _map(self, what: str, jobs: Iterator[Any], number: int, size: int) -> Iterator[list[Any]]:
        """Results of a worker's `what` for all jobs, by other processes when there is enough to do."""
        pieces = iter(lambda: list(islice(jobs, size)), [])
        if self.jobs > 1 and number >= SMALL:
            from digest.workers import Pool

            making = what == "make"
            if not making:
                self.worker.reader()  # loaded once, for all that are forked
            name = f"{self.number}.{'make' if making else 'read'}"
            self._pool = Pool(self.worker, name, self.jobs, self.prints if making else None)
            results = self._pool.map(what, pieces)
            return self.watch.collect(results, self._pool, self.jobs) if self.watch else results
        return map(getattr(self.worker, what), pieces)

    def _end_pool(self) -> None:
        if self._pool:
            self._pool.close()
            self._pool = None

    def _render(self) -> Outcomes:
        number = self.store.count_stale()
        outcomes = Outcomes()
        if number:
            self.worker.prepare(self.prints, self.theme)
        for piece in self._map("make", self.store.stale(), number, MAKE_PIECE):
            outcomes.take(piece)
            for outcome in piece:
                if outcome.state != "same":
                    self.say(Rendered(outcome.page.path, outcome.reason, outcome.state == "written"))
            self.say(Progress("render", outcomes.total, number))
        self._end_pool()
        return outcomes

    def _write_down(self, outcomes: Outcomes) -> int:
        """Remove what should not be there any more, and note the traces; the number of files removed."""
        store, site = self.store, self.site
        removed = output.remove(site.output, store.gone())
        folders = outcomes.folders | {p[: p.rfind("/") + 1] for p in store.gone()}
        stamps = output.stamps(site.output, folders)
        with store.transaction():
            store.drop_gone()
            store.settle((o.parts, o.hash, o.size, o.problems, o.reason, o.page) for o in outcomes.done())
            store.replace_pairs("output_folders", stamps, folders - set(stamps))
            if self.read >= SMALL:  # they were written to new files
                sweep(os.path.join(site.state, "bodies"), store.bytes_by_file())
            store.set_meta("bodies", json.dumps(sizes(os.path.join(site.state, "bodies"))))
        return removed

    def _report(self, outcomes: Outcomes, removed: int) -> Report:
        store, site = self.store, self.site
        found: list[Any] = store.problems()
        found += [p for o in outcomes.failed if o.problems for p in json.loads(o.problems)]
        problems = [Problem(*p) for p in found] + self.problems
        problems += contested_problems(store, site) + claim_problems(store, site) + self._strange_problem()
        hidden = store.hidden(site.options.clock, site.config.drafts)
        return Report(
            articles=store.count_articles(),
            pages=store.count_pages(),
            read=self.read,
            planned=outcomes.total,
            rendered=outcomes.rendered,
            written=outcomes.written,
            unchanged=store.count_pages() - outcomes.written - len(outcomes.failed),
            removed=removed,
            problems=tuple(_once(in_order(problems))),
            hidden=tuple(Hidden(f"{site.config.content}/{p}", reason) for p, reason in hidden),
        )

    def _strange_problem(self) -> list[Problem]:
        left = sorted(set(self.strange) - set(self.store.output_paths())) if self.strange else []
        if not left:
            return []
        first = os.fsencode(left[0]).decode("utf-8", "backslashreplace")
        files = f"{len(left)} files that digest did not write stay" if left[1:] else "a file that digest did not write stays"
        what = f"{files} in {self.site.config.output}/: {first}{', …' if left[1:] else ''}"
        return [warning("output-strangers", what, hint="Empty the folder by hand if they are of an old build.")]


def _once(problems: list[Problem]) -> list[Problem]:
    """Without the same error of a template on every page that it makes."""
    seen: dict[tuple[str, int, str], Problem] = {}
    for p in problems:
        if p.code == "template-error":
            seen.setdefault((p.file, p.line, p.message.rpartition(" (first seen in")[0]), p)
    first = set(seen.values())
    return [p for p in problems if p.code != "template-error" or p in first]
