"""Articles as entries of Atom feeds."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from digest.model.article import Head, unpack_head
from digest.model.lazy_regex import lazy_regex
from digest.pages.queries import SiteQueries
from digest.render import feeds

_URI = lazy_regex(r"(?:https?|tag|urn):[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+")
_UUID = lazy_regex(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


class FeedEntries:
    """The entries of all feeds of a site. Created once per process: most entries are in several feeds."""

    def __init__(self, queries: SiteQueries) -> None:
        self.queries = queries
        self.get = lru_cache(maxsize=4096)(self._get)
        """Return the entry of an article from its packed head and its text; None if the article has no date."""

    def _get(self, packed: str, text: str) -> feeds.Written | None:
        head = unpack_head(packed)
        return feeds.entry(self._entry(head, text)) if head.date else None

    def _id(self, guid: str) -> str:
        """The URI of an id in front matter. A text that is not one becomes a fragment of the URL of the site."""
        if _URI.fullmatch(guid):
            return guid
        return f"urn:uuid:{guid.lower()}" if _UUID.fullmatch(guid) else f"{self.queries.absolute('')}#{quote(guid)}"

    def _entry(self, head: Head, text: str) -> feeds.Entry:
        published, updated = self.queries.timestamps(head)
        url = self.queries.absolute(head.url)
        return feeds.Entry(
            url=url,
            id=self._id(head.guid) if head.guid else url,
            title=head.title,
            updated=updated,
            published=published,
            authors=tuple(n.name for n in head.authors) or ((head.agency,) if head.agency else ()),
            topics=tuple(n.name for n in head.topics),
            summary=head.summary,
            content=text,
            language="" if head.language == self.queries.config.language else head.language,
        )
