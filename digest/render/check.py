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
from typing import Any

import jinja2
from jinja2 import nodes

from digest.model.problem import Problem

Types = Mapping[str, Any]
ANY = typing.Any


def unknown_names(
    env: jinja2.Environment,
    parse: Callable[[str], nodes.Template],
    top: str,
    given: Types,
    where: Callable[[str], str],
    seen: frozenset[str] = frozenset(),
) -> list[Problem]:
    """Problems of a template and of all that it extends, includes and imports, with the names that it gets.

    `parse` gives a template's tree, `where` its name in messages.
    """
    tree = parse(top)
    walk = _Walk(env, where(top))
    scope = {**dict.fromkeys(env.globals, ANY), **given}
    walk.visit_all(tree.body, scope)
    found = walk.problems
    for node in tree.find_all((nodes.Extends, nodes.Include)):
        name = node.template  # type: ignore[attr-defined]
        if isinstance(name, nodes.Const) and name.value not in seen:
            more = walk.includes[id(node)] if isinstance(node, nodes.Include) else scope
            found += unknown_names(env, parse, name.value, more, where, seen | {top})
    return found


@lru_cache(maxsize=64)
def fields(of: Any) -> dict[str, Any] | None:
    """Names and types of the fields of a context type; None when anything goes."""
    if isinstance(of, type) and of.__module__ == "digest.render.context":
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
        self.includes: dict[int, Types] = {}

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
            scope[node.target] = ANY
        elif isinstance(node, nodes.FromImport):
            scope.update({n if isinstance(n, str) else n[1]: ANY for n in node.names})
        elif isinstance(node, nodes.Block):
            self.visit_all(node.body, {**scope, "super": ANY, "self": ANY})
        elif isinstance(node, nodes.Include):
            self.includes[id(node)] = dict(scope)
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
            known = fields(self.type_of(node.node, scope))
            if known is None:
                return ANY
            if node.attr not in known:
                self._say(f"{_text(node.node)} has no {node.attr}", node, known, node.attr)
                return ANY
            return _plain(known[node.attr])
        for kind, what, there in ((nodes.Filter, "filter", self.env.filters), (nodes.Test, "test", self.env.tests)):
            if isinstance(node, kind) and node.name not in there:
                self._say(f"there is no {what} named {node.name}", node, there, node.name)
        kinds = [self.type_of(child, scope) for child in node.iter_child_nodes()]
        return kinds[0] if isinstance(node, nodes.Filter) and node.name in ("sort", "reverse", "list") and kinds else ANY

    def _say(self, message: str, node: nodes.Node, known: Mapping[str, Any], name: str) -> None:
        mine = sorted(n for n in known if n not in self.env.globals and n not in ("super", "self"))
        near = get_close_matches(name, mine, 1)
        hint = (f"Did you mean {near[0]}? " if near else "") + f"These exist: {', '.join(mine)}."
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
