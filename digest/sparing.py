"""What a build must leave alone: files of the output that are not its own, or that nothing could bring back.

Asked between the plan and the first file that is written. This module must not know how pages are made or written.
"""

from __future__ import annotations

import os
from collections.abc import Collection

from digest.model.problem import Problem
from digest.plan import urls
from digest.site import Site
from digest.store import Store

SIGN = urls.sitemap("dates")
"""A file that every build writes and no other program does: where it is, the output was made by an earlier build."""
NAMED = 5
"""So many files are named in one message."""


class Refused(Exception):  # noqa: N818 (it says what happened)
    """This build must not write anything."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def refuse(store: Store, site: Site, found: Collection[str], ours: Collection[str], *, unread: bool) -> None:
    """Raises Refused when pages would be written over files of somebody else, or over pages that this build would miss. For
    a store that knew nothing of its output folder; `found`: the files in that; `ours`: those of them that are known to be
    digest's all the same; `unread`: nothing is known either of a folder of the site that cannot be read."""
    known = os.path.isfile(os.path.join(site.output, SIGN))
    if not found or (known and not unread):
        return
    taken = set(found).intersection(store.output_paths())
    theirs = [] if known else sorted(taken - set(ours))
    if theirs:
        message = f"files in {site.config.output}/ that digest did not write stand where pages go: {listed(theirs)}"
        hint = "Nothing was written. Move them away (those that belong to the site into static/), or name another folder."
        raise Refused(Problem("output-not-ours", message, hint=hint))
    if taken and unread:
        message = "a folder cannot be read, and what earlier builds knew of it is lost: its articles would vanish"
        hint = f"Nothing was written. Let it be read; or empty {site.config.output}/, to build without it."
        raise Refused(Problem("output-spared", message, hint=hint))


def listed(paths: Collection[str]) -> str:
    """The first of some paths, and how many more there are."""
    more = len(paths) - NAMED
    return ", ".join(list(paths)[:NAMED]) + (f" and {more} more" if more > 0 else "")
