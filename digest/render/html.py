"""HTML from typed values: views of articles, rows of lists, whole pages.

Rows are rendered once by `item.html` and joined in every list they stand in. Addresses are written with the
site's base path; with `relative_urls` they are written with a mark that becomes `../` at the end, so that one
row serves all pages. This module must not know where inputs come from or whether a page is stale.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from digest.model.address import bare_host
from digest.model.article import Head, Name, unpack_head
from digest.model.article import Picture as HeadPicture
from digest.model.picture import Sizes
from digest.model.problem import Problem
from digest.render.context import Date, Item, Link, Neighbour, Page, Picture, Row, Site, Source
from digest.render.language import Language, direction
from digest.render.templates import ROWS as ROW_TEMPLATES
from digest.render.theme import Theme

ROOT = "\ue000/"
"""Stands for the way to the site's root in relative links, until the page's depth is known. A private-use character: the
readers of articles and config take such characters out."""
ROWS = 10_000
"""Rows kept for the lists to come; at some 1,500 bytes each with their heads, 15 MB in each process."""

_PLACEHOLDER = re.compile(r'="digest-(ref|root):([^"]*)"')
_LINK = re.compile(r'<a href="digest-ref:(\d+)"[^>]*>(.*?)</a>', re.DOTALL)


class Addresses(NamedTuple):
    """How paths of the site become links."""

    site: str
    """Address of the site's root, with a slash at its end."""
    base: str
    """What stands before a path in links: `/`, `/sub/`, or ROOT."""
    path: str
    """The site's folder on its host: `/`, `/sub/`."""

    def href(self, link: str) -> str:
        """A path, as `plan.urls.link` gives it, as a link on a page."""
        if self.base != ROOT:
            return self.base + link
        end = min((at for at in (link.find("#"), link.find("?")) if at >= 0), default=len(link))
        return ROOT + link[:end] + ("index.html" if not end or link[end - 1] == "/" else "") + link[end:]

    def absolute(self, link: str) -> str:
        """The same with host, for feeds, canonical links and sitemaps."""
        return self.site + link


def relative(text: str, path: str, base: str) -> str:
    """A page's text with every mark replaced by the way from this page to the root.

    A host shows 404.html at any address, so its links begin at the `base` path.
    """
    return text.replace(ROOT, base if path == "404.html" else "../" * path.count("/") or "./")


class PageLinks(NamedTuple):
    """How other layers' addresses reach the views, as functions of what a head says."""

    path: Callable[[str], str]
    """A file of the output → the link to it (`plan.urls.link`)."""
    day: Callable[[str], str]
    """A date → the day's file."""
    listing: Callable[[str, str], str]
    """A collection and a key → the file of its first page."""
    picture: Callable[[str, int, str], str]
    """A picture's mark, a width and a format → the file."""


class Views:
    """Heads as templates see them."""

    def __init__(self, addresses: Addresses, links: PageLinks, language: Language) -> None:
        self.addresses, self.links, self.language = addresses, links, language
        self.direction = language.direction
        # The same few names and days stand on thousands of pages.
        self.named = lru_cache(maxsize=20_000)(self._named)
        self.date = lru_cache(maxsize=20_000)(self._date)

    def href(self, path: str) -> str:
        """A file of the output as a link."""
        return self.addresses.href(self.links.path(path))

    def _date(self, iso: str, *, ours: bool = True) -> Date:
        """A date as templates see it. `ours`: an article stands on that day, so the day has a page."""
        return Date(iso, self.language.date(iso), self.language.time(iso), self.href(self.links.day(iso[:10])) if ours else "")

    def _named(self, collection: str, name: Name) -> Link:
        """A topic, source or author as a link to its page."""
        return Link(name.name, self.href(self.links.listing(collection, name.key)))

    def picture(self, picture: HeadPicture | None) -> Picture | None:
        """The picture of an article."""
        if not picture:
            return None
        url = picture.src
        if url.startswith("/"):  # from the site's root, as a link already
            url = self.addresses.href(url[1:])
        elif url and "://" not in url:
            url = self.href(url)
        if not (url or picture.alt or picture.caption or picture.credit):
            return None
        sources = self.sources(picture.mark, picture.sizes) if url else ()
        return Picture(url, picture.alt, picture.caption, picture.credit, picture.width, picture.height, sources)

    def sources(self, mark: str, sizes: Sizes) -> tuple[Source, ...]:
        """The files made from a picture."""
        path = self.links.picture
        return tuple(
            Source(f"image/{name}", ", ".join(f"{self.href(path(mark, width, name))} {width}w" for width in widths))
            for name, widths in sizes
        )

    def foreign(self, head: Head) -> str:
        """The language of an article when it is not the site's; else empty."""
        return "" if head.language == self.language.tag else head.language

    def turned(self, head: Head) -> str:
        """The direction in which an article is written when it is not the site's; else empty."""
        own = direction(head.language)
        return "" if own == self.direction else own

    def neighbour(self, head: Head) -> Neighbour:
        """An article as the one before or after it in time shows it."""
        return Neighbour(head.title, self.href(head.url), self.foreign(head), self.turned(head))

    def item(self, head: Head) -> Item:
        """An article as lists show it."""
        return Item(
            url=self.href(head.url),
            title=Markup(head.title_html),
            name=head.title,
            date=self.date(head.date) if head.date else None,
            updated=self.date(head.updated, ours=False) if head.updated else None,
            authors=tuple([self.named("authors", n) for n in head.authors]),
            agency=head.agency,
            source=self.named("sources", head.source) if head.source else None,
            source_url=head.source_url,
            host=bare_host(head.source_url) if head.source_url else "",
            topics=tuple([self.named("topics", n) for n in head.topics]),
            summary=head.summary,
            language=self.foreign(head),
            direction=self.turned(head),
            picture=self.picture(head.picture),
            story=self.named("stories", head.story) if head.story else None,
            weight=head.weight,
        )


