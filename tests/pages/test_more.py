"""What to read after an article: which older articles its page names, and which pages an edit renders for that."""

from __future__ import annotations

import pytest

from tests.support.changes import edit
from tests.support.pieces import article
from tests.support.sites import Site

SHOWN = """
-- config.yaml --
theme: shown
-- themes/shown/theme.yaml --
extends: plain
-- themes/shown/article.html --
{% if more %}{{ more.by }} {{ more.link.title }}:{% for x in more.items %} {{ x.name }}{% endfor %}{% endif %}
"""


def of(name: str, day: int, topics: str = "", **front: str) -> str:
    return article(f"{name}.md", date=f"2021-05-{day:02}", topics=f"[{topics}]", **front)


def more(site: Site, name: str, day: int) -> str:
    """What the page of an article names."""
    return site.page(f"2021/05/{day:02}/{name}.html").strip()


SEA = "".join(of(f"s{day}", day, "Sea, Law") for day in range(1, 9))


def test_the_newest_three_of_the_first_topic_before_the_previous_article(site: Site) -> None:
    site.write(SHOWN + SEA + of("other", 8, "Art, Sea")).build()
    assert more(site, "s8", 8) == "topic Sea: s6 s5 s4"
    assert more(site, "s3", 3) == "topic Sea: s1"
    assert more(site, "other", 8) == ""


def test_articles_of_the_same_story_are_left_out(site: Site) -> None:
    told = "".join(of(f"t{day}", day, "Sea", story="Ferry") for day in (9, 10, 11, 12))
    site.write(SHOWN + SEA + told).build()
    assert more(site, "t12", 12) == "topic Sea: t9 s8 s7"


def test_without_an_older_article_of_its_topic_the_source_and_then_the_day_decides(site: Site) -> None:
    site.write(
        SHOWN
        + of("a", 1, "Sea", source="Post") + of("b", 2, source="Post") + of("c", 3, "Art", source="Post")
        + of("z", 4, "Law", source="Wire") + of("y", 4) + of("x", 4)
    ).build()  # fmt: skip
    assert more(site, "c", 3) == "source Post: a"
    assert more(site, "x", 4) == "day 4 May 2021: z"
    assert more(site, "y", 4) == ""


def test_articles_of_one_day_are_in_the_order_of_their_paths(site: Site) -> None:
    site.write(SHOWN + "".join(of(name, 4, "Sea") for name in "abcde")).build()
    assert [more(site, name, 4) for name in "ab"] == ["topic Sea: c d e", "topic Sea: d e"]


def test_articles_without_a_date_follow_each_other_only(site: Site) -> None:
    undated = "".join(article(f"u{n}.md", date="none", topics="[Sea]") for n in (1, 2, 3))
    site.write(SHOWN + SEA + undated).build()
    assert site.page("undated/u1.html").strip() == "topic Sea: u2 u3"
    assert more(site, "s1", 1) == ""


def test_a_new_article_changes_no_page_of_an_older_one(site: Site) -> None:
    site.write(SHOWN + SEA).build()
    site.write(of("new", 9, "Sea, Law")).build()
    assert [path for path in site.written() if path.startswith("2021/05/0") and "/s" in path] == []
    assert more(site, "new", 9) == "topic Sea: s7 s6 s5"


def test_an_older_article_that_is_added_or_removed_changes_the_pages_that_name_it(site: Site) -> None:
    site.write(SHOWN + SEA).build()
    site.write(of("s4b", 4, "Law, Sea")).build()
    named = [path for path in site.written() if path.startswith("2021/05/0") and "/s" in path]
    assert named == [
        f"2021/05/0{day}/s{name}.html" for day, name in ((4, "4"), (4, "4b"), (5, "5"), (6, "6"), (7, "7"))
    ]
    assert more(site, "s7", 7) == "topic Sea: s5 s4 s4b"
    (site.root / "content/s4b.md").unlink()
    site.build()
    assert more(site, "s7", 7) == "topic Sea: s5 s4 s3"


def test_a_changed_title_changes_the_pages_that_show_it(site: Site) -> None:
    site.write(SHOWN + SEA).build()
    edit(site, "content/s3.md", "title: s3", "title: Three\nslug: s3")
    site.build()
    assert [more(site, f"s{day}", day) for day in (4, 5, 7)] == [
        "topic Sea: s2 s1", "topic Sea: Three s2 s1", "topic Sea: s5 s4 Three",
    ]  # fmt: skip
    assert "2021/05/08/s8.html" not in site.written()


@pytest.mark.parametrize("gone", ["s6", "s7"])
def test_a_page_follows_when_the_articles_that_it_leaves_out_change(site: Site, gone: str) -> None:
    site.write(SHOWN + SEA + of("new", 9, "Sea", story="Ferry")).build()
    edit(site, f"content/{gone}.md", "topics", "story: Ferry\ntopics")
    site.build()
    assert more(site, "new", 9) == ("topic Sea: s7 s5 s4" if gone == "s6" else "topic Sea: s6 s5 s4")
