"""The site folder that a command line names."""

from __future__ import annotations

import os

from digest.cli.arguments import UsageError
from digest.files.site_folder import LOOKED_FOR, is_site


def site_folder(folder: str) -> str:
    """Return the absolute path of a site folder. Raises UsageError if it is not a site."""
    root = os.path.abspath(folder)
    if is_site(root):
        return root
    if not os.path.isdir(root):
        reason = "is not a folder" if os.path.exists(root) else "does not exist"
        raise UsageError(f"no site found: {folder} {reason}", "Name the folder that contains config.yaml or content/.")
    if root in (os.path.expanduser("~"), os.path.dirname(root)):
        reason = "your home folder" if os.path.dirname(root) != root else "the whole disk"
        raise UsageError(f"no site found: {folder} is {reason}", "Name a folder of articles.")
    if not contains_articles(root):
        hint = "`digest init DIR` creates a new site. A folder of articles is a site, too."
        raise UsageError(
            f"no site found: {folder} has no config.yaml, no content/ and no articles ({LOOKED_FOR})", hint
        )
    return root


def contains_articles(root: str) -> bool:
    """Whether a folder without settings contains articles."""
    from digest.files.find_articles import has_articles
    from digest.model.config import Config

    return has_articles(root, Config())
