"""Why a file of the output is what it is: whose page it is, from which template and inputs, and why it was last made.

For `digest why`. All of it is what the last build noted in the store; nothing is read, rendered or
written anew. This module must not print, or know how the answer is shown.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable
from typing import Any, NamedTuple

from digest.build.load_site import load_site
from digest.model.article import unpack_head
from digest.model.fingerprint import file_hash
from digest.model.kinds import KINDS
from digest.model.page import Page
from digest.model.problem import Problem
from digest.model.site import Options, Site
from digest.plan import urls
from digest.plan.parts import UNDATED, parse_part
from digest.store import Store
from digest.store.listings import Listings
from digest.store.lookup import PageRecord, known_at
from digest.store.pages import ANEW, UNFINISHED
from digest.store.store import SCHEMA
from digest.tools.locate import PageNotFound, PageQuery, unknown

_DATE = re.compile(r"\d{4}(?:-w?\d\d(?:-\d\d)?)?")
INPUTS = {
    "settings": "digest itself, config.yaml, the theme's options, and which sections the site has",
    "template": "the template, and all that it extends, includes or imports",
    "words": "the site's language, and the catalogues with the words of the theme in it",
    "page": "its path, and what it is the page of",
    "head": "the article's title, date, authors, topics and whatever else lists show of it",
    "body": "the article's text and the rest that only its own page shows",
    "around": "the pages before and after it",
    "links": "where the files and articles that the text refers to stand",
    "target": "where it leads",
    "items": "the heads of the articles in it",
    "bodies": "the texts of the articles in it",
    "total": "how many articles there are",
    "parts": "the pages of its years or months, and how many articles each has",
    "months": "its months, and how many articles each has",
    "years": "the years, and how many articles each has",
    "name": "its name",
    "related": "the topics above and below it",
    "entries": "what it lists",
    "pictures": "how large the pictures in the text are, and what was made from them",
    "strip": "the days beside it",
    "front": "what the newest edition and the ones before it show, and where",
    "issue": "what leads it, and how its articles are divided into topics",
    "month": "its days, and how many articles, sources and topics each has",
    "year": "its days, and what its months were about",
    "profile": "how many articles it has by month, its sources, and the topics beside it",
    "timeline": "the articles of the same story before and after it",
    "from_archive": "whether it is five years old",
    "email": "what the newest edition and the ones before it show, and where",
    "search": "the months with articles",
    "index": "how many articles each has by month, and what it is about",
    "file": "size and time of the original",
    "hidden": "the way hidden words are taken out of pictures",
    "picture": "the picture, and the way sizes are made",
    "trusted": "that the site trusts HTML as it is written",
}
"""What the names in a trace mean."""


class Template(NamedTuple):
    """A template that has a part in a page."""

    name: str
    """`list.html`."""
    theme: str
    """The folder that it comes from: `themes/mine`, `plain (ships with digest)`."""


class Input(NamedTuple):
    """One thing that a page depends on."""

    name: str
    fingerprint: str
    """As it was when the page was last made."""
    meaning: str


class Explanation(NamedTuple):
    """All that is known of a page."""

    path: str
    """From the output's root."""
    address: str
    """Where it will stand."""
    kind: str
    collection: str
    key: str
    part: str
    about: str
    """Whose page it is, in words."""
    source: str
    """The file that it is made from, relative to the site; empty for lists and feeds."""
    templates: tuple[Template, ...]
    """Its own first; none for feeds, sitemaps and copied files."""
    reason: str
    """Why it was last made: `new`, `changed: body`; empty: it never was."""
    size: int
    hash: str
    """Of its bytes as digest wrote them."""
    inputs: tuple[Input, ...]
    now: tuple[str, ...]
    """What has happened since, in sentences."""
    others: tuple[str, ...]
    """Pages that want the same path and do not have it."""
    problems: tuple[Problem, ...]


def explain(root: str, asked: str) -> Explanation | PageNotFound:
    """What is known of `asked`: a file of the output on disk, its path in the site, or its address. `root`: the site's."""
    site, _ = load_site(Options(root, 0.0))
    if site is None:
        return PageNotFound("the site's settings have errors", "`digest build` names them.")
    path = os.path.join(site.state, "store.db")
    if not os.path.isfile(path):
        return PageNotFound("this site was not built yet", "Run `digest build` first.")
    try:
        store = Store(path, writable=False)
        try:
            if store.meta("schema") != SCHEMA:
                return PageNotFound("this site was last built by another version of digest", "Run `digest build` first.")
            names = PageQuery(asked, site, store.meta("output"))
            for name in names.paths:
                known = known_at(store, name)
                if known and known[0].stale < 2:
                    return _Explainer(site, store).explain(known)
            return unknown(names, store)
        finally:
            store.close()
    except sqlite3.Error as error:
        return PageNotFound(f"the store cannot be read: {error}", "Run `digest build`: it makes a new one.")


