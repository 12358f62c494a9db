"""Pages that are files of the site as they are: beside articles, in static/, of the theme, and the sizes of pictures.

They are compared by size and time and not by content, and copied without being held in memory. This module must not know
templates.
"""

from __future__ import annotations

import os

from digest.build.image_cache import BARE, ImageCache, has_image_suffix, published
from digest.build.results import PageResult, problems_to_json, reason, size_of
from digest.files import output
from digest.model.kinds import KINDS
from digest.model.page import Page
from digest.model.problem import Problem
from digest.model.site import Site
from digest.render.theme import Theme
from digest.store import Store
from digest.store.pages import Trace


def copy_page(page: Page, trace: Trace, site: Site, store: Store, theme: Theme, pictures: ImageCache) -> PageResult:
    """Bring one up to date. Raises OSError for what cannot be written."""
    if page.kind == "picture":
        return _size_of_picture(page, trace, site, store, pictures)
    if KINDS[page.kind].source == "theme":
        source = theme.files().get(page.key, "")
    else:
        source = os.path.join(site.static if KINDS[page.kind].source == "static" else site.content, page.key)
    try:
        return _copy_of(source, page, trace, site, store)
    except OSError as error:
        if error.filename != source:
            raise
        what, hint = f"cannot be read: {error.strerror}", "Check its permissions."
        problem = Problem("unreadable", what, os.path.relpath(source, site.options.root), hint=hint)
        return PageResult(page, "failed", trace.inputs, trace.hash, trace.size, "", problems_to_json([problem]))


def would_overwrite(page: Page, site: Site, theme: Theme) -> bool:
    """Whether a file of the theme would be written over another version of it."""
    path = os.path.join(site.output, page.path)
    return size_of(path) >= 0 and not output.same_files(theme.files()[page.key], path)


def _copy_of(source: str, page: Page, trace: Trace, site: Site, store: Store) -> PageResult:
    path = os.path.join(site.output, page.path)
    stat = os.stat(source)
    parts = f"file={stat.st_size} {stat.st_mtime_ns}"
    if page.kind == "file" and site.config.markdown.html == "trust":
        parts += ";trusted=1"
    bare = page.kind == "file" and _is_picture(page.key, store)
    if bare:
        parts += f";hidden={BARE}"
    if parts == trace.inputs and size_of(path) == trace.size:
        return PageResult(page, "same", parts, trace.hash, trace.size, "", None)
    said = _refused(source, page.key, site) if page.kind == "file" else None
    if said:
        return PageResult(page, "failed", trace.inputs, trace.hash, trace.size, "", problems_to_json([said]))
    size = stat.st_size
    if bare:
        data = published(source)
        written, size = output.write(path, data), len(data)
    else:
        written = output.copy(source, path)
    return PageResult(page, "written" if written else "equal", parts, "", size, reason(trace.inputs, parts), None)


def _refused(source: str, key: str, site: Site) -> Problem | None:
    """Why a file beside an article is not published."""
    from digest.read.attachments import check_active, needs_check

    if site.config.markdown.html == "trust" or not needs_check(key):
        return None
    with open(source, "rb") as file:
        return check_active(file.read(), f"{site.config.content}/{key}")


def _is_picture(key: str, store: Store) -> bool:
    return has_image_suffix(key) or (not key.lower().endswith(".svg") and store.image(key) is not None)


def _size_of_picture(page: Page, trace: Trace, site: Site, store: Store, pictures: ImageCache) -> PageResult:
    path = os.path.join(site.output, page.path)
    parts = f"picture={page.key}"
    if parts == trace.inputs and size_of(path) == trace.size:
        return PageResult(page, "same", parts, trace.hash, trace.size, "", None)
    source = pictures.ensure_size(page.path, store.image_path(page.key))
    written = output.copy(source, path)
    state = "written" if written else "equal"
    return PageResult(page, state, parts, "", os.path.getsize(source), reason(trace.inputs, parts), None)
