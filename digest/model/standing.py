"""Standing pages: files of `pages/`, such as an imprint, which are no articles.

They are read and stored like articles, under paths that begin with `.pages/`. No file of content/ has such a path, since
names that begin with a dot are ignored.
"""

from __future__ import annotations

STANDING = ".pages/"
"""The beginning of the paths of standing pages, and of the files next to them."""


def is_standing(path: str) -> bool:
    """Whether a path of a source is that of a standing page, or of a file next to one."""
    return path.startswith(STANDING)
