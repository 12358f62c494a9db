"""The two maps of a build, as one process does them: read a source, make a page.

Pure but for the files they read and write; what they return is small, and keys are all they need: everything else
they fetch themselves. The same code runs in the build's own process and in workers. This module must not
know how work is shared out, or touch the store but for reading.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from digest import output
from digest.model.fingerprint import long_of_bytes, of_text
from digest.model.page import Page
from digest.model.problem import Problem
from digest.picture_files import BARE, PictureFiles, is_named_so, published
from digest.site import Site
from digest.store import UNFINISHED, Row, Store
from digest.store.bodies import Bodies
from digest.store.pages import Trace
from digest.store.pictures import Shown
from digest.understand import Reading, row_of

if TYPE_CHECKING:
    from digest.inputs import PageInputs
    from digest.inputs_xml import XmlInputs
    from digest.read.article import Reader
    from digest.render.html import Renderer
    from digest.render.theme import Theme

COPIED = ("file", "static", "theme")
"""Kinds of pages that are files of the site as they are."""
MACHINE = ("feed", "sitemap", "sitemap-index", "robots", "search-index")
"""Kinds of pages in which no template has a part."""
LISTED = ("front", "day", "week", "month", "year", "undated", "listing")
"""Kinds of pages that have rows."""
ROWS = frozenset(("item", "item-day"))
"""Kinds of rows, see `digest.render.context`."""


class WorkerDied(Exception):  # noqa: N818 (it says what happened)
    """A worker process ended in the middle of its work: killed, or out of memory."""


class Prints(NamedTuple):
    """Fingerprints of what pages share."""

    settings: str
    """The program, the settings, and which sections the site has."""
    templates: dict[str, str]
    """By kind of page and of row; a kind without one has a template that cannot be used."""
    sections: tuple[str, ...]
    """The collections that have articles."""
    language: tuple[Any, ...]
    """The site's language with the theme's words, as plain values."""
    named: Mapping[str, Sequence[str]]
    """The optional names that the template of each kind of page asks for."""
    kinds: tuple[str, ...]
    """Those of `digest.render.context.CHOSEN` that the site has."""


class Outcome(NamedTuple):
    """What became of a page."""

    page: Page
    state: str
    """`same` (its inputs are what they were), `equal` (rendered, the same bytes), `written`, `failed`."""
    parts: str
    hash: str
    size: int
    reason: str
    """Why it was looked at more closely: the inputs that differ."""
    problems: str | None


class Worker:
    """Reads sources and makes pages of one site. Heavy modules are loaded by the first piece of work that needs them."""

    def __init__(self, site: Site, bodies: str) -> None:
        """`bodies`: the file of bodies that this process adds to."""
        self.site = site
        self.bodies = Bodies(os.path.join(site.state, "bodies"), bodies)
        self.pictures = PictureFiles(site)
        self._reader: Reader | None = None
        self._pages: PageInputs | None = None
        self._xml: XmlInputs | None = None
        self._renderer: Renderer | None = None
        self._store: Store | None = None
        self._prints = Prints("", {}, (), (), {}, ())

    def in_new_process(self, bodies: str) -> Worker:
        """The same for a process just forked: with what is loaded, and files of its own."""
        self.bodies.close()
        self.bodies = Bodies(self.bodies.folder, bodies)
        self._store = self._pages = self._xml = None
        return self

    def fits(self, site: Site) -> bool:
        """Whether it can work for this site too: only the clock and what was asked for differ."""
        return site._replace(options=self.site.options) == self.site

    def close(self) -> None:
        """Close its files; they are opened again when there is more to do."""
        self.bodies.close()
        if self._store:
            self._store.close()
        self._store = self._pages = self._xml = None

    # -- reading --------------------------------------------------------------------------------

    def read(self, jobs: list[tuple[str, str, str]]) -> list[Reading]:
        """Read sources: (path under content/, stamp, hash of last time)."""
        return [self._read(*job) for job in jobs]

    def reader(self) -> Reader:
        """What understands sources; made once, since it holds parsers and tables."""
        if self._reader is None:
            from digest.read.article import Reader

            self._reader = Reader(self.site.config)
        return self._reader

    def _read(self, path: str, stamp: str, known: str) -> Reading:
        try:
            with open(os.path.join(self.site.content, path), "rb", buffering=0) as file:
                data = file.read()
        except OSError as error:
            file_name = f"{self.site.config.content}/{path}"
            problem = Problem("unreadable", f"cannot be read: {error.strerror}", file_name, hint="Check its permissions.")
            return self._failed(path, "", "", [problem])
        hash = long_of_bytes(data)
        if hash == known:
            return Reading(_empty(path, stamp, hash, None), 0, "", (), (), True)
        article, problems = self.reader().read(path, data)
        if article is None:
            return self._failed(path, stamp, hash, list(problems))
        place = self.bodies.add(article.body.html)
        row = row_of(article, stamp, hash, place, _packed(list(problems)), self.site)
        head = article.head
        keys = [("topics", n.key) for n in head.topics] + [("authors", n.key) for n in head.authors]
        keys += [("sources", head.source.key)] if head.source else []
        keys += [("stories", head.story.key)] if head.story else []
        keys += [(c, n.key) for c, names in head.groups for n in names]
        refs: dict[str, bool] = {}
        for ref in article.body.refs:
            refs[ref.target] = refs.get(ref.target, False) or ref.kind == "image"
        return Reading(row, head.when, head.date, tuple(keys), tuple(refs.items()), False)

    def _failed(self, path: str, stamp: str, hash: str, problems: list[Problem]) -> Reading:
        return Reading(_empty(path, stamp, hash, _packed(problems)), 0, "", (), (), False)

    def look(self, jobs: list[tuple[str, str]]) -> list[Shown]:
        """Look at pictures, and make their sizes: (path as articles refer to it, stamp)."""
        return [self.pictures.look(*job) for job in jobs]

    # -- making pages ---------------------------------------------------------------------------

    def prepare(self, prints: Prints, theme: Theme | None = None) -> None:
        """Load the theme and what all pages share; `theme`: one that is loaded already."""
        from digest.render.language import Language, Tables
        from digest.rendering import load_theme, renderer

        if self._renderer and theme is None and prints == self._prints:
            return
        self._prints = prints
        theme = theme or load_theme(self.site, Language(Tables(*prints.language)))
        self._renderer = renderer(self.site, theme, prints.sections, prints.named, prints.kinds)
        self._renderer.load(set(prints.templates))

    def _open(self) -> None:
        """Open the store for reading. SQLite's connections do not survive a fork, so each process does it for itself."""
        from digest.inputs import PageInputs
        from digest.rendering import collection_title

        assert self._renderer is not None
        self._store = Store(os.path.join(self.site.state, "store.db"), writable=False)
        language = self._renderer.theme.language
        titles = {s: collection_title(s, self.site, language) for s in self._prints.sections}
        self._pages = PageInputs(
            self._store, self.bodies, self.site.config, self._renderer, titles, self.site.options.clock
        )

    def _machine(self) -> XmlInputs:
        """The inputs of feeds and sitemaps, for which few edits ask."""
        from digest.inputs_xml import XmlInputs

        if self._xml is None:
            assert self._pages is not None
            self._xml = XmlInputs(self._pages)
        return self._xml

    def make(self, jobs: list[tuple[Page, Trace]]) -> list[Outcome]:
        """Bring pages up to date: compare their inputs with the trace, render, write what differs."""
        if self._store is None:
            self._open()
        return [self._make(*job) for job in jobs]

    def _make(self, page: Page, trace: Trace) -> Outcome:
        try:
            if page.kind == "picture":
                return self._size_of_picture(page, trace)
            if page.kind in COPIED:
                return self._copy(page, trace)
            return self._render(page, trace)
        except OSError as error:
            hint = "Check the permissions and the room on the disk."
            problem = Problem("output-write", f"cannot be written: {error.strerror or error}", self._shown(page), hint=hint)
            return Outcome(page, "failed", trace.parts, trace.hash, trace.size, "", _packed([problem]))

    def _shown(self, page: Page) -> str:
        return f"{self.site.config.output}/{page.path}"

    def _render(self, page: Page, trace: Trace) -> Outcome:
        assert self._pages is not None
        assert self._renderer is not None
        machine = page.kind in MACHINE
        template = "" if machine else self._prints.templates.get(page.kind)
        row = self._row_print() if page.kind in LISTED else ""
        if template is None or row is None:  # its template has a problem that is told already
            return Outcome(page, "failed", trace.parts, trace.hash, trace.size, "", None)
        inputs = (self._machine() if machine else self._pages).of(page)
        own = {"settings": self._prints.settings, "template": template + row, "page": of_text(*page)}
        if not machine:
            own["words"] = self._renderer.theme.language.print
        parts = ";".join(f"{k}={v}" for k, v in {**own, **inputs.parts}.items() if v)
        problems = _packed(list(inputs.problems))
        path = os.path.join(self.site.output, page.path)
        if parts == trace.parts and _size(path) == trace.size:
            return Outcome(page, "same", parts, trace.hash, trace.size, "", problems)
        reason = _reason(trace.parts, parts)
        try:
            data = inputs.make().encode("utf-8", "replace")
        except Exception as error:
            if isinstance(error, OSError) and not isinstance(error, LookupError):  # Jinja's TemplateNotFound is both
                raise
            from digest.render.html import template_problem

            said = template_problem(self._renderer.theme, error, f"/{page.path}")
            return Outcome(page, "failed", trace.parts, trace.hash, trace.size, reason, _packed([said]))
        written = self._write(path, data)
        return Outcome(page, "written" if written else "equal", parts, long_of_bytes(data), len(data), reason, problems)

    def _row_print(self) -> str | None:
        """Of the templates of rows; None when one of them cannot be used."""
        item, of_day = (self._prints.templates.get(kind) for kind in ("item", "item-day"))
        return None if item is None or of_day is None else item + (of_day if of_day != item else "")

    def _write(self, path: str, data: bytes) -> bool:
        return output.write(path, data)

    def _refused(self, source: str, key: str) -> Problem | None:
        """Why a file beside an article is not published."""
        from digest.read.attachments import can_run, refused

        if self.site.config.markdown.html == "trust" or not can_run(key):
            return None
        with open(source, "rb") as file:
            return refused(file.read(), f"{self.site.config.content}/{key}")

    def _copy(self, page: Page, trace: Trace) -> Outcome:
        assert self._renderer is not None
        theme = self._renderer.theme
        source = {
            "file": lambda: os.path.join(self.site.content, page.key),
            "static": lambda: os.path.join(self.site.static, page.key),
            "theme": lambda: theme.files().get(page.key, ""),
        }[page.kind]()
        path = os.path.join(self.site.output, page.path)
        stat = os.stat(source)
        parts = f"file={stat.st_size} {stat.st_mtime_ns}"
        if page.kind == "file" and self.site.config.markdown.html == "trust":
            parts += ";trusted=1"
        bare = page.kind == "file" and self._is_picture(page.key)
        if bare:
            parts += f";hidden={BARE}"
        if parts == trace.parts and _size(path) == trace.size:
            return Outcome(page, "same", parts, trace.hash, trace.size, "", None)
        said = self._refused(source, page.key) if page.kind == "file" else None
        if said:
            return Outcome(page, "failed", trace.parts, trace.hash, trace.size, "", _packed([said]))
        size = stat.st_size
        if bare:
            data = published(source)
            written, size = output.write(path, data), len(data)
        else:
            written = output.copy(source, path)
        return Outcome(page, "written" if written else "equal", parts, "", size, _reason(trace.parts, parts), None)

    def _is_picture(self, key: str) -> bool:
        assert self._store is not None
        return is_named_so(key) or (not key.lower().endswith(".svg") and self._store.picture(key) is not None)

    def _size_of_picture(self, page: Page, trace: Trace) -> Outcome:
        path = os.path.join(self.site.output, page.path)
        parts = f"picture={page.key}"
        if parts == trace.parts and _size(path) == trace.size:
            return Outcome(page, "same", parts, trace.hash, trace.size, "", None)
        assert self._store is not None
        source = self.pictures.kept(page.path, self._store.picture_with_mark(page.key))
        written = output.copy(source, path)
        state = "written" if written else "equal"
        return Outcome(page, state, parts, "", os.path.getsize(source), _reason(trace.parts, parts), None)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return -1


def _reason(before: str, after: str) -> str:
    """The names of the inputs that differ."""
    if not before:
        return "new"
    if before == UNFINISHED:
        return "an earlier build did not finish it"
    old, new = (dict(p.split("=", 1) for p in parts.split(";") if p) for parts in (before, after))
    changed = [k for k in {**old, **new} if old.get(k) != new.get(k)]
    return f"changed: {', '.join(changed)}" if changed else "its file is missing or was changed"


def _empty(path: str, stamp: str, hash: str, problems: str | None) -> Row:
    return Row(path, stamp, hash, 0, "", "", "", "", "", "", "", 0, None, None, 0, 0, problems)


def _packed(problems: list[Problem]) -> str | None:
    return json.dumps(problems, ensure_ascii=False) if problems else None
