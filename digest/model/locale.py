"""What CLDR says of a language, as Babel has it: for those that read dates and for those that write them.

Babel's `Locale` notes what it looked up in tables that languages share, so that after one of them another may have its
months (Babel issue 1234). What is given out here is a copy. This module must not know what it is used for.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel import Locale


def locale_of(tag: str) -> Locale | None:
    """Babel's locale for a language tag, or for as much of it as Babel knows; None when it does not know the language."""
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
    """Some of its tables by name: `months`, `days`, `list_patterns`."""
    from babel.localedata import LocaleDataDict, load

    data = load(str(locale))
    return LocaleDataDict({name: copy.deepcopy(data[name]) for name in names})
