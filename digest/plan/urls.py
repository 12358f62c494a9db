"""The URL of every page. No other module knows what a URL looks like.

The functions return paths in the output folder, without a leading slash (`2021/05/06/index.html`); `link` turns such a
path into what a browser requests.
"""

from __future__ import annotations

import os
import re
from urllib.parse import quote, unquote

from digest.model.article import Head
from digest.model.config import Config, Permalinks
from digest.model.fingerprint import short_hash
from digest.model.lazy_regex import lazy_regex
from digest.model.web_address import is_web_url

_PLAIN = re.compile(r"[A-Za-z0-9/~!$&'()*+,;=:@._-]*").fullmatch
"""Matches a path that needs no percent-encoding."""
_UNFIT = lazy_regex(
    r'[\x00-\x1f\x7f<>:"|?*\\]|[. ](?=/|$)|(?:^|(?<=/))(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|/|$)', re.IGNORECASE
)
"""What Windows does not allow in the name of a file."""


def article(head: Head, permalinks: Permalinks) -> str:
    """Return the path that an article requests: its own permalink, or the pattern with its values filled in.

    For an article without a page of its own, return the URL to which lists link.
    """
    if head.external:
        return head.external
    if head.permalink:
        return file_of(head.permalink)
    pattern = permalinks.article if head.date else permalinks.undated
    day = head.date
    text = pattern.replace("{year}", day[:4]).replace("{month}", day[5:7]).replace("{day}", day[8:10])
    text = text.replace("{source}", head.source.key if head.source else "unknown").replace("{slug}", head.slug)
    return file_of(text)


def file_of(address: str) -> str:
    """Return the path of a URL in the output: `a/b/index.html` for `/a/b/`."""
    path = address.lstrip("/")
    return path + "index.html" if not path or path.endswith("/") else path


def with_path_hash(path: str, id: str) -> str:
    """Return the path of an article if another one has the path that it requests: with a hash of its source path added."""
    suffix = short_hash(id, 3)
    folder, name = os.path.split(path)
    if name == "index.html" and folder:
        return f"{folder}-{suffix}/index.html"
    stem, ending = os.path.splitext(name)
    return os.path.join(folder, f"{stem}-{suffix}{ending}")


def attachment(article_url: str, id: str, target: str) -> str:
    """Return the path of the copy of a file that an article refers to. It is in the folder of the article's page.

    A file below the folder of the source keeps its name and subfolders. A hash of its path is added to the name of any
    other file, because two of them may have the same name, and of a file whose name Windows does not allow.
    """
    folder = article_url.removesuffix("index.html") if article_url.endswith("/index.html") else ""
    folder = folder or os.path.splitext(article_url)[0] + "/"
    source_folder = id[: id.rfind("/") + 1]
    below = target[len(source_folder) :] if target.startswith(source_folder) else ""
    if below and not _UNFIT.search(below) and (len(below) < 60 or all(len(p.encode()) < 240 for p in below.split("/"))):
        return folder + below
    return folder + with_path_hash(_UNFIT.sub("-", os.path.basename(target))[-60:], target)


def picture(mark: str, width: int, format: str) -> str:
    """Return the path of one size of an image. `mark` is the hash of its bytes, so a changed image gets a new URL."""
    return f"pictures/{mark}-{width}.{format}"


def card(article_url: str) -> str:
    """Return the path of the social card of an article."""
    return f"cards/{article_url.removesuffix('.html')}.png"


def from_root(link: str) -> str:
    """Return the path that a link without its leading slash refers to, decoded: `/logo.png` for `logo.png?v=2`."""
    return "/" + unquote(re.split("[?#]", link, maxsplit=1)[0]).lstrip("/")


def addresses_of(path: str) -> list[str]:
    """Return the ways to link to a path of the output from the root: web servers find `/a/index.html` at `/a/` and `/a`."""
    found = ["/" + path]
    if path == "index.html" or path.endswith("/index.html"):
        folder = "/" + path.removesuffix("index.html")
        found += [folder, folder.rstrip("/")] if folder != "/" else [folder]
    elif path.endswith(".html"):
        found.append("/" + path.removesuffix(".html"))
    return found


def paths_at(address: str) -> list[str]:
    """Return the paths of the output that a link from the root may lead to, the opposite of `addresses_of`."""
    path = address.lstrip("/")
    if not path or path.endswith("/"):
        return [path + "index.html"]
    return [path, path + "/index.html", path + ".html"]


def day(date: str) -> str:
    """Return the path of the page of a day (`2021-05-06`)."""
    return f"{date[:4]}/{date[5:7]}/{date[8:10]}/index.html"


def week(key: str) -> str:
    """Return the path of the page of an ISO week (`2021-w18`)."""
    return key.replace("-", "/") + "/index.html"


def month(key: str) -> str:
    """Return the path of the page of a month (`2021-05`)."""
    return f"{key[:4]}/{key[5:7]}/index.html"


def year(key: str) -> str:
    """Return the path of the page of a year (`2021`)."""
    return f"{key}/index.html"


def may_be_period(path: str) -> bool:
    """Return whether a path may be that of a day, week, month or year, because it has as many digits."""
    digits = path.removesuffix("index.html").replace("/", "").replace("w", "")
    return path.endswith("/index.html") and digits.isdigit() and len(digits) in (4, 6, 8)


def overview(collection: str, permalinks: Permalinks) -> str:
    """Return the path of the overview of a collection."""
    configured = {"topics": permalinks.topics, "sources": permalinks.sources, "authors": permalinks.authors}
    return file_of(configured.get(collection, f"/{collection}/"))


def listing(collection: str, key: str, part: str, permalinks: Permalinks) -> str:
    """Return the path of a page of a listing. `part` is the key of a `plan.parts.ListingPart`."""
    top = overview(collection, permalinks).removesuffix("index.html")
    return f"{top}{key}/{part.replace('-', '/')}/index.html" if part else f"{top}{key}/index.html"


def feed(collection: str, key: str, permalinks: Permalinks) -> str:
    """Return the path of the feed of the site (if `collection` is empty), or of one topic or source."""
    if not collection:
        return "feed.xml"
    return overview(collection, permalinks).removesuffix("index.html") + f"{key}/feed.xml"


def sitemap(part: str) -> str:
    """Return the path of one part of the sitemap: a month (`2021-05`), `undated`, `dates`, or a collection."""
    return f"sitemap/{part}.xml"


def search_index(month: str) -> str:
    """Return the path of the search index of a month (`2021-05`), or of the articles without a date (`undated`)."""
    return f"search/{month}.json"


def base_path(config: Config) -> str:
    """Return the path of `url:` with a slash at both ends: `/`, `/sub/`."""
    rest = config.url.split("://", 1)[-1]
    path = rest[rest.find("/") :] if "/" in rest else "/"
    return path if path.endswith("/") else path + "/"


def link(path: str) -> str:
    """Return the percent-encoded URL of a path, without `index.html` and without the base path of the site.

    A URL of another site is returned unchanged.
    """
    if is_web_url(path):
        return path
    if path.endswith("index.html") and (path == "index.html" or path[-11] == "/"):
        path = path[:-10]
    return path if _PLAIN(path) else quote(path, safe="/~!$&'()*+,;=:@")
