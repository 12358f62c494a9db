"""What a build must leave alone: files of the output that are not its own, that nothing could bring back, or that pages
which could not be made anew are shown with.

This module must not know how pages are made or written.
"""

from __future__ import annotations

import os
from collections.abc import Collection

from digest.build.results import BuildResults, size_of
from digest.model.kinds import KINDS, is_asset
from digest.model.problem import Problem, first_few, warning
from digest.model.site import Site
from digest.plan import urls
from digest.store import Store
from digest.store.sources import CONTENT, STATIC

SIGN = urls.sitemap("dates")
"""A file that every build writes and no other program does: where it is, the output was made by an earlier build."""

LARGEST_LOSS = 3
"""A build stops that would remove more than one article in so many though their sources exist."""


class UnsafeOutput(Exception):
    """This build must not write anything."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def check_output_is_safe(store: Store, site: Site, found: Collection[str], ours: Collection[str], *, unread: bool) -> None:
    """Raises Refused when pages would be written over files of somebody else, or over pages that this build would miss. For
    a store that knew nothing of its output folder; `found`: the files in that; `ours`: those of them that are known to be
    digest's all the same; `unread`: nothing is known either of a folder of the site that cannot be read."""
    if not found:
        return
    known = os.path.isfile(os.path.join(site.output, SIGN))
    taken = set(found).intersection(store.output_paths())
    theirs = [] if known else sorted(taken - set(ours))
    if theirs:
        message = f"files in {site.config.output}/ that digest did not write stand where pages go: {first_few(theirs)}"
        hint = "Nothing was written. Move them away (those that belong to the site into static/), or name another folder."
        raise UnsafeOutput(Problem("output-not-ours", message, hint=hint))
    if taken and unread:
        message = "a folder cannot be read, and what earlier builds knew of it is lost: its articles would vanish"
        hint = f"Nothing was written. Let it be read; or empty {site.config.output}/, to build without it."
        raise UnsafeOutput(Problem("output-spared", message, hint=hint))


def check_output_does_not_shrink(store: Store, site: Site) -> None:
    """Raise Refused when this build would remove more than a third of the published articles although their source files
    exist. No edit leads to that, so it can only be a fault of digest or of the store."""
    lost = store.lost_articles()
    sources = {source for _, source in lost if os.path.isfile(os.path.join(site.content, source))}
    if sources and len(sources) * LARGEST_LOSS > store.count_article_pages():
        message = f"this build would remove {len(sources)} published articles whose files exist: {first_few(sorted(sources))}"
        hint = "Nothing was written. Remove the folder .digest/ and build again; please report this."
        raise UnsafeOutput(Problem("output-shrinks", message, hint=hint))


def pages_kept_from_lost_store(store: Store) -> list[str]:
    """Paths of articles that stay published though a lost store was their only memory, because their sources have errors
    now; and of the files that they may be shown with."""
    files = store.claimed_paths()
    kept = [page.path for page, has_errors in files if has_errors and page.collection == "article"]
    return kept + [page.path for page, _ in files if is_asset(page.collection)] if kept else []


def files_used_by(store: Store, articles: Collection[str], files: Collection[str]) -> dict[str, str]:
    """Those of these files, as the store has them, to which one of these articles refers, and how they refer to them."""
    if not articles:
        return {}
    ways = {path: path.removeprefix(CONTENT) if path.startswith(CONTENT) else "/" + path.removeprefix(STATIC) for path in files}
    return {path: way for path, way in ways.items() if not set(articles).isdisjoint(store.referring(way))}


def has_kept_pages(site: Site, outcomes: BuildResults) -> bool:
    """Whether pages of before stay, since they could not be made anew."""
    failed = (o.page for o in outcomes.failed if KINDS[o.page.kind].made_by != "copy")
    return any(size_of(os.path.join(site.output, page.path)) >= 0 for page in failed)


def kept_file_problems(site: Site, paths: Collection[str]) -> list[Problem]:
    """A warning that names the files which stay as they were."""
    if not paths:
        return []
    message = f"pages of before stay, and with them files that they may be shown with: {first_few(sorted(paths))}"
    return [warning("files-kept", message, site.config.output, hint="Mend the errors; the next build does the rest.")]


def foreign_file_problems(store: Store, site: Site, found: Collection[str], ours: Collection[str]) -> list[Problem]:
    """A warning that names files of an output folder of which the store knew nothing, and which are not digest's now."""
    left = sorted(set(found).difference(store.output_paths(), ours)) if found else []
    if not left:
        return []
    first = os.fsencode(left[0]).decode("utf-8", "backslashreplace")
    files = f"{len(left)} files that digest did not write stay" if left[1:] else "a file that digest did not write stays"
    what = f"{files} in {site.config.output}/: {first}{', …' if left[1:] else ''}"
    return [warning("output-strangers", what, hint="Empty the folder by hand if they are of an old build.")]


