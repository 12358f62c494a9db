"""A theme: its templates, their dependencies, and the files that it publishes.

A theme is a chain of folders: the theme of the site, then the themes that it extends.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

import jinja2

from digest.model.fingerprint import file_hash, hash_text
from digest.model.kinds import KINDS, ROW_TEMPLATES
from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem, warning
from digest.render import environment, folding
from digest.render.context import Site
from digest.render.dependencies import Dependencies, has_errors
from digest.render.language import Language
from digest.render.lint import Templates, unknown_names
from digest.render.loader import BytecodeCache, Folder, Loader
from digest.render.templates import OPTIONAL, all_templates, names_for

WORDS = {"_": (None, 0), "ngettext": (None, 0), "pgettext": (0, 1), "npgettext": (0, 1)}
"""Functions that translate, with the positions of their arguments for the context and the English text."""
TEXT = ".txt"
"""Suffix of templates for plain text, in which nothing is escaped."""
DRAWN = "drawn"
"""Folder of a theme with what images are drawn from."""
REQUIRED = ("article.html", "list.html", "overview.html", "404.html", "redirect.html", "item.html")
"""Templates that every theme must have."""


class Word(NamedTuple):
    """A text that a template translates."""

    context: str
    """The context given to `pgettext`; otherwise empty."""
    text: str
    """The English text."""
    file: str
    """Path of the template for messages."""
    line: int

    @property
    def key(self) -> str:
        """The key in `Tables.words`."""
        return f"{self.context}\x04{self.text}" if self.context else self.text


class Theme:
    """A loaded theme."""

    def __init__(self, chain: tuple[Folder, ...], cache: str, language: Language) -> None:
        """`cache` is the folder for compiled templates."""
        self.chain, self.language = chain, language
        self.loader = Loader(chain)
        os.makedirs(cache, exist_ok=True)
        self.cache = cache
        self.env = environment.Environment(
            loader=self.loader,
            autoescape=lambda name: not (name or "").endswith(TEXT),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        del self.env.filters["random"], self.env.globals["lipsum"]  # their output differs from build to build
        self.env.filters.update(language.filters())
        self.env.provide(language.functions())
        self.dependencies = Dependencies(self.loader, self.env)

    def compile_for(self, site: Site) -> None:
        """Set the values that are compiled into templates. When they change, templates are compiled again."""
        program = [file_hash(file) for file in (environment.__file__, folding.__file__)]
        salt = hash_text(repr(site), self.language.fingerprint, *program)
        self.env.known = {"site": site}
        self.env.parsed, self.dependencies.trees = self.dependencies.trees, {}
        self.env.bytecode_cache = BytecodeCache(self.cache, salt)

    def template_for(self, kind: str) -> str:
        """Return the template of a kind of page or row: the first of its candidates that the theme has."""
        names = ROW_TEMPLATES.get(kind) or KINDS[kind].templates
        return next((name for name in names if self.loader.find(name)), names[-1])

    def kinds(self) -> list[str]:
        """Return the kinds of pages that this theme has templates for."""
        made = [kind for kind in KINDS.values() if kind.templates]
        return [kind.name for kind in made if not kind.theme_option or self.loader.find(self.template_for(kind.name))]

    def optional_kinds(self) -> list[str]:
        """Return the optional kinds of pages that this theme has templates or files for."""
        kinds = [kind for kind in KINDS.values() if kind.theme_option]
        return [k.name for k in kinds if self.loader.find(k.theme_file or self.template_for(k.name))]

    def drawn(self, name: str) -> str:
        """Return the path of a file in `drawn/`: fonts and letters for images, which are not published."""
        found = self.loader.find(f"{DRAWN}/{name}")
        if not found:
            raise FileNotFoundError(name)
        return found[1]

    def drawn_fingerprint(self) -> str:
        """Return a fingerprint of what images are drawn from."""
        folders = [folder for theme in self.chain if os.path.isdir(folder := os.path.join(theme.path, DRAWN))]
        paths = [
            path
            for folder in folders
            for name in sorted(os.listdir(folder))
            if os.path.isfile(path := os.path.join(folder, name))
        ]
        return hash_text(*(part for path in paths for part in (os.path.basename(path), file_hash(path))))

    def files(self) -> dict[str, str]:
        """Return the files to publish, name → path. The first theme of the chain that has a file provides it."""
        return self._files()[0]

    def _files(self) -> tuple[dict[str, str], list[Problem]]:
        found: dict[str, str] = {}
        problems: list[Problem] = []
        for folder in reversed(self.chain):
            inside = os.path.join(os.path.realpath(folder.path), "")
            for relative, path in _published(folder):
                problem = _file_problem(f"{folder.shown}/{relative}", path, inside)
                if problem:
                    problems.append(problem)
                else:
                    found[relative] = path
        return dict(sorted(found.items())), problems

    def where(self, name: str) -> str:
        """Return the path of a template for messages."""
        return self.dependencies.where(name)

    def check(self, *, built_in: bool = False) -> tuple[dict[str, str], list[Problem]]:
        """Check all templates. Return the fingerprint of what renders each kind of page and row, and the problems.

        Kinds whose templates have errors are left out. `built_in`: check also the names in templates that consist of built-in
        ones only, which the tests of digest do.
        """
        problems: list[Problem] = []
        fingerprints: dict[str, str] = {}
        computed_names: list[str] = []
        kinds = [*self.kinds(), *ROW_TEMPLATES]
        known = self.dependencies
        lookup = Templates(self.env, known.tree, known.loads, self.where, known.exists)
        for name in dict.fromkeys([*REQUIRED, *map(self.template_for, kinds)]):
            new, sources = known.closure(name)
            if not has_errors(new) and (built_in or not all(map(known.is_built_in, sources))):
                new += unknown_names(lookup, name, names_for(name))
            problems += new
            if not has_errors(new):
                fingerprints[name] = hash_text(*(text for source in sources.items() for text in source))
            if any(p.code == "template-dynamic" for p in new):
                computed_names.append(name)
        if computed_names:
            files = self.loader.fingerprint()
            fingerprints.update({n: hash_text(fingerprints[n], files) for n in computed_names if n in fingerprints})
        by_kind = {kind: fingerprints[name] for kind in kinds if (name := self.template_for(kind)) in fingerprints}
        return by_kind, list(dict.fromkeys([*problems, *self._files()[1]]))

    def optional_names(self, kinds: Iterable[str]) -> dict[str, list[str]]:
        """Return the names in OPTIONAL that the templates of each kind of page use, directly or in other templates."""
        found = {}
        for kind in kinds:
            top = self.template_for(kind)
            used = set[str]().union(*map(self.dependencies.names, self.dependencies.closure(top)[1]))
            found[kind] = [name for name in OPTIONAL if name in used and name in names_for(top)]
        return found

    def words(self) -> list[Word]:
        """Return the texts to translate in all templates that were checked."""

        found = []
        for name in sorted(self.dependencies.trees):
            for function, texts, line in self.dependencies.calls(name):
                if function in WORDS:
                    context, text = WORDS[function]
                    if len(texts) > text:  # otherwise the text is computed
                        found.append(
                            Word("" if context is None else texts[context], texts[text], self.where(name), line)
                        )
        return found


def _published(folder: Folder) -> Iterator[tuple[str, str]]:
    """Yield (name, path) of the files of a theme that are not templates, translations or settings."""
    unpublished = {"theme.yaml", *all_templates()}
    for root, folders, names in os.walk(folder.path):
        inner = [f for f in folders if f[0] != "."]  # `theme eject` keeps originals in a hidden folder
        folders[:] = [f for f in inner if f != DRAWN or root != folder.path]
        for name in names:
            path = os.path.join(root, name)
            relative = os.path.relpath(path, folder.path).replace(os.sep, "/")
            if not name.endswith((".html", ".md", ".po")) and name[0] != "." and relative not in unpublished:
                yield relative, path


def _file_problem(shown: str, path: str, inside: str) -> Problem | None:
    """Return why a file cannot be published. `inside`: the real path of its theme, with a slash at its end."""
    printable = os.fsencode(shown).decode("utf-8", "backslashreplace")
    if not os.path.isfile(path):
        return Problem("not-a-file", "not a regular file, or a broken symbolic link", printable, hint="Remove it.")
    if not os.path.realpath(path).startswith(inside):
        message, hint = "the symbolic link points outside its theme and is ignored", "Replace the link with the file."
        return warning("link-leaves-content", message, printable, hint=hint)
    if printable != shown:
        message = "the file name is not valid UTF-8, so pages cannot link to it"
        return Problem("file-name", message, printable, hint="Rename the file.")
    return None
