"""The logic of `digest why`: what an output file is made from, what it depends on, and why it was last rendered.

All answers come from the store; nothing is read or rendered again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from digest.model.article import unpack_head
from digest.model.fingerprint import file_hash
from digest.model.folders import file_path
from digest.model.kinds import KINDS
from digest.model.lazy_regex import lazy_regex
from digest.model.named_tuple import NamedTuple
from digest.model.page import Page
from digest.model.problem import Problem
from digest.model.site import Site
from digest.plan import urls
from digest.plan.parts import UNDATED, parse_part
from digest.store import Store
from digest.store.listings import Listings
from digest.store.lookup import PageRecord, pages_at
from digest.store.pages import CHANGED, REQUESTED, UNFINISHED
from digest.tools.built_site import NotBuilt, ask_store
from digest.tools.locate import PageNotFound, PageQuery, explain_not_found

_DATE = lazy_regex(r"\d{4}(?:-w?\d\d(?:-\d\d)?)?")
INPUTS = {
    "settings": "digest itself, config.yaml, the options of the theme, and which collections the site has",
    "template": "the template, and the templates that it extends, includes or imports",
    "words": "the language of the site, and the translations of the theme",
    "page": "its path, and what it is the page of",
    "head": "title, date, authors, topics and the other values of the article that lists show",
    "body": "the text of the article, and the values that only its own page shows",
    "around": "the previous and the next page",
    "translations": "its translations",
    "links": "the URLs of the files and articles that the text refers to",
    "target": "the URL to which it redirects",
    "items": "title, date, authors, topics and so on of its articles",
    "bodies": "the texts of its articles",
    "total": "the number of its articles",
    "parts": "its pages by year or month, and their numbers of articles",
    "months": "its months, and their numbers of articles",
    "years": "the years, and their numbers of articles",
    "name": "its name",
    "related": "the parent topic and the subtopics",
    "entries": "the pages that it lists",
    "pictures": "the dimensions of the images in the text, and their smaller sizes",
    "strip": "the neighbouring days",
    "front": "the articles of the newest editions, and how they are arranged",
    "issue": "the lead story, and how its articles are grouped by topic",
    "month": "its days, and their numbers of articles, sources and topics",
    "year": "its days, and the topics of its months",
    "profile": "its articles by month, its sources, and related topics",
    "timeline": "the earlier and later articles of the same story",
    "more": "the older articles of its topic, source or day that it names at its end",
    "from_archive": "whether the article is more than five years old",
    "email": "the articles of the newest editions, and how they are arranged",
    "search": "the months that have articles",
    "index": "its articles by month, and their topics",
    "card": "what the card says, and the fonts",
    "file": "size and modification time of the original file",
    "hidden": "the method that removes metadata from images",
    "picture": "the image, and the method that creates its smaller sizes",
    "trusted": "whether the site trusts HTML in articles",
}
"""What the inputs of a page mean, by the names that a trace has."""
_UNFINISHED_MARKS = {
    UNFINISHED: "Earlier builds failed to update the file, or were interrupted. The next build tries again.",
    CHANGED: "The output file was missing or changed, and the last build could not replace it. The next build tries again.",
    REQUESTED: "`digest build --full` could not update the file. The next build tries again.",
}
"""Marks that replace the inputs of a page until it is rendered, and what they mean."""


class Template(NamedTuple):
    """A template that a page is rendered with."""

    name: str
    """`list.html`."""
    theme: str
    """The folder of its theme: `themes/mine`, `plain (built-in)`."""


class Input(NamedTuple):
    """Something that a page depends on."""

    name: str
    fingerprint: str
    """Its fingerprint when the page was last rendered."""
    meaning: str


class Explanation(NamedTuple):
    """What the store knows about a page."""

    path: str
    """From the output folder."""
    address: str
    """Its public URL."""
    kind: str
    collection: str
    key: str
    part: str
    about: str
    """What it shows, in words."""
    source: str
    """The file that it is made from, relative to the site folder; empty for lists and feeds."""
    templates: tuple[Template, ...]
    """The template of the page, then that of its rows; empty for feeds, sitemaps and copied files."""
    reason: str
    """Why it was last rendered: `new`, `changed: body`; empty if it never was."""
    size: int
    hash: str
    """Hash of the bytes that digest wrote."""
    inputs: tuple[Input, ...]
    now: tuple[str, ...]
    """What has changed since, in sentences; empty if nothing has."""
    others: tuple[str, ...]
    """Pages that request the same path but did not get it."""
    problems: tuple[Problem, ...]


def explain(root: str, page: str) -> Explanation | PageNotFound:
    """Explain a page of the site in the folder `root`, given its file on disk, its path in the site, or its URL."""
    answer = ask_store(root, lambda site, store: _explain(site, store, page))
    return PageNotFound(*answer) if isinstance(answer, NotBuilt) else answer


def _explain(site: Site, store: Store, page: str) -> Explanation | PageNotFound:
    query = PageQuery(page, site, os.path.join(site.options.root, store.meta("output")))
    for path_in_output in query.paths:
        records = pages_at(store, path_in_output)
        if records and records[0].stale < 2:
            return _Explainer(site, store).explain(records)
    return explain_not_found(query, store)


class _Explainer:
    """Collect what the store knows about one page."""

    def __init__(self, site: Site, store: Store) -> None:
        self.site, self.store = site, store
        self.config = site.config

    def explain(self, records: list[PageRecord]) -> Explanation:
        """Explain a page. `records`: all pages that request its path, the page itself first."""
        page, trace, _, reason, problems = records[0]
        hash_now = hash_of(os.path.join(self.site.options.root, self.store.meta("output"), page.path))
        fingerprints = "" if trace.inputs in _UNFINISHED_MARKS else trace.inputs
        inputs = [text.split("=", 1) for text in fingerprints.split(";") if text]
        return Explanation(
            *page[:1],
            self.config.url + urls.link(page.path),
            *page[1:],
            about=self.about(page),
            source=self.source(page),
            templates=self.templates(page),
            reason=reason,
            size=trace.size,
            hash=trace.hash or hash_now,
            inputs=tuple(Input(name, fingerprint, INPUTS.get(name, "")) for name, fingerprint in inputs),
            now=tuple(self.changes_since(records[0], hash_now)),
            others=tuple(record.page.owner() for record in records[1:] if record.stale == 3),
            problems=problems,
        )

    # -- what the page is -----------------------------------------------------------------------

    def about(self, page: Page) -> str:
        """What the page shows, in words."""
        kind = KINDS[page.kind]
        names: dict[str, Callable[[], str]] = {
            "title": lambda: self.title(page.key),
            "period": lambda: _period({"key": page.key, "part": page.part}[kind.period]),
            "listing": lambda: self.listing(page) if page.collection else "the site",
            "collection": lambda: page.collection,
            "image": lambda: self.picture(page),
            "owner": lambda: file_path(self.config, page.part),
            "static": lambda: self.config.static,
            "part": lambda: page.part,
        }
        return kind.about.format_map(_Computed(names))

    def title(self, path: str) -> str:
        """The title of an article, by the path of its source."""
        row = self.store.source(path)
        return unpack_head(row.head).title if row and row.head else path

    def listing(self, page: Page) -> str:
        """The name of a listing, and the period if the page shows a part of it."""
        facts = Listings(self.store.db).info(page.collection, page.key)
        part = f", {_period(page.part)}" if page.part else ""
        return f"{facts[0].name if facts else page.key} in {page.collection}{part}"

    def source(self, page: Page) -> str:
        """The file that a page is made from, relative to the site folder or as messages show it."""
        match KINDS[page.kind].source:
            case "content":
                return file_path(self.config, page.key)
            case "static":
                return f"{self.config.static}/{page.key}"
            case "image":
                return self.picture(page)
            case "theme":
                found = self.theme_with(page.key)
                return f"{found[2]}/{page.key}" if found else ""
        return ""

    def picture(self, page: Page) -> str:
        """The image of which the page is a smaller size."""
        return file_path(self.config, self.store.image_path(page.key))

    def source_file(self, page: Page) -> str:
        """The path of that file on disk; empty for pages that are made from several files."""
        match KINDS[page.kind].source:
            case "content":
                return self.site.file(page.key)
            case "static":
                return os.path.join(self.site.static, page.key)
            case "theme":
                found = self.theme_with(page.key)
                return os.path.join(found[1], page.key) if found else ""
        return ""

    def theme_with(self, name: str) -> tuple[str, str, str] | None:
        """The first theme of the chain that has this file."""
        return next((t for t in self.site.themes if os.path.isfile(os.path.join(t[1], name))), None)

    def templates(self, page: Page) -> tuple[Template, ...]:
        """The template of a page, and that of its rows."""
        if not KINDS[page.kind].templates:
            return ()
        from digest.pages.renderer import load_language, load_theme
        from digest.render.templates import row_template

        theme = load_theme(self.site, load_language(self.site)[0])
        row = row_template(page.kind, page.collection, lists_days=parse_part(page.part).lists_days)
        names = [theme.template_for(page.kind), *([theme.template_for(row)] if row else [])]
        found = [(name, theme.loader.find(name)) for name in names]
        return tuple(Template(name, place[0].shown if place else "") for name, place in found)

    # -- changes since the last build -----------------------------------------------------------

    def changes_since(self, record: PageRecord, hash_now: str) -> list[str]:
        """What has changed since the page was rendered, in sentences. `hash_now`: the hash of its file on disk."""
        trace, found = record.trace, []
        if record.stale and not record.reason:
            found.append("The page could not be rendered yet. The next build tries again.")
        elif record.stale:
            failed = "The last build could not update the file. The next build tries again."
            found.append(_UNFINISHED_MARKS.get(trace.inputs, failed))
        elif not hash_now:
            found.append("The output file is missing. The next build creates it again.")
        elif trace.hash and hash_now != trace.hash:
            found.append("The output file was changed by another program. `digest build --full` restores it.")
        return found + self.source_changes(record.page, trace.inputs)

    def source_changes(self, page: Page, inputs: str) -> list[str]:
        """Whether the file that the page is made from was changed or removed."""
        path, shown = self.source_file(page), self.source(page)
        if not path:
            return []
        if not os.path.isfile(path):
            return [f"{shown} was removed. The next build updates the site."]
        if KINDS[page.kind].made_by == "copy":
            stat = os.stat(path)
            is_same = f"file={stat.st_size} {stat.st_mtime_ns}" in inputs.split(";")
        else:
            row = self.store.source(page.key)
            is_same = row is not None and row.hash == hash_of(path)
        return [] if is_same else [f"{shown} was changed. The next build reads it again."]


class _Computed(dict[str, Callable[[], str]]):
    """Values for `str.format_map`, of which only those are computed that the text names."""

    def __getitem__(self, name: str) -> Any:
        return super().__getitem__(name)()


def _period(part: str) -> str:
    """A period in English words."""
    from digest.render.translations import load_language

    if part == UNDATED:
        return "articles without a date"
    return load_language("en", ())[0].dates.date(part) if _DATE.fullmatch(part) else part


def hash_of(path: str) -> str:
    """The hash of a file, as in traces; empty if the file does not exist or cannot be read."""
    try:
        return file_hash(path) if os.path.isfile(path) else ""
    except OSError:
        return ""
