"""The search page, and the index that its script reads: one file per month.

The index contains only heads of articles. An edit to a text therefore changes nothing in it, and a new article changes
only the file of its month. The page itself changes only when a month is added or removed.
"""

from __future__ import annotations

from typing import Any

from digest.model.article import unpack_head
from digest.model.packing import pack
from digest.model.page import Page
from digest.model.web_address import bare_host
from digest.pages.content import PageContent
from digest.pages.frame import PageRenderer
from digest.pages.inputs import PageInputs, TemplateInputs
from digest.pages.queries import heads_fingerprint
from digest.store.listings import ListItem


class SearchInputs(TemplateInputs):
    """The search page. What it contains is the optional value `search`."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        super().__init__(pages, page, {})

    def content(self) -> PageContent:
        return PageContent(self.pages.queries.gettext("Search"), "", {})


class SearchIndexInputs(PageInputs):
    """The articles of a month, or those without a date, newest first, as JSON with one line per article."""

    def __init__(self, pages: PageRenderer, page: Page) -> None:
        self.queries = pages.queries
        self.items = pages.queries.articles_in(page.key)
        super().__init__({"items": heads_fingerprint(self.items), "words": pages.queries.views.language.fingerprint})

    def render(self) -> str:
        lines = [pack(self._entry(item)) for item in self.items]
        return "[\n" + ",\n".join(lines) + "\n]\n"

    def _entry(self, item: ListItem) -> dict[str, Any]:
        """The fields of an article that are searched or shown, without empty ones."""
        head, views = unpack_head(item.head), self.queries.views
        entry = {
            "url": self.queries.href_from_root(head.url),
            "title": head.title,
            "summary": head.summary,
            "source": head.source.name if head.source else bare_host(head.source_url),
            "authors": [n.name for n in head.authors] or ([head.agency] if head.agency else []),
            "topics": [n.name for n in head.topics],
            "story": head.story.name if head.story else "",
            "date": head.day(),
            "when": views.date(head.date).text if head.date else "",
            "lang": views.language_if_other(head),
            "dir": views.direction_if_other(head),
        }
        return {name: value for name, value in entry.items() if value}
