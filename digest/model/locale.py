"""CLDR data of Babel, for reading and writing dates.

Babel's `Locale` resolves aliases in tables that languages share, so a language may get the months of another one (Babel issue
1234). Therefore the tables here are copies.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel import Locale


def locale_of(tag: str) -> Locale | None:
    """Return Babel's locale for a language tag, or for its longest known prefix; None if the language is unknown."""
    from babel import Locale
    from babel.core import UnknownLocaleError

    parts = tag.split("-")
    for end in range(len(parts), 0, -1):
        try:
            return Locale.parse("-".join(parts[:end]), sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    return None


def tables(locale: Locale, *names: str) -> Mapping[str, Any]:
    """Return tables of a locale by name: `months`, `days`, `list_patterns`."""
    from babel.localedata import LocaleDataDict, load

    data = load(str(locale))
    return LocaleDataDict({name: copy.deepcopy(data[name]) for name in names})
