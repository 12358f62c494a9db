"""The sample site at the top of the repository."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.support.paths import REPOSITORY
from tests.support.sites import Site

URL = "https://foreigndesk.example/"


def copy_of_sample(root: Path) -> Site:
    """A copy of the sample, without the output of builds."""
    root.mkdir()
    for name in ("content", "static"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "config.yaml", root)
    return Site(root)
