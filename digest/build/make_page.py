"""Worker job: bring one page up to date. Compare its inputs with its trace, render it, and write what differs."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from digest.build.copy import copy_page, would_overwrite
from digest.build.image_cache import ImageCache
from digest.build.results import PageResult, problems_to_json, reason, size_of
from digest.files import output
from digest.model.fingerprint import content_hash, hash_text
from digest.model.kinds import KINDS, ROW_TEMPLATES
from digest.model.named_tuple import NamedTuple
from digest.model.page import Page
from digest.model.problem import Problem
from digest.model.site import Icons, Site
from digest.store import Store
from digest.store.bodies import Bodies, BodyDamaged
from digest.store.pages import StalePage, Trace

if TYPE_CHECKING:
    from digest.pages.registry import SitePages
    from digest.render.renderer import Renderer
    from digest.render.theme import Theme


class SharedFingerprints(NamedTuple):
    """Fingerprints of what all pages share."""

    settings: str
    """The program, the settings, and the sections of the site."""
    templates: dict[str, str]
    """By kind of page and of row. A kind is missing if its template has an error."""
    sections: tuple[str, ...]
    """The collections that have articles."""
    language: tuple[Any, ...]
    """The language of the site and the translations of the theme, as the fields of `Tables`."""
    optional_names: Mapping[str, Sequence[str]]
    """The optional names that the template of each kind of page uses."""
    optional_kinds: tuple[str, ...]
    """The optional kinds of pages that the site has."""
    navigation: tuple[tuple[str, str], ...] = ()
    """Title and path of the standing pages in the navigation, in their order."""
    icons: Icons = Icons("", "")


class PageJob(NamedTuple):
    """A page that is being made; each step adds to it."""

    page: Page
    trace: Trace
    inputs: str = ""
    reason: str = ""
    problems: str | None = None
    render: Callable[[], str | bytes] = str
    data: bytes = b""

    def failed(self, problems: list[Problem]) -> PageResult:
        """The result if the page cannot be made. Its old file stays."""
        return PageResult("failed", *self.trace, problems_to_json(problems), self.reason, *self.page)


Step = TypeVar("Step", PageJob | PageResult, PageResult)
"""What a step returns: the job for the next step, or the result of the page."""
Write = Callable[[str, bytes], bool]
"""Writes a file if its bytes differ; returns whether they did."""


class PageWorker:
    """Makes pages of one site. The theme is loaded by `prepare`, everything else when the first page needs it."""

    def __init__(
        self, site: Site, bodies: Bodies, images: ImageCache, write: Write = output.write, store: str = ""
    ) -> None:
        """`store`: the file of a store that does not change during the step, such as a copy; by default that of the site."""
        self.site, self.bodies, self.images, self.write, self.store = site, bodies, images, write, store
        self.fingerprints = SharedFingerprints("", {}, (), (), {}, ())
        self._row_templates: str | None = None
        """The fingerprint of the templates of rows; None if one of them has an error."""
        self._renderer: Renderer | None = None
        self._store: Store | None = None
        self._pages: SitePages | None = None
        self._links = output.Links(site.output)

    def prepare(self, fingerprints: SharedFingerprints, theme: Theme | None = None) -> None:
        """Load the theme and what all pages share. `theme`: the theme, if it is loaded already."""
        from digest.pages.renderer import load_theme, make_renderer
        from digest.render.language import Language, Tables

        if self._renderer and theme is None and fingerprints == self.fingerprints:
            return
        self.fingerprints = fingerprints
        rows = [fingerprints.templates.get(row) for row in ROW_TEMPLATES]
        self._row_templates = None if None in rows else "".join(dict.fromkeys(map(str, rows)))
        theme = theme or load_theme(self.site, Language(Tables(*fingerprints.language)))
        self._renderer = make_renderer(self.site, theme, fingerprints)

    def load_templates(self, kinds: set[str]) -> None:
        """Load the templates of these kinds of pages, before processes are forked. Others are loaded when they are used."""
        assert self._renderer is not None
        self._renderer.load(kinds & self.fingerprints.templates.keys())

    def make(self, pages: list[StalePage]) -> list[PageResult]:
        """Bring pages up to date."""
        jobs = [PageJob(Page(*page[:5]), Trace(*page[5:])) for page in pages]
        self._open().prefetch(job.page for job in jobs)
        # One step is done for all pages before the next. This keeps its code in the processor's caches and saves a tenth
        # of the time.
        compared = [self._guarded(self._compare, job) for job in jobs]
        rendered = [self._guarded(self._render, job) for job in compared]
        return [self._guarded(self._write, job) for job in rendered]

    def overwriting(self, pages: list[StalePage]) -> list[StalePage]:
        """The theme files among these that would overwrite another version."""
        assert self._renderer is not None
        return [page for page in pages if would_overwrite(Page(*page[:5]), self.site, self._renderer.theme)]

    def template(self, kind: str) -> str:
        """The name of the template of a kind of page; empty if it is made without one."""
        known = self._renderer and kind in self.fingerprints.templates
        return self._renderer.theme.template_for(kind) if self._renderer and known else ""

    def close(self) -> None:
        """Close the store. It is opened again when there are more pages to make."""
        if self._store:
            self._store.close()
        self.forget_store()

    def forget_store(self) -> None:
        """Drop the store without closing it: SQLite connections must not be used after a fork."""
        self._store = self._pages = None

    # -- steps ----------------------------------------------------------------------------------

    def _guarded(self, step: Callable[[PageJob], Step], job: PageJob | PageResult) -> Step | PageResult:
        """Run one step of a page that has no result yet."""
        if isinstance(job, PageResult):
            return job
        try:
            return step(job)
        except OSError as error:
            hint = "Check the permissions and the free space on the disk."
            message = f"cannot be written: {error.strerror or error}"
            return job.failed([Problem("output-write", message, self._shown(job.page.path), hint=hint)])

    def _compare(self, job: PageJob) -> PageJob | PageResult:
        """Fetch the inputs of the page; its result if they are the same as last time."""
        pages = self._open()
        assert self._renderer is not None
        page, trace = job.page, job.trace
        if link := self._links.symlink_above(page.path):
            message, hint = (
                "this folder is a symbolic link; digest does not write through it",
                "Replace it with a folder.",
            )
            return job.failed([Problem("output-link", message, self._shown(link), hint=hint)])
        kind = KINDS[page.kind]
        if kind.made_by == "copy":
            assert self._store is not None
            return copy_page(page, trace, self.site, self._store, self._renderer.theme, self.images)
        template = self.fingerprints.templates.get(page.kind) if kind.templates else ""
        row = self._row_templates if kind.row else ""
        if template is None or row is None:  # the error of the template is reported already
            return job.failed([])
        inputs = pages.inputs_of(page)
        settings = "" if kind.names_all_inputs else self.fingerprints.settings
        own = {"settings": settings, "template": template + row, "page": hash_text(*page)}
        if kind.templates:
            own["words"] = self._renderer.theme.language.fingerprint
        text = ";".join([f"{k}={v}" for k, v in {**own, **inputs.fingerprints}.items() if v])
        problems = problems_to_json(inputs.problems)
        if text == trace.inputs and size_of(self._path(page)) == trace.size:
            return PageResult("same", text, trace.hash, trace.size, problems, "", *page)
        return PageJob(page, trace, text, reason(trace.inputs, text), problems, inputs.render)

    def _render(self, job: PageJob) -> PageJob | PageResult:
        assert self._renderer is not None
        try:
            made = job.render()
            return job._replace(data=made if isinstance(made, bytes) else made.encode("utf-8", "replace"))
        except BodyDamaged:
            return job.failed([damaged_body_problem(self._shown(job.page.path))])
        except Exception as error:
            if isinstance(error, OSError) and not isinstance(error, LookupError):  # Jinja's TemplateNotFound is both
                raise
            from digest.render.renderer import template_problem

            return job.failed([template_problem(self._renderer.theme, error, f"/{job.page.path}")])

    def _write(self, job: PageJob) -> PageResult:
        page, data = job.page, job.data
        state = "written" if self.write(self._path(page), data) else "equal"
        return PageResult(state, job.inputs, content_hash(data), len(data), job.problems, job.reason, *page)

    # -- helpers --------------------------------------------------------------------------------

    def _open(self) -> SitePages:
        """Open the store for reading. Each process does this for itself, because SQLite connections do not survive a fork."""
        if self._pages is None:
            from digest.pages.registry import SitePages

            assert self._renderer is not None
            path = self.store or os.path.join(self.site.state, "store.db")
            self._store = Store(path, writable=False, frozen=bool(self.store))
            self._links = output.Links(self.site.output)
            kinds = self.fingerprints.optional_kinds
            self._pages = SitePages(self.site, self._store, self.bodies, self._renderer, kinds)
        return self._pages

    def _path(self, page: Page) -> str:
        return os.path.join(self.site.output, page.path)

    def _shown(self, path: str) -> str:
        return f"{self.site.config.output}/{path}"


def damaged_body_problem(page: str) -> Problem:
    """An error for a page with an article text that is lost. `page`: its path as messages show it."""
    message = "a text of this page is damaged in .digest/bodies/, and its article cannot be read again"
    return Problem("text-damaged", message, page, hint="Fix the errors of the article. Until then the old page stays.")
