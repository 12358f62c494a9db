"""The lead of an edition and the order of its articles, computed from candidates and on front pages."""

from __future__ import annotations

import pytest

from digest.plan import front_page
from digest.plan.candidates import Candidate
from tests.support.pieces import article
from tests.support.sites import Site

DAY, BEFORE = "2021-05-07", "2021-05-06"


def candidate(path: str, source: str = "", story: str = "", topics: str = "", **facts: object) -> Candidate:
    """An article; candidates with later names are older."""
    known: dict[str, object] = {
        "edition": DAY,
        "sort_key": ord(path[-1]),
        "weight": 0,
        "words": 100,
        "has_image": False,
    }
    return Candidate(path=path, source=source, story=story, topics=tuple(topics.split()), **{**known, **facts})  # type: ignore[arg-type]


def paths(candidates: list[Candidate], numbers: tuple[int, ...]) -> str:
    """Their names in one string."""
    return " ".join(candidates[n].path for n in numbers)


def order(candidates: list[Candidate]) -> str:
    """The names of ranked articles, the most important first."""
    return paths(candidates, tuple(p.lead for p in front_page.ranked(candidates)))


STORY = [candidate(p, source=p, story="s") for p in "bcd"]


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([candidate("a"), candidate("b", words=300)], "b a"),
        ([candidate("a"), candidate("b")], "a b"),
        ([candidate("a", words=900), *STORY], "b a"),
        ([candidate("a", weight=1), *STORY], "a b"),
        ([candidate("a"), *STORY[:2], candidate("d", source="d", story="s", weight=2)], "d a"),
        ([*STORY, *[candidate(p, source=p, story="t") for p in "efgh"]], "e b"),
        ([candidate("a"), candidate("b", edition=BEFORE, weight=9, words=900)], "a b"),
        ([candidate("a"), *[c._replace(edition=BEFORE) for c in STORY]], "a b"),
    ],
    ids=[
        "the longest leads", "of two as long the newer leads", "a story leads before a long text", "a weight before a story",
        "a weight leads a story", "the story of most sources leads", "an earlier edition comes after", "so do its stories",
    ],
)  # fmt: skip
def test_the_lead(candidates: list[Candidate], expected: str) -> None:
    assert order(candidates) == expected


def test_a_story_has_one_article_of_each_other_source_and_at_least_two() -> None:
    told = [candidate(p, source=s, story="s") for p, s in zip("abcdef", ["x", "x", "y", "y", "", "z"], strict=True)]
    (pick,) = front_page.ranked(told)
    assert (paths(told, (pick.lead, *pick.others)), pick.sources) == ("a c f", 3)
    assert [p.sources for p in front_page.ranked(told[:4])] == [0, 0, 0, 0]


def test_a_front_page_shows_no_article_twice() -> None:
    many = [candidate(f"n{chr(97 + i)}", source=f"s{i % 7}", topics=f"t{i % 5} t{i % 3}") for i in range(40)]
    stories = [candidate(f"{s}{i}", source=f"s{i}", story=s, topics="t0") for s in "xyz" for i in range(3 + (s == "x"))]
    page = front_page.front([*many, *stories], DAY)
    assert page.lead
    picks = [page.lead, *page.second, *page.under, *page.clusters]
    shown = [n for p in picks for n in (p.lead, *p.others)] + list(page.briefs) + [n for t in page.topics for n in t[2]]
    assert len(shown) == len(set(shown))
    assert ([p.sources for p in page.clusters], page.lead.sources) == ([3, 3], 4)
    assert not page.is_complete
    assert [t[:2] for t in page.topics] == sorted((t[:2] for t in page.topics), key=lambda t: -t[1])
    assert all(2 <= len(t[2]) <= 4 for t in page.topics)


@pytest.mark.parametrize("has_image", [True, False])
@pytest.mark.parametrize("number", range(3, 13))
def test_at_most_two_articles_are_left_out_if_there_is_room(number: int, *, has_image: bool) -> None:
    """ "In brief" has three articles or none."""
    told = [candidate(f"s{i}", source=f"s{i}", story="x", has_image=has_image) for i in range(3)]
    page = front_page.front([*told, *(candidate(f"n{i}") for i in range(number))], DAY)
    assert page.shown() <= set(range(3 + number))
    left_out = 3 + number - len(page.shown())
    assert left_out <= 2
    assert page.is_complete == (left_out == 0)
    assert not page.briefs or len(page.briefs) > 2


