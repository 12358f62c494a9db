"""The newest edition as an email in HTML and plain text: its contents, and when it exists."""

from __future__ import annotations

import re

import pytest

from tests.support.gazette import CONFIG as SWITCHED_OFF
from tests.support.gazette import edition, options
from tests.support.pages import sitemap_urls
from tests.support.pieces import article, daily, links, plain
from tests.support.sites import Site

pytestmark = pytest.mark.slow

URL = "https://foreigndesk.example/"
CONFIG = options(email="true")
SIDE = [("Alpine Courier", "Tunnel shut"), ("Capital Post", "A wagon & a half"), ("Northern Wire", "Freight waits")]


def text(site: Site) -> str:
    """The email in plain text."""
    return site.page("email/index.txt")


def html(site: Site) -> str:
    """The email in HTML."""
    return site.page("email/index.html")


def notes(mail: str) -> dict[str, str]:
    """The numbered URLs at the end of an email, by the last line of the text that refers to them."""
    found = dict(re.findall(r"^\[(\d+)\] (.*)$", mail, re.MULTILINE))
    words = {n: line for line, n in re.findall(r"^(.*)\u00a0\[(\d+)\]$", mail, re.MULTILINE)}
    assert list(words) == list(found) == [str(n + 1) for n in range(len(found))]
    return {words[n]: address for n, address in found.items()}


def story() -> str:
    """Ten articles: a story of three sources, six of one topic, one without a topic."""
    told = "".join(
        article(
            f"s{i}.md", title, source=source, date="2021-05-07", story="Tunnel", topics="[Rail]", summary="In short."
        )
        for i, (source, title) in enumerate(SIDE)
    )
    return told + edition(*(f"e{i}" for i in range(6)), topics="[Economy]") + edition("other")


# -- contents -------------------------------------------------------------------------------------


def test_the_email_has_the_same_lead_as_the_front_page(site: Site) -> None:
    site.write(CONFIG + story()).build()
    lead = re.search(r'class="story xl[^>]*>.*?<h2><a href="([^"]*)">(.*?)</a>', site.page("index.html"), re.DOTALL)
    assert lead
    first = re.search(r'<h2[^>]*font-size:30px[^>]*><a href="([^"]*)"[^>]*>(.*?)</a></h2>', html(site))
    assert first
    assert (first[1], first[2]) == (URL + lead[1].lstrip("/"), lead[2])
    assert "Friday, 7 May 2021. 10 articles from 3 sources." in plain(html(site))
    assert re.findall(r"<h2[^>]*font-size:15px[^>]*>(.*?)</h2>", html(site))[1:] != []
    others = {title for _, title in SIDE} - {lead[2].replace("&amp;", "&")}
    assert {words for words, _ in links(html(site))} >= others


def test_other_articles_are_grouped_by_topic_five_of_each(site: Site) -> None:
    site.write(CONFIG + story()).build()
    headings = [plain(h) for h in re.findall(r"<h2[^>]*font-size:15px[^>]*>(.*?)</h2>", html(site))]
    assert headings == ["Economy 6", "Other 1"]
    assert re.findall(r"<h3[^>]*><a[^>]*>(.*?)</a></h3>", html(site)) == ["e0", "e1", "e2", "e3", "e4", "other"]
    assert ("Economy: 1 more article", f"{URL}topics/economy/") in links(html(site))
    assert "\nEconomy (6)\n" in text(site)
    assert notes(text(site))["1 more article"] == f"{URL}topics/economy/"


def test_the_plain_text_has_72_columns_and_numbered_urls(site: Site) -> None:
    long = "A word and another until the line is full, and then one more, and the next of them, and so on to the end"
    site.write(CONFIG + story() + article("long.md", long, date="2021-05-07", slug="long")).build()
    mail = text(site)
    body = mail.split("\n[1] ")[0]
    assert max(map(len, body.splitlines())) == 72
    assert [a for words, a in notes(mail).items() if words.endswith("to the end")] == [f"{URL}2021/05/07/long.html"]
    assert notes(mail)["Friday, 7 May 2021. 11 articles from 3 sources."] == f"{URL}2021/05/07/"
    assert {f"{a}" for _, a in links(html(site))} == set(notes(mail).values()) | {URL, f"{URL}topics/rail/"}
    assert body.count("A wagon & a half") == 1
    assert "<" not in body


def test_urls_are_absolute_even_with_relative_urls(site: Site) -> None:
    config = CONFIG.replace(".example/", ".example/sub/") + "relative_urls: true\n"
    site.write(config + story()).build()
    for address in [a for _, a in links(html(site))] + list(notes(text(site)).values()):
        assert address.startswith("https://foreigndesk.example/sub/")
    assert '<a href="../../../email/index.html">E-mail edition</a>' in site.page("2021/05/07/e0.html")


def test_a_small_edition_is_filled_up_and_shows_dates(site: Site) -> None:
    site.write(CONFIG + article("new.md", date="2021-05-07") + article("old.md", date="2020-12-31")).build()
    assert "Friday, 7 May 2021. One article." in text(site)
    assert "\n31 December 2020\n" in text(site)


def test_articles_of_the_edition_show_no_date(site: Site) -> None:
    site.write(CONFIG + story() + article("old.md", date="2020-12-31")).build()
    for mail in (plain(html(site)), text(site)):
        assert not re.search("(Courier|Post|Wire), 7 May", mail)
        assert "31 December 2020" in mail


