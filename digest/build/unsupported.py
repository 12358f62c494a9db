"""Files of content/ that may be meant as articles but are not read: saved pages without front matter, feeds, exports,
documents, other markup.

Such a file is published if an article links to it. A warning names the others.
"""

from __future__ import annotations

import json

from digest.build.changes import FileChanges
from digest.files.site_folder import LOOKED_FOR
from digest.model.fingerprint import short_hash
from digest.model.folders import CONTENT, file_path, is_standing
from digest.model.problem import Problem, first_few, warning
from digest.model.site import Site
from digest.store import Store

SUFFIXES = (
    # Pages and messages that were saved by browsers and mail programs.
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
"""The endings of their names, in lower case."""
_META = "unsupported"
"""The value in the store: the hash of SUFFIXES, and the paths of the files."""


def unsupported_files(store: Store, changes: FileChanges) -> list[str]:
    """The paths of such files under content/, except those that articles link to."""
    suffixes = short_hash(repr(SUFFIXES), 3)
    last_suffixes, last_paths = json.loads(store.meta(_META) or '["", []]')
    known = last_paths if last_suffixes == suffixes else filter(_is_unsupported, store.file_paths(CONTENT))
    changed = set(filter(_is_unsupported, changes.files))
    paths = sorted({*known} - changed | {path for path in changed if store.has_file(path)})
    store.set_meta(_META, json.dumps([suffixes, paths]))
    return [path for path in paths if not store.referring_sources(path)]


def _is_unsupported(path: str) -> bool:
    return path.lower().endswith(SUFFIXES)


def no_article_problems(store: Store, site: Site) -> list[Problem]:
    """A warning if the content folder has no article at all: perhaps it is the wrong folder."""
    if store.has_articles():
        return []
    name = file_path(site.config, "")
    message = f"no articles found in {name or 'the site folder'} ({LOOKED_FOR})"
    hint = "Put articles there, or set `content` in config.yaml to their folder. `digest new TITLE` creates an article."
    return [warning("no-articles", message, hint=hint)]


def unsupported_file_problems(site: Site, paths: list[str]) -> list[Problem]:
    """A warning that names unsupported files."""
    if not paths:
        return []
    what = f"{len(paths)} files that are" if paths[1:] else "a file that is"
    names = [file_path(site.config, path) if is_standing(path) else path for path in paths]
    message = f"ignored {what} not Markdown or plain text: {first_few(names)}"
    hint = "If they are articles, save them as .md or .txt (pandoc converts most documents). Or link to them from an article."
    return [warning("not-read", message, site.config.content, hint=hint)]
