"""Every value of the context, on every kind of page."""

from __future__ import annotations

import os
import re
import typing

import pytest

from digest.build.theme_folders import SHIPPED
from digest.model import kinds
from digest.render import context, templates
from tests.support.sites import Site

KINDS = {
    "index.html": "front", "2021/05/06/a.html": "article", "2021/05/06/index.html": "day", "2021/w18/index.html": "week",
    "2021/05/index.html": "month", "2021/index.html": "year", "archive/index.html": "archive",
    "undated/index.html": "undated", "topics/arts/index.html": "listing", "topics/index.html": "overview",
    "search/index.html": "search", "email/index.html": "email", "email/index.txt": "email-text",
    "404.html": "404", "old.html": "redirect", "about/index.html": "standing",
}  # fmt: skip
"""A page of every kind, by path."""


def shown(path: str, of: typing.Any, depth: int = 0) -> str:
    """A template that prints all fields of a value of the context, and their fields, by its type."""
    if type(None) in typing.get_args(of):
        (rest,) = (a for a in typing.get_args(of) if a is not type(None))
        return f"[{path}]{{% if {path} is none %}}none{{% else %}}{shown(path, rest, depth)}{{% endif %}}"
    if typing.get_origin(of) is tuple:
        name = f"x{depth}"
        return f"[{path}]{{% for {name} in {path} %}}{shown(name, typing.get_args(of)[0], depth + 1)}{{% endfor %}}"
    if isinstance(of, type) and of.__module__.startswith(context.__name__):
        return "".join(shown(f"{path}.{name}", hint, depth) for name, hint in fields(of).items())
    return f"[{path}={{{{ {path} }}}}]\n"


def fields(of: type) -> dict[str, typing.Any]:
    """Names and types of the fields of a class of the context, found without `digest.render.lint`."""
    found = {n: t for n, t in typing.get_type_hints(of).items() if not n.startswith("_")}
    for name, value in vars(of).items():
        if isinstance(value, property):
            found[name] = typing.get_type_hints(value.fget)["return"]
    return found


def debug_theme() -> str:
    """A theme without a parent that prints all values that it gets."""
    text = "-- themes/debug/theme.yaml --\noptions:\n  tint: {default: red}\n"
    for name in sorted(templates.all_templates()):
        given = templates.names_for(name)
        text += f"-- themes/debug/{name} --\n" + "".join(shown(n, t) for n, t in given.items()) + "\n"
    return text


