"""Articles as entries of Atom feeds."""

from __future__ import annotations

from functools import lru_cache

from digest.model.article import Head, unpack_head
from digest.pages.queries import SiteQueries
from digest.render import feeds


class FeedEntries:
    """The entries of all feeds of a site. Created once per process: most entries are in several feeds."""

    def __init__(self, queries: SiteQueries) -> None:
        self.queries = queries
        self.get = lru_cache(maxsize=4096)(self._get)
        """Return the entry of an article from its packed head and its text; None if the article has no date."""

    def _get(self, packed: str, text: str) -> feeds.Written | None:
        head = unpack_head(packed)
        return feeds.entry(self._entry(head, text)) if head.date else None

    def _entry(self, head: Head, text: str) -> feeds.Entry:
        published, updated = self.queries.timestamps(head)
        return feeds.Entry(
            url=self.queries.absolute(head.url),
            title=head.title,
            updated=updated,
            published=published,
            authors=tuple(n.name for n in head.authors) or ((head.agency,) if head.agency else ()),
            topics=tuple(n.name for n in head.topics),
            summary=head.summary,
            content=text,
            language="" if head.language == self.queries.config.language else head.language,
        )
