"""What time alone changes: articles that fall due, expire, or come to be five years old; and when the next of them does.

The pages of articles that grew old between two builds become stale here, and no others are looked at for it. What is due
is settled in understand.py. This module must not know the clock but as an option of the build.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digest.model.article import unpack_head
from digest.model.page import Page
from digest.model.site import Site
from digest.plan import periods
from digest.plan.archive_age import anniversary, archive_until
from digest.store import Store
from digest.store.listings import Listings

_UNTIL = "archive"
"""Where the store has the last day that is from the archive; empty where no template asks for it."""


def plan_ages(store: Store, site: Site, named: Mapping[str, Sequence[str]]) -> None:
    """Mark the articles that came to be from the archive since the last build, or no longer are where its clock was later:
    those of the days between. `named`: the optional names that the template of each kind of page asks for; where it begins
    to ask, it changed, and all of its pages are stale anyway."""
    asked = "from_archive" in named.get("article", ())
    before, now = store.meta(_UNTIL), archive_until(site.options.clock, site.config.timezone) if asked else ""
    store.set_meta(_UNTIL, now)
    if before and now:
        first, last = sorted((before, now))
        begin, end = periods.wall_times(first, last)
        rows = Listings(store.db).between("", "", -end, -begin - 86400)
        store.mark_stale(Page(unpack_head(row.head).url, "article", "", row.path, "") for row in rows)


def next_change(store: Store, site: Site) -> float | None:
    """The moment at which a page changes though no file does; None when there is none."""
    found = [store.next_due(site.options.clock)]
    until = store.meta(_UNTIL)
    day = Listings(store.db).neighbour_days(until, until)[1] if until else ""
    found += [anniversary(day, site.config.timezone)] if day else []
    return min((moment for moment in found if moment is not None), default=None)
