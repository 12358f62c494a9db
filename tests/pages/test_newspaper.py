"""Optional values of pages: strips, stories, calendars, profiles, indexes, metadata, and the pages that an edit renders."""

from __future__ import annotations

import json

import pytest

from digest.plan import calendar_grid
from tests.support.changes import RICH, day_of, edit, reasons, steps
from tests.support.pieces import article
from tests.support.sites import Site

SHOWN = """
-- config.yaml --
theme: shown
url: https://desk.example/
timezone: Europe/Kyiv
-- themes/shown/theme.yaml --
extends: plain
-- themes/shown/article.html --
{% if timeline %}{{ timeline.link.title }}:
{% for e in timeline.entries %} {{ e.item.name }}{{ "!" if e.current }}{% endfor %}{% endif %}
-- themes/shown/day.html --
{% if strip %}{% for e in strip.editions %}{{ e.iso[8:] }}{{ "*" if e.url }}{{ "!" if e.current }} {% endfor %}
{{ strip.month.iso }}{% endif %}
-- themes/shown/month.html --
{{ month.sources }} {{ month.topics }}:
{% for w in month.calendar.weeks %}{% for d in w if d and d.total %}
 {{ d.iso[8:] }}={{ d.total }}/{{ d.level }}{% endfor %}{% endfor %}
-- themes/shown/year.html --
{{ year.total }} {{ year.editions }} {{ year.sources }}
{% for y in year.years %}{{ y.iso }}{{ "!" if y.current }} {% endfor %}
{{ year.calendars|map(attribute="iso")|first }} {{ year.calendars|length }};
{%- for m in year.months %} {{ m.iso }} {{ m.total }} {{ m.lead.name }}{{ "/%s" % m.sources if m.sources }}
{% for t in m.topics %} {{ t.title }}{% endfor %};{% endfor %}
-- themes/shown/archive.html --
{% if year %}{% for y in year.years %}{{ y.iso }} {% endfor %}{{ year.undated.total if year.undated }}{% endif %}
-- themes/shown/listing.html --
{% if profile %}{{ profile.sources }} {{ profile.since }} {% for t in profile.beside %}{{ t.title }} {% endfor %}
{%- if profile.spark %}{{ profile.spark.bars|map(attribute="total")|list }} {{ profile.spark.most.iso }}{% endif %}{% endif %}
-- themes/shown/collection.html --
{{ index.total }} {{ index.articles }} {{ index.since }} {{ index.month }}
{%- for r in index.news %}; {{ r.title }} {{ r.recent }}/{{ r.total }} {{ r.line|list }}{% endfor %}
{%- for r in index.rows %}; {{ r.title }} {{ r.total }} {{ r.line|list }} {{ r.first }}{{ "." if r.ended }}
{%- for t in r.about %} {{ t.title }}{% endfor %}{% endfor %}
{%- for l in index.letters %}; {{ l.title }}{% for e in l.entries %} {{ e.title }}{% endfor %}{% endfor %}
"""


def said(site: Site, path: str) -> str:
    """The text of a page, in one line."""
    return " ".join(site.page(path).split())


def of(name: str, date: str, topics: str = "", source: str = "", **front: str) -> str:
    """One article."""
    return article(f"{name}.md", date=date, topics=f"[{topics}]", source=source, **front)


SEA = (
    of("a", "2020-11-03", "Sea, Law", "Post", author="Jo Lee") + of("b", "2021-02-03", "Sea", "Post", story="Ferry")
    + of("c", "2021-02-04", "Sea, Law", "Wire", story="Ferry") + of("d", "2021-02-04", "Art", "Wire", author="Jo Lee")
    + of("e", "2021-03-01", "Sea, Art", "Post", author="Ann Lee") + article("none.md", source="Post")
)  # fmt: skip


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2021/02/index.html", "2 3: 03=1/1 04=2/3"),
        ("2021/index.html", "4 3 2 2020 2021! 2021-02 2; 2021-02 3 c Sea Art; 2021-03 1 e Art Sea;"),
        ("2020/index.html", "1 1 1 2020! 2021 2020-11 2; 2020-11 1 a Law Sea;"),
        ("archive/index.html", "2020 2021 1"),
        ("topics/sea/index.html", "2 2020-11 Law Art [1, 0, 0, 2, 1] 2021-02"),
        ("topics/art/index.html", "2 2021-02 Sea"),
        ("sources/post/index.html", "0 2020-11 Sea Art Law [1, 0, 0, 1, 1] 2021-03"),
        ("stories/ferry/index.html", "2 2021-02 Sea Law"),
        ("topics/index.html", "3 6 2020-11 2021-03; Art 1/2 [0, 0, 0, 1, 1]; Sea 1/4 [1, 0, 0, 2, 1]; Art Law Sea"),
        ("sources/index.html", "2 6 2020-11 2021-03; Post 4 [1, 0, 0, 1, 1] Sea Art; Wire 2 [0, 0, 0, 2, 0] Art Law"),
        ("stories/index.html", "1 2 2021-02 2021-03; Ferry 2 [2, 0] 2021-02-03"),
        ("authors/index.html", "2 0 2020-11 2021-03; Jo Lee 2 [1, 0, 0, 1, 0] Post Wire; Ann Lee 1 [0, 0, 0, 0, 1] Post"),
        ("2021/02/03/b.html", "Ferry: c b!"),
        ("2021/03/01/e.html", ""),
    ],
)  # fmt: skip
def test_the_optional_values_of_each_page(site: Site, path: str, expected: str) -> None:
    site.write(SHOWN + SEA).build()
    assert said(site, path) == expected


