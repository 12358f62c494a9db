"""The optional value `more`: what to read after an article.

It names older articles only, so that a new article changes no page of an older one. `_mark_newer_in_lists` of
`digest/build/planner.py` finds the pages that an article changes in this way.
"""

from __future__ import annotations

from digest.model.article import Head
from digest.model.fingerprint import hash_text
from digest.pages.queries import NO_VALUE, OptionalValue, SiteQueries, heads_fingerprint
from digest.plan import page_set, periods, urls
from digest.plan.page_set import MORE, MORE_WITHIN, STORY_OLDER
from digest.render import context as c
from digest.store.listings import UNDATED_AT, ListItem, sort_key_of


class MoreValues:
    """`more`."""

    def __init__(self, queries: SiteQueries) -> None:
        self.queries = queries

    def more(self, head: Head | None) -> OptionalValue:
        """The newest articles before an article that have its first topic, or else its source, or else its day."""
        if not head:
            return NO_VALUE
        elsewhere = self._named_elsewhere(head)
        topic, source = next(iter(head.topics), None), head.source
        items = self._older(head, elsewhere, "topics", topic.key) if topic else []
        if topic and items:
            return self._value("topic", self.queries.views.name_link("topics", topic), "topics", topic.key, items)
        items = self._older(head, elsewhere, "sources", source.key) if source else []
        if source and items:
            return self._value("source", self.queries.views.name_link("sources", source), "sources", source.key, items)
        items = self._older(head, elsewhere, day=head.day()) if head.date else []
        return self._value("day", self.queries.period(head.day()), "", "", items) if items else NO_VALUE

    def _named_elsewhere(self, head: Head) -> set[str]:
        """The older articles that the page names as its story, and the previous one."""
        previous = self.queries.article(head.id).older
        found = {previous.id} if previous and previous.date else set()
        if head.story:
            position = sort_key_of(head.wall_time, head.date)
            story = self.queries.listings.older("stories", head.story.key, (position, head.id), UNDATED_AT, STORY_OLDER)
            found |= {item.path for item in story}
        return found

    def _older(
        self, head: Head, elsewhere: set[str], collection: str = "", key: str = "", day: str = ""
    ) -> list[ListItem]:
        """Articles of a listing before an article, or those of its day. An article with a date has none without one."""
        last = -periods.wall_times(day, day)[0] if day else UNDATED_AT - bool(head.date)
        position = sort_key_of(head.wall_time, head.date), head.id
        found = self.queries.listings.older(collection, key, position, last, MORE_WITHIN)
        return [item for item in found if item.path not in elsewhere][:MORE]

    def _value(self, by: str, link: c.Link, collection: str, key: str, items: list[ListItem]) -> OptionalValue:
        def compute() -> c.More:
            config = self.queries.config
            has_feed = page_set.has_feed(collection, config)
            feed = self.queries.href(urls.feed(collection, key, config.permalinks)) if has_feed else ""
            return c.More(by, link, feed, tuple([self.queries.item(item) for item in items]))

        return OptionalValue(hash_text(by, heads_fingerprint(items)), compute)
