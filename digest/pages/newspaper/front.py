"""The front page, and the pages of days and weeks, as a newspaper shows them: what leads, who else covers it, what is left.

The choice is made by `plan.choice`; here it gets its facts from the store, and becomes values for templates. This module
must not know how a story is chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from digest.model.article import Head, unpack_head
from digest.model.fingerprint import hash_text
from digest.model.web_address import bare_host
from digest.pages.queries import OptionalValue, SiteQueries
from digest.plan import calendar_grid, front_page, periods, urls
from digest.plan.page_set import ARCHIVE, STRIP_DAYS
from digest.render import context as c
from digest.store.listings import UNDATED_AT, ListItem

EARLIER = 5
"""Editions before the newest, of which the front page says what led them."""
LOOKED_AT = 200
"""Newest articles of such an edition, or of a story in a month, among which the lead is looked for."""


class Pool:
    """Articles that an edition may show: what is chosen from, and what the choice is made of."""

    def __init__(self, base: SiteQueries, rows: list[ListItem], length: periods.PeriodKind) -> None:
        self.base, self.rows = base, rows
        self.heads = [unpack_head(row.head) for row in rows]
        words = base.store.words([row.path for row in rows])
        pairs = zip(rows, self.heads, strict=True)
        self.candidates = [_candidate(row, head, words.get(row.path, 0), length) for row, head in pairs]
        self.names = {n.key: n.name for head in reversed(self.heads) for n in head.topics}
        """Names of topics, as the newest article in each spells them."""

    def topic(self, key: str) -> c.Link:
        """A topic of its articles, or "Other" for those without one; without a title where no article has any."""
        if key:
            return self.base.topic(key, self.names[key])
        return c.Link(self.base.gettext("Other") if self.names else "", "")

    def sources(self, edition: str = "") -> int:
        """How many sources its articles are from, or those of one edition."""
        return len({x.source for x in self.candidates if x.source and edition in ("", x.edition)})

    def item(self, number: int) -> c.Item:
        """A candidate as templates see it."""
        return self.base.views.item(self.heads[number])

    def items(self, numbers: tuple[int, ...]) -> tuple[c.Item, ...]:
        """Several of them."""
        return tuple([self.item(n) for n in numbers])

    def story(self, pick: front_page.StoryChoice) -> c.Story:
        """A story as templates see it."""
        head = self.heads[pick.lead]
        link = self.base.views.name_link("stories", head.story) if pick.others and head.story else None
        also, rest = pick.others[: front_page.ALSO], pick.others[front_page.ALSO :]
        return c.Story(self.item(pick.lead), self.items(also), self.items(rest), pick.sources, link)

    def stories(self, picks: tuple[front_page.StoryChoice, ...]) -> tuple[c.Story, ...]:
        """Several of them."""
        return tuple([self.story(pick) for pick in picks])


def _candidate(row: ListItem, head: Head, words: int, length: periods.PeriodKind) -> front_page.Candidate:
    return front_page.Candidate(
        edition=periods.containing(head.day(), length) if head.date else "",
        sort_key=row.sort_key,
        path=row.path,
        weight=head.weight,
        words=words,
        source=head.source.key if head.source else bare_host(head.source_url),
        story=head.story.key if head.story else "",
        topics=tuple(n.key for n in head.topics),
        has_image=bool(head.picture and head.picture.src),
    )


Rows = Callable[[list[ListItem]], tuple[c.Row, ...]]
"""Articles as lists of a day show them."""


class FrontInputs:
    """`front`, `issue` and `strip`."""

    def __init__(self, base: SiteQueries, rows: Rows) -> None:
        self.base, self.rows, self.length = base, rows, base.config.edition

    # -- the front page -------------------------------------------------------------------------

    def newest(self) -> tuple[str, int, Pool]:
        """The newest edition: its key, how many articles it has, and these with those that top it up: the undated only where
        there are no others."""
        key, total, rows = self.base.newest_edition()
        return key, total, Pool(self.base, [r for r in rows if not key or r.sort_key != UNDATED_AT], self.length)

    def front(self) -> OptionalValue:
        """The newest edition, topped up with the ones before it; and what led those."""
        days = self.base.days()
        newest = next(reversed(days), "")
        key, total, pool = self.newest()
        layout = front_page.front(pool.candidates, key)
        led = [(k, n, r) for k, n in self._earlier(days, key) if (r := self._lead(k))]
        near = (newest[:7], calendar_grid.month_before(newest[:7])) if led else ()
        months = [m for m in near if any(d[:7] == m for d in days)]
        shown = {d: n for d, n in days.items() if d[:7] in months}
        all_topics, since = self.base.pairs.count_of("topics"), next(iter(days), "")
        print = hash_text(
            repr((key, total, layout, all_topics, since, shown)),
            *(row.head_hash for row in pool.rows),
            *(f"{k} {n} {row.head_hash}" for k, n, row in led),
        )

        def make() -> c.Front:
            overview = urls.overview("topics", self.base.config.permalinks)
            return c.Front(
                edition=self.base.edition(key, total, current=True) if key else None,
                sources=pool.sources(key),
                lead=pool.story(layout.lead) if layout.lead else None,
                under=pool.stories(layout.under),
                second=pool.stories(layout.second),
                briefs=pool.items(layout.briefs),
                clusters=pool.stories(layout.clusters),
                topics=tuple(self._topic(pool, *topic) for topic in layout.topics),
                all_topics=all_topics,
                topics_url=self.base.href(overview) if all_topics else "",
                calendars=self.base.calendars(months, shown, newest if self.length == "day" else ""),
                led=tuple(c.EditionLead(self.base.edition(k, n), self.base.item(row)) for k, n, row in led),
                archive=self.base.href(ARCHIVE.path),
                since=since,
            )

        return OptionalValue(print, make)

    def _topic(self, pool: Pool, key: str, total: int, items: tuple[int, ...]) -> c.TopicGroup:
        return c.TopicGroup(*pool.topic(key), total, pool.items(items))

    def _earlier(self, days: dict[str, int], newest: str) -> list[tuple[str, int]]:
        """(key, articles) of the editions before the newest, newest first."""
        found: dict[str, int] = {}
        for day in reversed(days):
            key = periods.containing(day, self.length)
            if key not in found and len(found) > EARLIER:
                break
            found[key] = found.get(key, 0) + days[day]
        return list(islice(((k, n) for k, n in found.items() if k != newest), EARLIER))

    def _lead(self, key: str) -> ListItem | None:
        """What led an edition."""
        rows = self.base.articles_in(key, limit=LOOKED_AT)
        picks = front_page.ranked(Pool(self.base, rows, self.length).candidates)
        return rows[picks[0].lead] if picks else None

    # -- a day or a week ------------------------------------------------------------------------

    def issue(self, key: str) -> OptionalValue:
        """The page of a day or week."""
        pool = Pool(self.base, self.base.articles_in(key), periods.parse(key).kind)
        layout = front_page.issue(pool.candidates)
        near = self.base.adjacent_periods(key)

        def make() -> c.EditionLayout:
            older, newer = (self.base.edition(k, -1) if k else None for k in near)
            return c.EditionLayout(
                iso=key,
                total=len(pool.rows),
                sources=pool.sources(),
                topics=len({t for x in pool.candidates for t in x.topics}),
                leads=pool.stories(layout.leads),
                groups=tuple(self._group(pool, *group) for group in layout.groups),
                older=older,
                newer=newer,
            )

        return OptionalValue(hash_text(repr(layout), *near), make)

    def _group(self, pool: Pool, key: str, above: int, numbers: tuple[int, ...]) -> c.Group:
        """Articles of one topic, or of none."""
        return c.Group(*pool.topic(key), self.rows([pool.rows[n] for n in numbers]), "", above)

    # -- the strip ------------------------------------------------------------------------------

    def strip(self, kind: str, key: str) -> OptionalValue:
        """Seven days: on the front page up to the newest (where an edition is a day), on the page of a day around it, on that
        of a week its own."""
        front = kind == "front"
        if front and self.length != "day":
            return OptionalValue("", lambda: None)
        days = self.base.days() if front else {}
        day = next(reversed(days), "") if front else periods.span(key)[0]
        if not day:
            return OptionalValue("", lambda: None)
        row = calendar_grid.days_around(day, *{"front": (6, 0), "day": (STRIP_DAYS, STRIP_DAYS)}.get(kind, (0, 6)))
        there = days if front else self.base.listings.days_between(row[0], row[-1])
        alone = len(days) < 2 if front else self.base.adjacent_periods(key) == ("", "")
        current = "" if kind == "week" else day

        def make() -> c.DayStrip | None:
            if alone:
                return None
            editions = [
                self.base.edition(d, there[d] if front else -1, current=d == current)
                if d in there else c.Edition(d, "", -1, False) for d in row
            ]  # fmt: skip
            month = self.base.edition(next(d for d in reversed(row) if d in there)[:7], -1)
            return c.DayStrip(tuple(editions), month, self.base.href(ARCHIVE.path))

        return OptionalValue(hash_text(*(f"{d} {there[d] if front else ''}" for d in row if d in there), str(alone)), make)
