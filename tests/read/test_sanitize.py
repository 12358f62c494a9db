"""Nothing in an article runs on its page, and attachments that could run are not published."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.support.bad_input import GOOD, GOOD_PAGES, article, no_hang, put, told
from tests.support.sites import Site

__all__ = ["no_hang"]


ACTIVE = frozenset(
    ("script", "style", "iframe", "object", "embed", "form", "base", "svg", "math", "plaintext", "template")
)
"""Elements that neither themes nor safe articles have."""


OURS = (
    ("script", (("type", "application/ld+json"),)),
    *(("script", (("src", f"/theme/{name}.js"), ("defer", None))) for name in ("search", "copy")),
    ("form", (("id", "form"), ("role", "search"), ("hidden", None))),
    ("form", (("role", "search"), ("action", "/search/"))),
    *(("template", (("id", name),)) for name in ("hit", "facet", "words")),
)  # fmt: skip
"""Data, and the scripts of gazette."""


class Active(HTMLParser):
    """Collects parts of a page that run or load something. `mail`: it has styles in its elements."""

    def __init__(self, page: str, *, mail: bool = False) -> None:
        super().__init__()
        self.mail = mail
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = tag == "meta" and "http-equiv" not in dict(attrs)  # its content is not loaded
        for name, value in attrs:
            runs = not text and re.match(r"[\s\x00-\x1f]*(?:javascript|vbscript|data):", value or "", re.IGNORECASE)
            if name.startswith("on") or (name == "style" and not self.mail) or runs:
                self.found.append(f"<{tag} {name}={value}>")
        if tag in ACTIVE and (tag, tuple(attrs)) not in OURS:
            self.found.append(f"<{tag}>")


PAYLOADS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>", "</script><script>alert(1)</script>", "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))", "<a href='javascript:alert(1)'>x</a>", "<javascript:alert(1)>", "<!--", "]]>", "<math><mtext>",
    "`<script>alert(1)</script>`", "**<b onclick=alert(1)>**", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)", "<style>*{display:none}</style>", "<plaintext>", "<iframe src=//x.example>",
)  # fmt: skip


FIELDS = (
    "summary", "authors", "topics", "agency", "source", "caption", "credit", "alt", "story", "corrections", "region", "other",
)  # fmt: skip


@pytest.mark.parametrize("theme", ["gazette", "plain"])
def test_nothing_in_an_article_runs_on_any_page(site: Site, theme: str) -> None:
    for number, payload in enumerate(PAYLOADS, 1):
        quoted = "'" + payload.replace("'", "''") + "'"
        front = "".join(f"{field}: {quoted}\n" for field in FIELDS)
        text = f"---\ntitle: {quoted}\n{front}slug: front\ndate: 2021-05-{number:02}\n---\n{payload}\n\na {payload} b\n"
        put(site, f"content/front-{number}.md", text)
        text = f"# {payload} x\n\nBy {payload}\n\nMay {number:02}, 2021\n\nA paragraph of words. {payload}\n\n**{payload}**\n"
        put(site, f"content/bare-{number}.md", text)
    put(site.write(GOOD), "config.yaml", f"theme: {theme}\ncollections: {{region: {{field: region}}}}\n")
    assert site.build().articles == 2 * len(PAYLOADS) + 1
    pages = {path: data.decode() for path, data in site.output().items() if path.endswith(".html")}
    active = {path: Active(text, mail=path == "email/index.html").found for path, text in pages.items()}
    assert {path: found for path, found in active.items() if found} == {}
    assert all("</main>" in text and text.rstrip().endswith("</html>") for text in pages.values())
    assert "Good words." in pages[GOOD_PAGES[0]]


def test_what_looks_like_a_template_is_not_run(site: Site) -> None:
    text = "{{ 7 * 191 }} {% if x %} {# note #}"
    put(site.write(GOOD), "content/odd.md", article("'{{ 7 * 191 }}{% raw %}'", f"Words {text}.\n\n{text}"))
    assert told(site.build()) == ("warning markup-dropped content/odd.md:7",)
    (page,) = [p for p in site.output() if p.startswith("2021/05/06/7-191")]
    assert "<p>Words {{ 7 * 191 }} {% if x %} {# note #}.</p>\n" in site.page(page)
    assert "1337" not in site.page(page)
    assert "<h1>{{ 7 * 191 }}{% raw %}</h1>" in site.page(page)


def test_attachments_that_could_run_are_not_published(site: Site) -> None:
    files = {
        "good.svg": '<svg xmlns="http://www.w3.org/2000/svg" version="1.1"><path d="M0 0"/></svg>',
        "script.svg": "<svg>\n<script>alert(1)</script></svg>",
        "handler.svg": "<svg onload='alert(1)'/>",
        "address.svg": '<svg><a href="java&#x73;cript:alert(1)"/></svg>',
        "entity.svg": '<!DOCTYPE svg [<!ENTITY x "<script>">]><svg>&x;</svg>',
        "page.html": "<p>Hello.</p>",
        "data.xml": "<data>1</data>",
        "sheet.xml": '<?xml-stylesheet href="x.xsl"?><data/>',
        "program.php": "<?php",
    }
    for name, text in files.items():
        put(site, f"content/{name}", text)
    put(site.write(GOOD), "content/odd.md", article("Odd", " ".join(f"[x]({name})" for name in files)))
    assert told(site.build()) == (
        "error file-active content/address.svg",
        "error file-active content/entity.svg:1",
        "error file-active content/handler.svg:1",
        "error file-active content/page.html",
        "error file-active content/program.php",
        "error file-active content/script.svg:2",
        "error file-active content/sheet.xml:1",
    )
    assert {p for p in site.output() if p.startswith("2021/05/06/odd/")} == {
        "2021/05/06/odd/good.svg",
        "2021/05/06/odd/data.xml",
    }
    put(site, "config.yaml", "markdown: {html: trust}\n")
    assert site.build().problems == ()
    assert "2021/05/06/odd/page.html" in site.output()
