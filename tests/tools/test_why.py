"""`digest why`: the source of a file of the output, and why it was last rendered."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from digest.cli import main
from digest.store.pages import CHANGED, REQUESTED, UNFINISHED
from digest.tools.locate import PageNotFound
from digest.tools.why import INPUTS, Explanation, explain
from tests.support.pictures import photo
from tests.support.pieces import article
from tests.support.sites import Site

pytestmark = pytest.mark.slow

SITE = """
-- config.yaml --
url: https://example.com/desk/
topics:
  sea: {name: The Sea, match: [ferry]}
  ports: {name: Ports, parent: sea}
theme: mine
-- themes/mine/theme.yaml --
extends: plain
-- themes/mine/overview.html --
{% extends 'base.html' %}{% block main %}{{ overview.title }}{% endblock %}
-- themes/mine/own.css --
body { color: tan }
-- static/robots/notes.txt --
Hello.
-- content/2021/ferry.md --
---
title: A ferry
date: 2021-05-06
authors: [Ann Lee]
source: The Example
topics: [Ports]
aliases: [/old/ferry.html]
---

The ferry was late. See [the plan](plan.pdf).
-- content/2021/plan.pdf --
A plan.
-- content/bridge.md --
---
title: A bridge
date: 2021-05-07
---

Of stone. ![Its piers](piers.jpg)
-- content/bridge.pl.md --
---
title: Most
date: 2021-05-07
---

Z kamienia.
-- content/undated.md --
# A mole

Some words of it.
-- content/draft.md --
---
title: A draft
date: 2021-05-07
draft: true
---