def test_stories_next_to_each_other_both_have_a_summary_or_neither() -> None:
    def pair(*summaries: str) -> list[tuple[int, bool]]:
        page = front_page.front([candidate(f"n{i}", words=90 - i, summary=s) for i, s in enumerate(summaries)], DAY)
        return [(p.lead, p.has_summary) for p in page.under]

    assert pair("s", "", "s", "", "s", "", "", "") == [(2, True), (4, True)]
    assert pair("s", "", "", "", "s", "", "", "") == [(4, False), (1, False)]
    assert [lead for lead, _ in pair(*[""] * 8)] == [1, 2]


def test_briefs_are_the_newest_first() -> None:
    told = [candidate(f"n{i}", words=i, sort_key=i % 5, summary="word " * 60) for i in range(20)]
    briefs = front_page.front(told, DAY).briefs
    assert len(briefs) > 5
    assert [(told[n].sort_key, told[n].path) for n in briefs] == sorted(
        (told[n].sort_key, told[n].path) for n in briefs
    )


@pytest.mark.parametrize(
    ("topics", "expected"),
    [
        (["sea"], ()), (["sea", "law"], ()), (["sea law", "law", "art"], ("law", "art", "sea")),
        ([f"t{n:02}" for n in range(14)], tuple(f"t{n:02}" for n in range(12))), (["sea", "law", "art"] * 20, ()),
    ],
    ids=["one article", "two topics", "three topics", "many topics", "by topic"],
)  # fmt: skip
def test_topics_are_listed_if_the_page_is_not_divided_by_topic(topics: list[str], expected: tuple[str, ...]) -> None:
    told = [candidate(f"{n:02}{chr(97 + n % 26)}", topics=keys) for n, keys in enumerate(topics)]
    assert front_page.front(told, DAY).chips == expected


def test_secondary_stories_have_different_topics_if_possible() -> None:
    alike = [candidate(p, topics="sea", words=900 - n) for n, p in enumerate("abcdefgh")]
    mixed = [*alike, candidate("i", topics="law"), candidate("j", topics="art")]
    page = front_page.front([c._replace(has_image=True) for c in mixed], DAY)
    assert [mixed[p.lead].path for p in (*[page.lead], *page.second) if p] == ["a", "i", "j", "b"]
    assert page.under == ()


@pytest.mark.parametrize("number", range(1, 6))
def test_few_articles_are_a_lead_and_a_second_column(number: int) -> None:
    page = front_page.front([candidate(p, topics="t") for p in "abcde"[:number]], DAY)
    assert page.is_complete
    assert page.lead
    assert page._replace(lead=None, second=()) == front_page.FrontLayout()
    assert len(page.second) == number - 1


def test_topics_are_shown_if_two_have_at_least_two_articles() -> None:
    some = [candidate(f"{n:02}a", topics="sea" if n > 16 else "") for n in range(20)]
    assert front_page.front(some, DAY).topics == ()
    more = [*some, candidate("z", topics="law"), candidate("y", topics="law")]
    assert [(key, len(items)) for key, _, items in front_page.front(more, DAY).topics] == [("sea", 3), ("law", 2)]


def test_a_day_lists_each_article_under_its_largest_topic() -> None:
    day = [
        candidate("a", topics="sea law", words=900), candidate("b", topics="law sea"), candidate("c", topics="sea"),
        candidate("d", topics="law"), candidate("e", topics="sea"), candidate("f"),
    ]  # fmt: skip
    page = front_page.issue(day)
    assert [day[p.lead].path for p in page.leads] == ["a", "b"]
    assert [(key, above, paths(day, items)) for key, above, items in page.groups] == [
        ("sea", 2, "c e"), ("law", 0, "d"), ("", 0, "f"),
    ]  # fmt: skip


def test_the_two_leads_of_a_day_are_stories_with_their_sources() -> None:
    """As on the front page. Further articles of a source that is named above are in the list below."""
    sea, law = ([candidate(s + p, source=p, story=s, topics="t") for p in "abcd"] for s in ("sea", "law"))
    day = [*sea, candidate("sea2z", source="a", story="sea", topics="t"), *law[:3], candidate("x", topics="t")]
    page = front_page.issue(day)
    assert [(day[p.lead].path, p.sources) for p in page.leads] == [("seaa", 4), ("lawa", 3)]
    assert list(page.leads) == front_page.ranked(day)[:2]
    assert [(above, paths(day, items)) for _, above, items in page.groups] == [(7, "sea2z x")]


