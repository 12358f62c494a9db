"""The host of a web address: who reads an article asks whether it is one, who shows it how to call it.

One answer for both, so that what was accepted can be shown. This module must not know where an address came from.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"(?!-)[\w-]{1,63}(?<!-)(?:\.(?!-)[\w-]{1,63}(?<!-))*")
_UNSAFE = re.compile(r'[\s\x00-\x1f\x7f<>"\\]')
# What nearly every address is like, for which `urlsplit` and all other questions can be spared.
_PLAIN_ADDRESS = re.compile(
    r"https?://(?=[^/?#]{1,63}(?:[/?#]|\Z))([a-z0-9]+(?:[.-][a-z0-9]+)*)(?:[/?#][A-Za-z0-9/?#._~%&=+,;:@!$*-]*)?\Z"
)


def host_of(url: str) -> str:
    """The host of a web address, in lower case; empty when it is not an http(s) address."""
    if plain := _PLAIN_ADDRESS.match(url):
        return plain[1]
    if _UNSAFE.search(url):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port  # raises for what is no port
    except ValueError:
        return ""
    known = parts.scheme in ("http", "https") and (is_host(host) or host.startswith("::") or ":" in host)
    return host if known else ""


def bare_host(url: str) -> str:
    """The same as it is shown, without `www.`; empty without an address."""
    return host_of(url).removeprefix("www.")


def is_host(text: str) -> bool:
    """Whether it is a host name: `example.com`, `localhost`, `прыклад.бел`; no scheme, port or path."""
    return len(text) <= 253 and _HOST.fullmatch(text) is not None