Words.
"""
FERRY = "2021/05/06/a-ferry.html"


@pytest.fixture
def built(site: Site) -> Site:
    """The site above, built."""
    site.write(SITE)
    (site.root / "content/piers.jpg").write_bytes(photo(600, 400))
    site.build()
    return site


def known(site: Site, asked: str | Path) -> Explanation:
    """The explanation of a page."""
    found = explain(str(site.root), str(asked))
    assert isinstance(found, Explanation), found
    return found


def unknown(site: Site, asked: str | Path) -> PageNotFound:
    """The error for a path that is not a page."""
    found = explain(str(site.root), str(asked))
    assert isinstance(found, PageNotFound)
    return found


# -- explanations -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "about", "source", "templates"),
    [
        (FERRY, "the article “A ferry”", "content/2021/ferry.md", ["article.html of PLAIN"]),
        ("old/ferry.html", "a former address of the page “A ferry”", "content/2021/ferry.md", ["redirect.html of PLAIN"]),
        ("index.html", "the front page", "", ["list.html of PLAIN", "item.html of PLAIN"]),
        ("2021/05/06/index.html", "the articles of 6 May 2021", "", ["list.html of PLAIN", "item.html of PLAIN"]),
        ("2021/05/index.html", "the articles of May 2021", "", ["list.html of PLAIN", "item.html of PLAIN"]),
        ("2021/index.html", "the articles of 2021", "", ["list.html of PLAIN", "item.html of PLAIN"]),
        ("undated/index.html", "the articles without a date", "", ["list.html of PLAIN", "item.html of PLAIN"]),
        ("archive/index.html", "the overview of all years", "", ["overview.html of themes/mine"]),
        ("topics/index.html", "the overview of topics", "", ["overview.html of themes/mine"]),
        ("topics/ports/index.html", "the articles of Ports in topics", "", ["list.html of PLAIN", "item.html of PLAIN"]),
        ("topics/ports/feed.xml", "the feed of Ports in topics", "", []),
        ("feed.xml", "the feed of the site", "", []),
        ("sitemap.xml", "the index of the sitemap", "", []),
        ("sitemap/2021-05.xml", "the part of the sitemap for May 2021", "", []),
        ("sitemap/undated.xml", "the part of the sitemap for articles without a date", "", []),
        ("sitemap/topics.xml", "the part of the sitemap for topics", "", []),
        ("robots.txt", "the rules for web crawlers", "", []),
        ("404.html", "the page that web servers show for a missing page", "", ["404.html of PLAIN"]),
        (
            "2021/05/06/a-ferry/plan.pdf", "a copy of a file that content/2021/ferry.md refers to",
            "content/2021/plan.pdf", [],
        ),
        ("robots/notes.txt", "a copy of a file in static/", "static/robots/notes.txt", []),
        ("theme/own.css", "a copy of a file of the theme", "themes/mine/own.css", []),
        ("theme/style.css", "a copy of a file of the theme", "PLAIN/style.css", []),
    ],
)  # fmt: skip
def test_source_and_template_of_each_kind_of_page(
    built: Site, path: str, about: str, source: str, templates: list[str]
) -> None:
    found = known(built, path)
    plain = "plain (built-in)"
    assert (found.path, found.about, found.source) == (path, about, source.replace("PLAIN", plain))
    assert [f"{t.name} of {t.theme}" for t in found.templates] == [t.replace("PLAIN", plain) for t in templates]
    data = built.output()[path]
    assert (found.size, found.hash) == (len(data), hashlib.blake2b(data, digest_size=16).hexdigest())
    assert (found.reason, found.now, found.others, found.problems) == ("new", (), (), ())


def test_every_file_of_the_output_has_an_explanation_with_described_inputs(built: Site, tmp_path: Path) -> None:
    newspaper = Site(tmp_path / "newspaper").write(SITE)
    newspaper.write("-- config.yaml --\ntheme: gazette\ntheme_options: {email: true}\n")
    newspaper.write(article("mole.md", date="2021-05-06", story="the-bridge"))
    newspaper.write(article("more.md", story="the-bridge") + article("old.md", date="2020-12-31"))
    newspaper.write("".join(article(f"dam{n}.md", date=f"2021-05-0{n}", topics="Dams") for n in (1, 2, 3))).build()
    named = set()
    for site in (built, newspaper):
        for path in site.output():
            found = known(site, site.root / "output" / path)
            assert found.path == path
            assert found.inputs
            assert [i.name for i in found.inputs if not i.meaning] == []
            named |= {i.name for i in found.inputs}
    assert set(INPUTS) - named == {"trusted"}
    days = [known(newspaper, f"2021/05/{day}index.html") for day in ("06/", "")]
    assert [[t.name for t in page.templates] for page in days] == [
        ["day.html", "item-day.html"],
        ["month.html", "item-day.html"],
    ]


@pytest.mark.parametrize("listing", ["topics/sea", "sources/post"])
@pytest.mark.parametrize(("path", "row"), [("", "item.html"), ("2021/", "item.html"), ("2021/05/", "item-day.html")])
def test_inputs_of_the_pages_of_a_long_listing(site: Site, listing: str, path: str, row: str) -> None:
    site.write("-- config.yaml --\ntheme: gazette\nlisting: {front: 1, split: 1}\n")
    days = (article(f"{n}.md", date=f"2021-05-0{n}", topics="Sea", source="Post") for n in (1, 2, 3))
    site.write("".join(days)).build()
    row = row.replace("item", "item-source") if listing == "sources/post" else row
    if path == "2021/":  # only its months
        site.write("-- config.yaml --\ntheme: gazette\nlisting: {front: 1, split: 9}\n").build()
    assert [t.name for t in known(site, f"{listing}/{path}index.html").templates][-1] == row


@pytest.mark.parametrize(
    "asked",
    [
        "output/2021/05/06", "output/2021/05/06/", "output/2021/05/06/index.html", "./content/../output/2021/05/06",
        "2021/05/06", "2021/05/06/", "/2021/05/06/", "/2021/05/06/index.html", "/desk/2021/05/06/", "/2021/05/06/?a=b#c",
        "https://example.com/desk/2021/05/06/", "http://example.com/desk/2021/05/06", "%32021/05/06/",
    ],
)  # fmt: skip
def test_a_page_is_found_by_file_path_and_url(built: Site, monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    assert known(built, asked).path == "2021/05/06/index.html"
    monkeypatch.chdir(built.root / "output/2021")
    assert known(built, asked).path == "2021/05/06/index.html"
    assert known(built, "05/06").path == "2021/05/06/index.html"


def test_sizes_of_an_image_name_the_image(built: Site) -> None:
    (path,) = [path for path in built.output() if path.endswith("-480.webp")]
    found = known(built, path)
    assert (found.kind, found.source, found.templates) == ("picture", "content/piers.jpg", ())
    assert found.about == "a size of the image content/piers.jpg, for all articles that show it"
    assert known(built, "2021/05/06/a-ferry/plan.pdf").source == "content/2021/plan.pdf"


@pytest.mark.parametrize("asked", ["/", "output", "output/", "https://example.com/desk/", "https://example.com/desk"])
def test_the_root_is_the_front_page(built: Site, asked: str) -> None:
    assert known(built, asked).kind == "front"


def test_another_output_folder_is_known_from_the_last_build(site: Site, tmp_path: Path) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    site.write(SITE).build(output=str(elsewhere))
    assert known(site, elsewhere / FERRY).path == FERRY


# -- reasons ------------------------------------------------------------------------------------


def edit(site: Site, path: str, old: str, new: str) -> None:
    """Replace a text in a file of the site."""
    file = site.root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_the_reason_of_the_last_rendering(built: Site) -> None:
    edit(built, "content/2021/ferry.md", "was late", "was early")
    built.build()
    assert known(built, FERRY).reason == "changed: body"
    assert known(built, "2021/05/06/").reason == "new"
    built.build()
    assert known(built, FERRY).reason == "changed: body"
    (built.root / "output" / FERRY).unlink()
    built.build()
    assert known(built, FERRY).reason == "the output file is missing or was changed"
    built.build(full=True)
    assert known(built, FERRY).reason == "full build"


def test_an_unchanged_page_keeps_its_reason(built: Site) -> None:
    edit(built, "content/bridge.md", "date: 2021-05-07", "date: 2019-05-07")
    built.build()
    assert known(built, "archive/").reason == "changed: years"
    edit(built, "content/bridge.md", "A bridge", "The bridge")
    report = built.build()
    assert report.planned > report.rendered
    assert known(built, "2019/05/07/").reason == "changed: items"
    assert known(built, "archive/").reason == "changed: years"


def test_reasons_with_worker_processes(site: Site) -> None:
    texts = (f"-- content/{i}.md --\n---\ntitle: T{i}\ndate: 2021-05-06\n---\n\nWords.\n" for i in range(120))
    site.write("".join(texts)).build(jobs=2)
    edit(site, "content/7.md", "Words.", "Others.")
    site.build(jobs=2)
    assert known(site, "2021/05/06/t7.html").reason == "changed: body"
    assert known(site, "2021/05/06/t8.html").reason == "new"


# -- changes since the last build ---------------------------------------------------------------


def test_edits_since_the_last_build_are_reported(built: Site) -> None:
    edit(built, "content/2021/ferry.md", "was late", "was early")
    assert known(built, FERRY).now == ("content/2021/ferry.md was changed. The next build reads it again.",)
    assert known(built, "2021/05/06/").now == ()
    edit(built, "static/robots/notes.txt", "Hello.", "Good-bye.")
    assert "static/robots/notes.txt was changed." in known(built, "robots/notes.txt").now[0]
    (built.root / "content/2021/ferry.md").unlink()
    assert known(built, FERRY).now == ("content/2021/ferry.md was removed. The next build updates the site.",)


def test_a_changed_or_deleted_file_is_reported(built: Site) -> None:
    file = built.root / "output" / FERRY
    file.write_text("spoilt")
    assert known(built, FERRY).now == (
        "The output file was changed by another program. `digest build --full` restores it.",
    )
    built.build(full=True)
    assert known(built, FERRY).now == ()
    file.unlink()
    assert known(built, FERRY).now == ("The output file is missing. The next build creates it again.",)
    built.build()
    assert known(built, FERRY).now == ()


def test_a_page_that_could_not_be_rendered(built: Site) -> None:
    edit(built, "themes/mine/overview.html", "overview.title", "overview.title.nothing")
    assert built.build().failed()
    found = known(built, "topics/index.html")
    assert (found.reason, found.now) == (
        "new",
        ("The last build could not update the file. The next build tries again.",),
    )


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [
        (UNFINISHED, "Earlier builds failed to update the file, or were interrupted. The next build tries again."),
        (
            CHANGED,
            "The output file was missing or changed, and the last build could not replace it. The next build tries again.",
        ),
        (REQUESTED, "`digest build --full` could not update the file. The next build tries again."),
    ],
)
def test_a_mark_of_an_unfinished_page_is_explained_and_not_shown_as_an_input(
    built: Site, mark: str, sentence: str
) -> None:
    with contextlib.closing(sqlite3.connect(built.root / ".digest/store.db")) as db:
        db.execute("UPDATE pages SET stale = 1, inputs = ? WHERE path = 'topics/index.html'", (mark,))
        db.commit()
    found = known(built, "topics/index.html")
    assert (found.inputs, found.reason, found.now) == ((), "new", (sentence,))
    built.build()
    assert known(built, "topics/index.html").now == ()


def test_a_page_that_was_never_rendered(site: Site) -> None:
    site.write(SITE)
    edit(site, "themes/mine/overview.html", "overview.title", "overview.title.nothing")
    site.build()
    found = known(site, "topics/index.html")
    assert (found.reason, found.inputs, found.size) == ("", (), 0)
    assert found.now == ("The page could not be rendered yet. The next build tries again.",)


def test_path_conflicts_and_problems_are_reported(built: Site) -> None:
    built.write("-- static/old/ferry.html --\nMine.\n")
    edit(built, "content/2021/ferry.md", "plan.pdf", "lost.pdf")
    built.build()
    found = known(built, "old/ferry.html")
    assert (found.kind, found.others) == ("static", ("redirect 2021/ferry.md",))
    assert [p.code for p in known(built, FERRY).problems] == ["link-missing"]


# -- unknown paths ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("2021/05/06/a-fery.html", FERRY),
        ("2021/05/a-ferry.html", FERRY),
        ("/topic/ports/", "topics/ports/index.html"),
        ("https://example.com/desk/feeds.xml", "feed.xml"),
        ("output/archiv", "archive/index.html"),
    ],
)
def test_an_unknown_path_with_a_suggestion(built: Site, asked: str, near: str) -> None:
    found = unknown(built, asked)
    assert found.message.startswith("there is no page at ")
    assert near in found.near
    assert f"`{near}`" in found.hint


def test_an_unknown_path_without_a_suggestion(built: Site) -> None:
    found = unknown(built, "zzz/qqq.xyz")
    assert (found.message, found.near) == ("there is no page at zzz/qqq.xyz", ())
    assert "--manifest" in found.hint


def test_files_that_are_not_pages(built: Site) -> None:
    (built.root / "output/theirs.txt").write_text("x")
    assert unknown(built, "output/theirs.txt").message == "digest did not create theirs.txt"
    article = unknown(built, built.root / "content/2021/ferry.md")
    assert (article.message, article.near) == (
        "content/2021/ferry.md is an article, not an output file",
        (FERRY,),
    )
    assert unknown(built, "content/draft.md").message == "content/draft.md is not published"
    foreign = unknown(built, "https://example.org/desk/2021/05/06/")
    assert foreign.hint == "URLs of this site begin with https://example.com/desk/."
    edit(built, "content/2021/ferry.md", "date:", "draft: true\ndate:")
    built.build()
    assert unknown(built, FERRY).message == f"there is no page at {FERRY}"


def test_without_a_store_the_hint_is_to_build(site: Site) -> None:
    site.write(SITE)
    assert unknown(site, "index.html").message == "this site has not been built yet"
    assert not (site.root / ".digest").exists()
    site.build()
    store = site.root / ".digest/store.db"
    with sqlite3.connect(store) as db:
        db.execute("UPDATE meta SET value = 'old' WHERE key = 'schema'")
    db.close()
    assert unknown(site, "index.html").message == "this site was last built by another version of digest"
    store.write_bytes(b"no database" * 1000)
    assert unknown(site, "index.html").message.startswith("the store cannot be read: ")
    site.write("-- config.yaml --\ntitel: x\n")
    assert unknown(site, "index.html").message == "the settings of the site have errors"


# -- the command --------------------------------------------------------------------------------


def command(capsys: pytest.CaptureFixture[str], *argv: str | Path) -> tuple[int, str, str]:
    """Run `digest why`; return (exit code, stdout, stderr)."""
    code = main.main(["why", *map(str, argv)])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_tables(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = command(capsys, built.root / "output" / FERRY)
    assert (code, err) == (0, "")
    about, inputs = ([line.split(None, 1) for line in table.splitlines()] for table in out.split("\n\n"))
    assert about[0] == ["page", FERRY]
    assert ["about", "the article “A ferry”"] in about
    assert ["source", "content/2021/ferry.md"] in about
    assert ["template", "article.html of plain (built-in)"] in about
    assert [words[0] for words in inputs] == [
        "INPUT",
        "settings",
        "template",
        "page",
        "words",
        "head",
        "body",
        "around",
        "links",
    ]


def test_json_is_one_object(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = command(capsys, "--json", "--site", built.root, FERRY)
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    assert list(found) == ["known", *Explanation._fields]
    assert found["known"] is True
    assert found["address"] == f"https://example.com/desk/{FERRY}"
    assert found["templates"] == [{"name": "article.html", "theme": "plain (built-in)"}]
    assert list(found["inputs"][0]) == ["name", "fingerprint", "meaning"]
    code, out, err = command(capsys, "--json", "--site", built.root, "feeds.xml")
    found = json.loads(out)
    assert (code, err, list(found)) == (1, "", ["known", "message", "hint", "near"])
    assert found["near"][0] == "feed.xml"


def test_an_unknown_path_is_an_error(built: Site, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = command(capsys, "--site", built.root, "feeds.xml")
    assert (code, out) == (1, "")
    assert err.startswith("error: there is no page at feeds.xml\n  Did you mean `feed.xml`")


def test_the_site_of_the_file_or_the_current_folder(
    built: Site,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    monkeypatch.chdir(built.root / "content")
    assert command(capsys, "/index.html")[0] == 0
    assert command(capsys, "https://example.com/desk/")[0] == 0
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    assert command(capsys, os.path.relpath(built.root / "output/index.html"))[0] == 0
    code, _, err = command(capsys, "index.html")
    assert (code, err.splitlines()[0][:50]) == (2, "error: no site found: . has no config.yaml, no con")
