"""The language of the site: dates, numbers, lists, plural forms and translations.

A `Language` is made of plain values, `Tables`, from CLDR (see cldr.py) and the translations of the theme (see
translations.py). The store keeps these values, so a build that changes one page does not need to load Babel. Templates
use the methods of a language as filters and functions, which docs/themes.md lists.
"""

from __future__ import annotations

import gettext as standard
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from digest.model.fingerprint import hash_text
from digest.model.named_tuple import NamedTuple
from digest.render.collation import initial, sort_key
from digest.render.dates import DateFormatter
from digest.render.markup import escape, markup

ENGLISH = "en"
"""The language of the texts in templates. A text without a translation stays English."""
RIGHT_TO_LEFT = frozenset((
    "apc", "ar", "arc", "ary", "arz", "bal", "bgn", "bqi", "brh", "ckb", "dv", "fa", "glk", "he", "ks", "lrc", "mzn", "nqo",
    "pnb", "ps", "rhg", "sd", "sdh", "skr", "syr", "trw", "ug", "ur", "yi",
))  # fmt: skip
"""Languages that are written from right to left, if the tag has no script."""
RIGHT_TO_LEFT_SCRIPTS = frozenset((
    "adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa", "yezi"
))  # fmt: skip


@lru_cache(maxsize=256)
def direction(tag: str) -> str:
    """Return `rtl` or `ltr`, for the `dir` attribute of a text in a language."""
    language, *rest = tag.lower().split("-")
    script = next((part for part in rest[:2] if len(part) == 4 and part.isalpha()), "")
    return "rtl" if (script in RIGHT_TO_LEFT_SCRIPTS if script else language in RIGHT_TO_LEFT) else "ltr"


class Tables(NamedTuple):
    """The data of a language, as plain values that JSON can hold."""

    tag: str
    """Language tag of the site."""
    first_weekday: int
    """0 for Monday, 6 for Sunday."""
    digits: str
    """The ten digits, starting with zero; empty for 0 to 9."""
    group: str
    """Separator of thousands."""
    groups: list[int]
    """Number of digits in the last group, and in the groups before it."""
    names: Mapping[str, list[str]]
    """Names by the field of a CLDR pattern: `MMMM` months, `EEEE` days of the week from Monday, `a` AM and PM."""
    patterns: Mapping[str, str]
    """Date formats by name, with the fields of CLDR in braces: `{d} {MMMM} {y}`."""
    lists: Mapping[str, str]
    """Patterns that join a list: `2`, `start`, `middle`, `end`."""
    plurals: list[str]
    """Plural rules of the translations, in the syntax of gettext."""
    words: Mapping[str, tuple[int, list[str]]]
    """Translations: (index of the plural rule, plural forms) by English text, which may follow a context and `\\x04`."""