def test_values_are_updated_when_their_articles_are_removed(site: Site) -> None:
    site.write(SHOWN + SEA).build()
    (site.root / "content/c.md").unlink()
    site.write(of("e", "2021-03-01", "Sea", "Post")).build()
    assert said(site, "topics/sea/index.html") == "1 2020-11 Law [1, 0, 0, 1, 1] 2021-03"
    assert said(site, "sources/post/index.html") == "0 2020-11 Sea Law [1, 0, 0, 1, 1] 2021-03"
    assert said(site, "2021/02/03/b.html") == ""


def test_renaming_a_topic_renders_all_pages_with_its_name(site: Site) -> None:
    site.write(SHOWN + SEA).build()
    site.write(of("new", "2021-03-02", "SEA")).build()
    assert said(site, "topics/law/index.html") == "2 2020-11 SEA"
    assert "Law SEA" in said(site, "2020/index.html")
    assert "Post 4 [1, 0, 0, 1, 1] SEA" in said(site, "sources/index.html")


def strip(site: Site, day: int) -> str:
    """The strip on the page of a day of May 2021, without the month."""
    return said(site, f"2021/05/{day:02}/index.html").removesuffix(" 2021-05")


def test_the_strip_of_a_day_ends_with_the_newest_day_and_begins_with_the_first(site: Site) -> None:
    site.write(SHOWN + "".join(of(f"n{d}", f"2021-05-{d:02}") for d in (3, 5, 12, 13))).build()
    assert strip(site, 3) == "03*! 04 05* 06"
    assert strip(site, 5) == "03* 04 05*! 06 07 08"
    assert strip(site, 12) == "07 08 09 10 11 12*! 13*"
    assert strip(site, 13) == "07 08 09 10 11 12* 13*!"


def test_a_strip_changes_only_if_a_day_comes_or_goes(site: Site) -> None:
    site.write(SHOWN + "".join(of(f"n{d}", f"2021-05-{d:02}") for d in (3, 10, 11, 20))).build()
    site.write(of("other", "2021-05-11")).build()
    assert not [p for p in site.written() if p.startswith("2021/05/1") and "/index" in p]
    site.write(of("n14", "2021-05-14")).build()
    assert (strip(site, 11), strip(site, 20)) == ("08 09 10* 11*! 12 13 14*", "14* 15 16 17 18 19 20*!")
    (site.root / "content/n20.md").unlink()
    site.build()
    assert (strip(site, 11), strip(site, 14)) == ("08 09 10* 11*! 12 13 14*", "08 09 10* 11* 12 13 14*!")
    site.write(of("n2", "2021-05-02") + of("n30", "2021-05-30")).build()
    assert (strip(site, 3), strip(site, 14)) == ("02* 03*! 04 05 06", "11* 12 13 14*! 15 16 17")
    (site.root / "content/n30.md").unlink()
    (site.root / "content/n2.md").unlink()
    site.build()
    assert (strip(site, 3), strip(site, 14)) == ("03*! 04 05 06", "08 09 10* 11* 12 13 14*!")


def test_a_topic_loses_its_name_and_its_only_article_of_a_year(site: Site) -> None:
    """The page of the year named the topic. It is gone, because the year has no articles any more."""
    site.write(SHOWN + of("a", "2019-12-31", "Sea") + of("b", "2020-01-01", "SEA")).build()
    assert site.write(of("b", "2021-05-04", "Law")).build().problems == ()
    assert "2020/index.html" not in site.output()