class _Explainer:
    """Puts together what is known of one page."""

    def __init__(self, site: Site, store: Store) -> None:
        self.site, self.store = site, store
        self.config = site.config

    def explain(self, known: list[PageRecord]) -> Explanation:
        page, trace, _, reason, problems = known[0]
        file = os.path.join(self.store.meta("output"), page.path)
        there = hash_of(file)
        parts = "" if trace.inputs in (UNFINISHED, ANEW) else trace.inputs
        inputs = [part.split("=", 1) for part in parts.split(";") if part]
        return Explanation(
            *page[:1],
            self.config.url + urls.link(page.path),
            *page[1:],
            about=self.about(page),
            source=self.source(page),
            templates=self.templates(page),
            reason=reason,
            size=trace.size,
            hash=trace.hash or there,
            inputs=tuple(Input(name, print, INPUTS.get(name, "")) for name, print in inputs),
            now=tuple(self.since(known[0], there)),
            others=tuple(k.page.owner() for k in known[1:] if k.stale == 3),
            problems=problems,
        )

    # -- whose page it is -----------------------------------------------------------------------

    def about(self, page: Page) -> str:
        """What the page is, in words."""
        kind = KINDS[page.kind]
        names: dict[str, Callable[[], str]] = {
            "title": lambda: self.title(page.key),
            "period": lambda: _period({"key": page.key, "part": page.part}[kind.period]),
            "listing": lambda: self.listing(page) if page.collection else "the site",
            "collection": lambda: page.collection,
            "image": lambda: self.picture(page),
            "content": lambda: self.config.content,
            "static": lambda: self.config.static,
            "part": lambda: page.part,
        }
        return kind.about.format_map(_Computed(names))

    def title(self, path: str) -> str:
        """The title of an article by its path."""
        row = self.store.source(path)
        return unpack_head(row.head).title if row and row.head else path

    def listing(self, page: Page) -> str:
        """A listing, or the part of one, by its name."""
        facts = Listings(self.store.db).info(page.collection, page.key)
        part = f", {_period(page.part)}" if page.part else ""
        return f"{facts[0].name if facts else page.key} in {page.collection}{part}"

    def source(self, page: Page) -> str:
        """The file that a page is made from, relative to the site's folder or as messages name it."""
        match KINDS[page.kind].source:
            case "content":
                return f"{self.config.content}/{page.key}"
            case "static":
                return f"{self.config.static}/{page.key}"
            case "image":
                return self.picture(page)
            case "theme":
                found = self.themed(page.key)
                return f"{found[2]}/{page.key}" if found else ""
        return ""

    def picture(self, page: Page) -> str:
        """The picture of which a size was made."""
        path = self.store.image_path(page.key)
        return f"{self.config.static}{path}" if path.startswith("/") else f"{self.config.content}/{path}"

    def original(self, page: Page) -> str:
        """The same as a path on disk."""
        match KINDS[page.kind].source:
            case "content":
                return os.path.join(self.site.content, page.key)
            case "static":
                return os.path.join(self.site.static, page.key)
            case "theme":
                found = self.themed(page.key)
                return os.path.join(found[1], page.key) if found else ""
        return ""

    def themed(self, name: str) -> tuple[str, str, str] | None:
        """The first theme of the chain that has a file."""
        return next((t for t in self.site.themes if os.path.isfile(os.path.join(t[1], name))), None)

    def templates(self, page: Page) -> tuple[Template, ...]:
        """The templates by which a page is made."""
        if not KINDS[page.kind].templates:
            return ()
        from digest.pages.renderer import load_language, load_theme
        from digest.render.templates import row_template

        theme = load_theme(self.site, load_language(self.site)[0])
        row = row_template(page.kind, lists_days=parse_part(page.part).lists_days)
        names = [theme.template_for(page.kind), *([theme.template_for(row)] if row else [])]
        found = [(name, theme.loader.find(name)) for name in names]
        return tuple(Template(name, place[0].shown if place else "") for name, place in found)

    # -- what has happened since ----------------------------------------------------------------

    def since(self, known: PageRecord, there: str) -> list[str]:
        """In sentences; without any, all is as it was. `there`: the hash of the file on disk."""
        trace, stale = known.trace, known.stale
        found = []
        if stale and not known.reason:
            found.append("It could not be made yet: the next build tries again.")
        elif stale:
            found.append("The last build could not bring it up to date: the next one tries again.")
        elif not there:
            found.append("The file is not there any more: the next build makes it again.")
        elif trace.hash and there != trace.hash:
            found.append("The file was changed by something else: `digest build --full` makes it again.")
        return found + self.edited(known.page, trace.inputs)

    def edited(self, page: Page, parts: str) -> list[str]:
        """What became of the file that it is made from."""
        path, shown = self.original(page), self.source(page)
        if not path:
            return []
        if not os.path.isfile(path):
            return [f"{shown} is gone: the next build sees to that."]
        if KINDS[page.kind].made_by == "copy":
            stat = os.stat(path)
            same = f"file={stat.st_size} {stat.st_mtime_ns}" in parts.split(";")
        else:
            row = self.store.source(page.key)
            same = row is not None and row.hash == hash_of(path)
        return [] if same else [f"{shown} was changed since: the next build looks at it again."]


class _Computed(dict[str, Callable[[], str]]):
    """Values for `str.format_map`, of which only those are computed that the text names."""

    def __getitem__(self, name: str) -> Any:
        return super().__getitem__(name)()


def _period(part: str) -> str:
    """A period in words, which are English here."""
    from digest.render.translations import load_language

    if part == UNDATED:
        return "articles without a date"
    return load_language("en", ())[0].dates.date(part) if _DATE.fullmatch(part) else part


def hash_of(path: str) -> str:
    """The hash of a file's bytes, as traces have it; empty when there is no such file, or it cannot be read."""
    try:
        return file_hash(path) if os.path.isfile(path) else ""
    except OSError:
        return ""
