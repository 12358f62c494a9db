"""Shortcodes of WordPress: `[caption]`, `[embed]`, `[gallery]` and others that are known. The number of lines does not change."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote

from digest.model.lazy_regex import lazy_regex
from digest.model.web_address import bare_host
from digest.read.dialects.code import CodeTracker
from digest.read.dialects.templates import Drop

_NAMES = (
    "caption wp_caption embed youtube vimeo video audio playlist gallery sourcecode code contact-form-7 contact-form"
)
_BUILDERS = ("vc_", "et_pb_", "fusion_", "av_")
"""Beginnings of the names of page builders, whose shortcodes only arrange their content."""
_CODE = lazy_regex(
    rf"(?<!\[)\\?\[(/?)({'|'.join(_NAMES.split())}|(?:{'|'.join(_BUILDERS)})\w{{1,40}})(?![\w-])"
    r"((?:[^\[\]<\\]|<[^<>\[\]]*>)*+)\\?\](?![(\[:\]])",
    re.IGNORECASE,
)
_ALONE = ("gallery", "playlist", "contact-form", "contact-form-7")
"""Shortcodes that need no attributes."""
_KEYED = lazy_regex(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
_HTML_IMAGE = lazy_regex(r"\s*((?:<a\b[^<>]*>)?\s*<img\b[^<>]*>\s*(?:</a>)?)", re.I)
_IMAGE = r"!\[((?:[^\[\]]|\\.)*+)\]\(<?([^\s()<>]+)>?(?:\s+\"[^\"]*\")?\)"
_MARKDOWN_IMAGE = lazy_regex(rf"\s*(?:\[{_IMAGE}\]\(([^\s()<>]*)\)|{_IMAGE})")
_LINK = lazy_regex(r"\[([^\[\]]*)\]\(([^\s()<>]*)\)")
_TAGS = lazy_regex(r"<[^<>]*>")
_LONGEST = 20_000
"""Maximum length of the content of a shortcode."""


def without_shortcodes(text: str, drop: Drop) -> str:
    """Convert or remove the known shortcodes of a text."""
    matches = list(_CODE.finditer(text))
    code = CodeTracker()
    out: list[str] = []
    end = line = 0
    for number, match in enumerate(matches):
        if match.start() < end:
            continue
        between = text[end : match.start()]
        code.follow(between)
        out.append(between)
        line += between.count("\n")
        replacement, end = (None, match.end()) if code.in_code() else _replacement(text, matches, number)
        if replacement == "" and not match[1]:
            drop("shortcode", match[0].replace("\\", ""), line)
        lines = text.count("\n", match.start(), end)
        out.append(match[0] if replacement is None else replacement + "\n" * (lines - replacement.count("\n")))
        line += lines
    return "".join([*out, text[end:]])


def _closing(matches: list[re.Match[str]], number: int) -> re.Match[str] | None:
    """Return the end tag of a shortcode, if the next shortcode is this end tag and near."""
    match = matches[number]
    following = matches[number + 1] if number + 1 < len(matches) else None
    if match[1] or following is None or not following[1] or following[2].lower() != match[2].lower():
        return None
    return following if following.start() - match.end() <= _LONGEST else None


def _replacement(text: str, matches: list[re.Match[str]], number: int) -> tuple[str | None, int]:
    """Return what replaces a shortcode, None if it stays, and the end of what is replaced."""
    match, closing = matches[number], _closing(matches, number)
    name = match[2].lower()
    if name.startswith(_BUILDERS):
        return "", match.end()
    inside = text[match.end() : closing.start()] if closing else ""
    after = closing.end() if closing else match.end()
    keyed = {key.lower(): a or b or c for key, a, b, c in _KEYED.findall(match[3])}
    if match[1] or not (closing or keyed or name in _ALONE or "://" in match[3]):
        return None, match.end()
    if name in ("caption", "wp_caption"):
        return (_figure(inside, keyed.get("caption", "")), after) if closing else (None, after)
    if name in ("sourcecode", "code"):
        return (_code(inside, keyed), after) if closing else (None, after)
    if name in ("embed", "youtube", "vimeo", "video", "audio"):
        words = (word.strip(" =\"'<>") for word in [inside.strip(), *keyed.values(), *match[3].split()])
        if url := next(filter(bare_host, words), ""):
            kind = {"video": "Video", "youtube": "Video", "vimeo": "Video", "audio": "Audio"}.get(name, "Content")
            return f"[{kind} on {bare_host(url)}](<{quote(url, safe='/:?#&=%+,;@~!$()*.')}>)", after
    return "", after


def _figure(inside: str, caption: str) -> str:
    """Return the content of `[caption]` as a figure."""
    if html := _HTML_IMAGE.match(inside):
        words = inside[html.end() :].strip() or escape(caption)
        return f"<figure>{html[1].strip()}<figcaption>{' '.join(words.split())}</figcaption></figure>"
    image = _MARKDOWN_IMAGE.match(inside)
    if image is None:
        return inside
    words = " ".join(_TAGS.sub("", inside[image.end() :] or caption).split()).strip("*_ ")
    if image[2]:
        words = _LINK.sub(lambda link: f'<a href="{escape(link[2])}">{link[1]}</a>', escape(words, quote=False))
        picture = f'<a href="{escape(image[3])}"><img src="{escape(image[2])}" alt="{escape(image[1])}"></a>'
        return f"<figure>{picture}<figcaption>{words}</figcaption></figure>"
    title = ' "' + re.sub(r'([\\"])', r"\\\1", words) + '"' if words else ""
    return f"![{image[4]}](<{image[5]}>{title})"


def _code(inside: str, keyed: dict[str, str]) -> str:
    """Return a block of code, if it is on lines of its own."""
    if not inside.startswith("\n") or not inside.rstrip(" ").endswith("\n"):
        return f"`{inside.strip()}`" if "\n" not in inside and "`" not in inside and inside.strip() else inside
    language = re.sub(r"[^\w+#-]", "", keyed.get("language", "") or keyed.get("lang", ""))
    return f"~~~~~~~~{language}{inside}~~~~~~~~"
