"""Replaces expressions in templates that are the same on all pages of a site by their values."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import jinja2
from jinja2 import nodes
from markupsafe import Markup

LONGEST = 50
"""Loops over more constants than this are not unrolled."""
DIRECT = "call "
"""Prefix of the filters that pure functions are registered as. Jinja calls a filter faster than a function."""
_PLAIN = (str, int, float, bool, Markup, type(None))
"""Types of values that compiled code can contain."""
_LEAVES = (nodes.Name, nodes.Const, nodes.TemplateData)
"""Nodes that contain no others."""


class _Loop:
    """The value of `loop` in an unrolled loop."""

    def __init__(self, index0: int, length: int) -> None:
        self.index0, self.index, self.length = index0, index0 + 1, length
        self.first, self.last = index0 == 0, index0 == length - 1


class ConstantFolder:
    """Replaces expressions and statements that depend on known names only by their results."""

    def __init__(self, env: jinja2.Environment, names: Collection[str], pure: Mapping[str, Callable[..., Any]]) -> None:
        """`names`: those that are the same on all pages. `pure`: functions whose results depend on their arguments only."""
        self.env, self.site_names, self.pure = env, names, pure

    def all(self, body: Iterable[nodes.Node], known: Mapping[str, Any]) -> list[Any]:
        """Return the statements that replace a list of statements."""
        return [new for node in body for new in self.statement(node, known)]

    def statement(self, node: nodes.Node, known: Mapping[str, Any]) -> list[nodes.Node]:
        """Return the statements that replace one statement or expression."""
        if isinstance(node, nodes.For):
            return self._loop(node, known)
        if isinstance(node, nodes.If):
            return self._branch(node, known)
        if isinstance(node, nodes.Expr):
            return [self.expression(node, known)]
        if isinstance(node, nodes.Macro | nodes.CallBlock | nodes.With | nodes.Block):
            hidden = _parameters(node)
            known = {k: v for k, v in known.items() if k in self.site_names and k not in hidden}
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
        """Return the value of an expression, or `NotImplemented` if it depends on the page."""
        if isinstance(node, nodes.Const):
            return node.value
        if isinstance(node, nodes.Name):
            return known.get(node.name, NotImplemented)
        if isinstance(node, nodes.Getattr):
            operand = self.value(node.node, known)
            found = NotImplemented if operand is NotImplemented else self.env.getattr(operand, node.attr)
            return NotImplemented if isinstance(found, jinja2.Undefined) else found
        if isinstance(node, nodes.Not):
            operand = self.value(node.node, known)
            return operand if operand is NotImplemented else not operand
        if isinstance(node, nodes.And | nodes.Or):
            left, right = self.value(node.left, known), self.value(node.right, known)
            if left is NotImplemented:
                return left
            return right if bool(left) == isinstance(node, nodes.And) else left
        return self._result(node, known) if isinstance(node, nodes.Call) else NotImplemented

    def _result(self, node: nodes.Call, known: Mapping[str, Any]) -> Any:
        """Return the result of calling a pure function with known arguments."""
        args = [self.value(a, known) for a in node.args]
        kwargs = {k.key: self.value(k.value, known) for k in node.kwargs}
        if not self._is_pure(node) or any(v is NotImplemented for v in (*args, *kwargs.values())):
            return NotImplemented
        try:
            return self.pure[node.node.name](*args, **kwargs)  # type: ignore[attr-defined]
        except Exception:
            return NotImplemented  # the call fails again while a page is rendered, and is reported with its line

    def _children(self, node: nodes.Node, known: Mapping[str, Any]) -> None:
        for field, value in node.iter_fields():
            if isinstance(value, list):
                setattr(node, field, self.all(value, known) if _is_body(value) else value)
            elif isinstance(value, nodes.Expr):
                setattr(node, field, self.expression(value, known))
            elif isinstance(value, nodes.Node):
                self._children(value, known)

    def _branch(self, node: nodes.If, known: Mapping[str, Any]) -> list[nodes.Node]:
        """Return what remains of a condition: its branches up to the first that is always taken."""
        remaining: list[nodes.If] = []
        end: list[Any] = node.else_
        for branch in [node, *node.elif_]:
            test = self.value(branch.test, known)
            if test is NotImplemented:
                remaining.append(branch)
            elif test:
                end = branch.body
                break
        end = self.all(end, known)
        if not remaining:
            return end
        for branch in remaining:
            branch.test = self.expression(branch.test, known)  # type: ignore[arg-type]
            branch.body = self.all(branch.body, known)
        remaining[0].elif_, remaining[0].else_ = remaining[1:], end
        return [remaining[0]]

    def _loop(self, node: nodes.For, known: Mapping[str, Any]) -> list[nodes.Node]:
        values = self.value(node.iter, known)
        simple = isinstance(node.target, nodes.Name) and not node.recursive and not node.test and not node.else_
        if isinstance(values, tuple) and simple and len(values) <= LONGEST:
            name = node.target.name  # type: ignore[attr-defined]
            bodies = [
                self.all(copy.deepcopy(node.body), {**known, name: value, "loop": _Loop(i, len(values))})
                for i, value in enumerate(values)
            ]
            if not any(_uses(body, {name, "loop"}) for body in bodies):
                return [statement for body in bodies for statement in body]
        self._children(node, {k: v for k, v in known.items() if k in self.site_names})
        return [node]


def nodes_in(tree: nodes.Node) -> list[nodes.Node]:
    """Return all nodes below a node, in the order of the source. Much faster than Jinja's `find_all`."""
    found: list[nodes.Node] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        found.append(node)
        if type(node) not in _LEAVES:
            waiting += _children_of(node)[::-1]
    return found[1:]