def test_an_article_of_a_story_renders_one_before_and_two_after_it(site: Site) -> None:
    site.write(SHOWN + "".join(of(f"n{d}", f"2021-05-0{d}", story="Ferry") for d in (1, 2, 3, 5, 6, 7))).build()
    assert said(site, "2021/05/03/n3.html") == "Ferry: n5 n3! n2 n1"
    site.write(of("n4", "2021-05-04", story="Ferry")).build()
    assert said(site, "2021/05/03/n3.html") == "Ferry: n4 n3! n2 n1"
    assert [p for p in site.written() if "/n" in p] == [f"2021/05/0{d}/n{d}.html" for d in (3, 4, 5, 6)]


def test_the_lead_of_a_month_is_that_of_the_story_with_the_most_sources(site: Site) -> None:
    """Chosen like the lead of an edition: by weight, length, date."""
    long = of("long", "2021-02-03", "", "Post", story="Ferry", body="Some text of five words.")
    new = of("new", "2021-02-09", "", "Wire", story="Ferry")
    old = of("old", "2021-02-01", "", "Coast", story="Ferry")
    column = "".join(of(f"c{i}", "2021-02-20", "", "Post", story="Column") for i in range(4))
    site.write(SHOWN + long + new + old + column + of("next", "2021-03-01", "", "Review", story="Ferry")).build()
    assert "2021-02 7 long/3 ; 2021-03 1 next ;" in said(site, "2021/index.html")
    edit(site, "content/new.md", "Some text.", "Some text of one, two words.")
    site.build()
    assert "2021-02 7 new/3 ;" in said(site, "2021/index.html")
    assert reasons(site)["2021/index.html"] == "changed: year"
    site.write(of("long", "2021-02-03", "", "Post", story="Ferry", weight="1")).build()
    assert "2021-02 7 long/3 ;" in said(site, "2021/index.html")


def test_without_such_a_story_the_fullest_day_of_a_month_gives_its_lead(site: Site) -> None:
    """A longer text changes the page, even if the article belongs to no story."""
    days = of("a", "2021-02-03") + of("b", "2021-02-03") + of("c", "2021-02-04", weight="9")
    site.write(SHOWN + days + of("d", "2021-03-01")).build()
    assert "2021-02 3 a ;" in said(site, "2021/index.html")
    edit(site, "content/b.md", "Some text.", "Some text of one, two words.")
    site.build()
    assert "2021-02 3 b ;" in said(site, "2021/index.html")
    site.write(of("e", "2021-02-04")).build()
    assert "2021-02 4 c ;" in said(site, "2021/index.html")  # of two days with as many articles the later one


@pytest.mark.parametrize(
    ("spelled", "key", "name"),
    [
        ("Vienna talks", "vienna-talks", "Vienna talks"),
        ("vienna-talks", "vienna-talks", "Vienna talks"),
        ("UN", "un", "UN"),
    ],
)
def test_a_story_can_be_set_by_name_or_key(site: Site, spelled: str, key: str, name: str) -> None:
    site.write(SHOWN + of("a", "2021-05-01", story=spelled) + of("b", "2021-05-02", story=spelled)).build()
    assert (site.root / f"output/stories/{key}/index.html").is_file()
    assert said(site, "2021/05/01/a.html") == f"{name}: b a!"


def test_metadata_for_search_engines(site: Site) -> None:
    meta = "-- themes/shown/article.html --\n{{ meta.structured }}\n{{ meta.published }} {{ meta.image }}\n"
    two = of("a", "2021-05-01", "Sea & <!--x", "Post", authors="[Ann Lee, Jo Berg]", slug="a")
    site.write(SHOWN + meta + two.replace("title: a", "title: '`</script>` & sound'"))
    site.write(
        article("b.md", date="2021-05-02 10:00", updated="2021-05-03", agency="AFP", image="https://a.example/x.png")
    )
    site.build()
    text, stamps = site.page("2021/05/01/a.html").splitlines()
    assert not set("<>&") & set(text)
    found = json.loads(text)
    assert (found["headline"], found["keywords"]) == ("</script> & sound", ["Sea & <!--x"])
    assert (found["@type"], found["datePublished"]) == ("NewsArticle", "2021-05-01")
    assert [a["name"] for a in found["author"]] == ["Ann Lee", "Jo Berg"]
    assert found["author"][0]["url"] == "https://desk.example/authors/ann-lee/"
    assert found["mainEntityOfPage"] == "https://desk.example/2021/05/01/a.html"
    other = json.loads(site.page("2021/05/02/b.html").splitlines()[0])
    assert (other["author"], other["image"]) == (
        [{"@type": "Organization", "name": "AFP"}],
        ["https://a.example/x.png"],
    )
    assert (other["datePublished"], other["dateModified"]) == ("2021-05-02T10:00:00+03:00", "2021-05-03")
    assert stamps.startswith("2021-05-01 ")


