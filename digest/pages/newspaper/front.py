"""Optional values of the front page and of the pages of days and weeks: `front`, `issue` and `strip`.

What leads an edition is decided in `digest/plan/front_page.py`, from values that this module reads from the store.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from digest.model.article import Head, unpack_head
from digest.model.fingerprint import hash_text
from digest.model.web_address import bare_host
from digest.pages.queries import NO_VALUE, OptionalValue, SiteQueries
from digest.plan import calendar_grid, front_page, periods, urls
from digest.plan.candidates import ALSO, USUAL_RATIO, Candidate, StoryChoice
from digest.plan.earlier_years import same_edition
from digest.plan.page_set import ARCHIVE
from digest.render import context as c
from digest.store.listings import UNDATED_AT, ListItem

EARLIER_EDITIONS = 5
"""How many editions before the newest the front page shows, with their lead stories."""
EARLIER_YEARS = 3
"""How many earlier years the front page shows with the lead of the same day."""
LEAD_CANDIDATES = 200
"""The lead of an earlier edition, and of a story in a month, is chosen from this number of newest articles."""

Rows = Callable[[list[ListItem]], tuple[c.Row, ...]]
"""Renders articles as rows."""


class EditionArticles:
    """The articles of one edition, in the order of `items`. Elsewhere they are referred to by their index in it."""

    def __init__(self, queries: SiteQueries, items: list[ListItem], length: periods.PeriodKind) -> None:
        """`length`: of the edition."""
        self.queries, self.items = queries, items
        self.heads = [unpack_head(item.head) for item in items]
        words = queries.store.words([item.path for item in items])
        self.candidates = [
            _candidate(item, head, words.get(item.path, 0), length)
            for item, head in zip(items, self.heads, strict=True)
        ]
        self.topic_names = {n.key: n.name for head in reversed(self.heads) for n in head.topics}
        """As spelled by the newest article with the topic."""

    def topic(self, key: str) -> c.Link:
        """A link to a topic. An empty key: "Other", or an empty title if no article has a topic."""
        if key:
            return self.queries.topic(key, self.topic_names[key])
        return c.Link(self.queries.gettext("Other") if self.topic_names else "", "")

    def count_sources(self, edition: str = "") -> int:
        """The number of sources of all articles, or of those that belong to an edition."""
        return len({x.source for x in self.candidates if x.source and edition in ("", x.edition)})

    def view(self, index: int) -> c.Item:
        """An article, as templates see it."""
        return self.queries.item(self.items[index])

    def views(self, indexes: tuple[int, ...]) -> tuple[c.Item, ...]:
        """Several articles, as templates see them."""
        return tuple([self.view(index) for index in indexes])

    def story(self, choice: StoryChoice) -> c.Story:
        """A story, as templates see it."""
        story = self.heads[choice.lead].story
        link = self.queries.views.name_link("stories", story) if choice.others and story else None
        also, rest = choice.others[:ALSO], choice.others[ALSO:]
        item = self.view(choice.lead)
        item = item if choice.has_summary else item._replace(summary="", summary_derived=False)
        return c.Story(item, self.views(also), self.views(rest), choice.sources, link)

    def stories(self, choices: tuple[StoryChoice, ...]) -> tuple[c.Story, ...]:
        """Several stories, as templates see them."""
        return tuple([self.story(choice) for choice in choices])


def _candidate(item: ListItem, head: Head, words: int, length: periods.PeriodKind) -> Candidate:
    picture = head.picture if head.picture and head.picture.src else None
    return Candidate(
        edition=periods.containing(head.day(), length) if head.date else "",
        sort_key=item.sort_key,
        path=item.path,
        weight=head.weight,
        words=words,
        source=head.source.key if head.source else bare_host(head.source_url),
        story=head.story.key if head.story else "",
        topics=tuple(n.key for n in head.topics),
        has_image=picture is not None,
        title=head.title,
        summary=head.summary,
        ratio=picture.height / picture.width if picture and picture.width else USUAL_RATIO,
        caption=" ".join([picture.caption, picture.credit]).strip() if picture else "",
    )


def edition_lead(queries: SiteQueries, key: str) -> ListItem | None:
    """The article that led a day, week or month."""
    items = queries.articles_in(key, limit=LEAD_CANDIDATES)
    choices = front_page.ranked(EditionArticles(queries, items, periods.parse(key).kind).candidates)
    return items[choices[0].lead] if choices else None


def front_articles(queries: SiteQueries) -> tuple[str, int, list[ListItem]]:
    """The key of the newest edition, its number of articles, and the articles of the front page.

    If there are few, articles of earlier editions are added. Articles without a date are shown only if there are no others.
    """
    key, total, items = queries.newest_edition()
    return key, total, [item for item in items if not key or item.sort_key != UNDATED_AT]


class FrontValues:
    """`front`, `issue` and `strip`."""

    def __init__(self, queries: SiteQueries, rows: Rows) -> None:
        self.queries, self.rows, self.length = queries, rows, queries.config.edition

    # -- the front page -------------------------------------------------------------------------

    def newest(self) -> tuple[str, int, EditionArticles]:
        """The key of the newest edition, its number of articles, and the articles to show: see `front_articles`."""
        key, total, items = front_articles(self.queries)
        return key, total, EditionArticles(self.queries, items, self.length)

    def front(self) -> OptionalValue:
        """The newest edition, with its lead story, and the lead stories of earlier editions."""
        queries = self.queries
        days = queries.days()
        newest, since = next(reversed(days), ""), next(iter(days), "")
        key, total, articles = self.newest()
        layout = front_page.front(articles.candidates, key)
        leads = [(k, n, lead) for k, n in self._earlier(days, key) if (lead := edition_lead(queries, k))]
        years = self.earlier_years(days, key, {articles.items[n].path for n in layout.shown()})
        near = (newest[:7], calendar_grid.month_before(newest[:7])) if leads else ()
        months = [m for m in near if any(d[:7] == m for d in days)]
        shown = {d: n for d, n in days.items() if d[:7] in months}
        all_topics = queries.cooccurrence.count_of("topics")
        fingerprint = hash_text(
            repr((key, total, layout, all_topics, since, shown)),
            *(item.head_hash for item in articles.items),
            *(f"{k} {n} {lead.head_hash}" for k, n, lead in (*leads, *years)),
        )

        def compute() -> c.Front:
            overview = urls.overview("topics", queries.config.permalinks)
            return c.Front(
                edition=queries.edition(key, total, current=True) if key else None,
                sources=articles.count_sources(key),
                lead=articles.story(layout.lead) if layout.lead else None,
                under=articles.stories(layout.under),
                second=articles.stories(layout.second),
                briefs=articles.views(layout.briefs),
                clusters=articles.stories(layout.clusters),
                is_complete=layout.is_complete,
                topics=tuple(self._topic(articles, *topic) for topic in layout.topics),
                chips=tuple(articles.topic(topic) for topic in layout.chips),
                all_topics=all_topics,
                topics_url=queries.href(overview) if all_topics else "",
                calendars=queries.calendars(months, shown, newest if self.length == "day" else ""),
                earlier_years=tuple(
                    c.EarlierYear(n, queries.edition(k, -1), queries.item(lead)) for k, n, lead in years
                ),
                led=tuple(c.EditionLead(queries.edition(k, n), queries.item(lead)) for k, n, lead in leads),
                archive=queries.href(ARCHIVE.path),
                since=since,
            )

        return OptionalValue(fingerprint, compute)

    def _topic(self, articles: EditionArticles, key: str, total: int, indexes: tuple[int, ...]) -> c.TopicGroup:
        return c.TopicGroup(*articles.topic(key), total, articles.views(indexes))

    def _earlier(self, days: dict[str, int], newest: str) -> list[tuple[str, int]]:
        """The keys of the editions before the newest, newest first, with their numbers of articles."""
        totals: dict[str, int] = {}
        for day in reversed(days):
            key = periods.containing(day, self.length)
            if key not in totals and len(totals) > EARLIER_EDITIONS:
                break
            totals[key] = totals.get(key, 0) + days[day]
        return list(islice(((key, total) for key, total in totals.items() if key != newest), EARLIER_EDITIONS))

    def earlier_years(self, days: dict[str, int], key: str, shown: set[str]) -> list[tuple[str, int, ListItem]]:
        """The editions at the same time of earlier years: key, number of years ago, and lead. `shown`: articles that are on the
        page already, by path."""
        editions = same_edition(key, days) if key else ()
        leads = ((k, n, edition_lead(self.queries, k)) for n, k in editions)
        return list(islice(((k, n, lead) for k, n, lead in leads if lead and lead.path not in shown), EARLIER_YEARS))

    # -- a day or a week ------------------------------------------------------------------------

    def issue(self, key: str) -> OptionalValue:
        """The articles of a day or week: the lead stories, then the others by topic."""
        articles = EditionArticles(self.queries, self.queries.articles_in(key), periods.parse(key).kind)
        layout = front_page.issue(articles.candidates)
        adjacent = self.queries.adjacent_periods(key)

        def compute() -> c.EditionLayout:
            older, newer = (self.queries.edition(k, -1) if k else None for k in adjacent)
            return c.EditionLayout(
                iso=key,
                total=len(articles.items),
                sources=articles.count_sources(),
                topics=len({topic for x in articles.candidates for topic in x.topics}),
                leads=articles.stories(layout.leads),
                groups=tuple(self._group(articles, *group) for group in layout.groups),
                older=older,
                newer=newer,
            )

        return OptionalValue(hash_text(repr(layout), *adjacent), compute)

    def _group(self, articles: EditionArticles, key: str, above: int, indexes: tuple[int, ...]) -> c.Group:
        """The articles of one topic, or those without one. `above`: how many of them the page shows further up."""
        return c.Group(*articles.topic(key), self.rows([articles.items[i] for i in indexes]), "", above)

    # -- the strip ------------------------------------------------------------------------------

    def strip(self, kind: str, key: str) -> OptionalValue:
        """Up to seven days: up to the newest on the front page (if an edition is a day), around the day on the page of a day,
        and the days of the week on the page of a week.

        Only the front page has their numbers of articles, because each new article would change the strips of seven days.
        """
        queries, is_front = self.queries, kind == "front"
        first, newest = queries.first_and_last_day()
        if not newest or (is_front and self.length != "day"):
            return NO_VALUE
        day = "" if kind == "week" else key or newest
        strip = (
            calendar_grid.strip(day, first, newest) if day else calendar_grid.days_around(periods.span(key)[0], 0, 6)
        )
        totals = queries.listings.days_between(strip[0], strip[-1])
        is_only = first == newest if day else queries.adjacent_periods(key) == ("", "")

        def edition(iso: str) -> c.Edition:
            if iso not in totals:
                return c.Edition(iso, "", -1, False)
            return queries.edition(iso, totals[iso] if is_front else -1, current=iso == day)

        def compute() -> c.DayStrip | None:
            if is_only:
                return None
            month = queries.edition((day or max(totals))[:7], -1)
            return c.DayStrip(tuple(edition(d) for d in strip), month, queries.href(ARCHIVE.path))

        shown = (f"{d} {totals[d] if is_front else ''}" for d in strip if d in totals)
        return OptionalValue(hash_text(strip[0], strip[-1], *shown, str(is_only)), compute)
