"""Reading config.yaml: types of values, traps of YAML, and all problems with their places."""

from __future__ import annotations

import pytest

from digest.model.config import Config, Topic
from digest.model.problem import Problem
from digest.read.config.load import load_config, load_theme_info


def loaded(text: str | bytes) -> Config:
    config, problems, _ = load_config(text)
    assert problems == []
    assert config is not None
    return config


def refused(text: str | bytes) -> list[Problem]:
    config, problems, _ = load_config(text)
    assert config is None
    assert problems
    assert all(p.file == "config.yaml" for p in problems)
    return problems


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", b"\xef\xbb\xbf", b"", "~\n"])
def test_an_empty_file_gives_the_defaults(text: str | bytes) -> None:
    assert loaded(text) == Config()


def test_what_is_inferred_depends_on_topics_unless_it_is_set() -> None:
    assert loaded("").infers("places")
    assert not loaded("topics: {sea: {}}").infers("places")
    assert loaded("topics: {sea: {}}\ninfer: {places: yes}").infers("places")
    assert not loaded("infer: {subjects: false}").infers("subjects")


def test_the_key_except_has_another_name_in_the_program() -> None:
    assert loaded("infer: {except: [sport, Norway]}").infer.without == ("sport", "Norway")
    (problem,) = refused("infer: {without: [sport]}")
    assert problem.code == "config-unknown-key"
    assert "`except`" in problem.hint


# `title` as written, and its value
TITLES = [
    ("NO", "NO"),
    ("yes", "yes"),
    ("12:30", "12:30"),
    ("010", "010"),
    ("1.10", "1.10"),
    ("1_000", "1_000"),
    ("0x1F", "0x1F"),
    ("2024-02-30", "2024-02-30"),
    ("2021-05-06", "2021-05-06"),
    ("1e3", "1e3"),
    ("Null", "Null"),
    ("=", "="),
    ("<<", "<<"),
    ("'NO'", "NO"),
    ("!!str NO", "NO"),
    (">-\n  two\n  lines", "two lines"),
    ("~", "The Digest"),
    ("null", "The Digest"),
    ("", "The Digest"),
]


@pytest.mark.parametrize(("written", "title"), TITLES, ids=[t[0] for t in TITLES])
def test_texts_that_yaml_reads_as_other_types(written: str, title: str) -> None:
    assert loaded(f"title: {written}\n").title == title


@pytest.mark.parametrize(
    ("written", "value"),
    [("true", True), ("True", True), ("YES", True), ("on", True), ("no", False), ("Off", False), ("FALSE", False)],
)
def test_words_for_true_and_false(written: str, value: bool) -> None:
    assert loaded(f"drafts: {written}\n").drafts is value


def test_all_settings() -> None:
    config = loaded("""
title: Foreign Desk
url: https://example.com/desk
language: pt-br
languages: [uk, zh-hant]
timezone: Europe/Kyiv
content: ./articles/
theme_options: {accent: "#345", since: 2024-02-30, wide: yes, columns: 3}
permalinks: {article: "/{year}/{slug}/", undated: "/loose/{source}/{slug}.html", topics: /themen/}
edition: week
topics:
  ukraine: {name: NO, aliases: UA, match: [Kiev, 12:30, 010]}
  russia: {parent: ukraine}
  empty:
sources:
  example.com: {name: Example, url: "https://example.com", language: en}
collections: {region: {field: region, title: Regions}}
authors: {ann-lee: {name: Ann Lee, url: "mailto:ann@example.com", aliases: [A. Lee]}}
listing: {front: 10, split: 0100}
markdown: {html: trust, typographer: on, extensions: tables}
feeds: {entries: 5, content: summary}
""")
    assert config.url == "https://example.com/desk/"
    assert (config.language, config.languages) == ("pt-BR", ("uk", "zh-Hant"))
    assert config.content == "articles"
    assert config.theme_options == {"accent": "#345", "since": "2024-02-30", "wide": "yes", "columns": 3}
    assert config.permalinks.sources == "/sources/"
    assert config.topics["ukraine"] == Topic(name="NO", aliases=("UA",), match=("Kiev", "12:30", "010"))
    assert config.topics["empty"] == Topic()
    assert config.listing.split == 100
    assert config.markdown.extensions == ("tables",)
    assert config.feeds.topics is True


def test_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    plain = "title: A\ntopics:\n  ukraine:\n    match: [Kiev]\n"
    windows = plain.replace("\n", "\r\n").encode("utf-8-sig")
    assert loaded(windows) == loaded(plain)
    assert loaded(plain.encode("utf-16")) == loaded(plain)


