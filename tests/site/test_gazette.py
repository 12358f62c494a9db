"""HTML of the theme `gazette`: its size, its options, and pages with little to show."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from shutil import copytree

import pytest
import yaml

from digest.build.theme_folders import SHIPPED
from tests.support.changes import edit
from tests.support.gazette import CONFIG, edition, options, texts
from tests.support.pieces import article, plain
from tests.support.sites import Site

pytestmark = pytest.mark.slow

THEME = Path(SHIPPED) / "gazette"
KIB = 1024


# -- size -----------------------------------------------------------------------------------------


def test_the_style_sheet_fits_in_32_kb() -> None:
    assert (THEME / "style.css").stat().st_size <= 32_000


def test_the_download_size_of_a_first_visit(site: Site) -> None:
    """Compressed HTML and style sheet, and two fonts, without images."""
    names = [f"news-{i}" for i in range(60)]
    site.write(
        CONFIG + edition(*names, topics="[Shipping]", summary="A summary of about the usual length, in one line.")
    )
    assert site.build().problems == ()
    fonts = sum((THEME / "fonts" / name).stat().st_size for name in ("latin.woff2", "latin-italic.woff2"))
    style = len(gzip.compress((THEME / "style.css").read_bytes()))
    for path, most in (("index.html", 200), ("2021/05/07/news-1.html", 150)):
        assert len(gzip.compress(site.page(path).encode())) + style + fonts <= most * KIB


def test_only_logical_properties_are_used() -> None:
    """Then a page from right to left is mirrored."""
    style = (THEME / "style.css").read_text("utf-8")
    assert re.findall(r"[{;](?:margin|padding|border)-(?:left|right|top|bottom)|[{;](?:left|right|float):", style) == []


def test_the_fonts_and_their_licence() -> None:
    style = (THEME / "style.css").read_text("utf-8")
    named = set(re.findall(r"url\(fonts/([\w-]+\.woff2)\)", style))
    assert named == {p.name for p in (THEME / "fonts").glob("*.woff2")}
    assert "SIL OPEN FONT LICENSE Version 1.1" in (THEME / "fonts" / "OFL.txt").read_text("utf-8")


# -- options --------------------------------------------------------------------------------------


def test_each_option_has_a_test() -> None:
    declared = yaml.safe_load((THEME / "theme.yaml").read_text("utf-8"))["options"]
    of_front = {"front_clusters", "front_topics", "front_earlier_years", "front_previous"}
    assert (
        set(declared)
        == {"web_font", "scheme", "search", "email", "unsubscribe", "picture_sizes", "footer", "icon", "cards"}
        | of_front
    )
    assert all(option["doc"] for option in declared.values())


def test_the_web_font_can_be_switched_off(site: Site) -> None:
    site.write(CONFIG + edition("a")).build()
    assert 'fonts/latin.woff2" as="font"' in site.page("index.html")
    site.write(options(web_font="false")).build()
    assert "woff2" not in site.page("index.html")
    assert 'class="auto system"' in site.page("index.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_can_be_fixed(scheme: str, site: Site) -> None:
    site.write(options(scheme=scheme) + edition("a")).build()
    page = site.page("index.html")
    assert f'<html lang="en" dir="ltr" class="{scheme}">' in page
    assert f'<meta name="color-scheme" content="{scheme}">' in page


def test_the_sections_of_the_front_page_can_be_left_out(site: Site) -> None:
    stories = "".join(
        article(f"{story}-{i}.md", date="2021-05-07", story=story, source=f"Paper {i}", topics="[Shipping]") + "\n"
        for story in ("strike", "storm", "vote") for i in range(3)
    )  # fmt: skip
    topics = "".join(edition(*(f"{key}{i}" for i in range(14)), topics=f"[{key}]") for key in ("Arts", "Law", "Sport"))
    text = stories + topics + article("old.md", date="2021-04-06") + article("older.md", date="2019-05-07")
    names = {
        "front_clusters": "Most covered",
        "front_topics": "By topic",
        "front_earlier_years": "On this day",
        "front_previous": "Previous editions",
    }
    site.write(CONFIG + text).build()
    assert all(f">{name}</h2>" in site.page("index.html") for name in names.values())
    for option, name in names.items():
        site.write(options(**{option: "false"})).build()
        left = [n for n in names.values() if f">{n}</h2>" in site.page("index.html")]
        assert left == [n for n in names.values() if n != name]


def test_the_text_of_the_footer(site: Site) -> None:
    site.write(options(footer="Kept since 2019.") + edition("a")).build()
    assert "<p>Kept since 2019.</p>" in site.page("2021/05/07/a.html")


ICONS = {"favicon.svg", "favicon.ico", "apple-touch-icon.png"}


def icons(site: Site) -> tuple[list[str], set[str]]:
    """The icons that pages link to, and those in the output."""
    return re.findall('rel="(?:icon|apple-touch-icon)" href="([^"]*)"', site.page("404.html")), ICONS & set(
        site.output()
    )


def test_a_site_without_an_icon_gets_the_first_letter_of_its_title(site: Site) -> None:
    site.write(CONFIG).build()
    assert icons(site) == (["/favicon.svg", "/apple-touch-icon.png"], ICONS)
    assert 'd="M7.7 24V26H18.4V24L' in site.page("favicon.svg")  # F
    before = site.output()
    site.write(CONFIG.replace("Foreign Desk", "Low Tide")).build()
    assert {name for name in ICONS if site.output()[name] != before[name]} == ICONS


def test_a_site_with_an_icon_of_its_own_keeps_it(site: Site) -> None:
    site.write(CONFIG).build()
    site.write("-- static/favicon.ico --\nmine\n").build()
    assert icons(site) == (["/favicon.ico"], {"favicon.ico"})
    assert site.page("favicon.ico") == "mine\n"
    site.write("-- static/apple-touch-icon.png --\nmine\n").build()
    assert icons(site)[0] == ["/favicon.ico", "/apple-touch-icon.png"]
    site.write(options(icon="logo.svg") + "-- static/logo.svg --\n<svg/>\n").build()
    assert icons(site)[0] == ["/logo.svg", "/apple-touch-icon.png"]
    for name in ("favicon.ico", "apple-touch-icon.png"):
        (site.root / "static" / name).unlink()
    site.write(options(icon="false")).build()
    assert icons(site) == ([], set())
    site.write(CONFIG).build()
    assert icons(site) == (["/favicon.svg", "/apple-touch-icon.png"], ICONS)


def test_a_touch_icon_of_the_site_replaces_the_drawn_one(site: Site) -> None:
    report = site.write(CONFIG + "-- static/apple-touch-icon.png --\nmine\n").build()
    assert [problem.code for problem in report.problems] == ["no-articles"]
    assert icons(site) == (["/favicon.svg", "/apple-touch-icon.png"], ICONS)
    assert site.page("apple-touch-icon.png") == "mine\n"


def test_the_icon_is_drawn_again_if_the_theme_has_another_outline(site: Site) -> None:
    copytree(THEME, site.root / "themes" / "own")
    site.write("-- config.yaml --\ntitle: Foreign Desk\ntheme: own\n" + article("a.md", date="2021-05-07")).build()
    letters = site.root / "themes/own/drawn/letters.txt"
    letters.write_text(re.sub("(?m)^F .*", "F M2 2H20V20Z", letters.read_text("utf-8")), "utf-8")
    site.build()
    assert 'd="M2 2H20V20Z"' in site.page("favicon.svg")


def test_what_icons_are_drawn_from_is_not_published(site: Site) -> None:
    site.write(CONFIG).build()
    assert not [path for path in site.output() if "drawn" in path]


# -- social cards ---------------------------------------------------------------------------------

ARTICLES = options(cards="articles")


def previews(site: Site, path: str) -> tuple[str, str]:
    """The image of link previews of a page, without its hash, and its alternative text."""
    found = [re.search(f'"og:image{name}" content="([^"?]*)', site.page(path)) for name in ("", ":alt")]
    image, alt = (match[1] if match else "" for match in found)
    return image.removeprefix("https://foreigndesk.example/"), alt


def cards(site: Site) -> list[str]:
    return [path for path in site.output() if path.startswith("cards/") or path == "card.png"]


def test_link_previews_show_the_card_of_the_site_or_of_an_article(site: Site) -> None:
    site.write(CONFIG + article("a.md", "Snow falls", date="2021-05-07", slug="a", source="Post")).build()
    assert previews(site, "2021/05/07/a.html") == previews(site, "index.html") == ("card.png", "Foreign Desk")
    assert cards(site) == ["card.png"]
    site.write(ARTICLES).build()
    assert previews(site, "2021/05/07/a.html") == ("cards/2021/05/07/a.png", "Snow falls. Post")
    assert previews(site, "index.html") == ("card.png", "Foreign Desk")
    assert cards(site) == ["card.png", "cards/2021/05/07/a.png"]
    site.write(options(cards="false")).build()
    assert previews(site, "2021/05/07/a.html") == ("", "")
    assert cards(site) == []


def test_an_article_with_a_picture_or_in_another_script_has_no_card(site: Site) -> None:
    picture = article("a.md", date="2021-05-07", image="https://a.example/x.jpg", alt="A barge")
    arabic = article("b.md", "ميناء", date="2021-05-07", slug="b")
    elsewhere = article("c.md", date="2021-05-07", permalink="/c/")
    site.write(ARTICLES + picture + "\n" + arabic + "\n" + elsewhere).build()
    assert previews(site, "2021/05/07/a.html") == ("https://a.example/x.jpg", "A barge")
    assert previews(site, "2021/05/07/b.html") == ("card.png", "Foreign Desk")
    assert previews(site, "c/index.html")[0] == "cards/c/index.png"
    assert cards(site) == ["card.png", "cards/c/index.png"]


def test_a_site_whose_title_cannot_be_drawn_has_no_cards(site: Site) -> None:
    site.write(ARTICLES.replace("Foreign Desk", "潮汐周刊") + edition("a")).build()
    assert cards(site) == []
    assert 'font-size="22">潮</text>' in site.page("favicon.svg")


def test_a_card_is_drawn_again_only_if_its_words_change(site: Site) -> None:
    site.write(ARTICLES + edition("a", "b", source="Post")).build()

    def drawn() -> list[str]:
        return [r.path for r in site.rendered if r.path in cards(site)]

    def address() -> str:
        found = re.search('"og:image" content="([^"]*)', site.page("2021/05/07/a.html"))
        return found[1] if found else ""

    before = address()
    site.write(ARTICLES + "description: News.\n" + article("a.md", date="2021-05-07", source="Post", topics="[Arts]"))
    site.build()
    assert (drawn(), address()) == ([], before)
    site.write(article("a.md", "Other", date="2021-05-07", source="Post", slug="a")).build()
    assert drawn() == ["cards/2021/05/07/a.png"]
    assert address() != before
    site.write(article("a.md", "Other", date="2021-05-07", slug="a", image="https://a.example/x.jpg")).build()
    assert cards(site) == ["card.png", "cards/2021/05/07/b.png"]
    site.write(ARTICLES.replace("Foreign Desk", "Low Tide")).build()
    assert sorted(drawn()) == ["card.png", "cards/2021/05/07/b.png"]


# -- the end of an article ------------------------------------------------------------------------


def test_an_article_can_be_cited(site: Site) -> None:
    front = {"source": "Alpine Courier", "link": "https://alpine.example/a?b=1", "language": "en"}
    site.write(CONFIG + article("a.md", "Snow falls", date="2021-05-07", **front)).build()
    (said,) = texts(site.page("2021/05/07/snow-falls.html"), "section.cite")
    where = "Archived by Foreign Desk: foreigndesk.example/2021/05/07/snow-falls.html"
    assert said.endswith(f"“Snow falls.” Alpine Courier, 7 May 2021. alpine.example/a?b=1. {where}")
    assert said.startswith("Cite this article")


@pytest.mark.parametrize(("front", "said"), [
    ({"title": "Why?", "date": "2021-05-07"}, "“Why?” 7 May 2021."),
    ({"title": "Snow", "date": "none", "source": "Post"}, "“Snow.” Post."),
    ({"title": "Snow", "date": "none", "link": "https://a.example/b"}, "“Snow.” A. a.example/b."),
    ({"title": "Snow", "date": "none"}, ""),
])  # fmt: skip
def test_what_is_not_known_is_left_out_of_a_citation(front: dict[str, str], said: str, site: Site) -> None:
    site.write("-- config.yaml --\ntheme: gazette\n" + article("a.md", **{"slug": "a", **front})).build()
    page = site.page("2021/05/07/a.html" if front["date"][:1] == "2" else "undated/a.html")
    cite = page.partition('<section class="cite"')[2].partition("</section>")[0]
    assert plain(cite.rpartition("</div>")[2]) == said


def test_the_caption_of_a_picture_that_is_missing_follows_the_text(site: Site) -> None:
    caption = {"caption": "A barge.", "credit": "Jo Berg"}
    site.write(CONFIG + article("a.md", date="2021-05-07", **caption)).build()
    page = site.page("2021/05/07/a.html")
    assert texts(page, "p.lost") == ["Picture not archived: A barge. Jo Berg"]
    assert page.index("Some text.") < page.index('class="lost"')
    assert "<figure" not in page


def test_the_neighbours_of_an_article_say_whether_they_are_in_its_edition(site: Site) -> None:
    days = {"a": "2021-05-06T10:00", "b": "2021-05-07T10:00", "c": "2021-05-07T12:00"}
    site.write(CONFIG + "".join(article(f"{name}.md", date=date) for name, date in days.items())).build()
    assert re.findall('rel="(?:prev|next)"[^>]*><span>([^<]*)', site.page("2021/05/07/b.html")) == [
        "Earlier", "Next in this edition",
    ]  # fmt: skip
    site.write(CONFIG + "edition: week\n").build()
    assert "Previous in this edition" in site.page("2021/05/07/b.html")
    edit(site, "content/a.md", "2021-05-06", "2021-04-06")
    site.build()
    assert "Previous in this edition" not in site.page("2021/05/07/b.html")


def test_topics_sources_authors_and_stories_can_be_followed_if_they_have_feeds(site: Site) -> None:
    front = {"topics": "[Arts]", "source": "The Example", "authors": "[Ann Lee]"}
    site.write(CONFIG + edition("a", "b", "c", **front) + article("d.md", date="2021-05-06", story="The flood")).build()
    pages = {"topics/arts": "Arts", "sources/the-example": "The Example", "authors/ann-lee": "Ann Lee"}
    for path, name in {**pages, "stories/the-flood": "The flood"}.items():
        link = f'<a href="/{path}/feed.xml">Follow {name}<span class="hidden"> by Atom feed</span></a>'
        assert link in site.page(f"{path}/index.html")
    assert '<a href="/topics/arts/feed.xml">Follow Arts' in site.page("2021/05/07/a.html")
    site.write(CONFIG + "feeds: {topics: false}\n").build()
    assert "Follow " not in site.page("topics/arts/index.html")
    assert "Follow " not in site.page("2021/05/07/a.html")


@pytest.mark.parametrize(("front", "heading"), [
    ({"topics": "[Arts]"}, "More on Arts"), ({"source": "Post"}, "More from Post"), ({}, "More of 7 May 2021"),
])  # fmt: skip
def test_an_article_ends_with_more_to_read(front: dict[str, str], heading: str, site: Site) -> None:
    site.write(CONFIG + edition("a", "b", "c", "d", "e", **front)).build()
    section = site.page("2021/05/07/a.html").partition('<section class="part next">')[2].partition("</section>")[0]
    assert plain(section.partition("</h2>")[0]) == heading
    assert re.findall("<h3><a[^>]*>([^<]*)", section) == ["c", "d", "e"]  # b is the previous one


# -- pages with little to show --------------------------------------------------------------------


def test_a_site_without_articles_explains_where_to_put_them(site: Site) -> None:
    site.write(CONFIG).build()
    page = site.page("index.html")
    assert "<h2>No articles yet</h2>" in page
    assert "<h3" not in page
    assert 'class="strip"' not in page


def test_the_front_page_with_one_article(site: Site) -> None:
    site.write(CONFIG + edition("a")).build()
    page = site.page("index.html")
    assert texts(page, "p.issue") == ["Friday, 7 May 2021. One article"]
    main = page[page.index("<main") : page.index("</main")]
    assert re.findall(r"<h\d", main) == ["<h2"]
    assert "<section" not in main
    assert texts(main, "p.all") == []
    assert plain(main) == "a Some text. Published 7 May 2021"


def test_a_lone_story_begins_on_the_front_page(site: Site) -> None:
    first = "The harbour of Halvik has opened its northern basin again after nine days without a pilot."
    body = f"{first}\n\nThe first ships went in at six.\n\n## Later\n\nMore."
    front = {"topics": "[Shipping, Norway]", "source": "Harbour Times", "author": "Mara Lind", "agency": "AFP"}
    site.write(CONFIG + article("a.md", body=body, date="2021-05-07", image="/quay.jpg", **front)).build()
    page = site.page("index.html")
    main = page[page.index("<main") : page.index("</main")]
    assert texts(main, "p.kicker") == ["Shipping"]
    assert main.index("<figure") < main.index(first) < main.index("at six")
    assert texts(main, "p.all") == ["Continued in the article, 1 minute"]
    facts = "Topics Shipping Norway Source Harbour Times Published 7 May 2021 By Mara Lind, AFP"
    assert plain(main[main.index("<aside") :]) == facts


def test_a_small_front_page_ends_with_its_topics(site: Site) -> None:
    three = "".join(
        edition(name, topics=f"[{topics}]") for name, topics in zip("abc", ("Sea", "Law", "Art, Sea"), strict=True)
    )
    site.write(CONFIG + three).build()
    page = site.page("index.html")
    section = page[page.index('aria-labelledby="topics"') : page.index("</main")]
    assert plain(section.partition(">")[2]) == "Topics Sea Art Law"
    assert '<a href="/topics/law/">Law</a>' in section
    site.write(edition("c", topics="[Sea]")).build()
    assert 'aria-labelledby="topics"' not in site.page("index.html")
    site.write(options(front_topics="false") + edition("c", topics="[Art]")).build()
    assert 'aria-labelledby="topics"' not in site.page("index.html")


def whole_edition(site: Site) -> list[str]:
    """The link to all articles of the newest edition."""
    return re.findall(r'<p class="all">(.*?)</p>', site.page("index.html"))


def test_the_front_page_links_to_all_articles_of_its_edition(site: Site) -> None:
    names = [f"n{i}" for i in range(40)]
    site.write(CONFIG + edition(*names)).build()
    assert whole_edition(site) == ['<a href="/2021/05/07/">All 40 articles of 7 May</a>']
    page = site.page("index.html")
    assert page.index('class="briefs"') < page.index('class="all"') < page.index("</section>", page.index("briefs"))
    assert '<p class="issue"><a href="/2021/05/07/">Friday, 7 May 2021</a>. 40 articles</p>' in page
    (site.root / "config.yaml").write_text(CONFIG.partition("\n")[2] + "edition: week\n", "utf-8")
    site.build()
    assert whole_edition(site) == ['<a href="/2021/w18/">All 40 articles of this edition</a>']


def test_a_front_page_with_all_articles_has_no_link_to_them(site: Site) -> None:
    site.write(CONFIG + edition(*"abcde")).build()
    assert whole_edition(site) == []
    site.write(edition(*"fg")).build()  # too few are left for "In brief"
    assert "In brief" not in site.page("index.html")
    assert whole_edition(site) == ['<a href="/2021/05/07/">All 7 articles of 7 May</a>']


def test_the_same_day_in_earlier_years(site: Site) -> None:
    old = "".join(article(f"y{year}.md", date=f"{year}-05-07", source="Post") for year in (2001, 2010, 2019, 2020))
    site.write(CONFIG + edition(*[f"n{i}" for i in range(21)]) + old).build()
    page = site.page("index.html")
    section = page[page.index('aria-labelledby="thatday"') : page.index('aria-labelledby="previous"')]
    assert texts(section, "p.label") == ["7 May 2020 a year ago", "7 May 2019 two years ago", "7 May 2010 11 years ago"]
    assert '<a href="/2020/05/07/y2020.html">y2020</a>' in section
    assert '<a href="/2019/05/07/">7 May 2019</a>' in section
    assert texts(section, "p.src") == ["Post"] * 3
    (site.root / "config.yaml").write_text(CONFIG.partition("\n")[2] + "edition: week\n", "utf-8")
    site.build()
    page = site.page("index.html")
    assert "This week in earlier years" in page
    assert texts(page, "p.label")[0] == "Week 19, 2020 a year ago"


def test_without_topics_there_are_no_kickers_and_no_chips(site: Site) -> None:
    site.write(CONFIG + edition("a", "b", "c", "d")).build()
    for path in ("index.html", "2021/05/07/index.html", "2021/05/07/a.html"):
        assert "kicker" not in site.page(path)
        assert "Topics" not in site.page(path)
    assert 'class="group bare"' in site.page("2021/05/07/index.html")


def test_an_article_with_only_a_title_and_a_text(site: Site) -> None:
    site.write(CONFIG + article("a.md", date="2021-05-07")).build()
    page = site.page("2021/05/07/a.html")
    for absent in (
        "standfirst",
        "byline",
        "<figure",
        'class="topics"',
        'class="more"',
        'class="note"',
        "Original",
        "around",
    ):
        assert absent not in page
    assert "<dt>Source</dt>" not in page


def test_the_lead_of_a_day_is_shown_with_its_image_and_its_story(site: Site) -> None:
    front = {"story": "The Bridge", "topics": "[Sea]"}
    lead = edition("a", source="Post", weight="2", image="https://a.example/x.png", caption="A quay", **front)
    others = edition("b", source="Wire", **front) + edition("c", source="Coast", **front) + edition("d", weight="1")
    site.write(CONFIG + lead + others).build()
    page = site.page("2021/05/07/index.html")
    leads = page.partition('<div class="shown">')[2].partition('<section class="group')[0]
    assert [leads.index(x) for x in ("a.html", "<figure", "A quay", "b.html", "d.html")] == sorted(
        leads.index(x) for x in ("a.html", "<figure", "A quay", "b.html", "d.html")
    )
    assert '<p class="src"><span>Post</span> 3 sources</p>' in leads
    assert 'class="group' not in page  # nothing is left for the list
    assert "<figure" not in site.page("2021/05/07/a.html").partition("<main")[0]


def test_the_image_of_the_second_story_of_a_day_is_not_shown(site: Site) -> None:
    site.write(CONFIG + edition("a", weight="2") + edition("b", weight="1", image="https://a.example/x.png")).build()
    page = site.page("2021/05/07/index.html")
    assert ('<div class="covered">' in page, "<img" in page) == (True, False)


def test_strips_of_days_have_no_numbers_of_articles(site: Site) -> None:
    """One more article would otherwise change seven pages."""
    site.write(CONFIG + "".join(article(f"{day}.md", date=f"2021-05-0{day}") for day in (3, 4, 5))).build()
    assert ('class="full"' in site.page("index.html"), 'class="full"' in site.page("2021/05/05/index.html")) == (
        True,
        False,
    )


@pytest.mark.parametrize(("path", "split"), [("", 2), ("2021/", 9), ("2021/05/", 2)])
def test_the_pages_of_a_source_show_the_first_topic_instead_of_its_name(path: str, split: int, site: Site) -> None:
    site.write(f"{CONFIG}listing: {{front: 2, split: {split}}}\n")
    site.write(edition("a", "b", "c", source="The Post", topics="[Sea, Law]")).build()
    for listing, told in (("topics/sea", "The Post"), ("sources/the-post", "Sea")):
        assert set(texts(site.page(f"{listing}/{path}index.html"), "p.by")) == {told}


def test_the_first_page_of_a_source_names_its_topics(site: Site) -> None:
    site.write(CONFIG + edition("a", source="The Post", topics="[Sea, Law]") + edition("b", source="The Post")).build()
    page = site.page("sources/the-post/index.html")
    assert texts(page, "p.by") == ["Sea"]  # none on the row of the article without a topic
    assert "<b>2 articles</b> <span>2 topics</span> <span>since May 2021</span>" in page
    assert texts(page, "section.topics") == ["Mostly about Law Sea"]


def test_years_and_the_archive_show_the_lead_of_each_month(site: Site) -> None:
    site.write(CONFIG + edition("a", "b")).build()
    names = [f'<td class="text"><a href="/2021/05/07/{name}.html">{name}</a>' for name in "ab"]
    assert all(f"{names[0]}</td>" in site.page(path) for path in ("2021/index.html", "archive/index.html"))
    site.write("".join(edition(name, source=name, story="The Bridge") for name in "bcd")).build()
    told = f'{names[1]} <span class="by">3 sources</span></td>'
    assert all(told in site.page(path) for path in ("2021/index.html", "archive/index.html"))


def test_a_year_begins_with_the_first_month_that_has_articles(site: Site) -> None:
    """The calendars of a closed year go on to December; the table has no months without articles."""
    site.write(CONFIG + article("a.md", date="2020-10-03") + article("b.md", date="2021-02-03")).build()
    pages = [site.page(f"{year}/index.html") for year in (2020, 2021)]
    assert [page.count('class="cal"') for page in pages] == [3, 1]
    assert [page.count('<td class="name">') for page in pages] == [1, 1]
    assert "<span>1 edition since 3 October</span>" in pages[0]
    site.write(article("c.md", date="2020-01-03")).build()
    assert "<span>2 editions</span>" in site.page("2020/index.html")


def test_the_archive_of_a_site_without_articles(site: Site) -> None:
    site.write(CONFIG).build()
    assert '<p class="deck">No articles yet</p>' in site.page("archive/index.html")


def test_weeks_have_no_strip_of_days(site: Site) -> None:
    days = "".join(article(f"{day}.md", date=f"2021-05-0{day}") for day in (3, 4, 5))
    site.write(CONFIG + days).build()
    assert 'class="strip"' in site.page("index.html")
    site.write(CONFIG + "edition: week\n").build()
    assert 'class="strip"' not in site.page("index.html")


def test_the_bars_of_a_new_topic_are_narrow(site: Site) -> None:
    """Three months have the width of thirty, with the first and the last bar at the edges."""
    months = "".join(article(f"{month}.md", date=f"2021-0{month}-03", topics="[Sea]") for month in (1, 2, 3))
    site.write(CONFIG + months).build()
    bars = re.findall(r"M([\d.]+) 64v-62.0h([\d.]+)V64z", site.page("topics/sea/index.html"))
    assert bars == [("0.0", "1.0"), ("11.5", "1.0"), ("23.0", "1.0")]


def table(site: Site, path: str) -> list[list[str]]:
    """The texts of the cells of the table of an overview, with its head."""
    rows = site.page(path).partition("<table")[2].split("<tr>")[1:]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[re.sub("<[^>]+>", "", cell).strip() for cell in row] for row in cells]


def test_stories_are_a_table_with_the_newest_first(site: Site) -> None:
    """A story is over 30 days before the newest article of the site."""
    days = [
        ("2021-03-02", "Bell"),
        ("2021-03-14", "Bell"),
        ("2021-05-01", "Sea"),
        ("2021-06-04", ""),
        ("2021-06-04", "Hut"),
    ]
    site.write(
        CONFIG + "".join(article(f"{n}.md", date=day, story=story) for n, (day, story) in enumerate(days))
    ).build()
    assert "<b>3 stories</b> <span>in 4 articles since March 2021</span>" in site.page("stories/index.html")
    assert table(site, "stories/index.html") == [
        ["Story", "Since 2021", "Newest article", "When", "Articles"],
        ["Hut", "", "4", "since June 2021", "1"],
        ["Sea", "", "2", "1 May 2021", "1"],
        ["Bell", "", "1", "2 to 14 March 2021", "2"],
    ]
    site.write(article("more.md", date="2021-05-06", story="Sea")).build()
    assert table(site, "stories/index.html")[2] == ["Sea", "", "more", "since May 2021", "2"]


def test_authors_and_own_collections_are_tables_with_the_largest_first(site: Site) -> None:
    site.write(CONFIG + "collections: {regions: {field: region, title: Regions}}\n")
    site.write(edition("a", "b", authors="[Jo Berg]", source="Post", region="North", topics="[Sea]"))
    site.write(edition("c", authors="[Ann Lee, Jo Berg]", source="Wire", region="South")).build()
    assert "<b>2 authors</b> <span>since May 2021</span>" in site.page("authors/index.html")
    assert table(site, "authors/index.html") == [
        ["Author", "Since 2021", "Newest article", "Writes for", "Articles"],
        ["Jo Berg", "", "a", "Post, Wire", "3"], ["Ann Lee", "", "c", "Wire", "1"],
    ]  # fmt: skip
    assert table(site, "regions/index.html") == [
        ["Name", "Since 2021", "Newest article", "Mostly about", "Articles"],
        ["North", "", "a", "Sea", "2"], ["South", "", "c", "", "1"],
    ]  # fmt: skip


@pytest.mark.parametrize(("number", "shown", "letters"), [(39, 39, 0), (40, 20, 2)])
def test_an_overview_of_40_names_has_a_table_of_20_and_letters(
    number: int, shown: int, letters: int, site: Site
) -> None:
    names = [f"{'AB'[n % 2]} {n:02}" for n in range(number)]
    site.write(CONFIG + "".join(edition(f"n{n}", authors=f"[{name}]") for n, name in enumerate(names))).build()
    page = site.page("authors/index.html").partition("<footer")[0]
    assert (page.count('<td class="name">'), page.count("<h3>")) == (shown, letters)
    assert page.count('<li><a href="/authors/') == (number if letters else 0)


def test_the_page_for_a_missing_page_has_a_search_field_and_four_doors(site: Site) -> None:
    site.write(CONFIG + edition("a", source="Post", topics="[Sea]")).build()
    page = site.page("404.html").partition("<main")[2].partition("<footer")[0]
    assert '<form role="search" action="/search/">' in page
    assert re.findall(r'<li><p class="label"><a href="([^"]*)">([^<]*)</a></p><p>[^<]+\.</p></li>', page) == [
        ("/", "Newest edition"), ("/archive/", "Archive"), ("/topics/", "Topics"), ("/sources/", "Sources"),
    ]  # fmt: skip
    site.write(edition("b", source="Post", topics="[Sea]")).build()
    assert "404.html" not in site.written()
    site.write(options(search="false")).build()
    assert "<form" not in site.page("404.html")


# -- facts about an article -----------------------------------------------------------------------


def test_corrections_come_before_a_withdrawal(site: Site) -> None:
    notes = "-- content/a.md --\n---\ntitle: a\ndate: 2021-05-07\nwithdrawn: The paper took it back.\ncorrections:\n"
    notes += "  - {date: 2021-05-09, text: It was 118 million.}\n---\nText.\n"
    site.write(CONFIG + notes).build()
    assert texts(site.page("2021/05/07/a.html"), "p.note") == [
        "Corrected on 9 May 2021. It was 118 million.", "Withdrawn by the source. The paper took it back.",
    ]  # fmt: skip


@pytest.mark.parametrize(("front", "said"), [
    ({"authors": "[Ann Lee]"}, "By Ann Lee"),
    ({"authors": "[Ann Lee, Jo Berg]", "agency": "AFP"}, "By Ann Lee and Jo Berg for AFP"),
    ({"authors": "[Ann Lee, Jo Berg]", "source": "Alpine Courier"}, "By Ann Lee and Jo Berg for Alpine Courier"),
    ({"authors": "[Ann Lee, Jo Berg, Max Orr, Eva Ott]"}, "By Ann Lee, Jo Berg and others"),
    ({"agency": "AFP"}, "By AFP"),
])  # fmt: skip
def test_bylines(front: dict[str, str], said: str, site: Site) -> None:
    site.write(CONFIG + article("a.md", date="2021-05-07", **front)).build()
    assert texts(site.page("2021/05/07/a.html"), "p.byline") == [said]


def test_many_authors_are_listed_among_the_facts(site: Site) -> None:
    site.write(CONFIG + article("a.md", date="2021-05-07", authors="[Ann Lee, Jo Berg, Max Orr, Eva Ott]")).build()
    facts = re.search(r"<dt>Authors</dt><dd>(.*?)</dd>", site.page("2021/05/07/a.html"))
    assert facts
    assert re.sub(r"<[^>]+>", "", facts[1]) == "Ann Lee, Jo Berg, Max Orr, Eva Ott"


@pytest.mark.parametrize("title", ["word " * 19, "Übertragungsnetzbetreiber wehren sich"])
def test_very_long_titles_are_smaller(title: str, site: Site) -> None:
    site.write(CONFIG + article("a.md", date="2021-05-07", title=title.strip(), slug="a")).build()
    assert '<h1 class="long">' in site.page("2021/05/07/a.html")
    site.write(article("a.md", date="2021-05-07", title="Short", slug="a")).build()
    assert "<h1>Short" in site.page("2021/05/07/a.html")


@pytest.mark.parametrize(("letters", "smaller"), [(28, False), (46, True)])
def test_long_titles_in_scripts_without_spaces(letters: int, smaller: bool, site: Site) -> None:
    site.write(CONFIG + article("a.md", date="2021-05-07", title="港" * letters, slug="a", language="zh")).build()
    assert ('<h1 class="long">' in site.page("2021/05/07/a.html")) is smaller
    assert ('class="story xl text long"' in site.page("index.html")) is smaller


def test_an_article_in_another_language_is_marked_in_lists_and_on_its_page(site: Site) -> None:
    site.write(
        CONFIG
        + article("a.md", date="2021-05-07", title="خبر", slug="a", language="ar")
        + "\n"
        + edition("b", "c", "d")
    )
    site.build()
    assert '<article lang="ar" dir="rtl">' in site.page("2021/05/07/a.html")
    assert re.search(r'<h[23] lang="ar" dir="rtl"><a', site.page("index.html"))
    assert '<dl class="facts" lang="en" dir="ltr">' in site.page("2021/05/07/a.html")


def test_undated_articles_have_no_neighbours(site: Site) -> None:
    undated = "".join(article(f"{name}.md", date="none") for name in "uv")
    site.write(CONFIG + undated + article("a.md", date="2021-05-06") + article("b.md", date="2021-05-07")).build()
    around = {"undated/u": [], "undated/v": [], "2021/05/06/a": ["Later b"], "2021/05/07/b": ["Earlier a"]}
    for path, expected in around.items():
        found = re.search('<nav class="around".*?</nav>', site.page(f"{path}.html"), re.DOTALL)
        assert [" ".join(plain(a).split()) for a in re.findall("<a.*?</a>", found[0] if found else "")] == expected


def test_the_page_of_undated_articles(site: Site) -> None:
    site.write(CONFIG + "-- content/a.md --\n---\ntitle: a\n---\nText.\n").build()
    page = site.page("undated/index.html")
    assert "<h1>Undated</h1>" in page
    assert page.count('<article class="row">') == 1
