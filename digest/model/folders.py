"""The folders of a site whose articles are in the site folder itself."""

from __future__ import annotations

import os

HERE = "."
"""The value of `content` if the articles are in the site folder itself."""


def folders_without_articles(root: str, content: str, static: str, output: str) -> frozenset[str]:
    """Return the folders of the content folder that have no articles, as paths with a `/` at the end.

    There are some only if the content folder is the site folder. All folders may be absolute.
    """
    if os.path.normpath(os.path.join(root, content)) != root:
        return frozenset()
    names = (os.path.relpath(os.path.join(root, name), root) for name in (output, "output", static, "themes"))
    return frozenset(f"{name.replace(os.sep, '/')}/" for name in names)
