"""Reading whole articles: the fields, where they come from, and errors."""

from __future__ import annotations

import json
from typing import Any

import pytest

from digest.model.article import Article, Name, Picture, Ref, pack_head, unpack_head
from digest.model.problem import Problem
from digest.read.article import Reader
from digest.read.config.load import load_config
from digest.read.syntax.decoding import LARGEST, article_text

SITE = """
timezone: Europe/Kyiv
languages: [uk, de]
sources:
  example.com: {name: Example Times}
  zeitung.example: {name: Die Zeitung, language: de}
topics:
  ukraine: {name: Ukraine, aliases: [UA], match: [Kyiv, Dnipro]}
  middle-east: {aliases: [Near East]}
authors: {ann-lee: {name: Ann Lee, aliases: [A. Lee]}}
collections: {region: {field: region}, agency: {field: agency}}
"""
TEXT = "The talks on the river went on for a third day, and nobody in the hall would say when they might end.\n"


def reader(settings: str = SITE) -> Reader:
    config, problems, _ = load_config(settings)
    assert problems == []
    assert config is not None
    return Reader(config)


READER = reader()


def reading(text: str | bytes, id: str = "2021/talks.md", by: Reader = READER) -> tuple[Article, list[str]]:
    """Return the article and the codes of its problems."""
    article, problems = by.read(id, text.encode() if isinstance(text, str) else text)
    assert article is not None, problems
    return article, [p.code for p in problems]


def refused(text: str | bytes, id: str = "2021/talks.md") -> list[Problem]:
    article, problems = READER.read(id, text.encode() if isinstance(text, str) else text)
    assert article is None
    assert all(p.file == f"content/{id}" for p in problems)
    return [p for p in problems if p.severity == "error"]


def faulty(text: str | bytes, id: str = "2021/talks.md", by: Reader = READER) -> tuple[Article, list[Problem]]:
    """Return an article that is published in spite of its errors, and the errors."""
    article, problems = by.read(id, text.encode() if isinstance(text, str) else text)
    assert article is not None
    assert all(p.file == f"content/{id}" for p in problems)
    return article, [p for p in problems if p.severity == "error"]


def front(**keys: str) -> str:
    keys = {"title": "Talks", "date": "2021-05-06", "authors": "[]"} | keys
    return "---\n" + "".join(f"{k}: {v}\n" for k, v in keys.items()) + "---\n\n" + TEXT


def test_an_article_with_front_matter() -> None:
    article, problems = reading(
        """---
title: Talks *resume*
date: 2021-05-06 14:30
updated: 2021-05-07T10:00:00Z
authors: A. Lee and Jo Berg
agency: AFP
source: example.com
source_url: https://www.example.com/2021/05/06/talks
topics: [UA, Near East, Rivers, ukraine]
summary: A third day.
slug: talks
aliases: [/old/talks.html]
image: pictures/hall.jpg
caption: The hall
alt: A hall
story: river-talks
weight: 5
expires: 2022-01-01
corrections: [{date: 2021-05-08, text: The river is the Dnipro.}]
region: [North, South]
rating: 4
---

"""
        + TEXT
    )
    assert problems == []
    head = article.head
    assert head.id == "2021/talks.md"
    assert head.url == ""
    assert (head.title, head.title_html) == ("Talks resume", "Talks <em>resume</em>")
    assert head.date == "2021-05-06T14:30:00+03:00"
    assert head.wall_time == 1620311400
    assert head.updated == "2021-05-07T13:00:00+03:00"
    assert head.authors == (Name("ann-lee", "Ann Lee"), Name("jo-berg", "Jo Berg"))
    assert head.agency == "AFP"
    assert head.source == Name("example-times", "Example Times")
    assert head.topics == (Name("ukraine", "Ukraine"), Name("middle-east", "Middle East"), Name("rivers", "Rivers"))
    assert (head.slug, head.weight, head.summary) == ("talks", 5, "A third day.")
    assert head.story == Name("river-talks", "River talks")
    assert head.picture == Picture("digest-ref:0", "A hall", "The hall", "")
    assert article.body.refs == (Ref("2021/pictures/hall.jpg", "", 13, "image"),)
    assert head.groups == (
        ("region", (Name("north", "North"), Name("south", "South"))),
        ("agency", (Name("afp", "AFP"),)),
    )
    assert article.aliases == ("old/talks.html",)
    assert article.publish == "2021-05-06T11:30:00+00:00"
    assert article.expires == "2021-12-31T22:00:00+00:00"
    assert article.corrections == (("2021-05-08", "The river is the Dnipro."),)
    assert article.extra == {"region": ["North", "South"], "rating": 4}
    assert article.origins["title"] == "front matter, line 2"
    assert article.origins["source"] == "front matter, line 7"
    assert "talks on the river" in article.body.html


