"""Where pages show the summary of an article that states none, and the names of its source."""

from __future__ import annotations

import re

import pytest

from tests.support.sites import Site

LEDE = "The ferry to the northern islands sails again from Monday, the harbour office said."
ARTICLE = f"""
-- content/a.md --
---
title: Ferries
date: 2021-05-06
source_url: https://www.nytimes.com/2021/05/06/ferries
---

LONDON (Reuters) - {LEDE} More words.
"""


def count(site: Site, path: str) -> int:
    """How often a file has the lede, except in `<meta>` elements and scripts."""
    return re.sub(r"<meta [^>]*>|<script.*?</script>", "", site.page(path), flags=re.DOTALL).count(LEDE)


@pytest.mark.parametrize("theme", ["plain", "gazette"])
def test_lists_and_descriptions_have_the_lede_but_the_article_page_does_not_repeat_it(site: Site, theme: str) -> None:
    config = f"-- config.yaml --\ntheme: {theme}\nurl: https://a.example/\nfeeds: {{content: summary}}\n"
    site.write(config + ARTICLE).build()
    assert count(site, "index.html") == 1
    assert count(site, "feed.xml") == 1
    assert count(site, "2021/05/06/ferries.html") == 1
    assert f'<meta name="description" content="{LEDE} More words.">' in site.page("2021/05/06/ferries.html")


@pytest.mark.parametrize("theme", ["plain", "gazette"])
def test_a_stated_summary_is_on_the_article_page_too(site: Site, theme: str) -> None:
    site.write(f"-- config.yaml --\ntheme: {theme}\n" + ARTICLE.replace("date:", f"summary: {LEDE}\ndate:")).build()
    assert count(site, "2021/05/06/ferries.html") == 2


def test_derived_summaries_can_be_turned_off_and_on_again(site: Site) -> None:
    site.write("-- config.yaml --\ntheme: plain\ninfer: {summary: false}\n" + ARTICLE).build()
    assert count(site, "index.html") == 0
    site.write("-- config.yaml --\ntheme: plain\n").build()
    assert count(site, "index.html") == 1


def test_a_large_newspaper_has_its_name_and_other_hosts_are_named_by_their_host(site: Site) -> None:
    other = (
        ARTICLE.replace("/a.md", "/b.md").replace("Ferries", "Boats").replace("www.nytimes.com", "www.harbour.example")
    )
    stated = (
        ARTICLE.replace("/a.md", "/c.md")
        .replace("Ferries", "Ships")
        .replace("date:", "source: The New York Times\ndate:")
    )
    site.write(ARTICLE + other + stated).build()
    overview = site.page("sources/index.html")
    assert re.findall(r">(The New York Times|nytimes\.com|Harbour|harbour\.example)<", overview) == [
        "Harbour",
        "The New York Times",
    ]


def test_a_source_in_config_without_a_name_has_its_usual_name_and_its_website(site: Site) -> None:
    config = (
        "-- config.yaml --\ntheme: plain\nsources: {www.nytimes.com: {url: 'https://www.nytimes.com/section/world'}}\n"
    )
    site.write(config + ARTICLE).build()
    page = next(
        text for path, text in site.output().items() if re.fullmatch(r"sources/[\w-]*new-york-times/index.html", path)
    )
    assert b"The New York Times" in page
    assert b"https://www.nytimes.com/section/world" in page