def test_the_email_links_to_its_edition_at_the_top_and_below_the_topics(site: Site) -> None:
    site.write(CONFIG + story()).build()
    for words in ("Friday, 7 May 2021", "All 10 articles of 7 May"):
        assert (words, f"{URL}2021/05/07/") in links(html(site))
    assert notes(text(site))["All 10 articles of 7 May"] == f"{URL}2021/05/07/"


def test_mail_programs_preview_the_summary_of_the_lead(site: Site) -> None:
    site.write(CONFIG + story()).build()
    assert re.search(r'<body[^>]*>\s*<div style="display:none">In short\.</div>', html(site))


def test_the_email_shows_the_lead_of_the_same_day_in_an_earlier_year(site: Site) -> None:
    many = edition(*(f"n{i}" for i in range(21)))  # enough that no earlier article fills the edition up
    site.write(
        CONFIG + many + article("then.md", date="2019-05-07", source="Post") + article("x.md", date="2018-05-07")
    )
    site.build()
    assert plain(html(site)).count("On this day") == 1
    assert "On this day then 7 May 2019, Post" in " ".join(plain(html(site)).split())
    assert notes(text(site))["then"] == f"{URL}2019/05/07/then.html"
    site.write(options(email="true", front_earlier_years="false")).build()
    assert "On this day" not in html(site) + text(site)


def test_undated_articles_are_included(site: Site) -> None:
    site.write(CONFIG + "-- content/a.md --\n---\ntitle: a\n---\nText.\n").build()
    assert notes(text(site))["Read on the web"] == URL
    assert "a" in notes(text(site))


@pytest.mark.parametrize(("length", "said", "place"), [
    ("week", "Week 18, 2021. 3 articles.", "2021/w18/"), ("month", "May 2021. 3 articles.", "2021/05/"),
])  # fmt: skip
def test_the_email_of_a_week_or_month(length: str, said: str, place: str, site: Site) -> None:
    site.write(CONFIG + f"edition: {length}\n" + edition("a", "b", "c")).build()
    assert said in text(site)
    assert said in plain(html(site))
    assert notes(text(site))[said] == URL + place
    assert notes(text(site))["All 3 articles of this edition"] == URL + place


def test_a_link_to_unsubscribe(site: Site) -> None:
    site.write(CONFIG + edition("a")).build()
    assert "Unsubscribe" not in html(site) + text(site)
    site.write(options(email="true", unsubscribe="https://lists.example/bye?a=1&b=2")).build()
    assert notes(text(site))["Unsubscribe"] == "https://lists.example/bye?a=1&b=2"
    assert ("Unsubscribe", "https://lists.example/bye?a=1&b=2") in links(html(site))


def test_the_html_is_simple_enough_for_mail_programs(site: Site) -> None:
    site.write(CONFIG + story()).build()
    page = html(site)
    assert page.count("<table") == page.count("</table>") == 1
    for absent in ('<link rel="stylesheet', "<style", "<script", "<img", "class=", "var(", "rem"):
        assert absent not in page
    fonts = set(re.findall(r"font(?:-family)?:[^;\"]*?(Georgia|Arial)", page))
    assert fonts == {"Georgia", "Arial"}
    assert '<meta name="color-scheme" content="light dark">' in page


# -- existence ------------------------------------------------------------------------------------


def test_every_page_links_to_the_email_and_search_engines_ignore_it(site: Site) -> None:
    site.write(CONFIG + edition("a")).build()
    assert '<a href="/email/">E-mail edition</a>' in site.page("2021/05/07/a.html")
    assert '<meta name="robots" content="noindex">' in html(site)
    assert not [x for x in sitemap_urls(site.output()["sitemap/dates.xml"]) if "email" in x]
    assert "theme/email.txt" not in site.output()


def test_no_email_with_plain_if_switched_off_or_without_articles(site: Site) -> None:
    for config in ("-- config.yaml --\ntheme: plain\n" + edition("a"), SWITCHED_OFF + edition("a"), CONFIG):
        site.write(config)
        if config == CONFIG:
            (site.root / "content/a.md").unlink()
        site.build()
        assert not [path for path in site.output() if path.startswith("email")]
        assert "/email/" not in site.page("index.html")


def test_a_theme_can_have_only_one_of_the_formats(site: Site) -> None:
    mine = "-- config.yaml --\ntheme: mine\n-- themes/mine/theme.yaml --\nextends: plain\n"
    site.write(mine + "-- themes/mine/email.txt --\n{{ email.lead.item.name }} & {{ email.front }}\n" + edition("a"))
    assert site.build().problems == ()
    assert [path for path in site.output() if path.startswith("email")] == ["email/index.txt"]
    assert text(site) == "a & http://localhost:8000/"


# -- what a change costs --------------------------------------------------------------------------


def test_only_articles_of_the_newest_edition_change_the_email(site: Site) -> None:
    site.write(CONFIG + daily(60)).build()
    site.write(article("early.md", date="2021-01-03")).build()
    assert [path for path in site.written() if path.startswith("email")] == []
    site.write(article("late.md", date="2021-08-03")).build()
    assert [path for path in site.written() if path.startswith("email")] == ["email/index.html", "email/index.txt"]
    assert {r.reason for r in site.rendered if r.path.startswith("email")} == {"changed: email"}


def test_a_longer_text_becomes_the_lead_of_the_email(site: Site) -> None:
    site.write(CONFIG + edition("a", "b")).build()
    site.write(article("b.md", body="A longer text than all others.", date="2021-05-07")).build()
    assert list(notes(text(site)))[1] == "b"
    assert "email/index.txt" in site.written()