def _children_of(node: nodes.Node) -> list[nodes.Node]:
    values = [getattr(node, field, None) for field in node.fields]
    return [
        child
        for value in values
        for child in (value if type(value) is list else (value,))
        if isinstance(child, nodes.Node)
    ]


def _is_nothing(node: nodes.Node) -> bool:
    """Return whether a node is `{{ x if false }}`, which has no output."""
    return isinstance(node, nodes.CondExpr) and node.expr2 is None and node.test == nodes.Const(False)


def _is_body(value: list[Any]) -> bool:
    return all(isinstance(v, nodes.Node) for v in value)


def _uses(body: list[nodes.Node], names: set[str]) -> bool:
    """Return whether the body of an unrolled loop still uses names of the loop, or assigns names that later iterations see."""
    scope = nodes.Scope(body)
    return any(bound_names(scope)) or any(n.name in names for n in nodes_in(scope) if isinstance(n, nodes.Name))


def _parameters(node: nodes.Node) -> set[str]:
    """Return the names that a statement defines for its own body only."""
    if isinstance(node, nodes.With):
        return {name.name for name in nodes.Tuple(node.targets, "store").find_all(nodes.Name)}
    return {arg.name for arg in node.args} if isinstance(node, nodes.Macro | nodes.CallBlock) else set()


def bound_names(tree: nodes.Node) -> tuple[set[str], set[str]]:
    """Return the names that a template defines, variables, macros, blocks and imports, and those of the body of
    a macro, `call` or `with` only."""
    found: set[str] = set()
    parameters: set[str] = set()
    for node in nodes_in(tree):
        if not isinstance(node, nodes.Name | nodes.Macro | nodes.Block | nodes.Import | nodes.FromImport):
            continue
        if isinstance(node, nodes.Import):
            found.add(node.target)
        elif isinstance(node, nodes.FromImport):
            found |= {name if isinstance(name, str) else name[1] for name in node.names}
        elif isinstance(node, nodes.Name) and node.ctx == "param":
            parameters.add(node.name)
        elif not isinstance(node, nodes.Name) or node.ctx != "load":
            found.add(node.name)
    return found, parameters
