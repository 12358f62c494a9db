"""Templates compiled for one site: what is the same on all of its pages is worked out once.

Jinja looks up the site's name, its sections and its options anew for every page, though they are the same for a whole
build. `Folding` puts them into the compiled template, translates the words that stand there, and takes the branches and
loops that depend on nothing else. The other classes leave out what Jinja does for cases that do not occur here. Pages come
out the same to the byte. This module must not know what a page shows.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any

import jinja2
import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

LONGEST = 50
"""A loop over more constants than this stays a loop."""
DIRECT = "call "
"""Before the name of a pure function where it is called as a filter: Jinja calls these without its context in between."""
_PLAIN = (str, int, float, bool, Markup, type(None))
"""Types whose values may stand in compiled code."""
_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", lambda text: str(markupsafe.escape(text)))


def escape(value: Any) -> str:
    """As markupsafe's, but a text does not become `Markup`: a template only joins it with others."""
    kind = type(value)
    if kind is str:
        return _escaped(value)
    return value if kind is Markup else markupsafe.escape(value)


class Template(jinja2.Template):
    """A template that is imported in one way only."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        # Jinja makes another module for each page whose template was given globals of its own; here none is.
        if self._module is None:
            self._module = self.make_module()
        return self._module


class Generator(CodeGenerator):
    """Writes the code of templates."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 (a name of Jinja's)
        """`a.b` as Python's own `getattr`, and Jinja's where there is no such attribute: a page asks for seventy."""
        self.write("(t_found if (t_found := getattr((t_of := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing else environment.getattr(t_of, {node.attr!r}))")


class Environment(jinja2.Environment):
    """Jinja's, for one site."""

    template_class = Template
    code_generator_class = Generator
    folding = True
    """Whether `Folding` is used; without it pages are the same, and take longer to make."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.escape = escape
        self.known: Mapping[str, Any] = {}
        """Names that have the same value on every page; to be set before the first template is loaded."""
        self.pure: Mapping[str, Callable[..., Any]] = {}
        """Functions that give the same for the same arguments, such as the translation of a word: see `provide`."""
        self._templates: dict[str, jinja2.Template] = {}

    def provide(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        """Give templates pure functions; likewise before the first is loaded."""
        self.pure = functions
        self.globals.update(functions)
        self.filters.update({DIRECT + name: function for name, function in functions.items()})

    def __deepcopy__(self, memo: dict[int, Any]) -> Environment:
        """Nodes have their environment in them; a copy of nodes is to have the same."""
        return self

    def get_template(
        self, name: str | jinja2.Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> jinja2.Template:
        """Every page asks for those that its own is made with; none is loaded a second time."""
        if globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        found = self._templates.get(name)
        if found is None:
            found = self._templates[name] = super().get_template(name, parent)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One dict for all templates: Jinja copies it for every page, and a chain of dicts is slow to copy."""
        return {**self.globals, **d} if d else self.globals

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        bound = _bound(source)
        if self.folding and not bound & self.known.keys():
            pure = {name: function for name, function in self.pure.items() if name not in bound}
            source.body = Folding(self, pure).all(source.body, self.known)
        # After the line at the top by which Jinja's code imports its own.
        return super()._generate(source, name, filename, defer_init) + "\nescape = environment.escape\n"


class _Loop:
    """What `loop` says in a loop whose rounds are known."""

    def __init__(self, index0: int, length: int) -> None:
        self.index0, self.index, self.length = index0, index0 + 1, length
        self.first, self.last = index0 == 0, index0 == length - 1


