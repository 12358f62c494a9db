"""Players, embedded pages and images of one pixel in raw HTML.

Media of the site stay, with controls. Pages and media of other sites become links, so that a page of the archive loads
nothing from there. The result is sanitized afterwards (see sanitize.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from digest.model.lazy_regex import lazy_regex
from digest.model.web_address import bare_host

_ATTRIBUTES = r"""((?:[^"'<>]|"[^"]*"|'[^']*')*+)"""
_NOSCRIPT = lazy_regex(r"</?noscript\b[^<>]*+>", re.I)
_LAZY = lazy_regex(rf"<img\b{_ATTRIBUTES}>(?=\s{{0,20}}<noscript\b)", re.I)
_MEDIA = lazy_regex(rf"<(iframe|video|audio|embed|object)\b{_ATTRIBUTES}>", re.I)
_SOURCE = lazy_regex(rf"<source\b{_ATTRIBUTES}>", re.I)
_IMAGE = lazy_regex(rf"<img\b{_ATTRIBUTES}>", re.I)
_ATTRIBUTE = lazy_regex(r"""([a-z-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.I)
_HIDDEN = lazy_regex(r"(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$)|display\s*:\s*none", re.I)
_OTHERS = lazy_regex(r"<(script|svg|canvas|form|applet|frameset)\b[^<>]*>", re.I)
_AFTER_BLOCK = lazy_regex(
    "(?:^|</(?:p|h[1-6]|ul|ol|div|figure|blockquote|pre|table|details|video|audio)>|<hr>|<(?:div|blockquote|li|td)[^<>]*>)"
    r"\s*$",
    re.I,
)
_HOSTS = {
    "Video": """youtube.com youtube-nocookie.com youtu.be vimeo.com player.vimeo.com dailymotion.com twitch.tv ted.com
        embed.ted.com""",
    "Audio": """soundcloud.com w.soundcloud.com open.spotify.com anchor.fm bandcamp.com mixcloud.com
        embed.podcasts.apple.com""",
}
_KIND_OF_HOST = {host: kind for kind, hosts in _HOSTS.items() for host in hosts.split()}


def without_players(html: str, drop: Callable[[str, str], None]) -> str:
    """Replace what loads content from other sites by links. `drop(kind, sample)` is told of all that has no address."""
    if "<" not in html:
        return html
    html = _NOSCRIPT.sub("", _LAZY.sub(_placeholder, html))
    html = _IMAGE.sub(lambda match: _image(match, drop), html)
    for match in _OTHERS.finditer(html):
        drop("element", match[0])
    return _with_links(html, drop) if _MEDIA.search(html) else html


def link_to(url: str, kind: str) -> str:
    """Return a link to content of another site that names its host. `kind`: `Video`, `Audio` or empty."""
    host = bare_host(url)
    kind = kind or _KIND_OF_HOST.get(host, "Video" if "/video" in url else "Content")
    return f'<a href="{escape(url)}">{kind} on {escape(host)}</a>'


def _with_links(html: str, drop: Callable[[str, str], None]) -> str:
    out: list[str] = []
    end = 0
    lower = html.lower()
    for match in _MEDIA.finditer(html):
        if match.start() < end:
            continue
        name = match[1].lower()
        closing = -1 if name == "embed" else lower.find(f"</{name}", match.end())
        inside = html[match.end() : closing] if closing >= 0 else ""
        if name not in ("embed", "object", "video", "audio") and closing < 0:
            continue  # a text about HTML
        out.append(html[end : match.start()])
        end = html.find(">", closing) + 1 or len(html) if closing >= 0 else match.end()
        replacement = _replacement(name, _attributes(match[2]), inside)
        if not replacement:
            drop("element", match[0])
        elif _AFTER_BLOCK.search("".join(out[-2:])[-40:]):
            replacement = f"<p>{replacement}</p>"
        out.append(replacement)
    return "".join(out) + html[end:]


def _replacement(name: str, attributes: dict[str, str], inside: str) -> str:
    """Return the player or link for an element; empty if it has no address."""
    url = next((attributes[key] for key in ("src", "data-src", "data-lazy-src", "data") if attributes.get(key)), "")
    if not url and name != "iframe":
        url = next((value for m in _SOURCE.finditer(inside) if (value := _attributes(m[1]).get("src", ""))), "")
    url = url.strip()
    if url.startswith("//"):
        url = "https:" + url
    if bare_host(url):
        return link_to(url, {"video": "Video", "audio": "Audio"}.get(name, ""))
    if not url or ":" in url.partition("/")[0]:
        return ""
    if name in ("video", "audio"):
        size = "".join(f' {key}="{escape(attributes[key])}"' for key in ("width", "height") if key in attributes)
        return f'<{name} src="{escape(url)}" controls="" preload="none"{size}></{name}>'
    return f'<a href="{escape(url)}">{escape(url.rpartition("/")[2] or url)}</a>'


def _placeholder(match: re.Match[str]) -> str:
    """Remove an image that a script would load later, before a `<noscript>` that has the same image."""
    source = _attributes(match[1]).get("src", "")
    return "" if not source or source.startswith("data:") else match[0]


def _image(match: re.Match[str], drop: Callable[[str, str], None]) -> str:
    attributes = _attributes(match[1])
    sides = [attributes.get(side, "").strip().removesuffix("px") for side in ("width", "height")]
    style = _HIDDEN.findall(attributes.get("style", ""))
    if all(side in ("0", "1") for side in sides) or len(style) > 1 or (style and "none" in style[0]):
        drop("pixel", attributes.get("src", ""))
        return ""
    source = attributes.get("src", "")
    if not source or source.startswith("data:"):
        for key in ("data-src", "data-lazy-src", "data-original"):
            if attributes.get(key):
                return f'<img {match[1].rstrip("/")} src="{escape(attributes[key])}">' if not source else match[0]
    return match[0]


def _attributes(text: str) -> dict[str, str]:
    return {m[1].lower(): unescape(m[2].strip("\"'")) for m in reversed(list(_ATTRIBUTE.finditer(text)))}
