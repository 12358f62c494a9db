"""The optional value `search` of the search page."""

from __future__ import annotations

from digest.model.fingerprint import hash_text
from digest.pages.queries import OptionalValue, SiteQueries
from digest.plan import parts as cut
from digest.plan import urls
from digest.render import context as c


class SearchValues:
    """`search`."""

    def __init__(self, queries: SiteQueries) -> None:
        self.queries = queries

    def search(self) -> OptionalValue:
        """The files of the search index: the months with articles, newest first, then the articles without a date."""
        months = {day if day == cut.UNDATED else day[:7] for day in self.queries.listings.tally("", "")}
        dated = sorted(months - {cut.UNDATED}, reverse=True)
        ordered = dated + [cut.UNDATED] * (cut.UNDATED in months)

        def compute() -> c.Search:
            return c.Search(
                since=dated[-1] if dated else "",
                root=self.queries.views.addresses.base,
                files=tuple(self._file(month) for month in ordered),
                edition=self.queries.config.edition,
            )

        return OptionalValue(hash_text(*ordered), compute)

    def _file(self, month: str) -> c.SearchFile:
        url = self.queries.href_from_root(urls.search_index(month))
        return c.SearchFile("" if month == cut.UNDATED else month, url)
