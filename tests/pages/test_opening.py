"""The beginning of the only article, on the front page."""

from __future__ import annotations

import re

import pytest

from digest.pages.newspaper.opening import begin
from tests.support.changes import edit, reasons
from tests.support.pictures import photo
from tests.support.pieces import article
from tests.support.sites import Site

FIRST = "The harbour of Halvik has opened its northern basin again after nine days without a pilot."
SHOWN = """
-- config.yaml --
theme: shown
-- themes/shown/theme.yaml --
extends: plain
-- themes/shown/front.html --
{% if opening %}{{ opening.words }} {{ opening.has_more }}: {{ opening.text }}{% endif %}
"""


def p(*texts: str) -> str:
    """Paragraphs."""
    return "\n".join(f"<p>{text}</p>" for text in texts)


WORDS_40 = " ".join(["word"] * 40)


@pytest.mark.parametrize(
    ("html", "paragraphs", "has_more"),
    [
        (p("One.", "Two.", "Three."), ["One.", "Two."], True),
        (p("One.", "Two."), ["One.", "Two."], False),
        (p(WORDS_40, WORDS_40), [WORDS_40, WORDS_40], False),
        (p(WORDS_40, WORDS_40 + " and" * 11), [WORDS_40], True),
        (p("word " * 91), [], True),
        (p("港" * 180), ["港" * 180], False),
        (p("港" * 182), [], True),
        (p("One.") + "<h2>Two</h2>" + p("Three."), ["One."], True),
        (p("One.") + "<blockquote>" + p("Two.") + "</blockquote>", ["One."], True),
        (p("One.") + "<ul><li>Two</li></ul>", ["One."], True),
        (p("One.") + "<figure><img src='a.jpg'></figure>", ["One."], True),
        (p("One.", "<img src='a.jpg'>", "Three."), ["One."], True),
        (p("One.", '<i class="no-picture">A ship</i>', "Three."), ["One."], True),
        ("Bare text" + p("One."), [], True),
        (p("One.") + "bare text", ["One."], True),
        ("", [], False),
        (p('<a href="/x" title="a > b </p>">One</a>.'), ['<a href="/x" title="a > b </p>">One</a>.'], False),
    ],
)
def test_whole_paragraphs_up_to_the_first_other_element(html: str, paragraphs: list[str], has_more: bool) -> None:
    assert begin(html, "") == ([f"<p>{text}</p>" for text in paragraphs], has_more)


@pytest.mark.parametrize(
    ("html", "summary", "paragraphs", "has_more"),
    [
        (p(FIRST, "Two."), FIRST, ["Two."], False),
        (p("Halvik, Friday", FIRST, "Two."), FIRST, ["Two."], False),
        (p(f"HALVIK (HT) - {FIRST}", "Two."), FIRST, ["Two."], False),
        (p(f"<b>{FIRST[:11]}</b>{FIRST[11:]}<sup>1</sup>", "Two."), FIRST, ["Two."], False),
        (p(f"{FIRST} It is cold.", "Two."), FIRST, [], True),
        ("<h2>News</h2>" + p(FIRST, "Two."), FIRST, [], True),
    ],
    ids=["first", "second", "dateline", "emphasis and a note", "only its beginning", "below a heading"],
)
def test_the_text_goes_on_where_a_derived_summary_ends(
    html: str, summary: str, paragraphs: list[str], has_more: bool
) -> None:
    assert begin(html, summary) == ([f"<p>{text}</p>" for text in paragraphs], has_more)


def opening(site: Site) -> str:
    """The front page in one line."""
    return " ".join(site.page("index.html").split())


def test_only_a_lone_article_begins_on_the_front_page(site: Site) -> None:
    site.write(SHOWN).build()
    assert opening(site) == ""
    site.write(article("a.md", body=f"{FIRST}\n\nMore.", date="2021-05-07")).build()
    assert opening(site) == "17 False: <p>More.</p>"
    site.write(article("old.md")).build()  # without a date
    assert opening(site) == "17 False: <p>More.</p>"
    site.write(article("b.md", date="2021-05-06")).build()
    assert opening(site) == ""
    (site.root / "content/b.md").unlink()
    site.build()
    assert opening(site) == "17 False: <p>More.</p>"


def test_an_edited_text_changes_the_front_page_only_if_it_is_shown_there(site: Site) -> None:
    site.write(SHOWN + article("a.md", body=f"{FIRST}\n\nFour words of it.", date="2021-05-07")).build()
    edit(site, "content/a.md", "Four words", "Five words")
    site.build()
    assert opening(site).endswith("<p>Five words of it.</p>")
    assert reasons(site)["index.html"] == "changed: opening"
    site.write(article("b.md", date="2021-05-06", body="Four words of it.")).build()
    edit(site, "content/a.md", "Five words", "Some words")
    site.build()
    assert "index.html" not in reasons(site)


@pytest.mark.parametrize("settings", ["", "relative_urls: true\n"])
def test_links_lead_to_the_same_pages_as_in_the_article(settings: str, site: Site) -> None:
    links = "[File](a.pdf) [gone](b.md) [home](/topics/) [self](a.md) [part](#end) <b id='x'>x</b>[^1]"
    body = f"{FIRST}\n\n{links}\n\n## End\n\n[^1]: A note."
    site.write(
        SHOWN.replace("theme: shown\n", f"theme: shown\n{settings}") + article("a.md", body=body, date="2021-05-07")
    )
    (site.root / "content/a.pdf").write_bytes(b"%PDF")
    site.build()
    page = opening(site)
    root = "./" if settings else "/"
    found = re.findall(r'href="([^"]*)"', page)
    assert [link.split("#")[0].removeprefix(root) for link in found] == [
        "2021/05/07/a/a.pdf", "topics/index.html" if settings else "topics/", *["2021/05/07/a.html"] * 3,
    ]  # fmt: skip
    assert all(link.startswith(root) for link in found)
    assert "gone" in page
    assert " id=" not in page
    (site.root / "content/a.pdf").unlink()
    site.build()
    assert ".pdf" not in opening(site)


def test_the_text_of_an_entry_without_a_page_is_not_shown(site: Site) -> None:
    entry = article("a.md", body=f"{FIRST}\n\nMore.", date="2021-05-07", redirect_to="https://post.example/a")
    site.write(SHOWN + entry).build()
    assert opening(site) == "17 False:"


def test_a_hostile_text_stays_harmless(site: Site) -> None:
    body = f'{FIRST}\n\n<a title="</p><script>alert(1)</script>" href="javascript:alert(1)" onclick="x()">Go</a>'
    site.write(SHOWN + article("a.md", body=body, date="2021-05-07")).build()
    page = opening(site)
    assert "javascript:" not in page
    assert "onclick" not in page
    assert "<script" not in re.sub(r'"[^"]*"', '""', page)


def test_a_picture_ends_the_opening(site: Site) -> None:
    (site.root / "content").mkdir(parents=True)
    (site.root / "content/a.jpg").write_bytes(photo(40, 30))
    body = f"{FIRST}\n\nTwo.\n\n![A quay](a.jpg)\n\nThree."
    site.write(SHOWN + article("a.md", body=body, date="2021-05-07", image="b.jpg")).build()
    assert opening(site).endswith("True: <p>Two.</p>")
