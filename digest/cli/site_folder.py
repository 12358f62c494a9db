"""The site folder that a command line names."""

from __future__ import annotations

import os

from digest.cli.arguments import UsageError


def site_folder(folder: str) -> str:
    """Return the absolute path of a site folder. Raises UsageError if it is not a site."""
    root = os.path.abspath(folder)
    if os.path.exists(os.path.join(root, "config.yaml")) or os.path.isdir(os.path.join(root, "content")):
        return root
    if not os.path.isdir(root):
        reason = "is not a folder" if os.path.exists(root) else "does not exist"
        raise UsageError(f"no site found: {folder} {reason}", "Name the folder that contains config.yaml or content/.")
    hint = "`digest init DIR` creates a new site. A folder with articles in content/ is a site, too."
    raise UsageError(f"no site found: {folder} has neither config.yaml nor content/", hint)
