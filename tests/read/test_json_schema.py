"""The JSON Schemas and the tables of the manual agree with the readers."""

from __future__ import annotations

import re
import typing
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from digest.model.config import Config, ThemeInfo, keys_of
from digest.model.front_matter import KEYS
from digest.read.config.json_schema import article_schema, json_schema, site_schema
from digest.read.config.load import load_config
from digest.read.front_matter import FrontMatter, FrontMatterReader
from digest.read.syntax.nodes import plain_value
from digest.read.syntax.yaml import compose
from tests.support.paths import DOCS
from tests.support.settings_docs import TABLES, updated

CONFIG = Draft202012Validator(json_schema(Config))
ARTICLE = Draft202012Validator(article_schema())
READER = FrontMatterReader()


def value(yaml: str) -> Any:
    """The value of a YAML text in editors, by YAML 1.2."""
    node, problems = compose(yaml, file="x.yaml")
    assert problems == []
    return {} if node is None else plain_value(node)


GOOD_SETTINGS = [
    "",
    "title: NO",
    "title: 2021",
    "drafts: yes",
    "drafts: false",
    "languages: uk",
    "languages: [uk, pt-BR]",
    "timezone: America/Argentina/Buenos_Aires",
    "theme_options: {a: [1, {b: null}], c: 12:30}",
    "topics: {ukraine: {name: Ukraine, match: [Kyiv, 010], aliases: UA}}",
    "sources: {example.com: {name: Example, language: en}}",
    "markdown: {html: trust, extensions: tables}",
    "listing: {front: 1}",
    "url: https://example.com/desk/",
]
BAD_SETTINGS = [
    "titel: A",
    "title: [A]",
    "title: {a: b}",
    "drafts: maybe",
    "drafts: 1",
    "edition: dayly",
    "language: pt_BR",
    "languages: [ukrainian language]",
    "url: example.com",
    "content: /articles",
    "content: ../articles",
    "listing: {front: 0}",
    "listing: {front: many}",
    "listing: 60",
    "markdown: {extensions: [table]}",
    "topics: [ukraine]",
    "topics: {ukraine: {nam: Ukraine}}",
    "sources: {example.com: {language: English language}}",
]


@pytest.mark.parametrize("yaml", GOOD_SETTINGS)
def test_the_schema_accepts_settings_that_the_reader_accepts(yaml: str) -> None:
    assert load_config(yaml)[1] == []
    assert list(CONFIG.iter_errors(value(yaml))) == []


@pytest.mark.parametrize("yaml", BAD_SETTINGS)
def test_the_schema_rejects_settings_that_the_reader_rejects(yaml: str) -> None:
    assert load_config(yaml)[0] is None
    assert not CONFIG.is_valid(value(yaml))


GOOD_FRONT = [
    "",
    "title: NO\ndate: 2021-05-06\nauthors: [Ann Lee, {name: Jo Berg, email: x}]",
    "author: Ann Lee\ntags: a, b\nlang: pt-BR\ndescription: x",
    "corrections: [One., {date: 2021-05-08, text: Two.}]",
    "corrections: One.",
    "draft: yes\nweight: 10\nexpires: 2022-01-01",
    "region: [1, 2]\nanything: {at: all}",
    "slug: 010",
    "source_url: https://example.com/x",
    "published: false\nlang: zh_cn\npublish: true\nstatus: draft",
    "published: 2021-05-06\ndraft: 'true'\npublish: 'no'",
    "source: {name: Example Times, url: x}",
    "source: [Example Times, Another]",
    "image: {src: a.jpg, alt: x}",
    "image: [a.jpg, {path: b.jpg}]",
    "url: /old/\nlink: x\nsite: [1]\nid: 7\ntaxonomies: {tags: [a]}\ntopics: {tags: [a], categories: b}",
]
BAD_FRONT = [
    "title: [A]",
    "date: [2021-05-06]",
    "draft: maybe",
    "publish: maybe",
    "image: {alt: x}",
    "source: {publisher: x}",
    "permalink: [/a/]",
    "weight: heavy",
    "language: English language",
    "source_url: example.com",
    "authors: [{email: x}]",
    "topics: {a: b}",
    "corrections: [{date: 2021-05-08}]",
    "corrections: [{when: 2021-05-08, text: x}]",
]