class Language:
    """Formats numbers and lists, translates texts, and sorts names. Dates are formatted by `dates`."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.tag = tables.tag
        self.direction = direction(tables.tag)
        self.first_weekday = tables.first_weekday
        self.fingerprint = hash_text(repr(tables))
        self._digits = str.maketrans("0123456789", tables.digits) if tables.digits else None
        self._plural_rules = [standard.c2py(rule) for rule in tables.plurals]
        self.dates = DateFormatter(
            tables.names, tables.patterns, tables.first_weekday, self._localize_digits, self.gettext
        )
        # Thousands of pages show the same few values.
        self.number = lru_cache(maxsize=5_000)(self._number)
        self.isolate = lru_cache(maxsize=5_000)(self._isolate)
        self.link = lru_cache(maxsize=20_000)(self._link)

    # -- numbers and lists ----------------------------------------------------------------------

    def _number(self, number: int) -> str:
        """Format a whole number: `1,612`, `1.612`."""
        last, before = self.tables.groups
        text = str(abs(number))
        rest, groups = text[:-last], [text[-last:]]
        while rest:
            rest, groups = rest[:-before], [rest[-before:], *groups]
        return ("-" if number < 0 else "") + self._localize_digits(self.tables.group.join(groups))

    def _localize_digits(self, text: str) -> str:
        return text.translate(self._digits) if self._digits else text

    def listed(self, words: Iterable[Any]) -> Any:
        """Join texts or HTML: `A, B and C`."""
        texts, result_type = _joinable(words)
        if len(texts) < 3:
            return result_type(self.tables.lists["2"].format(*texts) if len(texts) == 2 else "".join(texts))
        text = self.tables.lists["end"].format(texts[-2], texts[-1])
        for word in texts[-3:0:-1]:
            text = self.tables.lists["middle"].format(word, text)
        return result_type(self.tables.lists["start"].format(texts[0], text))

    def commas(self, words: Iterable[Any]) -> Any:
        """Join texts or HTML: `A, B, C`."""
        texts, result_type = _joinable(words)
        if len(texts) < 2:
            return result_type("".join(texts))
        return result_type(str(self.pgettext("list separator", ", ")).join(texts))

    # -- translations ---------------------------------------------------------------------------

    def gettext(self, text: str, **values: Any) -> Any:
        """Translate an English text, and replace each `%(name)s` in it by a value. Integers are formatted as numbers."""
        return self._fill(self._translation(text, text), values)

    def pgettext(self, context: str, text: str, **values: Any) -> Any:
        """Translate a text that has several meanings. The context says which one."""
        return self._fill(self._translation(f"{context}\x04{text}", text), values)

    def ngettext(self, one: str, many: str, n: int, **values: Any) -> Any:
        """Translate a text with a number, `%(n)s`, in the right plural form."""
        return self._fill(self._translation(one, one if n == 1 else many, n), {"n": n, **values})

    def npgettext(self, context: str, one: str, many: str, n: int, **values: Any) -> Any:
        """Translate a text with a number and a context."""
        return self._fill(self._translation(f"{context}\x04{one}", one if n == 1 else many, n), {"n": n, **values})

    def _translation(self, key: str, english: str, n: int = 1) -> str:
        found = self.tables.words.get(key)
        if found is None:
            return english
        rule, forms = found
        return forms[self._plural_rules[rule](n)] if len(forms) > 1 else forms[0]

    def _fill(self, text: str, values: dict[str, Any]) -> Any:
        """Put values into a text. The result is HTML if one of the values is; the text and other values are then escaped."""
        is_html = False
        for name, value in values.items():
            kind = type(value)
            if kind is int:
                values[name] = self.number(value)
            elif kind is not str and hasattr(value, "__html__"):
                is_html = True
        if is_html:
            return markup(escape(text) % {name: escape(value) for name, value in values.items()})
        return text % values if values else text

    # -- sorting --------------------------------------------------------------------------------

    def sort_key(self, name: str) -> str:
        """Return a key that sorts names alphabetically in this language."""
        return sort_key(name, self.tag)

    def initial(self, name: str) -> str:
        """Return the letter of a name in an alphabetical index; empty for numbers and for scripts without letters."""
        return initial(name, self.tag)

    # -- for templates --------------------------------------------------------------------------

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters of templates: for dates, numbers, texts and links."""
        return {
            **self.dates.filters(),
            "number": self.number,
            "commas": self.commas,
            "listed": self.listed,
            "link": self.link,
            "links": self.links,
            "isolate": self.isolate,
        }

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Return the functions of templates. Their results depend on their arguments only."""
        return {
            "_": self.gettext,
            "ngettext": self.ngettext,
            "pgettext": self.pgettext,
            "npgettext": self.npgettext,
            "weekdays": self.dates.weekdays,
        }

    def _link(self, link: Any) -> Markup:
        """Return a `Link` as HTML, for use in a sentence."""
        return markup(f'<a href="{escape(link.url)}">{self.isolate(link.title)}</a>')

    def links(self, links: Iterable[Any]) -> list[Markup]:
        """Return a list of `Link`s as HTML, for `item.authors|links|listed`."""
        return [self.link(link) for link in links]

    def _isolate(self, text: Any) -> Markup:
        """Put a text of the other writing direction into `<bdi>`, so that it does not reorder the text around it."""
        html = escape(text)
        return markup(f"<bdi>{html}</bdi>" if needs_isolation(str(text), self.direction) else html)


def _joinable(words: Iterable[Any]) -> tuple[list[str], Callable[[str], str]]:
    """Return texts, and the type of a text made from them: `Markup` if one of them is HTML; the others are then escaped."""
    words = tuple(words)
    for word in words:
        if hasattr(word, "__html__"):
            return [escape(word) for word in words], markup
    return [str(word) for word in words], str


def needs_isolation(text: str, direction: str) -> bool:
    """Return whether a text has letters or digits that are written in the other direction."""
    if text.isascii():
        return direction == "rtl" and any(c.isalnum() for c in text)
    import unicodedata

    other = ("L", "EN") if direction == "rtl" else ("R", "AL", "AN")
    return any(unicodedata.bidirectional(c) in other for c in text)
