"""Which pages may have changed: the plan of a build, noted in the store as stale and gone.

A change names the listings it touches; `plan` says which pages those have. A full plan marks every page gone and
then names every page, by the same functions. This module must not render or write.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable

from digest.build.indexer import ArticleEdit, Edits
from digest.model.article import Head, unpack_detail, unpack_head
from digest.model.kinds import KINDS
from digest.model.page import Page
from digest.model.problem import Problem
from digest.model.site import Site
from digest.plan import calendar_grid, periods, urls
from digest.plan import page_set as plan
from digest.plan import parts as cut
from digest.plan.collections import keys_of
from digest.plan.page_set import STORY_NEIGHBOURS, STRIP_DAYS
from digest.store import Store
from digest.store.cooccurrence import CoOccurrence
from digest.store.listings import Listings, place
from digest.store.sources import SourceRow


def plan_everything(
    store: Store, site: Site, theme_files: Iterable[str], static_files: Iterable[str], kinds: Container[str]
) -> None:
    """A full plan. `kinds`: the optional kinds that the site has."""
    store.mark_all_gone()
    listings = Listings(store.db)
    tallies = {c: listings.tallies(c) for c in listings.collections()}
    store.mark_stale(plan.all_pages(listings.tally("", ""), tallies, site.config, kinds))
    store.mark_stale(p for path, url, detail in store.published() for p in _article_pages(store, path, url, detail))
    store.mark_stale(_copies(theme_files, static_files))


def plan_copies(store: Store, theme: tuple[Collection[str], Collection[str]], static: tuple[Collection[str], Collection[str]]) -> None:
    """Files of the theme and of static/: (changed, gone) of each."""
    store.mark_gone(_copies(theme[1], static[1]))
    store.mark_stale(_copies(theme[0], static[0]))


def _copies(theme: Iterable[str], static: Iterable[str]) -> list[Page]:
    return [Page(f"theme/{f}", "theme", "", f, "") for f in theme] + [Page(f, "static", "", f, "") for f in static]


def _article_pages(store: Store, path: str, url: str, detail: str, *, once: bool = False) -> list[Page]:
    """An article's own pages. `once`: with those that it may have had before a file was gone or broken."""
    d = unpack_detail(detail)
    files = list(dict.fromkeys(ref.target for ref in d.refs if once or _is_copied(store, ref.target, ref.kind)))
    return plan.article_pages(path, url, d.aliases, files)


def _is_copied(store: Store, target: str, kind: str) -> bool:
    """Whether a file stands beside an article that refers to it: not what it shows, when that cannot be shown."""
    facts = store.image(target) if kind == "image" else None
    return store.has_file(target) and not (facts and facts.problem)


def plan_changes(
    store: Store, site: Site, edits: Edits, files: Iterable[str], kinds: Container[str]
) -> None:
    """Plan the pages that may have changed. `files`: other files that are new, changed or gone, as articles refer to them.
    `kinds`: see `plan_everything`."""
    planner = _Planner(store, site, kinds)
    for edit in edits.articles:
        planner.article(edit)
    for file in files:
        planner.file(file)
    planner.dates()
    planner.taxonomies(edits.renamed)
    store.mark_gone(planner.gone)
    store.mark_stale(planner.stale)


