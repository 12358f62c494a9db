"""Small questions about a text: is it a language tag, a path on this site, a slug, a time zone, a date?

Asked of config.yaml and of front matter alike, so that both mean the same by the words. This module
must not know where the text came from or what is said about a wrong one.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from digest.read.text.slugs import slug_of
from digest.read.text.timestamps import ImpossibleDate

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NO_PATH = re.compile(r'[\\\x00-\x1f\x7f\ufffd<>:"|?*#]|//')
# Hidden files, and names that Windows cannot have.
_NO_NAME = re.compile(r"^[. ]|[. ]$|^$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_IS_FILE = re.compile(r"\.(?:html?|xml|txt|css|js)$", re.IGNORECASE)
_NOT_IN_ADDRESS = re.compile(r'[\\^`{|}\[\]<>"\s]|#[^#]*#')
_IN_ADDRESS = "!$%&'()*+,/:;=?@~"
_DATE = re.compile(
    r"(\d{3,6})([-/.])(\d{1,2})\2(\d{1,2})"
    r"(?:(?:[Tt]|[ \t]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?[ \t]*(Z|z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?)?"
)


def language_tag(text: str) -> str:
    """A well-formed language tag in its usual case (`pt-BR`, `zh-Hant`); empty for anything else."""
    if not _LANGUAGE.fullmatch(text):
        return ""
    first, *rest = text.split("-")
    parts = [p.upper() if len(p) == 2 else p.title() if len(p) == 4 and p.isalpha() else p.lower() for p in rest]
    return "-".join([first.lower(), *parts])


def as_link(url: str) -> str:
    """A web address as it may stand in a link: what an address cannot hold is percent-encoded."""
    if not _NOT_IN_ADDRESS.search(url):
        return url
    start = re.match(r"(?:[^:/?#]*://)?[^/?#]*", url)
    host = start[0] if start else ""
    path, mark, fragment = url[len(host) :].partition("#")
    return host + quote(path, safe=_IN_ADDRESS) + mark + quote(fragment, safe=_IN_ADDRESS)


def is_slug(text: str) -> bool:
    """Whether it can be a part of an address as it stands: lower-case letters, digits and single hyphens."""
    return slug_of(text) == text


def site_path(text: str) -> str:
    """A path on this site without its first slash, that can be a file on every system; empty for anything else."""
    path = unquote(text, errors="replace")
    if _NO_PATH.search(path):
        return ""
    *folders, name = path.removeprefix("/").split("/")
    parts = [*folders, *([name] if name else [])]
    if not parts or any(_NO_NAME.search(p) or len(p.encode()) > 200 for p in parts) or any(map(_IS_FILE.search, folders)):
        return ""
    return path.removeprefix("/")


def zone(name: str) -> ZoneInfo | None:
    """The time zone of an IANA name, or None. The machine's own zone has no name here: builds must not differ."""
    if name.lower() in ("localtime", "posixrules", "factory", ""):
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):  # a folder, a path that leaves the data, an unknown name
        return None


def date_text(text: str, languages: tuple[str, ...] = ()) -> str | ImpossibleDate | None:
    """A date as ISO text, without a zone when it has none; None when it is no date at all.

    Years are from 1000 to 9999. `languages` are those whose words for dates are understood.
    """
    match = _DATE.fullmatch(text)
    if match is None:
        from digest.read.text.dates import parse_date  # most dates are not words

        found = parse_date(text, languages)
        return ImpossibleDate(text, 1) if isinstance(found, str) and found < "1000" else found
    year, _, month, day, hour, minute, second, offset = match.groups()
    try:
        when = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
        if when.year < 1000:
            return ImpossibleDate(text, 1)
        if hour is None:
            return when.isoformat()[:10]
        return (when.replace(tzinfo=_offset(offset)) if offset else when).isoformat()
    except ValueError:
        return ImpossibleDate(text, 1)


def _offset(text: str) -> timezone:
    """The zone of `+03:00` or `Z`; raises ValueError for one that cannot be."""
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 14 or minutes > 59:
        raise ValueError(text)
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
