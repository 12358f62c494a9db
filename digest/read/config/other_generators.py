"""Keys in the settings of other site generators, and what they are called in config.yaml."""

from __future__ import annotations

from collections.abc import Mapping

KEYS: Mapping[str, str] = {
    "baseurl": "url",
    "siteurl": "url",
    "domain": "url",
    "homepage": "url",
    "sitename": "title",
    "sitetitle": "title",
    "name": "title",
    "subtitle": "tagline",
    "slogan": "tagline",
    "sitedescription": "description",
    "languagecode": "language",
    "defaultcontentlanguage": "language",
    "defaultlang": "language",
    "defaultlanguage": "language",
    "lang": "language",
    "locale": "language",
    "contentdir": "content",
    "docsdir": "content",
    "source": "content",
    "input": "content",
    "path": "content",
    "publishdir": "output",
    "destination": "output",
    "outputdir": "output",
    "outputpath": "output",
    "sitedir": "output",
    "staticdir": "static",
    "staticpaths": "static",
    "permalink": "permalinks",
    "articleurl": "permalinks",
    "relativeurls": "relative_urls",
    "exclude": "ignore",
    "ignorefiles": "ignore",
    "ignoredcontent": "ignore",
    "taxonomies": "collections",
    "tags": "topics",
    "categories": "topics",
    "author": "authors",
    "params": "theme_options",
    "extra": "theme_options",
    "markdownextensions": "markdown",
    "markup": "markdown",
    "kramdown": "markdown",
    "rss": "feeds",
    "feed": "feeds",
    "generatefeed": "feeds",
    "builddrafts": "drafts",
    "showdrafts": "drafts",
    "paginate": "listing",
    "paginateby": "listing",
    "defaultpagination": "listing",
    "imaging": "pictures",
}
"""Keys of Hugo, Jekyll, Zola, Pelican, Eleventy and MkDocs in lower case without `_` and `-`, and the key of `digest`."""


def suggestion(name: str) -> str:
    """Return the key of `digest` for a key of another generator; empty if none is known."""
    return KEYS.get(name.lower().replace("_", "").replace("-", ""), "")