class _Planner:
    """Collects stale and gone pages. A page that is both is stale: what is gone may come back elsewhere."""

    def __init__(self, store: Store, site: Site, kinds: Container[str]) -> None:
        self.store, self.site, self.config, self.kinds = store, site, site.config, kinds
        self.listings, self.pairs = Listings(store.db), CoOccurrence(store.db)
        self.stale: dict[Page, None] = {}
        self.gone: dict[Page, None] = {}
        self.days: dict[str, int] = {}
        """Days whose lists changed, with the difference in articles."""
        self.keys: dict[tuple[str, str], dict[str, int]] = {}
        """Months of listings that changed, with the difference in articles."""
        self.fed = False
        """Whether the site's feed may have changed: it carries texts, so any change of an article counts."""

    # -- articles -------------------------------------------------------------------------------

    def article(self, change: ArticleEdit) -> None:
        """An article's own pages, its neighbours, those that link to it; and the lists to look at."""
        before = change.before if change.before and change.before.live else None
        after = change.after if change.after and change.after.live else None
        old = self._pages(before, once=True) if before else []
        new = self._pages(after) if after else []
        self.gone.update(dict.fromkeys(p for p in old if p not in new))
        self.stale.update(dict.fromkeys(new))
        if (before and before.url) != (after and after.url):
            for path in self.store.referring(change.path):
                self._show(path)
        same_head = before and after and before.head_hash == after.head_hash
        if same_head and before and after and unpack_detail(before.detail).words != unpack_detail(after.detail).words:
            self._lengths(unpack_head(after.head))
        for row, step in ((before, -1), (after, 1)):
            if row:
                head = unpack_head(row.head)
                self.fed = True
                if not same_head:
                    self._around(head)
                    self._story(head)
                    self._count(head, step)

    def _pages(self, row: SourceRow, *, once: bool = False) -> list[Page]:
        return _article_pages(self.store, row.path, row.url, row.detail, once=once)

    def _show(self, path: str) -> None:
        row = self.store.source(path)
        if row and row.live:
            self.stale.update(dict.fromkeys(self._pages(row)))
            self.fed = True

    def _around(self, head: Head) -> None:
        for packed in self.listings.around([(place(head.wall_time, head.date), head.id)])[0]:
            if packed:
                near = unpack_head(packed)
                self.stale[Page(near.url, "article", "", near.id, "")] = None

    def _story(self, head: Head) -> None:
        """The articles of its story that name it: those just before and after it, wherever it stands now."""
        if head.story:
            at = place(head.wall_time, head.date)
            for near in self.listings.neighbours("stories", head.story.key, at, head.id, STORY_NEIGHBOURS):
                self.stale.update((Page(unpack_head(x.head).url, "article", "", x.path, ""), None) for x in near)

    def _lengths(self, head: Head) -> None:
        """Where the length of a text decides what leads: its editions, the front page, and the mail; of a story also its
        year, which names the lead of each month's largest, and the archive."""
        kinds = ("day", "week", "year") if head.story else ("day", "week")
        self.stale.update(dict.fromkeys([plan.FRONT, *([plan.ARCHIVE] if head.story else []), *plan.optional_pages(self.kinds)]))
        pages = self._of_day(head.day()) if head.date else []
        self.stale.update((page, None) for page in pages if page.kind in kinds)

    def _count(self, head: Head, step: int) -> None:
        day = head.day() or cut.UNDATED
        self.days[day] = self.days.get(day, 0) + step
        month = head.day()[:7] or cut.UNDATED
        for pair in keys_of(head):
            months = self.keys.setdefault(pair, {})
            months[month] = months.get(month, 0) + step

    def file(self, file: str) -> None:
        """A file of content/ that is no article: its copies, and the articles that refer to it."""
        for path in self.store.referring(file):
            row = self.store.source(path)
            if row and row.live:
                self._show(path)
                self.gone[Page(urls.attachment(row.url, path, file), "file", "", file, path)] = None  # unless it is shown

    # -- lists ----------------------------------------------------------------------------------

    def dates(self) -> None:
        """The date archive: each day with its month, year and week, and the neighbours of those that came or went."""
        if self.fed:
            self.stale[plan.FEED] = None
        if not self.days:
            return
        self.stale.update(dict.fromkeys([*plan.fixed_pages(), *plan.optional_pages(self.kinds)]))
        tally = self.listings.tally("", "")
        old = dict(tally)
        for day, step in self.days.items():
            old[day] = old.get(day, 0) - step
        before = {p for d, n in old.items() if n > 0 and d in self.days for p in self._of_day(d)}
        after = {p for d in self.days if d in tally for p in self._of_day(d)}
        every = self._periods(tally)
        was = self._periods({d: n for d, n in old.items() if n > 0})
        for page in before | after:
            if page.key in every or page.part in every:
                self.stale[page] = None
            else:
                self.gone[page] = None
        for collection in self.listings.collections():  # they say how many articles there are, and since when
            self._overview(collection, True)
        for key in (every ^ was) - {cut.UNDATED}:
            if periods.parse(key).kind == "day":
                self._strips(key)
            for near in self.listings.neighbour_days(*periods.span(key)):
                if near:
                    self.stale.update(dict.fromkeys(self._of_day(near)))
        if cut.UNDATED in (every ^ was):
            target = self.stale if cut.UNDATED in every else self.gone
            target.update(dict.fromkeys(self._of_day(cut.UNDATED)))

    def _of_day(self, day: str) -> list[Page]:
        return plan.day_pages(day, self.config, self.kinds)

    def _strips(self, day: str) -> None:
        """The days that name one which came or went in their strips."""
        row = calendar_grid.days_around(day, STRIP_DAYS, STRIP_DAYS)
        near = self.listings.days_between(row[0], row[-1])
        self.stale.update((Page(urls.day(d), "day", "", d, ""), None) for d in near)

    def _periods(self, tally: Iterable[str]) -> set[str]:
        """Every day, week, month and year with articles, and `undated`."""
        found = set()
        for day in tally:
            found |= {day} if day == cut.UNDATED else {day, day[:7], day[:4]}
            if day != cut.UNDATED and self.config.edition == "week":
                found.add(periods.week(day))
        return found | ({cut.UNDATED} if cut.UNDATED in found else set())

    def taxonomies(self, renamed: frozenset[tuple[str, str]]) -> None:
        """Topics, sources, authors and collections: the changed parts of the changed listings, and the overviews."""
        there = set(self.listings.collections())
        front, split = self.config.listing.front, self.config.listing.split
        for pair in sorted(self.keys.keys() | renamed):
            collection, key = pair
            if not collection:
                continue
            steps = self.keys.get(pair, {})
            after = self.listings.tally(collection, key)
            months = {m: after.get(m, 0) - steps.get(m, 0) for m in {*after, *steps}}
            before = {m: n for m, n in months.items() if n > 0}
            stale, gone = cut.changed_parts(before, after, set(steps), front, split)
            if pair in renamed:
                stale = set(cut.parts(after, front, split))
                self._named_elsewhere(collection, key, after)
            self.gone.update(dict.fromkeys(plan.listing_pages(collection, key, gone, self.config)))
            self.stale.update(dict.fromkeys(plan.listing_pages(collection, key, stale, self.config)))
            self._overview(collection, collection in there)
            self._relatives(collection, key)

    def _named_elsewhere(self, collection: str, key: str, tally: dict[str, int]) -> None:
        """The first pages of listings and the years on which a topic is named, when it is called otherwise now."""
        if collection == "topics":
            for pair in self.pairs.related_to(collection, key):
                self.stale.update(dict.fromkeys(plan.listing_pages(*pair, [cut.FIRST], self.config)[:1]))
            years = {m[:4] for m in tally if m != cut.UNDATED}
            self.stale.update((Page(urls.year(y), "year", "", y, ""), None) for y in sorted(years))
            self.stale[plan.ARCHIVE] = None
            for other in self.listings.collections():
                self._overview(other, True)

    def _overview(self, collection: str, there: bool) -> None:
        (self.stale if there else self.gone).update(dict.fromkeys(plan.collection_pages(collection, self.config)))

    def _relatives(self, collection: str, key: str) -> None:
        """The topics above and below one that came, went or changed its name."""
        if collection == "topics":
            topics = self.config.topics
            near = [k for k, t in topics.items() if t.parent == key or (key in topics and topics[key].parent == k)]
            for other in near:
                if self.listings.info(collection, other):
                    self.stale.update(dict.fromkeys(plan.listing_pages(collection, other, [cut.FIRST], self.config)[:1]))