# text, line:column, part of the message, part of the hint
WRONG = [
    ("titel: A", "1:1", "unknown key `titel`", "Did you mean `title`?"),
    ("nonsense: A", "1:1", "unknown key `nonsense`", "`title`"),
    ("feeds: {entires: 3}", "1:9", "unknown key `entires` in `feeds`", "Did you mean `entries`?"),
    ("title: [A]", "1:8", "`title`: expected text, found a list", "quotes"),
    ("title: {a: b}", "1:8", "`title`: expected text, found a mapping", "quotes"),
    ('drafts: "yes"', "1:9", "`drafts`: expected `true` or `false`, found `yes`", "without quotes"),
    ("drafts: 1", "1:9", "expected `true` or `false`, found `1`", ""),
    ("drafts: []", "1:9", "expected `true` or `false`, found a list", ""),
    ("listing: {front: many}", "1:18", "`listing.front`: expected a whole number of at least 1, found `many`", ""),
    ("listing: {front: 0}", "1:18", "expected a whole number of at least 1, found `0`", ""),
    ("listing: {front: 0x10}", "1:18", "expected a whole number", ""),
    ("listing: {front: 1.0}", "1:18", "expected a whole number", ""),
    ("listing: {front: 1_000}", "1:18", "expected a whole number", ""),
    ("listing: {front: '5'}", "1:18", "expected a whole number", ""),
    ("edition: dayly", "1:10", "expected `day`, `week` or `month`, found `dayly`", "Did you mean `day`?"),
    ("edition: [day]", "1:10", "expected `day`, `week` or `month`, found a list", ""),
    ("markdown: {html: escape}", "1:18", "`markdown.html`: expected `sanitize` or `trust`", "`escape` was removed."),
    ("markdown: {extensions: [tables, footnote]}", "1:33", "found `footnote`", "`footnotes`"),
    ("languages: {uk: x}", "1:12", "`languages`: expected a list", "`- `"),
    ("languages: [uk, ukrainian]", "1:17", "expected a language tag", "Did you mean `uk`?"),
    ("language: Deutsch", "1:11", "expected a language tag", "Did you mean `de`?"),
    ("language: pt_BR", "1:11", "expected a language tag", "Write `pt-BR`."),
    ("language: ''", "1:11", "expected a language tag", ""),
    ("timezone: Europe/Kiyv", "1:11", "expected an IANA time zone", "Did you mean `Europe/Kyiv`?"),
    ("timezone: +03:00", "1:11", "expected an IANA time zone", ""),
    ("timezone: ../etc/passwd", "1:11", "expected an IANA time zone", ""),
    ("timezone: Europe", "1:11", "expected an IANA time zone", ""),
    ("timezone: localtime", "1:11", "expected an IANA time zone", ""),
    ("url: example.com/x", "1:6", "expected a URL", "Write `https://example.com/x`."),
    ("url: ftp://example.com/", "1:6", "expected a URL", ""),
    ("url: 'javascript:alert(1)'", "1:6", "expected a URL", ""),
    ("url: https://", "1:6", "expected a URL", ""),
    ("url: https://example.com:port/", "1:6", "expected a URL", ""),
    ("url: https://exa mple.com/", "1:6", "expected a URL", ""),
    ("url: https://example.com/?a=b", "1:6", "`url` cannot contain a query or fragment", ""),
    ("content: /var/articles", "1:10", "expected a folder inside the site", ""),
    ("content: ../articles", "1:10", "expected a folder inside the site", ""),
    ("content: a/../../b", "1:10", "expected a folder inside the site", ""),
    ("content: 'C:\\articles'", "1:10", "expected a folder inside the site", ""),
    ("static: .", "1:9", "expected a folder inside the site", ""),
    ("output: content/html", "1:9", "`output` is inside `content`", ""),
    ("content: output/articles", "1:10", "`content` is inside `output`", ""),
    ("output: Content", "1:9", "`content` are the same folder", ""),
    ("output: themes/html", "1:9", "`output` cannot be `themes/html`", ""),
    ("theme: ../other", "1:8", "`../other` is not a valid theme name", ""),
    ("permalinks: {article: '/{year}/x.html'}", "1:23", "missing `{slug}` in `permalinks.article`", ""),
    (
        "permalinks: {article: '/{year}/{slug}'}",
        "1:23",
        "`permalinks.article` must end with `/`",
        "`/{year}/{slug}.html`",
    ),
    ("permalinks: {article: '/{yeer}/{slug}/'}", "1:23", "unknown placeholder `{yeer}`", "Did you mean `{year}`?"),
    ("permalinks: {undated: '/{year}/{slug}/'}", "1:23", "unknown placeholder `{year}`", "`{slug}`"),
    ("permalinks: {article: '{slug}.html'}", "1:23", "invalid path in `permalinks.article`", ""),
    ("permalinks: {article: '/../{slug}'}", "1:23", "invalid path in `permalinks.article`", ""),
    ("permalinks: {article: '/{slug'}", "1:23", "invalid path in `permalinks.article`", ""),
    ("permalinks: {topics: /topics}", "1:22", "`permalinks.topics` is not a folder", ""),
    ("permalinks: {topics: /authors/}", "1:22", "`permalinks.topics` and `permalinks.authors` are the same", ""),
    ("topics: [ukraine]", "1:9", "`topics`: expected keys and values", ""),
    ("topics: {ukraine: Ukraine}", "1:19", "`topics.ukraine`: expected keys and values", ""),
    ("topics: {Ukraine: {}}", "1:10", "`Ukraine` under `topics` is not a valid slug", "`ukraine`"),
    ("topics: {con: {}}", "1:10", "`con` under `topics` is not a valid slug", ""),
    ("topics: {a/b: {}}", "1:10", "is not a valid slug", "`a-b`"),
    ("topics:\n  a: {parent: bee}\n  be: {}", "2:15", "unknown parent `bee`", "Did you mean `be`?"),
    ("topics:\n  a: {parent: a}", "2:15", "circular parents of topics: `a` → `a`", ""),
    ("topics:\n  a: {parent: b}\n  b: {parent: a}", "2:15", "`a` → `b` → `a`", ""),
    ("topics:\n  a: {aliases: [x]}\n  b: {aliases: [y, X]}", "3:20", "`X` refers to two topics: `a` and `b`", ""),
    ("topics:\n  a: {aliases: [b]}\n  b: {}", "2:17", "`b` refers to two topics: `b` and `a`", ""),
    ("topics:\n  a: {name: Same}\n  b: {name: same}", "3:13", "`same` refers to two topics", ""),
    ("topics:\n  a: {match: [x, ' ']}", "2:18", "empty phrase in `match` of topic `a`", ""),
    ("authors:\n  ann: {aliases: [A]}\n  al: {aliases: [a]}", "3:18", "`a` refers to two authors: `ann` and `al`", ""),
    ("authors: {ann: {url: 'javascript:x'}}", "1:22", "is not a valid URL or email address", "https://"),
    ("sources: {'https://example.com/x': {}}", "1:11", "is not a host name", "Write `example.com`."),
    ("sources: {'exa mple': {}}", "1:11", "is not a host name", ""),
    ("sources: {-example.com: {}}", "1:11", "is not a host name", ""),
    ("sources: {example.com: {url: x}}", "1:30", "`x` is not a valid URL", ""),
    ("sources: {example.com: {language: English}}", "1:35", "`sources.example.com.language`: expected a language", ""),
    ("sources: {example.com: {}, www.Example.com: {}}", "1:28", "are the same site", ""),
    ("collections: {region: {}}", "1:15", "missing `field` in `collections.region`", "Add `field: region`."),
    ("collections: {topics: {field: x}}", "1:15", "the collection name `topics` is reserved", ""),
    ("collections: {My Regions: {field: x}}", "1:15", "is not a valid slug", "`my-regions`"),
    ("- title", "1:1", "expected keys and values", ""),
    ("just words", "1:1", "expected keys and values", ""),
    ("title: A\ntitle: B", "2:1", "duplicate key `title` (lines 1 and 2)", ""),
    ("topics:\n  a: {}\n  a: {}", "3:3", "duplicate key `a` (lines 2 and 3)", ""),
    ("title: A\n---\ntitle: B", "2:1", "unexpected second document", ""),
    ("feeds:\n\tentries: 3", "2:1", "tab used for indentation", ""),
    ("title: a: b", "1:9", "unexpected `: ` in a value", "quotes"),
]


