"""The words of a theme in one language, from gettext catalogues: `locale/de.po` of each theme in the chain, then ours.

A catalogue translates the English words that stand in templates. The first one that has a word is taken, so a site's own
theme can give a word another translation; a word that none has stays English, and is told. This module must not know
where the words stand on a page.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from babel import Locale

from digest.model.problem import Problem, warning
from digest.render import cldr
from digest.render.language import ENGLISH, Language
from digest.render.theme import Word

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

FOLDER = "locale"
"""Where a theme has its catalogues."""
OURS = os.path.join(os.path.dirname(os.path.dirname(__file__)), FOLDER)
"""Our own, for the words that do not come from a theme."""
WORDS = (
    "Archive", "Authors", "Other", "Page not found", "Search", "Sources", "Stories", "Topics", "Undated",
    "Week %(week)s, %(year)s", "%(name)s, %(part)s", "%(name)s, undated", "between the things of a list\x04, ",
)  # fmt: skip
"""The words that `digest` itself brings into pages, with their context; a test compares them with the code."""
_PLACE = re.compile(r"%\((\w+)\)s")


def candidates(tag: str) -> list[str]:
    """Names of catalogues for a language, the closest first: for `de-AT` `de-AT` and `de`, for `zh` `zh` and `zh-Hans`."""
    full = cldr.likely(tag).split("-")
    parts = tag.split("-")
    found = ["-".join(parts[:end]) for end in range(len(parts), 0, -1)]
    if full[1:]:
        found += [f"{full[0]}-{full[1]}"]
    # A catalogue for the bare language is in the script that this language is mostly written in.
    same_script = cldr.likely(full[0]).split("-")[1:2] == full[1:2]
    return [name for name in dict.fromkeys([*found, full[0]]) if same_script or name != full[0]]


def load_language(tag: str, folders: Iterable[tuple[str, str]]) -> tuple[Language, list[Problem]]:
    """The language of a tag, with the words of all catalogues in these folders (and how messages name them), in order."""
    problems: list[Problem] = []
    locale = cldr.locale_for(tag)
    if locale is None:
        hint = "Correct the tag; a language that Babel does not know has dates and numbers as in English."
        problems.append(warning("language-unknown", f"nothing is known of a language {tag}", "config.yaml", hint=hint))
    tables = cldr.tables_of(tag, locale or Locale.parse(cldr.ENGLISH))
    plurals: list[str] = []
    words: dict[str, tuple[int, list[str]]] = {}
    for folder, shown in (*folders, (OURS, "digest/locale")):
        for name in candidates(tag):
            path = os.path.join(folder, f"{name}.po")
            if os.path.isfile(path):
                said, rule, found = _read(path, f"{shown}/{name}.po", locale or name)
                problems += said
                if rule not in plurals:
                    plurals.append(rule)
                words = {**{key: (plurals.index(rule), forms) for key, forms in found.items()}, **words}
    return Language(tables._replace(plurals=plurals, words=words)), problems


def _read(path: str, shown: str, locale: Locale | str) -> tuple[list[Problem], str, dict[str, list[str]]]:
    """(problems, rule for plural forms, forms by key) of one catalogue."""
    from babel.messages.pofile import PoFileError, read_po  # many an English site has none

    try:
        with open(path, "rb") as file:
            catalogue = read_po(file, locale=locale if isinstance(locale, Locale) else None, abort_invalid=True)
    except PoFileError as error:
        hint = "See the gettext manual for the form of .po files."
        message = f"the catalogue cannot be read: {error.args[0]}"
        return [Problem("catalogue", message, shown, (error.lineno or 0) + 1, 0, hint)], "0", {}
    except (OSError, ValueError, LookupError) as error:
        return [Problem("catalogue", f"the catalogue cannot be read: {error}", shown, hint="Save it as UTF-8.")], "0", {}
    problems: list[Problem] = []
    words: dict[str, list[str]] = {}
    for line, context, english, forms in translations(catalogue):
        if wrong := fault(english, forms, catalogue.num_plurals):
            said = f"the translation of “{english[0]}” {wrong}, so it stands in English"
            hint = "Correct it: names in %(…)s stay as they are in English."
            problems.append(warning("translation", said, shown, line, hint=hint))
        else:
            words[f"{context}\x04{english[0]}" if context else english[0]] = forms
    return problems, catalogue.plural_expr, words


def translations(catalogue: Catalog) -> Iterator[tuple[int, str, list[str], list[str]]]:
    """(line, context, English forms, translated forms) of what is translated for certain."""
    for message in catalogue:
        english, forms = ([text] if isinstance(text, str) else list(text or ()) for text in (message.id, message.string))
        if english[0] and any(forms) and not message.fuzzy:
            yield message.lineno or 0, message.context or "", english, forms


def fault(english: list[str], forms: list[str], number: int) -> str:
    """What is wrong with a translation, as the rest of a sentence; empty when nothing is. `number`: of plural forms."""
    if len(forms) != (number if english[1:] else 1) or not all(forms):
        return f"has not all of its {number} plural forms"
    allowed = {name for text in english for name in _PLACE.findall(text)}
    for form in forms:
        if strange := sorted(set(_PLACE.findall(form)) - allowed):
            return f"asks for %({strange[0]})s, which the English does not have"
        try:
            _ = form % dict.fromkeys(allowed, "") if allowed else form
        except (ValueError, TypeError, KeyError):
            return "has a % that is neither %(name)s nor %%"
    return ""


def missing(language: Language, words: Iterable[Word], folder: str) -> list[Problem]:
    """Words of templates, and ours, that stand in English on pages of another language, each told once.

    `folder`: where a translation would go.
    """
    tag = language.tag
    if tag.partition("-")[0] == ENGLISH:
        return []
    name = english_name(tag)
    if not language.tables.words:
        message = f"there are no words in {name}, so the theme's words stand in English"
        hint = f"Translate them in {folder}/{tag}.po; docs/themes.md says how."
        return [warning("word-missing", message, "config.yaml", hint=hint)]
    first: dict[str, Word] = {}
    for word in (*words, *_ours()):
        if word.key not in language.tables.words:
            first.setdefault(word.key, word)
    hint = f"Translate it in {folder}/{tag}.po; docs/themes.md says how."
    return [
        warning("word-missing", f"“{w.text}” is not translated into {name}", w.file, w.line, hint=hint) for w in first.values()
    ]


def _ours() -> Iterable[Word]:
    for key in WORDS:
        context, _, text = key.rpartition("\x04")
        yield Word(context, text, "", 0)


def english_name(tag: str) -> str:
    """`German (de)`."""
    locale = cldr.locale_for(tag)
    name: Any = locale.get_display_name("en") if locale else ""
    return f"{name} ({tag})" if name else tag
