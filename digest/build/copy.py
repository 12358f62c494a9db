"""Worker job: files that are copied to the output: attachments of articles, files of static/ and the theme, sizes of images.

Copies are compared by size and time, not by content, and are not held in memory as a whole.
"""

from __future__ import annotations

import os

from digest.build.image_cache import METADATA_VERSION, ImageCache, has_image_suffix, without_metadata
from digest.build.results import PageResult, problems_to_json, reason, size_of
from digest.files import output
from digest.model.folders import file_path
from digest.model.kinds import KINDS
from digest.model.page import Page
from digest.model.problem import Problem
from digest.model.site import Site
from digest.render.theme import Theme
from digest.store import Store
from digest.store.pages import Trace


def copy_page(page: Page, trace: Trace, site: Site, store: Store, theme: Theme, images: ImageCache) -> PageResult:
    """Bring one copied file up to date. Raises OSError if it cannot be written."""
    if page.kind == "picture":
        return _copy_image_size(page, trace, site, store, images)
    if KINDS[page.kind].source == "theme":
        source = theme.files().get(page.key, "")
    else:
        source = os.path.join(site.static, page.key) if KINDS[page.kind].source == "static" else site.file(page.key)
    try:
        return _copy_file(source, page, trace, site, store)
    except OSError as error:
        if error.filename != source:
            raise
        message, hint = f"cannot be read: {error.strerror}", "Check its permissions."
        problem = Problem("unreadable", message, os.path.relpath(source, site.options.root), hint=hint)
        return _failed(page, trace, problem)


def would_overwrite(page: Page, site: Site, theme: Theme) -> bool:
    """Whether copying a file of the theme would overwrite another version of it."""
    path = os.path.join(site.output, page.path)
    return size_of(path) >= 0 and not output.same_files(theme.files()[page.key], path)


def _copy_file(source: str, page: Page, trace: Trace, site: Site, store: Store) -> PageResult:
    path = os.path.join(site.output, page.path)
    stat = os.stat(source)
    inputs = f"file={stat.st_size} {stat.st_mtime_ns}"
    if page.kind == "file" and site.config.markdown.html == "trust":
        inputs += ";trusted=1"
    strip = page.kind == "file" and _is_image(page.key, store)
    if strip:
        inputs += f";hidden={METADATA_VERSION}"
    if inputs == trace.inputs and size_of(path) == trace.size:
        return PageResult("same", inputs, trace.hash, trace.size, None, "", *page)
    problem = _refusal(source, page.key, site) if page.kind == "file" else None
    if problem:
        return _failed(page, trace, problem)
    size = stat.st_size
    if strip:
        data = without_metadata(source)
        written, size = output.write(path, data), len(data)
    else:
        written = output.copy(source, path)
    return PageResult("written" if written else "equal", inputs, "", size, None, reason(trace.inputs, inputs), *page)


def _failed(page: Page, trace: Trace, problem: Problem) -> PageResult:
    return PageResult("failed", *trace, problems_to_json([problem]), "", *page)


def _refusal(source: str, key: str, site: Site) -> Problem | None:
    """Why an attachment is not published; None if it is."""
    from digest.read.attachments import check_active, needs_check

    if site.config.markdown.html == "trust" or not needs_check(key):
        return None
    with open(source, "rb") as file:
        return check_active(file.read(), file_path(site.config, key))


def _is_image(key: str, store: Store) -> bool:
    """Whether a file is an image that may have metadata."""
    return has_image_suffix(key) or (not key.lower().endswith(".svg") and store.image(key) is not None)


def _copy_image_size(page: Page, trace: Trace, site: Site, store: Store, images: ImageCache) -> PageResult:
    path = os.path.join(site.output, page.path)
    inputs = f"picture={page.key}"
    if inputs == trace.inputs and size_of(path) == trace.size:
        return PageResult("same", inputs, trace.hash, trace.size, None, "", *page)
    source = images.ensure_size(page.path, store.image_path(page.key))
    written = output.copy(source, path)
    state = "written" if written else "equal"
    return PageResult(state, inputs, "", os.path.getsize(source), None, reason(trace.inputs, inputs), *page)