def test_an_article_without_front_matter() -> None:
    article, _ = reading("""
# Talks resume

By [A. Lee and Jo Berg for AFP](#)

May 06, 2021

The hall by the river. **Bo Sand / AFP**

The talks in Kyiv went on for a third day, and nobody in the hall would say when they might end.

The delegates left Kyiv for the night without a word to the press that had waited for them since noon.

Original url:
<https://www.example.com/2021/05/05/talks>
""")
    head = article.head
    assert head.title == "Talks resume"
    assert head.date == "2021-05-06"
    assert head.wall_time == 1620259200
    assert article.publish == "2021-05-05T21:00:00+00:00"
    assert head.authors == (Name("ann-lee", "Ann Lee"), Name("jo-berg", "Jo Berg"))
    assert head.agency == "AFP"
    assert head.source == Name("example-times", "Example Times")
    assert head.source_url == "https://www.example.com/2021/05/05/talks"
    assert head.topics == (Name("ukraine", "Ukraine"),)
    assert head.picture == Picture("", "", "The hall by the river.", "Bo Sand / AFP")
    assert head.language == "en"
    assert {k: article.origins[k] for k in ("title", "date", "source", "topics", "slug")} == {
        "title": "heading, line 2",
        "date": "date line, line 6",
        "source": "config source example.com",
        "topics": "rule ukraine: 'Kyiv' ×2",
        "slug": "title",
    }
    for gone in ("Lee", "May", "Original", "Bo Sand"):
        assert gone not in article.body.html


def test_front_matter_overrides_the_text_field_by_field() -> None:
    text = "---\ntitle: Mine\n---\n\nBy Jo Berg\n\nMay 06, 2021\n\n" + TEXT
    article, _ = reading(text)
    assert (article.head.title, article.head.date) == ("Mine", "2021-05-06")
    assert article.head.authors == (Name("jo-berg", "Jo Berg"),)
    assert article.origins["date"] == "date line, line 7"


def test_an_empty_list_of_authors_or_topics_means_none() -> None:
    text = "---\ntitle: Mine\nauthors: []\ntopics: []\n---\n\nBy Jo Berg\n\nMay 06, 2021\n\nKyiv, Kyiv, Kyiv.\n"
    article, _ = reading(text)
    assert article.head.authors == ()
    assert article.head.topics == ()


# -- date --


def test_without_a_date_line_the_date_is_taken_from_the_source_url() -> None:
    article, _ = reading(
        f"# Talks\n\n{TEXT}\n{TEXT}\nSource: <https://example.com/2021/05/04/talks>\n", "2020/01/02/t.md"
    )
    assert (article.head.date, article.origins["date"]) == ("2021-05-04", "URL")


@pytest.mark.parametrize("id", ["2021/05/04/t.md", "inbox/2021-05-04-t.md", "20210504.txt"])
def test_the_date_can_be_taken_from_the_path(id: str) -> None:
    article, _ = reading("# Talks\n\n" + TEXT, id)
    assert (article.head.date, article.origins["date"]) == ("2021-05-04", "path")


def test_an_article_without_any_date_is_undated_with_a_warning() -> None:
    article, problems = reading("# Talks\n\n" + TEXT, "t.md")
    assert problems == ["no-date"]
    assert (article.head.date, article.head.wall_time, article.publish) == ("", -1, "")


def test_date_none_means_undated_without_a_warning() -> None:
    written = (
        f"---\ndate: none\nsource_url: https://example.com/2021/05/04/talks\n---\n# Talks\n\nMay 4, 2021\n\n{TEXT}"
    )
    article, problems = reading(written, "2021/05/04/t.md")
    assert problems == []
    assert (article.head.date, article.head.wall_time, article.publish) == ("", -1, "")
    assert article.origins["date"] == "front matter, line 2"
    assert "May 4, 2021" in article.body.html


DATES = [
    ("2021-05-06 23:30", "2021-05-06T23:30:00+03:00", "2021-05-06T20:30:00+00:00"),
    ("2021-05-06T22:30:00Z", "2021-05-07T01:30:00+03:00", "2021-05-06T22:30:00+00:00"),
    ("2021-01-01 00:30 +05:00", "2020-12-31T21:30:00+02:00", "2020-12-31T19:30:00+00:00"),
    ("2021-05-06", "2021-05-06", "2021-05-05T21:00:00+00:00"),
    ("1850-01-01 12:00", "1850-01-01T12:00:00+02:02", "1850-01-01T09:57:56+00:00"),
    ("1000-01-01", "1000-01-01", "0999-12-31T21:57:56+00:00"),
]


