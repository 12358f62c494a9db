"""HTML pages parsed into headings, ids, links and images; dead links of a site; URLs of a sitemap."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """A parsed HTML page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lang = ""
        self.title = ""
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        """Of `href`, `src` and `srcset`, as written."""
        self.pictures: list[Mapping[str, str | None]] = []
        """Attributes of each `img`."""
        self.sources: list[Mapping[str, str | None]] = []
        """Attributes of each `source`."""
        self.is_redirect = False
        self.open: list[str] = []
        """Elements that are still open."""
        self.unbalanced: list[str] = []
        """End tags that close no open element."""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "html":
            self.lang = has.get("lang") or ""
        if tag in HEADINGS:
            self.levels.append(int(tag[1]))
        if has.get("id"):
            self.ids.append(str(has["id"]))
        if tag == "img":
            self.pictures.append(has)
        if tag == "source":
            self.sources.append(has)
        if tag == "meta" and has.get("http-equiv") == "refresh":
            self.is_redirect = True
        self.links += [str(has[name]) for name in ("href", "src") if has.get(name) is not None]
        self.links += [part.split()[0] for part in (has.get("srcset") or "").split(",") if part.strip()]

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1:] == [tag]:
            self.open.pop()
        elif tag not in VOID:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["title"]:
            self.title += data

    def faults(self) -> list[str]:
        """The faults of the page, as texts."""
        found = [f"</{tag}> closes nothing" for tag in self.unbalanced] + [f"<{tag}> stays open" for tag in self.open]
        found += [] if self.lang else ["no language"]
        found += [] if self.title.strip() else ["no title"]
        found += [f"the id {i} stands twice" for i in sorted({i for i in self.ids if self.ids.count(i) > 1})]
        found += [f"a picture without alt: {p.get('src')}" for p in self.pictures if p.get("alt") is None]
        if not self.is_redirect:
            found += [] if self.levels.count(1) == 1 else [f"{self.levels.count(1)} headings of the first level"]
            steps = zip([0, *self.levels], self.levels, strict=False)
            found += [f"a heading of level {new} follows one of level {old}" for old, new in steps if new > old + 1]
        return found


def dead_links(files: Mapping[str, bytes], base: str) -> list[str]:
    """Links of a site to missing files and ids, each as `page: link`. `base`: the URL of the site."""
    pages = {path: Page(data.decode()) for path, data in files.items() if path.endswith(".html")}
    found = []
    for path, page in pages.items():
        for link in page.links:
            address, fragment = urldefrag(link)
            if address.startswith(base):
                target = address.removeprefix(base)
            elif "//" in address or address.startswith(("mailto:", "tel:")):
                continue
            else:
                target = (
                    posixpath.normpath(posixpath.join("/", posixpath.dirname(path), address))[1:] if address else path
                )
                target += "/" if address.endswith("/") and target else ""
            target = unquote(target)
            target += "index.html" if not target or target.endswith("/") else ""
            known = target in files and (not fragment or unquote(fragment) in pages[target].ids)
            found += [] if known else [f"{path}: {link}"]
    return found


def sitemap_urls(data: bytes) -> list[str]:
    """The URLs in a file of the sitemap."""
    return [str(e.text) for e in ElementTree.fromstring(data).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