# -- on pages -------------------------------------------------------------------------------------

SHOWN = """
-- config.yaml --
theme: shown
-- themes/shown/theme.yaml --
extends: plain
-- themes/shown/front.html --
{% macro story(s) %}{{ s.item.name }}{% if s.also %}({{ s.sources }}: {% for o in s.also %}{{ o.name }} {% endfor %}
+ {% for o in s.rest %}{{ o.name }} {% endfor %}in {{ s.link.title }} {{ s.link.url }}){% endif %} {% endmacro %}
edition {% if front.edition %}{{ front.edition.iso }} {{ front.edition.total }}, {{ front.sources }} sources{% endif %}

lead {{ story(front.lead) if front.lead }}
second {% for s in front.second %}{{ story(s) }}{% endfor %}

clusters {% for s in front.clusters %}{{ story(s) }}{% endfor %}

briefs {% for b in front.briefs %}{{ b.name }} {% endfor %}

led {% for l in front.led %}{{ l.edition.iso }} {{ l.edition.total }} {{ l.item.name }}; {% endfor %}

strip {% if strip %}{% for e in strip.editions %}{{ e.iso[8:] }}:{{ e.total }}{{ "!" if e.current }} {% endfor %}{% endif %}

calendars {% for m in front.calendars %}{{ m.iso }} {{ m.total }} {% endfor %}

"""


def shown(site: Site) -> dict[str, str]:
    """The lines of the front page by their first word."""
    lines = " ".join(site.page("index.html").split()).replace(" )", ")")
    words = ("edition", "lead", "second", "clusters", "briefs", "led", "strip", "calendars")
    found, rest = {}, lines
    for word in reversed(words):
        rest, _, found[word] = rest.rpartition(word)
    return {word: text.strip() for word, text in found.items()}


def test_the_story_with_most_sources_leads_the_front_page(site: Site) -> None:
    told = "".join(
        article(f"t{n}.md", date=f"2021-05-07 0{n}:00", source=f"Paper {n}", story="Vienna talks", topics="[Talks]")
        for n in range(6)
    )
    site.write(SHOWN + told + article("long.md", body="word " * 400, date="2021-05-07")).build()
    page = shown(site)
    assert page["edition"] == "2021-05-07 7, 6 sources"
    assert page["lead"] == "t5(6: t4 t3 t2 + t1 t0 in Vienna talks /stories/vienna-talks/)"
    assert page["second"] == "long"
    site.write(article("long.md", body="word " * 400, date="2021-05-07", weight="1")).build()
    assert shown(site)["lead"] == "long"
    assert shown(site)["clusters"].startswith("t5(6:")


def test_a_small_edition_is_filled_up_without_undated_articles(site: Site) -> None:
    site.write(SHOWN + "".join(article(f"n{d}.md", date=f"2021-05-0{d}", body="word " * d) for d in range(1, 8)))
    site.write(article("none.md", body="word " * 90)).build()
    page = shown(site)
    assert page["edition"] == "2021-05-07 1, 0 sources"
    assert (page["lead"], page["second"], page["briefs"]) == ("n7", "n4 n3 n2", "")
    assert page["led"] == "2021-05-06 1 n6; 2021-05-05 1 n5; 2021-05-04 1 n4; 2021-05-03 1 n3; 2021-05-02 1 n2;"
    assert page["strip"] == "01:1 02:1 03:1 04:1 05:1 06:1 07:1!"
    assert page["calendars"] == "2021-05 7"


def test_an_article_that_becomes_the_longest_becomes_the_lead(site: Site) -> None:
    both = article("a.md", date="2021-05-07") + article("b.md", date="2021-05-07", body="Four words of it.")
    site.write(SHOWN + both).build()
    assert shown(site)["lead"] == "b"
    site.write(article("a.md", date="2021-05-07", body="Now it has six words, then.")).build()
    assert shown(site)["lead"] == "a"
    assert site.written() == ["2021/05/07/a.html", "feed.xml", "index.html"]


def test_editions_with_one_article_and_none(site: Site) -> None:
    site.write(SHOWN).build()
    assert set(shown(site).values()) == {""}
    site.write(article("a.md", date="2021-05-07")).build()
    page = shown(site)
    assert (page["lead"], page["second"], page["led"], page["strip"], page["calendars"]) == ("a", "", "", "", "")