@pytest.mark.parametrize(("written", "date", "publish"), DATES)
def test_the_day_depends_on_the_time_zone_of_the_site(written: str, date: str, publish: str) -> None:
    article, problems = reading(front(date=written))
    assert problems == []
    assert (article.head.date, article.publish) == (date, publish)


def test_articles_are_ordered_by_local_time() -> None:
    dates = ["1850-06-01", "1969-12-31 23:59:59", "1970-01-01", "2021-05-06", "2021-05-06 00:00:01", "2021-05-06 23:59"]
    when = [reading(front(date=d))[0].head.wall_time for d in dates]
    assert when == sorted(when)
    assert len(set(when)) == len(when)
    assert -1 not in when


@pytest.mark.parametrize(("written", "date", "publish"), DATES[1:3])
def test_without_a_time_zone_in_the_settings_the_written_day_is_kept(written: str, date: str, publish: str) -> None:
    article, problems = reading(front(date=written), by=reader("title: A\n"))
    assert problems == []
    assert (article.head.date[:10], article.publish) == (written[:10], publish)


def test_a_date_after_the_last_year_of_the_calendar_is_an_error() -> None:
    article, (problem,) = faulty(front(date="9999-12-31T23:59-12:00"))
    assert (problem.code, problem.line) == ("date-impossible", 3)
    assert article.head.date == ""


# -- title, slug, aliases --


@pytest.mark.parametrize(
    ("id", "title"),
    [
        ("2021/05/06/talks-resume_today.md", "Talks resume today"),
        ("2021-05-06-talks.md", "Talks"),
        ("2021-05-06.md", "2021-05-06"),
        ("notes/index.md", "Notes"),
        ("a<b.md", "A<b"),
        ("...md", "Untitled"),
    ],
)
def test_a_missing_title_is_made_from_the_file_name(id: str, title: str) -> None:
    article, problems = reading("---\ndate: 2021-05-06\nauthors: []\n---\n" + TEXT + "\n" + TEXT, id)
    assert "no-title" in problems
    assert article.origins["title"] == "file name"
    assert article.head.title == title
    assert article.head.title_html == title.replace("<", "&lt;")


def test_an_empty_title_is_a_missing_title() -> None:
    article, problems = reading(front(title="'![](x.png)'"))
    assert (article.head.title, problems) == ("Talks", ["no-title"])


def test_html_in_a_title_is_escaped() -> None:
    article, _ = reading(front(title="'<script>alert(1)</script> & co'"))
    assert "<script" not in article.head.title_html


@pytest.mark.parametrize("slug", ["../x", "a/b", "a\\b", "..", "'...'", "''", "'  '", '"a\\tb"', '"a\\0b"', "'-'"])
def test_invalid_slugs(slug: str) -> None:
    article, (problem,) = faulty(front(slug=slug))
    assert (problem.code, problem.line) == ("slug", 5)
    assert article.head.slug == "talks"


@pytest.mark.parametrize(("slug", "made"), [("Talks Resume", "talks-resume"), ("010", "010"), ("con", "con-page")])
def test_a_slug_is_normalized(slug: str, made: str) -> None:
    assert reading(front(slug=slug))[0].head.slug == made


@pytest.mark.parametrize("alias", ["../x", "a/../b", "javascript:x/y", "/", "//host/x", "a/b?c", "/a#b", "./a"])
def test_invalid_aliases(alias: str) -> None:
    article, (problem,) = faulty(front(aliases=f"[{alias}, /good/]"))
    assert (problem.code, problem.line) == ("alias", 5)
    assert article.aliases == ("good/",)


@pytest.mark.parametrize("alias", ["'a\\b'", "javascript:x", "a?b", "The Talks", "'Talks: day two'", "''"])
def test_aliases_that_are_names_are_ignored(alias: str) -> None:
    article, problems = reading(front(aliases=f"[{alias}]"))
    assert (article.aliases, problems) == ((), [])


def test_of_an_alias_with_a_host_the_path_is_used() -> None:
    assert reading(front(aliases="[https://example.com/x]"))[0].aliases == ("x/",)


