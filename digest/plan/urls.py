"""Where pages stand: the one place that knows what an address looks like.

Addresses here are paths from the site's root without a leading slash, as files of the output
(`2021/05/06/index.html`); `link` turns one into what a browser asks for. This module must not know
what stands on a page.
"""

from __future__ import annotations

import os
import re
from urllib.parse import quote, unquote

from digest.model.article import Head
from digest.model.config import Config, Permalinks
from digest.model.fingerprint import short_hash

_PLAIN = re.compile(r"[A-Za-z0-9/~!$&'()*+,;=:@._-]*").fullmatch
"""A path that stands in a link as it is."""
_UNFIT = re.compile(
    r'[\x00-\x1f\x7f<>:"|?*\\]|[. ](?=/|$)|(?:^|(?<=/))(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|/|$)', re.IGNORECASE
)
"""What no file's name on Windows has."""


def article(head: Head, permalinks: Permalinks) -> str:
    """The address that an article asks for: the pattern of config with its own words put in."""
    pattern = permalinks.article if head.date else permalinks.undated
    day = head.date
    text = pattern.replace("{year}", day[:4]).replace("{month}", day[5:7]).replace("{day}", day[8:10])
    text = text.replace("{source}", head.source.key if head.source else "unknown").replace("{slug}", head.slug)
    return file_of(text)


def file_of(address: str) -> str:
    """The file of the output that an address names: `/a/b/` is `a/b/index.html`."""
    path = address.lstrip("/")
    return path + "index.html" if not path or path.endswith("/") else path


def second(path: str, id: str) -> str:
    """The address of an article whose first choice belongs to another: with a short suffix made from its own path."""
    own = short_hash(id, 3)
    folder, name = os.path.split(path)
    if name == "index.html" and folder:
        return f"{folder}-{own}/index.html"
    stem, ending = os.path.splitext(name)
    return os.path.join(folder, f"{stem}-{own}{ending}")


def beside(article_url: str, id: str, target: str) -> str:
    """Where a file that an article refers to is copied: a folder of the article's own, next to its page.

    A file from the article's own folder keeps its name (and its folders below); one from elsewhere
    gets a mark made from its path, so that two of one name do not meet. One with a name that some system cannot have
    gets a fitting name, and a mark.
    """
    folder = article_url.removesuffix("index.html") if article_url.endswith("/index.html") else ""
    folder = folder or os.path.splitext(article_url)[0] + "/"
    own = id[: id.rfind("/") + 1]
    below = target[len(own) :] if target.startswith(own) else ""
    if below and not _UNFIT.search(below) and (len(below) < 60 or all(len(p.encode()) < 240 for p in below.split("/"))):
        return folder + below
    return folder + second(_UNFIT.sub("-", os.path.basename(target))[-60:], target)


def picture(mark: str, width: int, format: str) -> str:
    """A size of a picture: of the same name only as long as it has the same bytes."""
    return f"pictures/{mark}-{width}.{format}"


def from_root(link: str) -> str:
    """The path of a file, as references have it (`/logo.png`), from a link to it without its first slash."""
    return "/" + unquote(re.split("[?#]", link, maxsplit=1)[0]).lstrip("/")


def day(date: str) -> str:
    """`2021-05-06` → the day's page."""
    return f"{date[:4]}/{date[5:7]}/{date[8:10]}/index.html"


def week(key: str) -> str:
    """`2021-w18` → the ISO week's page."""
    return key.replace("-", "/") + "/index.html"


def month(key: str) -> str:
    """`2021-05` → the month's page."""
    return f"{key[:4]}/{key[5:7]}/index.html"


def year(key: str) -> str:
    """`2021` → the year's page."""
    return f"{key}/index.html"


def overview(collection: str, permalinks: Permalinks) -> str:
    """The page of all topics, sources, authors, or keys of a collection."""
    own = {"topics": permalinks.topics, "sources": permalinks.sources, "authors": permalinks.authors}
    return file_of(own.get(collection, f"/{collection}/"))


def listing(collection: str, key: str, part: str, permalinks: Permalinks) -> str:
    """A page of one listing: its first, or the one of a year (`2020`), a month (`2020-05`) or `undated`."""
    top = overview(collection, permalinks).removesuffix("index.html")
    return f"{top}{key}/{part.replace('-', '/')}/index.html" if part else f"{top}{key}/index.html"


def feed(collection: str, key: str, permalinks: Permalinks) -> str:
    """The feed of the site, or of one topic or source."""
    if not collection:
        return "feed.xml"
    return overview(collection, permalinks).removesuffix("index.html") + f"{key}/feed.xml"


def sitemap(part: str) -> str:
    """One part of the sitemap: a month (`2021-05`), `undated`, `dates`, or a collection."""
    return f"sitemap/{part}.xml"


def search_index(month: str) -> str:
    """What is searched of a month (`2021-05`), or of the articles without a date (`undated`)."""
    return f"search/{month}.json"


def base_path(config: Config) -> str:
    """The path of `url:` with slashes at both ends: `/`, `/sub/`."""
    rest = config.url.split("://", 1)[-1]
    path = rest[rest.find("/") :] if "/" in rest else "/"
    return path if path.endswith("/") else path + "/"


def link(path: str) -> str:
    """What a browser asks for, percent-encoded, still without the base path: folders without their index.html."""
    if path.endswith("index.html") and (path == "index.html" or path[-11] == "/"):
        path = path[:-10]
    return path if _PLAIN(path) else quote(path, safe="/~!$&'()*+,;=:@")
