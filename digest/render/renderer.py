"""Renders the rows of lists, and whole pages.

`item.html` renders each row once for all lists. With `relative_urls`, links in a row start with a placeholder, which
becomes `../` when the page is finished, so that a row does not depend on the depth of its page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import jinja2
from markupsafe import Markup

from digest.model.kinds import KINDS, ROW_TEMPLATES
from digest.model.problem import Problem
from digest.render.context import Page, Row, Site
from digest.render.markup import markup
from digest.render.theme import Theme
from digest.render.views import ROOT, Views, relative

MAX_ROWS = 10_000
"""Number of rows to cache. A row takes about 800 bytes, so the cache takes 8 MB in each process."""


class Renderer:
    """Renders pages of one theme, and caches rows, because an article is in many lists."""

    def __init__(self, theme: Theme, views: Views, site: Site, optional_names: Mapping[str, Sequence[str]]) -> None:
        """`optional_names`: the names of `templates.OPTIONAL` that the template of each kind of page uses."""
        self.theme, self.views, self.site, self.optional_names = theme, views, site, optional_names
        self._files = {kind: theme.template_for(kind) for kind in ROW_TEMPLATES}
        self._rows: dict[tuple[str, str], Markup] = {}
        self._templates: dict[str, jinja2.Template] = {}

    def template(self, kind: str) -> jinja2.Template:
        """Return the compiled template of a kind of page or row."""
        found = self._templates.get(kind)
        if found is None:
            found = self._templates[kind] = self.theme.env.get_template(self.theme.template_for(kind))
        return found

    def load(self, kinds: set[str]) -> None:
        """Load the templates of these kinds of pages, those of their rows, and those that they extend, include or import."""
        rows = ROW_TEMPLATES if any(KINDS[kind].row for kind in kinds) else ()
        for kind in sorted({*kinds, *rows}):
            self.template(kind)
            for name in self.theme.dependencies.below(self.theme.template_for(kind)):
                self.theme.env.get_template(name)

    def row(self, packed: str, fingerprint: str, kind: str = "item") -> Row:
        """Return an article in a list, from its packed head and the fingerprint of the head. `kind`: a key of `ROW_TEMPLATES`."""
        rows, key = self._rows, (self._files[kind], fingerprint)
        html = rows.get(key)
        if html is None:
            if len(rows) >= MAX_ROWS:
                for old in list(rows)[: len(rows) // 4]:
                    del rows[old]
            html = rows[key] = markup(self.template(kind).render(site=self.site, item=self.views.item_of(packed)))
        return Row(html, lambda: self.views.item_of(packed))

    def page(self, kind: str, path: str, page: Page, context: Mapping[str, Any]) -> str:
        """Render a page. Raises what the template raises (see `template_problem`)."""
        text = self.template(kind).render(site=self.site, page=page, **context)
        return relative(text, path, self.views.addresses.path) if self.views.addresses.base == ROOT else text


def template_problem(theme: Theme, error: Exception, page: str) -> Problem:
    """Return the problem of an exception that a template raised, with the line in the template."""
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
    message = str(error) or type(error).__name__
    if isinstance(error, jinja2.TemplateNotFound):
        message = f"no theme of this site has a template `{message}`"
    return Problem("template-error", f"{message} (first seen in {page})", file, line, 0, "Correct the template.")
