"""Which templates a template depends on, found without rendering, and problems of loading them."""

from __future__ import annotations

import jinja2
from jinja2 import nodes

from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem
from digest.render.folding import nodes_in
from digest.render.lint import LOADS, loaded_templates
from digest.render.loader import Loader


class Call(NamedTuple):
    """A call of a function in a template."""

    function: str
    texts: tuple[str, ...]
    """Its arguments that are texts."""
    line: int


class Dependencies:
    """The templates of a theme, parsed, with the templates that each extends, includes and imports."""

    def __init__(self, loader: Loader, env: jinja2.Environment) -> None:
        self.loader, self.env = loader, env
        self.trees: dict[str, nodes.Template] = {}
        """Syntax trees of the templates that were needed so far, by name."""
        self._sources: dict[str, str] = {}
        self._loads: dict[str, list[nodes.Node]] = {}
        self._names: dict[str, set[str]] = {}
        self._calls: dict[str, list[Call]] = {}
        self._references: dict[str, list[tuple[str | None, int]]] = {}

    def tree(self, name: str) -> nodes.Template:
        """Return the syntax tree of a template. Raises what Jinja and the file system raise."""
        if name not in self.trees:
            source = self.loader.get_source(self.env, name)[0]
            self.trees[name] = self.env.parse(source)
            self._sources[name] = source
        return self.trees[name]

    def loads(self, name: str) -> list[nodes.Node]:
        """Return the nodes of a template that extend, include or import others."""
        self._walk(name)
        return self._loads[name]

    def names(self, name: str) -> set[str]:
        """Return the names that a template reads."""
        self._walk(name)
        return self._names[name]

    def calls(self, name: str) -> list[Call]:
        """Return the calls of functions in a template that have texts as arguments."""
        self._walk(name)
        return self._calls[name]

    def _walk(self, name: str) -> None:
        """Look at all nodes of a template, once."""
        if name in self._names:
            return
        found = nodes_in(self.tree(name))
        self._loads[name] = [node for node in found if isinstance(node, LOADS)]
        self._names[name] = {node.name for node in found if isinstance(node, nodes.Name) and node.ctx == "load"}
        self._calls[name] = [call for node in found if isinstance(node, nodes.Call) and (call := _call_of(node))]

    def is_built_in(self, name: str) -> bool:
        """Whether a template is a part of digest."""
        found = self.loader.find(name)
        return found is not None and found[0].is_built_in

    def exists(self, name: str) -> bool:
        """Return whether a theme of the chain has a template."""
        return self.loader.find(name) is not None

    def where(self, name: str) -> str:
        """Return the path of a template for messages."""
        found = self.loader.find(name)
        return f"{found[0].shown}/{name.removeprefix(found[0].name + '/')}" if found else name

    def closure(self, top: str) -> tuple[list[Problem], dict[str, str]]:
        """Return the problems and the sources of a template and all that it depends on."""
        problems: list[Problem] = []
        sources: dict[str, str] = {}
        waiting, seen = [(top, "", 0)], set()
        while waiting:
            name, user, line = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            try:
                self.tree(name)
            except (jinja2.TemplateSyntaxError, UnicodeDecodeError, OSError) as error:
                problems.append(self._load_problem(error, name, user, line))
                continue
            sources[name] = self._sources[name]
            for other, at in self.references(name):
                if other is None:
                    problems.append(self._computed_name(name, at))
                    waiting += [(t, name, at) for t in self.env.list_templates() if t.endswith(".html")]
                else:
                    waiting.append((other, name, at))
        return problems + ([] if has_errors(problems) else self._circles(top)), sources

    def references(self, name: str) -> list[tuple[str | None, int]]:
        """Return (template, line) of each extends, include and import; the template is None if its name is computed."""
        found = self._references.get(name)
        if found is None:
            found = self._references[name] = []
            for node in self.loads(name):
                names = loaded_templates(node, self.exists)
                found += [(None, node.lineno)] if names is None else [(other, node.lineno) for other in names]
        return found

    def below(self, top: str) -> list[str]:
        """Return the templates that a template depends on, as far as they are known because it was checked."""
        found = [top]
        for name in found:
            found += [other for other, _ in self._references.get(name, ()) if other and other not in found]
        return found[1:]

    def _load_problem(
        self, error: jinja2.TemplateSyntaxError | UnicodeDecodeError | OSError, name: str, user: str, line: int
    ) -> Problem:
        """Return the problem of a template that cannot be loaded. `user` and `line`: what refers to it."""
        if isinstance(error, jinja2.TemplateNotFound):
            if user:
                message = f"no theme of this site has a template `{name}`"
                return Problem(
                    "template-missing", message, self.where(user), line, 0, "Correct the name, or add the file."
                )
            hint = "Add it, or extend a theme that has it: `extends: plain` in theme.yaml."
            return Problem("template-missing", f"the theme has no {name}", self.loader.chain[0].shown, 0, 0, hint)
        if isinstance(error, jinja2.TemplateSyntaxError):
            hint = "See the documentation of Jinja templates."
            message = f"syntax error in the template: {(error.message or '').rstrip('.')}"
            return Problem("template-syntax", message, self.where(name), error.lineno, 0, hint)
        if isinstance(error, UnicodeDecodeError):
            error_line = error.object.count(b"\n", 0, error.start) + 1
            message = f"the byte 0x{error.object[error.start]:02X} is not valid UTF-8"
            return Problem("encoding", message, self.where(name), error_line, 0, "Save the file as UTF-8.")
        message = f"cannot read the template: {error.strerror}"
        return Problem("template-read", message, self.where(name), 0, 0, "Check its permissions.")

    def _computed_name(self, name: str, line: int) -> Problem:
        message = "the name of an included template is computed, so every change to the theme rebuilds these pages"
        hint = "Write the name in quotes if possible."
        return Problem("template-dynamic", message, self.where(name), line, 0, hint, "warning")

    def _circles(self, top: str) -> list[Problem]:
        """Return a problem if a template extends or includes itself, directly or through others."""
        path: list[str] = []
        good: set[str] = set()

        def visit(name: str, line: int) -> list[Problem]:
            if name in path:
                circle = " → ".join([*path[path.index(name) :], name])
                message = f"templates extend or include each other in a circle: {circle}"
                hint = f"Remove one of them. To use the template of another theme, add its name: `plain/{name}`."
                return [Problem("template-loop", message, self.where(path[-1]), line, 0, hint)]
            if name in good:
                return []
            path.append(name)
            found = [p for other, at in self.references(name) if other for p in visit(other, at)][:1]
            path.pop()
            if not found:
                good.add(name)
            return found

        return visit(top, 0)


def _call_of(node: nodes.Call) -> Call | None:
    """Return a call if it has texts as arguments."""
    texts = tuple([a.value for a in node.args if isinstance(a, nodes.Const) and isinstance(a.value, str)])
    return Call(node.node.name, texts, node.lineno) if texts and isinstance(node.node, nodes.Name) else None


def has_errors(problems: list[Problem]) -> bool:
    """Return whether one of the problems is an error."""
    return any(p.severity == "error" for p in problems)
