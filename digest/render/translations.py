"""Translations of a theme into one language, from gettext catalogues: `locale/de.po` of each theme, then that of digest.

A catalogue translates the English texts in templates. The first catalogue with a translation is used, so the theme of a
site can change translations. A text without a translation stays English and is reported.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from babel import Locale

from digest.model.language_names import suggested_tag
from digest.model.lazy_regex import lazy_regex
from digest.model.problem import Problem, warning
from digest.render import cldr
from digest.render.language import ENGLISH, Language
from digest.render.theme import Word

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

FOLDER = "locale"
"""Folder of a theme with its catalogues."""
OURS = os.path.join(os.path.dirname(os.path.dirname(__file__)), FOLDER)
"""Folder of the catalogues for the texts in `WORDS`, which are not in themes."""
WORDS = (
    "Archive", "Authors", "Other", "Page not found", "Search", "Sources", "Stories", "Topics", "Undated",
    "Week %(week)s, %(year)s", "%(name)s, %(part)s", "%(name)s, undated", "list separator\x04, ",
)  # fmt: skip
"""The texts that digest itself adds to pages, with their context. A test compares them with the code."""
_PLACE = lazy_regex(r"%\((\w+)\)s")


def candidates(tag: str) -> list[str]:
    """Return names of catalogues for a language, best match first: `de-AT` and `de` for `de-AT`, `zh` and `zh-Hans` for `zh`."""
    full = cldr.likely(tag).split("-")
    parts = tag.split("-")
    found = ["-".join(parts[:end]) for end in range(len(parts), 0, -1)]
    if full[1:]:
        found += [f"{full[0]}-{full[1]}"]
    # A catalogue for the language alone is in its most common script.
    same_script = cldr.likely(full[0]).split("-")[1:2] == full[1:2]
    return [name for name in dict.fromkeys([*found, full[0]]) if same_script or name != full[0]]


def load_language(tag: str, folders: Iterable[tuple[str, str]]) -> tuple[Language, list[Problem]]:
    """Return the language of a tag. `folders` are folders with catalogues, in order, each with its name in messages."""
    problems: list[Problem] = []
    locale = cldr.locale_for(tag)
    if locale is None:
        near = suggested_tag(tag)
        hint = f"Did you mean `{near}`? " if near else "Correct the tag. "
        hint += "Dates and numbers are formatted as in English."
        problems.append(warning("language-unknown", f"unknown language `{tag}`", "config.yaml", hint=hint))
    tables = cldr.tables_of(tag, locale or Locale.parse(cldr.ENGLISH))
    plurals: list[str] = []
    words: dict[str, tuple[int, list[str]]] = {}
    for folder, shown in (*folders, (OURS, "digest/locale")):
        for name in candidates(tag):
            path = os.path.join(folder, f"{name}.po")
            if os.path.isfile(path):
                new, rule, found = _read(path, f"{shown}/{name}.po", locale or name)
                problems += new
                if rule not in plurals:
                    plurals.append(rule)
                words = {**{key: (plurals.index(rule), forms) for key, forms in found.items()}, **words}
    return Language(tables._replace(plurals=plurals, words=words)), problems


def _read(path: str, shown: str, locale: Locale | str) -> tuple[list[Problem], str, dict[str, list[str]]]:
    """Return the problems, the plural rule and the translations of a catalogue."""
    from babel.messages.pofile import PoFileError, read_po  # English sites usually do not need it

    try:
        with open(path, "rb") as file:
            catalogue = read_po(file, locale=locale if isinstance(locale, Locale) else None, abort_invalid=True)
    except PoFileError as error:
        hint = "See the gettext manual for the format of .po files."
        message = f"cannot read the catalogue: {error.args[0]}"
        return [Problem("catalogue", message, shown, (error.lineno or 0) + 1, 0, hint)], "0", {}
    except (OSError, ValueError, LookupError) as error:
        return [Problem("catalogue", f"cannot read the catalogue: {error}", shown, hint="Save it as UTF-8.")], "0", {}
    problems: list[Problem] = []
    words: dict[str, list[str]] = {}
    for line, context, english, forms in translations(catalogue):
        if mistake := fault(english, forms, catalogue.num_plurals):
            message = f"the translation of “{english[0]}” {mistake}; the English text is used"
            hint = "Correct the translation. Names in %(…)s must be the same as in the English text."
            problems.append(warning("translation", message, shown, line, hint=hint))
        else:
            words[f"{context}\x04{english[0]}" if context else english[0]] = forms
    return problems, catalogue.plural_expr, words


def translations(catalogue: Catalog) -> Iterator[tuple[int, str, list[str], list[str]]]:
    """Yield (line, context, English forms, translated forms) of each translation that is not marked as fuzzy."""
    for message in catalogue:
        english, forms = (
            [text] if isinstance(text, str) else list(text or ()) for text in (message.id, message.string)
        )
        if english[0] and any(forms) and not message.fuzzy:
            yield message.lineno or 0, message.context or "", english, forms


def fault(english: list[str], forms: list[str], number: int) -> str:
    """Return what is wrong with a translation, as the end of a sentence; empty if nothing. `number`: of plural forms."""
    if len(forms) != (number if english[1:] else 1) or not all(forms):
        return f"needs {number} plural forms" if english[1:] else "must not have plural forms"
    allowed = {name for text in english for name in _PLACE.findall(text)}
    for form in forms:
        if unknown := sorted(set(_PLACE.findall(form)) - allowed):
            return f"contains %({unknown[0]})s, which is not in the English text"
        try:
            _ = form % dict.fromkeys(allowed, "") if allowed else form
        except (ValueError, TypeError, KeyError):
            return "contains a % that is neither %(name)s nor %%"
    return ""


def missing(language: Language, words: Iterable[Word], folder: str) -> list[Problem]:
    """Return a problem for each text that has no translation, unless the language is English.

    `words` are the texts of templates. `folder` is where the author can add translations.
    """
    tag = language.tag
    if tag.partition("-")[0] == ENGLISH:
        return []
    name = english_name(tag)
    if not language.tables.words:
        message = f"the theme is not translated into {name}; its texts are in English"
        hint = f"Translate them in {folder}/{tag}.po (see docs/themes.md)."
        if near := suggested_tag(tag):
            hint = f"Did you mean `{near}`?"
        return [warning("word-missing", message, "config.yaml", hint=hint)]
    first: dict[str, Word] = {}
    for word in (*words, *_own_words()):
        if word.key not in language.tables.words:
            first.setdefault(word.key, word)
    hint = f"Translate it in {folder}/{tag}.po (see docs/themes.md)."
    return [
        warning("word-missing", f"“{w.text}” is not translated into {name}", w.file, w.line, hint=hint)
        for w in first.values()
    ]


def _own_words() -> Iterable[Word]:
    for key in WORDS:
        context, _, text = key.rpartition("\x04")
        yield Word(context, text, "", 0)


def english_name(tag: str) -> str:
    """Return the name of a language with its tag: `German (de)`."""
    locale = cldr.locale_for(tag)
    name: Any = locale.get_display_name("en") if locale else ""
    return f"{name} ({tag})" if name else tag