@pytest.mark.parametrize(("front", "authors"), [
    ({"authors": "[Ann Lee, Jo Berg]", "agency": "AFP", "source": "Post"}, ["Ann Lee", "Jo Berg", "AFP"]),
    ({"agency": "AFP", "source": "Post"}, ["AFP"]),
    ({"source": "Post"}, None),
    ({}, ["The Digest"]),
])  # fmt: skip
def test_a_newspaper_is_not_the_author_of_its_articles(
    front: dict[str, str], authors: list[str] | None, site: Site
) -> None:
    meta = "-- themes/shown/article.html --\n{{ meta.structured }}\n"
    site.write(SHOWN + meta + article("a.md", date="2021-05-01", **front)).build()
    found = json.loads(site.page("2021/05/01/a.html"))
    assert (found["author"] and [a["name"] for a in found["author"]]) == authors if authors else "author" not in found
    source = {"@type": "Organization", "name": "Post", "url": "https://desk.example/sources/post/"}
    assert found.get("sourceOrganization") == (source if "source" in front else None)


def test_values_that_no_template_uses_are_no_inputs(site: Site) -> None:
    site.write(SEA).build()
    site.write(of("f", "2021-02-05", "Law", "Wire", story="Ferry")).build()
    assert "2021/02/03/b.html" not in [r.path for r in site.rendered]
    assert not [r for r in site.rendered if "profile" in r.reason or "index" in r.reason.split(": ")[-1].split(", ")]


# -- calendars ------------------------------------------------------------------------------------


def test_a_month_has_rows_of_seven_days() -> None:
    assert calendar_grid.weeks("2021-05", 0)[0] == ["", "", "", "", "", "2021-05-01", "2021-05-02"]
    assert calendar_grid.weeks("2021-05", 6)[0] == ["", "", "", "", "", "", "2021-05-01"]
    assert calendar_grid.weeks("9999-12", 0)[-1][:5] == [f"9999-12-{d}" for d in range(27, 32)]
    assert {
        len(week) for month in calendar_grid.months("2020-01", "2021-12") for week in calendar_grid.weeks(month, 0)
    } == {7}


def test_days_have_levels_by_quartile() -> None:
    assert calendar_grid.levels({"a": 1, "b": 2, "c": 30, "d": 400, "e": 0}) == {"a": 1, "b": 2, "c": 3, "d": 4}
    assert set(calendar_grid.levels(dict.fromkeys("abcdef", 3)).values()) == {1}
    assert calendar_grid.levels({}) == {}


def test_long_periods_have_bars_of_quarters_or_years() -> None:
    assert calendar_grid.bars({"2021-02": 3}, "2021-01", "2021-03") == [("2021-01", 0), ("2021-02", 3), ("2021-03", 0)]
    assert calendar_grid.bars({"2021-02": 3, "2021-03": 1}, "2016-01", "2021-03")[-1] == ("2021-q1", 4)
    assert calendar_grid.bars({"2021-02": 3}, "1990-01", "2021-03")[-1] == ("2021", 3)
    assert [calendar_grid.month_before(m) for m in ("2021-05", "2021-01", "0001-01")] == ["2021-04", "2020-12", ""]


# -- what a change costs --------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("story", ["", "Talks"])
def test_a_change_costs_the_same_in_a_small_and_a_large_archive_with_gazette(
    story: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rich = {**RICH, "story": story} if story else RICH
    counted = []
    for years in (2, 10):
        site = Site(tmp_path_factory.mktemp("archive")).write("-- config.yaml --\ntheme: gazette\n")
        every = [(y, i) for y in range(2020, 2020 - years, -1) for i in range(100)]
        site.write("".join(article(f"{y}/n{i:02d}.md", date=day_of(y, i), **rich) for y, i in every)).build()
        counted.append([(what, report.written, report.removed) for what, report in steps(site, rich)])
    small, large = counted
    assert small == large
    limits = {"add on 2020-12-30": 30, "add on 2020-06-02": 30, "edit": 1, "edit back": 1}
    # The pages of two days, and of the three articles after each of two dates, which name older ones of their topic.
    limits["back-date"] = limits["date again"] = 44
    # The first and last article of a year: new pages of all listings.
    limits["add on 2021-01-01"] = limits["delete"] = 48 if story else 42
    if story:  # with two pages and two articles of the story; two topics, a source and two authors have many pages
        limits["add on 2020-12-30"] = 33  # the six listings have 12 pages and 6 feeds
        limits["add on 2020-06-02"] = 31  # six articles around it name it: as neighbour, in the story, or at their ends
        limits["back-date"] = limits["date again"] = 50  # and articles of the story around two dates
    for what, written, removed in small:
        assert written + removed <= limits.get(what, 40), what
