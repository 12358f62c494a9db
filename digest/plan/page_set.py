"""The pages that should exist, from plain facts: days with articles, tallies, addresses.

The same functions serve a full plan (over everything) and a change (over what it touched). This module must
not know the store, or whether a page is stale.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from digest.model.config import Config
from digest.model.image import ImageInfo
from digest.model.page import Page
from digest.plan import parts as cut
from digest.plan import periods, urls

FRONT = Page("index.html", "front", "", "", "")
ARCHIVE = Page("archive/index.html", "archive", "", "", "")
FEED = Page("feed.xml", "feed", "", "", "")
FIXED = (
    FRONT,
    ARCHIVE,
    Page("404.html", "404", "", "", ""),
    Page("robots.txt", "robots", "", "", ""),
    Page("sitemap.xml", "sitemap-index", "", "", ""),
    Page("sitemap/dates.xml", "sitemap", "", "", "dates"),
    FEED,
)
"""The pages of every site, even an empty one."""
STORY_NEIGHBOURS = 2
"""Articles of the same story that are named before an article on its page, and after it: each makes two more pages that
change when an article comes or goes."""
STRIP_DAYS = 3
"""Days that are named before a day on its page, and after it."""
UNDATED = Page("undated/index.html", "undated", "", cut.UNDATED, "")
SEARCH = Page("search/index.html", "search", "", "", "")
EMAIL = Page("email/index.html", "email", "", "", "")


def of_article(id: str, url: str, aliases: Iterable[str], files: Iterable[str]) -> list[Page]:
    """An article's pages: its own, its redirects, and copies of the files that it refers to (paths under content/)."""
    pages = [Page(url, "article", "", id, "")]
    pages += [Page(urls.file_of(a), "redirect", "", id, "") for a in aliases if urls.file_of(a) != url]
    return pages + [Page(urls.beside(url, id, f), "file", "", f, id) for f in files]


def of_picture(facts: ImageInfo) -> list[Page]:
    """The sizes of a picture, one copy of each for all articles that show it."""
    return [
        Page(urls.picture(facts.mark, width, name), "picture", "", facts.mark, "")
        for name, widths in facts.sizes for width in widths
    ]  # fmt: skip


def optional_pages(kinds: Container[str]) -> list[Page]:
    """The pages of a site with articles whose theme has a template for them. `kinds`: of `digest.render.templates.CHOSEN`."""
    return [page for page in (SEARCH, EMAIL, Page("email/index.txt", "email-text", "", "", "")) if page.kind in kinds]


def day_pages(day: str, config: Config, kinds: Container[str]) -> list[Page]:
    """The pages of the date archive in which a day's articles stand, and that month's part of the sitemap and of what is
    searched. `kinds`: as above."""
    if day == cut.UNDATED:
        return [UNDATED, Page(urls.sitemap(day), "sitemap", "", "", day), *_searched(day, kinds)]
    month, year, week = day[:7], day[:4], periods.week(day)
    found = [
        Page(urls.day(day), "day", "", day, ""),
        Page(urls.month(month), "month", "", month, ""),
        Page(urls.year(year), "year", "", year, ""),
        Page(urls.sitemap(month), "sitemap", "", "", month),
        *_searched(month, kinds),
    ]
    return found + ([Page(urls.week(week), "week", "", week, "")] if config.edition == "week" else [])


def _searched(month: str, kinds: Container[str]) -> list[Page]:
    return [Page(urls.search_index(month), "search-index", "", month, "")] if "search" in kinds else []


def of_collection(collection: str, config: Config) -> list[Page]:
    """The pages of a collection that has articles."""
    return [
        Page(urls.overview(collection, config.permalinks), "overview", collection, "", ""),
        Page(urls.sitemap(collection), "sitemap", "", "", collection),
    ]


def has_feed(collection: str, config: Config) -> bool:
    """Whether each listing of a collection has a feed."""
    return {"topics": config.feeds.topics, "sources": config.feeds.sources}.get(collection, False)


def listing_pages(collection: str, key: str, parts: Iterable[cut.ListingPart], config: Config) -> list[Page]:
    """These parts of a listing, and its feed (with the first part)."""
    found = [Page(urls.listing(collection, key, p.key, config.permalinks), "listing", collection, key, p.key) for p in parts]
    if has_feed(collection, config) and any(not p.part for p in found):
        found.append(Page(urls.feed(collection, key, config.permalinks), "feed", collection, key, ""))
    return found


def all_pages(
    days: Iterable[str], tallies: Mapping[str, Mapping[str, Mapping[str, int]]], config: Config, kinds: Container[str]
) -> Iterable[Page]:
    """All pages but those of articles and files. `tallies`: by collection, key and month. `kinds`: see `chosen`."""
    yield from FIXED
    yield from optional_pages(kinds)
    seen: set[Page] = set()
    for day in days:
        fresh = [p for p in day_pages(day, config, kinds) if p not in seen]
        seen.update(fresh)
        yield from fresh
    for collection, keys in tallies.items():
        yield from of_collection(collection, config)
        for key, tally in keys.items():
            parts = cut.parts(tally, config.listing.front, config.listing.split)
            yield from listing_pages(collection, key, parts, config)
