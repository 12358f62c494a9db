"""Create the file of a new article."""

from __future__ import annotations

import json
import os
from datetime import datetime

from digest.model.config import Config
from digest.model.folders import file_path, site_folders
from digest.model.lazy_regex import lazy_regex

_PLAIN = lazy_regex(r"[^\W\d_](?:[\w ,.!?’“”()–-]*[\w.!?’”)])?")
"""A title that needs no quotes in YAML."""
_FRONT_MATTER = """\
---
title: {title}
date: {date}
# summary: One or two sentences for lists, feeds and search engines.
# topics: [First topic, Second topic]
# source_url: https://example.com/original
---

"""


def new_article(root: str, config: Config, title: str, date: str, folder: str = "") -> str:
    """Create an article, and return its absolute path.

    `date`: as front matter has it. `folder`: path in the content folder; without it, the year of the date. Raises
    FileExistsError if there is a file of this name, ValueError if the title or the folder cannot be used, and OSError.
    """
    from digest.read.text.slugs import slug_of

    title = " ".join(title.split())
    if not title:
        raise ValueError("the title is empty")
    content = site_folders(root, config)[0]
    path = os.path.normpath(os.path.join(content.path(root), folder or date[:4], f"{slug_of(title)}.md"))
    if content.path_in(path, root) is None:
        raise ValueError(f"the folder {folder} is not inside {file_path(config, '') or 'the folder of articles'}")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    shown = title if _PLAIN.fullmatch(title) else json.dumps(title, ensure_ascii=False)
    with open(path, "x", encoding="utf-8", newline="\n") as file:
        file.write(_FRONT_MATTER.format(title=shown, date=date))
    return path


def now_in(config: Config, clock: float) -> str:
    """Return a time, in seconds since 1970, as the date of an article of this site."""
    from digest.read.text.validators import valid_zone

    return datetime.fromtimestamp(clock, valid_zone(config.zone())).strftime("%Y-%m-%d %H:%M")
