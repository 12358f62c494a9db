"""Find out whether a folder without settings contains articles."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from digest.files.ignore import ignored
from digest.files.scan import ARTICLES, HTML, has_front_matter, is_ignored_name
from digest.model.folders import THEMES

if TYPE_CHECKING:
    from digest.model.config import Config

_MAX_DEPTH = 4
"""Depth of folders in which the first article is searched, such as `2021/05/06/`."""
_MAX_ENTRIES = 5_000
"""Number of files and folders after which the search ends."""


def has_articles(folder: str, config: Config) -> bool:
    """Whether a folder contains an article outside of the folders that a site has for other files. A few thousand entries are
    looked at, so that a large folder takes no time."""
    is_ignored, names = ignored(config.ignore), {config.content, config.pages, config.static, config.output, THEMES}
    pending, seen = [("", 0)], 0
    while pending:
        path, depth = pending.pop(0)
        try:
            with os.scandir(os.path.join(folder, path)) as entries:
                listing = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in listing:
            name = path + entry.name
            seen += 1
            if seen > _MAX_ENTRIES:
                return False
            if is_ignored_name(entry.name) or name in names:
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth < _MAX_DEPTH:
                    pending.append((f"{name}/", depth + 1))
            elif not is_ignored(name) and _is_article(entry):
                return True
    return False


def _is_article(entry: os.DirEntry[str]) -> bool:
    name = entry.name.lower()
    return name.endswith(ARTICLES) or (name.endswith(HTML) and has_front_matter(entry.path))
