"""Validate and normalize values of config.yaml and front matter: language tags, paths, slugs, time zones, dates."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from urllib.parse import quote, unquote

from digest.model.lazy_regex import lazy_regex
from digest.model.time_zone import time_zone
from digest.read.text.slugs import slug_of
from digest.read.text.timestamps import ImpossibleDate

_LANGUAGE = lazy_regex(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NO_PATH = lazy_regex(r'[\\\x00-\x1f\x7f\ufffd<>:"|?*#]|//')
# Hidden files, and names that Windows does not allow.
_NO_NAME = lazy_regex(r"^[. ]|[. ]$|^$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_IS_FILE = lazy_regex(r"\.(?:html?|xml|txt|css|js)$", re.IGNORECASE)
_NOT_IN_ADDRESS = lazy_regex(r'[\\^`{|}\[\]<>"\s]|#[^#]*#')
_IN_ADDRESS = "!$%&'()*+,/:;=?@~"
_DATE = lazy_regex(
    r"(\d{3,6})([-/.])(\d{1,2})\2(\d{1,2})"
    r"(?:(?:[Tt]|[ \t]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?[ \t]*(Z|z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?)?"
)
_UNIX_DATE = lazy_regex(r"\w{3} (\w{3} +\d{1,2}) (\d{1,2}:\d\d(?::\d\d)?) ([A-Z]{3,4}|[+-]\d{4}) (\d{4})")


def language_tag(text: str) -> str:
    """Normalize the case of a language tag (`pt-BR`, `zh-Hant`); empty if it is not well-formed."""
    if not _LANGUAGE.fullmatch(text):
        return ""
    first, *rest = text.split("-")
    parts = [p.upper() if len(p) == 2 else p.title() if len(p) == 4 and p.isalpha() else p.lower() for p in rest]
    return "-".join([first.lower(), *parts])


def quote_url(url: str) -> str:
    """Percent-encode the characters of a URL that are not allowed in it."""
    if not _NOT_IN_ADDRESS.search(url):
        return url
    start = re.match(r"(?:[^:/?#]*://)?[^/?#]*", url)
    host = start[0] if start else ""
    path, hash_sign, fragment = url[len(host) :].partition("#")
    return host + quote(path, safe=_IN_ADDRESS) + hash_sign + quote(fragment, safe=_IN_ADDRESS)


def is_slug(text: str) -> bool:
    """Whether a text is a valid slug: lower-case letters, digits and single hyphens."""
    return slug_of(text) == text


def site_path(text: str) -> str:
    """Return a path on this site without its leading slash; empty if it is not a valid file path on every system."""
    path = unquote(text, errors="replace")
    if _NO_PATH.search(path):
        return ""
    *folders, name = path.removeprefix("/").split("/")
    parts = [*folders, *([name] if name else [])]
    if (
        not parts
        or any(_NO_NAME.search(p) or len(p.encode()) > 200 for p in parts)
        or any(map(_IS_FILE.search, folders))
    ):
        return ""
    return path.removeprefix("/")


def valid_zone(name: str) -> tzinfo | None:
    """Return the time zone of an IANA name. None for the machine's local zone, which differs between machines."""
    if name.lower() in ("localtime", "posixrules", "factory", ""):
        return None
    try:
        return time_zone(name)
    except (OSError, ValueError, LookupError):  # a folder, a path outside the zone data, an unknown name
        return None


def date_text(text: str, languages: tuple[str, ...] = ()) -> str | ImpossibleDate | None:
    """Parse a date into ISO format; None if the text is not a date. A missing time zone is not added.

    Years are from 1000 to 9999. `languages`: the languages in which dates are recognized.
    """
    match = _DATE.fullmatch(text)
    if len(text) == 8 and text.isascii() and text.isdigit():
        match = _DATE.fullmatch(f"{text[:4]}-{text[4:6]}-{text[6:]}")
    if match is None and (unix := _UNIX_DATE.fullmatch(text)):  # as the command `date` prints it
        text = f"{unix[1]} {unix[4]} {unix[2]} {unix[3]}"
    if match is None:
        from digest.read.text.dates import parse_date  # imported late: most dates are numeric

        parsed = parse_date(text, languages)
        return ImpossibleDate(text, 1) if isinstance(parsed, str) and parsed < "1000" else parsed
    year, _, month, day, hour, minute, second, offset = match.groups()
    try:
        moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
        if moment.year < 1000:
            return ImpossibleDate(text, 1)
        if hour is None:
            return moment.isoformat()[:10]
        return (moment.replace(tzinfo=_offset(offset)) if offset else moment).isoformat()
    except ValueError:
        return ImpossibleDate(text, 1)


def day_of_impossible_zone(text: str) -> str | None:
    """Return the day of a numeric date of which only the UTC offset does not exist; None for all others."""
    match = _DATE.fullmatch(text)
    if match is None or not match[8] or match[8][0] not in "+-":
        return None
    date = date_text(text[: match.start(8)].strip())
    return date[:10] if isinstance(date, str) else None


def _offset(text: str) -> timezone:
    """Return the time zone of `+03:00` or `Z`. Raises ValueError for an invalid offset."""
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if minutes > 59 or hours * 60 + minutes > 14 * 60:
        raise ValueError(text)
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
