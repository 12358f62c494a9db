"""Standing pages: files of `pages/`, such as an imprint, which are no articles.

They are read and stored like articles, under paths that begin with `.pages/`. No file of content/ has such a path, since
names that begin with a dot are ignored.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.model.config import Config

STANDING = ".pages/"
"""The beginning of the paths of standing pages, and of the files next to them."""


def is_standing(path: str) -> bool:
    """Whether a path of a source is that of a standing page, or of a file next to one."""
    return path.startswith(STANDING)


def source_folders(config: Config) -> Mapping[str, str]:
    """The folders with sources, relative to the site folder, by the beginning of the paths of their files. Standing pages have
    no folder if it would be in the content folder, or the other way round."""
    content, pages = (os.path.join(os.path.normpath(name), "") for name in (config.content, config.pages))
    overlaps = content == "./" or pages == "./" or content.startswith(pages) or pages.startswith(content)
    return {"": config.content} if overlaps else {"": config.content, STANDING: config.pages}