FULL = """
-- config.yaml --
title: The Desk
tagline: Words
description: More words
url: https://desk.example/sub/
theme: debug
edition: week
topics: {arts: {name: Arts, description: Of arts, parent: life}, life: {name: Life}}
-- content/before.md --
---
title: before
date: 2021-04-01
topics: [Life]
---

Text.
-- content/after.md --
---
title: after
date: 2021-06-01
---

Text.
-- pages/about.md --
About us
========

Text.
-- content/none.md --
---
title: none
---

Text.
-- content/a.md --
---
title: An *important* one
date: 2021-05-06 12:30
updated: 2021-05-07
authors: [Ann Lee]
agency: AFP
source: The Example
source_url: https://www.example.com/x
topics: [Arts]
summary: In short.
language: de
image: https://cdn.example/x.png
alt: A bear
caption: A caption
credit: A credit
story: the-story
weight: 7
slug: a
mood: fine
aliases: [/old.html]
corrections:
  - {date: 2021-05-08, text: It was wrong.}
---

The text has five words.
"""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site above, built with the theme that prints everything."""
    site = Site(tmp_path_factory.mktemp("full")).write(debug_theme() + FULL)
    assert [p.code for p in site.build().problems] == ["no-date"]
    return site


def test_every_kind_of_page_gets_the_values_of_its_template(full: Site) -> None:
    for path, kind in KINDS.items():
        page = full.page(path)
        assert f"[page.kind={kind}]" in page
        assert "[site.title=The Desk]" in page or kind == "redirect"
    assert set(KINDS.values()) == {kind.name for kind in kinds.KINDS.values() if kind.templates}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "2021/05/06/a.html",
            """[site.title=The Desk] [site.tagline=Words] [site.description=More words] [site.language=en] [site.direction=ltr]
            [site.url=/sub/] [site.feed=/sub/feed.xml] [site.style=/sub/theme/] [x0.url=/sub/archive/] [x0.url=/sub/authors/]
            [page.title=An important one] [page.description=In short.]
            [page.canonical=https://desk.example/sub/2021/05/06/a.html] [page.feed=]
            [item.url=/sub/2021/05/06/a.html] [item.title=An <em>important</em> one] [item.name=An important one]
            [item.date.iso=2021-05-06T12:30:00+00:00] [item.date.text=6 May 2021] [item.date.time=12:30]
            [item.date.url=/sub/2021/05/06/] [item.updated.iso=2021-05-07] [item.updated.time=] [item.updated.url=]
            [x0.title=Ann Lee] [x0.url=/sub/authors/ann-lee/] [item.agency=AFP] [item.source.title=The Example]
            [item.source_url=https://www.example.com/x] [x0.title=Arts] [item.summary=In short.] [item.language=de]
            [item.direction=] [item.picture.url=https://cdn.example/x.png] [item.picture.alt=A bear]
            [item.picture.caption=A caption] [item.picture.credit=A credit] [item.weight=7]
            [item.story.title=The story] [item.story.url=/sub/stories/the-story/] [item.host=example.com]
            [article.body=<p>The text has five words.</p>] [article.words=5] [x0.date.text=8 May 2021] [x0.text=It was wrong.]
            [article.host=example.com] [article.extra={&#39;mood&#39;: &#39;fine&#39;}]
            [article.older.title=before] [article.newer.url=/sub/2021/06/01/after.html]""",
        ),
        (
            "topics/arts/index.html",
            """[page.feed=/sub/topics/arts/feed.xml] [listing.title=Arts] [listing.description=Of arts] [listing.total=1]
            [x0.title=May 2021] [x0.url=/sub/2021/05/] [x1.item.name=An important one] [listing.older]none
            [listing.up.url=/sub/topics/] [x0.title=Life] [x0.url=/sub/topics/life/]""",
        ),
        (
            "2021/05/06/index.html",
            "[listing.older.url=/sub/2021/04/01/] [listing.newer.title=1 June 2021] [listing.up.url=/sub/2021/w18/]",
        ),
        ("2021/index.html", "[x0.title=June 2021] [x0.url=/sub/2021/06/] [x0.total=1] [listing.up.title=Archive]"),
        ("topics/index.html", "[overview.title=Topics] [x0.title=Arts] [x0.total=1] [x0.newest.name=An important one]"),
        ("archive/index.html", "[overview.title=Archive] [x0.title=2021] [x0.total=3] [x0.newest]none [x0.title=Undated]"),
        ("old.html", "[target=/sub/2021/05/06/a.html] [page.canonical=https://desk.example/sub/2021/05/06/a.html]"),
        (
            "search/index.html",
            """[page.title=Search] [site.search=/sub/search/] [search.since=2021-04] [search.root=/sub/]
            [x0.iso=2021-06] [x0.url=search/2021-06.json] [x0.iso=] [x0.url=search/undated.json]""",
        ),
        (
            "email/index.txt",
            """[site.email=/sub/email/] [email.edition.url=https://desk.example/sub/2021/w22/] [email.edition.total=1]
            [email.lead.item.url=https://desk.example/sub/2021/06/01/after.html] [x0.title=Arts] [x0.total=1]
            [x0.url=https://desk.example/sub/topics/arts/] [x1.name=An important one] [x0.title=Life]
            [email.front=https://desk.example/sub/] [email.archive=https://desk.example/sub/archive/]
            [email.feed=https://desk.example/sub/feed.xml]""",
        ),
        ("404.html", "[page.canonical=] [page.title=Page not found]"),
    ],
)  # fmt: skip
def test_the_values_of_pages(full: Site, path: str, expected: str) -> None:
    page = " ".join(full.page(path).split())
    for piece in re.split(r"(?<=[]e]) (?=\[)", " ".join(expected.split())):
        assert piece in page.replace("\n", "").replace("</p> ]", "</p>]"), piece


@pytest.mark.parametrize("theme", sorted(os.listdir(SHIPPED)))
def test_built_in_themes_render_every_kind_of_page(site: Site, theme: str) -> None:
    options = "\ntheme_options: {email: true}" if theme == "gazette" else ""
    report = site.write(FULL.replace("theme: debug", f"theme: {theme}{options}")).build()
    assert [p.code for p in report.problems] == ["no-date"]
    missing = [kind for path, kind in KINDS.items() if path not in site.output()]
    optional = [kind.name for kind in kinds.KINDS.values() if kind.theme_option and kind.templates]
    assert missing == ([] if theme == "gazette" else optional)
