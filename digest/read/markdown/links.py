"""Where the links of one text lead.

Decides for every address in a text, from Markdown and from raw HTML alike, whether it stays, becomes a placeholder
for a file or a page of this site, or is dropped because it could run or read something. It must not know which files
exist, or where pages will stand.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from digest.model.article import Ref
from digest.model.problem import Problem, warning

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_KEPT = "http https mailto tel sms ftp ftps sftp geo irc ircs xmpp matrix magnet news webcal gemini"
KEPT = frozenset(_KEPT.split())
"""Schemes of links that stay as they are. A list of what is known to be harmless: new ways to run code appear."""
FORBIDDEN = frozenset(("javascript", "vbscript", "data", "file", "digest-ref", "digest-root"))
"""Refused like every scheme that is not kept; named so that the sanitiser hands them over, to be reported."""
CONTROLS = re.compile(
    # In two sets, since one that has both ranges and planes takes ten times as long to compile.
    "[\x00-\x08\x0b\x0c\r\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]|["
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
"""Characters that HTML forbids: controls (but tab and line feed), halves of surrogate pairs, noncharacters."""
# The addresses that mdurl would hand back unchanged, which is most of them, at a twentieth of the time. A host of up to
# 63 characters has no part that is too long for a host's.
PLAIN_URL = re.compile(r"https?://(?=[^/?#]{1,63}(?:[/?#]|\Z))[a-z0-9]+(?:[.-][a-z0-9]+){0,20}(?:[/?#][A-Za-z0-9/?#._~!$&'()*+,;=:@-]*)?")
NOT_A_PATH = re.compile(r"[A-Za-z]:|.*[\x00-\x1f\x7f-\x9f]", re.DOTALL)  # a drive of Windows; a control character


def normal(url: str) -> str:
    """The address with everything but plain ASCII percent-encoded (a host: in Punycode)."""
    if PLAIN_URL.fullmatch(url):
        return url
    from markdown_it.common.normalize_url import normalizeLink

    return normalizeLink(url)


class Links:
    """The links of one text: what they became (`refs`), and what was wrong with them (`problems`)."""

    def __init__(self, file: str, id: str) -> None:
        self.own = ""
        """Stands inside each placeholder until the text has been sanitised; see sanitize.py."""
        self.refs: list[Ref] = []
        self.problems: list[Problem] = []
        self._file = file
        self._folder = id.split("/")[:-1]

    def address(self, url: str, kind: str, line: int) -> str | None:
        """What stands in the `href` or `src` (not yet escaped) for a normalised address; None: nothing may."""
        if url.startswith(("https://", "http://")):
            return url
        first = url[:1]
        if first in ("#", "?"):
            return url
        if first == "/":
            return self._from_root(url, kind, line)
        scheme = SCHEME.match(url)
        if scheme is None:
            return self._beside(url, kind, line) if url else None  # `[text]()` leads nowhere: nothing is lost
        name = scheme[0][:-1].lower()
        if name in KEPT and (kind == "link" or name in ("http", "https")):
            return url
        self._unsafe(url, kind, line, f'addresses with "{name}:" are not published')
        return None

    def _from_root(self, url: str, kind: str, line: int) -> str:
        if url.startswith("//"):
            return "https://" + url.lstrip("/")
        path, tail = _cut(url[1:])
        if "./" in path or path.endswith("."):
            # Resolved as a browser would, or else `..` would climb out of the folder that the site stands in.
            parts: list[str] = []
            for part in path.split("/"):
                if part == "..":
                    del parts[-1:]
                elif part != ".":
                    parts.append(part)
            path = "/".join(parts)
        if kind == "image" and not NOT_A_PATH.match(unquote(path)):
            self.refs.append(Ref("/" + unquote(path).lstrip("/"), tail, line, kind))
        return f"digest-{self.own}root:{path.lstrip('/')}{tail}"

    def _beside(self, url: str, kind: str, line: int) -> str | None:
        path, tail = _cut(url)
        path = unquote(path).replace("\\", "/")  # `pictures\a.jpg`, as written on Windows
        if NOT_A_PATH.match(path):
            self._unsafe(url, kind, line, "it is not the path of a file")
            return None
        parts = self._folder.copy()
        for part in path.split("/"):
            if part == "..":
                if not parts:
                    self._outside(path, kind, line)
                    return None
                parts.pop()
            elif part not in ("", "."):
                parts.append(part)
        self.refs.append(Ref("/".join(parts), tail, line, kind))
        return f"digest-{self.own}ref:{len(self.refs) - 1}"

    def repeated(self, most: int, line: int) -> None:
        """Links to one long address took too much of it."""
        message = f"links take more than {most:,} characters from lines `[name]: address`, and the rest are shown as text"
        hint = "Use shorter addresses, or divide the article."
        self.problems.append(warning("links-too-long", message, self._file, line, hint=hint))

    def _unsafe(self, url: str, kind: str, line: int, why: str) -> None:
        self.problems.append(
            warning(
                "link-unsafe",
                f'the {_NOUN[kind]} "{_short(url)}" was dropped: {why}',
                self._file,
                line,
                hint="Use a web address that begins with https://, or the path of a file beside the article.",
            )
        )

    def _outside(self, path: str, kind: str, line: int) -> None:
        self.problems.append(
            Problem(
                "link-outside",
                f'the {_NOUN[kind]} "{_short(path)}" leads out of the content folder',
                self._file,
                line,
                hint="Move the file into the content folder, or correct the number of `../`.",
            )
        )


_NOUN = {"link": "link", "image": "picture"}


def _cut(url: str) -> tuple[str, str]:
    """The path, and the query or fragment after it with its `?` or `#`."""
    ends = [at for at in (url.find("#"), url.find("?")) if at >= 0]
    end = min(ends, default=len(url))
    return url[:end], url[end:]


def _short(url: str) -> str:
    clean = CONTROLS.sub("\ufffd", url)
    return clean if len(clean) <= 60 else clean[:57] + "..."
