"""The kinds of pages, one row each. Every other table of kinds derives from this one.

To add a kind of page, add a row here, register what its pages are made from in `digest/pages/registry.py`, and add its
template to a theme. `digest/plan/page_set.py` decides which pages exist; a kind with a `path` needs nothing there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from digest.model.named_tuple import NamedTuple


class PageKind(NamedTuple):
    """What all pages of one kind have in common."""

    name: str
    """As in `Page.kind`, in `page.kind` of templates and in the store."""
    about: str
    """What such a page is, for `digest why`. It can contain `{title}` (of the article), `{period}`, `{listing}`,
    `{collection}`, `{image}`, `{owner}` (the source that refers to a file), `{static}` (the name of this folder) and `{part}`."""
    made_by: Literal["template", "program", "copy"] = "template"
    """Whether the theme renders the page, digest itself writes it, or it is the copy of a file."""
    templates: tuple[str, ...] = ()
    """The page is rendered by the first of these templates that the theme has."""
    values: tuple[str, ...] = ()
    """Names that its template gets, besides those that all templates get. See `digest/render/templates.py`."""
    row: str = ""
    """How its lists show an article: a key of `ROW_TEMPLATES`. Empty for pages without such lists."""
    path: str = ""
    """Path of the page of this kind that a site has whatever its articles are; empty if there is none."""
    theme_option: str = ""
    """Makes the kind optional: its pages exist only if the theme has the template, the site has an article to show in it, and
    this option of the theme is not `false`."""
    theme_file: str = ""
    """Of an optional kind without templates: its pages exist only if the theme has this file."""
    option_value: str = ""
    """The value that `theme_option` must have; empty: any but `false`."""
    names_all_inputs: bool = False
    """Whether its inputs name everything that it depends on, so that other settings have no effect on it."""
    replaceable: bool = False
    """Whether a file in static/ at `path` is meant to replace the page, and a name of a file as value of `theme_option` too."""
    period: Literal["", "key", "part"] = ""
    """The field of `Page` that holds the period which the page shows."""
    source: Literal["", "content", "static", "theme", "image"] = ""
    """The folder in which `Page.key` is the path of a file, or `image` if it is the key of an image."""
    is_asset: bool = False
    """Whether other pages may show the file. It is then kept as long as an old version of such a page is."""
    path_priority: int = 0
    """If two pages have the same path, the one with the lower number gets it."""
    in_sitemap: bool = False
    """Whether the sitemap lists the page at `path`."""
    schema_type: str = "CollectionPage"
    """Its type in the schema.org data for search engines; empty for pages without such data."""


ROW_TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "item": ("item.html",),
    "item-day": ("item-day.html", "item.html"),
    "item-source": ("item-source.html", "item.html"),
    "item-source-day": ("item-source-day.html", "item-day.html", "item.html"),
}
"""Templates that render one article of a list, each the first that the theme has: `item-day` in lists of a day, a week or
a month, `item` in lists of a longer time; those with `source` on the pages of sources, which need not repeat its name."""

_ICON: Mapping[str, Any] = {
    "made_by": "program", "theme_option": "icon", "theme_file": "drawn/letters.txt", "replaceable": True,
}  # fmt: skip
_KINDS = (
    # Pages that the theme renders.
    PageKind(
        "article", "the article “{title}”", templates=("article.html",),
        values=("item", "article", "timeline", "more", "from_archive"), source="content", path_priority=3,
        schema_type="NewsArticle",
    ),
    PageKind(
        "standing", "the page “{title}”", templates=("standing.html", "article.html"), values=("item", "article"),
        source="content", path_priority=4, schema_type="WebPage",
    ),
    PageKind(
        "front", "the front page", templates=("front.html", "list.html"), values=("listing", "strip", "front", "opening"),
        row="item-day", path="index.html", in_sitemap=True, schema_type="WebSite",
    ),
    PageKind(
        "day", "the articles of {period}", templates=("day.html", "list.html"), values=("listing", "strip", "issue"),
        row="item-day", period="key",
    ),
    PageKind(
        "week", "the articles of {period}", templates=("week.html", "day.html", "list.html"),
        values=("listing", "strip", "issue"), row="item-day", period="key",
    ),
    PageKind(
        "month", "the articles of {period}", templates=("month.html", "list.html"), values=("listing", "month"),
        row="item-day", period="key",
    ),
    PageKind(
        "year", "the articles of {period}", templates=("year.html", "list.html"), values=("listing", "year"),
        row="item", period="key",
    ),
    PageKind(
        "undated", "the articles without a date", templates=("undated.html", "list.html"), values=("listing",), row="item",
    ),
    PageKind(
        "listing", "the articles of {listing}", templates=("listing.html", "list.html"), values=("listing", "profile"),
        row="item", period="part",
    ),
    PageKind(
        "archive", "the overview of all years", templates=("archive.html", "overview.html"), values=("overview", "year"),
        path="archive/index.html", in_sitemap=True,
    ),
    PageKind(
        "overview", "the overview of {collection}", templates=("collection.html", "overview.html"),
        values=("overview", "index"),
    ),
    PageKind(
        "search", "the search page", templates=("search.html",), values=("search",),
        path="search/index.html", theme_option="search", in_sitemap=True, schema_type="WebPage",
    ),
    PageKind(
        "email", "the newest edition as an email", templates=("email.html",), values=("email",),
        path="email/index.html", theme_option="email",
    ),
    PageKind(
        "email-text", "the newest edition as an email in plain text", templates=("email.txt",), values=("email",),
        path="email/index.txt", theme_option="email",
    ),
    PageKind(
        "404", "the page that web servers show for a missing page", templates=("404.html",), path="404.html", replaceable=True,
        schema_type="",
    ),
    PageKind(
        "redirect", "a former address of the page “{title}”", templates=("redirect.html",), values=("target",),
        source="content", path_priority=5,
    ),
    # Files that digest writes itself.
    PageKind("feed", "the feed of {listing}", "program", path="feed.xml"),
    PageKind("sitemap", "the part of the sitemap for {period}", "program", period="part"),
    PageKind("sitemap-index", "the index of the sitemap", "program", path="sitemap.xml"),
    PageKind("robots", "the rules for web crawlers", "program", path="robots.txt", replaceable=True),
    PageKind("search-index", "the part of the search index for {period}", "program", period="key"),
    # Images that digest draws.
    PageKind("icon", "the icon of the site", path="favicon.svg", **_ICON),
    PageKind("icon-ico", "the icon of the site at the path at which browsers look for it", path="favicon.ico", **_ICON),
    PageKind("icon-touch", "the icon of the site for phones", path="apple-touch-icon.png", **_ICON),
    PageKind(
        "card", "the social card of the site", "program", path="card.png", theme_option="cards",
        theme_file="drawn/headline.woff2", names_all_inputs=True, path_priority=8,
    ),
    PageKind(
        "article-card", "the social card of the article “{title}”", "program", theme_option="cards", option_value="articles",
        theme_file="drawn/headline.woff2", names_all_inputs=True, source="content", path_priority=9,
    ),
    # Files that are copied.
    PageKind(
        "file", "a copy of a file that {owner} refers to", "copy",
        source="content", is_asset=True, path_priority=6,
    ),
    PageKind("static", "a copy of a file in {static}/", "copy", source="static", path_priority=1),
    PageKind("theme", "a copy of a file of the theme", "copy", source="theme", is_asset=True, path_priority=2),
    PageKind(
        "picture", "a size of the image {image}, for all articles that show it", "copy",
        source="image", is_asset=True, path_priority=7,
    ),
)  # fmt: skip

KINDS: Mapping[str, PageKind] = {kind.name: kind for kind in _KINDS}
"""All kinds by name, in the order in which the manual lists them."""


def is_asset(kind: str) -> bool:
    """Whether other pages may show a file of this kind. False for kinds that exist only in the store."""
    return kind in KINDS and KINDS[kind].is_asset


def kinds_with_rows() -> set[str]:
    """The kinds whose pages show lists of articles."""
    return {kind.name for kind in KINDS.values() if kind.row}