@pytest.mark.parametrize("yaml", GOOD_FRONT)
def test_the_schema_accepts_front_matter_that_the_reader_accepts(yaml: str) -> None:
    assert READER.read(yaml, file="a.md")[1] == []
    assert list(ARTICLE.iter_errors(value(yaml))) == []


@pytest.mark.parametrize("yaml", BAD_FRONT)
def test_the_schema_rejects_front_matter_that_the_reader_rejects(yaml: str) -> None:
    assert READER.read(yaml, file="a.md")[1] != []
    assert not ARTICLE.is_valid(value(yaml))


def test_a_slug_with_a_slash_is_rejected_by_the_schema() -> None:
    assert not ARTICLE.is_valid({"slug": "a/b"})
    assert not ARTICLE.is_valid({"slug": "a\\b"})


@pytest.mark.parametrize("schema", [site_schema(), json_schema(Config), json_schema(ThemeInfo), article_schema()])
def test_the_schemas_are_valid(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_defaults_are_valid() -> None:
    for name, described in json_schema(Config)["properties"].items():
        if "default" in described:
            assert CONFIG.is_valid({name: described["default"]}), name


def classes(cls: type) -> list[type]:
    """A class of settings and the classes of its fields."""
    found = [cls]
    for hint in typing.get_type_hints(cls).values():
        for inner in (hint, *typing.get_args(hint)):
            if keys_of(inner) is not None:
                found += classes(inner)
    return found


def test_every_setting_has_a_description() -> None:
    fields = [(c.__name__, key) for c in (*classes(Config), *classes(ThemeInfo)) for key in keys_of(c) or []]
    assert len(fields) > 40
    assert [f"{c}.{key.field}" for c, key in fields if not key.meta["doc"].endswith(".")] == []


def test_every_key_of_front_matter_has_a_description_and_a_field() -> None:
    assert [k.name for k in KEYS if not k.doc.endswith(".")] == []
    assert [k.name for k in KEYS] == [f for f in FrontMatter._fields if f not in ("extra", "lines", "invalid")]


# -- docs --


@pytest.mark.parametrize(("page", "name"), TABLES)
def test_the_tables_of_the_manual_are_up_to_date(page: str, name: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    assert text == updated(text, name, TABLES[page, name]()), "run `python -m tests.support.settings_docs`"


def blocks(page: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", (DOCS / page).read_text("utf-8"), re.M | re.S)


def test_the_examples_of_settings_are_accepted() -> None:
    examples = blocks("config.md", "yaml")
    assert len(examples) >= 1
    for example in examples:
        assert load_config(example)[1] == []
        assert CONFIG.is_valid(value(example))


def test_the_first_example_shows_every_setting() -> None:
    example = blocks("config.md", "yaml")[0]
    shown = {m[1] for m in re.finditer(r"^(?:# )?([a-z_]+):", example, re.M)}
    assert {key.field for key in keys_of(Config) or []} - shown == set()


def test_the_examples_of_front_matter_are_accepted() -> None:
    examples = [b for b in blocks("articles.md", "markdown") if b.startswith("---\n")]
    assert len(examples) >= 1
    for example in examples:
        yaml = example.split("---\n")[1]
        assert READER.read(yaml, file="a.md")[1] == []
        assert ARTICLE.is_valid(value(yaml))


def test_the_table_of_yaml_traps() -> None:
    rows = re.findall(r"^\| `(title: .+?)` \| `(.+?)` \|", (DOCS / "articles.md").read_text("utf-8"), re.M)
    assert len(rows) >= 6
    for written, meant in rows:
        front, problems = READER.read(written, file="a.md")
        assert problems == []
        assert front is not None
        assert front.title == meant
