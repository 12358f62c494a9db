"""The two maps of a build, as one process does them: read a source, make a page.

Pure but for the files they read and write; what they return is small, and keys are all they need: everything else
they fetch themselves. The same code runs in the build's own process and in workers. This module must not
know how work is shared out, or touch the store but for reading.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from digest.build.copy import copy_page, would_overwrite
from digest.build.image_cache import ImageCache
from digest.build.indexer import IndexedArticle, row_of
from digest.build.results import PageResult, problems_to_json, reason, size_of
from digest.files import output
from digest.model.fingerprint import content_hash, hash_text
from digest.model.image import ImageRecord
from digest.model.kinds import KINDS, ROW_TEMPLATES
from digest.model.page import Page
from digest.model.problem import Problem
from digest.model.site import Site
from digest.store import Store
from digest.store.bodies import Bodies, BodyDamaged
from digest.store.pages import Trace
from digest.store.sources import SourceRow

if TYPE_CHECKING:
    from digest.model.article import Article
    from digest.pages.registry import SitePages
    from digest.read.article import Reader
    from digest.render.renderer import Renderer
    from digest.render.theme import Theme



class WorkerDied(Exception):
    """A worker process ended in the middle of its work: killed, or out of memory."""


class SharedFingerprints(NamedTuple):
    """Fingerprints of what pages share."""

    settings: str
    """The program, the settings, and which sections the site has."""
    templates: dict[str, str]
    """By kind of page and of row; a kind without one has a template that cannot be used."""
    sections: tuple[str, ...]
    """The collections that have articles."""
    language: tuple[Any, ...]
    """The site's language with the theme's words, as plain values."""
    optional_names: Mapping[str, Sequence[str]]
    """The optional names that the template of each kind of page asks for."""
    optional_kinds: tuple[str, ...]
    """The optional kinds of pages that the site has."""


class Source(NamedTuple):
    """A source whose bytes were not seen before."""

    path: str
    stamp: str
    hash: str
    data: bytes


class PageJob(NamedTuple):
    """A page on its way."""

    page: Page
    trace: Trace
    inputs: str = ""
    reason: str = ""
    problems: str | None = None
    make: Callable[[], str] = str
    """Renders the page."""
    data: bytes = b""

    def failed(self, problems: list[Problem]) -> PageResult:
        """It cannot be made: what was there stays."""
        trace = self.trace
        return PageResult(self.page, "failed", trace.inputs, trace.hash, trace.size, self.reason, problems_to_json(problems))


Step = TypeVar("Step", PageJob | PageResult, PageResult)
"""What a step makes of a draft."""


class Worker:
    """Reads sources and makes pages of one site. Heavy modules are loaded by the first piece of work that needs them."""

    def __init__(self, site: Site, bodies: str) -> None:
        """`bodies`: the file of bodies that this process adds to."""
        self.site = site
        self.bodies = Bodies(os.path.join(site.state, "bodies"), bodies)
        self.pictures = ImageCache(site)
        self._reader: Reader | None = None
        self._pages: SitePages | None = None
        self._renderer: Renderer | None = None
        self._store: Store | None = None
        self._prints = SharedFingerprints("", {}, (), (), {}, ())
        self._links = output.Links(site.output)

    def forked(self, bodies: str) -> Worker:
        """The same for a process just forked: with what is loaded, and files of its own."""
        self.bodies.close()
        self.bodies = Bodies(self.bodies.folder, bodies)
        self._store = self._pages = None
        return self

    def fits(self, site: Site) -> bool:
        """Whether it can work for this site too: only the clock and what was asked for differ."""
        return site._replace(options=self.site.options) == self.site

    def close(self) -> None:
        """Close its files; they are opened again when there is more to do."""
        self.bodies.close()
        if self._store:
            self._store.close()
        self._store = self._pages = None

    # -- reading --------------------------------------------------------------------------------

    def read(self, jobs: list[tuple[str, str, str]]) -> list[IndexedArticle]:
        """Read sources: (path under content/, stamp, hash of last time)."""
        opened = [self._opened(*job) for job in jobs]
        new = [(source.path, source.data) for source in opened if isinstance(source, Source)]
        articles = iter(self.reader().read_all(new) if new else ())
        return [self._kept(source, *next(articles)) if isinstance(source, Source) else source for source in opened]

    def reader(self) -> Reader:
        """What understands sources; made once, since it holds parsers and tables."""
        if self._reader is None:
            from digest.read.article import Reader

            self._reader = Reader(self.site.config)
        return self._reader

    def _opened(self, path: str, stamp: str, known: str) -> Source | IndexedArticle:
        try:
            with open(os.path.join(self.site.content, path), "rb", buffering=0) as file:
                data = file.read()
        except OSError as error:
            file_name = f"{self.site.config.content}/{path}"
            problem = Problem("unreadable", f"cannot be read: {error.strerror}", file_name, hint="Check its permissions.")
            return self._failed(path, "", "", [problem])
        hash = content_hash(data)
        if hash == known:
            return IndexedArticle(_empty(path, stamp, hash, None), 0, "", (), (), True)
        return Source(path, stamp, hash, data)

    def _kept(self, source: Source, article: Article | None, problems: tuple[Problem, ...]) -> IndexedArticle:
        if article is None:
            return self._failed(*source[:3], problems)
        try:
            return self._understood(source, article, problems)
        except Exception as error:
            from digest.read.faults import crashed, is_fault

            if not is_fault(error):
                raise
            problem = crashed(error, f"{self.site.config.content}/{source.path}")
            return self._failed(*source[:3], [*problems, problem])

    def _understood(self, source: Source, article: Article, problems: tuple[Problem, ...]) -> IndexedArticle:
        place = self.bodies.add(article.body.html)
        row = row_of(article, source.stamp, source.hash, place, problems_to_json(problems), self.site)
        head = article.head
        keys = [("topics", n.key) for n in head.topics] + [("authors", n.key) for n in head.authors]
        keys += [("sources", head.source.key)] if head.source else []
        keys += [("stories", head.story.key)] if head.story else []
        keys += [(c, n.key) for c, names in head.groups for n in names]
        refs: dict[str, bool] = {}
        for ref in article.body.refs:
            refs[ref.target] = refs.get(ref.target, False) or ref.kind == "image"
        return IndexedArticle(row, head.wall_time, head.date, tuple(keys), tuple(refs.items()), False)

    def _failed(self, path: str, stamp: str, hash: str, problems: Sequence[Problem]) -> IndexedArticle:
        return IndexedArticle(_empty(path, stamp, hash, problems_to_json(problems)), 0, "", (), (), False)

    def process_images(self, jobs: list[tuple[str, str]]) -> list[ImageRecord]:
        """Look at pictures, and make their sizes: (path as articles refer to it, stamp)."""
        return [self.pictures.process(*job) for job in jobs]

    # -- making pages ---------------------------------------------------------------------------

    def prepare(self, prints: SharedFingerprints, theme: Theme | None = None) -> None:
        """Load the theme and what all pages share; `theme`: one that is loaded already."""
        from digest.pages.renderer import load_theme, make_renderer
        from digest.render.language import Language, Tables

        if self._renderer and theme is None and prints == self._prints:
            return
        self._prints = prints
        theme = theme or load_theme(self.site, Language(Tables(*prints.language)))
        self._renderer = make_renderer(self.site, theme, prints.sections, prints.optional_names, prints.optional_kinds)
        self._renderer.load(set(prints.templates))

    def _open(self) -> None:
        """Open the store for reading. SQLite's connections do not survive a fork, so each process does it for itself."""
        from digest.pages.registry import SitePages

        assert self._renderer is not None
        self._store = Store(os.path.join(self.site.state, "store.db"), writable=False)
        self._links = output.Links(self.site.output)
        self._pages = SitePages(self.site, self._store, self.bodies, self._renderer, self._prints.optional_kinds)

    def make(self, jobs: list[tuple[Page, Trace]]) -> list[PageResult]:
        """Bring pages up to date: compare their inputs with the trace, render, write what differs."""
        if self._store is None:
            self._open()
        assert self._pages is not None
        self._pages.prefetch(page for page, _ in jobs)
        # A step is done for all of them before the next: its code stays in the processor's caches, for a tenth less time.
        drafts = [self._guarded(self._compared, PageJob(*job)) for job in jobs]
        texts = [self._guarded(self._rendered, draft) for draft in drafts]
        return [self._guarded(self._written, text) for text in texts]

    def overwriting(self, jobs: list[tuple[Page, Trace]]) -> list[tuple[Page, Trace]]:
        """Those of the theme's files that would be written over other versions of them."""
        assert self._renderer is not None
        return [job for job in jobs if would_overwrite(job[0], self.site, self._renderer.theme)]

    def _guarded(self, step: Callable[[PageJob], Step], draft: PageJob | PageResult) -> Step | PageResult:
        """One step, of a page that has not come to its end."""
        if isinstance(draft, PageResult):
            return draft
        try:
            return step(draft)
        except OSError as error:
            hint = "Check the permissions and the room on the disk."
            problem = Problem("output-write", f"cannot be written: {error.strerror or error}", self._shown(draft.page), hint=hint)
            return draft.failed([problem])

    def _shown(self, page: Page) -> str:
        return f"{self.site.config.output}/{page.path}"

    def _compared(self, draft: PageJob) -> PageJob | PageResult:
        """What the page is made from; its outcome where that is what it was."""
        assert self._pages is not None
        assert self._renderer is not None
        page, trace = draft.page, draft.trace
        if link := self._links.symlink_above(page.path):
            message, hint = "this folder is a symbolic link, and nothing is written behind it", "Put a folder in its place."
            return draft.failed([Problem("output-link", message, f"{self.site.config.output}/{link}", hint=hint)])
        kind = KINDS[page.kind]
        if kind.made_by == "copy":
            assert self._store is not None
            return copy_page(page, trace, self.site, self._store, self._renderer.theme, self.pictures)
        template = self._prints.templates.get(page.kind) if kind.templates else ""
        row = self._row_print() if kind.row else ""
        if template is None or row is None:  # its template has a problem that is told already
            return draft.failed([])
        inputs = self._pages.inputs_of(page)
        own = {"settings": self._prints.settings, "template": template + row, "page": hash_text(*page)}
        if kind.templates:
            own["words"] = self._renderer.theme.language.fingerprint
        parts = ";".join([f"{k}={v}" for k, v in {**own, **inputs.fingerprints}.items() if v])
        problems = problems_to_json(inputs.problems)
        if parts == trace.inputs and size_of(os.path.join(self.site.output, page.path)) == trace.size:
            return PageResult(page, "same", parts, trace.hash, trace.size, "", problems)
        return PageJob(page, trace, parts, reason(trace.inputs, parts), problems, inputs.render)

    def _rendered(self, draft: PageJob) -> PageJob | PageResult:
        """With its bytes."""
        assert self._renderer is not None
        try:
            return draft._replace(data=draft.make().encode("utf-8", "replace"))
        except BodyDamaged:
            return draft.failed([damaged_problem(draft.page, self._shown(draft.page))])
        except Exception as error:
            if isinstance(error, OSError) and not isinstance(error, LookupError):  # Jinja's TemplateNotFound is both
                raise
            from digest.render.renderer import template_problem

            return draft.failed([template_problem(self._renderer.theme, error, f"/{draft.page.path}")])

    def _written(self, draft: PageJob) -> PageResult:
        data = draft.data
        written = self._write(os.path.join(self.site.output, draft.page.path), data)
        state = "written" if written else "equal"
        return PageResult(draft.page, state, draft.inputs, content_hash(data), len(data), draft.reason, draft.problems)

    def _row_print(self) -> str | None:
        """Of the templates of rows; None when one of them cannot be used."""
        rows = [self._prints.templates.get(row) for row in ROW_TEMPLATES]
        return None if None in rows else "".join(dict.fromkeys(map(str, rows)))

    def _write(self, path: str, data: bytes) -> bool:
        return output.write(path, data)


def damaged_problem(page: Page, shown: str) -> Problem:
    """An error for a page that shows a text which is lost."""
    message = "a text that this page shows is damaged in .digest/bodies/, and cannot be read again from its article"
    return Problem("text-damaged", message, shown, hint="Correct the errors of the article. Until then the old page stays.")


def _empty(path: str, stamp: str, hash: str, problems: str | None) -> SourceRow:
    return SourceRow(path, stamp, hash, 0, "", "", "", "", "", "", "", 0, None, None, 0, 0, problems)
