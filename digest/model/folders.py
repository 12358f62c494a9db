"""The folders of a site that builds scan, and the paths by which the store and articles name the files in them.

The files of the content folder have their paths in it. Those of `pages/`, with standing pages such as an imprint, which are no
articles, begin with `.pages/`. No file of the content folder has such a path, since names that begin with a dot are ignored.
The paths of static files begin with `/` where articles refer to them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from digest.model.named_tuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from digest.model.config import Config

HERE = "."
"""The value of `content` if the articles are in the site folder itself."""
CONTENT, STATIC = "content:", "static:"
"""Beginnings of the paths in the tables `folders` and `files`."""
STANDING = ".pages/"
"""The beginning of the paths of standing pages, and of the files next to them."""
THEMES = "themes"
"""The folder of the site's own themes."""


def is_standing(path: str) -> bool:
    """Whether a path of a source is that of a standing page, or of a file next to one."""
    return path.startswith(STANDING)


def file_path(config: Config, path: str) -> str:
    """The path of a source, or of a file as articles refer to it, relative to the site folder, as messages show it."""
    if path.startswith("/"):
        return config.static + path
    if is_standing(path):
        return f"{config.pages}/{path[len(STANDING) :]}"
    return path if config.content == HERE else f"{config.content}/{path}"


class SiteFolder(NamedTuple):
    """A folder with files of the site. Builds scan it."""

    area: str
    """CONTENT or STATIC."""
    prefix: str
    """The beginning of the paths of its files: empty or STANDING."""
    name: str
    """Relative to the site folder."""
    skipped: tuple[str, ...] = ()
    """Folders in it that are not scanned, with a `/` at the end."""

    @property
    def start(self) -> str:
        """The beginning of the paths of its folders in the table `folders`."""
        return self.area + self.prefix

    def path(self, root: str) -> str:
        """Its absolute path in a site folder."""
        return os.path.normpath(os.path.join(root, self.name))

    def own(self, paths: Iterable[str]) -> list[str]:
        """Those of some paths that are in this folder, relative to it. Each begins with CONTENT or STATIC."""
        start, length = self.start, len(self.start)
        return [path[length:] for path in paths if path.startswith(start) and not is_standing(path[length:])]

    def signatures(self, known: Mapping[str, str]) -> dict[str, str]:
        """The signatures of its folders, from those of all folders."""
        return {path: known[self.start + path] for path in self.own(known)}

    def path_in(self, file: str, root: str) -> str | None:
        """The path of a file relative to this folder, by its absolute path; None if builds do not scan the file here."""
        folder = os.path.join(self.path(root), "")
        path = file[len(folder) :].replace(os.sep, "/")
        return path if file.startswith(folder) and not path.startswith(self.skipped) else None


def source_folders(config: Config) -> Mapping[str, str]:
    """The folders with sources, relative to the site folder, by the beginning of the paths of their files. Standing pages have
    no folder if it would be in the content folder, or the other way round."""
    content, pages = f"{config.content}/", f"{config.pages}/"
    overlaps = config.content == HERE or content.startswith(pages) or pages.startswith(content)
    return {"": config.content} if overlaps else {"": config.content, STANDING: config.pages}


def site_folders(root: str, config: Config) -> tuple[SiteFolder, ...]:
    """All folders that builds scan; the content folder is the first. `root`: absolute path of the site folder."""
    skipped = _folders_without_articles(root, config) if config.content == HERE else ()
    sources = (SiteFolder(CONTENT, p, name, () if p else skipped) for p, name in source_folders(config).items())
    return (*sources, SiteFolder(STATIC, "", config.static))


def _folders_without_articles(root: str, config: Config) -> tuple[str, ...]:
    """The folders in the site folder that have no articles, if all others may have some."""
    names = (config.output, "output", config.static, THEMES)
    paths = (os.path.relpath(os.path.join(root, name), root).replace(os.sep, "/") for name in names)
    return tuple(dict.fromkeys(f"{path}/" for path in paths if not path.startswith("../")))
