"""Recognize the folder of a site: one with config.yaml or content/, or a folder that contains the articles itself."""

from __future__ import annotations

import os

from digest.files.scan import ARTICLES

LOOKED_FOR = f"looked for {', '.join(ARTICLES)}, and .html with front matter"
"""What a message about missing articles says."""


def is_site(folder: str) -> bool:
    """Whether a folder has settings or a content folder, or was built before."""
    return (
        os.path.exists(os.path.join(folder, "config.yaml"))
        or os.path.isdir(os.path.join(folder, "content"))
        or os.path.isfile(os.path.join(folder, ".digest", "store.db"))
    )
