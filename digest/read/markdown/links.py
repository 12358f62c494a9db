"""Classify the URLs of links and images in a text, both in Markdown and in raw HTML.

A URL is kept, replaced by a placeholder for a file or page of this site, or removed because it could run code. This module
must not know which files exist or what the URLs of pages are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import unquote

from digest.model.article import Ref
from digest.model.lazy_regex import lazy_regex
from digest.model.problem import Problem, warning

SCHEME = lazy_regex(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ALLOWED = "http https mailto tel sms ftp ftps sftp geo irc ircs xmpp matrix magnet news webcal gemini"
ALLOWED_SCHEMES = frozenset(_ALLOWED.split())
"""Schemes of links that are kept. All other schemes are removed."""
REPORTED_SCHEMES = frozenset(("javascript", "vbscript", "data", "file", "digest-ref", "digest-root"))
"""Schemes that the sanitizer passes on, so that their removal is reported."""
CONTROLS = lazy_regex(
    # Two sets: one set with both ranges and planes takes ten times as long to compile.
    "[\x00-\x08\x0b\x0c\r\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]|["
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
"""Characters that HTML forbids: control characters (except tab and line feed), surrogates, noncharacters."""
# Most URLs: those that mdurl returns unchanged, in a twentieth of the time. In a host of up to 63 characters, no label is
# too long.
PLAIN_URL = lazy_regex(
    r"https?://(?=[^/?#]{1,63}(?:[/?#]|\Z))[a-z0-9]+(?:[.-][a-z0-9]+){0,20}(?:[/?#][A-Za-z0-9/?#._~!$&'()*+,;=:@-]*)?"
)
NAMED = ":/"
"""Beginning of a URL that names a file by its name, title or id, wherever it is: `:/note`. Joplin writes such links; those
of other programs (`[[note]]`, `{% post_url note %}`) are converted to them."""
DROPPED = {
    "attribute": ("attribute", "attributes", "Remove it. Only ids, widths and heights are used."),
    "element": ("HTML element", "HTML elements", "Articles cannot run programs or contain forms. Link to it instead."),
    "pixel": ("image of one pixel", "images of one pixel", "Remove it. Such images only count readers."),
    "shortcode": ("shortcode", "shortcodes", "Shortcodes are not run. Write the content into the article."),
    "template tag": ("template tag", "template tags", "Templates are not run. Write the content into the article."),
}
"""Kinds of markup that are not published: the words for one and for several, and a hint."""
DEFAULT_FOLDERS: Mapping[str, str] = MappingProxyType({"": "content"})
NOT_A_PATH = re.compile(r"[A-Za-z]:|.*[\x00-\x1f\x7f-\x9f]", re.DOTALL)  # a Windows drive; a control character


def normalize(url: str) -> str:
    """Percent-encode all characters of a URL except plain ASCII, and encode the host as Punycode."""
    if PLAIN_URL.fullmatch(url):
        return url
    from markdown_it.common.normalize_url import normalizeLink

    return normalizeLink(url)


class Links:
    """Classifies the links of one text, and collects references and problems."""

    def __init__(self, file: str, folders: Mapping[str, str] = DEFAULT_FOLDERS, former: tuple[str, ...] = ()) -> None:
        """`file`: the path of the text, relative to the site folder. `folders`: see `source_folders`. `former`: earlier URLs of
        the site, without scheme. Links to them lead to the site."""
        self.nonce = ""
        """Part of each placeholder until the text is sanitized (see sanitize.py)."""
        self.refs: list[Ref] = []
        """Links and images that refer to files of the site."""
        self.problems: list[Problem] = []
        self.fragments: dict[str, int] = {}
        """Links to a place in the text itself, `#name`, with the first line of each."""
        self._dropped: dict[str, list[tuple[int, str]]] = {}
        self._undefined: set[str] = set()
        self._file = file
        self._folder = [part for part in file.split("/")[:-1] if part != "."]
        self._folders = folders
        self._former = former

    def resolve(self, url: str, kind: str, line: int) -> str | None:
        """Return the value of `href` or `src` for a normalized URL, not yet escaped; None to remove the link.

        `kind`: `link`, `image` or `media`.
        """
        if url.startswith(("https://", "http://")):
            return self._from_former(url, kind, line) if self._former else url
        first = url[:1]
        if first in ("#", "?"):
            if first == "#" and len(url) > 1:
                self.fragments.setdefault(url, line)
            return url
        if url.startswith(NAMED):
            return self._named(url, kind, line)
        if first == "/":
            return self._from_root(url, kind, line)
        scheme = SCHEME.match(url)
        if scheme is None:
            return self._relative(url, kind, line) if url else None  # `[text]()`
        name = scheme[0][:-1].lower()
        if name in ALLOWED_SCHEMES and (kind == "link" or name in ("http", "https")):
            return url
        self._unsafe(url, kind, line, f"`{name}:` URLs are not allowed")
        return None

    def drop(self, kind: str, sample: str, line: int) -> None:
        """Note that something of the text is not published. `kind`: a key of DROPPED."""
        self._dropped.setdefault(kind, []).append((line, sample))

    def report_dropped(self) -> None:
        """Add one warning for each kind of what is not published, at its first line."""
        for kind, places in sorted(self._dropped.items()):
            line, sample = min(places)
            sample = " ".join(sample.split())
            one, many, hint = DROPPED[kind]
            count = f"1 {one} is" if len(places) == 1 else f"{len(places):,} {many} are"
            sample = f", first `{_shortened(sample)}`" if len(places) > 1 else f": `{_shortened(sample)}`"
            self.problems.append(
                warning("markup-dropped", f"{count} not published{sample}", self._file, line, hint=hint)
            )
        self._dropped.clear()

    def warn_undefined(self, words: str, name: str, line: int) -> None:
        """Warn that a reference link has no definition, once for each name."""
        if (name or words) in self._undefined:
            return
        self._undefined.add(name or words)
        message = (
            f"link `[{_shortened(words)}][{_shortened(name)}]` has no definition; its words are shown without a link"
        )
        hint = f"Add a line `[{_shortened(name or words)}]: https://…`."
        self.problems.append(warning("link-undefined", message, self._file, line, hint=hint))

    def warn_no_anchor(self, fragment: str, line: int) -> None:
        """Warn that a link leads to a place that the text does not have."""
        message = f"link `{_shortened(unquote(fragment))}` leads to no heading or anchor of this article"
        hint = "Correct it, or give the heading this id: `## Heading {#id}`."
        self.problems.append(warning("anchor-missing", message, self._file, line, hint=hint))

    def _from_former(self, url: str, kind: str, line: int) -> str:
        """Return a URL, or the placeholder for its path if it is an earlier URL of the site."""
        address = url.partition("://")[2]
        host, slash, path = address.partition("/")
        address = host.lower() + slash + path
        for former in self._former:
            if address.startswith(former):
                return self._from_root("/" + address[len(former) :].lstrip("/"), kind, line)
            if address == former[:-1]:
                return self._from_root("/", kind, line)
        return url

    def _named(self, url: str, kind: str, line: int) -> str | None:
        """Return the placeholder for a file that is linked by its name, wherever it is under content/."""
        name, _, fragment = url[len(NAMED) :].partition("#")
        name = " ".join(unquote(name).replace("\\", "/").split()).strip("/")
        if not name or NOT_A_PATH.match(name):
            return None
        self.refs.append(Ref("", f"#{fragment}" if fragment else "", line, kind.replace("media", "link"), name))
        return f"digest-{self.nonce}ref:{len(self.refs) - 1}"

    def _from_root(self, url: str, kind: str, line: int) -> str:
        if url.startswith("//"):
            return "https://" + url.lstrip("/")
        path, tail = _split_tail(url[1:])
        if "./" in path or path.endswith("."):
            # Resolve as a browser does. Otherwise `..` could leave the folder of the site on its web server.
            parts: list[str] = []
            for part in path.split("/"):
                if part == "..":
                    del parts[-1:]
                elif part != ".":
                    parts.append(part)
            path = "/".join(parts)
        if not NOT_A_PATH.match(unquote(path)):
            kind = "image" if kind == "image" else "link"
            self.refs.append(Ref("/" + unquote(path).lstrip("/"), tail, line, kind))
        return f"digest-{self.nonce}root:{path.lstrip('/')}{tail}"

    def _relative(self, url: str, kind: str, line: int) -> str | None:
        path, tail = _split_tail(url)
        path = unquote(path).replace("\\", "/")  # `images\a.jpg`, as written on Windows
        if NOT_A_PATH.match(path):
            self._unsafe(url, kind, line, "invalid path")
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
        target = self._target("/".join(parts))
        if target is None:
            self._outside(path, kind, line)
            return None
        self.refs.append(Ref(target, tail, line, "image" if kind == "image" else "link"))
        return f"digest-{self.nonce}ref:{len(self.refs) - 1}"

    def _target(self, path: str) -> str | None:
        """Return the path of a source, or of a file next to one, by its path relative to the site folder; None if it is in no
        folder with sources."""
        for prefix, folder in self._folders.items():
            folder = folder.strip("/").removeprefix("./")
            if folder == ".":
                return prefix + path
            if f"{path}/".startswith(f"{folder}/"):
                return prefix + path[len(folder) + 1 :]
        return None

    def warn_too_long(self, limit: int, line: int) -> None:
        """Warn that reference links exceed their total length."""
        message = f"reference links expand to more than {limit:,} characters; the rest are shown as text"
        hint = "Use shorter URLs, or split the article."
        self.problems.append(warning("links-too-long", message, self._file, line, hint=hint))

    def _unsafe(self, url: str, kind: str, line: int, reason: str) -> None:
        message = f"{kind} `{_shortened(url)}` was removed: {reason}"
        hint = "Use a URL that begins with `https://`, or the path of a file next to the article."
        self.problems.append(warning("link-unsafe", message, self._file, line, hint=hint))

    def _outside(self, path: str, kind: str, line: int) -> None:
        message = f"{kind} `{_shortened(path)}` points outside the content folder"
        hint = "Move the file into the content folder, or correct the number of `../`."
        self.problems.append(Problem("link-outside", message, self._file, line, hint=hint))


def _split_tail(url: str) -> tuple[str, str]:
    """Split a URL into the path, and the query and fragment with their `?` or `#`."""
    indices = [index for index in (url.find("#"), url.find("?")) if index >= 0]
    end = min(indices, default=len(url))
    return url[:end], url[end:]


def _shortened(url: str) -> str:
    printable = CONTROLS.sub("\ufffd", url)
    return printable if len(printable) <= 60 else printable[:57] + "..."
