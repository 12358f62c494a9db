"""Questions that several kinds of pages ask the store, and values that are made from the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from digest.model.article import Head, Name, unpack_head
from digest.model.config import Config
from digest.model.fingerprint import hash_text
from digest.model.named_tuple import NamedTuple
from digest.model.time_zone import time_zone
from digest.plan import calendar_grid, periods, urls
from digest.plan import parts as cut
from digest.plan.page_set import UNDATED
from digest.render import context as c
from digest.render.card import CardText
from digest.render.views import Views
from digest.store import Store
from digest.store.cooccurrence import CoOccurrence
from digest.store.listings import UNDATED_AT, ListingInfo, Listings, ListItem, sort_key_of
from digest.store.sources import SourceRow

FRONT_PAGE = 20
"""If the newest edition has fewer articles, the front page also shows articles of earlier editions, up to this number."""


class OptionalValue(NamedTuple):
    """An optional value of a page: see `digest.render.templates.OPTIONAL`."""

    fingerprint: str
    """Of what the value is made from. Empty if the other inputs of the page already cover it."""
    compute: Callable[[], Any]
    """Return the value. Called only if the page is rendered."""


NO_VALUE = OptionalValue("", lambda: None)
"""For a page on which the value is None."""


class ArticleRecord(NamedTuple):
    """An article as its page needs it."""

    row: SourceRow
    older: Head | None
    """The article before it in time."""
    newer: Head | None
    """The article after it in time."""
    translations: tuple[Head, ...]
    """The article in other languages, in order of their languages; empty if there is none."""


def heads_fingerprint(items: Iterable[ListItem]) -> str:
    """A fingerprint of everything that a list shows of its articles."""
    return hash_text(*(item.head_hash for item in items))


class SiteQueries:
    """The store, the settings and the views of a site. Created once per process."""

    def __init__(self, store: Store, config: Config, views: Views, clock: float) -> None:
        """`clock`: the time of the build."""
        self.store, self.config, self.views, self.clock = store, config, views, clock
        self.listings, self.cooccurrence = Listings(store.db), CoOccurrence(store.db)
        self.href = views.href
        self.date, self.gettext = views.language.dates.date, views.language.gettext
        self.zone = time_zone(config.zone())
        self._articles: dict[str, ArticleRecord] = {}
        """Prefetched articles by source path."""
        self._language_names: dict[str, str] = {}
        # The first page of a listing and its feed are made one after the other.
        most = max(config.listing.front, config.feeds.entries)
        self._newest = lru_cache(maxsize=4)(lambda collection, key: self.listings.newest(collection, key, most))
        self.tally = lru_cache(maxsize=4)(self.listings.tally)
        """The number of articles in a listing by period."""
        self.listing_info = lru_cache(maxsize=4)(self.listings.info)
        """A listing, as a list of one; empty if it has no articles."""

    # -- links ----------------------------------------------------------------------------------

    def absolute(self, path: str) -> str:
        """The absolute URL of a file of the output."""
        return self.views.addresses.absolute(urls.link(path))

    def href_from_root(self, path: str) -> str:
        """The link to a file of the output relative to the root of the site, for scripts that know the root."""
        return self.href(path).removeprefix(self.views.addresses.base)

    def listing_href(self, collection: str, key: str, part: str = "") -> str:
        """The link to a page of a listing."""
        return self.href(urls.listing(collection, key, part, self.config.permalinks))

    def period(self, key: str) -> c.Link:
        """A link to a day, week, month or year with articles, or to the articles without a date."""
        if key == cut.UNDATED:
            return c.Link(self.gettext("Undated"), self.href(UNDATED.path))
        return c.Link(self.date(key), self.href(_path_of(key)))

    def topic(self, key: str, name: str) -> c.Link:
        """A link to a topic."""
        return self.views.name_link("topics", Name(key, name))

    # -- articles -------------------------------------------------------------------------------

    def prefetch_articles(self, paths: Sequence[str]) -> None:
        """Fetch the articles of these sources, with their neighbours in time and their translations, in three queries. Replaces
        those of the last call."""
        rows = {path: row for path, row in self.store.sources(paths).items() if row.head}
        heads = [unpack_head(row.head) for row in rows.values()]
        neighbours = self.listings.around([(sort_key_of(h.wall_time, h.date), h.id) for h in heads])
        others = self.store.translations([h.translation for h in heads])
        self._articles = {
            path: ArticleRecord(
                row,
                unpack_head(older) if older else None,
                unpack_head(newer) if newer else None,
                _translations(head, others.get(head.translation, ())),
            )
            for (path, row), head, (older, newer) in zip(rows.items(), heads, neighbours, strict=True)
        }

    def article(self, path: str) -> ArticleRecord:
        """The article of a source. Raises KeyError if there is none."""
        if path not in self._articles:
            self.prefetch_articles([path])
        return self._articles[path]

    def articles_in(self, period: str, collection: str = "", key: str = "", limit: int = -1) -> list[ListItem]:
        """The articles of a day, week, month or year, or those without a date, newest first.

        All of them, or those of one listing.
        """
        if period == cut.UNDATED:
            return self.listings.between(collection, key, UNDATED_AT, UNDATED_AT, limit)
        begin, end = periods.wall_times(*periods.span(period))
        return self.listings.between(collection, key, -end, -begin, limit)

    def newest(self, collection: str, key: str, limit: int) -> list[ListItem]:
        """The newest articles of a listing, as many as its first page or its feed shows."""
        return self._newest(collection, key)[:limit]

    def newest_edition(self) -> tuple[str, int, list[ListItem]]:
        """The key of the newest edition, its number of articles, and the articles of the front page.

        The key is empty if no article has a date.
        """
        items = self.listings.newest("", "", FRONT_PAGE)
        day = unpack_head(items[0].head).day() if items else ""
        if not day:
            return "", 0, items
        key = periods.containing(day, self.config.edition)
        edition = self.articles_in(key)
        return key, len(edition), edition if len(edition) > FRONT_PAGE else items

    def language_name(self, tag: str) -> str:
        """The name of a language in that language: `polski`."""
        if tag not in self._language_names:
            from digest.model.locale import locale_of

            locale = locale_of(tag)
            self._language_names[tag] = (locale and locale.get_display_name()) or tag
        return self._language_names[tag]

    def card_text(self, head: Head | None) -> CardText:
        """What the social card of an article says, or that of the site."""
        if head is None:
            return CardText("", self.config.title, self.config.tagline, "")
        date = self.date(head.date) if head.date else ""
        return CardText(self.config.title, head.title, head.source.name if head.source else "", date)

    # -- periods --------------------------------------------------------------------------------

    def adjacent_periods(self, key: str) -> tuple[str, str]:
        """The nearest periods of the same length with articles, before and after a period. Empty: there is none."""
        older, newer = self.listings.neighbour_days(*periods.span(key))
        kind = periods.parse(key).kind
        return older and periods.containing(older, kind), newer and periods.containing(newer, kind)

    def first_and_last_day(self, collection: str = "", key: str = "") -> tuple[str, str]:
        """The first and the last day with articles of a listing, by default of the site; empty if there is none."""
        found = self.listings.dated(collection, key)
        return (periods.day_at(-found[0]), periods.day_at(-found[1])) if found else ("", "")

    def days(self) -> dict[str, int]:
        """The number of articles of each day with articles, oldest day first."""
        return {d: n for d, n in self.listings.tally("", "").items() if d != cut.UNDATED}

    # -- values ---------------------------------------------------------------------------------

    def item(self, item: ListItem) -> c.Item:
        """An article of a list, as templates see it."""
        return self.views.item_of(item.head)

    def edition(self, key: str, total: int, *, current: bool = False) -> c.Edition:
        """An edition that has articles. `total`: their number, or -1."""
        return c.Edition(key, self.href(_path_of(key)), total, current)

    def calendars(self, months: list[str], days: dict[str, int], current: str = "") -> tuple[c.Calendar, ...]:
        """Calendars of these months. `days`: the number of articles by day; the levels of all months are comparable."""
        shown = {d: n for d, n in days.items() if d[:7] in months}
        levels = calendar_grid.levels(shown)

        def day(iso: str) -> c.Day | None:
            if not iso:
                return None
            total = shown.get(iso, 0)
            return c.Day(iso, self.href(urls.day(iso)) if total else "", total, levels.get(iso, 0), iso == current)

        calendars = []
        for month in months:
            total = sum(n for d, n in shown.items() if d[:7] == month)
            weeks = calendar_grid.weeks(month, self.views.language.first_weekday)
            rows = tuple(tuple(day(iso) for iso in week) for week in weeks)
            calendars.append(c.Calendar(month, self.href(urls.month(month)) if total else "", total, rows))
        return tuple(calendars)

    def name_sort_key(self, info: ListingInfo) -> tuple[str, str]:
        """Sorts listings by name, in the order of the site's language."""
        return self.views.language.sort_key(info.name), info.key

    def timestamps(self, head: Head) -> tuple[str, str]:
        """When an article was published, and when it was last changed, as in RFC 3339. Empty if it has no date.

        A date without a time is the begin of the day in the time zone of the site.
        """
        published = self._timestamp(head.date) if head.date else ""
        if not published or not head.updated:
            return published, published
        return published, max(published, self._timestamp(head.updated), key=datetime.fromisoformat)

    def _timestamp(self, date: str) -> str:
        return date if len(date) > 10 else datetime.fromisoformat(date).replace(tzinfo=self.zone).isoformat()


def _translations(head: Head, packed: Sequence[str]) -> tuple[Head, ...]:
    """The translations of an article: of each other language the first article by path. `packed`: the heads of all articles
    that have `Head.translation` in common with it, and its own."""
    if len(packed) < 2:
        return ()
    found: dict[str, Head] = {}
    for other in map(unpack_head, packed):
        if other.language != head.language:
            found.setdefault(other.language, other)
    return tuple([found[language] for language in sorted(found)])


def _path_of(period: str) -> str:
    """The path of the page of a day, week, month or year."""
    paths = {"day": urls.day, "week": urls.week, "month": urls.month, "year": urls.year}
    return paths[periods.parse(period).kind](period)
