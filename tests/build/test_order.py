"""The order in which a build makes pages: those that show the same articles one soon after the other."""

from __future__ import annotations

from tests.support.sites import Site

ARTICLES = """
-- static/logo.txt --
logo
-- content/a.md --
---
date: 2021-05-06
topics: [Ports]
---
# New
-- content/b.md --
---
date: 2020-02-03
---
# Old
"""


def test_articles_are_made_with_the_lists_of_their_month_the_newest_first(site: Site) -> None:
    site.write(ARTICLES).build()
    made = [page.path for page in site.rendered]
    new, old = made.index("2021/05/06/new.html"), made.index("2020/02/03/old.html")
    assert made.index("logo.txt") < new
    assert new < made.index("2021/05/06/index.html") < old < made.index("2020/02/03/index.html")
    assert new < made.index("sitemap/2021-05.xml") < old
    assert made.index("topics/ports/feed.xml") == made.index("topics/ports/index.html") + 1 > old
