"""What is searched: the search page, and the index that its script looks through, a file a month.

An index holds heads only. So editing a text changes nothing of it, and an article that comes or goes changes the file of its
month; the page changes when a month comes or goes. This module must not know how a search is done.
"""

from __future__ import annotations

import json
from typing import Any

from digest.model.article import unpack_head
from digest.model.fingerprint import hash_text
from digest.model.web_address import bare_host
from digest.pages.queries import OptionalValue, SiteQueries, heads_fingerprint
from digest.plan import parts as cut
from digest.plan import urls
from digest.render import context as c
from digest.store.listings import ListItem


class SearchInputs:
    """`search`, and the files of the index."""

    def __init__(self, base: SiteQueries) -> None:
        self.base = base

    def search(self) -> OptionalValue:
        """The months with articles, newest first, those without a date last."""
        months = {day if day == cut.UNDATED else day[:7] for day in self.base.listings.tally("", "")}
        dated = sorted(months - {cut.UNDATED}, reverse=True)
        ordered = dated + [cut.UNDATED] * (cut.UNDATED in months)

        def make() -> c.Search:
            return c.Search(
                since=dated[-1] if dated else "",
                root=self.base.views.addresses.base,
                files=tuple(self._file(m) for m in ordered),
            )

        return OptionalValue(hash_text(*ordered), make)

    def _file(self, month: str) -> c.SearchFile:
        return c.SearchFile("" if month == cut.UNDATED else month, self._link(urls.search_index(month)))

    def index(self, month: str) -> OptionalValue:
        """The articles of a month (or `undated`), newest first, as JSON: a line each."""
        rows = self.base.articles_in(month)

        def make() -> str:
            lines = [json.dumps(self._entry(row), ensure_ascii=False, separators=(",", ":")) for row in rows]
            return "[\n" + ",\n".join(lines) + "\n]\n"

        return OptionalValue(heads_fingerprint(rows), make)

    def _entry(self, row: ListItem) -> dict[str, Any]:
        """What is looked through of an article, and shown of it; what is empty is left out."""
        head, views = unpack_head(row.head), self.base.views
        entry = {
            "url": self._link(head.url),
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

    def _link(self, path: str) -> str:
        """A file of the output as a link from the site's root, to be put behind `Search.root`."""
        return self.base.href(path).removeprefix(self.base.views.addresses.base)
