"""Files of content/ that may be meant as articles and are not read: saved pages, feeds, exports, documents, other markup.

One that an article links to is published beside it; of the others the build speaks, or they would be missed by nobody
but their owner. This module must not know how articles are read.
"""

from __future__ import annotations

import json

from digest.build.changes import FileChanges
from digest.model.fingerprint import short_hash
from digest.model.problem import Problem, first_few, warning
from digest.model.site import Site
from digest.store import Store
from digest.store.sources import CONTENT

LIKE_ARTICLES = (
    # Pages and messages as browsers and mail programs save them.
    ".html", ".htm", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml", ".webarchive", ".maff", ".warc", ".eml", ".emlx", ".msg",
    ".mbox",
    # Feeds, exports and tables.
    ".xml", ".atom", ".rss", ".rdf", ".opml", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".xls", ".xlsx", ".ods",
    # Documents.
    ".doc", ".docx", ".docm", ".dot", ".dotx", ".odt", ".fodt", ".ott", ".rtf", ".pages", ".wpd", ".wps", ".abw", ".epub",
    ".fb2", ".mobi", ".azw3",
    # Other markup.
    ".rst", ".rest", ".mdx", ".mkd", ".mkdn", ".mdown", ".mdwn", ".mdtxt", ".mdtext", ".rmd", ".qmd", ".org", ".adoc",
    ".asciidoc", ".asc", ".textile", ".creole", ".wiki", ".mediawiki", ".tex", ".latex", ".ltx", ".typ", ".djot", ".dj",
    ".text", ".ipynb",
)  # fmt: skip
"""How the names of such files end, in lower case."""


def unsupported_files(store: Store, changes: FileChanges) -> list[str]:
    """Their paths under content/, remembered from one build to the next."""
    key = f"overlooked {short_hash(repr(LIKE_ARTICLES), 3)}"  # what was noted by other names does not count
    noted = store.meta(key)
    known = json.loads(noted) if noted else filter(_is_like_one, store.file_paths(CONTENT))
    changed = set(filter(_is_like_one, changes.files))
    found = sorted({*known} - changed | {path for path in changed if store.has_file(path)})
    store.set_meta(key, json.dumps(found))
    return [path for path in found if not store.referring(path)]


def _is_like_one(path: str) -> bool:
    return path.lower().endswith(LIKE_ARTICLES)


def unsupported_file_problems(site: Site, paths: list[str]) -> list[Problem]:
    """A warning that names them."""
    if not paths:
        return []
    what = f"{len(paths)} files are" if paths[1:] else "a file is"
    message = f"{what} not read, being neither Markdown nor plain text: {first_few(paths)}"
    hint = "Save as .md or .txt what should be an article (pandoc makes one of most documents), or link to it from one."
    return [warning("not-read", message, site.config.content, hint=hint)]
