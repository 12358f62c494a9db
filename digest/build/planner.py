"""The plan of a build: mark pages in the store that may have changed as stale, and those that should not exist as gone.

The plan of a change begins with the listings that it touches; digest/plan knows which pages these have. A full plan marks all
pages as gone, and then all pages that should exist as stale, with the same functions.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping

from digest.build.edits import ArticleEdit, Edits
from digest.model.article import Head, unpack_detail, unpack_head
from digest.model.folders import is_standing
from digest.model.page import Page
from digest.model.site import Site
from digest.model.web_address import is_web_url
from digest.plan import calendar_grid, periods, urls
from digest.plan import page_set as plan
from digest.plan import parts as cut
from digest.plan.collections import keys_of
from digest.plan.page_set import MORE_WITHIN, STORY_NEWER, STORY_OLDER
from digest.render.card import has_card
from digest.store import Store
from digest.store.cooccurrence import CoOccurrence
from digest.store.listings import UNDATED_AT, Listings, sort_key_of
from digest.store.sources import SourceRow


def plan_everything(
    store: Store, site: Site, theme_files: Iterable[str], static_files: Iterable[str], kinds: Container[str]
) -> None:
    """Plan all pages. `kinds`: the optional kinds of pages that the site has."""
    store.mark_all_gone()
    listings = Listings(store.db)
    tallies = {c: listings.tallies(c) for c in listings.collections()}
    with store.many_new_pages():
        store.mark_stale(plan.all_pages(listings.tally("", ""), tallies, site.config, kinds))
        store.mark_stale(page for article in store.published() for page in _article_pages(store, *article, kinds))
        store.mark_stale(_copies(theme_files, static_files))


FileSets = tuple[Collection[str], Collection[str]]
"""(changed, gone)."""


def plan_copies(store: Store, theme: FileSets, static: FileSets) -> None:
    """Plan the copies of files of the theme and of static/."""
    gone, stale = _copies(theme[1], static[1]), _copies(theme[0], static[0])
    linking = _pages_linking_from_root(store, stale, gone)
    store.mark_gone(gone)
    store.mark_stale([*stale, *linking])


def _copies(theme: Iterable[str], static: Iterable[str]) -> list[Page]:
    return [Page(f"theme/{f}", "theme", "", f, "") for f in theme] + [Page(f, "static", "", f, "") for f in static]


def _article_pages(
    store: Store, path: str, url: str, head: str, detail: str, kinds: Container[str], *, all_files: bool = False
) -> list[Page]:
    """The page of an article, its redirects, its attachments and its card. `head` and `detail` are packed; `detail` may be empty
    if it names no pages. `all_files`: including attachments that are missing or damaged now, but may have been published
    earlier."""
    if detail:
        d = unpack_detail(detail)
        refs = [ref for ref in d.refs if ref.target and (all_files or _is_published(store, ref.target, ref.kind))]
        pages = plan.article_pages(path, url, d.aliases, dict.fromkeys(ref.target for ref in refs))
    else:
        pages = plan.article_page(path, url)
    if "article-card" in kinds and has_card(unpack_head(head)):
        pages.append(plan.card_page(path, url))
    return pages


def _is_published(store: Store, target: str, kind: str) -> bool:
    """Whether a file that an article refers to is published with it. An image that cannot be shown is not."""
    info = store.image(target) if kind == "image" else None
    return store.has_file(target) and not (info and info.problem)


def plan_changes(store: Store, site: Site, edits: Edits, files: Iterable[str], kinds: Container[str]) -> None:
    """Plan the pages that may have changed. `files`: other files that are new, changed or gone, as articles refer to them.
    `kinds`: see `plan_everything`."""
    planner = _Planner(store, site, kinds)
    for edit in edits.articles:
        planner.article(edit)
    for file in files:
        planner.file(file)
    planner.date_pages()
    planner.listing_pages(edits.renamed, edits.switched)
    linking = _pages_linking_from_root(store, planner.stale, planner.gone)
    store.mark_gone(planner.gone)
    store.mark_stale([*planner.stale, *linking])


def _pages_linking_from_root(store: Store, stale: Collection[Page], gone: Collection[Page]) -> list[Page]:
    """The articles with links from the root of the site (`/about/`) to pages that are new or gone: they have or had a warning."""
    if not store.has_root_links():
        return []
    kept = frozenset(stale)
    changed = [page for page in stale if store.page(page.path) is None] + [page for page in gone if page not in kept]
    addresses = {address for page in changed for address in urls.addresses_of(page.path)}
    sources = sorted({path for address in addresses for path in store.referring_sources(address)})
    rows = [row for path in sources if (row := store.source(path)) and row.live]
    return [page for row in rows for page in plan.article_page(row.path, row.url)]


class _Planner:
    """Collects stale and gone pages. A page that is both is stale, because another article may now have the address of one that
    is gone."""

    def __init__(self, store: Store, site: Site, kinds: Container[str]) -> None:
        self.store, self.config, self.kinds = store, site.config, kinds
        self.listings, self.co_occurrence = Listings(store.db), CoOccurrence(store.db)
        self.stale: dict[Page, None] = {}
        self.gone: dict[Page, None] = {}
        self.days: dict[str, int] = {}
        """Days whose lists changed, with the difference in the number of articles."""
        self.months: dict[tuple[str, str], dict[str, int]] = {}
        """Months of each listing that changed, with the difference in the number of articles."""
        self.feed_changed = False
        """Whether the feed of the site may have changed. It contains texts, so any change of an article may change it."""

    # -- articles -------------------------------------------------------------------------------

    def article(self, change: ArticleEdit) -> None:
        """Mark the pages of an article, of its neighbours and of articles that link to it. Note which lists changed."""
        before = change.before if change.before and change.before.live else None
        after = change.after if change.after and change.after.live else None
        old = self._pages_of(before, all_files=True) if before else []
        new = self._pages_of(after) if after else []
        self.gone.update(dict.fromkeys(p for p in old if p not in new))
        self.stale.update(dict.fromkeys(new))
        if (before and before.url) != (after and after.url):
            for path in self.store.referring_sources(change.path):
                self._mark_article(path)
        same_head = before and after and before.head_hash == after.head_hash
        if is_standing(change.path):
            self.stale[plan.DATES_SITEMAP] = None
            for head in (unpack_head(row.head) for row in (before, after) if row and not same_head):
                self._mark_translations(head)
            return
        if same_head and before and after and unpack_detail(before.detail).words != unpack_detail(after.detail).words:
            self._mark_pages_with_lead(unpack_head(after.head))
        for row, step in ((before, -1), (after, 1)):
            if row:
                head = unpack_head(row.head)
                self.feed_changed = True
                if not same_head:
                    self._mark_neighbours(head)
                    self._mark_story_neighbours(head)
                    self._mark_newer_in_lists(head)
                    self._mark_translations(head)
                    self._count_change(head, step)

    def _pages_of(self, row: SourceRow, *, all_files: bool = False) -> list[Page]:
        return _article_pages(self.store, row.path, row.url, row.head, row.detail, self.kinds, all_files=all_files)

    def _mark_article(self, path: str) -> None:
        """Mark the pages of an article that refers to something that changed."""
        row = self.store.source(path)
        if row and row.live:
            self.stale.update(dict.fromkeys(self._pages_of(row)))
            self.feed_changed = True

    def _mark_page(self, head: Head) -> None:
        """Mark the page of an article that shows something of another one."""
        self.stale.update(dict.fromkeys(plan.article_page(head.id, head.url)))

    def _mark_neighbours(self, head: Head) -> None:
        """Mark the next older and the next newer article, which link to this one."""
        for packed in self.listings.around([(sort_key_of(head.wall_time, head.date), head.id)])[0]:
            if packed:
                neighbour = unpack_head(packed)
                self._mark_page(neighbour)

    def _mark_story_neighbours(self, head: Head) -> None:
        """Mark the articles just before and after an article in its story, which link to it."""
        if head.story:
            position = sort_key_of(head.wall_time, head.date), head.id
            for items in self.listings.neighbours("stories", head.story.key, *position, STORY_NEWER, STORY_OLDER):
                for item in items:
                    self._mark_page(unpack_head(item.head))

    def _mark_newer_in_lists(self, head: Head) -> None:
        """Mark the articles that may name this one at their end: the next newer ones of its topics, its source, and all."""
        keys = [("topics", topic.key) for topic in head.topics]
        keys += [("sources", head.source.key)] if head.source else []
        position = sort_key_of(head.wall_time, head.date), head.id
        for collection, key in (*dict.fromkeys(keys), ("", "")):
            for id, url in self.listings.newer_addresses(collection, key, position, MORE_WITHIN):
                self.stale.update(dict.fromkeys(plan.article_page(id, url)))

    def _mark_translations(self, head: Head) -> None:
        """Mark the translations of an article, which link to it."""
        for packed in self.store.translations([head.translation]).get(head.translation, ()):
            self._mark_page(unpack_head(packed))

    def _mark_pages_with_lead(self, head: Head) -> None:
        """Mark the pages on which the length of an article may decide what leads: its editions, its year and the archive, which
        name the lead of each month, the front page and the email."""
        kinds = ("day", "week", "year")
        self.stale.update(dict.fromkeys([plan.FRONT, plan.ARCHIVE, *plan.optional_pages(self.kinds)]))
        pages = self._day_pages(head.day()) if head.date else []
        self.stale.update((page, None) for page in pages if page.kind in kinds)

    def _count_change(self, head: Head, step: int) -> None:
        """Note that an article was added (1) to its day and its listings, or removed (-1)."""
        day = head.day() or cut.UNDATED
        self.days[day] = self.days.get(day, 0) + step
        month = head.day()[:7] or cut.UNDATED
        for listing in keys_of(head):
            months = self.months.setdefault(listing, {})
            months[month] = months.get(month, 0) + step

    def file(self, file: str) -> None:
        """Mark the copies of a file of content/ that is not an article, and the articles that refer to it."""
        for path in self.store.referring_sources(file):
            row = self.store.source(path)
            if row and row.live:
                self._mark_article(path)
                # Gone, unless it was marked as stale: then the file is still published.
                if not is_web_url(row.url):
                    self.gone[Page(urls.attachment(row.url, path, file), "file", "", file, path)] = None

    # -- lists ----------------------------------------------------------------------------------

    def date_pages(self) -> None:
        """Mark the pages of the date archive: the changed days with their weeks, months and years, and the neighbours of periods
        that are new or gone."""
        if self.feed_changed:
            self.stale[plan.FEED] = None
            if self._shows_one_article():
                self.stale[plan.FRONT] = None
        if not self.days:
            return
        self.stale.update(dict.fromkeys([*plan.fixed_pages(), *plan.optional_pages(self.kinds)]))
        tally = self.listings.tally("", "")
        old_tally = dict(tally)
        for day, step in self.days.items():
            old_tally[day] = old_tally.get(day, 0) - step
        before = {p for d, n in old_tally.items() if n > 0 and d in self.days for p in self._day_pages(d)}
        after = {p for d in self.days if d in tally for p in self._day_pages(d)}
        existing = self._periods(tally)
        changed_periods = existing ^ self._periods({d: n for d, n in old_tally.items() if n > 0})
        for page in before | after:
            if page.key in existing or page.part in existing:
                self.stale[page] = None
            else:
                self.gone[page] = None
        for collection in self.listings.collections():  # overviews show the number of articles and the first year
            self._mark_overview(collection, exists=True)
        for key in changed_periods - {cut.UNDATED}:
            for day in self.listings.neighbour_days(*periods.span(key)):
                if day:
                    self.stale.update(dict.fromkeys(self._day_pages(day)))
        self._mark_day_strips(old_tally, tally)
        if cut.UNDATED in changed_periods:
            target = self.stale if cut.UNDATED in existing else self.gone
            target.update(dict.fromkeys(self._day_pages(cut.UNDATED)))

    def _shows_one_article(self) -> bool:
        """Whether the front page shows only one article. It then shows the beginning of its text."""
        items = self.listings.newest("", "", 2)
        return len([item for item in items if item.sort_key != UNDATED_AT] or items) == 1

    def _day_pages(self, day: str) -> list[Page]:
        return plan.day_pages(day, self.config, self.kinds)

    def _mark_day_strips(self, before: Mapping[str, int], after: Mapping[str, int]) -> None:
        """Mark the days whose strips contain a day that is new or gone, or end or begin with the newest or first day, if that
        changed. `before` and `after`: the numbers of articles by day."""
        old, new = ({d for d, n in tally.items() if n > 0 and d != cut.UNDATED} for tally in (before, after))
        changed = {d for d in self.days if d != cut.UNDATED and (d in old) != (d in new)}
        for end in (min, max):
            ends = {end(days) for days in (old, new) if days}
            changed |= ends if len(ends) > 1 else set()
        for day in sorted(changed):
            days = self.listings.days_between(*calendar_grid.days_with_strip(day))
            self.stale.update((Page(urls.day(d), "day", "", d, ""), None) for d in days)

    def _periods(self, tally: Iterable[str]) -> set[str]:
        """Every day, week, month and year with articles, and `undated`."""
        found = set()
        for day in tally:
            found |= {day} if day == cut.UNDATED else {day, day[:7], day[:4]}
            if day != cut.UNDATED and self.config.edition == "week":
                found.add(periods.week(day))
        return found

    def listing_pages(self, renamed: frozenset[tuple[str, str]], switched: frozenset[str]) -> None:
        """Mark the changed parts of the changed listings of topics, sources, authors and collections, and the overviews.
        `renamed` and `switched`: see `Edits`."""
        renamed |= {("topics", key) for key in switched}
        collections = set(self.listings.collections())
        front, split = self.config.listing.front, self.config.listing.split
        for listing in sorted(self.months.keys() | renamed):
            collection, key = listing
            if not collection:
                continue
            is_shown = self.listings.is_shown(collection, key)
            was_shown = is_shown != (collection == "topics" and key in switched)
            if not (is_shown or was_shown):
                continue
            steps = self.months.get(listing, {})
            tally = self.listings.tally(collection, key)
            months = {m: tally.get(m, 0) - steps.get(m, 0) for m in {*tally, *steps}}
            after = tally if is_shown else {}
            before = {m: n for m, n in months.items() if n > 0 and was_shown}
            stale, gone = cut.changed_parts(before, after, set(steps), front, split)
            if listing in renamed:
                stale = set(cut.parts(after, front, split))
                self._mark_pages_naming(collection, key, {**before, **after})
            self.gone.update(dict.fromkeys(plan.listing_pages(collection, key, gone, self.config)))
            self.stale.update(dict.fromkeys(plan.listing_pages(collection, key, stale, self.config)))
            self._mark_overview(collection, exists=collection in collections)
            self._mark_related_topics(collection, key)

    def _mark_pages_naming(self, collection: str, key: str, tally: dict[str, int]) -> None:
        """Mark the pages that show the name of a topic: the first pages of other listings, years, and overviews."""
        if collection == "topics":
            for other in self.co_occurrence.related_to(collection, key):
                self.stale.update(dict.fromkeys(plan.listing_pages(*other, [cut.FIRST], self.config)[:1]))
            named = {m[:4] for m in tally if m != cut.UNDATED}
            years = [y for y in named if self.listings.days_between(*periods.span(y))]  # others are gone
            self.stale.update((Page(urls.year(y), "year", "", y, ""), None) for y in sorted(years))
            self.stale[plan.ARCHIVE] = None
            for name in self.listings.collections():
                self._mark_overview(name, exists=True)

    def _mark_overview(self, collection: str, *, exists: bool) -> None:
        (self.stale if exists else self.gone).update(dict.fromkeys(plan.collection_pages(collection, self.config)))

    def _mark_related_topics(self, collection: str, key: str) -> None:
        """Mark the parent and the children of a topic."""
        if collection == "topics":
            parent, children = self.listings.related(collection, key)
            for other in (*parent, *children):
                self.stale.update(
                    dict.fromkeys(plan.listing_pages(collection, other.key, [cut.FIRST], self.config)[:1])
                )
