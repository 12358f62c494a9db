"""Pages of topics that no article states and no setting names."""

from __future__ import annotations

from tests.support.sites import Site

FERRY = """-- content/2021-05-06-ferry.md --
# Ferry to Norway stops

Norway loses a ferry for two weeks. Norway said the ship needs a new engine, from Oslo.
"""
BRIDGE = """-- content/2021-05-07-bridge.md --
---
title: A bridge
topics: [Norway]
---
The bridge is open.
"""


def test_an_inferred_topic_has_its_page_its_feed_and_a_link(site: Site) -> None:
    site.write(FERRY)
    site.build()
    assert "Ferry to Norway stops" in site.page("topics/norway/index.html")
    assert "Ferry to Norway stops" in site.page("topics/norway/feed.xml")
    assert 'href="/topics/norway/"' in site.page("2021/05/06/ferry-to-norway-stops.html")


def test_a_stated_and_an_inferred_topic_of_the_same_key_are_one(site: Site) -> None:
    site.write(FERRY + BRIDGE)
    site.build()
    page = site.page("topics/norway/index.html")
    assert "Ferry to Norway stops" in page
    assert "A bridge" in page


def test_switching_inference_equals_a_clean_build(site: Site) -> None:
    site.write(FERRY + BRIDGE)
    site.build()
    for settings in (
        "infer: {places: false}",
        "language: de",
        "topics: {north: {aliases: [norway]}}\ninfer: {places: yes}",
    ):
        site.write(f"-- config.yaml --\n{settings}\n")
        site.build()
        output = site.output()
        site.build(full=True)
        assert site.output() == output
    assert "topics/norway/index.html" not in output
    assert b"Ferry to Norway stops" in output["topics/north/index.html"]
