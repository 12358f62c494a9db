"""Templates held against the typed context, before any page is rendered.

A name that no template gets, or a field that its type does not have, is reported with the names that exist.
Only what the types say is followed: names, their fields, loops over tuples; macros and `set` end the trail.
This module must not know what the values mean.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, NamedTuple

import jinja2
from jinja2 import nodes

from digest.model.problem import Problem
from digest.render import context

Types = Mapping[str, Any]
ANY = typing.Any
LOADS = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
"""What makes one template depend on another."""
CONTEXT = f"{context.__name__}."
"""How the names of the modules begin that have the context's types."""


class Templates(NamedTuple):
    """What is needed of a theme here."""

    env: jinja2.Environment
    parse: Callable[[str], nodes.Template]
    """A template's tree."""
    where: Callable[[str], str]
    """Its name in messages."""
    exists: Callable[[str], bool]


def unknown_names(theme: Templates, top: str, given: Types, seen: frozenset[str] = frozenset()) -> list[Problem]:
    """Problems of a template and of all that it extends, includes and imports, with the names that it gets."""
    tree = theme.parse(top)
    walk = _Walk(theme.env, theme.where(top))
    scope = {**dict.fromkeys(theme.env.globals, ANY), **given}
    walk.visit_all(tree.body, scope)
    found = walk.problems
    for node in tree.find_all(LOADS):
        sees = getattr(node, "with_context", True)
        for name in named(node, theme.exists) or ():
            if name not in seen:
                found += unknown_names(theme, name, walk.scopes.get(id(node), scope) if sees else {}, seen | {top})
    return found


def named(node: nodes.Node, exists: Callable[[str], bool]) -> list[str] | None:
    """The template that an extends, include or import loads; none where it may be missing and is; None for a computed name."""
    name = node.template  # type: ignore[attr-defined]
    items = name.items if isinstance(name, nodes.List | nodes.Tuple) else [name]
    names = [n.value for n in items if isinstance(n, nodes.Const) and isinstance(n.value, str)]
    if len(names) < len(items):
        return None
    there = [name for name in names if exists(name)]
    return there[:1] or ([] if getattr(node, "ignore_missing", False) else names[:1])


@lru_cache(maxsize=64)
def fields(of: Any) -> dict[str, Any] | None:
    """Names and types of the fields of a context type; None when anything goes."""
    if isinstance(of, type) and of.__module__.startswith(CONTEXT):
        hints = typing.get_type_hints(of)
        properties = {
            name: typing.get_type_hints(p.fget).get("return", ANY)
            for name, p in vars(of).items()
            if isinstance(p, property) and p.fget
        }
        return {n: t for n, t in {**hints, **properties}.items() if not n.startswith("_")}
    return None


def _plain(of: Any) -> Any:
    """A type without its `| None`."""
    if isinstance(of, types.UnionType):
        rest = [a for a in of.__args__ if a is not type(None)]
        return rest[0] if len(rest) == 1 else ANY
    return of


class _Walk:
    """One template's walk. Scopes are dicts from name to type."""

    def __init__(self, env: jinja2.Environment, shown: str) -> None:
        self.env, self.shown = env, shown
        self.problems: list[Problem] = []
        self.scopes: dict[int, Types] = {}
        """What an included or imported template sees, by the node that names it."""

    def visit_all(self, body: list[nodes.Node], scope: dict[str, Any]) -> None:
        for node in body:
            self.visit(node, scope)

    def visit(self, node: nodes.Node, scope: dict[str, Any]) -> None:
        """Statements that bring names; everything else is looked through for expressions."""
        if isinstance(node, nodes.For):
            of = self.type_of(node.iter, scope)
            inner = {**scope, "loop": ANY}
            self._bind(node.target, _element(of), inner)
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

    def _bind(self, target: nodes.Node, of: Any, scope: dict[str, Any]) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = of
        else:
            for name in target.find_all(nodes.Name):
                scope[name.name] = ANY

    def type_of(self, node: nodes.Node, scope: dict[str, Any]) -> Any:
        """The type of an expression as far as it can be told; says what is unknown on the way."""
        if isinstance(node, nodes.Name):
            if node.name not in scope:
                self._say(f"there is nothing named {node.name} here", node, scope, node.name)
                return ANY
            return _plain(scope[node.name])
        if isinstance(node, nodes.Getattr):
            return self._field(node, node.attr, self.type_of(node.node, scope))
        for kind, what, there in ((nodes.Filter, "filter", self.env.filters), (nodes.Test, "test", self.env.tests)):
            if isinstance(node, kind) and node.name not in there:
                self._say(f"there is no {what} named {node.name}", node, there, node.name)
        kinds = [self.type_of(child, scope) for child in node.iter_child_nodes()]
        if isinstance(node, nodes.Filter) and node.name in ("sort", "reverse", "list", "unique"):
            return kinds[0]
        if isinstance(node, nodes.Filter) and node.name in ("first", "last"):
            return _element(kinds[0])
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            return self._field(node, node.arg.value, kinds[0]) if isinstance(node.arg.value, str) else _element(kinds[0])
        if isinstance(node, nodes.Or | nodes.CondExpr):
            rest = kinds[isinstance(node, nodes.CondExpr) :]
            return rest[0] if all(kind == rest[0] for kind in rest) else ANY
        return ANY

    def _field(self, node: nodes.Getattr | nodes.Getitem, name: str, of: Any) -> Any:
        """The type of a value's field, `x.name` or `x["name"]`."""
        known = fields(of)
        if known is None:
            return ANY
        if name not in known:
            self._say(f"{_text(node.node)} has no {name}", node, known, name)
            return ANY
        return _plain(known[name])

    def _say(self, message: str, node: nodes.Node, known: Mapping[str, Any], name: str) -> None:
        mine = sorted(n for n in known if n not in self.env.globals and n not in ("super", "self"))
        near = get_close_matches(name, mine, 1)
        hint = (f"Did you mean {near[0]}? " if near else "") + f"These exist: {', '.join(mine)}."
        if isinstance(node, nodes.Name) and "site" not in known:  # every template sees it but an imported one
            hint = "Give the macro an argument for it, or import the template `with context`."
        self.problems.append(Problem("template-name", message, self.shown, node.lineno, 0, hint))


def _element(of: Any) -> Any:
    """The type of what a loop over a value gives."""
    if typing.get_origin(of) is tuple:
        return _plain(typing.get_args(of)[0])
    return ANY


def _text(node: nodes.Node) -> str:
    """An expression as the author wrote it, near enough."""
    if isinstance(node, nodes.Getattr):
        return f"{_text(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "this"
