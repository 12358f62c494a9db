"""Files that a build must not write or remove: files of other programs, files that cannot be created again, and files that
pages which could not be rebuilt still use."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable

from digest.build.results import BuildResults, size_of
from digest.files import output
from digest.files.ignore import ignored
from digest.files.scan import HTML, has_front_matter
from digest.model.fingerprint import file_hash
from digest.model.folders import CONTENT, STATIC
from digest.model.kinds import KINDS, is_asset
from digest.model.problem import Problem, first_few, warning
from digest.model.site import Site
from digest.plan import urls
from digest.store import Store
from digest.store.pages import Trace

SIGN = urls.sitemap("dates")
"""A file that every build writes and no other program does. If it exists, the output was written by an earlier build."""
LARGEST_LOSS = 3
"""A build that would remove more than one article in this many, although their sources exist, stops."""


class UnsafeOutput(Exception):  # noqa: N818 (it says what happened)
    """This build must not write anything."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def check_output_is_safe(
    store: Store, site: Site, found: Collection[str], ours: Collection[str], *, unread: bool
) -> None:
    """Raise UnsafeOutput if pages would overwrite files of other programs, or pages that this build may be missing.

    `found`: files in an output folder that the store does not know. `ours`: those of them that digest wrote. `unread`:
    whether a folder of the site cannot be read, and the store does not know its articles either.
    """
    if not found:
        return
    built_before = os.path.isfile(os.path.join(site.output, SIGN))
    overwritten = set(found).intersection(store.output_paths())
    foreign = [] if built_before else sorted(overwritten - set(ours))
    if foreign:
        message = (
            f"pages would overwrite files in {site.config.output}/ that digest did not write: {first_few(foreign)}"
        )
        hint = "Nothing was written. Move the files away (into static/ if they belong to the site), or choose another folder."
        raise UnsafeOutput(Problem("output-not-ours", message, hint=hint))
    if overwritten and unread:
        message = "a folder cannot be read, and the store that knew its articles is lost: their pages would be removed"
        hint = f"Nothing was written. Make the folder readable, or empty {site.config.output}/ to build without it."
        raise UnsafeOutput(Problem("output-spared", message, hint=hint))


def check_output_does_not_shrink(store: Store, site: Site) -> None:
    """Raise UnsafeOutput if this build would remove more than a third of the published articles although their source files
    exist and are not ignored. No edit does that, so it can only be a bug or a damaged store."""
    lost = store.lost_articles()
    if not lost:
        return
    is_ignored = ignored(site.config.ignore)
    sources = {source for _, source in lost if not is_ignored(source) and _is_article(site, source)}
    if sources and len(sources) * LARGEST_LOSS > store.count_article_pages():
        message = (
            f"this build would remove {len(sources)} published articles whose files exist: {first_few(sorted(sources))}"
        )
        hint = "Nothing was written. Remove the folder .digest/ and build again; please report this."
        raise UnsafeOutput(Problem("output-shrinks", message, hint=hint))


def _is_article(site: Site, source: str) -> bool:
    """Whether a source exists and is still an article. An HTML file is one only with front matter."""
    path = site.file(source)
    return os.path.isfile(path) and (not source.lower().endswith(HTML) or has_front_matter(path))


def invalidate_changed_output(store: Store, site: Site) -> None:
    """Make pages again whose files are missing or were changed by another program. Only folders whose modification time
    changed are looked at."""
    known = store.read_table("output_folders")
    now = output.folder_mtimes(site.output, set(known))
    for folder, mtime in known.items():
        if now.get(folder) != mtime:
            changed = [page for page, trace in store.pages_in(folder) if not _is_as_written(site, page.path, trace)]
            store.invalidate_pages(changed)


def _is_as_written(site: Site, path: str, trace: Trace) -> bool:
    """Whether a file of the output is as a build wrote it; a copied file is only checked for its size."""
    full = os.path.join(site.output, path)
    if size_of(full) != trace.size or not os.path.isfile(full):
        return False
    return not trace.hash or file_hash(full) == trace.hash


def pages_kept_from_lost_store(store: Store) -> list[str]:
    """Articles that stay published although the store that knew them is lost, because their sources have errors now; and the
    files that they may use."""
    files = store.claimed_paths()
    kept = [page.path for page, has_errors in files if has_errors and page.collection in ("article", "standing")]
    return kept + [page.path for page, _ in files if is_asset(page.collection)] if kept else []


def files_used_by(store: Store, articles: Collection[str], files: Collection[str]) -> dict[str, str]:
    """The files, as the store has them, that one of these articles refers to, each with its path as articles refer to it."""
    if not articles:
        return {}
    ways = {
        path: path.removeprefix(CONTENT) if path.startswith(CONTENT) else "/" + path.removeprefix(STATIC)
        for path in files
    }
    return {path: way for path, way in ways.items() if not set(articles).isdisjoint(store.referring_sources(way))}


def has_kept_pages(site: Site, results: BuildResults) -> bool:
    """Whether older pages stay because they could not be rebuilt."""
    failed = (result.page for result in results.failed if KINDS[result.page.kind].made_by != "copy")
    return any(size_of(os.path.join(site.output, page.path)) >= 0 for page in failed)


def kept_file_problems(site: Site, paths: Collection[str]) -> list[Problem]:
    """A warning that names the files that were kept for older pages."""
    if not paths:
        return []
    message = f"kept older files, because pages that could not be rebuilt may use them: {first_few(sorted(paths))}"
    return [
        warning("files-kept", message, site.config.output, hint="Fix the errors. The next build updates the files.")
    ]


def foreign_file_problems(store: Store, site: Site, found: Iterable[str]) -> list[Problem]:
    """A warning about files of the output folder that neither this nor an earlier build wrote. `found`: files that the store
    did not know."""
    foreign = sorted(set(found).difference(store.output_paths())) if found else []
    if not foreign:
        return []
    first = os.fsencode(foreign[0]).decode("utf-8", "backslashreplace")
    files = f"{len(foreign)} files that digest did not write" if foreign[1:] else "a file that digest did not write"
    message = f"{files} in {site.config.output}/: {first}{', …' if foreign[1:] else ''}"
    hint = "They were left alone. Remove them if they are from an earlier build."
    return [warning("output-strangers", message, hint=hint)]
