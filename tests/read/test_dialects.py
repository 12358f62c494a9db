"""Front matter as other programs write it. The cases are in tests/cases/front_matter (see the README there)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from digest.model.article import Article, Name
from digest.read.article import Reader
from digest.read.config.load import load_config
from digest.read.text.slugs import slug_of
from tests.support.paths import CASES

FOLDER = CASES / "front_matter"


class Case(NamedTuple):
    name: str
    config: str
    id: str
    source: str
    gives: str


def cases() -> list[Case]:
    """The cases of all files."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        for part in re.split(r"^=== ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            name, _, rest = part.partition("\n")
            pieces = re.split(r"^-- (config|file|gives)(?: (\S+))? --\n", rest, flags=re.MULTILINE)[1:]
            blocks = {pieces[n]: (pieces[n + 1], pieces[n + 2]) for n in range(0, len(pieces), 3)}
            id, source = blocks["file"]
            config, gives = blocks.get("config", ("", ""))[1], blocks.get("gives", ("", ""))[1]
            found.append(Case(f"{path.stem}: {name}", config, id or "a.md", source, gives))
    return found


def read(case: Case) -> str:
    """Read the article of a case, and return its values as the case lists them."""
    config, problems, _ = load_config(case.config)
    assert problems == []
    assert config is not None
    article, found = Reader(config).read(case.id, case.source.encode("utf-8", "surrogatepass"))
    values = values_of(article) if article else {}
    if article is None and any(p.severity == "error" for p in found):
        values = {"withheld": "yes"}
    values["problems"] = [f"{p.severity} {p.code} {p.line}" for p in found]
    return "".join(f"{name}: {shown(value)}\n" for name, value in values.items() if value not in ("", [], (), {}))


def values_of(article: Article) -> dict[str, Any]:
    """The values of an article, without those that a case does not list."""
    head, picture = article.head, article.head.picture
    text = " ".join(re.sub(r"<[^>]+>", " ", article.body.html).split())
    values = {
        "title": head.title,
        "date": head.date,
        "updated": head.updated,
        "authors": head.authors,
        "agency": head.agency,
        "source": head.source.name if head.source else "",
        "source_url": head.source_url,
        "topics": head.topics,
        "summary": "" if head.summary_derived else head.summary,
        "language": head.language,
        "slug": head.slug,
        "permalink": head.permalink,
        "aliases": article.aliases,
        "redirect_to": head.external,
        "guid": head.guid,
        "image": article.body.refs[-1].target if picture and picture.src.startswith("digest-ref:") else "",
        "picture": picture.src if picture and not picture.src.startswith("digest-ref:") else "",
        "alt": picture.alt if picture else "",
        "caption": picture.caption if picture else "",
        "credit": picture.credit if picture else "",
        "weight": head.weight or "",
        "draft": "yes" if article.draft else "",
        "expires": article.expires,
        "groups": {name: [n.name for n in names] for name, names in head.groups},
        "extra": article.extra,
        "text": text,
    }
    unlisted = {"language": "en", "slug": slug_of(head.title), "text": "Words."}
    return {name: value for name, value in values.items() if unlisted.get(name) != value}


def shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (list, tuple)):
        return " | ".join(map(shown_name, value))
    return str(value)


def shown_name(value: Name | str) -> str:
    if isinstance(value, str):
        return value
    return value.name if slug_of(value.name) == value.key else f"{value.name} [{value.key}]"


ALL = cases()


@pytest.mark.parametrize("case", ALL, ids=[c.name for c in ALL])
def test_front_matter_of_other_programs(case: Case) -> None:
    assert read(case).splitlines() == case.gives.rstrip("\n").splitlines()


def test_there_are_enough_cases() -> None:
    assert len(ALL) > 100
    assert len({c.name for c in ALL}) == len(ALL)
    assert [c.name for c in ALL if not c.gives] == []