class Folding:
    """Replaces what depends on known names only by its value."""

    def __init__(self, env: Environment, pure: Mapping[str, Callable[..., Any]]) -> None:
        self.env, self.pure = env, pure
        self.everywhere = env.known.keys()

    def all(self, body: Iterable[nodes.Node], known: Mapping[str, Any]) -> list[Any]:
        """Statements, in place of which there may be none or several."""
        return [new for node in body for new in self.statement(node, known)]

    def statement(self, node: nodes.Node, known: Mapping[str, Any]) -> list[nodes.Node]:
        """One statement or expression."""
        if isinstance(node, nodes.For):
            return self._loop(node, known)
        if isinstance(node, nodes.If):
            return self._branch(node, known)
        if isinstance(node, nodes.Expr):
            return [self.expression(node, known)]
        if isinstance(node, nodes.Macro | nodes.CallBlock | nodes.With | nodes.Block):
            known = {k: v for k, v in known.items() if k in self.everywhere}
        self._children(node, known)
        if isinstance(node, nodes.Output):
            node.nodes = [n for n in node.nodes if not _is_nothing(n)]
        return [node]

    def expression(self, node: nodes.Expr, known: Mapping[str, Any]) -> nodes.Expr:
        """A constant where its value is known and plain; else the same with constants inside."""
        value = self.value(node, known)
        if type(value) in _PLAIN:
            return nodes.Const(value, lineno=node.lineno, environment=self.env)
        if isinstance(node, nodes.CondExpr) and (test := self.value(node.test, known)) is not NotImplemented:
            chosen = node.expr1 if test else node.expr2
            if chosen is not None:
                return self.expression(chosen, known)
            node.test = nodes.Const(False, lineno=node.lineno, environment=self.env)
        self._children(node, known)
        if isinstance(node, nodes.Call) and self._is_pure(node) and node.args:
            first, *others = node.args
            name = DIRECT + node.node.name  # type: ignore[attr-defined]
            return nodes.Filter(first, name, others, node.kwargs, None, None, lineno=node.lineno, environment=self.env)
        return node

    def _is_pure(self, node: nodes.Call) -> bool:
        spread = node.dyn_args or node.dyn_kwargs
        return isinstance(node.node, nodes.Name) and node.node.name in self.pure and not spread

    def value(self, node: nodes.Node, known: Mapping[str, Any]) -> Any:
        """What an expression is; `NotImplemented` when that depends on the page."""
        if isinstance(node, nodes.Const):
            return node.value
        if isinstance(node, nodes.Name):
            return known.get(node.name, NotImplemented)
        if isinstance(node, nodes.Getattr):
            of = self.value(node.node, known)
            found = NotImplemented if of is NotImplemented else self.env.getattr(of, node.attr)
            return NotImplemented if isinstance(found, jinja2.Undefined) else found
        if isinstance(node, nodes.Not):
            of = self.value(node.node, known)
            return of if of is NotImplemented else not of
        if isinstance(node, nodes.And | nodes.Or):
            left, right = self.value(node.left, known), self.value(node.right, known)
            if left is NotImplemented:
                return left
            return right if bool(left) == isinstance(node, nodes.And) else left
        return self._result(node, known) if isinstance(node, nodes.Call) else NotImplemented

    def _result(self, node: nodes.Call, known: Mapping[str, Any]) -> Any:
        """What a pure function gives for arguments that are known."""
        given = [self.value(a, known) for a in node.args]
        named = {k.key: self.value(k.value, known) for k in node.kwargs}
        if not self._is_pure(node) or any(v is NotImplemented for v in (*given, *named.values())):
            return NotImplemented
        try:
            return self.pure[node.node.name](*given, **named)  # type: ignore[attr-defined]
        except Exception:
            return NotImplemented  # it is said when the page is made, with the template's line

    def _children(self, node: nodes.Node, known: Mapping[str, Any]) -> None:
        for field, value in node.iter_fields():
            if isinstance(value, list):
                setattr(node, field, self.all(value, known) if _is_body(value) else value)
            elif isinstance(value, nodes.Expr):
                setattr(node, field, self.expression(value, known))
            elif isinstance(value, nodes.Node):
                self._children(value, known)

    def _branch(self, node: nodes.If, known: Mapping[str, Any]) -> list[nodes.Node]:
        """What is left of a condition: its branches up to the first that is taken for certain."""
        left: list[nodes.If] = []
        end: list[Any] = node.else_
        for branch in [node, *node.elif_]:
            test = self.value(branch.test, known)
            if test is NotImplemented:
                left.append(branch)
            elif test:
                end = branch.body
                break
        end = self.all(end, known)
        if not left:
            return end
        for branch in left:
            branch.test = self.expression(branch.test, known)  # type: ignore[arg-type]
            branch.body = self.all(branch.body, known)
        left[0].elif_, left[0].else_ = left[1:], end
        return [left[0]]

    def _loop(self, node: nodes.For, known: Mapping[str, Any]) -> list[nodes.Node]:
        values = self.value(node.iter, known)
        simple = isinstance(node.target, nodes.Name) and not node.recursive and not node.test and not node.else_
        if isinstance(values, tuple) and simple and len(values) <= LONGEST:
            name = node.target.name  # type: ignore[attr-defined]
            rounds = [
                self.all(copy.deepcopy(node.body), {**known, name: value, "loop": _Loop(i, len(values))})
                for i, value in enumerate(values)
            ]
            if not any(_uses(body, {name, "loop"}) for body in rounds):
                return [statement for body in rounds for statement in body]
        self._children(node, {k: v for k, v in known.items() if k in self.everywhere})
        return [node]


def _is_nothing(node: nodes.Node) -> bool:
    """`{{ x if false }}`, of which Jinja makes no text."""
    return isinstance(node, nodes.CondExpr) and node.expr2 is None and node.test == nodes.Const(False)


def _is_body(value: list[Any]) -> bool:
    return all(isinstance(v, nodes.Node) for v in value)


def _uses(body: list[nodes.Node], names: set[str]) -> bool:
    """Whether something in a loop's body still asks for its names, or binds some that later rounds would see."""
    tops = nodes.Scope(body)
    return bool(_bound(tops)) or any(n.name in names for n in tops.find_all(nodes.Name))


def _bound(tree: nodes.Node) -> set[str]:
    """Names that something in a template gives a meaning of its own, blocks among them."""
    found = {n.name for n in tree.find_all(nodes.Name) if n.ctx != "load"}
    found |= {n.name for n in tree.find_all(nodes.Macro)} | {n.name for n in tree.find_all(nodes.Block)}
    found |= {n.target for n in tree.find_all(nodes.Import)}
    return found | {n if isinstance(n, str) else n[1] for i in tree.find_all(nodes.FromImport) for n in i.names}
