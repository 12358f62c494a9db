"""What changes with time, although no file changes: articles become due, expire, or become five years old.

Here the pages of articles that became five years old since the last build are marked as stale. Which articles are due is decided
in indexer.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digest.model.article import unpack_head
from digest.model.site import Site
from digest.plan import periods
from digest.plan.archive_age import anniversary, archive_until
from digest.plan.page_set import article_page
from digest.store import Store
from digest.store.listings import Listings

_UNTIL = "archive"
"""The value in the store: the last day that counts as archive (see `archive_until`); empty if no template uses this."""


def plan_ages(store: Store, site: Site, optional_names: Mapping[str, Sequence[str]]) -> None:
    """Mark the pages of articles whose value `from_archive` changed since the last build. The clock may also have gone back.

    `optional_names`: the optional names that the template of each kind of page uses. If a template begins to use one, it was
    changed, and all of its pages are stale already."""
    used = "from_archive" in optional_names.get("article", ())
    before, now = store.meta(_UNTIL), archive_until(site.options.clock, site.config.zone()) if used else ""
    store.set_meta(_UNTIL, now)
    if before and now:
        first, last = sorted((before, now))
        begin, end = periods.wall_times(first, last)
        rows = Listings(store.db).between("", "", -end, -begin - 86400)
        heads = [unpack_head(row.head) for row in rows]
        store.mark_stale(page for head in heads for page in article_page(head.id, head.url))


def next_change(store: Store, site: Site) -> float | None:
    """The time at which a page changes although no file does; None if there is none."""
    times = [store.next_due(site.options.clock)]
    until = store.meta(_UNTIL)
    day = Listings(store.db).neighbour_days(until, until)[1] if until else ""
    times += [anniversary(day, site.config.zone())] if day else []
    return min((time for time in times if time is not None), default=None)
