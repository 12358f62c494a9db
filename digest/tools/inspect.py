"""What digest understands of one article, and where it found each thing.

Reads one file as a build would, with the settings of the site it belongs to. This module must not print, and
knows nothing of other articles or of what was built.
"""

from __future__ import annotations

import os
from typing import Any, NamedTuple
from urllib.parse import quote

from digest.files.regular import read_regular_file
from digest.files.scan import ARTICLES
from digest.model.article import Article, Name
from digest.model.config import Config
from digest.model.problem import Problem
from digest.plan import urls

FIELDS = (
    "title", "date", "updated", "authors", "agency", "source", "source_url", "caption", "credit", "language", "topics",
    "summary", "slug", "url",
)  # fmt: skip
"""In the order in which they are shown."""
_LONGEST = 100
"""Characters of a value in the table; JSON has all of it."""


class Found(NamedTuple):
    """One thing that was understood."""

    value: str | list[str] | None
    """None (or an empty list) where there is nothing."""
    where: str
    """`front matter, line 3`, `byline, line 6`, `URL`; empty where there is nothing."""


class Inspection(NamedTuple):
    """An article, taken apart."""

    root: str
    """The site's folder: problems name their files from there."""
    fields: dict[str, Found]
    """Each of FIELDS."""
    body_html: str
    """The text as safe HTML; a link to a file of the site shows the file's path under content/."""
    problems: tuple[Problem, ...]
    understood: bool
    notes: tuple[str, ...]
    """What is odd about the file's place."""

    def as_json(self) -> dict[str, Any]:
        """One object, as `digest inspect --json` prints it."""
        fields = {name: {"value": found.value, "from": found.where} for name, found in self.fields.items()}
        return {**fields, "body_html": self.body_html, "problems": [p._asdict() for p in self.problems]}

    def rows(self) -> list[tuple[str, str, str]]:
        """A heading, then (field, value, where it was found), for people."""
        rows = [("FIELD", "VALUE", "FROM")]
        for name, (value, where) in self.fields.items():
            text = ", ".join(value) if isinstance(value, list) else value or ""
            rows.append((name, text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…", where if text else ""))
        return rows


def inspect(path: str) -> Inspection:
    """Understand the file at an absolute path. Raises OSError."""
    from digest.read.article import Reader

    root = site_of(path)
    config, problems = _config(root) if root else (Config(), [])
    if config is None:
        return Inspection(root, _nothing(), "", tuple(problems), False, ())
    root = root or os.path.dirname(path)
    content = os.path.join(root, config.content)
    inside = path.startswith(content + os.sep)
    id = os.path.relpath(path, content if inside else os.path.dirname(path)).replace(os.sep, "/")
    with open(path, "rb") as file:
        article, said = Reader(config).read(id, file.read())
    if not inside:
        here = os.path.relpath(path, root).replace(os.sep, "/")
        said = tuple(p._replace(file=here) for p in said)
    fields = _fields(article, config) if article else _nothing()
    body = _body(article) if article else ""
    notes = _notes(path, inside, config)
    return Inspection(root, fields, body, (*problems, *said), article is not None, notes)


def site_of(path: str) -> str:
    """The nearest folder above a file that is a site, or empty."""
    folder = os.path.dirname(path)
    while True:
        if os.path.isfile(os.path.join(folder, "config.yaml")) or os.path.isdir(os.path.join(folder, "content")):
            return folder
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above


def _config(root: str) -> tuple[Config | None, list[Problem]]:
    from digest.read.config.load import load_config

    return load_config(read_regular_file(os.path.join(root, "config.yaml")))[:2]


def _notes(path: str, inside: bool, config: Config) -> tuple[str, ...]:
    notes = []
    if not inside:
        notes.append(f"The file is not under {config.content}/ of a site: a build would not read it.")
    if not path.lower().endswith(ARTICLES):
        notes.append(f"A build takes only {', '.join('*' + e for e in ARTICLES)} for articles.")
    return tuple(notes)


def _nothing() -> dict[str, Found]:
    return {name: Found([] if name in ("authors", "topics") else None, "") for name in FIELDS}


def _fields(article: Article, config: Config) -> dict[str, Found]:
    head = article.head
    address = urls.base_path(config) + urls.link(urls.article(head, config.permalinks))
    pattern = "permalinks.article" if head.date else "permalinks.undated"
    values: dict[str, str | list[str] | None] = {
        **{name: getattr(head, name, None) or None for name in FIELDS},
        "authors": _names(head.authors),
        "topics": _names(head.topics),
        "source": head.source.name if head.source else None,
        "caption": (head.picture and head.picture.caption) or None,
        "credit": (head.picture and head.picture.credit) or None,
        "url": address,
    }
    came = {**article.origins, "url": pattern}
    return {name: Found(values[name], came.get(name, "") if values[name] else "") for name in FIELDS}


def _names(names: tuple[Name, ...]) -> list[str]:
    return [name.name for name in names]


def _body(article: Article) -> str:
    from digest.render.placeholders import quoted, resolve_links

    refs = article.body.refs
    return resolve_links(article.body.html, lambda n: quoted(quote(refs[n].target) + refs[n].fragment), "/{}".format)