@pytest.mark.parametrize(("text", "place", "message", "hint"), WRONG, ids=[w[0][:40] for w in WRONG])
def test_each_mistake_is_reported_once_with_its_place(text: str, place: str, message: str, hint: str) -> None:
    problems = refused(text)
    assert [p.place() for p in problems] == [f"config.yaml:{place}"]
    assert message in problems[0].message
    assert hint in problems[0].hint


def test_all_mistakes_are_reported_in_the_order_of_the_file() -> None:
    problems = refused("""titel: A
url: example.com
edition: dayly
topics:
  ukraine: {parent: russia, match: [Kiev]}
  Bad Name: {aliases: [x]}
listing: {front: 0, split: none}
sources: {http://x: {}}
feeds: []
output: content
""")
    assert [(p.line, p.column) for p in problems] == [
        (1, 1),
        (2, 6),
        (3, 10),
        (5, 21),
        (6, 3),
        (7, 18),
        (7, 28),
        (8, 11),
        (9, 8),
        (10, 9),
    ]


def test_invalid_bytes_are_reported_with_line_and_column() -> None:
    (problem,) = refused("title: A\ntagline: Caf\u00e9\n".encode("latin-1"))
    assert (problem.code, problem.place()) == ("encoding", "config.yaml:2:13")
    assert "0xE9" in problem.message


def test_settings_of_a_theme() -> None:
    info, problems, _ = load_theme_info("extends: plain\noptions:\n  columns: {default: 3, doc: How many.}\n  wide:\n")
    assert problems == []
    assert info is not None
    assert info.extends == "plain"
    assert info.options["columns"].default == 3
    assert info.options["wide"].default is None


def test_a_mistake_in_theme_yaml_is_reported_with_its_file() -> None:
    info, problems, _ = load_theme_info("extend: plain\n", "themes/x/theme.yaml")
    assert info is None
    assert [p.place() for p in problems] == ["themes/x/theme.yaml:1:1"]
    assert problems[0].hint == "Did you mean `extends`?"
