"""How digest reads one article, and where it found each value. Other articles and the store are not read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from digest.files.ignore import ignored
from digest.files.scan import ARTICLES, HTML, has_front_matter
from digest.files.site_folder import is_site
from digest.model.article import Article, Name
from digest.model.config import Config
from digest.model.folders import CONTENT, HERE, is_standing, site_folders
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem
from digest.plan import urls

FIELDS = (
    "title", "date", "updated", "authors", "agency", "source", "source_url", "caption", "credit", "language", "topics",
    "summary", "slug", "url",
)  # fmt: skip
"""In the order in which they are shown."""
_MAX_LENGTH = 100
"""Characters of a value in the table; JSON has all of it."""


class Found(NamedTuple):
    """A value, and where it was found."""

    value: str | list[str] | None
    """None or an empty list if there is no value."""
    where: str
    """`front matter, line 3`, `byline, line 6`, `URL`; empty if there is no value."""


class Inspection(NamedTuple):
    """The values and problems of an article."""

    root: str
    """The site folder, to which the files of problems are relative."""
    fields: dict[str, Found]
    """Each of FIELDS."""
    body_html: str
    """The text as safe HTML. Links to files of the site have their paths in content/."""
    problems: tuple[Problem, ...]
    understood: bool
    """False if the article or the settings have errors; all values are missing then."""
    notes: tuple[str, ...]
    """Why a build would not read the file as an article."""

    def as_json(self) -> dict[str, Any]:
        """The object that `digest inspect --json` prints."""
        fields = {name: {"value": found.value, "from": found.where} for name, found in self.fields.items()}
        return {**fields, "body_html": self.body_html, "problems": [p._asdict() for p in self.problems]}

    def rows(self) -> list[tuple[str, str, str]]:
        """A table of the values, with a heading."""
        rows = [("FIELD", "VALUE", "FROM")]
        for name, (value, where) in self.fields.items():
            text = ", ".join(value) if isinstance(value, list) else value or ""
            short = text if len(text) <= _MAX_LENGTH else text[: _MAX_LENGTH - 1] + "…"
            rows.append((name, short, where if text else ""))
        return rows


def inspect(path: str) -> Inspection:
    """Read the article at an absolute path, as a build would. Raises OSError."""
    from digest.build.load_site import load_settings
    from digest.read.article import Reader

    root = site_of(path)
    config, problems = load_settings(root)[:2] if root else (Config()._replace(content=HERE), [])
    if config is None:
        return Inspection(root, _no_values(), "", tuple(problems), False, ())
    root = root or _folder_of_articles(path)
    found = _source_path(path, root, config)
    is_source, id = bool(found), found or os.path.basename(path)
    with open(path, "rb") as file:
        article, article_problems = Reader(config, _git_dates(config, root)).read(id, file.read())
    if not is_source:
        name = os.path.relpath(path, root).replace(os.sep, "/")
        article_problems = tuple(problem._replace(file=name) for problem in article_problems)
    fields = _fields(article, config) if article else _no_values()
    body = _body_html(article) if article else ""
    all_problems = (*problems, *article_problems)
    return Inspection(root, fields, body, all_problems, article is not None, _notes(path, found, config))


def site_of(path: str) -> str:
    """The nearest folder above a file that is a site; empty if there is none."""
    folder = os.path.dirname(path)
    while True:
        if is_site(folder):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return ""
        folder = parent


def _folder_of_articles(path: str) -> str:
    """The folder of an article that belongs to no site, above folders such as `2021/05/`."""
    folder = os.path.dirname(path)
    while os.path.basename(folder).isdigit():
        folder = os.path.dirname(folder)
    return folder


def _git_dates(config: Config, root: str) -> Mapping[str, str]:
    if config.dates != "git":
        return {}
    from digest.files.git import GitError, git_dates

    try:
        return git_dates(os.path.join(root, config.content)).dates
    except GitError:
        return {}


def _source_path(path: str, root: str, config: Config) -> str:
    """The path of a source in the store; empty if the file is in no folder with sources."""
    for folder in site_folders(root, config):
        found = folder.path_in(path, root)
        if found and folder.area == CONTENT:
            return folder.prefix + found
    return ""


def _notes(path: str, source: str, config: Config) -> tuple[str, ...]:
    """`source`: see `_source_path`."""
    notes = []
    if not source:
        where = "in a folder without articles" if config.content == HERE else f"not in {config.content}/ of a site"
        notes.append(f"note: builds ignore this file, because it is {where}")
    elif ignored(config.ignore)(source):
        notes.append("note: builds leave out this file, because it matches `ignore` in config.yaml")
    is_page = path.lower().endswith(HTML) and has_front_matter(path)
    if not is_page and not path.lower().endswith(ARTICLES):
        notes.append(f"note: builds read only {', '.join('*' + ending for ending in ARTICLES)} files as articles")
    return tuple(notes)


def _no_values() -> dict[str, Found]:
    return {name: Found([] if name in ("authors", "topics") else None, "") for name in FIELDS}


def _fields(article: Article, config: Config) -> dict[str, Found]:
    head = article.head
    url = urls.base_path(config) + urls.link(urls.article(head, config.permalinks))
    values: dict[str, str | list[str] | None] = {
        **{name: getattr(head, name, None) or None for name in FIELDS},
        "authors": _names(head.authors),
        "topics": _names(head.topics),
        "source": head.source.name if head.source else None,
        "caption": (head.picture and head.picture.caption) or None,
        "credit": (head.picture and head.picture.credit) or None,
        "url": url,
    }
    pattern = "permalinks.article" if head.date else "permalinks.undated"
    if is_standing(head.id):
        pattern = f"path in {config.pages}/"
    origins = {**article.origins, "url": article.origins.get("permalink", pattern)}
    return {name: Found(values[name], origins.get(name, "") if values[name] else "") for name in FIELDS}


def _names(names: tuple[Name, ...]) -> list[str]:
    return [name.name for name in names]


def _body_html(article: Article) -> str:
    from digest.render.placeholders import quoted, resolve_links

    refs = article.body.refs
    return resolve_links(
        article.body.html, lambda n: quoted(quote(refs[n].target or refs[n].name) + refs[n].fragment), "/{}".format
    )