# -- source, language, topics, picture, groups --


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("example times", Name("example-times", "Example Times")),
        ("www.example.com", Name("example-times", "Example Times")),
        ("news.example.com", Name("example-times", "Example Times")),
        ("https://example.com/x", Name("example-times", "Example Times")),
        ("other.example", Name("other-example", "Other")),
        ("The Harbour", Name("the-harbour", "The Harbour")),
    ],
)
def test_a_source_can_be_a_name_or_a_host(source: str, name: Name) -> None:
    assert reading(front(source=source))[0].head.source == name


@pytest.mark.parametrize(
    ("url", "name", "origin"),
    [
        ("https://m.example.com/x", "Example Times", "config source example.com"),
        ("https://notexample.com/x", "Notexample", "URL"),
        ("https://www.other.example/x", "Other", "URL"),
    ],
)
def test_a_missing_source_is_taken_from_the_source_url(url: str, name: str, origin: str) -> None:
    article, _ = reading(front(source_url=url))
    assert article.head.source is not None
    assert (article.head.source.name, article.origins["source"]) == (name, origin)


GERMAN = "Die Gespräche am Fluss gingen in den dritten Tag, und niemand im Saal wollte sagen, wann sie enden werden.\n"
UKRAINIAN = "Переговори на річці тривали третій день, і ніхто в залі не хотів казати, коли вони закінчаться.\n"


@pytest.mark.parametrize(
    ("keys", "text", "language", "origin"),
    [
        ({"language": "fr"}, TEXT, "fr", "front matter, line 5"),
        ({"source_url": "https://zeitung.example/x"}, TEXT, "de", "config source zeitung.example"),
        ({"source": "Die Zeitung"}, TEXT, "de", "config source zeitung.example"),
        ({}, UKRAINIAN, "uk", "text"),
        ({}, GERMAN, "de", "text"),
        ({}, "123\n", "en", "default"),
    ],
)
def test_the_language_is_stated_or_that_of_the_source_or_detected(
    keys: dict[str, str], text: str, language: str, origin: str
) -> None:
    article, _ = reading(front(**keys).replace(TEXT, text))
    assert (article.head.language, article.origins["language"]) == (language, origin)


def test_the_language_of_a_text_is_detected_without_settings() -> None:
    article, _ = reading(front().replace(TEXT, GERMAN), by=reader(""))
    assert (article.head.language, article.origins["language"]) == ("de", "text")


def test_a_text_without_a_clear_language_is_in_the_language_of_the_site() -> None:
    article, _ = reading(front().replace(TEXT, "Kyiv 2021."), by=reader("language: uk"))
    assert (article.head.language, article.origins["language"]) == ("uk", "default")


@pytest.mark.parametrize(
    ("image", "src", "target"),
    [
        ("hall.jpg", "digest-ref:0", "2021/hall.jpg"),
        ("../hall.jpg", "digest-ref:0", "hall.jpg"),
        ("the hall.jpg", "digest-ref:0", "2021/the hall.jpg"),
        ("https://example.com/hall.jpg", "https://example.com/hall.jpg", ""),
        ("/img/hall.jpg", "digest-root:img/hall.jpg", "/img/hall.jpg"),
    ],
)
def test_an_image_can_be_a_file_of_the_site_or_on_the_web(image: str, src: str, target: str) -> None:
    article, problems = reading(front(image=image, alt="A hall"))
    assert problems == []
    assert article.head.picture is not None
    assert article.head.picture.src == src
    assert [r.target for r in article.body.refs] == ([target] if target else [])


def test_the_reference_to_the_image_comes_last() -> None:
    article, _ = reading(front(image="hall.jpg") + "\n[Other](other.md)\n")
    assert article.head.picture is not None
    assert [r.target for r in article.body.refs] == ["2021/other.md", "2021/hall.jpg"]
    assert article.head.picture.src == "digest-ref:1"


@pytest.mark.parametrize(
    "image", ["../../hall.jpg", "javascript:alert(1)", "data:image/png;base64,AAAA", "file:///etc/x"]
)
def test_invalid_images(image: str) -> None:
    article, (problem,) = faulty(front(image=image))
    assert (problem.code, problem.line) == ("image", 5)
    assert article.head.picture is None
    assert article.body.refs == ()


def test_values_of_collections_can_be_texts_lists_and_numbers() -> None:
    groups = dict(reading(front(region="[North, 7, true, North]"))[0].head.groups)
    assert [n.name for n in groups["region"]] == ["North", "7", "true"]
    article, problems = reading(front(region="{a: b}"))
    assert dict(article.head.groups)["region"] == ()
    assert problems == ["front-matter-value"]


