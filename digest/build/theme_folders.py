"""The folders of themes: where they are, and whether a file in them changed."""

from __future__ import annotations

import os

from digest.files.regular import read_regular_file
from digest.model.fingerprint import hash_bytes, hash_text

_PACKAGE = os.path.dirname(os.path.dirname(__file__))
SHIPPED = next(
    path
    for path in (
        os.path.join(_PACKAGE, "_themes"),
        os.path.join(os.path.dirname(_PACKAGE), "themes"),
    )
    if os.path.isdir(path)
)
"""The themes that come with digest: in the installed package, or next to it in a checkout."""


def theme_folders(root: str, name: str) -> list[tuple[str, str, str]]:
    """The folders of a theme, as in `Site.themes`: that of the site, then the built-in one."""
    own = name, os.path.join(root, "themes", name), f"themes/{name}"
    built_in = name, os.path.join(SHIPPED, name), f"{name} (built-in)"
    same = os.path.realpath(own[1]) == os.path.realpath(built_in[1])
    return [folder for folder in ([built_in] if same else [own, built_in]) if os.path.isdir(folder[1])]


def portable(folder: str, root: str) -> str:
    """A theme folder, as it is stored: relative to the site folder `root`, or to the folder of the built-in themes."""
    for prefix, top in _TOPS.items():
        top = os.path.join(top or root, "")
        if folder.startswith(top):
            return prefix + folder[len(top) :]
    return folder


def on_disk(folder: str, root: str) -> str:
    """The absolute path of a stored theme folder."""
    prefix, colon, path = folder.partition(":")
    top = _TOPS.get(prefix + colon)
    return folder if top is None else os.path.join(top or root, path)


_TOPS = {"site:": "", "built-in:": SHIPPED}
"""Beginnings of stored theme folders, with the folder that contains them; that of the site is not known here."""


def theme_signature(themes: list[str]) -> str:
    """A hash of the content of theme folders. They have few files, and times are too coarse to notice every edit. It does not
    depend on where the folders are."""
    found = []
    for number, folder in enumerate(themes):
        for root, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted(names):
                path = os.path.join(root, name)
                found.append(f"{number} {path[len(folder) :]}")
                try:
                    found.append(hash_bytes(read_regular_file(path)))
                except OSError:  # a pipe or a broken link; reported when the theme is loaded
                    found.append("")
    return hash_text(*found)
