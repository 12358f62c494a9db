"""Checks names in templates against the types of the context, before any page is rendered.

Reports names that a template does not get, attributes that a type does not have, and unknown filters and tests. The check
infers types of names, attributes and loops over tuples; arguments of macros may have any type.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import nodes

from digest.model.named_tuple import NamedTuple
from digest.model.problem import Problem
from digest.render import context

Types = Mapping[str, Any]
ANY = typing.Any
LOADS = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
"""Nodes that load another template."""
CONTEXT = f"{context.__name__}."
"""Prefix of the modules that define the types of the context."""


class Templates(NamedTuple):
    """The parts of a theme that the check needs."""

    env: jinja2.Environment
    parse: Callable[[str], nodes.Template]
    """Returns the syntax tree of a template."""
    loads: Callable[[str], list[nodes.Node]]
    """Returns its nodes that load other templates."""
    where: Callable[[str], str]
    """Returns the path of a template for messages."""
    exists: Callable[[str], bool]


def unknown_names(theme: Templates, top: str, given: Types, seen: frozenset[str] = frozenset()) -> list[Problem]:
    """Return the problems of a template and of all templates that it extends, includes and imports.

    `given` are the names that the template gets, with their types; `seen` are the templates that led to this one.
    """
    tree = theme.parse(top)
    checker = _Checker(theme.env, theme.where(top))
    scope = {**dict.fromkeys(theme.env.globals, ANY), **given}
    checker.visit_all(tree.body, scope)
    found = checker.problems
    for node in theme.loads(top):
        with_context = getattr(node, "with_context", True)
        for name in loaded_templates(node, theme.exists) or ():
            if name not in seen:
                names = checker.scopes.get(id(node), scope) if with_context else {}
                found += unknown_names(theme, name, names, seen | {top})
    return found


def loaded_templates(node: nodes.Node, exists: Callable[[str], bool]) -> list[str] | None:
    """Return the template that an extends, include or import loads, or None if its name is computed.

    The list is empty if the template does not exist and may be missing.
    """
    name = node.template  # type: ignore[attr-defined]
    items = name.items if isinstance(name, nodes.List | nodes.Tuple) else [name]
    names = [n.value for n in items if isinstance(n, nodes.Const) and isinstance(n.value, str)]
    if len(names) < len(items):
        return None
    existing = [name for name in names if exists(name)]
    return existing[:1] or ([] if getattr(node, "ignore_missing", False) else names[:1])


@lru_cache(maxsize=64)
def fields(type_: Any) -> dict[str, Any] | None:
    """Return the types of the attributes of a context type, by name; None for other types, which may have any attribute."""
    if isinstance(type_, type) and type_.__module__.startswith(CONTEXT):
        hints = typing.get_type_hints(type_)
        properties = {
            name: typing.get_type_hints(p.fget).get("return", ANY)
            for name, p in vars(type_).items()
            if isinstance(p, property) and p.fget
        }
        return {n: t for n, t in {**hints, **properties}.items() if not n.startswith("_")}
    return None


def _plain(type_: Any) -> Any:
    """Return a type without `| None`."""
    if isinstance(type_, types.UnionType):
        rest = [a for a in type_.__args__ if a is not type(None)]
        return rest[0] if len(rest) == 1 else ANY
    return type_


class _Checker:
    """Checks one template. A scope maps names to types."""

    def __init__(self, env: jinja2.Environment, shown: str) -> None:
        self.env, self.shown = env, shown
        self.problems: list[Problem] = []
        self.scopes: dict[int, Types] = {}
        """The scope that an included or imported template gets, by the id of the node that loads it."""

    def visit_all(self, body: list[nodes.Node], scope: dict[str, Any]) -> None:
        for node in body:
            self.visit(node, scope)

    def visit(self, node: nodes.Node, scope: dict[str, Any]) -> None:
        """Check a node, and add the names that it defines to the scope."""
        if isinstance(node, nodes.For):
            type_ = self.type_of(node.iter, scope)
            inner = {**scope, "loop": ANY}
            self._bind(node.target, _element(type_), inner)
            if node.test:
                self.type_of(node.test, inner)
            self.visit_all(node.body, inner)
            self.visit_all(node.else_, scope)
        elif isinstance(node, nodes.Assign):
            self._bind(node.target, self.type_of(node.node, scope), scope)
        elif isinstance(node, nodes.AssignBlock):
            self._bind(node.target, ANY, scope)
            self.visit_all(node.body, dict(scope))
        elif isinstance(node, nodes.With):
            inner = dict(scope)
            for target, value in zip(node.targets, node.values, strict=True):
                self._bind(target, self.type_of(value, scope), inner)
            self.visit_all(node.body, inner)
        elif isinstance(node, nodes.Macro | nodes.CallBlock):
            self._macro(node, scope)
        elif isinstance(node, nodes.Import):
            self.scopes[id(node)] = dict(scope)
            scope[node.target] = ANY
        elif isinstance(node, nodes.FromImport):
            self.scopes[id(node)] = dict(scope)
            scope.update({n if isinstance(n, str) else n[1]: ANY for n in node.names})
        elif isinstance(node, nodes.Block):
            self.visit_all(node.body, {**scope, "super": ANY, "self": ANY})
        elif isinstance(node, nodes.Include):
            self.scopes[id(node)] = dict(scope)
        elif isinstance(node, nodes.Expr):
            self.type_of(node, scope)
        else:
            for child in node.iter_child_nodes():
                self.visit(child, scope)

    def _macro(self, node: nodes.Macro | nodes.CallBlock, scope: dict[str, Any]) -> None:
        if isinstance(node, nodes.Macro):
            scope[node.name] = ANY
        else:
            self.type_of(node.call, scope)
        names = {a.name: ANY for a in node.args}
        self.visit_all(node.body, {**scope, **names, **dict.fromkeys(("caller", "varargs", "kwargs"), ANY)})

    def _bind(self, target: nodes.Node, type_: Any, scope: dict[str, Any]) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = type_
        else:
            for name in target.find_all(nodes.Name):
                scope[name.name] = ANY

    def type_of(self, node: nodes.Node, scope: dict[str, Any]) -> Any:
        """Return the type of an expression, `ANY` if unknown. Reports unknown names in it."""
        if isinstance(node, nodes.Name):
            if node.name not in scope:
                self._report(f"`{node.name}` is not defined here", node, scope, node.name)
                return ANY
            return _plain(scope[node.name])
        if isinstance(node, nodes.Getattr):
            return self._field(node, node.attr, self.type_of(node.node, scope))
        for kind, noun, known in ((nodes.Filter, "filter", self.env.filters), (nodes.Test, "test", self.env.tests)):
            if isinstance(node, kind) and node.name not in known:
                self._report(f"unknown {noun} `{node.name}`", node, known, node.name)
        child_types = [self.type_of(child, scope) for child in node.iter_child_nodes()]
        if isinstance(node, nodes.Filter) and node.name in ("sort", "reverse", "list", "unique"):
            return child_types[0]
        if isinstance(node, nodes.Filter) and node.name in ("first", "last"):
            return _element(child_types[0])
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            if isinstance(node.arg.value, str):
                return self._field(node, node.arg.value, child_types[0])
            return _element(child_types[0])
        if isinstance(node, nodes.Or | nodes.CondExpr):
            values = child_types[isinstance(node, nodes.CondExpr) :]  # the first child of a CondExpr is its test
            return values[0] if all(value == values[0] for value in values) else ANY
        return ANY

    def _field(self, node: nodes.Getattr | nodes.Getitem, name: str, type_: Any) -> Any:
        """Return the type of `x.name` or `x["name"]`."""
        known = fields(type_)
        if known is None:
            return ANY
        if name not in known:
            self._report(f"{_quoted(node.node)} has no attribute `{name}`", node, known, name)
            return ANY
        return _plain(known[name])

    def _report(self, message: str, node: nodes.Node, known: Mapping[str, Any], name: str) -> None:
        names = sorted(n for n in known if n not in self.env.globals and n not in ("super", "self"))
        from difflib import get_close_matches  # only after a mistake

        near = get_close_matches(name, names, 1)
        hint = (f"Did you mean `{near[0]}`? " if near else "") + f"Available: {', '.join(names)}."
        if isinstance(node, nodes.Name) and "site" not in known:  # only templates that are imported do not get `site`
            hint = "Pass it to the macro as an argument, or import the template `with context`."
        self.problems.append(Problem("template-name", message, self.shown, node.lineno, 0, hint))


def _element(type_: Any) -> Any:
    """Return the type of the elements of a value."""
    if typing.get_origin(type_) is tuple:
        return _plain(typing.get_args(type_)[0])
    return ANY


def _quoted(node: nodes.Node) -> str:
    """Return an expression as it is written in the template; "this value" if it is not just names and attributes."""
    attributes = ""
    while isinstance(node, nodes.Getattr):
        attributes = f".{node.attr}{attributes}"
        node = node.node
    return f"`{node.name}{attributes}`" if isinstance(node, nodes.Name) else "this value"