# -- bytes --


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_endings_make_no_difference(encoding: str, end: str) -> None:
    text = front(title="Café über Ґ") + "\n[Other](other.md)\n"
    assert reading(text.replace("\n", end).encode(encoding)) == reading(text)


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        ("---\ntitle: Caf\u00e9\n---\n".encode("latin-1"), "encoding", ":2:11"),
        (b"# Talks\n\nA\0B\n", "encoding", ":3:2"),
        (b"\xff\xfea", "encoding", ""),
        ("# Talks\n".encode("utf-16-le"), "encoding", ":1:2"),
        (b"---\ntitle: A\n\nText\n", "front-matter-open", ":1:1"),
        (b"---\ndraft: [true\n---\nText\n", "front-matter-yaml", ":2:8"),
        (b"---\ntitle: A\nexpires: 2024-02-30\n---\nText\n", "date-impossible", ":3:10"),
        (b"---\nexpires: [A]\n---\nText\n", "front-matter-value", ":2:10"),
        (b"x" * (LARGEST + 1), "too-large", ""),
    ],
)
def test_errors_have_a_place(data: bytes, code: str, place: str) -> None:
    (problem,) = refused(data)
    assert (problem.code, problem.place()) == (code, f"content/2021/talks.md{place}")
    assert problem.hint


@pytest.mark.parametrize(
    ("data", "place"),
    [(b"", ""), (b" \n\n\t\n", ""), (b"\xef\xbb\xbf", ""), (b"---\ndate: 2021-05-06\n---\n", ":4")],
)
def test_an_article_without_text_and_original_is_left_out_with_a_warning(data: bytes, place: str) -> None:
    article, (problem,) = READER.read("2021/talks.md", data)
    assert article is None
    assert (problem.severity, problem.code) == ("warning", "empty-article")
    assert problem.place() == f"content/2021/talks.md{place}"
    assert problem.hint


@pytest.mark.parametrize(
    ("head", "codes"),
    [
        ("title: A: B\ndate: 2021-05-06", ["front-matter-yaml"]),
        ("title: A\ndate: 2024-02-30", ["date-impossible"]),
        ("title: [A]\ndate: 2021-05-06", ["front-matter-value", "no-title"]),
        ("title: A\ndate: 2021-05-06\nweight: [heavy", ["front-matter-yaml"]),
    ],
)
def test_an_invalid_value_costs_its_key_only(head: str, codes: list[str]) -> None:
    article, problems = reading(f"---\n{head}\n---\n{TEXT}")
    assert problems == codes
    assert article.head.date == ("" if "date-impossible" in codes else "2021-05-06")
    assert article.head.title == ("Talks" if "no-title" in codes else "A" if "A: B" not in head else "A: B")


def test_the_largest_file_is_still_read() -> None:
    start = front().encode()
    word = b"word " * 2000 + b"\n\n"
    data = (start + word * (LARGEST // len(word)))[:LARGEST]
    text, problem = article_text(data.ljust(LARGEST), "a.md")
    assert problem is None
    assert len(text) == LARGEST


def test_an_impossible_date_line_is_an_error_at_its_line() -> None:
    article, problems = faulty("# Talks\n\nBy Ann Lee\n\nFebruary 30, 2021\n\n" + TEXT)
    assert [(p.code, p.line) for p in problems] == [("date-impossible", 5)]
    assert article.head.date == ""


def test_an_article_without_text_leads_to_its_original() -> None:
    article, problems = reading("---\ntitle: A\ndate: 2021-05-06\nurl: https://example.com/a\n---\n")
    assert problems == ["empty-article"]
    assert article.head.external == "https://example.com/a"
    assert article.body.html.strip() == ""


def test_control_characters_leave_the_text() -> None:
    article, _ = reading(front().replace("talks on", "ta\x07lks\x0b on\x85 \x9bthe\ufffe"))
    assert not set(article.body.html) & set("\x07\x0b\x9b\ufffe")


def test_an_article_with_problems_in_its_text_is_published() -> None:
    article, problems = reading(front() + "\n![Hall](../../../hall.jpg)\n")
    assert problems == ["link-outside"]
    assert article.head.title == "Talks"


def test_an_article_is_equal_after_packing() -> None:
    article, _ = reading(front(region="North", image="hall.jpg", extra="{a: [1, null, 2024-01-01]}"))
    assert unpack_head(pack_head(article.head)) == article.head
    plain: dict[str, Any] = {"extra": article.extra, "origins": article.origins, "body": article.body}
    assert json.loads(json.dumps(plain))["extra"] == {"region": "North", "extra": {"a": [1, None, "2024-01-01"]}}


def test_reading_twice_gives_equal_articles() -> None:
    data = front(region="North").encode()
    assert READER.read("a.md", data) == reader().read("a.md", data)
