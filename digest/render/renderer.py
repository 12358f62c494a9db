"""HTML from typed values: views of articles, rows of lists, whole pages.

Rows are rendered once by `item.html` and joined in every list they stand in. Addresses are written with the
site's base path; with `relative_urls` they are written with a mark that becomes `../` at the end, so that one
row serves all pages. This module must not know where inputs come from or whether a page is stale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import jinja2
from markupsafe import Markup

from digest.model.article import unpack_head
from digest.model.kinds import ROW_TEMPLATES
from digest.model.problem import Problem
from digest.render.context import Page, Row, Site
from digest.render.theme import Theme
from digest.render.views import ROOT, Views, relative

ROWS = 10_000
"""Rows kept for the lists to come; at some 1,500 bytes each with their heads, 15 MB in each process."""


class Renderer:
    """Renders pages of one theme. Keeps rows, since one article stands in many lists."""

    def __init__(self, theme: Theme, views: Views, site: Site, named: Mapping[str, Sequence[str]]) -> None:
        """`named`: the optional names that the template of each kind of page asks for."""
        self.theme, self.views, self.site, self.optional_names = theme, views, site, named
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
        """An article in a list, from its packed head and that head's fingerprint. `kind`: a key of `ROW_TEMPLATES`."""
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