class Renderer:
    """Renders pages of one theme. Keeps rows, since one article stands in many lists."""

    def __init__(self, theme: Theme, views: Views, site: Site, named: Mapping[str, Sequence[str]]) -> None:
        """`named`: the optional names that the template of each kind of page asks for."""
        self.theme, self.views, self.site, self.named = theme, views, site, named
        self._files = {kind: theme.template_for(kind) for kind in ROW_TEMPLATES}
        self._rows: dict[str, dict[str, Row]] = {file: {} for file in self._files.values()}
        self._templates: dict[str, jinja2.Template] = {}

    def template(self, kind: str) -> jinja2.Template:
        """The compiled template of a kind of page, or of rows."""
        found = self._templates.get(kind)
        if found is None:
            found = self._templates[kind] = self.theme.env.get_template(self.theme.template_for(kind))
        return found

    def load(self, kinds: set[str]) -> None:
        """Compile the templates of these kinds of pages (and of rows) now, before other processes are forked."""
        for kind in sorted(kinds):
            self.template(kind)

    def row(self, packed: str, fingerprint: str, kind: str = "item") -> Row:
        """An article in a list, from its packed head and that head's fingerprint. `kind`: of ROWS in `templates`."""
        rows = self._rows[self._files[kind]]
        row = rows.get(fingerprint)
        if row is None:
            if len(rows) >= ROWS // len(self._rows):
                for old in list(rows)[: len(rows) // 4]:
                    del rows[old]
            item = self.views.item(unpack_head(packed))
            html = self.template(kind).render(site=self.site, item=item)
            row = rows[fingerprint] = Row(Markup(html), lambda: self.views.item(unpack_head(packed)))
        return row

    def page(self, kind: str, path: str, page: Page, context: Mapping[str, Any]) -> str:
        """A whole page; raises what the template raises (see `template_problem`)."""
        text = self.template(kind).render(site=self.site, page=page, **context)
        return relative(text, path, self.views.addresses.path) if self.views.addresses.base == ROOT else text


def resolved(html: str, ref: Callable[[int], str | None], root: Callable[[str], str]) -> str:
    """A body with its placeholders (see `digest.model.article.Body`) replaced by links.

    `ref` gives the link of a numbered reference; None where there is nothing to link to: the words then stand
    without a link. Pictures are put in before (see images.py).
    """

    def put(match: re.Match[str]) -> str:
        return f'="{root(match[2]) if match[1] == "root" else ref(int(match[2])) or ""}"'

    if '="digest-r' not in html:
        return html
    html = _LINK.sub(lambda m: m[2] if ref(int(m[1])) is None else m[0], html)
    return _PLACEHOLDER.sub(put, html)


def quoted(text: str) -> str:
    """A fragment or path as it may stand in an attribute."""
    return quote(text, safe="/~!$'()*+,;=:@?#%&-._").replace("&", "&amp;").replace("'", "&#39;")


def template_problem(theme: Theme, error: Exception, page: str) -> Problem:
    """What a template raised while rendering, with the template's own line."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return Problem("template-syntax", error.message or "", theme.where(error.name or ""), error.lineno)
    line, file = 0, theme.where(theme.template_for("article"))
    trace = error.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        for folder in theme.chain:
            if name.startswith(folder.path):
                line, file = trace.tb_lineno, f"{folder.shown}{name[len(folder.path) :]}"
        trace = trace.tb_next
    said = str(error) or type(error).__name__
    if isinstance(error, jinja2.TemplateNotFound):
        said = f"no theme of the chain has {said}"
    return Problem("template-error", f"{said} (first seen in {page})", file, line, 0, "Correct the template.")