def resolve_path_conflicts(store: Store) -> None:
    """Two pages for one path: the first in rank has it; the other waits (see `claim_problems`)."""
    by_path: dict[str, list[Page]] = {}
    for page in store.contested_pages():
        by_path.setdefault(page.path, []).append(page)
    for pages in by_path.values():
        for number, page in enumerate(sorted(pages, key=_rank)):
            store.resolve_conflict(page, not number)


def _rank(page: Page) -> tuple[int, Page]:
    if page.kind == "static" and page.path in ("robots.txt", "404.html"):
        return -1, page
    return KINDS[page.kind].path_priority, page


def path_conflict_problems(store: Store, site: Site) -> list[Problem]:
    """An error for each page that could not have its path, naming both."""
    found = []
    folders = {"static": site.config.static, "theme": f"themes/{site.config.theme}"}
    for page in store.displaced_pages():
        winner = store.page(page.path)
        if winner and _rank(winner[0])[0] >= 0:
            message = f"two pages want /{page.path}: {winner[0].owner()} has it, {page.owner()} is left out"
            at = f"{folders.get(page.kind, site.config.content)}/{page.part if page.kind == 'file' else page.key}"
            hint = "Take the alias out." if page.kind == "redirect" else "Give the article another slug, or move the file."
            if not KINDS[page.kind].path_priority:
                at, hint = "config.yaml", "Give one of them another address."
            row = store.source(page.key) if page.kind == "redirect" else None
            line = unpack_detail(row.detail).aliases_line if row else 0
            found.append(Problem("path-taken", message, at, line, 0, hint))
    return found
