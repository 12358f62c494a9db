"""A Jinja environment that compiles templates for one site.

The values of `site` are the same for a whole build, but Jinja looks them up on each page. `ConstantFolder` replaces them by
constants, translates constant texts, and resolves conditions and loops that depend on constants only. The other classes
skip work of Jinja that is not needed here. The output is the same as that of Jinja, byte for byte.
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
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup

LONGEST = 50
"""Loops over more constants than this are not unrolled."""
DIRECT = "call "
"""Prefix of the filters that pure functions are registered as. Jinja calls a filter faster than a function."""
_PLAIN = (str, int, float, bool, Markup, type(None))
"""Types of values that compiled code can contain."""
_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", lambda text: str(markupsafe.escape(text)))


def escape(value: Any) -> str:
    """Escape as markupsafe does, but return `str`. This is faster, and templates only join the result with other texts."""
    kind = type(value)
    if kind is str:
        return _escaped(value)
    return value if kind is Markup else markupsafe.escape(value)


class Template(jinja2.Template):
    """A template that is always imported without globals of its own."""

    def _get_default_module(self, ctx: jinja2.runtime.Context | None = None) -> TemplateModule:
        # Jinja creates a module for each page, in case its template has globals of its own. Here none has.
        if self._module is None:
            self._module = self.make_module()
        return self._module


class Context(jinja2.runtime.Context):
    """The names that a template sees."""

    def call(self, function: Any, /, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **kwargs: Any) -> Any:
        """Call a macro directly. A page calls dozens, and Jinja inspects and copies the arguments of each."""
        if type(function) is Macro and not kwargs:
            left = function._argument_count - len(args)
            if left >= 0 and not (function.caller or function.catch_kwargs or function.catch_varargs):
                text = function._func(*args, *[missing] * left)
                return Markup(text) if self.eval_ctx.autoescape else text
        return super().call(function, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **kwargs)


class Generator(CodeGenerator):
    """Generates the Python code of templates."""

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Collect the output of a template or block in a list and yield it at once: each piece would be yielded again by all
        templates that the page extends."""
        if frame.buffer is not None or not (frame.rootlevel or frame.block_frame) or frame.require_output_check:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        """Use Python's `getattr` for `a.b`, and that of Jinja only if it fails. A page reads about seventy attributes."""
        if isinstance(node.node, nodes.Name):  # `missing` if the name is undefined, which has no attributes
            self.write(f"(t_found if (t_found := getattr({frame.symbols.ref(node.node.name)}")
        else:
            self.write("(t_found if (t_found := getattr((t_of := ")
            self.visit(node.node, frame)
            self.write(")")
        self.write(f", {node.attr!r}, missing)) is not missing else environment.getattr(")
        if isinstance(node.node, nodes.Name):
            self.visit(node.node, frame)
        else:
            self.write("t_of")
        self.write(f", {node.attr!r}))")


class Environment(jinja2.Environment):
    """The environment of a theme."""

    template_class = Template
    context_class = Context
    code_generator_class = Generator
    folding = True
    """Whether `Folding` is used; without it pages are the same, and take longer to make."""

    def __init__(self, **options: Any) -> None:
        # Jinja's search for constants takes a tenth of the time of compiling, and hardly finds what `ConstantFolder` does not.
        super().__init__(**options, optimized=False)
        self.escape = escape
        self.known: Mapping[str, Any] = {}
        """Names with the same value on every page. Must be set before the first template is loaded."""
        self.pure: Mapping[str, Callable[..., Any]] = {}
        """Functions whose results depend on their arguments only, such as translations."""
        self.parsed: dict[str, nodes.Template] = {}
        """Syntax trees by the names of their templates. Each is used once, because compiling changes it."""
        self._templates: dict[str, jinja2.Template] = {}

    def provide(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        """Add pure functions. Must be called before the first template is loaded."""
        self.pure = functions
        self.globals.update(functions)
        self.filters.update({DIRECT + name: function for name, function in functions.items()})

    def __deepcopy__(self, memo: dict[int, Any]) -> Environment:
        """Return the environment itself, because copies of nodes, which refer to it, must have the same one."""
        return self

    def get_template(
        self, name: str | jinja2.Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> jinja2.Template:
        """Load a template once. Every page requests the templates that its own one extends."""
        if globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        found = self._templates.get(name)
        if found is None:
            found = self._templates[name] = super().get_template(name, parent)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return one dict for all templates. Jinja copies it for every page, and copying its chain of dicts is slow."""
        return {**self.globals, **d} if d else self.globals

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return self.parsed.pop(name or "", None) or super()._parse(source, name, filename)

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        bound, parameters = _bound(source)
        if self.folding and not bound & self.known.keys():
            pure = {name: function for name, function in self.pure.items() if name not in bound | parameters}
            source.body = ConstantFolder(self, pure).all(source.body, self.known)
        # This line follows the import of `escape` in the code that Jinja generates.
        return super()._generate(source, name, filename, defer_init) + "\nescape = environment.escape\n"


class _Loop:
    """The value of `loop` in an unrolled loop."""

    def __init__(self, index0: int, length: int) -> None:
        self.index0, self.index, self.length = index0, index0 + 1, length
        self.first, self.last = index0 == 0, index0 == length - 1


class ConstantFolder:
    """Replaces expressions and statements that depend on known names only by their results."""

    def __init__(self, env: Environment, pure: Mapping[str, Callable[..., Any]]) -> None:
        self.env, self.pure = env, pure
        self.site_names = env.known.keys()

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


def _is_nothing(node: nodes.Node) -> bool:
    """Return whether a node is `{{ x if false }}`, which has no output."""
    return isinstance(node, nodes.CondExpr) and node.expr2 is None and node.test == nodes.Const(False)


def _is_body(value: list[Any]) -> bool:
    return all(isinstance(v, nodes.Node) for v in value)


def _uses(body: list[nodes.Node], names: set[str]) -> bool:
    """Return whether the body of an unrolled loop still uses names of the loop, or assigns names that later iterations see."""
    scope = nodes.Scope(body)
    return any(_bound(scope)) or any(n.name in names for n in scope.find_all(nodes.Name))


def _parameters(node: nodes.Node) -> set[str]:
    """Return the names that a statement defines for its own body only."""
    if isinstance(node, nodes.With):
        return {name.name for name in nodes.Tuple(node.targets, "store").find_all(nodes.Name)}
    return {arg.name for arg in node.args} if isinstance(node, nodes.Macro | nodes.CallBlock) else set()


def _bound(tree: nodes.Node) -> tuple[set[str], set[str]]:
    """Return the names that a template defines, variables, macros, blocks and imports, and those of the body of
    a macro, `call` or `with` only."""
    found: set[str] = set()
    parameters: set[str] = set()
    for node in tree.find_all((nodes.Name, nodes.Macro, nodes.Block, nodes.Import, nodes.FromImport)):
        if isinstance(node, nodes.Import):
            found.add(node.target)
        elif isinstance(node, nodes.FromImport):
            found |= {name if isinstance(name, str) else name[1] for name in node.names}
        elif isinstance(node, nodes.Name) and node.ctx == "param":
            parameters.add(node.name)
        elif not isinstance(node, nodes.Name) or node.ctx != "load":
            found.add(node.name)  # type: ignore[attr-defined]
    return found, parameters
