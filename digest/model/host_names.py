"""Names of sources that only have a host: of a known newspaper, or the host in readable form."""

from __future__ import annotations

import contextlib
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.model.newspapers import SECTIONS, newspaper_at

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


@lru_cache(maxsize=4096)
def name_at(host: str) -> str:
    """Return the name of the source at a host in lower case: of a newspaper, or `Harbour Times` for `harbour-times.co.uk`."""
    return newspaper_at(host) or _readable(host)


def _readable(host: str) -> str:
    """The host without its public suffix. It stays as it is if it has none, as `localhost` or an IP address."""
    labels = host.removeprefix("www.").split(".")
    if len(labels) < 2 or labels[-1].isdigit() or ":" in host:
        return host
    number = len(labels) - _length_of_suffix(labels)
    rest = labels[:number]
    if not rest:
        return host
    if len(rest) > 1 and f"{rest[0]}." in SECTIONS:
        rest = rest[1:]
    words = [_decoded(label) for label in rest]
    if len(words) > 1:  # a part of a site: its words would not tell
        return ".".join(words)
    return " ".join(_capitalized(word) for word in words[0].split("-") if word) or host


def _length_of_suffix(labels: list[str]) -> int:
    """The number of labels of the public suffix. The list of all suffixes is only loaded if the host can have a long one."""
    if len(labels) == 2:
        return 1
    suffix = _suffixes().publicsuffix(".".join(labels))
    return suffix.count(".") + 1 if suffix else len(labels)


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(only_icann=True)


def _decoded(label: str) -> str:
    with contextlib.suppress(UnicodeError):
        return label.encode("ascii").decode("idna")
    return label


def _capitalized(word: str) -> str:
    """`nrk` is an abbreviation: a short word without vowels."""
    is_abbreviation = len(word) < 4 and word.isascii() and not set(word) & set("aeiouy")
    return word.upper() if is_abbreviation else word[:1].upper() + word[1:]
