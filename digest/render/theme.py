"""A theme: its templates, in order of precedence, what each of them depends on, and its files.

A theme is a chain of folders: the site's own, then the ones it extends. What a template depends on is found
statically, so that a build knows without rendering which pages a changed template touches. This module must
not know what a page shows.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterable
from typing import NamedTuple

import jinja2
import jinja2.bccache
from jinja2 import nodes
from jinja2.ext import extract_from_ast

from digest.model.fingerprint import content_hash, file_hash, hash_bytes, hash_text
from digest.model.problem import Problem, warning
from digest.render import environment as compiling
from digest.render.context import Site
from digest.render.language import Language
from digest.render.lint import LOADS, Templates, named, unknown_names
from digest.render.templates import CHOSEN, OPTIONAL, ROWS, TEMPLATES, names_for

WORDS = {"_": (None, 0), "ngettext": (None, 0), "pgettext": (0, 1), "npgettext": (0, 1)}
"""Functions that translate: which of their arguments is the context, and which the English."""
TEXT = ".txt"
"""How the names of templates end that make no HTML, so that nothing is escaped in them."""
REQUIRED = ("article.html", "list.html", "overview.html", "404.html", "redirect.html", "item.html")


UNPUBLISHED = {"theme.yaml", *(name for names in TEMPLATES.values() for name in names)}


class Folder(NamedTuple):
    """One theme of the chain."""

    name: str
    path: str
    shown: str
    """The folder as messages name it: relative to the site, or `NAME (ships with digest)`."""


class Loader(jinja2.BaseLoader):
    """`list.html` is the first in the chain; `plain/list.html` that of one theme, to extend what one overrides."""

    def __init__(self, chain: tuple[Folder, ...]) -> None:
        self.chain = chain
        self._read: dict[str, tuple[str, str, None]] = {}
        """What was read stays: what is checked is what is rendered, whatever is saved between the two."""

    def find(self, name: str) -> tuple[Folder, str] | None:
        """The folder and path of a template; None when no theme has it."""
        first, _, rest = name.partition("/")
        named = [f for f in self.chain if f.name == first][-1:]
        for folder, file in [*((f, rest) for f in named if rest), *((f, name) for f in self.chain)]:
            path = os.path.join(folder.path, *file.split("/"))
            if ".." not in file.split("/") and os.path.isfile(path):
                return folder, path
        return None

    def list_templates(self) -> list[str]:
        """All files of the themes, by the names under which Jinja may be asked for them."""
        return sorted({
            os.path.relpath(os.path.join(root, name), folder.path).replace(os.sep, "/")
            for folder in self.chain for root, _, names in os.walk(folder.path) for name in names
            if "/." not in root[len(folder.path) :].replace(os.sep, "/")
        })  # fmt: skip

    def everything(self) -> str:
        """A fingerprint of all files: what a computed name may lead to."""
        found = []
        for path in (os.path.join(folder.path, name) for folder in self.chain for name in self.list_templates()):
            with contextlib.suppress(OSError):  # in another theme of the chain, or not to be read
                found += [path, file_hash(path)]
        return hash_text(*found)

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, None]:
        """As Jinja asks for it; raises TemplateNotFound."""
        if template not in self._read:
            found = self.find(template)
            if not found:
                raise jinja2.TemplateNotFound(template)
            with open(found[1], encoding="utf-8-sig") as file:
                self._read[template] = (file.read(), found[1], None)
        return self._read[template]


class Word(NamedTuple):
    """A word or sentence that a template asks a catalogue for."""

    context: str
    """As in `pgettext`; else empty."""
    text: str
    """In English."""
    file: str
    """Where it stands, as messages name it."""
    line: int

    @property
    def key(self) -> str:
        """By which a `Language` finds it."""
        return f"{self.context}\x04{self.text}" if self.context else self.text


class _Compiled(jinja2.FileSystemBytecodeCache):
    """Compiled templates by source and salt."""

    def __init__(self, folder: str, salt: str) -> None:
        super().__init__(folder, "%s")
        self.salt = salt

    def get_source_checksum(self, source: str) -> str:
        """What must be the same for a compiled template to be used."""
        return hash_text(source, self.salt)

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Read a compiled template, unless its file is missing or damaged: it is a program, which must not run then."""
        with contextlib.suppress(OSError, ValueError, EOFError, TypeError), open(self._get_cache_filename(bucket), "rb") as file:
            checksum, data = file.read(32), file.read()
            if checksum == content_hash(data).encode():
                bucket.load_bytecode(io.BytesIO(data))

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Write a compiled template behind its checksum. Without room on the disk it is compiled again next time."""
        data, path = bucket.bytecode_to_string(), self._get_cache_filename(bucket)
        with contextlib.suppress(OSError):
            with open(f"{path}.{os.getpid()}", "wb") as file:
                file.write(content_hash(data).encode() + data)
            os.replace(file.name, path)


class Theme:
    """The loaded theme. `cache`: a folder for compiled templates."""

    def __init__(self, chain: tuple[Folder, ...], cache: str, language: Language) -> None:
        self.chain, self.language = chain, language
        self.loader = Loader(chain)
        os.makedirs(cache, exist_ok=True)
        self.cache = cache
        self.env = compiling.Environment(
            loader=self.loader,
            autoescape=lambda name: not (name or "").endswith(TEXT),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        del self.env.filters["random"], self.env.globals["lipsum"]  # they would make each build another
        self.env.filters.update(language.filters())
        self.env.provide(language.functions())
        self._trees: dict[str, tuple[str, nodes.Template]] = {}

    def compile_for(self, site: Site) -> None:
        """Templates are compiled with the site's own words in them, and kept until these or the way of compiling change."""
        with open(compiling.__file__, "rb") as program:
            salt = hash_text(repr(site), self.language.fingerprint, hash_bytes(program.read()))
        self.env.known = {"site": site}
        self.env.bytecode_cache = _Compiled(self.cache, salt)

    def template_for(self, kind: str) -> str:
        """The file that renders a kind of page, or a row: the first of the candidates that the theme has."""
        names = TEMPLATES.get(kind) or ROWS[kind]
        return next((name for name in names if self.loader.find(name)), names[-1])

    def kinds(self) -> list[str]:
        """The kinds of pages that this theme makes."""
        return [kind for kind in TEMPLATES if kind not in CHOSEN or self.loader.find(self.template_for(kind))]

    def files(self) -> dict[str, str]:
        """Files for the output (no templates, catalogues or theme.yaml): name → path; the first in the chain wins."""
        return self._files()[0]

    def _files(self) -> tuple[dict[str, str], list[Problem]]:
        found: dict[str, str] = {}
        problems: list[Problem] = []
        for folder in reversed(self.chain):
            inside = os.path.join(os.path.realpath(folder.path), "")
            for root, folders, names in os.walk(folder.path):
                folders[:] = [f for f in folders if f[0] != "."]  # what was ejected is kept there
                for name in names:
                    path = os.path.join(root, name)
                    relative = os.path.relpath(path, folder.path).replace(os.sep, "/")
                    if name.endswith((".html", ".md", ".po")) or name[0] == "." or relative in UNPUBLISHED:
                        continue
                    shown = os.fsencode(f"{folder.shown}/{relative}").decode("utf-8", "backslashreplace")
                    if not os.path.isfile(path):
                        message, hint = "this is no ordinary file, or a symbolic link to nowhere", "Remove it."
                        problems.append(Problem("not-a-file", message, shown, hint=hint))
                    elif not os.path.realpath(path).startswith(inside):
                        hint = "Put the file itself there."
                        message = "the symbolic link leads out of its folder and is passed over"
                        problems.append(warning("link-leaves-content", message, shown, hint=hint))
                    elif shown != f"{folder.shown}/{relative}":
                        message = "the name is not UTF-8, so nothing can link to it"
                        problems.append(Problem("file-name", message, shown, hint="Rename it."))
                    else:
                        found[relative] = path
        return dict(sorted(found.items())), problems

    def where(self, name: str) -> str:
        """A template as messages name it."""
        found = self.loader.find(name)
        return f"{found[0].shown}/{name.removeprefix(found[0].name + '/')}" if found else name

    def check(self) -> tuple[dict[str, str], list[Problem]]:
        """(fingerprint of what renders each kind of page and of row, problems). A template with a problem is left out."""
        prints: dict[str, str] = {}
        problems: list[Problem] = []
        closures: dict[str, str] = {}
        dynamic: list[str] = []
        kinds = [*self.kinds(), *ROWS]
        for name in dict.fromkeys([*REQUIRED, *map(self.template_for, kinds)]):
            said, text = self._closure(name)
            if not _failed(said):
                lookup = Templates(self.env, lambda n: self._parsed(n)[1], self.where, self._exists)
                said += unknown_names(lookup, name, names_for(name))
            problems += said
            if not _failed(said):
                closures[name] = hash_text(*text)
            if any(p.code == "template-dynamic" for p in said):
                dynamic.append(name)
        if dynamic:
            files = self.loader.everything()
            closures.update({name: hash_text(closures[name], files) for name in dynamic if name in closures})
        for kind in kinds:
            if self.template_for(kind) in closures:
                prints[kind] = closures[self.template_for(kind)]
        return prints, list(dict.fromkeys([*problems, *self._files()[1]]))

    def optional_names(self, kinds: Iterable[str]) -> dict[str, list[str]]:
        """Names of OPTIONAL that the templates of these kinds of pages, or those that they use, ask for."""
        found = {}
        for kind in kinds:
            top = self.template_for(kind)
            trees = [self._parsed(name)[1] for name in self._closure(top)[1][::2]]
            used = {n.name for tree in trees for n in tree.find_all(nodes.Name) if n.ctx == "load"}
            found[kind] = [name for name in OPTIONAL if name in used and name in names_for(top)]
        return found

    def words(self) -> list[Word]:
        """What the templates that were checked ask the catalogues for."""
        found = []
        for name, (_, tree) in sorted(self._trees.items()):
            for line, function, texts in extract_from_ast(tree, tuple(WORDS), babel_style=False):
                context, text = WORDS[function]
                given = [str(t) for t in texts or ()]
                if len(given) > text:  # else its English is computed
                    found.append(Word("" if context is None else given[context], given[text], self.where(name), line))
        return found

    def _parsed(self, name: str) -> tuple[str, nodes.Template]:
        """A template's source and tree, read once; raises what Jinja and the file system raise."""
        if name not in self._trees:
            source = self.loader.get_source(self.env, name)[0]
            self._trees[name] = (source, self.env.parse(source))
        return self._trees[name]

    def _closure(self, top: str) -> tuple[list[Problem], list[str]]:
        """(problems, names and sources of all templates that one can reach)."""
        problems: list[Problem] = []
        text: list[str] = []
        waiting, seen = [(top, "", 0)], set()
        while waiting:
            name, by, line = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            try:
                source, tree = self._parsed(name)
            except jinja2.TemplateNotFound:
                problems.append(self._missing(name, by, line))
                continue
            except jinja2.TemplateSyntaxError as error:
                hint = "See the Jinja manual for what may stand here."
                message = f"the template cannot be read: {(error.message or '').rstrip('.')}"
                problems.append(Problem("template-syntax", message, self.where(name), error.lineno, 0, hint))
                continue
            except UnicodeDecodeError as error:
                at = error.object.count(b"\n", 0, error.start) + 1
                message = f"the byte 0x{error.object[error.start]:02X} is not UTF-8"
                problems.append(Problem("encoding", message, self.where(name), at, 0, "Save the file as UTF-8."))
                continue
            except OSError as error:
                message = f"the template cannot be read: {error.strerror}"
                problems.append(Problem("template-read", message, self.where(name), 0, 0, "Check its permissions."))
                continue
            text += [name, source]
            for other, at in self._references(tree):
                if other is None:
                    problems.append(self._dynamic(name, at))
                    waiting += [(t, name, at) for t in self.env.list_templates() if t.endswith(".html")]
                else:
                    waiting.append((other, name, at))
        return problems + ([] if _failed(problems) else self._loops(top)), text

    def _exists(self, name: str) -> bool:
        return self.loader.find(name) is not None

    def _references(self, tree: nodes.Template) -> list[tuple[str | None, int]]:
        """(template, line) that a template names in extends, include and import; None for a computed name."""
        found: list[tuple[str | None, int]] = []
        for node in tree.find_all(LOADS):
            names = named(node, self._exists)
            found += [(None, node.lineno)] if names is None else [(name, node.lineno) for name in names]
        return found

    def _missing(self, name: str, by: str, line: int) -> Problem:
        if by:
            message = f"{name} is named here and no theme of the chain has it"
            return Problem("template-missing", message, self.where(by), line, 0, "Correct the name, or add the file.")
        hint = "Add it, or let theme.yaml extend a theme that has it: `extends: plain`."
        return Problem("template-missing", f"the theme has no {name}", self.chain[0].shown, 0, 0, hint)

    def _dynamic(self, name: str, line: int) -> Problem:
        message = "the name of an included template is computed, so any change to the theme renders these pages again"
        hint = "Name the template in quotes where you can."
        return Problem("template-dynamic", message, self.where(name), line, 0, hint, "warning")

    def _loops(self, top: str) -> list[Problem]:
        """A template that extends or includes itself, by whatever way."""
        path: list[str] = []
        good: set[str] = set()

        def visit(name: str, line: int) -> list[Problem]:
            if name in path:
                message = f"templates go round in a circle: {' → '.join([*path[path.index(name) :], name])}"
                hint = f"Take one of them out; that of another theme is named with it, such as `plain/{name}`."
                return [Problem("template-loop", message, self.where(path[-1]), line, 0, hint)]
            if name in good:
                return []
            path.append(name)
            found = [p for other, at in self._references(self._parsed(name)[1]) if other for p in visit(other, at)][:1]
            path.pop()
            if not found:
                good.add(name)
            return found

        return visit(top, 0)


def _failed(problems: list[Problem]) -> bool:
    return any(p.severity == "error" for p in problems)
