"""The pages that should exist, from days with articles, counts by month, and addresses.

The same functions serve a full plan (for everything) and an incremental one (for what a change affects).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from digest.model.config import Config
from digest.model.folders import is_standing
from digest.model.image import ImageInfo
from digest.model.kinds import KINDS
from digest.model.page import Page
from digest.model.web_address import is_web_url
from digest.plan import parts as cut
from digest.plan import periods, urls
from digest.plan.collections import TAXONOMIES

STORY_OLDER, STORY_NEWER = 2, 1
"""How many older and how many newer articles of the same story the page of an article names. Each adds a page to those that
change when an article is added or removed."""
MORE = 3
"""How many older articles of its first topic the page of an article names at its end. If it has none, these are articles of
its source, or else of its day."""
MORE_WITHIN = MORE + STORY_OLDER + 1
"""Among how many older articles of a listing they are: those of the same story and the previous one are passed over, because
the page names them elsewhere. So at most this number of newer articles of a listing name an article."""


def site_page(kind: str) -> Page:
    """The page of this kind that a site has whatever its articles are."""
    return Page(KINDS[kind].path, kind, "", "", "")


FRONT, ARCHIVE, FEED, SEARCH, EMAIL, CARD = (
    site_page(kind) for kind in ("front", "archive", "feed", "search", "email", "card")
)
DATES_SITEMAP = Page(urls.sitemap("dates"), "sitemap", "", "", "dates")
"""The part of the sitemap with the date archive and the standing pages."""
UNDATED = Page("undated/index.html", "undated", "", cut.UNDATED, "")


def fixed_pages() -> list[Page]:
    """The pages of every site, even of one without articles."""
    once = [site_page(kind.name) for kind in KINDS.values() if kind.path and not kind.theme_option]
    return [*once, DATES_SITEMAP]


def optional_pages(kinds: Container[str]) -> list[Page]:
    """The pages that only some themes have. `kinds`: the optional kinds of this site."""
    return [site_page(kind.name) for kind in KINDS.values() if kind.path and kind.theme_option and kind.name in kinds]


def sitemap_pages(kinds: Container[str]) -> tuple[list[Page], list[Page]]:
    """Those of the fixed pages, and of the optional ones, that the sitemap lists. `kinds`: see `optional_pages`."""
    fixed, optional = fixed_pages(), optional_pages(kinds)
    return [p for p in fixed if KINDS[p.kind].in_sitemap], [p for p in optional if KINDS[p.kind].in_sitemap]


def article_page(id: str, url: str) -> list[Page]:
    """The page of an article or a standing page; none for an article that is only an entry of lists, with a link to another
    site."""
    return [] if is_web_url(url) else [Page(url, "standing" if is_standing(id) else "article", "", id, "")]


def article_pages(id: str, url: str, aliases: Iterable[str], files: Iterable[str]) -> list[Page]:
    """The page of an article, its redirects, and copies of the files that it refers to (paths under content/)."""
    pages = article_page(id, url)
    pages += [Page(urls.file_of(a), "redirect", "", id, "") for a in aliases if urls.file_of(a) != url]
    if is_web_url(url):
        return pages
    return pages + [Page(urls.attachment(url, id, f), "file", "", f, id) for f in files]


def card_page(id: str, url: str) -> Page:
    """The social card of an article."""
    return Page(urls.card(url), "article-card", "", id, "")


def image_pages(info: ImageInfo) -> list[Page]:
    """The sizes of an image, each a single file for all articles that show the image."""
    return [
        Page(urls.picture(info.image_key, width, name), "picture", "", info.image_key, "")
        for name, widths in info.sizes for width in widths
    ]  # fmt: skip


def day_pages(day: str, config: Config, kinds: Container[str]) -> list[Page]:
    """The pages of the date archive that list the articles of a day, and the parts of the sitemap and of the search index
    for its month. `kinds`: see `optional_pages`."""
    if day == cut.UNDATED:
        return [UNDATED, Page(urls.sitemap(day), "sitemap", "", "", day), *_search_index_pages(day, kinds)]
    month, year, week = day[:7], day[:4], periods.week(day)
    found = [
        Page(urls.day(day), "day", "", day, ""),
        Page(urls.month(month), "month", "", month, ""),
        Page(urls.year(year), "year", "", year, ""),
        Page(urls.sitemap(month), "sitemap", "", "", month),
        *_search_index_pages(month, kinds),
    ]
    return found + ([Page(urls.week(week), "week", "", week, "")] if config.edition == "week" else [])


def _search_index_pages(month: str, kinds: Container[str]) -> list[Page]:
    return [Page(urls.search_index(month), "search-index", "", month, "")] if "search" in kinds else []


def collection_pages(collection: str, config: Config) -> list[Page]:
    """The overview of a collection that has articles, and its part of the sitemap."""
    return [
        Page(urls.overview(collection, config.permalinks), "overview", collection, "", ""),
        Page(urls.sitemap(collection), "sitemap", "", "", collection),
    ]


def has_feed(collection: str, config: Config) -> bool:
    """Whether each listing of a collection has a feed. Those of `config.collections` have none."""
    return collection in TAXONOMIES and bool(getattr(config.feeds, collection))


def listing_pages(collection: str, key: str, parts: Iterable[cut.ListingPart], config: Config) -> list[Page]:
    """The pages of these parts of a listing; with the first part also the feed."""
    found = [
        Page(urls.listing(collection, key, p.key, config.permalinks), "listing", collection, key, p.key) for p in parts
    ]
    if has_feed(collection, config) and any(not p.part for p in found):
        found.append(Page(urls.feed(collection, key, config.permalinks), "feed", collection, key, ""))
    return found


def all_pages(
    days: Iterable[str], tallies: Mapping[str, Mapping[str, Mapping[str, int]]], config: Config, kinds: Container[str]
) -> Iterable[Page]:
    """All pages except those of articles and files.

    `tallies`: numbers of articles by collection, key and month. `kinds`: see `optional_pages`.
    """
    yield from fixed_pages()
    yield from optional_pages(kinds)
    seen: set[Page] = set()
    for day in days:
        new = [p for p in day_pages(day, config, kinds) if p not in seen]
        seen.update(new)
        yield from new
    for collection, keys in tallies.items():
        yield from collection_pages(collection, config)
        for key, tally in keys.items():
            parts = cut.parts(tally, config.listing.front, config.listing.split)
            yield from listing_pages(collection, key, parts, config)
