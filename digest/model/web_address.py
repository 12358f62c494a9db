"""Parse the hosts of URLs."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from digest.model.lazy_regex import lazy_regex

_HOST = lazy_regex(r"(?!-)[\w-]{1,63}(?<!-)(?:\.(?!-)[\w-]{1,63}(?<!-))*")
_UNSAFE = lazy_regex(r'[\s\x00-\x1f\x7f<>"\\]')
# Most URLs. They need no `urlsplit` and no further checks.
_PLAIN_URL = lazy_regex(
    r"https?://(?=[^/?#]{1,63}(?:[/?#]|\Z))([a-z0-9]+(?:[.-][a-z0-9]+)*)(?:[/?#][A-Za-z0-9/?#._~%&=+,;:@!$*-]*)?\Z"
)


@lru_cache(maxsize=256)
def host_of(url: str) -> str:
    """Return the host of a URL in lower case; empty if it is not a valid http(s) URL.

    Cached, because the URL of an article is looked up several times.
    """
    if plain := _PLAIN_URL.match(url):
        return plain[1]
    if _UNSAFE.search(url):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port  # raises ValueError for an invalid port
    except ValueError:
        return ""
    is_valid = parts.scheme in ("http", "https") and (is_host(host) or host.startswith("::") or ":" in host)
    return host if is_valid else ""


def is_web_url(address: str) -> bool:
    """Whether an address is a URL of the web, and not a path of the site. The rest of the URL is not checked."""
    return address.startswith(("https://", "http://"))


def bare_host(url: str) -> str:
    """Return the host of a URL without `www.`, for display; empty if the URL is not valid."""
    return host_of(url).removeprefix("www.")


def is_host(text: str) -> bool:
    """Whether a text is a host name (`example.com`, `localhost`, `прыклад.бел`), without scheme, port and path."""
    return len(text) <= 253 and _HOST.fullmatch(text) is not None
